/* fields.c: one row a field. */
#include "fields.h"

#include <string.h>

#include "report.h"
#include "secret.h"

enum { EXPECTED_DIGITS = 3 };

/* Browsers write every line end as CRLF (WHATWG HTML, multipart/form-data encoding). In place. */
static size_t
mend_lines(uint8_t *p, size_t n)
{
	size_t to = 0;

	for (size_t i = 0; i < n; i++) {
		const bool is_cr = p[i] == '\r';

		p[to++] = is_cr ? '\n' : p[i];
		if (is_cr && i + 1 < n && p[i + 1] == '\n')
			i++;
	}
	return to;
}

static enum gw_err
take_text(struct fields *f)
{
	f->raw.n = mend_lines(f->raw.p, f->raw.n);
	return report_words(buf_span(&f->raw), &f->text);
}

/* Which button was pressed: a form with files has one, Send. */
static enum gw_err
take_go(struct fields *f)
{
	(void)f;
	return GW_OK;
}

/* Empty when no script counted them. */
static enum gw_err
take_expected(struct fields *f)
{
	const struct span digits = buf_span(&f->raw);
	int n = 0;

	if (digits.n > EXPECTED_DIGITS)
		return GW_EINPUT;
	for (size_t i = 0; i < digits.n; i++) {
		if (digits.p[i] < '0' || digits.p[i] > '9')
			return GW_EINPUT;
		n = 10 * n + (digits.p[i] - '0');
	}
	f->expected = digits.n > 0 ? n : -1;
	return GW_OK;
}

static const struct { const char *name; enum gw_err (*take)(struct fields *f); } fields[] = {
	{ "text", take_text },
	{ "go", take_go },
	{ "expected", take_expected },
};
enum { FIELDS_N = sizeof fields / sizeof fields[0] };

void
fields_init(struct fields *f)
{
	*f = (struct fields){ .expected = -1, .now = FIELDS_N };
	buf_init(&f->text, FIELDS_TEXT);
	buf_init(&f->raw, 2 * FIELDS_TEXT);	/* line ends are twice as long before they are mended */
}

void
fields_free(struct fields *f)
{
	buf_free(&f->text);
	buf_free(&f->raw);
	secret_wipe(f, sizeof *f);
}

enum gw_err
fields_begin(struct fields *f, const char *name)
{
	unsigned i = 0;

	while (i < FIELDS_N && strcmp(fields[i].name, name) != 0)
		i++;
	if (i == FIELDS_N || (f->seen & 1u << i) != 0)
		return GW_EINPUT;
	f->now = i;
	f->seen |= 1u << i;
	buf_clear(&f->raw);
	return GW_OK;
}

enum gw_err
fields_add(struct fields *f, struct span bytes)
{
	return buf_add(&f->raw, bytes);
}

enum gw_err
fields_end(struct fields *f)
{
	enum gw_err e = f->now < FIELDS_N ? fields[f->now].take(f) : GW_EBUG;

	buf_clear(&f->raw);
	f->now = FIELDS_N;
	return e;
}
