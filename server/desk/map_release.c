/* map_release.c: asked for by one, agreed to by another, then taken by those two; each step is on the release. */
#include <string.h>

#include "dossier.h"
#include "map_page.h"
#include "path.h"
#include "situation.h"

/* The words of a form's field "text"; empty: there is an error now. */
static struct span
reason(struct seat *s)
{
	const struct span text = form_value(&s->form, "text");

	if (!text_is_blank(text) && text.n <= LIMIT_NOTE)
		return text;
	map_error(s->work, "text", text_is_blank(text) ? "Say why, and who is to have it." : "This is too long.");
	return (struct span){ NULL, 0 };
}

static struct entry
release_entry(const char *stage, struct span text)
{
	struct entry e = { .act = ACT_RECORD, .sheet = SHEET_RELEASE };

	e.field[sheet_field(SHEET_RELEASE, "stage")] = span_of(stage);
	e.field[sheet_field(SHEET_RELEASE, "text")] = text;
	return e;
}

static void
again(struct seat *s, int status)
{
	struct map_work *w = s->work;

	w->status = status;
	w->m.map.typed = form_value(&s->form, "text");
	w->m.map.is_agree = s->route->run == map_release_agree;
	map_page_show(s);
}

/* --- asking --- */

static void
on_asked(struct seat *s, enum gw_err e, const uint8_t report[ID_BYTES])
{
	(void)report;
	if (e != GW_OK)
		seat_fail(s, e);
	else
		seat_go(s, "/desk/map?done=map-ask");
}

void
map_release_ask(struct seat *s)
{
	struct map_work *w = map_work_start(s);
	struct entry asked;

	if (w == NULL)
		return;
	asked = release_entry("asked", reason(s));
	if (w->m.errors_n > 0)
		again(s, 422);
	else
		dossier_new(s, KIND_RELEASE, NULL, span_of("Release of the peer map"), &asked, on_asked);
}

/* --- agreeing --- */

static void
on_agreed(void *arg, const struct act_result *r)
{
	struct seat *s = arg;

	if (r->end == ACT_DONE) {
		seat_go(s, "/desk/map?done=map-agree");
	} else if (r->end == ACT_REFUSED) {
		map_error(s->work, "id", r->said);
		again(s, 422);
	} else if (r->end == ACT_UNOPENED) {
		opening_refuse(s->x, r->opening, r->e);
	} else {
		map_error(s->work, "id", "Somebody was faster. Look again.");
		again(s, 409);
	}
}

void
map_release_agree(struct seat *s)
{
	struct map_work *w = map_work_start(s);
	const bool agrees = form_is(&s->form, "decide", "agree");
	struct span rest;
	enum gw_err e;

	if (w == NULL)
		return;
	if (path_report(form_value(&s->form, "id"), w->report, &rest) != GW_OK || rest.n > 0)
		map_error(w, "id", "Choose which one.");
	if (!agrees && !form_is(&s->form, "decide", "refuse"))
		map_error(w, "decide", "Choose whether you agree.");
	w->order = (struct act_order){ .entry = release_entry(agrees ? "agreed" : "refused", reason(s)) };
	if (w->m.errors_n > 0)
		again(s, 422);
	else if ((e = act_new(s->desk, s->token, w->report, &w->order, on_agreed, s, &w->act)) != GW_OK)
		seat_fail(s, e);
}

/* --- taking --- */

static void
on_surveyed(void *arg, enum gw_err e, uint64_t last, size_t unread)
{
	struct seat *s = arg;
	struct map_work *w = s->work;
	struct buf csv;

	(void)last;
	(void)unread;
	buf_init(&csv, TIEMAP_CSV);
	tiemap_lay(&w->map);
	if (e == GW_OK)
		e = w->is_links ? tiemap_links_csv(&w->map, &csv) : tiemap_entities_csv(&w->map, &csv);
	if (e == GW_OK)
		exchange_answer(s->x, &(struct reply){ .status = 200, .type = "text/csv; charset=utf-8",
		    .body = buf_span(&csv), .file_name = w->is_links ? "links.csv" : "entities.csv" });
	else
		seat_fail(s, e);
	buf_free(&csv);
}

/* It is on the release, and so in the audit chain, before anybody has a byte of it. */
static void
on_noted(void *arg, const struct act_result *r)
{
	struct seat *s = arg;
	struct map_work *w = s->work;
	const struct survey_order order = { .what = SURVEY_MAP, .order = ORDER_CHANGED };
	const struct survey_calls calls = { .wants = map_wants, .visit = map_visit, .end = on_surveyed, .arg = s };
	enum gw_err e = r->end == ACT_DONE ? survey_new(s, &order, &calls, &w->survey) : GW_EBUSY;

	if (r->end == ACT_FULL)
		seat_refuse(s, 409, "This release was taken as often as it can be. Ask for a new one.");
	else if (e != GW_OK)
		seat_fail(s, e);
}

/* NULL: this person may have it now, as it was at *agreed. Else a sentence, and the status that it goes with. */
static const char *
refuses(const struct seat *s, const struct opened *c, int *status, int64_t *agreed)
{
	struct situation is;
	const struct entry *asked, *answer;

	*status = 403;
	situation_read(c->entries.entry, c->entries.part, c->entries.n, &is);
	asked = is.released[0].entry;
	answer = is.released[1].entry;
	if (c->kind != KIND_RELEASE || asked == NULL)
		return "This is no release of the map.";
	if (answer == NULL || !noted_is(&is.released[1], "stage", "agreed"))
		return "Another person has not agreed to this release.";
	if (strcmp(asked->by, s->session.name) != 0 && strcmp(answer->by, s->session.name) != 0)
		return "Only the two people of this release may take it.";
	*status = 410;
	*agreed = answer->at;
	return s->now <= answer->at + MAP_RELEASE_SECONDS ? NULL : "This release has ended. Ask for a new one.";
}

static void
on_opened(void *arg, enum opening_end end, enum gw_err e, const struct opened *c)
{
	struct seat *s = arg;
	struct map_work *w = s->work;
	const char *said;
	int status;

	if (end != OPENING_DONE) {
		opening_refuse(s->x, end, e);
		return;
	}
	if ((said = refuses(s, c, &status, &w->map.agreed)) != NULL) {
		seat_refuse(s, status, said);
		return;
	}
	w->order = (struct act_order){ .entry = { .act = ACT_NOTE,
		.text = span_of(w->is_links ? "Took links.csv of the map." : "Took entities.csv of the map.") } };
	if ((e = act_new(s->desk, s->token, w->report, &w->order, on_noted, s, &w->act)) != GW_OK)
		seat_fail(s, e);
}

void
map_release_take(struct seat *s)
{
	struct map_work *w = map_work_start(s);
	struct span below;
	enum gw_err e;

	if (w == NULL)
		return;
	e = path_report(s->rest, w->report, &below);
	w->is_links = e == GW_OK && span_is(below, "/links.csv");
	if (e == GW_OK && !w->is_links && !span_is(below, "/entities.csv"))
		e = GW_EABSENT;
	if (e == GW_OK)
		e = opening_new(s->desk, s->token, w->report, on_opened, s, &w->opening);
	if (e != GW_OK)
		seat_fail(s, e);
}
