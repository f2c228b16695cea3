/* test_agencies.c: whom to ring at which hour, what a place asks for, and each way to break the list. */
#include <string.h>

#include "agencies.h"
#include "files.h"
#include "run.h"
#include "utc.h"

static struct agencies *own;
static struct policy *policy;

static void
set_up(void)
{
	ck_assert_int_eq(policy_load("policy", stderr, &policy), GW_OK);
	ck_assert_int_eq(agencies_load("policy", stderr, &own), GW_OK);
}

static void
tear_down(void)
{
	agencies_free(own);
	policy_free(policy);
}

static const struct agency *
of(const char *id)
{
	const struct agency *g = agencies_find(own, span_of(id));

	ck_assert_msg(g != NULL, "%s", id);
	return g;
}

/* November 2026: London is at UTC. */
static const struct { const char *what; int64_t at; const char *rung; } hours[] = {
	{ "Monday 10:00", 1795428000, "mash" },
	{ "Monday 08:59:59", 1795424399, "edt" },
	{ "Monday 09:00", 1795424400, "mash" },
	{ "Friday 16:59:59", 1795798799, "mash" },
	{ "Friday 17:00", 1795798800, "edt" },
	{ "Friday 17:01", 1795798860, "edt" },
	{ "Wednesday 03:00", 1795575600, "edt" },
	{ "Saturday 12:00", 1795867200, "edt" },
	{ "Christmas Day, a Friday, 10:00", 1798192800, "edt" },
	{ "Thursday 24 December, 10:00", 1798106400, "mash" },
	{ "Monday 28 December, a bank holiday instead, 10:00", 1798452000, "edt" },
};

START_TEST(outside_its_hours_the_one_instead_is_rung)
{
	const struct agency *rung = agency_now(of("mash"), &policy->calendar, hours[_i].at);

	ck_assert_msg(strcmp(rung->id, hours[_i].rung) == 0, "%s: %s", hours[_i].what, rung->id);
	ck_assert_int_eq(agency_is_open(of("mash"), &policy->calendar, hours[_i].at), rung == of("mash"));
}
END_TEST

/* Clocks go back on Sunday 25 October 2026: nine on the wall is 08:00 UTC on the Friday before, 09:00 on the Monday. */
START_TEST(hours_follow_the_wall_across_the_clock_change)
{
	const int64_t friday = utc("2026-10-23T08:00"), monday = utc("2026-10-26T09:00");

	ck_assert_str_eq(agency_now(of("mash"), &policy->calendar, friday)->id, "mash");
	ck_assert_str_eq(agency_now(of("mash"), &policy->calendar, friday - 1)->id, "edt");
	ck_assert_str_eq(agency_now(of("mash"), &policy->calendar, monday)->id, "mash");
	ck_assert_str_eq(agency_now(of("mash"), &policy->calendar, monday - 1)->id, "edt");
}
END_TEST

START_TEST(the_numbers_of_the_tree_are_the_ones_of_the_borough)
{
	ck_assert_str_eq(of("mash")->phone, "020 8496 2310");
	ck_assert_str_eq(of("edt")->phone, "020 8496 3000");
	ck_assert_str_eq(of("police-999")->phone, "999");
	ck_assert_str_eq(of("lado")->phone, "");
	ck_assert_ptr_null(agencies_find(own, span_of("nobody")));
}
END_TEST

START_TEST(each_hospital_has_its_own_contact_and_task)
{
	const struct agency *whipps = of("whipps-cross"), *royal = of("royal-london");

	ck_assert_int_eq(whipps->kind, AGENCY_HOSPITAL);
	ck_assert_int_eq(royal->kind, AGENCY_HOSPITAL);
	ck_assert_int_eq(of("leyton-custody")->kind, AGENCY_CUSTODY);
	ck_assert_ptr_nonnull(strstr(whipps->task, "St Giles"));
	ck_assert_ptr_null(strstr(royal->task, "Whipps"));
	ck_assert_str_ne(royal->phone, whipps->phone);
	ck_assert_ptr_eq(agency_now(royal, &policy->calendar, hours[0].at), royal);
}
END_TEST

#define ROW "  - {id: mash, name: MASH, kind: agency, hours: []}\n"
static const struct { const char *text, *told; } broken[] = {
	{ "", "agencies.yaml:1: is empty" },
	{ "agencies: []\n", "agencies.yaml:1: agencies: must be a list of 1 to 64 entries" },
	{ "agencies:\n  - {id: edt, name: EDT, kind: agency, hours: []}\n", "must have one with id mash" },
	{ "agencies:\n" ROW ROW, "agencies.yaml:3: id: is there twice" },
	{ "agencies:\n" ROW "  - {id: Edt, name: EDT, kind: agency, hours: []}\n",
	    "agencies.yaml:3: id: must be small" },
	{ "agencies:\n" ROW "  - {id: edt, name: EDT, kind: team, hours: []}\n", "agencies.yaml:3: kind: must be "
	    "agency" },
	{ "agencies:\n" ROW "  - {id: edt, name: EDT, kind: agency}\n", "agencies.yaml:3: hours: is missing" },
	{ "agencies:\n" ROW "  - {id: edt, name: EDT, kind: agency, hours: [], phone: \"call us\"}\n",
	    "agencies.yaml:3: phone: must be digits" },
	{ "agencies:\n" ROW "  - {id: edt, name: EDT, kind: agency, hours: [], instead: nobody}\n",
	    "agencies.yaml:3: instead: must be the id" },
	{ "agencies:\n" ROW "  - {id: edt, name: EDT, kind: agency, hours: [], instead: edt}\n",
	    "agencies.yaml:3: instead: leads back" },
	{ "agencies:\n" ROW "  - {id: aa, name: AA, kind: agency, hours: [], instead: bb}\n"
	    "  - {id: bb, name: BB, kind: agency, hours: [], instead: aa}\n", "instead: leads back" },
	{ "agencies:\n" ROW "  - {id: edt, name: EDT, kind: agency, hours: [{days: [mon], from: \"17:00\", to: "
	    "\"09:00\", bank_holidays: true}]}\n", "agencies.yaml:3: to: must be a time of day" },
	{ "agencies:\n" ROW "  - {id: edt, name: EDT, kind: agency, hours: [], task: \" go\"}\n",
	    "agencies.yaml:3: task: must be one line" },
};

START_TEST(each_fault_is_named_with_its_line)
{
	struct agencies *a;

	folder_make();
	folder_write("agencies.yaml", broken[_i].text);
	ck_assert_int_eq(agencies_load(folder_path("."), faults_open(), &a), GW_EINPUT);
	ck_assert_ptr_null(a);
	ck_assert_msg(strstr(faults_text(), broken[_i].told) != NULL, "\"%s\" lacks \"%s\"", faults_text(),
	    broken[_i].told);
	faults_close();
	folder_drop();
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("agencies");
	TCase *t = tcase_create("the tree's own"), *wrong = tcase_create("broken");

	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_add_loop_test(t, outside_its_hours_the_one_instead_is_rung, 0, sizeof hours / sizeof hours[0]);
	tcase_add_test(t, hours_follow_the_wall_across_the_clock_change);
	tcase_add_test(t, the_numbers_of_the_tree_are_the_ones_of_the_borough);
	tcase_add_test(t, each_hospital_has_its_own_contact_and_task);
	suite_add_tcase(s, t);
	tcase_add_loop_test(wrong, each_fault_is_named_with_its_line, 0, sizeof broken / sizeof broken[0]);
	suite_add_tcase(s, wrong);
	return s;
}
