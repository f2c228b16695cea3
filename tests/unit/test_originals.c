/* test_originals.c: who may open what was sent, by what the case says; and what nobody may open any more. */
#include <string.h>

#include "originals.h"
#include "run.h"

enum { MOST = 64, START = 1795858140 };

static struct entry entries[MOST];
static uint32_t parts[MOST];
static size_t n;
static struct originals o;

static void
begin(void)
{
	memset(entries, 0, sizeof entries);
	n = 0;
}

/* Stands in part n + 10. */
static uint32_t
add(enum sheet s, const char *by, const char *first, const char *second)
{
	struct entry *e = &entries[n];

	*e = (struct entry){ .act = ACT_RECORD, .sheet = s, .at = START + (int64_t)n * 60 };
	strcpy(e->by, by);
	e->field[0] = span_of(first);
	e->field[1] = span_of(second);
	parts[n] = (uint32_t)n + 10;
	return parts[n++];
}

static void
read_file(uint32_t file)
{
	originals_read(entries, parts, n, file, &o);
}

START_TEST(a_yes_is_for_who_asked_and_ends)
{
	const int64_t end = START + 60 + ORIGINAL_SECONDS;

	add(SHEET_ORIGINAL, "amina", "2", "why");
	add(SHEET_ORIGINAL_SAID, "ben", "10", "yes");
	read_file(1);
	ck_assert_int_eq(originals_until(&o, "amina", START), end);
	ck_assert_int_eq(originals_until(&o, "amina", end - 1), end);
	ck_assert_int_eq(originals_until(&o, "amina", end), 0);
	ck_assert_int_eq(originals_until(&o, "ben", START), 0);
	read_file(0);
	ck_assert_int_eq(originals_until(&o, "amina", START), 0);
	ck_assert_uint_eq(o.n, 0);
}
END_TEST

START_TEST(an_answer_counts_once_and_from_another_person)
{
	add(SHEET_ORIGINAL, "amina", "1", "why");
	add(SHEET_ORIGINAL_SAID, "amina", "10", "yes");
	read_file(0);
	ck_assert(!o.ask[0].agreed);
	ck_assert_ptr_null(o.ask[0].said);
	ck_assert(originals_may_say(&o.ask[0], "ben"));
	ck_assert(!originals_may_say(&o.ask[0], "amina"));
	add(SHEET_ORIGINAL_SAID, "ben", "10", "no");
	add(SHEET_ORIGINAL_SAID, "cara", "10", "yes");
	read_file(0);
	ck_assert(!o.ask[0].agreed);
	ck_assert_str_eq(o.ask[0].said->by, "ben");
	ck_assert(!originals_may_say(&o.ask[0], "cara"));
	ck_assert_int_eq(originals_until(&o, "amina", START), 0);
}
END_TEST

START_TEST(a_lock_ends_every_yes)
{
	add(SHEET_ORIGINAL, "amina", "1", "why");
	add(SHEET_ORIGINAL_SAID, "ben", "10", "yes");
	add(SHEET_HOLD, "cara", "1", "indecent");
	add(SHEET_HOLD, "ben", "1", "malware");
	read_file(0);
	ck_assert_int_eq(o.held, HELD_INDECENT);
	ck_assert_str_eq(o.hold->by, "cara");
	ck_assert_int_eq(originals_until(&o, "amina", START), 0);
	read_file(1);
	ck_assert_ptr_null(o.hold);
}
END_TEST

START_TEST(the_graver_lock_is_the_one_that_counts)
{
	add(SHEET_HOLD, "ben", "1", "malware");
	read_file(0);
	ck_assert_int_eq(o.held, HELD_MALWARE);
	add(SHEET_HOLD, "cara", "1", "indecent");
	add(SHEET_HOLD, "amina", "1", "indecent");
	read_file(0);
	ck_assert_int_eq(o.held, HELD_INDECENT);
	ck_assert_str_eq(o.hold->by, "cara");
}
END_TEST

START_TEST(the_last_asks_are_kept)
{
	for (size_t i = 0; i < ORIGINALS_ASKS + 3; i++)
		add(SHEET_ORIGINAL, i == 18 ? "amina" : "ben", "1", "why");
	read_file(0);
	ck_assert_uint_eq(o.n, ORIGINALS_ASKS);
	ck_assert_uint_eq(o.ask[0].part, 13);
	ck_assert_uint_eq(originals_mine(&o, "amina")->part, 28);
	ck_assert_uint_eq(originals_mine(&o, "ben")->part, 27);
	ck_assert_ptr_null(originals_mine(&o, "cara"));
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("originals");
	TCase *c = tcase_create("originals");

	tcase_add_checked_fixture(c, begin, NULL);
	tcase_add_test(c, a_yes_is_for_who_asked_and_ends);
	tcase_add_test(c, an_answer_counts_once_and_from_another_person);
	tcase_add_test(c, a_lock_ends_every_yes);
	tcase_add_test(c, the_graver_lock_is_the_one_that_counts);
	tcase_add_test(c, the_last_asks_are_kept);
	suite_add_tcase(s, c);
	return s;
}
