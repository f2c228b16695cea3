/* extract.h: chosen parts of a case as the words of a new one, for another team. The lead's own summary comes first;
 * each part behind it says what it is and when it was written, and what nobody has confirmed says so. Whom not to tell
 * goes along, always. Attachments stay behind. Pure. */
#ifndef EXTRACT_H
#define EXTRACT_H

#include "casebook.h"
#include "clock.h"

enum { EXTRACT_PARTS = 40 };

/* A message or a note that may go along. Lent by the case. */
struct extract_part {
	uint32_t part;			/* its place in the thread */
	int64_t at;
	const char *what;		/* "The reporter wrote, unconfirmed"; static */
	const char *by;			/* who on the staff; "" */
	struct span text;
};
/* Those that have words, in order; the newest ones when there are more. How many. */
size_t extract_parts(const struct opened *c, struct extract_part part[EXTRACT_PARTS]);

struct extract_choice {
	const char *to;			/* the team that it is for */
	struct span summary;
	bool words, place;		/* the report's own words and answers; the place and the school */
	size_t n;
	uint32_t part[EXTRACT_PARTS];	/* of extract_parts; others are passed over */
};
/* *said, which report_init made, becomes the new case's words. Its category is the old case's. Its school, whose
 * calendar its clock follows, is the one that it is for, or else goes with the place. GW_ELIMIT: more than LIMIT_TEXT;
 * GW_ENOMEM. */
GW_CHECKED enum gw_err extract_make(const struct opened *c, const struct calendar *calendar,
    const struct extract_choice *choice, struct report *said);
#endif
