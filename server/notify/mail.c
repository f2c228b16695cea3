/* mail.c: header, filler, words. */
#include "mail.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "secret.h"

enum { NAME_BYTES = 16, FILLER_LINES = 32, FILLER_LEAST = FILLER_LINES * 16 };

#define FILLER "X-Filler: "

static const struct { const char *subject, *before, *behind; } words[ALERT_KIND_N] = {
	[ALERT_PAGE] = { "Concern gateway: urgent page",
	    "Something came that somebody has to look at now.\r\n\r\nSign in and open what is at the top of the queue:",
	    "Until somebody of your team has opened it, the next on your list are told as well." },
	[ALERT_NEWS] = { "Concern gateway: news",
	    "Something new is in the queue. It is not an urgent page.\r\n\r\nSign in and look when you are at work:",
	    "However much comes, you get this mail once in a while and no more." },
	[ALERT_TEST] = { "Concern gateway: a test",
	    "This is a test that an administrator asked for. Nothing came.\r\n\r\nAn alert points here:",
	    "There is nothing to do." },
};

/* A name for this mail that says nothing: not when, not which. At the sender's domain, as is the custom. */
static void
name_make(char hex[2 * NAME_BYTES + 1])
{
	uint8_t some[NAME_BYTES];

	secret_random(some, sizeof some);
	for (size_t i = 0; i < sizeof some; i++)
		snprintf(hex + 2 * i, 3, "%02x", some[i]);
}

/* Without the empty line behind it. */
static enum gw_err
head_write(const struct mail_order *o, char *out, size_t room, size_t *n)
{
	char name[2 * NAME_BYTES + 1], date[64];
	const char *domain = strrchr(o->from, '@');
	const time_t at = (time_t)o->at;
	struct tm utc;
	int written;

	if (domain == NULL || gmtime_r(&at, &utc) == NULL ||
	    strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S +0000", &utc) == 0)
		return GW_EINPUT;
	name_make(name);
	written = snprintf(out, room, "Date: %s\r\nFrom: Concern gateway <%s>\r\nTo: <%s>\r\nMessage-ID: <%s%s>\r\n"
	    "Subject: %s\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit\r\n", date, o->from, o->to,
	    name, domain, words[o->kind].subject);
	*n = (size_t)written;
	return *n < room ? GW_OK : GW_ELIMIT;
}

/* From the empty line on. */
static enum gw_err
text_write(const struct mail_order *o, char *out, size_t room, size_t *n)
{
	const int written = snprintf(out, room, "\r\n%s\r\n\r\n  %s\r\n\r\n%s\r\n\r\n"
	    "This mail never says more than that, so that it may lie in any inbox.\r\n"
	    "Nobody reads answers to it.\r\n", words[o->kind].before, o->console, words[o->kind].behind);

	*n = (size_t)written;
	return *n < room ? GW_OK : GW_ELIMIT;
}

/* One header of exactly n bytes, always folded into as many lines: a server that keeps lines in another way than with
 * CRLF has one size of mail, too. */
static void
filler_write(char *out, size_t n)
{
	memset(out, 'x', n);
	memcpy(out, FILLER, sizeof FILLER - 1);
	for (size_t i = 1; i < FILLER_LINES; i++)
		memcpy(out + i * n / FILLER_LINES - 2, "\r\n ", 3);
	memcpy(out + n - 2, "\r\n", 2);
}

enum gw_err
mail_write(const struct mail_order *o, char out[MAIL_BYTES])
{
	char text[MAIL_BYTES];
	size_t head_n, text_n;
	enum gw_err e;

	if ((unsigned)o->kind >= ALERT_KIND_N)
		return GW_EINPUT;
	if ((e = head_write(o, out, MAIL_BYTES, &head_n)) != GW_OK ||
	    (e = text_write(o, text, sizeof text, &text_n)) != GW_OK)
		return e;
	if (head_n + FILLER_LEAST + text_n > MAIL_BYTES)
		return GW_ELIMIT;
	filler_write(out + head_n, MAIL_BYTES - head_n - text_n);
	memcpy(out + MAIL_BYTES - text_n, text, text_n);
	return GW_OK;
}
