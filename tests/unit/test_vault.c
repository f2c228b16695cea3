/* test_vault.c: the whole process over real channels: who may ask what, and what stays when an asker dies. */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "answers.h"
#include "run.h"
#include "strongroom.h"

START_TEST(a_channel_is_answered_what_its_role_may_ask_and_nothing_else)
{
	static const enum msg_type intakes[] = { MSG_THREAD_BY_TAG };
	static const enum msg_type desks[] = { MSG_MEMBER_GET, MSG_SESSION_GET, MSG_SIGN_OUT, MSG_QUEUE_GET,
		MSG_CASE_GET, MSG_FILE_GET, MSG_COPY_PUT, MSG_SIGN_IN_FAILED };
	struct msg m;

	for (size_t i = 0; i < sizeof intakes / sizeof intakes[0]; i++) {
		m = (struct msg){ .type = intakes[i] };
		ck_assert_int_eq(strongroom_ask(asker[1], &m), GW_EDENIED);
		ck_assert_int_ne(strongroom_ask(asker[0], &m), GW_EDENIED);
	}
	for (size_t i = 0; i < sizeof desks / sizeof desks[0]; i++) {
		m = (struct msg){ .type = desks[i] };
		ck_assert_int_eq(strongroom_ask(asker[0], &m), GW_EDENIED);
		ck_assert_int_ne(strongroom_ask(asker[1], &m), GW_EDENIED);
	}
	m = (struct msg){ .type = MSG_RESULT };
	ck_assert_int_eq(strongroom_ask(asker[0], &m), GW_EDENIED);
}
END_TEST

/* It is refused before anything is looked at: there is no store here. */
START_TEST(notify_is_answered_four_questions_and_nothing_that_is_of_a_report)
{
	static struct msg asked, said;
	struct keeper nothing = { .store = NULL };

	for (int type = 0; type <= MSG_TYPE_N; type++) {
		if (type == MSG_ALERTS_GET || type == MSG_ALERT_RAISED || type == MSG_OUTBOX_GET ||
		    type == MSG_OUTBOX_DONE)
			continue;
		asked.type = (enum msg_type)type;
		ck_assert_int_eq(answers_make(&nothing, NULL, CHANNEL_NOTIFY, &asked, &said), GW_EDENIED);
	}
}
END_TEST

START_TEST(what_staff_ask_is_not_for_intake_and_needs_a_session)
{
	struct msg m = { .type = (enum msg_type)_i };

	if (m.type == MSG_TEAM_PUT)
		m.u.team_put.kind = TEAM_SCHOOL;
	if (m.type == MSG_DOSSIER_PUT)
		m.u.dossier_put.kind = KIND_INCIDENT;
	if (m.type == MSG_DOSSIERS_GET)
		m.u.dossiers_get.kind = KIND_INCIDENT;
	if (m.type == MSG_ESCALATIONS_GET)
		m.u.escalations_get.limit = 1;
	ck_assert_int_eq(strongroom_ask(asker[0], &m), GW_EDENIED);
	/* A list of teams that nobody signed is refused before anybody is asked for. */
	ck_assert_int_eq(strongroom_ask(asker[1], &m), m.type == MSG_TEAM_PUT || m.type == MSG_ROTATION_PUT
	    ? GW_EINPUT : GW_EABSENT);
}
END_TEST

/* Everything that a message points to waits for its turn as a copy. */
START_TEST(what_is_passed_on_comes_whole_through_the_queue_of_requests)
{
	struct msg m = { .type = MSG_SIGN_IN, .u.sign_in = { .session = { 1 }, .sealed = { 1 }, .step = 1 } };

	strcpy(m.u.sign_in.name, CASES_ASHA);
	ck_assert_int_eq(strongroom_ask(asker[1], &m), GW_OK);
	m = (struct msg){ .type = MSG_REPORT_PUT };
	cases_report(&m.u.report_put, 1, CASES_TEAMS("school:a"));
	ck_assert_int_eq(strongroom_ask(asker[0], &m), GW_OK);
	m = (struct msg){ .type = MSG_PASS_PUT, .u.pass_put = { .session = { 1 } } };
	cases_act(&m.u.pass_put.from, 1, 1, 2, ACT_PASS);
	cases_report(&m.u.pass_put.put, 2, CASES_TEAMS("community", "school:a"));
	m.u.pass_put.note = cases_note(2);
	ck_assert_int_eq(strongroom_ask(asker[1], &m), GW_OK);
	/* Body, decision, note and head of the second; the first's new note, and its head. */
	ck_assert_int_eq(cases_sql("SELECT count(DISTINCT bytes) FROM sealed WHERE substr(bytes, 1, 4) = "
	    "x'02000000'"), 4);
	ck_assert_int_eq(cases_sql("SELECT count(DISTINCT bytes) FROM sealed WHERE substr(bytes, 1, 4) = "
	    "x'03000000'"), 2);
	strongroom_whole();
}
END_TEST

START_TEST(another_policy_is_in_the_chain_from_when_it_decides)
{
	struct msg other = { .type = MSG_POLICY, .fd = -1, .u.policy = { "2-77aa0011" } }, m;

	ck_assert_int_eq(wire_send(control, &other), GW_OK);
	ck_assert_int_eq(wire_send(control, &other), GW_OK);
	do {
		m = (struct msg){ .type = MSG_ROSTER_GET };
		ck_assert_int_eq(strongroom_ask(asker[0], &m), GW_EABSENT);
	} while (cases_sql("SELECT count(*) FROM audit WHERE what = 'policy in force'") == 0);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE why = 'nothing to 2-77aa0011'"), 1);
	strongroom_whole();
}
END_TEST

START_TEST(reports_of_many_channels_are_all_kept_and_each_is_told)
{
	enum { EACH = 50 };
	struct msg m = { .type = MSG_REPORT_PUT, .fd = -1 };

	for (unsigned n = 0; n < EACH; n++)
		for (unsigned i = 0; i < ASKERS; i += 2) {
			cases_report(&m.u.report_put, n * ASKERS + i, CASES_TEAMS("school:a"));
			m.request = n;
			ck_assert_int_eq(wire_send(asker[i], &m), GW_OK);
		}
	strongroom_await(EACH * ASKERS / 2);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM report"), EACH * ASKERS / 2);
}
END_TEST

START_TEST(an_attachment_belongs_to_the_channel_that_opened_it_and_to_one_report)
{
	const struct msg file = strongroom_upload(asker[0]);
	struct msg m;

	strongroom_report(&m, 1, &file);
	ck_assert_int_eq(strongroom_ask(asker[2], &m), GW_EBUSY);
	m.u.report_put.file[0].sealed_bytes = 8192;
	ck_assert_int_eq(strongroom_ask(asker[0], &m), GW_EINPUT);
	m.u.report_put.file[0].sealed_bytes = 4096;
	ck_assert_int_eq(strongroom_ask(asker[0], &m), GW_OK);
	strongroom_report(&m, 2, &file);
	ck_assert_int_eq(strongroom_ask(asker[0], &m), GW_EBUSY);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM file"), 1);
	ck_assert(strongroom_has(file.u.spool.name));
}
END_TEST

static void
check_kept_and_dropped(const struct msg *kept, struct wire *w, const struct msg *dropped)
{
	char sql[128];

	snprintf(sql, sizeof sql, "SELECT count(*) FROM file WHERE name = '%s'", kept->u.spool.name);
	ck_assert_int_eq(cases_sql(sql), 1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM file"), 1);
	ck_assert_int_eq(strongroom_drop(asker[0], kept), GW_EABSENT);	/* the report's now */
	ck_assert(strongroom_has(kept->u.spool.name));
	ck_assert_int_eq(strongroom_drop(w, dropped), GW_OK);
	ck_assert(!strongroom_has(dropped->u.spool.name));
}

START_TEST(a_report_that_is_sent_twice_is_kept_once_with_its_first_files)
{
	const struct msg first = strongroom_upload(asker[0]), second = strongroom_upload(asker[2]);
	struct msg m;

	strongroom_report(&m, 1, &first);
	ck_assert_int_eq(strongroom_ask(asker[0], &m), GW_OK);
	strongroom_report(&m, 1, &second);
	ck_assert_int_eq(strongroom_ask(asker[2], &m), GW_ECONFLICT);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM report"), 1);
	check_kept_and_dropped(&first, asker[2], &second);
	strongroom_whole();
}
END_TEST

/* The vault sleeps while they are sent: it finds them all at once. */
START_TEST(of_one_commit_only_what_was_sent_twice_is_undone)
{
	const struct msg first = strongroom_upload(asker[0]), second = strongroom_upload(asker[0]);
	const struct { unsigned n; const struct msg *file; enum gw_err e; } sent[] = {
		{ 1, NULL, GW_OK }, { 2, &first, GW_OK }, { 2, &second, GW_ECONFLICT }, { 3, NULL, GW_OK },
		{ 1, NULL, GW_ECONFLICT }, { 4, NULL, GW_OK },
	};
	enum { SENT = sizeof sent / sizeof sent[0] };
	int status;

	kill(vault, SIGSTOP);
	ck_assert_int_eq(waitpid(vault, &status, WUNTRACED), vault);
	for (uint32_t i = 0; i < SENT; i++) {
		struct msg m;

		strongroom_report(&m, sent[i].n, sent[i].file != NULL ? sent[i].file : &first);
		m.u.report_put.n_files = sent[i].file != NULL;
		m.request = i;
		ck_assert_int_eq(wire_send(asker[0], &m), GW_OK);
	}
	kill(vault, SIGCONT);
	strongroom_await(SENT);
	for (size_t i = 0; i < SENT; i++)
		ck_assert_int_eq(told[i], sent[i].e);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM report"), 4);
	check_kept_and_dropped(&first, asker[0], &second);
	strongroom_whole();
}
END_TEST

/* Its last words were a whole report: that stays, with its attachment; the upload it did not finish goes. */
START_TEST(of_a_channel_that_dies_what_was_sent_whole_is_kept)
{
	const struct msg whole = strongroom_upload(asker[0]), half = strongroom_upload(asker[0]);
	struct msg m;

	strongroom_report(&m, 1, &whole);
	ck_assert_int_eq(wire_send(asker[0], &m), GW_OK);
	wire_free(asker[0]);
	asker[0] = NULL;
	m = (struct msg){ .type = MSG_ROSTER_GET };
	while (strongroom_has(half.u.spool.name))
		ck_assert_int_eq(strongroom_ask(asker[2], &m), GW_EABSENT);
	ck_assert(strongroom_has(whole.u.spool.name));
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM file"), 1);
}
END_TEST

START_TEST(a_vault_that_starts_again_removes_what_no_report_has)
{
	const struct msg file = strongroom_upload(asker[0]), orphan = strongroom_upload(asker[0]),
	    copy = strongroom_upload(asker[0]);
	int status;
	struct msg m;

	strongroom_report(&m, 1, &file);
	memcpy(m.u.report_put.file[0].copy, copy.u.spool.name, SPOOL_NAME + 1);
	m.u.report_put.file[0].copy_bytes = 4096;
	ck_assert_int_eq(strongroom_ask(asker[0], &m), GW_OK);
	kill(vault, SIGKILL);
	ck_assert_int_eq(waitpid(vault, &status, 0), vault);
	ck_assert(strongroom_has(orphan.u.spool.name));
	strongroom_forget();
	strongroom_start();
	ck_assert(!strongroom_has(orphan.u.spool.name));
	ck_assert(strongroom_has(file.u.spool.name));
	ck_assert(strongroom_has(copy.u.spool.name));
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM report"), 1);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("vault");
	TCase *t = tcase_create("vault");

	tcase_add_checked_fixture(t, strongroom_begin, strongroom_end);
	tcase_set_timeout(t, 30);
	tcase_add_test(t, a_channel_is_answered_what_its_role_may_ask_and_nothing_else);
	tcase_add_loop_test(t, what_staff_ask_is_not_for_intake_and_needs_a_session, MSG_LIST_GET, MSG_ALERTS_GET);
	tcase_add_test(t, what_is_passed_on_comes_whole_through_the_queue_of_requests);
	tcase_add_test(t, another_policy_is_in_the_chain_from_when_it_decides);
	tcase_add_test(t, reports_of_many_channels_are_all_kept_and_each_is_told);
	tcase_add_test(t, notify_is_answered_four_questions_and_nothing_that_is_of_a_report);
	tcase_add_test(t, an_attachment_belongs_to_the_channel_that_opened_it_and_to_one_report);
	tcase_add_test(t, a_report_that_is_sent_twice_is_kept_once_with_its_first_files);
	tcase_add_test(t, of_one_commit_only_what_was_sent_twice_is_undone);
	tcase_add_test(t, of_a_channel_that_dies_what_was_sent_whole_is_kept);
	tcase_add_test(t, a_vault_that_starts_again_removes_what_no_report_has);
	suite_add_tcase(s, t);
	return s;
}
