/* test_cleaner.c: the whole process over real channels, sandboxed: who is answered when, and what one worker's death
 * costs. Its room is made up, but for the last tests, which load the real one. */
#include <event2/event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cleaner.h"
#include "memfile.h"
#include "run.h"
#include "sandbox.h"
#include "wire.h"
#include "worker.h"

enum { ASKERS = 2, ROOM = 4096, MOST = LIMIT_CLEANERS_WAIT + 8, NEVER = LIMIT_COPY_SECONDS, LINE = 128 };

static struct config config = { .user = "nobody", .data = "/tmp", .cleaners = 1 };
static struct event_base *base;
static struct wire *control, *asker[ASKERS];
static pid_t cleaner;
static int answers, wanted;
static struct { enum msg_type type; uint32_t request; enum gw_err e; int fd; } answer[MOST];
static uint8_t came[ROOM];
static size_t n_came;

/* --- the room: a file's words say what is to be done --- */

static enum gw_err
prepare(void)
{
	return GW_OK;
}

static void
obey(struct span file, const struct clean_limits *l, struct copy_head *h, struct span *bytes)
{
	const struct timespec second = { 1, 0 };

	(void)l;
	if (span_is(file, "die"))
		(void)syscall(SYS_reboot, 0, 0, 0, NULL);
	while (span_is(file, "hang"))
		nanosleep(&second, NULL);
	*h = (struct copy_head){ .state = COPY_CLEAN, .kind = COPY_TEXT, .size = file.n };
	*bytes = file;
}

static const struct clean_room made_up = { prepare, obey };

/* --- the process --- */

static void
on_message(void *arg, struct msg *m)
{
	(void)arg;
	ck_assert_int_lt(answers, MOST);
	answer[answers].type = m->type;
	answer[answers].request = m->request;
	answer[answers].e = m->type == MSG_RESULT ? (enum gw_err)m->u.result.err : GW_OK;
	answer[answers].fd = m->fd;
	m->fd = -1;
	if (++answers == wanted)
		event_base_loopbreak(base);
}

static void
on_lost(void *arg)
{
	(void)arg;
	event_base_loopbreak(base);
}

/* Until n answers came, with those that had come before. */
static void
await(int n)
{
	wanted = n;
	if (answers < n)
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

static _Noreturn void
be_cleaner(int to_warden, const struct clean_room *room)
{
	const struct child_setup setup = { .kind = CHILD_CLEANER, .control = to_warden, .vault = -1,
		.config = &config };

	if ((room == NULL ? cleaner_prepare(&room) : worker_prepare(room)) != GW_OK ||
	    sandbox_enter(CHILD_CLEANER, &config) != GW_OK)
		_exit(EXIT_FAILURE);
	_exit(cleaner_run(&setup, room));
}

/* NULL: the real room. */
static void
start(const struct clean_room *room)
{
	int fd[2];

	ck_assert_int_eq(wire_pair(fd), GW_OK);
	if ((cleaner = fork()) == 0) {
		close(fd[0]);
		be_cleaner(fd[1], room);
	}
	close(fd[1]);
	base = event_base_new();
	ck_assert_int_eq(wire_new(base, fd[0], on_message, on_lost, NULL, &control), GW_OK);
	await(1);
	ck_assert_int_eq(answer[0].type, MSG_READY);
	answers = 0;
	for (int i = 0; i < ASKERS; i++)
		asker[i] = channel(i == 0 ? CHANNEL_INTAKE : CHANNEL_DESK);
}

static void
stop(void)
{
	const struct msg drain = { .type = MSG_DRAIN, .fd = -1 };
	int status;

	ck_assert_int_eq(wire_send(control, &drain), GW_OK);
	ck_assert_int_eq(waitpid(cleaner, &status, 0), cleaner);
	ck_assert_int_eq(status, 0);
	for (int i = 0; i < ASKERS; i++)
		wire_free(asker[i]);
	wire_free(control);
	event_base_free(base);
}

static void
ask(struct wire *w, const char *words, uint32_t seconds, uint32_t request)
{
	struct msg m = { .type = MSG_CLEAN, .request = request, .fd = memfile(span_of(words)) };

	m.u.clean = (struct msg_clean){ .megapixels = 1, .pages = 1, .seconds = seconds };
	ck_assert_int_eq(wire_send(w, &m), GW_OK);
	close(m.fd);
}

static void
read_all(int fd)
{
	ssize_t n = -1;

	for (n_came = 0; n != 0; n_came += n > 0 ? (size_t)n : 0)
		n = read(fd, came + n_came, sizeof came - n_came);	/* non-blocking: again and again */
	close(fd);
}

/* The i-th answer is a copy with these words. */
static bool
is_copy(int i, const char *words)
{
	struct copy_head h;
	size_t used;

	if (answer[i].type != MSG_CLEANING)
		return false;
	read_all(answer[i].fd);
	if (n_came < 1 || copy_head_read((struct span){ came + 1, n_came - 1 }, &h, &used) != GW_OK)
		return false;
	return came[0] == SCAN_OFF && h.state == COPY_CLEAN &&
	    span_is((struct span){ came + 1 + used, n_came - 1 - used }, words);
}

/* --- */

START_TEST(a_file_is_answered_with_its_copy)
{
	start(&made_up);
	ask(asker[0], "words of a reporter", NEVER, 7);
	await(1);
	ck_assert_uint_eq(answer[0].request, 7);
	ck_assert(is_copy(0, "words of a reporter"));
	ask(asker[1], "words for the desk", NEVER, 8);
	await(2);
	ck_assert(is_copy(1, "words for the desk"));
	stop();
}
END_TEST

START_TEST(a_worker_that_dies_or_hangs_costs_its_own_copy)
{
	start(&made_up);
	ask(asker[0], "die", NEVER, 1);
	ask(asker[0], "hang", 1, 2);
	ask(asker[0], "words", NEVER, 3);
	await(3);
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(answer[i].type, MSG_CLEANING);
		read_all(answer[i].fd);
		ck_assert_uint_eq(n_came, 1);
	}
	ck_assert_uint_eq(answer[2].request, 3);
	ck_assert(is_copy(2, "words"));
	stop();
}
END_TEST

START_TEST(files_wait_for_a_worker_and_too_many_are_told_no)
{
	start(&made_up);
	ask(asker[0], "hang", 1, 0);
	await(1);
	for (uint32_t i = 1; i <= LIMIT_CLEANERS_WAIT + 1; i++)
		ask(asker[0], "words", NEVER, i);
	await(2);
	ck_assert_uint_eq(answer[1].request, LIMIT_CLEANERS_WAIT + 1);
	ck_assert_int_eq(answer[1].e, GW_EBUSY);
	await(2 + LIMIT_CLEANERS_WAIT);
	for (int i = 0; i < LIMIT_CLEANERS_WAIT; i++) {
		ck_assert_uint_eq(answer[2 + i].request, (unsigned)i + 1);
		ck_assert(is_copy(2 + i, "words"));
	}
	stop();
}
END_TEST

START_TEST(as_many_work_at_once_as_the_config_says)
{
	const struct msg no_file = { .type = MSG_ROSTER_GET, .request = 5, .fd = -1 };

	config.cleaners = 3;
	start(&made_up);
	for (uint32_t i = 0; i < 3; i++)
		ask(asker[0], "hang", NEVER, i);
	await(3);			/* none of them will end */
	ask(asker[0], "words", NEVER, 3);
	ck_assert_int_eq(wire_send(asker[0], &no_file), GW_OK);
	await(4);
	ck_assert_uint_eq(answer[3].request, no_file.request);	/* the words still wait */
	stop();
}
END_TEST

START_TEST(no_flood_of_reports_keeps_the_desk_from_a_copy)
{
	start(&made_up);
	for (uint32_t i = 0; i <= LIMIT_CLEANERS_WAIT + 1; i++)
		ask(asker[0], "hang", NEVER, i);
	await(2);			/* one at work, one told no */
	ask(asker[1], "words", NEVER, 99);
	await(3);
	ck_assert_uint_eq(answer[2].request, 99);
	ck_assert(is_copy(2, "words"));
	ask(asker[1], "hang", NEVER, 100);
	ask(asker[1], "words", NEVER, 101);
	await(4);
	ck_assert_uint_eq(answer[3].request, 100);	/* one more, no two */
	stop();
}
END_TEST

START_TEST(files_of_a_lost_channel_are_dropped)
{
	start(&made_up);
	ask(asker[0], "hang", 1, 0);
	await(1);
	for (uint32_t i = 1; i < 4; i++)
		ask(asker[0], "hang", NEVER, i);
	wire_free(asker[0]);
	asker[0] = NULL;
	ask(asker[1], "words", NEVER, 9);
	await(2);
	ck_assert_uint_eq(answer[1].request, 9);
	ck_assert(is_copy(1, "words"));
	stop();
}
END_TEST

START_TEST(nothing_but_files_is_answered)
{
	const struct msg m = { .type = MSG_ROSTER_GET, .request = 5, .fd = -1 };

	start(&made_up);
	ck_assert_int_eq(wire_send(asker[0], &m), GW_OK);
	await(1);
	ck_assert_uint_eq(answer[0].request, 5);
	ck_assert_int_eq(answer[0].e, GW_EINPUT);
	stop();
}
END_TEST

/* --- the real room --- */

/* It forks: a lock that another thread held would stay locked in every worker. */
static int
threads_of(pid_t pid)
{
	char path[64], line[LINE];
	int n = 0;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
	ck_assert_ptr_nonnull(f = fopen(path, "r"));
	while (fgets(line, sizeof line, f) != NULL)
		if (strncmp(line, "Threads:", 8) == 0)
			n = atoi(line + 8);
	fclose(f);
	return n;
}

START_TEST(the_real_room_is_found_beside_the_program_and_starts_no_thread)
{
	start(NULL);
	ck_assert_int_eq(threads_of(cleaner), 1);
	ask(asker[0], "\xef\xbb\xbfsome\x01 words", NEVER, 1);
	await(1);
	ck_assert(is_copy(0, "some words"));
	ck_assert_int_eq(threads_of(cleaner), 1);
	stop();
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("cleaner");
	TCase *t = tcase_create("cleaner");

	tcase_set_timeout(t, NEVER - 1);
	tcase_add_test(t, a_file_is_answered_with_its_copy);
	tcase_add_test(t, a_worker_that_dies_or_hangs_costs_its_own_copy);
	tcase_add_test(t, files_wait_for_a_worker_and_too_many_are_told_no);
	tcase_add_test(t, as_many_work_at_once_as_the_config_says);
	tcase_add_test(t, no_flood_of_reports_keeps_the_desk_from_a_copy);
	tcase_add_test(t, files_of_a_lost_channel_are_dropped);
	tcase_add_test(t, nothing_but_files_is_answered);
	tcase_add_test(t, the_real_room_is_found_beside_the_program_and_starts_no_thread);
	suite_add_tcase(s, t);
	return s;
}
