/* fields.h: what a page's multipart form says beside its state and its files, in pieces as it streams in. Pure. */
#ifndef FIELDS_H
#define FIELDS_H

#include "buf.h"
#include "err.h"
#include "limit.h"

/* Bytes: also of a text that is too long to be sent, so that it is shown again and not lost. */
enum { FIELDS_TEXT = 2 * LIMIT_TEXT };

struct fields {
	struct buf text;	/* UTF-8, LF for every line end, no other control but tab */
	int expected;		/* how many files the page says it sends; -1 when it does not say */

	/* fields.c's. */
	struct buf raw;		/* the present field, so far */
	unsigned now, seen;
};

void fields_init(struct fields *f);
void fields_free(struct fields *f);	/* wipes */
/* A field of this name begins. GW_EINPUT: there is none, or it was there before. */
GW_CHECKED enum gw_err fields_begin(struct fields *f, const char *name);
/* Some of its bytes. GW_ELIMIT: too long; GW_ENOMEM. */
GW_CHECKED enum gw_err fields_add(struct fields *f, struct span bytes);
/* It is here. GW_EINPUT: no UTF-8, no number. GW_ELIMIT: a text over FIELDS_TEXT. */
GW_CHECKED enum gw_err fields_end(struct fields *f);
#endif
