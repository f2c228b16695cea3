/* test_receipt.c: what a receipt says happens next: 999 first, and no time that nobody can keep. */
#include <stdlib.h>
#include <string.h>

#include "receipt.h"
#include "run.h"
#include "utc.h"
#include "wallchart.h"

enum { HALF = 1800, HOUR = 3600, DAY = 86400 };

static char *
next_of(enum band band, const char *school, int64_t now)
{
	const struct promise p = cover_promise(chart_policy, chart_school(school), band, now);
	json_t *v = receipt_next(&chart_policy->calendar, &p, now);
	char *text = strdup(json_string_value(v));

	json_decref(v);
	return text;
}

#define FIRST "If anyone is in danger now, do not wait: call 999. Keep this code: it is the only way to see what " \
	"happens and to talk to us, and we cannot give it again. "
#define LAST " There may be an answer or a question for you."
static const struct { enum chart chart; enum band band; const char *school, *now, *next; } said[] = {
	{ CHART_OFFICE, BAND_IMMEDIATE, NULL, "2026-11-23T10:00",
	    FIRST "A trained adult is there to read what you sent. Come back with the code after 11am on Monday 23 "
	    "November." LAST },
	{ CHART_OFFICE, BAND_IMMEDIATE, NULL, "2026-11-20T23:00",
	    FIRST "Nobody is there to read it now. A trained adult next looks at 9am on Monday 23 November. Come back "
	    "with the code after 10am on Monday 23 November." LAST },
	{ CHART_OFFICE, BAND_PRIORITY, "plain", "2026-11-20T15:30",
	    FIRST "Nobody is there to read it now. A trained adult next looks at 8:30am on Monday 23 November. Come "
	    "back with the code after 3:30pm on Monday 23 November." LAST },
	{ CHART_OFFICE, BAND_IMMEDIATE, NULL, "2026-12-25T03:00",
	    FIRST "Nobody is there to read it now. A trained adult next looks at 9am on Tuesday 29 December. Come back "
	    "with the code after 10am on Tuesday 29 December." LAST },
	{ CHART_ALWAYS, BAND_IMMEDIATE, NULL, "2026-12-25T03:00",
	    FIRST "A trained adult is there to read what you sent. Come back with the code after 4am on Friday 25 "
	    "December." LAST },
	{ CHART_NOBODY, BAND_IMMEDIATE, NULL, "2026-11-23T10:00",
	    FIRST "We cannot say when a trained adult will read it." LAST },
	{ CHART_NOBODY, BAND_ROUTINE, "plain", "2027-07-20T08:00",
	    FIRST "A trained adult is there to read what you sent. Come back with the code after 3:30pm on Monday 6 "
	    "September." LAST },
	/* There today; which days will be school days when it is due, nobody has told us yet. */
	{ CHART_NOBODY, BAND_ROUTINE, "plain", "2028-07-20T08:00",
	    FIRST "A trained adult is there to read what you sent." LAST },
};

START_TEST(a_receipt_says_who_is_there_and_when_to_come_back)
{
	char *next;

	chart_hang(said[_i].chart);
	next = next_of(said[_i].band, said[_i].school, utc(said[_i].now));
	ck_assert_str_eq(next, said[_i].next);
	free(next);
}
END_TEST

START_TEST(a_receipt_names_no_hour_when_nobody_is_there_and_always_fits)
{
	static const char *const codes[] = { NULL, "plain", "inset" };
	const int64_t from = utc("2026-09-01T00:00");

	for (int64_t now = from; now < from + (int64_t)120 * DAY; now += HALF) {
		for (int i = 0; i < 3; i++) {
			char *next = next_of(BAND_IMMEDIATE, codes[i], now), at[CLOCK_WORDS], soon[64];
			const bool covered = chart_covers(chart_school(codes[i]), BAND_IMMEDIATE, now) ||
			    chart_covers(chart_school(codes[i]), BAND_IMMEDIATE, now + HALF);

			clock_words(&chart_policy->calendar, now + HOUR, at);
			snprintf(soon, sizeof soon, "after %s", at);
			if (strncmp(next, FIRST, strlen(FIRST)) != 0 || (!covered && strstr(next, soon) != NULL) ||
			    strstr(next, "within") != NULL || strcmp(next + strlen(next) - strlen(LAST), LAST) != 0)
				ck_abort_msg("%s", next);
			free(next);
		}
	}
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("receipt");
	TCase *c = tcase_create("next");

	tcase_add_checked_fixture(c, chart_set_up, chart_tear_down);
	tcase_set_timeout(c, 60);
	tcase_add_loop_test(c, a_receipt_says_who_is_there_and_when_to_come_back, 0, sizeof said / sizeof said[0]);
	tcase_add_test(c, a_receipt_names_no_hour_when_nobody_is_there_and_always_fits);
	suite_add_tcase(s, c);
	return s;
}
