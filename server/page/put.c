/* put.c: values into HTML. */
#include "put.h"

#include <stdio.h>

/* As MarkupSafe writes them, so that a template looks the same in Jinja2. */
static const struct span references[] = {
	['&'] = { (const uint8_t *)"&amp;", 5 }, ['<'] = { (const uint8_t *)"&lt;", 4 },
	['>'] = { (const uint8_t *)"&gt;", 4 }, ['"'] = { (const uint8_t *)"&#34;", 5 },
	['\''] = { (const uint8_t *)"&#39;", 5 },
};
enum { REFERENCES = sizeof references / sizeof references[0] };

enum gw_err
put_escaped(struct buf *out, struct span text)
{
	size_t from = 0;
	enum gw_err e;

	for (size_t i = 0; i < text.n; i++) {
		const uint8_t c = text.p[i];

		if (c >= REFERENCES || references[c].n == 0)
			continue;
		if ((e = buf_add(out, (struct span){ text.p + from, i - from })) != GW_OK ||
		    (e = buf_add(out, references[c])) != GW_OK)
			return e;
		from = i + 1;
	}
	return from == text.n ? GW_OK : buf_add(out, (struct span){ text.p + from, text.n - from });
}

void
put_literal(struct out *o, const char *text, size_t n)
{
	if (o->e == GW_OK)
		o->e = buf_add(o->buf, (struct span){ (const uint8_t *)text, n });
}

void
put_span(struct out *o, struct span text)
{
	if (o->e == GW_OK)
		o->e = put_escaped(o->buf, text);
}

void
put_text(struct out *o, const char *text)
{
	put_span(o, put_span_of(text));
}

void
put_number(struct out *o, size_t n)
{
	char text[24];

	snprintf(text, sizeof text, "%zu", n);
	put_text(o, text);
}

void
put_markup(struct out *o, struct markup m)
{
	if (o->e == GW_OK)
		o->e = buf_add(o->buf, m.html);
}

void
put_wording(struct out *o, const struct page *m, unsigned key, size_t line)
{
	if (o->e == GW_OK)
		o->e = wording_put(m->w, key, line, &m->values, o->buf);
}

struct span
put_span_of(const char *text)
{
	return span_of(text != NULL ? text : "");
}

struct span
put_same(struct span text)
{
	return text;
}
