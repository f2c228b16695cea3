/* concepts.c: reads concepts and contexts, phrase by phrase, through the same folding that reports go through. */
#include "concepts.h"

#include <stdlib.h>
#include <string.h>

enum { PHRASES_MAX = 4000, PHRASE_TEXT = 120 };

/* A concept being read: where it is, and which concepts take it in. */
struct filling {
	struct concepts *c;
	struct yaml_doc *d;
	size_t concept;
};

enum gw_err
concepts_new(struct concepts **out)
{
	struct concepts *c = calloc(1, sizeof *c);
	enum gw_err e = GW_ENOMEM;

	*out = NULL;
	if (c == NULL)
		return e;
	if ((e = folder_get(&c->folder)) != GW_OK || (e = vocab_new(&c->vocab)) != GW_OK ||
	    (e = spelling_new(&c->spelling)) != GW_OK || (e = match_new(&c->match)) != GW_OK) {
		concepts_free(c);
		return e;
	}
	*out = c;
	return GW_OK;
}

void
concepts_free(struct concepts *c)
{
	if (c == NULL)
		return;
	vocab_free(c->vocab);
	spelling_free(c->spelling);
	match_free(c->match);
	free(c);
}

size_t
concepts_find(const struct concepts *c, const char *name)
{
	size_t i = 0;

	while (i < c->n && strcmp(c->concept[i].name, name) != 0)
		i++;
	return i;
}

static enum gw_err
add_name(struct concepts *c, struct yaml_doc *d, yaml_node_t *key, bool is_context)
{
	const char *name = yaml_doc_text(key);
	struct concept *k = &c->concept[c->n];
	size_t n = strlen(name);

	if (n == 0 || n > LIMIT_NAME || strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") != n)
		return yaml_doc_fault(d, key, "%.64s: a name is 1 to %d small letters, digits and underlines", name,
		    LIMIT_NAME);
	if (concepts_find(c, name) < c->n)
		return yaml_doc_fault(d, key, "%.64s: another concept or context has this name", name);
	if (c->n == CONCEPTS_MAX || (is_context && c->n_contexts == CONTEXTS_MAX))
		return yaml_doc_fault(d, key, "%.64s: too many; at most %d concepts, of them %d contexts, are allowed",
		    name, CONCEPTS_MAX, CONTEXTS_MAX);
	memcpy(k->name, name, n + 1);
	k->is_context = is_context;
	if (is_context)
		k->bit = (uint8_t)c->n_contexts++;
	c->n++;
	return GW_OK;
}

enum gw_err
concepts_name(struct concepts *c, struct yaml_doc *d, yaml_node_t *lists, yaml_node_t *contexts)
{
	yaml_node_t *const maps[] = { lists, contexts };
	yaml_node_t *key, *value;
	enum gw_err e = GW_OK;

	for (int m = 0; m < 2; m++)
		for (size_t i = 0; maps[m] != NULL && yaml_doc_pair(d, maps[m], i, &key, &value); i++)
			if (add_name(c, d, key, m == 1) != GW_OK)
				e = GW_EINPUT;
	return e;
}

/* One word of a phrase, "stab" or "stab*", to its number; GW_EDENIED: to the reason why it is unread. */
static enum gw_err
word_id(struct concepts *c, const char *text, size_t n, uint16_t *id)
{
	bool stem = n > 0 && text[n - 1] == '*';
	struct span bytes = { (const uint8_t *)text, stem ? n - 1 : n };
	struct folded w;
	enum gw_err e;

	*id = 0;
	if (!normalise_word(c->folder, bytes, &w) || (stem && w.n < 3))
		return GW_EINPUT;
	if ((e = vocab_add(c->vocab, w.text, stem, id)) != GW_OK || stem)
		return e;
	return concepts_may_be_meant(c, &w, *id);
}

enum gw_err
concepts_may_be_meant(struct concepts *c, const struct folded *w, uint16_t id)
{
	joined_add(&c->joined, w->text);
	return spelling_add(c->spelling, w->text, id);
}

static enum gw_err
add_phrase(const struct filling *f, yaml_node_t *item)
{
	const char *text = yaml_doc_text(item);
	uint16_t ids[PHRASE_WORDS];
	enum gw_err e;
	size_t n = 0;

	for (const char *at = text + strspn(text, " "); *at != '\0'; at += strspn(at, " ")) {
		size_t length = strcspn(at, " ");

		if (n == PHRASE_WORDS)
			return yaml_doc_fault(f->d, item, "%.64s: a phrase has at most %d words", text, PHRASE_WORDS);
		e = word_id(f->c, at, length, &ids[n++]);
		if (e == GW_EDENIED)
			return yaml_doc_fault(f->d, item, "%.64s: %s: a band may not depend on it", text,
			    f->c->reason[ids[n - 1] - 1]);
		if (e == GW_ELIMIT)
			return yaml_doc_fault(f->d, item, "%.64s: too many words in all files together", text);
		if (e != GW_OK)
			return yaml_doc_fault(f->d, item, "%.64s: a phrase is words of letters a to z and digits, or "
			    "stems of three letters or more as \"stab*\", with single spaces between", text);
		at += length;
	}
	if (n == 0)
		return yaml_doc_fault(f->d, item, "a phrase must have a word");
	if ((e = match_add(f->c->match, ids, n, (uint16_t)f->concept)) != GW_OK)
		return yaml_doc_fault(f->d, item, "%.64s: too many phrases in all files together", text);
	return GW_OK;
}

static enum gw_err
add_entry(const struct filling *f, yaml_node_t *item)
{
	size_t other;

	if (item->type != YAML_SCALAR_NODE || item->data.scalar.length > PHRASE_TEXT)
		return yaml_doc_fault(f->d, item, "%s: an entry is a phrase of at most %d bytes",
		    f->c->concept[f->concept].name, PHRASE_TEXT);
	if (yaml_doc_text(item)[0] != '=')
		return add_phrase(f, item);
	other = concepts_find(f->c, yaml_doc_text(item) + 1);
	if (other == f->c->n || f->c->concept[other].is_context || other == f->concept)
		return yaml_doc_fault(f->d, item, "%.64s: must name another concept of these files",
		    yaml_doc_text(item));
	return match_include(f->c->match, (uint16_t)f->concept, (uint16_t)other);
}

static enum gw_err
fill_list(const struct filling *f, yaml_node_t *list)
{
	enum gw_err e = GW_OK, one;
	yaml_node_t *item;

	if (list->type != YAML_SEQUENCE_NODE)
		return yaml_doc_fault(f->d, list, "%s: must be a list of phrases", f->c->concept[f->concept].name);
	for (size_t i = 0; (item = yaml_doc_item(f->d, list, i)) != NULL; i++)
		if ((one = add_entry(f, item)) != GW_OK)
			e = one;
	return e;
}

static enum gw_err
fill_context(const struct filling *f, yaml_node_t *map)
{
	static const struct yaml_key keys[] = {
		{ "reach", YAML_NUMBER, true, 1, REACH_MAX },
		{ "side", YAML_TEXT, true, 1, 8 },
		{ "within", YAML_TEXT, true, 1, 8 },
		{ "words", YAML_LIST, true, 1, PHRASES_MAX },
	};
	struct concept *k = &f->c->concept[f->concept];
	const char *side, *within;
	yaml_node_t *v[4];
	enum gw_err e;

	if ((e = yaml_doc_map(f->d, map, keys, 4, v)) != GW_OK)
		return e;
	side = yaml_doc_text(v[1]);
	within = yaml_doc_text(v[2]);
	if (strcmp(side, "both") != 0 && strcmp(side, "before") != 0 && strcmp(side, "after") != 0)
		return yaml_doc_fault(f->d, v[1], "side: must be before, after or both");
	if (strcmp(within, "clause") != 0 && strcmp(within, "sentence") != 0)
		return yaml_doc_fault(f->d, v[2], "within: must be clause or sentence");
	k->reach = (uint8_t)yaml_doc_number(v[0]);
	k->side = side[0] == 'a' ? SIDE_AFTER : side[1] == 'e' ? SIDE_BEFORE : SIDE_BOTH;
	k->clause = within[0] == 'c';
	return fill_list(f, v[3]);
}

enum gw_err
concepts_fill(struct concepts *c, struct yaml_doc *d, yaml_node_t *lists, yaml_node_t *contexts)
{
	struct filling f = { .c = c, .d = d };
	yaml_node_t *key, *value;
	enum gw_err e = GW_OK, one;

	for (size_t i = 0; lists != NULL && yaml_doc_pair(d, lists, i, &key, &value); i++) {
		f.concept = concepts_find(c, yaml_doc_text(key));
		if ((one = fill_list(&f, value)) != GW_OK)
			e = one;
	}
	for (size_t i = 0; contexts != NULL && yaml_doc_pair(d, contexts, i, &key, &value); i++) {
		f.concept = concepts_find(c, yaml_doc_text(key));
		if ((one = fill_context(&f, value)) != GW_OK)
			e = one;
	}
	return e;
}

enum gw_err
concepts_close(struct concepts *c)
{
	vocab_close(c->vocab);
	match_close(c->match);
	return spelling_close(c->spelling);
}
