/* throttle.h: how long a name's next sign-in has to wait after failures. Grows to a few seconds, forgets after minutes,
 * never locks anybody out. Keeps keyed hashes of names, not names. No clock: now is given, in seconds. */
#ifndef THROTTLE_H
#define THROTTLE_H

#include <stdint.h>

#include "span.h"

enum { THROTTLE_NAMES = 256, THROTTLE_KEY = 16, THROTTLE_PAUSE_MS = 4000, THROTTLE_MEMORY_SECONDS = 600 };

struct throttle {
	uint8_t key[THROTTLE_KEY];
	struct { uint64_t name; unsigned failures; int64_t last; } slot[THROTTLE_NAMES];
};

void throttle_start(struct throttle *t);
/* Milliseconds; 0 for a name without recent failures. */
unsigned throttle_pause(const struct throttle *t, struct span name, int64_t now);
void throttle_failed(struct throttle *t, struct span name, int64_t now);
void throttle_cleared(struct throttle *t, struct span name);
#endif
