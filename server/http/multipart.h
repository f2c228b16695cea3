/* multipart.h: multipart/form-data (RFC 7578) as it streams in, in pieces of any size. Pure: no allocation past its own
 * struct, no copy of part bodies; the same events whatever the cuts. */
#ifndef MULTIPART_H
#define MULTIPART_H

#include "err.h"
#include "limit.h"
#include "span.h"

enum multipart_event {
	MULTIPART_NONE,		/* all of in was used; give more */
	MULTIPART_PART,		/* a part begins: name and file name stand in m until the next event */
	MULTIPART_DATA,		/* *data: some bytes of the part, lent by in or by m until the next call */
	MULTIPART_PART_END,
	MULTIPART_END		/* the closing boundary; anything after it but CRLF is refused */
};

struct multipart {
	char name[64];				/* of the part; "" is refused */
	bool is_file;				/* it had a filename, perhaps "" */
	char file_name[LIMIT_FILE_NAME + 1];	/* UTF-8, no control, '/' or '\\'; mended, cut, never refused */
	/* the rest is multipart.c's */
	char boundary[LIMIT_MULTIPART_BOUNDARY + 5];
	size_t boundary_n, matched, head_n;
	unsigned parts, state;
	uint8_t head[LIMIT_MULTIPART_HEAD];
};

/* From a Content-Type field value. GW_EINPUT: not multipart/form-data with one good boundary. */
GW_CHECKED enum gw_err multipart_start(struct multipart *m, struct span content_type);
/* Takes some of in: *used bytes. One event a call; call again with the rest until MULTIPART_NONE. GW_EINPUT, GW_ELIMIT:
 * *why is a sentence; the parse is over. */
GW_CHECKED enum gw_err multipart_next(struct multipart *m, struct span in, size_t *used, enum multipart_event *ev,
    struct span *data, const char **why);
void multipart_wipe(struct multipart *m);	/* a file name is a secret */
#endif
