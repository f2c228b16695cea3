/* booth.c: the least that a process on the reporters' side is, and its visitor. */
#include "booth.h"

#include <check.h>
#include <unistd.h>

/* --- the process --- */

static struct booth {
	struct reception reception;
	struct event_base *base;
	struct server *server;
	struct child *child;
	struct event *leaving;
} here;

/* What was dropped is still on its way to the vault. */
static void
on_leaving(evutil_socket_t fd, short what, void *arg)
{
	const struct timeval soon = { 0, 1000 };

	(void)fd;
	(void)what;
	(void)arg;
	if (link_open(here.reception.link) == 0)
		(void)event_base_loopexit(here.base, NULL);
	else
		ck_assert_int_eq(evtimer_add(here.leaving, &soon), 0);
}

static void
on_drained(void *arg)
{
	on_leaving(-1, 0, arg);
}

static void
on_drain(void *arg)
{
	server_drain(here.server, on_drained, arg);
}

static void
on_channel(void *arg, int fd, uint8_t role)
{
	(void)arg;
	if (role == CHANNEL_CLEANER)
		ck_assert_int_eq(link_adopt(here.reception.copies.cleaner, fd), GW_OK);
	else
		close(fd);
}

static void
on_teams(void *arg)
{
	(void)arg;
	ck_assert_int_eq(child_ready(here.child), GW_OK);
}

int
booth_run(const struct child_setup *setup, const struct route *routes, size_t n)
{
	static const struct child_calls calls = { on_drain, on_channel, NULL };
	struct reception *r = &here.reception;
	const struct site site = { .routes = routes, .n = n, .arg = r };

	r->setup = setup;
	here.base = event_base_new();
	here.leaving = evtimer_new(here.base, on_leaving, NULL);
	ck_assert_int_eq(link_new(here.base, &r->link), GW_OK);
	ck_assert_int_eq(link_adopt(r->link, setup->vault), GW_OK);
	r->copies = (struct copy_room){ .base = here.base, .vault = r->link };
	ck_assert_int_eq(link_new(here.base, &r->copies.cleaner), GW_OK);
	ck_assert_int_eq(teams_new(here.base, r->link, &setup->pin, &r->teams), GW_OK);
	ck_assert_int_eq(server_serve(here.base, setup, &site, &here.server), GW_OK);
	ck_assert_int_eq(child_new(here.base, setup, &calls, NULL, &here.child), GW_OK);
	teams_on_answer(r->teams, on_teams, NULL);
	teams_ask(r->teams);
	ck_assert_int_ge(event_base_dispatch(here.base), 0);
	server_free(here.server);
	child_free(here.child);
	teams_free(r->teams);
	link_free(r->copies.cleaner);
	link_free(r->link);
	event_free(here.leaving);
	event_base_free(here.base);
	return 0;
}

/* --- the visitor --- */

int
booth_ask(struct gate *g, const char *path, const struct part *parts, size_t n, json_t **v)
{
	struct front_answer a;
	char why[JSON_FAULT];
	struct buf request;

	parts_post(&request, path, parts, n);
	front_ask(&g->front, buf_span(&request), &a);
	ck_assert_int_eq(json_read((struct span){ (const uint8_t *)a.body, a.body_n }, v, why), GW_OK);
	front_forget(&a);
	buf_free(&request);
	return a.status;
}
