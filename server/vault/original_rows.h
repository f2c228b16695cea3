/* original_rows.h: attachments as they were sent: who asked for one, what a second person said, and which nobody may
 * open any more. What was said stands in sealed parts; these rows are for who may have the bytes (store_file_get). */
#ifndef ORIGINAL_ROWS_H
#define ORIGINAL_ROWS_H

#include "acts.h"

/* Of an ACT_RECORD, whatever its sheet. GW_EDENIED: not this member's to do, and the audit chain has it. GW_EINPUT: no
 * such file, no such question, one that was answered, or what would open a held file. Changes nothing else. */
GW_CHECKED enum gw_err original_rows_check(const struct acting *a);
/* After the check, its rows. */
GW_CHECKED enum gw_err original_rows_change(const struct acting *a);
/* Adds to the sheet's code what the chain has to know: which attachment, and what was said. */
void original_rows_say(const struct acting *a, char why[LIMIT_WHY + 1]);
#endif
