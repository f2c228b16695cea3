/* test_seat.c: the console's gate, with a small table of pages of this test's own, in a real desk over real TLS. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "counter.h"
#include "keys.h"
#include "run.h"
#include "seat.h"

#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"
#define OWN FORM "Origin: https://localhost\r\n"

static struct counter desk;
static struct front_answer got;
static char cookie[256], token[FORM_TOKEN + 1];

/* --- the pages: in the desk's process --- */

static void
say(struct seat *s)
{
	const struct span said = form_value(&s->form, "said");
	char text[128];

	snprintf(text, sizeof text, "page %s rest <%.*s> said <%.*s>", s->route->path, (int)s->rest.n,
	    (const char *)s->rest.p, (int)said.n, (const char *)said.p);
	exchange_reply(s->x, 200, "text/plain", span_of(text));
}

static void
show(struct seat *s)
{
	struct console m = { .done = { NULL, 0 } };

	seat_show(s, 200, CONSOLE_ACCOUNT, &m);
}

static void
open_team(struct seat *s)
{
	uint8_t key[KEY_ID];
	struct keypair pair;
	enum gw_err e;

	memcpy(key, s->session.team[0].pk, KEY_ID);
	if (form_has(&s->form, "other"))
		key[0] ^= 1;
	e = seat_team(s, "lado", key, &pair);
	keypair_wipe(&pair);
	if (e != GW_OK)
		seat_fail(s, e);
	else
		say(s);
}

const struct seat_route seat_routes[] = {
	{ HTTP_GET, "/", SEAT_ANYONE | SEAT_WAITING, say },
	{ HTTP_GET, "/desk/sign-in", 0, say },
	{ HTTP_POST, "/desk/open", 0, say },
	{ HTTP_GET, "/desk/reader", SEAT_READER, say },
	{ HTTP_GET, "/desk/admin", SEAT_ADMIN, say },
	{ HTTP_GET, "/desk/auditor", SEAT_AUDITOR, say },
	{ HTTP_GET, "/desk/both", SEAT_READER | SEAT_ADMIN, say },
	{ HTTP_GET, "/desk/any", SEAT_ANYONE, say },
	{ HTTP_GET, "/desk/waiting", SEAT_ANYONE | SEAT_WAITING, say },
	{ HTTP_POST, "/desk/any", SEAT_ANYONE, say },
	{ HTTP_POST, "/desk/admin", SEAT_ADMIN, say },
	{ HTTP_GET, "/desk/case/*", SEAT_READER, say },
	{ HTTP_GET, "/desk/case/new/*", SEAT_READER, say },
	{ HTTP_GET, "/desk/case/new/one", SEAT_READER, say },
	{ HTTP_GET, "/desk/page", SEAT_ANYONE, show },
	{ HTTP_GET, "/desk/team", SEAT_READER, open_team },
};
const size_t seat_routes_n = sizeof seat_routes / sizeof *seat_routes;
const struct seat_done seat_done[] = { { "it", "It was done just now." } };
const size_t seat_done_n = 1;

/* --- asking --- */

static int
ask(const char *line, const char *fields, const char *body)
{
	char all[1024];

	snprintf(all, sizeof all, "%s%s", cookie, fields);
	front_forget(&got);
	counter_ask(&desk, line, all, body, &got);
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
	uint8_t bytes[SESSION_TOKEN];
	char body[256], code[7];
	const char *set;
	size_t n;

	cookie[0] = '\0';
	counter_open(&desk, true);
	counter_code(desk.second, 0, code);
	snprintf(body, sizeof body, "{\"name\":\"%s\",\"passphrase\":\"%s\",\"code\":\"%s\"}", COUNTER_NAME,
	    COUNTER_PASSPHRASE, code);
	ck_assert_int_eq(ask("POST /api/v1/session", "Content-Type: application/json\r\n", body), 201);
	set = strstr((const char *)got.whole.p, "__Host-session=");
	ck_assert_int_eq(sodium_hex2bin(bytes, sizeof bytes, strchr(set, '=') + 1, 2 * SESSION_TOKEN, NULL, &n,
	    NULL), 0);
	form_token(bytes, token);
	snprintf(cookie, sizeof cookie, "Cookie: %.*s\r\n", (int)strcspn(set, ";"), set);
}

static void
close_desk(void)
{
	front_forget(&got);
	counter_close(&desk);
}

/* --- who is not signed in --- */

START_TEST(who_has_no_session_is_sent_to_sign_in)
{
	char was[sizeof cookie];

	memcpy(was, cookie, sizeof was);
	cookie[0] = '\0';
	ck_assert_int_eq(ask("GET /desk/any", "", NULL), 303);
	ck_assert(says("Location: /desk/sign-in\r\n"));
	ck_assert_int_eq(ask("GET /", "", NULL), 303);
	ck_assert_int_eq(ask("GET /desk/sign-in", "", NULL), 200);
	snprintf(cookie, sizeof cookie, "Cookie: __Host-session=%064d\r\n", 0);
	ck_assert_int_eq(ask("GET /desk/any", "", NULL), 303);
	ck_assert(says("Location: /desk/sign-in?idle=1\r\n"));
	ck_assert(says("Max-Age=0"));
	memcpy(cookie, was, sizeof cookie);
	ck_assert_int_eq(ask("GET /desk/any", "", NULL), 200);
}
END_TEST

START_TEST(a_page_that_is_not_there_is_not_found)
{
	ck_assert_int_eq(ask("GET /desk/nowhere", "", NULL), 404);
	ck_assert(says("text/html"));
	ck_assert_int_eq(ask("GET /desk/open", "", NULL), 404);
	ck_assert_int_eq(ask("GET /desk/any?a=1&a=2", "", NULL), 422);
}
END_TEST

START_TEST(the_longest_row_that_fits_is_the_one)
{
	ck_assert_int_eq(ask("GET /desk/case/00ff", "", NULL), 200);
	ck_assert(says("page /desk/case/* rest <00ff>"));
	ck_assert_int_eq(ask("GET /desk/case/new/two", "", NULL), 200);
	ck_assert(says("page /desk/case/new/* rest <two>"));
	ck_assert_int_eq(ask("GET /desk/case/new/one?said=Zo%C3%AB+O%27Brien", "", NULL), 200);
	ck_assert(says("page /desk/case/new/one rest <> said <Zo\xc3\xab O'Brien>"));
}
END_TEST

/* --- forms --- */

static const struct { const char *fields; bool has_token; int status; } forms[] = {
	{ OWN, true, 200 },
	{ OWN, false, 403 },
	{ FORM, true, 403 },
	{ FORM "Origin: null\r\n", true, 403 },
	{ FORM "Origin: https://elsewhere\r\n", true, 403 },
	{ FORM "Origin: http://localhost\r\n", true, 403 },
	{ FORM "Origin: https://localhost:8443\r\n", true, 403 },
	{ "Origin: https://localhost\r\n", true, 415 },
	{ "Content-Type: text/plain\r\nOrigin: https://localhost\r\n", true, 415 },
	{ "Content-Type: multipart/form-data; boundary=x\r\nOrigin: https://localhost\r\n", true, 415 },
};

START_TEST(a_form_counts_only_from_this_site_and_with_this_sessions_token)
{
	char body[128];

	snprintf(body, sizeof body, "said=hello&form=%s",
	    forms[_i].has_token ? token : "0123456789abcdef0123456789abcdef");
	ck_assert_int_eq(ask("POST /desk/any", forms[_i].fields, body), forms[_i].status);
	ck_assert_int_eq(says("said <hello>"), forms[_i].status == 200);
}
END_TEST

START_TEST(a_form_without_a_token_or_with_half_of_it_is_refused)
{
	char body[128];

	ck_assert_int_eq(ask("POST /desk/any", OWN, "said=hello"), 403);
	ck_assert_int_eq(ask("POST /desk/any", OWN, "said=hello&form="), 403);
	snprintf(body, sizeof body, "form=%.31s", token);
	ck_assert_int_eq(ask("POST /desk/any", OWN, body), 403);
	snprintf(body, sizeof body, "form=%s0", token);
	ck_assert_int_eq(ask("POST /desk/any", OWN, body), 403);
	ck_assert_int_eq(ask("POST /desk/any", OWN, "form=%zz"), 422);
	ck_assert_str_eq(desk.refused, "");
}
END_TEST

/* Before anybody signed in there is no token; the origin still counts. */
START_TEST(who_is_not_signed_in_needs_the_right_origin_all_the_same)
{
	cookie[0] = '\0';
	ck_assert_int_eq(ask("POST /desk/open", OWN, "said=hello"), 200);
	ck_assert_int_eq(ask("POST /desk/open", FORM, "said=hello"), 403);
}
END_TEST

/* --- roles --- */

static const struct { unsigned is; const char *page; bool may; const char *without; } duties[] = {
	{ COUNTER_READER, "reader", true, "" },
	{ COUNTER_READER, "admin", false, "an administrator" },
	{ COUNTER_READER, "auditor", false, "an auditor" },
	{ COUNTER_READER, "both", true, "" },
	{ COUNTER_READER, "any", true, "" },
	{ COUNTER_ADMIN, "reader", false, "in a team that reads reports" },
	{ COUNTER_ADMIN, "admin", true, "" },
	{ COUNTER_ADMIN, "auditor", false, "an auditor" },
	{ COUNTER_ADMIN, "both", true, "" },
	{ COUNTER_AUDITOR, "reader", false, "in a team that reads reports" },
	{ COUNTER_AUDITOR, "admin", false, "an administrator" },
	{ COUNTER_AUDITOR, "auditor", true, "" },
	{ COUNTER_AUDITOR, "both", false, "an administrator" },
	{ COUNTER_AUDITOR, "any", true, "" },
	{ COUNTER_READER | COUNTER_AUDITOR, "auditor", true, "" },
	{ COUNTER_READER | COUNTER_ADMIN, "admin", true, "" },
};

START_TEST(each_duty_has_its_pages_and_the_record_knows_who_asked_for_others)
{
	char line[64], why[LIMIT_WHY + 1] = "";

	desk.roles = duties[_i].is;
	snprintf(line, sizeof line, "GET /desk/%s", duties[_i].page);
	ck_assert_int_eq(ask(line, "", NULL), duties[_i].may ? 200 : 403);
	if (!duties[_i].may)
		snprintf(why, sizeof why, "asked for /desk/%s without being %s", duties[_i].page, duties[_i].without);
	ck_assert_str_eq(desk.refused, why);
}
END_TEST

START_TEST(a_form_of_another_duty_is_refused_too)
{
	char body[128];

	snprintf(body, sizeof body, "form=%s", token);
	ck_assert_int_eq(ask("POST /desk/admin", OWN, body), 403);
	ck_assert_str_eq(desk.refused, "asked for /desk/admin without being an administrator");
}
END_TEST

START_TEST(who_is_not_let_in_yet_sees_only_that_they_wait)
{
	desk.roles = 0;
	ck_assert_int_eq(ask("GET /desk/reader", "", NULL), 200);
	ck_assert(!says("page /desk"));
	ck_assert(says("text/html"));
	ck_assert_int_eq(ask("GET /desk/waiting", "", NULL), 200);
	ck_assert(says("page /desk/waiting"));
	ck_assert_str_eq(desk.refused, "");
}
END_TEST

START_TEST(after_a_recovery_code_nothing_comes_before_a_new_second_factor)
{
	desk.by_code = true;
	ck_assert_int_eq(ask("GET /desk/reader", "", NULL), 303);
	ck_assert(says("Location: /desk/account/second\r\n"));
	ck_assert_int_eq(ask("GET /desk/waiting", "", NULL), 200);
}
END_TEST

/* --- looks, pages, keys --- */

START_TEST(a_page_that_looks_by_itself_is_no_activity)
{
	ck_assert_int_eq(ask("GET /desk/any?quiet=1", "", NULL), 200);
	ck_assert_uint_eq(desk.quiet, 1);
	ck_assert_int_eq(ask("GET /desk/any", "", NULL), 200);
	ck_assert_int_eq(ask("GET /desk/any?quiet=2", "", NULL), 200);
	ck_assert_uint_eq(desk.quiet, 1);
}
END_TEST

START_TEST(a_page_says_what_was_done_and_guards_itself)
{
	ck_assert_int_eq(ask("GET /desk/page?done=it", "", NULL), 200);
	ck_assert(says("It was done just now."));
	ck_assert(says("Cache-Control: no-store\r\n"));
	ck_assert(says("Referrer-Policy: same-origin\r\n"));
	ck_assert(says("script-src 'self'; "));
	ck_assert(says("frame-ancestors 'none'\r\n"));
	ck_assert_int_eq(ask("GET /desk/page?done=nothing", "", NULL), 200);
	ck_assert(!says("It was done just now."));
}
END_TEST

START_TEST(a_team_opens_by_its_own_key_only)
{
	ck_assert_int_eq(ask("GET /desk/team", "", NULL), 200);
	ck_assert_int_eq(ask("GET /desk/team?other=1", "", NULL), 403);
	desk.lie = LIE_OWN_TEAM_KEY;
	ck_assert_int_eq(ask("GET /desk/team", "", NULL), 403);
}
END_TEST

START_TEST(a_vault_that_stands_still_is_told_as_a_page)
{
	desk.result = GW_EBUSY;
	ck_assert_int_eq(ask("GET /desk/any", "", NULL), 503);
	ck_assert(says("text/html"));
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("seat");
	TCase *c = tcase_create("seat");

	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(c, open_desk, close_desk);
	tcase_add_test(c, who_has_no_session_is_sent_to_sign_in);
	tcase_add_test(c, a_page_that_is_not_there_is_not_found);
	tcase_add_test(c, the_longest_row_that_fits_is_the_one);
	tcase_add_loop_test(c, a_form_counts_only_from_this_site_and_with_this_sessions_token, 0,
	    sizeof forms / sizeof *forms);
	tcase_add_test(c, a_form_without_a_token_or_with_half_of_it_is_refused);
	tcase_add_test(c, who_is_not_signed_in_needs_the_right_origin_all_the_same);
	tcase_add_loop_test(c, each_duty_has_its_pages_and_the_record_knows_who_asked_for_others, 0,
	    sizeof duties / sizeof *duties);
	tcase_add_test(c, a_form_of_another_duty_is_refused_too);
	tcase_add_test(c, who_is_not_let_in_yet_sees_only_that_they_wait);
	tcase_add_test(c, after_a_recovery_code_nothing_comes_before_a_new_second_factor);
	tcase_add_test(c, a_page_that_looks_by_itself_is_no_activity);
	tcase_add_test(c, a_page_says_what_was_done_and_guards_itself);
	tcase_add_test(c, a_team_opens_by_its_own_key_only);
	tcase_add_test(c, a_vault_that_stands_still_is_told_as_a_page);
	suite_add_tcase(s, c);
	return s;
}
