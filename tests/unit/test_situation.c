/* test_situation.c: what sheets come to; and a meeting's frozen list. */
#include <stdio.h>
#include <string.h>

#include "agenda.h"
#include "run.h"
#include "situation.h"

enum { ENTRIES = 64, FIRST = 2, NUMBERS = 64, NUMBER = 16 };

static struct entry entry[ENTRIES];
static uint32_t part[ENTRIES];
static char number[NUMBERS][NUMBER];
static size_t n, n_numbers;
static struct situation s;

static void
begin(void)
{
	memset(entry, 0, sizeof entry);
	n = 0;
	n_numbers = 0;
}

/* Its part's number. */
static uint32_t
add_by(const char *by, enum sheet sheet)
{
	ck_assert_uint_lt(n, ENTRIES);
	entry[n] = (struct entry){ .act = ACT_RECORD, .at = 1795000020, .sheet = sheet };
	snprintf(entry[n].by, sizeof entry[n].by, "%s", by);
	part[n] = FIRST + (uint32_t)n;
	return part[n++];
}

static uint32_t
add(enum sheet sheet)
{
	return add_by("asha", sheet);
}

static void
say(const char *key, const char *value)
{
	const size_t i = sheet_field(entry[n - 1].sheet, key);

	ck_assert_uint_lt(i, SHEET_FIELDS);
	entry[n - 1].field[i] = span_of(value);
}

static void
say_number(const char *key, int64_t value)
{
	ck_assert_uint_lt(n_numbers, NUMBERS);
	snprintf(number[n_numbers], NUMBER, "%lld", (long long)value);
	say(key, number[n_numbers++]);
}

static uint32_t
add_text(enum sheet sheet, const char *key, const char *value)
{
	const uint32_t at = add(sheet);

	say(key, value);
	return at;
}

static void
add_of(enum sheet sheet, uint32_t of)
{
	add(sheet);
	say_number("of", of);
}

static const struct situation *
read_it(void)
{
	situation_read(entry, part, n, &s);
	return &s;
}

START_TEST(nothing_said_is_nothing_known)
{
	add(SHEET_CONTACT);
	entry[0].act = ACT_NOTE;
	read_it();
	ck_assert_ptr_null(s.where.entry);
	ck_assert_int_eq(noted_moment(&s.where, "until"), 0);
	ck_assert_uint_eq(noted_text(&s.where, "name").n, 0);
	ck_assert(!noted_is(&s.where, "place", "home"));
	ck_assert(!situation_is_reachable(&s, 0));
	ck_assert(!tie_is_sound(&s.where, 0));
	ck_assert_uint_eq(s.asks.n + s.ties.n + s.people.n + s.nominations.n, 0);
}
END_TEST

START_TEST(the_last_word_on_where_the_young_person_is_holds)
{
	add_text(SHEET_WHERE, "place", "hospital");
	say_number("until", 1795003600);
	add_text(SHEET_WHERE, "place", "home");
	ck_assert(noted_is(&read_it()->where, "place", "home"));
	ck_assert(!situation_is_reachable(&s, 0));
}
END_TEST

START_TEST(a_reachable_moment_ends)
{
	add_text(SHEET_WHERE, "place", "hospital");
	say_number("until", 1795003600);
	read_it();
	ck_assert(situation_is_reachable(&s, 1795003599));
	ck_assert(!situation_is_reachable(&s, 1795003600));
}
END_TEST

START_TEST(an_ask_is_open_until_it_is_answered)
{
	const uint32_t one = add_text(SHEET_ASK, "agency", "YJS"), two = add_text(SHEET_ASK, "agency", "MASH");

	add_of(SHEET_ASK_DONE, one);
	add_of(SHEET_ASK_DONE, one);		/* twice, and of what is none */
	add_of(SHEET_ASK_DONE, 77);
	ck_assert_uint_eq(read_it()->asks.n, 1);
	ck_assert_uint_eq(s.asks.of[0].part, two);
	ck_assert(span_is(noted_text(&s.asks.of[0], "agency"), "MASH"));
}
END_TEST

START_TEST(the_last_of_each_fact_and_referral_holds)
{
	add_text(SHEET_FACT, "what", "name");
	say("text", "Jay");
	add_text(SHEET_FACT, "what", "other");
	say("text", "likes boxing");
	add_text(SHEET_FACT, "what", "name");
	say("text", "Jason");
	add_text(SHEET_REFERRAL, "to", "other");
	say("stage", "sent");
	read_it();
	ck_assert(span_is(noted_text(&s.fact[0], "text"), "Jason"));
	ck_assert(span_is(noted_text(&s.fact[SITUATION_FACTS - 1], "text"), "likes boxing"));
	ck_assert_ptr_null(s.fact[1].entry);
	ck_assert(noted_is(&s.referral[12], "stage", "sent"));
	ck_assert_ptr_null(s.referral[0].entry);
	ck_assert_ptr_null(s.phoned_mash.entry);
}
END_TEST

START_TEST(every_code_of_a_fact_and_a_referral_has_its_place)
{
	const char *const *what = sheet_kind(SHEET_FACT)->field[sheet_field(SHEET_FACT, "what")].codes;
	const char *const *to = sheet_kind(SHEET_REFERRAL)->field[sheet_field(SHEET_REFERRAL, "to")].codes;
	size_t facts = 0, tos = 0;

	while (what[facts] != NULL)
		facts++;
	while (to[tos] != NULL)
		tos++;
	ck_assert_uint_le(facts, SITUATION_FACTS);
	ck_assert_uint_le(tos, SITUATION_TOS);
}
END_TEST

START_TEST(the_first_call_to_mash_and_the_first_written_referral_are_kept)
{
	uint32_t call, sent;

	add_text(SHEET_REFERRAL, "to", "police");
	say("stage", "phoned");
	add_text(SHEET_REFERRAL, "to", "mash");
	say("stage", "not_made");
	call = add_text(SHEET_REFERRAL, "to", "mash");
	say("stage", "phoned");
	add_text(SHEET_REFERRAL, "to", "mash");
	say("stage", "phoned");
	sent = add_text(SHEET_REFERRAL, "to", "mash");
	say("stage", "waiting");
	add_text(SHEET_REFERRAL, "to", "mash");
	say("stage", "accepted");
	read_it();
	ck_assert_uint_eq(s.phoned_mash.part, call);
	ck_assert_uint_eq(s.sent_mash.part, sent);
	begin();
	call = add_text(SHEET_TOLD, "agency", "mash");
	say("how", "phone");
	ck_assert_uint_eq(read_it()->phoned_mash.part, call);
}
END_TEST

START_TEST(a_person_is_there_once_as_last_said)
{
	add_text(SHEET_PERSON, "name", "Jay Smith");
	say("is", "peer");
	add_text(SHEET_PERSON, "name", "Kim");
	say("is", "sibling");
	add_text(SHEET_PERSON, "name", "  JAY  smith");
	say("is", "young_person");
	ck_assert_uint_eq(read_it()->people.n, 2);
	ck_assert(span_is(noted_text(&s.people.of[0], "name"), "Kim"));
	ck_assert(noted_is(&s.people.of[1], "is", "young_person"));
}
END_TEST

START_TEST(a_tie_stands_until_it_is_undone_and_is_sound_until_its_day)
{
	const uint32_t gone = add_text(SHEET_TIE, "reliability", "likely");

	add_text(SHEET_TIE, "reliability", "confirmed");
	say_number("until", 1795003600);
	add_text(SHEET_TIE, "reliability", "rumour");
	say_number("until", 1795003600);
	add_of(SHEET_UNTIE, gone);
	ck_assert_uint_eq(read_it()->ties.n, 2);
	ck_assert(tie_is_sound(&s.ties.of[0], 1795003600));
	ck_assert(!tie_is_sound(&s.ties.of[0], 1795003601));
	ck_assert(!tie_is_sound(&s.ties.of[1], 0));
}
END_TEST

START_TEST(the_panels_last_answer_stands_beside_its_nomination)
{
	const uint32_t one = add_text(SHEET_NOMINATE, "name", "Jay");
	const uint32_t two = add_text(SHEET_NOMINATE, "name", "the park");

	add_of(SHEET_PANEL, two);
	say("result", "accepted");
	add_of(SHEET_PANEL, two);
	say("result", "plan_good");
	add_of(SHEET_PANEL, 99);
	ck_assert_uint_eq(read_it()->nominations.n, 2);
	ck_assert_uint_eq(s.nominations.of[0].part, one);
	ck_assert_ptr_null(s.panel[0].entry);
	ck_assert(noted_is(&s.panel[1], "result", "plan_good"));
}
END_TEST

START_TEST(a_full_list_keeps_the_newest)
{
	uint32_t last = 0;

	for (int i = 0; i < SITUATION_LIST; i++)
		last = add_text(SHEET_NOMINATE, "name", "x");
	add_of(SHEET_PANEL, last);
	say("result", "declined");
	add_text(SHEET_NOMINATE, "name", "one more");
	for (int i = 0; i < 4; i++)
		add_text(SHEET_SCENE, "kind", "tension");
	read_it();
	ck_assert_uint_eq(s.nominations.n, SITUATION_LIST);
	ck_assert_uint_eq(s.nominations.of[0].part, FIRST + 1);
	ck_assert(span_is(noted_text(&s.nominations.of[SITUATION_LIST - 1], "name"), "one more"));
	ck_assert_uint_eq(s.nominations.of[SITUATION_LIST - 2].part, last);
	ck_assert(noted_is(&s.panel[SITUATION_LIST - 2], "result", "declined"));
	ck_assert_ptr_null(s.panel[SITUATION_LIST - 1].entry);
	ck_assert_uint_eq(s.scenes.n, 4);
}
END_TEST

START_TEST(a_release_is_answered_by_another_person_and_a_refusal_ends_it)
{
	add_by("asha", SHEET_RELEASE);
	say("stage", "asked");
	add_by("asha", SHEET_RELEASE);
	say("stage", "agreed");
	ck_assert_ptr_null(read_it()->released[1].entry);
	add_by("ben", SHEET_RELEASE);
	say("stage", "agreed");
	ck_assert_str_eq(read_it()->released[1].entry->by, "ben");
	add_by("cleo", SHEET_RELEASE);
	say("stage", "refused");
	add_by("ben", SHEET_RELEASE);
	say("stage", "agreed");
	ck_assert(noted_is(&read_it()->released[1], "stage", "refused"));
	add_by("ben", SHEET_RELEASE);
	say("stage", "asked");
	ck_assert_ptr_null(read_it()->released[1].entry);
	ck_assert_str_eq(s.released[0].entry->by, "ben");
}
END_TEST

/* --- agenda --- */

static struct agenda made, back;

#define LINE(id, rest) id "000000000000000000000000000000 " rest "\n"

START_TEST(an_agenda_comes_back_as_it_was)
{
	struct buf out;

	made.n = LIMIT_AGENDA;
	for (size_t i = 0; i < made.n; i++) {
		memset(made.item[i].report, 0, ID_BYTES);
		made.item[i].report[0] = (uint8_t)(i >> 8);
		made.item[i].report[15] = (uint8_t)i;
		made.item[i].parts = 1 + (uint32_t)i;
		made.item[i].is_new = i % 3 == 0;
	}
	buf_init(&out, 2 * LIMIT_LIST);
	ck_assert_int_eq(agenda_write(&made, &out), GW_OK);
	ck_assert_uint_le(out.n, LIMIT_LIST);
	ck_assert_int_eq(agenda_read(buf_span(&out), &back), GW_OK);
	ck_assert_uint_eq(back.n, made.n);
	for (size_t i = 0; i < made.n; i++) {
		ck_assert_mem_eq(back.item[i].report, made.item[i].report, ID_BYTES);
		ck_assert_uint_eq(back.item[i].parts, made.item[i].parts);
		ck_assert_int_eq(back.item[i].is_new, made.item[i].is_new);
	}
	buf_free(&out);
}
END_TEST

START_TEST(an_agenda_has_one_text)
{
	struct buf out;

	buf_init(&out, LIMIT_LIST);
	ck_assert_int_eq(agenda_read(span_of(LINE("ab", "12 new") LINE("cd", "500 changed")), &back), GW_OK);
	ck_assert_uint_eq(back.n, 2);
	ck_assert(back.item[0].is_new && back.item[0].parts == 12 && back.item[0].report[0] == 0xab);
	ck_assert(!back.item[1].is_new && back.item[1].parts == 500);
	ck_assert_int_eq(agenda_write(&back, &out), GW_OK);
	ck_assert(span_is(buf_span(&out), LINE("ab", "12 new") LINE("cd", "500 changed")));
	ck_assert_int_eq(agenda_read(span_of(""), &back), GW_OK);
	ck_assert_uint_eq(back.n, 0);
	buf_free(&out);
}
END_TEST

static const char *const bad[] = {
	"\n", " ", "ab", LINE("AB", "2 new"), LINE("a", "2 new"), LINE("abc", "2 new"), LINE("ab", "0 new"),
	LINE("ab", "02 new"), LINE("ab", "501 new"), LINE("ab", "-1 new"), LINE("ab", "99999999999 new"),
	LINE("ab", "2 New"), LINE("ab", "2 new "), LINE("ab", "2  new"), LINE("ab", "2"), LINE("ab", ""),
	LINE("ab", "2 new") "\n", LINE("ab", "2 new") LINE("ab", "3 changed"),
	"ab000000000000000000000000000000 2 new", LINE("ab", "2 new\r"),
};

START_TEST(what_is_no_agenda_is_refused)
{
	ck_assert_msg(agenda_read(span_of(bad[_i]), &back) == GW_EINPUT, "%s", bad[_i]);
}
END_TEST

START_TEST(an_agenda_has_no_more_cases_than_a_meeting)
{
	static char text[64 * (LIMIT_AGENDA + 1)];
	struct buf out;
	size_t at = 0;

	for (int i = 0; i <= LIMIT_AGENDA; i++)
		at += (size_t)snprintf(text + at, sizeof text - at, "%032x 2 new\n", (unsigned)i + 1);
	ck_assert_int_eq(agenda_read((struct span){ (const uint8_t *)text, at }, &back), GW_ELIMIT);
	back.n = LIMIT_AGENDA + 1;
	buf_init(&out, LIMIT_LIST);
	ck_assert_int_eq(agenda_write(&back, &out), GW_ELIMIT);
	ck_assert_uint_eq(out.n, 0);
	buf_free(&out);
}
END_TEST

Suite *
suite(void)
{
	Suite *all = suite_create("situation");
	TCase *c = tcase_create("situation");

	tcase_add_checked_fixture(c, begin, NULL);
	tcase_add_test(c, nothing_said_is_nothing_known);
	tcase_add_test(c, the_last_word_on_where_the_young_person_is_holds);
	tcase_add_test(c, a_reachable_moment_ends);
	tcase_add_test(c, an_ask_is_open_until_it_is_answered);
	tcase_add_test(c, the_last_of_each_fact_and_referral_holds);
	tcase_add_test(c, every_code_of_a_fact_and_a_referral_has_its_place);
	tcase_add_test(c, the_first_call_to_mash_and_the_first_written_referral_are_kept);
	tcase_add_test(c, a_person_is_there_once_as_last_said);
	tcase_add_test(c, a_tie_stands_until_it_is_undone_and_is_sound_until_its_day);
	tcase_add_test(c, the_panels_last_answer_stands_beside_its_nomination);
	tcase_add_test(c, a_full_list_keeps_the_newest);
	tcase_add_test(c, a_release_is_answered_by_another_person_and_a_refusal_ends_it);
	tcase_add_test(c, an_agenda_comes_back_as_it_was);
	tcase_add_test(c, an_agenda_has_one_text);
	tcase_add_loop_test(c, what_is_no_agenda_is_refused, 0, (int)(sizeof bad / sizeof bad[0]));
	tcase_add_test(c, an_agenda_has_no_more_cases_than_a_meeting);
	suite_add_tcase(all, c);
	return all;
}
