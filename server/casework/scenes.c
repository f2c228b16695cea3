/* scenes.c: collect, then one pass a table. */
#include "scenes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAY = 86400, WEEK = 7 * DAY, BLOCK = 3 * 3600, FEW = 5 };

void
scenes_start(struct scenes *s)
{
	s->n = s->left_out = 0;
}

/* --- collecting --- */

static const char *
code_of(const struct entry *e, const char *key)
{
	const char *const *codes = sheet_kind(SHEET_SCENE)->field[sheet_field(SHEET_SCENE, key)].codes;

	while (*codes != NULL && !sheet_is(SHEET_SCENE, e->field, key, *codes))
		codes++;
	return *codes == NULL ? "" : *codes;
}

/* A sheet's line fits. */
static void
line_take(const struct entry *e, const char *key, char to[LIMIT_LINE + 1])
{
	const struct span text = sheet_text(SHEET_SCENE, e->field, key);
	const size_t n = text.n <= LIMIT_LINE ? text.n : 0;

	if (n > 0)
		memcpy(to, text.p, n);
	to[n] = '\0';
}

void
scenes_add(struct scenes *s, const uint8_t report[ID_BYTES], const struct entry *entry, size_t n, int64_t from,
    int64_t to)
{
	for (size_t i = 0; i < n; i++) {
		const struct entry *e = &entry[i];
		struct scene *fresh = &s->of[s->n];

		if (e->act != ACT_RECORD || e->sheet != SHEET_SCENE || e->at < from || e->at >= to)
			continue;
		if (s->n == SCENES) {
			s->left_out++;
			continue;
		}
		s->n++;
		memcpy(fresh->report, report, ID_BYTES);
		fresh->kind = code_of(e, "kind");
		fresh->retaliation = code_of(e, "retaliation");
		line_take(e, "place", fresh->place);
		line_take(e, "ward", fresh->ward);
		(void)line_folded(span_of(fresh->place), fresh->folded);	/* "": nobody said where */
		fresh->at = sheet_moment(SHEET_SCENE, e->field, "at");
		fresh->noted = e->at;
	}
}

static int64_t
when(const struct scene *s)
{
	return s->at != 0 ? s->at : s->noted;
}

static int
scene_order(const void *a, const void *b)
{
	const struct scene *x = a, *y = b;
	int d = (when(x) > when(y)) - (when(x) < when(y));

	if (d == 0)
		d = (x->noted > y->noted) - (x->noted < y->noted);
	if (d == 0)
		d = strcmp(x->folded, y->folded);
	return d != 0 ? d : memcmp(x->report, y->report, ID_BYTES);
}

void
scenes_sort(struct scenes *s)
{
	qsort(s->of, s->n, sizeof s->of[0], scene_order);
}

/* --- places --- */

/* What is known by then, of a time that ends then. */
static bool
is_within(const struct scene *s, int64_t from, int64_t to)
{
	return when(s) >= from && when(s) < to && s->noted < to;
}

/* Whether it is the first one of its place from there on. */
static bool
is_first(const struct scenes *s, size_t at, int64_t from, int64_t to)
{
	for (size_t i = 0; i < at; i++)
		if (is_within(&s->of[i], from, to) && strcmp(s->of[i].folded, s->of[at].folded) == 0)
			return false;
	return s->of[at].folded[0] != '\0' && is_within(&s->of[at], from, to);
}

/* Whether no scene of this place before it is of the same case. */
static bool
is_new_case(const struct scenes *s, size_t first, size_t at, int64_t from, int64_t to)
{
	for (size_t i = first; i < at; i++)
		if (is_within(&s->of[i], from, to) && strcmp(s->of[i].folded, s->of[at].folded) == 0 &&
		    memcmp(s->of[i].report, s->of[at].report, ID_BYTES) == 0)
			return false;
	return true;
}

static struct scene_place
place_count(const struct scenes *s, const struct calendar *c, size_t first, int64_t from, int64_t to)
{
	struct scene_place p = { .scene = first };

	for (size_t i = first; i < s->n; i++) {
		const struct scene *one = &s->of[i];

		if (!is_within(one, from, to) || strcmp(one->folded, s->of[first].folded) != 0)
			continue;
		p.n++;
		p.cases += is_new_case(s, first, i, from, to);
		if (one->at == 0)
			continue;
		p.days |= 1u << clock_wall(c, one->at).weekday;
		p.hours |= 1u << clock_wall(c, one->at).second / BLOCK;
	}
	return p;
}

/* Those with so many scenes from so many cases. */
static size_t
places(const struct scenes *s, const struct calendar *c, int64_t from, int64_t to, size_t least, size_t cases,
    struct scene_place out[SCENE_PLACES])
{
	size_t n = 0;

	for (size_t i = 0; i < s->n && n < SCENE_PLACES; i++) {
		if (!is_first(s, i, from, to))
			continue;
		out[n] = place_count(s, c, i, from, to);
		n += out[n].n >= least && out[n].cases >= cases;
	}
	return n;
}

/* --- the month --- */

static void
area_take(const struct scene *one, const struct calendar *c, const struct areas *areas, struct scene_counts *out)
{
	const char *area = area_of(areas, span_of(one->ward), clock_wall(c, when(one)).day);
	size_t i = 0;

	while (area != NULL && i < out->n_areas && strcmp(out->area[i].area, area) != 0)
		i++;
	if (area == NULL || i == SCENE_AREAS) {
		out->no_area++;
		return;
	}
	out->area[i].area = area;
	out->area[i].n++;
	out->n_areas += i == out->n_areas;
}

static void
month_take(const struct scene *one, const struct calendar *c, const struct areas *areas, struct scene_counts *out)
{
	const struct wall w = clock_wall(c, when(one));

	out->n++;
	out->no_time += one->at == 0;
	out->no_place += one->folded[0] == '\0';
	if (one->at != 0)
		out->grid[w.weekday][w.second / BLOCK]++;
	area_take(one, c, areas, out);
}

void
scenes_count(const struct scenes *s, const struct calendar *c, const struct areas *areas, int64_t from, int64_t to,
    struct scene_counts *out)
{
	const int64_t trend = to - SCENE_WEEKS * (int64_t)WEEK;

	memset(out, 0, sizeof *out);
	for (size_t i = 0; i < s->n; i++) {
		const struct scene *one = &s->of[i];

		if (is_within(one, from, to))
			month_take(one, c, areas, out);
		if (is_within(one, trend, to))
			out->week[(when(one) - trend) / WEEK]++;
	}
	out->n_hotspots = places(s, c, to - HOTSPOT_SECONDS, to, HOTSPOT_SCENES, HOTSPOT_CASES, out->hotspot);
	out->n_repeats = places(s, c, trend, to, REPEAT_SCENES, 1, out->repeat);
}

void
scenes_hidden(size_t n, char text[SCENE_NUMBER])
{
	if (n > 0 && n < FEW)
		snprintf(text, SCENE_NUMBER, "fewer than 5");
	else
		snprintf(text, SCENE_NUMBER, "%zu", (n + 2) / FEW * FEW);
}
