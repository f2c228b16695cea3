/* test_attachments.c: how a real desk shows the clean copies of attachments, over real TLS, beside a vault that this
 * test plays: as they were made, what is altered never whole, each kind in its own way. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "looker.h"
#include "run.h"

enum { PICTURE, TEXT, VIDEO, MAKES_N = 300 };

static struct looker her;
static uint8_t made[MAKES_N];

static void
come(void)
{
	looker_come(&her);
	memset(made, 'm', sizeof made);
}

static void
go(void)
{
	looker_go(&her);
}

/* --- copies --- */

START_TEST(a_clean_copy_comes_as_it_was_made_and_says_nothing_of_its_sender)
{
	static const struct { const char *type, *disposition; } is[COUNTER_FILES] = {
		[PICTURE] = { "Content-Type: image/jpeg\r\n", "inline; filename=\"attachment-1.jpg\"\r\n" },
		[TEXT] = { "Content-Type: text/plain; charset=utf-8\r\n",
		    "attachment; filename=\"attachment-2.txt\"\r\n" },
		[VIDEO] = { "Content-Type: video/mp4\r\n", "attachment; filename=\"attachment-3.mp4\"\r\n" },
	};
	char tail[48];

	for (int api = 0; api < 2; api++) {
		snprintf(tail, sizeof tail, "/files/%d%s", _i, api ? "" : "/copy");
		ck_assert_int_eq((api ? looker_api : looker_page)(&her, tail), 200);
		ck_assert(looker_reads(&her, is[_i].type));
		ck_assert(looker_reads(&her, is[_i].disposition));
		ck_assert(looker_reads(&her, "Content-Security-Policy: sandbox; default-src 'none'\r\n"));
		ck_assert(looker_reads(&her, "X-Content-Type-Options: nosniff\r\n"));
		ck_assert(looker_reads(&her, "Cross-Origin-Resource-Policy: same-origin\r\n"));
		ck_assert(looker_reads(&her, "Cache-Control: no-store\r\n"));
		ck_assert(!looker_reads(&her, "photo.jpg"));
		ck_assert_uint_eq(her.got.body_n, her.desk.copy_size[_i]);
		ck_assert_mem_eq(her.got.body, her.desk.copy[_i], her.got.body_n);
	}
}
END_TEST

START_TEST(what_is_not_there_is_absent)
{
	static const char *const tails[] = { "/files/3", "/files/99999", "/files/00", "/files/0/", "/files/0/pages/0",
		"/files/0/pages/1", "/files/0/other", "/files/0/copy/" };

	for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
		ck_assert_msg(looker_page(&her, tails[i]) == 404, "%s", tails[i]);
		ck_assert_msg(looker_api(&her, tails[i]) == 404, "%s", tails[i]);
	}
	ck_assert_int_eq(looker_api(&her, "/files/0/copy"), 404);	/* in the API the file is the copy */
}
END_TEST

START_TEST(an_altered_copy_is_never_given_whole)
{
	her.desk.file_lie = (enum counter_file_lie)_i;
	if (looker_api(&her, "/files/0") == 200) {
		ck_assert_uint_lt(her.got.body_n, her.desk.copy_size[0]);
		ck_assert_mem_eq(her.got.body, her.desk.copy[0], her.got.body_n);
	} else {
		ck_assert_int_eq(her.got.status, 500);
	}
	her.desk.file_lie = FILE_TRUE;
	ck_assert_int_eq(looker_api(&her, "/files/1"), 200);
}
END_TEST

/* The stream is sealed as it should be, and what it says of itself is not so. */
START_TEST(a_head_that_lies_is_not_believed)
{
	static const struct copy_head heads[] = {
		{ .state = COPY_CLEAN, .kind = COPY_JPEG, .size = MAKES_N + 1 },
		{ .state = COPY_CLEAN, .kind = COPY_JPEG, .size = MAKES_N - 1 },
		{ .state = COPY_CLEAN, .kind = COPY_JPEG, .size = 100000 },
		{ .state = COPY_CLEAN, .kind = COPY_JPEG, .size = 1 },
		{ .state = COPY_STRANGE },
		{ .state = COPY_CLEAN, .kind = COPY_NONE, .size = MAKES_N },
		{ .state = COPY_CLEAN, .kind = COPY_PDF, .size = MAKES_N },
		{ .state = COPY_CLEAN, .kind = COPY_PDF, .size = MAKES_N, .n_pages = 1,
		    .page = { { 0, MAKES_N + 1 } } },
		{ .state = COPY_CLEAN, .kind = COPY_PDF, .size = MAKES_N, .n_pages = 2,
		    .page = { { 0, 9 }, { 8, 9 } } },
	};

	counter_copy(&her.desk, 0, &heads[_i], (struct span){ made, MAKES_N });
	if (looker_api(&her, "/files/0") == 200)
		ck_assert_uint_lt(her.got.body_n, heads[_i].size);
	else
		ck_assert_int_eq(her.got.status, 500);
	ck_assert_int_eq(looker_page(&her, "/files/0"), _i == 0 ? 200 : 500);	/* seen at its end alone */
	ck_assert(!looker_reads(&her, "mmm"));
}
END_TEST

/* Seen at its end alone: padding hides it until then. */
START_TEST(a_copy_that_goes_on_behind_its_size_is_never_given_whole)
{
	const struct copy_head h = { .state = COPY_CLEAN, .kind = COPY_JPEG, .size = 99999 };
	uint8_t *bytes = calloc(1, h.size + 1);

	counter_copy(&her.desk, 0, &h, (struct span){ bytes, h.size + 1 });
	free(bytes);
	ck_assert_int_eq(looker_api(&her, "/files/0"), 200);
	ck_assert_uint_lt(her.got.body_n, h.size);
}
END_TEST

START_TEST(what_is_no_head_at_all_is_refused)
{
	static const struct { const char *p; size_t n; } heads[] = { { "", 0 }, { "G", 1 }, { "GWc1", 4 },
		{ "GWc2\1\1\0\0\0\0\0\0\0\0\0\1a", 17 }, { "<script>alert(1)</script>", 25 } };

	const struct span head = { (const uint8_t *)heads[_i].p, heads[_i].n };

	counter_copy_of(&her.desk, 0, head, (struct span){ NULL, 0 });
	ck_assert_int_eq(looker_api(&her, "/files/0"), 500);
	ck_assert_int_eq(looker_page(&her, "/files/0"), 500);
}
END_TEST

/* --- pages --- */

enum { PAGES = 3, PDF = 3 * 1024 * 1024 };

static const struct copy_head pdf = { .state = COPY_CLEAN, .kind = COPY_PDF, .size = PDF, .n_pages = PAGES,
	.page = { { 20, 100 }, { 70000, 140000 }, { PDF - 50000, 50000 } } };

static uint8_t *
pdf_put(void)
{
	uint8_t *bytes = malloc(PDF);

	randombytes_buf(bytes, PDF);
	counter_copy(&her.desk, 0, &pdf, (struct span){ bytes, PDF });
	return bytes;
}

START_TEST(a_page_is_its_own_bytes_alone)
{
	uint8_t *bytes = pdf_put();
	char tail[48];

	snprintf(tail, sizeof tail, "/files/0/pages/%d", _i + 1);
	ck_assert_int_eq(looker_page(&her, tail), 200);
	ck_assert(looker_reads(&her, "Content-Type: image/jpeg\r\n"));
	ck_assert(looker_reads(&her, "sandbox; default-src 'none'"));
	ck_assert_uint_eq(her.got.body_n, pdf.page[_i].n);
	ck_assert_mem_eq(her.got.body, bytes + pdf.page[_i].at, her.got.body_n);
	ck_assert_int_eq(looker_page(&her, "/files/0/pages/4"), 404);
	free(bytes);
}
END_TEST

START_TEST(the_page_of_a_pdf_leads_to_those_beside_it)
{
	free(pdf_put());
	ck_assert_int_eq(looker_page(&her, "/files/0?page=2"), 200);
	ck_assert(looker_reads(&her, "/files/0/pages/2\""));
	ck_assert(looker_reads(&her, "Page 2 of 3"));
	ck_assert(looker_reads(&her, "?page=1\""));
	ck_assert(looker_reads(&her, "?page=3\""));
	ck_assert_int_eq(looker_page(&her, "/files/0"), 200);
	ck_assert(looker_reads(&her, "/files/0/pages/1\""));
	ck_assert(!looker_reads(&her, "Previous page"));
	ck_assert_int_eq(looker_page(&her, "/files/0?page=4"), 404);
	ck_assert_int_eq(looker_page(&her, "/files/0?page=0"), 404);
	ck_assert_int_eq(looker_page(&her, "/files/0?page=x"), 404);
}
END_TEST

/* --- the reading page --- */

START_TEST(a_picture_is_behind_one_action_and_has_no_name)
{
	ck_assert_int_eq(looker_page(&her, "/files/0"), 200);
	ck_assert(looker_reads(&her, "<h1 class=\"govuk-heading-l\" tabindex=\"-1\">Attachment 1</h1>"));
	ck_assert(looker_reads(&her, "type=\"checkbox\""));
	ck_assert(looker_reads(&her, "Show the picture"));
	ck_assert(looker_reads(&her, "/files/0/copy\" alt=\"Attachment 1\""));
	ck_assert(looker_reads(&her, "img-src 'self' data:;"));
	ck_assert(!looker_reads(&her, "photo.jpg"));
	ck_assert(!looker_reads(&her, "<script>"));
	ck_assert_uint_gt(her.desk.readings, 0);
}
END_TEST

START_TEST(a_text_is_text_whatever_stands_in_it)
{
	static const char words[] = "<script>alert(1)</script> & caf\xc3\xa9";
	const struct copy_head h = { .state = COPY_CLEAN, .kind = COPY_TEXT, .size = sizeof words - 1 };

	counter_copy(&her.desk, 1, &h, span_of(words));
	ck_assert_int_eq(looker_page(&her, "/files/1"), 200);
	ck_assert(looker_reads(&her, "&lt;script&gt;alert(1)&lt;/script&gt; &amp; caf\xc3\xa9"));
	ck_assert(!looker_reads(&her, "<script>alert"));
	ck_assert(!looker_reads(&her, "only its beginning"));
}
END_TEST

START_TEST(a_long_text_is_cut_between_letters)
{
	const struct copy_head h = { .state = COPY_CLEAN, .kind = COPY_TEXT, .size = 200001 };
	char *text = malloc(h.size);

	text[0] = 'x';
	for (size_t i = 1; i < h.size; i += 2)
		memcpy(text + i, "\xc3\xa9", 2);
	counter_copy(&her.desk, 1, &h, (struct span){ (const uint8_t *)text, h.size });
	free(text);
	ck_assert_int_eq(looker_page(&her, "/files/1"), 200);
	ck_assert(looker_reads(&her, "only its beginning"));
	ck_assert(looker_reads(&her, "\xc3\xa9</pre>"));
	ck_assert_uint_lt(her.got.body_n, 90000);
}
END_TEST

START_TEST(what_is_no_text_after_all_is_only_a_download)
{
	const struct copy_head h = { .state = COPY_CLEAN, .kind = COPY_TEXT, .size = 4 };

	counter_copy(&her.desk, 1, &h, span_of("a\xff\xfe" "b"));
	ck_assert_int_eq(looker_page(&her, "/files/1"), 200);
	ck_assert(!looker_reads(&her, "<pre"));
	ck_assert(looker_reads(&her, "/files/1/copy\" download"));
}
END_TEST

static const struct { enum copy_state state; const char *words; } without[] = {
	{ COPY_STRANGE, "cannot be cleaned" }, { COPY_DAMAGED, "cut short or broken" },
	{ COPY_TOO_MUCH, "larger than" },
};

START_TEST(where_there_is_nothing_to_look_at_the_page_says_why)
{
	const struct copy_head h = { .state = without[_i].state };

	counter_copy(&her.desk, 0, &h, (struct span){ NULL, 0 });
	ck_assert_int_eq(looker_page(&her, "/files/0"), 200);
	ck_assert(looker_reads(&her, without[_i].words));
	ck_assert(looker_reads(&her, "Ask to open the original"));
	ck_assert(!looker_reads(&her, "/files/0/copy"));
	ck_assert_int_eq(looker_api(&her, "/files/0"), 409);
	ck_assert(looker_reads(&her, without[_i].words));
	ck_assert_int_eq(looker_page(&her, "/files/0/copy"), 409);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("attachments");
	TCase *c = tcase_create("attachments");

	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(c, come, go);
	tcase_add_loop_test(c, a_clean_copy_comes_as_it_was_made_and_says_nothing_of_its_sender, 0, COUNTER_FILES);
	tcase_add_test(c, what_is_not_there_is_absent);
	tcase_add_loop_test(c, an_altered_copy_is_never_given_whole, FILE_TRUE + 1, FILE_LIE_N);
	tcase_add_loop_test(c, a_head_that_lies_is_not_believed, 0, 9);
	tcase_add_test(c, a_copy_that_goes_on_behind_its_size_is_never_given_whole);
	tcase_add_loop_test(c, what_is_no_head_at_all_is_refused, 0, 5);
	tcase_add_loop_test(c, a_page_is_its_own_bytes_alone, 0, PAGES);
	tcase_add_test(c, the_page_of_a_pdf_leads_to_those_beside_it);
	tcase_add_test(c, a_picture_is_behind_one_action_and_has_no_name);
	tcase_add_test(c, a_text_is_text_whatever_stands_in_it);
	tcase_add_test(c, a_long_text_is_cut_between_letters);
	tcase_add_test(c, what_is_no_text_after_all_is_only_a_download);
	tcase_add_loop_test(c, where_there_is_nothing_to_look_at_the_page_says_why, 0, 3);
	suite_add_tcase(s, c);
	return s;
}
