/* send_page.c: from the answers page to the code page. */
#include "send_page.h"

#include <string.h>
#include <time.h>

#include "code_page.h"
#include "cover.h"
#include "problem.h"
#include "receipt.h"
#include "report_page.h"
#include "secret.h"
#include "steps.h"

/* Shows the code: what arrived is files, of so many chosen (-1: nobody knows). */
static void
show_code(struct send_page *p, json_t *files, int chosen, int64_t come_back, bool again)
{
	struct kept k = { .come_back = come_back, .category = p->submit.made.category, .again = again,
	    .chosen = chosen, .files = files };

	refcode_text(&p->submit.made.code, k.code);
	if (files != NULL)
		code_page_show(p->rx.x, &k);
	else
		exchange_fail(p->rx.x, GW_ENOMEM);
	kept_wipe(&k);
}

/* Sent again with other files, those come too late: how many were chosen in all, so that the page says what is
 * missing. */
static int
chosen_in_all(const struct send_page *p, const json_t *kept)
{
	json_t *now = receipt_files(&p->rx.said);
	size_t n = json_array_size(kept);
	const json_t *f, *k;
	size_t i, j;

	json_array_foreach(now, i, f) {
		bool is_kept = false;

		json_array_foreach(kept, j, k)
			is_kept = is_kept || receipt_is_same_file(f, k);
		n += is_kept ? 0 : 1;
	}
	json_decref(now);
	return (int)n > p->rx.fields.expected ? (int)n : p->rx.fields.expected;
}

/* It was sent before: which files came with it then is in the report itself. */
static void
on_found(void *arg, enum gw_err e)
{
	struct send_page *p = arg;
	const struct policy *policy = p->rx.at->setup->policy;
	const struct thread *t = &p->thread;

	if (e == GW_OK)
		show_code(p, json_incref(t->own_files), chosen_in_all(p, t->own_files),
		    cover_come_back(policy, t->school, t->band, t->due, time(NULL)), true);
	else
		problem_thread(p->rx.x, e);
}

static enum gw_err
find(struct send_page *p)
{
	if ((p->thread.own_files = json_array()) == NULL)
		return GW_ENOMEM;
	return thread_find(&p->thread, p->rx.at, &p->submit.made.code, on_found, p);
}

static void
on_kept(void *arg, enum gw_err e)
{
	struct send_page *p = arg;

	if (e == GW_OK)
		show_code(p, receipt_files(&p->rx.said), p->rx.fields.expected, p->submit.made.promise.come_back,
		    false);
	else if (e != GW_ECONFLICT || (e = find(p)) != GW_OK)
		problem_ours(p->rx.x, e);
}

/* The draft as a report; or what is wrong with it has been shown. */
static bool
is_report(struct send_page *p)
{
	struct receive *r = &p->rx;
	struct draft *d = &p->draft;
	struct step_errors errors;
	enum step unfinished;
	enum gw_err e;

	if (!d->checked || d->step != STEP_ANSWERS) {
		show_problem(r->x, 422, "old");
		return false;
	}
	if (d->school[0] != '\0' && policy_school(r->at->setup->policy, span_of(d->school)) == NULL)
		d->school[0] = '\0';	/* the policy is newer than the page */
	if ((unfinished = step_unfinished(d, &errors)) != STEP_ANSWERS) {
		d->step = (uint8_t)unfinished;
		report_page_show(r->x, 422, d, &errors);
		return false;
	}
	if ((e = draft_report(d, &r->said)) == GW_OK && (e = submit_open(&p->submit, r, d->once)) == GW_OK)
		return true;
	problem_ours(r->x, e);
	return false;
}

static enum receive_next
opened(struct receive *r, struct span state)
{
	struct send_page *p = exchange_state(r->x);
	enum gw_err e = report_page_open(r->at, state, &p->draft);

	if (e == GW_EDENIED)
		show_problem(r->x, 422, "old");
	else if (e != GW_OK)
		exchange_fail(r->x, e);
	else if (is_report(p))
		p->is_open = true;
	return RECEIVE_ON;
}

static void
whole(struct receive *r)
{
	struct send_page *p = exchange_state(r->x);
	enum gw_err e = submit_start(&p->submit, r, time(NULL), on_kept, p);

	if (e != GW_OK)
		problem_ours(r->x, e);
}

void
send_page_begin(struct exchange *x)
{
	static const struct receive_calls calls = { .opened_form = opened, .whole = whole };
	struct send_page *p = exchange_state(x);

	draft_init(&p->draft);
	receive_begin(&p->rx, x, &calls);
}

size_t
send_page_body(struct exchange *x, struct span bytes)
{
	struct send_page *p = exchange_state(x);

	return receive_body(&p->rx, bytes);
}

void
send_page_end(struct exchange *x)
{
	struct send_page *p = exchange_state(x);

	receive_end(&p->rx);
}

void
send_page_gone(struct exchange *x)
{
	struct send_page *p = exchange_state(x);

	submit_gone(&p->submit);
	thread_end(&p->thread);
	receive_gone(&p->rx);
	draft_free(&p->draft);
	secret_wipe(p, sizeof *p);
}

void
send_page_tell(struct exchange *x, int status, const char *detail, const char *field)
{
	struct send_page *p = exchange_state(x);
	const struct step_errors errors = { 1, { { .field = "file", .kind = "said", .said = span_of(detail) } } };

	if (p->is_open && field != NULL && strcmp(field, "file") == 0)
		report_page_show(x, status, &p->draft, &errors);
	else
		show_tell(x, status, detail, field);
}
