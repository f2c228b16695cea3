/* cover.c: walks along the wall clock from edge to edge: of shifts, days and clock changes. Between two edges nothing
 * changes, so each look at a rota is exact. */
#include "cover.h"

#include "rota.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 86400, DAY_MINUTES = 24 * 60, WEEK_DAYS = 7, HORIZON_DAYS = 366,
	READING = COVER_READING * MINUTE };

struct readers {
	const struct policy *p;
	const struct school *school;	/* its team; NULL: no school's */
	const struct rota *rota[2];	/* NULL: not theirs */
};

static struct readers
readers_of(const struct policy *p, const struct school *school, enum band band)
{
	struct readers r = { .p = p, .school = school };

	if (band >= BAND_URGENT)
		r.rota[0] = &p->duty;
	if (band >= BAND_URGENT || school == NULL)
		r.rota[1] = &p->council;
	return r;
}

static bool
is_in_school(const struct readers *r, const struct wall *w)
{
	const struct calendar *c = &r->p->calendar;

	return r->school != NULL && w->day <= c->terms_end && w->second >= c->school_opens * MINUTE &&
	    w->second < c->school_closes * MINUTE && clock_is_open(c, r->school, w->day);
}

static bool
is_there(const struct readers *r, const struct wall *w)
{
	const struct calendar *c = &r->p->calendar;
	/* A bank holiday that nobody has listed yet must not become a promise. */
	const bool is_working_day = w->day <= c->bank_holidays_end && !clock_is_bank_holiday(c, w->day);

	for (size_t i = 0; i < sizeof r->rota / sizeof r->rota[0]; i++)
		for (size_t n = 0; r->rota[i] != NULL && n < r->rota[i]->n; n++)
			if (rota_is_on(&r->rota[i]->shift[n], w, is_working_day))
				return true;
	return is_in_school(r, w);
}

/* The earlier of edge and this minute of the day, when that is still to come; both in seconds of the wall's day. */
static int32_t
sooner(int32_t edge, const struct wall *w, int minute)
{
	return minute * MINUTE > w->second && minute * MINUTE < edge ? minute * MINUTE : edge;
}

/* The first moment after at when somebody may come or go. */
static int64_t
edge_after(const struct readers *r, const struct wall *w, int64_t at)
{
	const struct calendar *c = &r->p->calendar;
	int32_t edge = DAY;
	int64_t next;

	for (size_t i = 0; i < sizeof r->rota / sizeof r->rota[0]; i++)
		for (size_t n = 0; r->rota[i] != NULL && n < r->rota[i]->n; n++) {
			edge = sooner(edge, w, r->rota[i]->shift[n].from);
			edge = sooner(edge, w, r->rota[i]->shift[n].to);
		}
	edge = sooner(edge, w, c->school_opens);
	edge = sooner(edge, w, c->school_closes);
	next = at + (edge - w->second);
	return next < w->changes ? next : w->changes;
}

/* From at on, the first moment when somebody is there (or, if wanted is false, nobody); limit when there is none before
 * it. */
static int64_t
first_moment(const struct readers *r, bool wanted, int64_t at, int64_t limit)
{
	while (at < limit) {
		const struct wall w = clock_wall(&r->p->calendar, at);

		if (is_there(r, &w) == wanted)
			return at;
		at = edge_after(r, &w, at);
	}
	return limit;
}

static int64_t
next_look(const struct readers *r, int64_t from, int64_t limit)
{
	const int64_t look = clock_is_known(from) ? first_moment(r, true, from, limit) : limit;

	return look < limit ? look : COVER_NEVER;
}

/* From then on somebody stays long enough to read. */
static int64_t
first_reading(const struct readers *r, int64_t from)
{
	const int64_t limit = from + (int64_t)HORIZON_DAYS * DAY;
	int64_t look, left;

	while ((look = next_look(r, from, limit)) != COVER_NEVER) {
		left = first_moment(r, false, look, look + READING);
		if (left == look + READING)
			break;
		from = left;
	}
	return look;
}

/* When the reader who is there from look on has had so many seconds, or leaves if that is sooner. */
static int64_t
had(const struct readers *r, int64_t look, int64_t seconds)
{
	return first_moment(r, false, look, look + seconds);
}

/* The rule in cover.h: a matter of due alone, so that a later look finds the same. */
static int64_t
come_back(const struct readers *r, enum band band, int64_t due)
{
	const struct service_level *level = &r->p->level[band];
	const struct calendar *c = &r->p->calendar;
	const int64_t hours = (int64_t)level->hours * HOUR;
	int64_t look, done;

	due -= due % MINUTE;
	if (level->school_days == 0) {
		look = first_reading(r, due - hours);
		done = look != COVER_NEVER ? had(r, look, hours) : COVER_NEVER;
	} else {
		look = first_reading(r, due - (int64_t)(c->school_closes - c->school_opens) * MINUTE);
		if (look != COVER_NEVER)
			done = look + READING <= due ? due : had(r, look, DAY);
		else
			done = COVER_NEVER;
	}
	return done > due ? done : due;
}

struct promise
cover_promise(const struct policy *p, const struct school *school, enum band band, int64_t now)
{
	const struct readers r = readers_of(p, school, band);
	struct promise promise = { COVER_NEVER, COVER_NEVER };
	int64_t due;

	if (!clock_is_known(now))
		return promise;
	due = clock_due(p, school, band, now);
	promise.next_look = next_look(&r, now, now + (int64_t)HORIZON_DAYS * DAY);
	if (promise.next_look != COVER_NEVER)
		promise.come_back = come_back(&r, band, due);
	return promise;
}

int64_t
cover_next_look(const struct policy *p, const struct school *school, int64_t now)
{
	const struct readers r = readers_of(p, school, BAND_ROUTINE);

	return clock_is_known(now) ? next_look(&r, now, now + (int64_t)HORIZON_DAYS * DAY) : COVER_NEVER;
}

/* The latest end of a shift that holds this minute of that weekday, bank holiday or not; minute when there is none. */
static int
stays_until(const struct rota *rota, int weekday, int minute)
{
	int until = minute;

	for (size_t i = 0; i < rota->n; i++) {
		const struct shift *s = &rota->shift[i];

		if (s->bank_holidays && (s->weekdays >> weekday & 1) != 0 && s->from <= minute && s->to > until)
			until = s->to;
	}
	return until;
}

bool
cover_is_always(const struct policy *p)
{
	for (int weekday = 0; weekday < WEEK_DAYS; weekday++) {
		int minute = 0, council, duty;

		while (minute < DAY_MINUTES) {
			council = stays_until(&p->council, weekday, minute);
			duty = stays_until(&p->duty, weekday, minute);
			if (council == minute && duty == minute)
				return false;
			minute = council > duty ? council : duty;
		}
	}
	return true;
}

int64_t
cover_come_back(const struct policy *p, const struct school *school, enum band band, int64_t due, int64_t now)
{
	const struct readers r = readers_of(p, school, band);
	const struct service_level *level = &p->level[band];
	int64_t at, look;

	if (!clock_is_known(now) || !clock_is_known(due))
		return COVER_NEVER;
	if ((at = come_back(&r, band, due)) > now)
		return at;
	look = first_reading(&r, now - now % MINUTE);
	if (look == COVER_NEVER)
		return COVER_NEVER;
	return had(&r, look, level->school_days == 0 ? (int64_t)level->hours * HOUR : DAY);
}
