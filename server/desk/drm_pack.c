/* drm_pack.c: the meeting is opened, then its cases, each up to the part where it stood. */
#include "drm_pack.h"

#include <string.h>

#include "clock.h"
#include "drm_case.h"
#include "drm_meeting.h"
#include "history.h"
#include "path.h"
#include "secret.h"

struct pack_work {
	struct scrap scrap;
	struct seat *seat;
	uint8_t report[ID_BYTES];
	struct drm_meeting meeting;
	struct surveyor *survey;
	struct console page;
	size_t n;
	enum band band[LIMIT_AGENDA];
	struct console_drm_case read[LIMIT_AGENDA];	/* in the order of the agenda */
};

static void
work_end(void *work)
{
	struct pack_work *w = work;

	survey_free(w->survey);
	scrap_end(&w->scrap);
}

static struct span
say_at(struct pack_work *w, const char *before, int64_t at)
{
	char words[CLOCK_WORDS];

	clock_words(&w->seat->desk->setup->policy->calendar, at, words);
	return scrap_print(&w->scrap, "%s%s", before, words);
}

/* --- the cases --- */

static struct console_drm_case *
case_add(struct pack_work *w, const struct msg_escalation *row, enum band band)
{
	struct console_drm_case *c = &w->read[w->n];

	for (size_t i = 0; i < w->meeting.agenda.n; i++)
		if (memcmp(w->meeting.agenda.item[i].report, row->report, ID_BYTES) == 0)
			c->is_new = w->meeting.agenda.item[i].is_new;
	w->band[w->n++] = band;
	return c;
}

static void
pack_visit(void *arg, const struct msg_escalation *row, const struct opened *c)
{
	struct pack_work *w = arg;
	const struct child_setup *setup = w->seat->desk->setup;
	const struct drm_as as = { setup->policy, setup->agencies, w->meeting.at };

	drm_case_fill(c, &as, &w->scrap, case_add(w, row, history_band(c)));
}

/* Nobody knows how grave it is: it stands first. */
static void
pack_unread(void *arg, const struct msg_escalation *row)
{
	struct pack_work *w = arg;
	struct console_drm_case *c = case_add(w, row, BAND_N);

	c->is_unread = true;
	drm_case_name(row->report, &w->scrap, &c->id, &c->ref);
}

/* The gravest first. */
static void
cases_say(struct pack_work *w)
{
	struct console_drm_case *list = scrap_take(&w->scrap, w->n, sizeof *list);
	size_t n = 0;

	for (int b = BAND_N; list != NULL && b >= 0; b--)
		for (size_t i = 0; i < w->n; i++)
			if (w->band[i] == (enum band)b) {
				list[n] = w->read[i];
				list[n].number = n + 1;
				n++;
			}
	w->page.drm.cases = list;
	w->page.drm.cases_n = n;
}

static void
pack_end(void *arg, enum gw_err e, uint64_t last, size_t unread)
{
	struct pack_work *w = arg;

	(void)last;
	survey_free(w->survey);
	w->survey = NULL;
	w->page.drm.unread = unread;
	cases_say(w);
	if (e == GW_OK && w->scrap.failed)
		e = GW_ENOMEM;
	if (e != GW_OK)
		seat_fail(w->seat, e);
	else
		seat_show(w->seat, 200, CONSOLE_DRM_PACK, &w->page);
}

static enum gw_err
survey_begin(struct pack_work *w)
{
	const struct survey_calls calls = { NULL, pack_visit, pack_end, w, pack_unread };
	const struct agenda *a = &w->meeting.agenda;
	struct msg_escalation *row = scrap_take(&w->scrap, a->n, sizeof *row);

	for (size_t i = 0; row != NULL && i < a->n; i++) {
		memcpy(row[i].report, a->item[i].report, ID_BYTES);
		row[i].parts = a->item[i].parts;
	}
	return row == NULL ? GW_ENOMEM : survey_new_list(w->seat, SURVEY_MEETING, row, a->n, &calls, &w->survey);
}

/* --- the meeting --- */

static void
present_say(struct pack_work *w, const struct opened *c)
{
	struct situation *now = scrap_take(&w->scrap, 1, sizeof *now);
	struct console_present *list = scrap_take(&w->scrap, SITUATION_LIST, sizeof *list);

	if (now == NULL || list == NULL)
		return;
	situation_read(c->entries.entry, c->entries.part, c->entries.n, now);
	for (size_t i = 0; i < now->present.n; i++)
		list[i] = (struct console_present){ scrap_copy(&w->scrap, noted_text(&now->present.of[i], "name")),
			scrap_copy(&w->scrap, noted_text(&now->present.of[i], "agency")) };
	w->page.drm.present = list;
	w->page.drm.present_n = now->present.n;
}

static void
meeting_say(struct pack_work *w)
{
	const struct drm_meeting *m = &w->meeting;
	struct span at = say_at(w, " at ", w->seat->now), ref;

	drm_case_name(m->report, &w->scrap, &w->page.drm.id, &ref);
	w->page.drm.at = say_at(w, "", m->at);
	w->page.drm.ends = say_at(w, "", m->ends);
	w->page.drm.by = scrap_copy(&w->scrap, span_of(m->by));
	w->page.drm.seen = scrap_print(&w->scrap, "Seen by %s%.*s", w->seat->session.name, (int)at.n,
	    (const char *)at.p);
}

static void
on_opened(void *arg, enum opening_end end, enum gw_err e, const struct opened *c)
{
	struct seat *s = arg;
	struct pack_work *w = s->work;

	if (end != OPENING_DONE) {
		opening_refuse(s->x, end, e);
		return;
	}
	if (drm_meeting_read(c, &w->meeting) != GW_OK) {
		seat_fail(s, GW_EABSENT);
		return;
	}
	if (w->meeting.ends <= s->now) {
		seat_refuse(s, 410, "This pack has ended. What the meeting decided stands in each case.");
		return;
	}
	present_say(w, c);
	meeting_say(w);
	if ((e = survey_begin(w)) != GW_OK)
		seat_fail(s, e);
}

void
drm_pack(struct seat *s)
{
	struct pack_work *w = seat_work(s, sizeof *w, work_end);
	struct span rest;
	enum gw_err e;

	if (w == NULL)
		return;
	w->seat = s;
	e = path_report(s->rest, w->report, &rest);
	if (e == GW_OK && rest.n > 0)
		e = GW_EABSENT;
	if (e == GW_OK)
		e = opening_new(s->desk, s->token, w->report, on_opened, s, &s->opening);
	if (e != GW_OK)
		seat_fail(s, e);
}
