/* log_page.h: GET and POST /desk/log: a concern that somebody told a member, into the same queue as every other, with
 * its author. */
#ifndef LOG_PAGE_H
#define LOG_PAGE_H

#include "seat.h"

seat_fn log_page_get, log_page_post;
#endif
