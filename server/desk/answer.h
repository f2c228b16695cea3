/* answer.h: POST /api/v1/reports/<id>/messages: what staff write back, sealed under the report's key behind everything
 * said so far. */
#ifndef ANSWER_H
#define ANSWER_H

#include "opening.h"

enum { ANSWER_STATE = 128 };		/* room for a handler's state; checked where it is defined */

void answer_begin(struct exchange *x);
void answer_end(struct exchange *x);
void answer_gone(struct exchange *x);
#endif
