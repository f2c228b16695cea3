/* queue.h: GET /api/v1/queue: the reports of the member's teams, the soonest due first, a page at a time. */
#ifndef QUEUE_H
#define QUEUE_H

#include "office.h"

struct queue_state { uint32_t ticket; uint16_t limit; };

void queue_end(struct exchange *x);
void queue_gone(struct exchange *x);
#endif
