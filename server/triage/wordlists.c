/* wordlists.c: each word through the same folding that reports go through. */
#include "wordlists.h"

#include <string.h>

/* A list being read. */
struct listing {
	struct concepts *c;
	struct yaml_doc *d;
	const char *name;
	uint16_t number;	/* same: the first word's, 0 before it; unread: the reason's */
};

static enum gw_err
fault_of(const struct listing *l, yaml_node_t *item, const char *word, enum gw_err e)
{
	if (e == GW_ECONFLICT)
		return yaml_doc_fault(l->d, item, "%.64s: another list of same or unread has it; each word is allowed "
		    "once", word);
	if (e == GW_ELIMIT)
		return yaml_doc_fault(l->d, item, "%.64s: too many words in all files together", word);
	return e;
}

/* One word of a list as it is folded. */
static enum gw_err
fold_word(const struct listing *l, yaml_node_t *item, struct folded *w)
{
	struct span text = { NULL, 0 };

	if (item->type == YAML_SCALAR_NODE)
		text = (struct span){ (const uint8_t *)yaml_doc_text(item), item->data.scalar.length };
	if (!normalise_word(l->c->folder, text, w))
		return yaml_doc_fault(l->d, item, "%s: %.64s: must be one word of letters a to z and digits, at most "
		    "%d", l->name, text.n > 0 ? (const char *)text.p : "", WORD_TEXT);
	return GW_OK;
}

static enum gw_err
add_same(struct listing *l, yaml_node_t *item)
{
	uint16_t known;
	struct folded w;
	enum gw_err e;

	if ((e = fold_word(l, item, &w)) != GW_OK)
		return e;
	if (l->number != 0)
		e = vocab_same(l->c->vocab, w.text, l->number);
	else if (vocab_find(l->c->vocab, w.text, w.n, &known) >= VOCAB_UNREAD)
		e = GW_ECONFLICT;
	else
		e = vocab_add(l->c->vocab, w.text, false, &l->number);
	if (e == GW_OK)
		e = concepts_may_be_meant(l->c, &w, l->number);
	return fault_of(l, item, w.text, e);
}

static enum gw_err
add_unread(struct listing *l, yaml_node_t *item)
{
	struct folded w;
	enum gw_err e;

	if ((e = fold_word(l, item, &w)) != GW_OK)
		return e;
	return fault_of(l, item, w.text, vocab_unread(l->c->vocab, w.text, l->number));
}

/* An entry has many words, so that the list stays readable. */
static enum gw_err
add_right(struct listing *l, yaml_node_t *item)
{
	struct normaliser words;
	enum gw_err e = GW_OK;
	struct folded w;

	if (item->type != YAML_SCALAR_NODE)
		return yaml_doc_fault(l->d, item, "%s: must be words with spaces between", l->name);
	normalise_start(&words, l->c->folder, span_of(yaml_doc_text(item)));
	while (e == GW_OK && normalise_next(&words, &w)) {
		if (w.n == 0 || w.signs)
			return yaml_doc_fault(l->d, item, "%s: must be words of letters a to z and digits, at most %d, "
			    "with spaces between", l->name, WORD_TEXT);
		e = fault_of(l, item, w.text, vocab_right(l->c->vocab, w.text));
	}
	return e;
}

static enum gw_err
read_list(struct listing *l, yaml_node_t *key, yaml_node_t *list, size_t least,
    enum gw_err (*add)(struct listing *, yaml_node_t *))
{
	enum gw_err e = GW_OK, one;
	yaml_node_t *item;

	l->name = yaml_doc_text(key);
	if (list->type != YAML_SEQUENCE_NODE || yaml_doc_item(l->d, list, least - 1) == NULL)
		return yaml_doc_fault(l->d, list, "%.64s: must be a list of %zu words or more", l->name, least);
	for (size_t i = 0; (item = yaml_doc_item(l->d, list, i)) != NULL; i++)
		if ((one = add(l, item)) != GW_OK)
			e = one;
	return e;
}

/* The number of a reason, from 1. */
static enum gw_err
find_reason(struct listing *l, yaml_node_t *key)
{
	const char *name = yaml_doc_text(key);
	size_t n = strlen(name), i = 0;
	struct concepts *c = l->c;

	while (i < c->n_reasons && strcmp(c->reason[i], name) != 0)
		i++;
	l->number = (uint16_t)(i + 1);
	if (i < c->n_reasons)
		return GW_OK;
	if (n == 0 || n > LIMIT_NAME || c->n_reasons == REASONS_MAX)
		return yaml_doc_fault(l->d, key, "%.64s: a reason has 1 to %d bytes, and there are %d at most", name,
		    LIMIT_NAME, REASONS_MAX);
	memcpy(c->reason[c->n_reasons++], name, n + 1);
	return GW_OK;
}

enum gw_err
wordlists_read(struct concepts *c, struct yaml_doc *d, yaml_node_t *same, yaml_node_t *unread, yaml_node_t *right)
{
	struct listing l = { .c = c, .d = d, .name = "spelled_right" };
	yaml_node_t *key, *value, *item;
	enum gw_err e = GW_OK, one;

	for (size_t i = 0; right != NULL && (item = yaml_doc_item(d, right, i)) != NULL; i++)
		if ((one = add_right(&l, item)) != GW_OK)
			e = one;
	for (size_t i = 0; same != NULL && yaml_doc_pair(d, same, i, &key, &value); i++) {
		l.number = 0;
		if ((one = read_list(&l, key, value, 2, add_same)) != GW_OK)
			e = one;
	}
	for (size_t i = 0; unread != NULL && yaml_doc_pair(d, unread, i, &key, &value); i++)
		if ((one = find_reason(&l, key)) != GW_OK || (one = read_list(&l, key, value, 1, add_unread)) != GW_OK)
			e = one;
	return e;
}
