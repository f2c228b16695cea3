/* test_pass_put.c: what goes to the vault when a case is passed on or shared: two cases that tell of each other, sealed
 * so that the other team can open its own and nothing of the first. */
#include <stdlib.h>
#include <string.h>

#include "dossier.h"
#include "pass_put.h"
#include "run.h"
#include "secret.h"

#define DECISION(category) "{\"band\":\"urgent\",\"category\":\"" category "\",\"categories\":[\"" category "\"]," \
    "\"reasons\":[],\"policy\":\"1\"}"

enum { SCHOOL, COMMUNITY, LADO, OTHER, TEAMS };
static const int64_t now = 1795860000;		/* a whole minute */
static const char *const codes[TEAMS] = { "school:a", "community", "lado", "school:b" };
static struct keypair keys[TEAMS];
static struct roster roster;
static struct triage *triage;
static struct child_setup setup;
static struct dossier d;
static struct pass_put p;
static struct act_result r;
static bool is_made;

static void
open_as(const char *decision)
{
	ck_assert_int_eq(triage_load("policy", stderr, &triage), GW_OK);
	dossier_make(&d, "he waits at the gate", decision);
	memset(&roster, 0, sizeof roster);
	for (size_t i = 0; i < TEAMS; i++) {
		struct roster_team *team = &roster.team[roster.n++];

		keypair_make(&keys[i]);
		strcpy(team->code, codes[i]);
		memcpy(team->pk, keys[i].pk, KEY_BYTES);
	}
	setup = (struct child_setup){ .policy = d.policy, .triage = triage };
	is_made = false;
}

static void
open_case(void)
{
	open_as(DECISION("weapon"));
}

static void
open_staff_case(void)
{
	open_as(DECISION("staff_concern"));
}

static void
close_case(void)
{
	if (is_made)
		pass_put_end(&p);
	dossier_end(&d);
	triage_free(triage);
}

static enum act_end
pass(const char *to, enum band band)
{
	const struct pass_order o = { .choice = { .to = to, .summary = span_of("A pupil is afraid.") }, .band = band,
		.reason = span_of("he is in Year 9") };

	pass_put_make(&p, &setup, &roster, &d.c, &o, now, &r);
	is_made = true;
	return r.end;
}

static enum act_end
share(const char *to, bool gives_away)
{
	const struct share_order o = { .to = to, .reason = span_of("it came to us by mistake"),
		.gives_away = gives_away };

	pass_put_share(&p, &setup, &roster, &d.c, &o, now, &r);
	is_made = true;
	return r.end;
}

/* Whether these keys open that grant of this case; the key then stands in out. */
static bool
opens(const struct keypair *k, const uint8_t report[ID_BYTES], const uint8_t sealed[GRANT_BYTES],
    uint8_t out[KEY_BYTES])
{
	struct grant_subject what = { .kind = GRANT_CASE };

	memcpy(what.id, report, sizeof what.id);
	return grant_open(k, &what, sealed, out) == GW_OK;
}

static void
entry_open(const uint8_t report[ID_BYTES], const uint8_t casework[KEY_BYTES], uint32_t seq, struct span sealed,
    struct entry *e, json_t **holder)
{
	struct buf plain;

	buf_init(&plain, LIMIT_WIRE);
	ck_assert_int_eq(part_open(casework, (struct part_place){ report, PART_NOTE, seq }, sealed, &plain), GW_OK);
	ck_assert_int_eq(entry_decode(buf_span(&plain), e, holder), GW_OK);
	buf_free(&plain);
}

START_TEST(the_extract_opens_for_both_teams_and_no_third)
{
	const struct msg_report_put *put = &p.m.u.pass_put.put;
	uint8_t key[KEY_BYTES];

	ck_assert_int_eq(pass("community", BAND_URGENT), ACT_DONE);
	ck_assert_int_eq(p.m.type, MSG_PASS_PUT);
	ck_assert_uint_eq(put->n_grants, 2);
	ck_assert_str_eq(put->grant[0].team, "community");
	ck_assert_str_eq(put->grant[1].team, "school:a");
	ck_assert(opens(&keys[COMMUNITY], put->report, put->grant[0].sealed, key));
	ck_assert_int_ne(memcmp(key, d.c.case_key, KEY_BYTES), 0);	/* not the key of the case it comes from */
	ck_assert(opens(&keys[SCHOOL], put->report, put->grant[1].sealed, key));
	for (size_t i = 0; i < 2; i++)
		ck_assert(!opens(&keys[LADO], put->report, put->grant[i].sealed, key) &&
		    !opens(&keys[OTHER], put->report, put->grant[i].sealed, key));
	ck_assert(!opens(&keys[COMMUNITY], d.c.report, put->grant[0].sealed, key));
}
END_TEST

START_TEST(both_cases_say_where_the_other_one_is)
{
	const struct msg_pass_put *put = &p.m.u.pass_put;
	uint8_t key[KEY_BYTES], casework[KEY_BYTES];
	struct entry come, passed;
	json_t *a, *b;

	ck_assert_int_eq(pass("community", BAND_IMMEDIATE), ACT_DONE);
	ck_assert(opens(&keys[COMMUNITY], put->put.report, put->put.grant[0].sealed, key));
	casework_key_of(key, casework);
	entry_open(put->put.report, casework, 2, put->note, &come, &a);
	ck_assert_int_eq(come.act, ACT_COME);
	ck_assert_str_eq(come.team, "school:a");
	ck_assert_str_eq(come.by, "amina");
	ck_assert_mem_eq(come.other, d.c.report, ID_BYTES);
	ck_assert_uint_eq(put->from.n, 1);
	entry_open(d.c.report, d.c.casework_key, put->from.seq, put->from.part[0].sealed, &passed, &b);
	ck_assert_int_eq(passed.act, ACT_PASS);
	ck_assert_str_eq(passed.team, "community");
	ck_assert_mem_eq(passed.other, put->put.report, ID_BYTES);
	ck_assert(span_is(passed.text, "he is in Year 9"));
	ck_assert_int_eq(put->put.band, BAND_IMMEDIATE);
	ck_assert_int_eq(put->from.act, ACT_PASS);
	ck_assert(put->from.helps == 1 && put->from.lists == 1);
	json_decref(a);
	json_decref(b);
}
END_TEST

START_TEST(the_words_of_the_case_are_not_in_an_extract_without_them)
{
	const struct msg_pass_put *put = &p.m.u.pass_put;
	uint8_t key[KEY_BYTES], report_key[KEY_BYTES];
	struct report said;
	struct buf plain;
	int64_t at;

	ck_assert_int_eq(pass("lado", BAND_URGENT), ACT_DONE);
	ck_assert(opens(&keys[LADO], put->put.report, put->put.grant[0].sealed, key));
	report_key_of(key, report_key);
	buf_init(&plain, LIMIT_WIRE);
	report_init(&said);
	ck_assert_int_eq(part_open(report_key, (struct part_place){ put->put.report, PART_BODY, 0 }, put->put.body,
	    &plain), GW_OK);
	ck_assert_int_eq(report_decode(buf_span(&plain), &said, &at), GW_OK);
	ck_assert(span_is(buf_span(&said.text), "A pupil is afraid."));
	buf_free(&plain);
	report_free(&said);
}
END_TEST

START_TEST(nobody_gets_longer_than_the_case_gives)
{
	ck_assert_int_eq(pass("community", BAND_PRIORITY), ACT_REFUSED);
	ck_assert_str_eq(r.field, "band");
}
END_TEST

START_TEST(a_school_cannot_give_to_a_school)
{
	ck_assert_int_eq(pass("school:b", BAND_URGENT), ACT_REFUSED);
	ck_assert_str_eq(r.field, "team");
	pass_put_end(&p);
	ck_assert_int_eq(share("school:b", false), ACT_REFUSED);
}
END_TEST

START_TEST(a_team_without_a_key_gets_nothing)
{
	roster.n = 1;
	ck_assert_int_eq(pass("community", BAND_URGENT), ACT_REFUSED);
	ck_assert_str_eq(r.field, "team");
	pass_put_end(&p);
	ck_assert_int_eq(share("lado", false), ACT_REFUSED);
}
END_TEST

START_TEST(a_closed_case_goes_nowhere)
{
	dossier_entry(&d, (struct entry){ .act = ACT_CLOSE });
	ck_assert_int_eq(pass("community", BAND_URGENT), ACT_REFUSED);
	pass_put_end(&p);
	ck_assert_int_eq(share("community", true), ACT_REFUSED);
}
END_TEST

START_TEST(an_extract_is_not_passed_on_by_who_gave_it)
{
	d.c.kind = KIND_EXTRACT;
	dossier_entry(&d, (struct entry){ .act = ACT_COME, .team = "school:a", .other = { 1 } });
	ck_assert_int_eq(pass("community", BAND_URGENT), ACT_REFUSED);
	pass_put_end(&p);
	strcpy(d.c.team, "community");
	ck_assert_int_eq(pass("school:b", BAND_URGENT), ACT_DONE);
}
END_TEST

START_TEST(a_team_that_has_all_of_it_gets_no_part_of_it_again)
{
	strcpy(d.c.teams, "community school:a");
	ck_assert_int_eq(pass("community", BAND_URGENT), ACT_REFUSED);
	ck_assert_str_eq(r.field, "team");
	pass_put_end(&p);
	ck_assert_int_eq(share("community", false), ACT_REFUSED);
	pass_put_end(&p);
	ck_assert_int_eq(pass("lado", BAND_URGENT), ACT_DONE);
}
END_TEST

START_TEST(an_extract_does_not_go_back_whole_to_who_gave_it)
{
	d.c.kind = KIND_EXTRACT;
	strcpy(d.c.team, "community");
	dossier_entry(&d, (struct entry){ .act = ACT_COME, .team = "school:b", .other = { 1 } });
	for (int gives_away = 0; gives_away < 2; gives_away++) {
		ck_assert_int_eq(share("school:b", gives_away), ACT_REFUSED);
		ck_assert_str_eq(r.field, "team");
		pass_put_end(&p);
	}
	ck_assert_int_eq(share("lado", true), ACT_DONE);
	pass_put_end(&p);
	ck_assert_int_eq(pass("school:b", BAND_URGENT), ACT_DONE);	/* parts may, as a case of theirs */
}
END_TEST

START_TEST(a_meeting_goes_nowhere)
{
	strcpy(d.c.team, "community");
	d.c.kind = KIND_MEETING;
	ck_assert_int_eq(pass("lado", BAND_URGENT), ACT_REFUSED);
}
END_TEST

START_TEST(a_shared_case_opens_with_its_own_key_for_that_team)
{
	const struct msg_share_put *put = &p.m.u.share_put;
	uint8_t key[KEY_BYTES];
	struct entry e;
	json_t *holder;

	ck_assert_int_eq(share("lado", true), ACT_DONE);
	ck_assert_int_eq(p.m.type, MSG_SHARE_PUT);
	ck_assert_str_eq(put->to.team, "lado");
	ck_assert(put->gives_away);
	ck_assert(opens(&keys[LADO], d.c.report, put->to.sealed, key));
	ck_assert_mem_eq(key, d.c.case_key, KEY_BYTES);
	ck_assert(!opens(&keys[COMMUNITY], d.c.report, put->to.sealed, key));
	entry_open(d.c.report, d.c.casework_key, put->act.seq, put->act.part[0].sealed, &e, &holder);
	ck_assert_int_eq(e.act, ACT_SHARE);
	ck_assert(e.gives_away);
	json_decref(holder);
}
END_TEST

START_TEST(a_concern_about_staff_goes_to_no_school)
{
	strcpy(d.c.team, "community");
	ck_assert_int_eq(pass("school:b", BAND_URGENT), ACT_REFUSED);
	pass_put_end(&p);
	ck_assert_int_eq(share("school:b", false), ACT_REFUSED);
	pass_put_end(&p);
	ck_assert_int_eq(share("lado", false), ACT_DONE);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("pass_put");
	TCase *c = tcase_create("pass_put"), *staff = tcase_create("staff");

	tcase_add_checked_fixture(c, open_case, close_case);
	tcase_set_timeout(c, 60);
	tcase_add_test(c, the_extract_opens_for_both_teams_and_no_third);
	tcase_add_test(c, both_cases_say_where_the_other_one_is);
	tcase_add_test(c, the_words_of_the_case_are_not_in_an_extract_without_them);
	tcase_add_test(c, nobody_gets_longer_than_the_case_gives);
	tcase_add_test(c, a_school_cannot_give_to_a_school);
	tcase_add_test(c, a_team_without_a_key_gets_nothing);
	tcase_add_test(c, a_closed_case_goes_nowhere);
	tcase_add_test(c, an_extract_is_not_passed_on_by_who_gave_it);
	tcase_add_test(c, a_team_that_has_all_of_it_gets_no_part_of_it_again);
	tcase_add_test(c, an_extract_does_not_go_back_whole_to_who_gave_it);
	tcase_add_test(c, a_meeting_goes_nowhere);
	tcase_add_test(c, a_shared_case_opens_with_its_own_key_for_that_team);
	suite_add_tcase(s, c);
	tcase_add_checked_fixture(staff, open_staff_case, close_case);
	tcase_set_timeout(staff, 60);
	tcase_add_test(staff, a_concern_about_staff_goes_to_no_school);
	suite_add_tcase(s, staff);
	return s;
}
