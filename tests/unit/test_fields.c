/* test_fields.c: promises of fields.h. */
#include "run.h"

#include <string.h>

#include "edge.h"
#include "fields.h"

/* One field in pieces of so many bytes. */
static enum gw_err
give(struct fields *f, const char *name, struct span value, size_t step)
{
	enum gw_err e = fields_begin(f, name);

	while (e == GW_OK && value.n > 0) {
		const size_t n = value.n < step ? value.n : step;

		e = fields_add(f, edge(value.p, n));
		value = (struct span){ value.p + n, value.n - n };
	}
	return e == GW_OK ? fields_end(f) : e;
}

START_TEST(a_text_has_plain_line_ends_whatever_the_cuts)
{
	for (size_t step = 1; step < 12; step++) {
		struct fields f;

		fields_init(&f);
		ck_assert_int_eq(give(&f, "text", span_of("one\r\ntwo\rthree\n\r\n\r\xc3\xa9\x07\t"), step), GW_OK);
		ck_assert(span_is(buf_span(&f.text), "one\ntwo\nthree\n\n\n\xc3\xa9 \t"));
		ck_assert_int_eq(f.expected, -1);
		fields_free(&f);
	}
}
END_TEST

static const struct { const char *name, *value; enum gw_err e; int expected; } some[] = {
	{ "go", "send", GW_OK, -1 },
	{ "go", "", GW_OK, -1 },
	{ "go", "\xff", GW_OK, -1 },	/* nobody reads it */
	{ "expected", "", GW_OK, -1 },
	{ "expected", "0", GW_OK, 0 },
	{ "expected", "012", GW_OK, 12 },
	{ "expected", "-1", GW_EINPUT, -1 },
	{ "expected", "1000", GW_EINPUT, -1 },
	{ "expected", " 1", GW_EINPUT, -1 },
	{ "text", "\xff", GW_EINPUT, -1 },
	{ "text", "", GW_OK, -1 },
	{ "file", "", GW_EINPUT, -1 },
	{ "state", "x", GW_EINPUT, -1 },
	{ "", "x", GW_EINPUT, -1 },
};

START_TEST(each_field_takes_what_may_stand_in_it)
{
	struct fields f;

	fields_init(&f);
	ck_assert_int_eq(give(&f, some[_i].name, span_of(some[_i].value), 3), some[_i].e);
	ck_assert_int_eq(f.expected, some[_i].expected);
	fields_free(&f);
}
END_TEST

START_TEST(a_field_comes_once)
{
	struct fields f;

	fields_init(&f);
	ck_assert_int_eq(give(&f, "go", span_of("send"), 9), GW_OK);
	ck_assert_int_eq(give(&f, "text", span_of("x"), 9), GW_OK);
	ck_assert_int_eq(give(&f, "go", span_of("back"), 9), GW_EINPUT);
	fields_free(&f);
}
END_TEST

START_TEST(a_text_may_have_16_kib_after_its_lines_were_mended)
{
	static uint8_t bytes[2 * FIELDS_TEXT + 2];
	struct fields f;

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = i % 2 == 0 ? '\r' : '\n';
	fields_init(&f);
	ck_assert_int_eq(give(&f, "text", (struct span){ bytes, 2 * FIELDS_TEXT }, 4096), GW_OK);
	ck_assert_uint_eq(f.text.n, FIELDS_TEXT);
	fields_free(&f);
	fields_init(&f);
	ck_assert_int_eq(give(&f, "text", (struct span){ bytes, sizeof bytes }, 4096), GW_ELIMIT);
	fields_free(&f);
	memset(bytes, 'x', sizeof bytes);
	fields_init(&f);
	ck_assert_int_eq(give(&f, "text", (struct span){ bytes, FIELDS_TEXT + 1 }, 4096), GW_ELIMIT);
	fields_free(&f);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("fields");
	TCase *t = tcase_create("fields");

	tcase_add_test(t, a_text_has_plain_line_ends_whatever_the_cuts);
	tcase_add_loop_test(t, each_field_takes_what_may_stand_in_it, 0, (int)(sizeof some / sizeof some[0]));
	tcase_add_test(t, a_field_comes_once);
	tcase_add_test(t, a_text_may_have_16_kib_after_its_lines_were_mended);
	suite_add_tcase(s, t);
	return s;
}
