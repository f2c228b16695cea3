/* test_keyfile.c: a key file is read as it was written, or not at all; and is never written over. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "keyfile.h"
#include "edge.h"
#include "files.h"
#include "run.h"

static void
make(struct keyfile *k, const char *name)
{
	memset(k, 0, sizeof *k);
	keypair_make(&k->key);
	snprintf(k->name, sizeof k->name, "%s", name);
}

START_TEST(a_key_file_comes_back_as_it_was)
{
	static const char *const names[] = { "", "Meeting laptop", "Jos\xc3\xa9's computer",
	    "sixty-four bytes of a name, which are as many as one may have ok" };
	struct keyfile was, is;
	char text[KEYFILE_TEXT];

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		make(&was, names[i]);
		keyfile_text(&was, text);
		ck_assert_int_eq(keyfile_parse(edge(text, strlen(text)), &is), GW_OK);
		ck_assert_mem_eq(&is.key, &was.key, sizeof is.key);
		ck_assert_str_eq(is.name, names[i]);
	}
}
END_TEST

START_TEST(a_key_file_that_was_changed_anywhere_is_refused)
{
	const struct keyfile zeros = { .name = "" };
	struct keyfile was, is;
	char text[KEYFILE_TEXT];
	size_t n;

	make(&was, "Meeting laptop");
	keyfile_text(&was, text);
	n = strlen(text);
	for (size_t i = 0; i < n; i++) {
		text[i] ^= 1;
		ck_assert_int_ne(keyfile_parse(edge(text, n), &is), GW_OK);
		ck_assert_mem_eq(&is, &zeros, sizeof is);
		text[i] ^= 1;
		ck_assert_int_ne(keyfile_parse(edge(text, i), &is), GW_OK);	/* and cut there */
	}
	strcat(text, "\n");
	ck_assert_int_eq(keyfile_parse(edge(text, n + 1), &is), GW_EINPUT);
}
END_TEST

START_TEST(what_is_wrong_is_told_apart)
{
	struct keyfile was, is;
	char text[KEYFILE_TEXT], *at;

	make(&was, "Meeting laptop");
	keyfile_text(&was, text);
	at = strstr(text, "Meeting");
	*at = 'm';
	ck_assert_int_eq(keyfile_parse(span_of(text), &is), GW_EDENIED);
	*at = '\x07';
	ck_assert_int_eq(keyfile_parse(span_of(text), &is), GW_EINPUT);
	*strchr(text, '1') = '2';
	ck_assert_int_eq(keyfile_parse(span_of(text), &is), GW_ENEWER);
	ck_assert_int_eq(keyfile_parse(span_of("hello"), &is), GW_EINPUT);
}
END_TEST

START_TEST(a_key_is_its_owners_alone_and_is_never_written_over)
{
	struct keyfile *made = NULL, *read = NULL, *again = NULL;
	struct stat st;
	const char *path;

	folder_make();
	path = folder_path("laptop.key");
	ck_assert_int_eq(keyfile_make(path, &made), RUN_DONE);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0600);
	ck_assert_int_eq(keyfile_make(path, &again), RUN_MISUSED);
	ck_assert_ptr_null(again);
	ck_assert_int_eq(keyfile_call(path, made, span_of("Meeting laptop")), RUN_DONE);
	ck_assert_int_eq(keyfile_read(path, &read), RUN_DONE);
	ck_assert_str_eq(read->name, "Meeting laptop");
	ck_assert_mem_eq(read->key.sk, made->key.sk, KEY_BYTES);
	ck_assert_int_eq(access(folder_path("laptop.key.new"), F_OK), -1);
	keyfile_free(read);

	ck_assert_int_eq(chmod(path, 0640), 0);
	ck_assert_int_eq(keyfile_read(path, &read), RUN_MISUSED);
	ck_assert_ptr_null(read);
	ck_assert_int_eq(keyfile_read(folder_path("none.key"), &read), RUN_MISUSED);
	keyfile_free(made);
	folder_drop();
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("keyfile");
	TCase *t = tcase_create("keyfile");

	tcase_add_test(t, a_key_file_comes_back_as_it_was);
	tcase_add_test(t, a_key_file_that_was_changed_anywhere_is_refused);
	tcase_add_test(t, what_is_wrong_is_told_apart);
	tcase_add_test(t, a_key_is_its_owners_alone_and_is_never_written_over);
	suite_add_tcase(s, t);
	return s;
}
