/* local_time.c: tries every offset that the zone ever has; whatever reads back as what was typed is a moment of it. */
#include "local_time.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "calendar.h"
#include "clock.h"

enum { MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR, TEXT_MAX = 16, FARTHEST = 14 * HOUR,
	STEP = 15 * MINUTE };

/* As a text that ends; "" when it is too long for a day or a time. */
static void
text_of(struct span typed, char text[TEXT_MAX])
{
	const size_t n = typed.n < TEXT_MAX ? typed.n : 0;

	if (n > 0)
		memcpy(text, typed.p, n);
	text[n] = '\0';
}

enum gw_err
local_time_read(const struct calendar *c, struct span day, struct span time, enum local_turn turn, int64_t *at)
{
	char day_text[TEXT_MAX], time_text[TEXT_MAX];
	int64_t hit[2] = { 0, 0 };
	size_t n = 0;
	int32_t d;
	int minutes;

	text_of(day, day_text);
	text_of(time, time_text);
	minutes = calendar_minutes(time_text);
	if (!calendar_day(day_text, &d) || minutes < 0 || minutes == CALENDAR_MIDNIGHT)
		return GW_EINPUT;
	/* Zones lie at most 14 hours off, in quarters of an hour. */
	for (int64_t t = (int64_t)d * DAY + minutes * MINUTE - FARTHEST, end = t + 2 * FARTHEST; t <= end; t += STEP) {
		const struct wall w = clock_wall(c, t);

		if (w.day == d && w.second == minutes * MINUTE && n < 2)
			hit[n++] = t;
	}
	if (n == 0)
		return GW_EABSENT;
	if (n == 2 && turn == TURN_UNSAID)
		return GW_MORE;
	*at = n == 2 && turn == TURN_SECOND ? hit[1] : hit[0];
	return clock_is_known(*at) ? GW_OK : GW_EINPUT;
}

void
local_time_text(const struct calendar *c, int64_t at, char day[LOCAL_DAY], char text[LOCAL_TIME])
{
	struct wall w;
	struct tm tm;
	time_t t;

	day[0] = text[0] = '\0';
	if (!clock_is_known(at))
		return;
	w = clock_wall(c, at);
	t = (time_t)w.day * DAY;
	if (gmtime_r(&t, &tm) == NULL || strftime(day, LOCAL_DAY, "%Y-%m-%d", &tm) == 0)
		return;
	snprintf(text, LOCAL_TIME, "%02d:%02d", (int)(w.second / HOUR % 24), (int)(w.second / MINUTE % 60));
}
