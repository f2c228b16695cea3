/* test_tiemap.c: ties of many cases as one map, and as tables to be exported. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run.h"
#include "tiemap.h"

static const int64_t now = 1795000020;
static const char *const later = "1795086420", *const before = "1794999960";

static struct entry entry[SITUATION_LIST];
static uint32_t part[SITUATION_LIST];
static size_t n;
static struct situation situation;
static struct tiemap map;

static void
begin(void)
{
	n = 0;
	tiemap_start(&map);
}

static void
tie(const char *from, const char *from_is, const char *to, const char *to_is, const char *reliability,
    const char *until)
{
	struct entry e = { .act = ACT_RECORD, .at = now, .by = "asha", .sheet = SHEET_TIE };
	size_t bad;

	e.field[0] = span_of(from);
	e.field[1] = span_of(from_is);
	e.field[2] = span_of(to);
	e.field[3] = span_of(to_is);
	e.field[4] = span_of("seen_with");
	e.field[5] = span_of("police");
	e.field[6] = span_of(reliability);
	e.field[7] = span_of(until);
	ck_assert_int_eq(sheet_check(SHEET_TIE, e.field, &bad), GW_OK);
	part[n] = 2 + (uint32_t)n;
	entry[n++] = e;
}

/* All ties so far are one case's; the next ones another's. */
static void
add_case(uint8_t id)
{
	const uint8_t report[ID_BYTES] = { id, 0x9a, 0x22, 0xc1 };

	situation_read(entry, part, n, &situation);
	tiemap_add(&map, report, &situation, now);
	n = 0;
}

START_TEST(names_that_are_written_in_two_ways_are_one_and_kinds_stay_apart)
{
	tie("Jay S", "person", "The  Park", "place", "confirmed", later);
	add_case(1);
	tie("  JAY s", "person", "Kim", "person", "likely", later);
	tie("jay s", "group", "the park", "place", "likely", later);
	add_case(2);
	tiemap_lay(&map);
	ck_assert_uint_eq(map.n, 4);
	ck_assert_uint_eq(map.n_ties, 3);
	ck_assert_str_eq(map.entity[0].folded, "jay s");
	ck_assert_int_eq(map.entity[2].kind, ENTITY_GROUP);
	ck_assert_str_eq(entity_code(map.entity[3].kind), "place");
}
END_TEST

START_TEST(what_is_past_its_day_is_left_out_and_a_rumour_is_marked)
{
	tie("Jay", "person", "Kim", "person", "confirmed", before);
	tie("Jay", "person", "Lou", "person", "rumour", later);
	add_case(1);
	tiemap_lay(&map);
	ck_assert_uint_eq(map.n, 2);
	ck_assert_uint_eq(map.n_ties, 1);
	ck_assert(map.tie[0].is_rumour);
	ck_assert_str_eq(map.entity[1].name, "Lou");
}
END_TEST

START_TEST(what_was_noted_after_it_was_agreed_to_is_not_given_out)
{
	tie("Jay", "person", "Kim", "person", "confirmed", later);
	tie("Jay", "person", "Lou", "person", "confirmed", later);
	entry[1].at = now + 60;
	map.agreed = now;
	add_case(1);
	tiemap_lay(&map);
	ck_assert_uint_eq(map.n_ties, 1);
	ck_assert_uint_eq(map.n, 2);
	ck_assert_str_eq(map.entity[1].name, "Kim");
}
END_TEST

START_TEST(the_map_is_the_same_in_whatever_order_the_cases_come)
{
	struct tiemap *one = malloc(sizeof *one);

	for (int turn = 0; turn < 2; turn++) {
		tiemap_start(&map);
		for (int i = 0; i < 3; i++)
			switch (turn == 0 ? i : 2 - i) {
			case 0:
				tie("A", "person", "B", "person", "likely", later);
				tie("B", "person", "P", "place", "likely", later);
				add_case(1);
				break;
			case 1:
				tie("X", "person", "Y", "group", "confirmed", later);
				add_case(2);
				break;
			default:
				tie("a", "person", "C", "person", "rumour", later);
				add_case(3);
			}
		tiemap_lay(&map);
		if (turn == 0)
			memcpy(one, &map, sizeof map);
	}
	ck_assert_uint_eq(one->n, map.n);
	for (size_t i = 0; i < map.n; i++) {
		ck_assert_str_eq(one->entity[i].name, map.entity[i].name);
		ck_assert(one->entity[i].x == map.entity[i].x && one->entity[i].y == map.entity[i].y);
	}
	for (size_t i = 0; i < map.n_ties; i++)
		ck_assert(one->tie[i].from == map.tie[i].from && one->tie[i].to == map.tie[i].to);
	free(one);
}
END_TEST

START_TEST(groups_stand_apart_and_nobody_stands_on_another)
{
	char name[12][8];

	for (int i = 0; i < 12; i++) {
		snprintf(name[i], sizeof name[i], "n%d", i);
		tie("hub", "person", name[i], "person", "likely", later);
	}
	tie("X", "person", "Y", "group", "confirmed", later);
	add_case(1);
	tiemap_lay(&map);
	ck_assert_uint_eq(map.n, 15);
	ck_assert_int_gt(map.height, 0);
	for (size_t i = 0; i < map.n; i++) {
		ck_assert(map.entity[i].x > 0 && map.entity[i].x < map.width);
		ck_assert(map.entity[i].y > 0 && map.entity[i].y < map.height);
		for (size_t k = 0; k < i; k++) {
			const int dx = map.entity[i].x - map.entity[k].x, dy = map.entity[i].y - map.entity[k].y;

			ck_assert_int_gt(dx * dx + dy * dy, 80 * 80);
		}
	}
}
END_TEST

START_TEST(a_map_that_is_full_says_how_many_it_left_out)
{
	char from[16], to[16];

	for (int c = 0; c < 10; c++) {
		for (int i = 0; i < SITUATION_LIST; i++) {
			snprintf(from, sizeof from, "f%d-%d", c, i);
			snprintf(to, sizeof to, "t%d-%d", c, i);
			tie(from, "person", to, "person", "likely", later);
			add_case((uint8_t)c);		/* the names above are the tie's */
		}
	}
	tiemap_lay(&map);
	ck_assert_uint_eq(map.n, TIEMAP_ENTITIES);
	ck_assert_uint_eq(map.n_ties, TIEMAP_ENTITIES / 2);
	ck_assert_uint_eq(map.left_out, 320 - TIEMAP_ENTITIES / 2);
}
END_TEST

static void
is_csv(enum gw_err (*write)(const struct tiemap *m, struct buf *out), const char *want)
{
	struct buf out;

	buf_init(&out, TIEMAP_CSV);
	ck_assert_int_eq(write(&map, &out), GW_OK);
	ck_assert_msg(span_is(buf_span(&out), want), "%.*s", (int)out.n, (const char *)out.p);
	buf_free(&out);
}

#define LINKS "\"from\",\"from is\",\"to\",\"to is\",\"link\",\"source\",\"reliability\",\"noted\",\"until\"," \
    "\"case\",\"mark\"\r\n"
#define ENTITIES "\"name\",\"is\",\"source\",\"reliability\",\"until\",\"mark\"\r\n"
#define TIMES "\"2026-11-18T11:07Z\",\"2026-11-19T11:07Z\""

START_TEST(an_export_has_each_source_and_no_rumour)
{
	tie("Jay", "person", "Kim", "person", "likely", later);
	tie("Kim", "person", "The Park", "place", "confirmed", later);
	tie("Lou", "person", "Kim", "person", "rumour", later);
	add_case(0x3f);
	tiemap_lay(&map);
	is_csv(tiemap_links_csv, LINKS
	    "\"Jay\",\"person\",\"Kim\",\"person\",\"seen_with\",\"police\",\"likely\"," TIMES ",\"3F9A-22C1\","
	    "\"unconfirmed\"\r\n"
	    "\"Kim\",\"person\",\"The Park\",\"place\",\"seen_with\",\"police\",\"confirmed\"," TIMES ",\"3F9A-22C1\","
	    "\"\"\r\n");
	is_csv(tiemap_entities_csv, ENTITIES
	    "\"Jay\",\"person\",\"police\",\"likely\",\"2026-11-19T11:07Z\",\"unconfirmed\"\r\n"
	    "\"Kim\",\"person\",\"police\",\"confirmed\",\"2026-11-19T11:07Z\",\"\"\r\n"
	    "\"The Park\",\"place\",\"police\",\"confirmed\",\"2026-11-19T11:07Z\",\"\"\r\n");
}
END_TEST

START_TEST(a_spreadsheet_runs_nothing_of_it_and_quotes_stay_inside)
{
	static const char *const odd[] = { "=1+1", "+44", "-x", "@sum", "\uff1d1", "\uff0b4", "\uff0dx",
		"\uff20s" };

	for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
		char want[64];
		struct buf out;

		begin();
		tie(odd[i], "person", "a \"b\", c", "group", "likely", later);
		add_case(1);
		tiemap_lay(&map);
		buf_init(&out, TIEMAP_CSV);
		ck_assert_int_eq(tiemap_links_csv(&map, &out), GW_OK);
		snprintf(want, sizeof want, "\r\n\"'%s\",\"person\",\"a \"\"b\"\", c\",\"group\"", odd[i]);
		ck_assert_msg(memmem(out.p, out.n, want, strlen(want)) != NULL, "%.*s", (int)out.n,
		    (const char *)out.p);
		buf_free(&out);
	}
}
END_TEST

START_TEST(an_empty_map_is_a_heading)
{
	tiemap_lay(&map);
	is_csv(tiemap_links_csv, LINKS);
	is_csv(tiemap_entities_csv, ENTITIES);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("tiemap");
	TCase *c = tcase_create("tiemap");

	tcase_add_checked_fixture(c, begin, NULL);
	tcase_add_test(c, names_that_are_written_in_two_ways_are_one_and_kinds_stay_apart);
	tcase_add_test(c, what_is_past_its_day_is_left_out_and_a_rumour_is_marked);
	tcase_add_test(c, what_was_noted_after_it_was_agreed_to_is_not_given_out);
	tcase_add_test(c, the_map_is_the_same_in_whatever_order_the_cases_come);
	tcase_add_test(c, groups_stand_apart_and_nobody_stands_on_another);
	tcase_add_test(c, a_map_that_is_full_says_how_many_it_left_out);
	tcase_add_test(c, an_export_has_each_source_and_no_rumour);
	tcase_add_test(c, a_spreadsheet_runs_nothing_of_it_and_quotes_stay_inside);
	tcase_add_test(c, an_empty_map_is_a_heading);
	suite_add_tcase(s, c);
	return s;
}
