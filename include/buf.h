/* buf.h: a growing run of bytes with a ceiling, wiped when it moves and when it ends. Report text lives in these. */
#ifndef BUF_H
#define BUF_H

#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "span.h"

struct buf {
	uint8_t *p;
	size_t n;	/* bytes in use */
	size_t room;	/* bytes allocated */
	size_t max;	/* ceiling; GW_ELIMIT above it */
};

/* An empty buffer that never grows past max bytes; allocates nothing yet. */
void buf_init(struct buf *b, size_t max);
/* Appends. GW_ELIMIT past the ceiling, GW_ENOMEM; on failure b is as before. */
GW_CHECKED enum gw_err buf_add(struct buf *b, struct span bytes);
GW_CHECKED enum gw_err buf_add_text(struct buf *b, const char *text);
/* Makes room for n more bytes and lends the place; the caller then adds to b->n what it wrote. */
GW_CHECKED enum gw_err buf_reserve(struct buf *b, size_t n, uint8_t **at);
struct span buf_span(const struct buf *b);
/* Wipes; keeps the memory. */
void buf_clear(struct buf *b);
/* Wipes and frees; b is empty and usable again. A zeroed struct is fine. */
void buf_free(struct buf *b);
#endif
