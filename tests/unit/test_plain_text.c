/* test_plain_text.c: the same words, and nothing that a screen would not show. */
#include <check.h>
#include <string.h>

#include "edge.h"
#include "kinds.h"
#include "run.h"

const char *__asan_default_options(void);

static const struct clean_limits usual = { 1, 1, 1 << 20 };

const char *
__asan_default_options(void)
{
	return "detect_leaks=0";	/* one file a process: what is allocated ends with it */
}

struct text { size_t n; const char *bytes; };
#define TEXT(bytes) { sizeof(bytes) - 1, bytes }

static enum copy_state
cleaned(struct text t, struct span *out)
{
	struct copy_head h = { .kind = COPY_NONE };

	*out = (struct span){ NULL, 0 };
	text_clean(edge(t.bytes, t.n), &usual, &h, out);
	ck_assert_int_eq(h.kind, h.state == COPY_CLEAN ? COPY_TEXT : COPY_NONE);
	return h.state;
}

static const struct text same[] = {
	TEXT("He took my phone.\r\nThen\the ran.\n"), TEXT("x"),
	TEXT("\xe2\x82\xac 5, na\xc3\xafve, \xf0\x9f\x98\xa2\n"),
	TEXT("\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf"), TEXT("<3 you\n"), TEXT("<sam> so what\n"), TEXT("%20 of it"),
	TEXT("\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7"),	/* joined by a mark that nobody sees */
	TEXT("\xf0\x9f\x8f\xb4\xf3\xa0\x81\xa7\xf3\xa0\x81\xa2\xf3\xa0\x81\xbf"),	/* a flag, with tags */
	TEXT("\xe8\x91\x9b\xf3\xa0\x84\x80"), TEXT("\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae"),
};

START_TEST(words_stay_as_they_are)
{
	struct span out;

	ck_assert_int_eq(cleaned(same[_i], &out), COPY_CLEAN);
	ck_assert_uint_eq(out.n, same[_i].n);
	ck_assert_mem_eq(out.p, same[_i].bytes, out.n);
}
END_TEST

static const struct { struct text from; const char *to; } changed[] = {
	{ TEXT("\xef\xbb\xbfhello"), "hello" }, { TEXT("a\xef\xbb\xbf" "b"), "ab" },
	{ TEXT("a\x1b[31mb\x07"), "a[31mb" },
	{ TEXT("a\x7f\xc2\x85" "b\f"), "ab" }, { TEXT("\xe2\x80\xae" "fdp.exe\xe2\x80\xac"), "fdp.exe" },
	{ TEXT("a\xd8\x9c" "b\xe2\x80\x8e" "c\xe2\x80\x8f" "d\xe2\x81\xa6" "e\xe2\x81\xa9"), "abcde" },
	{ TEXT("a\xe2\x80\x8b\xe2\x80\x8c\xe2\x80\x8d" "b\xe2\x81\xa0" "c\xf3\xa0\x81\xa1\xf3\xa0\x84\x80"
	    "d"), "abcd" },
};

START_TEST(what_no_screen_would_show_goes)
{
	struct span out;

	ck_assert_int_eq(cleaned(changed[_i].from, &out), COPY_CLEAN);
	ck_assert(span_is(out, changed[_i].to));
}
END_TEST

static const struct text strange[] = {
	TEXT(""), TEXT("\xef\xbb\xbf"), TEXT("\x01\x02"), TEXT("a\0b"), TEXT("caf\xe9"), TEXT("\xff\xfeh\0i\0"),
	TEXT("\x80"), TEXT("\xc0\xaf"), TEXT("\xe0\x80\xaf"), TEXT("\xed\xa0\x80"),
	TEXT("\xf4\x90\x80\x80"), TEXT("\xf8\x88"),
	TEXT("a\xe2\x82"), TEXT("a\xf0\x9f\x98"), TEXT("a\xc3"), TEXT("a\xe2" "bc"),
	TEXT("<!DOCTYPE html><title>x</title>"), TEXT("\xef\xbb\xbf \n<HTML>"), TEXT("<?xml version=\"1.0\"?><svg/>"),
	TEXT("<svg xmlns=\"\"/>"), TEXT("{\\rtf1 {\\author x}}"), TEXT("%!PS-Adobe-3.0"), TEXT("BEGIN:VCARD\n"),
};

START_TEST(what_is_no_plain_text_is_strange)
{
	struct span out;

	ck_assert_int_eq(cleaned(strange[_i], &out), COPY_STRANGE);
	ck_assert_uint_eq(out.n, 0);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("plain text");
	TCase *t = tcase_create("plain text");

	tcase_add_loop_test(t, words_stay_as_they_are, 0, sizeof same / sizeof *same);
	tcase_add_loop_test(t, what_no_screen_would_show_goes, 0, sizeof changed / sizeof *changed);
	tcase_add_loop_test(t, what_is_no_plain_text_is_strange, 0, sizeof strange / sizeof *strange);
	suite_add_tcase(s, t);
	return s;
}
