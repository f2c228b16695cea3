/* driver.c: renders every page for models that are read as JSON: same_as_jinja.py's other half.
 * usage: driver page WORDING_FOLDER, or driver console */
#include <jansson.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console.h"
#include "secret.h"

enum kind { SPAN, TEXT, FLAG, NUMBER, SIZE, MARKUP, STRUCTURE, ARRAY };
enum { KEPT = 65536, PAGE_MOST = 4 * 1024 * 1024 };

/* One member, at this place of its struct. */
struct field {
	const char *name;
	enum kind kind;
	size_t at, n_at, size;		/* n_at, size: a list's count, and the size of one item */
	const struct field *of;		/* of a struct, or of a list's items */
};

#define MEMBER(s, m) (((struct s *)NULL)->m)
#define KIND(s, m) _Generic(MEMBER(s, m), struct span: SPAN, const char *: TEXT, bool: FLAG, int: NUMBER, \
	size_t: SIZE, struct markup: MARKUP)
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
		case SIZE: *(size_t *)at = (size_t)json_integer_value(value); break;
		case STRUCTURE: fill(at, f->of, value); break;
		case ARRAY: fill_list(into, f, value); break;
		}
	}
}

/* A page as its length, a line end, and its bytes; then empty again. */
static void
put_out(enum gw_err e, struct buf *b)
{
	if (e != GW_OK)
		exit(EXIT_FAILURE);
	printf("%zu\n", b->n);
	fwrite(b->p, 1, b->n, stdout);
	buf_clear(b);
}

static void
show_pages(const struct wording *w, const json_t *model, struct buf *b)
{
	const json_t *values = json_object_get(model, "values");
	struct page m = { .w = w };

	fill(&m, page_fields, model);
	for (size_t v = 0; v < VALUE_N; v++)
		m.values.value[v] = span_in(json_array_get(values, v));
	for (int id = 0; id < PAGE_N; id++)
		put_out(page_render((enum page_id)id, &m, b), b);
}

static void
show_console(const json_t *model, struct buf *b)
{
	struct console m = { .errors = NULL };

	fill(&m, console_fields, model);
	for (int id = 0; id < CONSOLE_N; id++)
		put_out(console_render((enum console_id)id, &m, b), b);
}

/* w: NULL for the console, which has none. */
static void
show_all(const struct wording *w, const json_t *models)
{
	size_t i;
	const json_t *model;
	struct buf b;

	buf_init(&b, PAGE_MOST);
	json_array_foreach(models, i, model) {
		if (w != NULL)
			show_pages(w, model, &b);
		else
			show_console(model, &b);
		while (n_kept > 0)
			free(kept[--n_kept]);
	}
	buf_free(&b);
}

int
main(int argc, char **argv)
{
	struct wording *w = NULL;
	const bool is_console = argc == 2 && strcmp(argv[1], "console") == 0;
	const bool fits = secret_init() == GW_OK && (is_console || (argc == 3 && strcmp(argv[1], "page") == 0 &&
	    wording_load(argv[2], stderr, &w) == GW_OK));
	json_t *models = json_loadf(stdin, 0, NULL);

	if (fits)
		show_all(w, models);
	wording_free(w);
	json_decref(models);
	return fits ? EXIT_SUCCESS : EXIT_FAILURE;
}
