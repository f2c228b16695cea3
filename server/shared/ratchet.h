/* ratchet.h: a seed that only moves on: what was made from it before a step cannot be made again after it. Keyed
 * BLAKE2b (RFC 7693). Whoever starts from the same seed makes the same steps. Pure. */
#ifndef RATCHET_H
#define RATCHET_H

#include <stddef.h>
#include <stdint.h>

#include "keys.h"

/* n bytes, 16..64, that belong to this label at the seed's present step. */
void ratchet_derive(const uint8_t seed[KEY_BYTES], const char *label, uint8_t *out, size_t n);
/* One step for each epoch up to to, in place; never back. The label says whose steps these are. */
void ratchet_step(uint8_t seed[KEY_BYTES], uint64_t *epoch, uint64_t to, const char *label);
#endif
