/* escalations_api.h: community safety's cases for its computers (device_api.h): GET /api/v1/escalations lists them, and
 * below it GET <id> (a page of its parts), GET <id>/files/<n>, POST <id>/ack and POST <id>/outcome. Everything passes
 * through as it was sealed: nothing is opened here, no key of a case comes near this process. What goes wrong is told
 * as problems (RFC 9457). */
#ifndef ESCALATIONS_API_H
#define ESCALATIONS_API_H

#include "office.h"

enum { ESCALATIONS_STATE = 512 };	/* room for a handler's state; checked where it is defined */

/* ?after=N&limit=M: {"last","goes_on","teams":[{"team","pk","sealed"}],"escalations":[{"id","changed","listed","band",
 * "state","kind","parts","received"}]}. teams: the keys of the device's teams, present ones first, then older ones that
 * it still holds, each sealed to the device. Numbers are numbers, times seconds since 1970, bytes base64. */
void escalations_list_end(struct exchange *x);
void escalations_list_gone(struct exchange *x);
/* <id>?from=K: {"report","team","grant","band","state","kind","helps","received","due","total","files",
 * "assigned","head","parts":[{"kind","seq","digest","sealed"}]}; <id>/files/<n>: the sealed stream's bytes. */
void escalation_get_end(struct exchange *x);
void escalation_get_gone(struct exchange *x);
/* ack: {"upto"}; 200 {}. outcome: {"seq","files","sheet","helps","part","head"}: one entry (ACT_RECORD) that the
 * device sealed behind seq parts; 201 {}; 409: somebody was faster; 422: a sheet that stops a clock or needs a person
 * at the console. */
void escalation_post_begin(struct exchange *x);
void escalation_post_end(struct exchange *x);
void escalation_post_gone(struct exchange *x);
#endif
