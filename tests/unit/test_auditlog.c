/* test_auditlog.c: who may look at what, and that the audit chain has it. */
#include <string.h>

#include "run.h"
#include "staff.h"
#include "vault/visit.h"

START_TEST(people_are_shown_to_administrators_and_to_colleagues)
{
	struct msg_people_get q = { .after = "" };
	struct msg_people page;

	memcpy(q.session, staff_of(DORA), SESSION_ID);
	ck_assert_int_eq(CASES_DO(staff, store_people_get(staff, &q, CASES_NOON, &page)), GW_OK);
	ck_assert_uint_eq(page.n, 5);
	ck_assert_str_eq(page.person[2].name, CASES_CORA);
	ck_assert_uint_eq(page.person[2].n, 2);
	strcpy(q.after, CASES_CORA);
	ck_assert_int_eq(CASES_DO(staff, store_people_get(staff, &q, CASES_NOON, &page)), GW_OK);
	ck_assert_uint_eq(page.n, 2);
	memcpy(q.session, staff_of(ASHA), SESSION_ID);
	q.after[0] = '\0';
	ck_assert_int_eq(CASES_DO(staff, store_people_get(staff, &q, CASES_NOON, &page)), GW_OK);
	ck_assert_uint_eq(page.n, 2);
	ck_assert_str_eq(page.person[1].name, CASES_CORA);
	ck_assert_uint_eq(page.person[1].n, 1);		/* community is not hers to know */
	memcpy(q.session, staff_of(ED), SESSION_ID);
	ck_assert_int_eq(CASES_DO(staff, store_people_get(staff, &q, CASES_NOON, &page)), GW_OK);
	ck_assert_uint_eq(page.n, 0);
}
END_TEST

START_TEST(a_long_list_of_people_comes_in_pages)
{
	struct msg_people_get q = { .after = "" };
	struct msg_people page;
	unsigned n = 0;
	char name[32];

	store_close(staff);
	staff = cases_open(STORE_ADMIN);
	ck_assert_int_eq(store_begin(staff), GW_OK);
	for (unsigned i = 0; i < 20; i++) {
		snprintf(name, sizeof name, "Zed %02u", i);
		staff_add(staff, name, "lado");
	}
	ck_assert_int_eq(store_commit(staff), GW_OK);
	store_close(staff);
	staff = cases_open(STORE_SERVE);
	memcpy(q.session, staff_of(DORA), SESSION_ID);
	do {
		ck_assert_int_eq(CASES_DO(staff, store_people_get(staff, &q, CASES_NOON, &page)), GW_OK);
		ck_assert_uint_eq(page.goes_on, page.n == MSG_PERSONS);
		n += page.n;
		strcpy(q.after, page.person[page.n - 1].name);
	} while (page.goes_on != 0);
	ck_assert_uint_eq(n, 25);
}
END_TEST

/* Each of the questions that are not for everybody. */
static enum gw_err
ask(int which, uint8_t by)
{
	static union {
		struct msg_invites invites; struct msg_teams teams; struct msg_rotation rotation;
		struct msg_health health; struct msg_audit audit;
	} out;
	struct msg_invites_get invites = { .session = { 0 } };
	struct msg_teams_get teams = { .after = "" };
	struct msg_rotation_get rotation = { .team = "lado" };
	struct msg_health_get health = { .session = { 0 } };
	struct msg_audit_get audit = { .before = 0 };

	memcpy(invites.session, staff_of(by), SESSION_ID);
	memcpy(teams.session, staff_of(by), SESSION_ID);
	memcpy(rotation.session, staff_of(by), SESSION_ID);
	memcpy(health.session, staff_of(by), SESSION_ID);
	memcpy(audit.session, staff_of(by), SESSION_ID);
	switch (which) {
	case 0: return CASES_DO(staff, store_invites_get(staff, &invites, CASES_NOON, &out.invites));
	case 1: return CASES_DO(staff, store_teams_get(staff, &teams, CASES_NOON, &out.teams));
	case 2: return CASES_DO(staff, store_rotation_get(staff, &rotation, CASES_NOON, &out.rotation));
	case 3: return CASES_DO(staff, store_health_get(staff, &health, CASES_NOON, &out.health));
	default: return CASES_DO(staff, store_audit_get(staff, &audit, CASES_NOON, &out.audit));
	}
}

START_TEST(administrators_and_auditors_each_get_what_is_theirs_and_the_chain_has_who_else_asked)
{
	const uint8_t his = _i < 4 ? DORA : ED;

	for (uint8_t by = ASHA; by <= ED; by++) {
		const int64_t before = staff_entries("refused");

		ck_assert_int_eq(ask(_i, by), by == his ? GW_OK : GW_EDENIED);
		ck_assert_int_eq(staff_entries("refused"), before + (by != his));
	}
	ck_assert_int_eq(ask(_i, NEW), GW_EABSENT);
	staff_chain_holds();
}
END_TEST

START_TEST(an_auditor_reads_the_chain_backwards_in_pages)
{
	struct msg_audit_get q = { .before = 0 };
	struct msg_report_put r;
	struct msg_audit page;
	int64_t expected;

	cases_report(&r, 1, CASES_TEAMS("school:a"));
	ck_assert_int_eq(cases_put(staff, &r, CASES_NOON), GW_OK);
	expected = cases_sql("SELECT seq FROM audit_head");
	memcpy(q.session, staff_of(ED), SESSION_ID);
	ck_assert_int_eq(CASES_DO(staff, store_audit_get(staff, &q, CASES_NOON, &page)), GW_OK);
	ck_assert_int_eq(page.head, expected);
	ck_assert_str_eq(page.row[0].what, "report received");
	ck_assert_uint_eq(strlen(page.row[0].subject), 2 * ID_BYTES);
	do {
		ck_assert_int_eq(CASES_DO(staff, store_audit_get(staff, &q, CASES_NOON, &page)), GW_OK);
		for (size_t i = 0; i < page.n; i++) {
			ck_assert_int_eq(page.row[i].seq, expected--);
			if (strcmp(page.row[i].what, "made auditor") == 0)
				ck_assert_str_eq(page.row[i].subject, STAFF_ED);
		}
		q.before = expected + 1;
	} while (page.n > 0 && expected > 0);
	ck_assert_int_eq(expected, 0);
}
END_TEST

START_TEST(what_the_desk_refuses_is_in_the_chain_with_its_reason)
{
	struct msg_refused_put q = { .why = "asked for /desk/people without being an administrator" };

	memcpy(q.session, staff_of(BEN), SESSION_ID);
	ck_assert_int_eq(CASES_DO(staff, store_refused_put(staff, &q, CASES_NOON)), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE what = 'refused' AND who = 'Ben Lead' AND why = "
	    "'asked for /desk/people without being an administrator'"), 1);
}
END_TEST

START_TEST(a_reason_that_was_changed_by_one_byte_is_noticed)
{
	static const char *const changes[] = {
		"UPDATE audit SET why = '2-51c9e80b to 2-77aa0011' WHERE seq = (SELECT max(seq) FROM audit)",
		"UPDATE audit SET why = '' WHERE why <> ''",
		"UPDATE audit SET why = 'x' WHERE what = 'signed in'",
	};
	struct audit_verdict v;

	ck_assert_int_eq(CASES_DO(staff, store_policy_seen(staff, "2-51c9e80a", CASES_NOON)), GW_OK);
	ck_assert_int_eq(CASES_DO(staff, store_policy_seen(staff, "2-51c9e80a", CASES_NOON)), GW_OK);
	ck_assert_int_eq(CASES_DO(staff, store_policy_seen(staff, "2-77aa0011", CASES_NOON)), GW_OK);
	ck_assert_int_eq(staff_entries("policy in force"), 2);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE why = '2-51c9e80a to 2-77aa0011'"), 1);
	staff_chain_holds();
	cases_tamper(changes[_i]);
	ck_assert_int_eq(store_audit_verify(staff, &v), GW_EDENIED);
	ck_assert_ptr_nonnull(strstr(v.what, "was changed"));
}
END_TEST

START_TEST(health_counts_what_there_is)
{
	struct msg_health_get q = { .session = { 0 } };
	struct msg_health h;
	struct msg_report_put r;

	cases_report(&r, 1, CASES_TEAMS("school:a", "community"));
	ck_assert_int_eq(cases_put(staff, &r, CASES_NOON), GW_OK);
	ck_assert_int_eq(staff_leave(DORA, CASES_BEN), GW_OK);
	ck_assert_int_eq(staff_invite(DORA, STAFF_NEW_LEAD, "lado", 5), GW_OK);
	memcpy(q.session, staff_of(DORA), SESSION_ID);
	ck_assert_int_eq(CASES_DO(staff, store_health_get(staff, &q, CASES_NOON, &h)), GW_OK);
	ck_assert_uint_eq(h.open, 1);
	ck_assert_uint_eq(h.stored, 1);
	ck_assert_uint_eq(h.members, 4);
	ck_assert_uint_eq(h.sessions, 4);
	ck_assert_uint_eq(h.teams, 5);
	ck_assert_uint_eq(h.teams_empty, 2);	/* school:b and lado */
	ck_assert_uint_eq(h.teams_waiting, 1);
	ck_assert_uint_eq(h.invites, 1);
	ck_assert_int_eq(h.audit, cases_sql("SELECT seq FROM audit_head"));
	ck_assert_uint_ge(h.database, 65536);
}
END_TEST

Suite *
suite(void)
{
	Suite *all = suite_create("auditlog");
	TCase *t = tcase_create("auditlog");

	tcase_add_checked_fixture(t, staff_begin, staff_end);
	tcase_add_test(t, people_are_shown_to_administrators_and_to_colleagues);
	tcase_add_test(t, a_long_list_of_people_comes_in_pages);
	tcase_add_loop_test(t, administrators_and_auditors_each_get_what_is_theirs_and_the_chain_has_who_else_asked,
	    0, 5);
	tcase_add_test(t, an_auditor_reads_the_chain_backwards_in_pages);
	tcase_add_test(t, what_the_desk_refuses_is_in_the_chain_with_its_reason);
	tcase_add_loop_test(t, a_reason_that_was_changed_by_one_byte_is_noticed, 0, 3);
	tcase_add_test(t, health_counts_what_there_is);
	suite_add_tcase(all, t);
	return all;
}
