/* case_linked.c: rows of community safety's cases, page by page; those that the incident is linked with are kept. */
#include "case_linked.h"

#include <string.h>

#include "case_name.h"
#include "triage.h"
#include "words_of.h"

static void ask(struct seat *s, uint64_t after);

static bool
is_linked(const struct casefile *file, const uint8_t report[ID_BYTES])
{
	for (size_t i = 0; i < file->n_links; i++)
		if (file->link[i]->how == LINK_INCIDENT && memcmp(file->link[i]->other, report, ID_BYTES) == 0)
			return true;
	return false;
}

static void
add(struct seat *s, const struct msg_escalation *row)
{
	struct case_work *w = s->work;
	char age[WORDS_TIME];

	words_age(row->received, s->now, age);
	w->linked[w->m.file.linked_n++] = (struct console_related){ .id = case_name_id(&w->scrap, row->report),
		.ref = case_name_ref(&w->scrap, row->report), .band = span_of(band_code((enum band)row->band)),
		.state = span_of(words_state((enum case_state)row->state)), .age = scrap_print(&w->scrap, "%s", age) };
	w->m.file.linked = w->linked;
}

static void
on_rows(struct seat *s, enum gw_err e, struct msg *m)
{
	struct case_work *w = s->work;
	const struct msg_escalations *rows;

	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	rows = &m->u.escalations;
	for (size_t i = 0; i < rows->n && w->m.file.linked_n < CASEFILE_LINKS; i++)
		if (is_linked(&w->file, rows->row[i].report))
			add(s, &rows->row[i]);
	if (rows->goes_on && rows->n > 0) {
		ask(s, rows->row[rows->n - 1].changed);
		return;
	}
	w->m.file.counts = scrap_print(&w->scrap, "1 incident / %zu report%s", w->m.file.linked_n,
	    w->m.file.linked_n == 1 ? "" : "s");
	w->linked_then(s);
}

static void
ask(struct seat *s, uint64_t after)
{
	struct msg m = { .type = MSG_ESCALATIONS_GET, .fd = -1 };
	struct msg_escalations_get *q = &m.u.escalations_get;

	memcpy(q->session, s->session_id, SESSION_ID);
	q->order = ORDER_CHANGED;
	q->survey = after == 0 ? SURVEY_INCIDENT : SURVEY_GOES_ON;
	q->after = after;
	q->limit = MSG_ESCALATED;
	seat_ask(s, &m, MSG_ESCALATIONS, on_rows);
}

void
case_linked_ask(struct seat *s, seat_fn *then)
{
	struct case_work *w = s->work;

	w->linked_then = then;
	w->m.file.linked_n = 0;
	ask(s, 0);
}
