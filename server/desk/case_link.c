/* case_link.c: the open ones a hundred at a time, then the closed ones, then, for community safety, its incidents; the
 * other case gets its entry first, and the reason only where the same teams read it. */
#include "case_link.h"

#include <string.h>

#include "case_acts.h"
#include "dossier.h"
#include "team_name.h"

enum { PAGES_MAX = 200 };

static void ask_open(struct seat *s, const struct msg_row *last);
static void ask_closed(struct seat *s, const struct msg_list_row *last);

void
case_link_absent(struct seat *s)
{
	case_error(s->work, "ref", "There is no such case among those of your teams.");
	case_acts_again(s, 422);
}

/* --- the two entries --- */

static void
on_other(struct seat *s, const struct act_result *r)
{
	struct case_work *w = s->work;

	(void)r;
	w->order.teams = NULL;
	memcpy(w->order.entry.other, w->search.id, ID_BYTES);
	w->acted = case_acts_done;
	case_acts_do(s, w->report);
}

/* The reason is in words of the case it was written on: where others read, it is not said. */
static void
on_own(void *arg, enum opening_end end, enum gw_err e, const struct opened *c)
{
	struct seat *s = arg;
	struct case_work *w = s->work;
	struct opening *opening = s->opening;

	if (end != OPENING_DONE) {
		opening_refuse(s->x, end, e);
		return;
	}
	w->order.teams = (const char *)scrap_copy(&w->scrap, (struct span){ (const uint8_t *)c->teams,
		strlen(c->teams) + 1 }).p;
	w->order.outside = scrap_join(&w->scrap, (const struct span[]){ span_of("Linked by a colleague of "),
	    team_name(s->desk->setup->policy, c->team), span_of(".") }, 3);
	s->opening = NULL;
	opening_free(opening);
	if (w->scrap.failed) {
		seat_fail(s, GW_ENOMEM);
		return;
	}
	memcpy(w->order.entry.other, w->report, ID_BYTES);
	w->acted = on_other;
	case_acts_do(s, w->search.id);
}

static void
link_both(struct seat *s)
{
	const struct case_work *w = s->work;
	enum gw_err e = opening_new(s->desk, s->token, w->report, on_own, s, &s->opening);

	if (e != GW_OK)
		seat_fail(s, e);
}

/* --- looking for it --- */

static void
look_at(struct case_search *q, const uint8_t report[ID_BYTES])
{
	if (memcmp(q->id, report, q->n) != 0)
		return;
	if (q->hits == 0 || memcmp(q->found, report, ID_BYTES) != 0)
		q->hits++;
	memcpy(q->found, report, ID_BYTES);
}

static void
search_end(struct seat *s)
{
	struct case_work *w = s->work;

	if (w->search.hits == 0) {
		case_link_absent(s);
	} else if (w->search.hits > 1) {
		case_error(w, "ref", "More than one case has this number. Write the whole one, from its address.");
		case_acts_again(s, 422);
	} else if (memcmp(w->search.found, w->report, ID_BYTES) == 0) {
		case_error(w, "ref", "This is the case itself.");
		case_acts_again(s, 422);
	} else {
		memcpy(w->search.id, w->search.found, ID_BYTES);
		link_both(s);
	}
}

static void
on_incidents(struct seat *s, enum gw_err e, struct msg *m)
{
	struct case_work *w = s->work;
	const struct msg_dossiers *list;

	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	list = &m->u.dossiers;
	for (size_t i = 0; i < list->n; i++)
		look_at(&w->search, list->row[i].report);
	if (list->goes_on && list->n > 0 && ++w->search.pages < PAGES_MAX)
		dossiers_ask(s, KIND_INCIDENT, list->row[list->n - 1].n, on_incidents);
	else
		search_end(s);
}

static void
on_closed(struct seat *s, enum gw_err e, struct msg *m)
{
	struct case_work *w = s->work;
	const struct msg_list *list;

	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	list = &m->u.list;
	for (size_t i = 0; i < list->n; i++)
		look_at(&w->search, list->row[i].report);
	if (list->goes_on && list->n > 0 && ++w->search.pages < PAGES_MAX)
		ask_closed(s, &list->row[list->n - 1]);
	else if (w->search.hits == 0 && (s->roles & SEAT_COMMUNITY))
		dossiers_ask(s, KIND_INCIDENT, 0, on_incidents);	/* in no queue and on no shelf */
	else
		search_end(s);
}

/* Closed ones are in the order of due, which is then the day. */
static void
ask_closed(struct seat *s, const struct msg_list_row *last)
{
	struct msg m = { .type = MSG_LIST_GET, .fd = -1 };
	struct msg_list_get *q = &m.u.list_get;

	memcpy(q->session, s->session_id, SESSION_ID);
	q->filter = FILTER_CLOSED;
	if (last != NULL) {
		q->after_due = last->due;
		memcpy(q->after, last->report, ID_BYTES);
	}
	seat_ask(s, &m, MSG_LIST, on_closed);
}

static void
on_open(struct seat *s, enum gw_err e, struct msg *m)
{
	struct case_work *w = s->work;
	const struct msg_queue *queue;

	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	queue = &m->u.queue;
	for (size_t i = 0; i < queue->n; i++)
		look_at(&w->search, queue->row[i].report);
	if (queue->n == LIMIT_QUEUE_PAGE && ++w->search.pages < PAGES_MAX)
		ask_open(s, &queue->row[queue->n - 1]);
	else if (w->search.hits > 0)
		search_end(s);
	else
		ask_closed(s, NULL);
}

static void
ask_open(struct seat *s, const struct msg_row *last)
{
	struct msg m = { .type = MSG_QUEUE_GET, .fd = -1 };
	struct msg_queue_get *q = &m.u.queue_get;

	memcpy(q->session, s->session_id, SESSION_ID);
	q->limit = LIMIT_QUEUE_PAGE;
	if (last != NULL) {
		q->line = last->band < BAND_URGENT;
		q->after_due = last->due;
		memcpy(q->after, last->report, ID_BYTES);
	}
	seat_ask(s, &m, MSG_QUEUE, on_open);
}

void
case_link_begin(struct seat *s)
{
	struct case_work *w = s->work;

	if (w->search.n == ID_BYTES)
		link_both(s);
	else
		ask_open(s, NULL);
}
