/* test_weights.c: the file of weights: what is refused, where and why; what is read; and that it and second_reader
 * need each other. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"
#include "run.h"
#include "small.h"

#define RULES \
	"version: small\n" \
	"concepts: { blade: [knife] }\n" \
	"contexts: { game: { reach: 3, side: both, within: clause, words: [fortnite] } }\n" \
	"same: { he: [he, she] }\n" \
	"unread: { names: [ahmed] }\n" \
	"rules:\n" \
	"  - { id: blade.seen, band: urgent, category: weapon, why: a knife, all_of: [blade] }\n"
#define SECOND \
	"second_reader:\n" \
	"  priority: { at_least: 100, why: reads as priority }\n" \
	"  urgent: { at_least: 500, why: reads as urgent }\n" \
	"  immediate: { at_least: 900, why: reads as immediate }\n"
#define HEAD "second reader 1\n*\t0\t0\t0\n"
#define A_FEATURE "a feature is one to three words of letters a to z and digits, or a beginning of four letters as " \
	"\"knif*\", or \"@now\""
#define THREE "three weights must follow the feature, whole numbers from -30000 to 30000"
#define ONLY_RAISES "an answer or concept may raise a band and never lower one"
#define NO_FEATURE "the feature is none that a text can have"

static const struct { const char *weights, *fault; } refused[] = {
	{ "", "weights:1: the file is not whole: the constants are missing" },
	{ "second reader 1\n", "weights:1: the file is not whole: the constants are missing" },
	{ "second reader 1", "weights:1: the last line has no end; the file is not whole" },
	{ "second reader 2\n*\t0\t0\t0\n", "weights:1: the first line must be \"second reader 1\"" },
	{ "second reader 1 \n*\t0\t0\t0\n", "weights:1: the first line must be \"second reader 1\"" },
	{ "\n" HEAD, "weights:1: the first line must be \"second reader 1\"" },
	{ "second reader 1\r\n*\t0\t0\t0\r\n", "weights:1: the first line must be \"second reader 1\"" },
	{ "second reader 1\nknife\t0\t0\t0\n", "weights:2: the second line must hold the constants, as \"*\"" },
	{ "second reader 1\n\n", "weights:2: the second line must hold the constants, as \"*\"" },
	{ HEAD "knife\t1\t2\t3", "weights:3: the last line has no end; the file is not whole" },
	{ HEAD "*\t1\t2\t3\n", "weights:3: " NO_FEATURE },
	{ HEAD "\n", "weights:3: " NO_FEATURE },
	{ HEAD "knife\n", "weights:3: " THREE },
	{ HEAD "knife\t1\t2\n", "weights:3: " THREE },
	{ HEAD "knife 1 2 3\n", "weights:3: " NO_FEATURE },
	{ HEAD "knife\t1\t2\t\n", "weights:3: " THREE },
	{ HEAD "knife\t1\t2\t-\n", "weights:3: " THREE },
	{ HEAD "knife\t1\t2\t+3\n", "weights:3: " THREE },
	{ HEAD "knife\t1\t2\t3.5\n", "weights:3: " THREE },
	{ HEAD "knife\t1\t2\t 3\n", "weights:3: " THREE },
	{ HEAD "knife\t1\t2\t3 \n", "weights:3: " THREE },
	{ HEAD "knife\t1\t2\t30001\n", "weights:3: " THREE },
	{ HEAD "knife\t1\t2\t-30001\n", "weights:3: " THREE },
	{ HEAD "knife\t1\t2\t000003\n", "weights:3: " THREE },
	{ HEAD "knife\t1\t2\t99999999999999999999\n", "weights:3: " THREE },
	{ HEAD "knife\t1\t2\tweapon=3\n", "weights:3: " THREE },
	{ "second reader 1\n*\t1\t2\n", "weights:2: " THREE },
	{ HEAD "knife\t1\t2\t3\t4\n", "weights:3: a column after the three numbers must be category=number" },
	{ HEAD "knife\t1\t2\t3\t\tweapon=4\n", "weights:3: a column after the three numbers must be category=number" },
	{ HEAD "knife\t1\t2\t3\tknives=4\n", "weights:3: there is no such category" },
	{ HEAD "knife\t1\t2\t3\tWeapon=4\n", "weights:3: there is no such category" },
	{ HEAD "knife\t1\t2\t3\t=4\n", "weights:3: there is no such category" },
	{ HEAD "knife\t1\t2\t3\tweapon =4\n", "weights:3: there is no such category" },
	{ HEAD "knife\t1\t2\t3\tweapon=\n", "weights:3: a weight must be a whole number from -30000 to 30000" },
	{ HEAD "knife\t1\t2\t3\tweapon=4=4\n", "weights:3: a weight must be a whole number from -30000 to 30000" },
	{ HEAD "knife\t1\t2\t3\tweapon=30001\n", "weights:3: a weight must be a whole number from -30000 to 30000" },
	{ HEAD "Knife\t1\t2\t3\n", "weights:3: " A_FEATURE },
	{ HEAD "kni-fe\t1\t2\t3\n", "weights:3: " A_FEATURE },
	{ HEAD "caf\xc3\xa9\t1\t2\t3\n", "weights:3: " A_FEATURE },
	{ HEAD "a1234567890123456789012345678901x\t1\t2\t3\n", "weights:3: " A_FEATURE },
	{ HEAD "a\x01\t1\t2\t3\n", "weights:3: " A_FEATURE },
	{ HEAD "a  knife\t1\t2\t3\n", "weights:3: words of a feature have one space between them" },
	{ HEAD " knife\t1\t2\t3\n", "weights:3: words of a feature have one space between them" },
	{ HEAD "knife \t1\t2\t3\n", "weights:3: words of a feature have one space between them" },
	{ HEAD "he had a knife\t1\t2\t3\n", "weights:3: " NO_FEATURE },
	{ HEAD "kni*\t1\t2\t3\n", "weights:3: " NO_FEATURE },
	{ HEAD "knife*\t1\t2\t3\n", "weights:3: " NO_FEATURE },
	{ HEAD "kn f*\t1\t2\t3\n", "weights:3: " NO_FEATURE },
	{ HEAD "KNIF*\t1\t2\t3\n", "weights:3: " NO_FEATURE },
	{ HEAD "@soo\t1\t2\t3\n", "weights:3: " NO_FEATURE },
	{ HEAD "@\t1\t2\t3\n", "weights:3: " NO_FEATURE },
	{ HEAD "@now\t1\t-2\t3\n", "weights:3: " ONLY_RAISES },
	{ HEAD "@now\t0\t0\t0\n@past\t-1\t0\t0\n", "weights:4: " ONLY_RAISES },
	{ HEAD "=blade\t1\t2\t-3\n", "weights:3: " ONLY_RAISES },
	{ HEAD "=\t1\t2\t3\n", "weights:3: there is no such concept now; \"concern learn\" learns anew" },
	{ HEAD "=knife\t1\t2\t3\n", "weights:3: there is no such concept now; \"concern learn\" learns anew" },
	{ HEAD "ahmed\t1\t2\t3\n", "weights:3: a word that policy leaves unread may not weigh anything" },
	{ HEAD "with ahmed\t1\t2\t3\n", "weights:3: a word that policy leaves unread may not weigh anything" },
	{ HEAD "knife\t1\t2\t3\nknife\t1\t2\t3\n", "weights:4: this feature stands here twice" },
	{ HEAD "he\t1\t2\t3\nshe\t1\t2\t3\n", "weights:4: this feature stands here twice" },
	{ HEAD "=blade\t1\t2\t3\nknife\t0\t0\t0\n=blade\t1\t2\t3\n", "weights:5: this feature stands here twice" },
	{ HEAD "a\t1\t2\t3\n\nb\t1\t2\t3\n", "weights:4: " NO_FEATURE },
};

START_TEST(a_wrong_file_is_refused_by_line_and_sentence)
{
	struct triage *t;

	ck_assert_int_eq(small_load(RULES SECOND, refused[_i].weights, faults_open(), &t), GW_EINPUT);
	ck_assert_ptr_null(t);
	ck_assert_msg(strncmp(faults_text(), refused[_i].fault, strlen(refused[_i].fault)) == 0, "%d: got %s, want %s",
	    _i, faults_text(), refused[_i].fault);
	faults_close();
}
END_TEST

START_TEST(several_faults_are_told_but_not_thousands)
{
	struct triage *t;
	char text[64 * 100] = HEAD;
	size_t lines = 0;

	for (int i = 0; i < 100; i++)
		strcat(text, "Knife\t1\t2\t3\n");
	ck_assert_int_eq(small_load(RULES SECOND, text, faults_open(), &t), GW_EINPUT);
	for (const char *at = faults_text(); (at = strchr(at, '\n')) != NULL; at++)
		lines++;
	ck_assert_uint_eq(lines, 20);
	ck_assert_ptr_nonnull(strstr(faults_text(), "weights:22: "));
	faults_close();
}
END_TEST

/* A line of so many bytes, all of them right but for their number. */
static void
long_line(char *text, size_t n)
{
	static const char numbers[] = "\t1\t2\t3", column[] = "\tweapon=1";
	size_t feature = 5 + (n - 5 - (sizeof numbers - 1)) % (sizeof column - 1), at = sizeof HEAD - 1;

	memcpy(text, HEAD, at);
	memset(text + at, 'k', feature);
	at += feature;
	at += (size_t)sprintf(text + at, "%s", numbers);
	while (at < sizeof HEAD - 1 + n)
		at += (size_t)sprintf(text + at, "%s", column);
	strcpy(text + at, "\n");
}

START_TEST(a_line_has_1024_bytes_at_most)
{
	struct triage *t;
	char text[2048];

	for (size_t n = 1020; n <= 1024; n++) {
		long_line(text, n);
		ck_assert_int_eq(small_load(RULES SECOND, text, stderr, &t), GW_OK);
		triage_free(t);
	}
	long_line(text, 1025);
	ck_assert_int_eq(small_load(RULES SECOND, text, faults_open(), &t), GW_EINPUT);
	ck_assert_str_eq(faults_text(), "weights:3: the line is longer than 1024 bytes\n");
	faults_close();
}
END_TEST

static const struct { const char *feature, *text; } right[] = {
	{ "knife", "a knife" }, { "she", "he" }, { "a1b2", "a1b2" }, { "had a knife", "he had a knife" },
	{ "had a", "had a" }, { "knif*", "knife" }, { "12ab*", "12abc" }, { "=game", "fortnite" },
	{ "a123456789012345678901234567890x", "a123456789012345678901234567890x" },
};

START_TEST(what_is_right_weighs_in_texts)
{
	const struct answers nothing = { .danger_now = DANGER_NOT_SURE };
	struct triage *t;
	char weights[256];
	int scores[HEADS];

	snprintf(weights, sizeof weights, "second reader 1\n*\t1\t-2\t0003\tother=-30000\n%s\t-30000\t30000\t-0\t"
	    "weapon=30000\tweapon=-1\n@today\t0\t0\t0\n", right[_i].feature);
	ck_assert_int_eq(small_load(RULES SECOND, weights, stderr, &t), GW_OK);
	lesson_scores(t, span_of(right[_i].text), &nothing, scores);
	ck_assert_int_eq(scores[HEAD_PRIORITY], 1 - 30000);
	ck_assert_int_eq(scores[HEAD_URGENT], -2 + 30000);
	ck_assert_int_eq(scores[HEAD_IMMEDIATE], 3);
	triage_free(t);
}
END_TEST

START_TEST(not_sure_weighs_nothing_whatever_has_been_learned)
{
	struct triage *t;

	/* "xsoz*" shares its bit of the first look-up with key 0, which "not sure" has. */
	ck_assert_int_eq(small_load(RULES SECOND, "second reader 1\n*\t7\t7\t7\nxsoz*\t1\t1\t1\n", stderr, &t), GW_OK);
	ck_assert_uint_eq(weights_find(t->reader.weights, 0), WEIGHTS_MAX);
	triage_free(t);
}
END_TEST

START_TEST(as_many_features_as_fit_and_no_more)
{
	enum { LINE = 16, MANY = WEIGHTS_MAX };
	char *text = malloc(sizeof HEAD + (size_t)MANY * LINE);
	size_t n = (size_t)sprintf(text, HEAD), before_last = 0;
	struct triage *t;

	ck_assert_ptr_nonnull(text);
	for (int i = 0; i < MANY; i++) {	/* beginnings: they need no vocabulary */
		before_last = n;
		n += (size_t)sprintf(text + n, "%c%c%c%c*\t1\t1\t1\n", 'a' + i % 26, 'a' + i / 26 % 26,
		    'a' + i / 676 % 26, 'a' + i / 17576);
	}
	ck_assert_int_eq(small_load(RULES SECOND, text, faults_open(), &t), GW_EINPUT);
	ck_assert_ptr_nonnull(strstr(faults_text(), ": too many features\n"));
	faults_close();
	text[before_last] = '\0';
	ck_assert_int_eq(small_load(RULES SECOND, text, stderr, &t), GW_OK);
	triage_free(t);
	free(text);
}
END_TEST

START_TEST(weights_and_second_reader_need_each_other)
{
	struct triage *t;

	ck_assert_int_eq(small_load(RULES, HEAD, faults_open(), &t), GW_EINPUT);
	ck_assert_str_eq(faults_text(), "weights:1: no file beside it has second_reader, which says when it speaks\n");
	faults_close();
	ck_assert_int_eq(small_load(RULES SECOND, NULL, faults_open(), &t), GW_EINPUT);
	ck_assert_str_eq(faults_text(), "policy:9: second_reader: there is no file second-reader.tsv with its weights; "
	    "\"concern learn\" makes it\n");
	faults_close();
	ck_assert_int_eq(small_load(RULES, NULL, stderr, &t), GW_OK);
	triage_free(t);
}
END_TEST

static const struct { const char *second, *fault; } eager[] = {
	{ "second_reader: 3\n", "policy:8: second_reader: " },
	{ "second_reader: { priority: { at_least: 1, why: abc } }\n", "policy:8: urgent: is missing" },
	{ SECOND "  routine: { at_least: 1, why: abc }\n", "policy:" },
	{ "second_reader:\n  priority: { at_least: 1, why: abc }\n  urgent: { at_least: 1, why: abc }\n"
	    "  immediate: { at_least: 20001, why: abc }\n", "policy:11: at_least: " },
	{ "second_reader:\n  priority: { at_least: -20001, why: abc }\n  urgent: { at_least: 1, why: abc }\n"
	    "  immediate: { at_least: 1, why: abc }\n", "policy:9: at_least: " },
	{ "second_reader:\n  priority: { at_least: 1, why: abc }\n  urgent: { at_least: 1, why: '' }\n"
	    "  immediate: { at_least: 1, why: abc }\n", "policy:10: why: " },
	{ "second_reader:\n  priority: { at_least: 1, why: abc }\n  urgent: { at_least: 1 }\n"
	    "  immediate: { at_least: 1, why: abc }\n", "policy:10: why: is missing" },
};

START_TEST(a_wrong_second_reader_is_refused_by_line)
{
	struct triage *t;
	char text[2048];

	snprintf(text, sizeof text, "%s%s", RULES, eager[_i].second);
	ck_assert_int_eq(small_load(text, HEAD, faults_open(), &t), GW_EINPUT);
	ck_assert_msg(strncmp(faults_text(), eager[_i].fault, strlen(eager[_i].fault)) == 0, "got %s", faults_text());
	faults_close();
}
END_TEST

/* --- in a folder --- */

static void
make_policy(const char *weights)
{
	folder_make();
	ck_assert_int_eq(mkdir(folder_path("triage"), 0700), 0);
	folder_write("triage/all.yaml", RULES SECOND);
	if (weights != NULL)
		folder_write("triage/second-reader.tsv", weights);
}

static void
is_refused(enum gw_err want, const char *fault)
{
	struct triage *t;

	ck_assert_int_eq(triage_load(folder_path("."), faults_open(), &t), want);
	ck_assert_ptr_null(t);
	ck_assert_msg(strstr(faults_text(), fault) != NULL, "got %s", faults_text());
	faults_close();
	folder_drop();
}

START_TEST(a_file_that_is_too_long_or_cannot_be_read_is_refused)
{
	make_policy(HEAD);
	ck_assert_int_eq(truncate(folder_path("triage/second-reader.tsv"), LIMIT_WEIGHTS + 1), 0);
	is_refused(GW_EINPUT, "/triage/second-reader.tsv: is longer than 8 MiB\n");
	make_policy(NULL);
	ck_assert_int_eq(mkdir(folder_path("triage/second-reader.tsv"), 0700), 0);
	is_refused(GW_EIO, "/triage/second-reader.tsv: cannot be read\n");
	make_policy(NULL);
	is_refused(GW_EINPUT, "/triage/all.yaml:9: second_reader: there is no file second-reader.tsv");
	make_policy(HEAD "Knife\t1\t2\t3\n");
	is_refused(GW_EINPUT, "/triage/second-reader.tsv:3: " A_FEATURE "\n");
	make_policy(HEAD);
	folder_write("triage/zz.yaml", SECOND);
	is_refused(GW_EINPUT, "/triage/zz.yaml:2: second_reader: another file has it; it is allowed in one\n");
}
END_TEST

START_TEST(the_version_tells_which_weights_these_are)
{
	char versions[3][LIMIT_NAME + 1];
	struct triage *t;

	for (int i = 0; i < 3; i++) {
		make_policy(i == 1 ? HEAD "knife\t1\t2\t3\n" : HEAD);
		ck_assert_int_eq(triage_load(folder_path("."), stderr, &t), GW_OK);
		snprintf(versions[i], sizeof versions[i], "%s", triage_version(t));
		triage_free(t);
		folder_drop();
	}
	ck_assert_str_eq(versions[0], versions[2]);
	ck_assert_str_ne(versions[0], versions[1]);
	ck_assert_int_eq(strncmp(versions[0], "small-", 6), 0);
}
END_TEST

START_TEST(weights_can_be_tried_in_place_of_the_folders)
{
	const struct answers nothing = { .danger_now = DANGER_NOT_SURE };
	struct triage *t;
	struct decision d;

	make_policy(HEAD "lamp\t900\t900\t900\n");
	ck_assert_int_eq(triage_load_weighed(folder_path("."), span_of(HEAD "lamp\t900\t0\t0\n"), stderr, &t), GW_OK);
	triage_decide(t, span_of("lamp"), &nothing, &d);
	ck_assert_int_eq(d.band, BAND_PRIORITY);
	triage_free(t);
	ck_assert_int_eq(triage_load(folder_path("."), stderr, &t), GW_OK);
	triage_decide(t, span_of("lamp"), &nothing, &d);
	ck_assert_int_eq(d.band, BAND_IMMEDIATE);
	triage_free(t);
	folder_drop();
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("weights");
	TCase *c = tcase_create("weights");

	tcase_set_timeout(c, 30);
	tcase_add_loop_test(c, a_wrong_file_is_refused_by_line_and_sentence, 0,
	    (int)(sizeof refused / sizeof refused[0]));
	tcase_add_test(c, several_faults_are_told_but_not_thousands);
	tcase_add_test(c, a_line_has_1024_bytes_at_most);
	tcase_add_loop_test(c, what_is_right_weighs_in_texts, 0, (int)(sizeof right / sizeof right[0]));
	tcase_add_test(c, not_sure_weighs_nothing_whatever_has_been_learned);
	tcase_add_test(c, as_many_features_as_fit_and_no_more);
	tcase_add_test(c, weights_and_second_reader_need_each_other);
	tcase_add_loop_test(c, a_wrong_second_reader_is_refused_by_line, 0, (int)(sizeof eager / sizeof eager[0]));
	tcase_add_test(c, a_file_that_is_too_long_or_cannot_be_read_is_refused);
	tcase_add_test(c, the_version_tells_which_weights_these_are);
	tcase_add_test(c, weights_can_be_tried_in_place_of_the_folders);
	suite_add_tcase(s, c);
	return s;
}
