/* alert_rows.h: whom a case waits for: one row for each team in whose queue something has come that nobody of the team
 * has looked at. Sets nothing in motion by itself: the process "notify" asks for what is due.
 * Every time in these rows is a whole minute, so that no row tells the second in which a reporter wrote. A rung comes
 * at most a minute sooner than its time; what is sent or tried again, at most a minute later, never before its gap. */
#ifndef ALERT_ROWS_H
#define ALERT_ROWS_H

#include "statements.h"

/* Something came, or the band was raised: each team whose queue has the case is to be told, at once. What comes while a
 * page runs up its ladder does not begin it anew; news becomes a page. Inside of intake's and staff's requests. */
GW_CHECKED enum gw_err alerts_want(struct store *s, const uint8_t report[ID_BYTES], int64_t now);
/* The same for one of the teams alone, which got it just now. */
GW_CHECKED enum gw_err alerts_want_team(struct store *s, const uint8_t report[ID_BYTES], const char *team, int64_t now);
/* The member of this visit looks at it: that is enough for the member's own teams. */
GW_CHECKED enum gw_err alerts_seen(struct store *s, const uint8_t report[ID_BYTES]);
/* The member of this visit closed it: news of it ends, and the pages of the member's own teams and of those that hold
 * it no more. Another team's page goes on until one of that team has looked: a closed case can be opened. */
GW_CHECKED enum gw_err alerts_end(struct store *s, const uint8_t report[ID_BYTES]);
#endif
