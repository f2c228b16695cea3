/* briefs_page.c: one survey each; then the tables of scenes.h in words. */
#include "briefs_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "areas.h"
#include "brief.h"
#include "calendar.h"
#include "moment.h"
#include "path.h"
#include "scenes.h"
#include "scrap.h"
#include "sheet_words.h"
#include "situation.h"
#include "survey.h"
#include "words_of.h"
#include "workday.h"

enum { AGENCIES = 40, WEEK = 7 * 86400, YEAR = 366 * 86400, MONTH_TEXT = 7 };

struct asked_agency { char folded[LIMIT_LINE + 1]; struct span name; size_t open, over; int64_t due; };

struct briefs_work {
	struct scrap scrap;
	struct surveyor *survey;
	int64_t from, to;		/* what is looked at was noted in this time */
	int32_t month;			/* ttcg: its first day */
	unsigned back;			/* pva */
	size_t agencies_n;
	bool has_more_agencies;		/* than there is room for */
	struct asked_agency agency[AGENCIES];
	struct scenes scenes;
	struct scene_counts counts;
	struct console m;
};

static void
work_end(void *work)
{
	struct briefs_work *w = work;

	survey_free(w->survey);
	scrap_end(&w->scrap);
}

static const struct calendar *
calendar_of(const struct seat *s)
{
	return &s->desk->setup->policy->calendar;
}

static struct span
moment_words(struct seat *s, int64_t at)
{
	struct briefs_work *w = s->work;

	return moment_say(&w->scrap, calendar_of(s), "", at);
}

static struct span
hidden(struct briefs_work *w, size_t n)
{
	char text[SCENE_NUMBER];

	scenes_hidden(n, text);
	return scrap_copy(&w->scrap, span_of(text));
}

static struct span
code_words(const char *key, const char *code)
{
	return span_of(sheet_code_words(SHEET_SCENE, sheet_field(SHEET_SCENE, key), span_of(code)));
}

/* Without opening it: what came in behind the period has nothing noted in it. When a closed one changed nobody knows:
 * by when it came in; the month's weeks before it, and a year for what is noted late. */
static bool
wants(void *arg, const struct msg_escalation *row)
{
	const struct seat *s = arg;
	const struct briefs_work *w = s->work;

	return row->kind < KIND_MEETING && row->received < w->to &&
	    (row->state != CASE_CLOSED || row->received >= w->from - YEAR);
}

static void
survey(struct seat *s, survey_visit_fn *visit, survey_end_fn *end)
{
	struct briefs_work *w = s->work;
	const struct survey_order order = { .what = SURVEY_BRIEF, .order = ORDER_CHANGED };
	const struct survey_calls calls = { .wants = wants, .visit = visit, .end = end, .arg = s };
	const enum gw_err e = survey_new(s, &order, &calls, &w->survey);

	if (e != GW_OK)
		seat_fail(s, e);
}

/* What each page has; false: it has been told that it cannot be shown. */
static bool
surveyed(struct seat *s, enum gw_err e, size_t unread)
{
	struct briefs_work *w = s->work;
	struct console_brief *b = &w->m.brief;

	if (e != GW_OK) {
		seat_fail(s, e);
		return false;
	}
	b->not_counted = survey_left_out(w->survey);
	b->is_full = w->scenes.left_out > 0 || w->has_more_agencies;
	b->unread = unread;
	b->cutoff = moment_words(s, w->to < s->now ? w->to : s->now);
	scenes_sort(&w->scenes);
	return true;
}

static void
show(struct seat *s, enum console_id id)
{
	struct briefs_work *w = s->work;

	if (w->scrap.failed)
		seat_fail(s, GW_ENOMEM);
	else
		seat_show(s, 200, id, &w->m);
}

/* --- the thrice-weekly brief --- */

static struct asked_agency *
agency_take(struct briefs_work *w, struct span name)
{
	struct asked_agency fresh = { .due = INT64_MAX };
	size_t i = 0;

	(void)line_folded(name, fresh.folded);
	while (i < w->agencies_n && strcmp(w->agency[i].folded, fresh.folded) != 0)
		i++;
	w->has_more_agencies = w->has_more_agencies || i == AGENCIES;
	if (i == w->agencies_n && i < AGENCIES) {
		fresh.name = scrap_copy(&w->scrap, name);
		w->agency[w->agencies_n++] = fresh;
	}
	return i < AGENCIES ? &w->agency[i] : NULL;
}

static void
visit_pva(void *arg, const struct msg_escalation *row, const struct opened *c)
{
	struct seat *s = arg;
	struct briefs_work *w = s->work;
	struct situation is;

	(void)row;
	scenes_add(&w->scenes, c->report, c->entries.entry, c->entries.n, w->from, w->to);
	situation_read(c->entries.entry, c->entries.part, c->entries.n, &is);
	for (size_t i = 0; c->state != CASE_CLOSED && i < is.asks.n; i++) {
		struct asked_agency *a = agency_take(w, noted_text(&is.asks.of[i], "agency"));
		const int64_t due = noted_moment(&is.asks.of[i], "due");

		if (a == NULL)
			continue;
		a->open++;
		a->over += due < s->now;
		a->due = due < a->due ? due : a->due;
	}
}

static void
scenes_say(struct seat *s)
{
	struct briefs_work *w = s->work;
	struct console_brief *b = &w->m.brief;
	struct console_scene *list = scrap_take(&w->scrap, w->scenes.n, sizeof *list);

	for (size_t i = 0; list != NULL && i < w->scenes.n; i++) {
		const struct scene *one = &w->scenes.of[i];

		list[i] = (struct console_scene){ .kind = code_words("kind", one->kind), .place = span_of(one->place),
			.ward = span_of(one->ward), .at = one->at == 0 ? span_of("") : moment_words(s, one->at),
			.is_tension = strcmp(one->kind, "tension") == 0,
			.is_worry = strcmp(one->retaliation, "yes") == 0 };
		b->tension += list[i].is_tension;
		b->worry += list[i].is_worry;
		b->no_time += one->at == 0;
		b->no_place += one->folded[0] == '\0';
	}
	b->scenes = list;
	b->scenes_n = list == NULL ? 0 : w->scenes.n;
}

static int
agency_order(const void *a, const void *b)
{
	return strcmp(((const struct asked_agency *)a)->folded, ((const struct asked_agency *)b)->folded);
}

static void
asks_say(struct seat *s)
{
	struct briefs_work *w = s->work;
	struct console_brief *b = &w->m.brief;
	struct console_ask_count *list = scrap_take(&w->scrap, w->agencies_n, sizeof *list);

	qsort(w->agency, w->agencies_n, sizeof w->agency[0], agency_order);
	for (size_t i = 0; list != NULL && i < w->agencies_n; i++)
		list[i] = (struct console_ask_count){ w->agency[i].name, moment_words(s, w->agency[i].due),
			w->agency[i].open, w->agency[i].over };
	b->asks = list;
	b->asks_n = list == NULL ? 0 : w->agencies_n;
}

static void
on_pva(void *arg, enum gw_err e, uint64_t last, size_t unread)
{
	struct seat *s = arg;
	struct briefs_work *w = s->work;
	struct console_brief *b = &w->m.brief;

	(void)last;
	if (!surveyed(s, e, unread))
		return;
	b->from = moment_words(s, w->from);
	b->to = moment_words(s, w->to);
	b->earlier = scrap_print(&w->scrap, "%u", w->back + 1);
	b->later = w->back == 0 ? span_of("") : scrap_print(&w->scrap, "%u", w->back - 1);
	scenes_say(s);
	asks_say(s);
	show(s, CONSOLE_BRIEF_PVA);
}

void
briefs_page_pva(struct seat *s)
{
	struct briefs_work *w = seat_work(s, sizeof *w, work_end);
	struct span typed;
	int64_t back = 0;
	struct brief b;

	if (w == NULL)
		return;
	typed = form_value(&s->form, "n");
	if (typed.n > 0 && path_decimal(typed, BRIEFS_BACK, &back) != GW_OK) {
		seat_fail(s, GW_EABSENT);
		return;
	}
	w->back = (unsigned)back;
	b = brief_before(calendar_of(s), s->now, w->back);
	w->from = b.from;
	w->to = b.to;
	scenes_start(&w->scenes);
	survey(s, visit_pva, on_pva);
}

/* --- the month --- */

static void
visit_ttcg(void *arg, const struct msg_escalation *row, const struct opened *c)
{
	struct seat *s = arg;
	struct briefs_work *w = s->work;

	(void)row;
	scenes_add(&w->scenes, c->report, c->entries.entry, c->entries.n, 0, w->to);
}

static const char *const weekdays[SCENE_DAYS] = {
	"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
};
static const char *const blocks[SCENE_HOURS] = {
	"0 to 3", "3 to 6", "6 to 9", "9 to 12", "12 to 15", "15 to 18", "18 to 21", "21 to 24",
};

/* The names whose bits are set, or "not known". */
static struct span
bits_say(struct briefs_work *w, uint32_t bits, const char *const *names, size_t n)
{
	struct span part[2 * SCENE_HOURS];
	size_t parts = 0;

	for (size_t i = 0; i < n; i++) {
		if ((bits >> i & 1) == 0)
			continue;
		if (parts > 0)
			part[parts++] = span_of(", ");
		part[parts++] = span_of(names[i]);
	}
	return parts == 0 ? span_of("not known") : scrap_join(&w->scrap, part, parts);
}

static const struct console_spot *
spots_say(struct briefs_work *w, const struct scene_place *place, size_t n)
{
	struct console_spot *list = scrap_take(&w->scrap, n, sizeof *list);

	for (size_t i = 0; list != NULL && i < n; i++)
		list[i] = (struct console_spot){ span_of(w->scenes.of[place[i].scene].place), hidden(w, place[i].n),
			bits_say(w, place[i].days, weekdays, SCENE_DAYS),
			bits_say(w, place[i].hours, blocks, SCENE_HOURS) };
	return list;
}

static void
grid_say(struct briefs_work *w)
{
	struct console_brief *b = &w->m.brief;
	struct console_grid_row *row = scrap_take(&w->scrap, SCENE_DAYS, sizeof *row);

	for (size_t d = 0; row != NULL && d < SCENE_DAYS; d++) {
		struct console_cell *cell = scrap_take(&w->scrap, SCENE_HOURS, sizeof *cell);

		for (size_t h = 0; cell != NULL && h < SCENE_HOURS; h++)
			cell[h] = (struct console_cell){ hidden(w, w->counts.grid[d][h]), span_of(blocks[h]) };
		row[d] = (struct console_grid_row){ span_of(weekdays[d]), cell, cell == NULL ? 0 : SCENE_HOURS };
	}
	b->grid = row;
	b->grid_n = row == NULL ? 0 : SCENE_DAYS;
}

static void
weeks_say(struct seat *s)
{
	struct briefs_work *w = s->work;
	struct console_brief *b = &w->m.brief;
	struct console_counted *list = scrap_take(&w->scrap, SCENE_WEEKS, sizeof *list);

	for (size_t i = 0; list != NULL && i < SCENE_WEEKS; i++) {
		char day[WORDS_TIME];

		words_day(calendar_of(s), w->to - (int64_t)(SCENE_WEEKS - i) * WEEK, day);
		list[i] = (struct console_counted){ scrap_copy(&w->scrap, span_of(day)), hidden(w, w->counts.week[i]) };
	}
	b->weeks = list;
	b->weeks_n = list == NULL ? 0 : SCENE_WEEKS;
}

static void
areas_say(struct briefs_work *w)
{
	struct console_brief *b = &w->m.brief;
	struct console_counted *list = scrap_take(&w->scrap, w->counts.n_areas, sizeof *list);

	for (size_t i = 0; list != NULL && i < w->counts.n_areas; i++)
		list[i] = (struct console_counted){ span_of(w->counts.area[i].area), hidden(w, w->counts.area[i].n) };
	b->areas = list;
	b->areas_n = list == NULL ? 0 : w->counts.n_areas;
}

static void
months_say(struct briefs_work *w)
{
	struct console_brief *b = &w->m.brief;
	char text[WORKDAY_MONTH];

	workday_month_text(w->month, text);
	b->month = scrap_copy(&w->scrap, span_of(text));
	workday_month_text(workday_month(w->month, -1), text);
	b->earlier = scrap_copy(&w->scrap, span_of(text));
	workday_month_text(workday_month(w->month, 1), text);
	b->later = scrap_copy(&w->scrap, span_of(text));
}

static void
on_ttcg(void *arg, enum gw_err e, uint64_t last, size_t unread)
{
	struct seat *s = arg;
	struct briefs_work *w = s->work;
	struct console_brief *b = &w->m.brief;

	(void)last;
	if (!surveyed(s, e, unread))
		return;
	scenes_count(&w->scenes, calendar_of(s), s->desk->setup->areas, w->from, w->to, &w->counts);
	months_say(w);
	b->total = hidden(w, w->counts.n);
	b->unknown_time = hidden(w, w->counts.no_time);
	b->unknown_place = hidden(w, w->counts.no_place);
	b->unknown_area = hidden(w, w->counts.no_area);
	b->hotspots = spots_say(w, w->counts.hotspot, w->counts.n_hotspots);
	b->hotspots_n = b->hotspots == NULL ? 0 : w->counts.n_hotspots;
	b->repeats = spots_say(w, w->counts.repeat, w->counts.n_repeats);
	b->repeats_n = b->repeats == NULL ? 0 : w->counts.n_repeats;
	grid_say(w);
	weeks_say(s);
	areas_say(w);
	show(s, CONSOLE_BRIEF_TTCG);
}

/* "2026-11"; "" is the last month that has ended. false: no such month. */
static bool
month_read(struct seat *s, struct span text, int32_t *first)
{
	char day[sizeof "2026-11-01"];

	if (text.n == 0) {
		*first = workday_month(clock_wall(calendar_of(s), s->now).day, -1);
		return true;
	}
	if (text.n != MONTH_TEXT)
		return false;
	snprintf(day, sizeof day, "%.*s-01", MONTH_TEXT, (const char *)text.p);
	return calendar_day(day, first) && clock_is_known(((int64_t)*first - 100) * 86400) &&
	    clock_is_known(((int64_t)*first + 62) * 86400);
}

void
briefs_page_ttcg(struct seat *s)
{
	struct briefs_work *w = seat_work(s, sizeof *w, work_end);

	if (w == NULL)
		return;
	if (!month_read(s, form_value(&s->form, "month"), &w->month)) {
		seat_fail(s, GW_EABSENT);
		return;
	}
	w->from = workday_moment(calendar_of(s), w->month, 0);
	w->to = workday_moment(calendar_of(s), workday_month(w->month, 1), 0);
	scenes_start(&w->scenes);
	survey(s, visit_ttcg, on_ttcg);
}
