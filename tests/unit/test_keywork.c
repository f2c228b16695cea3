/* test_keywork.c: the verbs that change teams' keys from a terminal: schools that were added later, and a team's new
 * key when nobody is left. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin.h"
#include "run.h"
#include "verbs.h"

static char opt_community[] = "community";

/* The gateway's own copy of the policy, so that it can change. */
static void
gateway_with_policy(void)
{
	char command[2048], from[1024], *text, *at;
	FILE *f;
	size_t n;

	gateway_make();
	f = fopen(config, "r");
	text = calloc(1, 8192);
	ck_assert_ptr_nonnull(f);
	ck_assert_ptr_nonnull(text);
	n = fread(text, 1, 8191, f);
	ck_assert_uint_gt(n, 0);
	fclose(f);
	at = strstr(text, "policy: ");
	ck_assert_ptr_nonnull(at);
	snprintf(from, sizeof from, "%.*s", (int)strcspn(at + 8, "\n"), at + 8);
	snprintf(command, sizeof command, "cp -r '%s' '%s/policy'", from, dir);
	ck_assert_int_eq(system(command), 0);
	f = fopen(config, "w");
	fprintf(f, "%.*spolicy: policy%s", (int)(at - text), text, at + strcspn(at, "\n"));
	fclose(f);
	free(text);
}

static void
school_add(const char *code)
{
	FILE *f = fopen(in_dir("policy/schools.yaml"), "a");

	ck_assert_ptr_nonnull(f);
	fprintf(f, "  - code: %s\n    name: The new %s school\n", code, code);
	fclose(f);
}

/* VERB --config FILE (--recovery | --by NAME), with one line typed. */
static int
by(verb_fn *verb, const char *name, const char *typed)
{
	char b[80], input[512];
	char *argv[] = { verb_name, opt_config, config, name == NULL ? opt_recovery : opt_by, b, NULL };

	snprintf(b, sizeof b, "%s", name == NULL ? "" : name);
	if (name == NULL)
		argv[4] = NULL;
	snprintf(input, sizeof input, "%s\n", typed);
	return run(verb, input, argv);
}

static int
rotate(char *team, const char *name, const char *typed)
{
	char b[80], input[512];
	char *argv[] = { verb_name, opt_config, config, opt_team, team, name == NULL ? opt_recovery : opt_by, b, NULL };

	snprintf(b, sizeof b, "%s", name == NULL ? "" : name);
	if (name == NULL)
		argv[6] = NULL;
	snprintf(input, sizeof input, "%s\n", typed);
	return run(admin_rotate, input, argv);
}

static size_t
teams(void)
{
	struct look l;

	look_open(&l);
	store_close(l.store);
	return l.roster.n;
}

static uint64_t
version(void)
{
	struct look l;

	look_open(&l);
	store_close(l.store);
	return l.roster.version;
}

/* Whether the words open this team's present key. */
static bool
words_open(const char *team)
{
	uint8_t sk[KEY_BYTES];
	struct look l;
	enum gw_err e;
	int word;

	look_open(&l);
	ck_assert_int_eq(keyring_recovery(&l.ring, span_of(words), &word), GW_OK);
	e = keyring_team(&l.ring, team, sk);
	store_close(l.store);
	return e == GW_OK;
}

START_TEST(a_school_that_was_added_later_gets_its_team)
{
	const size_t before = teams();

	ck_assert_int_eq(enrol("carla", "school:late", NULL, PASS_A, words), 1);
	school_add("late");
	school_add("later");
	ck_assert_msg(by(admin_school, NULL, words) == 0, "%s", ran.err);
	ck_assert_str_eq(ran.out, "school:late\nschool:later\n");
	ck_assert_uint_eq(teams(), before + 2);
	ck_assert(words_open("school:late") && words_open("school:later"));
	ck_assert_msg(enrol("carla", "school:late", NULL, PASS_A, words) == 0, "%s", ran.err);
	/* and a second time there is nothing to do */
	ck_assert_msg(by(admin_school, NULL, words) == 0, "%s", ran.err);
	ck_assert_str_eq(ran.out, "");
	ck_assert_int_eq(run_plain(admin_verify_audit), 0);
}
END_TEST

START_TEST(an_administrator_makes_it_too_and_nobody_else)
{
	const size_t before = teams();

	ck_assert_int_eq(enrol("eve", "admin", NULL, PASS_A, words), 0);
	ck_assert_int_eq(enrol("amina", "community", NULL, PASS_B, words), 0);
	school_add("late");
	ck_assert_int_eq(by(admin_school, "amina", PASS_B), 1);
	ck_assert_ptr_nonnull(strstr(ran.err, "only an administrator"));
	ck_assert_int_eq(by(admin_school, "eve", PASS_B), 1);
	ck_assert_int_eq(by(admin_school, "nobody here", PASS_A), 1);
	ck_assert_int_eq(by(admin_school, NULL, "zzzzz"), 1);
	ck_assert_ptr_nonnull(strstr(ran.err, "no team was made"));
	ck_assert_uint_eq(teams(), before);
	ck_assert_msg(by(admin_school, "eve", PASS_A) == 0, "%s", ran.err);
	ck_assert_uint_eq(teams(), before + 1);
}
END_TEST

START_TEST(a_team_gets_another_key_from_a_terminal)
{
	uint8_t before[KEY_BYTES], after[KEY_BYTES];
	const uint64_t was = version();
	struct look l;

	ck_assert_int_eq(enrol("amina", "community", NULL, PASS_A, words), 0);
	look_open(&l);
	ck_assert_int_eq(keyring_colleague(&l.ring, "amina", span_of(PASS_A)), GW_OK);
	ck_assert_int_eq(keyring_team(&l.ring, "community", before), GW_OK);
	store_close(l.store);
	ck_assert_msg(rotate(opt_community, NULL, words) == 0, "%s", ran.err);
	ck_assert_uint_eq(version(), was + 1);
	look_open(&l);
	ck_assert_int_eq(keyring_colleague(&l.ring, "amina", span_of(PASS_A)), GW_OK);
	ck_assert_int_eq(keyring_team(&l.ring, "community", after), GW_OK);
	store_close(l.store);
	ck_assert_mem_ne(before, after, KEY_BYTES);
	ck_assert(words_open("community"));
	ck_assert_int_eq(run_plain(admin_verify_audit), 0);
}
END_TEST

START_TEST(no_team_gets_another_key_by_who_may_not)
{
	char nowhere[] = "school:nowhere";
	const uint64_t was = version();

	ck_assert_int_eq(enrol("amina", "community", NULL, PASS_A, words), 0);
	ck_assert_int_eq(rotate(opt_community, "amina", PASS_A), 1);
	ck_assert_int_eq(rotate(opt_community, "amina", PASS_B), 1);
	ck_assert_int_eq(rotate(nowhere, NULL, words), 1);
	ck_assert_ptr_nonnull(strstr(ran.err, "no key was changed"));
	ck_assert_int_eq(by(admin_rotate, NULL, words), 2);	/* without a team */
	ck_assert_uint_eq(version(), was);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("keywork");
	TCase *c = tcase_create("keywork");

	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(c, gateway_with_policy, place_remove);
	tcase_add_test(c, a_school_that_was_added_later_gets_its_team);
	tcase_add_test(c, an_administrator_makes_it_too_and_nobody_else);
	tcase_add_test(c, a_team_gets_another_key_from_a_terminal);
	tcase_add_test(c, no_team_gets_another_key_by_who_may_not);
	suite_add_tcase(s, c);
	return s;
}
