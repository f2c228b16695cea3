/* intake.c: the process on the reporters' port, put together and taken apart. */
#include "intake.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "log.h"
#include "reception.h"
#include "routes.h"
#include "secret.h"
#include "tls.h"

enum { LEAVE_TRIES = 100 };	/* of 20 ms: how long open questions may hold the process back at its end */

struct intake {
	struct reception reception;
	struct event_base *base;
	struct event *hourly, *leaving;
	unsigned tries;
	struct tls *tls;
	struct site site;
	struct server *server;
	struct child *child;
};

static void
on_hour(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	(void)arg;
	log_counters();
}

/* A spool file may still be on its way to an upload that ended; its answer is waited for, so that it can be dropped. */
static void
on_leaving(evutil_socket_t fd, short what, void *arg)
{
	const struct timeval pause = { 0, 20000 };
	struct intake *in = arg;

	(void)fd;
	(void)what;
	if (link_open(in->reception.link) == 0 || ++in->tries > LEAVE_TRIES || evtimer_add(in->leaving, &pause) != 0)
		(void)event_base_loopexit(in->base, NULL);
}

static void
on_drained(void *arg)
{
	on_leaving(-1, 0, arg);
}

static void
on_drain(void *arg)
{
	struct intake *in = arg;

	server_drain(in->server, on_drained, in);
}

static void
on_channel(void *arg, int fd, uint8_t role)
{
	struct intake *in = arg;
	enum gw_err e = role == CHANNEL_INTAKE ? link_adopt(in->reception.link, fd) : GW_EINPUT;

	if (e != GW_OK) {
		log_fault(LOG_VAULT, e);
		if (role != CHANNEL_INTAKE)
			close(fd);
		return;
	}
	teams_ask(in->reception.teams);
}

static enum gw_err
start_tls(struct intake *in, const struct child_setup *setup)
{
	const struct span pem = { (const uint8_t *)setup->secrets.tls_pem, setup->secrets.tls_pem_n };
	char fault[TLS_FAULT];
	enum gw_err e = tls_new(pem, time(NULL), &in->tls, fault);

	if (e != GW_OK) {
		log_boot("certificate: %s", fault);
		return e;
	}
	return tls_tickets(in->tls, setup->secrets.ticket_seed, setup->secrets.ticket_epoch);
}

static enum gw_err
start_clockwork(struct intake *in)
{
	const struct timeval hour = { 3600, 0 };

	in->hourly = event_new(in->base, -1, EV_PERSIST, on_hour, NULL);
	in->leaving = evtimer_new(in->base, on_leaving, in);
	if (in->hourly == NULL || in->leaving == NULL || evtimer_add(in->hourly, &hour) != 0)
		return GW_ENOMEM;
	return GW_OK;
}

static enum gw_err
start(struct intake *in, const struct child_setup *setup)
{
	static const struct child_calls calls = { on_drain, on_channel };
	struct reception *r = &in->reception;
	enum gw_err e;

	r->setup = setup;
	if ((in->base = event_base_new()) == NULL)
		return GW_ENOMEM;
	if ((e = start_tls(in, setup)) != GW_OK || (e = start_clockwork(in)) != GW_OK)
		return e;
	if ((e = link_new(in->base, &r->link)) != GW_OK || (e = link_adopt(r->link, setup->vault)) != GW_OK)
		return e;
	if ((e = teams_new(in->base, r->link, &setup->pin, &r->teams)) != GW_OK)
		return e;
	teams_ask(r->teams);
	routes_site(r, &in->site);
	if ((e = server_new(in->base, in->tls, &in->site, setup->listener, CHILD_LISTENERS, &in->server)) != GW_OK)
		return e;
	if ((e = child_new(in->base, setup, &calls, in, &in->child)) != GW_OK)
		return e;
	return child_ready(in->child);
}

/* Connections first: each exchange that ends gives back what it asked for. */
static void
stop(struct intake *in)
{
	server_free(in->server);
	child_free(in->child);
	teams_free(in->reception.teams);
	link_free(in->reception.link);
	tls_free(in->tls);
	if (in->hourly != NULL)
		event_free(in->hourly);
	if (in->leaving != NULL)
		event_free(in->leaving);
	if (in->base != NULL)
		event_base_free(in->base);
}

int
intake_run(const struct child_setup *setup)
{
	struct intake in = { .base = NULL };
	enum gw_err e;

	log_name("intake");
	e = start(&in, setup);
	if (e != GW_OK)
		log_boot("could not start: %s", gw_err_text(e));
	else if (event_base_dispatch(in.base) != 0)
		e = GW_EIO;
	stop(&in);
	log_counters();
	log_stopped();
	return e == GW_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
