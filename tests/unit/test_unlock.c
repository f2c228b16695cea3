/* test_unlock.c: passphrases are tried in children, few at once, and the loop goes on meanwhile. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "run.h"
#include "secret.h"
#include "unlock.h"

static const char RIGHT[] = "correct horse battery";

struct answers {
	struct event_base *base;
	unsigned n, wanted;
	enum gw_err e;
	uint8_t sk[KEY_BYTES];
};

struct scene {
	struct event_base *base;
	struct unlock_pool *pool;
	struct member_lock lock;
	uint8_t sk[KEY_BYTES];
};

static void
on_answer(void *arg, enum gw_err e, const uint8_t *sk)
{
	struct answers *a = arg;

	a->e = e;
	ck_assert_int_eq(sk != NULL, e == GW_OK);
	if (sk != NULL)
		memcpy(a->sk, sk, KEY_BYTES);
	if (++a->n == a->wanted)
		event_base_loopbreak(a->base);
}

static void
scene_make(struct scene *s)
{
	s->base = event_base_new();
	ck_assert_int_eq(unlock_pool_new(s->base, &s->pool), GW_OK);
	secret_random(s->sk, sizeof s->sk);
	ck_assert_int_eq(member_lock(span_of("amina"), span_of(RIGHT), s->sk, &s->lock), GW_OK);
}

static void
scene_end(struct scene *s)
{
	unlock_pool_free(s->pool);
	event_base_free(s->base);
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);	/* no child is left, running or dead */
	ck_assert_int_eq(errno, ECHILD);
}

static enum gw_err
ask(struct scene *s, const char *passphrase, struct answers *a, struct unlock **u)
{
	const struct unlock_try t = { span_of("amina"), span_of(passphrase), &s->lock };

	return unlock_ask(s->pool, &t, on_answer, a, u);
}

START_TEST(the_right_passphrase_gives_the_key)
{
	struct scene s;
	struct unlock *u;
	struct answers a = { .wanted = 1 };

	scene_make(&s);
	a.base = s.base;
	ck_assert_int_eq(ask(&s, RIGHT, &a, &u), GW_OK);
	ck_assert_uint_eq(a.n, 0);
	event_base_dispatch(s.base);
	ck_assert_int_eq(a.e, GW_OK);
	ck_assert_mem_eq(a.sk, s.sk, KEY_BYTES);
	scene_end(&s);
}
END_TEST

START_TEST(a_wrong_passphrase_gives_none)
{
	struct scene s;
	struct unlock *u;
	struct answers a = { .wanted = 1 };

	scene_make(&s);
	a.base = s.base;
	ck_assert_int_eq(ask(&s, "correct horse batterz", &a, &u), GW_OK);
	event_base_dispatch(s.base);
	ck_assert_uint_eq(a.n, 1);
	ck_assert_int_eq(a.e, GW_EDENIED);
	scene_end(&s);
}
END_TEST

START_TEST(a_full_line_turns_the_next_one_away_and_answers_all_others)
{
	struct scene s;
	struct unlock *u;
	struct answers a = { .wanted = UNLOCK_WAITING };

	scene_make(&s);
	a.base = s.base;
	for (int i = 0; i < UNLOCK_WAITING; i++)
		ck_assert_int_eq(ask(&s, RIGHT, &a, &u), GW_OK);
	ck_assert_int_eq(ask(&s, RIGHT, &a, &u), GW_EBUSY);
	ck_assert_ptr_null(u);
	event_base_dispatch(s.base);
	ck_assert_uint_eq(a.n, UNLOCK_WAITING);
	scene_end(&s);
}
END_TEST

static void
on_tick(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	++*(unsigned *)arg;
}

START_TEST(the_loop_turns_while_a_child_works)
{
	const struct timeval ms = { 0, 1000 };
	struct scene s;
	struct unlock *u;
	struct answers a = { .wanted = 1 };
	struct event *tick;
	unsigned ticks = 0;

	scene_make(&s);
	a.base = s.base;
	tick = event_new(s.base, -1, EV_PERSIST, on_tick, &ticks);
	ck_assert_int_eq(evtimer_add(tick, &ms), 0);
	ck_assert_int_eq(ask(&s, RIGHT, &a, &u), GW_OK);
	event_base_dispatch(s.base);
	ck_assert_int_eq(a.e, GW_OK);
	ck_assert_uint_gt(ticks, 2);
	event_free(tick);
	scene_end(&s);
}
END_TEST

START_TEST(who_is_gone_gets_no_answer)
{
	struct scene s;
	struct unlock *u[UNLOCK_AT_ONCE + 2];
	struct answers gone = { 0 }, a = { .wanted = 1 };

	scene_make(&s);
	a.base = s.base;
	for (int i = 0; i < UNLOCK_AT_ONCE + 1; i++)
		ck_assert_int_eq(ask(&s, RIGHT, &gone, &u[i]), GW_OK);
	ck_assert_int_eq(ask(&s, RIGHT, &a, &u[UNLOCK_AT_ONCE + 1]), GW_OK);
	event_base_loop(s.base, EVLOOP_NONBLOCK);		/* the first few are running now */
	for (int i = 0; i < UNLOCK_AT_ONCE + 1; i++)
		unlock_forget(u[i]);
	event_base_dispatch(s.base);
	ck_assert_uint_eq(gone.n, 0);
	ck_assert_int_eq(a.e, GW_OK);
	scene_end(&s);
}
END_TEST

struct locked { struct event_base *base; enum gw_err e; struct member_lock lock; unsigned n; };

static void
on_locked(void *arg, enum gw_err e, const struct member_lock *lock)
{
	struct locked *l = arg;

	l->e = e;
	ck_assert_int_eq(lock != NULL, e == GW_OK);
	if (lock != NULL)
		l->lock = *lock;
	l->n++;
	event_base_loopbreak(l->base);
}

START_TEST(a_new_passphrase_is_put_on_by_a_child_too)
{
	struct locked l = { .n = 0 };
	uint8_t sk[KEY_BYTES];
	struct unlock *u;
	struct scene s;

	scene_make(&s);
	l.base = s.base;
	ck_assert_int_eq(lock_ask(s.pool, span_of("amina"), span_of("another long one"), s.sk, on_locked, &l, &u),
	    GW_OK);
	event_base_dispatch(s.base);
	ck_assert_int_eq(l.e, GW_OK);
	ck_assert_int_eq(member_unlock(span_of("amina"), span_of("another long one"), &l.lock, sk), GW_OK);
	ck_assert_mem_eq(sk, s.sk, KEY_BYTES);
	ck_assert_int_eq(member_unlock(span_of("amina"), span_of(RIGHT), &l.lock, sk), GW_EDENIED);
	scene_end(&s);
}
END_TEST

START_TEST(a_new_passphrase_has_the_same_limits_as_ever)
{
	char text[LIMIT_PASSPHRASE + 2];
	struct locked l = { .n = 0 };
	struct unlock *u;
	struct scene s;

	scene_make(&s);
	memset(text, 'a', sizeof text);
	text[LIMIT_PASSPHRASE + 1] = '\0';
	ck_assert_int_eq(lock_ask(s.pool, span_of("amina"), span_of("too short"), s.sk, on_locked, &l, &u), GW_EINPUT);
	ck_assert_int_eq(lock_ask(s.pool, span_of(""), span_of(RIGHT), s.sk, on_locked, &l, &u), GW_EINPUT);
	ck_assert_int_eq(lock_ask(s.pool, span_of("amina"), span_of(text), s.sk, on_locked, &l, &u), GW_ELIMIT);
	ck_assert_ptr_null(u);
	ck_assert_uint_eq(l.n, 0);
	scene_end(&s);
}
END_TEST

START_TEST(who_is_gone_gets_no_lock)
{
	struct locked gone = { .n = 0 }, l = { .n = 0 };
	struct unlock *u, *other;
	struct scene s;

	scene_make(&s);
	gone.base = l.base = s.base;
	ck_assert_int_eq(lock_ask(s.pool, span_of("amina"), span_of(RIGHT), s.sk, on_locked, &gone, &u), GW_OK);
	event_base_loop(s.base, EVLOOP_NONBLOCK);		/* it is running now */
	unlock_forget(u);
	ck_assert_int_eq(lock_ask(s.pool, span_of("amina"), span_of(RIGHT), s.sk, on_locked, &l, &other), GW_OK);
	event_base_dispatch(s.base);
	ck_assert_uint_eq(gone.n, 0);
	ck_assert_uint_eq(l.n, 1);
	scene_end(&s);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("unlock");
	TCase *c = tcase_create("unlock");

	tcase_set_timeout(c, 60);
	tcase_add_test(c, the_right_passphrase_gives_the_key);
	tcase_add_test(c, a_wrong_passphrase_gives_none);
	tcase_add_test(c, a_full_line_turns_the_next_one_away_and_answers_all_others);
	tcase_add_test(c, the_loop_turns_while_a_child_works);
	tcase_add_test(c, who_is_gone_gets_no_answer);
	tcase_add_test(c, a_new_passphrase_is_put_on_by_a_child_too);
	tcase_add_test(c, a_new_passphrase_has_the_same_limits_as_ever);
	tcase_add_test(c, who_is_gone_gets_no_lock);
	suite_add_tcase(s, c);
	return s;
}
