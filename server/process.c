/* process.c: starting one child, telling it things, hearing that it is ready. */
#include "process.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "launch.h"
#include "log.h"
#include "secret.h"
#include "wire.h"

static void
on_message(void *arg, struct msg *m)
{
	struct process *p = arg;

	if (m->type != MSG_READY) {
		log_fault(LOG_WIRE, GW_EINPUT);
		return;
	}
	p->is_ready = true;
	p->ready(p->arg);
}

/* One that closed its wire but lives is of no use; one that drains does so on its way out. */
static void
on_lost(void *arg)
{
	struct process *p = arg;

	if (!p->is_draining)
		process_kill(p);
}

static enum gw_err
start(struct process *p, struct event_base *base, struct child_setup *s)
{
	int control[2];
	enum gw_err e;

	if ((e = wire_pair(control)) != GW_OK)
		return e;
	s->control = control[1];
	e = launch(s, &p->pid);
	close(control[1]);
	if (e != GW_OK) {
		close(control[0]);
		return e;
	}
	e = wire_new(base, control[0], on_message, on_lost, p, &p->control);
	if (e != GW_OK)
		process_kill(p);
	return e;
}

enum gw_err
process_start(struct event_base *base, struct goods *g, enum child_kind kind, const int listener[CHILD_LISTENERS],
    int channel, struct process **out)
{
	struct process *p = secret_malloc(sizeof *p);
	struct child_setup s = { .kind = kind, .vault = channel, .config = &g->config, .policy = g->policy,
		.version = g->version, .triage = g->triage, .wording = g->wording, .replies = g->replies,
		.areas = g->areas, .alerts = g->alerts, .agencies = g->agencies,
		.alerts_ca = buf_span(&g->alerts_ca),
		.staff_ca = buf_span(&g->staff_ca), .pin = g->pin };
	enum gw_err e;

	*out = NULL;
	if (p == NULL)
		return GW_ENOMEM;
	*p = (struct process){ .kind = kind };
	memcpy(s.listener, listener, sizeof s.listener);
	goods_step_seeds(g);
	s.secrets = g->secrets;
	if ((e = start(p, base, &s)) != GW_OK) {
		secret_free(p);
		return e;
	}
	*out = p;
	return GW_OK;
}

static void
tell(struct process *p, const struct msg *m)
{
	if (wire_send(p->control, m) != GW_OK)
		process_kill(p);
}

void
process_drain(struct process *p)
{
	if (p->is_draining)
		return;
	p->is_draining = true;
	tell(p, &(struct msg){ .type = MSG_DRAIN, .fd = -1 });
}

void
process_channel(struct process *p, int fd, enum channel_role role)
{
	tell(p, &(struct msg){ .type = MSG_CHANNEL, .fd = fd, .u.channel = { (uint8_t)role } });
}

void
process_policy(struct process *p, const char *version)
{
	struct msg m = { .type = MSG_POLICY, .fd = -1 };

	snprintf(m.u.policy.version, sizeof m.u.policy.version, "%s", version);
	tell(p, &m);
}

void
process_kill(struct process *p)
{
	kill(p->pid, SIGKILL);
}

void
process_free(struct process *p)
{
	wire_free(p->control);
	secret_free(p);
}
