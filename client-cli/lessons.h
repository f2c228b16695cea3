/* lessons.h: labelled reports to learn from, and what is learned: a file of weights (weights.h) for the second reader.
 * Logistic regression with quadratic regularisation (liblinear, Fan et al. 2008), one for each head and category. The
 * same reports and policy give the same file, byte for byte. */
#ifndef LESSONS_H
#define LESSONS_H

#include "labelled.h"
#include "triage.h"

enum { LESSON_TAUGHT = -1 };		/* a fold that is never left out */

struct lesson {
	struct labelled l;		/* its v is kept */
	int fold;			/* from 0, or LESSON_TAUGHT */
};
struct lessons { size_t n, room; struct lesson *lesson; };

void lessons_free(struct lessons *l);		/* a zeroed struct is fine */
/* Reads a file of labelled reports, all of one fold. */
enum run lessons_read(struct lessons *l, const char *file, int fold);
/* Shares out into so many folds those that are of any, pairs together. */
void lessons_fold(struct lessons *l, int folds);
/* Learns from all lessons but those of this fold (LESSON_TAUGHT: from all), under the policy in dir, into out. */
enum run lessons_learn(const struct lessons *l, int left_out, const char *dir, struct buf *out);
#endif
