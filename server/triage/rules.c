/* rules.c: reads rules against one closed table and refuses whatever could not be decided at run time. */
#include "rules.h"

#include <stdlib.h>
#include <string.h>

#include "json.h"

enum { K_ID, K_BAND, K_CATEGORY, K_WHY, K_ALL_OF, K_WITHIN, K_NONE_OF, K_ANSWERS, K_N };
enum { ANSWER_VALUES = 32, ANSWER_TEXT = 64 };

static const struct yaml_key rule_keys[K_N] = {
	[K_ID] = { "id", YAML_TEXT, true, 3, LIMIT_NAME },
	[K_BAND] = { "band", YAML_TEXT, true, 1, 16 },
	[K_CATEGORY] = { "category", YAML_TEXT, true, 1, 32 },
	[K_WHY] = { "why", YAML_TEXT, true, 3, RULE_WHY },
	[K_ALL_OF] = { "all_of", YAML_LIST, false, 1, RULE_CONCEPTS },
	[K_WITHIN] = { "within", YAML_NUMBER, false, 1, RULE_WITHIN },
	[K_NONE_OF] = { "none_of", YAML_LIST, false, 1, RULE_CONTEXTS },
	[K_ANSWERS] = { "answers", YAML_MAP, false, 1, 5 },
};

/* A rule being read. */
struct reading {
	struct triage *t;
	struct yaml_doc *d;
	struct rule *r;
	yaml_node_t *v[K_N];
};

static enum gw_err
read_codes(const struct reading *g)
{
	struct rule *r = g->r;
	enum gw_err e = GW_OK;

	memcpy(r->id, yaml_doc_text(g->v[K_ID]), g->v[K_ID]->data.scalar.length + 1);
	memcpy(r->why, yaml_doc_text(g->v[K_WHY]), g->v[K_WHY]->data.scalar.length + 1);
	if (strspn(r->id, "abcdefghijklmnopqrstuvwxyz0123456789_.") != strlen(r->id))
		e = yaml_doc_fault(g->d, g->v[K_ID], "id: must be small letters, digits, underlines and full stops");
	for (size_t i = 0; i < g->t->n; i++)
		if (strcmp(g->t->rule[i].id, r->id) == 0)
			e = yaml_doc_fault(g->d, g->v[K_ID], "id: another rule has it; each id is allowed once");
	if ((r->band = band_of(span_of(yaml_doc_text(g->v[K_BAND])))) == BAND_N)
		e = yaml_doc_fault(g->d, g->v[K_BAND], "band: must be immediate, urgent, priority or routine");
	r->category = category_of(span_of(yaml_doc_text(g->v[K_CATEGORY])));
	if (r->category == CATEGORY_N || r->category == CATEGORY_NONE)
		e = yaml_doc_fault(g->d, g->v[K_CATEGORY], "category: must be one of the standard's category codes");
	return e;
}

static enum gw_err
read_names(const struct reading *g, yaml_node_t *list, bool contexts)
{
	const char *key = contexts ? "none_of" : "all_of", *kind = contexts ? "context" : "concept";
	const struct concepts *c = g->t->concepts;
	enum gw_err e = GW_OK;
	yaml_node_t *item;
	size_t which;

	for (size_t i = 0; (item = yaml_doc_item(g->d, list, i)) != NULL; i++) {
		const char *name = item->type == YAML_SCALAR_NODE ? yaml_doc_text(item) : "";

		which = concepts_find(c, name);
		if (which == c->n || c->concept[which].is_context != contexts) {
			e = yaml_doc_fault(g->d, item, "%s: %.64s: must be the name of a %s in these files", key, name,
			    kind);
			continue;
		}
		if (contexts)
			g->r->without |= UINT32_C(1) << c->concept[which].bit;
		else
			g->r->concept[g->r->n++] = (uint16_t)which;
	}
	return e;
}

/* One answer through the very reader that reports go through, so that both know the same codes. */
static enum gw_err
want_value(const struct reading *g, const char *key, yaml_node_t *value)
{
	struct wanted *w = &g->r->wanted;
	struct field_fault fault = { "", "" };
	struct answers a = { 0 };
	enum gw_err e;
	json_t *v;

	if (value->type != YAML_SCALAR_NODE || value->data.scalar.length > ANSWER_TEXT)
		return yaml_doc_fault(g->d, value, "answers: %.32s: must be an answer's code or a list of them", key);
	if ((v = json_pack("{s:s}", key, yaml_doc_text(value))) == NULL)
		return yaml_doc_fault(g->d, value, "answers: %.32s: must be an answer's code", key);
	e = answers_read(v, &a, &fault);
	json_decref(v);
	if (e != GW_OK)
		return yaml_doc_fault(g->d, value, "answers: %.32s: %s", key, fault.detail);
	if (strcmp(key, "danger_now") == 0)
		w->danger_now |= UINT32_C(1) << a.danger_now;
	else if (strcmp(key, "when") == 0)
		w->when |= UINT32_C(1) << a.when;
	else if (strcmp(key, "weapon") == 0)
		w->weapon |= UINT32_C(1) << a.weapon;
	else if (strcmp(key, "about") == 0)
		w->about |= UINT32_C(1) << a.about;
	else
		w->category |= UINT32_C(1) << a.category;
	return GW_OK;
}

static enum gw_err
read_answers(const struct reading *g)
{
	yaml_node_t *key, *value, *item;
	enum gw_err e = GW_OK;

	for (size_t i = 0; yaml_doc_pair(g->d, g->v[K_ANSWERS], i, &key, &value); i++) {
		bool list = value->type == YAML_SEQUENCE_NODE;

		for (size_t j = 0; (item = list ? yaml_doc_item(g->d, value, j) : j == 0 ? value : NULL) != NULL; j++)
			if (j == ANSWER_VALUES || want_value(g, yaml_doc_text(key), item) != GW_OK)
				return GW_EINPUT;
		if (list && yaml_doc_item(g->d, value, 0) == NULL)
			e = yaml_doc_fault(g->d, value, "answers: %.32s: an empty list asks for nothing",
			    yaml_doc_text(key));
	}
	g->r->has_answers = true;
	return e;
}

static enum gw_err
read_rule(struct triage *t, struct yaml_doc *d, yaml_node_t *item)
{
	struct rule rule = { .order = t->n };
	struct reading g = { .t = t, .d = d, .r = &rule };
	enum gw_err e;

	if ((e = yaml_doc_map(d, item, rule_keys, K_N, g.v)) != GW_OK)
		return e;
	e = read_codes(&g);
	if (g.v[K_ALL_OF] != NULL && read_names(&g, g.v[K_ALL_OF], false) != GW_OK)
		e = GW_EINPUT;
	if (g.v[K_NONE_OF] != NULL && read_names(&g, g.v[K_NONE_OF], true) != GW_OK)
		e = GW_EINPUT;
	if (g.v[K_ANSWERS] != NULL && read_answers(&g) != GW_OK)
		e = GW_EINPUT;
	if (g.v[K_ALL_OF] == NULL && g.v[K_ANSWERS] == NULL)
		e = yaml_doc_fault(d, item, "%s: needs all_of or answers, or it would fire on every report", rule.id);
	if (g.v[K_ALL_OF] == NULL && (g.v[K_NONE_OF] != NULL || g.v[K_WITHIN] != NULL))
		e = yaml_doc_fault(d, item, "%s: none_of and within need all_of", rule.id);
	if (e != GW_OK)
		return e;
	rule.within = g.v[K_WITHIN] != NULL ? (size_t)yaml_doc_number(g.v[K_WITHIN]) : 0;
	t->rule[t->n++] = rule;
	return GW_OK;
}

enum gw_err
rules_read(struct triage *t, struct yaml_doc *d, yaml_node_t *version, yaml_node_t *rules)
{
	enum gw_err e = GW_OK, one;
	yaml_node_t *item;

	if (version != NULL && t->version[0] != '\0')
		return yaml_doc_fault(d, version, "version: another file has it; it is allowed in one");
	if (version != NULL)
		memcpy(t->version, yaml_doc_text(version), version->data.scalar.length + 1);
	for (size_t i = 0; rules != NULL && (item = yaml_doc_item(d, rules, i)) != NULL; i++) {
		if (t->n == RULES_MAX)
			return yaml_doc_fault(d, item, "rules: too many; at most %d in all files are allowed",
			    RULES_MAX);
		if ((one = read_rule(t, d, item)) != GW_OK)
			e = one;
	}
	return e;
}

static int
by_gravity(const void *a, const void *b)
{
	const struct rule *x = a, *y = b;

	if (x->band != y->band)
		return x->band < y->band ? 1 : -1;
	return x->order < y->order ? -1 : 1;
}

void
rules_close(struct triage *t)
{
	size_t n = 0;

	qsort(t->rule, t->n, sizeof t->rule[0], by_gravity);
	for (size_t c = 0; c < t->concepts->n; c++) {
		t->first_use[c] = n;
		for (size_t r = 0; r < t->n; r++)
			for (size_t p = 0; p < t->rule[r].n; p++)
				if (t->rule[r].concept[p] == c)
					t->use[n++] = (struct use){ (uint16_t)r, (uint16_t)p };
	}
	t->first_use[t->concepts->n] = n;
}
