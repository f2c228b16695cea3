/* test_act.c: what an act makes of a case, and what goes to the vault for it. */
#include <stdlib.h>
#include <string.h>

#include "act_put.h"
#include "casefile.h"
#include "dossier.h"
#include "effect.h"
#include "run.h"
#include "tag_box.h"

#define DECISION "{\"band\":\"urgent\",\"category\":\"other\",\"categories\":[\"other\"],\"reasons\":[]," \
    "\"policy\":\"1\"}"

enum { HOUR = 3600 };
static const int64_t now = 1795860000;		/* a whole minute; the case is due at 1795861740 */
static struct dossier d;
static struct act_put p;
static struct act_result r;

static void
open_case(void)
{
	dossier_make(&d, "he waits at the gate", DECISION);
	buf_init(&p.head, 1);
}

static void
close_case(void)
{
	act_put_end(&p);
	dossier_end(&d);
}

static const struct msg_case_put *
made(struct entry e, const char *message)
{
	const struct act_order order = { .entry = e, .message = span_of(message) };

	act_put_end(&p);
	act_put_make(&p, d.policy, &d.c, &order, now, &r);
	return &p.m.u.case_put;
}

/* The entry that was sealed, by the case's own keys, behind the parts there were. */
static void
entry_open(const struct msg_case_put *put, size_t i, struct entry *e, json_t **holder)
{
	const struct part_place at = { d.c.report, PART_NOTE, put->seq + (uint32_t)i };
	struct buf plain;

	buf_init(&plain, LIMIT_WIRE);
	ck_assert_uint_lt(i, put->n);
	ck_assert_uint_eq(put->part[i].kind, PART_NOTE);
	ck_assert_int_eq(part_open(d.c.casework_key, at, put->part[i].sealed, &plain), GW_OK);
	ck_assert_int_eq(entry_decode(buf_span(&plain), e, holder), GW_OK);
	buf_free(&plain);
}

static void
head_fits(const struct msg_case_put *put)
{
	struct chain chain = d.c.chain;
	uint8_t digest[SEAL_DIGEST];

	for (size_t i = 0; i < put->n; i++) {
		part_digest(put->part[i].sealed, digest);
		chain_add(&chain, put->part[i].kind, digest);
	}
	ck_assert_int_eq(chain_verify(&chain, d.c.report_key, d.c.report, put->head), GW_OK);
}

/* --- effects --- */

START_TEST(the_first_act_that_counts_stops_the_first_clock)
{
	static const struct { enum case_act act; bool counts; } acts[] = {
		{ ACT_CONFIRM, true }, { ACT_LOWER, true }, { ACT_AGREE_LOWER, true }, { ACT_MESSAGE, true },
		{ ACT_CLOSE, true }, { ACT_NOTE, false }, { ACT_TAG, false }, { ACT_TASK, false }, { ACT_LINK, false },
		{ ACT_ASSIGN, false }, { ACT_ASK_LOWER, false }, { ACT_REFUSE_LOWER, false }, { ACT_CORRECT, false },
		{ ACT_REVIEW, false },
	};
	const struct effect was = { BAND_URGENT, CASE_READ, false, 1795861740 };

	for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++) {
		struct entry e = { .act = acts[i].act, .at = now };
		const struct effect is = effect_of(d.policy, NULL, &was, &e, false);

		ck_assert_msg(is.is_met == acts[i].counts, "%zu", i);
		ck_assert_msg((is.due != was.due) == acts[i].counts, "%zu", i);
		ck_assert_msg(is.state == (acts[i].act == ACT_CLOSE ? CASE_CLOSED : acts[i].act == ACT_MESSAGE ?
		    CASE_ANSWERED : acts[i].counts ? CASE_WORKING : CASE_READ), "%zu", i);
	}
}
END_TEST

START_TEST(later_acts_start_the_review_anew_and_so_does_a_review)
{
	const struct effect was = { BAND_URGENT, CASE_ANSWERED, true, 1795861740 };
	struct entry confirm = { .act = ACT_CONFIRM, .at = now }, review = { .act = ACT_REVIEW, .at = now };

	ck_assert_int_eq(effect_of(d.policy, NULL, &was, &confirm, false).due, now + 48 * HOUR);
	ck_assert_int_eq(effect_of(d.policy, NULL, &was, &review, false).due, now + 48 * HOUR);
	ck_assert_int_eq(effect_of(d.policy, NULL, &was, &review, false).state, CASE_ANSWERED);
	ck_assert_int_eq(review.due, was.due);
}
END_TEST

START_TEST(raising_gives_nobody_more_time)
{
	struct effect was = { BAND_URGENT, CASE_READ, false, now + 12 * HOUR };
	struct entry raise = { .act = ACT_RAISE, .at = now, .to = BAND_IMMEDIATE };

	ck_assert_int_eq(effect_of(d.policy, NULL, &was, &raise, false).due, now + HOUR);
	ck_assert_int_eq(raise.from, BAND_URGENT);
	was.due = now - HOUR;
	ck_assert_int_eq(effect_of(d.policy, NULL, &was, &raise, false).due, now - HOUR);
	was.is_met = true;
	ck_assert_int_eq(effect_of(d.policy, NULL, &was, &raise, false).due, now + 2 * HOUR);
}
END_TEST

START_TEST(a_question_asks_and_reopening_goes_on)
{
	const struct effect was = { BAND_ROUTINE, CASE_WORKING, true, now };
	const struct effect closed = { BAND_ROUTINE, CASE_CLOSED, true, now };
	struct entry message = { .act = ACT_MESSAGE, .at = now }, reopen = { .act = ACT_REOPEN, .at = now };

	ck_assert_int_eq(effect_of(d.policy, NULL, &was, &message, true).state, CASE_ASKED);
	ck_assert_int_eq(effect_of(d.policy, NULL, &was, &message, false).state, CASE_ANSWERED);
	ck_assert_int_eq(effect_of(d.policy, NULL, &closed, &reopen, false).state, CASE_WORKING);
	ck_assert_int_eq(effect_of(d.policy, NULL, &closed, &reopen, false).due, now + 192 * HOUR);
}
END_TEST

/* --- what a case can hold --- */

START_TEST(a_case_is_full_before_its_page_could_not_show_it_and_can_still_be_closed)
{
	static char long_text[LIMIT_STAFF_BYTES];
	const struct entry note = { .act = ACT_NOTE, .text = span_of("1") };
	const struct entry close = { .act = ACT_CLOSE, .text = span_of("why"), .concern = span_of("c"),
		.follow_up = span_of("f"), .decision = span_of("d"), .outcome = OUTCOME_MASH };
	struct entry old = { .act = ACT_CLOSE, .text = span_of("why") };

	memset(long_text, 'x', sizeof long_text);
	dossier_entry(&d, old);
	d.entry[0].concern = (struct span){ (const uint8_t *)long_text, sizeof long_text - 4 };
	d.entry[0].act = ACT_NOTE;
	made(note, "");
	ck_assert_int_eq(r.end, ACT_DONE);		/* 3 bytes and 1 */
	d.entry[0].concern.n++;
	made(note, "");
	ck_assert_int_eq(r.end, ACT_FULL);
	made((struct entry){ .act = ACT_MESSAGE }, "hello");
	ck_assert_int_eq(r.end, ACT_FULL);
	made(close, "We have closed this.");
	ck_assert_int_eq(r.end, ACT_DONE);
	d.entry[0].concern.n = 0;		/* what stands in sheets is shown there as well */
	d.entry[0].field[0] = (struct span){ (const uint8_t *)long_text, sizeof long_text - 3 };
	made(note, "");
	ck_assert_int_eq(r.end, ACT_FULL);
}
END_TEST

/* --- what goes to the vault --- */

START_TEST(a_message_is_sealed_for_the_reporter_and_its_entry_for_staff)
{
	const struct msg_case_put *put = made((struct entry){ .act = ACT_MESSAGE }, "are you safe?");
	const struct part_place at = { d.c.report, PART_FROM_STAFF, put->seq };
	struct report words;
	struct entry e;
	json_t *holder;
	struct buf plain;
	int64_t minute;

	ck_assert_int_eq(r.end, ACT_DONE);
	ck_assert_uint_eq(put->n, 2);
	ck_assert_uint_eq(put->part[0].kind, PART_FROM_STAFF);
	buf_init(&plain, LIMIT_WIRE);
	report_init(&words);
	ck_assert_int_eq(part_open(d.c.report_key, at, put->part[0].sealed, &plain), GW_OK);
	ck_assert_ptr_null(memmem(plain.p, plain.n, "amina", 5));
	ck_assert_int_eq(report_decode(buf_span(&plain), &words, &minute), GW_OK);
	ck_assert(span_is(buf_span(&words.text), "are you safe?"));
	ck_assert_int_eq(minute, now);
	entry_open(put, 1, &e, &holder);
	ck_assert_str_eq(e.by, "amina");
	ck_assert_int_eq(e.due, 1795861740);
	ck_assert_uint_eq(put->state, CASE_ASKED);
	ck_assert_uint_eq(put->is_met, 1);
	head_fits(put);
	json_decref(holder);
	report_free(&words);
	buf_free(&plain);
}
END_TEST

/* The entry needs the casework key, which no reporter's grant opens. */
START_TEST(a_note_is_no_part_of_what_the_reporter_can_open)
{
	const struct msg_case_put *put = made((struct entry){ .act = ACT_NOTE, .text = span_of("rang MASH") }, "");
	const struct part_place at = { d.c.report, PART_NOTE, put->seq };
	struct buf plain;

	ck_assert_int_eq(r.end, ACT_DONE);
	ck_assert_uint_eq(put->n, 1);
	buf_init(&plain, LIMIT_WIRE);
	ck_assert_int_eq(part_open(d.c.report_key, at, put->part[0].sealed, &plain), GW_EDENIED);
	buf_free(&plain);
	ck_assert_int_eq(put->due, d.c.due);
	ck_assert_uint_eq(put->is_met, 0);
	head_fits(put);
}
END_TEST

START_TEST(one_form_confirms_raises_lowers_or_asks)
{
	static const struct { enum band from, to; enum case_act act; } all[] = {
		{ BAND_URGENT, BAND_URGENT, ACT_CONFIRM }, { BAND_URGENT, BAND_IMMEDIATE, ACT_RAISE },
		{ BAND_URGENT, BAND_ROUTINE, ACT_LOWER }, { BAND_IMMEDIATE, BAND_URGENT, ACT_ASK_LOWER },
	};

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		const struct entry e = { .act = ACT_CONFIRM, .to = all[i].to, .text = span_of("seen her") };
		const struct msg_case_put *put;

		d.c.band = (uint8_t)all[i].from;
		put = made(e, "");
		ck_assert_int_eq(r.end, ACT_DONE);
		ck_assert_uint_eq(put->act, all[i].act);
		ck_assert_uint_eq(put->band, all[i].act == ACT_ASK_LOWER ? all[i].from : all[i].to);
	}
}
END_TEST

START_TEST(changing_a_band_needs_a_reason_and_confirming_does_not)
{
	made((struct entry){ .act = ACT_CONFIRM, .to = BAND_URGENT }, "");
	ck_assert_int_eq(r.end, ACT_DONE);
	made((struct entry){ .act = ACT_CONFIRM, .to = BAND_IMMEDIATE }, "");
	ck_assert_int_eq(r.end, ACT_REFUSED);
	ck_assert_str_eq(r.field, "reason");
	made((struct entry){ .act = ACT_CONFIRM, .to = BAND_ROUTINE }, "");
	ck_assert_int_eq(r.end, ACT_REFUSED);
}
END_TEST

START_TEST(an_immediate_one_is_lowered_by_two_people)
{
	d.c.band = BAND_IMMEDIATE;
	dossier_entry(&d, (struct entry){ .act = ACT_ASK_LOWER, .from = BAND_IMMEDIATE, .to = BAND_URGENT,
	    .text = span_of("gone home") });
	made((struct entry){ .act = ACT_AGREE_LOWER }, "");
	ck_assert_int_eq(r.end, ACT_REFUSED);
	strcpy(d.c.member, "ben");
	ck_assert_uint_eq(made((struct entry){ .act = ACT_AGREE_LOWER }, "")->band, BAND_URGENT);
	ck_assert_int_eq(r.end, ACT_DONE);
	ck_assert_uint_eq(made((struct entry){ .act = ACT_REFUSE_LOWER, .text = span_of("no") }, "")->band,
	    BAND_IMMEDIATE);
	ck_assert_int_eq(r.end, ACT_DONE);
}
END_TEST

START_TEST(an_immediate_one_cannot_be_closed_and_closing_needs_a_last_word)
{
	const struct entry e = { .act = ACT_CLOSE, .concern = span_of("a"), .follow_up = span_of("b"),
		.decision = span_of("c"), .text = span_of("d"), .outcome = OUTCOME_NO_ACTION };

	made(e, "");
	ck_assert_int_eq(r.end, ACT_REFUSED);
	ck_assert_str_eq(r.field, "text");
	d.c.band = BAND_IMMEDIATE;
	made(e, "goodbye");
	ck_assert_int_eq(r.end, ACT_REFUSED);
	d.c.band = BAND_URGENT;
	ck_assert_uint_eq(made(e, "goodbye")->state, CASE_CLOSED);
	ck_assert_int_eq(r.end, ACT_DONE);
}
END_TEST

START_TEST(nobody_is_there_to_read_an_answer_to_what_a_colleague_logged)
{
	dossier_entry(&d, (struct entry){ .act = ACT_LOG });
	made((struct entry){ .act = ACT_MESSAGE }, "hello");
	ck_assert_int_eq(r.end, ACT_REFUSED);
}
END_TEST

START_TEST(a_tag_is_found_by_the_teams_key_alone_and_its_words_are_sealed)
{
	const struct entry e = { .act = ACT_TAG, .tag = TAG_PLACE, .text = span_of("  The  GATE ") };
	const struct msg_case_put *put = made(e, "");
	uint8_t plain[TAG_PLAIN], found_by[TAG_BYTES];
	size_t n;

	ck_assert_int_eq(r.end, ACT_DONE);
	ck_assert_str_eq(put->tag_team, "school:a");
	ck_assert_int_eq(tag_open(&d.c.team_key, put->tag_sealed, plain, &n), GW_OK);
	case_tag_of(d.c.team_key.sk, (struct span){ plain, n }, found_by);
	ck_assert_mem_eq(put->tag, found_by, TAG_BYTES);
	ck_assert_ptr_nonnull(memmem(plain, n, "the gate", 8));
}
END_TEST

START_TEST(what_is_full_takes_nothing_more)
{
	d.c.chain.n = LIMIT_MESSAGES - 1;
	made((struct entry){ .act = ACT_MESSAGE }, "hello");
	ck_assert_int_eq(r.end, ACT_FULL);
	made((struct entry){ .act = ACT_NOTE, .text = span_of("x") }, "");
	ck_assert_int_eq(r.end, ACT_DONE);
}
END_TEST

START_TEST(a_review_needs_somebody_to_have_acted_before)
{
	made((struct entry){ .act = ACT_REVIEW }, "");
	ck_assert_int_eq(r.end, ACT_REFUSED);
	dossier_entry(&d, (struct entry){ .act = ACT_CONFIRM, .from = BAND_URGENT, .to = BAND_URGENT });
	made((struct entry){ .act = ACT_REVIEW }, "");
	ck_assert_int_eq(r.end, ACT_DONE);
}
END_TEST

/* --- an extract, for the team that gave it --- */

static struct entry
recorded(enum sheet sheet, const char *key, const char *code)
{
	struct entry e = { .act = ACT_RECORD, .sheet = sheet };

	e.field[sheet_field(sheet, key)] = span_of(code);
	return e;
}

START_TEST(whoever_passed_it_on_records_what_they_know_and_moves_nothing)
{
	struct entry e = recorded(SHEET_REFERRAL, "to", "mash");
	const struct msg_case_put *put;

	d.c.kind = KIND_EXTRACT;
	dossier_entry(&d, (struct entry){ .act = ACT_COME, .team = "school:a", .other = { 1 } });
	for (int sheet = 0; sheet < SHEET_N; sheet++) {
		made((struct entry){ .act = ACT_RECORD, .sheet = (enum sheet)sheet }, "");
		if (casefile_giver_records((enum sheet)sheet))
			continue;
		ck_assert_int_eq(r.end, ACT_REFUSED);
		ck_assert_ptr_nonnull(strstr(r.said, "Your team passed this on"));
	}
	made((struct entry){ .act = ACT_LINK, .text = span_of("x") }, "");
	ck_assert_int_eq(r.end, ACT_REFUSED);
	e.field[sheet_field(SHEET_REFERRAL, "stage")] = span_of("phoned");
	e.field[sheet_field(SHEET_REFERRAL, "at")] = span_of("1795858140");
	put = made(e, "");
	ck_assert_msg(r.end == ACT_DONE, "%s", r.said);
	ck_assert(put->helps == 0 && put->lists == 0 && put->is_met == 0);
	ck_assert(put->due == d.c.due && put->state == d.c.state && put->band == d.c.band);
	strcpy(d.c.team, "community");
	put = made(e, "");
	ck_assert_int_eq(r.end, ACT_DONE);
	ck_assert(put->helps == 1 && put->lists == 1);
}
END_TEST

/* --- a reason that stays with its case --- */

START_TEST(a_reason_is_not_said_where_other_teams_read_it)
{
	static const struct { const char *teams; enum case_kind kind; const char *said; } all[] = {
		{ "community", KIND_REPORT, "Kai is the same boy" },
		{ "community school:a", KIND_REPORT, "Linked by a colleague." },
		{ "community", KIND_EXTRACT, "Linked by a colleague." },	/* who gave it reads on */
	};

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		const struct act_order order = { .entry = { .act = ACT_LINK, .other = { 1 },
			.text = span_of("Kai is the same boy") }, .teams = "community",
			.outside = span_of("Linked by a colleague.") };
		struct entry e;
		json_t *holder;

		strcpy(d.c.teams, all[i].teams);
		d.c.kind = (uint8_t)all[i].kind;
		act_put_end(&p);
		act_put_make(&p, d.policy, &d.c, &order, now, &r);
		ck_assert_int_eq(r.end, ACT_DONE);
		entry_open(&p.m.u.case_put, 0, &e, &holder);
		ck_assert(span_is(e.text, all[i].said));
		json_decref(holder);
	}
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("act");
	TCase *c = tcase_create("act");

	tcase_add_checked_fixture(c, open_case, close_case);
	tcase_add_test(c, the_first_act_that_counts_stops_the_first_clock);
	tcase_add_test(c, later_acts_start_the_review_anew_and_so_does_a_review);
	tcase_add_test(c, raising_gives_nobody_more_time);
	tcase_add_test(c, a_question_asks_and_reopening_goes_on);
	tcase_add_test(c, a_case_is_full_before_its_page_could_not_show_it_and_can_still_be_closed);
	tcase_add_test(c, a_message_is_sealed_for_the_reporter_and_its_entry_for_staff);
	tcase_add_test(c, a_note_is_no_part_of_what_the_reporter_can_open);
	tcase_add_test(c, one_form_confirms_raises_lowers_or_asks);
	tcase_add_test(c, changing_a_band_needs_a_reason_and_confirming_does_not);
	tcase_add_test(c, an_immediate_one_is_lowered_by_two_people);
	tcase_add_test(c, an_immediate_one_cannot_be_closed_and_closing_needs_a_last_word);
	tcase_add_test(c, nobody_is_there_to_read_an_answer_to_what_a_colleague_logged);
	tcase_add_test(c, a_tag_is_found_by_the_teams_key_alone_and_its_words_are_sealed);
	tcase_add_test(c, what_is_full_takes_nothing_more);
	tcase_add_test(c, whoever_passed_it_on_records_what_they_know_and_moves_nothing);
	tcase_add_test(c, a_reason_is_not_said_where_other_teams_read_it);
	tcase_add_test(c, a_review_needs_somebody_to_have_acted_before);
	suite_add_tcase(s, c);
	return s;
}
