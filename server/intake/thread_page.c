/* thread_page.c: a verified thread as a page's model. */
#include "thread_page.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "clock.h"
#include "cover.h"
#include "problem.h"
#include "secret.h"

enum { STATE_MAX = 1024, PLAIN_MAX = 256 };

/* One message as it is shown, and the words that it points at. */
struct line {
	char at[CLOCK_WORDS];
	struct show_files files;
};

static enum gw_err
follow_seal(const struct reception *r, const struct follow *v, struct buf *state)
{
	uint8_t plain[REFCODE_SYMBOLS + sizeof v->seen];
	enum gw_err e;

	memcpy(plain, v->code.symbol, REFCODE_SYMBOLS);
	memcpy(plain + REFCODE_SYMBOLS, &v->seen, sizeof v->seen);
	e = formseal_seal(r->formseal, FORMSEAL_FOLLOW, (struct span){ plain, sizeof plain }, state);
	secret_wipe(plain, sizeof plain);
	return e;
}

enum gw_err
follow_open(const struct reception *r, struct span state, struct follow *v)
{
	struct buf plain;
	enum gw_err e;

	buf_init(&plain, PLAIN_MAX);
	e = formseal_open(r->formseal, FORMSEAL_FOLLOW, state, &plain);
	if (e == GW_OK && plain.n != REFCODE_SYMBOLS + sizeof v->seen)
		e = GW_EDENIED;
	if (e == GW_OK) {
		memcpy(v->code.symbol, plain.p, REFCODE_SYMBOLS);
		memcpy(&v->seen, plain.p + REFCODE_SYMBOLS, sizeof v->seen);
	}
	buf_free(&plain);
	return e;
}

static void
fill_message(const struct thread *t, size_t i, struct line *line, struct page_message *m)
{
	const json_t *v = json_array_get(t->messages, i);

	clock_words(&t->at->setup->policy->calendar, t->minute[i], line->at);
	show_files_of(json_object_get(v, "files"), &line->files);
	m->from_staff = span_is(json_text(v, "from"), "staff");
	m->at = span_of(line->at);
	m->text = json_text(v, "text");
	m->files = line->files.file;
	m->files_n = line->files.n;
}

static void
fill(struct show *s, const struct reception *r, const struct thread *t, const struct thread_note *note)
{
	const struct policy *p = r->setup->policy;
	const int64_t now = time(NULL);

	show_start(s, r, t->school, now);
	show_next_look(s, r, cover_promise(p, t->school, t->band, now).next_look, now);
	show_come_back(s, r, cover_come_back(p, t->school, t->band, t->due, now));
	s->page.status = span_of(p->status_text[t->state]);
	s->page.is_ended = t->state == CASE_CLOSED;
	if (t->helps && !s->page.is_ended)
		s->page.helped = span_of(p->helped_text);
	s->page.is_waiting = t->state < CASE_ANSWERED;
	s->page.draft.text = note->typed;
	if (note->error != NULL) {
		s->page.errors = note->error;
		s->page.errors_n = 1;
	}
	if (note->sent != NULL) {
		s->page.is_sent = true;
		show_arrived(s, note->sent, note->chosen);
	}
}

static void
show_with(struct exchange *x, int status, const struct thread *t, const struct thread_note *note, struct span state)
{
	const struct reception *r = exchange_site(x);
	const size_t n = json_array_size(t->messages);
	struct page_message *messages = calloc(n + 1, sizeof *messages);
	struct line *lines = calloc(n + 1, sizeof *lines);
	struct show s;

	fill(&s, r, t, note);
	s.page.state = state;
	if (messages != NULL && lines != NULL) {
		for (size_t i = 0; i < n; i++)
			fill_message(t, i, &lines[i], &messages[i]);
		s.page.messages = messages;
		s.page.messages_n = n;
		show_page(x, status, PAGE_THREAD, &s.page);
	} else {
		exchange_fail(x, GW_ENOMEM);
	}
	if (messages != NULL)
		secret_wipe(messages, (n + 1) * sizeof *messages);
	if (lines != NULL)
		secret_wipe(lines, (n + 1) * sizeof *lines);
	free(messages);
	free(lines);
	secret_wipe(&s, sizeof s);	/* names the school */
}

void
thread_page_show(struct exchange *x, int status, const struct thread *t, const struct refcode *code,
    const struct thread_note *note)
{
	struct follow v = { *code, t->chain.n };
	struct buf state;
	enum gw_err e;

	buf_init(&state, STATE_MAX);
	if ((e = follow_seal(exchange_site(x), &v, &state)) == GW_OK)
		show_with(x, status, t, note, buf_span(&state));
	else
		exchange_fail(x, e);
	buf_free(&state);
	secret_wipe(&v, sizeof v);
}

void
thread_page_ask(struct exchange *x, int status, const struct page_error *error)
{
	struct show s;

	show_start(&s, exchange_site(x), NULL, time(NULL));
	s.page.errors = error;
	s.page.errors_n = error != NULL ? 1 : 0;
	show_page(x, status, PAGE_LOOK, &s.page);
}

void
thread_page_fail(struct exchange *x, enum gw_err e)
{
	static const struct page_error unknown = { .field = "code", .kind = "code_unknown" };

	if (e == GW_EABSENT)
		thread_page_ask(x, 404, &unknown);
	else
		problem_thread(x, e);
}
