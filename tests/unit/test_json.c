/* test_json.c: what the JSON door lets in, and what it says about the rest. */
#include <string.h>

#include "json.h"
#include "limit.h"
#include "run.h"

#define BYTES(s) { (const uint8_t *)(s), sizeof(s) - 1 }

static const struct { struct span in; enum gw_err e; const char *fault; } refused[] = {
	{ BYTES(""), GW_EINPUT, "line 1: it ends too early" },
	{ BYTES("{"), GW_EINPUT, "line 1: it ends too early" },
	{ BYTES("7"), GW_EINPUT, "line 1: this is not JSON" },
	{ BYTES("{'a':1}"), GW_EINPUT, "line 1: this is not JSON" },
	{ BYTES("{\"a\":1,}"), GW_EINPUT, "line 1: this is not JSON" },
	{ BYTES("// remark\n{}"), GW_EINPUT, "line 1: this is not JSON" },
	{ BYTES("{\"a\":NaN}"), GW_EINPUT, "line 1: this is not JSON" },
	{ BYTES("{} {}"), GW_EINPUT, "line 1: there is something after its end" },
	{ BYTES("{\"a\":1,\n\"a\":2}"), GW_EINPUT, "line 2: repeated key" },
	{ BYTES("{\"a\":1,\"\\u0061\":2}"), GW_EINPUT, "line 1: repeated key" },
	{ BYTES("{\"a\":\"\xc3\x28\"}"), GW_EINPUT, "line 1: a string is not valid UTF-8" },
	{ BYTES("{\"a\":\"\xed\xa0\x80\"}"), GW_EINPUT, "line 1: a string is not valid UTF-8" },
	{ BYTES("{\"a\":\"\xc0\xaf\"}"), GW_EINPUT, "line 1: a string is not valid UTF-8" },
	{ BYTES("{\"a\":\"\\ud800\"}"), GW_EINPUT, "line 1: this is not JSON" },
	{ BYTES("{\"a\":\"x\\u0000y\"}"), GW_EINPUT, "line 1: a string holds a NUL character" },
	{ BYTES("{\"a\\u0000\":1}"), GW_EINPUT, "line 1: a string holds a NUL character" },
	{ BYTES("{\"a\":\"x\0y\"}"), GW_EINPUT, "line 1: this is not JSON" },
	{ BYTES("\xef\xbb\xbf{}"), GW_EINPUT, "line 1: this is not JSON" },
	{ BYTES("[99999999999999999999]"), GW_EINPUT, "line 1: a number is too large" },
	{ BYTES("[[[[[[[[[]]]]]]]]]"), GW_ELIMIT, "line 1: nested more than 8 deep" },
	{ BYTES("[\n[[[[[[[\n{}]]]]]]]]"), GW_ELIMIT, "line 3: nested more than 8 deep" },
};

START_TEST(a_refusal_names_its_line_and_quotes_nothing)
{
	json_t *v = NULL;
	char fault[JSON_FAULT];

	ck_assert_int_eq(json_read(refused[_i].in, &v, fault), refused[_i].e);
	ck_assert_str_eq(fault, refused[_i].fault);
	ck_assert_ptr_null(v);
}
END_TEST

START_TEST(depth_counts_brackets_outside_strings_only)
{
	const struct span fine[] = {
		BYTES("[[[[[[[[]]]]]]]]"),
		BYTES("[\"[[[[[[[[[[[[\",\"\\\"[[[[[[[[[[[[\"]"),
		BYTES("[[],[],[],[],[],[],[],[],[],[],[]]"),
	};
	json_t *v = NULL;
	char fault[JSON_FAULT];

	ck_assert_int_eq(json_read(fine[_i], &v, fault), GW_OK);
	ck_assert_str_eq(fault, "");
	json_decref(v);
}
END_TEST

START_TEST(a_million_brackets_are_refused_without_recursion)
{
	static uint8_t deep[1 << 20];
	json_t *v = NULL;
	char fault[JSON_FAULT];

	memset(deep, '[', sizeof deep);
	ck_assert_int_eq(json_read((struct span){ deep, sizeof deep }, &v, fault), GW_ELIMIT);
}
END_TEST

START_TEST(what_is_written_reads_back_the_same)
{
	const struct span in = BYTES("{ \"a\" : [1, true, null], \"b\":\"\xf0\x9f\x98\x80 \\u00e9 \\n\" }");
	const char *out = "{\"a\":[1,true,null],\"b\":\"\xf0\x9f\x98\x80 \xc3\xa9 \\n\"}";
	json_t *v = NULL, *again = NULL;
	char fault[JSON_FAULT];
	struct buf b;

	buf_init(&b, 256);
	ck_assert_int_eq(json_read(in, &v, fault), GW_OK);
	ck_assert_int_eq(json_write(v, &b), GW_OK);
	ck_assert(span_is(buf_span(&b), out));
	ck_assert_int_eq(json_read(buf_span(&b), &again, fault), GW_OK);
	ck_assert(json_equal(v, again));
	json_decref(v);
	json_decref(again);
	buf_free(&b);
}
END_TEST

START_TEST(writing_past_the_ceiling_leaves_the_buffer_as_it_was)
{
	json_t *v = json_pack("{s:s}", "key", "a value that is longer than the room there is");
	struct buf b;

	buf_init(&b, 32);
	ck_assert_int_eq(buf_add_text(&b, "before"), GW_OK);
	ck_assert_int_eq(json_write(v, &b), GW_ELIMIT);
	ck_assert(span_is(buf_span(&b), "before"));
	json_decref(v);
	buf_free(&b);
}
END_TEST

START_TEST(a_member_that_is_no_string_reads_as_empty)
{
	json_t *v = json_pack("{s:i,s:s,s:n}", "number", 7, "text", "words", "nothing");

	ck_assert_uint_eq(json_text(v, "number").n, 0);
	ck_assert_uint_eq(json_text(v, "nothing").n, 0);
	ck_assert_uint_eq(json_text(v, "absent").n, 0);
	ck_assert(span_is(json_text(v, "text"), "words"));
	json_decref(v);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("json");
	TCase *t = tcase_create("door");

	tcase_add_loop_test(t, a_refusal_names_its_line_and_quotes_nothing, 0,
	    (int)(sizeof refused / sizeof refused[0]));
	tcase_add_loop_test(t, depth_counts_brackets_outside_strings_only, 0, 3);
	tcase_add_test(t, a_million_brackets_are_refused_without_recursion);
	tcase_add_test(t, what_is_written_reads_back_the_same);
	tcase_add_test(t, writing_past_the_ceiling_leaves_the_buffer_as_it_was);
	tcase_add_test(t, a_member_that_is_no_string_reads_as_empty);
	suite_add_tcase(s, t);
	return s;
}
