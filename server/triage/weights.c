/* weights.c: one line after the other into one hash table. */
#include "weights.h"

#include <stdlib.h>
#include <string.h>

enum { SLOTS = 256 * 1024, MARK_BITS = 20 };
enum { LINE_MAX_BYTES = 1024, FAULTS_SHOWN = 20 };

struct weights {
	uint32_t n, n_leans;
	uint64_t mark[(1 << MARK_BITS) / 64];	/* by hash: most features of a text weigh nothing, and stop here */
	uint64_t key[SLOTS];		/* 0: free; fewer than two thirds are taken */
	uint32_t number[SLOTS];
	struct weight weight[WEIGHTS_MAX];
	struct lean lean[LEANS_MAX];
};

/* The file being read. */
struct reading {
	struct weights *w;
	struct concepts *c;
	const char *name;
	FILE *err;
	size_t line, faults;
};

static enum gw_err
fault(struct reading *r, const char *what)
{
	if (r->faults++ < FAULTS_SHOWN)
		fprintf(r->err, "%s:%zu: %s\n", r->name, r->line, what);
	return GW_EINPUT;
}

static uint64_t
hash_of(uint64_t key)
{
	return key * UINT64_C(0x9e3779b97f4a7c15);	/* Fibonacci hashing (Knuth 6.4): the top bits are the best */
}

static size_t
slot_of(const struct weights *w, uint64_t key)
{
	size_t at = (size_t)(hash_of(key) >> 32) % SLOTS;

	while (w->key[at] != 0 && w->key[at] != key)
		at = (at + 1) % SLOTS;
	return at;
}

/* A whole number from -LESSON_WEIGHT to LESSON_WEIGHT, with nothing around it. */
static bool
read_number(struct span text, int16_t *out)
{
	bool negative = text.n > 0 && text.p[0] == '-';
	size_t i = negative ? 1 : 0;
	int value = 0;

	if (text.n == i || text.n - i > 5)
		return false;
	for (; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
		value = value * 10 + (text.p[i] - '0');
	}
	*out = (int16_t)(negative ? -value : value);
	return value <= LESSON_WEIGHT;
}

/* Cuts what stands before the next tab off *rest. */
static struct span
next_column(struct span *rest)
{
	const uint8_t *tab = rest->n > 0 ? memchr(rest->p, '\t', rest->n) : NULL;
	struct span column = { rest->p, tab != NULL ? (size_t)(tab - rest->p) : rest->n };
	size_t used = column.n + (tab != NULL ? 1 : 0);

	rest->p += used;
	rest->n -= used;
	return column;
}

static enum gw_err
read_lean(struct reading *r, struct span column, struct weight *one)
{
	const uint8_t *sign = column.n > 0 ? memchr(column.p, '=', column.n) : NULL;
	struct lean lean = { 0, 0 };
	struct span code, number;

	if (sign == NULL)
		return fault(r, "a column after the three numbers must be category=number");
	code = (struct span){ column.p, (size_t)(sign - column.p) };
	number = (struct span){ sign + 1, column.n - code.n - 1 };
	lean.category = (uint16_t)category_of(code);
	if (lean.category == CATEGORY_N || lean.category == CATEGORY_NONE)
		return fault(r, "there is no such category");
	if (!read_number(number, &lean.weight))
		return fault(r, "a weight must be a whole number from -30000 to 30000");
	if (r->w->n_leans == LEANS_MAX)
		return fault(r, "too many weights for categories");
	r->w->lean[r->w->n_leans++] = lean;
	one->n_leans++;
	return GW_OK;
}

static enum gw_err
read_weight(struct reading *r, struct span rest, struct weight *one)
{
	*one = (struct weight){ .first_lean = r->w->n_leans };
	for (int h = 0; h < HEADS; h++)
		if (!read_number(next_column(&rest), &one->head[h]))
			return fault(r, "three weights must follow the feature, whole numbers from -30000 to 30000");
	while (rest.n > 0)
		if (read_lean(r, next_column(&rest), one) != GW_OK)
			return GW_EINPUT;
	return GW_OK;
}

/* The vocabulary must know a feature's words before feature_key can name them. */
static enum gw_err
add_words(struct reading *r, struct span text)
{
	char word[WORD_TEXT + 1];
	enum gw_err e;
	size_t n = 0;
	uint16_t id;

	for (size_t i = 0; i <= text.n; i++) {
		if (i < text.n && text.p[i] != ' ') {
			bool letter = (text.p[i] >= 'a' && text.p[i] <= 'z') || (text.p[i] >= '0' && text.p[i] <= '9');

			if (!letter || n == WORD_TEXT)
				return fault(r, "a feature is one to three words of letters a to z and digits, or a "
				    "beginning of four letters as \"knif*\", or \"@now\"");
			word[n++] = (char)text.p[i];
			continue;
		}
		word[n] = '\0';
		if (n == 0)
			return fault(r, "words of a feature have one space between them");
		e = vocab_add(r->c->vocab, word, false, &id);
		if (e == GW_EDENIED)
			return fault(r, "a word that policy leaves unread may not weigh anything");
		if (e != GW_OK)
			return fault(r, "too many words in all files together");
		n = 0;
	}
	return GW_OK;
}

static enum gw_err
read_feature(struct reading *r, struct span text, uint64_t *key)
{
	bool concept = text.n > 0 && text.p[0] == '=';
	bool words = text.n > 0 && !concept && text.p[0] != '@' && text.p[text.n - 1] != '*';

	if (words && add_words(r, text) != GW_OK)
		return GW_EINPUT;
	if ((*key = feature_key(r->c, (const char *)text.p, text.n)) != 0)
		return GW_OK;
	return fault(r, concept ? "there is no such concept now; \"concern learn\" learns anew" :
	    "the feature is none that a text can have");
}

static enum gw_err
read_line(struct reading *r, struct span line)
{
	struct weights *w = r->w;
	struct span feature = next_column(&line);
	struct weight one;
	uint64_t key, mark;
	size_t slot;

	if (w->n == 0) {
		if (!span_is(feature, "*"))
			return fault(r, "the second line must hold the constants, as \"*\"");
		if (read_weight(r, line, &w->weight[0]) != GW_OK)
			return GW_EINPUT;
		w->n = 1;
		return GW_OK;
	}
	if (w->n == WEIGHTS_MAX)
		return fault(r, "too many features");
	if (read_feature(r, feature, &key) != GW_OK || read_weight(r, line, &one) != GW_OK)
		return GW_EINPUT;
	if (feature_only_raises(r->c, key) && (one.head[HEAD_PRIORITY] < 0 || one.head[HEAD_URGENT] < 0 ||
	    one.head[HEAD_IMMEDIATE] < 0))
		return fault(r, "an answer or concept may raise a band and never lower one");
	mark = hash_of(key) >> (64 - MARK_BITS);
	slot = slot_of(w, key);
	if (w->key[slot] != 0)
		return fault(r, "this feature stands here twice");
	w->key[slot] = key;
	w->mark[mark / 64] |= UINT64_C(1) << mark % 64;
	w->number[slot] = w->n;
	w->weight[w->n++] = one;
	return GW_OK;
}

static enum gw_err
read_lines(struct reading *r, struct span bytes)
{
	enum gw_err e = GW_OK;

	while (bytes.n > 0 && r->faults < FAULTS_SHOWN) {
		const uint8_t *end = memchr(bytes.p, '\n', bytes.n);
		struct span line = { bytes.p, end != NULL ? (size_t)(end - bytes.p) : bytes.n };

		r->line++;
		if (end == NULL)
			e = fault(r, "the last line has no end; the file is not whole");
		else if (line.n > LINE_MAX_BYTES)
			e = fault(r, "the line is longer than 1024 bytes");
		else if (r->line == 1 && !span_is(line, LESSON_FIRST_LINE))
			return fault(r, "the first line must be \"" LESSON_FIRST_LINE "\"");
		else if (r->line > 1 && read_line(r, line) != GW_OK)
			e = GW_EINPUT;
		bytes.p += line.n + (end != NULL ? 1 : 0);
		bytes.n -= line.n + (end != NULL ? 1 : 0);
	}
	r->line += r->line == 0;	/* an empty file */
	if (e == GW_OK && r->w->n == 0)
		e = fault(r, "the file is not whole: the constants are missing");
	return e;
}

enum gw_err
weights_read(struct span bytes, const char *name, FILE *err, struct concepts *c,
    struct weights **out)
{
	struct reading r = { .c = c, .name = name, .err = err };
	enum gw_err e;

	*out = NULL;
	if ((r.w = calloc(1, sizeof *r.w)) == NULL)
		return GW_ENOMEM;
	if ((e = read_lines(&r, bytes)) != GW_OK) {
		weights_free(r.w);
		return e;
	}
	*out = r.w;
	return GW_OK;
}

void
weights_free(struct weights *w)
{
	free(w);
}

uint32_t
weights_find(const struct weights *w, uint64_t key)
{
	uint64_t mark = hash_of(key) >> (64 - MARK_BITS);
	size_t slot;

	/* No feature has key 0, and a free slot does. */
	if (key == 0 || (w->mark[mark / 64] >> mark % 64 & 1) == 0)
		return WEIGHTS_MAX;
	slot = slot_of(w, key);
	return w->key[slot] == key ? w->number[slot] : WEIGHTS_MAX;
}

const struct weight *
weights_at(const struct weights *w, uint32_t number)
{
	return &w->weight[number];
}

const struct lean *
weights_leans(const struct weights *w, const struct weight *one)
{
	return &w->lean[one->first_lean];
}
