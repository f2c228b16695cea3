/* misses.c: misses, sorted and shown. */
#include "misses.h"

#include <stdlib.h>

enum gravity { MISS_UNSEEN, MISS_LATE, MISS_OVER, MISS_OTHER, MISS_N };
static const char *const headings[MISS_N] = {
	"TOO LOW: urgent or immediate, and not in the urgent queue",
	"TOO LATE: immediate, given urgent",
	"TOO HIGH: neither urgent nor immediate, and in the urgent queue",
	"Between priority and routine, or urgent given immediate",
};

enum gw_err
misses_add(struct misses *m, const struct labelled *l, const struct decision *d)
{
	struct miss *to;
	enum gw_err e;

	if (m->n == m->room) {
		const size_t room = m->room == 0 ? 16 : 2 * m->room;

		if ((to = reallocarray(m->miss, room, sizeof *to)) == NULL)
			return GW_ENOMEM;
		m->miss = to;
		m->room = room;
	}
	to = &m->miss[m->n];
	to->number = m->n;
	if ((e = labelled_copy(l, &to->bytes, &to->l)) != GW_OK)
		return e;
	if ((e = reasons_keep(d, &to->given)) != GW_OK) {
		buf_free(&to->bytes);
		return e;
	}
	m->n++;
	return GW_OK;
}

void
misses_free(struct misses *m)
{
	for (size_t i = 0; i < m->n; i++) {
		reasons_free(&m->miss[i].given);
		buf_free(&m->miss[i].bytes);
	}
	free(m->miss);
	*m = (struct misses){ .miss = NULL };
}

static enum gravity
gravity_of(const struct miss *m)
{
	if (m->l.band >= BAND_URGENT && m->given.band < BAND_URGENT)
		return MISS_UNSEEN;
	if (m->l.band == BAND_IMMEDIATE)
		return MISS_LATE;
	return m->l.band < BAND_URGENT && m->given.band >= BAND_URGENT ? MISS_OVER : MISS_OTHER;
}

/* Within one gravity the further off comes first, then the higher label. */
static int
by_gravity(const void *va, const void *vb)
{
	const struct miss *a = va, *b = vb;
	const int off_a = abs((int)a->l.band - (int)a->given.band), off_b = abs((int)b->l.band - (int)b->given.band);

	if (gravity_of(a) != gravity_of(b))
		return gravity_of(a) < gravity_of(b) ? -1 : 1;
	if (off_a != off_b)
		return off_a > off_b ? -1 : 1;
	if (a->l.band != b->l.band)
		return a->l.band > b->l.band ? -1 : 1;
	return a->number < b->number ? -1 : 1;
}

static void
print_miss(const struct miss *m)
{
	fputs("\n", stdout);
	say_text(stdout, m->l.id, "");
	printf(": %s > %s, %s > %s", band_code(m->l.band), band_code(m->given.band),
	    m->l.category == CATEGORY_NONE ? "-" : category_code(m->l.category), category_code(m->given.category));
	if (m->l.voice.n > 0) {
		fputs(", ", stdout);
		say_text(stdout, m->l.voice, "");
	}
	if (m->l.why.n > 0) {
		fputs("\n  the label: ", stdout);
		say_text(stdout, m->l.why, "    ");
	}
	fputs("\n", stdout);
	for (size_t i = 0; i < m->given.n; i++)
		reason_say(&m->given.reason[i], m->l.text, "  ");
	if (m->given.n == 0)
		fputs("  nothing in it gave a reason\n", stdout);
	fputs("    ", stdout);
	say_text(stdout, m->l.text, "    ");
	fputs("\n", stdout);
}

void
misses_print(struct misses *m)
{
	size_t many[MISS_N] = { 0 };
	enum gravity last = MISS_N;

	if (m->n > 0)
		qsort(m->miss, m->n, sizeof *m->miss, by_gravity);
	for (size_t i = 0; i < m->n; i++)
		many[gravity_of(&m->miss[i])]++;
	for (size_t i = 0; i < m->n; i++) {
		const enum gravity g = gravity_of(&m->miss[i]);

		if (g != last)
			printf("\n%s (%zu)\n", headings[g], many[g]);
		last = g;
		print_miss(&m->miss[i]);
	}
}
