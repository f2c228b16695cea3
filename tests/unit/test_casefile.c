/* test_casefile.c: what a case's entries come to, and who may do what next. */
#include <stdio.h>
#include <string.h>

#include "casefile.h"
#include "run.h"

enum { ENTRIES = 128, FIRST = 2 };

static struct entry entry[ENTRIES];
static uint32_t part[ENTRIES];
static size_t n;
static struct casefile file;

static void
begin(void)
{
	memset(entry, 0, sizeof entry);
	n = 0;
}

/* The next entry, to be filled in; it stands in the part after the one before. */
static struct entry *
add(enum case_act act, const char *by, const char *text)
{
	struct entry *e = &entry[n];

	ck_assert_uint_lt(n, ENTRIES);
	*e = (struct entry){ .act = act, .at = 1795000020, .text = span_of(text) };
	snprintf(e->by, sizeof e->by, "%s", by);
	part[n] = FIRST + (uint32_t)n;
	n++;
	return e;
}

static void
add_tag(enum case_act act, enum tag_kind kind, const char *text)
{
	add(act, "Asha", text)->tag = kind;
}

static void
add_bands(enum case_act act, const char *by, enum band from, enum band to)
{
	struct entry *e = add(act, by, "why");

	e->from = from;
	e->to = to;
}

static void
add_link(uint8_t other, enum link_how how)
{
	struct entry *e = add(ACT_LINK, "Asha", "why");

	e->other[0] = other;
	e->how = how;
}

static void
add_task(const char *owner)
{
	struct entry *e = add(ACT_TASK, "Asha", "ring them");

	snprintf(e->whom, sizeof e->whom, "%s", owner);
	e->task_due = 1795100000;
}

static void
add_done(uint32_t of)
{
	add(ACT_TASK_DONE, "Ben", "")->of = of;
}

static const struct casefile *
read_file(void)
{
	casefile_read(entry, part, n, &file);
	return &file;
}

static const char *
refuses(enum case_act act, enum band band, enum band to, const char *member)
{
	return casefile_refuses(read_file(), act, band, to, member);
}

START_TEST(a_case_without_entries_is_nobodys_and_open)
{
	const struct casefile *c = read_file();

	ck_assert_str_eq(c->assigned, "");
	ck_assert(!c->is_confirmed);
	ck_assert_ptr_null(c->asked);
	ck_assert_ptr_null(c->closed);
	ck_assert_ptr_null(c->logged);
	ck_assert_uint_eq(c->n_tasks + c->n_tags + c->n_links, 0);
}
END_TEST

START_TEST(the_last_assignment_holds)
{
	snprintf(add(ACT_ASSIGN, "Asha", "")->whom, LIMIT_NAME, "Ben");
	snprintf(add(ACT_ASSIGN, "Ben", "")->whom, LIMIT_NAME, "Cleo");
	ck_assert_str_eq(read_file()->assigned, "Cleo");
	add(ACT_ASSIGN, "Cleo", "away");
	ck_assert_str_eq(read_file()->assigned, "");
}
END_TEST

START_TEST(a_band_that_a_person_chose_is_confirmed)
{
	static const struct { enum case_act act; bool confirms; } acts[] = {
		{ ACT_CONFIRM, true }, { ACT_RAISE, true }, { ACT_LOWER, true }, { ACT_AGREE_LOWER, true },
		{ ACT_ASK_LOWER, false }, { ACT_REFUSE_LOWER, false }, { ACT_MESSAGE, false }, { ACT_NOTE, false },
		{ ACT_REVIEW, false }, { ACT_LOG, false }, { ACT_CLOSE, false },
	};

	for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++) {
		begin();
		add(acts[i].act, "Asha", "why");
		ck_assert_int_eq(read_file()->is_confirmed, acts[i].confirms);
	}
}
END_TEST

START_TEST(a_lowering_waits_until_it_is_decided_or_the_case_is_raised)
{
	static const enum case_act ends[] = { ACT_AGREE_LOWER, ACT_REFUSE_LOWER, ACT_RAISE };

	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		begin();
		add_bands(ACT_ASK_LOWER, "Asha", BAND_IMMEDIATE, BAND_URGENT);
		add(ACT_NOTE, "Ben", "I rang");
		add_bands(ACT_CONFIRM, "Ben", BAND_IMMEDIATE, BAND_IMMEDIATE);
		ck_assert_ptr_eq(read_file()->asked, &entry[0]);
		add(ends[i], "Ben", "why");
		ck_assert_ptr_null(read_file()->asked);
	}
}
END_TEST

START_TEST(closing_lasts_until_somebody_opens_it_again)
{
	add(ACT_CLOSE, "Asha", "done");
	add(ACT_NOTE, "Asha", "a letter came");
	ck_assert_ptr_eq(read_file()->closed, &entry[0]);
	add(ACT_REOPEN, "Asha", "again");
	ck_assert_ptr_null(read_file()->closed);
	add(ACT_CLOSE, "Ben", "done again");
	ck_assert_ptr_eq(read_file()->closed, &entry[3]);
}
END_TEST

START_TEST(a_professionals_concern_names_who_logged_it)
{
	add(ACT_LOG, "Asha", "a form tutor");
	add(ACT_NOTE, "Ben", "hm");
	ck_assert_ptr_eq(read_file()->logged, &entry[0]);
	ck_assert_str_eq(file.logged->by, "Asha");
}
END_TEST

START_TEST(a_report_has_a_reporter_and_what_staff_logged_or_passed_on_has_none)
{
	add(ACT_NOTE, "Ben", "hm");
	add(ACT_PASS, "Ben", "they must know");
	ck_assert(casefile_has_reporter(read_file()));
	add(ACT_COME, "Ben", "");
	ck_assert(!casefile_has_reporter(read_file()));
	ck_assert_ptr_eq(file.come, &entry[2]);
	begin();
	add(ACT_LOG, "Asha", "a form tutor");
	ck_assert(!casefile_has_reporter(read_file()));
	ck_assert_ptr_null(file.come);
}
END_TEST

START_TEST(a_task_is_open_until_it_is_done)
{
	add_task("Ben");
	add_task("Cleo");
	add_task("Dev");
	add_done(FIRST + 1);
	ck_assert_uint_eq(read_file()->n_tasks, 2);
	ck_assert_uint_eq(file.task[0].part, FIRST);
	ck_assert_str_eq(file.task[0].entry->whom, "Ben");
	ck_assert_uint_eq(file.task[1].part, FIRST + 2);
	ck_assert_str_eq(file.task[1].entry->whom, "Dev");
	add_done(FIRST + 1);	/* twice, and of what is no task */
	add_done(FIRST + 3);
	add_done(499);
	ck_assert_uint_eq(read_file()->n_tasks, 2);
	add_done(FIRST);
	add_done(FIRST + 2);
	ck_assert_uint_eq(read_file()->n_tasks, 0);
}
END_TEST

START_TEST(a_tag_stands_until_it_is_taken_off_however_it_is_written)
{
	add_tag(ACT_TAG, TAG_PERSON, "Jay");
	add_tag(ACT_TAG, TAG_PLACE, "Jay");
	add_tag(ACT_TAG, TAG_PERSON, " JAY ");
	add_tag(ACT_TAG, TAG_PLACE, "Leyton Park");
	ck_assert_uint_eq(read_file()->n_tags, 3);
	ck_assert_ptr_eq(file.tag[0], &entry[0]);
	add_tag(ACT_UNTAG, TAG_PERSON, "jay");
	ck_assert_uint_eq(read_file()->n_tags, 2);
	ck_assert_ptr_eq(file.tag[0], &entry[1]);
	ck_assert_ptr_eq(file.tag[1], &entry[3]);
	add_tag(ACT_UNTAG, TAG_PERSON, "leyton park");	/* another kind */
	add_tag(ACT_UNTAG, TAG_PLACE, "leyton");
	ck_assert_uint_eq(read_file()->n_tags, 2);
	add_tag(ACT_TAG, TAG_PERSON, "Jay");
	ck_assert_uint_eq(read_file()->n_tags, 3);
}
END_TEST

START_TEST(a_case_that_is_linked_twice_is_linked_as_it_was_said_last)
{
	add_link(1, LINK_INCIDENT);
	add_link(2, LINK_INCIDENT);
	add_link(1, LINK_DUPLICATE);
	ck_assert_uint_eq(read_file()->n_links, 2);
	ck_assert_ptr_eq(file.link[0], &entry[2]);
	ck_assert_ptr_eq(file.link[1], &entry[1]);
}
END_TEST

START_TEST(what_goes_beyond_a_lists_room_is_left_out)
{
	for (int i = 0; i < LIMIT_TASKS + 2; i++)
		add_task("Ben");
	ck_assert_uint_eq(read_file()->n_tasks, LIMIT_TASKS);
	ck_assert_ptr_nonnull(refuses(ACT_TASK, BAND_URGENT, BAND_URGENT, "Asha"));
	begin();
	for (int i = 0; i < CASEFILE_LINKS + 2; i++)
		add_link((uint8_t)(i + 1), LINK_INCIDENT);
	ck_assert_uint_eq(read_file()->n_links, CASEFILE_LINKS);
	ck_assert_ptr_nonnull(refuses(ACT_LINK, BAND_URGENT, BAND_URGENT, "Asha"));
	begin();
	for (int i = 0; i < CASEFILE_TAGS + 2; i++)
		add_tag(ACT_TAG, TAG_PLACE, &"abcdefghijklmnopqrstuvwxyz"[i]);
	ck_assert_uint_eq(read_file()->n_tags, CASEFILE_TAGS);
	ck_assert_ptr_nonnull(refuses(ACT_TAG, BAND_URGENT, BAND_URGENT, "Asha"));
	ck_assert_ptr_null(refuses(ACT_UNTAG, BAND_URGENT, BAND_URGENT, "Asha"));
}
END_TEST

/* Open, nothing asked. */
static const struct { enum case_act act; enum band band, to; bool may; } moves[] = {
	{ ACT_CONFIRM, BAND_URGENT, BAND_URGENT, true }, { ACT_CONFIRM, BAND_IMMEDIATE, BAND_IMMEDIATE, true },
	{ ACT_CONFIRM, BAND_URGENT, BAND_PRIORITY, false }, { ACT_CONFIRM, BAND_URGENT, BAND_N, false },
	{ ACT_RAISE, BAND_ROUTINE, BAND_IMMEDIATE, true }, { ACT_RAISE, BAND_URGENT, BAND_IMMEDIATE, true },
	{ ACT_RAISE, BAND_URGENT, BAND_URGENT, false }, { ACT_RAISE, BAND_URGENT, BAND_ROUTINE, false },
	{ ACT_RAISE, BAND_URGENT, BAND_N, false },
	{ ACT_LOWER, BAND_URGENT, BAND_ROUTINE, true }, { ACT_LOWER, BAND_PRIORITY, BAND_ROUTINE, true },
	{ ACT_LOWER, BAND_IMMEDIATE, BAND_URGENT, false }, { ACT_LOWER, BAND_IMMEDIATE, BAND_ROUTINE, false },
	{ ACT_LOWER, BAND_URGENT, BAND_URGENT, false }, { ACT_LOWER, BAND_URGENT, BAND_IMMEDIATE, false },
	{ ACT_ASK_LOWER, BAND_IMMEDIATE, BAND_URGENT, true }, { ACT_ASK_LOWER, BAND_IMMEDIATE, BAND_ROUTINE, true },
	{ ACT_ASK_LOWER, BAND_IMMEDIATE, BAND_IMMEDIATE, false }, { ACT_ASK_LOWER, BAND_URGENT, BAND_ROUTINE, false },
	{ ACT_AGREE_LOWER, BAND_IMMEDIATE, BAND_URGENT, false },
	{ ACT_REFUSE_LOWER, BAND_IMMEDIATE, BAND_URGENT, false },
	{ ACT_CLOSE, BAND_URGENT, BAND_URGENT, true }, { ACT_CLOSE, BAND_ROUTINE, BAND_ROUTINE, true },
	{ ACT_CLOSE, BAND_IMMEDIATE, BAND_IMMEDIATE, false }, { ACT_CLOSE, BAND_IMMEDIATE, BAND_ROUTINE, false },
	{ ACT_REOPEN, BAND_URGENT, BAND_URGENT, false }, { ACT_LOG, BAND_URGENT, BAND_URGENT, false },
	{ ACT_N, BAND_URGENT, BAND_URGENT, false }, { ACT_TASK_DONE, BAND_URGENT, BAND_URGENT, false },
	{ ACT_UNTAG, BAND_URGENT, BAND_URGENT, false }, { ACT_TAG, BAND_URGENT, BAND_URGENT, true },
	{ ACT_LINK, BAND_URGENT, BAND_URGENT, true }, { ACT_TASK, BAND_URGENT, BAND_URGENT, true },
	{ ACT_MESSAGE, BAND_IMMEDIATE, BAND_IMMEDIATE, true }, { ACT_NOTE, BAND_IMMEDIATE, BAND_IMMEDIATE, true },
	{ ACT_ASSIGN, BAND_ROUTINE, BAND_ROUTINE, true }, { ACT_REVIEW, BAND_ROUTINE, BAND_ROUTINE, true },
	{ ACT_CORRECT, BAND_ROUTINE, BAND_ROUTINE, true }, { ACT_RECORD, BAND_IMMEDIATE, BAND_IMMEDIATE, true },
	{ ACT_PASS, BAND_ROUTINE, BAND_ROUTINE, true }, { ACT_SHARE, BAND_URGENT, BAND_URGENT, true },
	{ ACT_COME, BAND_URGENT, BAND_URGENT, false },
};

START_TEST(an_open_case_goes_where_its_band_lets_it)
{
	const char *why = refuses(moves[_i].act, moves[_i].band, moves[_i].to, "Asha");

	ck_assert_msg((why == NULL) == moves[_i].may, "%s: %s", case_act_word(moves[_i].act),
	    why == NULL ? "nothing said" : why);
	ck_assert(why == NULL || why[strlen(why) - 1] == '.');
}
END_TEST

START_TEST(who_asked_for_a_lowering_never_decides_it)
{
	add_bands(ACT_ASK_LOWER, "Asha", BAND_IMMEDIATE, BAND_PRIORITY);
	ck_assert_ptr_nonnull(refuses(ACT_AGREE_LOWER, BAND_IMMEDIATE, BAND_PRIORITY, "Asha"));
	ck_assert_ptr_nonnull(refuses(ACT_REFUSE_LOWER, BAND_IMMEDIATE, BAND_PRIORITY, "Asha"));
	ck_assert_ptr_null(refuses(ACT_AGREE_LOWER, BAND_IMMEDIATE, BAND_PRIORITY, "Ben"));
	ck_assert_ptr_null(refuses(ACT_REFUSE_LOWER, BAND_IMMEDIATE, BAND_IMMEDIATE, "Ben"));
	/* to another band than was asked for, or one that has changed since */
	ck_assert_ptr_nonnull(refuses(ACT_AGREE_LOWER, BAND_IMMEDIATE, BAND_ROUTINE, "Ben"));
	ck_assert_ptr_nonnull(refuses(ACT_AGREE_LOWER, BAND_URGENT, BAND_PRIORITY, "Ben"));
	/* and nobody asks twice, lowers it alone, or closes it */
	ck_assert_ptr_nonnull(refuses(ACT_ASK_LOWER, BAND_IMMEDIATE, BAND_ROUTINE, "Ben"));
	ck_assert_ptr_nonnull(refuses(ACT_LOWER, BAND_IMMEDIATE, BAND_PRIORITY, "Ben"));
	ck_assert_ptr_nonnull(refuses(ACT_CLOSE, BAND_IMMEDIATE, BAND_IMMEDIATE, "Ben"));
}
END_TEST

START_TEST(a_closed_case_is_put_right_but_not_worked_on)
{
	static const struct { enum case_act act; bool may; } acts[] = {
		{ ACT_NOTE, true }, { ACT_CORRECT, true }, { ACT_TAG, true }, { ACT_UNTAG, true }, { ACT_LINK, true },
		{ ACT_TASK_DONE, false }, { ACT_REOPEN, true },
		{ ACT_MESSAGE, false }, { ACT_CONFIRM, false }, { ACT_RAISE, false }, { ACT_LOWER, false },
		{ ACT_ASK_LOWER, false }, { ACT_AGREE_LOWER, false }, { ACT_REFUSE_LOWER, false },
		{ ACT_ASSIGN, false },
		{ ACT_TASK, false }, { ACT_REVIEW, false }, { ACT_CLOSE, false }, { ACT_LOG, false },
		{ ACT_RECORD, true }, { ACT_PASS, false }, { ACT_SHARE, false }, { ACT_COME, false },
	};

	ck_assert_int_eq(sizeof acts / sizeof acts[0], ACT_N);
	add_task("Ben");
	add_tag(ACT_TAG, TAG_PLACE, "Leyton");
	add(ACT_CLOSE, "Asha", "done");
	for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++)
		ck_assert_msg((refuses(acts[i].act, BAND_URGENT, acts[i].act == ACT_RAISE ? BAND_IMMEDIATE :
		    BAND_URGENT, "Ben") == NULL) == acts[i].may, "%s", case_act_word(acts[i].act));
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("casefile");
	TCase *c = tcase_create("casefile");

	tcase_add_checked_fixture(c, begin, NULL);
	tcase_add_test(c, a_case_without_entries_is_nobodys_and_open);
	tcase_add_test(c, the_last_assignment_holds);
	tcase_add_test(c, a_band_that_a_person_chose_is_confirmed);
	tcase_add_test(c, a_lowering_waits_until_it_is_decided_or_the_case_is_raised);
	tcase_add_test(c, closing_lasts_until_somebody_opens_it_again);
	tcase_add_test(c, a_professionals_concern_names_who_logged_it);
	tcase_add_test(c, a_report_has_a_reporter_and_what_staff_logged_or_passed_on_has_none);
	tcase_add_test(c, a_task_is_open_until_it_is_done);
	tcase_add_test(c, a_tag_stands_until_it_is_taken_off_however_it_is_written);
	tcase_add_test(c, a_case_that_is_linked_twice_is_linked_as_it_was_said_last);
	tcase_add_test(c, what_goes_beyond_a_lists_room_is_left_out);
	tcase_add_loop_test(c, an_open_case_goes_where_its_band_lets_it, 0, (int)(sizeof moves / sizeof moves[0]));
	tcase_add_test(c, who_asked_for_a_lowering_never_decides_it);
	tcase_add_test(c, a_closed_case_is_put_right_but_not_worked_on);
	suite_add_tcase(s, c);
	return s;
}
