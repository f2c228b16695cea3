/* thread.c: pages from the vault, verified before anything of them is shown. */
#include "thread.h"

#include <string.h>

#include "receipt.h"
#include "secret.h"
#include "walk.h"

/* Whoever has a code can ask for its thread as often as he likes, and a long one is much memory and work for a short
 * question. So many of more than one page are open at once, of all codes and of one; others are told to try again. */
enum { LONG_OF_ALL = 64, LONG_OF_ONE = 4 };
static LIST_HEAD(, thread) long_threads = LIST_HEAD_INITIALIZER(long_threads);

static enum gw_err
take_long_place(struct thread *t)
{
	size_t all = 0, same = 0;
	const struct thread *other;

	if (t->is_long)
		return GW_OK;
	LIST_FOREACH(other, &long_threads, next_long) {
		all++;
		same += memcmp(other->tag, t->tag, sizeof t->tag) == 0;
	}
	if (all >= LONG_OF_ALL || same >= LONG_OF_ONE)
		return GW_EBUSY;
	LIST_INSERT_HEAD(&long_threads, t, next_long);
	t->is_long = true;
	return GW_OK;
}

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
keep_message(struct thread *t, const struct msg_part *part, const struct report *said, int64_t minute)
{
	const size_t n = json_array_size(t->messages);

	if (t->messages == NULL)
		return GW_OK;
	if (n >= LIMIT_MESSAGES)
		return GW_EDENIED;
	t->part_of[n] = (uint16_t)part->seq;
	t->minute[n] = minute;
	return json_array_append_new(t->messages, receipt_message(said, minute, part->kind == PART_FROM_STAFF)) == 0
	    ? GW_OK : GW_ENOMEM;
}

/* The report itself is not shown again: whoever holds a found code should not learn what was reported. */
static enum gw_err
keep_own_files(struct thread *t, const struct report *said)
{
	json_t *files;
	int failed;

	if (t->own_files == NULL)
		return GW_OK;
	files = receipt_files(said);
	failed = json_array_extend(t->own_files, files);
	json_decref(files);
	return failed == 0 ? GW_OK : GW_ENOMEM;
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
	if (part->kind == PART_BODY && said.answers.category != CATEGORY_STAFF_CONCERN)
		t->school = policy_school(t->at->setup->policy, span_of(said.school));
	e = part->kind == PART_BODY ? keep_own_files(t, &said) : keep_message(t, part, &said, minute);
out:
	report_free(&said);
	buf_free(&plain);
	return e;
}

/* What is not theirs reporters have by its digest alone. */
static enum gw_err
take_part(void *arg, const struct msg_part *part)
{
	struct thread *t = arg;
	const bool ours = part_is_reporters((enum part_kind)part->kind);
	enum gw_err e = GW_OK;

	if (ours != (part->sealed.n > 0))
		return GW_EDENIED;
	t->bytes += part->sealed.n;
	if (ours && (t->messages != NULL || t->own_files != NULL))
		e = open_message(t, part);
	return e == GW_OK || e == GW_ENOMEM ? e : GW_EDENIED;
}

/* GW_MORE: the next page has the rest. */
static enum gw_err
take_page(struct thread *t, const struct msg_thread *page)
{
	const struct walk w = { t->report, t->key, &t->chain, take_part, t };
	enum gw_err e;

	if (!t->known && (e = open_first(t, page)) != GW_OK)
		return e;
	if (page->state >= CASE_STATE_N || page->band >= BAND_N)
		return GW_EDENIED;
	t->state = (enum case_state)page->state;
	t->band = (enum band)page->band;
	t->due = page->due;
	t->helps = page->helps != 0;
	t->files = page->files;
	return walk_page(&w, page);
}

static enum gw_err ask(struct thread *t);

static void
on_page(void *arg, enum gw_err e, struct msg *m)
{
	struct thread *t = arg;

	t->ticket = 0;
	if (e == GW_OK)
		e = take_page(t, &m->u.thread);
	if (e == GW_MORE && (e = take_long_place(t)) == GW_OK && (e = ask(t)) == GW_OK)
		return;
	t->done(t->arg, e);
}

static enum gw_err
ask(struct thread *t)
{
	struct msg m = { .type = MSG_THREAD_BY_TAG, .fd = -1 };

	memcpy(m.u.thread_by_tag.tag, t->tag, sizeof t->tag);
	m.u.thread_by_tag.from = t->chain.n;
	return link_ask(t->at->link, &m, MSG_THREAD, on_page, t, &t->ticket);
}

enum gw_err
thread_find(struct thread *t, const struct reception *at, const struct refcode *code, thread_done_fn *done, void *arg)
{
	t->at = at;
	reporter_tag(at->setup->secrets.pepper, code, t->tag);
	reporter_keypair(at->setup->secrets.pepper, code, &t->reporter);
	return thread_ask(t, done, arg);
}

enum gw_err
thread_ask(struct thread *t, thread_done_fn *done, void *arg)
{
	t->done = done;
	t->arg = arg;
	return ask(t);
}

bool
thread_has_said(const struct thread *t, uint32_t from, const struct report *said)
{
	json_t *files = receipt_files(said);
	bool found = false;

	for (size_t i = 0; i < json_array_size(t->messages) && !found; i++) {
		const json_t *m = json_array_get(t->messages, i);

		found = t->part_of[i] >= from && span_is(json_text(m, "from"), "you") &&
		    span_equal(json_text(m, "text"), buf_span(&said->text)) &&
		    receipt_is_same_files(json_object_get(m, "files"), files);
	}
	json_decref(files);
	return found;
}

void
thread_end(struct thread *t)
{
	if (t->at != NULL)
		link_forget(t->at->link, t->ticket);
	if (t->is_long)
		LIST_REMOVE(t, next_long);
	json_decref(t->messages);
	json_decref(t->own_files);
	keypair_wipe(&t->reporter);
	secret_wipe(t, sizeof *t);
}
