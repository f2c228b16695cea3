/* message_post.c: a reporter's next message, from its JSON part to its answer. */
#include "message_post.h"

#include "problem.h"
#include "receipt.h"
#include "secret.h"

static void
on_thread(void *arg, enum gw_err e)
{
	struct message_post *p = arg;

	if (e != GW_OK) {
		problem_thread(p->rx.x, e);
		return;
	}
	append_place(&p->rx, &p->thread);
	receive_resume(&p->rx);
}

static void
on_appended(void *arg, enum gw_err e)
{
	struct receive *r = arg;

	if (e == GW_OK)
		exchange_json_take(r->x, 201, json_pack("{s:o}", "files", receipt_files(&r->said)));
	else
		problem_append(r->x, e);
}

/* The text, by the same rules as a report's. */
static enum gw_err
read_text(struct receive *r, const json_t *v, struct field_fault *fault)
{
	json_t *text = json_object_get(v, "text"), *only = json_object();
	enum gw_err e = GW_ENOMEM;

	if (only != NULL && (text == NULL || json_object_set(only, "text", text) == 0))
		e = report_read(only, &r->said, fault);
	json_decref(only);
	return e;
}

static enum receive_next
opened(struct receive *r, const json_t *v)
{
	struct message_post *p = exchange_state(r->x);
	struct field_fault fault = { NULL, NULL };
	struct refcode code;
	enum gw_err e;

	if (!problem_or_code(r->x, v, "text", &code))
		return RECEIVE_ON;
	if ((e = read_text(r, v, &fault)) == GW_OK)
		e = thread_find(&p->thread, r->at, &code, on_thread, p);
	secret_wipe(&code, sizeof code);
	if (e == GW_OK)
		return RECEIVE_WAIT;
	if (e == GW_EINPUT)
		exchange_problem(r->x, 422, fault.detail, fault.field);
	else
		problem_ours(r->x, e);
	return RECEIVE_ON;
}

static void
whole(struct receive *r)
{
	struct message_post *p = exchange_state(r->x);

	if (receive_is_blank(r))
		exchange_problem(r->x, 422, "Write something, or add a file.", "text");
	else
		append_start(&p->append, r, &p->thread, 0, on_appended, r);
}

void
message_post_begin(struct exchange *x)
{
	static const struct receive_calls calls = { .part = "message", .opened = opened, .whole = whole };
	struct message_post *p = exchange_state(x);

	receive_begin(&p->rx, x, &calls);
}

size_t
message_post_body(struct exchange *x, struct span bytes)
{
	struct message_post *p = exchange_state(x);

	return receive_body(&p->rx, bytes);
}

void
message_post_end(struct exchange *x)
{
	struct message_post *p = exchange_state(x);

	receive_end(&p->rx);
}

void
message_post_gone(struct exchange *x)
{
	struct message_post *p = exchange_state(x);

	append_gone(&p->append);
	thread_end(&p->thread);
	receive_gone(&p->rx);
	secret_wipe(p, sizeof *p);
}
