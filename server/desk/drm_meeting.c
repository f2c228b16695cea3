/* drm_meeting.c: reads meetings, lists them, and who was there; drm_start.c begins one. */
#include "drm_meeting.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "act.h"
#include "case_name.h"
#include "clock.h"
#include "dossier.h"
#include "drm_pack.h"
#include "history.h"
#include "moment.h"
#include "path.h"
#include "workday.h"

enum { NOON = 12 * 60 * 60, FIRST_PARTS = 3 };	/* first: words, decision, agenda */

int64_t
drm_ends(const struct calendar *c, int64_t at)
{
	return workday_moment(c, workday_after(c, clock_wall(c, at).day), NOON);
}

enum gw_err
drm_meeting_read(const struct opened *c, struct drm_meeting *m)
{
	const struct entry *e = c->entries.n > 0 ? &c->entries.entry[0] : NULL;
	int64_t upto;

	memset(m, 0, sizeof *m);
	if (c->kind != KIND_MEETING || e == NULL || e->act != ACT_RECORD || e->sheet != SHEET_AGENDA)
		return GW_EABSENT;
	memcpy(m->report, c->report, ID_BYTES);
	memcpy(m->by, e->by, sizeof m->by);
	m->at = e->at;
	m->ends = sheet_moment(SHEET_AGENDA, e->field, "ends");
	if (path_decimal(sheet_text(SHEET_AGENDA, e->field, "upto"), INT64_MAX, &upto) != GW_OK ||
	    agenda_read(sheet_text(SHEET_AGENDA, e->field, "list"), &m->agenda) != GW_OK)
		return GW_EABSENT;
	m->upto = (uint64_t)upto;
	return GW_OK;
}

bool
drm_is_case(const struct msg_escalation *row)
{
	return row->kind < KIND_MEETING;
}

/* Entries have whole minutes: in the minute of the last meeting only its list tells. */
bool
drm_is_new(const struct opened *c, const struct drm_meeting *last)
{
	for (size_t i = 0; last != NULL && i < last->agenda.n; i++)
		if (memcmp(last->agenda.item[i].report, c->report, ID_BYTES) == 0)
			return false;
	return last == NULL || history_listed(c) >= last->at;
}

/* --- the last one --- */

static void
last_visit(void *arg, const struct msg_escalation *row, const struct opened *c)
{
	struct drm_last *l = arg;

	(void)row;
	l->has = drm_meeting_read(c, &l->meeting) == GW_OK;
}

static void last_try(struct drm_last *l);

static void
last_end(void *arg, enum gw_err e, uint64_t last, size_t unread)
{
	struct drm_last *l = arg;

	(void)last;
	(void)unread;
	survey_free(l->survey);
	l->survey = NULL;
	if (e != GW_OK || l->has) {
		l->done(l->seat, l, e);
		return;
	}
	l->skipped++;
	l->at++;
	last_try(l);
}

static void
on_last(struct seat *s, enum gw_err e, struct msg *m)
{
	struct drm_last *l = s->work;

	if (e != GW_OK) {
		l->done(s, l, e);
		return;
	}
	l->page = m->u.dossiers;
	l->at = 0;
	if (!l->any && l->page.n > 0) {
		l->any = true;
		memcpy(l->newest, l->page.row[0].report, ID_BYTES);
	}
	last_try(l);
}

/* The next one, an older one each time. */
static void
last_try(struct drm_last *l)
{
	const struct survey_calls calls = { .visit = last_visit, .end = last_end, .arg = l };
	struct msg_escalation row = { .kind = KIND_MEETING, .parts = FIRST_PARTS };
	enum gw_err e = GW_OK;

	if (l->at == l->page.n && l->page.goes_on && l->page.n > 0) {
		dossiers_ask(l->seat, KIND_MEETING, l->page.row[l->page.n - 1].n, on_last);
		return;
	}
	if (l->at < l->page.n) {
		memcpy(row.report, l->page.row[l->at].report, ID_BYTES);
		e = survey_new_list(l->seat, l->skipped == 0 ? l->what : SURVEY_GOES_ON, &row, 1, &calls, &l->survey);
		if (e == GW_OK)
			return;
	}
	l->done(l->seat, l, e);
}

void
drm_last_ask(struct seat *s, struct drm_last *l, enum survey what, drm_last_fn *done)
{
	l->seat = s;
	l->what = what;
	l->done = done;
	dossiers_ask(s, KIND_MEETING, 0, on_last);
}

void
drm_last_end(struct drm_last *l)
{
	survey_free(l->survey);
	l->survey = NULL;
}

/* --- earlier ones --- */

static struct console_drm_row
row_say(const struct seat *s, struct scrap *scrap, const struct msg_dossier *d)
{
	const struct calendar *c = &s->desk->setup->policy->calendar;

	return (struct console_drm_row){ .id = case_name_id(scrap, d->report), .ref = case_name_ref(scrap, d->report),
		.when = moment_say_from(scrap, c, "", d->received, s->now),
		.is_over = drm_ends(c, d->received) <= s->now };
}

static void
on_meetings(struct seat *s, enum gw_err e, struct msg *m)
{
	struct scrap *scrap = s->work;
	struct console page = { .done = { NULL, 0 } };
	const struct msg_dossiers *d = e == GW_OK ? &m->u.dossiers : NULL;
	struct console_drm_row *rows = d != NULL ? scrap_take(scrap, d->n, sizeof *rows) : NULL;

	for (size_t i = 0; rows != NULL && i < d->n; i++)
		rows[i] = row_say(s, scrap, &d->row[i]);
	if (d == NULL || scrap->failed) {
		seat_fail(s, e != GW_OK ? e : GW_ENOMEM);
		return;
	}
	page.drm.meetings = rows;
	page.drm.meetings_n = d->n;
	if (d->goes_on && d->n > 0)
		page.drm.next = scrap_print(scrap, "%" PRIu64, d->row[d->n - 1].n);
	seat_show(s, 200, CONSOLE_DRM_MEETINGS, &page);
}

void
drm_meetings(struct seat *s)
{
	const struct span before = form_value(&s->form, "before");
	int64_t n = 0;

	if (before.n > 0 && path_decimal(before, INT64_MAX, &n) != GW_OK)
		seat_fail(s, GW_EABSENT);
	else if (seat_work(s, sizeof(struct scrap), scrap_work_end) != NULL)
		dossiers_ask(s, KIND_MEETING, (uint64_t)n, on_meetings);
}

/* --- who was there --- */

struct present_work {
	struct act *act;
	struct act_order order;
	uint8_t report[ID_BYTES];
};

static void
present_end(void *work)
{
	struct present_work *w = work;

	act_free(w->act);
}

static void
on_present(void *arg, const struct act_result *r)
{
	struct seat *s = arg;
	struct present_work *w = s->work;
	char id[2 * ID_BYTES + 1], to[sizeof id + 64];

	act_free(w->act);
	w->act = NULL;
	sodium_bin2hex(id, sizeof id, w->report, ID_BYTES);
	snprintf(to, sizeof to, "/desk/drm/%s?done=present#present", id);
	if (r->end == ACT_DONE)
		seat_go(s, to);
	else if (r->end == ACT_UNOPENED)
		opening_refuse(s->x, r->opening, r->e);
	else
		seat_refuse(s, 409, r->end == ACT_REFUSED ? r->said : "This could not be written down. Try again.");
}

/* How many of the two fields cannot be kept. */
static size_t
present_check(struct console_present typed, struct console_error error[2])
{
	struct span field[SHEET_FIELDS] = { { NULL, 0 } };
	size_t n = 0, bad;

	for (int i = 0; i < 2; i++) {
		const char *key = i == 0 ? "name" : "agency";
		const struct span said = i == 0 ? typed.name : typed.agency;

		field[sheet_field(SHEET_PRESENT, "name")] = field[sheet_field(SHEET_PRESENT, "agency")] = span_of("x");
		field[sheet_field(SHEET_PRESENT, key)] = said;
		if (sheet_check(SHEET_PRESENT, field, &bad) != GW_OK)
			error[n++] = (struct console_error){ key, span_of(said.n > 0 ? "Write it on one short line." :
			    i == 0 ? "Write the name of who is here." : "Write the agency that they come from.") };
	}
	return n;
}

static void
present_keep(struct seat *s, const uint8_t report[ID_BYTES], struct console_present typed)
{
	struct present_work *w = seat_work(s, sizeof *w, present_end);

	if (w == NULL)
		return;
	memcpy(w->report, report, ID_BYTES);
	w->order.entry = (struct entry){ .act = ACT_RECORD, .sheet = SHEET_PRESENT };
	w->order.entry.field[sheet_field(SHEET_PRESENT, "name")] = typed.name;
	w->order.entry.field[sheet_field(SHEET_PRESENT, "agency")] = typed.agency;
	if (act_new(s->desk, s->token, w->report, &w->order, on_present, s, &w->act) != GW_OK)
		seat_fail(s, GW_EBUSY);
}

void
drm_present(struct seat *s)
{
	const struct console_present typed = { form_value(&s->form, "name"), form_value(&s->form, "agency") };
	struct console_error error[2];
	uint8_t report[ID_BYTES];
	struct span rest;
	size_t n;

	if (path_report(s->rest, report, &rest) != GW_OK || !span_is(rest, "/present"))
		seat_fail(s, GW_EABSENT);
	else if ((n = present_check(typed, error)) > 0)
		drm_pack_unheard(s, report, typed, error, n);
	else
		present_keep(s, report, typed);
}
