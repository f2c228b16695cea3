/* test_recording.c: sheets on a case: what they make of its clocks and its row in the queue, and which fit it. */
#include <string.h>

#include "act_put.h"
#include "dossier.h"
#include "effect.h"
#include "run.h"

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

static struct entry
sheet(enum sheet s)
{
	return (struct entry){ .act = ACT_RECORD, .sheet = s };
}

static struct entry
with(struct entry e, const char *key, const char *value)
{
	const size_t i = sheet_field(e.sheet, key);

	ck_assert_uint_lt(i, SHEET_FIELDS);
	e.field[i] = span_of(value);
	return e;
}

static struct entry
told(const char *at)
{
	return with(with(with(with(sheet(SHEET_TOLD), "agency", "mash"), "who", "Pat"), "how", "phone"), "at", at);
}

static struct entry
contact(const char *result, const char *at)
{
	return with(with(with(with(sheet(SHEET_CONTACT), "result", result), "who", "J"), "at", at), "text", "rang");
}

static struct entry
start(const char *of, const char *at)
{
	return with(with(with(sheet(SHEET_START), "of", of), "at", at), "text", "he said");
}

static struct entry
decide(const char *stage)
{
	return with(with(sheet(SHEET_RELEASE), "stage", stage), "text", "for the panel");
}

static struct entry
confirmed(enum band band)
{
	return (struct entry){ .act = ACT_CONFIRM, .from = band, .to = band };
}

/* It goes to the vault, and stands in the case from then on. */
static const struct msg_case_put *
record(struct entry e)
{
	const struct msg_case_put *put = made(e, "");

	ck_assert_msg(r.end == ACT_DONE, "%s", r.said == NULL ? "not sealed" : r.said);
	ck_assert_uint_eq(put->sheet, e.sheet);
	e.at = now;
	dossier_entry(&d, e);
	d.c.due = put->due;
	return put;
}

#define CAME "1795858140"
#define NOW "1795860000"
static const int64_t came = 1795858140;

START_TEST(the_queue_shows_what_the_urgent_response_asks_for_next)
{
	d.c.band = BAND_IMMEDIATE;
	json_object_set_new(d.c.decision, "band", json_string("immediate"));
	/* The golden hour, sooner than any review. */
	ck_assert_int_eq(record(confirmed(BAND_IMMEDIATE))->due, came + HOUR);
	ck_assert_int_eq(record(told(NOW))->due, now + 2 * HOUR);	/* the review: sooner than the attempt */
	ck_assert_int_eq(record(contact("no_answer", NOW))->due, now + 2 * HOUR);
	ck_assert_int_eq(record(contact("young_person", NOW))->due, now + 2 * HOUR);
}
END_TEST

START_TEST(attempt_and_contact_come_before_a_later_review)
{
	ck_assert_int_eq(record(confirmed(BAND_URGENT))->due, came + 24 * HOUR);
	ck_assert_int_eq(record(contact("no_answer", NOW))->due, came + 48 * HOUR);
	/* 23 hours before; and what is said of it later gives nobody more time. */
	ck_assert_int_eq(record(start("incident", "1795775340"))->due, 1795775340 + 48 * HOUR);
	ck_assert_int_eq(record(start("incident", CAME))->due, 1795775340 + 48 * HOUR);
	ck_assert_int_eq(record(contact("young_person", NOW))->due, now + 48 * HOUR);
}
END_TEST

START_TEST(what_was_missed_stays_due_until_it_is_done)
{
	const int64_t late = came + 60 * HOUR;
	const struct act_order order = { .entry = { .act = ACT_MESSAGE }, .message = span_of("hello") };

	act_put_make(&p, d.policy, &d.c, &order, late, &r);
	ck_assert_int_eq(r.end, ACT_DONE);
	ck_assert_int_eq(p.m.u.case_put.due, came + 24 * HOUR);
}
END_TEST

START_TEST(custody_and_a_trigger_start_clocks_in_any_band)
{
	const struct entry where = with(sheet(SHEET_WHERE), "place", "custody");
	const struct entry trigger = with(with(sheet(SHEET_TRIGGER), "why", "missing"), "svd", "not_known");

	d.c.band = BAND_ROUTINE;
	json_object_set_new(d.c.decision, "band", json_string("routine"));
	d.c.due = now + 96 * HOUR;
	ck_assert_int_eq(record(confirmed(BAND_ROUTINE))->due, now + 192 * HOUR);
	ck_assert_int_eq(record(trigger)->due, now + 24 * HOUR);
	ck_assert_int_eq(record(where)->due, now + HOUR);
}
END_TEST

START_TEST(a_child_nobody_can_identify_is_reviewed_not_contacted)
{
	const struct entry e = with(with(with(sheet(SHEET_UNIDENTIFIED), "checked", "Asha"), "with", "MASH"), "text",
	    "no");

	record(confirmed(BAND_URGENT));
	ck_assert_int_eq(record(e)->due, now + 48 * HOUR);
}
END_TEST

START_TEST(telling_and_trying_count_as_acting_and_other_sheets_do_not)
{
	const struct effect was = { BAND_URGENT, CASE_READ, false, 1795861740 };

	for (int s = 0; s < SHEET_N; s++) {
		struct entry e = { .act = ACT_RECORD, .at = now, .sheet = (enum sheet)s };
		const bool counts = s == SHEET_TOLD || s == SHEET_CONTACT;
		const struct effect is = effect_of(d.policy, NULL, &was, &e, false);

		ck_assert_int_eq(is.is_met, counts);
		ck_assert_int_eq(is.state, counts ? CASE_WORKING : CASE_READ);
		ck_assert_int_eq(is.due, counts ? now + 48 * HOUR : was.due);
		ck_assert_int_eq(act_is_met(&e, 1), counts);
	}
}
END_TEST

START_TEST(what_is_recorded_on_a_closed_case_moves_nothing)
{
	d.c.state = CASE_CLOSED;
	dossier_entry(&d, (struct entry){ .act = ACT_CLOSE });
	ck_assert_uint_eq(made(told(NOW), "")->state, CASE_CLOSED);
	ck_assert_int_eq(r.end, ACT_DONE);
	ck_assert_int_eq(p.m.u.case_put.due, d.c.due);
}
END_TEST

START_TEST(a_meeting_hears_of_what_is_new_and_not_of_what_it_said_itself)
{
	static const struct { enum case_act act; bool lists; } acts[] = {
		{ ACT_MESSAGE, true }, { ACT_RAISE, true }, { ACT_NOTE, true }, { ACT_CONFIRM, false },
		{ ACT_ASSIGN, false }, { ACT_REVIEW, false },
	};
	const struct entry ask = with(with(with(with(sheet(SHEET_ASK), "agency", "YJS"), "owner", "Ola"), "due", NOW),
	    "text", "call");

	record(confirmed(BAND_URGENT));
	for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++) {
		const struct entry e = { .act = acts[i].act, .text = span_of("why"),
			.to = acts[i].act == ACT_RAISE ? BAND_IMMEDIATE :
			acts[i].act == ACT_CONFIRM ? BAND_URGENT : BAND_ROUTINE };

		ck_assert_msg(made(e, acts[i].act == ACT_MESSAGE ? "hello" : "")->lists == acts[i].lists, "%zu", i);
		ck_assert_int_eq(r.end, ACT_DONE);
	}
	ck_assert_uint_eq(made(told(NOW), "")->lists, 1);
	ck_assert_uint_eq(made(ask, "")->lists, 0);
	d.c.kind = KIND_MEETING;
	ck_assert_uint_eq(made((struct entry){ .act = ACT_NOTE, .text = span_of("x") }, "")->lists, 0);
}
END_TEST

START_TEST(a_reporter_reads_that_others_help_once_they_were_asked)
{
	static const struct { const char *stage; bool helps; } stages[] = {
		{ "not_made", false }, { "phoned", true }, { "sent", true }, { "waiting", false }, { "accepted", true },
		{ "declined", false },
	};

	for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++) {
		const struct entry to_mash = with(with(sheet(SHEET_REFERRAL), "to", "mash"), "text", "why");
		const struct entry e = with(with(to_mash, "stage", stages[i].stage), "at", NOW);

		ck_assert_msg(made(e, "")->helps == stages[i].helps, "%s", stages[i].stage);
		ck_assert_int_eq(r.end, ACT_DONE);
	}
	ck_assert_uint_eq(made(told(NOW), "")->helps, 1);
	ck_assert_uint_eq(made(contact("family", NOW), "")->helps, 0);
	d.c.helps = true;
	ck_assert_uint_eq(made(contact("family", NOW), "")->helps, 1);		/* and it stays */
}
END_TEST

START_TEST(closing_keeps_when_somebody_first_looked)
{
	const struct entry e = { .act = ACT_CLOSE, .concern = span_of("a"), .follow_up = span_of("b"),
		.decision = span_of("c"), .text = span_of("d"), .outcome = OUTCOME_NO_ACTION };
	struct entry back;
	json_t *holder;

	d.c.seen = now - 61;
	entry_open(made(e, "goodbye"), 1, &back, &holder);
	ck_assert_int_eq(back.seen, now - 120);
	json_decref(holder);
	d.c.seen = 0;
	entry_open(made(e, "goodbye"), 1, &back, &holder);
	ck_assert_int_eq(back.seen, 0);
	json_decref(holder);
}
END_TEST

static void
refused(struct entry e, const char *field)
{
	made(e, "");
	ck_assert_int_eq(r.end, ACT_REFUSED);
	ck_assert(r.said != NULL && r.said[strlen(r.said) - 1] == '.');
	if (field == NULL)
		ck_assert_ptr_null(r.field);
	else
		ck_assert_str_eq(r.field, field);
}

START_TEST(an_answer_needs_what_it_answers)
{
	const struct entry ask = with(with(with(with(sheet(SHEET_ASK), "agency", "YJS"), "owner", "Ola"), "due", NOW),
	    "text", "call");
	struct entry done = with(with(sheet(SHEET_ASK_DONE), "of", "2"), "result", "done");
	struct entry panel = with(with(with(sheet(SHEET_PANEL), "of", "2"), "result", "accepted"), "text", "yes");

	refused(done, "f-of");
	record(ask);			/* stands in part 2 */
	refused(panel, "f-of");
	refused(with(with(sheet(SHEET_UNTIE), "of", "2"), "text", "x"), "f-of");
	record(done);
	refused(done, "f-of");		/* once */
	/* It stands in part 4. */
	record(with(with(with(sheet(SHEET_NOMINATE), "is", "place"), "name", "the park"), "text", "why"));
	panel = with(panel, "of", "4");
	record(panel);
	record(panel);			/* as often as it meets */
}
END_TEST

START_TEST(some_sheets_are_for_one_kind_of_case)
{
	const struct entry present = with(with(sheet(SHEET_PRESENT), "name", "Pat"), "agency", "Police");
	const struct entry agenda = with(with(sheet(SHEET_AGENDA), "upto", "7"), "ends", NOW);
	struct entry impact = with(sheet(SHEET_IMPACT), "review", NOW);

	for (size_t i = 0; i < 5; i++)
		impact.field[i] = span_of("words");
	refused(present, NULL);
	refused(agenda, NULL);
	refused(impact, NULL);
	refused(decide("asked"), NULL);
	d.c.kind = KIND_MEETING;
	record(present);
	record(agenda);
	d.c.kind = KIND_INCIDENT;
	record(impact);
	refused(present, NULL);
}
END_TEST

static struct entry
finding(const char *id)
{
	static const char *const keys[] = { "timely", "voice_of_child", "reasons_recorded", "language", "reply_quality",
		"tool_kit" };
	struct entry e = with(with(with(sheet(SHEET_FINDING), "case", id), "theme", "reasons"), "text", "none");

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		e = with(e, keys[i], "no");
	return e;
}

START_TEST(findings_stay_with_the_audit_that_drew_the_case)
{
	static const char drawn[] = "ab000000000000000000000000000001", other[] = "ab000000000000000000000000000002";
	const struct entry acted = with(with(with(sheet(SHEET_ACTED), "of", "4"), "result", "done"), "text", "told");
	const struct entry with_action = with(with(with(finding(drawn), "actions", "a briefing"), "owner", "Ola"),
	    "due", NOW);

	refused(finding(drawn), NULL);		/* in a case */
	d.c.kind = KIND_AUDIT;
	refused(finding(drawn), "f-case");	/* nothing is drawn */
	record(with(with(with(with(with(sheet(SHEET_SAMPLE), "seed", "7"), "from", NOW), "to", NOW), "total",
	    "9"), "list", "ab000000000000000000000000000001 12 changed\n"));
	refused(finding(other), "f-case");
	record(finding(drawn));			/* stands in part 3 */
	refused(acted, "f-of");
	record(with_action);
	refused(with(acted, "of", "3"), "f-of");	/* it has no action */
	record(acted);
	refused(acted, "f-of");			/* once */
}
END_TEST

START_TEST(who_asks_for_a_release_never_agrees_to_it)
{
	d.c.kind = KIND_RELEASE;
	refused(decide("agreed"), "f-stage");
	record(decide("asked"));
	refused(decide("agreed"), "f-stage");
	refused(decide("refused"), "f-stage");
	strcpy(d.c.member, "ben");
	made(decide("agreed"), "");
	ck_assert_int_eq(r.end, ACT_DONE);
	made(decide("refused"), "");
	ck_assert_int_eq(r.end, ACT_DONE);
}
END_TEST

START_TEST(what_has_not_happened_yet_stops_no_clock)
{
	made(told("1795860300"), "");
	ck_assert_int_eq(r.end, ACT_DONE);		/* somebody's watch is fast */
	refused(told("1795860360"), "f-at");
	refused(contact("young_person", "1795860360"), "f-at");
	refused(start("incident", "1795860360"), "f-at");
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("recording");
	TCase *c = tcase_create("recording");

	tcase_add_checked_fixture(c, open_case, close_case);
	tcase_add_test(c, the_queue_shows_what_the_urgent_response_asks_for_next);
	tcase_add_test(c, attempt_and_contact_come_before_a_later_review);
	tcase_add_test(c, what_was_missed_stays_due_until_it_is_done);
	tcase_add_test(c, custody_and_a_trigger_start_clocks_in_any_band);
	tcase_add_test(c, a_child_nobody_can_identify_is_reviewed_not_contacted);
	tcase_add_test(c, telling_and_trying_count_as_acting_and_other_sheets_do_not);
	tcase_add_test(c, what_is_recorded_on_a_closed_case_moves_nothing);
	tcase_add_test(c, a_meeting_hears_of_what_is_new_and_not_of_what_it_said_itself);
	tcase_add_test(c, a_reporter_reads_that_others_help_once_they_were_asked);
	tcase_add_test(c, closing_keeps_when_somebody_first_looked);
	tcase_add_test(c, an_answer_needs_what_it_answers);
	tcase_add_test(c, some_sheets_are_for_one_kind_of_case);
	tcase_add_test(c, findings_stay_with_the_audit_that_drew_the_case);
	tcase_add_test(c, who_asks_for_a_release_never_agrees_to_it);
	tcase_add_test(c, what_has_not_happened_yet_stops_no_clock);
	suite_add_tcase(s, c);
	return s;
}
