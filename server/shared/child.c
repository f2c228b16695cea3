/* child.c: a process's conversation with the warden over its control wire. */
#include "child.h"

#include <unistd.h>

#include "log.h"
#include "secret.h"
#include "wire.h"

struct child {
	struct event_base *base;
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
	} else if (m->type == MSG_CHANNEL) {
		int fd = m->fd;

		m->fd = -1;
		c->calls.channel(c->arg, fd, m->u.channel.role);
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

enum gw_err
child_new(struct event_base *base, const struct child_setup *setup, const struct child_calls *calls, void *arg,
    struct child **out)
{
	struct child *c = secret_malloc(sizeof *c);
	enum gw_err e;

	*out = NULL;
	if (c == NULL) {
		close(setup->control);
		return GW_ENOMEM;
	}
	*c = (struct child){ .base = base, .calls = *calls, .arg = arg };
	e = wire_new(base, setup->control, on_message, on_lost, c, &c->control);
	if (e != GW_OK) {
		secret_free(c);
		return e;
	}
	*out = c;
	return GW_OK;
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
	wire_free(c->control);
	secret_free(c);
}
