/* test_account.c: signing in, staying in, and what members change of their own. */
#include <string.h>

#include "run.h"
#include "staff.h"
#include "vault/visit.h"

enum { MINUTE = 60, DAY = 86400 };

START_TEST(a_code_of_the_app_works_once_and_no_older_one_after_it)
{
	const uint64_t step = CASES_NOON / SECOND_SECONDS;

	ck_assert_int_eq(staff_sign_in(CASES_ASHA, step, NULL), GW_OK);
	ck_assert_int_eq(staff_sign_in(CASES_ASHA, step, NULL), GW_EDENIED);
	ck_assert_int_eq(staff_sign_in(CASES_ASHA, step - 1, NULL), GW_EDENIED);
	ck_assert_int_eq(staff_sign_in(CASES_ASHA, step + 1, NULL), GW_OK);
}
END_TEST

START_TEST(a_code_of_a_time_to_come_locks_nobody_out)
{
	const uint64_t step = CASES_NOON / SECOND_SECONDS;

	ck_assert_int_eq(staff_sign_in(CASES_ASHA, step + 2, NULL), GW_EDENIED);
	ck_assert_int_eq(staff_sign_in(CASES_ASHA, UINT64_MAX, NULL), GW_EDENIED);
	ck_assert_int_eq(staff_sign_in(CASES_ASHA, step, NULL), GW_OK);
}
END_TEST

START_TEST(a_recovery_code_works_once_and_for_its_member_only)
{
	const struct msg_tag one = { { 1 } }, never = { { 3 } };

	ck_assert_int_eq(staff_sign_in(CASES_BEN, 0, &one), GW_EDENIED);
	ck_assert_int_eq(staff_sign_in(CASES_ASHA, 0, &never), GW_EDENIED);
	ck_assert_int_eq(staff_sign_in(CASES_ASHA, 0, &one), GW_OK);
	ck_assert_int_eq(staff_sign_in(CASES_ASHA, 0, &one), GW_EDENIED);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE what = 'recovery code used' AND why = "
	    "'1 left'"), 1);
}
END_TEST

START_TEST(whoever_signed_in_with_a_recovery_code_sets_a_new_second_factor_first)
{
	struct msg_sign_in in = { .sealed = { 1 }, .by_code = 1, .code = { 2 } };
	struct msg_second_put put = { .second = { 8 }, .step = CASES_NOON / SECOND_SECONDS, .n = 3,
		.code = { { { 1 } }, { { 2 } }, { { 3 } } } };
	struct msg_people_get q = { .after = "" };
	struct msg_session now;
	struct msg_people page;

	strcpy(in.name, CASES_ASHA);
	memset(in.session, NEW, SESSION_ID);
	ck_assert_int_eq(CASES_DO(staff, store_session_put(staff, &in, CASES_NOON)), GW_OK);
	ck_assert_int_eq(staff_look(NEW, CASES_NOON, &now), GW_OK);
	ck_assert_uint_eq(now.by_code, 1);
	ck_assert_uint_eq(now.codes, 1);
	memcpy(q.session, staff_of(NEW), SESSION_ID);
	ck_assert_int_eq(CASES_DO(staff, store_people_get(staff, &q, CASES_NOON, &page)), GW_EDENIED);
	memcpy(put.session, staff_of(NEW), SESSION_ID);
	ck_assert_int_eq(CASES_DO(staff, store_second_put(staff, &put, CASES_NOON)), GW_OK);
	ck_assert_int_eq(CASES_DO(staff, store_people_get(staff, &q, CASES_NOON, &page)), GW_OK);
	ck_assert_int_eq(staff_look(NEW, CASES_NOON, &now), GW_OK);
	ck_assert_uint_eq(now.by_code, 0);
	ck_assert_uint_eq(now.codes, 3);
	ck_assert_int_eq(staff_look(ASHA, CASES_NOON, &now), GW_EABSENT);	/* whoever else was in is out */
	ck_assert_int_eq(staff_sign_in(CASES_ASHA, put.step, NULL), GW_EDENIED);
}
END_TEST

START_TEST(a_refused_sign_in_survives_and_is_in_the_chain)
{
	const struct msg_tag never = { { 3 } };
	const int64_t before = cases_sql("SELECT seq FROM audit_head");
	struct audit_verdict v;

	ck_assert_int_eq(staff_sign_in(CASES_ASHA, 0, NULL), GW_EDENIED);
	ck_assert_int_eq(staff_sign_in(CASES_ASHA, 0, &never), GW_EDENIED);
	ck_assert_int_eq(staff_sign_in("Mallory", 7, NULL), GW_EDENIED);
	store_close(staff);
	staff = cases_open(STORE_SERVE);
	ck_assert_int_eq(cases_sql("SELECT seq FROM audit_head"), before + 3);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE what = 'sign-in failed' AND who = "
	    "'Asha Lead'"), 2);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE what = 'sign-in failed' AND who = "
	    "'(unknown name)'"), 1);
	staff_chain_holds();
	cases_tamper("UPDATE audit SET who = 'Cora Both' WHERE what = 'sign-in failed' AND who = 'Asha Lead'");
	ck_assert_int_eq(store_audit_verify(staff, &v), GW_EDENIED);
}
END_TEST

START_TEST(a_page_that_looks_by_itself_does_not_keep_a_session)
{
	struct msg_session now;
	const int64_t late = CASES_NOON + VISIT_IDLE - MINUTE;

	ck_assert_int_eq(CASES_DO(staff, store_session_look(staff, staff_of(ASHA), late, &now)), GW_OK);
	ck_assert_int_eq(now.idle_ends, CASES_NOON + VISIT_IDLE);
	ck_assert_int_eq(now.ends, CASES_NOON + VISIT_LONGEST);
	ck_assert_int_eq(CASES_DO(staff, store_session_look(staff, staff_of(ASHA), late + MINUTE, &now)), GW_EABSENT);
	ck_assert_int_eq(staff_look(BEN, late, &now), GW_OK);
	ck_assert_int_eq(now.idle_ends, late + VISIT_IDLE);
	ck_assert_int_eq(staff_look(BEN, late + MINUTE, &now), GW_OK);
}
END_TEST

START_TEST(a_session_tells_what_its_member_is)
{
	struct msg_session now;

	ck_assert_int_eq(staff_look(DORA, CASES_NOON, &now), GW_OK);
	ck_assert_uint_eq(now.has_seed, 1);
	ck_assert_uint_eq(now.seed[0], 9);
	ck_assert_uint_eq(now.is_auditor, 0);
	ck_assert_int_eq(staff_look(ED, CASES_NOON, &now), GW_OK);
	ck_assert_uint_eq(now.is_auditor, 1);
	ck_assert_uint_eq(now.has_seed + now.n + now.n_old, 0);
	ck_assert_int_eq(staff_look(CORA, CASES_NOON, &now), GW_OK);
	ck_assert_uint_eq(now.n, 2);
	ck_assert_uint_eq(now.team[0].rewrap + now.team[0].newcomers, 0);
}
END_TEST

START_TEST(a_new_passphrase_ends_every_session_of_its_member)
{
	struct msg_passphrase_put q = { .lock = { .ops = 3, .mem_kib = 65536, .sealed = { 77 } } };
	struct msg_session now;
	struct msg_member m;

	cases_sign_in(staff, CASES_ASHA, NEW, CASES_NOON);
	memcpy(q.session, staff_of(NEW), SESSION_ID);
	ck_assert_int_eq(CASES_DO(staff, store_passphrase_put(staff, &q, CASES_NOON)), GW_OK);
	ck_assert_int_eq(staff_look(NEW, CASES_NOON, &now), GW_EABSENT);
	ck_assert_int_eq(staff_look(ASHA, CASES_NOON, &now), GW_EABSENT);
	ck_assert_int_eq(staff_look(BEN, CASES_NOON, &now), GW_OK);
	ck_assert_int_eq(store_member_get(staff, CASES_ASHA, &m), GW_OK);
	ck_assert_uint_eq(m.lock.sealed[0], 77);
	ck_assert_int_eq(staff_entries("passphrase changed"), 1);
}
END_TEST

START_TEST(only_a_colleague_of_one_team_stands_in)
{
	struct msg_away_put q = { .until = CASES_NOON + DAY };

	memcpy(q.session, staff_of(ASHA), SESSION_ID);
	strcpy(q.cover, CASES_BEN);
	ck_assert_int_eq(CASES_DO(staff, store_away_put(staff, &q, CASES_NOON)), GW_EINPUT);
	strcpy(q.cover, CASES_ASHA);
	ck_assert_int_eq(CASES_DO(staff, store_away_put(staff, &q, CASES_NOON)), GW_EINPUT);
	strcpy(q.cover, CASES_CORA);
	q.until = CASES_NOON;
	ck_assert_int_eq(CASES_DO(staff, store_away_put(staff, &q, CASES_NOON)), GW_EINPUT);
	q.until = CASES_NOON + DAY;
	ck_assert_int_eq(CASES_DO(staff, store_away_put(staff, &q, CASES_NOON)), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM member WHERE cover = 'Cora Both' AND name = 'Asha Lead'"), 1);
	q.until = 0;
	ck_assert_int_eq(CASES_DO(staff, store_away_put(staff, &q, CASES_NOON)), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM member WHERE cover <> '' OR away_until <> 0"), 0);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE what = 'away' AND why LIKE "
	    "'%covered by Cora Both'"), 1);
	ck_assert_int_eq(staff_entries("back"), 1);
}
END_TEST

Suite *
suite(void)
{
	Suite *all = suite_create("account");
	TCase *t = tcase_create("account");

	tcase_add_checked_fixture(t, staff_begin, staff_end);
	tcase_add_test(t, a_code_of_the_app_works_once_and_no_older_one_after_it);
	tcase_add_test(t, a_code_of_a_time_to_come_locks_nobody_out);
	tcase_add_test(t, a_recovery_code_works_once_and_for_its_member_only);
	tcase_add_test(t, whoever_signed_in_with_a_recovery_code_sets_a_new_second_factor_first);
	tcase_add_test(t, a_refused_sign_in_survives_and_is_in_the_chain);
	tcase_add_test(t, a_page_that_looks_by_itself_does_not_keep_a_session);
	tcase_add_test(t, a_session_tells_what_its_member_is);
	tcase_add_test(t, a_new_passphrase_ends_every_session_of_its_member);
	tcase_add_test(t, only_a_colleague_of_one_team_stands_in);
	suite_add_tcase(all, t);
	return all;
}
