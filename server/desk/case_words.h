/* case_words.h: what a report says, and what the machine made of it, for the page of a case: the words whole, the same
 * again with the marks of what fired a rule, the answers, and the reasons. Pure. */
#ifndef CASE_WORDS_H
#define CASE_WORDS_H

#include "console.h"
#include "opening.h"
#include "scrap.h"

/* Fills those members of f. Its spans point into c and scrap. */
void case_words_fill(const struct opened *c, struct scrap *scrap, struct console_case *f);
/* The text in runs, marked where a reason's "at" and "len" say: overlapping ones are one run, what lies beyond the text
 * is cut off, and no character is cut in two. reasons: a decision's, a JSON array. */
const struct console_run *case_words_runs(struct span text, const json_t *reasons, struct scrap *scrap, size_t *n);
#endif
