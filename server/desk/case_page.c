/* case_page.c: open, ask for what lies around it, show. */
#include "case_page.h"

#include <stdio.h>
#include <string.h>

#include "case_linked.h"
#include "case_show.h"
#include "path.h"
#include "secret.h"

/* --- the work --- */

static void
work_end(void *work)
{
	struct case_work *w = work;

	act_free(w->act);
	scrap_end(&w->scrap);
}

struct case_work *
case_work_start(struct seat *s)
{
	uint8_t report[ID_BYTES];
	struct span below;
	struct case_work *w;

	if (path_report(s->rest, report, &below) != GW_OK) {
		seat_fail(s, GW_EABSENT);
		return NULL;
	}
	w = seat_work(s, sizeof *w, work_end);
	if (w == NULL)
		return NULL;
	memcpy(w->report, report, ID_BYTES);
	w->below = below;
	w->status = 200;
	return w;
}

void
case_error(struct case_work *w, const char *field, const char *said)
{
	const size_t n = strlen(w->form) + 1 + strlen(field) + 1;
	char *id = scrap_take(&w->scrap, n, 1);

	if (w->m.errors_n == CASE_ERRORS || id == NULL)
		return;
	snprintf(id, n, "%s-%s", w->form, field);
	w->error[w->m.errors_n++] = (struct console_error){ id, span_of(said) };
	w->m.errors = w->error;
}

/* --- what lies around the case, one question after the other --- */

static void
show(struct seat *s)
{
	struct case_work *w = s->work;

	case_show_fill(s, w);
	if (w->scrap.failed)
		seat_fail(s, GW_ENOMEM);
	else
		seat_show(s, w->status, CONSOLE_CASE, &w->m);
}

/* Works in the team whose key opened the case, and is there. */
static bool
is_colleague(const struct case_work *w, const struct msg_person *p)
{
	for (size_t i = 0; p->left == 0 && i < p->n; i++)
		if (!p->place[i].is_waiting && strcmp(p->place[i].team, w->c->team) == 0)
			return true;
	return false;
}

static void
on_people(struct seat *s, enum gw_err e, struct msg *m)
{
	struct case_work *w = s->work;
	const struct msg_people *people;

	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	people = &m->u.people;
	for (size_t i = 0; i < people->n && w->names_n < CASE_NAMES; i++)
		if (is_colleague(w, &people->person[i]))
			memcpy(w->name[w->names_n++], people->person[i].name, sizeof w->name[0]);
	if (people->goes_on && people->n > 0 && w->names_n < CASE_NAMES)
		seat_ask_people(s, span_of(people->person[people->n - 1].name), on_people);
	else if (w->c->kind == KIND_INCIDENT)
		case_linked_ask(s, show);
	else
		show(s);
}

void
case_looks_take(struct case_work *w, const struct msg_looks *looks)
{
	w->looks_n = looks->n;
	memcpy(w->look, looks->look, w->looks_n * sizeof w->look[0]);
}

static void
on_looks(struct seat *s, enum gw_err e, struct msg *m)
{
	struct case_work *w = s->work;

	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	case_looks_take(w, &m->u.looks);
	seat_ask_people(s, (struct span){ NULL, 0 }, on_people);
}

void
case_looks_ask(struct seat *s, seat_answer_fn *then)
{
	const struct case_work *w = s->work;
	struct msg m = { .type = MSG_LOOKS_GET, .fd = -1 };

	memcpy(m.u.looks_get.session, s->session_id, SESSION_ID);
	memcpy(m.u.looks_get.report, w->report, ID_BYTES);
	seat_ask(s, &m, MSG_LOOKS, then);
}

static void
on_related(struct seat *s, enum gw_err e, struct msg *m)
{
	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	case_show_related(s, s->work, &m->u.related);
	case_looks_ask(s, on_looks);
}

/* Cases that staff gave the same tag; only this team's key makes what they are found by. */
static void
ask_related(struct seat *s)
{
	struct case_work *w = s->work;
	struct msg m = { .type = MSG_RELATED_GET, .fd = -1 };
	struct msg_related_get *q = &m.u.related_get;
	struct buf fold;

	memcpy(q->session, s->session_id, SESSION_ID);
	memcpy(q->report, w->report, ID_BYTES);
	memcpy(q->team, w->c->team, sizeof q->team);
	for (size_t i = 0; w->c->has_team && i < w->file.n_tags; i++) {
		const struct entry *e = w->file.tag[i];

		buf_init(&fold, TAG_FOLDED);
		if (tag_fold(e->tag, e->text, &fold) == GW_OK) {
			case_tag_of(w->c->team_key.sk, buf_span(&fold), w->tag[i]);
			memcpy(q->tag[q->n++].found_by, w->tag[i], TAG_BYTES);
		}
		buf_free(&fold);
	}
	if (q->n > 0)
		seat_ask(s, &m, MSG_RELATED, on_related);
	else
		case_looks_ask(s, on_looks);
}

static void
on_opened(void *arg, enum opening_end end, enum gw_err e, const struct opened *c)
{
	struct seat *s = arg;
	struct case_work *w = s->work;

	if (end != OPENING_DONE) {
		opening_refuse(s->x, end, e);
		return;
	}
	w->c = c;
	casefile_read(c->entries.entry, c->entries.part, c->entries.n, &w->file);
	ask_related(s);
}

void
case_page_show(struct seat *s)
{
	const struct case_work *w = s->work;
	/* what was refused is shown again, and is no look: whoever sent it need not have read a thing */
	const bool is_look = s->route->method == HTTP_GET;
	enum gw_err e = (is_look ? opening_look : opening_new)(s->desk, s->token, w->report, on_opened, s,
	    &s->opening);

	if (e != GW_OK)
		seat_fail(s, e);
}

/* --- GET --- */

void
case_page_get(struct seat *s)
{
	const struct case_work *w = case_work_start(s);

	if (w == NULL)
		return;
	if (w->below.n == 0)
		case_page_show(s);
	else
		seat_fail(s, GW_EABSENT);
}
