/* copy.h: the clean copy of an attachment: what is left of it that is safe to look at, without what it says about its
 * sender. A copy is a stream: a head that says what was done, then the bytes. Who wrote it has met hostile bytes, so
 * every number in a head is checked here; whoever shows a copy still treats its bytes as foreign. Pure. */
#ifndef COPY_H
#define COPY_H

#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "limit.h"
#include "span.h"

enum copy_state {		/* kept sealed: append only */
	COPY_LATER,		/* not tried: no cleaner was free, or it took longer than a reporter can wait */
	COPY_CLEAN,
	COPY_STRANGE,		/* of a kind that cannot be cleaned */
	COPY_DAMAGED,		/* cut short, or not what its kind must be */
	COPY_TOO_MUCH,		/* more pixels, pages, frames or bytes than a copy may have */
	COPY_FAILED,		/* its cleaner died, or was ended for taking too much time or memory */
	COPY_UNSCANNED,		/* the scanner for malware gave no answer: nobody looks at it before it did */
	COPY_INFECTED,		/* the scanner found something */
	COPY_STATE_N
};
enum copy_kind {		/* of the copy's bytes; kept sealed: append only */
	COPY_NONE, COPY_JPEG, COPY_PNG, COPY_WEBP, COPY_MP4, COPY_PDF, COPY_TEXT, COPY_KIND_N
};

const char *copy_state_code(enum copy_state s);		/* "later", "clean", ...; never NULL */
enum copy_state copy_state_of(struct span code);	/* COPY_STATE_N: no such code */
const char *copy_kind_code(enum copy_kind k);		/* "jpeg", ...; "" for COPY_NONE */
enum copy_kind copy_kind_of(struct span code);		/* COPY_KIND_N: no such code */
const char *copy_kind_media(enum copy_kind k);		/* "image/jpeg"; never NULL */
const char *copy_kind_suffix(enum copy_kind k);		/* ".jpg"; "" for COPY_NONE */
/* Whether trying again may give another result. */
bool copy_may_come(enum copy_state s);

struct copy_page { uint32_t at, n; };	/* bytes of the copy that are a JPEG picture of that page */
struct copy_head {
	enum copy_state state;		/* never LATER */
	enum copy_kind kind;		/* CLEAN: any but NONE; else NONE */
	uint64_t size;			/* bytes behind the head; not CLEAN: 0 */
	unsigned n_pages;		/* PDF: at least 1; else 0 */
	struct copy_page page[LIMIT_COPY_PAGES];
};
/* 16 bytes: "GWc1", state, kind, pages (2 bytes), size (8 bytes), all big-endian; then 8 bytes a page: at, n. */
enum { COPY_FIXED = 16, COPY_PAGE = 8, COPY_HEAD = COPY_FIXED + LIMIT_COPY_PAGES * COPY_PAGE };
size_t copy_head_write(const struct copy_head *h, uint8_t out[COPY_HEAD]);	/* how many bytes */
/* *used: the head's. GW_MORE: in is not all of it yet. GW_EINPUT: not a head. Pages lie inside of size, in order,
 * none over another, none empty. */
GW_CHECKED enum gw_err copy_head_read(struct span in, struct copy_head *h, size_t *used);
#endif
