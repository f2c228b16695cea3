/* driver.c: renders every page for models that are read as JSON: same_as_jinja.py's other half. */
#include <jansson.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "page.h"
#include "secret.h"

enum kind { SPAN, TEXT, FLAG, NUMBER, MARKUP, STRUCTURE, ARRAY };
enum { KEPT = 4096, PAGE_MOST = 4 * 1024 * 1024 };

/* One member, at this place of its struct. */
struct field {
	const char *name;
	enum kind kind;
	size_t at, n_at, size;		/* n_at, size: a list's count, and the size of one item */
	const struct field *of;		/* of a struct, or of a list's items */
};

#define MEMBER(s, m) (((struct s *)NULL)->m)
#define KIND(s, m) _Generic(MEMBER(s, m), struct span: SPAN, const char *: TEXT, bool: FLAG, int: NUMBER, \
	struct markup: MARKUP)
#define LEAF(s, m) { #m, KIND(s, m), offsetof(struct s, m), 0, 0, NULL }
#define STRUCT(s, m, of) { #m, STRUCTURE, offsetof(struct s, m), 0, 0, of }
#define LIST(s, m, of) { #m, ARRAY, offsetof(struct s, m), offsetof(struct s, m##_n), sizeof *MEMBER(s, m), of }
#include "fields.h"

static void *kept[KEPT];
static size_t n_kept;

/* Zeroed, until the next model. */
static void *
keep(size_t size)
{
	void *p = calloc(1, size > 0 ? size : 1);

	if (p == NULL || n_kept == KEPT)
		exit(EXIT_FAILURE);
	return kept[n_kept++] = p;
}

static struct span
span_in(const json_t *value)
{
	const size_t n = json_string_length(value);
	void *p = keep(n);	/* without NUL: reading past it is seen */

	if (n > 0)
		memcpy(p, json_string_value(value), n);
	return (struct span){ p, n };
}

static void fill(void *into, const struct field *fields, const json_t *from);

static void
fill_list(void *into, const struct field *f, const json_t *list)
{
	const size_t n = json_array_size(list);
	char *items = keep(n * f->size);

	for (size_t i = 0; i < n; i++)
		if (f->of != NULL)
			fill(items + i * f->size, f->of, json_array_get(list, i));
		else
			*(struct span *)(void *)(items + i * f->size) = span_in(json_array_get(list, i));
	*(void **)((char *)into + f->at) = items;
	*(size_t *)(void *)((char *)into + f->n_at) = n;
}

static void
fill(void *into, const struct field *fields, const json_t *from)
{
	for (const struct field *f = fields; f->name != NULL; f++) {
		const json_t *value = json_object_get(from, f->name);
		void *at = (char *)into + f->at;

		switch (f->kind) {
		case SPAN: *(struct span *)at = span_in(value); break;
		case MARKUP: ((struct markup *)at)->html = span_in(value); break;
		case TEXT: *(const char **)at = json_string_length(value) > 0 ? json_string_value(value) : NULL; break;
		case FLAG: *(bool *)at = json_is_true(value); break;
		case NUMBER: *(int *)at = (int)json_integer_value(value); break;
		case STRUCTURE: fill(at, f->of, value); break;
		case ARRAY: fill_list(into, f, value); break;
		}
	}
}

/* Each page as its length, a line end, and its bytes. */
static void
show(const struct wording *w, const json_t *model)
{
	const json_t *values = json_object_get(model, "values");
	struct page m = { .w = w };
	struct buf b;

	fill(&m, page_fields, model);
	for (size_t v = 0; v < VALUE_N; v++)
		m.values.value[v] = span_in(json_array_get(values, v));
	buf_init(&b, PAGE_MOST);
	for (int id = 0; id < PAGE_N; id++) {
		if (page_render((enum page_id)id, &m, &b) != GW_OK)
			exit(EXIT_FAILURE);
		printf("%zu\n", b.n);
		fwrite(b.p, 1, b.n, stdout);
		buf_clear(&b);
	}
	buf_free(&b);
	while (n_kept > 0)
		free(kept[--n_kept]);
}

int
main(int argc, char **argv)
{
	json_t *models = json_loadf(stdin, 0, NULL);
	struct wording *w = NULL;
	const bool fits = argc == 2 && secret_init() == GW_OK && wording_load(argv[1], stderr, &w) == GW_OK;
	size_t i;
	json_t *model;

	if (fits)
		json_array_foreach(models, i, model)
			show(w, model);
	wording_free(w);
	json_decref(models);
	return fits ? EXIT_SUCCESS : EXIT_FAILURE;
}
