/* yaml_doc.c: libyaml read twice: once as events to refuse what we do not speak, once as a tree with lines. */
#include "yaml_doc.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "limit.h"

enum { YAML_DEPTH = 16, YAML_FAULT = 512, YAML_DIGITS = 12 };

struct yaml_doc {
	char *name;
	FILE *err;
	uint8_t *bytes;
	size_t n;
	yaml_document_t tree;
	bool has_tree;
};

/* What one pass over the events has seen so far. */
struct seen {
	int documents, depth;
};

/* A file may hold control characters by escapes; an operator's terminal must not obey them. */
static void
print_fault(const struct yaml_doc *d, size_t line, const char *text)
{
	fprintf(d->err, "%s:%zu: ", d->name, line);
	for (const char *c = text; *c != '\0'; c++)
		fputc((unsigned char)*c < ' ' || *c == 0x7f ? '?' : *c, d->err);
	fputc('\n', d->err);
}

static enum gw_err
read_file(struct yaml_doc *d)
{
	FILE *f = fopen(d->name, "rbe");
	enum gw_err e = GW_OK;

	if (f == NULL) {
		fprintf(d->err, "%s: cannot be opened; it must exist and be readable\n", d->name);
		return GW_EIO;
	}
	if ((d->bytes = malloc(LIMIT_POLICY_FILE + 1)) == NULL) {
		e = GW_ENOMEM;
		goto out;
	}
	d->n = fread(d->bytes, 1, LIMIT_POLICY_FILE + 1, f);
	if (ferror(f)) {
		fprintf(d->err, "%s: cannot be read; it must be a file\n", d->name);
		e = GW_EIO;
	} else if (d->n > LIMIT_POLICY_FILE) {
		fprintf(d->err, "%s: too long, at most %d bytes\n", d->name, LIMIT_POLICY_FILE);
		e = GW_EINPUT;
	}
out:
	fclose(f);
	return e;
}

static void
parser_fault(const struct yaml_doc *d, const yaml_parser_t *p)
{
	size_t line = p->error == YAML_READER_ERROR ? 1 : p->problem_mark.line + 1;
	char text[YAML_FAULT];

	/* The reader counts bytes, not lines. */
	for (size_t i = 0; p->error == YAML_READER_ERROR && i < p->problem_offset && i < d->n; i++)
		line += d->bytes[i] == '\n';
	snprintf(text, sizeof text, "is not YAML: %s", p->problem != NULL ? p->problem : "cannot be read");
	print_fault(d, line, text);
}

static const char *
event_refused(const yaml_event_t *ev, struct seen *seen)
{
	const yaml_char_t *anchor = NULL;

	switch (ev->type) {
	case YAML_ALIAS_EVENT:
		return "aliases (*name) are not allowed; write the value out";
	case YAML_DOCUMENT_START_EVENT:
		return seen->documents++ > 0 ? "a second document (---) is not allowed" : NULL;
	case YAML_SCALAR_EVENT:
		anchor = ev->data.scalar.anchor;
		if (memchr(ev->data.scalar.value, 0, ev->data.scalar.length) != NULL)
			return "a NUL character is not allowed";
		break;
	case YAML_SEQUENCE_START_EVENT:
		anchor = ev->data.sequence_start.anchor;
		seen->depth++;
		break;
	case YAML_MAPPING_START_EVENT:
		anchor = ev->data.mapping_start.anchor;
		seen->depth++;
		break;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		seen->depth--;
		break;
	default:
		break;
	}
	if (anchor != NULL)
		return "anchors (&name) are not allowed; write the value out";
	return seen->depth > YAML_DEPTH ? "is nested too deeply" : NULL;
}

static void
parser_start(yaml_parser_t *p, const struct yaml_doc *d)
{
	yaml_parser_set_encoding(p, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(p, d->bytes, d->n);
}

static enum gw_err
check_events(struct yaml_doc *d)
{
	struct seen seen = { 0, 0 };
	yaml_parser_t p;
	yaml_event_t ev;
	enum gw_err e = GW_OK;

	if (!yaml_parser_initialize(&p))
		return GW_ENOMEM;
	parser_start(&p, d);
	for (bool more = true; more && e == GW_OK;) {
		const char *why;

		if (!yaml_parser_parse(&p, &ev)) {
			parser_fault(d, &p);
			e = p.error == YAML_MEMORY_ERROR ? GW_ENOMEM : GW_EINPUT;
			break;
		}
		if ((why = event_refused(&ev, &seen)) != NULL) {
			print_fault(d, ev.start_mark.line + 1, why);
			e = GW_EINPUT;
		}
		more = ev.type != YAML_STREAM_END_EVENT && ev.type != YAML_NO_EVENT;
		yaml_event_delete(&ev);
	}
	yaml_parser_delete(&p);
	if (e == GW_OK && seen.documents == 0) {
		print_fault(d, 1, "is empty; it must hold a mapping");
		e = GW_EINPUT;
	}
	return e;
}

static enum gw_err
load_tree(struct yaml_doc *d)
{
	enum gw_err e = GW_OK;
	yaml_parser_t p;

	if (!yaml_parser_initialize(&p))
		return GW_ENOMEM;
	parser_start(&p, d);
	if (!yaml_parser_load(&p, &d->tree)) {
		parser_fault(d, &p);
		e = p.error == YAML_MEMORY_ERROR ? GW_ENOMEM : GW_EINPUT;
	} else {
		d->has_tree = true;
	}
	yaml_parser_delete(&p);
	return e;
}

static int
by_key(const void *a, const void *b)
{
	yaml_node_t *const *x = a, *const *y = b;
	int order = strcmp(yaml_doc_text(*x), yaml_doc_text(*y));

	return order != 0 ? order : ((*x)->start_mark.index > (*y)->start_mark.index) -
	    ((*x)->start_mark.index < (*y)->start_mark.index);
}

/* Every key is text and appears once. */
static enum gw_err
check_keys(struct yaml_doc *d, yaml_node_t *map)
{
	size_t n = (size_t)(map->data.mapping.pairs.top - map->data.mapping.pairs.start);
	yaml_node_t **keys = malloc((n > 0 ? n : 1) * sizeof *keys), *value;
	enum gw_err e = GW_OK;

	if (keys == NULL)
		return GW_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		(void)yaml_doc_pair(d, map, i, &keys[i], &value);
		if (keys[i]->type != YAML_SCALAR_NODE) {
			e = yaml_doc_fault(d, keys[i], "a key must be plain text");
			goto out;
		}
	}
	qsort(keys, n, sizeof *keys, by_key);
	for (size_t i = 1; i < n; i++)
		if (strcmp(yaml_doc_text(keys[i - 1]), yaml_doc_text(keys[i])) == 0)
			e = yaml_doc_fault(d, keys[i], "%.64s: is here a second time; each key is allowed once",
			    yaml_doc_text(keys[i]));
out:
	free(keys);
	return e;
}

static enum gw_err
check_tree(struct yaml_doc *d)
{
	enum gw_err e = GW_OK, one;
	yaml_node_t *node;

	for (int i = 1; (node = yaml_document_get_node(&d->tree, i)) != NULL; i++) {
		if (node->type != YAML_MAPPING_NODE)
			continue;
		if ((one = check_keys(d, node)) != GW_OK)
			e = one;
	}
	return e;
}

/* Takes d->bytes or reads them from d->name when read is true. */
static enum gw_err
doc_make(const char *name, struct span bytes, bool from_file, FILE *err, struct yaml_doc **out)
{
	struct yaml_doc *d = calloc(1, sizeof *d);
	enum gw_err e = GW_ENOMEM;

	*out = NULL;
	if (d == NULL || (d->name = strdup(name)) == NULL)
		goto out;
	d->err = err;
	if (!from_file) {
		if ((d->bytes = malloc(bytes.n + 1)) == NULL)
			goto out;
		if (bytes.n > 0)
			memcpy(d->bytes, bytes.p, bytes.n);
		d->n = bytes.n;
	} else if ((e = read_file(d)) != GW_OK) {
		goto out;
	}
	if ((e = check_events(d)) != GW_OK || (e = load_tree(d)) != GW_OK || (e = check_tree(d)) != GW_OK)
		goto out;
	*out = d;
	return GW_OK;
out:
	yaml_doc_free(d);
	return e;
}

enum gw_err
yaml_doc_load(const char *file, FILE *err, struct yaml_doc **d)
{
	return doc_make(file, (struct span){ NULL, 0 }, true, err, d);
}

enum gw_err
yaml_doc_load_in(const char *dir, const char *name, FILE *err, struct yaml_doc **d)
{
	char path[LIMIT_PATH];

	*d = NULL;
	if (snprintf(path, sizeof path, "%s/%s", dir, name) >= (int)sizeof path)
		return GW_ELIMIT;
	return yaml_doc_load(path, err, d);
}

enum gw_err
yaml_doc_read(struct span bytes, const char *name, FILE *err, struct yaml_doc **d)
{
	return doc_make(name, bytes, false, err, d);
}

void
yaml_doc_free(struct yaml_doc *d)
{
	if (d == NULL)
		return;
	if (d->has_tree)
		yaml_document_delete(&d->tree);
	free(d->bytes);
	free(d->name);
	free(d);
}

struct span
yaml_doc_bytes(const struct yaml_doc *d)
{
	return (struct span){ d->bytes, d->n };
}

yaml_node_t *
yaml_doc_root(struct yaml_doc *d)
{
	return yaml_document_get_root_node(&d->tree);
}

static bool
is_number(const yaml_node_t *v)
{
	const char *t = (const char *)v->data.scalar.value;
	size_t n = strlen(t), at = t[0] == '-' ? 1 : 0;

	if (v->data.scalar.style != YAML_PLAIN_SCALAR_STYLE || n == at || n > YAML_DIGITS)
		return false;
	return strspn(t + at, "0123456789") == n - at;
}

static enum gw_err
check_value(struct yaml_doc *d, yaml_node_t *v, const struct yaml_key *key)
{
	static const char *const form[] = {
		[YAML_NUMBER] = "a whole number from %ld to %ld", [YAML_TEXT] = "text of %ld to %ld bytes",
		[YAML_LIST] = "a list of %ld to %ld entries", [YAML_MAP] = "a mapping of %ld to %ld keys",
	};
	bool fits = true;
	char allowed[96];
	long size = 0;

	switch (key->kind) {
	case YAML_NUMBER:
		fits = v->type == YAML_SCALAR_NODE && is_number(v);
		size = fits ? yaml_doc_number(v) : 0;
		break;
	case YAML_TEXT:
		fits = v->type == YAML_SCALAR_NODE;
		size = fits ? (long)v->data.scalar.length : 0;
		break;
	case YAML_LIST:
		fits = v->type == YAML_SEQUENCE_NODE;
		size = fits ? v->data.sequence.items.top - v->data.sequence.items.start : 0;
		break;
	case YAML_MAP:
		fits = v->type == YAML_MAPPING_NODE;
		size = fits ? v->data.mapping.pairs.top - v->data.mapping.pairs.start : 0;
		break;
	case YAML_ANY:
		return GW_OK;
	}
	if (fits && size >= key->min && size <= key->max)
		return GW_OK;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(allowed, sizeof allowed, form[key->kind], key->min, key->max);
#pragma GCC diagnostic pop
	return yaml_doc_fault(d, v, "%s: must be %s", key->key, allowed);
}

static enum gw_err
check_known(struct yaml_doc *d, yaml_node_t *key, const struct yaml_key *keys, size_t n, size_t *which)
{
	char allowed[YAML_FAULT / 2] = "";
	size_t used = 0;

	for (*which = 0; *which < n; ++*which)
		if (strcmp(yaml_doc_text(key), keys[*which].key) == 0)
			return GW_OK;
	for (size_t i = 0; i < n && used < sizeof allowed - 1; i++)
		used += (size_t)snprintf(allowed + used, sizeof allowed - used, "%s%s", i > 0 ? ", " : "", keys[i].key);
	return yaml_doc_fault(d, key, "%.64s: is not a key here; allowed are %s", yaml_doc_text(key), allowed);
}

enum gw_err
yaml_doc_map(struct yaml_doc *d, yaml_node_t *map, const struct yaml_key *keys, size_t n, yaml_node_t **values)
{
	enum gw_err e = GW_OK;
	yaml_node_t *key, *value;
	size_t which;

	for (size_t i = 0; i < n; i++)
		values[i] = NULL;
	if (map->type != YAML_MAPPING_NODE)
		return yaml_doc_fault(d, map, "must be a mapping (key: value)");
	for (size_t i = 0; yaml_doc_pair(d, map, i, &key, &value); i++) {
		if (check_known(d, key, keys, n, &which) != GW_OK) {
			e = GW_EINPUT;
			continue;
		}
		values[which] = value;
		if (check_value(d, value, &keys[which]) != GW_OK)
			e = GW_EINPUT;
	}
	for (size_t i = 0; i < n; i++)
		if (keys[i].required && values[i] == NULL)
			e = yaml_doc_fault(d, map, "%s: is missing; it is required here", keys[i].key);
	return e;
}

yaml_node_t *
yaml_doc_item(struct yaml_doc *d, yaml_node_t *list, size_t i)
{
	if (i >= (size_t)(list->data.sequence.items.top - list->data.sequence.items.start))
		return NULL;
	return yaml_document_get_node(&d->tree, list->data.sequence.items.start[i]);
}

bool
yaml_doc_pair(struct yaml_doc *d, yaml_node_t *map, size_t i, yaml_node_t **key, yaml_node_t **value)
{
	if (i >= (size_t)(map->data.mapping.pairs.top - map->data.mapping.pairs.start))
		return false;
	*key = yaml_document_get_node(&d->tree, map->data.mapping.pairs.start[i].key);
	*value = yaml_document_get_node(&d->tree, map->data.mapping.pairs.start[i].value);
	return true;
}

const char *
yaml_doc_text(yaml_node_t *scalar)
{
	return (const char *)scalar->data.scalar.value;
}

long
yaml_doc_number(yaml_node_t *scalar)
{
	return strtol(yaml_doc_text(scalar), NULL, 10);
}

enum gw_err
yaml_doc_fault(struct yaml_doc *d, const yaml_node_t *at, const char *fmt, ...)
{
	char text[YAML_FAULT];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	print_fault(d, at->start_mark.line + 1, text);
	return GW_EINPUT;
}
