/* compare.h: what another policy makes of the same reports: which would get another band or main category, and why. */
#ifndef COMPARE_H
#define COMPARE_H

#include "labelled.h"
#include "triage.h"

struct compare;

/* Borrows both policies until the last compare_add. Gives *c. */
GW_CHECKED enum gw_err compare_new(const struct triage *old, const struct triage *new, enum readers who,
    struct compare **c);
void compare_free(struct compare *c);
/* A labelled_fn; arg is a struct compare. */
enum run compare_add(void *arg, const struct labelled *l);
/* Each report that changes, lowered ones first, then a summary, with the figures of both when any report is labelled.
 * Sorts what was kept. */
void compare_print(struct compare *c);
/* One object a report, and a last one, {"summary"}. */
enum run compare_print_json(struct compare *c);
#endif
