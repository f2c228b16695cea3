/* receipt.h: what a reporter is shown of what they sent and got. Each gives a new value, or NULL without memory. */
#ifndef RECEIPT_H
#define RECEIPT_H

#include "config.h"
#include "cover.h"
#include "json.h"
#include "policy.h"
#include "refcode.h"
#include "report.h"

/* Where a code is looked up: "https://HOST/check#CODE" and NUL. The fragment never leaves the device that opens it: no
 * server, proxy or school filter sees the code. */
enum { RECEIPT_URL = sizeof ((struct config *)0)->public_host + REFCODE_TEXT + sizeof "https:///check#" };
void receipt_url(const struct config *c, const char code[REFCODE_TEXT], char url[RECEIPT_URL]);
/* [{"sha256","size","cleaned","copy"}]: no names, a code may be found by somebody else. copy is a state's code
 * (copy.h), cleaned whether that is "clean". */
json_t *receipt_files(const struct report *said);
/* Whether both are of the same file, though its copy may have become something else each time. */
bool receipt_is_same_file(const json_t *a, const json_t *b);
bool receipt_is_same_files(const json_t *a, const json_t *b);	/* in the same order */
/* {"from","at","text","files"} */
json_t *receipt_message(const struct report *said, int64_t at_minute, bool from_staff);
/* What happens next, in plain sentences: 999 first, then only times that somebody is there to keep, on the calendar's
 * clock; not how grave it seems. */
json_t *receipt_next(const struct calendar *c, const struct promise *promise, int64_t now);
/* [{"name","what","for","contact":{"call","text","web","hours"}}]: who else can help, with those contacts that there
 * are. For the receipt alone, never for later checks: it gives away what the report is about, and who looks over a
 * shoulder at the progress, or finds the code, must not learn that. */
json_t *receipt_help(const struct help *help);
/* The receipt's bytes into an empty buffer: v, or GW_ENOMEM when it is NULL, then spaces up to RECEIPT_BYTES. All are
 * equally long: their size on the network must tell neither who can help nor when somebody looks. */
enum { RECEIPT_BYTES = 4096 };
GW_CHECKED enum gw_err receipt_write(const json_t *v, struct buf *out);
#endif
