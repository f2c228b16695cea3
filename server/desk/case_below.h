/* case_below.h: which page a path below /desk/case/<id> is: one table. What is not in it is the case's own page, an
 * attachment of it, or one of its short forms. */
#ifndef CASE_BELOW_H
#define CASE_BELOW_H

#include "seat.h"

seat_fn case_below_get, case_below_post;
#endif
