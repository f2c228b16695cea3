/* form.c: application/x-www-form-urlencoded, field by field. */
#include "form.h"

#include <string.h>

#include "field.h"
#include "report.h"
#include "secret.h"

static int
digit(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The next byte that is meant. in is not empty. */
static enum gw_err
byte_next(struct span *in, uint8_t *c)
{
	const size_t used = in->p[0] == '%' ? 3 : 1;
	int high = -1, low = -1;

	*c = in->p[0] == '+' ? ' ' : in->p[0];
	if (used == 3) {
		if (in->n < 3 || (high = digit(in->p[1])) < 0 || (low = digit(in->p[2])) < 0)
			return GW_EINPUT;
		*c = (uint8_t)(high << 4 | low);
	} else if (in->p[0] <= ' ' || in->p[0] >= 0x7f) {
		return GW_EINPUT;
	}
	*in = (struct span){ in->p + used, in->n - used };
	return GW_OK;
}

/* To at, which has room for as many bytes as in has. */
static enum gw_err
decode(struct span in, uint8_t *at, struct span *value)
{
	bool after_cr = false;
	size_t n = 0;

	while (in.n > 0) {
		uint8_t c;
		enum gw_err e = byte_next(&in, &c);

		if (e != GW_OK)
			return e;
		/* A stray one, pasted from somewhere, must not turn a call for help away. */
		if ((c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 0x7f)
			c = ' ';
		if (!after_cr || c != '\n')	/* the LF of a CRLF is there already */
			at[n++] = c == '\r' ? '\n' : c;
		after_cr = c == '\r';
	}
	*value = (struct span){ at, n };
	return text_is_utf8(*value) ? GW_OK : GW_EINPUT;
}

static bool
is_name(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '_' && s.p[i] != '-' && (s.p[i] < 'a' || s.p[i] > 'z') && (s.p[i] < '0' || s.p[i] > '9'))
			return false;
	return s.n > 0;
}

static const struct form_field *
find(const struct form *f, struct span name)
{
	for (size_t i = 0; i < f->n; i++)
		if (span_equal(f->field[i].name, name))
			return &f->field[i];
	return NULL;
}

/* "name=value". f->bytes has room for all of it. */
static enum gw_err
take(struct form *f, struct span pair)
{
	struct span raw, value, name = field_cut(pair, '=', &raw);
	uint8_t *at = f->bytes.p + f->bytes.n;
	enum gw_err e;

	if (!is_name(name) || find(f, name) != NULL)
		return GW_EINPUT;
	if (f->n == LIMIT_FORM_FIELDS)
		return GW_ELIMIT;
	memcpy(at, name.p, name.n);
	if ((e = decode(raw, at + name.n, &value)) != GW_OK)
		return e;
	f->field[f->n++] = (struct form_field){ { at, name.n }, value };
	f->bytes.n += name.n + value.n;
	return GW_OK;
}

enum gw_err
form_read(struct span body, struct form *f)
{
	uint8_t *at;
	enum gw_err e;

	f->n = 0;
	buf_init(&f->bytes, LIMIT_FORM);
	e = buf_reserve(&f->bytes, body.n, &at);	/* once and for all: decoding makes nothing longer */
	for (bool more = body.n > 0; e == GW_OK && more;) {
		const struct span pair = field_cut(body, '&', &body);

		more = body.p != NULL;
		e = take(f, pair);
	}
	if (e != GW_OK)
		form_wipe(f);
	return e;
}

struct span
form_value(const struct form *f, const char *name)
{
	const struct form_field *field = find(f, span_of(name));

	return field != NULL ? field->value : (struct span){ NULL, 0 };
}

bool
form_has(const struct form *f, const char *name)
{
	return find(f, span_of(name)) != NULL;
}

bool
form_is(const struct form *f, const char *name, const char *value)
{
	return span_is(form_value(f, name), value);
}

void
form_wipe(struct form *f)
{
	buf_free(&f->bytes);
	secret_wipe(f, sizeof *f);
}
