/* test_chronology.c: everything that happened, in order, and what it comes to. */
#include <stdlib.h>
#include <string.h>

#include "chronology.h"
#include "dossier.h"
#include "run.h"

#define DECISION "{\"band\":\"urgent\",\"category\":\"other\",\"categories\":[],\"reasons\":[],\"policy\":\"1\"}"

static struct dossier d;
static struct casefile file;
static struct scrap scrap;
static struct console_case f;
static const int64_t start = 1795858140;

static void
open_case(void)
{
	memset(&f, 0, sizeof f);
	dossier_make(&d, "he waits at the gate", DECISION);
}

static void
close_case(void)
{
	scrap_end(&scrap);
	dossier_end(&d);
}

static struct chronology
made(const struct msg_look *looks, size_t n)
{
	casefile_read(d.c.entries.entry, d.c.entries.part, d.c.entries.n, &file);
	return (struct chronology){ &d.c, &file, &d.policy->calendar, looks, n, start + 7200, "amina",
		d.policy, NULL };
}

static void
all(const struct msg_look *looks, size_t n)
{
	const struct chronology t = made(looks, n);

	chronology_entries(&t, &scrap, &f);
	chronology_messages(&t, &scrap, &f);
	chronology_lists(&t, &scrap, &f);
	ck_assert(!scrap.failed);
}

START_TEST(entries_messages_and_looks_stand_in_the_order_of_time)
{
	static const char *const whats[] = { "The report came in", "Last opened the case", "Wrote a note",
	    "Wrote to the reporter", "The reporter wrote", "Last opened the case" };
	struct msg_look looks[2] = { { "amina", 0 }, { "ben", 0 } };

	looks[0].at = start + 60;
	looks[1].at = start + 600;
	dossier_entry(&d, (struct entry){ .act = ACT_NOTE, .at = start + 120, .text = span_of("rang the school") });
	dossier_message(&d, PART_FROM_STAFF, start + 180, "thank you");
	dossier_entry(&d, (struct entry){ .act = ACT_MESSAGE, .at = start + 180 });
	dossier_message(&d, PART_FROM_REPORTER, start + 240, "he is still there");
	all(looks, 2);
	ck_assert_uint_eq(f.entries_n, 6);
	for (size_t i = 0; i < 6; i++)
		ck_assert_msg(span_is(f.entries[i].what, whats[i]), "%zu: %.*s", i, (int)f.entries[i].what.n,
		    (const char *)f.entries[i].what.p);
	ck_assert(span_is(f.entries[2].text, "rang the school"));
	ck_assert(f.entries[2].can_correct);
	ck_assert(!f.entries[3].can_correct);
	ck_assert(span_is(f.entries[5].by, "ben"));
}
END_TEST

/* Told at 11:14 and opened again at 11:24 does not read as told before anybody had read it. */
START_TEST(the_first_opening_stands_before_what_was_done_in_its_minute)
{
	static const char *const whats[] = { "The report came in", "First opened by somebody of the team",
		"Wrote a note", "Last opened the case" };
	struct msg_look look = { "amina", 0 };

	d.c.seen = start + 120;
	look.at = start + 730;
	dossier_entry(&d, (struct entry){ .act = ACT_NOTE, .at = start + 120, .text = span_of("rang the school") });
	all(&look, 1);
	ck_assert_uint_eq(f.entries_n, 4);
	for (size_t i = 0; i < 4; i++)
		ck_assert_msg(span_is(f.entries[i].what, whats[i]), "%zu: %.*s", i, (int)f.entries[i].what.n,
		    (const char *)f.entries[i].what.p);
	ck_assert(span_is(f.entries[3].by, "amina"));
	d.c.seen = start + 720;		/* the same look */
	all(&look, 1);
	ck_assert_uint_eq(f.entries_n, 3);
	ck_assert(span_is(f.entries[2].what, "Opened the case"));
}
END_TEST

START_TEST(an_incident_was_opened_and_nobody_told_it)
{
	d.c.kind = KIND_INCIDENT;
	dossier_entry(&d, (struct entry){ .act = ACT_LOG, .at = start + 1 });
	all(NULL, 0);
	ck_assert_uint_eq(f.entries_n, 1);
	ck_assert(span_is(f.entries[0].what, "The incident was opened"));
	ck_assert(span_is(f.entries[0].by, "amina"));
}
END_TEST

START_TEST(a_message_shows_who_wrote_it_and_its_files_numbers_go_on)
{
	d.part[0].words.n_files = 2;
	strcpy(d.part[0].words.file[1].name, "gate.jpg");
	d.part[0].words.file[1].size = 3 * 1024 * 1024;
	d.part[0].words.file[1].copy = COPY_CLEAN;
	d.part[0].words.file[1].kind = COPY_JPEG;
	dossier_message(&d, PART_FROM_STAFF, start + 60, "thank you");
	dossier_entry(&d, (struct entry){ .act = ACT_MESSAGE, .by = "ben" });
	dossier_message(&d, PART_FROM_REPORTER, start + 240, "here");
	d.part[2].words.n_files = 1;
	all(NULL, 0);
	ck_assert_uint_eq(f.files_n, 2);
	ck_assert(span_is(f.files[1].kind, "photo"));
	ck_assert(span_is(f.files[1].state, "hidden facts taken out"));
	ck_assert_uint_eq(f.files[1].shown, 2);
	ck_assert(span_is(f.files[1].size, "3MB"));
	ck_assert_uint_eq(f.messages_n, 2);
	ck_assert(f.messages[0].from_staff);
	ck_assert(span_is(f.messages[0].by, "ben"));
	ck_assert(!f.messages[1].from_staff);
	ck_assert_uint_eq(f.messages[1].by.n, 0);
	ck_assert_uint_eq(f.messages[1].files[0].number, 2);
}
END_TEST

START_TEST(a_miss_stays_on_record)
{
	dossier_entry(&d, (struct entry){ .act = ACT_CONFIRM, .from = BAND_URGENT, .to = BAND_URGENT,
	    .at = start + 2 * 86400, .due = start });
	all(NULL, 0);
	ck_assert(span_is(f.entries[1].detail, "Urgent; 2 days late"));
}
END_TEST

START_TEST(what_was_said_at_the_end_is_all_shown)
{
	dossier_entry(&d, (struct entry){ .act = ACT_CLOSE, .text = span_of("because"), .concern = span_of("a gate"),
	    .follow_up = span_of("a call"), .decision = span_of("no more"), .outcome = OUTCOME_POLICE,
	    .due = start + 60, .at = start + 3660 });
	all(NULL, 0);
	ck_assert(span_is(f.entries[1].text, "because"));
	ck_assert(span_is(f.entries[1].detail, "Concern: a gate\nFollow-up: a call\nDecision: no more\n"
	    "Outcome: Passed to the police\n1 h late"));
}
END_TEST

START_TEST(tasks_tags_and_links_that_stand_are_listed)
{
	struct entry link = { .act = ACT_LINK, .text = span_of("same day"), .how = LINK_INCIDENT,
		.other = { 0x3f, 0x9a, 0x22, 0xc1 } };

	dossier_entry(&d, (struct entry){ .act = ACT_TASK, .text = span_of("ring her"), .whom = "amina",
	    .task_due = start + 60 });
	dossier_entry(&d, (struct entry){ .act = ACT_TASK, .text = span_of("ring him"), .whom = "ben",
	    .task_due = start + 86400 });
	dossier_entry(&d, (struct entry){ .act = ACT_TASK_DONE, .of = d.at[1] });
	dossier_entry(&d, (struct entry){ .act = ACT_TAG, .tag = TAG_PLACE, .text = span_of("The Gate") });
	dossier_entry(&d, link);
	all(NULL, 0);
	ck_assert_uint_eq(f.tasks_n, 1);
	ck_assert(span_is(f.tasks[0].what, "ring her"));
	ck_assert(f.tasks[0].is_mine);
	ck_assert(f.tasks[0].is_over);
	ck_assert_uint_eq(f.tasks[0].part, d.at[0]);
	ck_assert(span_is(f.entries[3].detail, "ring him"));
	ck_assert_uint_eq(f.tags_n, 1);
	ck_assert(span_is(f.tags[0].text, "The Gate"));
	ck_assert(span_is(f.tags[0].kind, "place"));
	ck_assert_uint_eq(f.links_n, 1);
	ck_assert(span_is(f.links[0].ref, "3F9A-22C1"));
	ck_assert(span_is(f.links[0].how, "same incident"));
}
END_TEST

START_TEST(a_correction_names_what_it_corrects)
{
	dossier_entry(&d, (struct entry){ .act = ACT_NOTE, .at = start + 60, .by = "ben", .text = span_of("at 9") });
	dossier_entry(&d, (struct entry){ .act = ACT_CORRECT, .of = d.at[0], .text = span_of("at 10") });
	all(NULL, 0);
	ck_assert(f.entries[2].detail.n > 0);
	ck_assert_ptr_nonnull(memmem(f.entries[2].detail.p, f.entries[2].detail.n, "Wrote a note, ben", 17));
	ck_assert(!f.entries[2].can_correct);
}
END_TEST

START_TEST(a_sheet_is_shown_by_its_name_with_its_fields_in_words)
{
	struct entry e = { .act = ACT_RECORD, .sheet = SHEET_ASK };
	struct entry done = { .act = ACT_RECORD, .sheet = SHEET_ASK_DONE };

	e.field[sheet_field(SHEET_ASK, "agency")] = span_of("Police");
	e.field[sheet_field(SHEET_ASK, "owner")] = span_of("PC Roy");
	e.field[sheet_field(SHEET_ASK, "due")] = span_of("1795861740");
	e.field[sheet_field(SHEET_ASK, "text")] = span_of("visit the home");
	dossier_entry(&d, e);
	done.field[sheet_field(SHEET_ASK_DONE, "of")] = span_of("2");
	done.field[sheet_field(SHEET_ASK_DONE, "result")] = span_of("declined");
	dossier_entry(&d, done);
	all(NULL, 0);
	ck_assert(span_is(f.entries[1].what, "Ask an agency for something"));
	ck_assert_uint_eq(f.entries[1].facts_n, 4);
	ck_assert(span_is(f.entries[1].facts[1].value, "PC Roy"));
	ck_assert(f.entries[1].can_correct);
	ck_assert_uint_eq(f.entries[2].facts_n, 2);
	ck_assert(span_is(f.entries[2].facts[0].value, "visit the home"));
	ck_assert(span_is(f.entries[2].facts[1].value, "Declined"));
}
END_TEST

static struct entry
of_file(enum sheet s, const char *first, const char *second, const char *text)
{
	struct entry e = { .act = ACT_RECORD, .sheet = s };

	e.field[0] = span_of(first);
	e.field[1] = span_of(second);
	if (text[0] != '\0')
		e.field[sheet_field(s, "text")] = span_of(text);
	return e;
}

START_TEST(what_was_done_about_an_attachment_is_one_sentence_each)
{
	static const char *const whats[] = { "Asked to open the original of attachment 2",
		"Refused that amina opens the original of attachment 2",
		"Agreed that amina opens the original of attachment 2",
		"Locked attachment 1: suspected indecent image of a child", "Locked attachment 2: malware" };

	dossier_entry(&d, of_file(SHEET_ORIGINAL, "2", "", "the plate"));
	dossier_entry(&d, of_file(SHEET_ORIGINAL_SAID, "2", "no", "not needed"));
	dossier_entry(&d, of_file(SHEET_ORIGINAL_SAID, "2", "yes", ""));
	dossier_entry(&d, of_file(SHEET_HOLD, "1", "indecent", ""));
	dossier_entry(&d, of_file(SHEET_HOLD, "2", "malware", ""));
	all(NULL, 0);
	for (size_t i = 0; i < 5; i++)
		ck_assert_msg(span_is(f.entries[i + 1].what, whats[i]), "%zu: %.*s", i,
		    (int)f.entries[i + 1].what.n, (const char *)f.entries[i + 1].what.p);
	ck_assert_uint_eq(f.entries[1].facts_n, 1);
	ck_assert(span_is(f.entries[1].facts[0].value, "the plate"));
	ck_assert_uint_eq(f.entries[2].facts_n, 1);
	ck_assert_uint_eq(f.entries[3].facts_n, 0);
	ck_assert_uint_eq(f.entries[4].facts_n, 0);
}
END_TEST

START_TEST(an_attachment_says_whether_it_can_be_looked_at)
{
	static const struct { enum copy_state copy; const char *said; } states[] = {
		{ COPY_LATER, "cleaned before anybody sees it" }, { COPY_CLEAN, "hidden facts taken out" },
		{ COPY_STRANGE, "not cleaned: of a kind that cannot be" },
		{ COPY_DAMAGED, "not cleaned: cut short or broken" },
		{ COPY_TOO_MUCH, "not cleaned: too large to be" },
		{ COPY_FAILED, "could not be cleaned when it came; its page says whether it is now" },
		{ COPY_UNSCANNED, "could not be checked for malware when it came; its page says whether it is now" },
		{ COPY_INFECTED, "held: malware" }, { COPY_CLEAN, "locked" }, { COPY_CLEAN, "held: malware" },
	};
	const size_t n = sizeof states / sizeof states[0];

	d.part[0].words.n_files = n;
	for (size_t i = 0; i < n; i++)
		d.part[0].words.file[i].copy = states[i].copy;
	dossier_entry(&d, of_file(SHEET_HOLD, "9", "indecent", ""));
	dossier_entry(&d, of_file(SHEET_HOLD, "10", "malware", ""));
	all(NULL, 0);
	ck_assert_uint_eq(f.files_n, n);
	for (size_t i = 0; i < n; i++) {
		ck_assert_msg(span_is(f.files[i].state, states[i].said), "%zu: %.*s", i, (int)f.files[i].state.n,
		    (const char *)f.files[i].state.p);
		ck_assert(span_is(f.files[i].kind, "file"));
	}
}
END_TEST

START_TEST(only_the_team_that_gave_is_led_to_the_other_case)
{
	struct entry come = { .act = ACT_COME, .other = { 0x3f }, .text = span_of("please act") };

	strcpy(come.team, "school:b");
	dossier_entry(&d, come);
	strcpy(come.team, "school:a");
	dossier_entry(&d, come);
	all(NULL, 0);
	ck_assert_uint_eq(f.entries[1].other.n, 0);
	ck_assert(span_is(f.entries[1].other_ref, "3F00-0000"));
	ck_assert_uint_eq(f.entries[2].other.n, 2 * ID_BYTES);
	ck_assert(span_is(f.entries[2].detail, "from school:a"));
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("chronology");
	TCase *c = tcase_create("chronology");

	tcase_add_checked_fixture(c, open_case, close_case);
	tcase_add_test(c, entries_messages_and_looks_stand_in_the_order_of_time);
	tcase_add_test(c, the_first_opening_stands_before_what_was_done_in_its_minute);
	tcase_add_test(c, an_incident_was_opened_and_nobody_told_it);
	tcase_add_test(c, a_message_shows_who_wrote_it_and_its_files_numbers_go_on);
	tcase_add_test(c, a_miss_stays_on_record);
	tcase_add_test(c, what_was_said_at_the_end_is_all_shown);
	tcase_add_test(c, tasks_tags_and_links_that_stand_are_listed);
	tcase_add_test(c, a_correction_names_what_it_corrects);
	tcase_add_test(c, a_sheet_is_shown_by_its_name_with_its_fields_in_words);
	tcase_add_test(c, what_was_done_about_an_attachment_is_one_sentence_each);
	tcase_add_test(c, an_attachment_says_whether_it_can_be_looked_at);
	tcase_add_test(c, only_the_team_that_gave_is_led_to_the_other_case);
	suite_add_tcase(s, c);
	return s;
}
