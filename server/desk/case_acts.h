/* case_acts.h: POST /desk/case/<id>/<act>: what the forms of a case's page do. What cannot be taken leads to the same
 * page again, with what was typed. */
#ifndef CASE_ACTS_H
#define CASE_ACTS_H

#include "case_page.h"

seat_fn case_acts_post;
/* Does w->order to this case, then calls w->acted, or tells the person what is in the way. */
void case_acts_do(struct seat *s, const uint8_t report[ID_BYTES]);
/* The page again, with its errors and what was typed. */
void case_acts_again(struct seat *s, int status);
/* It is done: back to the page. */
void case_acts_done(struct seat *s, const struct act_result *r);
#endif
