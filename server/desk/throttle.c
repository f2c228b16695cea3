/* throttle.c: one slot a hash; a newer name takes an older one's place, which only shortens that one's wait. */
#include "throttle.h"

#include <string.h>

#include <sodium.h>

#include "secret.h"

enum { FIRST_PAUSE_MS = 250, MINUTE = 60 };

static uint64_t
hash_of(const struct throttle *t, struct span name)
{
	uint8_t out[crypto_shorthash_BYTES];
	uint64_t h;

	crypto_shorthash(out, name.p, name.n, t->key);
	memcpy(&h, out, sizeof h);
	return h;
}

void
throttle_start(struct throttle *t)
{
	memset(t, 0, sizeof *t);
	secret_random(t->key, sizeof t->key);
}

/* How many names failed lately, as of now. */
static unsigned
many_now(const struct throttle *t, int64_t now)
{
	const int64_t minutes = (now - t->counted) / MINUTE;

	return minutes <= 0 ? t->many : minutes < 32 ? t->many >> minutes : 0;
}

unsigned
throttle_pause(const struct throttle *t, struct span name, int64_t now)
{
	const uint64_t h = hash_of(t, name);
	const size_t i = h % THROTTLE_NAMES;
	unsigned pause = FIRST_PAUSE_MS;

	if (t->slot[i].name != h || t->slot[i].failures == 0 || now - t->slot[i].last > THROTTLE_MEMORY_SECONDS)
		return 0;
	for (unsigned n = 1; n < t->slot[i].failures && pause < THROTTLE_PAUSE_MS; n++)
		pause *= 2;
	pause = pause < THROTTLE_PAUSE_MS ? pause : THROTTLE_PAUSE_MS;
	return many_now(t, now) >= THROTTLE_MANY ? 2 * pause : pause;
}

void
throttle_failed(struct throttle *t, struct span name, int64_t now)
{
	const uint64_t h = hash_of(t, name);
	const size_t i = h % THROTTLE_NAMES;

	if (t->slot[i].name != h || now - t->slot[i].last > THROTTLE_MEMORY_SECONDS)
		t->slot[i].failures = t->slot[i].codes = 0;
	if (t->slot[i].failures == 0) {
		t->many = many_now(t, now) + 1;
		t->counted = now;
	}
	t->slot[i].name = h;
	t->slot[i].failures++;
	t->slot[i].last = now;
}

void
throttle_code_failed(struct throttle *t, struct span name, int64_t now)
{
	const uint64_t h = hash_of(t, name);
	const size_t i = h % THROTTLE_NAMES;

	if (t->slot[i].name != h || now - t->slot[i].last > THROTTLE_MEMORY_SECONDS)
		t->slot[i].failures = t->slot[i].codes = 0;
	t->slot[i].name = h;
	t->slot[i].codes++;
	t->slot[i].last = now;
}

bool
throttle_may_try_code(const struct throttle *t, struct span name, int64_t now)
{
	const uint64_t h = hash_of(t, name);
	const size_t i = h % THROTTLE_NAMES;

	return t->slot[i].name != h || t->slot[i].codes < THROTTLE_CODES ||
	    now - t->slot[i].last > THROTTLE_MEMORY_SECONDS;
}

void
throttle_cleared(struct throttle *t, struct span name)
{
	const uint64_t h = hash_of(t, name);
	const size_t i = h % THROTTLE_NAMES;

	if (t->slot[i].name == h)
		t->slot[i].failures = t->slot[i].codes = 0;
}
