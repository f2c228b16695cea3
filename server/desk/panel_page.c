/* panel_page.c: one survey; each nomination is a row, those that wait for an answer first. */
#include "panel_page.h"

#include "case_name.h"
#include "scrap.h"
#include "sheet_words.h"
#include "situation.h"
#include "survey.h"
#include "words_of.h"

enum { PANEL_ROWS = 400, SOURCES = 6, YEAR = 366 * 86400 };

struct panel_work {
	struct scrap scrap;
	struct surveyor *survey;
	size_t n, left_out;
	struct console_nominee row[PANEL_ROWS], shown[PANEL_ROWS];
	struct console m;
};

static void
work_end(void *work)
{
	struct panel_work *w = work;

	survey_free(w->survey);
	scrap_end(&w->scrap);
}

static struct span
day_words(struct seat *s, int64_t at)
{
	struct panel_work *w = s->work;
	char day[WORDS_TIME];

	words_day(&s->desk->setup->policy->calendar, at, day);
	return scrap_copy(&w->scrap, span_of(day));
}

static struct span
code_words(const struct noted *e, const char *key)
{
	const enum sheet sheet = e->entry->sheet;

	return span_of(sheet_code_words(sheet, sheet_field(sheet, key), noted_text(e, key)));
}

/* What the case's own links say of the name, each with how sure it is. */
static void
sources_add(struct seat *s, const struct situation *is, struct span name, struct console_nominee *r)
{
	struct panel_work *w = s->work;
	struct console_source *list = scrap_take(&w->scrap, SOURCES, sizeof *list);

	for (size_t i = 0; list != NULL && i < is->ties.n && r->sources_n < SOURCES; i++) {
		const struct noted *tie = &is->ties.of[i];

		if (!tie_is_sound(tie, s->now) ||
		    (!line_is_same(noted_text(tie, "from"), name) && !line_is_same(noted_text(tie, "to"), name)))
			continue;
		list[r->sources_n++] = (struct console_source){ code_words(tie, "source"),
			code_words(tie, "reliability"), day_words(s, noted_moment(tie, "until")) };
	}
	r->sources = list;
}

static void
answer_add(struct seat *s, const struct noted *answer, struct console_nominee *r)
{
	struct panel_work *w = s->work;

	r->is_waiting = answer->entry == NULL;
	if (r->is_waiting)
		return;
	r->result = code_words(answer, "result");
	r->answer = scrap_copy(&w->scrap, noted_text(answer, "text"));
	r->answered = day_words(s, answer->entry->at);
}

static void
nominee_add(struct seat *s, const struct opened *c, const struct situation *is, size_t at)
{
	struct panel_work *w = s->work;
	const struct noted *e = &is->nominations.of[at];
	struct console_nominee *r = &w->row[w->n];

	if (w->n == PANEL_ROWS) {
		w->left_out++;
		return;
	}
	w->n++;
	r->id = case_name_id(&w->scrap, c->report);
	r->ref = case_name_ref(&w->scrap, c->report);
	r->name = scrap_copy(&w->scrap, noted_text(e, "name"));
	r->kind = code_words(e, "is");
	r->age = scrap_copy(&w->scrap, noted_text(e, "age"));
	r->why = scrap_copy(&w->scrap, noted_text(e, "text"));
	r->by = scrap_copy(&w->scrap, span_of(e->entry->by));
	r->at = day_words(s, e->entry->at);
	r->is_closed = c->state == CASE_CLOSED;
	if (is->plan.entry != NULL) {
		r->plan = scrap_copy(&w->scrap, noted_text(&is->plan, "text"));
		r->review = day_words(s, noted_moment(&is->plan, "review"));
		r->is_late = noted_moment(&is->plan, "review") < s->now;
	}
	sources_add(s, is, noted_text(e, "name"), r);
	answer_add(s, &is->panel[at], r);
}

static void
visit(void *arg, const struct msg_escalation *row, const struct opened *c)
{
	struct seat *s = arg;
	struct situation is;

	(void)row;
	situation_read(c->entries.entry, c->entries.part, c->entries.n, &is);
	for (size_t i = 0; i < is.nominations.n; i++)
		nominee_add(s, c, &is, i);
}

static void
on_surveyed(void *arg, enum gw_err e, uint64_t last, size_t unread)
{
	struct seat *s = arg;
	struct panel_work *w = s->work;
	struct console_panel *m = &w->m.panel;

	(void)last;
	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	for (int waiting = 1; waiting >= 0; waiting--)
		for (size_t i = 0; i < w->n; i++)
			if (w->row[i].is_waiting == (waiting == 1))
				w->shown[m->rows_n++] = w->row[i];
	m->rows = w->shown;
	m->not_counted = survey_left_out(w->survey);
	m->unread = unread;
	m->left_out = w->left_out;
	if (w->scrap.failed)
		seat_fail(s, GW_ENOMEM);
	else
		seat_show(s, 200, CONSOLE_PANEL, &w->m);
}

/* Without opening it. When a closed one changed nobody knows: by when it came in. */
static bool
wants(void *arg, const struct msg_escalation *row)
{
	const struct seat *s = arg;

	return row->kind < KIND_MEETING && (row->state != CASE_CLOSED || row->received >= s->now - YEAR);
}

void
panel_page_get(struct seat *s)
{
	struct panel_work *w = seat_work(s, sizeof *w, work_end);
	const struct survey_order order = { .what = SURVEY_PANEL, .order = ORDER_CHANGED };
	const struct survey_calls calls = { .wants = wants, .visit = visit, .end = on_surveyed, .arg = s };
	enum gw_err e;

	if (w != NULL && (e = survey_new(s, &order, &calls, &w->survey)) != GW_OK)
		seat_fail(s, e);
}
