/* second_page.h: /desk/account/second: a new second factor for who is signed in; and new recovery codes, with it or
 * alone. Who signed in by a recovery code can do this and nothing else before. */
#ifndef SECOND_PAGE_H
#define SECOND_PAGE_H

#include "seat.h"

seat_fn second_page_show, second_page_send;
seat_fn second_page_codes;			/* POST /desk/account/codes */
#endif
