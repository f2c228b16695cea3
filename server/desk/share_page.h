/* share_page.h: GET and POST /desk/case/<id>/share: all of a case for another team as well, or, when it came to the
 * wrong one, instead: then the giver's people can open it no more. */
#ifndef SHARE_PAGE_H
#define SHARE_PAGE_H

#include "seat.h"

seat_fn share_page_get, share_page_post;
#endif
