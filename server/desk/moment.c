/* moment.c: clock_words with a word before, and a year behind. */
#include "moment.h"

#include <time.h>

#include "clock.h"

enum { DAY_SECONDS = 24 * 60 * 60, TM_YEAR = 1900 };

struct span
moment_say(struct scrap *scrap, const struct calendar *c, const char *before, int64_t at)
{
	char words[CLOCK_WORDS];

	if (at == 0)
		return (struct span){ NULL, 0 };
	clock_words(c, at, words);
	return scrap_print(scrap, "%s%s", before, words);
}

static int
year_of(const struct calendar *c, int64_t at)
{
	const time_t day = (time_t)clock_wall(c, at).day * DAY_SECONDS;
	struct tm tm;

	return gmtime_r(&day, &tm) != NULL ? tm.tm_year + TM_YEAR : 0;
}

struct span
moment_say_from(struct scrap *scrap, const struct calendar *c, const char *before, int64_t at, int64_t now)
{
	const struct span said = moment_say(scrap, c, before, at);

	if (said.n == 0 || !clock_is_known(at) || !clock_is_known(now) || year_of(c, at) == year_of(c, now))
		return said;
	return scrap_print(scrap, "%.*s %d", (int)said.n, (const char *)said.p, year_of(c, at));
}
