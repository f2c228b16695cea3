/* test_filesize.c: sizes as people read them. */
#include <check.h>
#include <stdint.h>

#include "filesize.h"
#include "run.h"

enum { MIB = 1024 * 1024 };

static const struct { uint64_t bytes; const char *words; } sizes[] = {
	{ 0, "0 bytes" }, { 1023, "1023 bytes" }, { 1024, "1KB" }, { MIB - 1, "1023KB" }, { MIB, "1MB" },
	{ MIB + MIB / 10, "1MB" }, { MIB + MIB / 10 + 1, "1.1MB" }, { 25 * MIB - 1, "24.9MB" }, { 25 * MIB, "25MB" },
	{ UINT64_MAX, "17592186044415.9MB" },
};

START_TEST(a_size_is_never_said_to_be_more_than_it_is)
{
	char words[FILESIZE_WORDS];

	filesize_words(sizes[_i].bytes, words);
	ck_assert_str_eq(words, sizes[_i].words);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("filesize");
	TCase *t = tcase_create("filesize");

	tcase_add_loop_test(t, a_size_is_never_said_to_be_more_than_it_is, 0, (int)(sizeof sizes / sizeof sizes[0]));
	suite_add_tcase(s, t);
	return s;
}
