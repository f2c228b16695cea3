/* test_path.c: addresses have one spelling; every other one names nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "edge.h"
#include "limit.h"
#include "path.h"
#include "run.h"

#define HEX "000102030405060708090a0b0c0d0e0f"

START_TEST(a_report_is_thirty_two_small_hex_digits)
{
	static const char *const bad[] = { "", "00", &HEX[1], "000102030405060708090A0B0C0D0E0F",
	    "g00102030405060708090a0b0c0d0e0f", "0x0102030405060708090a0b0c0d0e0f", "/" HEX };
	uint8_t id[ID_BYTES];
	struct span rest;

	ck_assert_int_eq(path_report(span_of(HEX "/files/3"), id, &rest), GW_OK);
	ck_assert(span_is(rest, "/files/3"));
	for (unsigned i = 0; i < ID_BYTES; i++)
		ck_assert_uint_eq(id[i], i);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_int_eq(path_report(span_of(bad[i]), id, &rest), GW_EABSENT);
}
END_TEST

START_TEST(an_attachment_is_a_plain_number)
{
	static const char *const bad[] = { "", "/", "/files", "/files/", "/files/01", "/files/-1", "/files/+1",
	    "/files/1/", "/files/100000", "/files/99999999999999999999", "/file/1", "/files/1a", "/files/ 1" };
	uint32_t n = 7;

	ck_assert_int_eq(path_file(span_of("/files/0"), &n), GW_OK);
	ck_assert_uint_eq(n, 0);
	ck_assert_int_eq(path_file(span_of("/files/99999"), &n), GW_OK);
	ck_assert_uint_eq(n, 99999);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_int_eq(path_file(span_of(bad[i]), &n), GW_EABSENT);
}
END_TEST

START_TEST(a_place_in_the_queue_comes_back_as_it_went)
{
	struct cursor in = { (uint8_t)_i, 1795858140, { 0xff, 1, 2 } }, out;
	char text[PATH_CURSOR], query[PATH_CURSOR + 32];
	uint16_t limit;

	cursor_text(&in, text);
	snprintf(query, sizeof query, "after=%s&limit=5", text);
	ck_assert_int_eq(path_queue(span_of(query), &out, &limit), GW_OK);
	ck_assert_uint_eq(out.line, in.line);
	ck_assert_int_eq(out.due, in.due);
	ck_assert_mem_eq(out.report, in.report, ID_BYTES);
	ck_assert_uint_eq(limit, 5);
}
END_TEST

START_TEST(the_queue_starts_at_its_head_unless_told)
{
	struct cursor c;
	uint16_t limit;

	ck_assert_int_eq(path_queue(span_of(""), &c, &limit), GW_OK);
	ck_assert_int_eq(c.due, 0);
	ck_assert_uint_eq(limit, LIMIT_QUEUE_PAGE);
}
END_TEST

START_TEST(any_other_question_to_the_queue_is_refused)
{
	static const char *const bad[] = { "limit=0", "limit=101", "limit=", "limit=1&limit=1", "after=", "after=1",
	    "after=0-", "after=0-1", "after=0--" HEX, "after=0-1-", "after=0-1-" HEX "0", "after=1-" HEX,
	    "after=2-1-" HEX, "after=-1-1-" HEX, "after=0-9223372036854775808-" HEX, "x=1", "&", "limit=1&&",
	    "after=0-1-" HEX "&after=0-1-" HEX };
	struct cursor c;
	uint16_t limit;

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_msg(path_queue(span_of(bad[i]), &c, &limit) == GW_EINPUT, "%s", bad[i]);
	ck_assert_int_eq(path_queue(span_of("after=1-9223372036854775807-" HEX), &c, &limit), GW_OK);
	ck_assert_int_eq(c.due, INT64_MAX);
}
END_TEST

START_TEST(numbers_of_a_query_are_named_once_and_have_their_bounds)
{
	static const struct { const char *query; enum gw_err e; int64_t after, limit; } rows[] = {
		{ "", GW_OK, 0, 50 }, { "after=7", GW_OK, 7, 50 }, { "limit=1&after=0", GW_OK, 0, 1 },
		{ "after=9223372036854775807&limit=100", GW_OK, INT64_MAX, 100 },
		{ "after=9223372036854775808", GW_EINPUT, 0, 0 }, { "limit=101", GW_EINPUT, 0, 0 },
		{ "after=", GW_EINPUT, 0, 0 }, { "after", GW_EINPUT, 0, 0 }, { "after=-1", GW_EINPUT, 0, 0 },
		{ "after=07", GW_EINPUT, 0, 0 }, { "after=1&after=1", GW_EINPUT, 0, 0 }, { "afterwards=1", GW_EINPUT,
		    0, 0 },
		{ "other=1", GW_EINPUT, 0, 0 }, { "&after=1", GW_EINPUT, 0, 0 }, { "after=1%20", GW_EINPUT, 0, 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct path_number wanted[] = { { "after", INT64_MAX, 0 }, { "limit", 100, 50 } };

		ck_assert_int_eq(path_numbers(edge(rows[i].query, strlen(rows[i].query)), wanted, 2), rows[i].e);
		if (rows[i].e == GW_OK) {
			ck_assert_int_eq(wanted[0].value, rows[i].after);
			ck_assert_int_eq(wanted[1].value, rows[i].limit);
		}
	}
}
END_TEST

static const struct { const char *rest; enum path_below below; uint32_t file; unsigned page; } attachments[] = {
	{ "/files/0", PATH_FILE, 0, 0 }, { "/files/12", PATH_FILE, 12, 0 }, { "/files/0/copy", PATH_COPY, 0, 0 },
	{ "/files/7/original", PATH_ORIGINAL, 7, 0 }, { "/files/7/pages/1", PATH_PAGE, 7, 1 },
	{ "/files/99999/pages/100", PATH_PAGE, 99999, 100 },
};

START_TEST(an_attachment_has_a_page_and_what_lies_below_it)
{
	struct path_attachment a;

	ck_assert_int_eq(path_attachment(span_of(attachments[_i].rest), &a), GW_OK);
	ck_assert_int_eq(a.below, attachments[_i].below);
	ck_assert_uint_eq(a.file, attachments[_i].file);
	ck_assert_uint_eq(a.page, attachments[_i].page);
}
END_TEST

START_TEST(nothing_else_lies_below_an_attachment)
{
	static const char *const rests[] = { "", "/files/", "/files//copy", "/files/0/", "/files/0/copy/",
		"/files/00/copy",
		"/files/-1", "/files/0/pages", "/files/0/pages/", "/files/0/pages/0", "/files/0/pages/01",
		"/files/0/pages/1/", "/files/0/Copy", "/files/0/copyx", "/files/100000", "/filesx0", "/file",
		"/files/0/pages/100000" };
	struct path_attachment a;

	for (size_t i = 0; i < sizeof rests / sizeof rests[0]; i++)
		ck_assert_msg(path_attachment(span_of(rests[i]), &a) == GW_EABSENT, "%s", rests[i]);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("path");
	TCase *c = tcase_create("path");

	tcase_add_test(c, numbers_of_a_query_are_named_once_and_have_their_bounds);
	tcase_add_test(c, a_report_is_thirty_two_small_hex_digits);
	tcase_add_test(c, an_attachment_is_a_plain_number);
	tcase_add_loop_test(c, a_place_in_the_queue_comes_back_as_it_went, 0, 2);
	tcase_add_test(c, the_queue_starts_at_its_head_unless_told);
	tcase_add_test(c, any_other_question_to_the_queue_is_refused);
	tcase_add_loop_test(c, an_attachment_has_a_page_and_what_lies_below_it, 0,
	    sizeof attachments / sizeof attachments[0]);
	tcase_add_test(c, nothing_else_lies_below_an_attachment);
	suite_add_tcase(s, c);
	return s;
}
