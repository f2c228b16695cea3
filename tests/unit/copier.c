/* copier.c: two wires, and what comes over them. */
#include "copier.h"

#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "stream.h"

enum { WAITS = 100 };

static const uint8_t report[ID_BYTES] = { 6 };
const uint8_t copier_key[KEY_BYTES] = { 5 };
const struct part_place copier_place = { report, PART_COPY, 3 };
struct copier copier = { .spool = -1, .pipe_in = -1, .file = -1 };

/* --- the cleaner and the vault --- */

void
copier_give_spool(void)
{
	struct msg m = { .type = MSG_SPOOL, .request = copier.spool_question.request, .fd = -1 };

	copier.opened++;
	copier.spool = copier.vault_has_full_disk ? open("/dev/full", O_RDWR) : memfd_create("spool", 0);
	ck_assert_int_ge(copier.spool, 0);
	memcpy(m.u.spool.name, COPIER_SPOOLED, sizeof m.u.spool.name);
	m.fd = copier.spool;
	ck_assert_int_eq(wire_send(copier.vault, &m), GW_OK);
}

static void
vault_heard(void *arg, struct msg *m)
{
	struct msg result = { .type = MSG_RESULT, .request = m->request, .fd = -1 };

	(void)arg;
	copier.spool_question = *m;
	if (m->type == MSG_SPOOL_DROP) {
		ck_assert_str_eq(m->u.spool.name, COPIER_SPOOLED);
		copier.dropped++;
		ck_assert_int_eq(wire_send(copier.vault, &result), GW_OK);
	} else if (copier.vault_is_full) {
		result.u.result.err = GW_EFULL;
		ck_assert_int_eq(wire_send(copier.vault, &result), GW_OK);
	} else if (!copier.vault_is_silent) {
		copier_give_spool();
	}
}

static void
cleaner_heard(void *arg, struct msg *m)
{
	struct msg answer = { .type = MSG_CLEANING, .request = m->request, .fd = -1 };
	int end[2] = { -1, -1 };

	(void)arg;
	ck_assert_int_eq(m->type, MSG_CLEAN);
	copier.asked = m->u.clean;
	copier.file = m->fd;
	m->fd = -1;
	if (copier.cleaner_is_silent)
		return;
	if (copier.cleaner_says != GW_OK) {
		answer.type = MSG_RESULT;
		answer.u.result.err = (uint8_t)copier.cleaner_says;
	} else {
		ck_assert_int_eq(pipe2(end, O_CLOEXEC), 0);
		copier.pipe_in = end[1];
		ck_assert_int_eq(fcntl(copier.pipe_in, F_SETFL, O_NONBLOCK), 0);
		answer.fd = end[0];
	}
	ck_assert_int_eq(wire_send(copier.cleaner, &answer), GW_OK);
	if (end[0] >= 0)
		close(end[0]);
}

static void
nobody_there(void *arg)
{
	(void)arg;
}

static struct link *
link_to(wire_message_fn *heard, struct wire **other)
{
	struct link *l;
	int fd[2];

	ck_assert_int_eq(wire_pair(fd), GW_OK);
	ck_assert_int_eq(wire_new(copier.base, fd[1], heard, nobody_there, NULL, other), GW_OK);
	ck_assert_int_eq(link_new(copier.base, &l), GW_OK);
	ck_assert_int_eq(link_adopt(l, fd[0]), GW_OK);
	return l;
}

void
copier_set_up(void)
{
	ck_assert(signal(SIGPIPE, SIG_IGN) != SIG_ERR);		/* as main does for every process */
	copier.base = event_base_new();
	copier.room = (struct copy_room){ .base = copier.base, .vault = link_to(vault_heard, &copier.vault),
	    .cleaner = link_to(cleaner_heard, &copier.cleaner) };
}

static void
close_all(void)
{
	int *const fds[] = { &copier.spool, &copier.pipe_in, &copier.file };

	for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++) {
		if (*fds[i] >= 0)
			close(*fds[i]);
		*fds[i] = -1;
	}
}

void
copier_tear_down(void)
{
	close_all();
	link_free(copier.room.vault);
	link_free(copier.room.cleaner);
	wire_free(copier.vault);
	wire_free(copier.cleaner);
	event_base_free(copier.base);
}

void
copier_settle(void)
{
	for (int i = 0; i < WAITS; i++)
		ck_assert_int_ge(event_base_loop(copier.base, EVLOOP_NONBLOCK), 0);
}

/* --- the asker --- */

void
copier_told(void *arg, const struct copied *m)
{
	ck_assert(!copier.is_inside);
	copier.told++;
	copier.made = *m;
	if (arg != NULL)
		(void)event_base_loopbreak(arg);
}

struct copying *
copier_begin(struct span bytes)
{
	const struct msg_clean limits = { 64, 60, 10 };
	struct copying *c;

	ck_assert_int_eq(copying_new(&copier.room, copier_key, copier_place, &limits, &c), GW_OK);
	copying_write(c, bytes);
	return c;
}

void
copier_end(struct copying *c)
{
	copier.is_inside = true;
	copying_end(c, copier_told, NULL);
	copier.is_inside = false;
}

struct copying *
copier_under_way(void)
{
	struct copying *c = copier_begin(span_of("a photo"));

	copier_end(c);
	copier_settle();
	return c;
}

void
copier_pour(struct span bytes, size_t piece)
{
	ssize_t n;

	while (bytes.n > 0 && copier.told == 0) {
		if ((n = write(copier.pipe_in, bytes.p, bytes.n < piece ? bytes.n : piece)) > 0) {
			bytes.p += n;
			bytes.n -= (size_t)n;
		}
		copier_settle();
	}
}

void
copier_pipe_ends(void)
{
	if (copier.pipe_in >= 0)
		close(copier.pipe_in);
	copier.pipe_in = -1;
	copier_settle();
}

struct span
copier_copy(uint8_t verdict, const struct copy_head *h, size_t n)
{
	static uint8_t all[1 + COPY_HEAD + COPIER_MOST];
	uint8_t head[COPY_HEAD];
	const size_t head_n = copy_head_write(h, head);

	all[0] = verdict;
	memcpy(all + 1, head, head_n);
	for (size_t i = 0; i < n; i++)
		all[1 + head_n + i] = (uint8_t)(i * 31 + i / 256);
	return (struct span){ all, 1 + head_n + n };
}

static size_t
append(uint8_t *to, size_t n, struct span more)
{
	if (more.n > 0)
		memcpy(to + n, more.p, more.n);
	return n + more.n;
}

void
copier_spool_holds(struct span plain)
{
	static uint8_t sealed[2 * COPIER_MOST], found[2 * COPIER_MOST];
	const size_t n = stream_sealed_size(plain.n);
	struct stream_opener *o;
	struct span out;
	size_t used, found_n = 0;

	ck_assert_uint_eq(copier.made.sealed_bytes, n);
	ck_assert_int_eq(pread(copier.spool, sealed, sizeof sealed, 0), (ssize_t)n);
	ck_assert_int_eq(stream_opener_new(copier_key, copier_place, &o), GW_OK);
	for (size_t at = 0; at < n; at += used) {
		ck_assert_int_eq(stream_open(o, (struct span){ sealed + at, n - at }, &used, &out), GW_OK);
		found_n = append(found, found_n, out);
	}
	ck_assert_int_eq(stream_open_end(o, &out), GW_OK);
	found_n = append(found, found_n, out);
	stream_opener_free(o);
	ck_assert_mem_eq(found, plain.p, plain.n);
	ck_assert_uint_eq(found_n, plain.n);
}

void
copier_ended_as(enum copy_state state)
{
	ck_assert_uint_eq(copier.told, 1);
	ck_assert_str_eq(copy_state_code(copier.made.head.state), copy_state_code(state));
	ck_assert_int_eq(copier.made.head.kind, COPY_NONE);
	ck_assert_str_eq(copier.made.name, "");
	ck_assert_uint_eq(copier.made.sealed_bytes, 0);
	ck_assert_uint_eq(copier.opened, copier.dropped);
	ck_assert_uint_eq(copier.room.held, 0);
}
