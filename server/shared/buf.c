/* buf.c: a growing run of bytes, wiped. */
#include "buf.h"

#include "secret.h"

#include <string.h>

enum { BUF_FIRST = 256 };	/* bytes of the first allocation, when the ceiling allows */

static size_t
grown(const struct buf *b, size_t need)
{
	size_t room = b->room < BUF_FIRST ? BUF_FIRST : b->room;

	while (room < need && room <= b->max / 2)
		room *= 2;
	if (room < need || room > b->max)
		room = b->max;
	return room;
}

void
buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max };
}

enum gw_err
buf_add(struct buf *b, struct span bytes)
{
	uint8_t *at;
	enum gw_err e;

	if (bytes.n == 0)
		return GW_OK;
	if ((e = buf_reserve(b, bytes.n, &at)) != GW_OK)
		return e;
	memcpy(at, bytes.p, bytes.n);
	b->n += bytes.n;
	return GW_OK;
}

enum gw_err
buf_add_text(struct buf *b, const char *text)
{
	return buf_add(b, span_of(text));
}

enum gw_err
buf_reserve(struct buf *b, size_t n, uint8_t **at)
{
	size_t room;
	uint8_t *p;

	if (b->n > b->max || n > b->max - b->n)
		return GW_ELIMIT;
	if (n > b->room - b->n || b->p == NULL) {
		room = grown(b, b->n + n);
		/* malloc(0) may be NULL without a shortage */
		if ((p = secret_realloc(b->p, room == 0 ? 1 : room)) == NULL)
			return GW_ENOMEM;
		b->p = p;
		b->room = room;
	}
	*at = b->p + b->n;
	return GW_OK;
}

struct span
buf_span(const struct buf *b)
{
	return (struct span){ b->p, b->n };
}

void
buf_clear(struct buf *b)
{
	if (b->p != NULL)
		secret_wipe(b->p, b->room);
	b->n = 0;
}

void
buf_free(struct buf *b)
{
	secret_free(b->p);
	*b = (struct buf){ .max = b->max };
}
