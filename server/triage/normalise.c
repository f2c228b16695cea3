/* normalise.c: one pass over bytes; plain ASCII never leaves the fast lane. */
#include "normalise.h"

#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

enum { EXPANDED = 32 /* UTF-16 units; the longest NFKC_Casefold of one code point has 18 */ };
enum { SYMBOLS_FROM = 0x2600 };

/* What one code point is to a word. */
enum part { PART_OF_WORD, JOINS, SEPARATES, SYMBOL };

static bool
is_letter(UChar32 c)
{
	return c >= 'a' && c <= 'z';
}

static bool
is_digit(UChar32 c)
{
	return c >= '0' && c <= '9';
}

/* A letter three times in a row says no more than twice. A word that is too long or foreign keeps no text. */
static void
append(struct folded *w, char c, bool *lost)
{
	if (is_letter(c) && w->n >= 2 && w->text[w->n - 1] == c && w->text[w->n - 2] == c)
		return;
	if (w->n == WORD_TEXT)
		*lost = true;
	else
		w->text[w->n++] = c;
}

static enum part
append_ascii(struct folded *w, UChar32 c, bool *lost)
{
	if (c >= 'A' && c <= 'Z')
		c += 'a' - 'A';
	if (!is_letter(c) && !is_digit(c))
		return c == '\'' ? JOINS : SEPARATES;
	append(w, (char)c, lost);
	return PART_OF_WORD;
}

/* One code point that casefolding gave, without its accents. */
static enum part
append_folded(const struct folder *f, struct folded *w, UChar32 c, bool *lost)
{
	UErrorCode e = U_ZERO_ERROR;
	UChar parts[EXPANDED];
	int32_t n, i = 0;

	if (c < 0x80)
		return append_ascii(w, c, lost);
	if (U_GET_GC_MASK(c) & U_GC_M_MASK)
		return JOINS;
	n = unorm2_getDecomposition(f->decompose, c, parts, EXPANDED, &e);
	if (n > 0 && U_SUCCESS(e)) {
		U16_NEXT(parts, i, n, c);
		if (c < 0x80)
			return append_ascii(w, c, lost);
	}
	if (!u_isalnum(c))
		return SEPARATES;
	*lost = true;
	return PART_OF_WORD;
}

static enum part
append_wide(const struct folder *f, struct folded *w, UChar32 c, bool *lost)
{
	UErrorCode e = U_ZERO_ERROR;
	UChar from[2], to[EXPANDED];
	int32_t n = 0, i = 0;
	enum part part = JOINS;		/* what folds to nothing is invisible */

	if (c == 0x2018 || c == 0x2019 || c == 0x2bc)
		return JOINS;
	if (c >= SYMBOLS_FROM && u_charType(c) == U_OTHER_SYMBOL)
		return SYMBOL;
	U16_APPEND_UNSAFE(from, n, c);
	n = unorm2_normalize(f->casefold, from, n, to, EXPANDED, &e);
	if (U_FAILURE(e))
		return SEPARATES;
	while (i < n) {
		UChar32 folded;
		enum part one;

		U16_NEXT(to, i, n, folded);
		one = append_folded(f, w, folded, lost);
		part = one == JOINS ? part : one;
	}
	return part;
}

/* The code point at n->at, or negative when the bytes are not UTF-8; *next is where the one after it begins. */
static UChar32
peek(const struct normaliser *n, size_t *next)
{
	int32_t at = 0, left = n->text.n - n->at < 4 ? (int32_t)(n->text.n - n->at) : 4;
	const uint8_t *p = n->text.p + n->at;
	UChar32 c;

	U8_NEXT(p, at, left, c);
	*next = n->at + (size_t)at;
	return c;
}

/* Full stops inside "3.30" or "e.g." end nothing; one before a space, a line end or the end does. */
static void
separate(struct normaliser *n, UChar32 c)
{
	bool before_space = n->at >= n->text.n || n->text.p[n->at] <= ' ';

	if (((c == '.' || c == '!' || c == '?') && before_space) || c == '\n' || c == ';') {
		n->sentence++;
		n->clause++;
	} else if (c == ',' || c == ':' || c == '(' || c == ')' || c == 0x2013 || c == 0x2014 ||
	    (c == '-' && before_space)) {
		n->clause++;
	}
}

enum gw_err
folder_init(struct folder *f)
{
	UErrorCode e = U_ZERO_ERROR;

	f->casefold = unorm2_getNFKCCasefoldInstance(&e);
	f->decompose = unorm2_getNFDInstance(&e);
	return U_SUCCESS(e) ? GW_OK : GW_EIO;
}

void
normalise_start(struct normaliser *n, const struct folder *f, struct span text)
{
	*n = (struct normaliser){ .folder = f, .text = text };
}

bool
normalise_next(struct normaliser *n, struct folded *w)
{
	bool lost = false, begun = false;
	size_t next;

	w->n = 0;
	while (n->at < n->text.n) {
		UChar32 c = peek(n, &next);
		enum part part = c < 0 ? SEPARATES : c < 0x80 ? append_ascii(w, c, &lost) :
		    append_wide(n->folder, w, c, &lost);

		if (part == SYMBOL && !begun) {
			w->n = (size_t)snprintf(w->text, sizeof w->text, "u%x", (unsigned)c);
			w->at = (uint32_t)n->at;
			w->end = (uint32_t)next;
			n->at = next;
			goto found;
		}
		if (begun && (part == SEPARATES || part == SYMBOL))
			break;
		n->at = next;
		if (part == PART_OF_WORD) {
			if (!begun)
				w->at = (uint32_t)(next - (size_t)U8_LENGTH(c));
			begun = true;
			w->end = (uint32_t)next;
		} else if (part == SEPARATES) {
			separate(n, c);
		}
	}
	if (!begun)
		return false;
	if (lost)
		w->n = 0;
found:
	w->text[w->n] = '\0';
	w->sentence = n->sentence;
	w->clause = n->clause;
	return true;
}
