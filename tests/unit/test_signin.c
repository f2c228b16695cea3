/* test_signin.c: signing in, enrolling and one's own account by the console's pages, in a real desk over real TLS. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "check_words.h"
#include "codes.h"
#include "counter.h"
#include "run.h"
#include "second.h"

#define FORM "Content-Type: application/x-www-form-urlencoded\r\nOrigin: https://localhost\r\n"
#define WRONG "The name, the passphrase or the code is wrong."
#define AMINAS "amina%27s+long+passphrase"
#define STRONG "violet kettle mends nine ladders"
#define STRONG_TYPED "violet+kettle+mends+nine+ladders"

static struct counter desk;
static struct front_answer got;
static char cookie[256], token[FORM_TOKEN + 1], body[2048];

static int
ask(const char *line, const char *fields, const char *said)
{
	char all[1024];

	snprintf(all, sizeof all, "%s%s", cookie, fields);
	front_forget(&got);
	counter_ask(&desk, line, all, said, &got);
	return got.status;
}

static bool
says(const char *text)
{
	return strstr((const char *)got.whole.p, text) != NULL;
}

static void
open_desk(void)
{
	cookie[0] = token[0] = '\0';
	counter_open(&desk, true);
}

static void
close_desk(void)
{
	front_forget(&got);
	counter_close(&desk);
}

/* A form's fields behind its token. */
static int
send_form(const char *path, const char *fields)
{
	char line[64];

	snprintf(line, sizeof line, "POST %s", path);
	snprintf(body, sizeof body, "form=%s&%s", token, fields);
	return ask(line, FORM, body);
}

static int
try_sign_in(const char *name, const char *passphrase, const char *code)
{
	snprintf(body, sizeof body, "name=%s&passphrase=%s&code=%s", name, passphrase, code);
	return ask("POST /desk/sign-in", FORM, body);
}

static void
sign_in(void)
{
	uint8_t bytes[SESSION_TOKEN];
	const char *set;
	char code[7];
	size_t n;

	counter_code(desk.second, 0, code);
	ck_assert_int_eq(try_sign_in(COUNTER_NAME, AMINAS, code), 303);
	ck_assert(says("Location: /\r\n"));
	set = strstr((const char *)got.whole.p, "__Host-session=");
	ck_assert_ptr_nonnull(set);
	ck_assert_int_eq(sodium_hex2bin(bytes, sizeof bytes, strchr(set, '=') + 1, 2 * SESSION_TOKEN, NULL, &n,
	    NULL), 0);
	form_token(bytes, token);
	snprintf(cookie, sizeof cookie, "Cookie: %.*s\r\n", (int)strcspn(set, ";"), set);
}

/* The secret that a page shows for a phone. */
static void
shown_secret(uint8_t secret[SECOND_SECRET])
{
	const char *at = strstr((const char *)got.whole.p, "name=\"secret\"");

	ck_assert_ptr_nonnull(at);
	at = strstr(at, "value=\"");
	ck_assert_ptr_nonnull(at);
	ck_assert_int_eq(second_read((struct span){ (const uint8_t *)at + 7, SECOND_TEXT - 1 }, secret), GW_OK);
}

/* That these tags are those of ten codes that the page shows. */
static void
check_codes(const uint8_t sk[KEY_BYTES], const struct msg_tag *tag, size_t n)
{
	const char *at = strstr((const char *)got.whole.p, "id=\"recovery\"");
	size_t found = 0;

	ck_assert_ptr_nonnull(at);
	while ((at = strstr(at, "<li>")) != NULL && found < n) {
		struct refcode code;
		uint8_t made[TAG_BYTES];
		int group;

		at += strlen("<li>");
		ck_assert_int_eq(refcode_parse((struct span){ (const uint8_t *)at, REFCODE_TEXT - 1 }, &code, &group),
		    REFCODE_FINE);
		recovery_code_tag(sk, &code, made);
		ck_assert_mem_eq(made, tag[found++].found_by, TAG_BYTES);
	}
	ck_assert_uint_eq(found, LIMIT_RECOVERY_CODES);
}

/* --- signing in --- */

START_TEST(the_page_asks_for_three_things_and_says_why_one_is_here)
{
	ck_assert_int_eq(ask("GET /desk/sign-in", "", NULL), 200);
	ck_assert(says("name=\"name\"") && says("name=\"passphrase\"") && says("name=\"code\""));
	ck_assert(!says("You are signed out"));
	ck_assert_int_eq(ask("GET /desk/sign-in?out=1", "", NULL), 200);
	ck_assert(says("You are signed out"));
	ck_assert_int_eq(ask("GET /desk/sign-in?idle=1", "", NULL), 200);
	ck_assert(says("for a while"));
}
END_TEST

START_TEST(whoever_signs_in_goes_to_the_page_of_their_duty)
{
	static const struct { unsigned roles; const char *to; } homes[] = {
		{ COUNTER_READER, "Location: /desk/queue\r\n" },
		{ COUNTER_READER | COUNTER_ADMIN, "Location: /desk/queue\r\n" },
		{ COUNTER_ADMIN, "Location: /desk/people\r\n" }, { COUNTER_AUDITOR, "Location: /desk/audit\r\n" },
	};

	sign_in();
	for (size_t i = 0; i < sizeof homes / sizeof *homes; i++) {
		desk.roles = homes[i].roles;
		ck_assert_int_eq(ask("GET /", "", NULL), 303);
		ck_assert(says(homes[i].to));
	}
	desk.by_code = true;
	ck_assert_int_eq(ask("GET /", "", NULL), 303);
	ck_assert(says("Location: /desk/account/second\r\n"));
}
END_TEST

START_TEST(whatever_was_wrong_one_sentence_says_so)
{
	static const char *const tries[][3] = {
		{ "amina", "not+her+passphrase", NULL }, { "nobody", AMINAS, NULL }, { "amina", AMINAS, "000000" },
		{ "amina", AMINAS, "12" }, { "amina", "short", NULL }, { "", AMINAS, NULL }, { "amina", AMINAS, "" },
		{ "amina", AMINAS, "0000-0000-0000-0000-0001" },
	};
	char code[7];

	for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
		counter_code(desk.second, 0, code);
		if (tries[i][2] != NULL && strcmp(tries[i][2], code) == 0)
			continue;	/* once in a million */
		ck_assert_int_eq(try_sign_in(tries[i][0], tries[i][1], tries[i][2] != NULL ? tries[i][2] : code), 422);
		ck_assert(says(WRONG));
		ck_assert(!says("__Host-session"));
	}
	ck_assert(says("value=\"amina\""));
	ck_assert(!says("long passphrase"));
	ck_assert_uint_eq(desk.sessions, 0);
	ck_assert_uint_eq(desk.failed, 3);
}
END_TEST

/* 129 bytes reach no child. */
START_TEST(a_passphrase_that_is_too_long_is_refused_before_any_work)
{
	char passphrase[LIMIT_PASSPHRASE + 2];

	memset(passphrase, 'a', sizeof passphrase);
	passphrase[LIMIT_PASSPHRASE + 1] = '\0';
	ck_assert_int_eq(try_sign_in("amina", passphrase, "123456"), 422);
	ck_assert_uint_eq(desk.failed, 0);
	passphrase[LIMIT_PASSPHRASE] = '\0';
	ck_assert_int_eq(try_sign_in("amina", passphrase, "123456"), 422);
	ck_assert_uint_eq(desk.failed, 1);
}
END_TEST

START_TEST(a_recovery_code_goes_to_the_vault_as_a_tag_and_only_from_the_page)
{
	char text[REFCODE_TEXT], json[256];
	uint8_t tag[TAG_BYTES];
	struct refcode code;

	refcode_make(&code);
	refcode_text(&code, text);
	ck_assert_int_eq(try_sign_in(COUNTER_NAME, AMINAS, text), 303);
	recovery_code_tag(desk.member.sk, &code, tag);
	ck_assert_uint_eq(desk.session.by_code, 1);
	ck_assert_mem_eq(desk.session.code, tag, TAG_BYTES);
	snprintf(json, sizeof json, "{\"name\":\"%s\",\"passphrase\":\"%s\",\"code\":\"%s\"}", COUNTER_NAME,
	    COUNTER_PASSPHRASE, text);
	ck_assert_int_eq(ask("POST /api/v1/session", "Content-Type: application/json\r\n", json), 422);
	ck_assert_uint_eq(desk.sessions, 1);
}
END_TEST

START_TEST(staying_and_leaving)
{
	sign_in();
	ck_assert_int_eq(send_form("/desk/stay", "x="), 204);
	snprintf(body, sizeof body, "form=%s", token);
	ck_assert_int_eq(ask("POST /desk/stay", FORM "Accept: text/html,application/xhtml+xml\r\n", body), 303);
	ck_assert_int_eq(ask("POST /desk/stay", FORM "Accept: */*\r\n", body), 204);
	ck_assert_uint_eq(desk.quiet, 0);
	ck_assert_int_eq(send_form("/desk/sign-out", "x="), 303);
	ck_assert(says("Location: /desk/sign-in?out=1\r\n"));
	ck_assert(says("Clear-Site-Data: \"storage\"\r\n"));
	ck_assert(says("Max-Age=0"));
	ck_assert_int_eq(ask("GET /desk/account", "", NULL), 303);
}
END_TEST

/* --- enrolling --- */

static void
invite(struct refcode *code, char text[REFCODE_TEXT])
{
	refcode_make(code);
	refcode_text(code, text);
	invite_id(code, desk.invite);
}

static int
choose(const char *code, const char *secret, const char *passphrase, const char *again, const char *proof)
{
	snprintf(body, sizeof body, "go=choose&code=%s&secret=%s&passphrase=%s&again=%s&proof=%s", code, secret,
	    passphrase, again, proof);
	return ask("POST /desk/enrol", FORM, body);
}

START_TEST(an_invitation_that_is_none_opens_nothing)
{
	char fields[128];

	ck_assert_int_eq(ask("GET /desk/enrol", "", NULL), 200);
	ck_assert_int_eq(ask("POST /desk/enrol", FORM, "go=look&code=1234"), 422);
	snprintf(fields, sizeof fields, "go=look&code=%s", "0000-0000-0000-0000-0000");
	ck_assert_int_eq(ask("POST /desk/enrol", FORM, fields), 422);
	ck_assert(says("There is no such invitation"));
	ck_assert_uint_eq(desk.enrol.n, 0);
}
END_TEST

START_TEST(who_is_invited_makes_a_key_a_passphrase_and_a_second_factor)
{
	uint8_t secret[SECOND_SECRET], again[SECOND_SECRET], sk[KEY_BYTES];
	char text[REFCODE_TEXT], base32[SECOND_TEXT], proof[7], words[CHECK_WORDS_TEXT];
	const struct msg_member *made = &desk.enrol.member;
	struct refcode code;
	struct keypair pair;

	invite(&code, text);
	snprintf(body, sizeof body, "go=look&code=%s", text);
	ck_assert_int_eq(ask("POST /desk/enrol", FORM, body), 200);
	ck_assert(says("bola") && says("LADO inbox") && says("<svg"));
	shown_secret(secret);
	ck_assert_int_eq(second_text(secret, base32), GW_OK);
	counter_code(secret, 0, proof);
	/* refused, each time with the same secret */
	ck_assert_int_eq(choose(text, base32, "password1234", "password1234", proof), 422);
	ck_assert_int_eq(choose(text, base32, STRONG_TYPED, STRONG_TYPED "s", proof), 422);
	ck_assert_int_eq(choose(text, base32, STRONG_TYPED, STRONG_TYPED, "12345"), 422);
	shown_secret(again);
	ck_assert_mem_eq(again, secret, sizeof secret);
	ck_assert(!says("violet"));
	ck_assert_uint_eq(desk.enrol.n, 0);
	/* taken */
	ck_assert_msg(choose(text, base32, STRONG_TYPED, STRONG_TYPED, proof) == 200, "%s", got.body);
	ck_assert_str_eq(made->name, "bola");
	ck_assert_mem_eq(desk.enrol.invite, desk.invite, TAG_BYTES);
	ck_assert_int_eq(member_unlock(span_of("bola"), span_of(STRONG), &made->lock, sk), GW_OK);
	keypair_from_secret(&pair, sk);
	ck_assert_mem_eq(pair.pk, made->pk, KEY_BYTES);
	ck_assert_int_eq(second_open(sk, span_of("bola"), made->second, again), GW_OK);
	ck_assert_mem_eq(again, secret, sizeof secret);
	ck_assert_uint_gt(desk.enrol.step, 0);
	ck_assert_uint_eq(desk.enrol.n, LIMIT_RECOVERY_CODES);
	check_codes(sk, desk.enrol.code, desk.enrol.n);
	check_words(made->pk, words);
	ck_assert(says(words));
}
END_TEST

/* --- one's own account --- */

START_TEST(a_new_passphrase_is_for_the_same_key_and_needs_the_old_one)
{
	uint8_t sk[KEY_BYTES];

	sign_in();
	ck_assert_int_eq(ask("GET /desk/account", "", NULL), 200);
	ck_assert(says("bola"));
	ck_assert_int_eq(send_form("/desk/account/passphrase",
	    "old=not+her+passphrase&passphrase=" STRONG_TYPED "&again=" STRONG_TYPED), 422);
	ck_assert(says("This is not your present passphrase."));
	ck_assert_uint_eq(desk.failed, 1);
	ck_assert_int_eq(send_form("/desk/account/passphrase",
	    "old=" AMINAS "&passphrase=password1234&again=password1234"), 422);
	ck_assert_int_eq(send_form("/desk/account/passphrase",
	    "old=" AMINAS "&passphrase=" AMINAS "&again=" AMINAS), 422);
	ck_assert_int_eq(send_form("/desk/account/passphrase",
	    "old=" AMINAS "&passphrase=" STRONG_TYPED "&again=x"), 422);
	ck_assert_uint_eq(desk.passphrase.lock.ops, 0);
	ck_assert_int_eq(send_form("/desk/account/passphrase",
	    "old=" AMINAS "&passphrase=" STRONG_TYPED "&again=" STRONG_TYPED), 303);
	ck_assert(says("Max-Age=0"));
	ck_assert_int_eq(member_unlock(span_of(COUNTER_NAME), span_of(STRONG), &desk.passphrase.lock, sk), GW_OK);
	ck_assert_mem_eq(sk, desk.member.sk, KEY_BYTES);
}
END_TEST

START_TEST(a_new_phone_is_proved_and_comes_with_new_recovery_codes)
{
	uint8_t secret[SECOND_SECRET], kept[SECOND_SECRET];
	char base32[SECOND_TEXT], proof[7], fields[256];

	desk.by_code = true;
	sign_in();
	ck_assert_int_eq(ask("GET /desk/account/second", "", NULL), 200);
	shown_secret(secret);
	ck_assert_int_eq(second_text(secret, base32), GW_OK);
	counter_code(secret, 9, proof);
	snprintf(fields, sizeof fields, "secret=%s&proof=%s", base32, proof);
	ck_assert_int_eq(send_form("/desk/account/second", fields), 422);
	shown_secret(kept);
	ck_assert_mem_eq(kept, secret, sizeof secret);
	ck_assert_uint_eq(desk.second_put.n, 0);
	counter_code(secret, 0, proof);
	snprintf(fields, sizeof fields, "secret=%s&proof=%s", base32, proof);
	ck_assert_int_eq(send_form("/desk/account/second", fields), 200);
	ck_assert_int_eq(second_open(desk.member.sk, span_of(COUNTER_NAME), desk.second_put.second, kept), GW_OK);
	ck_assert_mem_eq(kept, secret, sizeof secret);
	check_codes(desk.member.sk, desk.second_put.code, desk.second_put.n);
}
END_TEST

START_TEST(new_recovery_codes_leave_the_phone_as_it_is)
{
	uint8_t kept[SECOND_SECRET];

	sign_in();
	ck_assert_int_eq(send_form("/desk/account/codes", "x="), 200);
	ck_assert_int_eq(second_open(desk.member.sk, span_of(COUNTER_NAME), desk.second_put.second, kept), GW_OK);
	ck_assert_mem_eq(kept, desk.second, sizeof kept);
	ck_assert_uint_eq(desk.second_put.step, 0);
	check_codes(desk.member.sk, desk.second_put.code, desk.second_put.n);
}
END_TEST

START_TEST(being_away_ends_on_a_day_and_has_a_cover)
{
	sign_in();
	ck_assert_int_eq(send_form("/desk/account/away", "until=2099-12-24&cover=bola"), 303);
	ck_assert(says("Location: /desk/account?done=away\r\n"));
	ck_assert_str_eq(desk.away.cover, "bola");
	ck_assert_int_ge(desk.away.until, INT64_C(4101753600));	/* that day begins, by UTC */
	ck_assert_int_le(desk.away.until, INT64_C(4101753600) + 2 * 86400);
	ck_assert_int_eq(send_form("/desk/account/away", "until=2001-12-24&cover=bola"), 422);
	ck_assert_int_eq(send_form("/desk/account/away", "until=tomorrow&cover=bola"), 422);
	ck_assert_int_eq(send_form("/desk/account/away", "until=2099-12-24&cover=" COUNTER_NAME), 422);
	ck_assert_int_eq(send_form("/desk/account/back", "x="), 303);
	ck_assert_int_eq(desk.away.until, 0);
	ck_assert_str_eq(desk.away.cover, "");
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("signin");
	TCase *c = tcase_create("signin");

	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(c, open_desk, close_desk);
	tcase_add_test(c, the_page_asks_for_three_things_and_says_why_one_is_here);
	tcase_add_test(c, whoever_signs_in_goes_to_the_page_of_their_duty);
	tcase_add_test(c, whatever_was_wrong_one_sentence_says_so);
	tcase_add_test(c, a_passphrase_that_is_too_long_is_refused_before_any_work);
	tcase_add_test(c, a_recovery_code_goes_to_the_vault_as_a_tag_and_only_from_the_page);
	tcase_add_test(c, staying_and_leaving);
	tcase_add_test(c, an_invitation_that_is_none_opens_nothing);
	tcase_add_test(c, who_is_invited_makes_a_key_a_passphrase_and_a_second_factor);
	tcase_add_test(c, a_new_passphrase_is_for_the_same_key_and_needs_the_old_one);
	tcase_add_test(c, a_new_phone_is_proved_and_comes_with_new_recovery_codes);
	tcase_add_test(c, new_recovery_codes_leave_the_phone_as_it_is);
	tcase_add_test(c, being_away_ends_on_a_day_and_has_a_cover);
	suite_add_tcase(s, c);
	return s;
}
