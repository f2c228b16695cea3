/* situation.c: sheets in order, each changing what stands. */
#include "situation.h"

#include <string.h>

static void
list_drop(struct noted_list *l, size_t at)
{
	l->n--;
	memmove(&l->of[at], &l->of[at + 1], (l->n - at) * sizeof l->of[0]);
}

/* A full list forgets its oldest; false: it did. */
static bool
list_add(struct noted_list *l, struct noted e)
{
	const bool has_room = l->n < SITUATION_LIST;

	if (!has_room)
		list_drop(l, 0);
	l->of[l->n++] = e;
	return has_room;
}

/* The place of what stands in that part, or n. */
static size_t
list_find(const struct noted_list *l, uint32_t part)
{
	size_t at = 0;

	while (at < l->n && l->of[at].part != part)
		at++;
	return at;
}

static void
list_end(struct noted_list *l, uint32_t part)
{
	const size_t at = list_find(l, part);

	if (at < l->n)
		list_drop(l, at);
}

/* The last that was said of each. */
static void
take_person(struct noted_list *l, struct noted e)
{
	size_t at = 0;

	while (at < l->n && !line_is_same(noted_text(&l->of[at], "name"), noted_text(&e, "name")))
		at++;
	if (at < l->n)
		list_drop(l, at);
	list_add(l, e);
}

/* Which of its codes a field has; max when none below that. */
static size_t
code_number(const struct noted *e, const char *key, size_t max)
{
	const enum sheet s = e->entry->sheet;
	const char *const *codes = sheet_kind(s)->field[sheet_field(s, key)].codes;
	size_t i = 0;

	while (i < max && codes[i] != NULL && !noted_is(e, key, codes[i]))
		i++;
	return codes[i < max ? i : 0] == NULL ? max : i;
}

static void
take_first(struct noted *to, struct noted e, bool is_one)
{
	if (is_one && to->entry == NULL)
		*to = e;
}

static void
take_referral(struct situation *s, struct noted e)
{
	const size_t to = code_number(&e, "to", SITUATION_TOS);
	const bool is_phoned = noted_is(&e, "stage", "phoned");

	if (to < SITUATION_TOS)
		s->referral[to] = e;
	if (!noted_is(&e, "to", "mash"))
		return;
	take_first(&s->phoned_mash, e, is_phoned);
	take_first(&s->sent_mash, e, !is_phoned && !noted_is(&e, "stage", "not_made"));
}

static void
take_nomination(struct situation *s, struct noted e)
{
	if (!list_add(&s->nominations, e))
		memmove(&s->panel[0], &s->panel[1], (SITUATION_LIST - 1) * sizeof s->panel[0]);
	s->panel[s->nominations.n - 1] = (struct noted){ 0, NULL };
}

static void
take_panel(struct situation *s, struct noted e)
{
	const size_t at = list_find(&s->nominations, sheet_part(SHEET_PANEL, e.entry->field, "of"));

	if (at < s->nominations.n)
		s->panel[at] = e;
}

/* Asked for by one, answered by another; a refusal ends it, until somebody asks anew. */
static void
take_release(struct situation *s, struct noted e)
{
	const struct noted *asked = &s->released[0], *answer = &s->released[1];

	if (noted_is(&e, "stage", "asked")) {
		s->released[0] = e;
		s->released[1] = (struct noted){ 0, NULL };
	} else if (asked->entry != NULL && strcmp(asked->entry->by, e.entry->by) != 0 &&
	    !noted_is(answer, "stage", "refused"))
		s->released[1] = e;
}

/* Those of which the last one stands; NULL: of another sort. */
static struct noted *
last_of(struct situation *s, enum sheet sheet)
{
	switch (sheet) {
	case SHEET_WHERE:
		return &s->where;
	case SHEET_CONSENT:
		return &s->consent;
	case SHEET_PLAN:
		return &s->plan;
	case SHEET_TRIGGER:
		return &s->trigger;
	case SHEET_IMPACT:
		return &s->impact;
	case SHEET_AGENDA:
		return &s->agenda;
	default:
		return NULL;
	}
}

/* Those that stand one beside the other. */
static struct noted_list *
list_of(struct situation *s, enum sheet sheet)
{
	switch (sheet) {
	case SHEET_ASK:
		return &s->asks;
	case SHEET_DECISION:
		return &s->decisions;
	case SHEET_TALK:
		return &s->talks;
	case SHEET_PRESENT:
		return &s->present;
	case SHEET_SCENE:
		return &s->scenes;
	case SHEET_POLICE:
		return &s->police;
	case SHEET_TIE:
		return &s->ties;
	case SHEET_ORIGINAL:
		return &s->originals;
	default:
		return NULL;
	}
}

static void
take_other(struct situation *s, struct noted e)
{
	const enum sheet sheet = e.entry->sheet;
	size_t what;

	switch (sheet) {
	case SHEET_ASK_DONE:
		list_end(&s->asks, sheet_part(sheet, e.entry->field, "of"));
		break;
	case SHEET_ORIGINAL_SAID:
		list_end(&s->originals, sheet_part(sheet, e.entry->field, "of"));
		break;
	case SHEET_UNTIE:
		list_end(&s->ties, sheet_part(sheet, e.entry->field, "of"));
		break;
	case SHEET_FINDING:
		if (noted_text(&e, "actions").n > 0)
			list_add(&s->actions, e);
		break;
	case SHEET_ACTED:
		list_end(&s->actions, sheet_part(sheet, e.entry->field, "of"));
		break;
	case SHEET_FACT:
		if ((what = code_number(&e, "what", SITUATION_FACTS)) < SITUATION_FACTS)
			s->fact[what] = e;
		break;
	case SHEET_REFERRAL:
		take_referral(s, e);
		break;
	case SHEET_TOLD:
		take_first(&s->phoned_mash, e, noted_is(&e, "agency", "mash") && noted_is(&e, "how", "phone"));
		break;
	case SHEET_PERSON:
		take_person(&s->people, e);
		break;
	case SHEET_NOMINATE:
		take_nomination(s, e);
		break;
	case SHEET_PANEL:
		take_panel(s, e);
		break;
	case SHEET_RELEASE:
		take_release(s, e);
		break;
	default:	/* clocks: urgent_response.h */
		break;
	}
}

void
situation_read(const struct entry *entry, const uint32_t *part, size_t n, struct situation *s)
{
	memset(s, 0, sizeof *s);
	for (size_t i = 0; i < n; i++) {
		const struct noted e = { part[i], &entry[i] };
		struct noted *last;
		struct noted_list *list;

		if (entry[i].act != ACT_RECORD)
			continue;
		if ((last = last_of(s, entry[i].sheet)) != NULL)
			*last = e;
		else if ((list = list_of(s, entry[i].sheet)) != NULL)
			list_add(list, e);
		else
			take_other(s, e);
	}
}

int64_t
noted_moment(const struct noted *e, const char *key)
{
	return e->entry == NULL ? 0 : sheet_moment(e->entry->sheet, e->entry->field, key);
}

struct span
noted_text(const struct noted *e, const char *key)
{
	return e->entry == NULL ? (struct span){ NULL, 0 } : sheet_text(e->entry->sheet, e->entry->field, key);
}

bool
noted_is(const struct noted *e, const char *key, const char *code)
{
	return e->entry != NULL && sheet_is(e->entry->sheet, e->entry->field, key, code);
}

bool
situation_is_reachable(const struct situation *s, int64_t now)
{
	return now < noted_moment(&s->where, "until");
}

bool
tie_is_sound(const struct noted *tie, int64_t now)
{
	return tie->entry != NULL && !noted_is(tie, "reliability", "rumour") && now <= noted_moment(tie, "until");
}
