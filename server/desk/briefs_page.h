/* briefs_page.h: products without any name, for meetings that others lead. GET /desk/briefs/pva?n=K: what was noted
 * until the Partnership Violence Assessment's last meeting, or the K-th before, since the one before that. GET
 * /desk/briefs/ttcg?month=YYYY-MM: one month in tables, small numbers hidden. Each says up to when, and what is not
 * known. */
#ifndef BRIEFS_PAGE_H
#define BRIEFS_PAGE_H

#include "seat.h"

seat_fn briefs_page_pva, briefs_page_ttcg;
#endif
