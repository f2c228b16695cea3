/* test_reply.c: what an answer carries beside its body, and who tells of a problem. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "client.h"
#include "exchange.h"
#include "house.h"
#include "run.h"

#define HOST " HTTP/1.1\r\nHost: h\r\n"

/* The same for everybody may be kept; nothing else, whatever it is. */
START_TEST(only_what_is_the_same_for_everybody_may_be_kept)
{
	static const char *const others[] = { "/hello", "/nowhere", "/cookie", "/leave", "/picture", "/fail/1", "/big",
		"/page/fail/1" };
	struct client c;

	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		c = client_new();
		client_say(&c, "GET ");
		client_say(&c, others[i]);
		client_say(&c, HOST "Connection: close\r\n\r\n");
		client_hear_the_end(&c);
		client_hear(&c, "Cache-Control: ", 1);
		client_hear(&c, "Cache-Control: no-store\r\n", 1);
		ck_assert_ptr_null(strstr(c.got, "Vary: "));
		ck_assert_ptr_null(strstr(c.got, "Content-Encoding: "));
		client_free(&c);
	}
	c = client_new();
	client_say(&c, "GET /asset" HOST "\r\nHEAD /asset" HOST "\r\nGET /files/end" HOST "\r\n");
	client_hear(&c, "\r\n\r\nend", 1);
	client_hear(&c, "Cache-Control: private, max-age=86400, immutable\r\n", 2);
	client_hear(&c, "Cache-Control: no-store\r\n", 1);
	client_free(&c);
}
END_TEST

START_TEST(an_asset_is_compressed_for_who_can_read_it)
{
	struct client c = client_new();

	client_say(&c, "GET /asset" HOST "\r\n");
	client_hear(&c, "\r\n\r\np { color: red }", 1);
	client_hear(&c, "Vary: Accept-Encoding\r\n", 1);
	ck_assert_ptr_null(strstr(c.got, "Content-Encoding"));
	client_say(&c, "GET /asset" HOST "Accept-Encoding: br, gzip\r\n\r\n");
	client_hear(&c, "\r\n\r\nsqueezed", 1);
	client_hear(&c, "Content-Encoding: gzip\r\n", 1);
	client_hear(&c, "Vary: Accept-Encoding\r\n", 2);
	client_say(&c, "HEAD /asset" HOST "Accept-Encoding: gzip\r\n\r\nGET /files/end" HOST "\r\n");
	client_hear(&c, "\r\n\r\nend", 1);
	client_hear(&c, "Content-Encoding: gzip\r\n", 2);
	client_hear(&c, "Content-Length: 8\r\n", 2);
	client_hear(&c, "squeezed", 1);
	client_free(&c);
}
END_TEST

START_TEST(leaving_goes_elsewhere_and_clears)
{
	static const char *const methods[] = { "GET", "HEAD" };

	for (size_t i = 0; i < 2; i++) {
		struct client c = client_new();

		client_say(&c, methods[i]);
		client_say(&c, " /leave" HOST "\r\nGET /hello" HOST "\r\n");
		client_hear(&c, "\r\n\r\nhello", 1);
		client_hear(&c, "HTTP/1.1 303 See Other\r\n", 1);
		client_hear(&c, "Location: https://weather.example/uk?a=b\r\n", 1);
		client_hear(&c, "Clear-Site-Data: \"storage\"\r\n", 1);
		client_hear(&c, "Content-Length: 0\r\n", 1);
		ck_assert(strstr(c.got, "Clear-Site-Data") < strstr(c.got, "200 OK"));
		client_free(&c);
	}
}
END_TEST

START_TEST(a_download_has_a_name)
{
	struct client c = client_new();

	client_say(&c, "GET /picture" HOST "\r\nHEAD /picture" HOST "\r\nGET /files/end" HOST "\r\n");
	client_hear(&c, "\r\n\r\nend", 1);
	client_hear(&c, "Content-Disposition: attachment; filename=\"picture.png\"\r\n", 2);
	client_hear(&c, "Content-Length: 3\r\n", 3);
	client_hear(&c, "\r\n\r\nPNG", 1);
	client_free(&c);
}
END_TEST

START_TEST(nothing_in_a_header_begins_another)
{
	char text[64];
	struct client c = client_new();

	snprintf(text, sizeof text, "GET /astray/%d" HOST "\r\n", _i);
	client_say(&c, text);
	client_hear(&c, "HTTP/1.1 500 ", 1);
	client_hear(&c, "call 999", 1);
	ck_assert_ptr_null(strstr(c.got, "Location"));
	ck_assert_ptr_null(strstr(c.got, "Content-Disposition"));
	ck_assert_ptr_null(strstr(c.got, "X: y"));
	client_free(&c);
}
END_TEST

START_TEST(a_page_tells_of_its_problems_itself)
{
	struct client c = client_new();

	client_say(&c, "GET /page/fail/1" HOST "\r\nHEAD /page/fail/1" HOST "\r\nGET /page/fail/7" HOST "\r\n");
	client_hear(&c, "<p>503 This did not work", 1);
	client_hear(&c, "HTTP/1.1 503 ", 1);
	client_hear(&c, "HTTP/1.1 ", 3);
	client_say(&c, "POST /page/early" HOST "Content-Length: 2\r\n\r\nab");
	client_hear_the_end(&c);
	client_hear(&c, "<p>403 Not \"today\". (field)", 1);
	ck_assert_ptr_null(strstr(c.got, "json"));
	ck_assert_uint_eq(house.told, 4);
	client_free(&c);
	c = client_new();
	client_say(&c, "POST /page" HOST "Content-Length: 65\r\nExpect: 100-continue\r\n\r\n");
	client_hear_the_end(&c);
	client_hear(&c, "HTTP/1.1 413 ", 1);
	client_hear(&c, "Connection: close\r\n", 1);
	client_hear(&c, "<p>413 This is larger than can be taken here. (no field)", 1);
	ck_assert_uint_eq(house.told, 5);
	client_free(&c);
}
END_TEST

START_TEST(a_page_tells_of_what_was_too_slow)
{
	struct client c = client_new();

	client_say(&c, "POST /page" HOST "Content-Length: 9\r\n\r\nabc");
	house_wait(&house.begun, 1);
	exchange_overrule(house.waiting, 408, "Too slow.");
	client_hear_the_end(&c);
	client_hear(&c, "HTTP/1.1 408 ", 1);
	client_hear(&c, "<p>408 Too slow. (no field)", 1);
	client_free(&c);
	c = client_new();
	client_say(&c, "GET /page/later" HOST "\r\n");
	house_wait(&house.ended, 1);
	exchange_overrule(house.waiting, 503, "No answer.");
	exchange_reply(house.waiting, 200, "text/plain", span_of("too late"));
	exchange_fail(house.waiting, GW_EIO);
	client_hear(&c, "<p>503 No answer. (no field)", 1);
	client_say(&c, "GET /hello" HOST "\r\n");
	client_hear(&c, "\r\n\r\nhello", 1);
	client_hear(&c, "HTTP/1.1 ", 2);
	ck_assert_ptr_null(strstr(c.got, "too late"));
	ck_assert_uint_eq(house.told, 2);
	client_free(&c);
}
END_TEST

START_TEST(what_no_page_can_tell_is_told_as_json)
{
	struct client c = client_new();

	client_say(&c, "GET /page/silent/3" HOST "\r\n");
	client_hear(&c, "{\"title\":\"Content Too Large\",", 1);
	client_say(&c, "GET /page/lost/3" HOST "\r\n");
	client_hear(&c, "{\"title\":\"Service Unavailable\",", 1);
	client_hear(&c, "application/problem+json", 2);
	client_hear(&c, "HTTP/1.1 ", 2);
	ck_assert_uint_eq(house.told, 2);
	client_free(&c);
}
END_TEST

START_TEST(a_site_tells_of_what_no_row_serves)
{
	static const char *const strays[] = {
		"GET /nowhere" HOST "\r\n", "POST /page/later" HOST "Content-Length: 0\r\n\r\n",
		"PUT /page" HOST "\r\n", "GET /caf%C3%A9" HOST "\r\n", "GET /hello HTTP/1.1\r\n\r\n",
	};
	static const char *const told[] = { "<p>404 ", "<p>405 ", "<p>405 ", "<p>400 ", "<p>400 " };
	struct client c;

	for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
		c = client_new();
		client_say(&c, strays[i]);
		client_hear(&c, "application/problem+json", 1);
		client_free(&c);
	}
	ck_assert_uint_eq(house.told, 0);
	house.tells = true;
	for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
		c = client_new();
		client_say(&c, strays[i]);
		client_hear(&c, told[i], 1);
		client_hear(&c, told[i][3] == '4' && told[i][5] == '5' ? "Allow: " : "Cache-Control: no-store", 1);
		client_free(&c);
	}
	ck_assert_uint_eq(house.told, sizeof told / sizeof *told);
	c = client_new();
	client_say(&c, "GET /fail/1" HOST "\r\n");	/* a row without a tell is told of as ever */
	client_hear(&c, "application/problem+json", 1);
	client_free(&c);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("reply");
	TCase *t = tcase_create("reply");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, house_open, house_close);
	tcase_add_test(t, only_what_is_the_same_for_everybody_may_be_kept);
	tcase_add_test(t, an_asset_is_compressed_for_who_can_read_it);
	tcase_add_test(t, leaving_goes_elsewhere_and_clears);
	tcase_add_test(t, a_download_has_a_name);
	tcase_add_loop_test(t, nothing_in_a_header_begins_another, 0, 14);
	tcase_add_test(t, a_page_tells_of_its_problems_itself);
	tcase_add_test(t, a_page_tells_of_what_was_too_slow);
	tcase_add_test(t, what_no_page_can_tell_is_told_as_json);
	tcase_add_test(t, a_site_tells_of_what_no_row_serves);
	suite_add_tcase(s, t);
	return s;
}
