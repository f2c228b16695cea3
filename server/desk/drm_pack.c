/* drm_pack.c: the meeting is opened, then its cases, each up to the part where it stood; DRM_PAGE a page. */
#include "drm_pack.h"

#include <string.h>

#include <sodium.h>

#include "case_name.h"
#include "drm_case.h"
#include "drm_meeting.h"
#include "history.h"
#include "moment.h"
#include "path.h"
#include "secret.h"

struct pack_work {
	struct scrap scrap;
	struct seat *seat;
	uint8_t report[ID_BYTES];
	struct drm_meeting meeting;
	struct surveyor *survey;
	struct console page;
	size_t n, at;			/* at: which page, from 0 */
	bool has_case;			/* or the one that this case is on: for who comes back from it */
	uint8_t back[ID_BYTES];
	int status;
	struct console_error error[2];
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
	return moment_say_from(&w->scrap, &w->seat->desk->setup->policy->calendar, before, at, w->meeting.at);
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

/* The same case just behind it, as it is now: only what this meeting wrote into it is said. */
static void
pack_visit_whole(void *arg, const struct msg_escalation *row, const struct opened *c)
{
	struct pack_work *w = arg;
	const struct child_setup *setup = w->seat->desk->setup;
	const struct drm_as as = { setup->policy, setup->agencies, w->meeting.at };

	(void)row;
	drm_case_decided(c, w->meeting.report, &as, &w->scrap, &w->read[w->n - 1]);
}

/* Nobody knows how grave it is: it stands first. */
static void
pack_unread(void *arg, const struct msg_escalation *row)
{
	struct pack_work *w = arg;
	struct console_drm_case *c = case_add(w, row, BAND_N);

	c->is_unread = true;
	c->id = case_name_id(&w->scrap, row->report);
	c->ref = case_name_ref(&w->scrap, row->report);
}

/* All of them, the gravest first. */
static size_t
cases_sort(struct pack_work *w, const struct console_drm_case **list)
{
	size_t n = 0;

	for (int b = BAND_N; b >= 0; b--)
		for (size_t i = 0; i < w->n; i++)
			if (w->band[i] == (enum band)b) {
				list[n++] = &w->read[i];
				w->read[i].number = n;
			}
	return n;
}

/* Where somebody comes back to. */
static size_t
page_find(const struct pack_work *w, const struct console_drm_case *const *sorted, size_t n)
{
	char id[2 * ID_BYTES + 1];

	sodium_bin2hex(id, sizeof id, w->back, ID_BYTES);
	for (size_t i = 0; i < n; i++)
		if (span_is(sorted[i]->id, id))
			return i / DRM_PAGE;
	return 0;
}

/* false: there is no such page. */
static bool
cases_say(struct pack_work *w)
{
	const struct console_drm_case *sorted[LIMIT_AGENDA];
	const size_t n = cases_sort(w, sorted), pages = n <= DRM_PAGE ? 1 : (n + DRM_PAGE - 1) / DRM_PAGE;
	struct console_drm_case *list = scrap_take(&w->scrap, DRM_PAGE, sizeof *list);
	struct console_drm_page *page = scrap_take(&w->scrap, pages, sizeof *page);

	if (w->has_case)
		w->at = page_find(w, sorted, n);
	if (list == NULL || page == NULL || w->at >= pages)
		return false;
	for (size_t i = 0; i < pages; i++)
		page[i] = (struct console_drm_page){ i + 1, i == w->at };
	for (size_t i = w->at * DRM_PAGE; i < n && w->page.drm.cases_n < DRM_PAGE; i++)
		list[w->page.drm.cases_n++] = *sorted[i];
	w->page.drm.cases = list;
	w->page.drm.page = w->at + 1;
	w->page.drm.pages = page;
	w->page.drm.pages_n = pages > 1 ? pages : 0;
	return true;
}

static void
pack_end(void *arg, enum gw_err e, uint64_t last, size_t unread)
{
	struct pack_work *w = arg;

	(void)last;
	survey_free(w->survey);
	w->survey = NULL;
	w->page.drm.unread = unread;
	if (!cases_say(w) && e == GW_OK)
		e = GW_EABSENT;
	if (w->scrap.failed && (e == GW_OK || e == GW_EABSENT))
		e = GW_ENOMEM;
	if (e != GW_OK)
		seat_fail(w->seat, e);
	else
		seat_show(w->seat, w->status, CONSOLE_DRM_PACK, &w->page);
}

static enum gw_err
survey_begin(struct pack_work *w)
{
	const struct survey_calls calls = { NULL, pack_visit, pack_end, w, pack_unread };
	const struct agenda *a = &w->meeting.agenda;
	struct msg_escalation *row = scrap_take(&w->scrap, a->n, sizeof *row);
	enum gw_err e;

	for (size_t i = 0; row != NULL && i < a->n; i++) {
		memcpy(row[i].report, a->item[i].report, ID_BYTES);
		row[i].parts = a->item[i].parts;
	}
	if (row == NULL)
		return GW_ENOMEM;
	e = survey_new_list(w->seat, SURVEY_MEETING, row, a->n, &calls, &w->survey);
	if (e == GW_OK)
		survey_visit_whole(w->survey, pack_visit_whole);
	return e;
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
	struct span at = say_at(w, " at ", w->seat->now);

	w->page.drm.id = case_name_id(&w->scrap, m->report);
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

/* Which page of it, by its number or by a case on it; false: that is none. */
static bool
page_read(struct pack_work *w)
{
	const struct span typed = form_value(&w->seat->form, "page"), back = form_value(&w->seat->form, "case");
	struct span rest;
	int64_t page = 1;

	if (typed.n > 0 && (path_decimal(typed, LIMIT_AGENDA, &page) != GW_OK || page == 0))
		return false;
	w->at = (size_t)page - 1;
	w->has_case = path_report(back, w->back, &rest) == GW_OK && rest.n == 0;
	return true;
}

static void
pack_begin(struct pack_work *w)
{
	struct seat *s = w->seat;
	enum gw_err e = opening_new(s->desk, s->token, w->report, on_opened, s, &s->opening);

	if (e != GW_OK)
		seat_fail(s, e);
}

void
drm_pack(struct seat *s)
{
	struct pack_work *w = seat_work(s, sizeof *w, work_end);
	struct span rest;

	if (w == NULL)
		return;
	w->seat = s;
	w->status = 200;
	if (path_report(s->rest, w->report, &rest) != GW_OK || rest.n > 0 || !page_read(w))
		seat_fail(s, GW_EABSENT);
	else
		pack_begin(w);
}

void
drm_pack_unheard(struct seat *s, const uint8_t report[ID_BYTES], struct console_present typed,
    const struct console_error *error, size_t n)
{
	struct pack_work *w = seat_work(s, sizeof *w, work_end);

	if (w == NULL)
		return;
	w->seat = s;
	w->status = 422;
	memcpy(w->report, report, ID_BYTES);
	w->page.drm.typed = typed;
	for (size_t i = 0; i < n && i < 2; i++)
		w->error[w->page.errors_n++] = error[i];
	w->page.errors = w->error;
	pack_begin(w);
}
