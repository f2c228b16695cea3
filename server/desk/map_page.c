/* map_page.c: one survey gives the ties of all cases; then the releases of the last days are looked at. */
#include "map_page.h"

#include <string.h>

#include <sodium.h>

#include "case_name.h"
#include "dossier.h"
#include "moment.h"
#include "sheet_words.h"
#include "words_of.h"

enum { YEAR = 366 * 86400, RELEASE_SHOWN_SECONDS = 7 * 24 * 3600, SHOWN = 22 };	/* of a name, letters */

static void
work_end(void *work)
{
	struct map_work *w = work;

	survey_free(w->survey);
	opening_free(w->opening);
	act_free(w->act);
	scrap_end(&w->scrap);
}

struct map_work *
map_work_start(struct seat *s)
{
	struct map_work *w = seat_work(s, sizeof *w, work_end);

	if (w != NULL) {
		w->status = 200;
		tiemap_start(&w->map);
	}
	return w;
}

void
map_error(struct map_work *w, const char *field, const char *said)
{
	if (w->m.errors_n < MAP_ERRORS)
		w->error[w->m.errors_n++] = (struct console_error){ field, span_of(said) };
	w->m.errors = w->error;
}

/* --- releases --- */

static struct span
moment_words(struct seat *s, int64_t at)
{
	struct map_work *w = s->work;

	return moment_say(&w->scrap, &s->desk->setup->policy->calendar, "", at);
}

static bool
is_mine(const struct seat *s, const struct noted *e)
{
	return e->entry != NULL && strcmp(e->entry->by, s->session.name) == 0;
}

static void
release_answered(struct seat *s, const struct noted *asked, const struct noted *answer, struct console_release *r)
{
	struct map_work *w = s->work;
	const int64_t ends = answer->entry == NULL ? 0 : answer->entry->at + MAP_RELEASE_SECONDS;

	r->is_waiting = answer->entry == NULL;
	r->is_refused = noted_is(answer, "stage", "refused");
	r->may_load = noted_is(answer, "stage", "agreed") && s->now <= ends &&
	    (is_mine(s, asked) || is_mine(s, answer));
	if (r->is_waiting)
		return;
	r->answered_by = scrap_copy(&w->scrap, span_of(answer->entry->by));
	r->answer = scrap_copy(&w->scrap, noted_text(answer, "text"));
	r->ends = moment_words(s, ends);
}

static void
release_add(struct seat *s, const struct opened *c, const struct situation *is)
{
	struct map_work *w = s->work;
	const struct noted *asked = &is->released[0];
	struct console_map *map = &w->m.map;
	struct console_release *r = &w->release[map->releases_n];
	char id[2 * ID_BYTES + 1];

	if (asked->entry == NULL || s->now - asked->entry->at > RELEASE_SHOWN_SECONDS ||
	    map->releases_n == MAP_RELEASES)
		return;
	map->releases_n++;
	map->releases = w->release;
	sodium_bin2hex(id, sizeof id, c->report, ID_BYTES);
	r->id = scrap_copy(&w->scrap, span_of(id));
	r->by = scrap_copy(&w->scrap, span_of(asked->entry->by));
	r->at = moment_words(s, asked->entry->at);
	r->why = scrap_copy(&w->scrap, noted_text(asked, "text"));
	release_answered(s, asked, &is->released[1], r);
	if (!r->is_waiting || is_mine(s, asked))
		return;
	w->pending[map->pending_n++] = (struct console_option){ r->id,
		scrap_print(&w->scrap, "%.*s, %.*s", (int)r->by.n, (const char *)r->by.p, (int)r->at.n,
		(const char *)r->at.p), span_equal(r->id, form_value(&s->form, "id")) };
	map->pending = w->pending;
}

/* --- the drawing, and the table --- */

/* A name's beginning, cut between characters. */
static struct span
shown(struct scrap *scrap, const char *name)
{
	size_t n = 0, letters = 0;

	for (; name[n] != '\0'; n++)
		if (((uint8_t)name[n] & 0xc0) != 0x80 && ++letters > SHOWN)
			return scrap_print(scrap, "%.*s…", (int)n, name);
	return span_of(name);
}

static struct span
code_words(const char *key, const char *code)
{
	return span_of(sheet_code_words(SHEET_TIE, sheet_field(SHEET_TIE, key), span_of(code)));
}

static void
draw_entities(struct map_work *w)
{
	struct console_map *m = &w->m.map;
	struct console_map_node *node = scrap_take(&w->scrap, w->map.n, sizeof *node);

	for (size_t i = 0; node != NULL && i < w->map.n; i++) {
		const struct tiemap_entity *e = &w->map.entity[i];

		node[i] = (struct console_map_node){ .x = (size_t)e->x, .y = (size_t)e->y, .left = (size_t)e->x - 14,
			.top = (size_t)e->y - 14, .name_y = (size_t)e->y + 32, .kind = span_of(entity_code(e->kind)),
			.name = shown(&w->scrap, e->name) };
	}
	m->nodes = node;
	m->nodes_n = node == NULL ? 0 : w->map.n;
}

static void
draw_ties(struct seat *s)
{
	struct map_work *w = s->work;
	struct console_map *m = &w->m.map;
	struct console_map_line *line = scrap_take(&w->scrap, w->map.n_ties, sizeof *line);

	for (size_t i = 0; line != NULL && i < w->map.n_ties; i++) {
		const struct tiemap_tie *t = &w->map.tie[i];
		const struct tiemap_entity *from = &w->map.entity[t->from], *to = &w->map.entity[t->to];
		char until[WORDS_TIME];

		words_day(&s->desk->setup->policy->calendar, t->until, until);
		line[i] = (struct console_map_line){ .x1 = (size_t)from->x, .y1 = (size_t)from->y, .x2 = (size_t)to->x,
			.y2 = (size_t)to->y, .x = (size_t)(from->x + to->x) / 2, .y = (size_t)(from->y + to->y) / 2,
			.from = span_of(from->name), .from_is = span_of(entity_code(from->kind)),
			.to = span_of(to->name), .to_is = span_of(entity_code(to->kind)),
			.how = code_words("how", t->how), .source = code_words("source", t->source),
			.reliability = code_words("reliability", t->reliability), .is_rumour = t->is_rumour,
			.id = case_name_id(&w->scrap, t->report),
			.ref = case_name_ref(&w->scrap, t->report), .until = scrap_copy(&w->scrap, span_of(until)) };
	}
	m->ties = line;
	m->ties_n = line == NULL ? 0 : w->map.n_ties;
}

/* --- the surveys --- */

static void
show(struct seat *s)
{
	struct map_work *w = s->work;

	if (w->scrap.failed)
		seat_fail(s, GW_ENOMEM);
	else
		seat_show(s, w->status, CONSOLE_MAP, &w->m);
}

static void
visit_release(void *arg, const struct msg_escalation *row, const struct opened *c)
{
	struct situation is;

	(void)row;
	situation_read(c->entries.entry, c->entries.part, c->entries.n, &is);
	release_add(arg, c, &is);
}

static void
on_releases(void *arg, enum gw_err e, uint64_t last, size_t unread)
{
	(void)last;
	(void)unread;
	if (e != GW_OK)
		seat_fail(arg, e);
	else
		show(arg);
}

/* The newest ones; those that are too old to be shown are not opened. */
static void
on_dossiers(struct seat *s, enum gw_err e, struct msg *m)
{
	struct map_work *w = s->work;
	const struct survey_calls calls = { .visit = visit_release, .end = on_releases, .arg = s };

	for (size_t i = 0; e == GW_OK && i < m->u.dossiers.n && w->dossiers_n < MAP_RELEASES; i++) {
		const struct msg_dossier *row = &m->u.dossiers.row[i];

		if (s->now - row->received <= RELEASE_SHOWN_SECONDS)
			memcpy(w->dossier[w->dossiers_n++].report, row->report, ID_BYTES);
	}
	if (e == GW_OK && w->dossiers_n == 0) {
		show(s);
		return;
	}
	survey_free(w->survey);
	w->survey = NULL;
	if (e == GW_OK)
		e = survey_new_list(s, SURVEY_MAP, w->dossier, w->dossiers_n, &calls, &w->survey);
	if (e != GW_OK)
		seat_fail(s, e);
}

void
map_visit(void *arg, const struct msg_escalation *row, const struct opened *c)
{
	struct seat *s = arg;
	struct map_work *w = s->work;
	struct situation is;

	(void)row;
	situation_read(c->entries.entry, c->entries.part, c->entries.n, &is);
	tiemap_add(&w->map, c->report, &is, s->now);
}

bool
map_wants(void *arg, const struct msg_escalation *row)
{
	const struct seat *s = arg;

	return row->kind < KIND_MEETING && (row->state != CASE_CLOSED || row->received >= s->now - YEAR);
}

static void
on_surveyed(void *arg, enum gw_err e, uint64_t last, size_t unread)
{
	struct seat *s = arg;
	struct map_work *w = s->work;
	struct console_map *map = &w->m.map;

	(void)last;
	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	map->not_counted = survey_left_out(w->survey);
	tiemap_lay(&w->map);
	draw_entities(w);
	draw_ties(s);
	map->width = (size_t)w->map.width;
	map->height = (size_t)w->map.height;
	map->left_out = w->map.left_out;
	map->unread = unread;
	dossiers_ask(s, KIND_RELEASE, 0, on_dossiers);
}

void
map_page_show(struct seat *s)
{
	struct map_work *w = s->work;
	const struct survey_order order = { .what = SURVEY_MAP, .order = ORDER_CHANGED };
	const struct survey_calls calls = { .wants = map_wants, .visit = map_visit, .end = on_surveyed, .arg = s };
	enum gw_err e = survey_new(s, &order, &calls, &w->survey);

	if (e != GW_OK)
		seat_fail(s, e);
}

void
map_page_get(struct seat *s)
{
	if (map_work_start(s) != NULL)
		map_page_show(s);
}
