/* normalise.c: one pass over bytes; what each code point is, was looked up when policy was loaded. */
#include "normalise.h"

#include <stdio.h>
#include <string.h>
#include <unicode/utf8.h>

enum { ZERO_WIDTH_JOINER = 0x200d };

/* One code point of the text. */
struct letter {
	int32_t c;		/* negative: not UTF-8 */
	struct fold fold;
	size_t next;		/* where the one after it begins */
};

static bool
is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

static struct letter
peek(const struct normaliser *n)
{
	const uint8_t *p = n->text.p + n->at;
	struct letter l = { .c = *p };
	int32_t at = 0, left;

	if (l.c < 0x80) {
		l.next = n->at + 1;
		l.fold = n->folder->fold[0][l.c];
		return l;
	}
	left = n->text.n - n->at < 4 ? (int32_t)(n->text.n - n->at) : 4;
	U8_NEXT(p, at, left, l.c);
	l.next = n->at + (size_t)at;
	l.fold = folder_look(n->folder, l.c);
	return l;
}

/* False when the word can hold no more. A letter three times in a row says no more than twice. */
static bool
append(struct folded *w, char c, size_t at)
{
	if (is_letter(c) && w->n >= 2 && w->text[w->n - 1] == c && w->text[w->n - 2] == c)
		return true;
	if (w->n == WORD_TEXT)
		return false;
	at -= w->at;
	w->from[w->n] = (uint16_t)(at < UINT16_MAX ? at : UINT16_MAX);
	w->text[w->n++] = c;
	return true;
}

static bool
ascii_at(const struct normaliser *n, size_t at)
{
	uint8_t c = at < n->text.n ? n->text.p[at] : ' ';

	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Perhaps a letter: a sign that turns out to be the last is dropped. */
static bool
letter_at(const struct normaliser *n, size_t at)
{
	return ascii_at(n, at) || (at < n->text.n && n->text.p[at] >= 0x80);
}

/* Whether a sign belongs to the word that it stands in, or begins. */
static bool
keeps(const struct normaliser *n, const struct folded *w, bool begun, const struct letter *l)
{
	char before = begun && w->n > 0 ? w->text[w->n - 1] : ' ';
	size_t next = l->next;

	switch (l->fold.letters[0]) {
	case '@':
	case '$':
		return begun ? is_letter(before) && letter_at(n, next) : ascii_at(n, next);
	case '*':
		if (before != '*' && next < n->text.n && n->text.p[next] == '*')
			next++;		/* two at most */
		return (is_letter(before) || before == '*') && letter_at(n, next);
	default:
		return is_letter(before) && letter_at(n, next);
	}
}

/* Full stops inside "3.30" or "e.g." end nothing; one before a space, a line end or the end does. */
static void
separate(struct normaliser *n, int32_t c)
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

/* A family or a flag is several symbols with joiners between; the first is what it reads as. */
static void
read_symbol(struct normaliser *n, const struct letter *l, struct folded *w)
{
	bool joined = false;

	w->n = (size_t)snprintf(w->text, sizeof w->text, "u%x", (unsigned)l->c);
	w->at = (uint32_t)n->at;
	w->end = (uint32_t)l->next;
	n->at = l->next;
	while (n->at < n->text.n) {
		struct letter more = peek(n);

		if (more.fold.part != PART_JOINS && !(joined && more.fold.part == PART_SYMBOL))
			return;
		joined = more.c == ZERO_WIDTH_JOINER;
		n->at = more.next;
		w->end = (uint32_t)more.next;
	}
}

/* What is too long or has a foreign letter keeps the part before its last "-"; the rest is read anew. False when there
 * is no such part. */
static bool
cut(struct normaliser *n, struct folded *w)
{
	while (w->n > 0 && w->text[w->n - 1] != '-')
		w->n--;
	if (w->n == 0)
		return false;
	w->n--;
	w->end = w->at + w->from[w->n];
	n->at = w->end + 1;
	return w->n > 0;
}

static bool
append_fold(struct folded *w, const struct letter *l, size_t at)
{
	bool fits = l->fold.part == PART_LETTERS;

	for (int i = 0; fits && i < FOLD_LETTERS && l->fold.letters[i] != '\0'; i++)
		fits = append(w, l->fold.letters[i], at);
	return fits;
}

/* The fast lane: the letters and digits of ASCII that the word goes on with, as far as it can hold them. */
static void
append_plain(struct normaliser *n, struct folded *w)
{
	size_t at = n->at;

	for (; at < n->text.n && n->text.p[at] < 0x80; at++) {
		const struct fold *f = &n->folder->fold[0][n->text.p[at]];

		if (f->part != PART_LETTERS || !append(w, f->letters[0], at))
			break;
	}
	if (at == n->at)
		return;
	n->at = at;
	w->end = (uint32_t)at;
}

/* The fast lane between words: passes over what separates in ASCII, or says that it ends the word. */
static bool
ends_plainly(struct normaliser *n, bool begun)
{
	while (n->at < n->text.n && n->text.p[n->at] < 0x80 &&
	    n->folder->fold[0][n->text.p[n->at]].part == PART_SEPARATES) {
		if (begun)
			return true;
		separate(n, n->text.p[n->at++]);
	}
	return n->at == n->text.n;
}

/* The word that begins at or after n->at; false at the end of the text. */
static bool
read_word(struct normaliser *n, struct folded *w)
{
	bool begun = false, lost = false;

	while (n->at < n->text.n) {
		struct letter l;
		enum part part;
		bool kept;

		if (ends_plainly(n, begun))
			break;
		l = peek(n);
		part = (enum part)l.fold.part;
		kept = part == PART_SIGN && !lost && keeps(n, w, begun, &l);

		if (part == PART_SYMBOL && !begun) {
			read_symbol(n, &l, w);
			return true;
		}
		if (begun && !kept && part != PART_LETTERS && part != PART_FOREIGN && part != PART_JOINS)
			break;
		if ((kept || part == PART_LETTERS || part == PART_FOREIGN) && !begun) {
			begun = true;
			w->at = (uint32_t)n->at;
		}
		if (kept) {
			char sign = l.fold.letters[0] == '.' || l.fold.letters[0] == '_' ? '-' : l.fold.letters[0];

			w->signs = true;
			lost = !append(w, sign, n->at);
		} else if ((part == PART_LETTERS || part == PART_FOREIGN) && !lost) {
			lost = !append_fold(w, &l, n->at);
		}
		if (lost && w->signs && cut(n, w))
			return true;
		n->at = l.next;
		if (part == PART_LETTERS || part == PART_FOREIGN) {
			w->end = (uint32_t)l.next;
			if (!lost)
				append_plain(n, w);
		} else if (!begun && part != PART_JOINS)
			separate(n, l.c);
	}
	while (w->n > 0 && strchr("-*@$!|", w->text[w->n - 1]) != NULL)
		w->n--;
	if (lost)
		w->n = 0;
	return begun;
}

void
normalise_start(struct normaliser *n, const struct folder *f, struct span text)
{
	*n = (struct normaliser){ .folder = f, .text = text };
}

bool
normalise_next(struct normaliser *n, struct folded *w)
{
	w->n = 0;
	w->signs = false;
	if (!read_word(n, w))
		return false;
	w->text[w->n] = '\0';
	w->sentence = n->sentence;
	w->clause = n->clause;
	return true;
}

bool
normalise_word(const struct folder *f, struct span text, struct folded *w)
{
	struct normaliser n;
	struct folded second;

	normalise_start(&n, f, text);
	return normalise_next(&n, w) && w->n > 0 && !w->signs && !normalise_next(&n, &second);
}
