/* test_passing.c: a case goes from team to team: parts of it, all of it, or altogether. */
#include <string.h>

#include "response.h"
#include "run.h"
#include "sheet.h"

static struct store *s;
static struct msg_thread t;

static void
begin(void)
{
	s = response_begin();
}

static int64_t
waits_for(unsigned n, const char *team)
{
	char column[128];

	snprintf(column, sizeof column, "sum(team = '%s')", team);
	return response_row(n, "queue", column);
}

/* --- chosen parts --- */

START_TEST(an_extract_waits_for_the_team_that_got_it_and_its_giver_may_open_it)
{
	response_put(1, BAND_URGENT, CASES_TEAMS("school:a"));
	ck_assert_int_eq(response_pass(ASHA, 1, 2, CASES_TEAMS("school:a", "community")), GW_OK);
	ck_assert(caseload_last_is("passed on", CASES_ASHA, "to community"));
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE what = 'extract received' AND who = 'Asha Lead' "
	    "AND why = 'school:a to community'"), 1);
	ck_assert_int_eq(response_column(2, "kind"), KIND_EXTRACT);
	ck_assert_int_eq(response_column(1, "kind"), KIND_REPORT);
	ck_assert_int_eq(response_column(1, "parts"), 3);
	ck_assert_int_eq(waits_for(2, "community"), 1);
	ck_assert_int_eq(waits_for(2, "school:a"), 0);
	ck_assert_int_eq(cases_sql("SELECT n FROM open_count WHERE teams = ',community,'"), 1);
	ck_assert_int_eq(response_row(2, "escalation", "listed"), 1);
	ck_assert_int_eq(response_row(1, "escalation", "count(*)"), 0);
	ck_assert_int_eq(response_open(CY, 1, false, CASES_NOON + 700, &t), GW_EABSENT);
	ck_assert_int_eq(response_open(BEN, 2, false, CASES_NOON + 700, &t), GW_EABSENT);
	caseload_whole();
}
END_TEST

/* The team that got it has not read it only because the one that gave it looks on. */
START_TEST(whoever_gave_an_extract_looks_on_without_reading_it_for_the_others)
{
	response_put(1, BAND_URGENT, CASES_TEAMS("school:a"));
	ck_assert_int_eq(response_pass(ASHA, 1, 2, CASES_TEAMS("school:a", "community")), GW_OK);
	ck_assert_int_eq(response_open(ASHA, 2, false, CASES_NOON + 700, &t), GW_OK);
	ck_assert_uint_eq(t.kind, KIND_EXTRACT);
	ck_assert_str_eq(t.team, "school:a");
	ck_assert_str_eq(t.teams, "community");	/* who works on it; a giver does not */
	ck_assert_int_eq(response_column(2, "state"), CASE_RECEIVED);
	ck_assert_int_eq(response_column(2, "seen"), 0);
	ck_assert_int_eq(response_open(CY, 2, false, CASES_NOON + 790, &t), GW_OK);
	ck_assert_int_eq(response_column(2, "state"), CASE_READ);
	ck_assert_int_eq(response_column(2, "seen"), CASES_NOON + 780);
	/* In both teams, one is asked as of the team for which it waits. */
	ck_assert_int_eq(response_open(CORA, 2, false, CASES_NOON + 800, &t), GW_OK);
	ck_assert_str_eq(t.team, "community");
	ck_assert_int_eq(t.seen, CASES_NOON + 780);
	response_put(3, BAND_URGENT, CASES_TEAMS("community"));
	ck_assert_int_eq(response_pass(CY, 3, 4, CASES_TEAMS("community", "school:a")), GW_OK);
	ck_assert_int_eq(response_open(CORA, 4, false, CASES_NOON + 800, &t), GW_OK);
	ck_assert_str_eq(t.team, "school:a");
	caseload_whole();
}
END_TEST

/* What a desk that was lied to might send for them. */
START_TEST(whoever_gave_an_extract_adds_to_it_and_moves_nothing)
{
	struct msg_case_put p;

	response_put(1, BAND_URGENT, CASES_TEAMS("school:a"));
	ck_assert_int_eq(response_pass(ASHA, 1, 2, CASES_TEAMS("school:a", "community")), GW_OK);
	ck_assert_int_eq(response_open(CY, 2, CASE_LOOKS, CASES_NOON + 700, &t), GW_OK);
	for (int spoilt = 0; spoilt < 8; spoilt++) {
		cases_act(&p, ASHA, 2, caseload_parts(2), spoilt == 6 ? ACT_ASSIGN : spoilt == 7 ? ACT_CONFIRM :
		    ACT_RECORD);
		p.band = t.band;
		p.state = CASE_READ;
		p.due = response_column(2, "due");
		p.is_met = (uint8_t)response_column(2, "is_met");
		p.sheet = SHEET_FACT;
		switch (spoilt) {
		case 0: p.band++; break;
		case 1: p.state = CASE_WORKING; break;
		case 2: p.due += 60; break;
		case 3: p.is_met = 1; break;
		case 4: p.lists = 1; break;
		case 5: p.helps = 1; break;
		default: break;
		}
		ck_assert_msg(caseload_act(&p) == GW_EDENIED, "%d", spoilt);
		ck_assert(caseload_last_is("refused", CASES_ASHA, "of a team that passed it on"));
	}
	cases_act(&p, ASHA, 2, caseload_parts(2), ACT_RECORD);
	p.band = t.band;
	p.state = CASE_READ;
	p.due = response_column(2, "due");
	p.is_met = 0;
	p.sheet = SHEET_FACT;
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	ck_assert_int_eq(response_pass(ASHA, 2, 3, CASES_TEAMS("school:a", "lado")), GW_EDENIED);
	ck_assert_int_eq(response_share(ASHA, 2, "lado", true), GW_EDENIED);
	caseload_whole();
}
END_TEST

/* Not even when its rows are put on every list. */
START_TEST(whose_queue_an_extract_is_in_cannot_be_changed_in_the_file)
{
	struct audit_verdict v;

	response_put(1, BAND_URGENT, CASES_TEAMS("school:a"));
	ck_assert_int_eq(response_pass(ASHA, 1, 2, CASES_TEAMS("school:a", "community")), GW_OK);
	cases_tamper("INSERT INTO queue SELECT g.team, q.line, q.due, q.report FROM grants g JOIN queue q ON "
	    "q.report = g.report WHERE g.queued = 0; UPDATE grants SET queued = 1");
	ck_assert_int_eq(store_audit_verify(s, &v), GW_EDENIED);
}
END_TEST

static const struct { uint8_t who; const char *from, *to; enum gw_err e; } ways[] = {
	{ ASHA, "school:a", "community", GW_OK }, { ASHA, "school:a", "lado", GW_OK },
	{ ASHA, "school:a", "school:b", GW_EINPUT }, { ASHA, "school:a", "admin", GW_EINPUT },
	{ ASHA, "school:a", "school:a", GW_EINPUT }, { CY, "community", "school:b", GW_OK },
	{ CY, "community", "lado", GW_OK }, { CY, "community", "admin", GW_EINPUT },
	{ LOU, "lado", "community", GW_OK }, { LOU, "lado", "school:b", GW_EINPUT },
	{ ASHA, "community", "lado", GW_EABSENT }, { BEN, "school:b", "community", GW_EABSENT },
	{ ASHA, "school:a", "school:z", GW_EBUSY },
};

START_TEST(there_are_ways_from_team_to_team_and_others_are_refused)
{
	response_put(1, BAND_PRIORITY, CASES_TEAMS("school:a", "community", "lado"));
	ck_assert_int_eq(response_pass(ways[_i].who, 1, 2, CASES_TEAMS(ways[_i].from, ways[_i].to)), ways[_i].e);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM report"), ways[_i].e == GW_OK ? 2 : 1);
	ck_assert_int_eq(response_column(1, "parts"), ways[_i].e == GW_OK ? 3 : 2);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE what = 'refused'"), ways[_i].e == GW_EABSENT);
	/* News for the meeting is what community safety gets, not what it gives. */
	if (ways[_i].e == GW_OK)
		ck_assert_int_eq(response_row(2, "escalation", "sum(listed > 0)"),
		    strcmp(ways[_i].to, "community") == 0);
	caseload_whole();
}
END_TEST

static const struct { const char *what; enum gw_err e; } spoilt[] = {
	{ "grown", GW_ECONFLICT }, { "act", GW_EINPUT }, { "note", GW_EINPUT }, { "grants", GW_EINPUT },
	{ "key", GW_EBUSY }, { "words", GW_EINPUT }, { "head", GW_EINPUT }, { "twice", GW_ECONFLICT },
};

START_TEST(passing_on_is_done_whole_or_not_at_all)
{
	struct msg_pass_put p;

	response_put(1, BAND_PRIORITY, CASES_TEAMS("school:a"));
	response_pass_fill(&p, ASHA, 1, 2, CASES_TEAMS("school:a", "community"));
	switch (_i) {
	case 0: p.from.seq++; break;
	case 1: p.from.act = ACT_SHARE; break;
	case 2: p.note.n = 0; break;
	case 3: p.put.n_grants = 1; break;
	case 4: p.put.grant[0].key[0] = 99; break;
	case 5: p.from.part[0].kind = PART_FROM_STAFF; break;
	case 6: p.from.head.n = 1; break;
	default: memcpy(p.put.report, p.from.report, ID_BYTES); break;
	}
	ck_assert_msg(CASES_DO(s, store_pass_put(s, &p, CASES_NOON + 600)) == spoilt[_i].e, "%s", spoilt[_i].what);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM report"), 1);
	ck_assert_int_eq(response_column(1, "parts"), 2);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM escalation"), 0);
	caseload_whole();
}
END_TEST

START_TEST(a_closed_case_is_neither_passed_on_nor_shared)
{
	response_put(1, BAND_PRIORITY, CASES_TEAMS("school:a"));
	ck_assert_int_eq(caseload_plain(ASHA, 1, ACT_CLOSE, BAND_PRIORITY), GW_OK);
	ck_assert_int_eq(response_pass(ASHA, 1, 2, CASES_TEAMS("school:a", "community")), GW_EINPUT);
	ck_assert_int_eq(response_share(ASHA, 1, "community", false), GW_EINPUT);
	caseload_whole();
}
END_TEST

START_TEST(half_of_it_alone_is_no_act)
{
	static const enum case_act halves[] = { ACT_PASS, ACT_SHARE, ACT_COME };

	response_put(1, BAND_PRIORITY, CASES_TEAMS("school:a"));
	for (size_t i = 0; i < sizeof halves / sizeof halves[0]; i++)
		ck_assert_int_eq(caseload_plain(ASHA, 1, halves[i], BAND_PRIORITY), GW_EINPUT);
}
END_TEST

/* --- all of it --- */

START_TEST(a_shared_case_waits_for_both_and_the_reporter_reads_that_somebody_helps)
{
	struct msg_thread_by_tag by_tag = { .from = 0 };
	struct msg_share_put p = { .gives_away = 0 };
	struct msg_report_put r;

	response_put(1, BAND_ROUTINE, CASES_TEAMS("school:a"));
	cases_act(&p.act, ASHA, 1, 2, ACT_SHARE);
	p.act.helps = 1;
	cases_report(&r, 1, CASES_TEAMS("community"));
	p.to = r.grant[0];
	ck_assert_int_eq(CASES_DO(s, store_share_put(s, &p, CASES_NOON + 600)), GW_OK);
	ck_assert(caseload_last_is("shared", CASES_ASHA, "to community"));
	ck_assert_int_eq(waits_for(1, "school:a") + waits_for(1, "community"), 2);
	ck_assert_int_eq(cases_sql("SELECT n FROM open_count WHERE teams = ',community,school:a,'"), 1);
	ck_assert_int_eq(cases_sql("SELECT n FROM open_count WHERE teams = ',school:a,'"), 0);
	ck_assert_int_eq(response_row(1, "escalation", "listed"), 1);
	ck_assert_int_eq(response_share(ASHA, 1, "community", false), GW_ECONFLICT);
	ck_assert_int_eq(response_open(CY, 1, false, CASES_NOON + 660, &t), GW_OK);
	ck_assert_int_eq(t.helps == 1 && t.seen == CASES_NOON + 660 && t.kind == KIND_REPORT, 1);
	memcpy(by_tag.tag, r.tag, TAG_BYTES);
	ck_assert_int_eq(store_thread_by_tag(s, &by_tag, &t), GW_OK);
	ck_assert_int_eq(t.helps == 1 && t.seen == 0 && t.kind == 0, 1);
	caseload_whole();
}
END_TEST

START_TEST(who_gives_a_case_away_leaves_nothing_of_theirs_behind)
{
	struct msg_case_put p;

	response_put(1, BAND_URGENT, CASES_TEAMS("school:a"));
	caseload_look(ASHA, 1);
	caseload_fill(&p, ASHA, 1, ACT_TASK);
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	caseload_fill(&p, ASHA, 1, ACT_TAG);
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	caseload_fill(&p, ASHA, 1, ACT_ASSIGN);
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	ck_assert_int_eq(response_share(ASHA, 1, "lado", true), GW_OK);
	ck_assert(caseload_last_is("shared", CASES_ASHA, "to lado, given away"));
	ck_assert_int_eq(response_open(ASHA, 1, false, CASES_NOON + 660, &t), GW_EABSENT);
	ck_assert_int_eq(caseload_plain(ASHA, 1, ACT_NOTE, BAND_URGENT), GW_EABSENT);
	ck_assert_int_eq(waits_for(1, "lado"), 1);
	ck_assert_int_eq(cases_sql("SELECT (SELECT count(*) FROM tag) + (SELECT count(*) FROM look) + "
	    "(SELECT count(*) FROM task) + (SELECT count(*) FROM queue) + (SELECT sum(n) FROM open_count)"), 2);
	ck_assert_int_eq(response_column(1, "assigned = ''"), 1);
	ck_assert_int_eq(response_open(LOU, 1, false, CASES_NOON + 660, &t), GW_OK);
	ck_assert_str_eq(t.team, "lado");
	caseload_whole();
}
END_TEST

/* Cora is of community as well. */
START_TEST(who_still_reaches_a_case_keeps_what_is_theirs)
{
	struct msg_case_put p;

	response_put(1, BAND_URGENT, CASES_TEAMS("school:a", "community"));
	caseload_look(CORA, 1);
	caseload_look(ASHA, 1);
	caseload_fill(&p, ASHA, 1, ACT_ASSIGN);
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	caseload_fill(&p, ASHA, 1, ACT_TASK);
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	ck_assert_int_eq(response_share(ASHA, 1, "lado", true), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM look WHERE member = 'Cora Both'"), 1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM look"), 1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM task"), 0);
	ck_assert_int_eq(response_column(1, "assigned = 'Cora Both'"), 1);
	ck_assert_int_eq(cases_sql("SELECT n FROM open_count WHERE teams = ',community,lado,'"), 1);
	ck_assert_int_eq(response_row(1, "escalation", "count(*)"), 1);
	caseload_whole();
}
END_TEST

START_TEST(what_community_safety_gives_away_is_no_escalation_any_more)
{
	response_put(1, BAND_URGENT, CASES_TEAMS("school:a", "community"));
	ck_assert_int_eq(response_share(CY, 1, "lado", true), GW_OK);
	ck_assert_int_eq(response_row(1, "escalation", "count(*)"), 0);
	ck_assert_int_eq(response_share(LOU, 1, "community", false), GW_OK);
	ck_assert_int_eq(response_row(1, "escalation", "listed = changed"), 1);
	caseload_whole();
}
END_TEST

START_TEST(who_gave_an_extract_has_it_in_the_queue_when_it_is_shared_with_them)
{
	response_put(1, BAND_URGENT, CASES_TEAMS("school:a"));
	ck_assert_int_eq(response_pass(ASHA, 1, 2, CASES_TEAMS("school:a", "community")), GW_OK);
	ck_assert_int_eq(response_share(CY, 2, "school:a", true), GW_OK);
	ck_assert_int_eq(waits_for(2, "school:a"), 1);
	ck_assert_int_eq(response_row(2, "grants", "sum(queued) * 10 + count(*)"), 11);
	ck_assert_int_eq(response_open(CY, 2, false, CASES_NOON + 660, &t), GW_EABSENT);
	caseload_whole();
}
END_TEST

START_TEST(a_case_is_shared_by_so_many_teams_at_most)
{
	cases_tamper("INSERT INTO team (code, kind, pk, name, to_recovery) SELECT 'school:c', kind, zeroblob(32), "
	    "name, to_recovery FROM team WHERE code = 'school:b'");
	response_put(1, BAND_URGENT, CASES_TEAMS("school:a", "school:b", "community", "lado"));
	ck_assert_int_eq(response_share(CY, 1, "school:c", false), GW_EINPUT);
	ck_assert_int_eq(response_row(1, "queue", "count(*)"), LIMIT_GRANTS);
	ck_assert_int_eq(response_share(CY, 1, "school:c", true), GW_OK);
	ck_assert_int_eq(response_row(1, "queue", "count(*)"), LIMIT_GRANTS);
	caseload_whole();
}
END_TEST

START_TEST(what_community_safety_made_for_itself_is_not_shared)
{
	ck_assert_int_eq(response_dossier(CY, 1, KIND_INCIDENT, 0), GW_OK);
	ck_assert_int_eq(response_share(CY, 1, "school:a", false), GW_EINPUT);
	ck_assert_int_eq(response_row(1, "grants", "count(*)"), 1);
	ck_assert_int_eq(response_pass(CY, 1, 2, CASES_TEAMS("community", "school:a")), GW_OK);
	caseload_whole();
}
END_TEST

START_TEST(sharing_is_refused_like_any_act)
{
	struct msg_share_put p = { .gives_away = 1 };
	struct msg_report_put r;

	response_put(1, BAND_URGENT, CASES_TEAMS("school:a"));
	ck_assert_int_eq(response_share(BEN, 1, "community", false), GW_EABSENT);
	ck_assert(caseload_last_is("refused", CASES_BEN, "not a case of theirs"));
	ck_assert_int_eq(response_share(ASHA, 1, "school:b", false), GW_EINPUT);
	cases_act(&p.act, ASHA, 1, 3, ACT_SHARE);
	cases_report(&r, 1, CASES_TEAMS("community"));
	p.to = r.grant[0];
	ck_assert_int_eq(CASES_DO(s, store_share_put(s, &p, CASES_NOON)), GW_ECONFLICT);
	p.act.seq = 2;
	p.act.act = ACT_NOTE;
	ck_assert_int_eq(CASES_DO(s, store_share_put(s, &p, CASES_NOON)), GW_EINPUT);
	p.act.act = ACT_SHARE;
	p.to.key[0] = 99;
	ck_assert_int_eq(CASES_DO(s, store_share_put(s, &p, CASES_NOON)), GW_EBUSY);
	ck_assert_int_eq(response_row(1, "grants", "count(*)"), 1);
	caseload_whole();
}
END_TEST

Suite *
suite(void)
{
	Suite *all = suite_create("passing");
	TCase *c = tcase_create("passing");

	tcase_add_checked_fixture(c, begin, caseload_end);
	tcase_add_test(c, an_extract_waits_for_the_team_that_got_it_and_its_giver_may_open_it);
	tcase_add_test(c, whoever_gave_an_extract_looks_on_without_reading_it_for_the_others);
	tcase_add_test(c, whoever_gave_an_extract_adds_to_it_and_moves_nothing);
	tcase_add_test(c, whose_queue_an_extract_is_in_cannot_be_changed_in_the_file);
	tcase_add_loop_test(c, there_are_ways_from_team_to_team_and_others_are_refused, 0,
	    sizeof ways / sizeof ways[0]);
	tcase_add_loop_test(c, passing_on_is_done_whole_or_not_at_all, 0, sizeof spoilt / sizeof spoilt[0]);
	tcase_add_test(c, a_closed_case_is_neither_passed_on_nor_shared);
	tcase_add_test(c, half_of_it_alone_is_no_act);
	tcase_add_test(c, a_shared_case_waits_for_both_and_the_reporter_reads_that_somebody_helps);
	tcase_add_test(c, who_gives_a_case_away_leaves_nothing_of_theirs_behind);
	tcase_add_test(c, who_still_reaches_a_case_keeps_what_is_theirs);
	tcase_add_test(c, what_community_safety_gives_away_is_no_escalation_any_more);
	tcase_add_test(c, who_gave_an_extract_has_it_in_the_queue_when_it_is_shared_with_them);
	tcase_add_test(c, a_case_is_shared_by_so_many_teams_at_most);
	tcase_add_test(c, what_community_safety_made_for_itself_is_not_shared);
	tcase_add_test(c, sharing_is_refused_like_any_act);
	suite_add_tcase(all, c);
	return all;
}
