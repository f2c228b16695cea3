/* looker.c: one sign-in, then questions with its cookie. */
#include "looker.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

static int
ask(struct looker *l, const char *line, const char *fields, const char *body)
{
	front_forget(&l->got);
	counter_ask(&l->desk, line, fields, body, &l->got);
	return l->got.status;
}

bool
looker_reads(const struct looker *l, const char *text)
{
	return memmem(l->got.whole.p, l->got.whole.n, text, strlen(text)) != NULL;
}

static int
ask_below(struct looker *l, const char *base, const char *tail)
{
	char line[256];

	snprintf(line, sizeof line, "GET %s%s%s", base, l->id, tail);
	return ask(l, line, l->cookie, NULL);
}

int
looker_api(struct looker *l, const char *tail)
{
	return ask_below(l, "/api/v1/reports/", tail);
}

int
looker_page(struct looker *l, const char *tail)
{
	return ask_below(l, "/desk/case/", tail);
}

void
looker_come(struct looker *l)
{
	char code[7], body[256];
	const char *set;

	memset(&l->got, 0, sizeof l->got);
	counter_open(&l->desk, true);
	sodium_bin2hex(l->id, sizeof l->id, l->desk.report, ID_BYTES);
	counter_code(l->desk.second, 0, code);
	snprintf(body, sizeof body, "{\"name\":\"%s\",\"passphrase\":\"%s\",\"code\":\"%s\"}", COUNTER_NAME,
	    COUNTER_PASSPHRASE, code);
	ck_assert_int_eq(ask(l, "POST /api/v1/session", "Content-Type: application/json\r\n", body), 201);
	set = strstr((const char *)l->got.whole.p, "__Host-session=");
	ck_assert_ptr_nonnull(set);
	snprintf(l->cookie, sizeof l->cookie, "Cookie: %.*s\r\n", (int)strcspn(set, ";"), set);
}

void
looker_go(struct looker *l)
{
	counter_close(&l->desk);
	front_forget(&l->got);
}
