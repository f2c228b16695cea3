/* test_draft.c: promises of draft.h. */
#include "run.h"

#include <stdio.h>
#include <string.h>

#include "draft.h"
#include "edge.h"

enum { MOST = 64 * 1024 };

static void
put(struct buf *b, const char *text)
{
	buf_clear(b);
	ck_assert_int_eq(buf_add_text(b, text), GW_OK);
}

static void
fill(struct draft *d)
{
	draft_init(d);
	memset(d->once, 7, sizeof d->once);
	d->step = 9;
	d->checked = true;
	d->danger = DRAFT_DANGER_SOON;
	d->when = DRAFT_WHEN_TODAY;
	d->kind = CATEGORY_WEAPON;
	d->about = DRAFT_ABOUT_ME;
	d->school_is = DRAFT_SCHOOL_NAMED;
	d->files = DRAFT_FILES_YES;
	strcpy(d->school, "norlington");
	put(&d->text, "he has a knife\nin his bag \xf0\x9f\x98\xa2");
	put(&d->place, "behind the gym");
	put(&d->who, "Sam, year 9");
	put(&d->keep_from, "my uncle, he would send me away");
	put(&d->typed, "norling");
}

static void
check_same(const struct draft *a, const struct draft *b)
{
	ck_assert_mem_eq(a->once, b->once, sizeof a->once);
	ck_assert_uint_eq(a->step, b->step);
	ck_assert(a->checked == b->checked && a->kind_unsure == b->kind_unsure);
	ck_assert(a->danger == b->danger && a->when == b->when && a->kind == b->kind && a->about == b->about);
	ck_assert(a->school_is == b->school_is && a->files == b->files);
	ck_assert_str_eq(a->school, b->school);
	ck_assert(span_equal(buf_span(&a->text), buf_span(&b->text)));
	ck_assert(span_equal(buf_span(&a->place), buf_span(&b->place)));
	ck_assert(span_equal(buf_span(&a->who), buf_span(&b->who)));
	ck_assert(span_equal(buf_span(&a->keep_from), buf_span(&b->keep_from)));
	ck_assert(span_equal(buf_span(&a->typed), buf_span(&b->typed)));
}

static void
check_there_and_back(const struct draft *d)
{
	struct draft again;
	struct buf bytes, twice;

	draft_init(&again);
	buf_init(&bytes, MOST);
	buf_init(&twice, MOST);
	ck_assert_int_eq(draft_encode(d, &bytes), GW_OK);
	ck_assert_int_eq(draft_decode(edge(bytes.p, bytes.n), &again), GW_OK);
	check_same(d, &again);
	ck_assert_int_eq(draft_encode(&again, &twice), GW_OK);
	ck_assert(span_equal(buf_span(&bytes), buf_span(&twice)));
	draft_free(&again);
	buf_free(&bytes);
	buf_free(&twice);
}

START_TEST(a_draft_comes_back_as_it_went)
{
	static char longest[DRAFT_TEXT_BYTES + 1];
	struct draft d;

	draft_init(&d);
	check_there_and_back(&d);
	draft_free(&d);
	fill(&d);
	check_there_and_back(&d);
	memset(longest, 'x', DRAFT_TEXT_BYTES);
	put(&d.text, longest);
	check_there_and_back(&d);
	draft_free(&d);
}
END_TEST

START_TEST(what_is_cut_or_longer_is_no_draft)
{
	struct draft d, again;
	struct buf bytes;

	fill(&d);
	buf_init(&bytes, MOST);
	ck_assert_int_eq(draft_encode(&d, &bytes), GW_OK);
	for (size_t n = 0; n < bytes.n; n++) {
		draft_init(&again);
		ck_assert_int_eq(draft_decode(edge(bytes.p, n), &again), GW_EINPUT);
		draft_free(&again);
	}
	ck_assert_int_eq(buf_add_text(&bytes, "x"), GW_OK);
	draft_init(&again);
	ck_assert_int_eq(draft_decode(buf_span(&bytes), &again), GW_EINPUT);
	draft_free(&again);
	draft_free(&d);
	buf_free(&bytes);
}
END_TEST

/* Each of the first bytes but the step is a pick of a few. */
START_TEST(a_pick_that_there_is_not_is_no_draft)
{
	const size_t at[] = { 0, 2, 3, 4, 5, 6, 7, 8 };
	struct draft d, again;
	struct buf bytes;

	fill(&d);
	buf_init(&bytes, MOST);
	ck_assert_int_eq(draft_encode(&d, &bytes), GW_OK);
	for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
		const uint8_t was = bytes.p[at[i]];

		bytes.p[at[i]] = 0x40;
		draft_init(&again);
		ck_assert_int_eq(draft_decode(buf_span(&bytes), &again), GW_EINPUT);
		draft_free(&again);
		bytes.p[at[i]] = was;
	}
	*(uint8_t *)memchr(bytes.p, 0xf0, bytes.n) = 0xff;	/* no UTF-8 */
	draft_init(&again);
	ck_assert_int_eq(draft_decode(buf_span(&bytes), &again), GW_EINPUT);
	draft_free(&again);
	draft_free(&d);
	buf_free(&bytes);
}
END_TEST

START_TEST(words_and_values_fit_each_other)
{
	for (int i = 0; i < DRAFT_DANGER_N; i++)
		ck_assert_int_eq(draft_danger_of(span_of(draft_danger_word((enum draft_danger)i))), i);
	for (int i = 0; i < DRAFT_WHEN_N; i++)
		ck_assert_int_eq(draft_when_of(span_of(draft_when_word((enum draft_when)i))), i);
	for (int i = 0; i < DRAFT_ABOUT_N; i++)
		ck_assert_int_eq(draft_about_of(span_of(draft_about_word((enum draft_about)i))), i);
	for (int i = 0; i < DRAFT_SCHOOL_N; i++)
		ck_assert_int_eq(draft_school_of(span_of(draft_school_word((enum draft_school)i))), i);
	for (int i = 0; i < DRAFT_FILES_N; i++)
		ck_assert_int_eq(draft_files_of(span_of(draft_files_word((enum draft_files)i))), i);
	ck_assert_int_eq(draft_danger_of(span_of("Yes")), DRAFT_DANGER_NONE);
	ck_assert_int_eq(draft_when_of(span_of("now")), DRAFT_WHEN_NONE);
	ck_assert_str_eq(draft_school_word(DRAFT_SCHOOL_NOT_ONE), "none");
	ck_assert_str_eq(draft_danger_word(DRAFT_DANGER_NOT_SURE), "not_sure");
	ck_assert_str_eq(draft_about_word(DRAFT_ABOUT_PLACE_OR_GROUP), "place_or_group");
}
END_TEST

START_TEST(a_report_says_what_the_draft_says)
{
	struct draft d;
	struct report r;

	fill(&d);
	report_init(&r);
	ck_assert_int_eq(draft_report(&d, &r), GW_OK);
	ck_assert(span_is(buf_span(&r.text), "he has a knife\nin his bag \xf0\x9f\x98\xa2\nAbout: Sam, year 9"));
	ck_assert(span_is(buf_span(&r.place), "behind the gym"));
	ck_assert(span_is(buf_span(&r.keep_from), "my uncle, he would send me away"));
	ck_assert_str_eq(r.school, "norlington");
	ck_assert_int_eq(r.answers.danger_now, DANGER_NOT_SURE);
	ck_assert_int_eq(r.answers.when, WHEN_TODAY);
	ck_assert_int_eq(r.answers.weapon, WEAPON_YES);
	ck_assert_int_eq(r.answers.about, ABOUT_ME);
	ck_assert_int_eq(r.answers.category, CATEGORY_WEAPON);
	ck_assert_uint_eq(r.n_files, 0);
	report_free(&r);
	draft_free(&d);
}
END_TEST

START_TEST(what_was_not_answered_is_not_in_the_report)
{
	struct draft d;
	struct report r;

	draft_init(&d);
	put(&d.text, "x\x07y");
	strcpy(d.school, "norlington");		/* chosen, then "no school" */
	d.school_is = DRAFT_SCHOOL_NOT_ONE;
	d.kind_unsure = true;
	report_init(&r);
	ck_assert_int_eq(draft_report(&d, &r), GW_OK);
	ck_assert(span_is(buf_span(&r.text), "x y"));
	ck_assert_uint_eq(r.place.n, 0);
	ck_assert_uint_eq(r.keep_from.n, 0);
	ck_assert_str_eq(r.school, "");
	ck_assert_int_eq(r.answers.danger_now, DANGER_NOT_SURE);
	ck_assert_int_eq(r.answers.when, WHEN_NOT_SURE);
	ck_assert_int_eq(r.answers.weapon, WEAPON_NOT_SURE);
	ck_assert_int_eq(r.answers.about, ABOUT_SOMEONE_ELSE);
	ck_assert_int_eq(r.answers.category, CATEGORY_NONE);
	report_free(&r);
	draft_free(&d);
}
END_TEST

static const struct {
	enum draft_danger danger;
	enum draft_when when;
	enum draft_about about;
	enum answer_danger danger_now;
	enum answer_when answer_when;
	enum answer_about answer_about;
} answers[] = {
	{ DRAFT_DANGER_YES, DRAFT_WHEN_SOON, DRAFT_ABOUT_PLACE_OR_GROUP, DANGER_YES, WHEN_SOON, ABOUT_PLACE_OR_GROUP },
	{ DRAFT_DANGER_NO, DRAFT_WHEN_LATER, DRAFT_ABOUT_SOMEONE_ELSE, DANGER_NO, WHEN_NOT_SURE, ABOUT_SOMEONE_ELSE },
	{ DRAFT_DANGER_NOT_SURE, DRAFT_WHEN_NOT_SURE, DRAFT_ABOUT_UNSAID, DANGER_NOT_SURE, WHEN_NOT_SURE,
	    ABOUT_SOMEONE_ELSE },
};

START_TEST(each_answer_becomes_the_reports)
{
	struct draft d;
	struct report r;

	draft_init(&d);
	d.danger = answers[_i].danger;
	d.when = answers[_i].when;
	d.about = answers[_i].about;
	report_init(&r);
	ck_assert_int_eq(draft_report(&d, &r), GW_OK);
	ck_assert_int_eq(r.answers.danger_now, answers[_i].danger_now);
	ck_assert_int_eq(r.answers.when, answers[_i].answer_when);
	ck_assert_int_eq(r.answers.about, answers[_i].answer_about);
	report_free(&r);
	draft_free(&d);
}
END_TEST

static void
put_times(struct buf *b, const char *text, size_t times)
{
	buf_clear(b);
	for (size_t i = 0; i < times; i++)
		ck_assert_int_eq(buf_add_text(b, text), GW_OK);
}

START_TEST(the_longest_that_pages_allow_fits_a_report_and_more_does_not)
{
	static const char four[] = "\xf0\x9f\x98\xa2";
	struct draft d;
	struct report r;

	draft_init(&d);
	put_times(&d.text, four, DRAFT_TEXT);
	put_times(&d.place, four, DRAFT_PLACE);
	put_times(&d.who, four, DRAFT_WHO);
	put_times(&d.keep_from, four, DRAFT_KEEP_FROM);
	report_init(&r);
	ck_assert_int_eq(draft_report(&d, &r), GW_OK);
	report_free(&r);
	put_times(&d.text, four, DRAFT_TEXT_BYTES / 4);
	report_init(&r);
	ck_assert_int_eq(draft_report(&d, &r), GW_ELIMIT);
	report_free(&r);
	draft_free(&d);
}
END_TEST

/* Where the tree says how many letters there may be, in its own words. */
static const struct { const char *file, *before; int letters; } told[] = {
	{ "policy/wording/errors.yaml", "\ntext_long:", DRAFT_TEXT },
	{ "policy/wording/errors.yaml", "\nreply_long:", DRAFT_TEXT },
	{ "policy/wording/errors.yaml", "\nplace_long:", DRAFT_PLACE },
	{ "policy/wording/errors.yaml", "\nwho_long:", DRAFT_WHO },
	{ "policy/wording/errors.yaml", "\nkeep_from_long:", DRAFT_KEEP_FROM },
	{ "policy/wording/errors.yaml", "\ntyped_long:", DRAFT_TYPED },
	{ "policy/wording/what.yaml", "\nmost:", DRAFT_TEXT },
	{ "policy/wording/thread.yaml", "\nreply_most:", DRAFT_TEXT },
	{ "server/page/templates/what.html", " data-count=\"", DRAFT_TEXT },
	{ "server/page/templates/thread.html", " data-count=\"", DRAFT_TEXT },
};

START_TEST(words_and_templates_say_the_limits_that_are_kept)
{
	static char text[MOST];
	FILE *f = fopen(told[_i].file, "re");
	const char *at;
	int letters = 0;
	size_t n;

	ck_assert_ptr_nonnull(f);
	n = fread(text, 1, sizeof text - 1, f);
	text[n] = '\0';
	fclose(f);
	ck_assert_ptr_nonnull(at = strstr(text, told[_i].before));
	at += strlen(told[_i].before);
	for (at += strcspn(at, "0123456789\n"); (*at >= '0' && *at <= '9') || *at == ','; at++)
		letters = *at == ',' ? letters : 10 * letters + *at - '0';
	ck_assert_int_eq(letters, told[_i].letters);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("draft");
	TCase *t = tcase_create("draft");

	tcase_add_test(t, a_draft_comes_back_as_it_went);
	tcase_add_test(t, what_is_cut_or_longer_is_no_draft);
	tcase_add_test(t, a_pick_that_there_is_not_is_no_draft);
	tcase_add_test(t, words_and_values_fit_each_other);
	tcase_add_test(t, a_report_says_what_the_draft_says);
	tcase_add_test(t, what_was_not_answered_is_not_in_the_report);
	tcase_add_loop_test(t, each_answer_becomes_the_reports, 0, (int)(sizeof answers / sizeof answers[0]));
	tcase_add_test(t, the_longest_that_pages_allow_fits_a_report_and_more_does_not);
	tcase_add_loop_test(t, words_and_templates_say_the_limits_that_are_kept, 0,
	    (int)(sizeof told / sizeof told[0]));
	suite_add_tcase(s, t);
	return s;
}
