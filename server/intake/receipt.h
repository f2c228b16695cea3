/* receipt.h: what a reporter is shown of what they sent and got. Each gives a new value, or NULL without memory. */
#ifndef RECEIPT_H
#define RECEIPT_H

#include "json.h"
#include "policy.h"
#include "report.h"

/* [{"sha256","size","cleaned"}]: no names, a code may be found by somebody else. */
json_t *receipt_files(const struct report *said);
/* {"from","at","text","files"} */
json_t *receipt_message(const struct report *said, int64_t at_minute, bool from_staff);
/* What happens next, in plain sentences: by when we aim to look, on the calendar's clock; not how grave it seems. */
json_t *receipt_next(const struct calendar *c, int64_t due);
#endif
