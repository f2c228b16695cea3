/* escalations_api.h: community safety's cases for its computers (device_api.h): GET /api/v1/escalations lists them, and
 * below it GET <id> (a page of its parts), GET <id>/files/<n>, POST <id>/ack and POST <id>/outcome. What is read
 * passes through as it was sealed, and is opened on the computer. To write, the computer gives the key of the one case
 * for that request: the desk opens the case, seals the entry, and wipes the key. What goes wrong is told as problems
 * (RFC 9457). */
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
/* ack: {"upto"}; 200 {}. outcome: {"key","sheet","fields"}: the case's key, and a sheet (sheet.h) by its fields' keys;
 * 201 {"part"}: where its entry stands, by the session's name. 403: no computer of community safety's, or the key does
 * not open the case; 404: no case of theirs, or a dossier; 409: others write in it all the time; 422: not such a sheet,
 * one that stops a clock, or one that does not fit the case. */
void escalation_post_begin(struct exchange *x);
void escalation_post_end(struct exchange *x);
void escalation_post_gone(struct exchange *x);
#endif
