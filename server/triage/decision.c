/* decision.c: a decision as JSON, for people and for the sealed case, and back. */
#include <string.h>

#include "json.h"
#include "triage.h"

/* The words that fired a rule; an answer's evidence is the rule's own name. */
static json_t *
evidence_of(const struct reason *r, struct span text)
{
	if (r->len == 0 || r->at > text.n || r->len > text.n - r->at)
		return json_string("");
	return json_stringn((const char *)text.p + r->at, r->len);
}

static json_t *
reason_json(const struct reason *r, struct span text)
{
	json_t *v = json_pack("{s:s, s:s, s:s, s:s}", "rule", r->rule, "why", r->why != NULL ? r->why : "",
	    "band", band_code(r->band), "category", category_code(r->category));
	int failed;

	if (text.p != NULL)
		failed = json_object_set_new(v, "evidence", evidence_of(r, text));
	else
		failed = json_object_set_new(v, "at", json_integer(r->at)) |
		    json_object_set_new(v, "len", json_integer(r->len));
	if (failed != 0) {
		json_decref(v);
		return NULL;
	}
	return v;
}

static json_t *
categories_json(uint32_t set)
{
	json_t *list = json_array();

	for (int c = CATEGORY_NONE + 1; list != NULL && c < CATEGORY_N; c++)
		if ((set >> c & 1) != 0 &&
		    json_array_append_new(list, json_string(category_code((enum category)c))) != 0) {
			json_decref(list);
			return NULL;
		}
	return list;
}

enum gw_err
decision_json(const struct decision *d, const char *policy_version, struct span text, json_t **v)
{
	json_t *reasons = json_array();

	*v = NULL;
	for (size_t i = 0; reasons != NULL && i < d->n; i++)
		if (json_array_append_new(reasons, reason_json(&d->reason[i], text)) != 0) {
			json_decref(reasons);
			return GW_ENOMEM;
		}
	/* "o" takes both lists, whether or not it succeeds. */
	*v = json_pack("{s:s, s:s, s:o, s:o, s:s}", "band", band_code(d->band), "category", category_code(d->category),
	    "categories", categories_json(d->categories), "reasons", reasons, "policy", policy_version);
	return *v != NULL ? GW_OK : GW_ENOMEM;
}

static enum gw_err
read_codes(const json_t *v, enum band *band, enum category *category)
{
	*band = band_of(json_text(v, "band"));
	*category = category_of(json_text(v, "category"));
	return *band == BAND_N || *category == CATEGORY_N || *category == CATEGORY_NONE ? GW_EINPUT : GW_OK;
}

static bool
read_position(const json_t *v, const char *key, uint32_t *out)
{
	const json_t *n = json_object_get(v, key);
	json_int_t value = json_integer_value(n);

	*out = (uint32_t)value;
	return json_is_integer(n) && value >= 0 && value <= LIMIT_TEXT;
}

static enum gw_err
read_reason(const json_t *v, struct reason *r)
{
	struct span rule = json_text(v, "rule");

	if (rule.n == 0 || rule.n > LIMIT_NAME || !read_position(v, "at", &r->at) ||
	    !read_position(v, "len", &r->len) || r->at + r->len > LIMIT_TEXT)
		return GW_EINPUT;
	memcpy(r->rule, rule.p, rule.n);
	r->rule[rule.n] = '\0';
	r->why = "";
	return read_codes(v, &r->band, &r->category);
}

static enum gw_err
read_categories(const json_t *list, uint32_t *set)
{
	const json_t *one;
	size_t i;

	if (!json_is_array(list) || json_array_size(list) >= CATEGORY_N)
		return GW_EINPUT;
	json_array_foreach(list, i, one) {
		struct span code = { (const uint8_t *)json_string_value(one), json_string_length(one) };
		enum category c = category_of(code);

		if (c == CATEGORY_N || c == CATEGORY_NONE)
			return GW_EINPUT;
		*set |= UINT32_C(1) << c;
	}
	return GW_OK;
}

enum gw_err
decision_read(const json_t *v, struct decision *d)
{
	const json_t *reasons = json_object_get(v, "reasons"), *one;
	enum gw_err e;
	size_t i;

	memset(d, 0, sizeof *d);
	if ((e = read_codes(v, &d->band, &d->category)) != GW_OK ||
	    (e = read_categories(json_object_get(v, "categories"), &d->categories)) != GW_OK)
		return e;
	if (!json_is_array(reasons) || json_array_size(reasons) > LIMIT_REASONS)
		return GW_EINPUT;
	json_array_foreach(reasons, i, one)
		if ((e = read_reason(one, &d->reason[d->n++])) != GW_OK)
			return e;
	return GW_OK;
}
