/* test_server.c: what a visitor is promised: in order, once, whole, guarded, and told why when not. */
#include <arpa/inet.h>
#include <check.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "client.h"
#include "house.h"
#include "listen.h"
#include "run.h"

enum { MIB = 1024 * 1024 };

#define HOST " HTTP/1.1\r\nHost: h\r\n"

START_TEST(a_connection_serves_one_request_after_another)
{
	struct client c = client_new();

	for (unsigned i = 1; i <= 20; i++) {
		client_say(&c, "GET /hello" HOST "\r\n");
		client_hear(&c, "\r\n\r\nhello", i);
	}
	client_say(&c, "POST /echo" HOST "Content-Length: 3\r\n\r\nabc");
	client_hear(&c, "\r\n\r\nabc", 1);
	ck_assert_uint_eq(server_connections(house.server), 1);
	client_say(&c, "GET /files/a/b" HOST "Connection: close\r\n\r\n");
	client_hear(&c, "\r\n\r\na/b", 1);
	client_hear_the_end(&c);
	client_free(&c);
}
END_TEST

START_TEST(pipelined_requests_are_answered_in_order)
{
	struct client c = client_new();

	client_say(&c, "GET /files/1" HOST "\r\nPOST /echo" HOST "Content-Length: 5\r\n\r\n/two/GET /later" HOST "\r\n"
	    "GET /files/4" HOST "\r\n");
	client_hear(&c, "\r\n\r\n/two/", 1);
	house_wait(&house.ended, 1);
	client_let_be(&c);
	ck_assert_ptr_null(strstr(c.got, "\r\n\r\n4"));
	exchange_reply(house.waiting, 200, "text/plain", span_of("three"));
	client_hear(&c, "\r\n\r\n4", 1);
	ck_assert(strstr(c.got, "\r\n\r\n1") < strstr(c.got, "\r\n\r\n/two/"));
	ck_assert(strstr(c.got, "\r\n\r\n/two/") < strstr(c.got, "\r\n\r\nthree"));
	ck_assert(strstr(c.got, "\r\n\r\nthree") < strstr(c.got, "\r\n\r\n4"));
	client_free(&c);
}
END_TEST

#define NO_DEVICE "\"detail\":\"This needs a device certificate: see certs/README.md.\""

START_TEST(what_is_for_devices_is_refused_to_others_before_anything_else)
{
	static const char *const asked[] = { "GET /known/hello", "GET /known/nothing-here", "DELETE /known/hello" };
	struct client c = client_new();

	house.tells = true;
	for (unsigned i = 0; i < sizeof asked / sizeof *asked; i++) {
		client_say(&c, asked[i]);
		client_say(&c, HOST "\r\n");
		client_hear(&c, NO_DEVICE, i + 1);
	}
	client_hear(&c, "HTTP/1.1 403 ", 3);
	client_hear(&c, "application/problem+json", 3);
	client_say(&c, "GET /hello" HOST "\r\n");
	client_hear(&c, "\r\n\r\nhello", 1);
	client_say(&c, "POST /known/early" HOST "Content-Length: 99999999\r\n\r\n");
	client_hear(&c, NO_DEVICE, 4);
	ck_assert_uint_eq(house.told, 0);
	client_hear_the_end(&c);
	client_free(&c);
}
END_TEST

START_TEST(a_device_gets_what_is_for_devices)
{
	struct cert device;
	struct client c;

	house_device(&device);
	c = client_with(&device);
	client_say(&c, "GET /known/hello" HOST "\r\nGET /known/nothing-here" HOST "\r\nGET /hello" HOST "\r\n");
	client_hear(&c, "\r\n\r\nhello", 2);
	client_hear(&c, "HTTP/1.1 404 ", 1);
	client_free(&c);
}
END_TEST

START_TEST(a_request_may_come_byte_by_byte)
{
	static const char text[] = "POST /echo" HOST "Content-Length: 4\r\n\r\nabcd";
	struct client c = client_new();

	for (size_t i = 0; i < sizeof text - 1; i++)
		client_send(&c, text + i, 1);
	client_hear(&c, "\r\n\r\nabcd", 1);
	client_free(&c);
}
END_TEST

START_TEST(a_body_is_asked_for_only_when_it_would_be_taken)
{
	static const struct { const char *head, *status; } refused[] = {
		{ "POST /echo" HOST "Content-Length: 65\r\n", " 413 " },
		{ "POST /echo" HOST "Content-Length: 999999999999\r\n", " 413 " },
		{ "POST /nowhere" HOST "Content-Length: 5\r\n", " 404 " },
		{ "POST /hello" HOST "Content-Length: 5\r\n", " 405 " },
		{ "POST /early" HOST "Content-Length: 5\r\n", " 403 " },
	};
	struct client c = client_new();

	client_say(&c, "POST /echo" HOST "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n");
	client_hear(&c, "HTTP/1.1 100 Continue\r\n\r\n", 1);
	ck_assert_uint_eq(c.n, strlen("HTTP/1.1 100 Continue\r\n\r\n"));
	client_say(&c, "12345");
	client_hear(&c, "\r\n\r\n12345", 1);
	client_free(&c);
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		c = client_new();
		client_say(&c, refused[i].head);
		client_say(&c, "Expect: 100-continue\r\n\r\n");
		client_hear(&c, refused[i].status, 1);
		client_hear(&c, "Connection: close", 1);
		client_hear_the_end(&c);
		ck_assert_ptr_null(strstr(c.got, " 100 "));
		client_free(&c);
	}
}
END_TEST

START_TEST(an_early_answer_reaches_a_client_that_still_sends)
{
	struct client c = client_new();
	char *body = calloc(1, 4 * MIB);

	client_say(&c, "POST /early" HOST "Content-Length: 4194304\r\n\r\n");
	client_send(&c, body, 4 * MIB);
	client_hear_the_end(&c);
	client_hear(&c, " 403 Forbidden", 1);
	client_hear(&c, "{\"title\":\"Forbidden\",\"detail\":\"Not \\u0022today\\u0022.\","
	    "\"field\":\"field\",\"status\":403}", 1);
	free(body);
	client_free(&c);
}
END_TEST

START_TEST(head_gives_the_head_of_get_and_nothing_more)
{
	struct client c = client_new();

	client_say(&c, "HEAD /hello" HOST "\r\nHEAD /big" HOST "\r\nHEAD /nowhere" HOST "\r\n"
	    "GET /files/end" HOST "\r\n");
	client_hear(&c, "\r\n\r\nend", 1);
	client_hear(&c, "Content-Length: 5\r\n", 1);
	client_hear(&c, "Content-Length: 1048576\r\n", 1);
	client_hear(&c, "HTTP/1.1 404 Not Found\r\n", 1);
	ck_assert_ptr_null(strstr(c.got, "hello"));
	ck_assert_ptr_null(strstr(c.got, "bbb"));
	ck_assert_ptr_null(strstr(c.got, "title"));
	client_free(&c);
}
END_TEST

START_TEST(a_body_waits_while_its_reader_does)
{
	struct client c = client_new();
	char *body = malloc(2 * MIB), sum[64];
	unsigned long long expected = 0;

	for (size_t i = 0; i < 2 * MIB; i++)
		expected += (uint8_t)(body[i] = (char)(i * 7));
	snprintf(sum, sizeof sum, "\r\n\r\n%llu", expected);
	client_say(&c, "POST /slow" HOST "Content-Length: 2097152\r\n\r\n");
	client_send(&c, body, 2 * MIB);
	client_hear(&c, "201 Created", 1);
	client_hear(&c, sum, 1);
	free(body);
	client_free(&c);
}
END_TEST

START_TEST(a_reader_that_rests_bounds_what_is_kept)
{
	struct client c = client_new();
	char *body = calloc(1, 4 * MIB);

	client_say(&c, "POST /deaf" HOST "Content-Length: 4194304\r\n\r\n");
	ck_assert_uint_lt(client_push(&c, body, 4 * MIB), MIB / 2);
	free(body);
	client_free(&c);
}
END_TEST

START_TEST(a_long_answer_streams_whole)
{
	struct client c = client_new();
	const char *body;

	client_say(&c, "GET /big" HOST "\r\nGET /hello" HOST "\r\n");
	client_hear(&c, "\r\n\r\nhello", 1);
	body = strstr(c.got, "\r\n\r\n") + 4;
	ck_assert_uint_eq(strspn(body, "b"), MIB);
	client_hear(&c, "Content-Disposition: attachment; filename=\"attachment\"\r\n", 1);
	ck_assert_uint_eq(house.gone, 1);
	client_free(&c);
}
END_TEST

START_TEST(an_answer_that_cannot_be_finished_is_seen_to_be_short)
{
	struct client c = client_new();

	client_say(&c, "GET /cut" HOST "\r\n");
	client_hear_the_end(&c);
	client_hear(&c, "Content-Length: 100\r\n", 1);
	ck_assert_uint_eq(strlen(strstr(c.got, "\r\n\r\n") + 4), 10);
	ck_assert_uint_eq(house.gone, 1);
	client_free(&c);
}
END_TEST

static const struct { const char *text, *answer; } malformed[] = {
	{ "GET /hello HTTP/1.1\nHost: h\n\n", "400 Bad Request" },
	{ "GET /hello HTTP/1.1\r\n\r\n", "400 Bad Request" },
	{ "POST /echo" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400 Bad Request" },
	{ "POST /echo" HOST "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", "400 Bad Request" },
	{ "GET /hello" HOST "Content-Length: 3\r\n\r\nabc", "400 Bad Request" },
	{ "DELETE /files/a" HOST "Content-Length: 3\r\n\r\nabc", "413 Content Too Large" },
};

START_TEST(a_malformed_request_gets_a_sentence_and_no_second_chance)
{
	struct client c = client_new();

	client_say(&c, malformed[_i].text);
	client_say(&c, "GET /hello" HOST "\r\n");
	client_hear_the_end(&c);
	client_hear(&c, malformed[_i].answer, 1);
	client_hear(&c, "application/problem+json", 1);
	client_hear(&c, "\"detail\":\"", 1);
	client_hear(&c, "HTTP/1.1 ", 1);
	client_free(&c);
}
END_TEST

START_TEST(a_head_that_is_too_large_gets_431)
{
	struct client c = client_new();
	static char line[LIMIT_HTTP_LINE];

	memset(line, 'a', sizeof line);
	client_say(&c, "GET /");
	client_send(&c, line, sizeof line);
	client_hear_the_end(&c);
	client_hear(&c, "HTTP/1.1 431 ", 1);
	client_free(&c);
}
END_TEST

START_TEST(unknown_paths_and_methods_are_answered_and_the_connection_goes_on)
{
	struct client c = client_new();

	client_say(&c, "GET /nowhere" HOST "\r\nPUT /files/a" HOST "\r\nPOST /hello" HOST "\r\nGET /echo" HOST "\r\n"
	    "GET /hello/" HOST "\r\nGET /hello" HOST "\r\n");
	client_hear(&c, "\r\n\r\nhello", 1);
	client_hear(&c, "HTTP/1.1 404 ", 2);
	client_hear(&c, "HTTP/1.1 405 ", 3);
	client_hear(&c, "Allow: GET, HEAD, DELETE\r\n", 1);
	client_hear(&c, "Allow: GET, HEAD\r\n", 1);
	client_hear(&c, "Allow: POST\r\n", 1);
	client_free(&c);
}
END_TEST

START_TEST(every_answer_is_guarded)
{
	static const char *const guards[] = {
		"Cache-Control: no-store\r\n", "Referrer-Policy: no-referrer\r\n",
		"X-Content-Type-Options: nosniff\r\n", "Strict-Transport-Security: max-age=",
		"Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; ",
		"connect-src 'self'; manifest-src 'none'; img-src 'self'; form-action 'self'; base-uri 'none'; ",
		"; frame-ancestors 'none'\r\n",
		"Cross-Origin-Opener-Policy: same-origin\r\n", "Cross-Origin-Embedder-Policy: require-corp\r\n",
		"Permissions-Policy: camera=()",
	};
	struct client c = client_new();

	client_say(&c, "GET /hello" HOST "\r\nGET /nowhere" HOST "\r\nGET /cookie" HOST "\r\nmalformed\r\n\r\n");
	client_hear_the_end(&c);
	client_hear(&c, "HTTP/1.1 ", 4);
	for (size_t i = 0; i < sizeof guards / sizeof *guards; i++)
		client_hear(&c, guards[i], 4);
	client_hear(&c, "Set-Cookie: ", 1);
	client_hear(&c, "Set-Cookie: a=b; Secure\r\n", 1);
	ck_assert_ptr_null(strstr(c.got, "Server:"));
	client_free(&c);
}
END_TEST

START_TEST(each_failure_has_its_number)
{
	static const struct { enum gw_err e; const char *answer; } cases[] = {
		{ GW_EINPUT, " 422 " }, { GW_ELIMIT, " 413 " }, { GW_EDENIED, " 403 " }, { GW_EABSENT, " 404 " },
		{ GW_ECONFLICT, " 409 " }, { GW_EBUSY, " 503 " }, { GW_EFULL, " 503 " }, { GW_EIO, " 503 " },
		{ GW_ENOMEM, " 503 " }, { GW_EBUG, " 500 " }, { GW_ENEWER, " 500 " },
	};
	char text[64];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct client c = client_new();

		snprintf(text, sizeof text, "GET /fail/%d" HOST "\r\n", (int)cases[i].e);
		client_say(&c, text);
		client_hear(&c, cases[i].answer, 1);
		if (cases[i].answer[1] == '5')
			client_hear(&c, "call 999", 1);
		client_free(&c);
	}
}
END_TEST

START_TEST(a_handler_hears_of_a_client_that_leaves)
{
	struct client c = client_new();

	client_say(&c, "POST /never" HOST "Content-Length: 10\r\n\r\nabc");
	house_wait(&house.begun, 1);
	client_free(&c);
	house_wait(&house.gone, 1);
	c = client_new();
	client_say(&c, "GET /later" HOST "\r\n");
	house_wait(&house.ended, 1);
	client_free(&c);
	house_wait(&house.gone, 2);
	ck_assert_ptr_null(house.waiting);
	ck_assert_uint_eq(server_connections(house.server), 0);
}
END_TEST

START_TEST(draining_ends_what_rests_and_finishes_what_runs)
{
	struct client idle = client_new(), busy = client_new(), late;

	client_say(&idle, "GET /hello" HOST "\r\n");
	client_hear(&idle, "hello", 1);
	client_say(&busy, "GET /later" HOST "\r\n");
	house_wait(&house.ended, 1);
	house_drain();
	client_hear_the_end(&idle);
	late = client_new();
	client_let_be(&late);
	ck_assert(!SSL_is_init_finished(late.ssl));
	ck_assert_uint_eq(house.drained, 0);
	ck_assert_uint_eq(server_connections(house.server), 1);
	exchange_reply(house.waiting, 200, "text/plain", span_of("finished"));
	client_hear_the_end(&busy);
	client_hear(&busy, "Connection: close\r\n", 1);
	client_hear(&busy, "finished", 1);
	house_wait(&house.drained, 1);
	client_let_be(&busy);
	ck_assert_uint_eq(house.drained, 1);
	client_free(&idle);
	client_free(&busy);
	client_free(&late);
}
END_TEST

START_TEST(draining_an_empty_server_is_done_at_once)
{
	house_drain();
	ck_assert_uint_eq(house.drained, 0);	/* but never from inside the call */
	house_wait(&house.drained, 1);
}
END_TEST

START_TEST(a_server_that_is_freed_takes_its_connections_along)
{
	struct client c = client_new();

	client_say(&c, "POST /never" HOST "Content-Length: 10\r\n\r\nabc");
	house_wait(&house.begun, 1);
	server_free(house.server);
	house.server = NULL;
	ck_assert_uint_eq(house.gone, 1);
	client_hear_the_end(&c);
	client_free(&c);
}
END_TEST

START_TEST(a_port_that_is_taken_is_named)
{
	char fault[LISTEN_FAULT] = "", number[16];
	struct sockaddr_in address;
	socklen_t n = sizeof address;
	int fd[2], other[2];

	ck_assert_int_eq(listen_open(0, fd, fault), GW_OK);
	ck_assert_int_eq(getsockname(fd[0], (struct sockaddr *)&address, &n), 0);
	snprintf(number, sizeof number, "%d", ntohs(address.sin_port));
	ck_assert_int_eq(listen_open(ntohs(address.sin_port), other, fault), GW_EBUSY);
	ck_assert_ptr_nonnull(strstr(fault, number));
	ck_assert(other[0] == -1 && other[1] == -1);
	close(fd[0]);
	close(fd[1]);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("server");
	TCase *t = tcase_create("server");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, house_open, house_close);
	tcase_add_test(t, a_connection_serves_one_request_after_another);
	tcase_add_test(t, pipelined_requests_are_answered_in_order);
	tcase_add_test(t, what_is_for_devices_is_refused_to_others_before_anything_else);
	tcase_add_test(t, a_device_gets_what_is_for_devices);
	tcase_add_test(t, a_request_may_come_byte_by_byte);
	tcase_add_test(t, a_body_is_asked_for_only_when_it_would_be_taken);
	tcase_add_test(t, an_early_answer_reaches_a_client_that_still_sends);
	tcase_add_test(t, head_gives_the_head_of_get_and_nothing_more);
	tcase_add_test(t, a_body_waits_while_its_reader_does);
	tcase_add_test(t, a_reader_that_rests_bounds_what_is_kept);
	tcase_add_test(t, a_long_answer_streams_whole);
	tcase_add_test(t, an_answer_that_cannot_be_finished_is_seen_to_be_short);
	tcase_add_loop_test(t, a_malformed_request_gets_a_sentence_and_no_second_chance, 0,
	    sizeof malformed / sizeof *malformed);
	tcase_add_test(t, a_head_that_is_too_large_gets_431);
	tcase_add_test(t, unknown_paths_and_methods_are_answered_and_the_connection_goes_on);
	tcase_add_test(t, every_answer_is_guarded);
	tcase_add_test(t, each_failure_has_its_number);
	tcase_add_test(t, a_handler_hears_of_a_client_that_leaves);
	tcase_add_test(t, draining_ends_what_rests_and_finishes_what_runs);
	tcase_add_test(t, draining_an_empty_server_is_done_at_once);
	tcase_add_test(t, a_server_that_is_freed_takes_its_connections_along);
	tcase_add_test(t, a_port_that_is_taken_is_named);
	suite_add_tcase(s, t);
	return s;
}
