/* test_vault_files.c: who may have a clean copy, who an original, and what nobody may have. */
#include <string.h>

#include "caseload.h"
#include "run.h"
#include "sheet.h"

enum { ACT_AT = CASES_NOON + 600, LATER = 10 };	/* sessions from LATER on: of another time */

static const char one[] = "11111111111111111111111111111111", two[] = "22222222222222222222222222222222",
    one_copy[] = "c1111111111111111111111111111111", two_copy[] = "c2222222222222222222222222222222";
static struct store *s;
static struct stored_file got;

/* The first has a copy; the second has none. */
static enum gw_err
put(const struct msg_spooled *file, size_t n)
{
	struct msg_report_put r;

	cases_report(&r, 1, CASES_TEAMS("school:a", "community"));
	r.band = BAND_PRIORITY;
	r.n_files = (uint8_t)n;
	memcpy(r.file, file, n * sizeof *file);
	return cases_put(s, &r, CASES_NOON);
}

static struct msg_spooled
spooled(const char *name, const char *copy)
{
	struct msg_spooled f = { .sealed_bytes = 8192, .copy_bytes = copy != NULL ? 4096 : 0 };

	strcpy(f.name, name);
	strcpy(f.copy, copy != NULL ? copy : "");
	return f;
}

static void
begin(void)
{
	const struct msg_spooled file[] = { spooled(one, one_copy), spooled(two, NULL) };

	s = caseload_begin();
	ck_assert_int_eq(put(file, 2), GW_OK);
}

static enum gw_err
get_at(uint8_t session, uint32_t file, enum file_wanted wanted, int64_t now)
{
	struct msg_file_get q = { .file = file, .wanted = (uint8_t)wanted };
	struct msg_report_put r;

	cases_report(&r, 1, CASES_TEAMS("lado"));
	memset(q.session, session, SESSION_ID);
	memcpy(q.report, r.report, ID_BYTES);
	return CASES_DO(s, store_file_get(s, &q, now, &got));
}

static enum gw_err
get(uint8_t session, uint32_t file, enum file_wanted wanted)
{
	return get_at(session, file, wanted, ACT_AT);
}

static enum gw_err
copy_put(uint8_t session, uint32_t file, const struct msg_spooled *made)
{
	struct msg_copy_put p = { .file = file, .made = *made };
	struct msg_report_put r;

	cases_report(&r, 1, CASES_TEAMS("lado"));
	memset(p.session, session, SESSION_ID);
	memcpy(p.report, r.report, ID_BYTES);
	return CASES_DO(s, store_copy_put(s, &p, ACT_AT));
}

static void
fill(struct msg_case_put *p, uint8_t session, enum sheet sheet)
{
	cases_act(p, session, 1, caseload_parts(1), ACT_RECORD);
	p->files = 2;
	p->sheet = (uint8_t)sheet;
}

static enum gw_err
ask(uint8_t session, uint32_t file)
{
	struct msg_case_put p;

	fill(&p, session, SHEET_ORIGINAL);
	p.file = file;
	return caseload_act(&p);
}

static enum gw_err
answer(uint8_t session, uint32_t part, bool agrees)
{
	struct msg_case_put p;

	fill(&p, session, SHEET_ORIGINAL_SAID);
	p.original = part;
	p.agrees = agrees;
	return caseload_act(&p);
}

static enum gw_err
hold(uint8_t session, uint32_t file, unsigned why)
{
	struct msg_case_put p;

	fill(&p, session, SHEET_HOLD);
	p.file = file;
	p.held = (uint8_t)why;
	return caseload_act(&p);
}

static int64_t
held(uint32_t file)
{
	return cases_sql(file == 0 ? "SELECT held FROM file WHERE n = 0" : "SELECT held FROM file WHERE n = 1");
}

/* --- as they come --- */

START_TEST(what_is_no_copy_is_refused_with_its_report)
{
	struct msg_spooled f[] = { spooled("33333333333333333333333333333333", "c3333333333333333333333333333333"),
		spooled("44444444444444444444444444444444", NULL) };
	struct msg_spooled bad = f[0];
	struct msg_report_put r;

	cases_report(&r, 2, CASES_TEAMS("school:a"));
	r.n_files = 1;
	bad.held = HELD_MALWARE;		/* what is held has none */
	r.file[0] = bad;
	ck_assert_int_eq(cases_put(s, &r, CASES_NOON), GW_EINPUT);
	r.file[0] = f[1];
	r.file[0].copy_bytes = 4096;
	ck_assert_int_eq(cases_put(s, &r, CASES_NOON), GW_EINPUT);
	r.file[0] = f[0];
	r.file[0].copy_bytes = 4095;
	ck_assert_int_eq(cases_put(s, &r, CASES_NOON), GW_EINPUT);
	r.file[0] = f[0];
	strcpy(r.file[0].copy, one_copy);	/* another's */
	ck_assert_int_eq(cases_put(s, &r, CASES_NOON), GW_ECONFLICT);
	r.file[0] = f[0];
	r.file[1] = f[1];
	r.file[1].held = HELD_MALWARE;
	r.n_files = 2;
	ck_assert_int_eq(cases_put(s, &r, CASES_NOON), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM copy"), 2);
	ck_assert_int_eq(cases_sql("SELECT sum(held) FROM file"), HELD_MALWARE);
	ck_assert_int_eq(store_file_known(s, f[0].copy), GW_OK);
	caseload_whole();
}
END_TEST

START_TEST(a_reply_brings_copies_too)
{
	struct msg_report_put first;
	struct msg_reply_put r;

	cases_report(&first, 1, CASES_TEAMS("lado"));
	memcpy(r.tag, first.tag, TAG_BYTES);
	cases_part(&r.put, 1, 2, 2);
	r.put.n_files = 2;
	r.put.file[0] = spooled("33333333333333333333333333333333", "c3333333333333333333333333333333");
	r.put.file[1] = spooled("44444444444444444444444444444444", NULL);
	r.put.file[1].held = HELD_MALWARE;
	ck_assert_int_eq(CASES_DO(s, store_reply_put(s, &r, CASES_NOON)), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT n FROM copy WHERE name = 'c3333333333333333333333333333333'"), 2);
	ck_assert_int_eq(cases_sql("SELECT held FROM file WHERE n = 3"), HELD_MALWARE);
	caseload_whole();
}
END_TEST

START_TEST(members_of_its_teams_get_a_copy_and_nobody_gets_what_was_sent)
{
	ck_assert_int_eq(get(ASHA, 0, FILE_COPY), GW_OK);
	ck_assert_str_eq(got.name, one_copy);
	ck_assert_uint_eq(got.sealed_bytes, 4096);
	ck_assert_uint_eq(got.held, HELD_NOT);
	ck_assert(caseload_last_is("file opened", CASES_ASHA, "attachment 1, school:a"));
	ck_assert_int_eq(get(CORA, 0, FILE_ORIGINAL), GW_EDENIED);
	ck_assert_str_eq(got.name, "");
	ck_assert(caseload_last_is("refused", CASES_CORA, "attachment 1, its original without a yes"));
	ck_assert_int_eq(get(ASHA, 0, FILE_TO_CLEAN), GW_ECONFLICT);	/* there is a copy */
	ck_assert_str_eq(got.name, "");
	ck_assert_int_eq(get(ASHA, 0, FILE_WANTED_N), GW_EINPUT);
	ck_assert_int_eq(get(ASHA, 1, FILE_COPY), GW_EABSENT);
	ck_assert_int_eq(get(ASHA, 2, FILE_COPY), GW_EABSENT);
	for (int wanted = 0; wanted < FILE_WANTED_N; wanted++) {
		ck_assert_int_eq(get(BEN, 0, (enum file_wanted)wanted), GW_EABSENT);
		ck_assert(caseload_last_is("refused", CASES_BEN, "not a case of theirs"));
	}
}
END_TEST

/* --- copies that staff have made --- */

START_TEST(a_copy_that_is_missing_is_made_once)
{
	const struct msg_spooled made = spooled(two_copy, NULL),
	    second = spooled("c3333333333333333333333333333333", NULL);
	const int64_t changed = cases_sql("SELECT changed FROM escalation");

	ck_assert_int_eq(get(ASHA, 1, FILE_TO_CLEAN), GW_OK);
	ck_assert_str_eq(got.name, two);
	ck_assert_uint_eq(got.sealed_bytes, 8192);
	ck_assert(caseload_last_is("copy begun", CASES_ASHA, "attachment 2"));
	ck_assert_int_eq(copy_put(BEN, 1, &made), GW_EABSENT);
	ck_assert_int_eq(copy_put(ASHA, 2, &made), GW_EABSENT);
	ck_assert_int_eq(store_file_known(s, two_copy), GW_EABSENT);
	ck_assert_int_eq(copy_put(ASHA, 1, &made), GW_OK);
	ck_assert(caseload_last_is("copy made", CASES_ASHA, "attachment 2"));
	ck_assert_int_gt(cases_sql("SELECT changed FROM escalation"), changed);	/* computers come for it */
	ck_assert_int_eq(copy_put(CORA, 1, &second), GW_ECONFLICT);
	ck_assert_int_eq(store_file_known(s, second.name), GW_EABSENT);
	ck_assert_int_eq(get(CORA, 1, FILE_TO_CLEAN), GW_ECONFLICT);
	ck_assert_int_eq(get(CORA, 1, FILE_COPY), GW_OK);
	ck_assert_str_eq(got.name, two_copy);
	ck_assert_uint_eq(got.sealed_bytes, 8192);
	caseload_whole();
}
END_TEST

START_TEST(what_was_not_made_is_not_put)
{
	struct msg_spooled made = spooled(two_copy, one_copy);

	ck_assert_int_eq(copy_put(ASHA, 1, &made), GW_EINPUT);		/* a copy of a copy */
	made = spooled(two_copy, NULL);
	made.held = HELD_MALWARE;
	ck_assert_int_eq(copy_put(ASHA, 1, &made), GW_EINPUT);		/* made, and found */
	made = (struct msg_spooled){ .held = HELD_MALWARE, .sealed_bytes = 4096 };
	ck_assert_int_eq(copy_put(ASHA, 1, &made), GW_EINPUT);
	made = (struct msg_spooled){ .held = HELD_NOT };
	ck_assert_int_eq(copy_put(ASHA, 1, &made), GW_EINPUT);		/* neither */
	made = spooled(two_copy, NULL);
	made.sealed_bytes = 100;
	ck_assert_int_eq(copy_put(ASHA, 1, &made), GW_EINPUT);
	made = spooled(one_copy, NULL);
	ck_assert_int_eq(copy_put(ASHA, 1, &made), GW_ECONFLICT);	/* the first file's */
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM copy"), 1);
	ck_assert_int_eq(cases_sql("SELECT sum(held) FROM file"), 0);
}
END_TEST

START_TEST(what_a_scanner_finds_later_locks_the_file_and_is_in_the_chain_once)
{
	const struct msg_spooled found = { .held = HELD_MALWARE };
	int64_t entries;

	ck_assert_int_eq(copy_put(ASHA, 1, &found), GW_OK);
	ck_assert(caseload_last_is("malware found", CASES_ASHA, "attachment 2"));
	ck_assert_int_eq(held(1), HELD_MALWARE);
	ck_assert_int_eq(held(0), HELD_NOT);
	caseload_whole();
	entries = cases_sql("SELECT max(seq) FROM audit");
	ck_assert_int_eq(copy_put(CORA, 1, &found), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT max(seq) FROM audit"), entries);
	ck_assert_int_eq(hold(CORA, 0, HELD_INDECENT), GW_OK);
	ck_assert_int_eq(copy_put(CORA, 0, &found), GW_OK);
	ck_assert_int_eq(held(0), HELD_INDECENT);
	cases_tamper("UPDATE file SET held = 0 WHERE n = 1");
	ck_assert_int_eq(store_audit_verify(s, &(struct audit_verdict){ 0 }), GW_EDENIED);
}
END_TEST

/* --- originals --- */

START_TEST(an_original_opens_for_who_asked_when_another_person_agreed)
{
	ck_assert_int_eq(ask(ASHA, 1), GW_OK);
	ck_assert(caseload_last_is("recorded", CASES_ASHA, "original, attachment 2"));
	ck_assert_int_eq(cases_sql("SELECT at % 60 + part FROM original"), 2);
	ck_assert_int_eq(get(ASHA, 1, FILE_ORIGINAL), GW_EDENIED);
	ck_assert_int_eq(answer(ASHA, 2, true), GW_EDENIED);		/* oneself */
	ck_assert(caseload_last_is("refused", CASES_ASHA, "answering about an original that they asked for"));
	ck_assert_int_eq(answer(BEN, 2, true), GW_EABSENT);
	ck_assert_int_eq(get(ASHA, 1, FILE_ORIGINAL), GW_EDENIED);
	ck_assert_int_eq(answer(CORA, 2, true), GW_OK);
	ck_assert(caseload_last_is("recorded", CASES_CORA, "original_said, yes"));
	ck_assert_int_eq(get(ASHA, 1, FILE_ORIGINAL), GW_OK);
	ck_assert_str_eq(got.name, two);
	ck_assert_uint_eq(got.sealed_bytes, 8192);
	ck_assert(caseload_last_is("original opened", CASES_ASHA, "attachment 2, agreed to by Cora Both"));
	ck_assert_int_eq(get(ASHA, 1, FILE_ORIGINAL), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE what = 'original opened'"), 2);
	ck_assert_int_eq(get(CORA, 1, FILE_ORIGINAL), GW_EDENIED);	/* who agreed has not asked */
	ck_assert_int_eq(get(ASHA, 0, FILE_ORIGINAL), GW_EDENIED);	/* another file */
	caseload_whole();
}
END_TEST

START_TEST(a_yes_ends_after_a_day)
{
	const int64_t until = (ACT_AT + ORIGINAL_SECONDS) / 60 * 60;

	ck_assert_int_eq(ask(ASHA, 0), GW_OK);
	ck_assert_int_eq(answer(CORA, 2, true), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT until FROM original"), until);
	cases_sign_in(s, CASES_ASHA, LATER, until - 2);
	ck_assert_int_eq(get_at(LATER, 0, FILE_ORIGINAL, until - 1), GW_OK);
	ck_assert_int_eq(get_at(LATER, 0, FILE_ORIGINAL, until), GW_EDENIED);
	ck_assert_int_eq(get_at(LATER, 0, FILE_ORIGINAL, until + 1), GW_EDENIED);
	ck_assert_int_eq(get_at(LATER, 0, FILE_COPY, until + 1), GW_OK);
}
END_TEST

START_TEST(a_question_is_answered_once)
{
	ck_assert_int_eq(answer(CORA, 2, true), GW_EINPUT);		/* nobody asked */
	ck_assert_int_eq(ask(ASHA, 2), GW_EINPUT);			/* no such file */
	ck_assert_int_eq(ask(ASHA, 0), GW_OK);
	ck_assert_int_eq(answer(CORA, 3, true), GW_EINPUT);
	ck_assert_int_eq(answer(CORA, 2, false), GW_OK);
	ck_assert(caseload_last_is("recorded", CASES_CORA, "original_said, no"));
	ck_assert_int_eq(get(ASHA, 0, FILE_ORIGINAL), GW_EDENIED);
	ck_assert_int_eq(answer(CORA, 2, true), GW_EINPUT);
	ck_assert_int_eq(get(ASHA, 0, FILE_ORIGINAL), GW_EDENIED);
	ck_assert_int_eq(ask(ASHA, 0), GW_OK);				/* with better reasons */
	ck_assert_int_eq(answer(CORA, 4, true), GW_OK);
	ck_assert_int_eq(get(ASHA, 0, FILE_ORIGINAL), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM original WHERE until = 0"), 1);
	caseload_whole();
}
END_TEST

START_TEST(whoever_is_in_none_of_its_teams_any_more_has_a_yes_for_nothing)
{
	ck_assert_int_eq(ask(ASHA, 0), GW_OK);
	ck_assert_int_eq(answer(CORA, 2, true), GW_OK);
	cases_tamper("DELETE FROM membership WHERE member = 'Asha Lead'");
	ck_assert_int_eq(get(ASHA, 0, FILE_ORIGINAL), GW_EABSENT);
	cases_tamper("DELETE FROM session");
	ck_assert_int_eq(get(ASHA, 0, FILE_ORIGINAL), GW_EABSENT);
}
END_TEST

START_TEST(a_closed_case_is_asked_for_and_locked_like_an_open_one)
{
	struct msg_case_put p;

	cases_act(&p, ASHA, 1, 2, ACT_CLOSE);
	p.files = 2;
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	ck_assert_int_eq(ask(ASHA, 0), GW_OK);
	ck_assert_int_eq(answer(CORA, 3, true), GW_OK);
	ck_assert_int_eq(get(ASHA, 0, FILE_ORIGINAL), GW_OK);
	ck_assert_int_eq(hold(CORA, 0, HELD_INDECENT), GW_OK);
	ck_assert_int_eq(held(0), HELD_INDECENT);
	ck_assert_int_eq(cases_sql("SELECT state FROM report"), CASE_CLOSED);
	caseload_whole();
}
END_TEST

/* --- what nobody may have --- */

START_TEST(what_is_held_is_shown_to_nobody_and_the_chain_knows_who_tried)
{
	const struct msg_spooled made = spooled(two_copy, NULL);

	ck_assert_int_eq(ask(ASHA, 0), GW_OK);
	ck_assert_int_eq(ask(ASHA, 1), GW_OK);
	ck_assert_int_eq(answer(CORA, 2, true), GW_OK);
	ck_assert_int_eq(hold(CORA, 0, (unsigned)_i), GW_OK);
	ck_assert_int_eq(hold(CORA, 1, (unsigned)_i), GW_OK);
	ck_assert(caseload_last_is("recorded", CASES_CORA, _i == HELD_MALWARE ? "hold, attachment 2, malware" :
	    "hold, attachment 2, indecent"));
	for (uint32_t file = 0; file < 2; file++)
		for (int wanted = 0; wanted < FILE_WANTED_N; wanted++) {
			ck_assert_int_eq(get(ASHA, file, (enum file_wanted)wanted), GW_OK);
			ck_assert_uint_eq(got.held, (unsigned)_i);
			ck_assert_str_eq(got.name, "");
			ck_assert_uint_eq(got.sealed_bytes, 0);
			ck_assert(caseload_last_is("refused", CASES_ASHA, file == 0 ? "attachment 1, held" :
			    "attachment 2, held"));
		}
	ck_assert_int_eq(ask(ASHA, 0), GW_EINPUT);
	ck_assert_int_eq(answer(CORA, 3, true), GW_EINPUT);
	ck_assert_int_eq(answer(CORA, 3, false), GW_OK);
	ck_assert_int_eq(copy_put(ASHA, 1, &made), GW_EINPUT);
	ck_assert_int_eq(store_file_known(s, one), GW_OK);		/* nothing of it goes */
	ck_assert_int_eq(store_file_known(s, one_copy), GW_OK);
	ck_assert_int_eq(store_file_known(s, two), GW_OK);
	caseload_whole();
}
END_TEST

START_TEST(a_lock_is_never_less_than_it_was)
{
	ck_assert_int_eq(hold(ASHA, 0, HELD_NOT), GW_EINPUT);
	ck_assert_int_eq(hold(ASHA, 0, HELD_N), GW_EINPUT);
	ck_assert_int_eq(hold(ASHA, 2, HELD_INDECENT), GW_EINPUT);
	ck_assert_int_eq(hold(BEN, 0, HELD_INDECENT), GW_EABSENT);
	ck_assert_int_eq(held(0), HELD_NOT);
	ck_assert_int_eq(hold(ASHA, 0, HELD_MALWARE), GW_OK);
	ck_assert_int_eq(hold(CORA, 0, HELD_INDECENT), GW_OK);
	ck_assert_int_eq(held(0), HELD_INDECENT);
	ck_assert_int_eq(hold(ASHA, 0, HELD_MALWARE), GW_OK);
	ck_assert_int_eq(held(0), HELD_INDECENT);
	ck_assert_int_eq(held(1), HELD_NOT);
	caseload_whole();
}
END_TEST

START_TEST(the_last_room_of_a_case_is_kept_for_closing_and_locking)
{
	cases_tamper("UPDATE report SET parts = 498");
	ck_assert_int_eq(ask(ASHA, 0), GW_ELIMIT);
	/* Of a whole thread this would be GW_OK: the parts between are not there. */
	ck_assert_int_eq(hold(ASHA, 0, HELD_INDECENT), GW_EINPUT);
}
END_TEST

START_TEST(another_sheet_touches_no_file)
{
	struct msg_case_put p;

	fill(&p, ASHA, SHEET_TOLD);
	p.held = HELD_INDECENT;
	p.original = 2;
	p.agrees = 1;
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	ck_assert_int_eq(held(0) + held(1) + cases_sql("SELECT count(*) FROM original"), 0);
}
END_TEST

/* --- the spool's --- */

static enum gw_err
count(void *arg, const char *name, uint64_t sealed_bytes)
{
	(void)name;
	*(uint64_t *)arg += sealed_bytes;
	return GW_OK;
}

static enum gw_err
stop(void *arg, const char *name, uint64_t sealed_bytes)
{
	(void)name;
	(void)sealed_bytes;
	++*(int *)arg;
	return GW_EFULL;
}

START_TEST(whoever_verifies_walks_over_attachments_and_copies)
{
	uint64_t bytes = 0;
	int calls = 0;

	ck_assert_int_eq(store_spooled_walk(s, count, &bytes), GW_OK);
	ck_assert_uint_eq(bytes, 8192 + 8192 + 4096);
	ck_assert_int_eq(store_spooled_walk(s, stop, &calls), GW_EFULL);
	ck_assert_int_eq(calls, 1);
}
END_TEST

Suite *
suite(void)
{
	Suite *all = suite_create("vault_files");
	TCase *t = tcase_create("vault_files");

	tcase_add_checked_fixture(t, begin, caseload_end);
	tcase_set_timeout(t, 30);
	tcase_add_test(t, what_is_no_copy_is_refused_with_its_report);
	tcase_add_test(t, a_reply_brings_copies_too);
	tcase_add_test(t, members_of_its_teams_get_a_copy_and_nobody_gets_what_was_sent);
	tcase_add_test(t, a_copy_that_is_missing_is_made_once);
	tcase_add_test(t, what_was_not_made_is_not_put);
	tcase_add_test(t, what_a_scanner_finds_later_locks_the_file_and_is_in_the_chain_once);
	tcase_add_test(t, an_original_opens_for_who_asked_when_another_person_agreed);
	tcase_add_test(t, a_yes_ends_after_a_day);
	tcase_add_test(t, a_question_is_answered_once);
	tcase_add_test(t, whoever_is_in_none_of_its_teams_any_more_has_a_yes_for_nothing);
	tcase_add_test(t, a_closed_case_is_asked_for_and_locked_like_an_open_one);
	tcase_add_loop_test(t, what_is_held_is_shown_to_nobody_and_the_chain_knows_who_tried, HELD_MALWARE, HELD_N);
	tcase_add_test(t, a_lock_is_never_less_than_it_was);
	tcase_add_test(t, the_last_room_of_a_case_is_kept_for_closing_and_locking);
	tcase_add_test(t, another_sheet_touches_no_file);
	tcase_add_test(t, whoever_verifies_walks_over_attachments_and_copies);
	suite_add_tcase(all, t);
	return all;
}
