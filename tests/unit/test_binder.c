/* test_binder.c: the folder of a pull: whole files, one writer, and how far it is. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "binder.h"
#include "files.h"
#include "limit.h"
#include "run.h"

#define ID_A "00112233445566778899aabbccddeeff"
#define ID_B "ffeeddccbbaa99887766554433221100"

static void
check_mode(const char *name, mode_t mode)
{
	struct stat st;

	ck_assert_int_eq(stat(folder_path(name), &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, mode);
}

START_TEST(a_file_is_written_whole_below_its_folders_and_for_its_owner_alone)
{
	struct binder b;
	struct buf bytes;

	folder_make();
	ck_assert_int_eq(binder_open(&b, folder_path("pack")), RUN_DONE);
	ck_assert_int_eq(binder_write(&b, "files/" ID_A "/0.jpg", span_of("one")), RUN_DONE);
	ck_assert_int_eq(binder_write(&b, "files/" ID_A "/0.jpg", span_of("other")), RUN_DONE);
	ck_assert(binder_has(&b, "files/" ID_A "/0.jpg", 5));
	ck_assert(!binder_has(&b, "files/" ID_A "/0.jpg", 3));
	ck_assert(!binder_has(&b, "files/" ID_A "/1.jpg", 0));
	buf_init(&bytes, LIMIT_CHUNK * 2);
	ck_assert_int_eq(binder_read(&b, "files/" ID_A "/0.jpg", &bytes), RUN_DONE);
	ck_assert(span_is(buf_span(&bytes), "other"));
	ck_assert_int_eq(binder_read(&b, "none", &bytes), RUN_DONE);
	ck_assert_uint_eq(bytes.n, 5);
	buf_free(&bytes);
	check_mode("pack", 0700);
	check_mode("pack/files", 0700);
	check_mode("pack/files/" ID_A, 0700);
	check_mode("pack/files/" ID_A "/0.jpg", 0600);
	check_mode("pack/.lock", 0600);
	ck_assert_int_eq(access(folder_path("pack/tmp/fresh"), F_OK), -1);
	binder_close(&b);
	folder_drop();
}
END_TEST

START_TEST(a_file_that_is_shut_stays_and_nobody_opens_it)
{
	struct binder b;

	folder_make();
	ck_assert_int_eq(binder_open(&b, folder_path("pack")), RUN_DONE);
	ck_assert_int_eq(binder_write(&b, "files/" ID_A "/attachment-1.jpg", span_of("one")), RUN_DONE);
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(binder_shut(&b, "files/" ID_A "/attachment-1.jpg"), RUN_DONE);
		check_mode("pack/files/" ID_A "/attachment-1.jpg", 0);
	}
	ck_assert(binder_has(&b, "files/" ID_A "/attachment-1.jpg", 3));
	ck_assert_int_eq(binder_shut(&b, "files/" ID_A "/attachment-2.jpg"), RUN_DONE);
	binder_close(&b);
	folder_drop();
}
END_TEST

START_TEST(what_a_stopped_pull_left_half_written_is_cleared_away)
{
	struct binder b;

	folder_make();
	ck_assert_int_eq(binder_open(&b, folder_path("pack")), RUN_DONE);
	binder_close(&b);
	folder_write("pack/tmp/fresh", "half a fi");
	ck_assert_int_eq(binder_open(&b, folder_path("pack")), RUN_DONE);
	ck_assert_int_eq(access(folder_path("pack/tmp/fresh"), F_OK), -1);
	binder_close(&b);
	folder_drop();
}
END_TEST

START_TEST(one_folder_has_one_writer)
{
	struct binder first, second;

	folder_make();
	ck_assert_int_eq(binder_open(&first, folder_path("pack")), RUN_DONE);
	ck_assert_int_eq(binder_open(&second, folder_path("pack")), RUN_MISUSED);
	binder_close(&second);
	binder_close(&first);
	ck_assert_int_eq(binder_open(&second, folder_path("pack")), RUN_DONE);
	binder_close(&second);
	folder_drop();
}
END_TEST

START_TEST(a_folder_that_others_may_read_is_refused)
{
	struct binder b;

	folder_make();
	ck_assert_int_eq(mkdir(folder_path("open"), 0700), 0);
	ck_assert_int_eq(chmod(folder_path("open"), 0750), 0);
	ck_assert_int_eq(binder_open(&b, folder_path("open")), RUN_MISUSED);
	binder_close(&b);
	folder_drop();
}
END_TEST

START_TEST(a_state_comes_back_as_it_was)
{
	struct binder_state was = { .cursor = 0 }, is;
	struct binder b;

	folder_make();
	ck_assert_int_eq(binder_open(&b, folder_path("pack")), RUN_DONE);
	ck_assert_int_eq(binder_state_read(&b, &is), RUN_DONE);
	ck_assert_uint_eq(is.cursor, 0);
	was.cursor = INT64_MAX;
	ck_assert_int_eq(binder_state_miss(&was, ID_A, 7), GW_OK);
	ck_assert_int_eq(binder_state_miss(&was, ID_B, 8), GW_OK);
	ck_assert_int_eq(binder_state_miss(&was, ID_A, 9), GW_OK);	/* it stands there once */
	ck_assert_int_eq(binder_state_write(&b, &was), RUN_DONE);
	ck_assert_int_eq(binder_state_read(&b, &is), RUN_DONE);
	ck_assert_uint_eq(is.cursor, INT64_MAX);
	ck_assert_uint_eq(is.n, 2);
	ck_assert_str_eq(is.again[0].id, ID_B);
	ck_assert_str_eq(is.again[1].id, ID_A);
	ck_assert_uint_eq(is.again[1].changed, 9);
	binder_state_got(&is, ID_B);
	binder_state_got(&is, ID_B);
	ck_assert_uint_eq(is.n, 1);
	binder_close(&b);
	folder_drop();
}
END_TEST

START_TEST(what_is_no_state_is_refused)
{
	static const struct { const char *text; enum gw_err e; } rows[] = {
		{ "", GW_EINPUT }, { "[]", GW_EINPUT }, { "{}", GW_EINPUT },
		{ "{\"version\":2,\"cursor\":1,\"again\":[]}", GW_ENEWER },
		{ "{\"version\":1,\"cursor\":-1,\"again\":[]}", GW_EINPUT },
		{ "{\"version\":1,\"cursor\":1.5,\"again\":[]}", GW_EINPUT },
		{ "{\"version\":1,\"cursor\":1}", GW_EINPUT },
		{ "{\"version\":1,\"cursor\":1,\"again\":[{}]}", GW_EINPUT },
		{ "{\"version\":1,\"cursor\":1,\"again\":[{\"id\":\"../../x\",\"changed\":1}]}", GW_EINPUT },
		{ "{\"version\":1,\"cursor\":1,\"again\":[{\"id\":\"" ID_A "\",\"changed\":-1}]}", GW_EINPUT },
		{ "{\"version\":1,\"cursor\":1,\"again\":[{\"id\":\"" ID_A "\",\"changed\":1}]}", GW_OK },
		{ "{\"version\":1,\"cursor\":1,\"again\":[]", GW_EINPUT },
	};
	struct binder_state s;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		ck_assert_int_eq(binder_state_parse(span_of(rows[i].text), &s), rows[i].e);
		ck_assert_uint_eq(s.n, rows[i].e == GW_OK);
	}
}
END_TEST

START_TEST(more_cases_that_do_not_open_than_fit_are_told_of)
{
	struct binder_state s = { .cursor = 0 };
	struct buf text;
	char id[BINDER_ID];

	for (int i = 0; i < BINDER_AGAIN; i++) {
		snprintf(id, sizeof id, "%032x", (unsigned)i);
		ck_assert_int_eq(binder_state_miss(&s, id, UINT32_MAX), GW_OK);
	}
	ck_assert_int_eq(binder_state_miss(&s, ID_A, 1), GW_ELIMIT);
	buf_init(&text, LIMIT_HTTP_BUFFER);
	ck_assert_int_eq(binder_state_text(&s, &text), GW_OK);
	buf_free(&text);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("binder");
	TCase *t = tcase_create("binder");

	tcase_add_test(t, a_file_is_written_whole_below_its_folders_and_for_its_owner_alone);
	tcase_add_test(t, a_file_that_is_shut_stays_and_nobody_opens_it);
	tcase_add_test(t, what_a_stopped_pull_left_half_written_is_cleared_away);
	tcase_add_test(t, one_folder_has_one_writer);
	tcase_add_test(t, a_folder_that_others_may_read_is_refused);
	tcase_add_test(t, a_state_comes_back_as_it_was);
	tcase_add_test(t, what_is_no_state_is_refused);
	tcase_add_test(t, more_cases_that_do_not_open_than_fit_are_told_of);
	suite_add_tcase(s, t);
	return s;
}
