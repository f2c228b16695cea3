/* teams.c: one question to the vault, one signature check, one list kept. */
#include "teams.h"

#include "log.h"
#include "secret.h"

/* Soon until there is a list. Then so long may a report still be sealed to a key that somebody who has left holds. */
enum { FIRST_SECONDS = 1, NEWER_SECONDS = 10 };

struct teams {
	struct link *link;
	struct event *again;
	uint32_t ticket;
	struct roster_pin pin;		/* its version rises with each list, so that an older one cannot follow */
	bool known;
	teams_answered_fn *answered;	/* NULL once it was told */
	void *arg;
	struct roster roster, fresh;
};

static void
again_later(struct teams *t)
{
	const struct timeval wait = { t->known ? NEWER_SECONDS : FIRST_SECONDS, 0 };

	if (evtimer_add(t->again, &wait) != 0)
		log_fault(LOG_ROSTER, GW_ENOMEM);
}

static void
tell(struct teams *t)
{
	teams_answered_fn *answered = t->answered;

	t->answered = NULL;
	if (answered != NULL)
		answered(t->arg);
}

static void
on_roster(void *arg, enum gw_err e, struct msg *m)
{
	struct teams *t = arg;
	const bool is_list = e == GW_OK;

	t->ticket = 0;
	if (is_list) {
		e = roster_open(&t->pin, m->u.roster.body, m->u.roster.signature, &t->fresh);
		/* A list that does not verify means a vault that was tampered with: the last good one is no comfort. */
		t->known = e == GW_OK;
	}
	if (e == GW_OK) {
		t->roster = t->fresh;
		t->pin.version = t->roster.version;
	} else {
		log_fault(LOG_ROSTER, e);
	}
	again_later(t);
	if (is_list)
		tell(t);
}

static void
on_again(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	teams_ask(arg);
}

enum gw_err
teams_new(struct event_base *base, struct link *l, const struct roster_pin *pin, struct teams **out)
{
	struct teams *t = secret_malloc(sizeof *t);

	*out = NULL;
	if (t == NULL)
		return GW_ENOMEM;
	*t = (struct teams){ .link = l, .pin = *pin };
	t->again = evtimer_new(base, on_again, t);
	if (t->again == NULL) {
		secret_free(t);
		return GW_ENOMEM;
	}
	*out = t;
	return GW_OK;
}

void
teams_on_answer(struct teams *t, teams_answered_fn *answered, void *arg)
{
	t->answered = answered;
	t->arg = arg;
}

void
teams_ask(struct teams *t)
{
	struct msg m = { .type = MSG_ROSTER_GET, .fd = -1 };

	link_forget(t->link, t->ticket);
	if (link_ask(t->link, &m, MSG_ROSTER, on_roster, t, &t->ticket) != GW_OK)
		again_later(t);
}

bool
teams_are_known(const struct teams *t)
{
	return t->known;
}

const struct roster_team *
teams_find(const struct teams *t, const char *code)
{
	return t->known ? roster_find(&t->roster, span_of(code)) : NULL;
}

void
teams_free(struct teams *t)
{
	if (t == NULL)
		return;
	link_forget(t->link, t->ticket);
	event_free(t->again);
	secret_free(t);
}
