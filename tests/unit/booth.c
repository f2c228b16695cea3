/* booth.c: the least that a process on the reporters' side is, and forms as bytes. */
#include "booth.h"

#include <check.h>
#include <stdio.h>
#include <string.h>
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
	(void)role;
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
	static const struct child_calls calls = { on_drain, on_channel };
	struct reception *r = &here.reception;
	const struct site site = { .routes = routes, .n = n, .arg = r };

	r->setup = setup;
	here.base = event_base_new();
	here.leaving = evtimer_new(here.base, on_leaving, NULL);
	ck_assert_int_eq(link_new(here.base, &r->link), GW_OK);
	ck_assert_int_eq(link_adopt(r->link, setup->vault), GW_OK);
	ck_assert_int_eq(teams_new(here.base, r->link, &setup->pin, &r->teams), GW_OK);
	ck_assert_int_eq(server_serve(here.base, setup, &site, &here.server), GW_OK);
	ck_assert_int_eq(child_new(here.base, setup, &calls, NULL, &here.child), GW_OK);
	teams_on_answer(r->teams, on_teams, NULL);
	teams_ask(r->teams);
	ck_assert_int_ge(event_base_dispatch(here.base), 0);
	server_free(here.server);
	child_free(here.child);
	teams_free(r->teams);
	link_free(r->link);
	event_free(here.leaving);
	event_base_free(here.base);
	return 0;
}

/* --- the visitor --- */

static void
add(struct buf *to, const void *bytes, size_t n)
{
	ck_assert_int_eq(buf_add(to, (struct span){ bytes, n }), GW_OK);
}

static void
add_part(struct buf *body, const struct part *p)
{
	static uint8_t fill[1024 * 1024];
	const size_t told = strlen(p->bytes);
	char head[256];

	if (p->file == NULL)
		snprintf(head, sizeof head, "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n", p->name);
	else
		snprintf(head, sizeof head, "--b\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n"
		    "Content-Type: application/octet-stream\r\n\r\n", p->name, p->file);
	add(body, head, strlen(head));
	add(body, p->bytes, told);
	if (p->n > told)
		add(body, memset(fill, 'x', p->n - told), p->n - told);
	add(body, "\r\n", 2);
}

int
booth_ask(struct gate *g, const char *path, const struct part *parts, size_t n, json_t **v)
{
	char head[256], why[JSON_FAULT];
	struct buf body, request;
	struct front_answer a;

	buf_init(&body, BOOTH_BODY);
	buf_init(&request, BOOTH_BODY);
	for (size_t i = 0; i < n; i++)
		add_part(&body, &parts[i]);
	add(&body, "--b--\r\n", 7);
	snprintf(head, sizeof head, "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
	    "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: %zu\r\n\r\n", path, body.n);
	add(&request, head, strlen(head));
	add(&request, body.p, body.n);
	front_ask(&g->front, buf_span(&request), &a);
	ck_assert_int_eq(json_read((struct span){ (const uint8_t *)a.body, a.body_n }, v, why), GW_OK);
	front_forget(&a);
	buf_free(&body);
	buf_free(&request);
	return a.status;
}
