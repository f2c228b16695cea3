/* case_acts.c: a table of forms; each one's fields become an order. */
#include "case_acts.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "case_link.h"
#include "lint.h"
#include "words_of.h"

/* Gives the order for its act, or adds errors. */
typedef void form_fn(struct seat *s, struct case_work *w, struct act_order *o);

/* --- fields --- */

static struct span
field(const struct seat *s, const char *name)
{
	return form_value(&s->form, name);
}

/* A text that is there and not too long; empty: there is an error now. */
static struct span
need(struct seat *s, struct case_work *w, const char *name, size_t max, const char *said)
{
	const struct span text = field(s, name);

	if (text_is_blank(text)) {
		case_error(w, name, said);
		return (struct span){ NULL, 0 };
	}
	if (text.n > max)
		case_error(w, name, max == LIMIT_TAG ? "A tag has at most 64 letters." : "This is too long.");
	return text;
}

/* One that may be empty. */
static struct span
may(struct seat *s, struct case_work *w, const char *name)
{
	const struct span text = field(s, name);

	if (text.n > LIMIT_NOTE)
		case_error(w, name, "This is too long.");
	return text_is_blank(text) ? (struct span){ NULL, 0 } : text;
}

static void
name_take(struct seat *s, struct case_work *w, bool needed, char to[LIMIT_NAME + 1])
{
	const struct span name = field(s, "whom");

	if (name.n > LIMIT_NAME || (needed && name.n == 0))
		case_error(w, "whom", "Choose a colleague.");
	else if (name.n > 0)
		memcpy(to, name.p, name.n);
}

static uint32_t
number_take(struct seat *s, const char *name)
{
	const struct span digits = field(s, name);
	uint32_t n = 0;

	for (size_t i = 0; i < digits.n; i++) {
		if (digits.p[i] < '0' || digits.p[i] > '9' || n > 99999)
			return 0;
		n = n * 10 + (uint32_t)(digits.p[i] - '0');
	}
	return n;
}

/* --- what a reporter will read --- */

static void
show_hits(const struct replies *r, struct case_work *w, struct span text, const struct lint_hit *hit, size_t n)
{
	struct console_hit *list = scrap_take(&w->scrap, n, sizeof *list);

	for (size_t i = 0; list != NULL && i < n; i++)
		list[i] = (struct console_hit){ { text.p + hit[i].at, hit[i].len }, span_of(r->hint[hit[i].kind]) };
	w->m.file.hits = list;
	w->m.file.hits_n = list == NULL ? 0 : n;
}

/* Hints never stop anybody, but they have to be answered. False: they are to be shown. needs_why: a message's reason
 * stands only for that. */
static bool
lint_take(struct seat *s, struct case_work *w, struct span text, bool needs_why)
{
	const struct replies *r = s->desk->setup->replies;
	struct lint_hit hit[LINT_HITS];
	const size_t n = lint(r, text, hit);

	if (n == 0)
		return false;
	if (!form_is(&s->form, "sure", "1"))
		case_error(w, "sure", "Read the hints first. Change the words, or send them as they are.");
	else if (needs_why && text_is_blank(field(s, "reason")))
		case_error(w, "reason", "Say why you send it as it is.");
	show_hits(r, w, text, hit, n);
	return true;
}

static void
read_message(struct seat *s, struct case_work *w, struct act_order *o)
{
	o->message = need(s, w, "text", LIMIT_TEXT, "Write something first.");
	if (w->m.errors_n == 0 && lint_take(s, w, o->message, true))
		o->entry.text = may(s, w, "reason");
}

/* --- how soon --- */

static void
read_band(struct seat *s, struct case_work *w, struct act_order *o)
{
	o->entry.to = band_of(field(s, "band"));
	if (o->entry.to == BAND_N)
		case_error(w, "band", "Choose how soon somebody must act.");
	o->entry.text = need(s, w, "reason", LIMIT_NOTE, "Say why, also if the band stays as it is.");
}

static void
read_lower(struct seat *s, struct case_work *w, struct act_order *o)
{
	const bool agrees = form_is(&s->form, "decide", "agree");

	o->entry.act = agrees ? ACT_AGREE_LOWER : ACT_REFUSE_LOWER;
	if (!agrees && !form_is(&s->form, "decide", "refuse"))
		case_error(w, "decide", "Choose whether you agree.");
	o->entry.text = need(s, w, "reason", LIMIT_NOTE, "Say why.");
}

static void
read_reason(struct seat *s, struct case_work *w, struct act_order *o)
{
	o->entry.text = o->entry.act == ACT_REOPEN ? need(s, w, "reason", LIMIT_NOTE, "Say why.") :
	    may(s, w, "reason");
}

/* --- who, and what is to be done --- */

static void
read_assign(struct seat *s, struct case_work *w, struct act_order *o)
{
	name_take(s, w, false, o->entry.whom);
	o->entry.text = may(s, w, "reason");
}

static void
read_note(struct seat *s, struct case_work *w, struct act_order *o)
{
	o->entry.text = need(s, w, "text", LIMIT_NOTE, "Write something first.");
	if (o->entry.act != ACT_CORRECT)
		return;
	o->entry.of = number_take(s, "part");
	if (o->entry.of == 0)
		case_error(w, "part", "Choose the entry that is to be corrected.");
}

static void
read_task(struct seat *s, struct case_work *w, struct act_order *o)
{
	o->entry.text = need(s, w, "text", LIMIT_NOTE, "Say what is to be done.");
	name_take(s, w, true, o->entry.whom);
	if (words_day_read(&s->desk->setup->policy->calendar, field(s, "due"), &o->entry.task_due) != GW_OK)
		case_error(w, "due", "Choose the day by which it is to be done.");
	else if (o->entry.task_due < s->now)
		case_error(w, "due", "Choose today, or a later day.");
}

static void
read_task_done(struct seat *s, struct case_work *w, struct act_order *o)
{
	o->entry.of = number_take(s, "part");
	if (o->entry.of == 0)
		case_error(w, "part", "Choose the task.");
}

static void
read_tag(struct seat *s, struct case_work *w, struct act_order *o)
{
	const bool is_place = form_is(&s->form, "kind", "place");

	o->entry.tag = is_place ? TAG_PLACE : TAG_PERSON;
	if (!is_place && !form_is(&s->form, "kind", "person"))
		case_error(w, "kind", "Choose a person or a place.");
	o->entry.text = need(s, w, "text", LIMIT_TAG, "Write the name first.");
}

static void
read_link(struct seat *s, struct case_work *w, struct act_order *o)
{
	const bool is_duplicate = form_is(&s->form, "how", "duplicate");

	o->entry.how = is_duplicate ? LINK_DUPLICATE : LINK_INCIDENT;
	if (!is_duplicate && !form_is(&s->form, "how", "incident"))
		case_error(w, "how", "Choose how they belong together.");
	if (words_ref_read(field(s, "ref"), w->search.id, &w->search.n) != GW_OK)
		case_error(w, "ref", "Write the other case's number, like 3F9A-22C1.");
	else if (memcmp(w->search.id, w->report, w->search.n) == 0)
		case_error(w, "ref", "This is the case itself.");
	o->entry.text = need(s, w, "reason", LIMIT_NOTE, "Say how you know.");
}

/* --- the end --- */

static void
read_close(struct seat *s, struct case_work *w, struct act_order *o)
{
	o->entry.concern = need(s, w, "concern", LIMIT_NOTE, "Say what the concern was.");
	o->entry.follow_up = need(s, w, "follow_up", LIMIT_NOTE, "Say what was done.");
	o->entry.decision = need(s, w, "decision", LIMIT_NOTE, "Say what was decided.");
	o->entry.text = need(s, w, "reason", LIMIT_NOTE, "Say why.");
	o->entry.outcome = outcome_of(field(s, "outcome"));
	if (o->entry.outcome == OUTCOME_N)
		case_error(w, "outcome", "Choose what became of it.");
	o->message = field(s, "text");
	if (text_is_blank(o->message))
		o->message.n = 0;
	if (o->message.n > LIMIT_TEXT)
		case_error(w, "text", "This is too long.");
	else
		lint_take(s, w, o->message, false);
}

/* exact: only on the case as it was seen. field: what an error is shown at that is none of a field's own. */
static const struct case_form {
	const char *name;
	enum case_act act;
	bool exact;
	const char *field;
	form_fn *read;
} forms[] = {
	{ "message", ACT_MESSAGE, false, "text", read_message },
	{ "band", ACT_CONFIRM, true, "band", read_band },
	{ "lower", ACT_AGREE_LOWER, true, "reason", read_lower },
	{ "assign", ACT_ASSIGN, false, "whom", read_assign },
	{ "note", ACT_NOTE, false, "text", read_note },
	{ "task", ACT_TASK, false, "text", read_task },
	{ "task-done", ACT_TASK_DONE, false, "part", read_task_done },
	{ "tag", ACT_TAG, false, "text", read_tag },
	{ "untag", ACT_UNTAG, false, "text", read_tag },
	{ "link", ACT_LINK, false, "ref", read_link },
	{ "review", ACT_REVIEW, false, "reason", read_reason },
	{ "correct", ACT_CORRECT, false, "text", read_note },
	{ "close", ACT_CLOSE, true, "concern", read_close },
	{ "reopen", ACT_REOPEN, true, "reason", read_reason },
};

/* --- doing it --- */

static void
typed_take(const struct seat *s, struct case_work *w)
{
	w->m.file.typed = (struct console_typed){ span_of(w->form), field(s, "text"), field(s, "reason"),
		field(s, "whom"), field(s, "due"), field(s, "band"), field(s, "kind"), field(s, "how"),
		field(s, "ref"), field(s, "concern"), field(s, "follow_up"), field(s, "decision"),
		field(s, "outcome"), form_is(&s->form, "sure", "1") };
}

void
case_acts_again(struct seat *s, int status)
{
	struct case_work *w = s->work;

	typed_take(s, w);
	w->status = status;
	case_page_show(s);
}

void
case_acts_done(struct seat *s, const struct act_result *r)
{
	const struct case_work *w = s->work;
	char id[2 * ID_BYTES + 1], to[sizeof id + 64];

	(void)r;
	sodium_bin2hex(id, sizeof id, w->report, ID_BYTES);
	snprintf(to, sizeof to, "/desk/case/%s?done=%s", id, w->form);
	seat_go(s, to);
}

static void
on_done(void *arg, const struct act_result *r)
{
	struct seat *s = arg;
	struct case_work *w = s->work;

	switch (r->end) {
	case ACT_DONE:
		w->acted(s, r);
		return;
	case ACT_LATE:
		case_error(w, w->field, "Somebody was faster: this case has changed since you loaded the page. "
		    "Nothing of yours was taken. Look at what is new, then decide again.");
		case_acts_again(s, 409);
		return;
	case ACT_REFUSED:
		case_error(w, r->field != NULL ? r->field : w->field, r->said);
		case_acts_again(s, 422);
		return;
	case ACT_FULL:
		case_error(w, w->field, "This case has as many entries, or open tasks, as it can hold.");
		case_acts_again(s, 409);
		return;
	default:
		break;
	}
	if (w->order.entry.act == ACT_LINK && r->opening == OPENING_ABSENT) {
		case_link_absent(s);
		return;
	}
	opening_refuse(s->x, r->opening, r->e);
}

void
case_acts_do(struct seat *s, const uint8_t report[ID_BYTES])
{
	struct case_work *w = s->work;
	struct act *old = w->act;
	enum gw_err e;

	w->act = NULL;
	act_free(old);
	e = act_new(s->desk, s->token, report, &w->order, on_done, s, &w->act);
	if (e != GW_OK)
		seat_fail(s, e);
}

static const struct case_form *
form_find(struct span below)
{
	for (size_t i = 0; below.n > 0 && below.p[0] == '/' && i < sizeof forms / sizeof forms[0]; i++)
		if (span_is((struct span){ below.p + 1, below.n - 1 }, forms[i].name))
			return &forms[i];
	return NULL;
}

void
case_acts_post(struct seat *s)
{
	struct case_work *w = case_work_start(s);
	const struct case_form *form = w == NULL ? NULL : form_find(w->below);

	if (w == NULL)
		return;
	if (form == NULL) {
		seat_fail(s, GW_EABSENT);
		return;
	}
	w->form = form->name;
	w->field = form->field;
	w->order = (struct act_order){ .entry = { .act = form->act }, .is_exact = form->exact };
	if (form->exact)
		w->order.seen = number_take(s, "seq");
	form->read(s, w, &w->order);
	w->acted = case_acts_done;
	if (w->m.errors_n > 0)
		case_acts_again(s, 422);
	else if (form->act == ACT_LINK)
		case_link_begin(s);
	else
		case_acts_do(s, w->report);
}
