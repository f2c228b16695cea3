/* school_search.c: names as words of small letters and digits, compared from their beginnings. */
#include "school_search.h"

#include <string.h>

enum { WORDS = 16, WORD = 32 };

struct words { size_t n; char word[WORDS][WORD]; };

static bool
is_letter(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
}

/* An apostrophe stands inside a word and is dropped: people leave it out. The typographic one is E2 80 99. */
static size_t
apostrophe(struct span s, size_t i)
{
	if (s.p[i] == '\'')
		return 1;
	return i + 2 < s.n && s.p[i] == 0xe2 && s.p[i + 1] == 0x80 && s.p[i + 2] == 0x99 ? 3 : 0;
}

static void
split(struct span s, struct words *out)
{
	size_t len = 0, skip;

	memset(out, 0, sizeof *out);
	for (size_t i = 0; i < s.n && out->n < WORDS; i++) {
		const uint8_t c = s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] + ('a' - 'A') : s.p[i];

		if ((skip = apostrophe(s, i)) > 0) {
			i += skip - 1;
		} else if (is_letter(c)) {
			if (len < WORD - 1)
				out->word[out->n][len++] = (char)c;
		} else if (len > 0) {
			out->n++;
			len = 0;
		}
	}
	if (len > 0 && out->n < WORDS)
		out->n++;
}

static bool
begins_one(const char *typed, const struct words *name)
{
	for (size_t i = 0; i < name->n; i++)
		if (strncmp(name->word[i], typed, strlen(typed)) == 0)
			return true;
	return false;
}

static bool
fits(const struct words *typed, const char *name)
{
	struct words words;

	split(span_of(name), &words);
	for (size_t i = 0; i < typed->n; i++)
		if (!begins_one(typed->word[i], &words))
			return false;
	return true;
}

size_t
school_search(const struct policy *p, struct span typed, const struct school **found, size_t max)
{
	struct words words;
	size_t n = 0;

	split(typed, &words);
	for (size_t i = 0; i < p->n_schools && words.n > 0; i++) {
		if (!fits(&words, p->school[i].name))
			continue;
		if (n < max)
			found[n] = &p->school[i];
		n++;
	}
	return n;
}
