/* test_attached.c: what the desk does with attachments beyond showing copies: originals after two people, locked
 * ones not at all, copies that are made when somebody asks for one. A real desk; vault and cleaner are this test's. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <sodium.h>

#include "looker.h"
#include "run.h"

enum { MAKES_N = 300, OF = 12 };

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

/* --- originals --- */

static int64_t
minutes_ago(int64_t n)
{
	return (time(NULL) / 60 - n) * 60;
}

/* Which part it stands in. */
static uint32_t
sheet(enum sheet s, int64_t at, const char *by, const char *first, const char *second)
{
	struct entry e = { .act = ACT_RECORD, .at = at, .sheet = s };

	strcpy(e.by, by);
	e.field[0] = span_of(first);
	e.field[1] = span_of(second);
	counter_entry(&her.desk, &e);
	return (uint32_t)her.desk.n_parts - 1;
}

/* For the first attachment; of: the number of the part, which an answer names. */
static void
ask(const char *by, int64_t ago, const char *why, char of[OF])
{
	snprintf(of, OF, "%u", sheet(SHEET_ORIGINAL, minutes_ago(ago), by, "1", why));
}

static void
answer(const char *by, int64_t ago, const char *of, const char *result)
{
	sheet(SHEET_ORIGINAL_SAID, minutes_ago(ago), by, of, result);
}

START_TEST(an_original_opens_for_who_asked_after_another_agreed)
{
	char of[OF];

	ck_assert_int_eq(looker_api(&her, "/files/0/original"), 403);
	ck_assert_uint_gt(her.desk.file_gets, 0);
	ask("amina", 2, "the date it has", of);
	ck_assert_int_eq(looker_page(&her, "/files/0/original"), 403);
	ck_assert_int_eq(looker_page(&her, "/files/0"), 200);
	ck_assert(looker_reads(&her, "Another colleague has to agree"));
	answer("bola", 1, of, "yes");
	ck_assert_int_eq(looker_api(&her, "/files/0/original"), 403);	/* the vault says no */
	her.desk.allows = true;
	ck_assert_int_eq(looker_api(&her, "/files/0/original"), 200);
	ck_assert(looker_reads(&her, "application/octet-stream"));
	ck_assert(looker_reads(&her, "attachment; filename=\"attachment-1-original\"\r\n"));
	ck_assert(looker_reads(&her, "sandbox; default-src 'none'"));
	ck_assert_uint_eq(her.got.body_n, her.desk.file_size[0]);
	ck_assert_mem_eq(her.got.body, her.desk.file[0], her.got.body_n);
	ck_assert_int_eq(looker_page(&her, "/files/0"), 200);
	ck_assert(looker_reads(&her, "/files/0/original\" download"));
	ck_assert_int_eq(looker_api(&her, "/files/1/original"), 403);
}
END_TEST

static const struct { const char *asks, *says, *what; int64_t minutes; } no_yes[] = {
	{ "amina", "amina", "yes", 4 },
	{ "amina", "bola", "no", 4 },
	{ "amina", "bola", "yes", 24 * 60 + 1 },
	{ "bola", "amina", "yes", 4 },
};

START_TEST(without_a_yes_that_holds_the_desk_does_not_ask_for_an_original)
{
	char of[OF];

	her.desk.allows = true;
	ask(no_yes[_i].asks, no_yes[_i].minutes + 1, "the date it has", of);
	answer(no_yes[_i].says, no_yes[_i].minutes, of, no_yes[_i].what);
	ck_assert_int_eq(looker_api(&her, "/files/0/original"), 403);
	ck_assert_uint_gt(her.desk.file_gets, 0);
}
END_TEST

START_TEST(who_did_not_ask_may_answer_once)
{
	char part[OF], of[48];

	ask("bola", 2, "for the police <b>", part);
	snprintf(of, sizeof of, "name=\"f-of\" value=\"%s\"", part);
	ck_assert_int_eq(looker_page(&her, "/files/0"), 200);
	ck_assert(looker_reads(&her, of));
	ck_assert(looker_reads(&her, "for the police &lt;b&gt;"));
	ck_assert_int_eq(looker_page(&her, "/files/1"), 200);
	ck_assert(!looker_reads(&her, of));
	answer("amina", 1, part, "no");
	ck_assert_int_eq(looker_page(&her, "/files/0"), 200);
	ck_assert(!looker_reads(&her, of));
}
END_TEST

START_TEST(an_altered_original_is_never_given_whole)
{
	char of[OF];

	her.desk.allows = true;
	ask("amina", 2, "the date it has", of);
	answer("bola", 1, of, "yes");
	her.desk.file_lie = (enum counter_file_lie)_i;
	if (looker_api(&her, "/files/0/original") == 200)
		ck_assert_uint_lt(her.got.body_n, her.desk.file_size[0]);
	else
		ck_assert_int_eq(her.got.status, 500);
}
END_TEST

/* --- locks --- */

static void
all_is_locked(const char *words)
{
	ck_assert_int_eq(looker_api(&her, "/files/0"), 423);
	ck_assert_int_eq(looker_page(&her, "/files/0/copy"), 423);
	ck_assert_int_eq(looker_page(&her, "/files/0/pages/1"), 423);
	ck_assert_int_eq(looker_page(&her, "/files/0"), 200);
	ck_assert(looker_reads(&her, "Attachment 1 is locked"));
	ck_assert(looker_reads(&her, words));
	ck_assert(!looker_reads(&her, "/files/0/"));
	ck_assert(!looker_reads(&her, "value=\"original\""));
	ck_assert(!looker_reads(&her, "<img"));
}

START_TEST(what_the_case_says_is_locked_is_so_whatever_the_vault_says)
{
	char of[OF];

	her.desk.allows = true;
	ask("amina", 3, "the date it has", of);
	answer("bola", 2, of, "yes");
	sheet(SHEET_HOLD, minutes_ago(1), "bola", "1", _i == 0 ? "indecent" : "malware");
	all_is_locked(_i == 0 ? "report.iwf.org.uk" : "because it may be harmful");
	ck_assert(looker_reads(&her, "bola locked it"));
	ck_assert_int_eq(looker_reads(&her, "name=\"sheet\" value=\"hold\""), _i == 1);
	ck_assert_int_eq(looker_api(&her, "/files/0/original"), 423);
	ck_assert_uint_gt(her.desk.file_gets, 0);
	ck_assert_int_eq(looker_api(&her, "/files/1"), 200);
}
END_TEST

/* Nothing in the case says why: the page says what to do at worst, and whoever opens it tells the case, once. */
START_TEST(what_the_vault_holds_is_locked_and_the_case_is_told)
{
	const size_t parts = her.desk.n_parts;

	her.desk.is_held = true;
	all_is_locked("report.iwf.org.uk");
	ck_assert(!looker_reads(&her, "The scanner says"));
	ck_assert_uint_eq(her.desk.n_parts, parts + 1);
	all_is_locked("amina locked it");
	ck_assert(looker_reads(&her, "The scanner found malware"));
	ck_assert(looker_reads(&her, "Lock this file"));
	ck_assert_uint_eq(her.desk.n_parts, parts + 1);
}
END_TEST

/* --- copies that are made when somebody first looks --- */

static void
makes(struct copy_head h)
{
	counter_copy_drop(&her.desk, 0);
	counter_cleaner(&her.desk);
	her.desk.makes = h;
	her.desk.makes_bytes = (struct span){ made, (size_t)h.size };
}

static const struct copy_head clean = { .state = COPY_CLEAN, .kind = COPY_PNG, .size = MAKES_N };

START_TEST(a_copy_that_is_not_there_is_made_when_somebody_asks_for_it)
{
	uint8_t sha256[crypto_hash_sha256_BYTES];

	makes(clean);
	ck_assert_int_eq((_i == 0 ? looker_page : looker_api)(&her, "/files/0"), 200);
	if (_i == 0)
		ck_assert(looker_reads(&her, "<img src=\"/desk/case/"));
	else
		ck_assert_mem_eq(her.got.body, made, MAKES_N);
	crypto_hash_sha256(sha256, her.desk.file[0], her.desk.file_size[0]);
	ck_assert_mem_eq(her.desk.cleaned, sha256, sizeof sha256);
	ck_assert_uint_eq(her.desk.cleanings, 1);
	ck_assert_uint_eq(her.desk.copy_puts, 1);
	ck_assert_uint_eq(her.desk.copy_put.made.held, HELD_NOT);
	ck_assert_uint_eq(her.desk.drops, 0);
	ck_assert_int_eq(looker_page(&her, "/files/0/copy"), 200);
	ck_assert(looker_reads(&her, "Content-Type: image/png\r\n"));
	ck_assert_uint_eq(her.got.body_n, MAKES_N);
	ck_assert_mem_eq(her.got.body, made, MAKES_N);
	ck_assert_int_eq(looker_page(&her, "/files/0"), 200);
	ck_assert_uint_eq(her.desk.cleanings, 1);
}
END_TEST

START_TEST(that_there_will_be_none_is_kept_too)
{
	makes((struct copy_head){ .state = COPY_STRANGE });
	ck_assert_int_eq((_i == 0 ? looker_page : looker_api)(&her, "/files/0"), _i == 0 ? 200 : 409);
	ck_assert(looker_reads(&her, "cannot be cleaned"));
	ck_assert_uint_eq(her.desk.copy_puts, 1);
	ck_assert_int_eq(looker_page(&her, "/files/0"), 200);
	ck_assert_uint_eq(her.desk.cleanings, 1);
}
END_TEST

START_TEST(of_an_original_that_was_altered_nothing_is_made)
{
	makes(clean);
	her.desk.file_lie = (enum counter_file_lie)(_i / 2);
	ck_assert_int_eq((_i % 2 == 0 ? looker_page : looker_api)(&her, "/files/0"), 500);
	ck_assert_uint_eq(her.desk.cleanings, 0);
	ck_assert_uint_eq(her.desk.copy_puts, 0);
}
END_TEST

START_TEST(a_harmful_file_is_locked_when_the_scanner_finds_it)
{
	makes(clean);
	her.desk.scan = SCAN_FOUND;
	ck_assert_int_eq((_i == 0 ? looker_page : looker_api)(&her, "/files/0"), _i == 0 ? 200 : 423);
	ck_assert(looker_reads(&her, "is locked"));
	ck_assert_int_eq(looker_reads(&her, "The scanner says"), _i == 0);
	ck_assert_uint_eq(her.desk.copy_puts, 1);
	ck_assert_uint_eq(her.desk.copy_put.made.held, HELD_MALWARE);
	ck_assert_str_eq(her.desk.copy_put.made.name, "");
}
END_TEST

START_TEST(the_case_says_once_that_the_scanner_found_malware)
{
	const size_t parts = her.desk.n_parts;

	makes(clean);
	her.desk.scan = SCAN_FOUND;
	ck_assert_int_eq(looker_page(&her, ""), 200);
	ck_assert(!looker_reads(&her, "malware"));
	(_i == 0 ? looker_page : looker_api)(&her, "/files/0");
	ck_assert_int_eq(looker_page(&her, ""), 200);
	ck_assert(looker_reads(&her, "held: malware"));
	ck_assert(looker_reads(&her, "Locked attachment 1: malware"));
	ck_assert(looker_reads(&her, "The scanner found malware when it was opened."));
	all_is_locked("amina locked it");
	ck_assert_uint_eq(her.desk.n_parts, parts + 1);
	ck_assert_uint_eq(her.desk.cleanings, 1);
}
END_TEST

/* Others write in the case all the time. */
START_TEST(a_harmful_file_is_locked_also_when_the_case_cannot_be_told)
{
	makes(clean);
	her.desk.scan = SCAN_FOUND;
	her.desk.conflicts = 99;
	ck_assert_int_eq(looker_page(&her, "/files/0"), 200);
	ck_assert(looker_reads(&her, "The scanner says"));
	her.desk.conflicts = 0;
	her.desk.is_held = true;
	ck_assert_int_eq(looker_page(&her, ""), 200);
	ck_assert(!looker_reads(&her, "held: malware"));
	ck_assert_int_eq(looker_page(&her, "/files/0"), 200);
	ck_assert_int_eq(looker_page(&her, ""), 200);
	ck_assert(looker_reads(&her, "held: malware"));
}
END_TEST

/* There is none, or it has too much to do. */
START_TEST(without_a_cleaner_everybody_may_try_again)
{
	counter_copy_drop(&her.desk, 0);
	if (_i > 0)
		counter_cleaner(&her.desk);
	her.desk.cleaner_result = GW_EBUSY;
	ck_assert_int_eq(looker_page(&her, "/files/0"), 200);
	ck_assert(looker_reads(&her, "Try again"));
	ck_assert(looker_reads(&her, "Lock this file"));
	ck_assert_int_eq(looker_api(&her, "/files/0"), 409);
	ck_assert(looker_reads(&her, "All cleaners are busy. Try again in a minute."));
	ck_assert_uint_eq(her.desk.copy_puts, 0);
	her.desk.cleaner_result = GW_OK;
	if (_i > 0) {
		makes(clean);
		ck_assert_int_eq(looker_api(&her, "/files/0"), 200);
	}
}
END_TEST

START_TEST(while_the_scanner_is_silent_nobody_looks)
{
	makes(clean);
	her.desk.scan = SCAN_FAILED;
	ck_assert_int_eq(looker_page(&her, "/files/0"), 200);
	ck_assert(looker_reads(&her, "scanner for harmful files gives no answer"));
	ck_assert(looker_reads(&her, "Try again"));
	ck_assert_int_eq(looker_api(&her, "/files/0"), 409);
	ck_assert(looker_reads(&her, "scanner for harmful files gives no answer"));
	ck_assert_uint_eq(her.desk.copy_puts, 0);
}
END_TEST

/* A colleague was first, or has locked the file meanwhile. */
START_TEST(a_copy_that_the_vault_does_not_want_is_dropped)
{
	makes(clean);
	her.desk.copy_result = _i == 0 ? GW_ECONFLICT : GW_EINPUT;
	ck_assert_int_eq(looker_page(&her, "/files/0"), 200);
	ck_assert(looker_reads(&her, _i == 0 ? "Try again" : "is locked"));
	ck_assert_uint_eq(her.desk.copy_puts, 1);
	ck_assert_uint_eq(her.desk.drops, 1);
	ck_assert_int_eq(looker_api(&her, "/files/0"), _i == 0 ? 409 : 423);
	ck_assert_uint_eq(her.desk.copy_puts, 2);
	ck_assert_uint_eq(her.desk.drops, 2);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("attached");
	TCase *c = tcase_create("attached");

	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(c, come, go);
	tcase_add_test(c, an_original_opens_for_who_asked_after_another_agreed);
	tcase_add_loop_test(c, without_a_yes_that_holds_the_desk_does_not_ask_for_an_original, 0, 4);
	tcase_add_test(c, who_did_not_ask_may_answer_once);
	tcase_add_loop_test(c, an_altered_original_is_never_given_whole, FILE_TRUE + 1, FILE_LIE_N);
	tcase_add_loop_test(c, what_the_case_says_is_locked_is_so_whatever_the_vault_says, 0, 2);
	tcase_add_test(c, what_the_vault_holds_is_locked_and_the_case_is_told);
	tcase_add_loop_test(c, a_copy_that_is_not_there_is_made_when_somebody_asks_for_it, 0, 2);
	tcase_add_loop_test(c, that_there_will_be_none_is_kept_too, 0, 2);
	tcase_add_loop_test(c, of_an_original_that_was_altered_nothing_is_made, 2 * (FILE_TRUE + 1),
	    2 * FILE_LIE_N);
	tcase_add_loop_test(c, a_harmful_file_is_locked_when_the_scanner_finds_it, 0, 2);
	tcase_add_loop_test(c, the_case_says_once_that_the_scanner_found_malware, 0, 2);
	tcase_add_test(c, a_harmful_file_is_locked_also_when_the_case_cannot_be_told);
	tcase_add_loop_test(c, without_a_cleaner_everybody_may_try_again, 0, 2);
	tcase_add_test(c, while_the_scanner_is_silent_nobody_looks);
	tcase_add_loop_test(c, a_copy_that_the_vault_does_not_want_is_dropped, 0, 2);
	suite_add_tcase(s, c);
	return s;
}
