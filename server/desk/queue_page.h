/* queue_page.h: GET /desk/queue: what waits, urgent response first, in each list what is due soonest; twenty a page. */
#ifndef QUEUE_PAGE_H
#define QUEUE_PAGE_H

#include "seat.h"

seat_fn queue_page_get;
#endif
