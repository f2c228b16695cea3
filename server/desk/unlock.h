/* unlock.h: passphrases tried, and new ones put on, away from the loop. Argon2id takes 64 MiB and tens of milliseconds,
 * so each runs in a forked child that holds one pipe and nothing else; few at once, a short line behind them. */
#ifndef UNLOCK_H
#define UNLOCK_H

#include <event2/event.h>

#include "err.h"
#include "keys.h"
#include "limit.h"
#include "span.h"

enum { UNLOCK_AT_ONCE = 2, UNLOCK_WAITING = 32, UNLOCK_SECONDS = 20 };

struct unlock_pool;
struct unlock;
/* GW_OK and the member's private key, which dies on return; or sk NULL: GW_EDENIED for a wrong passphrase, GW_EBUSY
 * when the child failed or took longer than UNLOCK_SECONDS. Called once, never from inside unlock_ask. */
typedef void unlock_fn(void *arg, enum gw_err e, const uint8_t *sk);

struct unlock_try { struct span name, passphrase; const struct member_lock *lock; };

GW_CHECKED enum gw_err unlock_pool_new(struct event_base *base, struct unlock_pool **p);
/* Copies what it needs. *u names the try until its answer. GW_EBUSY: the line is full; GW_ELIMIT: name or passphrase
 * is too long; GW_ENOMEM; done will then not be called. */
GW_CHECKED enum gw_err unlock_ask(struct unlock_pool *p, const struct unlock_try *t, unlock_fn *done, void *arg,
    struct unlock **u);
/* GW_OK and the new lock, which dies on return; or lock NULL, GW_EBUSY as above. */
typedef void lock_fn(void *arg, enum gw_err e, const struct member_lock *lock);
/* Puts a private key under a passphrase, in the same line. Copies what it needs; faults as above, and GW_EINPUT: the
 * name is empty, or the passphrase too short. */
GW_CHECKED enum gw_err lock_ask(struct unlock_pool *p, struct span name, struct span passphrase,
    const uint8_t sk[KEY_BYTES], lock_fn *done, void *arg, struct unlock **u);
/* The asker is gone: the answer is thrown away. A child that already runs ends by itself. NULL is fine. */
void unlock_forget(struct unlock *u);
void unlock_pool_free(struct unlock_pool *p);	/* waits for running children; NULL is fine */
#endif
