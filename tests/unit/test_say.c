/* test_say.c: what others wrote cannot steer the terminal of the person who reads it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "concern.h"
#include "edge.h"
#include "run.h"
#include "trust.h"

#define R "\xef\xbf\xbd"	/* the replacement character */

static char *
said(struct span text, const char *indent)
{
	char *shown = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&shown, &n);

	ck_assert_ptr_nonnull(f);
	say_text(f, text, indent);
	ck_assert_int_eq(fclose(f), 0);
	return shown;
}

START_TEST(text_is_shown_but_never_obeyed)
{
	static const struct { const char *text, *shown; } rows[] = {
		{ "", "" },
		{ "plain\ttext", "plain\ttext" },
		{ "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80", "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80" },
		{ "two\nlines\r\nthree", "two\n> lines\n> three" },
		{ "over\rwritten", "over" R "written" },
		{ "\x1b[2Jgone", R "[2Jgone" },		/* escape, clear the screen */
		{ "\x07\x08\x7f", R R R },		/* bell, backspace, delete */
		{ "\xc2\x9b" "31m", R "31m" },		/* the same escape as one C1 character */
		{ "\xe2\x80\xae" "gpj.exe", R "gpj.exe" },	/* right to left from here */
		{ "\xe2\x81\xa6" "x\xe2\x80\xa8y", R "x" R "y" },
		{ "\xff\xfe", R R },			/* no UTF-8 at all */
		{ "\xc0\xaf", R R },			/* overlong */
		{ "\xe2\x82", R R },			/* cut */
		{ "\xe2(\xa1", R "(" R },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char *shown = said(edge(rows[i].text, strlen(rows[i].text)), "> ");

		ck_assert_str_eq(shown, rows[i].shown);
		free(shown);
	}
}
END_TEST

START_TEST(a_paragraph_breaks_between_words_and_loses_none)
{
	static const char word[] = "seven77 ", wide[] =
	    "A-word-that-is-wider-than-any-terminal-and-so-has-a-line-to-itself-however-long-that-line-then-is.";
	char text[512] = "", *shown = NULL, *end;
	size_t n = 0;
	FILE *f = open_memstream(&shown, &n);

	for (int i = 0; i < 20; i++)
		strcat(text, word);
	strcat(strcat(text, wide), " end");
	ck_assert_ptr_nonnull(f);
	say_paragraph(f, span_of(text));
	ck_assert_int_eq(fclose(f), 0);
	ck_assert_int_eq(shown[n - 1], '\n');
	shown[n - 1] = '\0';
	for (char *line = shown; line != NULL; line = end) {
		end = strchr(line, '\n');
		ck_assert(strncmp(line, wide, sizeof wide - 1) == 0 || strcspn(line, "\n") <= 78);
		if (end != NULL)
			*end++ = ' ';
	}
	ck_assert_str_eq(shown, text);
	free(shown);
}
END_TEST

START_TEST(no_two_bytes_get_an_escape_through)
{
	for (unsigned two = 0; two < 65536; two++) {
		const uint8_t bytes[] = { (uint8_t)(two >> 8), (uint8_t)two };
		char *shown = said(edge(bytes, sizeof bytes), "");

		for (const char *p = shown; *p != '\0'; p++)
			ck_assert((uint8_t)*p >= ' ' || *p == '\t' || *p == '\n');
		ck_assert_ptr_null(strstr(shown, "\x7f"));
		ck_assert_ptr_null(strstr(shown, "\xc2\x9b"));
		free(shown);
	}
}
END_TEST

START_TEST(a_server_and_its_pin_must_have_the_right_form)
{
	static const char pin[] = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
	static const struct { struct server server; enum run run; } rows[] = {
		{ { .url = "https://localhost:8443" }, RUN_DONE },
		{ { .url = "https://[::1]:8443/" }, RUN_DONE },
		{ { .url = "https://localhost", .pin = pin }, RUN_DONE },
		{ { .url = "http://localhost:8443" }, RUN_MISUSED },
		{ { .url = "HTTPS://localhost" }, RUN_MISUSED },
		{ { .url = "localhost:8443" }, RUN_MISUSED },
		{ { .url = "https://" }, RUN_MISUSED },
		{ { .url = "https:///" }, RUN_MISUSED },
		{ { .url = "https://me:word@localhost" }, RUN_MISUSED },
		{ { .url = "https://localhost/path" }, RUN_MISUSED },
		{ { .url = "https://localhost?x" }, RUN_MISUSED },
		{ { .url = "https://localhost#x" }, RUN_MISUSED },
		{ { .url = "https://local host" }, RUN_MISUSED },
		{ { .url = "https://localhost", .pin = "" }, RUN_MISUSED },
		{ { .url = "https://localhost", .pin = "/etc/hostname" }, RUN_MISUSED },
		{ { .url = "https://localhost", .pin = "sha256//short=" }, RUN_MISUSED },
		{ { .url = "https://localhost", .pin = pin + 1 }, RUN_MISUSED },
		{ { .url = "https://localhost", .ca = "/nowhere/ca.pem" }, RUN_MISUSED },
	};

	ck_assert_ptr_nonnull(freopen("/dev/null", "w", stderr));	/* its sentences are for people */
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ck_assert_msg(trust_check(&rows[i].server) == rows[i].run, "row %zu", i);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("say");
	TCase *t = tcase_create("client");

	tcase_add_test(t, text_is_shown_but_never_obeyed);
	tcase_add_test(t, a_paragraph_breaks_between_words_and_loses_none);
	tcase_add_test(t, no_two_bytes_get_an_escape_through);
	tcase_add_test(t, a_server_and_its_pin_must_have_the_right_form);
	suite_add_tcase(s, t);
	return s;
}
