/* test_walk.c: a thread is read whole and in order, or not at all. */
#include <string.h>

#include "run.h"
#include "walk.h"

enum { PARTS = 6 };

static const enum part_kind kinds[PARTS] = {
	PART_BODY, PART_DECISION, PART_FROM_REPORTER, PART_FROM_STAFF, PART_NOTE, PART_FROM_REPORTER
};
static const uint8_t report[ID_BYTES] = { 1, 2, 3 }, key[KEY_BYTES] = { 4, 5, 6 };

static struct buf part[PARTS], head, old_head;
static struct msg_thread whole;		/* as an honest vault gives it on one page */
static struct chain chain;
static unsigned opened;			/* parts that were given to the reader */
static enum gw_err said;		/* what the reader says of each */

static void
set_up(void)
{
	struct chain sealing;

	chain_start(&sealing, report);
	memset(&whole, 0, sizeof whole);
	memcpy(whole.report, report, ID_BYTES);
	for (uint32_t i = 0; i < PARTS; i++) {
		const struct part_place at = { report, kinds[i], i };

		buf_init(&part[i], SEAL_STEP);
		if (i == PARTS - 1) {
			buf_init(&old_head, SEAL_STEP);
			ck_assert_int_eq(chain_seal(&sealing, key, report, &old_head), GW_OK);
		}
		ck_assert_int_eq(chain_append(&sealing, key, at, span_of("words"), &part[i]), GW_OK);
		whole.part[i] = (struct msg_part){ .kind = (uint8_t)kinds[i], .seq = i, .sealed = buf_span(&part[i]) };
		part_digest(buf_span(&part[i]), whole.part[i].digest);
	}
	buf_init(&head, SEAL_STEP);
	ck_assert_int_eq(chain_seal(&sealing, key, report, &head), GW_OK);
	whole.head = buf_span(&head);
	whole.total = whole.n = PARTS;
	chain_start(&chain, report);
	opened = 0;
	said = GW_OK;
}

static void
tear_down(void)
{
	for (size_t i = 0; i < PARTS; i++)
		buf_free(&part[i]);
	buf_free(&head);
	buf_free(&old_head);
}

static enum gw_err
on_part(void *arg, const struct msg_part *p)
{
	(void)arg;
	ck_assert_uint_eq(p->seq, opened);	/* in order, and the chain holds those before it */
	ck_assert_uint_eq(chain.n, opened);
	opened++;
	return said;
}

static enum gw_err
take(const struct msg_thread *page)
{
	const struct walk w = { report, key, &chain, on_part, NULL };

	return walk_page(&w, page);
}

/* The parts from chain.n on, so many at the most. */
static struct msg_thread
page_of(uint32_t most)
{
	struct msg_thread page = whole;
	const uint32_t left = PARTS - chain.n;

	page.n = (uint8_t)(left < most ? left : most);
	memcpy(page.part, whole.part + chain.n, page.n * sizeof page.part[0]);
	return page;
}

START_TEST(an_honest_thread_is_read_however_it_is_paged)
{
	enum gw_err e = GW_MORE;

	while (e == GW_MORE) {
		const struct msg_thread page = page_of((uint32_t)_i);

		e = take(&page);
	}
	ck_assert_int_eq(e, GW_OK);
	ck_assert_uint_eq(opened, PARTS);
}
END_TEST

START_TEST(a_part_may_be_kept_back_but_not_left_out)
{
	whole.part[1].sealed = whole.part[4].sealed = (struct span){ NULL, 0 };
	ck_assert_int_eq(take(&whole), GW_OK);
	ck_assert_uint_eq(opened, PARTS);
}
END_TEST

START_TEST(a_thread_that_was_read_may_be_asked_for_again)
{
	struct msg_thread nothing_new;

	ck_assert_int_eq(take(&whole), GW_OK);
	nothing_new = page_of(PARTS);
	ck_assert_uint_eq(nothing_new.n, 0);
	ck_assert_int_eq(take(&nothing_new), GW_OK);
}
END_TEST

START_TEST(what_the_reader_says_ends_it)
{
	said = GW_ENOMEM;
	ck_assert_int_eq(take(&whole), GW_ENOMEM);
	ck_assert_uint_eq(opened, 1);
	ck_assert_uint_eq(chain.n, 0);
}
END_TEST

/* --- lies --- */

static void other_report(void) { whole.report[0] ^= 1; }
static void one_less(void) { whole.total = --whole.n; }
static void more_than_all(void) { whole.total--; }
static void empty_page(void) { whole.n = 0; }
static void too_many(void) { whole.total = LIMIT_MESSAGES + 1; }
static void old(void) { whole.head = buf_span(&old_head); }
static void altered(void) { whole.part[3].sealed = whole.part[2].sealed; }
static void other_digest(void) { whole.part[4].digest[0] ^= 1; }
static void other_hidden_digest(void) { whole.part[4].sealed.n = 0; other_digest(); }
static void other_kind(void) { whole.part[2].kind = PART_FROM_STAFF; }
static void second_body(void) { whole.part[2].kind = PART_BODY; }
static void late_decision(void) { whole.part[2].kind = PART_DECISION; }
static void no_decision(void) { whole.part[1].kind = PART_NOTE; }
static void a_head_inside(void) { whole.part[2].kind = PART_HEAD; }
static void a_file_inside(void) { whole.part[2].kind = PART_FILE; }
static void gap(void) { whole.part[3].seq++; }

static void
swapped(void)
{
	const struct msg_part p = whole.part[2];

	whole.part[2] = whole.part[5];
	whole.part[5] = p;
	whole.part[2].seq = 2;
	whole.part[5].seq = 5;
}

/* given: how many parts the reader gets to see before. */
static const struct { void (*tell)(void); unsigned given; } lies[] = {
	{ other_report, 0 }, { too_many, 0 }, { more_than_all, 0 }, { empty_page, 0 }, { one_less, PARTS - 1 },
	{ old, PARTS }, { altered, 3 }, { other_digest, 4 }, { other_hidden_digest, PARTS }, { other_kind, PARTS },
	{ second_body, 2 }, { late_decision, 2 }, { no_decision, 1 }, { a_head_inside, 2 }, { a_file_inside, 2 },
	{ gap, 3 }, { swapped, PARTS },
};

START_TEST(no_lie_is_believed)
{
	lies[_i].tell();
	ck_assert_int_eq(take(&whole), GW_EDENIED);
	ck_assert_uint_eq(opened, lies[_i].given);
}
END_TEST

START_TEST(a_page_before_the_one_that_is_due_is_refused)
{
	struct msg_thread first = page_of(2), again;

	ck_assert_int_eq(take(&first), GW_MORE);
	again = first;
	ck_assert_int_eq(take(&again), GW_EDENIED);
	again = page_of(PARTS);
	again.total = 1;		/* fewer than were given already */
	ck_assert_int_eq(take(&again), GW_EDENIED);
	ck_assert_uint_eq(opened, 2);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("walk");
	TCase *t = tcase_create("a thread of six parts");

	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_add_loop_test(t, an_honest_thread_is_read_however_it_is_paged, 1, PARTS + 1);
	tcase_add_test(t, a_part_may_be_kept_back_but_not_left_out);
	tcase_add_test(t, a_thread_that_was_read_may_be_asked_for_again);
	tcase_add_test(t, what_the_reader_says_ends_it);
	tcase_add_loop_test(t, no_lie_is_believed, 0, sizeof lies / sizeof lies[0]);
	tcase_add_test(t, a_page_before_the_one_that_is_due_is_refused);
	suite_add_tcase(s, t);
	return s;
}
