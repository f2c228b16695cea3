/* drm_meeting.c: reads meetings, lists them, and who was there; drm_start.c begins one. */
#include "drm_meeting.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "act.h"
#include "clock.h"
#include "history.h"
#include "path.h"
#include "words_of.h"
#include "workday.h"

enum { NOON = 12 * 60 * 60, FIRST_PARTS = 3, NUMBER_DIGITS = 18 };	/* first: words, decision, agenda */

int64_t
drm_ends(const struct calendar *c, int64_t at)
{
	return workday_moment(c, workday_after(c, clock_wall(c, at).day), NOON);
}

/* Decimal digits; false: it is no number, or too long to be one. */
static bool
number_read(struct span text, uint64_t *n)
{
	*n = 0;
	if (text.n == 0 || text.n > NUMBER_DIGITS)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
		*n = *n * 10 + (uint64_t)(text.p[i] - '0');
	}
	return true;
}

enum gw_err
drm_meeting_read(const struct opened *c, struct drm_meeting *m)
{
	const struct entry *e = c->entries.n > 0 ? &c->entries.entry[0] : NULL;

	memset(m, 0, sizeof *m);
	if (c->kind != KIND_MEETING || e == NULL || e->act != ACT_RECORD || e->sheet != SHEET_AGENDA)
		return GW_EABSENT;
	memcpy(m->report, c->report, ID_BYTES);
	memcpy(m->by, e->by, sizeof m->by);
	m->at = e->at;
	m->ends = sheet_moment(SHEET_AGENDA, e->field, "ends");
	if (!number_read(sheet_text(SHEET_AGENDA, e->field, "upto"), &m->upto) ||
	    agenda_read(sheet_text(SHEET_AGENDA, e->field, "list"), &m->agenda) != GW_OK)
		return GW_EABSENT;
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

void
drm_meetings_ask(struct seat *s, uint64_t n, seat_answer_fn *answer)
{
	struct msg m = { .type = MSG_DOSSIERS_GET, .fd = -1 };

	memcpy(m.u.dossiers_get.session, s->session_id, SESSION_ID);
	m.u.dossiers_get.kind = KIND_MEETING;
	m.u.dossiers_get.before = n;
	seat_ask(s, &m, MSG_DOSSIERS, answer);
}

static void
last_visit(void *arg, const struct msg_escalation *row, const struct opened *c)
{
	struct drm_last *l = arg;

	(void)row;
	l->read = drm_meeting_read(c, &l->meeting);
	l->has = l->read == GW_OK;
}

/* One that does not open must not be taken for none: the next set would begin at the beginning. */
static void
last_end(void *arg, enum gw_err e, uint64_t last, size_t unread)
{
	struct drm_last *l = arg;

	(void)last;
	survey_free(l->survey);
	l->survey = NULL;
	if (e == GW_OK && (unread > 0 || !l->has))
		e = unread > 0 ? GW_EDENIED : GW_EBUG;
	l->done(l->seat, l, e);
}

static void
on_last(struct seat *s, enum gw_err e, struct msg *m)
{
	struct drm_last *l = s->work;
	const struct survey_calls calls = { .visit = last_visit, .end = last_end, .arg = l };
	struct msg_escalation row = { .kind = KIND_MEETING, .parts = FIRST_PARTS };

	if (e != GW_OK || m->u.dossiers.n == 0) {
		l->done(s, l, e);
		return;
	}
	memcpy(row.report, m->u.dossiers.row[0].report, ID_BYTES);
	e = survey_new_list(s, l->what, &row, 1, &calls, &l->survey);
	if (e != GW_OK)
		l->done(s, l, e);
}

void
drm_last_ask(struct seat *s, struct drm_last *l, enum survey what, drm_last_fn *done)
{
	l->seat = s;
	l->what = what;
	l->done = done;
	drm_meetings_ask(s, 0, on_last);
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
	char id[2 * ID_BYTES + 1], ref[WORDS_REF], at[CLOCK_WORDS];

	sodium_bin2hex(id, sizeof id, d->report, ID_BYTES);
	words_ref(d->report, ref);
	clock_words(c, d->received, at);
	return (struct console_drm_row){ .id = scrap_print(scrap, "%s", id), .ref = scrap_print(scrap, "%s", ref),
		.when = scrap_print(scrap, "%s", at), .is_over = drm_ends(c, d->received) <= s->now };
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
	uint64_t n = 0;

	if (before.n > 0 && !number_read(before, &n))
		seat_fail(s, GW_EABSENT);
	else if (seat_work(s, sizeof(struct scrap), scrap_work_end) != NULL)
		drm_meetings_ask(s, n, on_meetings);
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
	snprintf(to, sizeof to, "/desk/drm/%s?done=present", id);
	if (r->end == ACT_DONE)
		seat_go(s, to);
	else if (r->end == ACT_UNOPENED)
		opening_refuse(s->x, r->opening, r->e);
	else
		seat_refuse(s, 409, r->end == ACT_REFUSED ? r->said : "This could not be written down. Try again.");
}

void
drm_present(struct seat *s)
{
	const struct span name = form_value(&s->form, "name"), agency = form_value(&s->form, "agency");
	struct present_work *w;
	struct span rest;
	size_t bad;

	if ((w = seat_work(s, sizeof *w, present_end)) == NULL)
		return;
	if (path_report(s->rest, w->report, &rest) != GW_OK || !span_is(rest, "/present")) {
		seat_fail(s, GW_EABSENT);
		return;
	}
	w->order.entry = (struct entry){ .act = ACT_RECORD, .sheet = SHEET_PRESENT };
	w->order.entry.field[sheet_field(SHEET_PRESENT, "name")] = name;
	w->order.entry.field[sheet_field(SHEET_PRESENT, "agency")] = agency;
	if (sheet_check(SHEET_PRESENT, w->order.entry.field, &bad) != GW_OK)
		seat_refuse(s, 422, "Write a name and an agency, a line each. Go back and try again.");
	else if (act_new(s->desk, s->token, w->report, &w->order, on_present, s, &w->act) != GW_OK)
		seat_fail(s, GW_EBUSY);
}
