/* test_areas.c: which area a ward is in on a day, and each way to break the table. */
#include <string.h>

#include "areas.h"
#include "calendar.h"
#include "files.h"
#include "run.h"

enum { WARDS = 22, ROWS_TOO_MANY = LIMIT_AREA_ROWS + 1 };

static int32_t
day(const char *text)
{
	int32_t d = 0;

	ck_assert(calendar_day(text, &d));
	return d;
}

static enum gw_err
load(const char *text, struct areas **a)
{
	enum gw_err e;

	folder_make();
	folder_write("areas.yaml", text);
	e = areas_load(folder_path("."), faults_open(), a);
	folder_drop();
	return e;
}

START_TEST(the_trees_own_table_knows_all_22_wards)
{
	size_t of[3] = { 0, 0, 0 };
	struct areas *a;

	ck_assert_int_eq(areas_load("policy", faults_open(), &a), GW_OK);
	ck_assert_str_eq(faults_text(), "");
	ck_assert_uint_eq(a->n, WARDS);
	for (size_t i = 0; i < a->n; i++) {
		static const char *const names[3] = { "north", "central", "south" };
		const char *area = area_of(a, span_of(a->row[i].ward), day("2026-09-01"));

		for (int k = 0; k < 3; k++)
			of[k] += strcmp(area, names[k]) == 0;
	}
	ck_assert_uint_eq(of[0] + of[1] + of[2], WARDS);
	for (int k = 0; k < 3; k++)
		ck_assert_uint_gt(of[k], 0);
	ck_assert_str_eq(area_of(a, span_of("Hoe Street"), day("2026-09-01")), "central");
	areas_free(a);
	faults_close();
}
END_TEST

START_TEST(a_ward_that_moves_is_where_it_was_on_the_days_before)
{
	static const struct { const char *day, *area; } moves[] = {
		{ "2024-03-31", NULL }, { "2024-04-01", "central" }, { "2027-03-31", "central" },
		{ "2027-04-01", "west" }, { "2029-12-31", "west" }, { "2030-01-01", "central" },
		{ "2100-12-31", "central" },
	};
	struct areas *a;

	ck_assert_int_eq(load("areas:\n"
	    "  - {ward: Hoe Street, area: central, from: 2024-04-01}\n"
	    "  - {ward: Valley, area: north, from: 2024-04-01}\n"
	    "  - {ward: Hoe Street, area: west, from: 2027-04-01}\n"
	    "  - {ward: Hoe Street, area: central, from: 2030-01-01}\n", &a), GW_OK);
	for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++) {
		const char *area = area_of(a, span_of("Hoe Street"), day(moves[i].day));

		if (moves[i].area == NULL)
			ck_assert_ptr_null(area);
		else
			ck_assert_str_eq(area, moves[i].area);
		ck_assert(i == 0 || strcmp(area_of(a, span_of("Valley"), day(moves[i].day)), "north") == 0);
	}
	areas_free(a);
	faults_close();
}
END_TEST

START_TEST(a_name_that_is_no_ward_letter_for_letter_has_no_area)
{
	static const char *const no[] = { "", "Hoe Stree", "Hoe Streets", "hoe street", "Hoe  Street", " Hoe Street" };
	struct areas *a;

	ck_assert_int_eq(load("areas: [{ward: Hoe Street, area: central, from: 2024-04-01}]\n", &a), GW_OK);
	for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
		ck_assert_ptr_null(area_of(a, span_of(no[i]), day("2026-01-01")));
	areas_free(a);
	faults_close();
}
END_TEST

#define ROW "  - {ward: Valley, area: north, from: 2024-04-01}\n"
#define TEN "0123456789"
static const struct { const char *text, *fault; } broken[] = {
	{ "", "areas.yaml:1: is empty" },
	{ "areas: []\n", "areas.yaml:1: areas: must be a list of 1 to 256 entries" },
	{ "area: []\n", "areas.yaml:1: area: is not a key here; allowed are areas" },
	{ "areas:\n" ROW "wards: 1\n", "areas.yaml:3: wards: is not a key here" },
	{ "areas:\n" ROW "  - Valley\n", "areas.yaml:3: must be a mapping" },
	{ "areas:\n" ROW "  - {ward: Forest, from: 2024-04-01}\n", "areas.yaml:3: area: is missing" },
	{ "areas:\n" ROW "  - {area: south, from: 2024-04-01}\n", "areas.yaml:3: ward: is missing" },
	{ "areas:\n" ROW "  - {ward: Forest, area: south}\n", "areas.yaml:3: from: is missing" },
	{ "areas:\n" ROW "  - {ward: Forest, area: south, from: 2024-04-01, to: 2025-01-01}\n",
	    "areas.yaml:3: to: is not a key here; allowed are ward, area, from" },
	{ "areas:\n" ROW "  - {ward: Forest, area: South, from: 2024-04-01}\n",
	    "areas.yaml:3: area: must be small letters, digits and hyphens" },
	{ "areas:\n" ROW "  - {ward: Forest, area: s" TEN TEN TEN "ab, from: 2024-04-01}\n",
	    "areas.yaml:3: area: must be text of 2 to 32 bytes" },
	{ "areas:\n" ROW "  - {ward: F" TEN TEN TEN TEN TEN TEN "1234, area: south, from: 2024-04-01}\n",
	    "areas.yaml:3: ward: must be text of 2 to 64 bytes" },
	{ "areas:\n" ROW "  - {ward: \"Hoe  Street\", area: south, from: 2024-04-01}\n",
	    "areas.yaml:3: ward: must be one line" },
	{ "areas:\n" ROW "  - {ward: \" Forest\", area: south, from: 2024-04-01}\n",
	    "areas.yaml:3: ward: must be one line" },
	{ "areas:\n" ROW "  - {ward: \"Forest \", area: south, from: 2024-04-01}\n",
	    "areas.yaml:3: ward: must be one line" },
	{ "areas:\n" ROW "  - {ward: \"For\\nest\", area: south, from: 2024-04-01}\n",
	    "areas.yaml:3: ward: must be one line" },
	{ "areas:\n" ROW "  - {ward: Forest, area: south, from: 2024-02-30}\n",
	    "areas.yaml:3: from: must be a day of" },
	{ "areas:\n" ROW "  - {ward: Forest, area: south, from: 2024-4-1}\n",
	    "areas.yaml:3: from: must be text of 10" },
	{ "areas:\n" ROW "  - {ward: Forest, area: south, from: 1999-12-31}\n",
	    "areas.yaml:3: from: must be a day of" },
	{ "areas:\n" ROW ROW, "areas.yaml:3: from: must be later than in the ward's row before it" },
	{ "areas:\n" ROW "  - {ward: Valley, area: west, from: 2024-03-31}\n",
	    "areas.yaml:3: from: must be later than in the ward's row before it" },
	{ "areas:\n" ROW "  - {ward: Valley, area: north, from: 2025-03-31}\n",
	    "areas.yaml:3: area: is the one that the ward has already" },
};

START_TEST(a_broken_table_names_file_and_line)
{
	struct areas *a;

	ck_assert_int_eq(load(broken[_i].text, &a), GW_EINPUT);
	ck_assert_ptr_null(a);
	ck_assert_msg(strstr(faults_text(), broken[_i].fault) != NULL, "want %s\ngot %s", broken[_i].fault,
	    faults_text());
	faults_close();
}
END_TEST

START_TEST(every_row_with_a_fault_is_told)
{
	struct areas *a;

	ck_assert_int_eq(load("areas:\n  - {ward: A}\n" ROW "  - {ward: Forest, area: S, from: x}\n", &a), GW_EINPUT);
	ck_assert_ptr_nonnull(strstr(faults_text(), "areas.yaml:2: "));
	ck_assert_ptr_nonnull(strstr(faults_text(), "areas.yaml:4: "));
	faults_close();
}
END_TEST

START_TEST(a_table_of_too_many_rows_is_refused_and_a_full_one_is_not)
{
	static char text[ROWS_TOO_MANY * 64];
	struct areas *a;

	for (int rows = LIMIT_AREA_ROWS; rows <= ROWS_TOO_MANY; rows++) {
		size_t n = (size_t)snprintf(text, sizeof text, "areas:\n");

		for (int i = 0; i < rows; i++)
			n += (size_t)snprintf(text + n, sizeof text - n,
			    "  - {ward: Ward %d, area: north, from: 2024-04-01}\n", i);
		ck_assert_int_eq(load(text, &a), rows == LIMIT_AREA_ROWS ? GW_OK : GW_EINPUT);
		areas_free(a);
		faults_close();
	}
}
END_TEST

START_TEST(no_file_is_no_table)
{
	struct areas *a;

	ck_assert_int_eq(areas_load("/nonexistent", faults_open(), &a), GW_EIO);
	ck_assert_ptr_null(a);
	ck_assert_str_eq(faults_text(), "/nonexistent/areas.yaml: cannot be opened; it must exist and be readable\n");
	faults_close();
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("areas");
	TCase *c = tcase_create("areas");

	tcase_add_test(c, the_trees_own_table_knows_all_22_wards);
	tcase_add_test(c, a_ward_that_moves_is_where_it_was_on_the_days_before);
	tcase_add_test(c, a_name_that_is_no_ward_letter_for_letter_has_no_area);
	tcase_add_loop_test(c, a_broken_table_names_file_and_line, 0, (int)(sizeof broken / sizeof broken[0]));
	tcase_add_test(c, every_row_with_a_fault_is_told);
	tcase_add_test(c, a_table_of_too_many_rows_is_refused_and_a_full_one_is_not);
	tcase_add_test(c, no_file_is_no_table);
	suite_add_tcase(s, c);
	return s;
}
