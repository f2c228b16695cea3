/* pages.h: a thread, as many parts at a time as fit into one message. */
#ifndef PAGES_H
#define PAGES_H

#include "statements.h"

/* From the present row of REPORT_BY_TAG or REPORT_BY_ID, which it ends, and the parts behind it. Parts that are not
 * for a reporter come as digests when is_reporters. Grant and team are the caller's to fill in. */
GW_CHECKED enum gw_err pages_take(struct use *row, uint32_t from, bool is_reporters, struct msg_thread *out);
#endif
