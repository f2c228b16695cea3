/* link.c: questions to the other side, numbered, so that answers find their askers in any order. */
#include "link.h"

#include <string.h>
#include <time.h>

#include "secret.h"
#include "wire.h"

/* A ticket is a slot's number and how often the slot was used, so that a late answer to a question that was forgotten
 * never reaches the slot's next user. */
enum { SLOT_BITS = 15, SLOTS = (1 << SLOT_BITS) - 1, FIRST_SLOTS = 64, NO_SLOT = SLOTS };

struct question {
	link_answer_fn *answer;		/* NULL: the slot is free */
	void *arg;
	enum msg_type want;
	time_t asked;			/* seconds of a clock that only runs forward */
	uint32_t uses;
	uint32_t next_free;
};

struct link {
	struct event_base *base;
	struct wire *wire;		/* NULL: lost */
	struct question *slot;
	uint32_t slots, first_free;
	size_t open;
	struct event *late;		/* looks for old questions while there are any */
	enum log_what blames;
};

static time_t
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	return now.tv_sec;
}

static uint32_t
ticket_of(const struct link *l, uint32_t i)
{
	return l->slot[i].uses << SLOT_BITS | (i + 1);
}

/* NO_SLOT: nobody waits under this ticket. */
static uint32_t
slot_of(const struct link *l, uint32_t ticket)
{
	uint32_t i = (ticket & ((1u << SLOT_BITS) - 1)) - 1;

	if (i >= l->slots || l->slot[i].answer == NULL || ticket_of(l, i) != ticket)
		return NO_SLOT;
	return i;
}

static void
release(struct link *l, uint32_t i)
{
	l->slot[i].answer = NULL;
	l->slot[i].arg = NULL;
	l->slot[i].uses++;
	l->slot[i].next_free = l->first_free;
	l->first_free = i;
	l->open--;
}

static enum gw_err
more_slots(struct link *l)
{
	uint32_t n = l->slots == 0 ? FIRST_SLOTS : l->slots * 2;
	struct question *slot;

	if (l->slots >= SLOTS)
		return GW_EBUSY;
	if (n > SLOTS)
		n = SLOTS;
	slot = secret_realloc(l->slot, n * sizeof *slot);
	if (slot == NULL)
		return GW_ENOMEM;
	memset(slot + l->slots, 0, (n - l->slots) * sizeof *slot);
	for (uint32_t i = n; i > l->slots; i--) {
		slot[i - 1].next_free = l->first_free;
		l->first_free = i - 1;
	}
	l->slot = slot;
	l->slots = n;
	return GW_OK;
}

static void
answer(struct link *l, uint32_t i, enum gw_err e, struct msg *m)
{
	link_answer_fn *fn = l->slot[i].answer;
	void *arg = l->slot[i].arg;

	release(l, i);		/* first: fn may ask again */
	fn(arg, e, m);
}

static void
answer_all(struct link *l, enum gw_err e)
{
	for (uint32_t i = 0; i < l->slots; i++)
		if (l->slot[i].answer != NULL)
			answer(l, i, e, NULL);
}

/* A spool file that came too late for its asker would stay for as long as this channel. */
static void
give_back(struct link *l, const struct msg *spool)
{
	struct msg m = { .type = MSG_SPOOL_DROP, .fd = -1 };

	m.u.spool = spool->u.spool;
	if (wire_send(l->wire, &m) != GW_OK)
		log_fault(LOG_SPOOL, GW_EBUSY);
}

static void
on_message(void *arg, struct msg *m)
{
	struct link *l = arg;
	uint32_t i = slot_of(l, m->request);

	if (i == NO_SLOT) {	/* forgotten; wire closes what came with it */
		if (m->type == MSG_SPOOL)
			give_back(l, m);
		return;
	}
	if (m->type == MSG_RESULT) {
		enum gw_err e = (enum gw_err)m->u.result.err;

		if (e == GW_OK && l->slot[i].want != MSG_RESULT)
			e = GW_EIO;
		answer(l, i, e, NULL);
	} else if (m->type == l->slot[i].want) {
		answer(l, i, GW_OK, m);
	} else {
		log_fault(LOG_WIRE, GW_EINPUT);
		answer(l, i, GW_EIO, NULL);
	}
}

static void
lose(struct link *l)
{
	wire_free(l->wire);
	l->wire = NULL;		/* first: who asks again now gets GW_EBUSY */
	answer_all(l, GW_EBUSY);
}

static void
on_lost(void *arg)
{
	struct link *l = arg;

	log_fault(l->blames, GW_EBUSY);
	lose(l);
}

static void
look_again(struct link *l)
{
	const struct timeval second = { 1, 0 };

	if (l->open > 0 && !event_pending(l->late, EV_TIMEOUT, NULL))
		(void)event_add(l->late, &second);
}

static void
on_late(evutil_socket_t fd, short what, void *arg)
{
	struct link *l = arg;
	const time_t oldest = seconds() - LINK_SECONDS;

	(void)fd;
	(void)what;
	for (uint32_t i = 0; i < l->slots; i++)
		if (l->slot[i].answer != NULL && l->slot[i].asked < oldest) {
			log_fault(l->blames, GW_EBUSY);
			answer(l, i, GW_EBUSY, NULL);
		}
	look_again(l);
}

enum gw_err
link_new(struct event_base *base, struct link **out)
{
	struct link *l = secret_malloc(sizeof *l);

	*out = NULL;
	if (l == NULL)
		return GW_ENOMEM;
	*l = (struct link){ .base = base, .first_free = NO_SLOT, .blames = LOG_VAULT };
	if ((l->late = evtimer_new(base, on_late, l)) == NULL) {
		secret_free(l);
		return GW_ENOMEM;
	}
	*out = l;
	return GW_OK;
}

void
link_blames(struct link *l, enum log_what what)
{
	l->blames = what;
}

enum gw_err
link_adopt(struct link *l, int fd)
{
	lose(l);
	return wire_new(l->base, fd, on_message, on_lost, l, &l->wire);
}

enum gw_err
link_ask(struct link *l, struct msg *m, enum msg_type want, link_answer_fn *fn, void *arg, uint32_t *ticket)
{
	enum gw_err e;
	uint32_t i;

	*ticket = 0;
	if (l->wire == NULL)
		return GW_EBUSY;
	if (l->first_free == NO_SLOT && (e = more_slots(l)) != GW_OK)
		return e;
	i = l->first_free;
	m->request = ticket_of(l, i);
	if ((e = wire_send(l->wire, m)) != GW_OK)
		return e;
	l->first_free = l->slot[i].next_free;
	l->slot[i].answer = fn;
	l->slot[i].arg = arg;
	l->slot[i].want = want;
	l->slot[i].asked = seconds();
	l->open++;
	look_again(l);
	*ticket = m->request;
	return GW_OK;
}

void
link_forget(struct link *l, uint32_t ticket)
{
	uint32_t i = slot_of(l, ticket);

	if (i != NO_SLOT)
		release(l, i);
}

size_t
link_open(const struct link *l)
{
	return l->open;
}

void
link_free(struct link *l)
{
	if (l == NULL)
		return;
	wire_free(l->wire);
	event_free(l->late);
	secret_free(l->slot);
	secret_free(l);
}
