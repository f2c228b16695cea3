/* fit.h: which of two kinds a report is of, as weights of its features: L2-regularised logistic regression (liblinear).
 * Pure but for memory. */
#ifndef FIT_H
#define FIT_H

#include "err.h"

#include <stddef.h>

/* Columns from 1, rising within a row; a row ends with column -1. */
struct cell { int column; double value; };

/* What every row has in the last column, for the constant: so much that keeping weights small does not touch it. */
enum { FIT_CONSTANT = 50 };

struct table {
	size_t n_rows;
	int n_columns;
	struct cell **row;
};

/* wanted[i] != 0: row i is of the kind. cost: how much a mistake weighs against large weights. Gives a weight for
 * each column but the last, n_columns - 1 in all, and the constant, which is not regularised away. GW_ENOMEM; GW_EINPUT
 * when all rows are of one kind. */
GW_CHECKED enum gw_err fit(const struct table *t, const char *wanted, double cost, double *weights, double *constant);
#endif
