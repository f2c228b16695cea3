/* report_page.c: a form in, the draft one step further out. */
#include "report_page.h"

#include <string.h>
#include <time.h>

#include "cover.h"
#include "school_search.h"
#include "secret.h"
#include "steps.h"

enum { DRAFT_MAX = LIMIT_FORM, STATE_MAX = 2 * LIMIT_FORM };

static const struct school *
school_of(const struct reception *r, const struct draft *d)
{
	return d->school[0] == '\0' ? NULL : policy_school(r->setup->policy, span_of(d->school));
}

static enum gw_err
seal(const struct reception *r, const struct draft *d, struct buf *state)
{
	struct buf plain;
	enum gw_err e;

	buf_init(&plain, DRAFT_MAX);
	if ((e = draft_encode(d, &plain)) == GW_OK)
		e = formseal_seal(r->formseal, FORMSEAL_DRAFT, buf_span(&plain), state);
	buf_free(&plain);
	return e;
}

enum gw_err
report_page_open(const struct reception *r, struct span state, struct draft *d)
{
	struct buf plain;
	enum gw_err e;

	draft_init(d);
	buf_init(&plain, DRAFT_MAX);
	if ((e = formseal_open(r->formseal, FORMSEAL_DRAFT, state, &plain)) == GW_OK)
		e = draft_decode(buf_span(&plain), d);
	buf_free(&plain);
	if (e == GW_EINPUT || (e == GW_OK && d->step >= STEP_N))
		e = GW_EDENIED;
	return e;
}

static void
begin(struct draft *d, const struct school *school)
{
	draft_init(d);
	secret_random(d->once, sizeof d->once);
	if (school != NULL) {
		d->school_is = DRAFT_SCHOOL_NAMED;
		memcpy(d->school, school->code, sizeof d->school);
	}
}

enum gw_err
report_page_begin(const struct reception *r, const struct school *school, struct buf *state)
{
	struct draft d;
	enum gw_err e;

	begin(&d, school);
	e = seal(r, &d, state);
	draft_free(&d);
	return e;
}

static void
fill_draft(struct page_draft *m, const struct draft *d, const struct school *school)
{
	m->danger = draft_danger_word(d->danger);
	m->when = draft_when_word(d->when);
	m->kind = d->kind_unsure ? "unsure" : category_code(d->kind);
	m->about = draft_about_word(d->about);
	m->school_is = draft_school_word(d->school_is);
	m->files = draft_files_word(d->files);
	m->text = buf_span(&d->text);
	m->place = buf_span(&d->place);
	m->who = buf_span(&d->who);
	m->keep_from = buf_span(&d->keep_from);
	m->typed = buf_span(&d->typed);
	if (school == NULL)
		return;
	m->school = span_of(school->name);
	m->school_code = span_of(school->code);
	if (m->typed.n == 0)	/* chosen by the school's own link: shown as if it had been typed */
		m->typed = m->school;
}

/* The schools to choose from, on the page that asks for one. */
static size_t
fill_schools(const struct policy *p, const struct draft *d, struct page_school list[STEP_SCHOOLS])
{
	const struct school *found[STEP_SCHOOLS];
	size_t n = d->step == STEP_SCHOOL_PICK ? school_search(p, buf_span(&d->typed), found, STEP_SCHOOLS) : 0;

	if (n > STEP_SCHOOLS)
		n = STEP_SCHOOLS;
	for (size_t i = 0; i < n; i++)
		list[i] = (struct page_school){ span_of(found[i]->code), span_of(found[i]->name) };
	return n;
}

void
report_page_show(struct exchange *x, int status, const struct draft *d, const struct step_errors *errors)
{
	const struct reception *r = exchange_site(x);
	const struct school *school = school_of(r, d);
	struct page_school schools[STEP_SCHOOLS];
	struct show s;
	struct buf state;
	enum gw_err e;

	show_start(&s, r, school, time(NULL));
	buf_init(&state, STATE_MAX);
	if ((e = seal(r, d, &state)) != GW_OK) {
		exchange_fail(x, e);
		goto out;
	}
	s.page.state = buf_span(&state);
	s.page.is_change = d->checked && d->step != STEP_ANSWERS;
	fill_draft(&s.page.draft, d, school);
	s.page.schools = schools;
	s.page.schools_n = fill_schools(r->setup->policy, d, schools);
	if (errors != NULL) {
		s.page.errors = errors->error;
		s.page.errors_n = errors->n;
	}
	show_page(x, status, step_page((enum step)d->step), &s.page);
out:
	buf_free(&state);
	secret_wipe(&s, sizeof s);
}

void
report_page_get_end(struct exchange *x)
{
	struct draft d;

	begin(&d, NULL);
	report_page_show(x, SHOW_FORM, &d, NULL);
	draft_free(&d);
}

/* Where the pressed button leads; the answers on the page are in the draft already. False: what is wrong has to be
 * mended first. */
static bool
move(const struct reception *r, struct draft *d, struct span go, const struct step_errors *errors)
{
	static const char change[] = "change-";
	const size_t n = sizeof change - 1;
	const struct policy *p = r->setup->policy;
	const bool is_open = cover_next_look(p, school_of(r, d), time(NULL)) <= time(NULL);
	enum step to = STEP_N;

	if (span_is(go, "back")) {
		to = step_back(p, d, is_open);
	} else if (d->step == STEP_ANSWERS && go.n > n && memcmp(go.p, change, n) == 0) {
		to = step_of_change((struct span){ go.p + n, go.n - n });
	} else if (errors->n == 0) {
		to = step_next(p, d, is_open);
	}
	if (to == STEP_N)
		return false;
	d->step = (uint8_t)to;
	d->checked = d->checked || to == STEP_ANSWERS;
	return true;
}

static void
answer(struct exchange *x, const struct form *f, struct draft *d)
{
	const struct reception *r = exchange_site(x);
	const struct span go = form_value(f, "go");
	struct step_errors errors = { .n = 0 };
	enum gw_err e = GW_OK;

	/* A reload: the page as it was. What was just begun with has no page yet. */
	if (span_is(go, "stay") || span_is(go, "start")) {
		report_page_show(x, 200, d, NULL);
		return;
	}
	/* Who turns back from a change has changed nothing: what the answers page shows was always right once. */
	if (!(d->checked && span_is(go, "back")))
		e = step_take(r->setup->policy, f, d, &errors);
	if (e != GW_OK)
		exchange_fail(x, e);
	else if (span_is(go, "keep"))	/* what was typed so far, sealed again in case the page is lost */
		report_page_show(x, 200, d, NULL);
	else if (move(r, d, go, &errors))
		report_page_show(x, 200, d, NULL);
	else
		report_page_show(x, 422, d, &errors);
}

void
report_page_post_end(struct exchange *x)
{
	struct form f = { .n = 0 };
	struct draft d;
	enum gw_err e;

	if ((e = form_read(exchange_body(x), &f)) != GW_OK) {
		exchange_fail(x, e);
	} else {
		e = report_page_open(exchange_site(x), form_value(&f, "state"), &d);
		if (e == GW_OK)
			answer(x, &f, &d);
		else if (e == GW_EDENIED)
			show_problem(x, 422, "old");
		else
			exchange_fail(x, e);
		draft_free(&d);
	}
	form_wipe(&f);
}
