/* put.h: what a compiled template calls. One fault ends the output, and is told once at its end. */
#ifndef PUT_H
#define PUT_H

#include "console.h"

struct out { struct buf *buf; enum gw_err e; };

void put_literal(struct out *o, const char *text, size_t n);	/* the template's own: as it is */
void put_span(struct out *o, struct span text);			/* these escape */
void put_text(struct out *o, const char *text);			/* NULL is "" */
void put_number(struct out *o, size_t n);
void put_markup(struct out *o, struct markup m);		/* as it is */
void put_wording(struct out *o, const struct page *m, unsigned key, size_t line);
/* By the value's own type; there is none for bool, struct or list. */
#define PUT(o, x) _Generic((x), struct span: put_span, const char *: put_text, char *: put_text, \
	int: put_number, unsigned: put_number, size_t: put_number, struct markup: put_markup)(o, x)

struct span put_span_of(const char *text);	/* NULL is "" */
struct span put_same(struct span text);
#define SPAN(x) _Generic((x), struct span: put_same, const char *: put_span_of, char *: put_span_of)(x)

typedef void page_template(const struct page *m, struct out *o);
extern page_template *const page_templates[PAGE_N];
typedef void console_template(const struct console *m, struct out *o);
extern console_template *const console_templates[CONSOLE_N];

/* Appends text with & < > " and ' written as references: safe in HTML text and in quoted attributes. On failure out is
 * as before, or longer by a part of it. */
GW_CHECKED enum gw_err put_escaped(struct buf *out, struct span text);
#endif
