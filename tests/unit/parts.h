/* parts.h: multipart forms as a browser writes them. */
#ifndef PARTS_H
#define PARTS_H

#include "buf.h"

enum { PARTS_ROOM = 8 * 1024 * 1024 };

struct part {
	const char *name, *file;	/* file: NULL for a field; "" for none chosen */
	const char *bytes;
	size_t n;			/* of bytes, and its last one as often as it takes; 0: just bytes */
};
/* One POST of them, on a connection that is to be closed. Initialises out, which the caller frees. */
void parts_post(struct buf *out, const char *path, const struct part *parts, size_t n);
#endif
