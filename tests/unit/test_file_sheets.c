/* test_file_sheets.c: sheets about attachments: who asks, who answers, what locks one, and what the vault is told. */
#include <string.h>

#include "act_put.h"
#include "dossier.h"
#include "run.h"

#define DECISION "{\"band\":\"urgent\",\"category\":\"other\",\"categories\":[\"other\"],\"reasons\":[]," \
    "\"policy\":\"1\"}"

static const int64_t now = 1795860000;		/* a whole minute */
static struct dossier d;
static struct act_put p;
static struct act_result r;

/* The report has two attachments; the third came with a message. */
static void
attach(void)
{
	d.part[0].words.n_files = 2;
	d.part[0].words.file[0].copy = COPY_CLEAN;
	d.part[0].words.file[1].copy = COPY_STRANGE;
	dossier_message(&d, PART_FROM_REPORTER, now - 60, "and this");
	d.part[1].words.n_files = 1;
	d.part[1].words.file[0].copy = COPY_INFECTED;
}

static void
open_case(void)
{
	dossier_make(&d, "he waits at the gate", DECISION);
	buf_init(&p.head, 1);
	attach();
}

static void
close_case(void)
{
	act_put_end(&p);
	dossier_end(&d);
}

static const struct msg_case_put *
made(struct entry e)
{
	const struct act_order order = { .entry = e };

	act_put_end(&p);
	act_put_make(&p, d.policy, &d.c, &order, now, &r);
	return &p.m.u.case_put;
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

/* It goes to the vault, and stands in the case from then on. */
static const struct msg_case_put *
record(struct entry e)
{
	const struct msg_case_put *put = made(e);

	ck_assert_msg(r.end == ACT_DONE, "%s", r.said == NULL ? "not sealed" : r.said);
	ck_assert_uint_eq(put->sheet, e.sheet);
	e.at = now;
	dossier_entry(&d, e);
	return put;
}

static void
refused(struct entry e, const char *field)
{
	made(e);
	ck_assert_int_eq(r.end, ACT_REFUSED);
	ck_assert_str_eq(r.field, field);
}

static struct entry
original(const char *file)
{
	return with(with(sheet(SHEET_ORIGINAL), "file", file), "text", "the plate");
}

static struct entry
said(const char *of, const char *result)
{
	return with(with(sheet(SHEET_ORIGINAL_SAID), "of", of), "result", result);
}

static struct entry
hold(const char *file, const char *why)
{
	return with(with(sheet(SHEET_HOLD), "file", file), "why", why);
}

static void
sentence(struct entry e, const char *words)
{
	made(e);
	ck_assert_int_eq(r.end, ACT_REFUSED);
	ck_assert_str_eq(r.said, words);
}

START_TEST(an_original_takes_two_people_and_the_vault_hears_of_both)
{
	const struct msg_case_put *put;

	put = record(original("2"));			/* stands in part 3 */
	ck_assert_uint_eq(put->file, 1);
	ck_assert_uint_eq(put->original + put->agrees + put->held + put->lists, 0);
	sentence(said("3", "yes"), "You asked for this. Another person must answer.");
	sentence(said("3", "no"), "You asked for this. Another person must answer.");
	sentence(original("2"), "You have asked for this already. Another person must answer.");
	strcpy(d.c.member, "ben");
	put = made(said("3", "no"));
	ck_assert_int_eq(r.end, ACT_DONE);
	ck_assert_uint_eq(put->original, 3);
	ck_assert_uint_eq(put->agrees, 0);
	put = made(said("3", "yes"));
	ck_assert_uint_eq(put->original, 3);
	ck_assert_uint_eq(put->agrees, 1);
	ck_assert_uint_eq(put->file + put->held + put->lists, 0);
	dossier_entry(&d, (struct entry){ .act = ACT_RECORD, .sheet = SHEET_ORIGINAL_SAID, .by = "ben",
	    .field = { span_of("3"), span_of("yes") } });
	refused(said("3", "no"), "f-of");		/* once */
	refused(said("2", "yes"), "f-of");		/* a message */
	refused(said("9", "yes"), "f-of");
	strcpy(d.c.member, "amina");
	made(original("2"));			/* anew */
	ck_assert_int_eq(r.end, ACT_DONE);
}
END_TEST

START_TEST(an_attachment_is_asked_for_by_a_number_that_it_has)
{
	made(original("1"));
	ck_assert_int_eq(r.end, ACT_DONE);
	sentence(original("4"), "This case has no such attachment.");
	sentence(hold("4", "indecent"), "This case has no such attachment.");
	refused(hold("5000", "indecent"), "f-file");
}
END_TEST

START_TEST(a_lock_is_at_once_and_for_good)
{
	const struct msg_case_put *put;

	record(original("1"));				/* stands in part 3 */
	put = record(hold("1", "indecent"));
	ck_assert_uint_eq(put->file, 0);
	ck_assert_uint_eq(put->held, HELD_INDECENT);
	ck_assert_uint_eq(put->lists, 0);
	ck_assert_uint_eq(made(hold("2", "malware"))->held, HELD_MALWARE);
	ck_assert_uint_eq(p.m.u.case_put.file, 1);
	sentence(hold("1", "malware"), "This attachment is locked already.");
	sentence(original("1"), "This attachment is locked. Nobody may open it.");
	strcpy(d.c.member, "ben");
	sentence(said("3", "yes"), "This attachment is locked. Nobody may open it.");
	d.c.state = CASE_CLOSED;			/* of a closed case, too */
	made(hold("2", "indecent"));
	ck_assert_int_eq(r.end, ACT_DONE);
}
END_TEST

START_TEST(what_the_scanner_found_is_locked_as_it_came)
{
	sentence(original("3"), "This attachment is locked. Nobody may open it.");
	sentence(hold("3", "malware"), "This attachment is locked already.");
}
END_TEST

/* It has another end: the police. Whoever locked it for malware, a scanner or a person. */
START_TEST(what_is_locked_for_malware_is_locked_once_more_as_indecent)
{
	const char *file = _i == 0 ? "3" : "1";

	if (_i == 1)
		record(hold(file, "malware"));
	ck_assert_uint_eq(record(hold(file, "indecent"))->held, HELD_INDECENT);
	sentence(hold(file, "indecent"), "This attachment is locked already.");
	sentence(hold(file, "malware"), "This attachment is locked already.");
	sentence(original(file), "This attachment is locked. Nobody may open it.");
}
END_TEST

START_TEST(a_full_case_still_takes_a_lock)
{
	static char long_text[LIMIT_STAFF_BYTES];

	memset(long_text, 'x', sizeof long_text);
	dossier_entry(&d, (struct entry){ .act = ACT_NOTE });
	d.entry[0].concern = (struct span){ (const uint8_t *)long_text, sizeof long_text };
	made(original("1"));
	ck_assert_int_eq(r.end, ACT_FULL);
	made(hold("1", "indecent"));
	ck_assert_int_eq(r.end, ACT_DONE);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("file_sheets");
	TCase *c = tcase_create("file_sheets");

	tcase_add_checked_fixture(c, open_case, close_case);
	tcase_add_test(c, an_original_takes_two_people_and_the_vault_hears_of_both);
	tcase_add_test(c, an_attachment_is_asked_for_by_a_number_that_it_has);
	tcase_add_test(c, a_lock_is_at_once_and_for_good);
	tcase_add_test(c, what_the_scanner_found_is_locked_as_it_came);
	tcase_add_loop_test(c, what_is_locked_for_malware_is_locked_once_more_as_indecent, 0, 2);
	tcase_add_test(c, a_full_case_still_takes_a_lock);
	suite_add_tcase(s, c);
	return s;
}
