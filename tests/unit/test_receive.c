/* test_receive.c: the form of a page as receive.c takes it: one small site over real TLS, whose vault the test plays,
 * answers with what it was given. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "booth.h"
#include "receive.h"
#include "run.h"

#define COUNT(list) (sizeof (list) / sizeof (list)[0])

static const char STATE[] = "sealed-state";

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
		ck_assert_int_eq(json_array_append_new(files, json_pack("{s:s,s:I}", "name", r->said.file[i].name,
		    "size", (json_int_t)r->said.file[i].size)), 0);
	exchange_json_take(r->x, 200, json_pack("{s:s%,s:i,s:o}", "text", r->fields.text.n > 0 ?
	    (const char *)r->fields.text.p : "", r->fields.text.n, "expected", r->fields.expected, "files", files));
}

static void
form_begin(struct exchange *x)
{
	static const struct receive_calls calls = { .opened_form = on_opened, .whole = on_whole };

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
};

static int
run_here(const struct child_setup *setup)
{
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

Suite *
suite(void)
{
	Suite *s = suite_create("receive");
	TCase *t = tcase_create("a page's form");

	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, a_form_is_taken_in_any_order_with_the_files_that_were_chosen, 0,
	    3 * (int)COUNT(pieces));
	tcase_add_loop_test(t, a_file_arrives_as_it_was_whatever_stands_in_it, 0, (int)COUNT(pieces));
	tcase_add_test(t, a_form_without_fields_has_none);
	tcase_add_loop_test(t, what_is_wrong_is_said_and_nothing_stays, 0, (int)COUNT(wrong));
	suite_add_tcase(s, t);
	return s;
}
