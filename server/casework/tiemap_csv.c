/* tiemap_csv.c: the map as two tables. */
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "csv.h"
#include "tiemap.h"

static enum gw_err
row(struct buf *out, const char *const *cells, size_t n)
{
	enum gw_err e = GW_OK;

	for (size_t i = 0; i < n && e == GW_OK; i++)
		e = csv_cell(out, span_of(cells[i]), i + 1 == n);
	return e;
}

static const char *
doubt(const char *reliability)
{
	return strcmp(reliability, "confirmed") == 0 ? "" : "unconfirmed";
}

static enum gw_err
link_row(const struct tiemap *m, const struct tiemap_tie *t, struct buf *out)
{
	const struct tiemap_entity *from = &m->entity[t->from], *to = &m->entity[t->to];
	char at[CLOCK_TEXT], until[CLOCK_TEXT], ref[sizeof "3F9A-22C1"];

	clock_text(t->at, at);
	clock_text(t->until, until);
	snprintf(ref, sizeof ref, "%02X%02X-%02X%02X", t->report[0], t->report[1], t->report[2], t->report[3]);
	return row(out, (const char *const[]){ from->name, entity_code(from->kind), to->name, entity_code(to->kind),
	    t->how, t->source, t->reliability, at, until, ref, doubt(t->reliability) }, 11);
}

enum gw_err
tiemap_links_csv(const struct tiemap *m, struct buf *out)
{
	enum gw_err e = row(out, (const char *const[]){ "from", "from is", "to", "to is", "link", "source",
	    "reliability", "noted", "until", "case", "mark" }, 11);

	for (size_t i = 0; i < m->n_ties && e == GW_OK; i++)
		if (!m->tie[i].is_rumour)
			e = link_row(m, &m->tie[i], out);
	return e;
}

/* What is known best of an entity: its surest tie; among those alike, the one that stands longest. NULL: rumours. */
static const struct tiemap_tie *
best_tie(const struct tiemap *m, size_t entity)
{
	const struct tiemap_tie *best = NULL;

	for (size_t i = 0; i < m->n_ties; i++) {
		const struct tiemap_tie *t = &m->tie[i];
		const bool is_sure = strcmp(t->reliability, "confirmed") == 0;
		const bool was_sure = best != NULL && strcmp(best->reliability, "confirmed") == 0;

		if (t->is_rumour || (t->from != entity && t->to != entity))
			continue;
		if (best == NULL || (is_sure && !was_sure) || (is_sure == was_sure && t->until > best->until))
			best = t;
	}
	return best;
}

enum gw_err
tiemap_entities_csv(const struct tiemap *m, struct buf *out)
{
	enum gw_err e = row(out, (const char *const[]){ "name", "is", "source", "reliability", "until", "mark" }, 6);

	for (size_t i = 0; i < m->n && e == GW_OK; i++) {
		const struct tiemap_tie *best = best_tie(m, i);
		char until[CLOCK_TEXT];

		if (best == NULL)
			continue;
		clock_text(best->until, until);
		e = row(out, (const char *const[]){ m->entity[i].name, entity_code(m->entity[i].kind), best->source,
		    best->reliability, until, doubt(best->reliability) }, 6);
	}
	return e;
}
