/* test_school_search.c: schools found by what people type of their names. */
#include <check.h>
#include <string.h>

#include "run.h"
#include "school_search.h"

static struct policy policy = { .n_schools = 4, .school = {
	{ .code = "brannock", .name = "St Brannock's High School" },
	{ .code = "lea", .name = "Lea Meadow Academy" },
	{ .code = "ecole", .name = "École du Parc" },
	{ .code = "quote", .name = "St Mary\xe2\x80\x99s (Boys)" },
} };

static const struct { const char *typed, *codes; } cases[] = {
	{ "brannocks", "brannock " }, { "BRANNOCK'S", "brannock " }, { "brannock\xe2\x80\x99s", "brannock " },
	{ "school high", "brannock " }, { "st", "brannock quote " }, { "st m", "quote " }, { "marys boys", "quote " },
	{ "  lea,meadow ", "lea " }, { "eadow", "" }, { "École", "ecole " }, { "parc", "ecole " },
	{ "", "" }, { " - ' ", "" }, { "lea brannock", "" },
};

START_TEST(each_typed_word_begins_a_word_of_the_name)
{
	const struct school *found[4];
	char codes[64] = "";
	size_t n = school_search(&policy, span_of(cases[_i].typed), found, 4);

	for (size_t i = 0; i < n; i++)
		strcat(strcat(codes, found[i]->code), " ");
	ck_assert_str_eq(codes, cases[_i].codes);
}
END_TEST

START_TEST(more_than_asked_for_are_counted)
{
	const struct school *found[1];

	ck_assert_uint_eq(school_search(&policy, span_of("st"), found, 1), 2);
	ck_assert_str_eq(found[0]->code, "brannock");
}
END_TEST

START_TEST(words_without_end_find_nothing)
{
	char typed[4096];

	memset(typed, 'x', sizeof typed);
	ck_assert_uint_eq(school_search(&policy, (struct span){ (uint8_t *)typed, sizeof typed }, NULL, 0), 0);
	for (size_t i = 1; i < sizeof typed; i += 2)
		typed[i] = ' ';
	ck_assert_uint_eq(school_search(&policy, (struct span){ (uint8_t *)typed, sizeof typed }, NULL, 0), 0);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("school_search");
	TCase *t = tcase_create("school_search");

	tcase_add_loop_test(t, each_typed_word_begins_a_word_of_the_name, 0, sizeof cases / sizeof cases[0]);
	tcase_add_test(t, more_than_asked_for_are_counted);
	tcase_add_test(t, words_without_end_find_nothing);
	suite_add_tcase(s, t);
	return s;
}
