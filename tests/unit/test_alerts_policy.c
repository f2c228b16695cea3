/* test_alerts_policy.c: who is told at which hour, and each way to break the file. */
#include <stdlib.h>
#include <string.h>

#include "alerts.h"
#include "files.h"
#include "run.h"
#include "utc.h"

#define TIMES "pages: {immediate: {every_minutes: 10}, urgent: {every_minutes: 60}}\n" \
	"gaps: {page_minutes: 5, digest_minutes: 90}\n"
#define PEOPLE "people:\n  - {id: amy, mail: amy@example.org}\n  - {id: ben, mail: ben@example.org}\n" \
	"  - {id: duty, webhook: \"https://pager.example.org:8443/hooks/a?b=c\"}\n"
#define DAYTIME "days: [mon-fri], from: \"09:00\", to: \"17:00\", bank_holidays: false"

static const char rota[] = PEOPLE
    "ladders:\n"
    "  - team: community\n"
    "    rungs:\n"
    "      - - {people: [amy], " DAYTIME "}\n"
    "        - {people: [amy, ben], days: [fri], from: \"16:00\", to: \"18:00\", bank_holidays: true}\n"
    "      - - {people: [ben], days: [mon-fri], from: \"08:00\", to: \"20:00\", bank_holidays: false}\n"
    "      - - {people: [duty], days: [mon-sat], from: \"00:00\", to: \"24:00\", bank_holidays: true}\n"
    "        - {people: [duty], days: [sun], from: \"01:00\", to: \"03:00\", bank_holidays: true}\n"
    "  - team: school:norlington\n"
    "    rungs:\n"
    "      - [{people: [ben], " DAYTIME "}]\n" TIMES;

static struct policy *policy;
static struct alerts *alerts;

static enum gw_err
load(const char *text)
{
	enum gw_err e;

	folder_make();
	folder_write("alerts.yaml", text);
	e = alerts_load(folder_path("."), faults_open(), &alerts);
	folder_drop();
	return e;
}

static void
begin(void)
{
	ck_assert_int_eq(policy_load("policy", stderr, &policy), GW_OK);
	ck_assert_msg(load(rota) == GW_OK, "%s", faults_text());
	faults_close();
}

static void
end(void)
{
	alerts_free(alerts);
	policy_free(policy);
}

/* Who is told, as "amy ben". */
static const char *
told(const char *team, unsigned rung, int64_t at)
{
	static char text[ALERT_ON_DUTY * (ALERT_CODE + 1) + 1];
	const struct alert_person *who[ALERT_ON_DUTY];
	const size_t n = alerts_on_duty(alerts, policy, team, rung, at, who);

	text[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			strcat(text, " ");
		strcat(text, who[i]->code);
	}
	return text;
}

/* All by the wall in London; in UTC an hour less in summer. */
static const struct { const char *what, *utc; int past; unsigned rung; const char *who; } hours[] = {
	{ "a winter Tuesday, a second before nine", "2026-11-24T09:00", -1, 0, "ben" },
	{ "at nine", "2026-11-24T09:00", 0, 0, "amy" },
	{ "a second before five", "2026-11-24T17:00", -1, 0, "amy" },
	{ "at five", "2026-11-24T17:00", 0, 0, "ben" },
	{ "at five, on the second rung", "2026-11-24T17:00", 0, 1, "ben" },
	{ "on the third", "2026-11-24T12:00", 0, 2, "duty" },
	{ "behind the third", "2026-11-24T12:00", 0, 3, "duty" },
	{ "far behind it", "2026-11-24T12:00", 0, 250, "duty" },
	{ "a second before eight in the evening", "2026-11-24T20:00", -1, 0, "ben" },
	{ "at eight two rungs are empty", "2026-11-24T20:00", 0, 0, "duty" },
	{ "two shifts of a rung, each person once", "2026-11-27T16:30", 0, 0, "amy ben" },
	{ "after the first of them", "2026-11-27T17:30", 0, 0, "amy ben" },
	{ "a summer Tuesday at nine", "2027-06-08T08:00", 0, 0, "amy" },
	{ "a second before", "2027-06-08T08:00", -1, 0, "ben" },
	{ "the Monday after clocks went forward", "2027-03-22T09:00", 0, 0, "amy" },
	{ "the Tuesday after Easter, in summer time", "2027-03-30T08:00", 0, 0, "amy" },
	{ "the Friday before clocks went back", "2027-10-29T08:00", 0, 0, "amy" },
	{ "the Monday after", "2027-11-01T08:00", 0, 0, "ben" },
	{ "and at nine", "2027-11-01T09:00", 0, 0, "amy" },
	{ "Easter Monday, at ten", "2027-03-29T09:00", 0, 0, "duty" },
	{ "Good Friday, half past four: a shift with bank holidays", "2027-03-26T16:30", 0, 0, "amy ben" },
	{ "Christmas Day", "2026-12-25T10:00", 0, 1, "duty" },
	{ "a bank holiday that the calendar does not know yet", "2031-12-25T10:00", 0, 0, "amy" },
	{ "a Sunday at noon: nobody on any rung", "2026-11-22T12:00", 0, 0, "" },
	{ "a Sunday at two", "2026-11-22T02:00", 0, 0, "duty" },
	{ "clocks go back, the first half past one", "2027-10-31T00:30", 0, 0, "duty" },
	{ "the second half past one", "2027-10-31T01:30", 0, 0, "duty" },
	{ "a second before three by then", "2027-10-31T03:00", -1, 0, "duty" },
	{ "clocks go forward: a second before one", "2027-03-28T01:00", -1, 0, "" },
	{ "then it is two at once", "2027-03-28T01:00", 0, 0, "duty" },
	{ "and three after an hour", "2027-03-28T02:00", 0, 0, "" },
};

START_TEST(the_shift_of_the_hour_is_told)
{
	const int64_t at = utc(hours[_i].utc) + hours[_i].past;
	const char *who = told("community", hours[_i].rung, at);

	ck_assert_msg(strcmp(who, hours[_i].who) == 0, "%s: %s", hours[_i].what, who);
}
END_TEST

START_TEST(rungs_before_are_told_when_none_behind_is_there)
{
	const int64_t noon = utc("2026-11-24T12:00");

	ck_assert_str_eq(told("school:norlington", 0, noon), "ben");
	ck_assert_str_eq(told("school:norlington", 7, noon), "ben");
	alerts_free(alerts);
	ck_assert_int_eq(load(PEOPLE "ladders: [{team: lado, rungs: [[{people: [amy], " DAYTIME "}], "
	    "[{people: [ben], days: [sun], from: \"10:00\", to: \"11:00\", bank_holidays: true}]]}]\n" TIMES), GW_OK);
	faults_close();
	ck_assert_str_eq(told("lado", 1, noon), "amy");
}
END_TEST

START_TEST(a_team_without_a_ladder_tells_nobody)
{
	ck_assert_str_eq(told("lado", 0, utc("2026-11-24T12:00")), "");
	ck_assert_str_eq(told("community", 0, INT64_MAX), "");
}
END_TEST

START_TEST(people_and_times_are_as_written)
{
	unsigned rungs = 0;
	size_t n = 0;

	ck_assert_str_eq(alerts_person(alerts, "amy")->mail, "amy@example.org");
	ck_assert_str_eq(alerts_person(alerts, "amy")->webhook, "");
	ck_assert_str_eq(alerts_person(alerts, "duty")->webhook, "https://pager.example.org:8443/hooks/a?b=c");
	ck_assert_ptr_null(alerts_person(alerts, "zoe"));
	ck_assert_str_eq(alerts_people(alerts, &n)[1].code, "ben");
	ck_assert_uint_eq(n, 3);
	ck_assert_str_eq(alerts_team(alerts, 0, &rungs), "community");
	ck_assert_uint_eq(rungs, 3);
	ck_assert_ptr_null(alerts_team(alerts, 2, &rungs));
	ck_assert_int_eq(alerts_every(alerts, BAND_IMMEDIATE), 600);
	ck_assert_int_eq(alerts_every(alerts, BAND_URGENT), 3600);
	ck_assert_int_eq(alerts_every(alerts, BAND_PRIORITY), 0);
	ck_assert_int_eq(alerts_every(alerts, BAND_ROUTINE), 0);
	ck_assert_int_eq(alerts_page_gap(alerts), 300);
	ck_assert_int_eq(alerts_digest_gap(alerts), 5400);
}
END_TEST

START_TEST(the_trees_own_file_tells_nobody)
{
	struct alerts *own;
	size_t n = 9;

	ck_assert_int_eq(alerts_load("policy", faults_open(), &own), GW_OK);
	ck_assert_int_eq(alerts_check(own, policy, "policy", stderr), GW_OK);
	ck_assert_str_eq(faults_text(), "");
	(void)alerts_people(own, &n);
	ck_assert_uint_eq(n, 0);
	alerts_free(own);
	faults_close();
}
END_TEST

START_TEST(a_school_that_is_not_in_the_policy_is_a_fault_with_its_line)
{
	struct alerts *odd;

	alerts_free(alerts);
	ck_assert_int_eq(load(PEOPLE "ladders:\n- team: school:norlington\n  rungs: [[{people: [ben], " DAYTIME "}]]\n"
	    "- team: school:nowhere\n  rungs: [[{people: [ben], " DAYTIME "}]]\n" TIMES), GW_OK);
	faults_close();
	odd = alerts;
	ck_assert_int_eq(alerts_check(odd, policy, "here", faults_open()), GW_EINPUT);
	ck_assert_str_eq(faults_text(), "here/alerts.yaml:8: team: there is no such school in schools.yaml\n");
	faults_close();
}
END_TEST

#define ONE(person) "people:\n  - " person "\nladders: []\n" TIMES
#define LADDER(rest) PEOPLE "ladders:\n  - " rest "\n" TIMES
#define TURN(rest) LADDER("{team: lado, rungs: [[{" rest "}]]}")
static const struct { const char *text, *told; } faults[] = {
	{ "people: []\n", "alerts.yaml:1: ladders: is missing" },
	{ "people: []\nladders: []\nmore: 1\n" TIMES, "alerts.yaml:3: more" },
	{ ONE("{mail: a@example.org}"), "alerts.yaml:2: id: is missing" },
	{ ONE("{id: Amy, mail: a@example.org}"), "alerts.yaml:2: id: must be small letters" },
	{ ONE("{id: amy}"), "alerts.yaml:2: must have mail or webhook" },
	{ ONE("{id: amy, mail: a@example.org, webhook: \"https://example.org\"}"),
	    "alerts.yaml:2: must have mail or webhook" },
	{ ONE("{id: amy, mail: a@example.org}\n  - {id: amy, mail: b@example.org}"),
	    "alerts.yaml:3: id: is somebody else's" },
	{ ONE("{id: amy, mail: \"amy at example.org\"}"), "alerts.yaml:2: mail: must be one plain address" },
	{ ONE("{id: amy, mail: \"a@example\"}"), "alerts.yaml:2: mail:" },
	{ ONE("{id: amy, mail: \"a@b.org,c@d.org\"}"), "alerts.yaml:2: mail:" },
	{ ONE("{id: amy, mail: \"<a@example.org>\"}"), "alerts.yaml:2: mail:" },
	{ ONE("{id: amy, mail: \"a@example.org\\nBcc: b@example.org\"}"), "alerts.yaml:2: mail:" },
	{ ONE("{id: amy, mail: \".a@example.org\"}"), "alerts.yaml:2: mail:" },
	{ ONE("{id: amy, mail: \"a..b@example.org\"}"), "alerts.yaml:2: mail:" },
	{ ONE("{id: amy, mail: \"a@[127.0.0.1]\"}"), "alerts.yaml:2: mail:" },
	{ ONE("{id: amy, mail: \"a@-x.org\"}"), "alerts.yaml:2: mail:" },
	{ ONE("{id: amy, mail: \"\xc3\xa4@example.org\"}"), "alerts.yaml:2: mail:" },
	{ ONE("{id: amy, webhook: \"http://example.org/\"}"), "alerts.yaml:2: webhook: must be an address" },
	{ ONE("{id: amy, webhook: \"https://user:word@example.org/\"}"), "alerts.yaml:2: webhook:" },
	{ ONE("{id: amy, webhook: \"https://example.org:0/\"}"), "alerts.yaml:2: webhook:" },
	{ ONE("{id: amy, webhook: \"https://example.org:65536/\"}"), "alerts.yaml:2: webhook:" },
	{ ONE("{id: amy, webhook: \"https://example.org/#here\"}"), "alerts.yaml:2: webhook:" },
	{ ONE("{id: amy, webhook: \"https://example.org/a b\"}"), "alerts.yaml:2: webhook:" },
	{ ONE("{id: amy, webhook: \"https://localhost/\"}"), "alerts.yaml:2: webhook:" },
	{ LADDER("{team: admin, rungs: [[{people: [amy], " DAYTIME "}]]}"), "alerts.yaml:6: team: must be community" },
	{ LADDER("{team: \"school:\", rungs: [[{people: [amy], " DAYTIME "}]]}"), "alerts.yaml:6: team:" },
	{ LADDER("{team: lado, rungs: []}"), "alerts.yaml:6: rungs: must be a list of 1 to 4" },
	{ LADDER("{team: lado, rungs: [[]]}"), "alerts.yaml:6: rungs: each must be a list of 1 to" },
	{ LADDER("{team: lado, rungs: [{people: [amy], " DAYTIME "}]}"), "alerts.yaml:6: rungs: each must be a list" },
	{ LADDER("{team: lado, rungs: [[{people: [amy], " DAYTIME "}]]}\n"
	    "  - {team: lado, rungs: [[{people: [amy], " DAYTIME "}]]}"), "alerts.yaml:7: team: has a ladder already" },
	{ TURN("people: [zoe], " DAYTIME), "alerts.yaml:6: people: must be ids" },
	{ TURN("people: [[amy]], " DAYTIME), "alerts.yaml:6: people: must be ids" },
	{ TURN("people: [], " DAYTIME), "alerts.yaml:6: people: must be a list of 1 to" },
	{ TURN("people: [amy, amy], " DAYTIME), "alerts.yaml:6: people: has somebody twice" },
	{ TURN("people: [amy]"), "alerts.yaml:6: days: is missing" },
	{ TURN("people: [amy], days: [mo], from: \"09:00\", to: \"17:00\", bank_holidays: true"),
	    "alerts.yaml:6: days: must be mon" },
	{ TURN("people: [amy], days: [mon], from: \"17:00\", to: \"09:00\", bank_holidays: true"),
	    "alerts.yaml:6: to: must be" },
	{ "people: []\nladders: []\npages: {immediate: {every_minutes: 0}, urgent: {every_minutes: 60}}\n"
	    "gaps: {page_minutes: 5, digest_minutes: 60}\n", "alerts.yaml:3: every_minutes: must be" },
	{ "people: []\nladders: []\npages: {immediate: {every_minutes: 9}, priority: {every_minutes: 60}}\n"
	    "gaps: {page_minutes: 5, digest_minutes: 60}\n", "alerts.yaml:3: priority" },
	{ "people: []\nladders: []\npages: {immediate: {every_minutes: 9}, urgent: {every_minutes: 60}}\n"
	    "gaps: {page_minutes: 5, digest_minutes: 59}\n", "alerts.yaml:4: digest_minutes: must be" },
};
enum { FAULTS = sizeof faults / sizeof faults[0], HOURS = sizeof hours / sizeof hours[0] };

START_TEST(each_fault_is_told_with_its_line)
{
	ck_assert_int_eq(load(faults[_i].text), GW_EINPUT);
	ck_assert_msg(strstr(faults_text(), faults[_i].told) != NULL, "%s", faults_text());
	ck_assert_ptr_null(alerts);
	faults_close();
}
END_TEST

START_TEST(every_fault_of_a_file_is_told)
{
	ck_assert_int_eq(load("people: [{id: A, mail: a@example.org}, {id: b}]\nladders: [{team: x, rungs: [[]]}]\n"
	    "pages: {immediate: {every_minutes: 0}, urgent: {every_minutes: 60}}\n"
	    "gaps: {page_minutes: 0, digest_minutes: 60}\n"), GW_EINPUT);
	ck_assert_ptr_nonnull(strstr(faults_text(), ":1: id:"));
	ck_assert_ptr_nonnull(strstr(faults_text(), ":1: must have mail or webhook"));
	ck_assert_ptr_nonnull(strstr(faults_text(), ":2: team:"));
	ck_assert_ptr_nonnull(strstr(faults_text(), ":3: every_minutes"));
	ck_assert_ptr_nonnull(strstr(faults_text(), ":4: page_minutes"));
	faults_close();
}
END_TEST

/* A rung with n different people, at different hours. */
static enum gw_err
load_many(size_t n)
{
	static char text[8192];
	size_t at = (size_t)snprintf(text, sizeof text, "people:\n");

	for (size_t i = 0; i < n; i++)
		at += (size_t)snprintf(text + at, sizeof text - at, "  - {id: p%zu, mail: p%zu@example.org}\n", i, i);
	at += (size_t)snprintf(text + at, sizeof text - at, "ladders:\n  - team: lado\n    rungs:\n      -\n");
	for (size_t i = 0; i < n; i++)
		at += (size_t)snprintf(text + at, sizeof text - at, "        - {people: [p%zu], " DAYTIME "}\n", i);
	snprintf(text + at, sizeof text - at, TIMES);
	return load(text);
}

START_TEST(a_rung_has_no_more_people_than_a_message_carries)
{
	alerts_free(alerts);
	ck_assert_int_eq(load_many(ALERT_ON_DUTY + 1), GW_EINPUT);
	ck_assert_ptr_nonnull(strstr(faults_text(), "rungs: one has more than 16 people"));
	faults_close();
	ck_assert_int_eq(load_many(ALERT_ON_DUTY), GW_OK);
	faults_close();
	ck_assert_ptr_nonnull(strstr(told("lado", 0, utc("2026-11-24T12:00")), "p15"));
}
END_TEST

Suite *
suite(void)
{
	Suite *all = suite_create("alerts_policy");
	TCase *t = tcase_create("rota"), *f = tcase_create("faults");

	tcase_add_checked_fixture(t, begin, end);
	tcase_add_loop_test(t, the_shift_of_the_hour_is_told, 0, HOURS);
	tcase_add_test(t, rungs_before_are_told_when_none_behind_is_there);
	tcase_add_test(t, a_team_without_a_ladder_tells_nobody);
	tcase_add_test(t, people_and_times_are_as_written);
	tcase_add_test(t, the_trees_own_file_tells_nobody);
	tcase_add_test(t, a_school_that_is_not_in_the_policy_is_a_fault_with_its_line);
	tcase_add_test(t, a_rung_has_no_more_people_than_a_message_carries);
	suite_add_tcase(all, t);
	tcase_add_loop_test(f, each_fault_is_told_with_its_line, 0, FAULTS);
	tcase_add_test(f, every_fault_of_a_file_is_told);
	suite_add_tcase(all, f);
	return all;
}
