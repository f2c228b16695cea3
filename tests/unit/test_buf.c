/* test_buf.c: promises of span.h, err.h and buf.h. */
#include "run.h"

#include "buf.h"
#include "err.h"
#include "secret.h"
#include "span.h"

#include <stdlib.h>
#include <string.h>

/* The address sanitizer ends a program that asks for too much, unless told that NULL is an answer. */
const char *__asan_default_options(void);

const char *
__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

START_TEST(every_error_has_its_own_sentence)
{
	for (int i = GW_OK; i < GW_ERR_N; i++) {
		const char *text = gw_err_text((enum gw_err)i);

		ck_assert_ptr_nonnull(text);
		ck_assert_uint_gt(strlen(text), 0);
		ck_assert_int_ne(text[strlen(text) - 1], '.');
		for (int j = 0; j < i; j++)
			ck_assert_str_ne(text, gw_err_text((enum gw_err)j));
	}
	ck_assert_ptr_nonnull(gw_err_text(GW_ERR_N));
	ck_assert_ptr_nonnull(gw_err_text((enum gw_err)-1));
}
END_TEST

static const struct { struct span a; const char *text; bool same, nocase; } spans[] = {
	{ { NULL, 0 }, "", true, true },
	{ { NULL, 0 }, "a", false, false },
	{ { (const uint8_t *)"Host", 4 }, "Host", true, true },
	{ { (const uint8_t *)"hOST", 4 }, "Host", false, true },
	{ { (const uint8_t *)"Hos", 3 }, "Host", false, false },
	{ { (const uint8_t *)"Host:", 5 }, "Host", false, false },
	{ { (const uint8_t *)"a\0b", 3 }, "a", false, false },
	{ { (const uint8_t *)"[", 1 }, "{", false, false },		/* 0x20 apart, yet not letters */
	{ { (const uint8_t *)"\xC0", 1 }, "\xE0", false, false },
};

START_TEST(a_span_equals_only_the_same_bytes)
{
	const struct span a = spans[_i].a, b = span_of(spans[_i].text);

	ck_assert_int_eq(span_is(a, spans[_i].text), spans[_i].same);
	ck_assert_int_eq(span_equal(a, b), spans[_i].same);
	ck_assert_int_eq(span_equal(b, a), spans[_i].same);
	ck_assert_int_eq(span_is_nocase(a, spans[_i].text), spans[_i].nocase);
}
END_TEST

START_TEST(a_buffer_holds_what_was_added)
{
	struct buf b;
	uint8_t *at;

	buf_init(&b, 100000);
	ck_assert_uint_eq(buf_span(&b).n, 0);
	for (int i = 0; i < 9999; i++)
		ck_assert_int_eq(buf_add_text(&b, "0123456789"), GW_OK);
	ck_assert_int_eq(buf_add(&b, (struct span){ NULL, 0 }), GW_OK);
	ck_assert_int_eq(buf_reserve(&b, 10, &at), GW_OK);
	memcpy(at, "0123456789", 10);
	b.n += 10;
	ck_assert_uint_eq(b.n, 100000);
	for (size_t i = 0; i < b.n; i++)
		ck_assert_uint_eq(b.p[i], (uint8_t)('0' + i % 10));
	buf_free(&b);
}
END_TEST

START_TEST(a_buffer_refuses_what_is_past_its_ceiling_and_stays_as_it_was)
{
	struct buf b;
	uint8_t *at = NULL;

	buf_init(&b, 8);
	ck_assert_int_eq(buf_add_text(&b, "12345678"), GW_OK);
	ck_assert_int_eq(buf_add_text(&b, "9"), GW_ELIMIT);
	ck_assert_int_eq(buf_reserve(&b, SIZE_MAX, &at), GW_ELIMIT);
	ck_assert_int_eq(buf_reserve(&b, SIZE_MAX - 7, &at), GW_ELIMIT);
	ck_assert_ptr_null(at);
	ck_assert(span_is(buf_span(&b), "12345678"));
	ck_assert_uint_le(b.room, 8);
	buf_free(&b);
}
END_TEST

START_TEST(a_buffer_without_a_ceiling_fails_only_for_want_of_memory)
{
	struct buf b;
	uint8_t *at;

	buf_init(&b, SIZE_MAX);
	ck_assert_int_eq(buf_add_text(&b, "kept"), GW_OK);
	ck_assert_int_eq(buf_reserve(&b, SIZE_MAX / 4, &at), GW_ENOMEM);
	ck_assert(span_is(buf_span(&b), "kept"));
	buf_free(&b);
}
END_TEST

START_TEST(nothing_can_be_reserved_from_an_empty_buffer)
{
	struct buf b;
	uint8_t *at;

	buf_init(&b, 0);
	ck_assert_int_eq(buf_reserve(&b, 0, &at), GW_OK);
	ck_assert_int_eq(buf_add_text(&b, ""), GW_OK);
	ck_assert_int_eq(buf_add_text(&b, "x"), GW_ELIMIT);
	buf_free(&b);
}
END_TEST

START_TEST(a_cleared_buffer_has_zeros_in_the_same_memory)
{
	struct buf b;
	const uint8_t *p;

	buf_init(&b, 64);
	ck_assert_int_eq(buf_add_text(&b, "a name"), GW_OK);
	p = b.p;
	buf_clear(&b);
	ck_assert_uint_eq(b.n, 0);
	ck_assert_ptr_eq(b.p, p);
	for (size_t i = 0; i < b.room; i++)
		ck_assert_uint_eq(b.p[i], 0);
	ck_assert_int_eq(buf_add_text(&b, "again"), GW_OK);
	ck_assert(span_is(buf_span(&b), "again"));
	buf_free(&b);
}
END_TEST

START_TEST(a_freed_buffer_is_empty_and_usable)
{
	struct buf zero = { 0 }, b;

	buf_free(&zero);
	buf_clear(&zero);
	buf_init(&b, 64);
	ck_assert_int_eq(buf_add_text(&b, "once"), GW_OK);
	buf_free(&b);
	buf_free(&b);
	ck_assert_uint_eq(b.n, 0);
	ck_assert_int_eq(buf_add_text(&b, "twice"), GW_OK);
	ck_assert(span_is(buf_span(&b), "twice"));
	buf_free(&b);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("buf");
	TCase *t = tcase_create("span, err, buf");

	tcase_add_test(t, every_error_has_its_own_sentence);
	tcase_add_loop_test(t, a_span_equals_only_the_same_bytes, 0, (int)(sizeof spans / sizeof spans[0]));
	tcase_add_test(t, a_buffer_holds_what_was_added);
	tcase_add_test(t, a_buffer_refuses_what_is_past_its_ceiling_and_stays_as_it_was);
	tcase_add_test(t, a_buffer_without_a_ceiling_fails_only_for_want_of_memory);
	tcase_add_test(t, nothing_can_be_reserved_from_an_empty_buffer);
	tcase_add_test(t, a_cleared_buffer_has_zeros_in_the_same_memory);
	tcase_add_test(t, a_freed_buffer_is_empty_and_usable);
	suite_add_tcase(s, t);
	return s;
}
