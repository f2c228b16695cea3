/* figures_page.c: the period, one survey, then tables. */
#include "figures_page.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "case_name.h"
#include "clock.h"
#include "drm_case.h"
#include "figures.h"
#include "history.h"
#include "survey.h"
#include "words_of.h"
#include "workday.h"

enum { MONTHS_SHOWN = 9, MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR, YEAR = 366 * DAY, ERRORS = 2,
	SHARES = FIGURE_WHAT_N * START_N * WITHIN_N, SPEEDS = SPEED_N * BAND_N };

struct figures_work {
	struct scrap scrap;
	struct seat *seat;
	struct surveyor *survey;
	struct figures f;
	enum gw_err e;			/* of the first case that could not be counted */
	struct console page;
	struct console_error error[ERRORS];
};

static void
work_end(void *work)
{
	struct figures_work *w = work;

	survey_free(w->survey);
	figures_end(&w->f);
	scrap_end(&w->scrap);
}

/* --- the tables --- */

static struct span
share_say(struct figures_work *w, const struct ratio *r)
{
	const unsigned of = r->in_time + r->missed;

	if (of == 0)
		return span_of("none due");
	return scrap_print(&w->scrap, "%u of %u (%.1f %%)", r->in_time, of, 100.0 * r->in_time / of);
}

static struct console_share
share_row(struct figures_work *w, struct span what, const struct ratio *r)
{
	return (struct console_share){ .what = what, .share = share_say(w, r),
		.missed = scrap_print(&w->scrap, "%u", r->missed), .waiting = scrap_print(&w->scrap, "%u", r->waiting),
		.is_short = r->missed > 0 };
}

static const char *
what_words(enum figure_what what)
{
	return what == FIGURE_ATTEMPT ? "Attempt" : what == FIGURE_CONTACT ? "Contact" : "Golden hour";
}

static const char *
start_words(enum response_start start)
{
	return start == START_INCIDENT ? "since the incident" : "since it was identified";
}

static void
shares_say(struct figures_work *w)
{
	struct console_figures *out = &w->page.figures;
	struct console_share *list = scrap_take(&w->scrap, SHARES, sizeof *list);
	struct console_share *told = scrap_take(&w->scrap, 2, sizeof *told);
	size_t n = 0;

	if (list == NULL || told == NULL)
		return;
	for (int what = 0; what < FIGURE_WHAT_N; what++)
		for (int within = 0; within < WITHIN_N; within++)
			for (int start = 0; start < START_N; start++)
				list[n++] = share_row(w, scrap_print(&w->scrap, "%s within %d hours %s",
				    what_words((enum figure_what)what), within == WITHIN_24 ? 24 : 48,
				    start_words((enum response_start)start)), &w->f.ratio[what][start][within]);
	told[0] = share_row(w, span_of("In office hours"), &w->f.told[1]);
	told[1] = share_row(w, span_of("Out of hours"), &w->f.told[0]);
	out->shares = list;
	out->shares_n = n;
	out->told = told;
	out->told_n = 2;
}

/* "25 min", "3 h 10 min", "49 h 5 min": the time as it is counted, upwards: a second late is a minute late. */
static struct span
time_say(struct figures_work *w, int64_t seconds)
{
	const int64_t minutes = (seconds + MINUTE - 1) / MINUTE;

	if (minutes < HOUR / MINUTE)
		return scrap_print(&w->scrap, "%" PRId64 " min", minutes);
	return scrap_print(&w->scrap, "%" PRId64 " h %" PRId64 " min", minutes / 60, minutes % 60);
}

static void
misses_say(struct figures_work *w)
{
	struct console_miss *list = scrap_take(&w->scrap, w->f.n_misses, sizeof *list);

	for (size_t i = 0; list != NULL && i < w->f.n_misses; i++) {
		const struct miss *m = &w->f.miss[i];

		list[i].id = case_name_id(&w->scrap, m->report);
		list[i].ref = case_name_ref(&w->scrap, m->report);
		list[i].what = m->what == FIGURE_TOLD ? span_of(what_words(m->what)) : scrap_print(&w->scrap,
		    "%s within %d hours %s", what_words(m->what), m->hours, start_words(m->start));
		list[i].over = time_say(w, m->over);
		list[i].is_open = m->is_open;
		list[i].why = span_of(m->why);
	}
	w->page.figures.misses = list;
	w->page.figures.misses_n = list == NULL ? 0 : w->f.n_misses;
}

static void
speeds_say(struct figures_work *w)
{
	static const char *const words[SPEED_N] = { [SPEED_EYES] = "First opened by staff",
		[SPEED_REPLY] = "First reply", [SPEED_REFERRAL] = "First referral" };
	struct console_speed *list = scrap_take(&w->scrap, SPEEDS, sizeof *list);
	size_t n = 0;

	for (int s = 0; list != NULL && s < SPEED_N; s++)
		for (int b = BAND_N - 1; b >= 0; b--) {
			struct samples *all = w->f.speed[s][b];
			int64_t median, ninetieth;

			if (all->n + all->open == 0)
				continue;
			list[n] = (struct console_speed){ .what = span_of(words[s]),
				.band = span_of(words_band((enum band)b)), .median = span_of("-"),
				.ninetieth = span_of("-"), .n = all->n, .open = all->open };
			if (samples_percentile(all, 50, &median) && samples_percentile(all, 90, &ninetieth)) {
				list[n].median = time_say(w, median);
				list[n].ninetieth = time_say(w, ninetieth);
			}
			n++;
		}
	w->page.figures.speeds = list;
	w->page.figures.speeds_n = n;
}

static void
counts_say(struct figures_work *w)
{
	struct console_figures *out = &w->page.figures;
	struct console_month *months = scrap_take(&w->scrap, w->f.months, sizeof *months);
	struct console_band_count *bands = scrap_take(&w->scrap, BAND_N, sizeof *bands);
	char month[WORKDAY_MONTH];

	if (months == NULL || bands == NULL)
		return;
	for (size_t i = 0; i < w->f.months; i++) {
		workday_month_text(workday_month(w->f.first_day, (int)i), month);
		months[i] = (struct console_month){ scrap_print(&w->scrap, "%s", month), w->f.month[i] };
	}
	for (int b = BAND_N - 1; b >= 0; b--)
		bands[BAND_N - 1 - b] = (struct console_band_count){ span_of(words_band((enum band)b)), w->f.cases[b] };
	out->months = months;
	out->months_n = w->f.months;
	out->bands = bands;
	out->bands_n = BAND_N;
}

static void
funnels_say(struct figures_work *w)
{
	static const char *const words[TO_N] = { [TO_MASH] = "MASH", [TO_EARLY_HELP] = "Early Help",
		[TO_YAR] = "Youth at Risk (YAR)", [TO_NRM] = "National Referral Mechanism", [TO_MARAC] = "MARAC",
		[TO_PREVENT] = "Prevent", [TO_ERP] = "Exploitation and Risk Panel" };
	struct console_funnel *list = scrap_take(&w->scrap, TO_N, sizeof *list);

	for (int to = 0; list != NULL && to < TO_N; to++) {
		const struct funnel *f = &w->f.funnel[to];

		list[to] = (struct console_funnel){ span_of(words[to]), f->made, f->waiting, f->accepted, f->declined,
			f->answered, f->not_made };
	}
	w->page.figures.funnels = list;
	w->page.figures.funnels_n = list == NULL ? 0 : TO_N;
}

static struct span
date_say(struct figures_work *w, int32_t day)
{
	char text[WORKDAY_DATE];

	workday_date_text(day, text);
	return scrap_print(&w->scrap, "%s", text);
}

static struct span
day_say(struct figures_work *w, int64_t at)
{
	const struct wall wall = clock_wall(&w->seat->desk->setup->policy->calendar, at);
	char date[WORKDAY_DATE], words[WORDS_TIME];

	words_day(&w->seat->desk->setup->policy->calendar, at, words);
	workday_date_text(wall.day, date);
	return scrap_print(&w->scrap, "%s %.4s", words, date);
}

static void
heading_say(struct figures_work *w)
{
	struct console_figures *out = &w->page.figures;
	char cutoff[CLOCK_WORDS];

	clock_words(&w->seat->desk->setup->policy->calendar, w->f.cutoff - w->f.cutoff % MINUTE, cutoff);
	out->cutoff = scrap_print(&w->scrap, "%s", cutoff);
	out->version = scrap_print(&w->scrap, "%d", FIGURES_VERSION);
	out->from_said = day_say(w, w->f.from + DAY / 2);
	out->to_said = day_say(w, w->f.to - DAY / 2);
	out->responses = w->f.responses;
	out->unidentified = w->f.unidentified;
	out->no_incident = w->f.no_incident;
}

/* --- the cases --- */

/* Without opening it: what came in later counts nowhere; what came in before, only if it was urgent at some time since,
 * which nobody looks for more than a year back. Of a closed one only the day is known. */
static bool
figures_wants(void *arg, const struct msg_escalation *row)
{
	const struct figures_work *w = arg;

	if ((row->kind != KIND_REPORT && row->kind != KIND_EXTRACT) || row->received >= w->f.to)
		return false;
	return row->received >= w->f.from - DAY || (row->listed != 0 && row->received >= w->f.from - YEAR);
}

static void
figures_visit(void *arg, const struct msg_escalation *row, const struct opened *c)
{
	struct figures_work *w = arg;
	const struct figures_case one = { c->report, history_first(c), history_came(c), history_seen(c),
		c->entries.entry, c->entries.n };

	(void)row;
	if (w->e == GW_OK && !history_is_given(c))	/* it is counted where it came from */
		w->e = figures_add(&w->f, &one);
}

static void
figures_done(void *arg, enum gw_err e, uint64_t last, size_t unread)
{
	struct figures_work *w = arg;

	(void)last;
	w->page.figures.not_counted = survey_left_out(w->survey);
	survey_free(w->survey);
	w->survey = NULL;
	w->page.figures.unread = unread;
	w->page.figures.is_full = w->e == GW_ELIMIT;
	heading_say(w);
	shares_say(w);
	misses_say(w);
	speeds_say(w);
	counts_say(w);
	funnels_say(w);
	if (e == GW_OK)
		e = w->scrap.failed || w->e == GW_ENOMEM ? GW_ENOMEM : GW_OK;
	if (e != GW_OK)
		seat_fail(w->seat, e);
	else
		seat_show(w->seat, 200, CONSOLE_FIGURES, &w->page);
}

/* --- the period --- */

/* A day as a date field has it; "": the other one. */
static int32_t
day_read(struct figures_work *w, const char *field, int32_t otherwise)
{
	const struct calendar *c = &w->seat->desk->setup->policy->calendar;
	const struct span typed = form_value(&w->seat->form, field);
	int64_t at;

	if (typed.n == 0)
		return otherwise;
	if (words_day_read(c, typed, &at) == GW_OK)
		return clock_wall(c, at).day;
	w->error[w->page.errors_n++] = (struct console_error){ field, span_of("Write a day, like 2026-11-21.") };
	w->page.errors = w->error;
	return otherwise;
}

static void
refuse(struct figures_work *w, const char *field, const char *said)
{
	if (w->page.errors_n == 0)
		w->error[w->page.errors_n++] = (struct console_error){ field, span_of(said) };
	w->page.errors = w->error;
	seat_show(w->seat, 422, CONSOLE_FIGURES, &w->page);
}

void
figures_page(struct seat *s)
{
	const struct survey_order order = { .what = SURVEY_FIGURES, .order = ORDER_CHANGED };
	struct figures_work *w = seat_work(s, sizeof *w, work_end);
	struct survey_calls calls = { figures_wants, figures_visit, figures_done, w, NULL };
	int32_t today, from, to;
	enum gw_err e;

	if (w == NULL)
		return;
	w->seat = s;
	today = clock_wall(&s->desk->setup->policy->calendar, s->now).day;
	to = day_read(w, "to", today);
	from = day_read(w, "from", workday_month(to, 1 - MONTHS_SHOWN));
	w->page.figures.from = date_say(w, from);
	w->page.figures.to = date_say(w, to);
	e = figures_start(&w->f, s->desk->setup->policy, from, to, s->now);
	if (e == GW_EINPUT || w->page.errors_n > 0) {
		refuse(w, "to", "Choose a last day that is not before the first, five years later at most.");
		return;
	}
	if (e == GW_OK)
		e = survey_new(s, &order, &calls, &w->survey);
	if (e != GW_OK)
		seat_fail(s, e);
}
