/* test_vault.c: the whole process over real channels: who may ask what, and what stays when an asker dies. */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "answers.h"
#include "cases.h"
#include "run.h"
#include "vault.h"
#include "wire.h"

enum { ASKERS = 4, NUMBERED = 8 };

static struct event_base *base;
static struct wire *control, *asker[ASKERS];
static pid_t vault;
static struct msg answer;
static int answers, wanted;
static enum gw_err told[NUMBERED];	/* the results of requests that were numbered from 0 */

static void
on_message(void *arg, struct msg *m)
{
	(void)arg;
	answer = *m;
	if (m->request < NUMBERED)
		told[m->request] = m->type == MSG_RESULT ? (enum gw_err)m->u.result.err : GW_OK;
	m->fd = -1;
	if (++answers >= wanted)
		event_base_loopbreak(base);
}

static void
on_lost(void *arg)
{
	(void)arg;
	event_base_loopbreak(base);
}

static void
await(int n)
{
	answers = 0;
	wanted = n;
	ck_assert_int_ge(event_base_dispatch(base), 0);
	ck_assert_int_eq(answers, n);
}

static struct wire *
channel(enum channel_role role)
{
	struct msg m = { .type = MSG_CHANNEL };
	struct wire *w;
	int fd[2];

	ck_assert_int_eq(wire_pair(fd), GW_OK);
	m.fd = fd[1];
	m.u.channel.role = (uint8_t)role;
	ck_assert_int_eq(wire_send(control, &m), GW_OK);
	close(fd[1]);
	ck_assert_int_eq(wire_new(base, fd[0], on_message, on_lost, NULL, &w), GW_OK);
	return w;
}

static void
start(void)
{
	struct child_setup setup = { .kind = CHILD_VAULT, .vault = -1 };
	int fd[2];

	ck_assert_int_eq(wire_pair(fd), GW_OK);
	vault = fork();
	ck_assert_int_ge(vault, 0);
	if (vault == 0) {
		close(fd[0]);
		setup.control = fd[1];
		_exit(vault_run(&setup));
	}
	close(fd[1]);
	base = event_base_new();
	ck_assert_int_eq(wire_new(base, fd[0], on_message, on_lost, NULL, &control), GW_OK);
	await(1);
	ck_assert_int_eq(answer.type, MSG_READY);
	for (int i = 0; i < ASKERS; i++)
		asker[i] = channel(i % 2 == 0 ? CHANNEL_INTAKE : CHANNEL_DESK);
}

static void
stop(void)
{
	const struct msg drain = { .type = MSG_DRAIN, .fd = -1 };
	int status;

	ck_assert_int_eq(wire_send(control, &drain), GW_OK);
	ck_assert_int_eq(waitpid(vault, &status, 0), vault);
	ck_assert_int_eq(status, 0);
	for (int i = 0; i < ASKERS; i++)
		wire_free(asker[i]);
	wire_free(control);
	event_base_free(base);
}

static void
begin(void)
{
	cases_begin();
	start();
}

static void
end(void)
{
	stop();
	cases_end();
}

static enum gw_err
ask(struct wire *w, struct msg *m)
{
	m->request = 77;
	m->fd = -1;
	ck_assert_int_eq(wire_send(w, m), GW_OK);
	await(1);
	ck_assert_uint_eq(answer.request, 77);
	return answer.type == MSG_RESULT ? (enum gw_err)answer.u.result.err : GW_OK;
}

START_TEST(a_channel_is_answered_what_its_role_may_ask_and_nothing_else)
{
	static const enum msg_type intakes[] = { MSG_THREAD_BY_TAG };
	static const enum msg_type desks[] = { MSG_MEMBER_GET, MSG_SESSION_GET, MSG_SIGN_OUT, MSG_QUEUE_GET,
		MSG_CASE_GET, MSG_FILE_GET, MSG_SIGN_IN_FAILED };
	struct msg m;

	for (size_t i = 0; i < sizeof intakes / sizeof intakes[0]; i++) {
		m = (struct msg){ .type = intakes[i] };
		ck_assert_int_eq(ask(asker[1], &m), GW_EDENIED);
		ck_assert_int_ne(ask(asker[0], &m), GW_EDENIED);
	}
	for (size_t i = 0; i < sizeof desks / sizeof desks[0]; i++) {
		m = (struct msg){ .type = desks[i] };
		ck_assert_int_eq(ask(asker[0], &m), GW_EDENIED);
		ck_assert_int_ne(ask(asker[1], &m), GW_EDENIED);
	}
	m = (struct msg){ .type = MSG_RESULT };
	ck_assert_int_eq(ask(asker[0], &m), GW_EDENIED);
}
END_TEST

static void
check_audit(void)
{
	struct store *s = cases_open(STORE_READ);
	struct audit_verdict v;

	ck_assert_int_eq(store_audit_verify(s, &v), GW_OK);
	store_close(s);
}

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
	ck_assert_int_eq(ask(asker[0], &m), GW_EDENIED);
	/* A list of teams that nobody signed is refused before anybody is asked for. */
	ck_assert_int_eq(ask(asker[1], &m), m.type == MSG_TEAM_PUT || m.type == MSG_ROTATION_PUT
	    ? GW_EINPUT : GW_EABSENT);
}
END_TEST

/* Everything that a message points to waits for its turn as a copy. */
START_TEST(what_is_passed_on_comes_whole_through_the_queue_of_requests)
{
	struct msg m = { .type = MSG_SIGN_IN, .u.sign_in = { .session = { 1 }, .sealed = { 1 }, .step = 1 } };

	strcpy(m.u.sign_in.name, CASES_ASHA);
	ck_assert_int_eq(ask(asker[1], &m), GW_OK);
	m = (struct msg){ .type = MSG_REPORT_PUT };
	cases_report(&m.u.report_put, 1, CASES_TEAMS("school:a"));
	ck_assert_int_eq(ask(asker[0], &m), GW_OK);
	m = (struct msg){ .type = MSG_PASS_PUT, .u.pass_put = { .session = { 1 } } };
	cases_act(&m.u.pass_put.from, 1, 1, 2, ACT_PASS);
	cases_report(&m.u.pass_put.put, 2, CASES_TEAMS("community", "school:a"));
	m.u.pass_put.note = cases_note(2);
	ck_assert_int_eq(ask(asker[1], &m), GW_OK);
	/* Body, decision, note and head of the second; the first's new note, and its head. */
	ck_assert_int_eq(cases_sql("SELECT count(DISTINCT bytes) FROM sealed WHERE substr(bytes, 1, 4) = "
	    "x'02000000'"), 4);
	ck_assert_int_eq(cases_sql("SELECT count(DISTINCT bytes) FROM sealed WHERE substr(bytes, 1, 4) = "
	    "x'03000000'"), 2);
	check_audit();
}
END_TEST

START_TEST(another_policy_is_in_the_chain_from_when_it_decides)
{
	struct msg other = { .type = MSG_POLICY, .fd = -1, .u.policy = { "2-77aa0011" } }, m;

	ck_assert_int_eq(wire_send(control, &other), GW_OK);
	ck_assert_int_eq(wire_send(control, &other), GW_OK);
	do {
		m = (struct msg){ .type = MSG_ROSTER_GET };
		ck_assert_int_eq(ask(asker[0], &m), GW_EABSENT);
	} while (cases_sql("SELECT count(*) FROM audit WHERE what = 'policy in force'") == 0);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE why = 'nothing to 2-77aa0011'"), 1);
	check_audit();
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
	await(EACH * ASKERS / 2);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM report"), EACH * ASKERS / 2);
}
END_TEST

static struct msg
upload(struct wire *w)
{
	struct msg m = { .type = MSG_SPOOL_OPEN };

	ck_assert_int_eq(ask(w, &m), GW_OK);
	ck_assert_int_eq(answer.type, MSG_SPOOL);
	ck_assert_int_ge(answer.fd, 0);
	ck_assert_int_eq(ftruncate(answer.fd, 4096), 0);
	close(answer.fd);
	return answer;
}

static bool
is_there(const char *name)
{
	char path[64];

	snprintf(path, sizeof path, "spool/%.2s/%s", name, name);
	return access(path, F_OK) == 0;
}

static void
report_with(struct msg *m, unsigned n, const struct msg *file)
{
	*m = (struct msg){ .type = MSG_REPORT_PUT, .fd = -1 };
	cases_report(&m->u.report_put, n, CASES_TEAMS("school:a"));
	m->u.report_put.n_files = 1;
	memcpy(m->u.report_put.file[0].name, file->u.spool.name, SPOOL_NAME + 1);
	m->u.report_put.file[0].sealed_bytes = 4096;
}

START_TEST(an_attachment_belongs_to_the_channel_that_opened_it_and_to_one_report)
{
	const struct msg file = upload(asker[0]);
	struct msg m;

	report_with(&m, 1, &file);
	ck_assert_int_eq(ask(asker[2], &m), GW_EBUSY);
	m.u.report_put.file[0].sealed_bytes = 8192;
	ck_assert_int_eq(ask(asker[0], &m), GW_EINPUT);
	m.u.report_put.file[0].sealed_bytes = 4096;
	ck_assert_int_eq(ask(asker[0], &m), GW_OK);
	report_with(&m, 2, &file);
	ck_assert_int_eq(ask(asker[0], &m), GW_EBUSY);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM file"), 1);
	ck_assert(is_there(file.u.spool.name));
}
END_TEST

static enum gw_err
drop(struct wire *w, const struct msg *file)
{
	struct msg m = { .type = MSG_SPOOL_DROP };

	memcpy(m.u.spool.name, file->u.spool.name, SPOOL_NAME + 1);
	return ask(w, &m);
}

static void
check_kept_and_dropped(const struct msg *kept, struct wire *w, const struct msg *dropped)
{
	char sql[128];

	snprintf(sql, sizeof sql, "SELECT count(*) FROM file WHERE name = '%s'", kept->u.spool.name);
	ck_assert_int_eq(cases_sql(sql), 1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM file"), 1);
	ck_assert_int_eq(drop(asker[0], kept), GW_EABSENT);	/* the report's now */
	ck_assert(is_there(kept->u.spool.name));
	ck_assert_int_eq(drop(w, dropped), GW_OK);
	ck_assert(!is_there(dropped->u.spool.name));
}

START_TEST(a_report_that_is_sent_twice_is_kept_once_with_its_first_files)
{
	const struct msg first = upload(asker[0]), second = upload(asker[2]);
	struct msg m;

	report_with(&m, 1, &first);
	ck_assert_int_eq(ask(asker[0], &m), GW_OK);
	report_with(&m, 1, &second);
	ck_assert_int_eq(ask(asker[2], &m), GW_ECONFLICT);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM report"), 1);
	check_kept_and_dropped(&first, asker[2], &second);
	check_audit();
}
END_TEST

/* The vault sleeps while they are sent: it finds them all at once. */
START_TEST(of_one_commit_only_what_was_sent_twice_is_undone)
{
	const struct msg first = upload(asker[0]), second = upload(asker[0]);
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

		report_with(&m, sent[i].n, sent[i].file != NULL ? sent[i].file : &first);
		m.u.report_put.n_files = sent[i].file != NULL;
		m.request = i;
		ck_assert_int_eq(wire_send(asker[0], &m), GW_OK);
	}
	kill(vault, SIGCONT);
	await(SENT);
	for (size_t i = 0; i < SENT; i++)
		ck_assert_int_eq(told[i], sent[i].e);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM report"), 4);
	check_kept_and_dropped(&first, asker[0], &second);
	check_audit();
}
END_TEST

/* Its last words were a whole report: that stays, with its attachment; the upload it did not finish goes. */
START_TEST(of_a_channel_that_dies_what_was_sent_whole_is_kept)
{
	const struct msg whole = upload(asker[0]), half = upload(asker[0]);
	struct msg m;

	report_with(&m, 1, &whole);
	ck_assert_int_eq(wire_send(asker[0], &m), GW_OK);
	wire_free(asker[0]);
	asker[0] = NULL;
	m = (struct msg){ .type = MSG_ROSTER_GET };
	while (is_there(half.u.spool.name))
		ck_assert_int_eq(ask(asker[2], &m), GW_EABSENT);
	ck_assert(is_there(whole.u.spool.name));
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM file"), 1);
}
END_TEST

START_TEST(a_vault_that_starts_again_removes_what_no_report_has)
{
	const struct msg file = upload(asker[0]), orphan = upload(asker[0]);
	int status;
	struct msg m;

	report_with(&m, 1, &file);
	ck_assert_int_eq(ask(asker[0], &m), GW_OK);
	kill(vault, SIGKILL);
	ck_assert_int_eq(waitpid(vault, &status, 0), vault);
	ck_assert(is_there(orphan.u.spool.name));
	for (int i = 0; i < ASKERS; i++)
		wire_free(asker[i]);
	wire_free(control);
	event_base_free(base);
	start();
	ck_assert(!is_there(orphan.u.spool.name));
	ck_assert(is_there(file.u.spool.name));
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM report"), 1);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("vault");
	TCase *t = tcase_create("vault");

	tcase_add_checked_fixture(t, begin, end);
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
