/* incidents_page.c: colleagues, then the incidents, opened for their titles; a new one is a dossier with a lead. */
#include "incidents_page.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "act.h"
#include "casefile.h"
#include "dossier.h"
#include "effect.h"
#include "moment.h"
#include "row_words.h"
#include "survey.h"

enum { INCIDENT_ROWS = 200 /* the last ones */, INCIDENT_ERRORS = 4, INCIDENT_NAMES = 2 * LIMIT_TEAM_MEMBERS };

struct incidents_work {
	struct scrap scrap;
	int status;
	struct surveyor *survey;
	struct act *act;
	struct act_order order;
	uint8_t report[ID_BYTES];
	size_t reports, rows_n;
	struct msg_escalation row[INCIDENT_ROWS];	/* newest first */
	struct console_incident list[INCIDENT_ROWS];
	struct console_option colleague[INCIDENT_NAMES];
	struct console m;
	struct console_error error[INCIDENT_ERRORS];
};

static void
work_end(void *work)
{
	struct incidents_work *w = work;

	survey_free(w->survey);
	act_free(w->act);
	scrap_end(&w->scrap);
}

/* --- the list --- */

static void
show(struct seat *s, size_t unread)
{
	struct incidents_work *w = s->work;
	struct console_incidents *in = &w->m.incidents;

	in->list = w->list;
	in->unread = unread;
	in->total = scrap_print(&w->scrap, "%zu incident%s / %zu report%s", in->list_n, in->list_n == 1 ? "" : "s",
	    w->reports, w->reports == 1 ? "" : "s");
	if (w->scrap.failed)
		seat_fail(s, GW_ENOMEM);
	else
		seat_show(s, w->status, CONSOLE_INCIDENTS, &w->m);
}

static struct span
first_line(struct span text)
{
	const uint8_t *end = text.n > 0 ? memchr(text.p, '\n', text.n) : NULL;

	return (struct span){ text.p, end == NULL ? text.n : (size_t)(end - text.p) };
}

static size_t
links(const struct casefile *file)
{
	size_t n = 0;

	for (size_t i = 0; i < file->n_links; i++)
		n += file->link[i]->how == LINK_INCIDENT;
	return n;
}

static void
visit(void *arg, const struct msg_escalation *row, const struct opened *c)
{
	struct seat *s = arg;
	struct incidents_work *w = s->work;
	const struct policy *p = s->desk->setup->policy;
	struct console_incident *one = &w->list[w->m.incidents.list_n++];
	const struct row_facts facts = { .report = c->report, .band = (enum band)c->band,
		.state = (enum case_state)c->state, .category = CATEGORY_NONE, .received = c->received, .due = c->due,
		.is_met = act_is_met(c->entries.entry, c->entries.n), .school = "", .assigned = c->assigned };
	struct casefile file;

	(void)row;
	casefile_read(c->entries.entry, c->entries.part, c->entries.n, &file);
	row_words(&facts, p, s->now, s->session.name, &w->scrap, &one->row);
	one->title = scrap_copy(&w->scrap, first_line(buf_span(&c->part[0].words.text)));
	one->opened = moment_say(&w->scrap, &p->calendar, "", c->part[0].at);
	one->reports = links(&file);
	w->reports += one->reports;
}

static void
on_surveyed(void *arg, enum gw_err e, uint64_t last, size_t unread)
{
	struct seat *s = arg;

	(void)last;
	if (e != GW_OK)
		seat_fail(s, e);
	else
		show(s, unread);
}

static void
survey(struct seat *s)
{
	struct incidents_work *w = s->work;
	const struct survey_calls calls = { .visit = visit, .end = on_surveyed, .arg = s };
	enum gw_err e = survey_new_list(s, SURVEY_INCIDENT, w->row, w->rows_n, &calls, &w->survey);

	if (e != GW_OK)
		seat_fail(s, e);
}

static void
on_numbers(struct seat *s, enum gw_err e, struct msg *m)
{
	struct incidents_work *w = s->work;
	const struct msg_dossiers *page;

	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	page = &m->u.dossiers;
	for (size_t i = 0; i < page->n && w->rows_n < INCIDENT_ROWS; i++) {
		struct msg_escalation *row = &w->row[w->rows_n++];

		memcpy(row->report, page->row[i].report, ID_BYTES);
		row->state = page->row[i].state;
		row->kind = KIND_INCIDENT;
	}
	if (page->goes_on && page->n > 0 && w->rows_n < INCIDENT_ROWS)
		dossiers_ask(s, KIND_INCIDENT, page->row[page->n - 1].n, on_numbers);
	else
		survey(s);
}

/* --- who may lead --- */

static bool
may_lead(const struct msg_person *p)
{
	for (size_t i = 0; p->left == 0 && !p->is_device && i < p->n; i++)
		if (!p->place[i].is_waiting && strcmp(p->place[i].team, ROSTER_COMMUNITY) == 0)
			return true;
	return false;
}

static void
add_colleague(struct seat *s, const struct msg_person *p)
{
	struct incidents_work *w = s->work;
	struct console_incidents *in = &w->m.incidents;
	const struct span name = scrap_copy(&w->scrap, span_of(p->name));
	const bool is_post = s->route->method == HTTP_POST;
	const struct span typed = is_post ? form_value(&s->form, "lead") : span_of(s->session.name);

	in->colleagues = w->colleague;
	if (in->colleagues_n < INCIDENT_NAMES)
		w->colleague[in->colleagues_n++] = (struct console_option){ name, name, span_equal(name, typed) };
}

static void
on_people(struct seat *s, enum gw_err e, struct msg *m)
{
	const struct msg_people *people;

	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	people = &m->u.people;
	for (size_t i = 0; i < people->n; i++)
		if (may_lead(&people->person[i]))
			add_colleague(s, &people->person[i]);
	if (people->goes_on && people->n > 0)
		seat_ask_people(s, span_of(people->person[people->n - 1].name), on_people);
	else
		dossiers_ask(s, KIND_INCIDENT, 0, on_numbers);
}

void
incidents_page_get(struct seat *s)
{
	struct incidents_work *w = seat_work(s, sizeof *w, work_end);

	if (w == NULL)
		return;
	w->status = 200;
	seat_ask_people(s, (struct span){ NULL, 0 }, on_people);
}

/* --- a new one --- */

static void
wrong(struct incidents_work *w, const char *field, const char *said)
{
	w->error[w->m.errors_n++] = (struct console_error){ field, span_of(said) };
	w->m.errors = w->error;
}

static void
again(struct seat *s, int status)
{
	struct incidents_work *w = s->work;

	w->status = status;
	seat_ask_people(s, (struct span){ NULL, 0 }, on_people);
}

/* The incident is there either way; its page says when nobody leads it. */
static void
go(struct seat *s, bool has_lead)
{
	const struct incidents_work *w = s->work;
	char id[2 * ID_BYTES + 1], to[sizeof id + 64];

	sodium_bin2hex(id, sizeof id, w->report, ID_BYTES);
	snprintf(to, sizeof to, "/desk/case/%s%s", id, has_lead ? "?done=incident" : "");
	seat_go(s, to);
}

static void
on_assigned(void *arg, const struct act_result *r)
{
	go(arg, r->end == ACT_DONE);
}

static void
on_made(struct seat *s, enum gw_err e, const uint8_t report[ID_BYTES])
{
	struct incidents_work *w = s->work;
	const struct span lead = form_value(&s->form, "lead");

	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	memcpy(w->report, report, ID_BYTES);
	w->order = (struct act_order){ .entry = { .act = ACT_ASSIGN } };
	memcpy(w->order.entry.whom, lead.p, lead.n);
	if (act_new(s->desk, s->token, report, &w->order, on_assigned, s, &w->act) != GW_OK)
		go(s, false);
}

static void
fields_read(struct seat *s)
{
	struct incidents_work *w = s->work;
	const struct span title = form_value(&s->form, "title"), text = form_value(&s->form, "text");
	const struct span lead = form_value(&s->form, "lead");

	w->m.incidents.title = title;
	w->m.incidents.text = text;
	if (text_is_blank(title) || first_line(title).n != title.n)
		wrong(w, "title", "Write in one line what to call it.");
	else if (title.n > LIMIT_LINE)
		wrong(w, "title", "This is too long.");
	if (text_is_blank(text))
		wrong(w, "text", "Write what is known so far.");
	else if (text.n > LIMIT_NOTE)
		wrong(w, "text", "This is too long.");
	if (lead.n == 0 || lead.n > LIMIT_NAME)
		wrong(w, "lead", "Choose who leads.");
}

void
incidents_page_post(struct seat *s)
{
	static const struct entry log = { .act = ACT_LOG };
	struct incidents_work *w = seat_work(s, sizeof *w, work_end);
	struct buf text;
	enum gw_err e;

	if (w == NULL)
		return;
	fields_read(s);
	if (w->m.errors_n > 0) {
		again(s, 422);
		return;
	}
	buf_init(&text, LIMIT_TEXT);
	if ((e = buf_add(&text, w->m.incidents.title)) == GW_OK && (e = buf_add_text(&text, "\n\n")) == GW_OK)
		e = buf_add(&text, w->m.incidents.text);
	if (e == GW_OK)
		dossier_new(s, KIND_INCIDENT, NULL, buf_span(&text), &log, on_made);
	else
		seat_fail(s, e);
	buf_free(&text);
}
