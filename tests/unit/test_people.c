/* test_people.c: how people come and go. */
#include <string.h>

#include "run.h"
#include "staff.h"
#include "vault/visit.h"

enum { DAY = 86400 };

/* --- coming --- */

START_TEST(an_invitation_works_once_for_its_name_and_for_a_week)
{
	const struct msg_invited_get q = { .invite = { 5 } };
	const int64_t last = CASES_NOON + LIMIT_INVITE_DAYS * DAY - 1;
	struct msg_invited who;

	ck_assert_int_eq(staff_invite(DORA, STAFF_NEW_LEAD, "school:a", 5), GW_OK);
	ck_assert_int_eq(staff_invite(DORA, STAFF_NEW_LEAD, "school:b", 6), GW_ECONFLICT);
	ck_assert_int_eq(store_invited_get(staff, &q, last, &who), GW_OK);
	ck_assert_str_eq(who.name, STAFF_NEW_LEAD);
	ck_assert_str_eq(who.place[0].team, "school:a");
	ck_assert_uint_eq(who.place[0].title, TITLE_LEAD);
	ck_assert_int_eq(store_invited_get(staff, &q, last + 1, &who), GW_EABSENT);
	ck_assert_int_eq(staff_enrol(STAFF_NEW_LEAD, 5, last + 1), GW_EABSENT);
	ck_assert_int_eq(staff_enrol("Mallory", 5, CASES_NOON), GW_EINPUT);
	ck_assert_int_eq(staff_enrol(STAFF_NEW_LEAD, 4, CASES_NOON), GW_EABSENT);
	ck_assert_int_eq(staff_enrol(STAFF_NEW_LEAD, 5, CASES_NOON), GW_OK);
	ck_assert_int_eq(staff_enrol(STAFF_NEW_LEAD, 5, CASES_NOON), GW_EABSENT);
	ck_assert_int_eq(staff_invite(DORA, STAFF_NEW_LEAD, "school:b", 6), GW_ECONFLICT);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE what = 'enrolled' AND who = 'Nia New' AND why = "
	    "'to be lead of school:a'"), 1);
}
END_TEST

START_TEST(an_invitation_can_be_withdrawn_and_ends_by_itself)
{
	struct msg_invite_drop drop = { .invite = { 5 } };
	struct msg_invites_get q = { .session = { 0 } };
	struct msg_invites list;

	ck_assert_int_eq(staff_invite(DORA, STAFF_NEW_LEAD, "school:a", 5), GW_OK);
	ck_assert_int_eq(staff_invite(DORA, "Omar Other", NULL, 6), GW_OK);
	memcpy(q.session, staff_of(DORA), SESSION_ID);
	ck_assert_int_eq(CASES_DO(staff, store_invites_get(staff, &q, CASES_NOON, &list)), GW_OK);
	ck_assert_uint_eq(list.n, 2);
	ck_assert_str_eq(list.invite[0].who.name, STAFF_NEW_LEAD);
	ck_assert_str_eq(list.invite[0].by, STAFF_DORA);
	ck_assert_int_eq(list.invite[0].ends, CASES_NOON + LIMIT_INVITE_DAYS * DAY);
	ck_assert_uint_eq(list.invite[1].who.is_auditor, 1);
	memcpy(drop.session, staff_of(DORA), SESSION_ID);
	ck_assert_int_eq(CASES_DO(staff, store_invite_drop(staff, &drop, CASES_NOON)), GW_OK);
	ck_assert_int_eq(staff_enrol(STAFF_NEW_LEAD, 5, CASES_NOON), GW_EABSENT);
	ck_assert_int_eq(CASES_DO(staff, store_tidy(staff, CASES_NOON + LIMIT_INVITE_DAYS * DAY)), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT (SELECT count(*) FROM invite) + (SELECT count(*) FROM invite_team)"), 0);
}
END_TEST

START_TEST(a_name_that_the_chain_or_the_keys_use_is_nobodys)
{
	static const char *const names[] = { "", " Nia", "Nia ", "(concernd)", "recovery", "N\xffia",
		/* would look like Asha Lead, on the pages or in the chain */
		"Asha  Lead", "Asha\xc2\xa0" "Lead", "Asha Lead\xe2\x80\x8b", "\xe2\x80\xae" "daeL ahsA", "Asha\nLead",
		"Asha Lead\xe3\x85\xa4", "Asha Lead\xe2\xa0\x80", "Asha Lead\xc2\x85", "Asha Le\xcc\x81" "ad",
		"Asha Lead\xee\x80\x80" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		ck_assert_int_eq(staff_invite(DORA, names[i], "school:a", 5), GW_EINPUT);
}
END_TEST

START_TEST(a_newcomer_sees_nothing_until_a_colleague_of_that_team_lets_him_in)
{
	struct msg_report_put r;
	struct msg_case_get q = { .from = 0 };
	struct msg_session now;
	struct msg_thread t;

	cases_report(&r, 1, CASES_TEAMS("school:a"));
	ck_assert_int_eq(cases_put(staff, &r, CASES_NOON), GW_OK);
	ck_assert_int_eq(staff_invite(DORA, STAFF_NEW_LEAD, "school:a", 5), GW_OK);
	ck_assert_int_eq(staff_enrol(STAFF_NEW_LEAD, 5, CASES_NOON - 100), GW_OK);
	cases_sign_in(staff, STAFF_NEW_LEAD, NEW, CASES_NOON);
	memcpy(q.session, staff_of(NEW), SESSION_ID);
	memcpy(q.report, r.report, ID_BYTES);
	ck_assert_int_eq(CASES_DO(staff, store_case_get(staff, &q, CASES_NOON, &t)), GW_EABSENT);
	ck_assert_int_eq(staff_look(ASHA, CASES_NOON, &now), GW_OK);
	ck_assert_uint_eq(now.team[0].newcomers, 1);
	ck_assert_int_eq(staff_admit(BEN, STAFF_NEW_LEAD, "school:a", false), GW_EDENIED);
	ck_assert_int_eq(staff_admit(DORA, STAFF_NEW_LEAD, "school:a", false), GW_EDENIED);
	ck_assert_int_eq(staff_admit(NEW, STAFF_NEW_LEAD, "school:a", false), GW_EDENIED);
	ck_assert_int_eq(staff_admit(ASHA, CASES_BEN, "school:a", false), GW_EABSENT);
	ck_assert_int_eq(staff_admit(ASHA, STAFF_NEW_LEAD, "school:a", true), GW_EINPUT);
	ck_assert_int_eq(staff_admit(ASHA, STAFF_NEW_LEAD, "school:a", false), GW_OK);
	ck_assert_int_eq(staff_admit(ASHA, STAFF_NEW_LEAD, "school:a", false), GW_EABSENT);
	ck_assert_int_eq(CASES_DO(staff, store_case_get(staff, &q, CASES_NOON, &t)), GW_OK);
	ck_assert_int_eq(staff_look(NEW, CASES_NOON, &now), GW_OK);
	ck_assert_uint_eq(now.team[0].title, TITLE_LEAD);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE what = 'let in' AND who = 'Asha Lead' AND why = "
	    "'lead of school:a'"), 1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE what = 'refused' AND who IN ('Ben Lead', "
	    "'Dora Admin', 'Nia New') AND why LIKE '%team of others'"), 3);
	staff_chain_holds();
}
END_TEST

START_TEST(a_new_administrator_is_given_the_seed_too)
{
	struct msg_session now;

	ck_assert_int_eq(staff_invite(DORA, STAFF_NEW_LEAD, "admin", 5), GW_OK);
	ck_assert_int_eq(staff_enrol(STAFF_NEW_LEAD, 5, CASES_NOON - 100), GW_OK);
	ck_assert_int_eq(staff_admit(DORA, STAFF_NEW_LEAD, "admin", false), GW_EINPUT);
	ck_assert_int_eq(staff_admit(DORA, STAFF_NEW_LEAD, "admin", true), GW_OK);
	cases_sign_in(staff, STAFF_NEW_LEAD, NEW, CASES_NOON);
	ck_assert_int_eq(staff_look(NEW, CASES_NOON, &now), GW_OK);
	ck_assert_uint_eq(now.has_seed, 1);
}
END_TEST

/* --- going --- */

START_TEST(a_closed_case_that_is_opened_again_is_nobodys_who_has_left)
{
	struct msg_report_put r;

	cases_report(&r, 1, CASES_TEAMS("school:a"));
	ck_assert_int_eq(cases_put(staff, &r, CASES_NOON), GW_OK);
	cases_tamper("UPDATE report SET assigned = 'Asha Lead', state = 5, received = received / 86400 * 86400, due = "
	    "due / 86400 * 86400");
	ck_assert_int_eq(staff_leave(DORA, CASES_ASHA), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM report WHERE assigned <> ''"), 0);
}
END_TEST

START_TEST(leaving_ends_all_access_at_once)
{
	const struct msg_tag one = { { 1 } };
	struct msg_report_put r;
	struct msg_session now;
	struct msg_member m;

	cases_report(&r, 1, CASES_TEAMS("school:a"));
	ck_assert_int_eq(cases_put(staff, &r, CASES_NOON), GW_OK);
	cases_tamper("UPDATE report SET assigned = 'Asha Lead'; UPDATE member SET cover = 'Asha Lead' WHERE name = "
	    "'Cora Both'");
	ck_assert_int_eq(staff_leave(DORA, CASES_ASHA), GW_OK);
	ck_assert_int_eq(staff_look(ASHA, CASES_NOON, &now), GW_EABSENT);
	ck_assert_int_eq(store_member_get(staff, CASES_ASHA, &m), GW_EABSENT);
	ck_assert_int_eq(staff_sign_in(CASES_ASHA, CASES_NOON / SECOND_SECONDS, NULL), GW_EDENIED);
	ck_assert_int_eq(staff_sign_in(CASES_ASHA, 0, &one), GW_EDENIED);
	ck_assert_int_eq(cases_sql("SELECT (SELECT count(*) FROM membership WHERE member = 'Asha Lead') + (SELECT "
	    "count(*) FROM session WHERE member = 'Asha Lead') + (SELECT count(*) FROM recovery_code) "
	    "+ (SELECT count(*) FROM report WHERE assigned <> '') + (SELECT count(*) FROM "
	    "member WHERE cover <> '')"), 0);
	ck_assert_int_eq(cases_sql("SELECT sealed = zeroblob(72) AND second = x'' AND pk = zeroblob(32) AND left_at > "
	    "0 FROM member WHERE name = 'Asha Lead'"), 1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM team WHERE wants_key AND code = 'school:a'"), 1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM team WHERE wants_key"), 1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE what = 'left' AND subject = CAST('Asha Lead' AS "
	    "BLOB) AND why = 'was member of school:a'"), 1);
	ck_assert_int_eq(staff_leave(DORA, CASES_ASHA), GW_EABSENT);
	ck_assert_int_eq(staff_invite(DORA, CASES_ASHA, "school:a", 5), GW_ECONFLICT);
	staff_chain_holds();
}
END_TEST

START_TEST(an_administrator_always_stays)
{
	ck_assert_int_eq(staff_leave(DORA, STAFF_DORA), GW_EINPUT);
	ck_assert_int_eq(staff_leave(DORA, "Nobody"), GW_EABSENT);
	ck_assert_int_eq(staff_leave(ASHA, CASES_BEN), GW_EDENIED);
}
END_TEST

START_TEST(whoever_leaves_takes_his_invitations_along)
{
	ck_assert_int_eq(staff_invite(DORA, STAFF_NEW_LEAD, "admin", 5), GW_OK);
	ck_assert_int_eq(staff_enrol(STAFF_NEW_LEAD, 5, CASES_NOON - 100), GW_OK);
	ck_assert_int_eq(staff_admit(DORA, STAFF_NEW_LEAD, "admin", true), GW_OK);
	cases_sign_in(staff, STAFF_NEW_LEAD, NEW, CASES_NOON);
	ck_assert_int_eq(staff_invite(DORA, "Omar Other", "lado", 6), GW_OK);
	ck_assert_int_eq(staff_leave(NEW, STAFF_DORA), GW_OK);
	ck_assert_int_eq(staff_enrol("Omar Other", 6, CASES_NOON), GW_EABSENT);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM seed WHERE holder = 'Dora Admin'"), 0);
}
END_TEST

Suite *
suite(void)
{
	Suite *all = suite_create("people");
	TCase *t = tcase_create("people");

	tcase_add_checked_fixture(t, staff_begin, staff_end);
	tcase_add_test(t, an_invitation_works_once_for_its_name_and_for_a_week);
	tcase_add_test(t, an_invitation_can_be_withdrawn_and_ends_by_itself);
	tcase_add_test(t, a_name_that_the_chain_or_the_keys_use_is_nobodys);
	tcase_add_test(t, a_newcomer_sees_nothing_until_a_colleague_of_that_team_lets_him_in);
	tcase_add_test(t, a_new_administrator_is_given_the_seed_too);
	tcase_add_test(t, leaving_ends_all_access_at_once);
	tcase_add_test(t, a_closed_case_that_is_opened_again_is_nobodys_who_has_left);
	tcase_add_test(t, an_administrator_always_stays);
	tcase_add_test(t, whoever_leaves_takes_his_invitations_along);
	suite_add_tcase(all, t);
	return all;
}
