/* local_time.h: a day and a time as somebody types them, in the calendar's own zone, to a moment, and back. Pure. */
#ifndef LOCAL_TIME_H
#define LOCAL_TIME_H

#include "policy.h"

enum local_turn { TURN_UNSAID, TURN_FIRST, TURN_SECOND };	/* of a time that the wall shows twice */
/* "2026-10-25" and "01:30". GW_EINPUT: no such day of 2000 to 2100, or no such time; GW_EABSENT: the wall never shows
 * it, because the clocks go forward over it; GW_MORE: it shows it twice, because they go back, and turn does not say
 * which. */
GW_CHECKED enum gw_err local_time_read(const struct calendar *c, struct span day, struct span time,
    enum local_turn turn, int64_t *at);
/* As date and time fields have them; and NUL. "" for a moment outside 2000 to 2100. */
enum { LOCAL_DAY = 12, LOCAL_TIME = 8 };
void local_time_text(const struct calendar *c, int64_t at, char day[LOCAL_DAY], char time[LOCAL_TIME]);
#endif
