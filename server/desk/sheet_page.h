/* sheet_page.h: GET and POST /desk/case/<id>/record: the form of one sheet ("?sheet=contact", and what it begins with:
 * "&of=12"), and keeping it as an entry of the case. Field "back" and f-meeting: where it leads afterwards. */
#ifndef SHEET_PAGE_H
#define SHEET_PAGE_H

#include "seat.h"

seat_fn sheet_page_get, sheet_page_post;
#endif
