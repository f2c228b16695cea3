/* vocab.c: whole words by open addressing, their letters in one run of memory; stems as a small trie. Fixed in size. */
#include "vocab.h"

#include <stdlib.h>
#include <string.h>

enum { SLOTS = 64 * 1024, VOCAB_WORDS = 48 * 1024, TEXT_MAX = 512 * 1024, IDS_MAX = 32 * 1024 };
enum { LETTERS = 36, NODES_MAX = 8 * 1024 };

struct slot {
	uint32_t hash;
	uint32_t text;		/* where in letters; 0: the slot is free */
	uint16_t id;		/* number, or reason */
	uint8_t n;
	uint8_t known;		/* enum vocab_known */
};

struct node {
	uint16_t child[LETTERS];	/* 0: none; the root is never a child */
	uint16_t stem;			/* number, 0: none */
};

struct vocab {
	size_t n_words, n_text, n_ids, n_nodes;
	uint16_t parent[IDS_MAX];
	uint32_t text[IDS_MAX];		/* by number; 0: a stem */
	struct slot slot[SLOTS];
	char letters[TEXT_MAX];		/* each word with its NUL */
	struct node node[NODES_MAX];
};

static int
letter_of(char c)
{
	return c >= '0' && c <= '9' ? c - '0' + 26 : c - 'a';
}

/* FNV-1a, its high bits mixed down. */
static uint32_t
hash_of(const char *text, size_t n)
{
	uint32_t h = UINT32_C(2166136261);

	for (size_t i = 0; i < n; i++)
		h = (h ^ (uint8_t)text[i]) * UINT32_C(16777619);
	return h ^ h >> 15;
}

/* The slot that has the word, or a free one. */
static size_t
place_of(const struct vocab *v, const char *text, size_t n)
{
	uint32_t hash = hash_of(text, n);
	size_t at = hash % SLOTS;

	for (;; at = (at + 1) % SLOTS) {
		const struct slot *s = &v->slot[at];

		if (s->text == 0 || (s->hash == hash && s->n == n && memcmp(v->letters + s->text, text, n) == 0))
			return at;
	}
}

/* Whose something is: "ahmeds" is no more read than "ahmed", unless policy knows it as a word of its own ("blinds").
 * NULL when it is nobody's. */
static const struct slot *
unread_owner(const struct vocab *v, const char *text, size_t n)
{
	const struct slot *s;

	if (n < 4 || text[n - 1] != 's')
		return NULL;
	s = &v->slot[place_of(v, text, n - 1)];
	return s->text != 0 && s->known == VOCAB_UNREAD ? s : NULL;
}

enum gw_err
vocab_new(struct vocab **v)
{
	if ((*v = calloc(1, sizeof **v)) == NULL)
		return GW_ENOMEM;
	(*v)->n_nodes = 1;
	(*v)->n_ids = 1;
	(*v)->n_text = 1;
	return GW_OK;
}

void
vocab_free(struct vocab *v)
{
	free(v);
}

/* Takes the free slot for the word. */
static enum gw_err
fill(struct vocab *v, struct slot *s, const char *word, enum vocab_known known, uint16_t id)
{
	size_t n = strlen(word);

	if (v->n_words == VOCAB_WORDS || n > WORD_TEXT || n + 1 > TEXT_MAX - v->n_text)
		return GW_ELIMIT;
	memcpy(v->letters + v->n_text, word, n + 1);
	*s = (struct slot){ hash_of(word, n), (uint32_t)v->n_text, id, (uint8_t)n, (uint8_t)known };
	v->n_text += n + 1;
	v->n_words++;
	return GW_OK;
}

static enum gw_err
add_stem(struct vocab *v, const char *word, uint16_t *id)
{
	uint16_t at = 0;

	for (; *word != '\0'; word++) {
		uint16_t *child = &v->node[at].child[letter_of(*word)];

		if (*child == 0) {
			if (v->n_nodes == NODES_MAX)
				return GW_ELIMIT;
			*child = (uint16_t)v->n_nodes++;
		}
		at = *child;
	}
	if (v->node[at].stem == 0) {
		if (v->n_ids == IDS_MAX)
			return GW_ELIMIT;
		v->node[at].stem = (uint16_t)v->n_ids++;
	}
	*id = v->node[at].stem;
	return GW_OK;
}

enum gw_err
vocab_add(struct vocab *v, const char *word, bool stem, uint16_t *id)
{
	const struct slot *unread;
	struct slot *s;
	enum gw_err e;

	if (stem)
		return add_stem(v, word, id);
	s = &v->slot[place_of(v, word, strlen(word))];
	unread = s->text == 0 ? unread_owner(v, word, strlen(word)) : s->known == VOCAB_UNREAD ? s : NULL;
	if (unread != NULL) {
		*id = unread->id;
		return GW_EDENIED;
	}
	if (s->text == 0 || s->known != VOCAB_WORD) {
		if (v->n_ids == IDS_MAX)
			return GW_ELIMIT;
		if (s->text == 0 && (e = fill(v, s, word, VOCAB_WORD, 0)) != GW_OK)
			return e;
		s->known = VOCAB_WORD;
		s->id = (uint16_t)v->n_ids++;
		v->text[s->id] = s->text;
	}
	*id = s->id;
	return GW_OK;
}

/* Gives the word a meaning that it may have only once. */
static enum gw_err
mean(struct vocab *v, const char *word, enum vocab_known known, uint16_t id)
{
	struct slot *s = &v->slot[place_of(v, word, strlen(word))];

	if (s->text != 0 && s->known != VOCAB_RIGHT)
		return GW_ECONFLICT;
	if (s->text == 0)
		return fill(v, s, word, known, id);
	s->known = (uint8_t)known;
	s->id = id;
	return GW_OK;
}

enum gw_err
vocab_same(struct vocab *v, const char *word, uint16_t id)
{
	return mean(v, word, VOCAB_WORD, id);
}

enum gw_err
vocab_unread(struct vocab *v, const char *word, uint16_t reason)
{
	return mean(v, word, VOCAB_UNREAD, reason);
}

enum gw_err
vocab_right(struct vocab *v, const char *word)
{
	struct slot *s = &v->slot[place_of(v, word, strlen(word))];

	return s->text != 0 ? GW_OK : fill(v, s, word, VOCAB_RIGHT, 0);
}

static uint16_t
longest_stem(const struct vocab *v, const char *text, size_t n)
{
	uint16_t at = 0, stem = 0;

	for (size_t i = 0; i < n; i++) {
		if ((at = v->node[at].child[letter_of(text[i])]) == 0)
			return stem;
		if (v->node[at].stem != 0)
			stem = v->node[at].stem;
	}
	return stem;
}

/* Depth is bounded by WORD_TEXT. */
static void
link_stems(struct vocab *v, uint16_t at, uint16_t stem)
{
	const struct node *n = &v->node[at];

	if (n->stem != 0) {
		v->parent[n->stem] = stem;
		stem = n->stem;
	}
	for (int i = 0; i < LETTERS; i++)
		if (n->child[i] != 0)
			link_stems(v, n->child[i], stem);
}

void
vocab_close(struct vocab *v)
{
	link_stems(v, 0, 0);
	for (size_t id = 1; id < v->n_ids; id++) {
		const char *text = v->letters + v->text[id];

		if (v->text[id] != 0)
			v->parent[id] = longest_stem(v, text, strlen(text));
	}
}

enum vocab_known
vocab_find(const struct vocab *v, const char *text, size_t n, uint16_t *id)
{
	const struct slot *unread;
	const struct slot *s = &v->slot[place_of(v, text, n)];

	if (s->text == 0 && (unread = unread_owner(v, text, n)) != NULL)
		s = unread;
	if (s->text != 0) {
		*id = s->id;
		return (enum vocab_known)s->known;
	}
	*id = longest_stem(v, text, n);
	return *id != 0 ? VOCAB_WORD : VOCAB_UNKNOWN;
}

uint16_t
vocab_whole(const struct vocab *v, const char *text, size_t n)
{
	const struct slot *s = &v->slot[place_of(v, text, n)];

	return s->text != 0 && s->known == VOCAB_WORD ? s->id : 0;
}

const char *
vocab_text(const struct vocab *v, uint16_t id)
{
	return v->text[id] != 0 ? v->letters + v->text[id] : NULL;
}

uint16_t
vocab_parent(const struct vocab *v, uint16_t id)
{
	return v->parent[id];
}
