/* pass_page.h: GET and POST /desk/case/<id>/pass: a lead passes a case on to another team: an own summary, and those
 * parts that were chosen, as a new case of that team's. The rest stays where only the giver's key opens it. */
#ifndef PASS_PAGE_H
#define PASS_PAGE_H

#include "seat.h"

seat_fn pass_page_get, pass_page_post;
#endif
