/* message_post.c: a reporter's next message, appended by compare-and-set. */
#include "message_post.h"

#include <string.h>
#include <time.h>

#include "log.h"
#include "problem.h"
#include "receipt.h"
#include "secret.h"

enum { PART_MAX = LIMIT_WIRE / 2, TRIES = 5 };

static void put(struct message_post *p);

static void
on_thread(void *arg, enum gw_err e)
{
	struct message_post *p = arg;
	struct receive *r = &p->rx;

	if (e != GW_OK) {
		problem_thread(r->x, e);
	} else if (!p->found) {
		p->found = true;
		memcpy(r->report, p->thread.report, sizeof r->report);
		memcpy(r->key, p->thread.key, sizeof r->key);
		r->first_file = p->thread.files;
		receive_resume(r);
	} else if (r->said.n_files > 0 && r->first_file != p->thread.files) {
		exchange_problem(r->x, 409, "Another message with files was sent just before. Please send this one "
		    "again.", NULL);
	} else {
		put(p);
	}
}

static void
on_kept(void *arg, enum gw_err e, struct msg *m)
{
	struct message_post *p = arg;

	(void)m;
	p->ticket = 0;
	if (e == GW_OK) {
		log_count(LOG_MESSAGE);
		exchange_json_take(p->rx.x, 201, json_pack("{s:o}", "files", receipt_files(&p->rx.said)));
		return;
	}
	p->rx.kept = false;
	if (e == GW_ECONFLICT && ++p->tries < TRIES && (e = thread_ask(&p->thread)) == GW_OK)
		return;
	if (e == GW_ECONFLICT) {
		exchange_problem(p->rx.x, 409, "Others were writing at the same time. Please send it again.", NULL);
		return;
	}
	log_fault(LOG_MESSAGE, e);
	problem_ours(p->rx.x, e);
}

/* Seals the message as the thread's next part, with the head that goes with it. */
static enum gw_err
seal(const struct message_post *p, struct buf *part, struct buf *head)
{
	const struct thread *t = &p->thread;
	const struct part_place at = { t->report, PART_FROM_REPORTER, t->chain.n };
	const int64_t now = time(NULL);
	struct chain chain = t->chain;
	struct buf plain;
	enum gw_err e;

	buf_init(&plain, PART_MAX);
	if ((e = report_encode(&p->rx.said, now - now % 60, &plain)) != GW_OK)
		goto out;
	if ((e = chain_append(&chain, t->key, at, buf_span(&plain), part)) != GW_OK)
		goto out;
	e = chain_seal(&chain, t->key, t->report, head);
out:
	buf_free(&plain);
	return e;
}

static enum gw_err
hand_over(struct message_post *p, const struct buf *part, const struct buf *head)
{
	struct msg m = { .type = MSG_REPLY_PUT, .fd = -1 };
	struct msg_part_put *put_part = &m.u.reply_put.put;
	enum gw_err e;

	memcpy(m.u.reply_put.tag, p->thread.tag, sizeof m.u.reply_put.tag);
	memcpy(put_part->report, p->thread.report, sizeof put_part->report);
	put_part->seq = p->thread.chain.n;
	put_part->files = p->thread.files;
	put_part->n_files = (uint8_t)p->rx.said.n_files;
	memcpy(put_part->file, p->rx.spooled, sizeof put_part->file);
	put_part->part = buf_span(part);
	put_part->head = buf_span(head);
	e = link_ask(p->rx.at->link, &m, MSG_RESULT, on_kept, p, &p->ticket);
	p->rx.kept = e == GW_OK;
	secret_wipe(&m, sizeof m);
	return e;
}

static void
put(struct message_post *p)
{
	struct buf part, head;
	enum gw_err e;

	if (p->thread.chain.n >= LIMIT_REPORTER_PARTS || p->thread.bytes >= LIMIT_REPORTER_BYTES) {
		exchange_problem(p->rx.x, 422, "This conversation is full. Please send a new report.", "text");
		return;
	}
	buf_init(&part, PART_MAX);
	buf_init(&head, PART_MAX);
	if ((e = seal(p, &part, &head)) == GW_OK)
		e = hand_over(p, &part, &head);
	if (e != GW_OK) {
		log_fault(LOG_MESSAGE, e);
		problem_ours(p->rx.x, e);
	}
	buf_free(&part);
	buf_free(&head);
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
	if (receive_is_blank(r))
		exchange_problem(r->x, 422, "Write something, or add a file.", "text");
	else
		put(exchange_state(r->x));
}

void
message_post_begin(struct exchange *x)
{
	static const struct receive_calls calls = { "message", opened, whole };
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

	if (p->rx.at != NULL)
		link_forget(p->rx.at->link, p->ticket);
	/* Nobody will hear the answer. The vault drops only what it did not keep, and it was asked to keep first. */
	if (p->ticket != 0)
		p->rx.kept = false;
	thread_end(&p->thread);
	receive_gone(&p->rx);
	secret_wipe(p, sizeof *p);
}
