/* test_replies.c: the tree's own replies load and keep what they say; each way to break the file names its line. */
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "lint.h"
#include "run.h"

static enum gw_err
load(const char *text, struct replies **r)
{
	enum gw_err e;

	folder_make();
	folder_write("replies.yaml", text);
	e = replies_load(folder_path("."), faults_open(), r);
	folder_drop();
	return e;
}

static const struct reply_template *
template_of(const struct replies *r, const char *id)
{
	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->template[i].id, id) == 0)
			return &r->template[i];
	return NULL;
}

START_TEST(the_trees_own_replies_load)
{
	static const char *const ids[] = { "first-reply", "first-reply-residents", "where-when", "safe-now",
		"in-danger", "getting-help", "another-team", "which-school", "photo", "online", "not-for-us",
		"closed-helped", "closed-not-found" };
	struct replies *r;

	ck_assert_int_eq(replies_load("policy", faults_open(), &r), GW_OK);
	ck_assert_str_eq(faults_text(), "");
	ck_assert_uint_eq(r->n, sizeof ids / sizeof ids[0]);
	for (size_t i = 0; i < r->n; i++)
		ck_assert_ptr_nonnull(template_of(r, ids[i]));
	for (int k = 0; k < LINT_KIND_N; k++) {
		ck_assert_uint_gt(r->n_phrases[k], 20);
		ck_assert_uint_gt(strlen(r->hint[k]), 0);
	}
	ck_assert_uint_gt(r->n_negations, 5);
	replies_free(r);
	faults_close();
}
END_TEST

START_TEST(no_template_of_the_tree_gets_a_hint)
{
	struct lint_hit hit[LINT_HITS];
	struct replies *r;

	ck_assert_int_eq(replies_load("policy", stderr, &r), GW_OK);
	for (size_t i = 0; i < r->n; i++)
		ck_assert_msg(lint(r, span_of(r->template[i].text), hit) == 0, "%s: %.*s", r->template[i].id,
		    (int)hit[0].len, r->template[i].text + hit[0].at);
	replies_free(r);
}
END_TEST

START_TEST(whoever_is_in_danger_is_told_999_and_childline)
{
	static const char *const ids[] = { "safe-now", "in-danger", "closed-helped", "closed-not-found" };
	struct replies *r;

	ck_assert_int_eq(replies_load("policy", stderr, &r), GW_OK);
	for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
		ck_assert_ptr_nonnull(strstr(template_of(r, ids[i])->text, "999"));
		ck_assert_ptr_nonnull(strstr(template_of(r, ids[i])->text, "0800 1111"));
	}
	replies_free(r);
}
END_TEST

START_TEST(every_phrase_of_the_tree_finds_itself)
{
	char text[REPLIES_PHRASE + 1];
	struct lint_hit hit[LINT_HITS];
	struct replies *r;

	ck_assert_int_eq(replies_load("policy", stderr, &r), GW_OK);
	for (int k = 0; k < LINT_KIND_N; k++)
		for (size_t i = 0; i < r->n_phrases[k]; i++) {
			bool found = false;
			size_t n;

			memcpy(text, r->phrase[k][i], sizeof text);
			for (char *c = text; (c = strchr(c, '*')) != NULL; *c = 'x')
				;
			n = lint(r, span_of(text), hit);
			for (size_t j = 0; j < n; j++)
				found = found || ((int)hit[j].kind == k && hit[j].at == 0);
			ck_assert_msg(found, "%s", text);
		}
	replies_free(r);
}
END_TEST

/* A small file, part by part. */
#define ONE(id, text) "  - {id: " id ", title: A title, text: " text "}\n"
#define HINTS "hints:\n" \
	"  promise: {say: Can you keep it?, phrases: [i promise, keep * secret]}\n" \
	"  why: {say: No why., phrases: [why did]}\n" \
	"  meeting: {say: No place., phrases: [meet me]}\n" \
	"  blame: {say: Not theirs., phrases: [chose to]}\n"
#define HINTS_WITH(phrases) "hints:\n" \
	"  promise: {say: Can you keep it?, phrases: " phrases "}\n" \
	"  why: {say: No why., phrases: [why did]}\n" \
	"  meeting: {say: No place., phrases: [meet me]}\n" \
	"  blame: {say: Not theirs., phrases: [chose to]}\n"
#define NO "negations: [not, \"can't\"]\n"
#define TEN "0123456789"
#define FIFTY TEN TEN TEN TEN TEN

START_TEST(a_file_is_read_as_it_stands)
{
	struct replies *r;

	ck_assert_msg(load(HINTS NO "templates:\n" ONE("first", "\"You chose to tell us.\\n\\nThank you.\""), &r) ==
	    GW_OK, "%s", faults_text());
	ck_assert_uint_eq(r->n, 1);
	ck_assert_str_eq(r->template[0].id, "first");
	ck_assert_str_eq(r->template[0].title, "A title");
	/* blame is no fault here */
	ck_assert_str_eq(r->template[0].text, "You chose to tell us.\n\nThank you.");
	ck_assert_str_eq(r->hint[LINT_PROMISE], "Can you keep it?");
	ck_assert_uint_eq(r->n_phrases[LINT_PROMISE], 2);
	ck_assert_str_eq(r->phrase[LINT_PROMISE][1], "keep * secret");
	ck_assert_uint_eq(r->n_phrases[LINT_BLAME], 1);
	ck_assert_uint_eq(r->n_negations, 2);
	ck_assert_str_eq(r->negation[1], "can't");
	replies_free(r);
	faults_close();
}
END_TEST

static const struct { const char *text, *fault; } broken[] = {
	{ "", "replies.yaml:1: is empty" },
	{ HINTS NO, "replies.yaml:1: templates: is missing" },
	{ "templates:\n" ONE("aa", "Hello") NO, "replies.yaml:1: hints: is missing" },
	{ "templates:\n" ONE("aa", "Hello") HINTS, "replies.yaml:1: negations: is missing" },
	{ "templates:\n" ONE("aa", "Hello") HINTS NO "more: 1\n", "replies.yaml:9: more: is not a key here" },
	{ "templates: []\n" HINTS NO, "replies.yaml:1: templates: must be a list of 1 to 32 entries" },
	{ "templates:\n" ONE("aa", "Hello") ONE("aa", "Hello") HINTS NO,
	    "replies.yaml:3: id: another template has it; each id is allowed once" },
	{ "templates:\n" ONE("Aa", "Hello") HINTS NO, "replies.yaml:2: id: must be small letters" },
	{ "templates:\n" ONE("a" TEN TEN TEN "ab",
	    "Hello") HINTS NO, "replies.yaml:2: id: must be text of 2 to 32 bytes" },
	{ "templates:\n  - {id: aa, text: Hello}\n" HINTS NO, "replies.yaml:2: title: is missing" },
	{ "templates:\n  - {id: aa, title: Hello}\n" HINTS NO, "replies.yaml:2: text: is missing" },
	{ "templates:\n  - {id: aa, title: Hello, text: Hello, to: x}\n" HINTS NO,
	    "replies.yaml:2: to: is not a key here" },
	{ "templates:\n  - {id: aa, title: " FIFTY FIFTY ", text: Hello}\n" HINTS NO,
	    "replies.yaml:2: title: must be text of 2 to 80 bytes" },
	{ "templates:\n  - {id: aa, title: \"A\\nB\", text: Hello}\n" HINTS NO,
	    "replies.yaml:2: title: must be one line" },
	{ "templates:\n" ONE("aa", "\" \\n \"") HINTS NO, "replies.yaml:2: text: must be plain text" },
	{ "templates:\n" ONE("aa", "\"a\\e[2J\"") HINTS NO, "replies.yaml:2: text: must be plain text" },
	{ "templates:\n" ONE("aa", "H") HINTS NO, "replies.yaml:2: text: must be text of 2 to 2048 bytes" },
	{ "templates:\n  - aa\n" HINTS NO, "replies.yaml:2: must be a mapping" },
	{ "templates:\n" ONE("aa", "Hello") ONE("bb", "So I promise you.") HINTS NO,
	    "replies.yaml:3: bb: \"I promise\" is one of the phrases of promise" },
	{ "templates:\n" ONE("aa",
	    "Why did you?") HINTS NO, "replies.yaml:2: aa: \"Why did\" is one of the phrases of why" },
	{ "templates:\n" ONE("aa",
	    "Meet me.") HINTS NO, "replies.yaml:2: aa: \"Meet me\" is one of the phrases of meeting" },
	{ "templates:\n" ONE("aa", "Hello") "hints: {promise: {say: Say it, phrases: [xx]}}\n" NO,
	    "replies.yaml:3: hints: must be a mapping of 4 to 4 keys" },
	{ "templates:\n" ONE("aa", "Hello") "hints: {promise: 1, why: 1, meeting: 1, blam: 1}\n" NO,
	    "replies.yaml:3: blam: is not a key here; allowed are promise, why, meeting, blame" },
	{ "templates:\n" ONE("aa",
	    "Hello") HINTS_WITH("[]") NO, "replies.yaml:4: phrases: must be a list of 1 to 192" },
	{ "templates:\n" ONE("aa",
	    "Hello") HINTS_WITH("[I promise]") NO, "replies.yaml:4: promise: a phrase is words of" },
	{ "templates:\n" ONE("aa", "Hello") HINTS_WITH("[\"i  promise\"]") NO, "replies.yaml:4: promise: a phrase is" },
	{ "templates:\n" ONE("aa", "Hello") HINTS_WITH("[\" promise\"]") NO, "replies.yaml:4: promise: a phrase is" },
	{ "templates:\n" ONE("aa", "Hello") HINTS_WITH("[\"promise \"]") NO, "replies.yaml:4: promise: a phrase is" },
	{ "templates:\n" ONE("aa", "Hello") HINTS_WITH("[\"* promise\"]") NO, "replies.yaml:4: promise: a phrase is" },
	{ "templates:\n" ONE("aa", "Hello") HINTS_WITH("[promise *]") NO, "replies.yaml:4: promise: a phrase is" },
	{ "templates:\n" ONE("aa", "Hello") HINTS_WITH("[promise* it]") NO, "replies.yaml:4: promise: a phrase is" },
	{ "templates:\n" ONE("aa", "Hello") HINTS_WITH("[it ' promise]") NO, "replies.yaml:4: promise: a phrase is" },
	{ "templates:\n" ONE("aa", "Hello") HINTS_WITH("[x]") NO, "replies.yaml:4: promise: a phrase is" },
	{ "templates:\n" ONE("aa", "Hello") HINTS_WITH("[[xx]]") NO, "replies.yaml:4: promise: a phrase is" },
	{ "templates:\n" ONE("aa",
	    "Hello") HINTS_WITH("[" FIFTY TEN "abcde]") NO, "replies.yaml:4: promise: a phrase is" },
	{ "templates:\n" ONE("aa",
	    "Hello") HINTS_WITH("[xx, yy, xx]") NO, "replies.yaml:4: promise: xx: is here a second" },
	{ "templates:\n" ONE("aa", "Hello") HINTS "negations: []\n",
	    "replies.yaml:8: negations: must be a list of 1 to" },
	{ "templates:\n" ONE("aa", "Hello") HINTS "negations: [Not]\n",
	    "replies.yaml:8: negations: a phrase is words of" },
};

START_TEST(a_broken_file_names_its_line)
{
	struct replies *r;

	ck_assert_int_eq(load(broken[_i].text, &r), GW_EINPUT);
	ck_assert_ptr_null(r);
	ck_assert_msg(strstr(faults_text(), broken[_i].fault) != NULL, "want %s\ngot %s", broken[_i].fault,
	    faults_text());
	faults_close();
}
END_TEST

START_TEST(every_fault_is_told)
{
	struct replies *r;

	ck_assert_int_eq(load("templates:\n" ONE("Aa", "Hello") ONE("bb", "I promise") HINTS_WITH("[X, i promise]")
	    "negations: [Y]\n", &r), GW_EINPUT);
	ck_assert_ptr_nonnull(strstr(faults_text(), "replies.yaml:2: id"));
	ck_assert_ptr_nonnull(strstr(faults_text(), "replies.yaml:3: bb"));
	ck_assert_ptr_nonnull(strstr(faults_text(), "replies.yaml:5: promise"));
	ck_assert_ptr_nonnull(strstr(faults_text(), "replies.yaml:9: negations"));
	faults_close();
}
END_TEST

START_TEST(no_file_is_no_replies)
{
	struct replies *r;

	ck_assert_int_eq(replies_load("/nonexistent", faults_open(), &r), GW_EIO);
	ck_assert_ptr_null(r);
	ck_assert_str_eq(faults_text(), "/nonexistent/replies.yaml: cannot be opened; it must exist and be readable\n");
	faults_close();
	ck_assert_str_eq(lint_code(LINT_BLAME), "blame");
	ck_assert_str_eq(lint_code(LINT_KIND_N), "");
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("replies");
	TCase *c = tcase_create("replies");

	tcase_add_test(c, the_trees_own_replies_load);
	tcase_add_test(c, no_template_of_the_tree_gets_a_hint);
	tcase_add_test(c, whoever_is_in_danger_is_told_999_and_childline);
	tcase_add_test(c, every_phrase_of_the_tree_finds_itself);
	tcase_add_test(c, a_file_is_read_as_it_stands);
	tcase_add_loop_test(c, a_broken_file_names_its_line, 0, (int)(sizeof broken / sizeof broken[0]));
	tcase_add_test(c, every_fault_is_told);
	tcase_add_test(c, no_file_is_no_replies);
	suite_add_tcase(s, c);
	return s;
}
