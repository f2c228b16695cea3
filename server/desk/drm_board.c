/* drm_board.c: the last meeting, then one survey of what is open or was listed behind it; each case adds its rows. Of
 * each section a page shows BOARD_ROWS: with whom not to tell 5 KiB a row and 8 KiB an ask, all of it "&#34;", that is
 * under 3 MiB whatever cases say and however many there are; ?page=2 has the next ones of each. */
#include "drm_board.h"

#include <stdlib.h>
#include <string.h>

#include "case_name.h"
#include "clock.h"
#include "drm_case.h"
#include "drm_meeting.h"
#include "history.h"
#include "moment.h"
#include "path.h"
#include "secret.h"
#include "words_of.h"
#include "workday.h"

enum { HOUR = 60 * 60, DAY = 24 * HOUR, MORNING = 9 * HOUR, ROWS_STEP = 32, BOARD_ROWS = 100, BOARD_PAGES = 10000 };

struct view;
/* Rows that are sorted by a number, and those of one number in the order they came. */
struct sorted { int64_t by; size_t order; struct console_drm_row row; };
struct rows { size_t n, room; struct sorted *of; };
struct sorted_ask { int64_t due; size_t order; struct console_drm_ask ask; };
struct asks { size_t n, room; struct sorted_ask *of; };

struct board_work {
	struct drm_last last;		/* first: drm_meeting.c finds it there */
	struct scrap scrap;
	struct surveyor *survey;
	uint64_t upto;
	size_t from;			/* of each section: the first row of this page */
	int64_t morning;		/* the next working one */
	struct rows fresh, limits, unplanned, unreviewed;
	struct asks asks;
	struct view *view;		/* of the case that is looked at */
};

static void
work_end(void *work)
{
	struct board_work *w = work;

	drm_last_end(&w->last);
	survey_free(w->survey);
	secret_free(w->fresh.of);
	secret_free(w->limits.of);
	secret_free(w->unplanned.of);
	secret_free(w->unreviewed.of);
	secret_free(w->asks.of);
	scrap_end(&w->scrap);
}

/* --- lists that grow --- */

static void
row_add(struct board_work *w, struct rows *rows, int64_t by, struct console_drm_row row)
{
	struct sorted *grown;

	if (rows->n == rows->room) {
		grown = secret_realloc(rows->of, (rows->room + ROWS_STEP) * sizeof *grown);
		if (grown == NULL) {
			w->scrap.failed = true;
			return;
		}
		rows->of = grown;
		rows->room += ROWS_STEP;
	}
	rows->of[rows->n] = (struct sorted){ by, rows->n, row };
	rows->n++;
}

static void
ask_add(struct board_work *w, int64_t due, struct console_drm_ask ask)
{
	struct asks *asks = &w->asks;
	struct sorted_ask *grown;

	if (asks->n == asks->room) {
		grown = secret_realloc(asks->of, (asks->room + ROWS_STEP) * sizeof *grown);
		if (grown == NULL) {
			w->scrap.failed = true;
			return;
		}
		asks->of = grown;
		asks->room += ROWS_STEP;
	}
	asks->of[asks->n] = (struct sorted_ask){ due, asks->n, ask };
	asks->n++;
}

static int
by_number(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;

	if (x->by != y->by)
		return x->by < y->by ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

static int
by_agency(const void *a, const void *b)
{
	const struct sorted_ask *x = a, *y = b;
	const size_t n = x->ask.agency.n < y->ask.agency.n ? x->ask.agency.n : y->ask.agency.n;
	const int order = strncasecmp((const char *)x->ask.agency.p, (const char *)y->ask.agency.p, n);

	if (order != 0)
		return order;
	if (x->ask.agency.n != y->ask.agency.n)
		return x->ask.agency.n < y->ask.agency.n ? -1 : 1;
	if (x->due != y->due)
		return x->due < y->due ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

/* --- one case --- */

struct view {
	struct board_work *w;
	const struct seat *s;
	const struct opened *c;
	struct response response;
	struct situation now;
	struct console_drm_row row;	/* what all its rows have */
};

static struct span
say_at(const struct view *v, const char *before, int64_t at)
{
	return moment_say_from(&v->w->scrap, &v->s->desk->setup->policy->calendar, before, at, v->s->now);
}

static void
add_fresh(const struct view *v, bool is_closed)
{
	struct console_drm_row row = v->row;

	row.is_new = drm_is_new(v->c, v->w->last.has ? &v->w->last.meeting : NULL);
	row.is_over = is_closed;
	row.when = say_at(v, "came in at ", history_came(v->c));
	row_add(v->w, &v->w->fresh, -(int64_t)history_band(v->c), row);
}

static void
add_limits(const struct view *v)
{
	struct drm_limit of[RESPONSE_LIMITS];
	const size_t n = drm_limits(&v->response, of);

	for (size_t i = 0; i < n; i++) {
		const struct limit *l = of[i].limit;
		struct console_drm_row row = v->row;

		if (l->met != 0 || l->due >= v->w->morning)
			continue;
		if (v->response.is_unidentified && l != &v->response.told)
			continue;
		row.what = span_of(of[i].what);
		row.when = say_at(v, "by ", l->due);
		row.is_over = limit_is_missed(l, v->s->now);
		row_add(v->w, &v->w->limits, l->due, row);
	}
}

static void
add_asks(const struct view *v)
{
	for (size_t i = 0; i < v->now.asks.n; i++) {
		const struct noted *n = &v->now.asks.of[i];
		struct console_drm_ask ask = drm_ask(n, v->s->desk->setup->policy, v->s->now, &v->w->scrap);

		ask.id = v->row.id;
		ask.ref = v->row.ref;
		ask.keep_from = v->row.keep_from;
		ask_add(v->w, noted_moment(n, "due"), ask);
	}
}

static void
add_gaps(const struct view *v)
{
	const int64_t reviewed = history_reviewed(v->c);
	struct console_drm_row row = v->row;

	row.is_over = true;
	if (history_band(v->c) >= BAND_URGENT && reviewed + DAY < v->s->now) {
		row.when = say_at(v, reviewed == history_came(v->c) ? "never; it came in at " : "last reviewed at ",
		    reviewed);
		row_add(v->w, &v->w->unreviewed, reviewed, row);
	}
	if (response_wants_plan(&v->response, v->now.plan.entry != NULL, v->s->now)) {
		row.when = say_at(v, "urgent response since ", v->response.since);
		row_add(v->w, &v->w->unplanned, v->response.since, row);
	}
}

static bool
board_wants(void *arg, const struct msg_escalation *row)
{
	const struct board_work *w = arg;

	return drm_is_case(row) && (row->state != CASE_CLOSED || row->listed > w->upto);
}

static void
board_visit(void *arg, const struct msg_escalation *row, const struct opened *c)
{
	struct board_work *w = arg;
	struct view *v = w->view;
	const bool is_closed = row->state == CASE_CLOSED;

	if (v == NULL && (v = w->view = scrap_take(&w->scrap, 1, sizeof *v)) == NULL)
		return;
	*v = (struct view){ .w = w, .s = w->last.seat, .c = c };
	history_response(c, &v->response);
	situation_read(c->entries.entry, c->entries.part, c->entries.n, &v->now);
	v->row.id = case_name_id(&w->scrap, c->report);
	v->row.ref = case_name_ref(&w->scrap, c->report);
	v->row.band = span_of(band_code(history_band(c)));
	v->row.keep_from = scrap_copy(&w->scrap, buf_span(&c->part[0].words.keep_from));
	v->row.what = span_of(words_category(category_of(json_text(c->decision, "category"))));
	if (row->listed > w->upto)
		add_fresh(v, is_closed);
	if (is_closed)
		return;
	add_asks(v);
	if (!history_has_clocks(c) || history_is_given(c))
		return;			/* of what was given away they run in the case that it comes from */
	add_limits(v);
	add_gaps(v);
}

/* --- the page --- */

/* How many of n stand on this page, and how many behind it. */
static size_t
page_of(const struct board_work *w, size_t n, size_t *more)
{
	const size_t left = n > w->from ? n - w->from : 0, here = left < BOARD_ROWS ? left : BOARD_ROWS;

	*more = left - here;
	return here;
}

static const struct console_drm_row *
rows_say(struct board_work *w, struct rows *rows, size_t *n, size_t *more)
{
	const size_t here = page_of(w, rows->n, more);
	struct console_drm_row *list = scrap_take(&w->scrap, here, sizeof *list);

	if (rows->n > 0)
		qsort(rows->of, rows->n, sizeof rows->of[0], by_number);
	for (size_t i = 0; list != NULL && i < here; i++)
		list[i] = rows->of[w->from + i].row;
	*n = list == NULL ? 0 : here;
	return list;
}

static bool
is_same_agency(const struct console_drm_ask *a, const struct console_drm_ask *b)
{
	return a->agency.n == b->agency.n &&
	    strncasecmp((const char *)a->agency.p, (const char *)b->agency.p, a->agency.n) == 0;
}

static void
agencies_say(struct board_work *w, struct console_drm *out)
{
	struct asks *asks = &w->asks;
	const size_t n = page_of(w, asks->n, &out->asks_more);
	struct console_drm_ask *list = scrap_take(&w->scrap, n, sizeof *list);
	struct console_drm_agency *agency = scrap_take(&w->scrap, n, sizeof *agency);

	if (list == NULL || agency == NULL)
		return;
	if (asks->n > 0)
		qsort(asks->of, asks->n, sizeof asks->of[0], by_agency);
	for (size_t i = 0; i < n; i++) {
		list[i] = asks->of[w->from + i].ask;
		if (i == 0 || !is_same_agency(&list[i - 1], &list[i]))
			agency[out->agencies_n++] = (struct console_drm_agency){ list[i].agency, &list[i], 0 };
		agency[out->agencies_n - 1].asks_n++;
	}
	out->agencies = agency;
}

static void
last_say(const struct seat *s, struct board_work *w, struct console_drm *out)
{
	const struct calendar *c = &s->desk->setup->policy->calendar;

	if (w->last.any)
		out->latest = case_name_id(&w->scrap, w->last.newest);
	out->is_skipped = w->last.skipped > 0;
	if (!w->last.has)
		return;
	out->id = case_name_id(&w->scrap, w->last.meeting.report);
	out->at = moment_say_from(&w->scrap, c, "", w->last.meeting.at, s->now);
	out->ends = moment_say_from(&w->scrap, c, "", w->last.meeting.ends, s->now);
}

static void
sections_say(struct board_work *w, struct console_drm *out)
{
	out->page = w->from / BOARD_ROWS + 1;
	out->next_page = out->page + 1;
	out->fresh = rows_say(w, &w->fresh, &out->fresh_n, &out->fresh_more);
	out->limits = rows_say(w, &w->limits, &out->limits_n, &out->limits_more);
	out->unplanned = rows_say(w, &w->unplanned, &out->unplanned_n, &out->unplanned_more);
	out->unreviewed = rows_say(w, &w->unreviewed, &out->unreviewed_n, &out->unreviewed_more);
	agencies_say(w, out);
}

static void
board_end(void *arg, enum gw_err e, uint64_t last, size_t unread)
{
	struct board_work *w = arg;
	struct seat *s = w->last.seat;
	struct console page = { .done = { NULL, 0 } };

	(void)last;
	page.drm.not_counted = survey_left_out(w->survey);
	survey_free(w->survey);
	w->survey = NULL;
	page.drm.unread = unread;
	sections_say(w, &page.drm);
	last_say(s, w, &page.drm);
	if (e == GW_OK && w->scrap.failed)
		e = GW_ENOMEM;
	if (e != GW_OK)
		seat_fail(s, e);
	else
		seat_show(s, 200, CONSOLE_DRM_BOARD, &page);
}

static void
on_last(struct seat *s, struct drm_last *l, enum gw_err e)
{
	struct board_work *w = s->work;
	const struct calendar *c = &s->desk->setup->policy->calendar;
	const struct survey_calls calls = { board_wants, board_visit, board_end, w, NULL };
	const struct survey_order order = { .what = SURVEY_BOARD, .order = ORDER_CHANGED };

	w->upto = l->has ? l->meeting.upto : 0;
	w->morning = workday_moment(c, workday_after(c, clock_wall(c, s->now).day), MORNING);
	if (e == GW_OK)
		e = survey_new(s, &order, &calls, &w->survey);
	if (e != GW_OK)
		seat_fail(s, e);
}

void
drm_board(struct seat *s)
{
	const struct span typed = form_value(&s->form, "page");
	int64_t page = 1;
	struct board_work *w;

	if (typed.n > 0 && (path_decimal(typed, BOARD_PAGES, &page) != GW_OK || page == 0)) {
		seat_fail(s, GW_EABSENT);
		return;
	}
	w = seat_work(s, sizeof *w, work_end);
	if (w == NULL)
		return;
	w->from = (size_t)(page - 1) * BOARD_ROWS;
	drm_last_ask(s, &w->last, SURVEY_BOARD, on_last);
}
