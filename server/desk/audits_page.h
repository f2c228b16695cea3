/* audits_page.h: multi-agency audits of closed cases. An audit is a case of community safety's own (dossier.h):
 * its first entry is the sample (sample.h), with the seed and the days that draw it again; what is found in a case, and
 * what becomes of the actions, are entries of the audit. Nothing is ever written into the cases that were drawn.
 * GET and POST /desk/audits, GET /desk/audits/<id>. Domain: (a) U27, U28. */
#ifndef AUDITS_PAGE_H
#define AUDITS_PAGE_H

#include "seat.h"

seat_fn audits_page_get;
seat_fn audits_page_post;	/* from, to: days; size; seed, or "" */
seat_fn audits_page_one;	/* audit_one.c; 404 for a case that is no audit */
#endif
