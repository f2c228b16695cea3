/* formseal.h: what travels in a page's hidden field, so that nothing is stored before Send: sealed
 * (XChaCha20-Poly1305, libsodium) under a key that moves on every half hour by a one-way step that all processes make
 * alike. The last half hour's still opens; older ones are forgotten, so no key lives for more than an hour. */
#ifndef FORMSEAL_H
#define FORMSEAL_H

#include <event2/event.h>

#include "buf.h"
#include "err.h"
#include "keys.h"

struct formseal;
/* What is sealed; bound to it, so that one can never be taken for another. */
enum formseal_kind { FORMSEAL_DRAFT = 1, FORMSEAL_RECEIPT, FORMSEAL_FOLLOW };
enum { FORMSEAL_SECONDS = 1800 };	/* how long a page can be left open at least */

/* Copies the seed (as of epoch, half hours since 1970) into locked memory; steps by itself. Opens what was sealed in
 * the half hour before now only when epoch is not after that one. Gives *f. */
GW_CHECKED enum gw_err formseal_new(struct event_base *base, const uint8_t seed[KEY_BYTES], uint64_t epoch,
    struct formseal **f);
/* One step a half hour, up to epoch. For the warden, before it hands the seed on. */
void formseal_step(uint8_t seed[KEY_BYTES], uint64_t *epoch, uint64_t to);
/* Moves the keys on to the half hour of now (seconds since 1970); a clock set back moves nothing. Done by itself. */
void formseal_now(const struct formseal *f, int64_t now);
void formseal_free(struct formseal *f);		/* wipes; NULL is fine */
/* Appends base64url without padding. The length tells the plain length in steps of 64 bytes. GW_ELIMIT: over 128 KiB,
 * or out's ceiling. */
GW_CHECKED enum gw_err formseal_seal(const struct formseal *f, enum formseal_kind kind, struct span plain,
    struct buf *out);
/* GW_EDENIED: not ours, of another kind, or too old. */
GW_CHECKED enum gw_err formseal_open(const struct formseal *f, enum formseal_kind kind, struct span sealed,
    struct buf *plain);
#endif
