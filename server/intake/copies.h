/* copies.h: the clean copies of one form's files, on their way side by side (copying.h). Whatever stands in the way of
 * one, its file arrives. */
#ifndef COPIES_H
#define COPIES_H

#include "copying.h"
#include "policy.h"
#include "reception.h"

struct copies;
/* What became of file i's, lent; nothing else is told of it. Never from inside copies_end. */
typedef void copies_told_fn(void *arg, size_t i, const struct copied *made);

struct copies {			/* zeroed before copies_begin */
	unsigned waited;	/* of ended files, that something is still to be told of */

	/* copies.c's. */
	struct copies_one {
		struct copies *of;
		struct copying *copying;	/* NULL: there is none */
		uint8_t key[KEY_BYTES];
	} one[LIMIT_FILES];
	copies_told_fn *told;
	void *arg;
};

/* File i of the form is coming: number of this report, whose key and id are borrowed until the end. */
struct copies_file { size_t i; const uint8_t *report, *report_key; uint32_t number; };
void copies_begin(struct copies *c, struct reception *at, const struct copies_file *f);
void copies_write(struct copies *c, size_t i, struct span bytes);
/* That was all of it. Where there is no copy now, nothing is told of it. */
void copies_end(struct copies *c, size_t i, copies_told_fn *told, void *arg);
void copies_free(struct copies *c);	/* gives up all that are on their way; zeroed is fine */
#endif
