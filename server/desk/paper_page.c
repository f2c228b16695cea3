/* paper_page.c: the model of the case's own page, and what a paper has of its own. */
#include "paper_page.h"

#include <string.h>

#include "case_page.h"
#include "case_show.h"
#include "moment.h"
#include "sheet_say.h"
#include "sheet_words.h"
#include "team_name.h"
#include "words_of.h"

/* Fields of a referral (domain b8), by FACT's codes, in the order of the form. */
static const char *const asked_for[] = { "name", "born_or_age", "sex", "address", "ethnicity", "language", "religion",
	"disability", "send", "school", "numbers", "gp", "family", "professionals" };
enum { BLANKS = sizeof asked_for / sizeof asked_for[0] };

struct paper_words {
	const struct seat *s;
	struct case_work *w;
	struct sheet_say say;
};

/* --- what all have --- */

static const char *
colour_of(uint8_t band)
{
	static const char *const colours[BAND_N] = { [BAND_IMMEDIATE] = "red", [BAND_URGENT] = "amber",
		[BAND_PRIORITY] = "green", [BAND_ROUTINE] = "blue" };

	return band < BAND_N ? colours[band] : "";
}

static void
fill_made(const struct paper_words *p)
{
	struct console_paper *paper = &p->w->m.paper;

	paper->made = scrap_join(&p->w->scrap, (const struct span[]){ span_of("by "), span_of(p->s->session.name),
	    moment_say(&p->w->scrap, p->say.calendar, ", ", p->s->now) }, 3);
	paper->level = span_of(words_band((enum band)p->w->c->band));
	paper->colour = span_of(colour_of(p->w->c->band));
	paper->referrer = scrap_join(&p->w->scrap, (const struct span[]){ span_of(p->s->session.name), span_of(", "),
	    team_name(p->s->desk->setup->policy, p->w->c->team) }, 3);
}

/* --- the MASH referral sheet --- */

/* The last that was confirmed of each; what nobody confirmed stays empty, whatever the report says of it. */
static void
fill_blanks(const struct paper_words *p)
{
	struct console_blank *list = scrap_take(&p->w->scrap, BLANKS, sizeof *list);
	const size_t what = sheet_field(SHEET_FACT, "what");

	for (size_t i = 0; list != NULL && i < BLANKS; i++) {
		list[i].label = span_of(sheet_code_words(SHEET_FACT, what, span_of(asked_for[i])));
		for (size_t k = 0; k < SITUATION_FACTS; k++) {
			const struct noted *fact = &p->w->situation.fact[k];

			if (fact->entry == NULL || !noted_is(fact, "what", asked_for[i]))
				continue;
			list[i].value = noted_text(fact, "text");
			list[i].source = sheet_say_key(&p->say, fact->entry, "source", &p->w->scrap);
		}
	}
	p->w->m.paper.blanks = list;
	p->w->m.paper.blanks_n = list == NULL ? 0 : BLANKS;
}

static void
fill_happened(const struct paper_words *p)
{
	const struct opened_entries *all = &p->w->c->entries;
	struct console_blank *list = scrap_take(&p->w->scrap, all->n, sizeof *list);
	size_t n = 0;

	for (size_t i = 0; list != NULL && i < all->n; i++) {
		const struct entry *e = &all->entry[i];

		if (entry_is_sheet(e, SHEET_FACT) && (sheet_is(SHEET_FACT, e->field, "what", "risk") ||
		    sheet_is(SHEET_FACT, e->field, "what", "other")))
			list[n++] = (struct console_blank){ .value = sheet_text(SHEET_FACT, e->field, "text"),
				.source = sheet_say_key(&p->say, e, "source", &p->w->scrap) };
	}
	p->w->m.paper.happened = list;
	p->w->m.paper.happened_n = n;
}

/* Whoever of social care was told first. */
static void
fill_told(const struct paper_words *p)
{
	const struct opened_entries *all = &p->w->c->entries;
	struct scrap *scrap = &p->w->scrap;

	for (size_t i = 0; i < all->n; i++) {
		const struct entry *e = &all->entry[i];
		const bool is_told = entry_is_sheet(e, SHEET_TOLD) &&
		    (sheet_is(SHEET_TOLD, e->field, "agency", "mash") ||
		    sheet_is(SHEET_TOLD, e->field, "agency", "edt"));
		const bool is_phoned = entry_is_sheet(e, SHEET_REFERRAL) &&
		    sheet_is(SHEET_REFERRAL, e->field, "to", "mash") &&
		    sheet_is(SHEET_REFERRAL, e->field, "stage", "phoned");

		if (!is_told && !is_phoned)
			continue;
		p->w->m.paper.told = scrap_join(scrap, (const struct span[]){ span_of("Told: "),
		    sheet_say_key(&p->say, e, is_told ? "agency" : "to", scrap), span_of(", "),
		    sheet_text(e->sheet, e->field, "who"), span_of(", "), sheet_say_key(&p->say, e, "at", scrap),
		    span_of(".") }, 7);
		return;
	}
}

/* --- the impact assessment --- */

static void
fill_impact(const struct paper_words *p)
{
	const struct opened_entries *all = &p->w->c->entries;
	struct console_version *list = scrap_take(&p->w->scrap, all->n, sizeof *list);
	struct console_paper *paper = &p->w->m.paper;

	for (size_t i = 0; list != NULL && i < all->n; i++) {
		const struct entry *e = &all->entry[i];

		if (!entry_is_sheet(e, SHEET_IMPACT))
			continue;
		list[paper->versions_n++] = (struct console_version){
			moment_say(&p->w->scrap, p->say.calendar, "", e->at), span_of(e->by),
			sheet_say_key(&p->say, e, "review", &p->w->scrap) };
	}
	paper->versions = list;
	if (p->w->situation.impact.entry != NULL)
		paper->impact = sheet_say(&p->say, p->w->situation.impact.entry, &p->w->scrap, &paper->impact_n);
}

/* --- opening --- */

static enum console_id
paper_of(const struct case_work *w)
{
	if (span_is(w->below, "/paper/mash"))
		return CONSOLE_PAPER_MASH;
	return span_is(w->below, "/paper/impact") ? CONSOLE_PAPER_IMPACT : CONSOLE_PAPER_CHRONOLOGY;
}

static void
show(struct seat *s)
{
	struct case_work *w = s->work;
	const struct paper_words p = { s, w, { &s->desk->setup->policy->calendar, s->desk->setup->agencies,
	    &w->c->entries } };

	case_show_fill(s, w);
	fill_made(&p);
	fill_blanks(&p);
	fill_happened(&p);
	fill_told(&p);
	fill_impact(&p);
	if (w->scrap.failed)
		seat_fail(s, GW_ENOMEM);
	else
		seat_show(s, 200, paper_of(w), &w->m);
}

static void
on_looks(struct seat *s, enum gw_err e, struct msg *m)
{
	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	case_looks_take(s->work, &m->u.looks);
	show(s);
}

static void
on_opened(void *arg, enum opening_end end, enum gw_err e, const struct opened *c)
{
	struct seat *s = arg;
	struct case_work *w = s->work;

	if (end != OPENING_DONE) {
		opening_refuse(s->x, end, e);
		return;
	}
	w->c = c;
	casefile_read(c->entries.entry, c->entries.part, c->entries.n, &w->file);
	if (paper_of(w) == CONSOLE_PAPER_CHRONOLOGY)
		case_looks_ask(s, on_looks);
	else
		show(s);
}

void
paper_page_get(struct seat *s)
{
	struct case_work *w = case_work_start(s);
	enum gw_err e;

	if (w == NULL)
		return;
	e = opening_look(s->desk, s->token, w->report, on_opened, s, &s->opening);
	if (e != GW_OK)
		seat_fail(s, e);
}

void
paper_page_post(struct seat *s)
{
	seat_fail(s, GW_EABSENT);
}
