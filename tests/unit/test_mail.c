/* test_mail.c: an alert is one size and says nothing; its mail is one that servers and people's programs take. */
#include <stdlib.h>
#include <string.h>

#include "mail.h"
#include "run.h"
#include "webhook.h"

#define CONSOLE "https://concerns.example.gov.uk:8444/desk/queue"

static const int64_t noon = 1767960000;		/* Fri, 09 Jan 2026 12:00:00 UTC */
static char mail[MAIL_BYTES + 1];

static void
write_mail(enum alert_kind kind, const char *to)
{
	const struct mail_order o = { kind, "concerns@example.gov.uk", to, CONSOLE, noon };

	memset(mail, 0, sizeof mail);
	ck_assert_int_eq(mail_write(&o, mail), GW_OK);
	ck_assert_uint_eq(strlen(mail), MAIL_BYTES);
}

START_TEST(a_mail_has_the_headers_that_one_must_have_and_no_other)
{
	static const char *const lines[] = {
		"Date: Fri, 09 Jan 2026 12:00:00 +0000\r\n", "\r\nFrom: Concern gateway <concerns@example.gov.uk>\r\n",
		"\r\nTo: <amy@example.org>\r\n", "\r\nSubject: Concern gateway: urgent page\r\n",
		"\r\nAuto-Submitted: auto-generated\r\n", "\r\nMIME-Version: 1.0\r\n",
		"\r\nContent-Type: text/plain; charset=us-ascii\r\n", "\r\nContent-Transfer-Encoding: 7bit\r\n",
		"\r\nMessage-ID: <", "\r\nX-Filler: xx",
	};
	size_t fields = 0;
	char *end;

	write_mail(ALERT_PAGE, "amy@example.org");
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
		ck_assert_msg(strstr(mail, lines[i]) != NULL, "no %s", lines[i]);
	end = strstr(mail, "\r\n\r\n");
	ck_assert_ptr_nonnull(end);
	for (const char *at = mail; at < end; at = strstr(at, "\r\n") + 2)
		fields += *at != ' ';
	ck_assert_uint_eq(fields, sizeof lines / sizeof lines[0]);
	ck_assert_ptr_nonnull(strstr(end, "\r\n  " CONSOLE "\r\n"));
}
END_TEST

START_TEST(every_line_ends_as_lines_do_and_is_short_and_plain)
{
	for (int kind = 0; kind < ALERT_KIND_N; kind++) {
		const char *at = mail;

		write_mail((enum alert_kind)kind, "amy@example.org");
		while (*at != '\0') {
			const size_t n = strcspn(at, "\r\n");

			ck_assert_uint_le(n, 100);
			for (size_t i = 0; i < n; i++)
				ck_assert(at[i] >= ' ' && at[i] < 0x7f);
			ck_assert(at[n] == '\r' && at[n + 1] == '\n');
			ck_assert(at[0] != '.');
			at += n + 2;
		}
	}
}
END_TEST

static size_t
lines_of(const char *text)
{
	size_t n = 0;

	while ((text = strchr(text, '\n')) != NULL) {
		text++;
		n++;
	}
	return n;
}

/* With every length of address, so that the filler is cut at each place of a line. */
START_TEST(a_mail_is_one_size_whatever_came_and_whoever_gets_it)
{
	char to[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "@example.org";
	size_t lines;

	write_mail(ALERT_PAGE, to);
	lines = lines_of(mail);
	for (size_t cut = 0; cut < 80; cut++) {
		const char *line;

		write_mail((enum alert_kind)(cut % ALERT_KIND_N), to + cut);
		line = strstr(mail, "\r\nX-Filler: x");
		ck_assert_ptr_nonnull(line);
		for (line += 2; line[0] != '\r'; line = strstr(line, "\r\n") + 2) {
			ck_assert(strncmp(line, "X-Filler: x", 11) == 0 || strncmp(line, " x", 2) == 0);
			ck_assert_uint_le(strcspn(line, "\r"), 78);
		}
		ck_assert_uint_eq(lines_of(mail), lines);
	}
}
END_TEST

START_TEST(no_two_mails_have_one_name_and_the_name_says_no_time)
{
	char first[MAIL_BYTES + 1];

	write_mail(ALERT_NEWS, "amy@example.org");
	memcpy(first, mail, sizeof first);
	write_mail(ALERT_NEWS, "amy@example.org");
	ck_assert_int_ne(strncmp(strstr(first, "Message-ID"), strstr(mail, "Message-ID"), 46), 0);
	ck_assert_uint_eq(strspn(strstr(mail, "Message-ID: <") + 13, "0123456789abcdef"), 32);
	ck_assert_int_eq(strncmp(strstr(mail, "Message-ID: <") + 45, "@example.gov.uk>\r\n", 18), 0);
}
END_TEST

START_TEST(addresses_that_leave_no_room_are_refused)
{
	char long_one[MAIL_BYTES];
	const struct mail_order o = { ALERT_PAGE, "concerns@example.gov.uk", long_one, CONSOLE, noon };
	const struct mail_order p = { ALERT_PAGE, "concerns@example.gov.uk", "amy@example.org", long_one, noon };

	memset(long_one, 'a', sizeof long_one);
	long_one[MAIL_BYTES - 600] = '\0';
	ck_assert_int_eq(mail_write(&o, mail), GW_ELIMIT);
	ck_assert_int_eq(mail_write(&p, mail), GW_ELIMIT);
	long_one[MAIL_BYTES - 600] = 'a';
	long_one[MAIL_BYTES - 1] = '\0';
	ck_assert_int_eq(mail_write(&o, mail), GW_ELIMIT);
	ck_assert_int_eq(mail_write(&p, mail), GW_ELIMIT);
}
END_TEST

START_TEST(a_webhook_gets_the_kind_and_the_console_and_one_size)
{
	char page[WEBHOOK_BYTES], news[WEBHOOK_BYTES], test[WEBHOOK_BYTES];

	ck_assert_int_eq(webhook_write(ALERT_PAGE, CONSOLE, page), GW_OK);
	ck_assert_int_eq(webhook_write(ALERT_NEWS, CONSOLE, news), GW_OK);
	ck_assert_int_eq(webhook_write(ALERT_TEST, CONSOLE, test), GW_OK);
	ck_assert_str_eq(page, "{\"kind\":\"page\",\"console\":\"" CONSOLE "\"}");
	ck_assert_uint_eq(strlen(page), strlen(news));
	ck_assert_uint_eq(strlen(page), strlen(test));
	ck_assert_int_eq(webhook_write(ALERT_KIND_N, CONSOLE, test), GW_EINPUT);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("mail");
	TCase *c = tcase_create("mail");

	tcase_add_test(c, a_mail_has_the_headers_that_one_must_have_and_no_other);
	tcase_add_test(c, every_line_ends_as_lines_do_and_is_short_and_plain);
	tcase_add_test(c, a_mail_is_one_size_whatever_came_and_whoever_gets_it);
	tcase_add_test(c, no_two_mails_have_one_name_and_the_name_says_no_time);
	tcase_add_test(c, addresses_that_leave_no_room_are_refused);
	tcase_add_test(c, a_webhook_gets_the_kind_and_the_console_and_one_size);
	suite_add_tcase(s, c);
	return s;
}
