/* test_route.c: the standard's routing table, every band with and without a school, a staff concern and gangs. */
#include "run.h"
#include "triage.h"

static const struct { enum band band; bool staff, gang; const char *school, *team[3]; } cases[] = {
	{ BAND_ROUTINE, false, false, "norlington", { "school:norlington" } },
	{ BAND_PRIORITY, false, false, "norlington", { "school:norlington" } },
	{ BAND_URGENT, false, false, "norlington", { "school:norlington", "community" } },
	{ BAND_IMMEDIATE, false, false, "norlington", { "school:norlington", "community" } },
	{ BAND_ROUTINE, false, false, "", { "community" } },
	{ BAND_IMMEDIATE, false, false, "", { "community" } },
	{ BAND_PRIORITY, true, false, "norlington", { "lado" } },
	{ BAND_URGENT, true, false, "norlington", { "lado", "community" } },
	{ BAND_IMMEDIATE, true, false, "norlington", { "lado", "community" } },
	{ BAND_PRIORITY, true, false, "", { "lado" } },
	{ BAND_IMMEDIATE, true, false, "", { "lado", "community" } },
	{ BAND_ROUTINE, false, true, "norlington", { "school:norlington", "community" } },
	{ BAND_PRIORITY, false, true, "norlington", { "school:norlington", "community" } },
	{ BAND_URGENT, false, true, "norlington", { "school:norlington", "community" } },
	{ BAND_PRIORITY, false, true, "", { "community" } },
	{ BAND_PRIORITY, true, true, "norlington", { "lado", "community" } },
	{ BAND_PRIORITY, true, true, "", { "lado", "community" } },
};

START_TEST(a_report_goes_where_the_standard_sends_it)
{
	struct decision d = { .band = cases[_i].band, .category = CATEGORY_BULLYING,
		.categories = UINT32_C(1) << CATEGORY_BULLYING };
	struct routing r;
	size_t n = 0;

	if (cases[_i].staff)
		d.categories |= UINT32_C(1) << CATEGORY_STAFF_CONCERN;
	if (cases[_i].gang)
		d.categories |= UINT32_C(1) << CATEGORY_GANG_EXPLOITATION;
	route_decide(&d, cases[_i].school, &r);
	for (; n < 3 && cases[_i].team[n] != NULL; n++)
		ck_assert_str_eq(r.team[n], cases[_i].team[n]);
	ck_assert_uint_eq(r.n, n);
}
END_TEST

START_TEST(a_school_code_of_full_length_fits)
{
	char school[LIMIT_SCHOOL_CODE + 1] = "";
	struct decision d = { .band = BAND_URGENT };
	struct routing r;

	for (int i = 0; i < LIMIT_SCHOOL_CODE; i++)
		school[i] = 'a';
	route_decide(&d, school, &r);
	ck_assert_uint_eq(r.n, 2);
	ck_assert_str_eq(r.team[0] + 7, school);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("route");
	TCase *c = tcase_create("route");

	tcase_add_loop_test(c, a_report_goes_where_the_standard_sends_it, 0, (int)(sizeof cases / sizeof cases[0]));
	tcase_add_test(c, a_school_code_of_full_length_fits);
	suite_add_tcase(s, c);
	return s;
}
