/* test_tag.c: the text that tags, and names, are found by. */
#include <string.h>

#include "entry.h"
#include "run.h"

static const struct { enum tag_kind kind; const char *text, *found_by; } folds[] = {
	{ TAG_PERSON, "Jay", "person jay" }, { TAG_PERSON, "  JAY\t ", "person jay" },
	{ TAG_PLACE, "Leyton  Park", "place leyton park" }, { TAG_PLACE, "\nLEYTON\r\n PARK", "place leyton park" },
	{ TAG_PLACE, "jay", "place jay" },
	{ TAG_PERSON, "JOS\xc3\x89", "person jos\xc3\xa9" },			/* U+00C9 */
	{ TAG_PERSON, "Jose\xcc\x81", "person jos\xc3\xa9" },			/* e and U+0301 */
	{ TAG_PERSON, "\xd0\x98\xd0\x92\xd0\x90\xd0\x9d", "person \xd0\xb8\xd0\xb2\xd0\xb0\xd0\xbd" },
	{ TAG_PERSON, "a\xc2\xa0" "b", "person a b" },				/* no-break space */
	{ TAG_PERSON, "a\xe2\x80\x8b" "b\xe2\x80\xae",
	    "person ab" },		/* zero width space, right to left */
	{ TAG_PERSON, "O\xe2\x80\x99" "Brien", "person o\xe2\x80\x99" "brien" },
	{ TAG_PLACE, "E17", "place e17" },
	{ TAG_PERSON, "", NULL }, { TAG_PERSON, " \t\n", NULL }, { TAG_PERSON, "\xe2\x80\x8b", NULL },
	{ TAG_PERSON, "\xff", NULL }, { TAG_KIND_N, "jay", NULL },
};

START_TEST(a_tag_is_found_by_its_small_letters)
{
	struct buf out;
	const char *want = folds[_i].found_by;

	buf_init(&out, 256);
	ck_assert_int_eq(tag_fold(folds[_i].kind, span_of(folds[_i].text), &out), want != NULL ? GW_OK : GW_EINPUT);
	ck_assert_msg(span_is(buf_span(&out), want != NULL ? want : ""), "%.*s", (int)out.n, (const char *)out.p);
	buf_free(&out);
}
END_TEST

START_TEST(a_tag_is_no_longer_than_its_limit_however_it_is_written)
{
	char text[LIMIT_TAG + 2];
	struct buf out;

	buf_init(&out, 256);
	memset(text, 'A', sizeof text);
	text[LIMIT_TAG] = '\0';
	ck_assert_int_eq(tag_fold(TAG_PLACE, span_of(text), &out), GW_OK);
	ck_assert_uint_eq(out.n, LIMIT_TAG + strlen("place "));
	text[LIMIT_TAG] = 'A';
	text[LIMIT_TAG + 1] = '\0';
	buf_clear(&out);
	ck_assert_int_eq(tag_fold(TAG_PLACE, span_of(text), &out), GW_ELIMIT);
	/* U+023A has two bytes, its small letter three. */
	for (size_t i = 0; i < LIMIT_TAG; i += 2)
		memcpy(text + i, "\xc8\xba", 2);
	text[LIMIT_TAG] = '\0';
	ck_assert_int_eq(tag_fold(TAG_PLACE, span_of(text), &out), GW_ELIMIT);
	ck_assert_uint_eq(out.n, 0);
	buf_free(&out);
}
END_TEST

START_TEST(a_name_is_folded_as_a_tag_is_and_may_be_as_long_as_a_line)
{
	char text[LIMIT_LINE + 2];
	struct buf out;

	buf_init(&out, 2 * LIMIT_LINE);
	ck_assert_int_eq(line_fold(span_of("  The  GATE\xe2\x80\x8b "), &out), GW_OK);
	ck_assert(span_is(buf_span(&out), "the gate"));
	buf_clear(&out);
	memset(text, 'A', sizeof text);
	text[LIMIT_LINE] = '\0';
	ck_assert_int_eq(line_fold(span_of(text), &out), GW_OK);
	ck_assert_uint_eq(out.n, LIMIT_LINE);
	text[LIMIT_LINE] = 'A';
	text[LIMIT_LINE + 1] = '\0';
	ck_assert_int_eq(line_fold(span_of(text), &out), GW_ELIMIT);
	ck_assert_int_eq(line_fold(span_of(" \n"), &out), GW_EINPUT);
	ck_assert_int_eq(line_fold(span_of("\xff"), &out), GW_EINPUT);
	ck_assert_uint_eq(out.n, LIMIT_LINE);
	buf_free(&out);
}
END_TEST

START_TEST(two_spellings_of_a_name_are_one_and_what_is_no_name_is_none)
{
	char folded[LIMIT_LINE + 1] = "left";

	ck_assert(line_is_same(span_of(" Sam  B"), span_of("sam b")));
	ck_assert(!line_is_same(span_of("Sam B"), span_of("Sam")));
	ck_assert(!line_is_same(span_of(""), span_of(" ")));
	ck_assert(line_folded(span_of("The  GATE"), folded));
	ck_assert_str_eq(folded, "the gate");
	ck_assert(!line_folded(span_of("\xff"), folded));
	ck_assert_str_eq(folded, "");
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("tag");
	TCase *c = tcase_create("tag");

	tcase_add_loop_test(c, a_tag_is_found_by_its_small_letters, 0, (int)(sizeof folds / sizeof folds[0]));
	tcase_add_test(c, a_tag_is_no_longer_than_its_limit_however_it_is_written);
	tcase_add_test(c, a_name_is_folded_as_a_tag_is_and_may_be_as_long_as_a_line);
	tcase_add_test(c, two_spellings_of_a_name_are_one_and_what_is_no_name_is_none);
	suite_add_tcase(s, c);
	return s;
}
