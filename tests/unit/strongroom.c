/* strongroom.c: the vault is forked; the test keeps the warden's end. */
#include "strongroom.h"

#include <check.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vault.h"

struct wire *control, *asker[ASKERS];
pid_t vault;
struct msg answer;
static struct event_base *base;
static int answers, wanted;
enum gw_err told[NUMBERED];

static void
on_message(void *arg, struct msg *m)
{
	(void)arg;
	answer = *m;
	if (m->request < NUMBERED)
		told[m->request] = m->type == MSG_RESULT ? (enum gw_err)m->u.result.err : GW_OK;
	m->fd = -1;
	if (++answers >= wanted)
		event_base_loopbreak(base);
}

static void
on_lost(void *arg)
{
	(void)arg;
	event_base_loopbreak(base);
}

void
strongroom_await(int n)
{
	answers = 0;
	wanted = n;
	ck_assert_int_ge(event_base_dispatch(base), 0);
	ck_assert_int_eq(answers, n);
}

static struct wire *
channel(enum channel_role role)
{
	struct msg m = { .type = MSG_CHANNEL };
	struct wire *w;
	int fd[2];

	ck_assert_int_eq(wire_pair(fd), GW_OK);
	m.fd = fd[1];
	m.u.channel.role = (uint8_t)role;
	ck_assert_int_eq(wire_send(control, &m), GW_OK);
	close(fd[1]);
	ck_assert_int_eq(wire_new(base, fd[0], on_message, on_lost, NULL, &w), GW_OK);
	return w;
}

void
strongroom_start(void)
{
	struct child_setup setup = { .kind = CHILD_VAULT, .vault = -1 };
	int fd[2];

	ck_assert_int_eq(wire_pair(fd), GW_OK);
	vault = fork();
	ck_assert_int_ge(vault, 0);
	if (vault == 0) {
		close(fd[0]);
		setup.control = fd[1];
		_exit(vault_run(&setup));
	}
	close(fd[1]);
	base = event_base_new();
	ck_assert_int_eq(wire_new(base, fd[0], on_message, on_lost, NULL, &control), GW_OK);
	strongroom_await(1);
	ck_assert_int_eq(answer.type, MSG_READY);
	for (int i = 0; i < ASKERS; i++)
		asker[i] = channel(i % 2 == 0 ? CHANNEL_INTAKE : CHANNEL_DESK);
}

void
strongroom_forget(void)
{
	for (int i = 0; i < ASKERS; i++)
		wire_free(asker[i]);
	wire_free(control);
	event_base_free(base);
}

static void
stop(void)
{
	const struct msg drain = { .type = MSG_DRAIN, .fd = -1 };
	int status;

	ck_assert_int_eq(wire_send(control, &drain), GW_OK);
	ck_assert_int_eq(waitpid(vault, &status, 0), vault);
	ck_assert_int_eq(status, 0);
	strongroom_forget();
}

void
strongroom_begin(void)
{
	cases_begin();
	strongroom_start();
}

void
strongroom_end(void)
{
	stop();
	cases_end();
}

enum gw_err
strongroom_ask(struct wire *w, struct msg *m)
{
	m->request = 77;
	m->fd = -1;
	ck_assert_int_eq(wire_send(w, m), GW_OK);
	strongroom_await(1);
	ck_assert_uint_eq(answer.request, 77);
	return answer.type == MSG_RESULT ? (enum gw_err)answer.u.result.err : GW_OK;
}

void
strongroom_whole(void)
{
	struct store *s = cases_open(STORE_READ);
	struct audit_verdict v;

	ck_assert_int_eq(store_audit_verify(s, &v), GW_OK);
	store_close(s);
}

struct msg
strongroom_upload(struct wire *w)
{
	struct msg m = { .type = MSG_SPOOL_OPEN };

	ck_assert_int_eq(strongroom_ask(w, &m), GW_OK);
	ck_assert_int_eq(answer.type, MSG_SPOOL);
	ck_assert_int_ge(answer.fd, 0);
	ck_assert_int_eq(ftruncate(answer.fd, 4096), 0);
	close(answer.fd);
	return answer;
}

bool
strongroom_has(const char *name)
{
	char path[64];

	snprintf(path, sizeof path, "spool/%.2s/%s", name, name);
	return access(path, F_OK) == 0;
}

void
strongroom_report(struct msg *m, unsigned n, const struct msg *file)
{
	*m = (struct msg){ .type = MSG_REPORT_PUT, .fd = -1 };
	cases_report(&m->u.report_put, n, CASES_TEAMS("school:a"));
	m->u.report_put.n_files = 1;
	memcpy(m->u.report_put.file[0].name, file->u.spool.name, SPOOL_NAME + 1);
	m->u.report_put.file[0].sealed_bytes = 4096;
}

enum gw_err
strongroom_drop(struct wire *w, const struct msg *file)
{
	struct msg m = { .type = MSG_SPOOL_DROP };

	memcpy(m.u.spool.name, file->u.spool.name, SPOOL_NAME + 1);
	return strongroom_ask(w, &m);
}
