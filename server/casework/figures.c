/* figures.c: one case after the other is looked at as it was at the cut-off, and counted. */
#include "figures.h"

#include <stdlib.h>
#include <string.h>

#include "rota.h"
#include "secret.h"
#include "workday.h"

enum { HOUR = 3600, MISSES_STEP = 64 };
static const int within_hours[WITHIN_N] = { [WITHIN_24] = 24, [WITHIN_48] = 48 };

/* As SHEET_REFERRAL has it. */
static const char *
to_code(enum figure_to to)
{
	static const char *const codes[TO_N] = {
		[TO_MASH] = "mash", [TO_EARLY_HELP] = "early_help", [TO_YAR] = "yar", [TO_NRM] = "nrm",
		[TO_MARAC] = "marac", [TO_PREVENT] = "prevent", [TO_ERP] = "erp",
	};

	return codes[to];
}

/* --- misses --- */

static enum gw_err
miss_add(struct figures *f, const struct miss *m)
{
	struct miss *grown;

	if (f->n_misses == f->misses_room) {
		grown = secret_realloc(f->miss, (f->misses_room + MISSES_STEP) * sizeof *grown);
		if (grown == NULL)
			return GW_ENOMEM;
		f->miss = grown;
		f->misses_room += MISSES_STEP;
	}
	f->miss[f->n_misses++] = *m;
	return GW_OK;
}

/* Never half a letter. */
static void
why_copy(struct span words, char why[FIGURES_WHY + 1])
{
	size_t n = words.n < FIGURES_WHY ? words.n : FIGURES_WHY;

	while (n < words.n && n > 0 && (words.p[n] & 0xc0) == 0x80)
		n--;
	if (n > 0)
		memcpy(why, words.p, n);
	why[n] = '\0';
}

/* What the last sheet of this kind says in its own words. */
static struct span
last_words(const struct figures_case *c, enum sheet sheet)
{
	for (size_t i = c->n; i > 0; i--) {
		const struct entry *e = &c->entry[i - 1];

		if (e->act == ACT_RECORD && e->sheet == sheet)
			return sheet_text(sheet, e->field, "text");
	}
	return (struct span){ NULL, 0 };
}

/* --- one limit --- */

enum kept { KEPT_IN_TIME, KEPT_MISSED, KEPT_WAITING };

/* At the last second itself it is in time; a clock that runs is missed one second later. */
static enum kept
kept_within(const struct limit *l, int hours, int64_t cutoff)
{
	if (limit_is_within(l, (int64_t)hours * HOUR))
		return KEPT_IN_TIME;
	return l->met == 0 && cutoff <= l->start + (int64_t)hours * HOUR ? KEPT_WAITING : KEPT_MISSED;
}

static enum gw_err
count_limit(struct figures *f, const struct figures_case *c, const struct limit *l, struct miss *m, struct ratio *r)
{
	switch (kept_within(l, m->hours, f->cutoff)) {
	case KEPT_IN_TIME:
		r->in_time++;
		return GW_OK;
	case KEPT_WAITING:
		r->waiting++;
		return GW_OK;
	case KEPT_MISSED:
		break;
	}
	r->missed++;
	memcpy(m->report, c->report, ID_BYTES);
	m->is_open = l->met == 0;
	m->over = (m->is_open ? f->cutoff : l->met) - l->start - (int64_t)m->hours * HOUR;
	why_copy(last_words(c, m->what == FIGURE_TOLD ? SHEET_TOLD : SHEET_CONTACT), m->why);
	return miss_add(f, m);
}

static enum gw_err
count_starts(struct figures *f, const struct figures_case *c, enum figure_what what, const struct limit limit[START_N])
{
	enum gw_err e = GW_OK;

	for (int s = 0; s < START_N; s++)
		for (int w = 0; w < WITHIN_N && limit[s].runs && e == GW_OK; w++) {
			struct miss m = { .what = what, .start = (enum response_start)s, .hours = within_hours[w] };

			e = count_limit(f, c, &limit[s], &m, &f->ratio[what][s][w]);
		}
	return e;
}

/* --- the response --- */

static bool
is_staffed(const struct policy *p, int64_t at)
{
	const struct wall w = clock_wall(&p->calendar, at);
	const bool is_working_day = !clock_is_bank_holiday(&p->calendar, w.day);

	for (size_t i = 0; i < p->council.n; i++)
		if (rota_is_on(&p->council.shift[i], &w, is_working_day))
			return true;
	return false;
}

static void
count_month(struct figures *f, int64_t since)
{
	const int32_t day = clock_wall(&f->policy->calendar, since).day;
	size_t i = 0;

	while (i + 1 < f->months && day >= workday_month(f->first_day, (int)i + 1))
		i++;
	f->month[i]++;
}

static enum gw_err
count_response(struct figures *f, const struct figures_case *c, const struct response *r)
{
	struct miss told = { .what = FIGURE_TOLD, .hours = 1 };
	enum gw_err e = GW_OK;

	f->responses++;
	count_month(f, r->since);
	f->no_incident += !r->attempt[START_INCIDENT].runs;
	if (r->told.runs)
		e = count_limit(f, c, &r->told, &told, &f->told[is_staffed(f->policy, r->told.start)]);
	if (e == GW_OK)
		e = count_starts(f, c, FIGURE_ATTEMPT, r->attempt);
	if (r->is_unidentified)
		f->unidentified++;
	else if (e == GW_OK)
		e = count_starts(f, c, FIGURE_CONTACT, r->contact);
	return e;
}

/* --- speed --- */

/* 0: it has not happened. */
static int64_t
replied_at(const struct figures_case *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->entry[i].act == ACT_MESSAGE || c->entry[i].act == ACT_CLOSE)
			return c->entry[i].at;
	return 0;
}

static int64_t
referred_at(const struct figures_case *c)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct entry *e = &c->entry[i];

		if (e->act == ACT_RECORD && e->sheet == SHEET_REFERRAL &&
		    !sheet_is(e->sheet, e->field, "stage", "not_made"))
			return sheet_moment(e->sheet, e->field, "at");
	}
	return 0;
}

static enum gw_err
sample_add(struct samples *s, int64_t came, int64_t at)
{
	if (at == 0) {
		s->open++;
		return GW_OK;
	}
	if (s->n == FIGURES_SAMPLES)
		return GW_ELIMIT;
	s->seconds[s->n++] = at > came ? at - came : 0;
	return GW_OK;
}

static enum gw_err
count_speed(struct figures *f, const struct figures_case *c)
{
	const int64_t at[SPEED_N] = {
		[SPEED_EYES] = c->seen <= f->cutoff ? c->seen : 0,
		[SPEED_REPLY] = replied_at(c),
		[SPEED_REFERRAL] = referred_at(c),
	};
	enum gw_err e = GW_OK;

	for (int s = 0; s < SPEED_N && e == GW_OK; s++)
		e = sample_add(f->speed[s][c->first], c->came, at[s]);
	return e;
}

/* --- referrals --- */

static void
count_referral(struct funnel *n, const struct entry *last)
{
	if (sheet_is(last->sheet, last->field, "stage", "not_made")) {
		n->not_made++;
		return;
	}
	n->made++;
	if (sheet_is(last->sheet, last->field, "stage", "accepted"))
		n->accepted++;
	else if (sheet_is(last->sheet, last->field, "stage", "declined"))
		n->declined++;
	else if (sheet_is(last->sheet, last->field, "stage", "answered"))
		n->answered++;
	else
		n->waiting++;
}

static void
count_referrals(struct figures *f, const struct figures_case *c)
{
	for (int to = 0; to < TO_N; to++) {
		const struct entry *last = NULL;

		for (size_t i = 0; i < c->n; i++) {
			const struct entry *e = &c->entry[i];

			if (e->act == ACT_RECORD && e->sheet == SHEET_REFERRAL &&
			    sheet_is(e->sheet, e->field, "to", to_code((enum figure_to)to)))
				last = e;
		}
		if (last != NULL)
			count_referral(&f->funnel[to], last);
	}
}

/* --- a case --- */

static bool
is_within(const struct figures *f, int64_t at)
{
	return at >= f->from && at < f->to && at <= f->cutoff;
}

enum gw_err
figures_add(struct figures *f, const struct figures_case *c)
{
	struct figures_case then = *c;		/* at the cut-off */
	struct response r;
	enum gw_err e = GW_OK;

	while (then.n > 0 && then.entry[then.n - 1].at > f->cutoff)
		then.n--;
	response_read(then.first, then.came, then.entry, then.n, &r);
	if (r.applies && is_within(f, r.since))
		e = count_response(f, &then, &r);
	if (e != GW_OK || !is_within(f, then.came))
		return e;
	f->cases[then.first]++;
	count_referrals(f, &then);
	return count_speed(f, &then);
}

/* --- life --- */

static enum gw_err
samples_make(struct figures *f)
{
	for (int s = 0; s < SPEED_N; s++)
		for (int b = 0; b < BAND_N; b++) {
			f->speed[s][b] = secret_malloc(sizeof *f->speed[s][b]);
			if (f->speed[s][b] == NULL)
				return GW_ENOMEM;
			memset(f->speed[s][b], 0, sizeof *f->speed[s][b]);
		}
	return GW_OK;
}

enum gw_err
figures_start(struct figures *f, const struct policy *p, int32_t first_day, int32_t last_day, int64_t now)
{
	memset(f, 0, sizeof *f);
	if (last_day < first_day)
		return GW_EINPUT;
	f->policy = p;
	f->first_day = first_day;
	f->last_day = last_day;
	f->from = workday_moment(&p->calendar, first_day, 0);
	f->to = workday_moment(&p->calendar, last_day + 1, 0);
	f->cutoff = now < f->to ? now : f->to - 1;
	f->months = 1;
	while (workday_month(first_day, (int)f->months) <= last_day)
		if (f->months++ == FIGURES_MONTHS)
			return GW_EINPUT;
	return samples_make(f);
}

static int
by_size(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

bool
samples_percentile(struct samples *s, unsigned percent, int64_t *seconds)
{
	const size_t rank = (s->n * percent + 99) / 100;

	if (s->n == 0)
		return false;
	qsort(s->seconds, s->n, sizeof s->seconds[0], by_size);
	*seconds = s->seconds[rank > 0 ? rank - 1 : 0];
	return true;
}

void
figures_end(struct figures *f)
{
	for (int s = 0; s < SPEED_N; s++)
		for (int b = 0; b < BAND_N; b++)
			secret_free(f->speed[s][b]);
	secret_free(f->miss);
	secret_wipe(f, sizeof *f);
}
