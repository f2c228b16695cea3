/* labelled.h: reports as JSON Lines: {"id","text","answers"} and, for those that people have labelled, {"voice","band",
 * "category","why","pair"} (triage/standard.md, "How it is measured"). Unknown keys are left alone. */
#ifndef LABELLED_H
#define LABELLED_H

#include "concern.h"
#include "policy.h"
#include "report.h"

struct labelled {
	json_t *v;			/* owned by labelled_each; NULL in a copy. What follows is lent by it */
	struct span id, text, voice, why, pair;	/* n 0 when not there; id and text always are */
	struct answers answers;
	enum band band;			/* BAND_N: not labelled */
	enum category category;		/* CATEGORY_NONE: not labelled */
};

/* Takes one report; RUN_DONE to go on. */
typedef enum run labelled_fn(void *arg, const struct labelled *l);

/* Reads every line of a file, or of stdin when file is "-". A wrong line ends it: RUN_MISUSED, with a sentence that
 * names file, line and what is wrong. must_have_band: a report without a label is wrong too. Ends early, with RUN_DONE,
 * when nobody takes the output any more. */
enum run labelled_each(const char *file, bool must_have_band, labelled_fn *each, void *arg);
/* Copies a report, so that it can outlive its line: its words into bytes, a buffer not yet initialised, which lends
 * them to copy. GW_ENOMEM: bytes is empty. */
GW_CHECKED enum gw_err labelled_copy(const struct labelled *l, struct buf *bytes, struct labelled *copy);
#endif
