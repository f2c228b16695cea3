/* fit.c: one call into liblinear. */
#include "fit.h"

#include <linear.h>
#include <stdlib.h>
#include <string.h>

/* Small enough that weights no longer change in the thousandths that are kept. */
static const double tolerance = 0.0005;

_Static_assert(sizeof(struct cell) == sizeof(struct feature_node) &&
    offsetof(struct cell, value) == offsetof(struct feature_node, value), "a cell is liblinear's node");

static void
be_silent(const char *text)
{
	(void)text;
}

enum gw_err
fit(const struct table *t, const char *wanted, double cost, double *weights, double *constant)
{
	struct parameter how = { .solver_type = L2R_LR, .eps = tolerance, .C = cost };
	struct problem p = { .l = (int)t->n_rows, .n = t->n_columns, .bias = -1 };
	struct model *m;
	double sign;

	if (memchr(wanted, 0, t->n_rows) == NULL || memchr(wanted, 1, t->n_rows) == NULL)
		return GW_EINPUT;
	if ((p.y = calloc(t->n_rows, sizeof *p.y)) == NULL)
		return GW_ENOMEM;
	for (size_t i = 0; i < t->n_rows; i++)
		p.y[i] = wanted[i] != 0 ? 1 : -1;
	p.x = (struct feature_node **)t->row;
	set_print_string_function(be_silent);
	m = train(&p, &how);
	free(p.y);
	if (m == NULL)
		return GW_ENOMEM;
	sign = m->label[0] == 1 ? 1 : -1;	/* the first label seen is the positive one */
	for (int c = 0; c < t->n_columns - 1; c++)
		weights[c] = sign * m->w[c];
	*constant = FIT_CONSTANT * sign * m->w[t->n_columns - 1];
	free_and_destroy_model(&m);
	return GW_OK;
}
