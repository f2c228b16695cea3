/* filing.h: parts and attachments into a case, and the audit entry that says what it holds now. */
#ifndef FILING_H
#define FILING_H

#include "audit.h"

/* The next part of a case, its attachments and its new head. GW_ECONFLICT: it is not the next. GW_ELIMIT: no more
 * fit. */
GW_CHECKED enum gw_err filing_append(struct store *s, const struct msg_part_put *put, enum part_kind kind);
/* Adds the entry and remembers in the case which one it is. */
GW_CHECKED enum gw_err filing_record(struct store *s, const uint8_t report[ID_BYTES], enum audit_what what,
    const char *who, int64_t at);
#endif
