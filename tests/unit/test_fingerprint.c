/* test_fingerprint.c: every change of a policy folder shows. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "files.h"
#include "fingerprint.h"
#include "run.h"

static char before[FINGERPRINT_TEXT];

static const char *
now(void)
{
	static char text[FINGERPRINT_TEXT];

	ck_assert_int_eq(fingerprint_of(folder_path("."), text), GW_OK);
	ck_assert_uint_eq(strlen(text), FINGERPRINT_TEXT - 1);
	return text;
}

static void
folder_fill(void)
{
	folder_make();
	ck_assert_int_eq(mkdir(folder_path("wording"), 0700), 0);
	folder_write("a.yaml", "one: 1\n");
	folder_write("wording/b.yaml", "two: 2\n");
	folder_write("notes.txt", "not policy\n");
	strcpy(before, now());
}

START_TEST(the_same_files_have_the_same_fingerprint)
{
	folder_write("a.yaml", "one: 1\n");
	folder_write("notes.txt", "other notes\n");
	ck_assert_str_eq(now(), before);
}
END_TEST

START_TEST(another_byte_another_name_and_another_file_have_another)
{
	folder_write("wording/b.yaml", "two: 3\n");
	ck_assert_str_ne(now(), before);
	folder_write("wording/b.yaml", "two: 2\n");
	ck_assert_str_eq(now(), before);
	folder_write("c.yaml", "");
	ck_assert_str_ne(now(), before);
	ck_assert_int_eq(remove(folder_path("c.yaml")), 0);
	ck_assert_int_eq(rename(folder_path("a.yaml"), folder_path("d.yaml")), 0);
	ck_assert_str_ne(now(), before);
}
END_TEST

START_TEST(what_moves_from_one_file_to_the_next_shows)
{
	folder_write("a.yaml", "");
	folder_write("wording/b.yaml", "one: 1\ntwo: 2\n");
	ck_assert_str_ne(now(), before);
}
END_TEST

START_TEST(a_folder_that_is_not_there_has_none)
{
	char text[FINGERPRINT_TEXT];

	ck_assert_int_eq(fingerprint_of(folder_path("nowhere"), text), GW_EIO);
	ck_assert_str_eq(text, "");
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("fingerprint");
	TCase *c = tcase_create("fingerprint");

	tcase_add_checked_fixture(c, folder_fill, folder_drop);
	tcase_add_test(c, the_same_files_have_the_same_fingerprint);
	tcase_add_test(c, another_byte_another_name_and_another_file_have_another);
	tcase_add_test(c, what_moves_from_one_file_to_the_next_shows);
	tcase_add_test(c, a_folder_that_is_not_there_has_none);
	suite_add_tcase(s, c);
	return s;
}
