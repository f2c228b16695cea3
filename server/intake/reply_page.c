/* reply_page.c: a form in, a message behind the thread, the thread out. */
#include "reply_page.h"

#include <string.h>

#include "problem.h"
#include "receipt.h"
#include "secret.h"

/* The thread as it is known, with what is wrong or was taken, and what was typed and not sent. */
static void
show(struct reply_page *p, int status, const struct page_error *error)
{
	const struct thread_note note = { .error = error, .sent = p->sent, .chosen = p->rx.fields.expected,
	    .typed = p->sent == NULL ? buf_span(&p->rx.fields.text) : (struct span){ NULL, 0 } };

	thread_page_show(p->rx.x, status, &p->thread, &p->follow.code, &note);
}

static void
refuse(struct reply_page *p, int status, const char *kind)
{
	const struct page_error error = { .field = "text", .kind = kind };

	show(p, status, &error);
}

static void
on_thread(void *arg, enum gw_err e)
{
	struct reply_page *p = arg;

	if (e != GW_OK) {
		thread_page_fail(p->rx.x, e);
		return;
	}
	p->is_open = true;
	append_place(&p->rx, &p->thread);
	receive_resume(&p->rx);
}

static void
on_fresh(void *arg, enum gw_err e)
{
	struct reply_page *p = arg;

	if (e == GW_OK)
		show(p, 200, NULL);
	else
		thread_page_fail(p->rx.x, e);
}

static void
on_appended(void *arg, enum gw_err e)
{
	struct reply_page *p = arg;

	if (e == GW_ELIMIT) {
		refuse(p, 422, "reply_full");
	} else if (e == GW_ECONFLICT) {
		refuse(p, 409, "reply_again");
	} else if (e != GW_OK) {
		thread_page_fail(p->rx.x, e);
	} else {
		p->sent = receipt_files(&p->rx.said);
		e = p->sent == NULL ? GW_ENOMEM : thread_ask(&p->thread, on_fresh, p);
		if (e != GW_OK)
			problem_ours(p->rx.x, e);
	}
}

static enum receive_next
opened(struct receive *r, struct span state)
{
	struct reply_page *p = exchange_state(r->x);
	enum gw_err e = follow_open(r->at, state, &p->follow);

	if (e == GW_EDENIED) {
		show_problem(r->x, 422, "visit_gone");
		return RECEIVE_ON;
	}
	if (e == GW_OK && (p->thread.messages = json_array()) == NULL)
		e = GW_ENOMEM;
	if (e == GW_OK)
		e = thread_find(&p->thread, r->at, &p->follow.code, on_thread, p);
	if (e == GW_OK)
		return RECEIVE_WAIT;
	problem_ours(r->x, e);
	return RECEIVE_ON;
}

static void
whole(struct receive *r)
{
	struct reply_page *p = exchange_state(r->x);
	const struct span text = buf_span(&r->fields.text);
	enum gw_err e;

	if (text_characters(text) > DRAFT_TEXT)
		refuse(p, 422, "reply_long");
	else if ((e = buf_add(&r->said.text, text)) != GW_OK)
		problem_ours(r->x, e);
	else if (receive_is_blank(r))
		refuse(p, 422, "reply_missing");
	else
		append_start(&p->append, r, &p->thread, p->follow.seen, on_appended, p);
}

void
reply_page_begin(struct exchange *x)
{
	static const struct receive_calls calls = { .opened_form = opened, .whole = whole };
	struct reply_page *p = exchange_state(x);

	receive_begin(&p->rx, x, &calls);
}

size_t
reply_page_body(struct exchange *x, struct span bytes)
{
	struct reply_page *p = exchange_state(x);

	return receive_body(&p->rx, bytes);
}

void
reply_page_end(struct exchange *x)
{
	struct reply_page *p = exchange_state(x);

	receive_end(&p->rx);
}

void
reply_page_gone(struct exchange *x)
{
	struct reply_page *p = exchange_state(x);

	append_gone(&p->append);
	thread_end(&p->thread);
	receive_gone(&p->rx);
	json_decref(p->sent);
	secret_wipe(p, sizeof *p);
}

void
reply_page_tell(struct exchange *x, int status, const char *detail, const char *field)
{
	struct reply_page *p = exchange_state(x);
	const struct page_error error = { .field = "file", .kind = "said", .said = span_of(detail) };

	if (p->is_open && field != NULL && strcmp(field, "file") == 0)
		show(p, status, &error);
	else
		show_tell(x, status, detail, field);
}
