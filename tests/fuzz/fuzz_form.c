/* fuzz_form.c: whatever was read can be shown in a page, lies in the form's own bytes, and is read as the same again
 * when it is written as a browser would. Input is at an edge that the sanitizer watches. */
#include <stdlib.h>
#include <string.h>

#include "form.h"
#include "report.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
demand(bool held)
{
	if (!held)
		abort();
}

static void
look_at(const struct form *f, struct span s)
{
	demand(s.n == 0 || (s.p >= f->bytes.p && s.p + s.n <= f->bytes.p + f->bytes.n));
	demand(text_is_utf8(s));
	for (size_t i = 0; i < s.n; i++)
		demand((s.p[i] >= ' ' && s.p[i] != 0x7f) || s.p[i] == '\n' || s.p[i] == '\t');
}

/* Every byte of a value escaped, a line end as browsers send it. */
static size_t
encode(const struct form *f, char *out)
{
	static const char hex[] = "0123456789ABCDEF";
	char *at = out;

	for (size_t i = 0; i < f->n; i++) {
		const struct span name = f->field[i].name, value = f->field[i].value;

		if (i > 0)
			*at++ = '&';
		memcpy(at, name.p, name.n);
		at += name.n;
		*at++ = '=';
		for (size_t k = 0; k < value.n; k++) {
			if (value.p[k] == '\n') {
				memcpy(at, "%0D", 3);
				at += 3;
			}
			*at++ = '%';
			*at++ = hex[value.p[k] >> 4];
			*at++ = hex[value.p[k] & 15];
		}
	}
	return (size_t)(at - out);
}

static void
read_again(const struct form *f, size_t n)
{
	char *text = malloc(6 * n + 2 * LIMIT_FORM_FIELDS + 1);
	size_t length = encode(f, text);
	struct form again;

	if (length <= LIMIT_FORM) {
		demand(form_read((struct span){ (const uint8_t *)text, length }, &again) == GW_OK && again.n == f->n);
		for (size_t i = 0; i < f->n; i++) {
			demand(span_equal(again.field[i].name, f->field[i].name));
			demand(span_equal(again.field[i].value, f->field[i].value));
		}
		form_wipe(&again);
	}
	free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	uint8_t *copy = malloc(n > 0 ? n : 1);
	struct form f;

	memcpy(copy, p, n);
	if (form_read((struct span){ copy, n }, &f) == GW_OK) {
		free(copy);	/* nothing is lent by the input */
		copy = NULL;
		demand(f.n <= LIMIT_FORM_FIELDS);
		for (size_t i = 0; i < f.n; i++) {
			look_at(&f, f.field[i].name);
			look_at(&f, f.field[i].value);
			demand(f.field[i].name.n > 0);
		}
		read_again(&f, n);
		form_wipe(&f);
	}
	free(copy);
	return 0;
}
