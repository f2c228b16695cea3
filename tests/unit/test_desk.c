/* test_desk.c: a real desk process, asked over real TLS, beside a vault that this test plays. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "counter.h"
#include "run.h"
#include "seal.h"

#define JSON_FIELD "Content-Type: application/json\r\n"
#define SIGN_IN "{\"name\":\"" COUNTER_NAME "\",\"passphrase\":\"" COUNTER_PASSPHRASE "\",\"code\":\"123456\"}"

#define CODE ",\"code\":\"123456\"}"

static struct counter desk;
static struct front_answer got;
static char cookie[256];		/* the field that a signed-in browser sends */
static char id[2 * ID_BYTES + 1];

static void
open_desk(void)
{
	counter_open(&desk, true);
	sodium_bin2hex(id, sizeof id, desk.report, ID_BYTES);
}

static void
close_desk(void)
{
	counter_close(&desk);
}

static int
ask(const char *line, const char *fields, const char *body)
{
	front_forget(&got);
	counter_ask(&desk, line, fields, body, &got);
	return got.status;
}

static bool
says(const char *text)
{
	return strstr((const char *)got.whole.p, text) != NULL;
}

/* With a code so many steps later than the present one; NULL for name or passphrase is amina's own. */
static const char *
credentials(const char *name, const char *passphrase, int later)
{
	static char body[512];
	char code[7];

	counter_code(desk.second, later, code);
	snprintf(body, sizeof body, "{\"name\":\"%s\",\"passphrase\":\"%s\",\"code\":\"%s\"}",
	    name != NULL ? name : COUNTER_NAME, passphrase != NULL ? passphrase : COUNTER_PASSPHRASE, code);
	return body;
}

static void
sign_in(void)
{
	const char *set;

	ck_assert_int_eq(ask("POST /api/v1/session", JSON_FIELD, credentials(NULL, NULL, 0)), 201);
	set = strstr((const char *)got.whole.p, "__Host-session=");
	ck_assert_ptr_nonnull(set);
	snprintf(cookie, sizeof cookie, "Cookie: %.*s\r\n", (int)strcspn(set, ";"), set);
}

static int
ask_case(const char *verb, const char *tail, const char *body)
{
	char line[256], fields[512];

	snprintf(line, sizeof line, "%s /api/v1/reports/%s%s", verb, id, tail);
	snprintf(fields, sizeof fields, "%s%s", cookie, body == NULL ? "" : JSON_FIELD);
	return ask(line, fields, body);
}

/* --- signing in --- */

START_TEST(a_member_signs_in_with_a_cookie_for_this_host_alone)
{
	sign_in();
	ck_assert(says("; Secure; HttpOnly; SameSite=Strict; Path=/"));
	ck_assert(says("\"name\":\"" COUNTER_NAME "\""));
	ck_assert(says("\"teams\":[\"lado\"]"));
	ck_assert_uint_eq(desk.sessions, 1);
}
END_TEST

/* Neither the vault's row nor the wire holds the member key or the token in clear. */
START_TEST(the_vault_gets_nothing_that_opens_a_report)
{
	uint8_t token[SESSION_TOKEN], sk[KEY_BYTES];
	size_t n;

	sign_in();
	ck_assert_ptr_null(memmem(&desk.session, sizeof desk.session, desk.member.sk, KEY_BYTES));
	ck_assert_int_eq(sodium_hex2bin(token, sizeof token, strchr(cookie, '=') + 1, 2 * SESSION_TOKEN, NULL, &n,
	    NULL), 0);
	ck_assert_ptr_null(memmem(&desk.session, sizeof desk.session, token, sizeof token));
	ck_assert_int_eq(session_open(token, span_of(COUNTER_NAME), desk.session.sealed, sk), GW_OK);
	ck_assert_mem_eq(sk, desk.member.sk, KEY_BYTES);
}
END_TEST

START_TEST(an_unknown_name_a_wrong_passphrase_and_a_wrong_code_are_one_answer)
{
	char first[1024];

	ck_assert_int_eq(ask("POST /api/v1/session", JSON_FIELD, credentials(NULL, "not her passphrase", 0)), 403);
	ck_assert(says("The name, the passphrase or the code is wrong."));
	ck_assert_str_eq(desk.failed_name, COUNTER_NAME);
	snprintf(first, sizeof first, "%s", got.body);
	ck_assert_int_eq(ask("POST /api/v1/session", JSON_FIELD, credentials("nobody", NULL, 0)), 403);
	ck_assert_str_eq(got.body, first);
	ck_assert_int_eq(ask("POST /api/v1/session", JSON_FIELD, credentials(NULL, NULL, 50)), 403);
	ck_assert_str_eq(got.body, first);
	ck_assert_uint_eq(desk.failed, 3);
	ck_assert_uint_eq(desk.sessions, 0);
	ck_assert(!says("Set-Cookie"));
}
END_TEST

/* The vault writes that refusal down itself. */
START_TEST(a_code_opens_once)
{
	desk.is_strict = true;
	sign_in();
	ck_assert_int_eq(ask("POST /api/v1/session", JSON_FIELD, credentials(NULL, NULL, 0)), 403);
	ck_assert(says("The name, the passphrase or the code is wrong."));
	ck_assert_uint_eq(desk.failed, 0);
	ck_assert_uint_eq(desk.sessions, 1);
}
END_TEST

START_TEST(after_a_failure_the_right_passphrase_still_opens)
{
	ck_assert_int_eq(ask("POST /api/v1/session", JSON_FIELD, credentials(NULL, "not her passphrase", 0)), 403);
	sign_in();
}
END_TEST

static const struct { const char *line, *fields, *body; int status; const char *text; } refused[] = {
	{ "POST /api/v1/session", "", SIGN_IN, 415, "application/json" },
	{ "POST /api/v1/session", "Content-Type: text/plain\r\n", SIGN_IN, 415, "application/json" },
	{ "POST /api/v1/session", "Content-Type: application/jsonx\r\n", SIGN_IN, 415, "application/json" },
	{ "POST /api/v1/session", JSON_FIELD "Origin: https://elsewhere\r\n", SIGN_IN, 403, "another site" },
	{ "POST /api/v1/session", JSON_FIELD "Origin: http://localhost\r\n", SIGN_IN, 403, "another site" },
	{ "POST /api/v1/session", JSON_FIELD "Origin: null\r\n", SIGN_IN, 403, "another site" },
	{ "POST /api/v1/session", JSON_FIELD, "{", 422, "JSON" },
	{ "POST /api/v1/session", JSON_FIELD, "[]", 422, "name" },
	{ "POST /api/v1/session", JSON_FIELD, "{\"name\":\"amina\"}", 422, "passphrase" },
	{ "POST /api/v1/session", JSON_FIELD, "{\"name\":1,\"passphrase\":\"123456789012\"}", 422, "name" },
	{ "POST /api/v1/session", JSON_FIELD, "{\"name\":\"a\",\"passphrase\":\"short\"" CODE, 422, "passphrase" },
	{ "POST /api/v1/session", JSON_FIELD, "{\"name\":\"\",\"passphrase\":\"123456789012\"" CODE, 422, "name" },
	{ "POST /api/v1/session", JSON_FIELD, "{\"name\":\"a\\u0001\",\"passphrase\":\"123456789012\"" CODE, 422,
	    "name" },
	{ "POST /api/v1/session", JSON_FIELD, "{\"name\":\"a\",\"passphrase\":\"123456789012\"}", 422, "code" },
	{ "POST /api/v1/session", JSON_FIELD, "{\"name\":\"a\",\"passphrase\":\"123456789012\",\"code\":\"12345\"}",
	    422, "six digits" },
	{ "POST /api/v1/session", JSON_FIELD, "{\"name\":\"a\",\"passphrase\":\"123456789012\",\"x\":\"\"" CODE, 422,
	    "many" },
	{ "DELETE /api/v1/session", JSON_FIELD, NULL, 401, "not signed in" },
	{ "DELETE /api/v1/session", "", NULL, 415, "application/json" },
	{ "GET /api/v1/queue", "", NULL, 401, "not signed in" },
	{ "GET /api/v1/queue", "Cookie: __Host-session=00\r\n", NULL, 401, "not signed in" },
	{ "GET /api/v1/reports/00", "", NULL, 404, "" },
	{ "GET /api/v1/reports/00000000000000000000000000000000", "", NULL, 401, "not signed in" },
	{ "GET /api/v1/reports/00000000000000000000000000000000/files/0", "", NULL, 401, "not signed in" },
	{ "GET /api/v1/reports/00000000000000000000000000000000/other", "", NULL, 404, "" },
	{ "POST /api/v1/reports/00000000000000000000000000000000/messages", JSON_FIELD, "{\"text\":\"a\"}", 401, "" },
	{ "POST /api/v1/reports/00000000000000000000000000000000/messages", "", "{\"text\":\"a\"}", 415, "" },
	{ "POST /api/v1/reports/00000000000000000000000000000000", JSON_FIELD, "{\"text\":\"a\"}", 404, "" },
};

START_TEST(what_is_not_meant_for_the_desk_is_refused)
{
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		const int status = ask(refused[i].line, refused[i].fields, refused[i].body);

		ck_assert_msg(status == refused[i].status && says(refused[i].text), "%zu: %s", i,
		    (const char *)got.whole.p);
	}
	ck_assert_uint_eq(desk.sessions, 0);
}
END_TEST

START_TEST(our_own_page_may_sign_in_and_out)
{
	char fields[512];

	ck_assert_int_eq(ask("POST /api/v1/session", "Content-Type: application/json; charset=utf-8\r\n"
	    "Origin: https://localhost\r\n", credentials(NULL, NULL, 0)), 201);
	sign_in();
	snprintf(fields, sizeof fields, "%s" JSON_FIELD, cookie);
	ck_assert_int_eq(ask("DELETE /api/v1/session", fields, NULL), 204);
	ck_assert(says("Max-Age=0"));
	ck_assert_int_eq(ask("GET /api/v1/queue", cookie, NULL), 401);
	ck_assert_int_eq(ask_case("GET", "", NULL), 401);
}
END_TEST

/* --- reading --- */

START_TEST(the_queue_shows_what_is_due_and_nothing_sealed)
{
	sign_in();
	ck_assert_int_eq(ask("GET /api/v1/queue", cookie, NULL), 200);
	ck_assert(says("\"open\":1"));
	ck_assert(says(id));
	ck_assert(says("\"band\":\"urgent\""));
	ck_assert(says("\"after\":null"));
	ck_assert(!says(COUNTER_TEXT));
	ck_assert_int_eq(ask("GET /api/v1/queue?limit=1", cookie, NULL), 200);
	ck_assert(says("\"after\":\"0-1795861740-"));
	ck_assert_int_eq(ask("GET /api/v1/queue?limit=0", cookie, NULL), 422);
}
END_TEST

START_TEST(a_case_opens_whole_however_it_is_paged)
{
	desk.page = (uint32_t)_i;
	sign_in();
	ck_assert_msg(ask_case("GET", "", NULL) == 200, "%s", got.body);
	ck_assert(says(COUNTER_TEXT));
	ck_assert(says("\"decision\":{\"band\":\"urgent\""));
	ck_assert(says("there is more"));
	ck_assert(says("are you there?"));
	ck_assert(says("\"from\":\"reporter\""));
	ck_assert(says("\"n\":2"));
}
END_TEST

START_TEST(another_report_is_not_there)
{
	sign_in();
	id[0] = id[0] == 'f' ? '0' : 'f';
	ck_assert_int_eq(ask_case("GET", "", NULL), 404);
	ck_assert_int_eq(ask_case("GET", "/files/0", NULL), 404);
	ck_assert_int_eq(ask_case("POST", "/messages", "{\"text\":\"a\"}"), 404);
}
END_TEST

START_TEST(a_case_that_does_not_fit_its_seal_is_not_shown_at_all)
{
	const size_t before = desk.n_parts;

	sign_in();
	desk.lie = (enum counter_lie)_i;
	ck_assert_int_eq(ask_case("GET", "", NULL), 500);
	ck_assert(says("does not fit its seal"));
	ck_assert(!says(COUNTER_TEXT));
	ck_assert_int_eq(ask_case("GET", "/files/0", NULL), 500);
	ck_assert_int_eq(ask_case("POST", "/messages", "{\"text\":\"a\"}"), 500);
	ck_assert_uint_eq(desk.n_parts, before);
	desk.lie = LIE_NONE;
	ck_assert_int_eq(ask_case("GET", "", NULL), 200);
}
END_TEST

/* --- the console --- */

static int
ask_page(const char *tail)
{
	char line[256];

	snprintf(line, sizeof line, "GET /desk/case/%s%s", id, tail);
	return ask(line, cookie, NULL);
}

START_TEST(the_queue_page_shows_the_category_and_no_words)
{
	desk.is_rotated = _i != 0;
	sign_in();
	ck_assert_int_eq(ask("GET /desk/queue", cookie, NULL), 200);
	ck_assert(says(id));
	ck_assert(says("Weapon"));
	ck_assert(!says(COUNTER_TEXT));
}
END_TEST

/* Its own page says what is wrong. */
START_TEST(a_row_that_does_not_open_is_still_a_row)
{
	sign_in();
	desk.lie = LIE_OTHER_GRANT;
	ck_assert_int_eq(ask("GET /desk/queue", cookie, NULL), 200);
	ck_assert(says(id));
	ck_assert(!says("Weapon"));
}
END_TEST

START_TEST(a_case_page_opens_whole_also_with_a_key_that_the_team_had_before)
{
	desk.is_rotated = _i != 0;
	sign_in();
	ck_assert_msg(ask_page("") == 200, "%s", got.body);
	ck_assert(says(COUNTER_TEXT));
	ck_assert(says("are you there?"));
	ck_assert(says("/files/2\""));
	ck_assert_int_eq(ask_page("/files/1/copy"), 200);
	ck_assert_uint_eq(got.body_n, desk.copy_size[1]);
	ck_assert_int_eq(ask_page("/files/3"), 404);
	ck_assert_int_eq(ask_page("/other"), 404);
}
END_TEST

START_TEST(who_came_after_the_key_of_a_case_is_told_to_wait_for_a_colleague)
{
	desk.is_rotated = desk.is_late = true;
	sign_in();
	ck_assert_msg(ask_page("") == 409, "%s", got.body);
	ck_assert(says("had before you came"));
	ck_assert(!says("does not fit its seal"));
	ck_assert_int_eq(ask_page("/files/1"), 409);
}
END_TEST

START_TEST(a_case_page_that_does_not_fit_its_seal_shows_nothing_of_it)
{
	sign_in();
	desk.lie = (enum counter_lie)_i;
	ck_assert_int_eq(ask_page(""), 500);
	ck_assert(says("does not fit its seal"));
	ck_assert(!says(COUNTER_TEXT));
	ck_assert(!says("there is more"));
}
END_TEST

/* --- answering --- */

START_TEST(an_answer_is_sealed_behind_everything_said_so_far)
{
	desk.conflicts = (unsigned)_i;
	sign_in();
	ck_assert_msg(ask_case("POST", "/messages", "{\"text\":\"we have your report\"}") == 201, "%s", got.body);
	ck_assert_uint_gt(desk.openings, 0);
	ck_assert_uint_eq(desk.readings, 0);	/* who answers has read nothing by that */
	ck_assert_int_eq(ask_case("GET", "", NULL), 200);
	ck_assert_uint_gt(desk.readings, 0);
	ck_assert(says("we have your report"));
	ck_assert(says("\"from\":\"staff\""));
}
END_TEST

START_TEST(an_answer_that_always_loses_gives_up)
{
	desk.conflicts = 5;
	sign_in();
	ck_assert_int_eq(ask_case("POST", "/messages", "{\"text\":\"we have your report\"}"), 409);
	ck_assert_int_eq(ask_case("GET", "", NULL), 200);
	ck_assert(!says("we have your report"));
}
END_TEST

START_TEST(an_answer_has_one_byte_to_sixteen_kib)
{
	static char body[LIMIT_TEXT + 64];

	sign_in();
	ck_assert_int_eq(ask_case("POST", "/messages", "{\"text\":\"\"}"), 422);
	memset(body, 'a', sizeof body);
	memcpy(body, "{\"text\":\"", 9);
	strcpy(body + 9 + LIMIT_TEXT, "\"}");
	ck_assert_int_eq(ask_case("POST", "/messages", body), 201);
	strcpy(body + 9 + LIMIT_TEXT, "a\"}");
	ck_assert_int_eq(ask_case("POST", "/messages", body), 422);
	ck_assert_int_eq(ask_case("POST", "/messages", "{\"text\":\"a\",\"more\":\"b\"}"), 422);
	ck_assert_int_eq(ask_case("POST", "/messages", "{\"text\":\"\\udc00\"}"), 422);
}
END_TEST

/* --- health --- */

START_TEST(the_desk_is_healthy_while_its_vault_is)
{
	ck_assert_int_eq(ask("GET /healthz", "", NULL), 200);
	ck_assert(says("{\"status\":\"ok\"}"));
	ck_assert_int_eq(ask("GET /", "", NULL), 303);
	ck_assert(says("Location: /desk/sign-in\r\n"));
	sign_in();
	desk.result = GW_EBUSY;
	ck_assert_int_eq(ask("GET /healthz", "", NULL), 503);
	ck_assert_int_eq(ask("POST /api/v1/session", JSON_FIELD, SIGN_IN), 503);
	ck_assert_int_eq(ask("GET /api/v1/queue", cookie, NULL), 503);
	ck_assert_int_eq(ask_case("GET", "", NULL), 503);
	ck_assert_int_eq(ask_case("POST", "/messages", "{\"text\":\"a\"}"), 503);
}
END_TEST

START_TEST(with_a_list_that_the_pin_did_not_sign_nothing_is_opened)
{
	counter_open(&desk, false);
	sodium_bin2hex(id, sizeof id, desk.report, ID_BYTES);
	ck_assert_int_eq(ask("GET /healthz", "", NULL), 503);
	sign_in();
	ck_assert_int_eq(ask_case("GET", "", NULL), 503);
	ck_assert_int_eq(ask_case("GET", "/files/0", NULL), 503);
	ck_assert_int_eq(ask_case("POST", "/messages", "{\"text\":\"a\"}"), 503);
	counter_close(&desk);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("desk");
	TCase *c = tcase_create("desk"), *own = tcase_create("of its own");

	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(c, open_desk, close_desk);
	tcase_add_test(c, a_member_signs_in_with_a_cookie_for_this_host_alone);
	tcase_add_test(c, the_vault_gets_nothing_that_opens_a_report);
	tcase_add_test(c, an_unknown_name_a_wrong_passphrase_and_a_wrong_code_are_one_answer);
	tcase_add_test(c, a_code_opens_once);
	tcase_add_test(c, after_a_failure_the_right_passphrase_still_opens);
	tcase_add_test(c, what_is_not_meant_for_the_desk_is_refused);
	tcase_add_test(c, our_own_page_may_sign_in_and_out);
	tcase_add_test(c, the_queue_shows_what_is_due_and_nothing_sealed);
	tcase_add_loop_test(c, a_case_opens_whole_however_it_is_paged, 1, 6);
	tcase_add_test(c, another_report_is_not_there);
	tcase_add_loop_test(c, a_case_that_does_not_fit_its_seal_is_not_shown_at_all, LIE_NONE + 1, LIE_N);
	tcase_add_loop_test(c, the_queue_page_shows_the_category_and_no_words, 0, 2);
	tcase_add_test(c, a_row_that_does_not_open_is_still_a_row);
	tcase_add_loop_test(c, a_case_page_opens_whole_also_with_a_key_that_the_team_had_before, 0, 2);
	tcase_add_test(c, who_came_after_the_key_of_a_case_is_told_to_wait_for_a_colleague);
	tcase_add_loop_test(c, a_case_page_that_does_not_fit_its_seal_shows_nothing_of_it, LIE_NONE + 1, LIE_N);
	tcase_add_loop_test(c, an_answer_is_sealed_behind_everything_said_so_far, 0, 5);
	tcase_add_test(c, an_answer_that_always_loses_gives_up);
	tcase_add_test(c, an_answer_has_one_byte_to_sixteen_kib);
	tcase_add_test(c, the_desk_is_healthy_while_its_vault_is);
	suite_add_tcase(s, c);
	tcase_set_timeout(own, 60);
	tcase_add_test(own, with_a_list_that_the_pin_did_not_sign_nothing_is_opened);
	suite_add_tcase(s, own);
	return s;
}
