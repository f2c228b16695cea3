/* weights.h: what the second reader has learned: a table from features to weights in thousandths of log-odds, from the
 * file that lesson.h describes and "concern learn" writes. */
#ifndef WEIGHTS_H
#define WEIGHTS_H

#include <stdio.h>

#include "feature.h"
#include "lesson.h"

enum { WEIGHTS_MAX = 160 * 1024, LEANS_MAX = 512 * 1024 };

struct lean { uint16_t category; int16_t weight; };
struct weight {
	int16_t head[HEADS];
	uint16_t n_leans;
	uint32_t first_lean;		/* in the table's leans */
};
struct weights;

/* Reads the file, whose name is for faults: one line a fault on err, "name:line: what is wrong", and GW_EINPUT; or
 * GW_ENOMEM. The words of its features go into the vocabulary, which the caller then closes. Gives *w. */
GW_CHECKED enum gw_err weights_read(struct span bytes, const char *name, FILE *err, struct concepts *c,
    struct weights **w);
void weights_free(struct weights *w);
/* The weight's number, or WEIGHTS_MAX when the feature weighs nothing or key is 0: there is none. */
uint32_t weights_find(const struct weights *w, uint64_t key);
/* Number 0 holds the constants. */
const struct weight *weights_at(const struct weights *w, uint32_t number);
const struct lean *weights_leans(const struct weights *w, const struct weight *one);
#endif
