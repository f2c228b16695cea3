/* survey.c: all pages of rows, then case by case. A case that another one overtook while the pages were read stands in
 * its place with its newer number. When there are too many the gravest and the newest stay, so that nobody can make a
 * page empty by sending a lot. */
#include "survey.h"

#include <string.h>

#include "case_key.h"
#include "secret.h"

enum { ROWS_STEP = 64 };
#define BEHIND_ALL INT64_MAX	/* no row is behind this number: such a question only begins the survey */

struct surveyor {
	struct desk *desk;
	const struct msg_session *session;	/* the seat's, which outlives this */
	uint8_t id[SESSION_ID];
	struct survey_order order;
	struct survey_calls calls;
	survey_visit_fn *whole;
	bool is_list;			/* the rows were given; each case is cut at its row's parts */
	uint32_t ticket;
	struct keypair member;
	uint64_t last;
	size_t n, room, at, unread, left_out;
	struct msg_escalation *row;
	struct opened c;
};

static void on_case(void *arg, enum gw_err e, struct msg *m);

static void
finish(struct surveyor *v, enum gw_err e)
{
	keypair_wipe(&v->member);
	v->calls.end(v->calls.arg, e, v->last, v->unread);
}

/* --- one case --- */

static void
ask_case(struct surveyor *v)
{
	struct msg m = { .type = MSG_CASE_GET, .fd = -1 };
	enum gw_err e;

	memcpy(m.u.case_get.session, v->id, SESSION_ID);
	memcpy(m.u.case_get.report, v->c.report, ID_BYTES);
	m.u.case_get.surveys = 1;
	m.u.case_get.from = v->c.chain.n;
	e = link_ask(v->desk->link, &m, MSG_THREAD, on_case, v, &v->ticket);
	if (e != GW_OK)
		finish(v, e);
}

static void
next_case(struct surveyor *v)
{
	opened_end(&v->c);
	if (v->at == v->n) {
		finish(v, GW_OK);
		return;
	}
	opened_start(&v->c, v->row[v->at].report);
	ask_case(v);
}

static enum gw_err
page_take(struct surveyor *v, const struct msg_thread *t)
{
	uint8_t key[KEY_BYTES];
	enum gw_err e = GW_OK;

	if (!v->c.has_key) {
		e = case_key_open(v->session, &v->member, &v->desk->roster, t->team, v->c.report, t->grant, key);
		if (e == GW_OK)
			opened_key(&v->c, key);
		secret_wipe(key, sizeof key);
	}
	return e == GW_OK ? opened_page(&v->c, t) : e;
}

/* The case as it was when it had so many parts. What is left out is put back before it is freed. */
static void
visit_cut(struct surveyor *v, uint32_t parts)
{
	struct opened *c = &v->c;
	const size_t n = c->n, entries = c->entries.n;

	while (c->n > 1 && c->part[c->n - 1].seq >= parts)
		c->n--;
	while (c->entries.n > 0 && c->entries.part[c->entries.n - 1] >= parts)
		c->entries.n--;
	v->calls.visit(v->calls.arg, &v->row[v->at], c);
	c->n = n;
	c->entries.n = entries;
	if (v->whole != NULL)
		v->whole(v->calls.arg, &v->row[v->at], c);
}

static void
skip(struct surveyor *v)
{
	v->unread++;
	if (v->calls.unread != NULL)
		v->calls.unread(v->calls.arg, &v->row[v->at]);
}

static void
visit(struct surveyor *v)
{
	const struct msg_escalation *row = &v->row[v->at];

	memcpy(v->c.session, v->id, SESSION_ID);
	memcpy(v->c.member, v->session->name, sizeof v->c.member);
	if (v->c.chain.n < row->parts)
		skip(v);		/* parts only ever come on top: some were taken away */
	else if (v->is_list && row->parts > 0)
		visit_cut(v, row->parts);
	else
		v->calls.visit(v->calls.arg, row, &v->c);
}

static void
on_case(void *arg, enum gw_err e, struct msg *m)
{
	struct surveyor *v = arg;

	v->ticket = 0;
	if (e == GW_OK)
		e = page_take(v, &m->u.thread);
	if (e == GW_MORE) {
		ask_case(v);
		return;
	}
	if (e == GW_EBUSY || e == GW_ENOMEM || e == GW_EIO) {
		finish(v, e);		/* not this case's fault */
		return;
	}
	if (e == GW_OK)
		visit(v);
	else
		skip(v);
	v->at++;
	next_case(v);
}

/* --- the rows --- */

static bool
is_wanted(const struct surveyor *v, const struct msg_escalation *row)
{
	if (v->order.open_only && row->state == CASE_CLOSED)
		return false;
	return v->calls.wants == NULL || v->calls.wants(v->calls.arg, row);
}

static int
weight(const struct msg_escalation *row)
{
	if (row->state == CASE_CLOSED || row->band < BAND_URGENT)
		return 0;
	return row->band - BAND_URGENT + 1;
}

static bool
is_before(const struct msg_escalation *a, const struct msg_escalation *b)
{
	return weight(a) != weight(b) ? weight(a) < weight(b) : a->changed < b->changed;
}

/* Into the place of the least of those there are; or it is left out itself. */
static void
row_squeeze(struct surveyor *v, const struct msg_escalation *row)
{
	size_t least = 0;

	for (size_t i = 1; i < v->n; i++)
		if (is_before(&v->row[i], &v->row[least]))
			least = i;
	if (is_before(&v->row[least], row))
		v->row[least] = *row;
	v->left_out++;
}

static enum gw_err
row_put(struct surveyor *v, const struct msg_escalation *row)
{
	struct msg_escalation *grown;

	if (v->n == LIMIT_SURVEY) {
		row_squeeze(v, row);
		return GW_OK;
	}
	if (v->n == v->room) {
		grown = secret_realloc(v->row, (v->room + ROWS_STEP) * sizeof *grown);
		if (grown == NULL)
			return GW_ENOMEM;
		v->row = grown;
		v->room += ROWS_STEP;
	}
	v->row[v->n++] = *row;
	return GW_OK;
}

static enum gw_err
row_add(struct surveyor *v, const struct msg_escalation *row)
{
	for (size_t i = 0; i < v->n; i++)
		if (memcmp(v->row[i].report, row->report, ID_BYTES) == 0) {
			v->row[i] = *row;
			return GW_OK;
		}
	return is_wanted(v, row) ? row_put(v, row) : GW_OK;
}

static void on_rows(void *arg, enum gw_err e, struct msg *m);

static enum gw_err
ask_rows(struct surveyor *v, enum survey what, uint64_t after, uint16_t limit)
{
	struct msg m = { .type = MSG_ESCALATIONS_GET, .fd = -1 };

	memcpy(m.u.escalations_get.session, v->id, SESSION_ID);
	m.u.escalations_get.order = (uint8_t)v->order.order;
	m.u.escalations_get.survey = (uint8_t)what;
	m.u.escalations_get.after = after;
	m.u.escalations_get.limit = limit;
	return link_ask(v->desk->link, &m, MSG_ESCALATIONS, on_rows, v, &v->ticket);
}

static uint64_t
number_of(const struct surveyor *v, const struct msg_escalation *row)
{
	return v->order.order == ORDER_LISTED ? row->listed : row->changed;
}

static void
on_rows(void *arg, enum gw_err e, struct msg *m)
{
	struct surveyor *v = arg;
	const struct msg_escalations *page = e == GW_OK ? &m->u.escalations : NULL;
	uint64_t after;

	v->ticket = 0;
	if (page != NULL && v->is_list) {
		v->last = page->last;
		next_case(v);
		return;
	}
	for (size_t i = 0; e == GW_OK && i < page->n; i++)
		e = row_add(v, &page->row[i]);
	if (e != GW_OK) {
		finish(v, e);
		return;
	}
	v->last = page->last;
	if (!page->goes_on || page->n == 0) {
		next_case(v);
		return;
	}
	after = number_of(v, &page->row[page->n - 1]);
	if ((e = ask_rows(v, SURVEY_GOES_ON, after, MSG_ESCALATED)) != GW_OK)
		finish(v, e);
}

/* --- life --- */

static enum gw_err
make(struct seat *s, const struct survey_calls *calls, struct surveyor **v)
{
	struct surveyor *made;
	enum gw_err e;

	*v = NULL;
	if (!s->desk->roster_good)
		return GW_EBUSY;
	made = secret_malloc(sizeof *made);
	if (made == NULL)
		return GW_ENOMEM;
	memset(made, 0, sizeof *made);
	made->desk = s->desk;
	made->session = &s->session;
	made->calls = *calls;
	memcpy(made->id, s->session_id, SESSION_ID);
	e = seat_member(s, &made->member);
	if (e != GW_OK)
		survey_free(made);
	else
		*v = made;
	return e;
}

/* Gives *v back, or ends it. */
static enum gw_err
begun(struct surveyor **v, enum gw_err e)
{
	if (e != GW_OK) {
		survey_free(*v);
		*v = NULL;
	}
	return e;
}

enum gw_err
survey_new(struct seat *s, const struct survey_order *o, const struct survey_calls *calls, struct surveyor **v)
{
	enum gw_err e = make(s, calls, v);

	if (e != GW_OK)
		return e;
	(*v)->order = *o;
	return begun(v, ask_rows(*v, o->what, o->after, MSG_ESCALATED));
}

enum gw_err
survey_new_list(struct seat *s, enum survey what, const struct msg_escalation *row, size_t n,
    const struct survey_calls *calls, struct surveyor **v)
{
	enum gw_err e = make(s, calls, v);

	if (e != GW_OK)
		return e;
	(*v)->is_list = true;
	(*v)->row = secret_malloc((n > 0 ? n : 1) * sizeof *row);
	if ((*v)->row == NULL)
		return begun(v, GW_ENOMEM);
	memcpy((*v)->row, row, n * sizeof *row);
	(*v)->n = (*v)->room = n;
	return begun(v, ask_rows(*v, what, BEHIND_ALL, 1));
}

void
survey_visit_whole(struct surveyor *v, survey_visit_fn *whole)
{
	v->whole = whole;
}

size_t
survey_left_out(const struct surveyor *v)
{
	return v == NULL ? 0 : v->left_out;
}

void
survey_free(struct surveyor *v)
{
	if (v == NULL)
		return;
	link_forget(v->desk->link, v->ticket);
	opened_end(&v->c);
	secret_free(v->row);
	secret_wipe(v, sizeof *v);
	secret_free(v);
}
