/* spelling.c: rule words in three tables: by themselves, by what is left when a letter goes, and by shape (length,
 * first and last letter). Hashes are sums, so that a text's hash without one of its letters costs one step. */
#include "spelling.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "normalise.h"

enum { ENTRIES_MAX = 12 * 1024, WHOLE_SLOTS = 32 * 1024, HINTS = 256 * 1024 };

struct entry {
	char text[WORD_TEXT + 1];
	uint8_t n;
	uint16_t id, shape;
};

/* A word as it is, or without one letter, by hash. */
struct slot {
	uint32_t hash;
	uint16_t word;		/* 0: free, else one more than its place */
};

struct spelling {
	size_t n, n_slots;
	uint64_t power[WORD_TEXT], inverse;	/* of the hash's base */
	struct entry word[ENTRIES_MAX];
	uint16_t whole[WHOLE_SLOTS];	/* as in struct slot */
	struct slot *slot;		/* n_slots, a power of two */
	uint64_t hint[HINTS / 64];	/* by hash: whether slot may have it; small enough to stay in the cache */
	size_t n_shaped;
	uint16_t shaped[ENTRIES_MAX];	/* words by shape */
};

static const uint64_t base = UINT64_C(0x9e3779b97f4a7c15);

/* hash of text[0..i) for each i up to n. */
static void
sum_up(const struct spelling *s, const char *text, size_t n, uint64_t *sum)
{
	sum[0] = 0;
	for (size_t i = 0; i < n; i++)
		sum[i + 1] = sum[i] + (uint64_t)(uint8_t)text[i] * s->power[i];
}

/* The hash of the whole text but its letter i; i of n leaves nothing out. */
static uint32_t
hash_without(const struct spelling *s, const uint64_t *sum, size_t n, size_t i)
{
	uint64_t h = i == n ? sum[n] : sum[i] + (sum[n] - sum[i + 1]) * s->inverse;

	h ^= h >> 29;
	return (uint32_t)((h * UINT64_C(0xbf58476d1ce4e5b9)) >> 32);
}

static uint32_t
hash_of(const struct spelling *s, const char *text, size_t n)
{
	uint64_t sum[WORD_TEXT + 1];

	sum_up(s, text, n, sum);
	return hash_without(s, sum, n, n);
}

static bool
only_letters(const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (text[i] < 'a' || text[i] > 'z')
			return false;
	return true;
}

enum gw_err
spelling_new(struct spelling **out)
{
	struct spelling *s = calloc(1, sizeof *s);

	*out = s;
	if (s == NULL)
		return GW_ENOMEM;
	s->power[0] = 1;
	for (int i = 1; i < WORD_TEXT; i++)
		s->power[i] = s->power[i - 1] * base;
	s->inverse = base;	/* Newton: each step doubles the bits that are right, 3 at first */
	for (int i = 0; i < 5; i++)
		s->inverse *= 2 - base * s->inverse;
	return GW_OK;
}

void
spelling_free(struct spelling *s)
{
	if (s == NULL)
		return;
	free(s->slot);
	free(s);
}

/* Where the word is in whole, or would be. */
static size_t
place_of(const struct spelling *s, const char *text, size_t n)
{
	size_t at = hash_of(s, text, n) % WHOLE_SLOTS;

	for (; s->whole[at] != 0; at = (at + 1) % WHOLE_SLOTS) {
		const struct entry *w = &s->word[s->whole[at] - 1];

		if (w->n == n && memcmp(w->text, text, n) == 0)
			break;
	}
	return at;
}

static uint16_t
shape_of(const char *text, size_t n)
{
	return (uint16_t)(n << 10 | (size_t)(text[0] - 'a') << 5 | (size_t)(text[n - 1] - 'a'));
}

enum gw_err
spelling_add(struct spelling *s, const char *word, uint16_t id)
{
	size_t n = strlen(word), at;
	struct entry *w;

	if (n == 0 || n > WORD_TEXT || s->whole[at = place_of(s, word, n)] != 0)
		return GW_OK;
	if (s->n == ENTRIES_MAX)
		return GW_ELIMIT;
	w = &s->word[s->n++];
	memcpy(w->text, word, n + 1);
	w->n = (uint8_t)n;
	w->id = id;
	w->shape = only_letters(word, n) ? shape_of(word, n) : 0;
	s->whole[at] = (uint16_t)s->n;
	return GW_OK;
}

static bool
may_be_meant(const struct entry *w)
{
	return w->shape != 0 && w->n >= REPAIR_FROM && w->n <= REPAIR_TO + 1;
}

static void
put(struct spelling *s, uint32_t hash, size_t word)
{
	size_t at = hash & (s->n_slots - 1);

	while (s->slot[at].word != 0)
		at = (at + 1) & (s->n_slots - 1);
	s->slot[at] = (struct slot){ hash, (uint16_t)(word + 1) };
	s->hint[hash % HINTS / 64] |= UINT64_C(1) << (hash % 64);
}

static int
by_shape(const void *a, const void *b, void *words)
{
	const struct entry *x = (const struct entry *)words + *(const uint16_t *)a;
	const struct entry *y = (const struct entry *)words + *(const uint16_t *)b;

	return x->shape < y->shape ? -1 : x->shape > y->shape;
}

enum gw_err
spelling_close(struct spelling *s)
{
	uint64_t sum[WORD_TEXT + 1];
	size_t keys = 1;

	for (size_t i = 0; i < s->n; i++) {
		keys += may_be_meant(&s->word[i]) ? s->word[i].n : 0;
		if (s->word[i].shape != 0 && s->word[i].n >= STARRED_FROM)
			s->shaped[s->n_shaped++] = (uint16_t)i;
	}
	qsort_r(s->shaped, s->n_shaped, sizeof s->shaped[0], by_shape, s->word);
	for (s->n_slots = 1; s->n_slots < 2 * keys;)
		s->n_slots *= 2;
	if ((s->slot = calloc(s->n_slots, sizeof *s->slot)) == NULL)
		return GW_ENOMEM;
	for (size_t i = 0; i < s->n; i++) {
		const struct entry *w = &s->word[i];

		if (!may_be_meant(w))
			continue;
		sum_up(s, w->text, w->n, sum);
		for (size_t gone = 1; gone <= w->n; gone++)	/* never the first letter; w->n: none */
			put(s, hash_without(s, sum, w->n, gone), i);
	}
	return GW_OK;
}

uint16_t
spelling_whole(const struct spelling *s, const char *text, size_t n)
{
	uint16_t word = s->whole[place_of(s, text, n)];

	return word != 0 ? s->word[word - 1].id : 0;
}

/* Whether one letter put in, left out, changed or swapped with its neighbour makes the one of the other; n >= m. */
static bool
is_near(const char *a, size_t n, const char *b, size_t m)
{
	size_t i = 0;

	while (i < m && a[i] == b[i])
		i++;
	if (n == m + 1)
		return memcmp(a + i + 1, b + i, m - i) == 0;
	if (n != m || i == m)
		return n == m;
	if (memcmp(a + i + 1, b + i + 1, n - i - 1) == 0)
		return true;
	return i + 1 < n && a[i] == b[i + 1] && a[i + 1] == b[i] && memcmp(a + i + 2, b + i + 2, n - i - 2) == 0;
}

/* Takes word's number when it is what was meant; false when another was meant as well. */
static bool
settle(uint16_t *id, const struct entry *w, bool fits)
{
	if (!fits || *id == w->id)
		return true;
	if (*id != 0)
		return false;
	*id = w->id;
	return true;
}

uint16_t
spelling_repair(const struct spelling *s, const char *text, size_t n)
{
	uint64_t sum[WORD_TEXT + 1];
	uint16_t id = 0;

	if (n < REPAIR_FROM || n > REPAIR_TO || !only_letters(text, n))
		return 0;
	sum_up(s, text, n, sum);
	for (size_t gone = 1; gone <= n; gone++) {	/* as the index: the first letter stays */
		uint32_t hash = hash_without(s, sum, n, gone);

		if ((s->hint[hash % HINTS / 64] >> (hash % 64) & 1) == 0)
			continue;
		for (size_t at = hash & (s->n_slots - 1); s->slot[at].word != 0; at = (at + 1) & (s->n_slots - 1)) {
			const struct entry *w = &s->word[s->slot[at].word - 1];
			bool fits = s->slot[at].hash == hash &&
			    (w->n > n ? is_near(w->text, w->n, text, n) : is_near(text, n, w->text, w->n));

			if (!settle(&id, w, fits))
				return 0;
		}
	}
	return id;
}

static bool
fits_stars(const char *text, const char *word, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (text[i] != '*' && text[i] != word[i])
			return false;
	return true;
}

uint16_t
spelling_starred(const struct spelling *s, const char *text, size_t n)
{
	size_t low = 0, high = s->n_shaped, stars = 0;
	uint16_t shape, id = 0;

	for (size_t i = 0; i < n; i++)
		stars += text[i] == '*';
	if (n < STARRED_FROM || stars == 0 || stars > STARS_MAX || !only_letters(text, 1) ||
	    !only_letters(text + n - 1, 1))
		return 0;
	shape = shape_of(text, n);
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (s->word[s->shaped[middle]].shape < shape)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < s->n_shaped && s->word[s->shaped[low]].shape == shape; low++) {
		const struct entry *w = &s->word[s->shaped[low]];

		if (!settle(&id, w, fits_stars(text, w->text, n)))
			return 0;
	}
	return id;
}
