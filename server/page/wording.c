/* wording.c: policy/wording/<page>.yaml into lines that are escaped already; only the values are escaped later. */
#include "wording.h"

#include <stdlib.h>
#include <string.h>

#include "limit.h"
#include "put.h"
#include "yaml_doc.h"

enum { LINE_BYTES = 600, LIST_LINES = 40 };	/* of one line; of one list */
enum { ESCAPED = 5 };	/* bytes that one may become */

struct lines { struct buf *line; size_t n; };
struct wording { struct lines *key; };		/* by number: wording_keys_n of them */

static const char *const value_names[] = {
	[VALUE_COME_BACK] = "come_back", [VALUE_NEXT_LOOK] = "next_look", [VALUE_URGENT_LOOK] = "urgent_look",
	[VALUE_IMMEDIATE] = "immediate",
	[VALUE_URGENT] = "urgent", [VALUE_READER] = "reader", [VALUE_SCHOOL] = "school",
	[VALUE_MAX_FILES] = "max_files", [VALUE_MAX_SIZE] = "max_size", [VALUE_FILES] = "files",
	[VALUE_CHOSEN] = "chosen",
};
_Static_assert(sizeof value_names / sizeof value_names[0] == VALUE_N, "a value without a name");

struct reading {
	struct wording *w;
	struct yaml_doc *doc;
	size_t first, n;	/* this page's keys */
};

/* text begins behind a {. Returns the value that stands there and how long its name is, or VALUE_N. */
static enum page_value
value_of(struct span text, size_t *used)
{
	const uint8_t *end = text.n > 0 ? memchr(text.p, '}', text.n) : NULL;
	int v = 0;

	if (end == NULL)
		return VALUE_N;
	*used = (size_t)(end - text.p);
	while (v < VALUE_N && !span_is((struct span){ text.p, *used }, value_names[v]))
		v++;
	return (enum page_value)v;
}

static enum gw_err
unknown_value(struct reading *r, const yaml_node_t *at, const char *key, const char *text)
{
	char allowed[256] = "";
	size_t used = 0;

	for (int v = 0; v < VALUE_N && used < sizeof allowed - 1; v++)
		used += (size_t)snprintf(allowed + used, sizeof allowed - used, " {%s}", value_names[v]);
	return yaml_doc_fault(r->doc, at, "%s: %.24s: is no value; allowed are%s", key, text, allowed);
}

/* Plain words of one line, and values by name. */
static enum gw_err
check_line(struct reading *r, yaml_node_t *at, const char *key)
{
	const char *text;
	struct span all;
	size_t used;

	if (at->type != YAML_SCALAR_NODE || at->data.scalar.length < 1 || at->data.scalar.length > LINE_BYTES)
		return yaml_doc_fault(r->doc, at, "%s: each line must be text of 1 to %d bytes", key, LINE_BYTES);
	text = yaml_doc_text(at);
	all = (struct span){ (const uint8_t *)text, at->data.scalar.length };
	for (size_t i = 0; i < all.n; i++) {
		if (all.p[i] < ' ' || all.p[i] == 0x7f)
			return yaml_doc_fault(r->doc, at, "%s: must be one line; >- makes one of several", key);
		if (all.p[i] == '<')
			return yaml_doc_fault(r->doc, at, "%s: must be plain words; there is no markup here", key);
		if (all.p[i] == '}')
			return unknown_value(r, at, key, text + i);
		if (all.p[i] != '{')
			continue;
		if (value_of((struct span){ all.p + i + 1, all.n - i - 1 }, &used) == VALUE_N)
			return unknown_value(r, at, key, text + i);
		i += used + 1;
	}
	return GW_OK;
}

static enum gw_err
take_line(struct reading *r, yaml_node_t *at, const char *key, struct buf *line)
{
	enum gw_err e;

	if ((e = check_line(r, at, key)) != GW_OK)
		return e;
	buf_init(line, ESCAPED * LINE_BYTES);
	return put_escaped(line, span_of(yaml_doc_text(at)));
}

static enum gw_err
take_key(struct reading *r, size_t number, yaml_node_t *value)
{
	const struct wording_key *key = &wording_keys[number];
	struct lines *lines = &r->w->key[number];
	const size_t n = key->is_list
	    ? (size_t)(value->data.sequence.items.top - value->data.sequence.items.start) : 1;
	enum gw_err e = GW_OK, one;

	if ((lines->line = calloc(n, sizeof *lines->line)) == NULL)
		return GW_ENOMEM;
	lines->n = n;
	for (size_t i = 0; i < n; i++)
		if ((one = take_line(r, key->is_list ? yaml_doc_item(r->doc, value, i) : value, key->key,
		    &lines->line[i])) != GW_OK)
			e = one;
	return e;
}

/* Every key that a template names, and no other. */
static enum gw_err
take_keys(struct reading *r)
{
	struct yaml_key *keys = calloc(r->n, sizeof *keys);
	yaml_node_t **values = calloc(r->n, sizeof *values);
	enum gw_err e = GW_ENOMEM, one;

	if (keys == NULL || values == NULL)
		goto out;
	for (size_t i = 0; i < r->n; i++)
		keys[i] = wording_keys[r->first + i].is_list
		    ? (struct yaml_key){ wording_keys[r->first + i].key, YAML_LIST, true, 1, LIST_LINES }
		    : (struct yaml_key){ wording_keys[r->first + i].key, YAML_TEXT, true, 1, LINE_BYTES };
	e = yaml_doc_map(r->doc, yaml_doc_root(r->doc), keys, r->n, values);
	if (e != GW_OK)
		goto out;
	for (size_t i = 0; i < r->n; i++)
		if ((one = take_key(r, r->first + i, values[i])) != GW_OK)
			e = one;
out:
	free(keys);
	free(values);
	return e;
}

static enum gw_err
take_file(struct reading *r, const char *dir, FILE *err)
{
	char file[LIMIT_PATH];
	enum gw_err e;

	if (snprintf(file, sizeof file, "%s/wording/%s.yaml", dir, wording_keys[r->first].page) >= (int)sizeof file) {
		fprintf(err, "%.64s...: the path is too long\n", dir);
		return GW_EINPUT;
	}
	if ((e = yaml_doc_load(file, err, &r->doc)) != GW_OK)
		return e;
	e = take_keys(r);
	yaml_doc_free(r->doc);
	return e;
}

enum gw_err
wording_load(const char *dir, FILE *err, struct wording **w)
{
	struct reading r = { .w = calloc(1, sizeof *r.w) };
	enum gw_err e = GW_OK, one;

	*w = NULL;
	if (r.w == NULL)
		return GW_ENOMEM;
	if ((r.w->key = calloc(wording_keys_n + 1, sizeof *r.w->key)) == NULL) {
		free(r.w);
		return GW_ENOMEM;
	}
	for (r.first = 0; r.first < wording_keys_n; r.first += r.n) {
		r.n = 1;
		while (r.first + r.n < wording_keys_n &&
		    strcmp(wording_keys[r.first].page, wording_keys[r.first + r.n].page) == 0)
			r.n++;
		if ((one = take_file(&r, dir, err)) != GW_OK)
			e = one;
	}
	if (e == GW_OK)
		*w = r.w;
	else
		wording_free(r.w);
	return e;
}

void
wording_free(struct wording *w)
{
	if (w == NULL)
		return;
	for (size_t k = 0; k < wording_keys_n; k++) {
		for (size_t i = 0; i < w->key[k].n; i++)
			buf_free(&w->key[k].line[i]);
		free(w->key[k].line);
	}
	free(w->key);
	free(w);
}

size_t
wording_lines(const struct wording *w, unsigned key)
{
	return w->key[key].n;
}

enum gw_err
wording_put(const struct wording *w, unsigned key, size_t line, const struct page_values *values, struct buf *out)
{
	struct span text = buf_span(&w->key[key].line[line]);
	enum gw_err e;

	while (text.n > 0) {
		const uint8_t *brace = memchr(text.p, '{', text.n);
		const size_t plain = brace != NULL ? (size_t)(brace - text.p) : text.n;
		size_t used = 0;

		if ((e = buf_add(out, (struct span){ text.p, plain })) != GW_OK)
			return e;
		text = (struct span){ text.p + plain, text.n - plain };
		if (brace == NULL)
			break;
		text = (struct span){ text.p + 1, text.n - 1 };
		if ((e = put_escaped(out, values->value[value_of(text, &used)])) != GW_OK)
			return e;
		text = (struct span){ text.p + used + 1, text.n - used - 1 };
	}
	return GW_OK;
}
