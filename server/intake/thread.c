/* thread.c: pages from the vault, verified before anything of them is shown. */
#include "thread.h"

#include <string.h>

#include "receipt.h"
#include "secret.h"

/* The first page tells which report this is and brings its key. */
static enum gw_err
open_first(struct thread *t, const struct msg_thread *page)
{
	struct grant_subject what = { .kind = GRANT_REPORT };

	memcpy(t->report, page->report, sizeof t->report);
	memcpy(what.id, page->report, sizeof what.id);
	chain_start(&t->chain, t->report);
	t->known = true;
	return grant_open(&t->reporter, &what, page->grant, t->key);
}

static enum gw_err
open_message(struct thread *t, const struct msg_part *part)
{
	const struct part_place at = { t->report, (enum part_kind)part->kind, part->seq };
	struct report said;
	struct buf plain;
	int64_t minute;
	enum gw_err e;

	report_init(&said);
	buf_init(&plain, LIMIT_WIRE);
	if ((e = part_open(t->key, at, part->sealed, &plain)) != GW_OK)
		goto out;
	if ((e = report_decode(buf_span(&plain), &said, &minute)) != GW_OK)
		goto out;
	/* The report itself is not shown again: whoever holds a found code should not learn what was reported. */
	if (part->kind != PART_BODY && json_array_append_new(t->messages,
	    receipt_message(&said, minute, part->kind == PART_FROM_STAFF)) != 0)
		e = GW_ENOMEM;
out:
	report_free(&said);
	buf_free(&plain);
	return e;
}

static enum gw_err
take_part(struct thread *t, const struct msg_part *part)
{
	const bool ours = part_is_reporters((enum part_kind)part->kind);
	uint8_t digest[SEAL_DIGEST];
	enum gw_err e;

	if (part->seq != t->chain.n || (part->kind == PART_BODY) != (part->seq == 0) || ours != (part->sealed.n > 0))
		return GW_EDENIED;
	if (ours)
		part_digest(part->sealed, digest);
	else
		memcpy(digest, part->digest, sizeof digest);
	if (ours && t->messages != NULL && (e = open_message(t, part)) != GW_OK)
		return e == GW_ENOMEM ? e : GW_EDENIED;
	chain_add(&t->chain, (enum part_kind)part->kind, digest);
	return GW_OK;
}

/* GW_MORE: the next page has the rest. */
static enum gw_err
take_page(struct thread *t, const struct msg_thread *page)
{
	enum gw_err e;

	if (!t->known && (e = open_first(t, page)) != GW_OK)
		return e;
	if (memcmp(t->report, page->report, sizeof t->report) != 0 || page->total < t->chain.n
	    || page->state >= CASE_STATE_N)
		return GW_EDENIED;
	if (page->n == 0 && page->total > t->chain.n)
		return GW_EDENIED;
	for (size_t i = 0; i < page->n; i++)
		if ((e = take_part(t, &page->part[i])) != GW_OK)
			return e;
	t->state = (enum case_state)page->state;
	t->due = page->due;
	t->files = page->files;
	/* A part may have come between two pages: the head is of the last one. */
	if (t->chain.n < page->total)
		return GW_MORE;
	return chain_verify(&t->chain, t->key, t->report, page->head);
}

static void
on_page(void *arg, enum gw_err e, struct msg *m)
{
	struct thread *t = arg;

	t->ticket = 0;
	if (e == GW_OK)
		e = take_page(t, &m->u.thread);
	if (e == GW_MORE && (e = thread_ask(t)) == GW_OK)
		return;
	t->done(t->arg, e);
}

enum gw_err
thread_find(struct thread *t, const struct reception *at, const struct refcode *code, thread_done_fn *done, void *arg)
{
	t->at = at;
	t->done = done;
	t->arg = arg;
	reporter_tag(at->setup->secrets.pepper, code, t->tag);
	reporter_keypair(at->setup->secrets.pepper, code, &t->reporter);
	return thread_ask(t);
}

enum gw_err
thread_ask(struct thread *t)
{
	struct msg m = { .type = MSG_THREAD_BY_TAG, .fd = -1 };

	memcpy(m.u.thread_by_tag.tag, t->tag, sizeof t->tag);
	m.u.thread_by_tag.from = t->chain.n;
	return link_ask(t->at->link, &m, MSG_THREAD, on_page, t, &t->ticket);
}

void
thread_end(struct thread *t)
{
	if (t->at != NULL)
		link_forget(t->at->link, t->ticket);
	json_decref(t->messages);
	keypair_wipe(&t->reporter);
	secret_wipe(t, sizeof *t);
}
