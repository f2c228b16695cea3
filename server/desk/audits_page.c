/* audits_page.c: the list of audits; a new one is a survey of what was closed, a draw, and a dossier. */
#include "audits_page.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "agenda.h"
#include "case_name.h"
#include "casefile.h"
#include "clock.h"
#include "dossier.h"
#include "drm_case.h"
#include "history.h"
#include "sample.h"
#include "secret.h"
#include "survey.h"
#include "words_of.h"
#include "workday.h"

enum { DAY = 24 * 60 * 60, YEAR = 366 * DAY, MONTHS = 3, SIZE = 30, SEED_DIGITS = 9, SEEDS = 1000 * 1000 * 1000,
	AUDITS_ERRORS = 4, NUMBER = 24 };

struct audits_work {
	struct scrap scrap;
	struct seat *seat;
	int status;
	struct surveyor *survey;
	int32_t first, last;		/* days, both of the period */
	int64_t from, to;
	uint32_t seed, size;
	size_t n;
	struct sample_row *row;		/* LIMIT_SURVEY of them */
	struct console m;
	struct console_error error[AUDITS_ERRORS];
};

static void
work_end(void *work)
{
	struct audits_work *w = work;

	survey_free(w->survey);
	scrap_end(&w->scrap);
}

/* Decimal, at most nine digits. */
static bool
number_read(struct span digits, uint64_t most, uint64_t *n)
{
	*n = 0;
	for (size_t i = 0; i < digits.n; i++) {
		if (digits.p[i] < '0' || digits.p[i] > '9' || *n > most)
			return false;
		*n = *n * 10 + (uint64_t)(digits.p[i] - '0');
	}
	return digits.n > 0 && *n <= most;
}

/* --- the list --- */

static void
on_audits(struct seat *s, enum gw_err e, struct msg *m)
{
	struct audits_work *w = s->work;
	struct console_audits *out = &w->m.audits;
	const struct msg_dossiers *d = e == GW_OK ? &m->u.dossiers : NULL;
	struct console_drm_row *rows = d != NULL ? scrap_take(&w->scrap, d->n, sizeof *rows) : NULL;
	char at[CLOCK_WORDS];

	for (size_t i = 0; rows != NULL && i < d->n; i++) {
		rows[i].id = case_name_id(&w->scrap, d->row[i].report);
		rows[i].ref = case_name_ref(&w->scrap, d->row[i].report);
		clock_words(&s->desk->setup->policy->calendar, d->row[i].received, at);
		rows[i].when = scrap_print(&w->scrap, "%s", at);
		rows[i].is_over = d->row[i].state == CASE_CLOSED;
	}
	if (d == NULL || w->scrap.failed) {
		seat_fail(s, e != GW_OK ? e : GW_ENOMEM);
		return;
	}
	out->list = rows;
	out->list_n = d->n;
	if (d->goes_on && d->n > 0)
		out->next = scrap_print(&w->scrap, "%" PRIu64, d->row[d->n - 1].n);
	seat_show(s, w->status, CONSOLE_AUDITS, &w->m);
}

static void
ask_audits(struct seat *s, int status, uint64_t before)
{
	struct audits_work *w = s->work;
	struct msg m = { .type = MSG_DOSSIERS_GET, .fd = -1 };

	w->status = status;
	memcpy(m.u.dossiers_get.session, s->session_id, SESSION_ID);
	m.u.dossiers_get.kind = KIND_AUDIT;
	m.u.dossiers_get.before = before;
	seat_ask(s, &m, MSG_DOSSIERS, on_audits);
}

static struct span
date_say(struct audits_work *w, int32_t day)
{
	char text[WORKDAY_DATE];

	workday_date_text(day, text);
	return scrap_print(&w->scrap, "%s", text);
}

void
audits_page_get(struct seat *s)
{
	const struct span before = form_value(&s->form, "before");
	struct audits_work *w;
	uint64_t n = 0;
	int32_t today;

	if (before.n > 0 && !number_read(before, UINT32_MAX, &n)) {
		seat_fail(s, GW_EABSENT);
		return;
	}
	if ((w = seat_work(s, sizeof *w, work_end)) == NULL)
		return;
	today = clock_wall(&s->desk->setup->policy->calendar, s->now).day;
	w->m.audits.from = date_say(w, workday_month(today, -MONTHS));
	w->m.audits.to = date_say(w, today);
	w->m.audits.size = scrap_print(&w->scrap, "%d", SIZE);
	ask_audits(s, 200, n);
}

/* --- the form --- */

static void
wrong(struct audits_work *w, const char *field, const char *said)
{
	w->error[w->m.errors_n++] = (struct console_error){ field, span_of(said) };
	w->m.errors = w->error;
}

static bool
day_read(struct audits_work *w, const char *field, struct span typed, int32_t *day)
{
	const struct calendar *c = &w->seat->desk->setup->policy->calendar;
	int64_t at;

	if (words_day_read(c, typed, &at) != GW_OK) {
		wrong(w, field, "Write a day, like 2026-11-21.");
		return false;
	}
	*day = clock_wall(c, at).day;
	return true;
}

static void
days_read(struct audits_work *w)
{
	const struct calendar *c = &w->seat->desk->setup->policy->calendar;
	const bool has_from = day_read(w, "from", w->m.audits.from, &w->first);
	const bool has_to = day_read(w, "to", w->m.audits.to, &w->last);

	if (!has_from || !has_to)
		return;
	w->from = workday_moment(c, w->first, 0);
	w->to = workday_moment(c, w->last + 1, 0);
	if (w->first > w->last)
		wrong(w, "to", "Choose a last day that is not before the first.");
	else if (!clock_is_known(w->to))
		wrong(w, "to", "Write a day, like 2026-11-21.");
}

static void
fields_read(struct audits_work *w)
{
	const struct form *f = &w->seat->form;
	struct console_audits *out = &w->m.audits;
	uint64_t n = 0;

	out->from = form_value(f, "from");
	out->to = form_value(f, "to");
	out->size = form_value(f, "size");
	out->seed = form_value(f, "seed");
	days_read(w);
	if (!number_read(out->size, LIMIT_SAMPLE, &n) || n == 0)
		wrong(w, "size", "Write a number from 1 to 40.");
	w->size = (uint32_t)n;
	if (text_is_blank(out->seed)) {
		secret_random(&w->seed, sizeof w->seed);
		w->seed %= SEEDS;
		return;
	}
	if (out->seed.n > SEED_DIGITS || !number_read(out->seed, SEEDS - 1, &n))
		wrong(w, "seed", "Write a number of up to nine digits, or leave it empty.");
	w->seed = (uint32_t)n;
}

/* --- the draw --- */

static void
on_made(struct seat *s, enum gw_err e, const uint8_t report[ID_BYTES])
{
	char id[2 * ID_BYTES + 1], to[sizeof id + 64];

	sodium_bin2hex(id, sizeof id, report, ID_BYTES);
	snprintf(to, sizeof to, "/desk/audits/%s?done=audit", id);
	if (e != GW_OK)
		seat_fail(s, e);
	else
		seat_go(s, to);
}

static enum gw_err
list_write(const struct audits_work *w, size_t n, struct buf *out)
{
	struct agenda a = { .n = n };

	for (size_t i = 0; i < n; i++) {
		a.item[i].parts = w->row[i].parts;
		memcpy(a.item[i].report, w->row[i].report, ID_BYTES);
	}
	return agenda_write(&a, out);
}

static enum gw_err
audit_make(struct audits_work *w, size_t unread)
{
	const size_t total = w->n, drawn = sample_draw(w->row, w->n, w->seed, w->size);
	struct entry note = { .act = ACT_RECORD, .sheet = SHEET_SAMPLE };
	struct buf list;
	enum gw_err e;

	buf_init(&list, LIMIT_LIST);
	e = list_write(w, drawn, &list);
	note.field[sheet_field(SHEET_SAMPLE, "seed")] = scrap_print(&w->scrap, "%" PRIu32, w->seed);
	note.field[sheet_field(SHEET_SAMPLE, "from")] = scrap_print(&w->scrap, "%" PRId64, w->from);
	note.field[sheet_field(SHEET_SAMPLE, "to")] = scrap_print(&w->scrap, "%" PRId64, w->to);
	note.field[sheet_field(SHEET_SAMPLE, "total")] = unread == 0 ? scrap_print(&w->scrap, "%zu", total) :
	    scrap_print(&w->scrap, "%zu (%zu did not open)", total, unread);
	note.field[sheet_field(SHEET_SAMPLE, "list")] = buf_span(&list);
	if (e == GW_OK && w->scrap.failed)
		e = GW_ENOMEM;
	if (e == GW_OK)
		dossier_new(w->seat, KIND_AUDIT, NULL, span_of("Audit of closed cases"), &note, on_made);
	buf_free(&list);
	return e;
}

/* Without opening it: when it was closed stands in it. */
static bool
draw_wants(void *arg, const struct msg_escalation *row)
{
	const struct audits_work *w = arg;

	return (row->kind == KIND_REPORT || row->kind == KIND_EXTRACT) && row->state == CASE_CLOSED &&
	    row->received < w->to && row->received >= w->from - YEAR;
}

static void
draw_visit(void *arg, const struct msg_escalation *row, const struct opened *c)
{
	struct audits_work *w = arg;
	struct sample_row *one = &w->row[w->n];
	struct casefile file;

	(void)row;
	casefile_read(c->entries.entry, c->entries.part, c->entries.n, &file);
	if (file.closed == NULL || file.closed->at < w->from || file.closed->at >= w->to || history_is_given(c))
		return;			/* what was given is drawn where it came from */
	*one = (struct sample_row){ .band = history_band(c), .parts = c->chain.n };
	memcpy(one->report, c->report, ID_BYTES);
	w->n++;
}

static void
draw_end(void *arg, enum gw_err e, uint64_t last, size_t unread)
{
	struct audits_work *w = arg;

	(void)last;
	if (e == GW_OK && survey_left_out(w->survey) > 0)
		e = GW_ELIMIT;		/* a sample of a part would be none */
	survey_free(w->survey);
	w->survey = NULL;
	if (e == GW_ELIMIT || (e == GW_OK && w->n == 0)) {
		wrong(w, "from", e == GW_ELIMIT ? "Too many cases were closed in that time. Choose fewer days." :
		    "No case was closed in that time.");
		ask_audits(w->seat, 422, 0);
		return;
	}
	if (e == GW_OK)
		e = audit_make(w, unread);
	if (e != GW_OK)
		seat_fail(w->seat, e);
}

void
audits_page_post(struct seat *s)
{
	const struct survey_order order = { .what = SURVEY_AUDIT, .order = ORDER_CHANGED };
	struct audits_work *w = seat_work(s, sizeof *w, work_end);
	const struct survey_calls calls = { draw_wants, draw_visit, draw_end, w, NULL };
	enum gw_err e = GW_OK;

	if (w == NULL)
		return;
	w->seat = s;
	fields_read(w);
	if (w->m.errors_n > 0) {
		ask_audits(s, 422, 0);
		return;
	}
	if ((w->row = scrap_take(&w->scrap, LIMIT_SURVEY, sizeof *w->row)) == NULL)
		e = GW_ENOMEM;
	if (e == GW_OK)
		e = survey_new(s, &order, &calls, &w->survey);
	if (e != GW_OK)
		seat_fail(s, e);
}
