/* append.c: seal, put, look again. */
#include "append.h"

#include <string.h>
#include <time.h>

#include "log.h"
#include "secret.h"

enum { PART_MAX = LIMIT_WIRE / 2, TRIES = 5 };

static void put(struct append *a);

static void
finish(struct append *a, enum gw_err e)
{
	if (e == GW_OK && !a->was_said)
		log_count(LOG_MESSAGE);
	else if (e != GW_OK && e != GW_ELIMIT && e != GW_ECONFLICT)
		log_fault(LOG_MESSAGE, e);
	a->done(a->arg, e);
}

static void
on_thread(void *arg, enum gw_err e)
{
	struct append *a = arg;

	if (e == GW_OK)
		put(a);
	else
		finish(a, e);
}

static void
on_kept(void *arg, enum gw_err e, struct msg *m)
{
	struct append *a = arg;

	(void)m;
	a->ticket = 0;
	a->r->kept = e == GW_OK;
	if (e == GW_ECONFLICT && ++a->tries < TRIES && (e = thread_ask(a->thread, on_thread, a)) == GW_OK)
		return;
	finish(a, e);
}

/* Seals the message as the thread's next part, with the head that goes with it. */
static enum gw_err
seal(const struct append *a, struct buf *part, struct buf *head)
{
	const struct thread *t = a->thread;
	const struct part_place at = { t->report, PART_FROM_REPORTER, t->chain.n };
	const int64_t now = time(NULL);
	struct chain chain = t->chain;
	struct buf plain;
	enum gw_err e;

	buf_init(&plain, PART_MAX);
	if ((e = report_encode(&a->r->said, now - now % 60, &plain)) != GW_OK)
		goto out;
	if ((e = chain_append(&chain, t->key, at, buf_span(&plain), part)) != GW_OK)
		goto out;
	e = chain_seal(&chain, t->key, t->report, head);
out:
	buf_free(&plain);
	return e;
}

static enum gw_err
hand_over(struct append *a, const struct buf *part, const struct buf *head)
{
	struct msg m = { .type = MSG_REPLY_PUT, .fd = -1 };
	struct msg_part_put *put_part = &m.u.reply_put.put;
	enum gw_err e;

	memcpy(m.u.reply_put.tag, a->thread->tag, sizeof m.u.reply_put.tag);
	memcpy(put_part->report, a->thread->report, sizeof put_part->report);
	put_part->seq = a->thread->chain.n;
	put_part->files = a->thread->files;
	put_part->n_files = (uint8_t)a->r->said.n_files;
	memcpy(put_part->file, a->r->spooled, sizeof put_part->file);
	put_part->part = buf_span(part);
	put_part->head = buf_span(head);
	e = link_ask(a->r->at->link, &m, MSG_RESULT, on_kept, a, &a->ticket);
	a->r->kept = e == GW_OK;
	secret_wipe(&m, sizeof m);
	return e;
}

/* GW_OK: the vault was asked. */
static enum gw_err
try_once(struct append *a)
{
	const struct thread *t = a->thread;
	struct buf part, head;
	enum gw_err e;

	if (a->r->said.n_files > 0 && a->r->first_file != t->files)
		return GW_ECONFLICT;
	if (t->chain.n >= LIMIT_REPORTER_PARTS || t->bytes >= LIMIT_REPORTER_BYTES)
		return GW_ELIMIT;
	buf_init(&part, PART_MAX);
	buf_init(&head, PART_MAX);
	if ((e = seal(a, &part, &head)) == GW_OK)
		e = hand_over(a, &part, &head);
	buf_free(&part);
	buf_free(&head);
	return e;
}

static void
put(struct append *a)
{
	enum gw_err e = GW_OK;

	a->was_said = a->thread->messages != NULL && thread_has_said(a->thread, a->since, &a->r->said);
	if (!a->was_said && (e = try_once(a)) == GW_OK)
		return;
	finish(a, e);
}

void
append_place(struct receive *r, const struct thread *t)
{
	memcpy(r->report, t->report, sizeof r->report);
	memcpy(r->key, t->key, sizeof r->key);
	r->first_file = t->files;
}

void
append_start(struct append *a, struct receive *r, struct thread *t, uint32_t since, append_done_fn *done, void *arg)
{
	a->r = r;
	a->thread = t;
	a->since = since;
	a->done = done;
	a->arg = arg;
	put(a);
}

void
append_gone(struct append *a)
{
	if (a->ticket != 0) {
		link_forget(a->r->at->link, a->ticket);
		/* Nobody will hear the answer. The vault drops only what it did not keep. */
		a->r->kept = false;
	}
	secret_wipe(a, sizeof *a);
}
