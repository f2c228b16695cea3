/* drm_start.c: begins a meeting: everything that was listed behind the number where the last one ended, frozen as the
 * agenda of a new one. */
#include "drm_meeting.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "dossier.h"
#include "path.h"

enum { NUMBER = 24 };

struct start_work {
	struct drm_last last;		/* first: drm_meeting.c finds it there */
	struct surveyor *survey;
	struct agenda agenda;
	size_t taken;
	uint64_t upto;			/* of those taken */
	bool is_full;			/* the others are the next meeting's */
};

static void
work_end(void *work)
{
	struct start_work *w = work;

	drm_last_end(&w->last);
	survey_free(w->survey);
}

/* --- where it leads --- */

static void
go(struct seat *s, const uint8_t report[ID_BYTES], const char *done)
{
	char id[2 * ID_BYTES + 1], to[sizeof id + 64];

	sodium_bin2hex(id, sizeof id, report, ID_BYTES);
	snprintf(to, sizeof to, "/desk/drm/%s?done=%s", id, done);
	seat_go(s, to);
}

static void
on_newest(struct seat *s, enum gw_err e, struct msg *m)
{
	if (e != GW_OK || m->u.dossiers.n == 0)
		seat_fail(s, e != GW_OK ? e : GW_EBUSY);
	else
		go(s, m->u.dossiers.row[0].report, "drm-late");
}

static void
on_made(struct seat *s, enum gw_err e, const uint8_t report[ID_BYTES])
{
	if (e == GW_ECONFLICT)
		dossiers_ask(s, KIND_MEETING, 0, on_newest);
	else if (e != GW_OK)
		seat_fail(s, e);
	else
		go(s, report, "drm");
}

/* --- the set --- */

static bool
set_wants(void *arg, const struct msg_escalation *row)
{
	struct start_work *w = arg;

	if (!drm_is_case(row))
		return false;
	w->is_full = w->is_full || w->taken == LIMIT_AGENDA;
	if (w->is_full)
		return false;
	w->taken++;
	w->upto = row->listed;
	return true;
}

static void
item_add(struct start_work *w, const struct msg_escalation *row, bool is_new)
{
	struct agenda_item *item = &w->agenda.item[w->agenda.n++];

	*item = (struct agenda_item){ .parts = row->parts, .is_new = is_new };
	memcpy(item->report, row->report, ID_BYTES);
}

static void
set_visit(void *arg, const struct msg_escalation *row, const struct opened *c)
{
	struct start_work *w = arg;

	item_add(w, row, drm_is_new(c, w->last.has ? &w->last.meeting : NULL));
}

/* What does not open for one may open for another: it is on the list all the same. */
static void
set_unread(void *arg, const struct msg_escalation *row)
{
	item_add(arg, row, false);
}

static enum gw_err
note_make(struct seat *s, struct start_work *w, uint64_t upto)
{
	struct entry note = { .act = ACT_RECORD, .sheet = SHEET_AGENDA };
	char number[NUMBER], ends[NUMBER];
	struct buf list;
	enum gw_err e;

	buf_init(&list, LIMIT_LIST);
	e = agenda_write(&w->agenda, &list);
	snprintf(number, sizeof number, "%" PRIu64, upto);
	snprintf(ends, sizeof ends, "%" PRId64, drm_ends(&s->desk->setup->policy->calendar, s->now));
	note.field[sheet_field(SHEET_AGENDA, "list")] = buf_span(&list);
	note.field[sheet_field(SHEET_AGENDA, "upto")] = span_of(number);
	note.field[sheet_field(SHEET_AGENDA, "ends")] = span_of(ends);
	if (e == GW_OK)
		dossier_new(s, KIND_MEETING, w->last.any ? w->last.newest : NULL,
		    span_of("Daily Risk Management meeting"), &note, on_made);
	buf_free(&list);
	return e;
}

static void
set_end(void *arg, enum gw_err e, uint64_t last, size_t unread)
{
	struct start_work *w = arg;
	struct seat *s = w->last.seat;

	(void)unread;
	survey_free(w->survey);
	w->survey = NULL;
	if (e == GW_OK)
		e = note_make(s, w, w->is_full ? w->upto : last);
	if (e != GW_OK)
		seat_fail(s, e);
}

/* --- the form --- */

/* The board that this person has seen stood behind this meeting: nobody has begun another one since. */
static bool
is_still_last(const struct seat *s, const struct drm_last *l)
{
	const struct span typed = form_value(&s->form, "latest");
	uint8_t id[ID_BYTES];
	struct span rest;

	if (!l->any)
		return true;
	return path_report(typed, id, &rest) == GW_OK && rest.n == 0 && memcmp(id, l->newest, ID_BYTES) == 0;
}

static void
on_last(struct seat *s, struct drm_last *l, enum gw_err e)
{
	struct start_work *w = s->work;
	const struct survey_calls calls = { set_wants, set_visit, set_end, w, set_unread };
	const struct survey_order order = { .what = SURVEY_MEETING, .order = ORDER_LISTED,
		.after = l->has ? l->meeting.upto : 0 };

	if (e == GW_OK && !is_still_last(s, l)) {
		go(s, l->newest, "drm-late");
		return;
	}
	if (e == GW_OK)
		e = survey_new(s, &order, &calls, &w->survey);
	if (e != GW_OK)
		seat_fail(s, e);
}

void
drm_start(struct seat *s)
{
	struct start_work *w = seat_work(s, sizeof *w, work_end);

	if (w != NULL)
		drm_last_ask(s, &w->last, SURVEY_MEETING, on_last);
}
