/* test_scan.c: a scanner that the test plays, as clamd speaks, and as it should not. */
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "run.h"
#include "scan.h"

#define SAYS(text) .says = (text), .n = sizeof(text)	/* with its NUL */
#define CUT(text) .says = (text), .n = sizeof(text) - 1
enum { FILE_BYTES = 3 * 1024 * 1024, PATIENCE = 20000, IMPATIENCE = 30, FEW = 4096, ALL = 0 };

/* How the scanner behaves: reads so much of the file (ALL: to its end), says so much, stays or goes. */
struct manners {
	const char *says;
	size_t n, reads;
	bool stays;			/* until the other end goes; reads nothing more */
	bool byte_by_byte;
	bool afterwards;		/* speaks when the other end has gone, to nobody */
};

static char folder[] = "/tmp/scan-XXXXXX", path[64];
static int door;
static pthread_t thread;
static struct manners manners;
static uint8_t file[FILE_BYTES], seen[FILE_BYTES + 64];
static size_t n_seen, n_behind;		/* of the file; and what was sent behind the stream's end */
static bool was_whole;

static void
set_up(void)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };

	signal(SIGPIPE, SIG_IGN);
	strcpy(folder + sizeof folder - 7, "XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/clamd.ctl", folder);
	strcpy(at.sun_path, path);
	door = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	ck_assert_int_eq(bind(door, (struct sockaddr *)&at, sizeof at), 0);
	ck_assert_int_eq(listen(door, 1), 0);
	for (size_t i = 0; i < sizeof file; i++)
		file[i] = (uint8_t)(i * 7 + i / 251);
	n_seen = 0;
	was_whole = false;
}

static void
tear_down(void)
{
	close(door);
	unlink(path);
	rmdir(folder);
}

static bool
take(int s, void *to, size_t n)
{
	return recv(s, to, n, MSG_WAITALL) == (ssize_t)n;
}

/* Chunks until one of no bytes, or until that was enough. */
static void
read_stream(int s, size_t enough)
{
	uint8_t command[10], length[4];
	size_t n;

	if (!take(s, command, sizeof command) || memcmp(command, "zINSTREAM", sizeof command) != 0)
		return;
	while (take(s, length, sizeof length)) {
		n = (size_t)length[0] << 24 | (size_t)length[1] << 16 | (size_t)length[2] << 8 | length[3];
		was_whole = n == 0;
		if (was_whole || n > sizeof seen - n_seen || !take(s, seen + n_seen, enough < n ? enough : n))
			return;
		n_seen += enough < n ? enough : n;
		if (enough < n)
			return;
	}
}

static void
wait_until_gone(int s)
{
	struct pollfd p = { .fd = s, .events = POLLRDHUP };

	ck_assert_int_eq(poll(&p, 1, -1), 1);
}

static void *
scanner(void *arg)
{
	const size_t step = manners.byte_by_byte ? 1 : manners.n;
	const int s = accept(door, NULL, NULL);
	uint8_t rest[FEW];
	ssize_t n;

	(void)arg;
	read_stream(s, manners.reads == ALL ? SIZE_MAX : manners.reads);
	if (manners.afterwards)
		wait_until_gone(s);
	for (size_t i = 0; i < manners.n && send(s, manners.says + i, step, MSG_NOSIGNAL) > 0; i += step)
		;
	if (manners.stays)
		wait_until_gone(s);
	n = recv(s, rest, sizeof rest, MSG_DONTWAIT);
	n_behind = n > 0 ? (size_t)n : 0;
	close(s);
	return NULL;
}

static enum scan
scan(struct manners how, size_t n, int patience)
{
	enum scan said;
	int s;

	manners = how;
	ck_assert_int_eq(pthread_create(&thread, NULL, scanner, NULL), 0);
	s = scan_connect(path);
	ck_assert_int_ge(s, 0);
	said = scan_file(s, (struct span){ file, n }, patience);
	close(s);
	pthread_join(thread, NULL);
	return said;
}

START_TEST(a_scanner_gets_every_byte_of_a_file_and_says_whether_it_is_clean)
{
	ck_assert_int_eq(scan((struct manners){ SAYS("stream: OK") }, FILE_BYTES, PATIENCE), SCAN_PASSED);
	ck_assert(was_whole);
	ck_assert_uint_eq(n_seen, FILE_BYTES);
	ck_assert_mem_eq(seen, file, FILE_BYTES);
	ck_assert_int_eq(scan((struct manners){ SAYS("stream: Win.Test.EICAR_HDB-1 FOUND") }, 1, PATIENCE), SCAN_FOUND);
	ck_assert(was_whole);
}
END_TEST

START_TEST(an_empty_file_is_a_stream_without_a_chunk)
{
	ck_assert_int_eq(scan((struct manners){ SAYS("stream: OK"), .stays = true }, 0, PATIENCE), SCAN_PASSED);
	ck_assert(was_whole);
	ck_assert_uint_eq(n_seen + n_behind, 0);
}
END_TEST

START_TEST(an_answer_may_come_in_pieces_and_its_sender_may_stay)
{
	ck_assert_int_eq(scan((struct manners){ SAYS("stream: OK"), .byte_by_byte = true }, FEW, PATIENCE),
	    SCAN_PASSED);
	ck_assert_int_eq(scan((struct manners){ SAYS("stream: OK"), .stays = true }, FEW, PATIENCE), SCAN_PASSED);
}
END_TEST

START_TEST(silence_and_an_answer_after_the_time_are_failures)
{
	ck_assert_int_eq(scan((struct manners){ .stays = true }, FEW, IMPATIENCE), SCAN_FAILED);
	ck_assert_int_eq(scan((struct manners){ .afterwards = true, SAYS("stream: OK") }, FEW, IMPATIENCE),
	    SCAN_FAILED);
	ck_assert_int_eq(scan((struct manners){ SAYS("stream: OK") }, FEW, 0), SCAN_FAILED);
	ck_assert_int_eq(scan((struct manners){ SAYS("stream: OK") }, FEW, -1), SCAN_FAILED);
}
END_TEST

START_TEST(one_who_stops_reading_does_not_hold_the_sender)
{
	ck_assert_int_eq(scan((struct manners){ .reads = FEW, .afterwards = true }, FILE_BYTES, IMPATIENCE),
	    SCAN_FAILED);
}
END_TEST

START_TEST(what_is_said_of_a_file_that_was_not_all_read_counts_only_when_it_is_bad)
{
	struct manners early = { SAYS("stream: Eicar FOUND"), .reads = FEW };

	ck_assert_int_eq(scan(early, FILE_BYTES, PATIENCE), SCAN_FOUND);	/* goes: writing meets a closed door */
	early.stays = true;
	ck_assert_int_eq(scan(early, FILE_BYTES, PATIENCE), SCAN_FOUND);
	ck_assert_int_eq(scan((struct manners){ SAYS("stream: OK"), .reads = FEW }, FILE_BYTES, PATIENCE), SCAN_FAILED);
	ck_assert_int_eq(scan((struct manners){ SAYS("INSTREAM size limit exceeded. ERROR"), .reads = FEW }, FILE_BYTES,
	    PATIENCE), SCAN_FAILED);
	ck_assert_int_eq(scan((struct manners){ .reads = FEW }, FILE_BYTES, PATIENCE), SCAN_FAILED);
}
END_TEST

static char endless[FEW];

START_TEST(a_cut_an_overlong_or_a_garbled_answer_is_a_failure)
{
	memset(endless, 'A', sizeof endless);
	ck_assert_int_eq(scan((struct manners){ CUT("stream: OK") }, FEW, PATIENCE), SCAN_FAILED);
	ck_assert_int_eq(scan((struct manners){ CUT("stream: Eicar FOUND") }, FEW, PATIENCE), SCAN_FAILED);
	ck_assert_int_eq(scan((struct manners){ .says = NULL }, FEW, PATIENCE), SCAN_FAILED);
	ck_assert_int_eq(scan((struct manners){ SAYS("") }, FEW, PATIENCE), SCAN_FAILED);
	ck_assert_int_eq(scan((struct manners){ SAYS("stream: OK\0stream: Eicar FOUND") }, FEW, PATIENCE), SCAN_FAILED);
	ck_assert_int_eq(scan((struct manners){ .says = endless, .n = sizeof endless, .stays = true }, FEW, PATIENCE),
	    SCAN_FAILED);
}
END_TEST

START_TEST(nobody_listening_and_a_full_backlog_are_no_connection)
{
	int s[64];
	size_t n = 0;
	char far[200];

	while (n < sizeof s / sizeof *s && (s[n] = scan_connect(path)) >= 0)
		n++;
	ck_assert_uint_ge(n, 1);
	ck_assert_uint_lt(n, sizeof s / sizeof *s);
	while (n > 0)
		close(s[--n]);
	memset(far, 'a', sizeof far - 1);
	far[sizeof far - 1] = '\0';
	ck_assert_int_eq(scan_connect(far), -1);
	ck_assert_int_eq(scan_connect(""), -1);
	ck_assert_int_eq(scan_connect(folder), -1);
	unlink(path);
	ck_assert_int_eq(scan_connect(path), -1);
}
END_TEST

static const struct { const char *line; enum scan said; } answers[] = {
	{ "stream: OK", SCAN_PASSED }, { "stream: Eicar FOUND", SCAN_FOUND }, { "stream: a b FOUND", SCAN_FOUND },
	{ "stream: OK FOUND", SCAN_FOUND }, { "stream: \xff FOUND", SCAN_FOUND },
	{ "", SCAN_FAILED }, { "OK", SCAN_FAILED }, { "stream:OK", SCAN_FAILED }, { "stream: OK\n", SCAN_FAILED },
	{ "stream: ok", SCAN_FAILED }, { "stream: OK ", SCAN_FAILED }, { "/tmp/x: OK", SCAN_FAILED },
	{ "stream:  FOUND", SCAN_FAILED }, { "stream: FOUND", SCAN_FAILED }, { " FOUND", SCAN_FAILED },
	{ "stream: Eicar FOUND.", SCAN_FAILED }, { "stream: Can't allocate memory ERROR", SCAN_FAILED },
	{ "INSTREAM size limit exceeded. ERROR", SCAN_FAILED }, { "COMMAND READ TIMED OUT", SCAN_FAILED },
	{ "UNKNOWN COMMAND", SCAN_FAILED }, { "1: stream: OK", SCAN_FAILED },
};

START_TEST(only_the_two_answers_that_clamd_gives_mean_something)
{
	ck_assert_msg(scan_answer(span_of(answers[_i].line)) == answers[_i].said, "%s", answers[_i].line);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("scan");
	TCase *t = tcase_create("scan");

	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, a_scanner_gets_every_byte_of_a_file_and_says_whether_it_is_clean);
	tcase_add_test(t, an_empty_file_is_a_stream_without_a_chunk);
	tcase_add_test(t, an_answer_may_come_in_pieces_and_its_sender_may_stay);
	tcase_add_test(t, silence_and_an_answer_after_the_time_are_failures);
	tcase_add_test(t, one_who_stops_reading_does_not_hold_the_sender);
	tcase_add_test(t, what_is_said_of_a_file_that_was_not_all_read_counts_only_when_it_is_bad);
	tcase_add_test(t, a_cut_an_overlong_or_a_garbled_answer_is_a_failure);
	tcase_add_test(t, nobody_listening_and_a_full_backlog_are_no_connection);
	tcase_add_loop_test(t, only_the_two_answers_that_clamd_gives_mean_something, 0,
	    (int)(sizeof answers / sizeof *answers));
	suite_add_tcase(s, t);
	return s;
}
