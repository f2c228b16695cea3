/* test_link.c: questions find their answers, or hear at once that there will be none. The vault is played here. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "link.h"
#include "run.h"
#include "wire.h"

enum { ASKERS = 300 };

static struct event_base *base;
static struct link *l;
static struct wire *vault;
static struct { unsigned answers; enum gw_err e; enum msg_type type; uint64_t said; } asker[ASKERS];
static uint32_t asked[ASKERS];		/* the numbers as the vault saw them */
static unsigned n_asked;
static char dropped[SPOOL_NAME + 1];	/* the last spool file that was given back */
static bool in_ask;
static int kept = -1;

static void
on_answer(void *arg, enum gw_err e, struct msg *m)
{
	const size_t i = (size_t)((char *)arg - (char *)asker) / sizeof asker[0];

	ck_assert(!in_ask);
	asker[i].answers++;
	asker[i].e = e;
	if (m == NULL)
		return;
	asker[i].type = m->type;
	if (m->type == MSG_FILE) {
		asker[i].said = m->u.file.sealed_bytes;
		kept = m->fd;
		m->fd = -1;
	} else if (m->type == MSG_QUEUE) {
		asker[i].said = m->u.queue.open;
	}
}

static void
vault_heard(void *arg, struct msg *m)
{
	(void)arg;
	asked[n_asked++ % ASKERS] = m->request;
	if (m->type == MSG_SPOOL_DROP)
		memcpy(dropped, m->u.spool.name, sizeof dropped);
}

static void
vault_lost(void *arg)
{
	(void)arg;
	wire_free(vault);
	vault = NULL;
}

static void
new_vault(void)
{
	int fd[2];

	ck_assert_int_eq(wire_pair(fd), GW_OK);
	ck_assert_int_eq(wire_new(base, fd[1], vault_heard, vault_lost, NULL, &vault), GW_OK);
	ck_assert_int_eq(link_adopt(l, fd[0]), GW_OK);
	n_asked = 0;
}

static void
set_up(void)
{
	base = event_base_new();
	ck_assert_int_eq(link_new(base, &l), GW_OK);
	memset(asker, 0, sizeof asker);
}

static void
tear_down(void)
{
	link_free(l);
	wire_free(vault);
	if (kept >= 0)
		close(kept);
	event_base_free(base);
}

static void
settle(void)
{
	for (int i = 0; i < 100; i++)
		ck_assert_int_ge(event_base_loop(base, EVLOOP_NONBLOCK), 0);
}

static enum gw_err
ask(size_t i, enum msg_type want, uint32_t *ticket)
{
	struct msg m = { .type = MSG_ROSTER_GET, .fd = -1 };
	enum gw_err e;

	in_ask = true;
	e = link_ask(l, &m, want, on_answer, &asker[i], ticket);
	in_ask = false;
	return e;
}

static void
say(const struct msg *m)
{
	ck_assert_int_eq(wire_send(vault, m), GW_OK);
}

START_TEST(without_a_vault_a_question_is_refused_and_never_answered)
{
	uint32_t ticket = 1;

	ck_assert_int_eq(ask(0, MSG_QUEUE, &ticket), GW_EBUSY);
	ck_assert_uint_eq(ticket, 0);
	settle();
	ck_assert_uint_eq(asker[0].answers, 0);
	ck_assert_uint_eq(link_open(l), 0);
}
END_TEST

START_TEST(answers_in_any_order_find_their_askers_once)
{
	struct msg m = { .type = MSG_QUEUE, .fd = -1 };
	uint32_t ticket;

	new_vault();
	for (size_t i = 0; i < ASKERS; i++)
		ck_assert_int_eq(ask(i, MSG_QUEUE, &ticket), GW_OK);
	ck_assert_uint_eq(link_open(l), ASKERS);
	settle();
	ck_assert_uint_eq(n_asked, ASKERS);
	for (size_t k = 0; k < ASKERS; k++) {
		const size_t i = k * 7 % ASKERS;	/* 7 and ASKERS share no factor */

		m.request = asked[i];
		m.u.queue.open = i;
		say(&m);
		say(&m);				/* a second time it finds nobody */
	}
	settle();
	for (size_t i = 0; i < ASKERS; i++) {
		ck_assert_uint_eq(asker[i].answers, 1);
		ck_assert_int_eq(asker[i].e, GW_OK);
		ck_assert_uint_eq(asker[i].said, i);
	}
	ck_assert_uint_eq(link_open(l), 0);
}
END_TEST

/* What the vault answers to a question for want, and what the asker hears. */
static const struct { enum msg_type want, answer; enum gw_err result, heard; bool with_message; } cases[] = {
	{ MSG_RESULT, MSG_RESULT, GW_OK, GW_OK, false },
	{ MSG_RESULT, MSG_RESULT, GW_EFULL, GW_EFULL, false },
	{ MSG_QUEUE, MSG_RESULT, GW_EDENIED, GW_EDENIED, false },
	{ MSG_QUEUE, MSG_RESULT, GW_OK, GW_EIO, false },	/* yes, where a queue was asked for */
	{ MSG_QUEUE, MSG_QUEUE, GW_OK, GW_OK, true },
	{ MSG_QUEUE, MSG_MEMBER, GW_OK, GW_EIO, false },	/* something else */
};

START_TEST(an_asker_hears_what_was_asked_for_or_an_error)
{
	struct msg m = { .type = cases[_i].answer, .fd = -1 };
	uint32_t ticket;

	new_vault();
	ck_assert_int_eq(ask(0, cases[_i].want, &ticket), GW_OK);
	ck_assert_uint_ne(ticket, 0);
	settle();
	m.request = asked[0];
	if (m.type == MSG_RESULT)
		m.u.result.err = (uint8_t)cases[_i].result;
	say(&m);
	settle();
	ck_assert_uint_eq(asker[0].answers, 1);
	ck_assert_int_eq(asker[0].e, cases[_i].heard);
	ck_assert_int_eq(asker[0].type == cases[_i].want, cases[_i].with_message);
}
END_TEST

START_TEST(a_lost_channel_answers_every_question_and_a_new_one_works)
{
	uint32_t ticket;

	new_vault();
	for (size_t i = 0; i < ASKERS; i++)
		ck_assert_int_eq(ask(i, MSG_QUEUE, &ticket), GW_OK);
	wire_free(vault);
	settle();
	for (size_t i = 0; i < ASKERS; i++) {
		ck_assert_uint_eq(asker[i].answers, 1);
		ck_assert_int_eq(asker[i].e, GW_EBUSY);
	}
	ck_assert_int_eq(ask(0, MSG_RESULT, &ticket), GW_EBUSY);
	new_vault();
	ck_assert_int_eq(ask(0, MSG_RESULT, &ticket), GW_OK);
	settle();
	say(&(struct msg){ .type = MSG_RESULT, .request = asked[0], .fd = -1 });
	settle();
	ck_assert_uint_eq(asker[0].answers, 2);
	ck_assert_int_eq(asker[0].e, GW_OK);
}
END_TEST

START_TEST(a_new_channel_in_place_of_a_living_one_answers_the_old_questions)
{
	struct wire *old;
	uint32_t ticket;

	new_vault();
	old = vault;
	ck_assert_int_eq(ask(0, MSG_QUEUE, &ticket), GW_OK);
	new_vault();
	ck_assert_uint_eq(asker[0].answers, 1);
	ck_assert_int_eq(asker[0].e, GW_EBUSY);
	wire_free(old);
}
END_TEST

static bool
is_open(int fd)
{
	return fcntl(fd, F_GETFD) != -1;
}

START_TEST(a_descriptor_is_taken_or_closed_with_a_forgotten_question)	/* _i: forgotten */
{
	struct msg m = { .type = MSG_FILE, .u.file = { 4096 } };
	int end[2], before[64], after[64];
	uint32_t ticket;

	new_vault();
	ck_assert_int_eq(ask(0, MSG_FILE, &ticket), GW_OK);
	settle();
	ck_assert_int_eq(wire_pair(end), GW_OK);
	if (_i == 1)
		link_forget(l, ticket);
	link_forget(l, 0);
	ck_assert_uint_eq(link_open(l), _i == 1 ? 0 : 1);
	for (int i = 0; i < 64; i++)
		before[i] = is_open(i);
	m.request = asked[0];
	m.fd = end[0];
	say(&m);
	settle();
	for (int i = 0; i < 64; i++)
		after[i] = is_open(i);
	ck_assert_uint_eq(asker[0].answers, _i == 1 ? 0 : 1);
	if (_i == 1) {
		ck_assert_mem_eq(before, after, sizeof before);
	} else {
		ck_assert_int_ge(kept, 0);
		ck_assert_uint_eq(asker[0].said, 4096);
	}
	close(end[0]);
	close(end[1]);
}
END_TEST

START_TEST(a_late_answer_to_a_forgotten_question_never_reaches_the_next_asker)
{
	struct msg m = { .type = MSG_QUEUE, .fd = -1, .u.queue.open = 1 };
	uint32_t ticket;

	new_vault();
	ck_assert_int_eq(ask(0, MSG_QUEUE, &ticket), GW_OK);
	link_forget(l, ticket);
	ck_assert_int_eq(ask(1, MSG_QUEUE, &ticket), GW_OK);
	settle();
	m.request = asked[0];
	say(&m);
	settle();
	ck_assert_uint_eq(asker[0].answers + asker[1].answers, 0);
	m.request = asked[1];
	say(&m);
	settle();
	ck_assert_uint_eq(asker[1].answers, 1);
}
END_TEST

START_TEST(a_spool_file_that_nobody_waits_for_any_more_is_given_back)
{
	struct msg m = { .type = MSG_SPOOL, .u.spool = { "0123456789abcdef0123456789abcdef" } };
	uint32_t ticket;

	new_vault();
	ck_assert_int_eq(ask(0, MSG_SPOOL, &ticket), GW_OK);
	settle();
	link_forget(l, ticket);
	m.request = asked[0];
	m.fd = STDIN_FILENO;
	say(&m);
	settle();
	ck_assert_str_eq(dropped, m.u.spool.name);
	ck_assert_uint_eq(asker[0].answers, 0);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("link");
	TCase *t = tcase_create("link");

	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_add_test(t, without_a_vault_a_question_is_refused_and_never_answered);
	tcase_add_test(t, answers_in_any_order_find_their_askers_once);
	tcase_add_loop_test(t, an_asker_hears_what_was_asked_for_or_an_error, 0,
	    (int)(sizeof cases / sizeof cases[0]));
	tcase_add_test(t, a_lost_channel_answers_every_question_and_a_new_one_works);
	tcase_add_test(t, a_new_channel_in_place_of_a_living_one_answers_the_old_questions);
	tcase_add_loop_test(t, a_descriptor_is_taken_or_closed_with_a_forgotten_question, 0, 2);
	tcase_add_test(t, a_late_answer_to_a_forgotten_question_never_reaches_the_next_asker);
	tcase_add_test(t, a_spool_file_that_nobody_waits_for_any_more_is_given_back);
	suite_add_tcase(s, t);
	return s;
}
