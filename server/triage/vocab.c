/* vocab.c: a trie over a-z and 0-9, fixed in size. */
#include "vocab.h"

#include <stdlib.h>
#include <string.h>

enum { LETTERS = 36, NODES_MAX = 48 * 1024, IDS_MAX = 12 * 1024 };

struct node {
	uint16_t child[LETTERS];	/* 0: none; the root is never a child */
	uint16_t word, stem;		/* numbers, 0: none */
};

struct vocab {
	size_t n_nodes, n_ids;
	uint16_t parent[IDS_MAX];
	struct node node[NODES_MAX];
};

static int
letter_of(char c)
{
	return c >= '0' && c <= '9' ? c - '0' + 26 : c - 'a';
}

enum gw_err
vocab_new(struct vocab **v)
{
	if ((*v = calloc(1, sizeof **v)) == NULL)
		return GW_ENOMEM;
	(*v)->n_nodes = 1;
	(*v)->n_ids = 1;
	return GW_OK;
}

void
vocab_free(struct vocab *v)
{
	free(v);
}

enum gw_err
vocab_add(struct vocab *v, const char *word, bool stem, uint16_t *id)
{
	uint16_t at = 0, *number;

	for (; *word != '\0'; word++) {
		uint16_t *child = &v->node[at].child[letter_of(*word)];

		if (*child == 0) {
			if (v->n_nodes == NODES_MAX)
				return GW_ELIMIT;
			*child = (uint16_t)v->n_nodes++;
		}
		at = *child;
	}
	number = stem ? &v->node[at].stem : &v->node[at].word;
	if (*number == 0) {
		if (v->n_ids == IDS_MAX)
			return GW_ELIMIT;
		*number = (uint16_t)v->n_ids++;
	}
	*id = *number;
	return GW_OK;
}

/* Depth is bounded by WORD_TEXT. */
static void
link_parents(struct vocab *v, uint16_t at, uint16_t stem)
{
	struct node *n = &v->node[at];

	if (n->stem != 0) {
		v->parent[n->stem] = stem;
		stem = n->stem;
	}
	if (n->word != 0)
		v->parent[n->word] = stem;
	for (int i = 0; i < LETTERS; i++)
		if (n->child[i] != 0)
			link_parents(v, n->child[i], stem);
}

void
vocab_close(struct vocab *v)
{
	link_parents(v, 0, 0);
}

static uint16_t
find_text(const struct vocab *v, const char *text, size_t n)
{
	uint16_t at = 0, stem = 0;

	for (size_t i = 0; i < n; i++) {
		if ((at = v->node[at].child[letter_of(text[i])]) == 0)
			return stem;
		if (v->node[at].stem != 0)
			stem = v->node[at].stem;
	}
	return v->node[at].word != 0 ? v->node[at].word : stem;
}

/* Digits inside a word as the letters they are drawn for; false when there is nothing to change. */
static bool
undigit(char *text, size_t n)
{
	static const char drawn[] = "oizeasgtbg";
	bool letters = false, digits = false;

	for (size_t i = 0; i < n; i++) {
		bool digit = text[i] >= '0' && text[i] <= '9';

		letters |= !digit;
		digits |= digit;
	}
	for (size_t i = 0; i < n && letters && digits; i++)
		if (text[i] >= '0' && text[i] <= '9')
			text[i] = drawn[text[i] - '0'];
	return letters && digits;
}

static size_t
undouble(char *text, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (kept == 0 || text[kept - 1] != text[i])
			text[kept++] = text[i];
	return kept;
}

uint16_t
vocab_find(const struct vocab *v, const struct folded *w)
{
	uint16_t id = w->n > 0 ? find_text(v, w->text, w->n) : 0;
	char other[WORD_TEXT];
	size_t n = w->n;

	if (id != 0 || n < 3)
		return id;
	memcpy(other, w->text, n);
	if (undigit(other, n) && (id = find_text(v, other, n)) != 0)
		return id;
	if ((n = undouble(other, n)) == w->n || n < 3)
		return 0;
	return find_text(v, other, n);
}

uint16_t
vocab_parent(const struct vocab *v, uint16_t id)
{
	return v->parent[id];
}
