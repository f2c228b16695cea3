/* steps.c: one row a page: which template it is, which answers it takes, and how the answers page calls it. */
#include "steps.h"

#include <string.h>

#include "school_search.h"

struct taking {
	const struct policy *policy;
	const struct form *form;
	struct draft *draft;
	struct step_errors *errors;
	enum gw_err e;
};

static void
wrong(struct taking *t, const char *field, const char *kind)
{
	if (t->errors->n < STEP_ERRORS)
		t->errors->error[t->errors->n++] = (struct page_error){ .field = field, .kind = kind };
}

/* What was typed, though it may be too long: it is shown again then. */
static void
take_text(struct taking *t, struct buf *into, const char *field, size_t max, const char *too_long)
{
	const struct span typed = form_value(t->form, field);

	buf_clear(into);
	if (t->e == GW_OK && !text_is_blank(typed))
		t->e = buf_add(into, typed);
	if (text_characters(typed) > max)
		wrong(t, field, too_long);
}

static void
take_danger(struct taking *t)
{
	t->draft->danger = draft_danger_of(form_value(t->form, "danger"));
	if (t->draft->danger == DRAFT_DANGER_NONE)
		wrong(t, "danger", "danger_missing");
}

static void
take_when(struct taking *t)
{
	t->draft->when = draft_when_of(form_value(t->form, "when"));
	if (t->draft->when == DRAFT_WHEN_NONE)
		wrong(t, "when", "when_missing");
}

static void
take_what(struct taking *t)
{
	take_text(t, &t->draft->text, "text", DRAFT_TEXT, "text_long");
	if (t->draft->text.n == 0)
		wrong(t, "text", "text_missing");
}

/* May be left out: then it is as if nobody knew. */
static void
take_kind(struct taking *t)
{
	const struct span kind = form_value(t->form, "kind");
	const enum category c = category_of(kind);

	t->draft->kind = c < CATEGORY_N ? c : CATEGORY_NONE;
	t->draft->kind_unsure = t->draft->kind == CATEGORY_NONE;
}

static void
take_where(struct taking *t)
{
	take_text(t, &t->draft->place, "place", DRAFT_PLACE, "place_long");
}

static void
take_who(struct taking *t)
{
	t->draft->about = draft_about_of(form_value(t->form, "about"));
	take_text(t, &t->draft->who, "who", DRAFT_WHO, "who_long");
	take_text(t, &t->draft->keep_from, "keep_from", DRAFT_KEEP_FROM, "keep_from_long");
}

static void
take_school(struct taking *t)
{
	const struct school *found;
	struct draft *d = t->draft;
	size_t n;

	d->school_is = draft_school_of(form_value(t->form, "school_is"));
	take_text(t, &d->typed, "typed", DRAFT_TYPED, "typed_long");
	n = school_search(t->policy, buf_span(&d->typed), &found, 1);
	if (d->school_is != DRAFT_SCHOOL_NAMED)
		d->school[0] = '\0';
	if (d->school_is == DRAFT_SCHOOL_NONE)
		wrong(t, "school_is", "school_is_missing");
	else if (d->school_is == DRAFT_SCHOOL_NAMED && d->typed.n == 0)
		wrong(t, "typed", "typed_missing");
	else if (d->school_is == DRAFT_SCHOOL_NAMED && n == 0)
		wrong(t, "typed", "typed_unknown");
	else if (d->school_is == DRAFT_SCHOOL_NAMED && n > STEP_SCHOOLS)
		wrong(t, "typed", "typed_many");
}

static void
take_pick(struct taking *t)
{
	const struct span pick = form_value(t->form, "pick");
	const struct school *school = policy_school(t->policy, pick);

	t->draft->school[0] = '\0';
	if (school != NULL)
		memcpy(t->draft->school, school->code, sizeof t->draft->school);
	else if (!span_is(pick, "none"))
		wrong(t, "pick", "pick_missing");
}

static void
take_files(struct taking *t)
{
	t->draft->files = draft_files_of(form_value(t->form, "files"));
	if (t->draft->files == DRAFT_FILES_NONE)
		wrong(t, "files", "files_missing");
}

static const struct { enum page_id page; void (*take)(struct taking *t); const char *change; } steps[STEP_N] = {
	[STEP_DANGER]      = { PAGE_DANGER,      take_danger, "danger" },
	[STEP_CALL_999]    = { PAGE_CALL_999,    NULL,        NULL },
	[STEP_AFTER_HOURS] = { PAGE_AFTER_HOURS, NULL,        NULL },
	[STEP_LEAVING]     = { PAGE_LEAVING,     NULL,        NULL },
	[STEP_PRIVATE]     = { PAGE_PRIVATE,     NULL,        NULL },
	[STEP_NEXT]        = { PAGE_NEXT,        NULL,        NULL },
	[STEP_WHEN]        = { PAGE_WHEN,        take_when,   "when" },
	[STEP_WHAT]        = { PAGE_WHAT,        take_what,   "what" },
	[STEP_KIND]        = { PAGE_KIND,        take_kind,   "kind" },
	[STEP_WHERE]       = { PAGE_WHERE,       take_where,  "where" },
	[STEP_WHO]         = { PAGE_WHO,         take_who,    "who" },
	[STEP_SCHOOL]      = { PAGE_SCHOOL,      take_school, "school" },
	[STEP_SCHOOL_PICK] = { PAGE_SCHOOL_PICK, take_pick,   NULL },
	[STEP_FILES]       = { PAGE_FILES,       take_files,  "files" },
	[STEP_ANSWERS]     = { PAGE_ANSWERS,     NULL,        NULL },
};

enum page_id
step_page(enum step s)
{
	return steps[s].page;
}

enum gw_err
step_take(const struct policy *p, const struct form *f, struct draft *d, struct step_errors *errors)
{
	struct taking t = { p, f, d, errors, GW_OK };

	errors->n = 0;
	if (steps[d->step].take != NULL)
		steps[d->step].take(&t);
	return t.e;
}

enum step
step_unfinished(const struct draft *d, struct step_errors *errors)
{
	const struct { enum step step; bool is_wrong; const char *field, *kind; } tests[] = {
		{ STEP_DANGER, d->danger == DRAFT_DANGER_NONE, "danger", "danger_missing" },
		{ STEP_WHEN, d->when == DRAFT_WHEN_NONE, "when", "when_missing" },
		{ STEP_WHAT, d->text.n == 0, "text", "text_missing" },
		{ STEP_WHAT, text_characters(buf_span(&d->text)) > DRAFT_TEXT, "text", "text_long" },
		{ STEP_WHERE, text_characters(buf_span(&d->place)) > DRAFT_PLACE, "place", "place_long" },
		{ STEP_WHO, text_characters(buf_span(&d->who)) > DRAFT_WHO, "who", "who_long" },
		{ STEP_WHO, text_characters(buf_span(&d->keep_from)) > DRAFT_KEEP_FROM, "keep_from",
		    "keep_from_long" },
		{ STEP_SCHOOL, d->school_is == DRAFT_SCHOOL_NONE, "school_is", "school_is_missing" },
		{ STEP_SCHOOL, d->school_is == DRAFT_SCHOOL_NAMED && d->school[0] == '\0', "typed", "typed_missing" },
	};

	for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {
		if (!tests[i].is_wrong)
			continue;
		errors->n = 1;
		errors->error[0] = (struct page_error){ .field = tests[i].field, .kind = tests[i].kind };
		return tests[i].step;
	}
	errors->n = 0;
	return STEP_ANSWERS;
}

/* Whether this page is shown at all, as far as the draft says so far. */
static bool
is_asked(const struct policy *p, const struct draft *d, enum step s, bool is_open)
{
	switch (s) {
	case STEP_CALL_999:
		return d->danger == DRAFT_DANGER_YES;
	case STEP_AFTER_HOURS:
		return !is_open;
	case STEP_SCHOOL:	/* a school's own link has answered it */
		return d->school[0] == '\0' || d->typed.n > 0;
	case STEP_SCHOOL_PICK:
		return d->school_is == DRAFT_SCHOOL_NAMED && d->typed.n > 0;
	case STEP_FILES:
		return p->max_files > 0;
	default:
		return true;
	}
}

/* A page that an answer on this one calls for, whoever comes to it to change that answer. */
static bool
leads_on(const struct draft *d)
{
	return (d->step == STEP_DANGER && d->danger == DRAFT_DANGER_YES) ||
	    (d->step == STEP_SCHOOL && d->school_is == DRAFT_SCHOOL_NAMED);
}

enum step
step_next(const struct policy *p, const struct draft *d, bool is_open)
{
	enum step s = (enum step)d->step;

	/* None of the schools found was the one: it is searched for again. */
	if (s == STEP_SCHOOL_PICK && d->school[0] == '\0')
		return STEP_SCHOOL;
	if (d->checked && !leads_on(d))
		return STEP_ANSWERS;
	while (s < STEP_ANSWERS && !is_asked(p, d, ++s, is_open))
		continue;
	return s;
}

enum step
step_back(const struct policy *p, const struct draft *d, bool is_open)
{
	enum step s = (enum step)d->step;

	if (s == STEP_CALL_999)
		return STEP_DANGER;
	if (s == STEP_SCHOOL_PICK)
		return STEP_SCHOOL;
	if (d->checked && s != STEP_ANSWERS)
		return STEP_ANSWERS;
	while (s > STEP_DANGER && !is_asked(p, d, --s, is_open))
		continue;
	return s;
}

enum step
step_of_change(struct span what)
{
	enum step s = STEP_DANGER;

	while (s < STEP_N && (steps[s].change == NULL || !span_is(what, steps[s].change)))
		s++;
	return s;
}
