/* joined.c: from the end to the beginning: the fewest words that make the rest of the text from here. */
#include "joined.h"

#include <stdbool.h>
#include <string.h>

#include "normalise.h"

enum { NO_WAY = 255 };
static const uint32_t hash_start = UINT32_C(2166136261);	/* FNV-1a's; mix is one step of it */

/* The best way from one letter to the end. */
struct way {
	uint8_t words, n;	/* NO_WAY: none; letters of the first word */
	uint8_t shorts;		/* letters in short words */
	bool has_long;
};

static uint32_t
mix(uint32_t h, char c)
{
	return (h ^ (uint8_t)c) * UINT32_C(16777619);
}

static bool
is_set(const uint64_t *bits, uint32_t h)
{
	h >>= 16;
	return (bits[h / 64] >> h % 64 & 1) != 0;
}

void
joined_add(struct joined *j, const char *word)
{
	uint32_t h = hash_start;

	for (; *word != '\0'; word++) {
		h = mix(h, *word);
		j->begins[(h >> 16) / 64] |= UINT64_C(1) << (h >> 16) % 64;
	}
	j->ends[(h >> 16) / 64] |= UINT64_C(1) << (h >> 16) % 64;
}

/* English has two words of one letter, and one that is texted; the others in policy are initials. */
static bool
may_stand(const char *word, size_t n)
{
	return n > 1 || word[0] == 'a' || word[0] == 'i' || word[0] == 'u';
}

/* Fewer words first, then fewer letters in short ones. */
static bool
is_better(const struct way *a, const struct way *b)
{
	return a->words != b->words ? a->words < b->words : a->shorts < b->shorts;
}

static struct way
best_from(const struct joined *j, const struct spelling *s, const char *text, size_t n, size_t from,
    const struct way *way)
{
	uint32_t h = hash_start;
	struct way best = { .words = NO_WAY };

	for (size_t to = from + 1; to <= n; to++) {
		size_t length = to - from;
		struct way one = way[to];

		h = mix(h, text[to - 1]);
		if (!is_set(j->begins, h))
			break;
		if (one.words == NO_WAY || !is_set(j->ends, h) || !may_stand(text + from, length) ||
		    spelling_whole(s, text + from, length) == 0)
			continue;
		one.words++;
		one.n = (uint8_t)length;
		one.shorts = (uint8_t)(one.shorts + (length <= JOINED_SHORT ? length : 0));
		one.has_long |= length >= JOINED_WORD;
		if (best.words == NO_WAY || is_better(&one, &best))
			best = one;
	}
	return best;
}

size_t
joined_find(const struct joined *j, const struct spelling *s, const char *text, size_t n,
    struct piece pieces[JOINED_MAX])
{
	struct way way[WORD_TEXT + 1];
	size_t count = 0;

	if (n <= JOINED_WORD || n > WORD_TEXT)
		return 0;
	way[n] = (struct way){ .words = 0 };
	for (size_t from = n; from-- > 0;)
		way[from] = best_from(j, s, text, n, from, way);
	if (way[0].words == NO_WAY || way[0].words > n / 2 || !way[0].has_long || 3 * way[0].shorts > n)
		return 0;
	for (size_t at = 0; at < n; at += way[at].n)
		pieces[count++] = (struct piece){ spelling_whole(s, text + at, way[at].n), (uint8_t)at, way[at].n };
	return count;
}
