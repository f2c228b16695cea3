/* misses.h: reports that got another band than people gave them, kept whole: what is wrong with a policy is read in
 * them. */
#ifndef MISSES_H
#define MISSES_H

#include "labelled.h"
#include "reasons.h"

struct miss {
	struct buf bytes;		/* what l lends */
	struct labelled l;
	struct reasons given;
	size_t number;			/* in the order of the input */
};
struct misses { size_t n, room; struct miss *miss; };	/* zeroed: none yet */

GW_CHECKED enum gw_err misses_add(struct misses *m, const struct labelled *l, const struct decision *d);
void misses_free(struct misses *m);
/* The gravest errors first, which sorts them: urgent reports that were not seen as such, immediate ones given urgent,
 * then what was seen as urgent and is not, then the rest. */
void misses_print(struct misses *m);
#endif
