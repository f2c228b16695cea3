/* outbox.c: one slot a delivery, from the vault's row to the vault's "noted". */
#include "outbox.h"

#include <string.h>
#include <time.h>

#include "log.h"
#include "mail.h"
#include "plan.h"
#include "secret.h"
#include "webhook.h"

enum step { FREE, SENDING, TELLING };

_Static_assert((int)DELIVER_MOST > (int)PLAN_FOR_PAGES, "news gets out as well");

struct slot {
	struct outbox *of;
	enum step step;
	struct msg_outbox_row row;
	struct msg_outbox_done answer;
	uint32_t ticket;		/* of the answer; 0: not told yet, or to be told again */
};

struct outbox {
	struct outbox_setup setup;
	outbox_idle_fn *idle;
	void *arg;
	uint32_t alerts_ticket, outbox_ticket;
	size_t raising;			/* alerts that the vault has not noted yet */
	bool is_finishing, has_missed, has_more;	/* more is due than an answer has room for */
	struct slot slot[DELIVER_MOST];
};

static void
look_idle(struct outbox *o)
{
	if (!o->is_finishing || o->alerts_ticket != 0 || o->outbox_ticket != 0 || o->raising > 0)
		return;
	for (size_t i = 0; i < DELIVER_MOST; i++)
		if (o->slot[i].step != FREE)
			return;
	o->idle(o->arg);
}

/* --- one delivery --- */

static void
on_told(void *arg, enum gw_err e, struct msg *m)
{
	struct slot *s = arg;

	(void)m;
	s->ticket = 0;
	if (e == GW_EBUSY)		/* nobody heard it: outbox_look tells it again */
		return;
	if (e != GW_OK)
		log_fault(LOG_ALERT, e);
	s->step = FREE;
	look_idle(s->of);
}

static void
tell(struct slot *s)
{
	struct msg m = { .type = MSG_OUTBOX_DONE, .fd = -1, .u.outbox_done = s->answer };

	if (link_ask(s->of->setup.link, &m, MSG_RESULT, on_told, s, &s->ticket) != GW_OK)
		s->ticket = 0;
}

/* again 0: nobody of that name. */
static void
answer(struct slot *s, bool is_sent, int64_t again)
{
	s->step = TELLING;
	s->answer = (struct msg_outbox_done){ .kind = s->row.kind, .is_sent = is_sent, .mark = s->row.mark,
	    .again = again };
	memcpy(s->answer.person, s->row.person, sizeof s->answer.person);
	tell(s);
}

static void
on_delivered(void *arg, enum gw_err e)
{
	struct slot *s = arg;

	if (e == GW_OK)
		log_count(LOG_ALERT);
	else
		log_fault(LOG_ALERT, e);
	s->of->has_missed = s->of->has_missed || e != GW_OK;
	answer(s, e == GW_OK, plan_again(s->of->setup.alerts, &s->row, e == GW_OK, time(NULL)));
}

static enum gw_err
send_to(struct slot *s, const struct alert_person *who)
{
	const struct outbox_setup *in = &s->of->setup;
	const enum alert_kind kind = (enum alert_kind)s->row.kind;
	const struct mail_order order = { kind, in->from, who->mail, in->console, time(NULL) };
	struct parcel p = { who->mail, who->webhook, { NULL, 0 } };
	char hook[WEBHOOK_BYTES], mail[MAIL_BYTES];
	enum gw_err e;

	if (who->webhook[0] != '\0') {
		if ((e = webhook_write(kind, in->console, hook)) != GW_OK)
			return e;
		p.bytes = span_of(hook);
	} else {
		if ((e = mail_write(&order, mail)) != GW_OK)
			return e;
		p.bytes = (struct span){ (const uint8_t *)mail, sizeof mail };
	}
	return deliver_start(in->deliver, &p, on_delivered, s);
}

static void
begin(struct slot *s, const struct msg_outbox_row *row)
{
	const struct alert_person *who = alerts_person(s->of->setup.alerts, row->person);
	enum gw_err e;

	s->row = *row;
	s->step = SENDING;
	if (who == NULL)
		answer(s, false, 0);
	else if ((e = send_to(s, who)) != GW_OK)
		on_delivered(s, e);
}

/* --- what the vault says --- */

/* One that is on its way is not sent again beside itself. */
static bool
is_under_way(const struct outbox *o, const struct msg_outbox_row *row)
{
	for (size_t i = 0; i < DELIVER_MOST; i++)
		if (o->slot[i].step != FREE && o->slot[i].row.kind == row->kind &&
		    strcmp(o->slot[i].row.person, row->person) == 0)
			return true;
	return false;
}

static struct slot *
free_slot(struct outbox *o, size_t *n)
{
	struct slot *found = NULL;

	*n = 0;
	for (size_t i = 0; i < DELIVER_MOST; i++)
		if (o->slot[i].step == FREE) {
			found = &o->slot[i];
			++*n;
		}
	return found;
}

static void
on_outbox(void *arg, enum gw_err e, struct msg *m)
{
	struct outbox *o = arg;

	o->outbox_ticket = 0;
	for (size_t i = 0; e == GW_OK && !o->is_finishing && i < m->u.outbox.n; i++) {
		const struct msg_outbox_row *row = &m->u.outbox.row[i];
		size_t n;
		struct slot *s = free_slot(o, &n);

		if (plan_may_begin((enum alert_kind)row->kind, n) && !is_under_way(o, row))
			begin(s, row);
	}
	look_idle(o);
}

static void
ask_outbox(struct outbox *o)
{
	struct msg m = { .type = MSG_OUTBOX_GET, .fd = -1 };
	size_t n;

	if (!o->is_finishing && o->outbox_ticket == 0 && free_slot(o, &n) != NULL &&
	    link_ask(o->setup.link, &m, MSG_OUTBOX, on_outbox, o, &o->outbox_ticket) != GW_OK)
		o->outbox_ticket = 0;
}

/* What the vault did not note is due again: after a while. What it had no room to say is asked for at once. */
static void
on_raised(void *arg, enum gw_err e, struct msg *m)
{
	struct outbox *o = arg;

	(void)m;
	o->raising--;
	if (e != GW_OK) {
		log_fault(LOG_ALERT, e);
		o->has_more = false;
	}
	if (o->has_more && o->raising == 0)
		outbox_look(o);
	look_idle(o);
}

static void
on_alerts(void *arg, enum gw_err e, struct msg *m)
{
	struct outbox *o = arg;

	o->alerts_ticket = 0;
	o->has_more = e == GW_OK && m->u.alerts.n == MSG_ALERT_ROWS;
	for (size_t i = 0; e == GW_OK && i < m->u.alerts.n; i++) {
		struct msg up = { .type = MSG_ALERT_RAISED, .fd = -1 };
		uint32_t ticket;

		plan_raise(o->setup.alerts, o->setup.policy, &m->u.alerts.row[i], time(NULL), &up.u.alert_raised);
		if (link_ask(o->setup.link, &up, MSG_RESULT, on_raised, o, &ticket) == GW_OK)
			o->raising++;
	}
	ask_outbox(o);		/* behind them on the same channel: their wishes are in it */
	look_idle(o);
}

/* --- public --- */

enum gw_err
outbox_new(const struct outbox_setup *setup, outbox_idle_fn *idle, void *arg, struct outbox **out)
{
	struct outbox *o = secret_malloc(sizeof *o);

	*out = NULL;
	if (o == NULL)
		return GW_ENOMEM;
	*o = (struct outbox){ .setup = *setup, .idle = idle, .arg = arg };
	for (size_t i = 0; i < DELIVER_MOST; i++)
		o->slot[i].of = o;
	*out = o;
	return GW_OK;
}

void
outbox_look(struct outbox *o)
{
	struct msg m = { .type = MSG_ALERTS_GET, .fd = -1 };

	for (size_t i = 0; i < DELIVER_MOST; i++)
		if (o->slot[i].step == TELLING && o->slot[i].ticket == 0)
			tell(&o->slot[i]);
	if (!o->is_finishing && o->alerts_ticket == 0 && o->raising == 0 &&
	    link_ask(o->setup.link, &m, MSG_ALERTS, on_alerts, o, &o->alerts_ticket) != GW_OK)
		o->alerts_ticket = 0;
}

void
outbox_finish(struct outbox *o)
{
	o->is_finishing = true;
	look_idle(o);
}

bool
outbox_has_missed(const struct outbox *o)
{
	return o->has_missed;
}

void
outbox_free(struct outbox *o)
{
	secret_free(o);
}
