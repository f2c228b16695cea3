/* report_post.c: a report from its JSON part to its receipt. */
#include "report_post.h"

#include <time.h>

#include "problem.h"
#include "receipt.h"
#include "secret.h"

static bool
school_is_ours(const struct report_post *p)
{
	const char *school = p->rx.said.school;

	return school[0] == '\0' || policy_school(p->rx.at->setup->policy, span_of(school)) != NULL;
}

static enum receive_next
opened(struct receive *r, const json_t *v)
{
	struct report_post *p = exchange_state(r->x);
	struct field_fault fault = { NULL, NULL };
	enum gw_err e = report_read(v, &r->said, &fault);

	if (e == GW_EINPUT) {
		exchange_problem(r->x, 422, fault.detail, fault.field);
	} else if (e != GW_OK) {
		problem_ours(r->x, e);
	} else if (!school_is_ours(p)) {
		exchange_problem(r->x, 422, "There is no school with this code.", "school");
	} else if ((e = submit_open(&p->submit, r, NULL)) != GW_OK) {
		problem_ours(r->x, e);
	}
	return RECEIVE_ON;
}

static void
reply_receipt(const struct report_post *p)
{
	char code[REFCODE_TEXT], url[RECEIPT_URL];
	const struct policy *policy = p->rx.at->setup->policy;
	json_t *v = json_object();
	struct buf body;
	enum gw_err e;

	buf_init(&body, RECEIPT_BYTES);
	refcode_text(&p->submit.made.code, code);
	receipt_url(p->rx.at->setup->config, code, url);
	if (json_object_set_new(v, "code", json_string(code)) != 0 ||
	    json_object_set_new(v, "check_url", json_string(url)) != 0 ||
	    json_object_set_new(v, "next", receipt_next(&policy->calendar, &p->submit.made.promise, time(NULL))) != 0 ||
	    json_object_set_new(v, "help", receipt_help(policy_help(policy, p->submit.made.category))) != 0 ||
	    json_object_set_new(v, "files", receipt_files(&p->rx.said)) != 0) {
		json_decref(v);
		v = NULL;
	}
	if ((e = receipt_write(v, &body)) == GW_OK)
		exchange_reply(p->rx.x, 201, "application/json", buf_span(&body));
	else
		exchange_fail(p->rx.x, e == GW_ENOMEM ? e : GW_EBUG);
	json_decref(v);
	buf_free(&body);
	secret_wipe(code, sizeof code);
	secret_wipe(url, sizeof url);
}

static void
on_submitted(void *arg, enum gw_err e)
{
	struct report_post *p = arg;

	if (e == GW_OK)
		reply_receipt(p);
	else
		problem_ours(p->rx.x, e);
}

static void
whole(struct receive *r)
{
	struct report_post *p = exchange_state(r->x);
	enum gw_err e;

	if (receive_is_blank(r))
		exchange_problem(r->x, 422, "Write what happened, or add a file.", "text");
	else if ((e = submit_start(&p->submit, r, time(NULL), on_submitted, p)) != GW_OK)
		problem_ours(r->x, e);
}

void
report_post_begin(struct exchange *x)
{
	static const struct receive_calls calls = { .part = "report", .opened = opened, .whole = whole };
	struct report_post *p = exchange_state(x);

	receive_begin(&p->rx, x, &calls);
}

size_t
report_post_body(struct exchange *x, struct span bytes)
{
	struct report_post *p = exchange_state(x);

	return receive_body(&p->rx, bytes);
}

void
report_post_end(struct exchange *x)
{
	struct report_post *p = exchange_state(x);

	receive_end(&p->rx);
}

void
report_post_gone(struct exchange *x)
{
	struct report_post *p = exchange_state(x);

	submit_gone(&p->submit);
	receive_gone(&p->rx);
	secret_wipe(p, sizeof *p);
}
