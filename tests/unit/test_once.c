/* test_once.c: what is sent twice is kept once: a report whose case comes from one draft, and a message that stands in
 * its thread already. A small site of these two, with a vault that the test plays. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "append.h"
#include "booth.h"
#include "receipt.h"
#include "run.h"
#include "submit.h"

#define COUNT(list) (sizeof (list) / sizeof (list)[0])

struct desk {
	struct receive rx;
	struct submit submit;
	struct thread thread;
	struct append append;
};

static struct desk *
desk_of(const struct receive *r)
{
	return exchange_state(r->x);
}

static unsigned
number_in_path(struct exchange *x)
{
	return (unsigned)strtoul((const char *)exchange_rest(x).p, NULL, 10);
}

/* --- reports: POST /send/ONCE, whose state is what is said --- */

static void
answer_send(struct desk *d, enum gw_err e, json_t *files)
{
	char code[REFCODE_TEXT];

	refcode_text(&d->submit.made.code, code);
	exchange_json_take(d->rx.x, 200, json_pack("{s:i,s:s,s:o}", "e", e, "code", code, "files", files));
}

static void
on_first_found(void *arg, enum gw_err e)
{
	struct desk *d = arg;

	ck_assert_int_eq(e, GW_OK);
	answer_send(d, GW_ECONFLICT, json_incref(d->thread.own_files));
}

static void
on_submitted(void *arg, enum gw_err e)
{
	struct desk *d = arg;

	if (e != GW_ECONFLICT) {
		answer_send(d, e, receipt_files(&d->rx.said));
		return;
	}
	d->thread.own_files = json_array();
	ck_assert_int_eq(thread_find(&d->thread, d->rx.at, &d->submit.made.code, on_first_found, d), GW_OK);
}

static enum receive_next
send_opened(struct receive *r, struct span state)
{
	uint8_t once[KEY_BYTES];

	memset(once, (int)number_in_path(r->x), sizeof once);
	ck_assert_int_eq(report_words(state, &r->said.text), GW_OK);
	ck_assert_int_eq(submit_open(&desk_of(r)->submit, r, once), GW_OK);
	return RECEIVE_ON;
}

static void
send_whole(struct receive *r)
{
	ck_assert_int_eq(submit_start(&desk_of(r)->submit, r, time(NULL), on_submitted, desk_of(r)), GW_OK);
}

static void
send_begin(struct exchange *x)
{
	static const struct receive_calls calls = { .opened_form = send_opened, .whole = send_whole };

	receive_begin(exchange_state(x), x, &calls);
}

/* --- messages: POST /reply/SINCE, whose state is the code --- */

static void
on_appended(void *arg, enum gw_err e)
{
	struct desk *d = arg;

	exchange_json_take(d->rx.x, 200, json_pack("{s:i,s:b}", "e", e, "was_said", d->append.was_said));
}

static void
on_thread(void *arg, enum gw_err e)
{
	struct desk *d = arg;

	ck_assert_int_eq(e, GW_OK);
	append_place(&d->rx, &d->thread);
	receive_resume(&d->rx);
}

static enum receive_next
reply_opened(struct receive *r, struct span state)
{
	struct desk *d = desk_of(r);
	struct refcode code;
	int group;

	ck_assert_int_eq(refcode_parse(state, &code, &group), REFCODE_FINE);
	d->thread.messages = json_array();
	ck_assert_int_eq(thread_find(&d->thread, r->at, &code, on_thread, d), GW_OK);
	return RECEIVE_WAIT;
}

static void
reply_whole(struct receive *r)
{
	struct desk *d = desk_of(r);

	ck_assert_int_eq(buf_add(&r->said.text, buf_span(&r->fields.text)), GW_OK);
	append_start(&d->append, r, &d->thread, number_in_path(r->x), on_appended, d);
}

static void
reply_begin(struct exchange *x)
{
	static const struct receive_calls calls = { .opened_form = reply_opened, .whole = reply_whole };

	receive_begin(exchange_state(x), x, &calls);
}

/* --- the process --- */

static size_t
desk_body(struct exchange *x, struct span bytes)
{
	return receive_body(exchange_state(x), bytes);
}

static void
desk_end(struct exchange *x)
{
	receive_end(exchange_state(x));
}

static void
desk_gone(struct exchange *x)
{
	struct desk *d = exchange_state(x);

	submit_gone(&d->submit);
	append_gone(&d->append);
	thread_end(&d->thread);
	receive_gone(&d->rx);
}

static const struct route routes[] = {
	{ .method = HTTP_POST, .path = "/send/*", .max_body = PARTS_ROOM, .state = sizeof(struct desk),
	    .begin = send_begin, .body = desk_body, .end = desk_end, .gone = desk_gone },
	{ .method = HTTP_POST, .path = "/reply/*", .max_body = PARTS_ROOM, .state = sizeof(struct desk),
	    .begin = reply_begin, .body = desk_body, .end = desk_end, .gone = desk_gone },
};

static int
run_here(const struct child_setup *setup)
{
	return booth_run(setup, routes, COUNT(routes));
}

/* --- the visitor --- */

static enum gw_err
send_report(struct gate *g, unsigned once, const char *words, const char *file, char code[REFCODE_TEXT], json_t **files)
{
	const struct part parts[] = { { "state", NULL, words, 0 }, { "file", file, *file == '\0' ? "" : "\xff\xd8\xff",
	    *file == '\0' ? 0 : 99 + strlen(file) } };
	char path[32];
	enum gw_err e;
	json_t *v;

	snprintf(path, sizeof path, "/send/%u", once);
	ck_assert_int_eq(booth_ask(g, path, parts, COUNT(parts), &v), 200);
	memcpy(code, json_text(v, "code").p, REFCODE_TEXT);
	e = (enum gw_err)json_integer_value(json_object_get(v, "e"));
	*files = json_incref(json_object_get(v, "files"));
	json_decref(v);
	return e;
}

START_TEST(a_report_sent_twice_has_its_code_and_its_first_files)
{
	char code[REFCODE_TEXT], again[REFCODE_TEXT];
	json_t *files, *files_again;
	struct gate g;

	gate_open_as(&g, run_here, true);
	ck_assert_int_eq(send_report(&g, 1, "he has a knife", "first.jpg", code, &files), GW_OK);
	ck_assert_uint_eq(json_array_size(files), 1);
	g.put_result = GW_ECONFLICT;
	ck_assert_int_eq(send_report(&g, 1, "he has a knife", "another.jpg", again, &files_again), GW_ECONFLICT);
	ck_assert_str_eq(code, again);
	ck_assert(json_equal(files, files_again));
	json_decref(files);
	json_decref(files_again);
	gate_close(&g);
	ck_assert_uint_eq(g.opened, 2);
	ck_assert_uint_eq(g.dropped, 1);
}
END_TEST

static const struct { unsigned once; const char *words; bool is_same; } drafts[] = {
	{ 1, "he has a knife", true },
	{ 1, "he has a knife.", false },	/* changed in a second tab: both are kept */
	{ 2, "he has a knife", false },		/* somebody else's */
};

START_TEST(one_draft_makes_one_case_and_another_another)
{
	char code[REFCODE_TEXT], other[REFCODE_TEXT];
	struct msg_report_put first;
	const struct msg_report_put *put;
	struct gate g;
	json_t *files;

	gate_open_as(&g, run_here, true);
	put = &g.report.u.report_put;
	ck_assert_int_eq(send_report(&g, 1, "he has a knife", "first.jpg", code, &files), GW_OK);
	json_decref(files);
	first = *put;
	ck_assert_int_eq(send_report(&g, drafts[_i].once, drafts[_i].words, "", other, &files), GW_OK);
	json_decref(files);
	ck_assert_int_eq(memcmp(first.report, put->report, ID_BYTES) == 0, drafts[_i].is_same);
	ck_assert_int_eq(memcmp(first.tag, put->tag, TAG_BYTES) == 0, drafts[_i].is_same);
	ck_assert_int_eq(memcmp(first.reporter_pk, put->reporter_pk, KEY_BYTES) == 0, drafts[_i].is_same);
	ck_assert_int_eq(strcmp(code, other) == 0, drafts[_i].is_same);
	/* Sealed afresh, whatever it is. */
	ck_assert_mem_ne(first.reporter_grant, put->reporter_grant, GRANT_BYTES);
	gate_close(&g);
}
END_TEST

struct said { const char *text, *file; unsigned since; };

/* Whether it was found to have been said. */
static bool
send_reply(struct gate *g, const char *code, const struct said *r)
{
	const struct part parts[] = { { "state", NULL, code, 0 }, { "text", NULL, r->text, 0 },
	    { "file", r->file, *r->file == '\0' ? "" : "%PDF-", *r->file == '\0' ? 0 : 99 + strlen(r->file) } };
	char path[32];
	json_t *v;
	bool said;

	snprintf(path, sizeof path, "/reply/%u", r->since);
	ck_assert_int_eq(booth_ask(g, path, parts, COUNT(parts), &v), 200);
	ck_assert_int_eq(json_integer_value(json_object_get(v, "e")), GW_OK);
	said = json_is_true(json_object_get(v, "was_said"));
	json_decref(v);
	return said;
}

/* After {"me too", "a.pdf"} was sent from a page that showed the report alone, parts 0 and 1. */
static const struct { struct said reply; bool was_said; } replies[] = {
	{ { "me too", "a.pdf", 2 }, true },
	{ { "me too", "a.pdf", 3 }, false },	/* from a page that showed it: said once more */
	{ { "me too.", "a.pdf", 2 }, false },
	{ { "me too", "ab.pdf", 2 }, false },	/* another file; its name alone would not make it one */
	{ { "me too", "", 2 }, false },
	{ { "we are on it", "", 2 }, false },	/* staff said that */
};

START_TEST(a_message_sent_twice_stands_there_once)
{
	const struct said first = { "me too", "a.pdf", 2 };
	char code[REFCODE_TEXT];
	struct gate g;
	json_t *files;

	gate_open_as(&g, run_here, true);
	ck_assert_int_eq(send_report(&g, 1, "he has a knife", "", code, &files), GW_OK);
	json_decref(files);
	ck_assert(!send_reply(&g, code, &first));
	gate_staff_writes(&g, "we are on it");
	ck_assert_int_eq(send_reply(&g, code, &replies[_i].reply), replies[_i].was_said);
	ck_assert_uint_eq(g.replies, replies[_i].was_said ? 1 : 2);
	gate_close(&g);
	ck_assert_uint_eq(g.dropped, replies[_i].was_said ? 1 : 0);
}
END_TEST

/* Pressed twice at once: the other is kept while this one is on its way. */
START_TEST(of_two_messages_alike_at_once_one_is_kept)
{
	const struct said reply = { "me too", _i == 0 ? "" : "a.pdf", 2 };
	char code[REFCODE_TEXT];
	struct gate g;
	json_t *files;

	gate_open_as(&g, run_here, true);
	ck_assert_int_eq(send_report(&g, 1, "he has a knife", "", code, &files), GW_OK);
	json_decref(files);
	g.doubles = 1;
	ck_assert(send_reply(&g, code, &reply));
	ck_assert_uint_eq(g.replies, 1);
	gate_close(&g);
	ck_assert_uint_eq(g.dropped, (unsigned)_i);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("once");
	TCase *t = tcase_create("once");

	gate_read();
	tcase_set_timeout(t, 60);
	tcase_add_test(t, a_report_sent_twice_has_its_code_and_its_first_files);
	tcase_add_loop_test(t, one_draft_makes_one_case_and_another_another, 0, (int)COUNT(drafts));
	tcase_add_loop_test(t, a_message_sent_twice_stands_there_once, 0, (int)COUNT(replies));
	tcase_add_loop_test(t, of_two_messages_alike_at_once_one_is_kept, 0, 2);
	suite_add_tcase(s, t);
	return s;
}
