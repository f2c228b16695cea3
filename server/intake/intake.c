/* intake.c: the process on the reporters' port, put together and taken apart. */
#include "intake.h"

#include <stdlib.h>
#include <unistd.h>

#include "log.h"
#include "reception.h"
#include "routes.h"
#include "secret.h"

enum { LEAVE_TRIES = 100 };	/* of 20 ms: how long open questions may hold the process back at its end */

struct intake {
	struct reception reception;
	struct event_base *base;
	struct event *leaving;
	unsigned tries;
	struct site site;
	struct server *server;
	struct child *child;
};

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
	struct reception *r = &in->reception;
	enum gw_err e = GW_EINPUT;

	if (role == CHANNEL_INTAKE || role == CHANNEL_CLEANER)
		e = link_adopt(role == CHANNEL_INTAKE ? r->link : r->copies.cleaner, fd);
	else
		close(fd);
	if (e != GW_OK)
		log_fault(role == CHANNEL_CLEANER ? LOG_COPY : LOG_VAULT, e);
	else if (role == CHANNEL_INTAKE)
		teams_ask(r->teams);
}

/* Ready means that a report would be taken: not before the vault has shown whom to seal it to. */
static void
on_teams(void *arg)
{
	struct intake *in = arg;
	enum gw_err e = child_ready(in->child);

	if (e == GW_OK)
		return;
	log_fault(LOG_WIRE, e);
	(void)event_base_loopexit(in->base, NULL);
}

static enum gw_err
forms_start(struct event_base *base, const struct child_secrets *secrets, struct formseal **f)
{
	enum gw_err e = formseal_new(base, secrets->form_seed, secrets->form_epoch, f);

	/* The copy in use moves on; one that stays behind would tell every later key. */
	secret_wipe(secrets->form_seed, KEY_BYTES);
	return e;
}

static enum gw_err
start(struct intake *in, const struct child_setup *setup)
{
	static const struct child_calls calls = { .drain = on_drain, .channel = on_channel };
	struct reception *r = &in->reception;
	enum gw_err e;

	r->setup = setup;
	if ((in->base = event_base_new()) == NULL || (in->leaving = evtimer_new(in->base, on_leaving, in)) == NULL)
		return GW_ENOMEM;
	if ((e = link_new(in->base, &r->link)) != GW_OK || (e = link_adopt(r->link, setup->vault)) != GW_OK)
		return e;
	if ((e = copy_room_start(in->base, r->link, &r->copies)) != GW_OK)
		return e;
	if ((e = teams_new(in->base, r->link, &setup->pin, &r->teams)) != GW_OK)
		return e;
	if ((e = forms_start(in->base, &setup->secrets, &r->formseal)) != GW_OK)
		return e;
	routes_site(r, &in->site);
	if ((e = server_serve(in->base, setup, &in->site, &in->server)) != GW_OK)
		return e;
	if ((e = child_new(in->base, setup, &calls, in, &in->child)) != GW_OK)
		return e;
	teams_on_answer(r->teams, on_teams, in);
	teams_ask(r->teams);
	return GW_OK;
}

/* Connections first: each exchange that ends gives back what it asked for. */
static void
stop(struct intake *in)
{
	server_free(in->server);
	child_free(in->child);
	teams_free(in->reception.teams);
	formseal_free(in->reception.formseal);
	link_free(in->reception.copies.cleaner);
	link_free(in->reception.link);
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
