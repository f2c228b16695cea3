/* case_notes.c: one function a list. */
#include "case_notes.h"

#include <string.h>

#include "clock.h"
#include "sheet_words.h"
#include "words_of.h"
#include "workday.h"

enum { DAY = 24 * 60 * 60, MORE_PARTS = 12 };

/* What all of these functions need. */
struct notes {
	const struct sheet_say *t;
	int64_t now;
	struct scrap *scrap;
};

/* --- one line --- */

/* Some of its fields, one after the other; empty ones are left out. */
static struct span
fields_said(const struct notes *x, const struct entry *e, const char *const *keys)
{
	struct span part[MORE_PARTS];
	size_t n = 0;

	for (; *keys != NULL && n + 2 <= MORE_PARTS; keys++) {
		const struct span said = sheet_say_key(x->t, e, *keys, x->scrap);

		if (said.n == 0)
			continue;
		if (n > 0)
			part[n++] = span_of("; ");
		part[n++] = said;
	}
	return scrap_join(x->scrap, part, n);
}
#define KEYS(...) (const char *const[]){ __VA_ARGS__, NULL }

typedef struct console_noted noted_fn(const struct notes *x, const struct noted *n);

static const struct console_noted *
list(const struct notes *x, const struct noted_list *from, noted_fn *say, size_t *n)
{
	struct console_noted *all = scrap_take(x->scrap, from->n, sizeof *all);

	for (*n = 0; all != NULL && *n < from->n; ++*n) {
		all[*n] = say(x, &from->of[*n]);
		all[*n].part = from->of[*n].part;
	}
	return all;
}

static struct console_noted
noted_as(const struct notes *x, const struct noted *n, const char *const *keys)
{
	return (struct console_noted){ .title = sheet_say_line(n->entry, x->scrap),
		.more = fields_said(x, n->entry, keys) };
}

static struct console_noted
ask_say(const struct notes *x, const struct noted *n)
{
	struct console_noted said = noted_as(x, n, KEYS("agency", "owner", "due"));

	said.is_bad = noted_moment(n, "due") < x->now;
	said.mark = span_of(said.is_bad ? "Overdue" : "Open");
	return said;
}

static struct console_noted
decision_say(const struct notes *x, const struct noted *n)
{
	return noted_as(x, n, KEYS("outcome", "why"));
}

static struct console_noted
person_say(const struct notes *x, const struct noted *n)
{
	return noted_as(x, n, KEYS("is", "age", "text"));
}

static struct console_noted
tie_say(const struct notes *x, const struct noted *n)
{
	struct console_noted said = noted_as(x, n, KEYS("source", "reliability", "until", "text"));

	said.is_bad = !tie_is_sound(n, x->now);
	if (noted_is(n, "reliability", "rumour"))
		said.mark = span_of("Rumour: never exported");
	else if (said.is_bad)
		said.mark = span_of("Past its day");
	return said;
}

/* --- lists that need more than one entry --- */

/* Open until it, or one behind it, has a reference. */
static bool
police_is_open(const struct noted_list *all, size_t i)
{
	for (; i < all->n; i++)
		if (noted_text(&all->of[i], "ref").n > 0)
			return false;
	return true;
}

static void
fill_police(const struct notes *x, const struct situation *s, struct console_response *r)
{
	struct console_noted *all = scrap_take(x->scrap, s->police.n, sizeof *all);

	for (size_t i = 0; all != NULL && i < s->police.n; i++) {
		all[i] = noted_as(x, &s->police.of[i], KEYS("how", "ref", "at", "who"));
		all[i].is_bad = police_is_open(&s->police, i);
		all[i].mark = span_of(all[i].is_bad ? "Open: no reference yet" : "");
	}
	r->police = all;
	r->police_n = all == NULL ? 0 : s->police.n;
}

/* A call to MASH is followed in writing within a day; what was written is acknowledged by the end of the next working
 * day, or somebody asks after it. Domain (b5), (b7). */
static void
mash_mark(const struct notes *x, const struct situation *s, struct console_noted *said)
{
	const struct noted *last = &s->referral[0];
	const int64_t due = noted_moment(&s->phoned_mash, "at") + DAY;
	char words[WORDS_TIME];
	struct wall sent;
	int64_t chase;

	if (noted_is(last, "stage", "accepted") || noted_is(last, "stage", "declined") ||
	    noted_is(last, "stage", "answered"))
		return;
	if (s->phoned_mash.entry != NULL && s->sent_mash.entry == NULL) {
		words_left(due, x->now, words);
		said->mark = scrap_print(x->scrap, "In writing within 24 hours of the call: %s", words);
		said->is_bad = x->now > due;
	} else if (s->sent_mash.entry != NULL) {
		sent = clock_wall(x->t->calendar, noted_moment(&s->sent_mash, "at"));
		chase = workday_moment(x->t->calendar, workday_after(x->t->calendar, sent.day), 0);
		words_day(x->t->calendar, chase + DAY / 2, words);
		said->is_bad = x->now >= chase;
		said->mark = scrap_print(x->scrap, "No answer yet: chase it %s%s", said->is_bad ? "now, since " : "on ",
		    words);
	}
}

/* Which of them is a referral to MASH: the first code of "to". */
static void
fill_referrals(const struct notes *x, const struct situation *s, struct console_response *r)
{
	struct console_noted *all = scrap_take(x->scrap, SITUATION_TOS, sizeof *all);

	for (size_t i = 0; all != NULL && i < SITUATION_TOS; i++) {
		const struct noted *n = &s->referral[i];
		struct console_noted *said;

		if (n->entry == NULL)
			continue;
		said = &all[r->referrals_n++];
		*said = (struct console_noted){ .title = sheet_say_key(x->t, n->entry, "to", x->scrap),
			.more = fields_said(x, n->entry, KEYS("stage", "at", "who", "ref", "text")) };
		if (i == 0)
			mash_mark(x, s, said);
	}
	r->referrals = all;
}

static void
fill_nominations(const struct notes *x, const struct situation *s, struct console_response *r)
{
	struct console_noted *all = scrap_take(x->scrap, s->nominations.n, sizeof *all);

	for (size_t i = 0; all != NULL && i < s->nominations.n; i++) {
		const struct noted *answer = &s->panel[i];

		all[i] = noted_as(x, &s->nominations.of[i], KEYS("is", "age", "text"));
		all[i].part = s->nominations.of[i].part;
		all[i].mark = answer->entry == NULL ? span_of("Waits for the panel") :
		    sheet_say_key(x->t, answer->entry, "result", x->scrap);
	}
	r->nominations = all;
	r->nominations_n = all == NULL ? 0 : s->nominations.n;
}

static void
fill_facts(const struct notes *x, const struct situation *s, struct console_response *r)
{
	struct console_noted *all = scrap_take(x->scrap, SITUATION_FACTS, sizeof *all);

	for (size_t i = 0; all != NULL && i < SITUATION_FACTS; i++)
		if (s->fact[i].entry != NULL)
			all[r->facts_n++] = noted_as(x, &s->fact[i], KEYS("what", "source"));
	r->facts = all;
}

static void
fill_plan(const struct notes *x, const struct situation *s, struct console_response *r)
{
	if (s->consent.entry != NULL) {
		r->consent = sheet_say_key(x->t, s->consent.entry, "state", x->scrap);
		r->consent_more = fields_said(x, s->consent.entry, KEYS("who", "text"));
	}
	if (s->plan.entry == NULL)
		return;
	r->plan = noted_text(&s->plan, "text");
	r->plan_is_over = noted_moment(&s->plan, "review") < x->now;
	r->plan_review = scrap_join(x->scrap, (const struct span[]){ span_of("Next review "),
	    sheet_say_key(x->t, s->plan.entry, "review", x->scrap) }, 2);
}

void
case_notes_fill(const struct sheet_say *t, const struct situation *s, int64_t now, struct scrap *scrap,
    struct console_response *r)
{
	const struct notes x = { t, now, scrap };

	r->asks = list(&x, &s->asks, ask_say, &r->asks_n);
	r->decisions = list(&x, &s->decisions, decision_say, &r->decisions_n);
	r->people = list(&x, &s->people, person_say, &r->people_n);
	r->ties = list(&x, &s->ties, tie_say, &r->ties_n);
	fill_police(&x, s, r);
	fill_referrals(&x, s, r);
	fill_nominations(&x, s, r);
	fill_facts(&x, s, r);
	fill_plan(&x, s, r);
	r->has_agreed = r->police_n > 0 || r->asks_n > 0 || r->referrals_n > 0 || r->consent.n > 0 || r->plan.n > 0 ||
	    r->decisions_n > 0 || r->facts_n > 0;
	r->has_people = r->people_n > 0 || r->ties_n > 0 || r->nominations_n > 0;
}

const struct console_option *
case_notes_parts(const struct situation *s, enum sheet sheet, struct span chosen, struct scrap *scrap, size_t *n)
{
	const struct noted_list *from = sheet == SHEET_ASK_DONE ? &s->asks : sheet == SHEET_UNTIE ? &s->ties :
	    sheet == SHEET_PANEL ? &s->nominations : sheet == SHEET_ACTED ? &s->actions :
	    sheet == SHEET_ORIGINAL_SAID ? &s->originals : NULL;
	struct console_option *all;

	*n = 0;
	if (from == NULL || (all = scrap_take(scrap, from->n, sizeof *all)) == NULL)
		return NULL;
	for (; *n < from->n; ++*n) {
		const struct span value = scrap_print(scrap, "%u", from->of[*n].part);

		all[*n] = (struct console_option){ value, sheet_say_line(from->of[*n].entry, scrap),
			span_equal(value, chosen) };
	}
	return all;
}
