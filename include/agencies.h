/* agencies.h: policy/agencies.yaml: who is rung, on which number, at which hours, and who instead at all others;
 * hospitals and custody suites where a young person may be, with what is to be done then. Immutable once loaded. Pure
 * but for loading: the time is given. */
#ifndef AGENCIES_H
#define AGENCIES_H

#include <stdint.h>
#include <stdio.h>

#include "policy.h"

enum { AGENCIES_MAX = 64, AGENCY_ID = 32, AGENCY_NAME = 64, AGENCY_PHONE = 32, AGENCY_TASK = 200, AGENCY_SHIFTS = 8 };
enum agency_kind { AGENCY_OFFICE, AGENCY_HOSPITAL, AGENCY_CUSTODY, AGENCY_KIND_N };	/* "agency" is OFFICE */

struct agency {
	char id[AGENCY_ID + 1];			/* small letters, digits, hyphens */
	char name[AGENCY_NAME + 1];
	char phone[AGENCY_PHONE + 1];		/* digits and spaces; "": nobody has told us */
	char task[AGENCY_TASK + 1];		/* what to do when a young person is there; "": nothing by itself */
	enum agency_kind kind;
	size_t n_shifts;			/* 0: at every hour */
	struct shift shift[AGENCY_SHIFTS];
	const struct agency *instead;		/* at other hours; NULL: nobody. Never leads back to this one */
};
struct agencies { size_t n; struct agency agency[AGENCIES_MAX]; };

/* Reads dir/agencies.yaml. One line a fault goes to err as policy_load's, *a is then NULL: GW_EINPUT, GW_EIO,
 * GW_ENOMEM, GW_ELIMIT. An id twice, an `instead` that nobody is or that leads in a circle, no "mash": faults. */
GW_CHECKED enum gw_err agencies_load(const char *dir, FILE *err, struct agencies **a);
void agencies_free(struct agencies *a);
/* NULL: nobody of this id. */
const struct agency *agencies_find(const struct agencies *a, struct span id);
/* By the calendar's wall clock; a bank holiday that it does not know yet is a working day. */
bool agency_is_open(const struct agency *g, const struct calendar *c, int64_t now);
/* Whom to ring now: g itself, or the first that is open of those instead; g when none is. */
const struct agency *agency_now(const struct agency *g, const struct calendar *c, int64_t now);
#endif
