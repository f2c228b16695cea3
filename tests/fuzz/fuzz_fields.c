/* fuzz_fields.c: any bytes as fields of a page's form, in two pieces each: a text that was taken is one that a report
 * can hold, and the cut does not matter. */
#include <stdlib.h>
#include <string.h>

#include "fields.h"
#include "report.h"
#include "secret.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
must(bool so)
{
	if (!so)
		abort();
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	must(secret_init() == GW_OK);
	return 0;
}

static enum gw_err
give(struct fields *f, const char *name, struct span value, size_t cut)
{
	enum gw_err e;

	fields_init(f);
	if ((e = fields_begin(f, name)) == GW_OK && (e = fields_add(f, (struct span){ value.p, cut })) == GW_OK &&
	    (e = fields_add(f, (struct span){ value.p + cut, value.n - cut })) == GW_OK)
		e = fields_end(f);
	return e;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char *const names[] = { "text", "go", "expected", "file" };
	struct fields a, b;
	struct span in;

	if (n < 2)
		return 0;
	in = (struct span){ data + 2, n - 2 };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const enum gw_err e = give(&a, names[i], in, 0);

		must(e == give(&b, names[i], in, (size_t)(data[0] << 8 | data[1]) % (in.n + 1)));
		must(i < 3 || e == GW_EINPUT);
		must(span_equal(buf_span(&a.text), buf_span(&b.text)));
		must(a.expected == b.expected && a.expected >= -1 && a.expected < 1000);
		must(a.text.n <= FIELDS_TEXT && text_is_utf8(buf_span(&a.text)));
		must(a.text.n == 0 || memchr(a.text.p, '\r', a.text.n) == NULL);
		fields_free(&a);
		fields_free(&b);
	}
	return 0;
}
