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

/* The name's slot, which remembers from now on; what it held of another name, or of long ago, is forgotten. */
static struct throttle_slot *
slot_take(struct throttle *t, struct span name, int64_t now)
{
	const uint64_t h = hash_of(t, name);
	struct throttle_slot *slot = &t->slot[h % THROTTLE_NAMES];

	if (slot->name != h || now - slot->last > THROTTLE_MEMORY_SECONDS)
		slot->failures = slot->codes = 0;
	slot->name = h;
	slot->last = now;
	return slot;
}

void
throttle_failed(struct throttle *t, struct span name, int64_t now)
{
	struct throttle_slot *slot = slot_take(t, name, now);

	if (slot->failures == 0) {
		t->many = many_now(t, now) + 1;
		t->counted = now;
	}
	slot->failures++;
}

void
throttle_code_failed(struct throttle *t, struct span name, int64_t now)
{
	slot_take(t, name, now)->codes++;
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
