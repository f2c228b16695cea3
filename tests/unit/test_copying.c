/* test_copying.c: a file's way to its copy (copier.h): whatever cleaner and vault do, it ends once, and nothing stays
 * that nobody knows of. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "copier.h"
#include "run.h"

#define COUNT(list) (sizeof (list) / sizeof (list)[0])

enum { PIECE = 997 };

/* --- what goes well --- */

static const size_t sizes[] = { 1, 800, 40000, 65536, COPIER_MOST };
static const size_t pieces[] = { 1, PIECE, COPIER_MOST };

START_TEST(a_copy_is_sealed_into_the_spool_as_it_was_written)
{
	const size_t size = sizes[_i / 3], piece = size > 800 && _i % 3 == 0 ? 100 : pieces[_i % 3];
	const struct copy_head h = { .state = COPY_CLEAN, .kind = COPY_JPEG, .size = size };
	const struct span all = copier_copy(SCAN_PASSED, &h, size);
	struct copying *c = copier_under_way();

	copier_pour(all, piece);
	ck_assert_uint_eq(copier.told, 0);
	copier_pipe_ends();
	ck_assert_uint_eq(copier.told, 1);
	ck_assert_int_eq(copier.made.head.state, COPY_CLEAN);
	ck_assert_int_eq(copier.made.head.kind, COPY_JPEG);
	ck_assert_str_eq(copier.made.name, COPIER_SPOOLED);
	copier_spool_holds((struct span){ all.p + 1, all.n - 1 });
	ck_assert_uint_eq(copier.room.held, 0);
	copying_free(c);
	copier_settle();
	ck_assert_uint_eq(copier.dropped, 0);	/* the asker's now */
}
END_TEST

START_TEST(a_pdf_copy_keeps_its_list_of_pages)
{
	struct copy_head h = { .state = COPY_CLEAN, .kind = COPY_PDF, .size = 5000, .n_pages = LIMIT_COPY_PAGES };
	struct span all;
	struct copying *c = copier_under_way();

	for (uint32_t i = 0; i < LIMIT_COPY_PAGES; i++)
		h.page[i] = (struct copy_page){ i * 50, 50 };
	all = copier_copy(SCAN_OFF, &h, h.size);
	copier_pour(all, PIECE);
	copier_pipe_ends();
	ck_assert_uint_eq(copier.told, 1);
	ck_assert_uint_eq(copier.made.head.n_pages, LIMIT_COPY_PAGES);
	ck_assert_uint_eq(copier.made.head.page[99].at, 99 * 50);
	copier_spool_holds((struct span){ all.p + 1, all.n - 1 });
	copying_free(c);
}
END_TEST

static const enum copy_state kept[] = { COPY_STRANGE, COPY_DAMAGED, COPY_TOO_MUCH };

START_TEST(what_cannot_be_cleaned_is_kept_as_a_head_without_bytes)
{
	const struct copy_head h = { .state = kept[_i] };
	const struct span all = copier_copy(SCAN_OFF, &h, 0);
	struct copying *c = copier_under_way();

	copier_pour(all, PIECE);
	ck_assert_uint_eq(copier.told, 0);	/* it may still write more, which would be too much */
	copier_pipe_ends();
	ck_assert_uint_eq(copier.told, 1);
	ck_assert_int_eq(copier.made.head.state, kept[_i]);
	ck_assert_str_eq(copier.made.name, COPIER_SPOOLED);
	copier_spool_holds((struct span){ all.p + 1, all.n - 1 });
	copying_free(c);
	copier_settle();
	ck_assert_uint_eq(copier.dropped, 0);
}
END_TEST

START_TEST(the_cleaner_gets_all_of_the_file_and_nobody_can_change_it)
{
	uint8_t found[64];
	struct copying *c = copier_begin(span_of("one, "));

	copying_write(c, span_of(""));
	copying_write(c, span_of("two"));
	ck_assert_uint_eq(copier.room.held, 8);
	copier_end(c);
	copier_settle();
	ck_assert_int_eq(pread(copier.file, found, sizeof found, 0), 8);
	ck_assert_mem_eq(found, "one, two", 8);
	ck_assert_int_eq(lseek(copier.file, 0, SEEK_CUR), 0);
	ck_assert_int_eq(fcntl(copier.file, F_GET_SEALS), F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL);
	ck_assert_int_lt(pwrite(copier.file, "x", 1, 0), 0);
	ck_assert_uint_eq(copier.asked.megapixels, 64);
	ck_assert_uint_eq(copier.asked.pages, 60);
	ck_assert_uint_eq(copier.asked.seconds, 10);
	ck_assert_uint_eq(copier.room.held, 8);	/* the cleaner still has it */
	copying_free(c);
	ck_assert_uint_eq(copier.room.held, 0);
}
END_TEST

START_TEST(a_spool_file_is_asked_for_once_there_is_a_copy)
{
	const struct copy_head h = { .state = COPY_CLEAN, .kind = COPY_PNG, .size = 4 };
	const struct span all = copier_copy(SCAN_OFF, &h, 4);
	struct copying *c = copier_under_way();

	copier_pour((struct span){ all.p, COPY_FIXED }, PIECE);	/* a byte less than the head */
	ck_assert_uint_eq(copier.opened, 0);
	copier_pour((struct span){ all.p + COPY_FIXED, 1 }, PIECE);
	ck_assert_uint_eq(copier.opened, 1);
	copying_free(c);
	copier_settle();
	ck_assert_uint_eq(copier.dropped, 1);
}
END_TEST

/* --- how a pipe can end --- */

#define CLEAN_HEAD(size) "GWc1\x01\x01\0\0" "\0\0\0\0\0\0\0" size
#define HEAD_OF(state) "GWc1" state "\0\0\0" "\0\0\0\0\0\0\0\0"

static const struct { const char *bytes; size_t n; enum copy_state state; } ends[] = {
	{ "", 0, COPY_FAILED },
	{ "\0", 1, COPY_FAILED },
	{ "\x02", 1, COPY_INFECTED },
	{ "\x02" CLEAN_HEAD("\x01") "x", 18, COPY_INFECTED },
	{ "\x03", 1, COPY_UNSCANNED },
	{ "\x03" CLEAN_HEAD("\x01") "x", 18, COPY_UNSCANNED },
	{ "\x04", 1, COPY_FAILED },
	{ "\xff" CLEAN_HEAD("\x01") "x", 18, COPY_FAILED },
	{ "\x01G", 2, COPY_FAILED },
	{ "\x01GWc1\x01\x01", 7, COPY_FAILED },
	{ "\x01" CLEAN_HEAD("\x01"), 16, COPY_FAILED },
	{ "\x01GIF89a", 7, COPY_FAILED },
	{ "\x01GWc2\x01\x01\0\0\0\0\0\0\0\0\0\x01x", 18, COPY_FAILED },
	{ "\x01" CLEAN_HEAD("\x02"), 17, COPY_FAILED },
	{ "\x01" CLEAN_HEAD("\x02") "x", 18, COPY_FAILED },
	{ "\x01" CLEAN_HEAD("\x02") "xyz", 20, COPY_FAILED },
	{ "\x01" CLEAN_HEAD("\0"), 17, COPY_FAILED },
	{ "\x01" HEAD_OF("\0"), 17, COPY_FAILED },		/* later */
	{ "\x01" HEAD_OF("\x05"), 17, COPY_FAILED },		/* failed */
	{ "\x01" HEAD_OF("\x06"), 17, COPY_FAILED },		/* unscanned */
	{ "\x01" HEAD_OF("\x07"), 17, COPY_FAILED },		/* infected: the scanner's to say */
	{ "\x01" HEAD_OF("\x08"), 17, COPY_FAILED },
	{ "\x01" HEAD_OF("\x02") "x", 18, COPY_FAILED },
};

START_TEST(a_pipe_that_is_not_one_verdict_and_one_copy_leaves_nothing)
{
	const struct span all = { (const uint8_t *)ends[_i / 2].bytes, ends[_i / 2].n };
	struct copying *c = copier_under_way();

	copier_pour(all, _i % 2 == 0 ? 1 : PIECE);
	copier_pipe_ends();
	copier_ended_as(ends[_i / 2].state);
	copying_free(c);
}
END_TEST

START_TEST(a_worker_that_says_more_than_its_head_said_is_not_read_to_its_end)
{
	const struct copy_head h = { .state = COPY_CLEAN, .kind = COPY_MP4, .size = 100000 };
	const struct span all = copier_copy(SCAN_OFF, &h, 100001);
	struct copying *c = copier_under_way();

	copier_pour(all, COPIER_MOST);
	copier_ended_as(COPY_FAILED);	/* the pipe is still open at the other end */
	ck_assert_uint_eq(copier.opened, 1);
	copying_free(c);
}
END_TEST

/* --- what is not there --- */

START_TEST(a_cleaner_that_says_no_costs_the_copy)
{
	struct copying *c;

	copier.cleaner_says = _i == 0 ? GW_EBUSY : GW_EIO;
	c = copier_under_way();
	copier_ended_as(COPY_LATER);
	copying_free(c);
}
END_TEST

START_TEST(without_a_cleaner_there_is_no_copy_now)
{
	struct copying *c = copier_begin(span_of("a photo"));

	wire_free(copier.cleaner);
	copier.cleaner = NULL;
	copier_settle();
	copier_end(c);
	ck_assert_uint_eq(copier.told, 0);
	copier_settle();
	copier_ended_as(COPY_LATER);
	copying_free(c);
}
END_TEST

START_TEST(a_cleaner_that_is_lost_while_it_works_costs_the_copy)
{
	struct copying *c;

	copier.cleaner_is_silent = true;
	c = copier_under_way();
	wire_free(copier.cleaner);
	copier.cleaner = NULL;
	copier_settle();
	copier_ended_as(COPY_LATER);
	copying_free(c);
}
END_TEST

START_TEST(a_spool_that_takes_nothing_costs_the_copy)
{
	const struct copy_head h = { .state = COPY_CLEAN, .kind = COPY_JPEG, .size = 200000 };
	struct copying *c;

	if (_i == 2) {
		wire_free(copier.vault);
		copier.vault = NULL;
	}
	copier.vault_is_full = _i == 0;
	copier.vault_has_full_disk = _i == 1;
	c = copier_under_way();
	ck_assert_int_eq(write(copier.pipe_in, copier_copy(SCAN_OFF, &h, 1000).p, 1000), 1000);
	copier_settle();
	copier_ended_as(COPY_LATER);
	copying_free(c);
}
END_TEST

/* Each time the loop runs until the timer ends it. */
START_TEST(silence_ends_by_itself_wherever_it_begins)
{
	const struct copy_head h = { .state = COPY_CLEAN, .kind = COPY_JPEG, .size = 10 };
	const struct msg_clean soon = { 64, 60, 1 };
	const size_t says[] = { 0, 20, 27 };
	struct copying *c;

	copier.cleaner_is_silent = _i == 0;
	copier.vault_is_silent = _i == 1;
	ck_assert_int_eq(copying_new(&copier.room, copier_key, copier_place, &soon, &c), GW_OK);
	copying_write(c, span_of("x"));
	copying_end(c, copier_told, copier.base);
	copier_settle();
	if (copier.pipe_in >= 0)
		ck_assert_int_eq(write(copier.pipe_in, copier_copy(SCAN_OFF, &h, 10).p, says[_i]), (ssize_t)says[_i]);
	ck_assert_int_ge(event_base_loop(copier.base, 0), 0);
	copier_settle();
	copier_ended_as(COPY_LATER);
	if (_i == 1) {		/* and a spool file that comes after all is given back */
		copier_give_spool();
		copier_settle();
		ck_assert_uint_eq(copier.dropped, 1);
	}
	copying_free(c);
}
END_TEST

/* --- room --- */

START_TEST(a_process_holds_no_more_than_it_may)
{
	static uint8_t megabyte[1024 * 1024];
	const struct msg_clean limits = { 64, 60, 10 };
	struct copying *c, *other;

	copier.room.held = LIMIT_COPIES_HELD - sizeof megabyte;
	c = copier_begin((struct span){ megabyte, sizeof megabyte });
	ck_assert_uint_eq(copier.room.held, LIMIT_COPIES_HELD);
	ck_assert_int_eq(copying_new(&copier.room, copier_key, copier_place, &limits, &other), GW_EBUSY);
	ck_assert_ptr_null(other);
	copying_write(c, span_of("x"));
	ck_assert_uint_eq(copier.room.held, LIMIT_COPIES_HELD - sizeof megabyte);
	copying_write(c, span_of("taken in vain"));
	copier.room.held = 0;
	copier_end(c);
	copier_settle();
	copier_ended_as(COPY_LATER);
	ck_assert_int_eq(copier.file, -1);	/* nobody was asked */
	copying_free(c);
}
END_TEST

START_TEST(a_file_is_no_longer_than_a_file_may_be)
{
	static uint8_t all[LIMIT_FILE_BYTES];
	struct copying *c = copier_begin((struct span){ all, sizeof all });

	ck_assert_uint_eq(copier.room.held, LIMIT_FILE_BYTES);
	copying_write(c, span_of("x"));
	ck_assert_uint_eq(copier.room.held, 0);
	copier_end(c);
	copier_settle();
	copier_ended_as(COPY_LATER);
	copying_free(c);
}
END_TEST

/* --- given up --- */

START_TEST(given_up_at_any_moment_nothing_of_it_stays)
{
	const struct copy_head h = { .state = COPY_CLEAN, .kind = COPY_JPEG, .size = 10 };
	const size_t says[] = { 0, 0, 0, 1, 10, 17, 17, 20, 27 };
	struct copying *c = copier_begin(span_of("x"));

	copier.cleaner_is_silent = _i == 1;
	copier.vault_is_silent = _i == 6;
	if (_i > 0) {
		copier_end(c);
		copier_settle();
	}
	if (copier.pipe_in >= 0)
		ck_assert_int_eq(write(copier.pipe_in, copier_copy(SCAN_OFF, &h, 10).p, says[_i]), (ssize_t)says[_i]);
	copier_settle();
	copying_free(c);
	if (copier.vault_is_silent)
		copier_give_spool();
	copier_settle();
	ck_assert_uint_eq(copier.told, 0);
	ck_assert_uint_eq(copier.opened, _i >= 5);
	ck_assert_uint_eq(copier.dropped, copier.opened);
	ck_assert_uint_eq(copier.room.held, 0);
	ck_assert_uint_eq(link_open(copier.room.vault) + link_open(copier.room.cleaner), 0);
	copying_free(NULL);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("copying");
	TCase *t = tcase_create("copying");

	tcase_add_checked_fixture(t, copier_set_up, copier_tear_down);
	tcase_add_loop_test(t, a_copy_is_sealed_into_the_spool_as_it_was_written, 0, 3 * (int)COUNT(sizes));
	tcase_add_test(t, a_pdf_copy_keeps_its_list_of_pages);
	tcase_add_loop_test(t, what_cannot_be_cleaned_is_kept_as_a_head_without_bytes, 0, (int)COUNT(kept));
	tcase_add_test(t, the_cleaner_gets_all_of_the_file_and_nobody_can_change_it);
	tcase_add_test(t, a_spool_file_is_asked_for_once_there_is_a_copy);
	tcase_add_loop_test(t, a_pipe_that_is_not_one_verdict_and_one_copy_leaves_nothing, 0, 2 * (int)COUNT(ends));
	tcase_add_test(t, a_worker_that_says_more_than_its_head_said_is_not_read_to_its_end);
	tcase_add_loop_test(t, a_cleaner_that_says_no_costs_the_copy, 0, 2);
	tcase_add_test(t, without_a_cleaner_there_is_no_copy_now);
	tcase_add_test(t, a_cleaner_that_is_lost_while_it_works_costs_the_copy);
	tcase_add_loop_test(t, a_spool_that_takes_nothing_costs_the_copy, 0, 3);
	tcase_add_loop_test(t, silence_ends_by_itself_wherever_it_begins, 0, 3);
	tcase_add_test(t, a_process_holds_no_more_than_it_may);
	tcase_add_test(t, a_file_is_no_longer_than_a_file_may_be);
	tcase_add_loop_test(t, given_up_at_any_moment_nothing_of_it_stays, 0, 9);
	suite_add_tcase(s, t);
	return s;
}
