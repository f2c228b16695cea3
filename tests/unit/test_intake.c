/* test_intake.c: a real intake process behind real TLS, with a vault that the test plays (gate.h). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gate.h"
#include "json.h"
#include "policy.h"
#include "receipt.h"
#include "report.h"
#include "reporter.h"
#include "run.h"
#include "stream.h"

START_TEST(a_report_is_sealed_to_its_teams_and_then_gets_a_code)
{
	struct gate g;
	struct report said;
	struct buf plain;
	char code[REFCODE_TEXT];
	uint8_t case_key[KEY_BYTES], key[KEY_BYTES];
	int64_t at;

	gate_open(&g, true);
	send_report(&g, code);
	ck_assert_uint_eq(g.reports, 1);
	ck_assert_uint_eq(g.report.u.report_put.n_grants, 2);
	ck_assert_str_eq(g.report.u.report_put.grant[0].team, "school:norlington");
	ck_assert_str_eq(g.report.u.report_put.grant[1].team, "community");
	gate_case_key(&g, case_key);
	report_key_of(case_key, key);
	report_init(&said);
	buf_init(&plain, LIMIT_WIRE);
	ck_assert_int_eq(part_open(key, (struct part_place){ g.report.u.report_put.report, PART_BODY, 0 },
	    g.report.u.report_put.body, &plain), GW_OK);
	ck_assert_int_eq(report_decode(buf_span(&plain), &said, &at), GW_OK);
	ck_assert(span_is(buf_span(&said.text), REPORTER_TEXT));
	ck_assert_int_eq(at % 60, 0);
	/* Neither the words nor the code are in what the vault was given. */
	ck_assert_ptr_null(memmem(g.report_bytes.p, g.report_bytes.n, "knife", 5));
	ck_assert_ptr_null(memmem(g.report_bytes.p, g.report_bytes.n, code, REFCODE_TEXT - 1));
	report_free(&said);
	buf_free(&plain);
	gate_close(&g);
}
END_TEST

static void
check_stream(const struct gate *g, uint32_t number, size_t size)
{
	static uint8_t sealed[4 * 1024 * 1024];
	uint8_t case_key[KEY_BYTES], key[KEY_BYTES], file_key[KEY_BYTES];
	struct span in = { sealed, 0 }, out;
	struct stream_opener *s;
	size_t got = 0, used;

	gate_case_key(g, case_key);
	report_key_of(case_key, key);
	file_key_of(key, number, file_key);
	in.n = (size_t)pread(g->spool[number], sealed, sizeof sealed, 0);
	ck_assert_uint_eq(in.n, stream_sealed_size(size));
	ck_assert_int_eq(stream_opener_new(file_key, (struct part_place){ g->report.u.report_put.report, PART_FILE,
	    number }, &s), GW_OK);
	while (in.n > 0) {
		ck_assert_int_eq(stream_open(s, in, &used, &out), GW_OK);
		for (size_t i = 0; i < out.n; i++)
			ck_assert_uint_eq(out.p[i], 'a' + number);
		got += out.n;
		in.p += used;
		in.n -= used;
	}
	ck_assert_int_eq(stream_open_end(s, &out), GW_OK);
	ck_assert_uint_eq(got + out.n, size);
	stream_opener_free(s);
}

START_TEST(three_files_arrive_whole_and_sealed_to_their_numbers)
{
	const size_t sizes[] = { 1, 65536, 2 * 1024 * 1024 + 7 };
	struct gate g;
	json_t *v;

	gate_open(&g, true);
	ck_assert_int_eq(ask_report(&g, "{\"text\":\"see the photos\"}", sizes, 3, &v), 201);
	ck_assert_uint_eq(json_array_size(json_object_get(v, "files")), 3);
	ck_assert_uint_eq(g.report.u.report_put.n_files, 3);
	ck_assert_uint_eq(g.dropped, 0);
	for (uint32_t i = 0; i < 3; i++) {
		const json_t *f = json_array_get(json_object_get(v, "files"), i);

		ck_assert_int_eq(json_integer_value(json_object_get(f, "size")), (json_int_t)sizes[i]);
		ck_assert_uint_eq(g.report.u.report_put.file[i].sealed_bytes, stream_sealed_size(sizes[i]));
		check_stream(&g, i, sizes[i]);
	}
	json_decref(v);
	gate_close(&g);
}
END_TEST

/* Sends a report with so many files; the help that its receipt names, and its code. */
static json_t *
ask_help(struct gate *g, const char *json, size_t files, char code[REFCODE_TEXT])
{
	const size_t sizes[LIMIT_FILES] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
	struct front_answer a;
	struct buf request;
	char why[JSON_FAULT];
	json_t *v, *help;

	form(&request, "/api/v1/reports", "report", json, sizes, files);
	front_ask(&g->front, buf_span(&request), &a);
	ck_assert_int_eq(a.status, 201);
	ck_assert_uint_eq(a.body_n, RECEIPT_BYTES);	/* or its size would tell what it is about */
	ck_assert_int_eq(json_read((struct span){ (const uint8_t *)a.body, a.body_n }, &v, why), GW_OK);
	memcpy(code, json_text(v, "code").p, REFCODE_TEXT);
	help = json_incref(json_object_get(v, "help"));
	json_decref(v);
	buf_free(&request);
	front_forget(&a);
	return help;
}

static const struct { const char *json; size_t files; enum category category; const char *named, *absent; } helped[] = {
	{ "{\"text\":\"i am going to kill myself tonight\"}", 0, CATEGORY_SELF_HARM, "Papyrus", "Fearless" },
	{ "{\"text\":\"i am going to kill myself tonight\"}", LIMIT_FILES, CATEGORY_SELF_HARM, "Papyrus", "Fearless" },
	/* The same subject in two bands: the same help. */
	{ "{\"text\":\"x\",\"answers\":{\"weapon\":\"yes\"}}", 0, CATEGORY_WEAPON, "Fearless", "Papyrus" },
	{ "{\"text\":\"x\",\"answers\":{\"weapon\":\"yes\",\"when\":\"now\"}}", 0, CATEGORY_WEAPON, "Fearless",
	    "Papyrus" },
	{ "{\"text\":\"x\"}", 0, CATEGORY_OTHER, "Childline", "Papyrus" },
	{ "{\"text\":\"x\",\"answers\":{\"danger_now\":\"yes\"}}", 0, CATEGORY_OTHER, "Childline", "Papyrus" },
};

START_TEST(a_receipt_names_who_can_help_and_nothing_later_does)
{
	const struct help *wanted;
	struct policy *policy;
	struct gate g;
	json_t *help, *v;
	char code[REFCODE_TEXT], *said;

	ck_assert_int_eq(policy_load("policy", stderr, &policy), GW_OK);
	wanted = policy_help(policy, helped[_i].category);
	gate_open(&g, true);
	help = ask_help(&g, helped[_i].json, helped[_i].files, code);
	ck_assert_uint_eq(json_array_size(help), wanted->n);
	for (size_t i = 0; i < wanted->n; i++) {
		const json_t *one = json_array_get(help, i);

		ck_assert(span_is(json_text(one, "name"), wanted->service[i]->name));
		ck_assert(span_is(json_text(one, "what"), wanted->service[i]->what));
		ck_assert(span_is(json_text(json_object_get(one, "contact"), "call"), wanted->service[i]->call));
		ck_assert(span_is(json_text(json_object_get(one, "contact"), "web"), wanted->service[i]->web));
	}
	said = json_dumps(help, 0);
	ck_assert_ptr_nonnull(strstr(said, helped[_i].named));
	ck_assert_ptr_null(strstr(said, helped[_i].absent));
	ck_assert_ptr_null(memmem(g.report_bytes.p, g.report_bytes.n, helped[_i].named, strlen(helped[_i].named)));
	ck_assert_int_eq(ask_check(&g, code, &v), 200);
	ck_assert_uint_eq(json_object_size(v), 7);	/* status, due, helped, the texts of each, messages */
	free(said);
	json_decref(v);
	json_decref(help);
	gate_close(&g);
	policy_free(policy);
}
END_TEST

/* "Come back with the code after X." X, or NULL where nothing may be named. */
static char *
told_after(const char *next)
{
	static const char after[] = "Come back with the code after ";
	const char *from = strstr(next, after), *to;

	if (from == NULL)
		return NULL;
	from += strlen(after);
	to = strchr(from, '.');
	return strndup(from, (size_t)(to - from));
}

static const char *const told[] = {
	"{\"text\":\"x\",\"answers\":{\"weapon\":\"yes\",\"when\":\"now\"}}",
	"{\"text\":\"x\",\"school\":\"norlington\"}", "{\"text\":\"x\"}",
	"{\"text\":\"x\",\"school\":\"norlington\",\"answers\":{\"category\":\"staff_concern\"}}",
};

START_TEST(a_later_look_names_the_time_that_the_receipt_named)
{
	struct front_answer a;
	struct buf request;
	struct gate g;
	char *after, code[REFCODE_TEXT], why[JSON_FAULT];
	json_t *v;

	gate_open(&g, true);
	form(&request, "/api/v1/reports", "report", told[_i], NULL, 0);
	front_ask(&g.front, buf_span(&request), &a);
	ck_assert_int_eq(a.status, 201);
	ck_assert_int_eq(json_read((struct span){ (const uint8_t *)a.body, a.body_n }, &v, why), GW_OK);
	memcpy(code, json_text(v, "code").p, REFCODE_TEXT);
	after = told_after(json_string_value(json_object_get(v, "next")));
	json_decref(v);
	ck_assert_int_eq(ask_check(&g, code, &v), 200);
	if (after != NULL)
		ck_assert_str_eq(json_string_value(json_object_get(v, "due_text")), after);
	else
		ck_assert(json_is_null(json_object_get(v, "due_text")) && json_is_null(json_object_get(v, "due")));
	free(after);
	json_decref(v);
	buf_free(&request);
	front_forget(&a);
	gate_close(&g);
}
END_TEST

static const struct {
	const char *json;
	size_t files, size;
	int status;
	const char *field;
	unsigned opened;
} wrong[] = {
	{ "{}", 0, 0, 422, "text", 0 },
	{ "{\"text\":\" \\n \"}", 0, 0, 422, "text", 0 },
	{ "{\"text\":\"x\",\"school\":\"nowhere\"}", 2, 9, 422, "school", 0 },
	{ "{\"text\":\"x\",\"answers\":{\"category\":\"knives\"}}", 2, 9, 422, "answers.category", 0 },
	{ "{\"text\":\"x\",\"text\":\"y\"}", 1, 9, 422, "report", 0 },
	{ "[[[[[[[[[[[[]]]]]]]]]]]]", 1, 9, 422, "report", 0 },
	{ "{\"text\":\"\xff\"}", 1, 9, 422, "report", 0 },
	{ "{\"text\":\"x\"}", 1, 0, 422, "file", 0 },
	{ "{\"text\":\"x\"}", 11, 9, 413, "file", 10 },
};

START_TEST(what_is_wrong_is_named_and_nothing_is_kept)
{
	size_t sizes[16];
	struct gate g;
	json_t *v;

	for (size_t i = 0; i < 16; i++)
		sizes[i] = wrong[_i].size;
	gate_open(&g, true);
	ck_assert_int_eq(ask_report(&g, wrong[_i].json, sizes, wrong[_i].files, &v), wrong[_i].status);
	ck_assert(span_is(json_text(v, "field"), wrong[_i].field));
	ck_assert_uint_gt(json_text(v, "detail").n, 20);
	json_decref(v);
	/* A second exchange: by its end what the first left behind was dropped. */
	ck_assert_int_eq(ask_page(&g, "/healthz"), 200);
	ck_assert_uint_eq(g.reports, 0);
	ck_assert_uint_eq(g.opened, wrong[_i].opened);
	ck_assert_uint_eq(g.dropped, wrong[_i].opened);
	gate_close(&g);
}
END_TEST

START_TEST(without_the_vaults_word_there_is_no_receipt)
{
	const struct { enum gw_err e; int status; } cases[] = {
		{ GW_EFULL, 503 }, { GW_EBUSY, 503 }, { GW_EIO, 503 }, { GW_ECONFLICT, 500 }, { GW_EINPUT, 500 },
		{ GW_EDENIED, 500 }, { GW_EABSENT, 500 },
	};
	const size_t sizes[] = { 10, 20 };
	struct gate g;
	json_t *v;

	gate_open(&g, true);
	g.put_result = cases[_i].e;
	ck_assert_int_eq(ask_report(&g, "{\"text\":\"x\"}", sizes, 2, &v), cases[_i].status);
	ck_assert_ptr_null(json_object_get(v, "code"));
	json_decref(v);
	ck_assert_int_eq(ask_page(&g, "/healthz"), 200);
	ck_assert_uint_eq(g.dropped, 2);
	gate_close(&g);
}
END_TEST

START_TEST(a_full_disk_is_said_and_nothing_is_kept)
{
	const size_t sizes[] = { 300000 };
	struct gate g;

	gate_open(&g, true);
	g.spool_is_device = _i == 0;
	g.spool_is_full = _i == 1;
	ck_assert_int_eq(ask_report(&g, "{\"text\":\"x\"}", sizes, 1, NULL), 503);
	ck_assert_int_eq(ask_page(&g, "/healthz"), 200);
	ck_assert_uint_eq(g.reports, 0);
	ck_assert_uint_eq(g.dropped, g.opened);
	gate_close(&g);
}
END_TEST

START_TEST(a_roster_that_is_not_the_pins_seals_nothing)
{
	struct gate g;

	gate_open(&g, false);
	ck_assert_int_eq(ask_page(&g, "/healthz"), 503);
	ck_assert_int_eq(ask_report(&g, "{\"text\":\"x\"}", NULL, 0, NULL), 503);
	ck_assert_uint_eq(g.reports, 0);
	gate_close(&g);
}
END_TEST

START_TEST(the_pages_and_the_schools_are_there)
{
	/* 203: what is filled in there must not come back by Back (show.h). */
	static const struct { const char *path; int status; } pages[] = {
		{ "/", 200 }, { "/check", 203 }, { "/report", 203 }, { "/api/v1/schools", 200 }, { "/healthz", 200 },
	};
	struct gate g;

	gate_open(&g, true);
	/* The vault's list may still be on its way for the first of them. */
	ck_assert_int_eq(ask_page(&g, "/"), 200);
	ck_assert_int_eq(ask_page(&g, pages[_i].path), pages[_i].status);
	gate_close(&g);
}
END_TEST

START_TEST(an_answer_is_read_with_the_code_over_any_number_of_pages)
{
	struct gate g;
	json_t *v, *messages;
	char code[REFCODE_TEXT];

	gate_open(&g, true);
	send_report(&g, code);
	for (int i = 0; i < 7; i++)
		gate_staff_writes(&g, "we are looking into it");
	ck_assert_int_eq(ask_message(&g, code, "thank you", NULL, 0), 201);
	g.page = (uint32_t)_i;
	ck_assert_int_eq(ask_check(&g, code, &v), 200);
	messages = json_object_get(v, "messages");
	ck_assert_uint_eq(json_array_size(messages), 8);
	ck_assert(span_is(json_text(json_array_get(messages, 0), "from"), "staff"));
	ck_assert(span_is(json_text(json_array_get(messages, 6), "text"), "we are looking into it"));
	ck_assert(span_is(json_text(json_array_get(messages, 7), "from"), "you"));
	ck_assert(span_is(json_text(json_array_get(messages, 7), "text"), "thank you"));
	ck_assert(span_is(json_text(v, "status"), "received"));
	json_decref(v);
	gate_close(&g);
}
END_TEST

START_TEST(wrong_and_unknown_codes_get_one_answer)
{
	struct gate g;
	json_t *v, *w;
	char code[REFCODE_TEXT], other[REFCODE_TEXT];
	struct refcode unknown;

	gate_open(&g, true);
	send_report(&g, code);
	refcode_make(&unknown);
	refcode_text(&unknown, other);
	ck_assert_int_eq(ask_check(&g, other, &v), 404);
	refcode_make(&unknown);
	refcode_text(&unknown, other);
	ck_assert_int_eq(ask_check(&g, other, &w), 404);
	ck_assert(json_equal(v, w));
	ck_assert_int_eq(ask_message(&g, other, "x", NULL, 0), 404);
	json_decref(v);
	json_decref(w);
	code[0] = code[0] == '7' ? '8' : '7';
	ck_assert_int_eq(ask_check(&g, code, &v), 422);
	ck_assert(span_is(json_text(v, "field"), "code"));
	json_decref(v);
	gate_close(&g);
}
END_TEST

/* What a thief in the vault could do to the parts. */
static void
tamper(struct gate *g, int how, struct buf *old_head)
{
	struct gate_part keep;

	switch (how) {
	case 0:		/* alters one byte */
		g->part[2].sealed.p[100] ^= 1;
		break;
	case 1:		/* drops the last part */
		buf_free(&g->part[--g->n_parts].sealed);
		break;
	case 2:		/* swaps two messages */
		keep = g->part[2];
		g->part[2] = g->part[3];
		g->part[3] = keep;
		break;
	case 3:		/* puts an older head back */
		buf_clear(&g->head);
		ck_assert_int_eq(buf_add(&g->head, buf_span(old_head)), GW_OK);
		break;
	case 4:		/* alters what the reporter cannot see */
		g->part[1].sealed.p[100] ^= 1;
		break;
	default:	/* says staff's words were the reporter's */
		g->part[2].kind = PART_FROM_REPORTER;
		break;
	}
}

START_TEST(a_thread_that_was_tampered_with_is_not_shown)
{
	struct gate g;
	struct buf old_head;
	json_t *v;
	char code[REFCODE_TEXT];

	gate_open(&g, true);
	send_report(&g, code);
	gate_staff_writes(&g, "one");
	buf_init(&old_head, LIMIT_WIRE);
	ck_assert_int_eq(buf_add(&old_head, buf_span(&g.head)), GW_OK);
	gate_staff_writes(&g, "two");
	tamper(&g, _i, &old_head);
	ck_assert_int_eq(ask_check(&g, code, &v), 503);
	ck_assert_ptr_null(json_object_get(v, "messages"));
	ck_assert_int_eq(ask_message(&g, code, "x", NULL, 0), 503);
	ck_assert_uint_eq(g.replies, 0);
	json_decref(v);
	buf_free(&old_head);
	gate_close(&g);
}
END_TEST

START_TEST(a_message_is_sealed_again_behind_what_staff_wrote_meanwhile)
{
	const struct { unsigned conflicts; int status; unsigned puts; } cases[] = {
		{ 0, 201, 1 }, { 1, 201, 2 }, { 4, 201, 5 }, { 5, 409, 5 },
	};
	const size_t sizes[] = { 70000 };
	struct gate g;
	json_t *v;
	char code[REFCODE_TEXT];

	gate_open(&g, true);
	send_report(&g, code);
	g.conflicts = cases[_i].conflicts;
	ck_assert_int_eq(ask_message(&g, code, "me too", sizes, 1), cases[_i].status);
	ck_assert_uint_eq(g.replies, cases[_i].puts);
	ck_assert_int_eq(ask_check(&g, code, &v), 200);
	ck_assert_uint_eq(json_array_size(json_object_get(v, "messages")), cases[_i].puts);
	ck_assert_uint_eq(g.dropped, cases[_i].status == 201 ? 0 : 1);
	json_decref(v);
	gate_close(&g);
}
END_TEST

START_TEST(files_of_a_message_are_numbered_on_from_the_reports)
{
	const size_t sizes[] = { 5, 6 };
	struct gate g;
	json_t *v;
	char code[REFCODE_TEXT];

	gate_open(&g, true);
	ck_assert_int_eq(ask_report(&g, "{\"text\":\"two\"}", sizes, 2, &v), 201);
	memcpy(code, json_text(v, "code").p, REFCODE_TEXT);
	ck_assert_int_eq(ask_message(&g, code, "", sizes, 1), 201);
	ck_assert_uint_eq(g.files, 3);
	ck_assert_uint_eq(g.opened, 3);
	ck_assert_int_eq(ask_message(&g, code, "", NULL, 0), 422);
	json_decref(v);
	gate_close(&g);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("intake");
	TCase *t = tcase_create("reporters' port");

	gate_read();
	tcase_set_timeout(t, 60);
	tcase_add_test(t, a_report_is_sealed_to_its_teams_and_then_gets_a_code);
	tcase_add_test(t, three_files_arrive_whole_and_sealed_to_their_numbers);
	tcase_add_loop_test(t, a_receipt_names_who_can_help_and_nothing_later_does, 0,
	    (int)(sizeof helped / sizeof helped[0]));
	tcase_add_loop_test(t, a_later_look_names_the_time_that_the_receipt_named, 0, 4);
	tcase_add_loop_test(t, what_is_wrong_is_named_and_nothing_is_kept, 0, (int)(sizeof wrong / sizeof wrong[0]));
	tcase_add_loop_test(t, without_the_vaults_word_there_is_no_receipt, 0, 7);
	tcase_add_loop_test(t, a_full_disk_is_said_and_nothing_is_kept, 0, 2);
	tcase_add_test(t, a_roster_that_is_not_the_pins_seals_nothing);
	tcase_add_loop_test(t, the_pages_and_the_schools_are_there, 0, 5);
	tcase_add_loop_test(t, an_answer_is_read_with_the_code_over_any_number_of_pages, 1, 5);
	tcase_add_test(t, wrong_and_unknown_codes_get_one_answer);
	tcase_add_loop_test(t, a_thread_that_was_tampered_with_is_not_shown, 0, 6);
	tcase_add_loop_test(t, a_message_is_sealed_again_behind_what_staff_wrote_meanwhile, 0, 4);
	tcase_add_test(t, files_of_a_message_are_numbered_on_from_the_reports);
	suite_add_tcase(s, t);
	return s;
}
