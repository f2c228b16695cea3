/* test_case_originals.c: who is asked about an original on the page of its case, and who is told of a yes. */
#include <string.h>

#include "case_originals.h"
#include "dossier.h"
#include "run.h"

#define DECISION "{\"band\":\"urgent\",\"category\":\"other\",\"categories\":[],\"reasons\":[],\"policy\":\"1\"}"

static struct dossier d;
static struct scrap scrap;
static struct console_case f;
static const int64_t at = 1795858140;

static void
open_case(void)
{
	dossier_make(&d, "he waits at the gate", DECISION);
	d.part[0].words.n_files = d.c.listed_files = d.c.files = 3;
}

static void
close_case(void)
{
	scrap_end(&scrap);
	dossier_end(&d);
}

static void
add(enum sheet s, const char *by, const char *first, const char *second)
{
	struct entry e = { .act = ACT_RECORD, .at = at, .sheet = s, .field = { span_of(first), span_of(second) } };

	strcpy(e.by, by);
	dossier_entry(&d, e);
}

static size_t
shown(const char *member, int64_t now)
{
	static struct situation s;
	const struct case_reader reader = { member, &d.policy->calendar, now };

	memset(&f, 0, sizeof f);
	situation_read(d.c.entries.entry, d.c.entries.part, d.c.entries.n, &s);
	case_originals_fill(&d.c, &s, &reader, &scrap, &f);
	ck_assert(!scrap.failed);
	return f.originals_n;
}

START_TEST(a_question_waits_for_everybody_but_who_asked)
{
	ck_assert_uint_eq(shown("ben", at), 0);
	add(SHEET_ORIGINAL, "amina", "2", "the plate");		/* stands in part 2 */
	ck_assert_uint_eq(shown("amina", at), 0);
	ck_assert_uint_eq(shown("ben", at), 1);
	ck_assert(!f.originals[0].is_mine);
	ck_assert(span_is(f.originals[0].by, "amina"));
	ck_assert(span_is(f.originals[0].why, "the plate"));
	ck_assert_uint_eq(f.originals[0].number, 1);
	ck_assert_uint_eq(f.originals[0].shown, 2);
	add(SHEET_ORIGINAL_SAID, "ben", "2", "no");
	ck_assert_uint_eq(shown("cara", at), 0);
	ck_assert_uint_eq(shown("amina", at), 0);
}
END_TEST

START_TEST(a_yes_is_told_to_who_asked_alone_and_for_a_day)
{
	add(SHEET_ORIGINAL, "amina", "2", "the plate");
	add(SHEET_ORIGINAL_SAID, "ben", "2", "yes");
	ck_assert_uint_eq(shown("ben", at), 0);
	ck_assert_uint_eq(shown("cara", at), 0);
	ck_assert_uint_eq(shown("amina", at + ORIGINAL_SECONDS - 1), 1);
	ck_assert(f.originals[0].is_mine);
	ck_assert(span_is(f.originals[0].by, "ben"));
	ck_assert_uint_gt(f.originals[0].until.n, 0);
	ck_assert_uint_eq(f.originals[0].number, 1);
	ck_assert_uint_eq(shown("amina", at + ORIGINAL_SECONDS), 0);
}
END_TEST

START_TEST(nobody_is_asked_about_what_is_locked)
{
	d.part[0].words.file[2].copy = COPY_INFECTED;
	add(SHEET_ORIGINAL, "amina", "3", "the plate");
	add(SHEET_ORIGINAL, "amina", "1", "the plate");		/* stands in part 3 */
	ck_assert_uint_eq(shown("ben", at), 1);
	add(SHEET_ORIGINAL_SAID, "cara", "3", "yes");
	ck_assert_uint_eq(shown("amina", at), 1);
	add(SHEET_ORIGINAL, "dan", "1", "the face");
	add(SHEET_HOLD, "ben", "1", "indecent");
	ck_assert_uint_eq(shown("ben", at), 0);
	ck_assert_uint_eq(shown("amina", at), 0);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("case_originals");
	TCase *c = tcase_create("case_originals");

	tcase_add_checked_fixture(c, open_case, close_case);
	tcase_add_test(c, a_question_waits_for_everybody_but_who_asked);
	tcase_add_test(c, a_yes_is_told_to_who_asked_alone_and_for_a_day);
	tcase_add_test(c, nobody_is_asked_about_what_is_locked);
	suite_add_tcase(s, c);
	return s;
}
