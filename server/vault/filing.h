/* filing.h: parts and attachments into a case, and the audit entry that says what it holds now. */
#ifndef FILING_H
#define FILING_H

#include "audit.h"

/* The next part of a case, its attachments and its new head; filing_record must follow. GW_ECONFLICT: it is not the
 * next. GW_ELIMIT: no more fit. */
GW_CHECKED enum gw_err filing_append(struct store *s, const struct msg_part_put *put, enum part_kind kind);
/* Adds the entry that says what the case holds now; the case has its number already. */
GW_CHECKED enum gw_err filing_record(struct store *s, const uint8_t report[ID_BYTES], enum audit_what what,
    const char *who, int64_t at);
#endif
