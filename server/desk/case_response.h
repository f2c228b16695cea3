/* case_response.h: the urgent response on a case's page: its clocks, whom to ring now, where the young person is, and
 * what the sheets come to; the links to all sheets; the cases that it is a part of. Pure. */
#ifndef CASE_RESPONSE_H
#define CASE_RESPONSE_H

#include "agencies.h"
#include "casefile.h"
#include "console.h"
#include "opening.h"
#include "policy.h"
#include "scrap.h"
#include "situation.h"

/* All borrowed. */
struct case_response {
	const struct opened *c;
	const struct casefile *file;
	const struct situation *situation;	/* of c's entries */
	const struct policy *policy;
	const struct agencies *agencies;
	int64_t now;
};
/* Fills f->response. Spans point into what t borrows, and scrap. */
void case_response_fill(const struct case_response *t, struct scrap *scrap, struct console_case *f);
/* Whom to ring at now, and who it is at other hours; both all empty without a MASH. */
void case_ring(const struct agencies *a, const struct calendar *c, int64_t now, struct console_response *r);
#endif
