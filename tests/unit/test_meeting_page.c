/* test_meeting_page.c: the meeting's pages with as much as their cases can bring, each letter one that is written as
 * five bytes: they stay far below the size at which a page is refused. */
#include <string.h>

#include "console.h"
#include "drm_case.h"
#include "run.h"

enum { LONGEST = LIMIT_TEXT, ROWS = 100 };

static uint8_t quotes[LONGEST];
static struct console_drm_case cases[DRM_PAGE];
static struct console_reason reasons[LIMIT_REASONS];
static struct console_limit limits[RESPONSE_LIMITS];
static struct console_drm_person people[DRM_PEOPLE];
static struct console_drm_ask asks[ROWS];
static struct console_link links[DRM_LINKS];
static struct console_drm_row rows[ROWS];
static struct console_drm_decided decided[DRM_DECIDED];

static struct span
said(size_t letters)
{
	memset(quotes, '"', sizeof quotes);
	return (struct span){ quotes, letters };
}

static struct console_drm_case
worst_case(void)
{
	const struct span text = said(DRM_TEXT), line = said(LIMIT_LINE), when = said(64);

	for (size_t i = 0; i < LIMIT_REASONS; i++)
		reasons[i] = (struct console_reason){ .why = said(DRM_WHY), .band = when };
	for (size_t i = 0; i < RESPONSE_LIMITS; i++)
		limits[i] = (struct console_limit){ .what = when, .due = when, .state = when, .is_over = true };
	for (size_t i = 0; i < DRM_PEOPLE; i++)
		people[i] = (struct console_drm_person){ line, said(255) };
	for (size_t i = 0; i < ROWS; i++)
		asks[i] = (struct console_drm_ask){ .id = when, .ref = when, .agency = line, .owner = line,
			.due = when, .text = text, .keep_from = said(LIMIT_KEEP_FROM), .is_over = true };
	for (size_t i = 0; i < DRM_LINKS; i++)
		links[i] = (struct console_link){ .id = when, .ref = when, .how = when };
	for (size_t i = 0; i < DRM_DECIDED; i++)
		decided[i] = (struct console_drm_decided){ .what = when, .text = text, .why = text, .by = line };
	return (struct console_drm_case){ .id = when, .ref = when, .band = when, .received = when, .number = 400,
		.is_closed = true, .keep_from = said(LIMIT_KEEP_FROM), .decided = decided, .decided_n = DRM_DECIDED,
		.is_cut = true, .has_more = true, .source = when, .words = said(DRM_WORDS),
		.place = text, .school = line, .reasons = reasons, .reasons_n = LIMIT_REASONS, .confirmed = said(255),
		.why = text, .where = said(255), .where_more = text, .since = when, .is_away = true, .host = text,
		.reachable = when, .is_response = true, .is_unidentified = true, .limits = limits,
		.limits_n = RESPONSE_LIMITS, .asks = asks, .asks_n = DRM_ASKS, .people = people,
		.people_n = DRM_PEOPLE, .adults = people, .adults_n = DRM_PEOPLE, .links = links,
		.links_n = DRM_LINKS, .plan = text, .plan_review = when };
}

static size_t
size_of(enum console_id id, const struct console *m)
{
	struct buf html;
	size_t n;

	buf_init(&html, LIMIT_JSON_ANSWER);
	ck_assert_int_eq(console_render(id, m, &html), GW_OK);
	n = html.n;
	buf_free(&html);
	return n;
}

START_TEST(a_pack_of_the_worst_cases_is_less_than_half_of_what_a_page_may_be)
{
	struct console m = { .drm = { .cases = cases, .cases_n = DRM_PAGE, .page = 8 } };

	for (size_t i = 0; i < DRM_PAGE; i++)
		cases[i] = worst_case();
	ck_assert_uint_le(size_of(CONSOLE_DRM_PACK, &m), LIMIT_JSON_ANSWER * 3 / 8);
	ck_assert_uint_ge(size_of(CONSOLE_DRM_PACK, &m), LIMIT_JSON_ANSWER / 16);	/* it did draw them */
}
END_TEST

START_TEST(a_board_with_every_section_full_is_small)
{
	const struct console_drm_agency agency = { said(LIMIT_LINE), asks, ROWS };
	struct console m = { .drm = { .fresh = rows, .fresh_n = ROWS, .limits = rows, .limits_n = ROWS,
		.unplanned = rows, .unplanned_n = ROWS, .unreviewed = rows, .unreviewed_n = ROWS,
		.agencies = &agency, .agencies_n = 1, .fresh_more = 1, .page = 1, .next_page = 2 } };

	(void)worst_case();
	for (size_t i = 0; i < ROWS; i++)
		rows[i] = (struct console_drm_row){ .id = said(64), .ref = said(64), .band = said(64),
			.what = said(64), .when = said(255),
			.keep_from = said(LIMIT_KEEP_FROM), .is_new = true, .is_over = true };
	ck_assert_uint_le(size_of(CONSOLE_DRM_BOARD, &m), LIMIT_JSON_ANSWER / 8);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("meeting_page");
	TCase *c = tcase_create("meeting_page");

	tcase_add_test(c, a_pack_of_the_worst_cases_is_less_than_half_of_what_a_page_may_be);
	tcase_add_test(c, a_board_with_every_section_full_is_small);
	suite_add_tcase(s, c);
	return s;
}
