/* paper_page.h: GET /desk/case/<id>/paper/…: a case on paper: the MASH referral sheet, prefilled only from confirmed
 * facts; a critical incident's Community Impact Assessment; the chronology. Nothing on them but the case. */
#ifndef PAPER_PAGE_H
#define PAPER_PAGE_H

#include "seat.h"

seat_fn paper_page_get;
seat_fn paper_page_post;	/* there is nothing to send to a paper: 404 */
#endif
