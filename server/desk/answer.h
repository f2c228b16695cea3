/* answer.h: POST /api/v1/reports/<id>/messages: what staff write back, as an act on the case. */
#ifndef ANSWER_H
#define ANSWER_H

#include "site.h"

enum { ANSWER_STATE = 64 };		/* room for a handler's state; checked where it is defined */

void answer_begin(struct exchange *x);
void answer_end(struct exchange *x);
void answer_gone(struct exchange *x);
#endif
