/* handout.c: straight to the descriptor, because a stdio buffer would keep it. */
#include "handout.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "qr.h"
#include "secret.h"

enum { LINE = 64 };

static enum gw_err
line_put(const char *what, const char *text)
{
	char line[LINE];
	const size_t n = (size_t)snprintf(line, sizeof line, "%s %s\n", what, text);
	enum gw_err e = GW_OK;

	for (size_t at = 0; at < n && e == GW_OK;) {
		const ssize_t put = write(STDOUT_FILENO, line + at, n - at);

		if (put < 0)
			e = GW_EIO;
		else
			at += (size_t)put;
	}
	secret_wipe(line, sizeof line);
	return e;
}

void
handout_make(struct handout *h)
{
	secret_random(h->secret, sizeof h->secret);
	codes_make(&h->codes);
}

enum gw_err
handout_print(const struct handout *h)
{
	char text[SECOND_TEXT];
	enum gw_err e = second_text(h->secret, text);

	if (e == GW_OK)
		e = line_put("totp", text);
	for (size_t i = 0; i < LIMIT_RECOVERY_CODES && e == GW_OK; i++)
		e = line_put("code", h->codes.text[i]);
	secret_wipe(text, sizeof text);
	return e;
}

void
handout_draw(const struct handout *h, const char *name)
{
	char text[SECOND_TEXT], uri[SECOND_URI] = "";
	struct qr *q = NULL;
	struct buf art;

	buf_init(&art, QR_DRAWING);
	if (second_text(h->secret, text) == GW_OK)
		second_uri(span_of(name), text, uri);
	if (qr_make(uri, &q) == GW_OK && qr_terminal(q, &art) == GW_OK)
		fprintf(stderr, "%.*s", (int)art.n, (const char *)art.p);
	fputs("The picture, and the line \"totp\", are for an app on the new member's phone that makes codes of six\n"
	    "digits (TOTP); each sign-in asks for one. Each \"code\" signs in once without the phone: keep them\n"
	    "elsewhere. All of it is shown once and kept nowhere.\n", stderr);
	qr_free(q);
	buf_free(&art);
	secret_wipe(text, sizeof text);
	secret_wipe(uri, sizeof uri);
}
