/* lint.c: one walk over the words; at each, the phrases that begin there. Only ICU's tables that are compiled in. */
#include "lint.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "span.h"

enum { RIGHT_QUOTE = 0x2019, EN_DASH = 0x2013, EM_DASH = 0x2014 };

/* Where the walk is. A phrase may go on over a line's end, but not over a comma or an empty line; a negation reaches
 * neither over these nor over a line's end, nor over a word that begins a new thought. */
struct place {
	size_t at;		/* the next byte */
	uint32_t part;		/* a phrase stays in one */
	uint32_t clause;	/* a negation stays in one */
	size_t lines;		/* line ends since the last word */
};
struct word { size_t at, end; uint32_t part, clause; };

static const char *const new_thought[] = { "and", "because", "but", "so", "then" };

static UChar32
letter_at(struct span text, size_t at, size_t *next)
{
	const uint8_t *p = text.p + at;
	const int32_t left = text.n - at < U8_MAX_LENGTH ? (int32_t)(text.n - at) : U8_MAX_LENGTH;
	int32_t used = 0;
	UChar32 c;

	U8_NEXT(p, used, left, c);
	*next = at + (size_t)used;
	return c;
}

static bool
is_apostrophe(UChar32 c)
{
	return c == '\'' || c == RIGHT_QUOTE || c == '`';
}

static bool
is_digit(struct span text, size_t at)
{
	return at < text.n && text.p[at] >= '0' && text.p[at] <= '9';
}

/* "3:15" and "3.30" end nothing. */
static void
separate(struct span text, size_t at, size_t next, UChar32 c, struct place *p)
{
	const bool is_in_number = (c == '.' || c == ',' || c == ':') && at > 0 && is_digit(text, at - 1) &&
	    is_digit(text, next);

	if (c == '\n') {
		p->clause++;
		if (++p->lines > 1)
			p->part++;
	} else if (!is_in_number && ((c > 0 && c < 0x80 && strchr(".,;:!?()\"", (int)c) != NULL) || c == EN_DASH ||
	    c == EM_DASH || (c == '-' && (next >= text.n || text.p[next] == ' ')))) {
		p->clause++;
		p->part++;
	}
}

/* The word that begins at or after p: letters and digits, with apostrophes between them. False at the end. */
static bool
next_word(struct span text, struct place *p, struct word *w)
{
	bool begun = false;
	size_t next;

	while (p->at < text.n) {
		const UChar32 c = letter_at(text, p->at, &next);

		if (c >= 0 && u_isalnum(c)) {
			if (!begun)
				*w = (struct word){ p->at, next, p->part, p->clause };
			begun = true;
			w->end = next;
		} else if (begun && !is_apostrophe(c)) {
			break;
		} else if (!begun) {
			separate(text, p->at, next, c, p);
		}
		p->at = next;
	}
	if (begun)
		p->lines = 0;
	return begun;
}

/* Whether the word is this one of a phrase, whose letters are small; apostrophes do not count on either side. */
static bool
is_word(struct span text, const struct word *w, const char *phrase, size_t n)
{
	size_t i = 0, next;

	if (n == 1 && phrase[0] == '*')
		return true;
	for (size_t at = w->at; at < w->end; at = next) {
		const UChar32 c = letter_at(text, at, &next);

		if (is_apostrophe(c))
			continue;
		while (i < n && phrase[i] == '\'')
			i++;
		if (i == n || u_tolower(c) != (UChar32)(unsigned char)phrase[i])
			return false;
		i++;
	}
	while (i < n && phrase[i] == '\'')
		i++;
	return i == n;
}

/* Where the phrase ends that begins with this word, or 0: it does not. after: the place behind the word. */
static size_t
phrase_end(struct span text, struct word w, struct place after, const char *phrase)
{
	const uint32_t part = w.part;

	for (;;) {
		const size_t n = strcspn(phrase, " ");

		if (w.part != part || !is_word(text, &w, phrase, n))
			return 0;
		phrase += n;
		if (*phrase == '\0')
			return w.end;
		phrase++;
		if (!next_word(text, &after, &w))
			return 0;
	}
}

/* The end of the longest of these phrases that begins here, or 0. */
static size_t
longest_end(struct span text, const struct word *w, const struct place *after,
    const char phrase[REPLIES_PHRASES][REPLIES_PHRASE + 1], size_t n)
{
	size_t longest = 0, next;
	const UChar32 first = u_tolower(letter_at(text, w->at, &next));

	for (size_t i = 0; i < n; i++) {
		/* A phrase begins with a letter or digit (replies.c), so most are out of it at once. */
		const size_t end = (UChar32)(unsigned char)phrase[i][0] != first ? 0 :
		    phrase_end(text, *w, *after, phrase[i]);

		if (end > longest)
			longest = end;
	}
	return longest;
}

static bool
begins_new_thought(struct span text, const struct word *w)
{
	for (size_t i = 0; i < sizeof new_thought / sizeof new_thought[0]; i++)
		if (is_word(text, w, new_thought[i], strlen(new_thought[i])))
			return true;
	return false;
}

size_t
lint(const struct replies *r, struct span text, struct lint_hit *hit)
{
	/* Ends of the last negation, in which clause, and of the last hit of each kind. */
	size_t n = 0, negated_from = SIZE_MAX, covered[LINT_KIND_N] = { 0 }, end;
	struct place p = { .at = 0 };
	uint32_t clause = 0;
	struct word w;

	if (text.n > UINT32_MAX)
		text.n = UINT32_MAX;
	while (n < LINT_HITS && next_word(text, &p, &w)) {
		if (begins_new_thought(text, &w))
			w.clause = ++p.clause;
		if (w.clause != clause)
			negated_from = SIZE_MAX;
		clause = w.clause;
		for (int k = 0; k < LINT_KIND_N && n < LINT_HITS; k++) {
			if (w.at < covered[k] || w.at >= negated_from)
				continue;
			end = longest_end(text, &w, &p, r->phrase[k], r->n_phrases[k]);
			if (end == 0)
				continue;
			covered[k] = end;
			hit[n++] = (struct lint_hit){ (enum lint_kind)k, (uint32_t)w.at, (uint32_t)(end - w.at) };
		}
		end = longest_end(text, &w, &p, r->negation, r->n_negations);
		if (end != 0 && end < negated_from)
			negated_from = end;
	}
	return n;
}
