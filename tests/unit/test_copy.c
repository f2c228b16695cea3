/* test_copy.c: a copy's head, in bytes and back: who wrote it has met hostile bytes. Inputs end at an unreadable
 * page. */
#include <string.h>

#include "copy.h"
#include "edge.h"
#include "run.h"

#define COUNT(list) (sizeof (list) / sizeof (list)[0])

static struct copy_head read_head;

static const struct copy_head heads[] = {
	{ .state = COPY_CLEAN, .kind = COPY_JPEG, .size = 1 },
	{ .state = COPY_CLEAN, .kind = COPY_TEXT, .size = LIMIT_COPY_BYTES },
	{ .state = COPY_CLEAN, .kind = COPY_PDF, .size = 900, .n_pages = 2, .page = { { 0, 400 }, { 500, 400 } } },
	{ .state = COPY_STRANGE }, { .state = COPY_INFECTED },
};

static struct span
written(const struct copy_head *h)
{
	static uint8_t bytes[COPY_HEAD];

	return (struct span){ bytes, copy_head_write(h, bytes) };
}

static enum gw_err
read_bytes(struct span s, size_t *used)
{
	return copy_head_read(edge(s.p, s.n), &read_head, used);
}

START_TEST(a_head_is_read_as_it_was_written)
{
	const struct copy_head *h = &heads[_i];
	const struct span s = written(h);
	size_t used = 0;

	ck_assert_int_eq(read_bytes(s, &used), GW_OK);
	ck_assert_uint_eq(used, s.n);
	ck_assert_int_eq(read_head.state, h->state);
	ck_assert_int_eq(read_head.kind, h->kind);
	ck_assert_uint_eq(read_head.size, h->size);
	ck_assert_uint_eq(read_head.n_pages, h->n_pages);
	ck_assert_mem_eq(read_head.page, h->page, sizeof h->page);
}
END_TEST

START_TEST(a_head_cut_anywhere_asks_for_more)
{
	const struct span whole = written(&heads[_i]);

	for (size_t n = 0; n < whole.n; n++) {
		size_t used = 99;

		ck_assert_int_eq(read_bytes((struct span){ whole.p, n }, &used), GW_MORE);
		ck_assert_uint_eq(used, 0);
	}
}
END_TEST

static const struct { const char *what; struct copy_head h; } false_heads[] = {
	{ "no copy is only to come", { .state = COPY_LATER } },
	{ "no such state", { .state = COPY_STATE_N } },
	{ "no such kind", { .state = COPY_CLEAN, .kind = COPY_KIND_N, .size = 1 } },
	{ "clean, of no kind", { .state = COPY_CLEAN, .size = 1 } },
	{ "clean, without bytes", { .state = COPY_CLEAN, .kind = COPY_JPEG } },
	{ "too many bytes", { .state = COPY_CLEAN, .kind = COPY_JPEG, .size = LIMIT_COPY_BYTES + 1ull } },
	{ "so many bytes that a sum of them wraps", { .state = COPY_CLEAN, .kind = COPY_JPEG, .size = UINT64_MAX } },
	{ "damaged, and of a kind", { .state = COPY_DAMAGED, .kind = COPY_JPEG } },
	{ "damaged, with bytes", { .state = COPY_DAMAGED, .size = 1 } },
	{ "a picture with pages", { .state = COPY_CLEAN, .kind = COPY_PNG, .size = 9, .n_pages = 1,
	    .page = { { 0, 9 } } } },
	{ "a PDF without", { .state = COPY_CLEAN, .kind = COPY_PDF, .size = 9 } },
	{ "a page behind the end", { .state = COPY_CLEAN, .kind = COPY_PDF, .size = 9, .n_pages = 1,
	    .page = { { 0, 10 } } } },
	{ "a page that wraps", { .state = COPY_CLEAN, .kind = COPY_PDF, .size = 9, .n_pages = 1,
	    .page = { { UINT32_MAX, 2 } } } },
	{ "an empty page", { .state = COPY_CLEAN, .kind = COPY_PDF, .size = 9, .n_pages = 1, .page = { { 3, 0 } } } },
	{ "a page over another", { .state = COPY_CLEAN, .kind = COPY_PDF, .size = 9, .n_pages = 2,
	    .page = { { 0, 5 }, { 4, 5 } } } },
};

START_TEST(a_head_that_cannot_be_true_is_none)
{
	size_t used = 99;

	ck_assert_msg(read_bytes(written(&false_heads[_i].h), &used) == GW_EINPUT, "%s", false_heads[_i].what);
	ck_assert_uint_eq(used, 0);
}
END_TEST

START_TEST(more_pages_than_there_may_be_are_refused_before_they_come)
{
	uint8_t bytes[COPY_HEAD];
	size_t used;

	memcpy(bytes, written(&heads[2]).p, COPY_FIXED);
	bytes[6] = 0;
	bytes[7] = LIMIT_COPY_PAGES + 1;
	ck_assert_int_eq(read_bytes((struct span){ bytes, COPY_FIXED }, &used), GW_EINPUT);
	bytes[6] = bytes[7] = 0xff;
	ck_assert_int_eq(read_bytes((struct span){ bytes, COPY_FIXED }, &used), GW_EINPUT);
}
END_TEST

START_TEST(what_does_not_begin_as_a_head_is_told_at_once)
{
	size_t used;

	ck_assert_int_eq(read_bytes(span_of("G"), &used), GW_MORE);
	ck_assert_int_eq(read_bytes(span_of("<"), &used), GW_EINPUT);
	ck_assert_int_eq(read_bytes(span_of("GWc2"), &used), GW_EINPUT);
}
END_TEST

START_TEST(every_state_and_kind_has_a_code_of_its_own)
{
	for (int s = 0; s < COPY_STATE_N; s++)
		ck_assert_int_eq(copy_state_of(span_of(copy_state_code((enum copy_state)s))), s);
	for (int k = 0; k < COPY_KIND_N; k++) {
		ck_assert_int_eq(copy_kind_of(span_of(copy_kind_code((enum copy_kind)k))), k);
		ck_assert_str_ne(copy_kind_media((enum copy_kind)k), "");
	}
	ck_assert_int_eq(copy_state_of(span_of("cleaner")), COPY_STATE_N);
	ck_assert_int_eq(copy_kind_of(span_of("exe")), COPY_KIND_N);
	ck_assert_str_eq(copy_state_code(COPY_STATE_N), "");
	ck_assert_str_eq(copy_kind_media(COPY_KIND_N), "application/octet-stream");
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("copy");
	TCase *t = tcase_create("copy");

	tcase_add_loop_test(t, a_head_is_read_as_it_was_written, 0, (int)COUNT(heads));
	tcase_add_loop_test(t, a_head_cut_anywhere_asks_for_more, 0, (int)COUNT(heads));
	tcase_add_loop_test(t, a_head_that_cannot_be_true_is_none, 0, (int)COUNT(false_heads));
	tcase_add_test(t, more_pages_than_there_may_be_are_refused_before_they_come);
	tcase_add_test(t, what_does_not_begin_as_a_head_is_told_at_once);
	tcase_add_test(t, every_state_and_kind_has_a_code_of_its_own);
	suite_add_tcase(s, t);
	return s;
}
