/* test_receive.c: the form of a page as receive.c takes it: one small site over real TLS, whose vault the test plays,
 * answers with what it was given. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "booth.h"
#include "receive.h"
#include "run.h"
#include "washer.h"

#define COUNT(list) (sizeof (list) / sizeof (list)[0])

static const char STATE[] = "sealed-state";

static bool refuses;	/* what cannot be cleaned; as the process has it from its fork on */

/* --- the process --- */

static enum receive_next
on_opened(struct receive *r, struct span state)
{
	if (!span_is(state, STATE)) {
		exchange_problem(r->x, 422, "It is another state.", "state");
		return RECEIVE_ON;
	}
	memset(r->report, 3, sizeof r->report);
	memset(r->key, 4, sizeof r->key);
	return RECEIVE_ON;
}

static void
on_whole(struct receive *r)
{
	json_t *files = json_array();

	for (size_t i = 0; i < r->said.n_files; i++)
		ck_assert_int_eq(json_array_append_new(files, json_pack("{s:s,s:I,s:s,s:s,s:I,s:i}",
		    "name", r->said.file[i].name, "size", (json_int_t)r->said.file[i].size,
		    "copy", copy_state_code(r->said.file[i].copy), "kind", copy_kind_code(r->said.file[i].kind),
		    "bytes", (json_int_t)r->spooled[i].copy_bytes, "held", r->spooled[i].held)), 0);
	exchange_json_take(r->x, 200, json_pack("{s:s%,s:i,s:o}", "text", r->fields.text.n > 0 ?
	    (const char *)r->fields.text.p : "", r->fields.text.n, "expected", r->fields.expected, "files", files));
}

static void
form_begin(struct exchange *x)
{
	static const struct receive_calls calls = { .opened_form = on_opened, .whole = on_whole };

	receive_begin(exchange_state(x), x, &calls);
}

/* As the API does it: nothing is refused by its first bytes. */
static enum receive_next
on_json(struct receive *r, const json_t *v)
{
	(void)v;
	return on_opened(r, span_of(STATE));
}

static void
api_begin(struct exchange *x)
{
	static const struct receive_calls calls = { .part = "state", .opened = on_json, .whole = on_whole };

	receive_begin(exchange_state(x), x, &calls);
}

static size_t
form_body(struct exchange *x, struct span bytes)
{
	struct receive *r = exchange_state(x);
	const size_t piece = strtoul((const char *)exchange_rest(x).p, NULL, 10);
	size_t taken = 0;

	/* In pieces of the size that the path says. */
	while (taken < bytes.n) {
		const size_t n = bytes.n - taken < piece ? bytes.n - taken : piece;
		const size_t used = receive_body(r, (struct span){ bytes.p + taken, n });

		taken += used;
		if (used < n)
			break;
	}
	return taken;
}

static void
form_end(struct exchange *x)
{
	receive_end(exchange_state(x));
}

static void
form_gone(struct exchange *x)
{
	receive_gone(exchange_state(x));
}

static const struct route routes[] = {
	{ .method = HTTP_POST, .path = "/form/*", .max_body = PARTS_ROOM, .state = sizeof(struct receive),
	    .begin = form_begin, .body = form_body, .end = form_end, .gone = form_gone },
	{ .method = HTTP_POST, .path = "/api/*", .max_body = PARTS_ROOM, .state = sizeof(struct receive),
	    .begin = api_begin, .body = form_body, .end = form_end, .gone = form_gone },
};

static int
run_here(const struct child_setup *setup)
{
	((struct policy *)(uintptr_t)setup->policy)->refuses_uncleaned = refuses;
	return booth_run(setup, routes, COUNT(routes));
}

/* --- the visitor --- */

static const size_t pieces[] = { 1, 13, 31, 100, 1024 * 1024 };

static int
send_form(struct gate *g, size_t piece, const struct part *parts, size_t n, json_t **v)
{
	char path[32];

	snprintf(path, sizeof path, "/form/%zu", piece);
	return booth_ask(g, path, parts, n, v);
}

static int
send_api(struct gate *g, const struct part *parts, size_t n, json_t **v)
{
	return booth_ask(g, "/api/100", parts, n, v);
}

#define JPEG "\xff\xd8\xff\xe0"
#define PDF "%PDF-1.7\n"

START_TEST(a_form_is_taken_in_any_order_with_the_files_that_were_chosen)
{
	static const struct part orders[][7] = {
		{ { "state", NULL, STATE, 0 }, { "text", NULL, "he said\r\n\xc3\xa9", 0 },
		    { "file", "a.jpg", JPEG, 70000 }, { "file", "b.pdf", PDF, 9 }, { "file", "", "", 0 },
		    { "expected", NULL, "2", 0 }, { "go", NULL, "send", 0 } },
		{ { "state", NULL, STATE, 0 }, { "go", NULL, "send", 0 }, { "file", "", "", 0 },
		    { "file", "a.jpg", JPEG, 70000 }, { "expected", NULL, "2", 0 }, { "file", "b.pdf", PDF, 9 },
		    { "text", NULL, "he said\r\n\xc3\xa9", 0 } },
		{ { "state", NULL, STATE, 0 }, { "expected", NULL, "2", 0 }, { "file", "a.jpg", JPEG, 70000 },
		    { "file", "", "", 0 }, { "go", NULL, "send", 0 }, { "text", NULL, "he said\r\n\xc3\xa9", 0 },
		    { "file", "b.pdf", PDF, 9 } },
	};
	struct gate g;
	json_t *v, *files;

	gate_open_as(&g, run_here, true);
	ck_assert_int_eq(send_form(&g, pieces[_i / 3], orders[_i % 3], COUNT(orders[0]), &v), 200);
	ck_assert(span_is(json_text(v, "text"), "he said\n\xc3\xa9"));
	ck_assert_int_eq(json_integer_value(json_object_get(v, "expected")), 2);
	files = json_object_get(v, "files");
	ck_assert_uint_eq(json_array_size(files), 2);
	ck_assert(span_is(json_text(json_array_get(files, 0), "name"), "a.jpg"));
	ck_assert_int_eq(json_integer_value(json_object_get(json_array_get(files, 0), "size")), 70000);
	ck_assert(span_is(json_text(json_array_get(files, 1), "name"), "b.pdf"));
	ck_assert_int_eq(json_integer_value(json_object_get(json_array_get(files, 1), "size")), 9);
	json_decref(v);
	ck_assert_uint_eq(g.opened, 2);
	gate_close(&g);
	ck_assert_uint_eq(g.dropped, 2);	/* nobody kept them */
}
END_TEST

/* Bytes that look like the delimiter's beginning, around the place where the spool file is opened. */
START_TEST(a_file_arrives_as_it_was_whatever_stands_in_it)
{
	static const char *const tails[] = { "\r\n--", "\r\n-", "\r\r\n--a", "\n--b\r\n", "\r\n\r" };
	struct gate g;

	gate_open_as(&g, run_here, true);
	for (size_t before = 0; before < 48; before++) {
		const char *tail = tails[before % COUNT(tails)];
		char bytes[128] = JPEG;
		const struct part parts[] = { { "state", NULL, STATE, 0 }, { "file", "a.jpg", bytes, 0 } };
		json_t *v, *file;

		memset(bytes + 4, 'x', before);
		strcpy(bytes + 4 + before, tail);
		strcat(bytes, "y");
		ck_assert_int_eq(send_form(&g, pieces[_i], parts, COUNT(parts), &v), 200);
		file = json_array_get(json_object_get(v, "files"), 0);
		ck_assert_int_eq(json_integer_value(json_object_get(file, "size")), (json_int_t)strlen(bytes));
		json_decref(v);
	}
	gate_close(&g);
}
END_TEST

START_TEST(a_form_without_fields_has_none)
{
	const struct part parts[] = { { "state", NULL, STATE, 0 } };
	struct gate g;
	json_t *v;

	gate_open_as(&g, run_here, true);
	ck_assert_int_eq(send_form(&g, 13, parts, COUNT(parts), &v), 200);
	ck_assert_uint_eq(json_text(v, "text").n, 0);
	ck_assert_int_eq(json_integer_value(json_object_get(v, "expected")), -1);
	ck_assert_uint_eq(json_array_size(json_object_get(v, "files")), 0);
	json_decref(v);
	gate_close(&g);
}
END_TEST

/* opened: spool files that were asked for before it was refused. */
#define A_FILE { "file", "x.jpg", JPEG, 9 }

static const struct {
	struct part parts[13];
	size_t n;
	int status;
	const char *field, *says;
	unsigned opened;
} wrong[] = {
	{ { { "text", NULL, "x", 0 }, { "state", NULL, STATE, 0 } }, 2, 422, NULL, "open the page again", 0 },
	{ { { NULL, NULL, NULL, 0 } }, 0, 422, NULL, "open the page again", 0 },
	{ { { "state", "state", STATE, 0 } }, 1, 422, NULL, "open the page again", 0 },
	{ { { "state", NULL, "other", 0 } }, 1, 422, "state", "another state", 0 },
	{ { { "state", NULL, STATE, LIMIT_FORM + 1 } }, 1, 413, NULL, "too long", 0 },
	{ { { "state", NULL, STATE, 0 }, { "state", NULL, STATE, 0 } }, 2, 422, NULL, "does not belong", 0 },
	{ { { "state", NULL, STATE, 0 }, { "name", NULL, "x", 0 } }, 2, 422, NULL, "does not belong", 0 },
	{ { { "state", NULL, STATE, 0 }, { "text", "text", "x", 0 } }, 2, 422, NULL, "does not belong", 0 },
	{ { { "state", NULL, STATE, 0 }, { "go", NULL, "a", 0 }, { "go", NULL, "b", 0 } }, 3, 422, NULL,
	    "does not belong", 0 },
	{ { { "state", NULL, STATE, 0 }, { "text", NULL, "\xff", 0 } }, 2, 422, NULL, "cannot be read", 0 },
	{ { { "state", NULL, STATE, 0 }, { "text", NULL, "x", FIELDS_TEXT + 1 } }, 2, 413, "text", "too long", 0 },
	{ { { "state", NULL, STATE, 0 }, { "text", NULL, "x", 2 * FIELDS_TEXT + 1 } }, 2, 413, "text", "too long", 0 },
	{ { { "state", NULL, STATE, 0 }, { "file", "a.jpg", "", 0 } }, 2, 422, "file",
	    "file is empty. Nothing is in file 1", 0 },
	{ { { "state", NULL, STATE, 0 }, { "file", "a.jpg", JPEG, 50 }, { "file", "b.jpg", "", 0 } }, 3, 422, "file",
	    "Nothing is in file 2", 1 },
	{ { { "state", NULL, STATE, 0 }, { "file", "a.jpg", JPEG, 50 }, { "file", "", "", 0 },
	    { "file", "a.exe", "MZ", 9000 } }, 4, 422, "file",
	    "must be a photo (JPG, PNG, HEIC, GIF or WebP), a PDF, or an MP4 or MOV video. File 2", 1 },
	{ { { "state", NULL, STATE, 0 }, { "file", "a.txt", "hello", 0 } }, 2, 422, "file", "File 1 is not", 0 },
	{ { { "state", NULL, STATE, 0 }, A_FILE, A_FILE, A_FILE, A_FILE, A_FILE, A_FILE, A_FILE, A_FILE, A_FILE, A_FILE,
	    { "file", "", "", 0 }, A_FILE }, 13, 413, "file", "only select up to 10 files", 10 },
};

START_TEST(what_is_wrong_is_said_and_nothing_stays)
{
	struct gate g;
	json_t *v;

	refuses = true;
	gate_open_as(&g, run_here, true);
	ck_assert_int_eq(send_form(&g, pieces[_i % COUNT(pieces)], wrong[_i].parts, wrong[_i].n, &v), wrong[_i].status);
	if (wrong[_i].field != NULL)
		ck_assert(span_is(json_text(v, "field"), wrong[_i].field));
	ck_assert_msg(strstr((const char *)json_text(v, "detail").p, wrong[_i].says) != NULL, "it says: %s",
	    (const char *)json_text(v, "detail").p);
	json_decref(v);
	gate_close(&g);
	ck_assert_uint_eq(g.opened, wrong[_i].opened);
	ck_assert_uint_eq(g.dropped, wrong[_i].opened);
}
END_TEST

/* --- copies --- */

#define KEPT (COPY_FIXED)		/* a head without bytes */
#define CLEANED (COPY_FIXED + sizeof WASHER_CLEAN - 1)

/* plain: bytes of the copy's stream, 0 where nothing of one may be in the spool. */
static const struct { const char *begins, *copy, *kind; size_t plain; int held; } becomes[] = {
	{ JPEG, "clean", "jpeg", CLEANED, HELD_NOT },
	{ WASHER_STRANGE, "strange", "", KEPT, HELD_NOT },
	{ WASHER_DAMAGED, "damaged", "", KEPT, HELD_NOT },
	{ WASHER_TOO_MUCH, "too_much", "", KEPT, HELD_NOT },
	{ WASHER_FOUND, "infected", "", 0, HELD_MALWARE },
	{ WASHER_UNSCANNED, "unscanned", "", 0, HELD_NOT },
	{ WASHER_DIES, "failed", "", 0, HELD_NOT },
	{ WASHER_BUSY, "later", "", 0, HELD_NOT },
};

static void
check_copy(const json_t *file, size_t i)
{
	ck_assert_msg(span_is(json_text(file, "copy"), becomes[i].copy), "%zu: %s", i, (const char *)
	    json_text(file, "copy").p);
	ck_assert(span_is(json_text(file, "kind"), becomes[i].kind));
	ck_assert_int_eq(json_integer_value(json_object_get(file, "bytes")),
	    becomes[i].plain == 0 ? 0 : (json_int_t)stream_sealed_size(becomes[i].plain));
	ck_assert_int_eq(json_integer_value(json_object_get(file, "held")), becomes[i].held);
}

START_TEST(each_file_of_a_form_gets_a_copy_or_a_reason)
{
	struct part parts[1 + COUNT(becomes)] = { { "state", NULL, STATE, 0 } };
	struct washer w;
	struct gate g;
	json_t *v, *files;

	for (size_t i = 0; i < COUNT(becomes); i++)
		parts[1 + i] = (struct part){ "file", "a", becomes[i].begins, 5000 };
	gate_open_as(&g, run_here, true);
	washer_open(&w, &g.front);
	ck_assert_int_eq(send_form(&g, pieces[_i], parts, COUNT(parts), &v), 200);
	files = json_object_get(v, "files");
	ck_assert_uint_eq(json_array_size(files), COUNT(becomes));
	for (size_t i = 0; i < COUNT(becomes); i++)
		check_copy(json_array_get(files, i), i);
	json_decref(v);
	ck_assert_uint_eq(w.files, COUNT(becomes));
	washer_close(&w);
	gate_close(&g);
	ck_assert_uint_gt(g.opened, COUNT(becomes));
	ck_assert_uint_eq(g.dropped, g.opened);		/* nobody kept them, nor their copies */
}
END_TEST

/* The first one's worker begins only when the second file is at the cleaner. */
START_TEST(a_file_is_taken_while_another_ones_copy_is_made)
{
	const struct part parts[] = { { "state", NULL, STATE, 0 }, { "file", "a", WASHER_WAITS, 100 },
	    { "file", "b.jpg", JPEG, 100 } };
	struct washer w;
	struct gate g;
	json_t *v, *files;

	gate_open_as(&g, run_here, true);
	washer_open(&w, &g.front);
	ck_assert_int_eq(send_form(&g, pieces[_i], parts, COUNT(parts), &v), 200);
	files = json_object_get(v, "files");
	for (size_t i = 0; i < 2; i++)
		ck_assert(span_is(json_text(json_array_get(files, i), "copy"), "clean"));
	json_decref(v);
	washer_close(&w);
	gate_close(&g);
}
END_TEST

START_TEST(without_a_cleaner_files_arrive_and_their_copies_come_later)
{
	const struct part parts[] = { { "state", NULL, STATE, 0 }, { "file", "a.exe", WASHER_STRANGE, 100 } };
	struct gate g;
	json_t *v, *file;

	refuses = false;
	gate_open_as(&g, run_here, true);
	ck_assert_int_eq(send_form(&g, 100, parts, COUNT(parts), &v), 200);
	file = json_array_get(json_object_get(v, "files"), 0);
	ck_assert(span_is(json_text(file, "copy"), "later"));
	json_decref(v);
	gate_close(&g);
}
END_TEST

/* The second of three; those that say nothing are taken: they may be cleaned yet, or must not be lost. */
static const struct { const char *begins, *says; } uncleaned[] = {
	{ WASHER_STRANGE, "File 2 is not: choose another one" },
	{ WASHER_DAMAGED, "looks cut short or broken. File 2 cannot be opened: choose it again" },
	{ WASHER_TOO_MUCH, "File 2 is too large a picture, or has too many pages: choose a smaller one" },
	{ WASHER_FOUND, NULL }, { WASHER_UNSCANNED, NULL }, { WASHER_DIES, NULL }, { WASHER_BUSY, NULL },
};

START_TEST(where_policy_says_so_what_cannot_be_cleaned_is_refused_by_its_number)
{
	const struct part parts[] = { { "state", NULL, "{}", 0 }, { "file", "a", "aaaa", 50 },
	    { "file", "b", uncleaned[_i].begins, 5000 }, { "file", "c", "cccc", 50 } };
	struct washer w;
	struct gate g;
	json_t *v;
	int status;

	refuses = true;
	gate_open_as(&g, run_here, true);
	washer_open(&w, &g.front);
	status = send_api(&g, parts, COUNT(parts), &v);
	if (uncleaned[_i].says == NULL) {
		ck_assert_int_eq(status, 200);
	} else {
		ck_assert_int_eq(status, 422);
		ck_assert(span_is(json_text(v, "field"), "file"));
		ck_assert_msg(strstr((const char *)json_text(v, "detail").p, uncleaned[_i].says) != NULL, "it says: %s",
		    (const char *)json_text(v, "detail").p);
	}
	json_decref(v);
	washer_close(&w);
	gate_close(&g);
	ck_assert_uint_eq(g.dropped, g.opened);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("receive");
	TCase *t = tcase_create("a page's form");

	gate_read();
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, a_form_is_taken_in_any_order_with_the_files_that_were_chosen, 0,
	    3 * (int)COUNT(pieces));
	tcase_add_loop_test(t, a_file_arrives_as_it_was_whatever_stands_in_it, 0, (int)COUNT(pieces));
	tcase_add_test(t, a_form_without_fields_has_none);
	tcase_add_loop_test(t, what_is_wrong_is_said_and_nothing_stays, 0, (int)COUNT(wrong));
	tcase_add_loop_test(t, each_file_of_a_form_gets_a_copy_or_a_reason, 0, (int)COUNT(pieces));
	tcase_add_loop_test(t, a_file_is_taken_while_another_ones_copy_is_made, 0, (int)COUNT(pieces));
	tcase_add_test(t, without_a_cleaner_files_arrive_and_their_copies_come_later);
	tcase_add_loop_test(t, where_policy_says_so_what_cannot_be_cleaned_is_refused_by_its_number, 0,
	    (int)COUNT(uncleaned));
	suite_add_tcase(s, t);
	return s;
}
