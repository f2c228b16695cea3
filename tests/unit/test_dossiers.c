/* test_dossiers.c: what community safety makes for itself. */
#include <string.h>

#include "response.h"
#include "run.h"

static struct store *s;

static void
begin(void)
{
	s = response_begin();
}

START_TEST(an_incident_is_a_case_of_community_safety_on_no_list)
{
	static const char *const words[] = { "incident", "meeting", "release", "audit" };
	struct msg_queue_get q = { .limit = MSG_ROWS };
	struct msg_queue queue;
	struct msg_thread t;

	ck_assert_int_eq(response_dossier(CY, 1, (enum case_kind)_i, 0), GW_OK);
	ck_assert(caseload_last_is("logged", RESPONSE_CY, words[_i - KIND_INCIDENT]));
	ck_assert_int_eq(response_column(1, "kind"), _i);
	ck_assert_int_eq(response_column(1, "parts"), 3);
	memset(q.session, CY, SESSION_ID);
	ck_assert_int_eq(CASES_DO(s, store_queue_get(s, &q, CASES_NOON + 600, &queue)), GW_OK);
	ck_assert_int_eq(queue.n == 0 && queue.open == 0, 1);
	ck_assert_int_eq(cases_sql("SELECT (SELECT count(*) FROM queue) + (SELECT count(*) FROM open_count) + "
	    "(SELECT count(*) FROM escalation)"), 0);
	ck_assert_int_eq(response_open(CORA, 1, false, CASES_NOON + 600, &t), GW_OK);
	ck_assert_uint_eq(t.kind, (unsigned)_i);
	ck_assert_int_eq(response_column(1, "state"), CASE_READ);
	ck_assert_int_eq(response_open(BEN, 1, false, CASES_NOON + 600, &t), GW_EABSENT);
	caseload_whole();
}
END_TEST

START_TEST(it_is_worked_on_and_closed_like_any_case)
{
	struct msg_case_put p;

	ck_assert_int_eq(response_dossier(CY, 1, KIND_INCIDENT, 0), GW_OK);
	cases_act(&p, CY, 1, 3, ACT_RECORD);
	p.lists = 1;
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	ck_assert(caseload_last_is("recorded", RESPONSE_CY, "told"));
	ck_assert_int_eq(caseload_plain(CY, 1, ACT_CLOSE, BAND_PRIORITY), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT (SELECT count(*) FROM shelf) + (SELECT n FROM escalation_last)"), 0);
	caseload_whole();
}
END_TEST

START_TEST(of_two_meetings_begun_at_once_one_is)
{
	ck_assert_int_eq(response_dossier(CY, 1, KIND_MEETING, 0), GW_OK);
	ck_assert_int_eq(response_dossier(CORA, 2, KIND_MEETING, 0), GW_ECONFLICT);
	ck_assert_int_eq(response_dossier(CORA, 2, KIND_INCIDENT, 0), GW_OK);
	ck_assert_int_eq(response_dossier(CORA, 3, KIND_MEETING, 2), GW_ECONFLICT);
	ck_assert_int_eq(response_dossier(CORA, 3, KIND_MEETING, 1), GW_OK);
	ck_assert_int_eq(response_dossier(CY, 4, KIND_MEETING, 1), GW_ECONFLICT);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM dossier"), 3);
	caseload_whole();
}
END_TEST

START_TEST(others_are_refused_and_the_chain_knows)
{
	struct msg_dossiers_get q = { .kind = KIND_MEETING };
	struct msg_dossiers out;

	ck_assert_int_eq(response_dossier(ASHA, 1, KIND_INCIDENT, 0), GW_EDENIED);
	ck_assert(caseload_last_is("refused", CASES_ASHA,
	    "asked to keep a record of a meeting or incident without being of community safety"));
	memset(q.session, LOU, SESSION_ID);
	ck_assert_int_eq(CASES_DO(s, store_dossiers_get(s, &q, CASES_NOON, &out)), GW_EDENIED);
	ck_assert(caseload_last_is("refused", RESPONSE_LOU,
	    "asked for the meetings and incidents without being of community safety"));
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM report"), 0);
}
END_TEST

START_TEST(it_is_for_community_safety_alone_and_says_who_made_it)
{
	struct msg_dossier_put p;

	response_dossier_fill(&p, CY, 1, KIND_INCIDENT);
	switch (_i) {
	case 0: p.kind = KIND_EXTRACT; break;
	case 1: p.kind = KIND_N; break;
	case 2: p.note.n = 0; break;
	case 3: strcpy(p.put.grant[0].team, "lado"); break;
	case 4: p.put.n_grants = 0; break;
	default: p.put.grant[p.put.n_grants++] = p.put.grant[0]; break;
	}
	ck_assert_int_eq(CASES_DO(s, store_dossier_put(s, &p, CASES_NOON)), GW_EINPUT);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM report"), 0);
}
END_TEST

START_TEST(they_are_listed_by_kind_the_newest_first)
{
	struct msg_dossiers_get q = { .kind = KIND_INCIDENT };
	struct msg_dossiers out;

	ck_assert_int_eq(response_dossier(CY, 1, KIND_RELEASE, 0), GW_OK);
	for (unsigned n = 2; n < LIMIT_DESK_PAGE + 4; n++)
		ck_assert_int_eq(response_dossier(CY, n, KIND_INCIDENT, 0), GW_OK);
	memset(q.session, CORA, SESSION_ID);
	ck_assert_int_eq(CASES_DO(s, store_dossiers_get(s, &q, CASES_NOON, &out)), GW_OK);
	ck_assert_int_eq(out.n == LIMIT_DESK_PAGE && out.goes_on == 1, 1);
	ck_assert_uint_eq(out.row[0].n, LIMIT_DESK_PAGE + 3);
	q.before = out.row[out.n - 1].n;
	ck_assert_int_eq(CASES_DO(s, store_dossiers_get(s, &q, CASES_NOON, &out)), GW_OK);
	ck_assert_int_eq(out.n == 2 && out.goes_on == 0 && out.row[1].n == 2, 1);
	ck_assert_int_eq(out.row[1].received, CASES_NOON + 600);
	q.kind = KIND_MEETING;
	q.before = 0;
	ck_assert_int_eq(CASES_DO(s, store_dossiers_get(s, &q, CASES_NOON, &out)), GW_OK);
	ck_assert_uint_eq(out.n, 0);
}
END_TEST

START_TEST(one_that_vanished_from_the_list_is_noticed)
{
	static const char *const changes[] = { "DELETE FROM dossier", "UPDATE dossier SET kind = 4",
		"INSERT INTO dossier (kind, report) VALUES (2, zeroblob(16))", "UPDATE report SET kind = 0" };
	struct audit_verdict v;

	ck_assert_int_eq(response_dossier(CY, 1, KIND_INCIDENT, 0), GW_OK);
	caseload_whole();
	cases_tamper(changes[_i]);
	ck_assert_int_eq(store_audit_verify(s, &v), GW_EDENIED);
}
END_TEST

Suite *
suite(void)
{
	Suite *all = suite_create("dossiers");
	TCase *t = tcase_create("dossiers");

	tcase_add_checked_fixture(t, begin, caseload_end);
	tcase_add_loop_test(t, an_incident_is_a_case_of_community_safety_on_no_list, KIND_INCIDENT, KIND_N);
	tcase_add_test(t, it_is_worked_on_and_closed_like_any_case);
	tcase_add_test(t, of_two_meetings_begun_at_once_one_is);
	tcase_add_test(t, others_are_refused_and_the_chain_knows);
	tcase_add_loop_test(t, it_is_for_community_safety_alone_and_says_who_made_it, 0, 6);
	tcase_add_test(t, they_are_listed_by_kind_the_newest_first);
	tcase_add_loop_test(t, one_that_vanished_from_the_list_is_noticed, 0, 4);
	suite_add_tcase(all, t);
	return all;
}
