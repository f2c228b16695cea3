/* act.c: open, seal, compare and set; somebody else was first: open again. */
#include "act.h"

#include <string.h>
#include <time.h>

#include "act_put.h"
#include "log.h"
#include "secret.h"

enum { ACT_TRIES = 5 };

struct act {
	struct desk *desk;
	act_done_fn *done;
	void *arg;
	struct opening *opening;
	uint32_t ticket;
	int tries;
	int64_t at;
	uint32_t part;			/* of the last try's entry */
	uint8_t token[SESSION_TOKEN], report[ID_BYTES];
	struct act_order order;
};

static void on_opened(void *arg, enum opening_end end, enum gw_err e, const struct opened *c);

static void
finish(struct act *a, struct act_result r)
{
	secret_wipe(a->token, sizeof a->token);
	r.at = a->at;
	r.part = a->part;
	if (r.end == ACT_DONE && a->order.message.n > 0)
		log_count(LOG_MESSAGE);
	a->done(a->arg, &r);
}

static void
fail(struct act *a, enum opening_end opening, enum gw_err e)
{
	finish(a, (struct act_result){ .end = ACT_UNOPENED, .opening = opening, .e = e });
}

static enum gw_err
try(struct act *a)
{
	enum gw_err e = opening_new(a->desk, a->token, a->report, on_opened, a, &a->opening);

	a->tries++;
	if (e == GW_OK && a->order.key != NULL)
		opening_by_key(a->opening, a->order.key);
	return e;
}

static void
on_put(void *arg, enum gw_err e, struct msg *m)
{
	struct act *a = arg;

	(void)m;
	a->ticket = 0;
	if (e == GW_ECONFLICT && !a->order.is_exact && a->tries < ACT_TRIES && (e = try(a)) == GW_OK)
		return;
	if (e == GW_OK)
		finish(a, (struct act_result){ .end = ACT_DONE });
	else if (e == GW_ECONFLICT || e == GW_ELIMIT)
		finish(a, (struct act_result){ .end = e == GW_ELIMIT ? ACT_FULL : ACT_LATE, .e = e });
	else if (e == GW_EDENIED)
		finish(a, (struct act_result){ .end = ACT_REFUSED, .e = e, .said = "Somebody else has to do this." });
	else
		fail(a, e == GW_EABSENT ? OPENING_ABSENT : OPENING_FAILED, e);
}

/* The case is open: the entry is made, sealed and sent. */
static void
put(struct act *a, const struct opened *c)
{
	struct act_result r = { .end = ACT_DONE };
	struct act_put p;

	if (a->order.is_exact && a->order.seen != 0 && a->order.seen != c->chain.n) {
		finish(a, (struct act_result){ .end = ACT_LATE, .e = GW_ECONFLICT });
		return;
	}
	act_put_make(&p, a->desk->setup->policy, c, &a->order, a->at, &r);
	a->part = p.m.u.case_put.seq + p.m.u.case_put.n - 1;	/* its words, if any, stand before it */
	if (r.end == ACT_DONE && (r.e = link_ask(a->desk->link, &p.m, MSG_RESULT, on_put, a, &a->ticket)) != GW_OK) {
		r.end = ACT_UNOPENED;
		r.opening = OPENING_FAILED;
	}
	act_put_end(&p);
	if (r.end != ACT_DONE)
		finish(a, r);
}

static void
on_opened(void *arg, enum opening_end end, enum gw_err e, const struct opened *c)
{
	struct act *a = arg;
	struct opening *opening = a->opening;

	a->opening = NULL;
	if (end == OPENING_DONE)
		put(a, c);
	else
		fail(a, end, e);
	opening_free(opening);
}

enum gw_err
act_new(struct desk *d, const uint8_t token[SESSION_TOKEN], const uint8_t report[ID_BYTES],
    const struct act_order *order, act_done_fn *done, void *arg, struct act **a)
{
	struct act *made = secret_malloc(sizeof *made);
	enum gw_err e;

	*a = NULL;
	if (made == NULL)
		return GW_ENOMEM;
	*made = (struct act){ .desk = d, .done = done, .arg = arg, .order = *order, .at = time(NULL) / 60 * 60 };
	memcpy(made->token, token, SESSION_TOKEN);
	memcpy(made->report, report, ID_BYTES);
	e = try(made);
	if (e != GW_OK)
		act_free(made);
	else
		*a = made;
	return e;
}

void
act_free(struct act *a)
{
	if (a == NULL)
		return;
	link_forget(a->desk->link, a->ticket);
	opening_free(a->opening);
	secret_wipe(a, sizeof *a);
	secret_free(a);
}
