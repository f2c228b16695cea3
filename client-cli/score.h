/* score.h: how decisions compare with what people said: the standard's four figures, a confusion table, recall by voice
 * and by category, pairs of near-twins told apart, and the reports that got another band, with their text. */
#ifndef SCORE_H
#define SCORE_H

#include "labelled.h"
#include "triage.h"

struct score;

GW_CHECKED enum gw_err score_new(struct score **s);
void score_free(struct score *s);
/* l has a band. Keeps copies of what it needs. */
GW_CHECKED enum gw_err score_add(struct score *s, const struct labelled *l, const struct decision *d);
size_t score_reports(const struct score *s);

/* The figures are the standard's four, the share of right main categories among those that are labelled, and of pairs
 * told apart: each report of the pair got its own band. A share is rounded so that it never looks better than it is.
 * A line a figure, with the goal and whether it is met. */
void score_print_figures(const struct score *s);
/* The same of two policies, side by side; the goal is the new one's. */
void score_print_beside(const struct score *old, const struct score *new);
/* Figures, tables and misses, which it sorts. */
void score_print(struct score *s);
/* All of it but the misses, for programs; gives *out. A share's value is null when there is nothing to share. */
GW_CHECKED enum gw_err score_json(const struct score *s, json_t **out);
#endif
