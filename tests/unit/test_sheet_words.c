/* test_sheet_words.c: every sheet, field and code of sheet.c has words, and nothing else does. */
#include <string.h>

#include "run.h"
#include "sheet_words.h"

static size_t
count(const char *const *list)
{
	size_t n = 0;

	while (list != NULL && list[n] != NULL)
		n++;
	return n;
}

static void
codes_fit(enum sheet s, size_t i)
{
	const char *const *codes = sheet_kind(s)->field[i].codes, *const *words = sheet_words(s)->field[i].codes;
	const char *key = sheet_kind(s)->field[i].key;

	ck_assert_msg((codes == NULL) == (words == NULL), "%s of sheet %d", key, s);
	ck_assert_msg(count(codes) == count(words), "%s of sheet %d", key, s);
	for (size_t n = 0; n < count(codes); n++) {
		ck_assert_msg(words[n][0] != '\0', "%s of sheet %d", codes[n], s);
		ck_assert_str_eq(sheet_code_words(s, i, span_of(codes[n])), words[n]);
		for (size_t k = 0; k < n; k++)
			ck_assert_msg(strcmp(words[n], words[k]) != 0, "%s and %s read alike", codes[n], codes[k]);
	}
}

START_TEST(every_field_and_code_has_words_and_nothing_else_does)
{
	const enum sheet s = (enum sheet)_i;
	const struct sheet_words *words = sheet_words(s);

	ck_assert(words->title[0] != '\0' && words->when[0] != '\0');
	ck_assert_int_le(words->group, GROUP_FILE);
	for (size_t i = 0; i < SHEET_FIELDS; i++) {
		const struct sheet_field *f = &sheet_kind(s)->field[i];

		ck_assert_msg((f->takes == TAKES_NOTHING) == (words->field[i].label == NULL), "field %zu of %s", i,
		    words->title);
		if (f->takes == TAKES_NOTHING)
			continue;
		ck_assert_msg(words->field[i].label[0] != '\0' && words->field[i].hint != NULL, "%s", f->key);
		codes_fit(s, i);
	}
}
END_TEST

START_TEST(no_two_sheets_have_one_name)
{
	for (int a = 0; a < SHEET_N; a++)
		for (int b = 0; b < a; b++)
			ck_assert_str_ne(sheet_words((enum sheet)a)->title, sheet_words((enum sheet)b)->title);
}
END_TEST

START_TEST(what_is_no_code_has_no_words)
{
	ck_assert_str_eq(sheet_code_words(SHEET_TOLD, 0, span_of("neighbour")), "");
	ck_assert_str_eq(sheet_code_words(SHEET_TOLD, 1, span_of("mash")), "");
	ck_assert_str_eq(sheet_code_words(SHEET_TOLD, 0, (struct span){ NULL, 0 }), "");
}
END_TEST

START_TEST(the_words_say_the_rules_that_people_get_wrong)
{
	ck_assert_ptr_nonnull(strstr(sheet_words(SHEET_CONSENT)->when, "Consent never blocks a referral"));
	ck_assert_ptr_nonnull(strstr(sheet_words(SHEET_CONTACT)->when, "stops the attempt clock only"));
	ck_assert_ptr_nonnull(strstr(sheet_words(SHEET_NOMINATE)->when, "any age"));
}
END_TEST

START_TEST(each_group_has_a_name_and_a_sheet)
{
	for (int g = 0; g < GROUP_N; g++) {
		size_t n = 0;

		for (int s = 0; s < SHEET_N; s++)
			n += sheet_words((enum sheet)s)->group == (enum sheet_group)g;
		ck_assert(sheet_group_words((enum sheet_group)g)[0] != '\0');
		ck_assert_uint_gt(n, 0);
	}
	ck_assert_int_eq(sheet_words(SHEET_AGENDA)->group, GROUP_NONE);
	ck_assert_int_eq(sheet_words(SHEET_RELEASE)->group, GROUP_NONE);
	for (int s = SHEET_ORIGINAL; s <= SHEET_HOLD; s++)
		ck_assert_int_eq(sheet_words((enum sheet)s)->group, GROUP_FILE);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("sheet_words");
	TCase *t = tcase_create("words");

	tcase_add_loop_test(t, every_field_and_code_has_words_and_nothing_else_does, 0, SHEET_N);
	tcase_add_test(t, no_two_sheets_have_one_name);
	tcase_add_test(t, what_is_no_code_has_no_words);
	tcase_add_test(t, the_words_say_the_rules_that_people_get_wrong);
	tcase_add_test(t, each_group_has_a_name_and_a_sheet);
	suite_add_tcase(s, t);
	return s;
}
