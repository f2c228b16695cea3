/* throttle.h: how long a name's next sign-in has to wait after failures. Grows to a few seconds, to twice as many while
 * many names fail, forgets after minutes, never locks anybody out by what a stranger does. Keeps keyed hashes of names,
 * not names. No clock: now is given, in seconds. */
#ifndef THROTTLE_H
#define THROTTLE_H

#include <stdint.h>

#include "span.h"

enum {
	THROTTLE_NAMES = 1024, THROTTLE_KEY = 16,
	THROTTLE_PAUSE_MS = 4000,		/* after so many failures, at most */
	THROTTLE_MANY = 32,			/* names that failed lately, beside which each pause doubles */
	THROTTLE_MEMORY_SECONDS = 600,
	THROTTLE_CODES = 8			/* wrong codes behind a right passphrase: guesses at a million */
};

struct throttle_slot { uint64_t name; unsigned failures, codes; int64_t last; };
struct throttle {
	uint8_t key[THROTTLE_KEY];
	struct throttle_slot slot[THROTTLE_NAMES];
	unsigned many;			/* names that failed lately; halves each minute */
	int64_t counted;		/* when it halved last */
};

void throttle_start(struct throttle *t);
/* Milliseconds; 0 for a name without recent failures. */
unsigned throttle_pause(const struct throttle *t, struct span name, int64_t now);
void throttle_failed(struct throttle *t, struct span name, int64_t now);
/* The passphrase was right, the code wrong; beside throttle_failed. */
void throttle_code_failed(struct throttle *t, struct span name, int64_t now);
/* False once THROTTLE_CODES were wrong, until they are forgotten. Only who knows the passphrase can bring it about. */
bool throttle_may_try_code(const struct throttle *t, struct span name, int64_t now);
void throttle_cleared(struct throttle *t, struct span name);
#endif
