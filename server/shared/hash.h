/* hash.h: BLAKE2b (RFC 7693) with a label, so that no two uses of it ever give the same bytes. */
#ifndef HASH_H
#define HASH_H

#include <stddef.h>
#include <stdint.h>

#include "keys.h"
#include "span.h"

enum { HASH_LABEL = 16 + 1 };	/* "concern …", padded with spaces, and NUL */

/* key may be NULL. n: 16..64 bytes of out. */
void hash_labelled(const char label[HASH_LABEL], const uint8_t key[KEY_BYTES], struct span in, uint8_t *out, size_t n);
#endif
