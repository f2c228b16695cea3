/* test_devices.c: a computer that is a member of community safety. */
#include <string.h>

#include "run.h"
#include "sheet.h"
#include "staff.h"

enum { PC = 20 };
static const char pc[] = "Pull desk one";

static enum gw_err
enrol(const char *name, uint8_t code, size_t codes)
{
	struct msg_enrol q = { .invite = { code }, .is_device = 1, .n = (uint8_t)codes, .step = UINT64_MAX };
	struct keypair k;

	keypair_make(&k);
	memcpy(q.member.pk, k.pk, KEY_BYTES);
	keypair_wipe(&k);
	strcpy(q.member.name, name);
	return CASES_DO(staff, store_enrol(staff, &q, CASES_NOON));
}

static enum gw_err
device_in(const char *name)
{
	struct msg_device_in in;

	memset(in.name, 0, sizeof in.name);
	strcpy(in.name, name);
	memset(in.session, PC, SESSION_ID);
	return CASES_DO(staff, store_device_in(staff, &in, CASES_NOON));
}

static void
begin(void)
{
	staff_begin();
	ck_assert_int_eq(staff_invite(DORA, pc, "community", 5), GW_OK);
	ck_assert_int_eq(enrol(pc, 5, 0), GW_OK);
	ck_assert_int_eq(staff_admit(CORA, pc, "community", false), GW_OK);
}

START_TEST(a_device_is_let_in_by_a_colleague_and_has_a_session_without_a_passphrase)
{
	struct msg_people_get q = { .after = "" };
	struct msg_session session;
	struct msg_people people;
	unsigned devices = 0;

	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE what = 'enrolled' AND why = 'to be a device, lead "
	    "of community'"), 1);
	ck_assert_int_eq(device_in(pc), GW_OK);
	ck_assert_int_eq(staff_entries("device signed in"), 1);
	ck_assert_int_eq(staff_look(PC, CASES_NOON, &session), GW_OK);
	ck_assert_uint_eq(session.is_device, 1);
	ck_assert_str_eq(session.name, pc);
	ck_assert_uint_eq(session.n, 1);
	ck_assert_str_eq(session.team[0].team, "community");
	ck_assert_int_eq(staff_look(CORA, CASES_NOON, &session), GW_OK);
	ck_assert_uint_eq(session.is_device, 0);
	memcpy(q.session, staff_of(CORA), SESSION_ID);
	ck_assert_int_eq(CASES_DO(staff, store_people_get(staff, &q, CASES_NOON, &people)), GW_OK);
	for (size_t i = 0; i < people.n; i++) {
		devices += people.person[i].is_device;
		ck_assert_int_eq(people.person[i].is_device, strcmp(people.person[i].name, pc) == 0);
	}
	ck_assert_uint_eq(devices, 1);
	staff_chain_holds();
}
END_TEST

START_TEST(a_device_cannot_sign_in_with_a_passphrase_nor_a_person_without)
{
	const struct msg_tag code = { { 4 } };

	ck_assert_int_eq(staff_sign_in(pc, cases_step(pc), NULL), GW_EDENIED);
	cases_tamper("INSERT INTO recovery_code VALUES ('Pull desk one', CAST(x'04' || zeroblob(31) AS BLOB))");
	ck_assert_int_eq(staff_sign_in(pc, 0, &code), GW_EDENIED);
	ck_assert_int_eq(staff_entries("sign-in failed"), 2);
	ck_assert_int_eq(device_in(CASES_ASHA), GW_EABSENT);
	ck_assert_int_eq(device_in("Nobody"), GW_EABSENT);
	ck_assert_int_eq(staff_leave(DORA, pc), GW_OK);
	ck_assert_int_eq(device_in(pc), GW_EABSENT);
	ck_assert_int_eq(staff_entries("device signed in"), 0);
}
END_TEST

START_TEST(at_the_door_a_device_is_nobody)
{
	struct msg_member m;

	ck_assert_int_eq(store_member_get(staff, CASES_ASHA, &m), GW_OK);
	ck_assert_int_eq(store_member_get(staff, "Nobody", &m), GW_EABSENT);
	ck_assert_int_eq(store_member_get(staff, pc, &m), GW_EABSENT);
	ck_assert_int_eq(CASES_DO(staff, store_sign_in_failed(staff, pc, CASES_NOON)), GW_OK);
	ck_assert_int_eq(CASES_DO(staff, store_sign_in_failed(staff, "Nobody", CASES_NOON)), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT count(DISTINCT who) FROM audit WHERE what = 'sign-in failed'"), 1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE what = 'sign-in failed' AND who = 'Pull desk "
	    "one'"), 0);
}
END_TEST

START_TEST(a_device_has_no_codes_and_looks_after_nobody)
{
	ck_assert_int_eq(staff_invite(DORA, "Two", "community", 6), GW_OK);
	ck_assert_int_eq(enrol("Two", 6, 1), GW_EINPUT);
	ck_assert_int_eq(staff_invite(DORA, "Three", "admin", 7), GW_OK);
	ck_assert_int_eq(enrol("Three", 7, 0), GW_EINPUT);
	ck_assert_int_eq(staff_invite(DORA, "Four", NULL, 8), GW_OK);
	ck_assert_int_eq(enrol("Four", 8, 0), GW_EINPUT);
	ck_assert_int_eq(cases_sql("SELECT sum(device) FROM member"), 1);
}
END_TEST

static enum gw_err
taken(uint8_t who, unsigned n, uint64_t upto)
{
	struct msg_taken_put p = { .upto = upto };
	struct msg_report_put r;

	cases_report(&r, n, CASES_TEAMS("lado"));
	memset(p.session, who, SESSION_ID);
	memcpy(p.report, r.report, ID_BYTES);
	return CASES_DO(staff, store_taken_put(staff, &p, CASES_NOON));
}

START_TEST(what_a_device_has_taken_is_in_the_chain_once)
{
	struct msg_report_put r;

	cases_report(&r, 1, CASES_TEAMS("school:a", "community"));
	ck_assert_int_eq(cases_put(staff, &r, CASES_NOON), GW_OK);
	cases_report(&r, 2, CASES_TEAMS("school:a", "community"));
	ck_assert_int_eq(cases_put(staff, &r, CASES_NOON), GW_OK);
	cases_report(&r, 3, CASES_TEAMS("school:a"));
	ck_assert_int_eq(cases_put(staff, &r, CASES_NOON), GW_OK);
	ck_assert_int_eq(device_in(pc), GW_OK);
	ck_assert_int_eq(taken(PC, 2, 2), GW_OK);
	ck_assert_int_eq(taken(PC, 2, 2), GW_OK);
	ck_assert_int_eq(taken(PC, 2, 1), GW_OK);
	ck_assert_int_eq(staff_entries("taken"), 1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE what = 'taken' AND who = 'Pull desk one' AND "
	    "why = 'up to 2'"), 1);
	ck_assert_int_eq(cases_sql("SELECT upto FROM taken"), 2);
	/* It has not come so far; it is none of theirs; and they are not of community safety. */
	ck_assert_int_eq(taken(PC, 1, 2), GW_EINPUT);
	ck_assert_int_eq(taken(PC, 1, 0), GW_EINPUT);
	ck_assert_int_eq(taken(PC, 3, 1), GW_EABSENT);
	ck_assert_int_eq(taken(ASHA, 1, 1), GW_EDENIED);
	ck_assert_int_eq(staff_entries("taken"), 1);
	ck_assert_int_eq(staff_entries("refused"), 1);
	staff_chain_holds();
}
END_TEST

START_TEST(a_device_records_and_does_nothing_else_to_a_case)
{
	struct msg_report_put r;
	struct msg_case_put p;
	int64_t refused = 0;

	cases_report(&r, 2, CASES_TEAMS("school:a", "community"));
	r.band = BAND_PRIORITY;
	ck_assert_int_eq(cases_put(staff, &r, CASES_NOON), GW_OK);
	ck_assert_int_eq(device_in(pc), GW_OK);
	for (int act = ACT_MESSAGE; act < ACT_N; act++) {
		cases_act(&p, PC, 2, 2, (enum case_act)act);
		p.sheet = SHEET_DECISION;
		if (act == ACT_RECORD)
			continue;
		ck_assert_msg(CASES_DO(staff, store_case_put(staff, &p, CASES_NOON)) == GW_EDENIED, "%d", act);
		refused++;
	}
	ck_assert_int_eq(staff_entries("refused"), refused);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE what = 'refused' AND who = 'Pull desk one' AND "
	    "why = 'more than recording, by a device'"), refused);
	cases_act(&p, PC, 2, 2, ACT_RECORD);
	p.sheet = SHEET_DECISION;
	ck_assert_int_eq(CASES_DO(staff, store_case_put(staff, &p, CASES_NOON)), GW_OK);
	cases_act(&p, CORA, 2, 3, ACT_CONFIRM);
	ck_assert_int_eq(CASES_DO(staff, store_case_put(staff, &p, CASES_NOON)), GW_OK);
	staff_chain_holds();
}
END_TEST

static enum gw_err
file_get(uint8_t who, enum file_wanted wanted)
{
	struct msg_file_get q = { .wanted = (uint8_t)wanted };
	struct msg_report_put r;
	struct stored_file f;

	cases_report(&r, 2, CASES_TEAMS("lado"));
	memset(q.session, who, SESSION_ID);
	memcpy(q.report, r.report, ID_BYTES);
	return CASES_DO(staff, store_file_get(staff, &q, CASES_NOON, &f));
}

static enum gw_err
record(uint8_t who, uint32_t seq, enum sheet sheet)
{
	struct msg_case_put p;

	cases_act(&p, who, 2, seq, ACT_RECORD);
	p.files = 1;
	p.sheet = (uint8_t)sheet;
	p.original = 2;
	p.held = HELD_INDECENT;
	return CASES_DO(staff, store_case_put(staff, &p, CASES_NOON));
}

START_TEST(a_device_gets_copies_alone_and_locks_what_it_must)
{
	struct msg_copy_put made = { .made = { .held = HELD_MALWARE } };
	struct msg_report_put r;

	cases_report(&r, 2, CASES_TEAMS("school:a", "community"));
	r.n_files = 1;
	strcpy(r.file[0].name, "f123456789abcdef0123456789abcdef");
	strcpy(r.file[0].copy, "c123456789abcdef0123456789abcdef");
	r.file[0].sealed_bytes = r.file[0].copy_bytes = 4096;
	r.band = BAND_PRIORITY;
	ck_assert_int_eq(cases_put(staff, &r, CASES_NOON), GW_OK);
	ck_assert_int_eq(device_in(pc), GW_OK);
	ck_assert_int_eq(file_get(PC, FILE_COPY), GW_OK);
	ck_assert_int_eq(file_get(PC, FILE_ORIGINAL), GW_EDENIED);
	ck_assert_int_eq(file_get(PC, FILE_TO_CLEAN), GW_EDENIED);
	memset(made.session, PC, SESSION_ID);
	memcpy(made.report, r.report, ID_BYTES);
	ck_assert_int_eq(CASES_DO(staff, store_copy_put(staff, &made, CASES_NOON)), GW_EDENIED);
	ck_assert_int_eq(record(PC, 2, SHEET_ORIGINAL), GW_EDENIED);
	ck_assert_int_eq(record(ASHA, 2, SHEET_ORIGINAL), GW_OK);
	ck_assert_int_eq(record(PC, 3, SHEET_ORIGINAL_SAID), GW_EDENIED);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE what = 'refused' AND who = 'Pull desk one' AND "
	    "why LIKE '%, by a device'"), 5);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM original WHERE answered_by = ''"), 1);
	ck_assert_int_eq(record(PC, 3, SHEET_HOLD), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT held FROM file"), HELD_INDECENT);
	staff_chain_holds();
}
END_TEST

START_TEST(whoever_left_has_a_yes_for_nothing)
{
	struct msg_case_put p;
	struct msg_report_put r;

	cases_report(&r, 2, CASES_TEAMS("school:a", "community"));
	r.n_files = 1;
	strcpy(r.file[0].name, "f123456789abcdef0123456789abcdef");
	r.file[0].sealed_bytes = 4096;
	r.band = BAND_PRIORITY;
	ck_assert_int_eq(cases_put(staff, &r, CASES_NOON), GW_OK);
	ck_assert_int_eq(record(ASHA, 2, SHEET_ORIGINAL), GW_OK);
	cases_act(&p, CORA, 2, 3, ACT_RECORD);
	p.files = p.agrees = 1;
	p.sheet = SHEET_ORIGINAL_SAID;
	p.original = 2;
	ck_assert_int_eq(CASES_DO(staff, store_case_put(staff, &p, CASES_NOON)), GW_OK);
	ck_assert_int_eq(file_get(ASHA, FILE_ORIGINAL), GW_OK);
	ck_assert_int_eq(staff_leave(DORA, CASES_ASHA), GW_OK);
	ck_assert_int_eq(file_get(ASHA, FILE_ORIGINAL), GW_EABSENT);
	ck_assert_int_eq(file_get(CORA, FILE_ORIGINAL), GW_EDENIED);
	staff_chain_holds();
}
END_TEST

Suite *
suite(void)
{
	Suite *all = suite_create("devices");
	TCase *t = tcase_create("devices");

	tcase_add_checked_fixture(t, begin, staff_end);
	tcase_add_test(t, a_device_is_let_in_by_a_colleague_and_has_a_session_without_a_passphrase);
	tcase_add_test(t, a_device_cannot_sign_in_with_a_passphrase_nor_a_person_without);
	tcase_add_test(t, at_the_door_a_device_is_nobody);
	tcase_add_test(t, a_device_has_no_codes_and_looks_after_nobody);
	tcase_add_test(t, what_a_device_has_taken_is_in_the_chain_once);
	tcase_add_test(t, a_device_records_and_does_nothing_else_to_a_case);
	tcase_add_test(t, a_device_gets_copies_alone_and_locks_what_it_must);
	tcase_add_test(t, whoever_left_has_a_yes_for_nothing);
	suite_add_tcase(all, t);
	return all;
}
