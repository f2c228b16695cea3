/* server.c: listeners, the connections they bring, and how all of it ends. */
#include "site.h"

#include <stdlib.h>
#include <time.h>

#include "child.h"
#include "conn.h"
#include "listen.h"
#include "log.h"
#include "secret.h"

enum { SERVER_LISTENERS = 8, MINUTE = 60 };

struct server {
	struct conn_home home;
	struct tls *tls;		/* NULL when it is somebody else's */
	struct listener *listeners[SERVER_LISTENERS];
	size_t n;
	struct event *minute;		/* ticket keys of a past hour are forgotten even when nobody visits */
	struct event *ended;		/* runs drained from the loop, where the server may be freed */
	void (*drained)(void *arg);
	void *arg;
};

static void
on_accept(void *arg, int fd)
{
	struct server *s = arg;

	conn_open(&s->home, fd);
}

static void
on_minute(evutil_socket_t fd, short what, void *arg)
{
	struct server *s = arg;

	(void)fd;
	(void)what;
	tls_ticket_now(s->home.tls, time(NULL));
}

static void
on_ended(evutil_socket_t fd, short what, void *arg)
{
	struct server *s = arg;
	void (*drained)(void *) = s->drained;

	(void)fd;
	(void)what;
	s->drained = NULL;
	if (drained != NULL)
		drained(s->arg);
}

static void
end_if_empty(void *arg)
{
	struct server *s = arg;

	if (s->home.open == 0 && s->drained != NULL)
		event_active(s->ended, EV_TIMEOUT, 0);
}

static void
stop_listening(struct server *s)
{
	while (s->n > 0)
		listener_free(s->listeners[--s->n]);
}

static enum gw_err
start(struct server *s, const int *fd, size_t n)
{
	const struct timeval minute = { MINUTE, 0 };
	enum gw_err e;

	s->minute = event_new(s->home.base, -1, EV_PERSIST, on_minute, s);
	s->ended = event_new(s->home.base, -1, 0, on_ended, s);
	if (s->minute == NULL || s->ended == NULL || event_add(s->minute, &minute) != 0)
		return GW_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		if (fd[i] == -1)
			continue;
		if (s->n == SERVER_LISTENERS)
			return GW_ELIMIT;
		if ((e = listener_new(s->home.base, fd[i], on_accept, s, &s->listeners[s->n])) != GW_OK)
			return e;
		s->n++;
	}
	on_minute(-1, 0, s);
	return GW_OK;
}

enum gw_err
server_new(struct event_base *base, struct tls *tls, const struct site *site, const int *fd, size_t n,
    struct server **s)
{
	struct server *made = calloc(1, sizeof *made);
	enum gw_err e;

	*s = NULL;
	if (made == NULL)
		return GW_ENOMEM;
	made->home = (struct conn_home){ .base = base, .tls = tls, .site = site, .gone = end_if_empty, .arg = made };
	TAILQ_INIT(&made->home.conns);
	if ((e = start(made, fd, n)) != GW_OK)
		server_free(made);
	else
		*s = made;
	return e;
}

/* Reporters may come back by a ticket; staff show their device each time. */
static enum gw_err
tls_visits(struct tls *tls, const struct child_setup *setup, bool staff)
{
	const struct child_secrets *secrets = &setup->secrets;
	char fault[TLS_FAULT] = "";
	enum gw_err e;

	if (staff) {
		e = tls_devices(tls, setup->staff_ca, fault);
		if (e != GW_OK)
			log_boot("staff authority: %s", fault);
		return e;
	}
	e = tls_tickets(tls, secrets->ticket_seed, secrets->ticket_epoch);
	/* The copy in use moves on; one that stays behind would tell every later key. */
	secret_wipe(secrets->ticket_seed, KEY_BYTES);
	return e;
}

static enum gw_err
tls_of(const struct child_setup *setup, bool staff, struct tls **tls)
{
	const struct child_secrets *secrets = &setup->secrets;
	const struct span pem = { (const uint8_t *)secrets->tls_pem, secrets->tls_pem_n };
	char fault[TLS_FAULT] = "";
	enum gw_err e = tls_new(pem, time(NULL), tls, fault);

	if (e != GW_OK) {
		log_boot("certificate: %s", fault);
		return e;
	}
	return tls_visits(*tls, setup, staff);
}

enum gw_err
server_serve(struct event_base *base, const struct child_setup *setup, const struct site *site, struct server **s)
{
	struct tls *tls = NULL;
	enum gw_err e = tls_of(setup, site->staff, &tls);

	*s = NULL;
	if (e == GW_OK)
		e = server_new(base, tls, site, setup->listener, CHILD_LISTENERS, s);
	if (e == GW_OK)
		(*s)->tls = tls;
	else
		tls_free(tls);
	return e;
}

void
server_drain(struct server *s, void (*done)(void *arg), void *arg)
{
	s->drained = done;
	s->arg = arg;
	stop_listening(s);
	conn_drain(&s->home);
	end_if_empty(s);
}

size_t
server_connections(const struct server *s)
{
	return s->home.open;
}

void
server_free(struct server *s)
{
	if (s == NULL)
		return;
	s->drained = NULL;
	stop_listening(s);
	conn_free_all(&s->home);
	if (s->minute != NULL)
		event_free(s->minute);
	if (s->ended != NULL)
		event_free(s->ended);
	tls_free(s->tls);
	free(s);
}
