/* tiemap.c: collect, put in order, lay out on circles. */
#include "tiemap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Pixels of the drawing: between two names on a circle, round a circle for the names, the smallest circle. */
enum { SPREAD = 110, MARGIN = 70, RADIUS_MIN = 60 };

static const char *const kinds[ENTITY_N] = { "person", "group", "place" };

const char *
entity_code(enum entity_kind k)
{
	return k < ENTITY_N ? kinds[k] : "";
}

void
tiemap_start(struct tiemap *m)
{
	memset(m, 0, sizeof *m);
}

/* --- collecting --- */

static enum entity_kind
kind_of(const struct noted *tie, const char *key)
{
	int k = 0;

	while (k < ENTITY_N - 1 && !noted_is(tie, key, kinds[k]))
		k++;
	return (enum entity_kind)k;
}

/* Its place among the entities; TIEMAP_ENTITIES: there was no room, or it is no name. Of two spellings the lesser in
 * bytes is kept. */
static size_t
entity_take(struct tiemap *m, struct span name, enum entity_kind kind)
{
	struct tiemap_entity fresh = { .kind = kind };
	size_t i = 0;

	if (!line_folded(name, fresh.folded))
		return TIEMAP_ENTITIES;
	memcpy(fresh.name, name.p, name.n);
	while (i < m->n && (m->entity[i].kind != kind || strcmp(m->entity[i].folded, fresh.folded) != 0))
		i++;
	if (i < m->n && strcmp(fresh.name, m->entity[i].name) < 0)
		memcpy(m->entity[i].name, fresh.name, sizeof fresh.name);
	if (i == m->n && i < TIEMAP_ENTITIES)
		m->entity[m->n++] = fresh;
	return i;
}

/* The sheet's own text of the code that a field has. */
static const char *
code_of(const struct noted *tie, const char *key)
{
	const char *const *codes = sheet_kind(SHEET_TIE)->field[sheet_field(SHEET_TIE, key)].codes;

	while (*codes != NULL && !noted_is(tie, key, *codes))
		codes++;
	return *codes == NULL ? "" : *codes;
}

static void
tie_take(struct tiemap *m, const uint8_t report[ID_BYTES], const struct noted *tie)
{
	struct tiemap_tie fresh = { .how = code_of(tie, "how"), .source = code_of(tie, "source"),
		.reliability = code_of(tie, "reliability"), .is_rumour = noted_is(tie, "reliability", "rumour"),
		.at = tie->entry->at, .until = noted_moment(tie, "until"), .part = tie->part };
	const size_t before = m->n;

	memcpy(fresh.report, report, ID_BYTES);
	fresh.from = entity_take(m, noted_text(tie, "from"), kind_of(tie, "from_is"));
	fresh.to = entity_take(m, noted_text(tie, "to"), kind_of(tie, "to_is"));
	if (fresh.from >= TIEMAP_ENTITIES || fresh.to >= TIEMAP_ENTITIES || m->n_ties == TIEMAP_TIES) {
		m->n = before;		/* nobody stands in the map without a tie */
		m->left_out++;
	} else {
		m->tie[m->n_ties++] = fresh;
	}
}

void
tiemap_add(struct tiemap *m, const uint8_t report[ID_BYTES], const struct situation *s, int64_t now)
{
	for (size_t i = 0; i < s->ties.n; i++)
		if (now <= noted_moment(&s->ties.of[i], "until") &&
		    (m->agreed == 0 || s->ties.of[i].entry->at <= m->agreed))
			tie_take(m, report, &s->ties.of[i]);
}

/* --- in order --- */

static int
entity_order(const void *a, const void *b)
{
	const struct tiemap_entity *x = a, *y = b;

	return x->kind != y->kind ? (int)x->kind - (int)y->kind : strcmp(x->folded, y->folded);
}

static int
number_order(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int
tie_order(const void *a, const void *b)
{
	const struct tiemap_tie *x = a, *y = b;
	int d = number_order((int64_t)x->from, (int64_t)y->from);

	if (d == 0)
		d = number_order((int64_t)x->to, (int64_t)y->to);
	if (d == 0)
		d = strcmp(x->how, y->how);
	if (d == 0)
		d = number_order(x->at, y->at);
	if (d == 0)
		d = memcmp(x->report, y->report, ID_BYTES);
	return d != 0 ? d : number_order(x->part, y->part);
}

/* group holds where an entity stood, until this. */
static void
put_in_order(struct tiemap *m)
{
	size_t now[TIEMAP_ENTITIES];

	for (size_t i = 0; i < m->n; i++)
		m->entity[i].group = i;
	qsort(m->entity, m->n, sizeof m->entity[0], entity_order);
	for (size_t i = 0; i < m->n; i++)
		now[m->entity[i].group] = i;
	for (size_t i = 0; i < m->n_ties; i++) {
		m->tie[i].from = now[m->tie[i].from];
		m->tie[i].to = now[m->tie[i].to];
	}
	qsort(m->tie, m->n_ties, sizeof m->tie[0], tie_order);
}

/* Those that a tie joins get the lesser group of the two, until nothing changes. */
static void
find_groups(struct tiemap *m)
{
	bool again = true;

	for (size_t i = 0; i < m->n; i++)
		m->entity[i].group = i;
	while (again) {
		again = false;
		for (size_t i = 0; i < m->n_ties; i++) {
			size_t *a = &m->entity[m->tie[i].from].group, *b = &m->entity[m->tie[i].to].group;

			if (*a == *b)
				continue;
			*a = *b = *a < *b ? *a : *b;
			again = true;
		}
	}
}

/* --- in their places --- */

struct shelf { int x, y, height; };

static int
radius_of(size_t n)
{
	const int round = (int)(SPREAD * n * 7 / 44);	/* the circumference by 2 pi */

	return n == 1 ? 0 : round > RADIUS_MIN ? round : RADIUS_MIN;
}

/* One group's circle stands to the right of the one before, or on a shelf below. */
static void
place_group(struct tiemap *m, size_t group, size_t size, struct shelf *s)
{
	const int radius = radius_of(size), room = 2 * (radius + MARGIN);
	size_t k = 0;

	if (s->x > 0 && s->x + room > TIEMAP_WIDTH) {
		s->y += s->height;
		s->x = s->height = 0;
	}
	for (size_t i = 0; i < m->n; i++) {
		const double turn = 2 * M_PI * (double)k / (double)size;

		if (m->entity[i].group != group)
			continue;
		m->entity[i].x = s->x + room / 2 - (int)lround(radius * cos(turn));
		m->entity[i].y = s->y + room / 2 - (int)lround(radius * sin(turn));
		k++;
	}
	s->x += room;
	s->height = room > s->height ? room : s->height;
	m->width = s->x > m->width ? s->x : m->width;
	m->height = s->y + s->height;
}

void
tiemap_lay(struct tiemap *m)
{
	size_t size[TIEMAP_ENTITIES] = { 0 };
	struct shelf s = { 0, 0, 0 };

	put_in_order(m);
	find_groups(m);
	m->width = m->height = 0;
	for (size_t i = 0; i < m->n; i++)
		size[m->entity[i].group]++;
	for (size_t want = m->n; want > 0; want--)
		for (size_t g = 0; g < m->n; g++)
			if (size[g] == want)
				place_group(m, g, want, &s);
}
