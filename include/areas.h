/* areas.h: policy/areas.yaml: which area of the borough each ward belongs to, and since when. A ward moves by a row
 * with a later date, so that what was counted before stays as it was. Immutable once loaded. */
#ifndef AREAS_H
#define AREAS_H

#include <stdint.h>
#include <stdio.h>

#include "err.h"
#include "limit.h"
#include "span.h"

struct area_row {
	char ward[LIMIT_WARD + 1];	/* as the council writes it: "Hoe Street" */
	char area[LIMIT_AREA + 1];	/* a code: small letters, digits, hyphens */
	int32_t from;			/* the first day that it holds: days since 1970-01-01 */
};
struct areas {
	size_t n;
	struct area_row row[LIMIT_AREA_ROWS];	/* a ward's own rows in order of time */
};

/* Reads dir/areas.yaml, where dir is the policy folder. On failure one line a fault goes to err as policy_load's, and
 * *a is NULL: GW_EINPUT, GW_EIO, GW_ENOMEM, GW_ELIMIT for a path too long. Gives *a. */
GW_CHECKED enum gw_err areas_load(const char *dir, FILE *err, struct areas **a);
void areas_free(struct areas *a);
/* The ward's area on that local day (days since 1970-01-01), lent by a. NULL: no such ward, letter for letter, or the
 * day is before its first row. */
const char *area_of(const struct areas *a, struct span ward, int32_t day);
#endif
