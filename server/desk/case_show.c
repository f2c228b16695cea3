/* case_show.c: the top line, the words, what happened, and what the forms offer. */
#include "case_show.h"

#include <stdio.h>
#include <string.h>

#include "act_put.h"
#include "case_name.h"
#include "case_originals.h"
#include "case_response.h"
#include "case_words.h"
#include "chronology.h"
#include "clock.h"
#include "effect.h"
#include "handing.h"
#include "replies.h"
#include "row_words.h"
#include "team_name.h"
#include "triage.h"
#include "words_of.h"

enum { DAY = 24 * 60 * 60 };	/* seconds */

/* --- the top --- */

static enum category
category_shown(const struct opened *c)
{
	const enum category found = category_of(json_text(c->decision, "category"));

	return found == CATEGORY_N ? CATEGORY_NONE : found;
}

static void
fill_row(const struct seat *s, struct case_work *w)
{
	const struct opened *c = w->c;
	const char *code = c->part[0].words.school;
	char school[LIMIT_TEAM + 1] = "";
	struct row_facts facts = { .report = c->report, .band = (enum band)c->band, .state = (enum case_state)c->state,
		.category = category_shown(c), .received = c->received, .due = c->due,
		.is_met = act_is_met(c->entries.entry, c->entries.n), .school = school, .assigned = c->assigned };

	if (code[0] != '\0')
		snprintf(school, sizeof school, ROSTER_SCHOOL "%s", code);
	row_words(&facts, s->desk->setup->policy, s->now, s->session.name, &w->scrap, &w->m.file.row);
	w->m.file.row.is_lowering = w->file.asked != NULL;
}

/* The teams in whose queue it is, by name. */
static void
fill_holders(const struct seat *s, struct case_work *w)
{
	struct span list = { NULL, 0 };
	char team[LIMIT_TEAM + 1];

	for (size_t i = 0; opened_team(w->c, i, team); i++)
		list = scrap_join(&w->scrap, (const struct span[]){ list, span_of(list.n > 0 ? ", " : ""),
		    scrap_copy(&w->scrap, team_name(s->desk->setup->policy, team)) }, 3);
	w->m.file.holders = list;
}

/* Where it is from, and whether community safety is to be told that it is grave. */
static void
fill_giving(const struct seat *s, struct case_work *w)
{
	static const char *const nouns[KIND_N] = { [KIND_REPORT] = "Report", [KIND_EXTRACT] = "Report",
		[KIND_INCIDENT] = "Incident", [KIND_MEETING] = "Meeting", [KIND_RELEASE] = "Export",
		[KIND_AUDIT] = "Audit" };
	const struct casefile *file = &w->file;
	struct console_case *f = &w->m.file;

	f->noun = span_of(nouns[w->c->kind]);
	f->is_own = w->c->kind >= KIND_INCIDENT;
	f->wants_community = w->c->band >= BAND_URGENT && !w->c->has_community && w->c->state != CASE_CLOSED &&
	    handing_may(w->c->team, ROSTER_COMMUNITY);
	for (size_t i = 0; i < file->n_passed; i++)
		if (strcmp(file->passed[i]->team, ROSTER_COMMUNITY) == 0)
			f->wants_community = false;
	if (file->come == NULL)
		return;
	f->is_extract = true;
	f->is_givers = strcmp(file->come->team, w->c->team) == 0;
	f->come_by = span_of(file->come->by);
	f->come_team = scrap_copy(&w->scrap, team_name(s->desk->setup->policy, file->come->team));
}

static void
fill_standing(const struct seat *s, struct case_work *w)
{
	struct console_case *f = &w->m.file;
	const struct casefile *file = &w->file;
	char at[CLOCK_WORDS];

	if (w->c->received % DAY == 0)		/* of a case that was closed only the day is kept */
		words_day(&s->desk->setup->policy->calendar, w->c->received + DAY / 2, at);
	else
		clock_words(&s->desk->setup->policy->calendar, w->c->received, at);
	f->received = scrap_print(&w->scrap, "%s", at);
	f->seq = scrap_print(&w->scrap, "%u", w->c->chain.n);
	f->is_confirmed = file->is_confirmed;
	f->is_closed = w->c->state == CASE_CLOSED;
	f->can_write = casefile_has_reporter(file);
	fill_giving(s, w);
	fill_holders(s, w);
	f->is_logged = file->logged != NULL;
	if (f->is_logged) {
		f->logged_by = span_of(file->logged->by);
		f->told_by = file->logged->text;
	}
	if (file->asked == NULL)
		return;
	f->has_asked = true;
	f->may_agree = strcmp(file->asked->by, s->session.name) != 0;
	f->asked_by = span_of(file->asked->by);
	f->asked_to = span_of(words_band(file->asked->to));
	f->asked_why = file->asked->text;
}

/* --- what the forms offer --- */

static struct console_option
option(struct span value, struct span label, struct span chosen)
{
	return (struct console_option){ value, label, chosen.n > 0 && span_equal(value, chosen) };
}

static void
fill_bands(struct case_work *w)
{
	struct console_option *list = scrap_take(&w->scrap, BAND_N, sizeof *list);
	const struct span typed = w->m.file.typed.band;
	const struct span chosen = typed.n > 0 ? typed : span_of(band_code((enum band)w->c->band));

	for (size_t i = 0; list != NULL && i < BAND_N; i++) {
		const enum band b = (enum band)(BAND_N - 1 - i);	/* gravest first */

		list[i] = option(span_of(band_code(b)), span_of(words_band(b)), chosen);
	}
	w->m.file.bands = list;
	w->m.file.bands_n = list == NULL ? 0 : BAND_N;
}

static void
fill_outcomes(struct case_work *w)
{
	struct console_option *list = scrap_take(&w->scrap, OUTCOME_N, sizeof *list);

	for (size_t i = 0; list != NULL && i < OUTCOME_N; i++)
		list[i] = option(span_of(outcome_code((enum outcome)i)), span_of(words_outcome((enum outcome)i)),
		    w->m.file.typed.outcome);
	w->m.file.outcomes = list;
	w->m.file.outcomes_n = list == NULL ? 0 : OUTCOME_N;
}

static void
fill_colleagues(struct case_work *w)
{
	struct console_option *list = scrap_take(&w->scrap, w->names_n, sizeof *list);
	const struct span typed = w->m.file.typed.whom;
	const struct span chosen = typed.n > 0 ? typed : span_of(w->c->assigned);

	for (size_t i = 0; list != NULL && i < w->names_n; i++)
		list[i] = option(span_of(w->name[i]), span_of(w->name[i]), chosen);
	w->m.file.colleagues = list;
	w->m.file.colleagues_n = list == NULL ? 0 : w->names_n;
}

/* The message begins with a template's words when "?reply=<id>" names one. */
static void
fill_templates(const struct seat *s, struct case_work *w)
{
	const struct replies *r = s->desk->setup->replies;
	struct console_option *list = scrap_take(&w->scrap, r->n, sizeof *list);
	const struct span asked = s->route->method == HTTP_GET ? form_value(&s->form, "reply") :
	    (struct span){ NULL, 0 };

	for (size_t i = 0; list != NULL && i < r->n; i++) {
		list[i] = option(span_of(r->template[i].id), span_of(r->template[i].title), asked);
		if (list[i].is_chosen) {
			w->m.file.typed.act = span_of("message");
			w->m.file.typed.text = span_of(r->template[i].text);
		}
	}
	w->m.file.templates = list;
	w->m.file.templates_n = list == NULL ? 0 : r->n;
}

/* A task begins with what a hospital or a custody suite asks for when "?task=<id>" names one. */
static void
fill_task(const struct seat *s, struct case_work *w)
{
	const struct agency *g = s->route->method != HTTP_GET ? NULL :
	    agencies_find(s->desk->setup->agencies, form_value(&s->form, "task"));

	if (g == NULL || g->task[0] == '\0')
		return;
	w->m.file.typed.act = span_of("task");
	w->m.file.typed.text = span_of(g->task);
}

/* --- cases like it --- */

static struct span
tag_text(const struct case_work *w, const uint8_t found_by[TAG_BYTES])
{
	for (size_t i = 0; i < w->file.n_tags; i++)
		if (memcmp(w->tag[i], found_by, TAG_BYTES) == 0)
			return w->file.tag[i]->text;
	return (struct span){ NULL, 0 };
}

void
case_show_related(const struct seat *s, struct case_work *w, const struct msg_related *r)
{
	struct console_related *list = scrap_take(&w->scrap, r->n, sizeof *list);
	char age[WORDS_TIME];

	for (size_t i = 0; list != NULL && i < r->n; i++) {
		const struct msg_related_row *row = &r->row[i];

		words_age(row->received, s->now, age);
		list[i] = (struct console_related){ case_name_id(&w->scrap, row->report),
			case_name_ref(&w->scrap, row->report), tag_text(w, row->tag),
			span_of(band_code((enum band)row->band)), span_of(words_state((enum case_state)row->state)),
			scrap_print(&w->scrap, "%s", age) };
	}
	w->m.file.related = list;
	w->m.file.related_n = list == NULL ? 0 : r->n;
}

/* --- all of it --- */

void
case_show_fill(const struct seat *s, struct case_work *w)
{
	const struct child_setup *setup = s->desk->setup;
	const struct chronology t = { w->c, &w->file, &setup->policy->calendar, w->look, w->looks_n, s->now,
		s->session.name, setup->policy, setup->agencies };
	const struct case_response r = { w->c, &w->file, &w->situation, setup->policy, setup->agencies, s->now };
	const struct case_reader reader = { s->session.name, t.calendar, s->now };
	struct console_case *f = &w->m.file;

	fill_row(s, w);
	fill_standing(s, w);
	case_words_fill(w->c, &w->scrap, f);
	chronology_entries(&t, &w->scrap, f);
	chronology_messages(&t, &w->scrap, f);
	chronology_lists(&t, &w->scrap, f);
	situation_read(w->c->entries.entry, w->c->entries.part, w->c->entries.n, &w->situation);
	case_response_fill(&r, &w->scrap, f);
	case_originals_fill(w->c, &w->situation, &reader, &w->scrap, f);
	fill_templates(s, w);
	fill_task(s, w);
	fill_bands(w);
	fill_outcomes(w);
	fill_colleagues(w);
}
