/* docket.h: what the folder of "concern pull" says of one case: an object of escalations.json, from which the other two
 * files are made. Times are UTC, "2026-11-21T15:30Z"; what is not known is null. Pure: the time is given. */
#ifndef DOCKET_H
#define DOCKET_H

#include "escalation.h"

enum { DOCKET_REF = 2 * 4 + 2 };
/* As the console's pages call it: "3F9A-22C1"; and NUL. */
void docket_ref(const uint8_t report[ID_BYTES], char text[DOCKET_REF]);
/* {"id","ref","kind","changed","parts","band","state","received","due","pulled","decided","category","reasons":[text],
 * "school","place","keep_from","answers","text","messages":[{"from","at","text"}],
 * "files":[{"n","size","sha256","copy","locked"}],
 * "where":{"place","name","since","until","text","at"},"clocks":[{"what","start","due","met"}],"unidentified",
 * "asks":[{"part","agency","owner","due","text"}],"decisions":[{"part","at","by","outcome","text","why"}]}. Asks are
 * the open ones; no name of a file that its reporter gave it. A file's size and digest are those of what was sent;
 * copy: a code of copy.h; locked: "malware", "indecent" or null. Gives *v. GW_EINPUT: it has no decision that can be
 * read; GW_ENOMEM. */
GW_CHECKED enum gw_err docket_make(const struct escalation *row, const struct opened *c, int64_t now, json_t **v);
#endif
