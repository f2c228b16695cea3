/* test_steps.c: the questions in their order, and what each page's form puts into the draft. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "run.h"
#include "steps.h"

static struct policy *policy;
static struct draft draft;
static struct form form;
static struct step_errors errors;

static void
load(void)
{
	ck_assert_int_eq(policy_load("policy", stderr, &policy), GW_OK);
	draft_init(&draft);
}

static void
unload(void)
{
	draft_free(&draft);
	form_wipe(&form);
	policy_free(policy);
}

/* Presses Continue on this page with these answers. */
static void
take(enum step s, const char *body)
{
	form_wipe(&form);
	ck_assert_int_eq(form_read(span_of(body), &form), GW_OK);
	draft.step = (uint8_t)s;
	ck_assert_int_eq(step_take(policy, &form, &draft, &errors), GW_OK);
}

static void
expect_error(const char *field, const char *kind)
{
	ck_assert_uint_eq(errors.n, 1);
	ck_assert_str_eq(errors.error[0].field, field);
	ck_assert_str_eq(errors.error[0].kind, kind);
}

static const enum step usual[] = { STEP_DANGER, STEP_LEAVING, STEP_PRIVATE, STEP_NEXT, STEP_WHEN, STEP_WHAT, STEP_KIND,
	STEP_WHERE, STEP_WHO, STEP_SCHOOL, STEP_FILES, STEP_ANSWERS };

START_TEST(every_page_leads_to_the_next_and_back)
{
	const size_t n = sizeof usual / sizeof usual[0];

	draft.danger = DRAFT_DANGER_NO;
	draft.school_is = DRAFT_SCHOOL_NOT_ONE;
	for (size_t i = 0; i + 1 < n; i++) {
		draft.step = (uint8_t)usual[i];
		ck_assert_int_eq(step_next(policy, &draft, true), usual[i + 1]);
	}
	for (size_t i = n; i-- > 1;) {
		draft.step = (uint8_t)usual[i];
		ck_assert_int_eq(step_back(policy, &draft, true), usual[i - 1]);
	}
	draft.step = STEP_DANGER;
	ck_assert_int_eq(step_back(policy, &draft, true), STEP_DANGER);
}
END_TEST

START_TEST(who_is_in_danger_hears_of_999_before_anything_else)
{
	take(STEP_DANGER, "danger=yes");
	ck_assert_uint_eq(errors.n, 0);
	ck_assert_int_eq(step_next(policy, &draft, true), STEP_CALL_999);
	draft.checked = true;
	ck_assert_int_eq(step_next(policy, &draft, true), STEP_CALL_999);
	draft.step = STEP_CALL_999;
	ck_assert_int_eq(step_next(policy, &draft, true), STEP_ANSWERS);
	ck_assert_int_eq(step_back(policy, &draft, true), STEP_DANGER);
}
END_TEST

START_TEST(when_nobody_reads_the_page_that_says_so_is_shown)
{
	take(STEP_DANGER, "danger=no");
	ck_assert_int_eq(step_next(policy, &draft, false), STEP_AFTER_HOURS);
	draft.step = STEP_AFTER_HOURS;
	ck_assert_int_eq(step_next(policy, &draft, false), STEP_LEAVING);
	draft.step = STEP_LEAVING;
	ck_assert_int_eq(step_back(policy, &draft, false), STEP_AFTER_HOURS);
	ck_assert_int_eq(step_back(policy, &draft, true), STEP_DANGER);
}
END_TEST

START_TEST(a_change_leads_back_to_the_answers)
{
	draft.checked = true;
	for (size_t i = 4; i < sizeof usual / sizeof usual[0] - 1; i++) {
		draft.step = (uint8_t)usual[i];
		draft.school_is = DRAFT_SCHOOL_UNSAID;
		ck_assert_int_eq(step_next(policy, &draft, true), STEP_ANSWERS);
		ck_assert_int_eq(step_back(policy, &draft, true), STEP_ANSWERS);
	}
	ck_assert_int_eq(step_of_change(span_of("what")), STEP_WHAT);
	ck_assert_int_eq(step_of_change(span_of("school")), STEP_SCHOOL);
	ck_assert_int_eq(step_of_change(span_of("files")), STEP_FILES);
	ck_assert_int_eq(step_of_change(span_of("answers")), STEP_N);
	ck_assert_int_eq(step_of_change(span_of("")), STEP_N);
}
END_TEST

START_TEST(a_school_is_found_by_part_of_its_name_and_then_chosen)
{
	take(STEP_SCHOOL, "school_is=named&typed=norl");
	ck_assert_uint_eq(errors.n, 0);
	ck_assert_int_eq(step_next(policy, &draft, true), STEP_SCHOOL_PICK);
	take(STEP_SCHOOL_PICK, "pick=norlington");
	ck_assert_str_eq(draft.school, "norlington");
	ck_assert_int_eq(step_next(policy, &draft, true), STEP_FILES);
	draft.step = STEP_FILES;
	ck_assert_int_eq(step_back(policy, &draft, true), STEP_SCHOOL_PICK);
	take(STEP_SCHOOL_PICK, "pick=none");
	ck_assert_uint_eq(errors.n, 0);
	ck_assert_str_eq(draft.school, "");
	ck_assert_int_eq(step_next(policy, &draft, true), STEP_SCHOOL);
	take(STEP_SCHOOL, "school_is=none&typed=norl");
	ck_assert_int_eq(step_next(policy, &draft, true), STEP_FILES);
}
END_TEST

START_TEST(a_schools_own_link_has_answered_which_school)
{
	memcpy(draft.school, "norlington", sizeof "norlington");
	draft.school_is = DRAFT_SCHOOL_NAMED;
	draft.step = STEP_WHO;
	ck_assert_int_eq(step_next(policy, &draft, true), STEP_FILES);
	draft.step = STEP_FILES;
	ck_assert_int_eq(step_back(policy, &draft, true), STEP_WHO);
}
END_TEST

static const struct { enum step step; const char *body, *field, *kind; } faults[] = {
	{ STEP_DANGER, "", "danger", "danger_missing" },
	{ STEP_DANGER, "danger=perhaps", "danger", "danger_missing" },
	{ STEP_WHEN, "when=", "when", "when_missing" },
	{ STEP_WHAT, "text=++%0D%0A+", "text", "text_missing" },
	{ STEP_SCHOOL, "typed=norl", "school_is", "school_is_missing" },
	{ STEP_SCHOOL, "school_is=named", "typed", "typed_missing" },
	{ STEP_SCHOOL, "school_is=named&typed=hogwarts", "typed", "typed_unknown" },
	{ STEP_SCHOOL_PICK, "", "pick", "pick_missing" },
	{ STEP_SCHOOL_PICK, "pick=hogwarts", "pick", "pick_missing" },
	{ STEP_FILES, "", "files", "files_missing" },
};

START_TEST(what_is_missing_is_said_next_to_its_field)
{
	take(faults[_i].step, faults[_i].body);
	expect_error(faults[_i].field, faults[_i].kind);
}
END_TEST

/* How a text of n letters, each of these bytes, is taken. */
static void
take_long(enum step s, const char *field, const char *letter, size_t n)
{
	char *body = malloc(64 + n * strlen(letter)), *at = body;

	ck_assert_ptr_nonnull(body);
	at += sprintf(body, "school_is=named&%s=", field);
	for (size_t i = 0; i < n; i++, at += strlen(letter))
		memcpy(at, letter, strlen(letter) + 1);
	take(s, body);
	free(body);
}

static const struct { enum step step; const char *field; size_t max; const char *kind; } longest[] = {
	{ STEP_WHAT, "text", DRAFT_TEXT, "text_long" },
	{ STEP_WHERE, "place", DRAFT_PLACE, "place_long" },
	{ STEP_WHO, "who", DRAFT_WHO, "who_long" },
	{ STEP_WHO, "keep_from", DRAFT_KEEP_FROM, "keep_from_long" },
};

START_TEST(what_is_unfinished_is_found_before_it_is_sent)
{
	ck_assert_int_eq(step_unfinished(&draft, &errors), STEP_DANGER);
	expect_error("danger", "danger_missing");
	take(STEP_DANGER, "danger=no");
	ck_assert_int_eq(step_unfinished(&draft, &errors), STEP_WHEN);
	take(STEP_WHEN, "when=today");
	ck_assert_int_eq(step_unfinished(&draft, &errors), STEP_WHAT);
	take(STEP_WHAT, "text=words");
	ck_assert_int_eq(step_unfinished(&draft, &errors), STEP_SCHOOL);
	take(STEP_SCHOOL, "school_is=named&typed=norl");
	ck_assert_int_eq(step_unfinished(&draft, &errors), STEP_SCHOOL);
	take(STEP_SCHOOL_PICK, "pick=norlington");
	ck_assert_int_eq(step_unfinished(&draft, &errors), STEP_ANSWERS);
	ck_assert_uint_eq(errors.n, 0);
}
END_TEST

START_TEST(letters_are_counted_as_people_count_them)
{
	static const char *const letters[] = { "a", "%C3%A9", "%F0%9F%98%80" };

	for (size_t i = 0; i < 3; i++) {
		take_long(longest[_i].step, longest[_i].field, letters[i], longest[_i].max);
		ck_assert_uint_eq(errors.n, 0);
		take_long(longest[_i].step, longest[_i].field, letters[i], longest[_i].max + 1);
		expect_error(longest[_i].field, longest[_i].kind);
		draft.danger = DRAFT_DANGER_NO;
		draft.when = DRAFT_WHEN_LATER;
		if (draft.text.n == 0)
			ck_assert_int_eq(buf_add_text(&draft.text, "words"), GW_OK);
		ck_assert_int_eq(step_unfinished(&draft, &errors), longest[_i].step);
		expect_error(longest[_i].field, longest[_i].kind);
	}
}
END_TEST

START_TEST(a_text_that_is_too_long_is_kept_to_be_shortened)
{
	take_long(STEP_WHAT, "text", "%F0%9F%98%80", DRAFT_TEXT + 500);
	ck_assert_uint_eq(draft.text.n, 4 * (DRAFT_TEXT + 500));
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("steps");
	TCase *t = tcase_create("steps");

	tcase_add_checked_fixture(t, load, unload);
	tcase_add_test(t, every_page_leads_to_the_next_and_back);
	tcase_add_test(t, who_is_in_danger_hears_of_999_before_anything_else);
	tcase_add_test(t, when_nobody_reads_the_page_that_says_so_is_shown);
	tcase_add_test(t, a_change_leads_back_to_the_answers);
	tcase_add_test(t, a_school_is_found_by_part_of_its_name_and_then_chosen);
	tcase_add_test(t, a_schools_own_link_has_answered_which_school);
	tcase_add_loop_test(t, what_is_missing_is_said_next_to_its_field, 0, sizeof faults / sizeof faults[0]);
	tcase_add_test(t, what_is_unfinished_is_found_before_it_is_sent);
	tcase_add_loop_test(t, letters_are_counted_as_people_count_them, 0, sizeof longest / sizeof longest[0]);
	tcase_add_test(t, a_text_that_is_too_long_is_kept_to_be_shortened);
	suite_add_tcase(s, t);
	return s;
}
