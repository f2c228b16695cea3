/* record.h: what one case holds, as one digest for the audit chain: its parts, grants, attachments and keys; all that
 * changes only by an entry of its own. */
#ifndef RECORD_H
#define RECORD_H

#include "statements.h"

struct record {
	uint8_t digest[SEAL_DIGEST];
	int64_t parts, files, grants;	/* rows that there are */
	int64_t held;			/* files that nobody may have */
	int64_t queued;			/* grants whose teams have it on their lists */
	bool is_community;		/* one of the grants is community safety's */
	int64_t recorded;		/* the entry that last said so */
	int64_t band, due, state, has_reply, kind;
};

/* GW_EABSENT: no such report. GW_EINPUT: its rows are not as many as it counts. */
GW_CHECKED enum gw_err record_of(struct store *s, const uint8_t report[ID_BYTES], struct record *r);
#endif
