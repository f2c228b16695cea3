/* audit_one.c: one audit: its sample, opened up to the part where each case stood when it was drawn; beside each what
 * was found in it; above all of them the register of actions. */
#include "audits_page.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "agenda.h"
#include "case_name.h"
#include "casefile.h"
#include "clock.h"
#include "drm_case.h"
#include "history.h"
#include "path.h"
#include "sheet_say.h"
#include "survey.h"
#include "words_of.h"
#include "workday.h"

struct one_work {
	struct scrap scrap;
	struct seat *seat;
	uint8_t report[ID_BYTES];
	const struct opened *c;		/* the audit; lent until the seat ends */
	const struct entry *sample;
	struct agenda agenda;
	struct surveyor *survey;
	struct console page;
	size_t n;
	struct console_audited read[LIMIT_SAMPLE];	/* in the order of the sample */
};

static void
work_end(void *work)
{
	struct one_work *w = work;

	survey_free(w->survey);
	scrap_end(&w->scrap);
}

static struct span
at_say(struct one_work *w, int64_t at)
{
	char words[CLOCK_WORDS];

	clock_words(&w->seat->desk->setup->policy->calendar, at, words);
	return scrap_print(&w->scrap, "%s", words);
}

static const struct sheet_say *
say_of(struct one_work *w)
{
	struct sheet_say *say = scrap_take(&w->scrap, 1, sizeof *say);

	if (say != NULL)
		*say = (struct sheet_say){ &w->seat->desk->setup->policy->calendar, w->seat->desk->setup->agencies,
			&w->c->entries };
	return say;
}

/* --- the register --- */

/* What became of the action in that part; NULL: it is open. */
static const struct entry *
answer_to(const struct opened_entries *all, uint32_t part)
{
	for (size_t i = 0; i < all->n; i++)
		if (entry_is_sheet(&all->entry[i], SHEET_ACTED) &&
		    sheet_part(SHEET_ACTED, all->entry[i].field, "of") == part)
			return &all->entry[i];
	return NULL;
}

struct due { bool is_done; int64_t due; size_t at; };

/* Open ones first, the soonest first. */
static int
by_due(const void *a, const void *b)
{
	const struct due *x = a, *y = b;

	if (x->is_done != y->is_done)
		return x->is_done ? 1 : -1;
	if (x->due != y->due)
		return x->due < y->due ? -1 : 1;
	return x->at < y->at ? -1 : 1;
}

static struct console_action
action_say(struct one_work *w, const struct sheet_say *say, size_t at)
{
	const struct entry *e = &w->c->entries.entry[at];
	const struct entry *answer = answer_to(&w->c->entries, w->c->entries.part[at]);
	struct console_action a = { .part = w->c->entries.part[at], .ref = sheet_say_key(say, e, "case", &w->scrap),
		.id = sheet_text(SHEET_FINDING, e->field, "case"),
		.theme = sheet_text(SHEET_FINDING, e->field, "theme"),
		.text = sheet_text(SHEET_FINDING, e->field, "actions"),
		.owner = sheet_text(SHEET_FINDING, e->field, "owner"),
		.due = sheet_say_key(say, e, "due", &w->scrap),
		.is_tool_kit = sheet_is(SHEET_FINDING, e->field, "tool_kit", "yes"),
		.is_over = answer == NULL && sheet_moment(SHEET_FINDING, e->field, "due") < w->seat->now };

	if (answer == NULL)
		return a;
	a.result = sheet_say_key(say, answer, "result", &w->scrap);
	a.answer = sheet_text(SHEET_ACTED, answer->field, "text");
	return a;
}

static void
register_say(struct one_work *w, const struct sheet_say *say)
{
	const struct opened_entries *all = &w->c->entries;
	struct due *due = scrap_take(&w->scrap, all->n, sizeof *due);
	struct console_action *list = scrap_take(&w->scrap, all->n, sizeof *list);
	size_t n = 0;

	if (due == NULL || list == NULL)
		return;
	for (size_t i = 0; i < all->n; i++)
		if (entry_is_sheet(&all->entry[i], SHEET_FINDING) &&
		    sheet_text(SHEET_FINDING, all->entry[i].field, "actions").n > 0)
			due[n++] = (struct due){ answer_to(all, all->part[i]) != NULL,
				sheet_moment(SHEET_FINDING, all->entry[i].field, "due"), i };
	qsort(due, n, sizeof *due, by_due);
	for (size_t i = 0; i < n; i++)
		list[i] = action_say(w, say, due[i].at);
	w->page.audits.actions = list;
	w->page.audits.actions_n = n;
}

/* --- the sample --- */

/* All of them about this case; which case stands in the heading, so not the first field. */
static void
findings_say(struct one_work *w, const struct sheet_say *say, struct console_audited *c)
{
	const struct opened_entries *all = &w->c->entries;
	struct console_finding *list = scrap_take(&w->scrap, all->n, sizeof *list);

	for (size_t i = 0; list != NULL && i < all->n; i++) {
		const struct entry *e = &all->entry[i];
		struct console_finding *f = &list[c->findings_n];

		if (!entry_is_sheet(e, SHEET_FINDING) ||
		    !span_equal(sheet_text(SHEET_FINDING, e->field, "case"), c->id))
			continue;
		*f = (struct console_finding){ .by = span_of(e->by), .at = at_say(w, e->at) };
		f->facts = sheet_say(say, e, &w->scrap, &f->facts_n);
		if (f->facts_n > 0) {
			f->facts++;
			f->facts_n--;
		}
		c->findings_n++;
	}
	c->findings = list;
}

static struct console_audited *
case_add(struct one_work *w, const struct msg_escalation *row)
{
	struct console_audited *c = &w->read[w->n++];

	c->id = case_name_id(&w->scrap, row->report);
	c->ref = case_name_ref(&w->scrap, row->report);
	return c;
}

static void
one_visit(void *arg, const struct msg_escalation *row, const struct opened *c)
{
	struct one_work *w = arg;
	struct console_audited *out = case_add(w, row);
	struct casefile file;

	casefile_read(c->entries.entry, c->entries.part, c->entries.n, &file);
	out->band = span_of(band_code(history_band(c)));
	if (file.closed == NULL)
		return;			/* it was when it was drawn */
	out->closed = at_say(w, file.closed->at);
	out->outcome = span_of(words_outcome(file.closed->outcome));
}

static void
one_unread(void *arg, const struct msg_escalation *row)
{
	case_add(arg, row)->is_unread = true;
}

static void
one_end(void *arg, enum gw_err e, uint64_t last, size_t unread)
{
	struct one_work *w = arg;
	const struct sheet_say *say = say_of(w);

	(void)last;
	survey_free(w->survey);
	w->survey = NULL;
	w->page.audits.unread = unread;
	for (size_t i = 0; say != NULL && i < w->n; i++)
		findings_say(w, say, &w->read[i]);
	if (say != NULL)
		register_say(w, say);
	w->page.audits.cases = w->read;
	w->page.audits.cases_n = w->n;
	if (e == GW_OK && w->scrap.failed)
		e = GW_ENOMEM;
	if (e != GW_OK)
		seat_fail(w->seat, e);
	else
		seat_show(w->seat, 200, CONSOLE_AUDITED, &w->page);
}

static enum gw_err
survey_begin(struct one_work *w)
{
	const struct survey_calls calls = { NULL, one_visit, one_end, w, one_unread };
	struct msg_escalation *row = scrap_take(&w->scrap, w->agenda.n, sizeof *row);

	for (size_t i = 0; row != NULL && i < w->agenda.n; i++) {
		memcpy(row[i].report, w->agenda.item[i].report, ID_BYTES);
		row[i].parts = w->agenda.item[i].parts;
	}
	return row == NULL ? GW_ENOMEM : survey_new_list(w->seat, SURVEY_AUDIT, row, w->agenda.n, &calls, &w->survey);
}

/* --- the audit --- */

static struct span
day_say(struct one_work *w, int64_t at)
{
	char text[WORKDAY_DATE];

	workday_date_text(clock_wall(&w->seat->desk->setup->policy->calendar, at).day, text);
	return scrap_print(&w->scrap, "%s", text);
}

static void
heading_say(struct one_work *w)
{
	const struct entry *e = w->sample;
	struct console_audits *out = &w->page.audits;

	out->id = case_name_id(&w->scrap, w->report);
	out->ref = case_name_ref(&w->scrap, w->report);
	out->by = span_of(e->by);
	out->at = at_say(w, e->at);
	out->seed = sheet_text(SHEET_SAMPLE, e->field, "seed");
	out->from = day_say(w, sheet_moment(SHEET_SAMPLE, e->field, "from"));
	out->to = day_say(w, sheet_moment(SHEET_SAMPLE, e->field, "to") - 1);
	out->size = scrap_print(&w->scrap, "%zu", w->agenda.n);
	out->total = sheet_text(SHEET_SAMPLE, e->field, "total");
}

/* GW_EABSENT: that is no audit. */
static enum gw_err
audit_read(struct one_work *w, const struct opened *c)
{
	const struct entry *e = c->entries.n > 0 ? &c->entries.entry[0] : NULL;

	if (c->kind != KIND_AUDIT || e == NULL || !entry_is_sheet(e, SHEET_SAMPLE) ||
	    agenda_read(sheet_text(SHEET_SAMPLE, e->field, "list"), &w->agenda) != GW_OK ||
	    w->agenda.n > LIMIT_SAMPLE)
		return GW_EABSENT;
	w->c = c;
	w->sample = e;
	return GW_OK;
}

static void
on_opened(void *arg, enum opening_end end, enum gw_err e, const struct opened *c)
{
	struct seat *s = arg;
	struct one_work *w = s->work;

	if (end != OPENING_DONE) {
		opening_refuse(s->x, end, e);
		return;
	}
	e = audit_read(w, c);
	if (e == GW_OK) {
		heading_say(w);
		e = survey_begin(w);
	}
	if (e != GW_OK)
		seat_fail(s, e);
}

void
audits_page_one(struct seat *s)
{
	struct one_work *w = seat_work(s, sizeof *w, work_end);
	struct span rest;
	enum gw_err e;

	if (w == NULL)
		return;
	w->seat = s;
	e = path_report(s->rest, w->report, &rest);
	if (e == GW_OK && rest.n > 0)
		e = GW_EABSENT;
	if (e == GW_OK)
		e = opening_new(s->desk, s->token, w->report, on_opened, s, &s->opening);
	if (e != GW_OK)
		seat_fail(s, e);
}
