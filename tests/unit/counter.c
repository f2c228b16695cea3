/* counter.c: what the desk needs to run, and requests as a browser writes them. */
#include "counter.h"

#include <check.h>
#include <liboath/oath.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "counter_files.h"
#include "counter_vault.h"
#include "desk.h"

enum { REQUEST_MAX = 1024 * 1024 };

struct counter_machine {
	struct front front;
	struct counter_vault play;
	struct wire *cleaner;
};

static void
on_vault(void *arg, struct msg *m)
{
	struct counter *c = arg;

	counter_vault_answer(c, &c->machine->play, c->machine->front.vault, m);
}

static int
run_desk(void *arg, struct child_setup *setup)
{
	static const struct config config;
	static const struct replies replies;
	static const struct agencies nobody;
	struct policy *policy = calloc(1, sizeof *policy);
	int status;

	(void)arg;
	setup->kind = CHILD_DESK;
	setup->config = &config;
	setup->replies = &replies;
	setup->agencies = &nobody;
	policy->copy_megapixels = policy->copy_pages = policy->copy_seconds = 5;
	setup->policy = policy;
	status = desk_run(setup);
	_exit(status);		/* the played vault's memory is the test's */
}

void
counter_open(struct counter *c, bool is_pinned)
{
	struct child_setup setup = { .control = -1 };

	*c = (struct counter){ .page = 2, .roles = COUNTER_READER, .machine = calloc(1, sizeof *c->machine) };
	ck_assert_ptr_nonnull(c->machine);
	counter_vault_make(c, &c->machine->play, is_pinned, &setup.pin);
	front_open(&c->machine->front, &setup, run_desk, on_vault, c);
}

static void
on_clean(void *arg, struct msg *m)
{
	struct counter *c = arg;

	counter_clean(c, c->machine->cleaner, m);
}

static void
on_cleaner_lost(void *arg)
{
	(void)arg;
}

void
counter_cleaner(struct counter *c)
{
	struct wire *const before = c->machine->cleaner;
	struct msg m = { .type = MSG_CHANNEL };
	int end[2];

	ck_assert_int_eq(wire_pair(end), GW_OK);
	m.u.channel.role = CHANNEL_CLEANER;
	m.fd = end[1];
	ck_assert_int_eq(wire_send(c->machine->front.control, &m), GW_OK);
	close(end[1]);
	ck_assert_int_eq(wire_new(c->machine->front.base, end[0], on_clean, on_cleaner_lost, c, &c->machine->cleaner),
	    GW_OK);
	wire_free(before);
}

void
counter_close(struct counter *c)
{
	wire_free(c->machine->cleaner);
	front_close(&c->machine->front);
	counter_vault_end(c, &c->machine->play);
	free(c->machine);
}

void
counter_ask(struct counter *c, const char *line, const char *fields, const char *body, struct front_answer *a)
{
	const char *const said = body == NULL ? "" : body;
	char length[48] = "";
	const char *const parts[] = { line, " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n", fields, length,
	    "\r\n", said };
	struct buf request;

	if (body != NULL)
		snprintf(length, sizeof length, "Content-Length: %zu\r\n", strlen(body));
	buf_init(&request, REQUEST_MAX);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		ck_assert_int_eq(buf_add_text(&request, parts[i]), GW_OK);
	front_ask(&c->machine->front, buf_span(&request), a);
	buf_free(&request);
}

void
counter_code(const uint8_t secret[SECOND_SECRET], int later, char code[7])
{
	const time_t at = time(NULL) + later * 30;

	ck_assert_int_eq(oath_totp_generate((const char *)secret, SECOND_SECRET, at, 30, 0, 6, code), OATH_OK);
}
