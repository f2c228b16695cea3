/* child.c: a process's end of its control wire, and its hourly counters. */
#include "child.h"

#include <unistd.h>

#include "log.h"
#include "secret.h"
#include "wire.h"

enum { HOUR = 3600 };

struct child {
	struct event_base *base;
	struct event *hourly;
	struct child_calls calls;
	void *arg;
	struct wire *control;
};

static void
on_message(void *arg, struct msg *m)
{
	struct child *c = arg;

	if (m->type == MSG_DRAIN) {
		c->calls.drain(c->arg);
	} else if (m->type == MSG_CHANNEL && m->fd < 0) {
		log_fault(LOG_WIRE, GW_EBUSY);		/* no room for it: one without a vault is of no use */
		(void)event_base_loopexit(c->base, NULL);
	} else if (m->type == MSG_CHANNEL) {
		int fd = m->fd;

		m->fd = -1;
		c->calls.channel(c->arg, fd, m->u.channel.role);
	} else if (m->type == MSG_POLICY && c->calls.policy != NULL) {
		c->calls.policy(c->arg, m->u.policy.version);
	} else {
		log_fault(LOG_WIRE, GW_EINPUT);
	}
}

/* Without a warden nobody would replace or end us. */
static void
on_lost(void *arg)
{
	struct child *c = arg;

	(void)event_base_loopexit(c->base, NULL);
}

static void
on_hour(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	(void)arg;
	log_counters();
}

enum gw_err
child_new(struct event_base *base, const struct child_setup *setup, const struct child_calls *calls, void *arg,
    struct child **out)
{
	const struct timeval hour = { HOUR, 0 };
	struct child *c = secret_malloc(sizeof *c);
	enum gw_err e;

	*out = NULL;
	if (c == NULL) {
		close(setup->control);
		return GW_ENOMEM;
	}
	*c = (struct child){ .base = base, .calls = *calls, .arg = arg };
	e = wire_new(base, setup->control, on_message, on_lost, c, &c->control);
	if (e == GW_OK && ((c->hourly = event_new(base, -1, EV_PERSIST, on_hour, NULL)) == NULL ||
	    event_add(c->hourly, &hour) != 0))
		e = GW_ENOMEM;
	if (e == GW_OK)
		*out = c;
	else
		child_free(c);
	return e;
}

enum gw_err
child_ready(struct child *c)
{
	const struct msg m = { .type = MSG_READY, .fd = -1 };

	log_serving();
	return wire_send(c->control, &m);
}

void
child_free(struct child *c)
{
	if (c == NULL)
		return;
	if (c->hourly != NULL)
		event_free(c->hourly);
	wire_free(c->control);
	secret_free(c);
}
