/* test_worker.c: what a worker cannot do whatever a file makes of it, tried by rooms that the test makes up, in a
 * process that is sandboxed as the cleaner is. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "memfile.h"
#include "run.h"
#include "sandbox.h"
#include "sanitized.h"
#include "worker.h"

enum { NO_CLEANER = 90, BY_SIGNAL = 100, ROOM = 4096, LOOKED_AT = 1024, OPEN_BEFORE = 1, PIECE = 16 * 1024 * 1024 };

static struct config config = { .user = "nobody", .data = "/tmp" };
static struct msg_clean limits = { .megapixels = 1, .pages = 1, .seconds = 20 };
static pid_t cleaner;
static int before = -1, ahead = -1;	/* the cleaner's own descriptor; the room's */
static uint8_t came[ROOM];
static size_t n_came;

static enum gw_err
prepare(void)
{
	ahead = memfile(span_of("letters"));
	return GW_OK;
}

/* What a worker of this room, with this job, left in its pipe; how it ended, 0 or BY_SIGNAL and which. */
static int
run(clean_fn *clean, struct worker_job job)
{
	const struct clean_room room = { prepare, clean };
	int fd[2], status;
	ssize_t n;
	pid_t pid;

	ck_assert_int_eq(pipe(fd), 0);
	job.out = fd[1];
	job.limits = limits;
	if ((pid = fork()) == 0) {
		cleaner = getpid();
		before = memfile(span_of("others'"));
		if (worker_prepare(&room) != GW_OK || sandbox_enter(CHILD_CLEANER, &config) != GW_OK)
			_exit(NO_CLEANER);
		if ((pid = fork()) == 0)
			worker_run(&job, &room);
		if (waitpid(pid, &status, 0) != pid)
			_exit(NO_CLEANER);
		_exit(WIFSIGNALED(status) ? BY_SIGNAL + WTERMSIG(status) : WEXITSTATUS(status));
	}
	close(fd[1]);
	for (n_came = 0; (n = read(fd[0], came + n_came, sizeof came - n_came)) > 0; n_came += (size_t)n)
		continue;
	close(fd[0]);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) != NO_CLEANER);
	return WEXITSTATUS(status);
}

static int
run_on(clean_fn *clean, struct span file)
{
	const int fd = memfile(file);
	const int end = run(clean, (struct worker_job){ .file = fd, .scanner = -1 });

	close(fd);
	return end;
}

static void
answer(struct copy_head *h, struct span *bytes, struct span words)
{
	*h = (struct copy_head){ .state = COPY_CLEAN, .kind = COPY_TEXT, .size = words.n };
	*bytes = words;
}

/* Whether the copy behind the scanner's byte holds these words. */
static bool
copy_is(enum scan said, const char *words)
{
	struct copy_head h;
	size_t used;

	if (n_came == 0 || came[0] != said ||
	    copy_head_read((struct span){ came + 1, n_came - 1 }, &h, &used) != GW_OK || h.state != COPY_CLEAN)
		return false;
	return span_is((struct span){ came + 1 + used, n_came - 1 - used }, words);
}

static void
copies(struct span file, const struct clean_limits *l, struct copy_head *h, struct span *bytes)
{
	(void)l;
	answer(h, bytes, file);
}

/* --- what is tried; each returns whether it was done --- */

static void *nothing(void *arg) { return arg; }
static bool
make_a_thread(void)
{
	pthread_t t;
	return pthread_create(&t, NULL, nothing, NULL) == 0 && pthread_join(t, NULL) == 0;
}
static bool use_memory(void) { void *p = malloc(PIECE); bool got = p != NULL; free(p); return got; }
static bool ask_the_time(void) { struct timespec t; return syscall(SYS_clock_gettime, CLOCK_REALTIME, &t) == 0; }
static bool read_ahead(void) { char c[7]; return pread(ahead, c, 7, 0) == 7 && memcmp(c, "letters", 7) == 0; }
static bool read_others(void) { char c; return pread(before, &c, 1, 0) == 1; }
static bool open_passwd(void) { return open("/etc/passwd", O_RDONLY) >= 0; }
static bool open_proc(void) { return open("/proc/self/mem", O_RDWR) >= 0; }
static bool make_a_file(void) { return open("/tmp/made-by-a-worker", O_CREAT | O_WRONLY, 0600) >= 0; }
static bool look_at_a_file(void) { struct stat st; return stat("/etc/passwd", &st) == 0; }
static bool ask_for_a_file(void) { return access("/etc/passwd", F_OK) == 0; }
static bool list_a_folder(void) { char b[512]; return syscall(SYS_getdents64, ahead, b, sizeof b) >= 0; }
static bool remove_a_file(void) { return unlink("/tmp/made-by-a-worker") == 0 || errno != EPERM; }
static bool keep_in_memory(void) { return memfd_create("more", 0) >= 0; }
static bool make_a_socket(void) { return socket(AF_INET, SOCK_STREAM, 0) >= 0; }
static bool make_a_local_socket(void) { return socket(AF_UNIX, SOCK_STREAM, 0) >= 0; }
static bool make_a_pair(void) { int fd[2]; return socketpair(AF_UNIX, SOCK_STREAM, 0, fd) == 0; }
static bool make_a_pipe(void) { int fd[2]; return pipe2(fd, 0) == 0; }
static bool make_a_timer(void) { return timerfd_create(CLOCK_MONOTONIC, 0) >= 0; }
static bool wait_for_events(void) { return syscall(SYS_epoll_create1, 0) >= 0; }
static bool say_aloud(void) { return write(STDOUT_FILENO, "words", 5) > 0; }
static bool write_elsewhere(void) { return write(before, "x", 1) > 0 || write(ahead, "x", 1) > 0; }
static bool fork_one(void) { return fork() >= 0; }
static bool fork_as_thread(void) { return syscall(SYS_clone, 0x100 | SIGCHLD, 0, 0, 0, 0) >= 0; }
static bool unshare_users(void) { return syscall(SYS_unshare, 0x10000000) == 0; }
static bool kill_the_cleaner(void) { return kill(cleaner, 0) == 0; }
static bool trace_the_cleaner(void) { return ptrace(PTRACE_ATTACH, cleaner, 0, 0) == 0; }
static bool read_the_cleaner(void) { return syscall(SYS_process_vm_readv, cleaner, NULL, 0, NULL, 0, 0) == 0; }
static bool become_root(void) { return setuid(0) == 0; }
static bool allow_dumps(void) { return prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0; }
static bool stop_its_clock(void) { return syscall(SYS_timer_delete, 0) == 0; }
static bool be_nicer(void) { return setpriority(PRIO_PROCESS, 0, 19) == 0; }
static bool filter_more(void) { return syscall(SYS_seccomp, 1, 0, NULL) == 0 || errno == EFAULT; }

static bool
raise_a_limit(void)
{
	const struct rlimit r = { 64, 64 };

	return setrlimit(RLIMIT_NOFILE, &r) == 0 || setrlimit(RLIMIT_CORE, &r) == 0;
}

static bool
run_a_program(void)
{
	char name[] = "true";
	char *const argv[] = { name, NULL }, *const envp[] = { NULL };

	execve("/bin/true", argv, envp);
	return false;
}

static bool
make_code(void)
{
	return mmap(NULL, ROOM, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static bool
turn_into_code(void)
{
	void *p = mmap(NULL, ROOM, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p != MAP_FAILED && mprotect(p, ROOM, PROT_READ | PROT_EXEC) == 0;
}

static bool
share_memory(void)
{
	return mmap(NULL, ROOM, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static const struct { const char *what; bool (*try)(void); bool may; } tries[] = {
	{ "make a thread", make_a_thread, true },
	{ "use memory", use_memory, true },
	{ "ask the time", ask_the_time, true },
	{ "read what its room opened ahead", read_ahead, true },
	{ "read a descriptor of the cleaner's", read_others, false },
	{ "open /etc/passwd", open_passwd, false },
	{ "open /proc/self/mem", open_proc, false },
	{ "make a file", make_a_file, false },
	{ "look at a file", look_at_a_file, false },
	{ "ask for a file", ask_for_a_file, false },
	{ "list a folder", list_a_folder, false },
	{ "remove a file", remove_a_file, false },
	{ "keep a file in memory", keep_in_memory, false },
	{ "make an internet socket", make_a_socket, false },
	{ "make a local socket", make_a_local_socket, false },
	{ "make a pair of sockets", make_a_pair, false },
	{ "make a pipe", make_a_pipe, false },
	{ "make a timer to read", make_a_timer, false },
	{ "wait for events", wait_for_events, false },
	{ "write to the terminal", say_aloud, false },
	{ "write to any descriptor but its pipe", write_elsewhere, false },
	{ "fork", fork_one, false },
	{ "make a process that shares its memory", fork_as_thread, false },
	{ "make a user namespace", unshare_users, false },
	{ "run a program", run_a_program, false },
	{ "signal the cleaner", kill_the_cleaner, false },
	{ "trace the cleaner", trace_the_cleaner, false },
	{ "read the cleaner's memory", read_the_cleaner, false },
	{ "become root", become_root, false },
	{ "allow core dumps again", allow_dumps, false },
	{ "stop its clock", stop_its_clock, false },
	{ "change its priority", be_nicer, false },
	{ "raise a limit", raise_a_limit, false },
	{ "add a filter", filter_more, false },
	{ "make code", make_code, false },
	{ "turn memory into code", turn_into_code, false },
	{ "share memory", share_memory, false },
};
enum { TRIES = sizeof tries / sizeof tries[0] };
static int tried;

static void
try_one(struct span file, const struct clean_limits *l, struct copy_head *h, struct span *bytes)
{
	(void)file;
	(void)l;
	answer(h, bytes, span_of(tries[tried].try() ? "done" : "refused"));
}

START_TEST(a_worker_can_what_it_must_and_never_more)
{
	int end;

	tried = _i;
	end = run_on(try_one, span_of("x"));
	ck_assert_msg(end == 0 || (!tries[_i].may && end == BY_SIGNAL + SIGSYS), "%s: ended %d", tries[_i].what, end);
	if (end == 0)
		ck_assert_msg(copy_is(SCAN_OFF, tries[_i].may ? "done" : "refused"), "%s", tries[_i].what);
}
END_TEST

/* --- its bounds --- */

static void
count_open(struct span file, const struct clean_limits *l, struct copy_head *h, struct span *bytes)
{
	char *text = malloc(16);
	int n = 0;

	(void)file;
	(void)l;
	for (int fd = 0; fd < LOOKED_AT; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	snprintf(text, 16, "%d", n);
	answer(h, bytes, span_of(text));
}

START_TEST(a_worker_has_its_pipe_and_what_its_room_opened_and_no_other_descriptor)
{
#ifdef SANITIZED
	const char *want = "3";		/* the terminal, for a sanitizer's words */
#else
	const char *want = "2";
#endif

	ck_assert_int_eq(run_on(count_open, span_of("x")), 0);
	ck_assert(copy_is(SCAN_OFF, want));
}
END_TEST

static void
sleep_on(struct span file, const struct clean_limits *l, struct copy_head *h, struct span *bytes)
{
	const struct timespec second = { 1, 0 };
	sigset_t all;

	(void)file;
	(void)l;
	(void)h;
	(void)bytes;
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	for (;;)
		nanosleep(&second, NULL);
}

static void
work_on(struct span file, const struct clean_limits *l, struct copy_head *h, struct span *bytes)
{
	volatile uint64_t n = 0;

	(void)file;
	(void)l;
	(void)h;
	(void)bytes;
	signal(SIGXCPU, SIG_IGN);
	for (;;)
		n++;
}

START_TEST(a_worker_that_hangs_ends_when_its_time_is_over)
{
	limits.seconds = 1;
	ck_assert_int_eq(run_on(_i == 0 ? sleep_on : work_on, span_of("x")), BY_SIGNAL + SIGKILL);
	ck_assert_uint_eq(n_came, 1);
	ck_assert_uint_eq(came[0], SCAN_OFF);
}
END_TEST

#ifndef SANITIZED
static void
take_all(struct span file, const struct clean_limits *l, struct copy_head *h, struct span *bytes)
{
	size_t taken = 0;
	void *p;

	(void)file;
	(void)l;
	while (taken <= LIMIT_COPY_MEMORY && (p = malloc(PIECE)) != NULL) {
		memset(p, 1, PIECE / 64);
		taken += PIECE;
	}
	answer(h, bytes, span_of(taken > LIMIT_COPY_MEMORY ? "all" :
	    taken < LIMIT_COPY_MEMORY / 2 ? "little" : "its part"));
}

START_TEST(a_worker_gets_its_part_of_the_memory_and_no_more)
{
	ck_assert_int_eq(run_on(take_all, span_of("x")), 0);
	ck_assert(copy_is(SCAN_OFF, "its part"));
}
END_TEST
#endif

static void
crash(struct span file, const struct clean_limits *l, struct copy_head *h, struct span *bytes)
{
	(void)file;
	(void)l;
	(void)h;
	(void)bytes;
	(void)syscall(SYS_reboot, 0, 0, 0, NULL);
}

START_TEST(a_worker_that_dies_leaves_the_scanners_byte_and_nothing_else)
{
	ck_assert_int_eq(run_on(crash, span_of("x")), BY_SIGNAL + SIGSYS);
	ck_assert_uint_eq(n_came, 1);
}
END_TEST

/* --- its file --- */

START_TEST(a_file_comes_whole_and_an_empty_one_too)
{
	ck_assert_int_eq(run_on(copies, span_of("some words")), 0);
	ck_assert(copy_is(SCAN_OFF, "some words"));
	ck_assert_int_eq(run_on(copies, span_of("")), 0);
	ck_assert_uint_eq(n_came, 1 + COPY_FIXED);
}
END_TEST

static const struct { int seals; off_t size; } unfit[] = {
	{ 0, 5 }, { F_SEAL_GROW | F_SEAL_SHRINK, 5 }, { F_SEAL_WRITE | F_SEAL_GROW, 5 },
	{ F_SEAL_WRITE | F_SEAL_SHRINK, 5 },
	{ F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK, (off_t)LIMIT_FILE_BYTES + 1 },
};

START_TEST(a_file_that_somebody_could_still_change_or_is_too_large_is_not_read)
{
	const int fd = memfd_create("file", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	ck_assert_int_eq(ftruncate(fd, unfit[_i].size), 0);
	ck_assert_int_eq(fcntl(fd, F_ADD_SEALS, unfit[_i].seals), 0);
	ck_assert_int_eq(run(copies, (struct worker_job){ .file = fd, .scanner = -1 }), EXIT_FAILURE);
	ck_assert_uint_eq(n_came, 0);
	close(fd);
}
END_TEST

START_TEST(what_is_no_file_in_memory_is_not_read)
{
	const int fd = open("/etc/passwd", O_RDONLY);

	ck_assert_int_eq(run(copies, (struct worker_job){ .file = fd, .scanner = -1 }), EXIT_FAILURE);
	ck_assert_uint_eq(n_came, 0);
	close(fd);
}
END_TEST

/* --- the scanner --- */

START_TEST(a_file_that_was_not_scanned_though_it_should_is_not_cleaned)
{
	const int fd = memfile(span_of("words"));

	ck_assert_int_eq(run(copies, (struct worker_job){ .file = fd, .scanner = -1, .scans = true }), 0);
	ck_assert_uint_eq(n_came, 1);
	ck_assert_uint_eq(came[0], SCAN_FAILED);
	close(fd);
}
END_TEST

static const struct { const char *line; size_t n; enum scan said; } verdicts[] = {
	{ "stream: OK", 11, SCAN_PASSED }, { "stream: Eicar-Signature FOUND", 30, SCAN_FOUND },
	{ "INSTREAM size limit exceeded. ERROR", 36, SCAN_FAILED },
};

START_TEST(the_scanner_is_heard_first_and_only_what_passed_is_cleaned)
{
	const int fd = memfile(span_of("words"));
	int to[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, to), 0);
	ck_assert_int_eq(write(to[1], verdicts[_i].line, verdicts[_i].n), (ssize_t)verdicts[_i].n);
	ck_assert_int_eq(run(copies, (struct worker_job){ .file = fd, .scanner = to[0], .scans = true }), 0);
	if (verdicts[_i].said == SCAN_PASSED)
		ck_assert(copy_is(SCAN_PASSED, "words"));
	else
		ck_assert(n_came == 1 && came[0] == verdicts[_i].said);
	close(to[0]);
	close(to[1]);
	close(fd);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("worker");
	TCase *t = tcase_create("worker");

	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, a_worker_can_what_it_must_and_never_more, 0, TRIES);
	tcase_add_test(t, a_worker_has_its_pipe_and_what_its_room_opened_and_no_other_descriptor);
	tcase_add_loop_test(t, a_worker_that_hangs_ends_when_its_time_is_over, 0, 2);
#ifndef SANITIZED
	tcase_add_test(t, a_worker_gets_its_part_of_the_memory_and_no_more);
#endif
	tcase_add_test(t, a_worker_that_dies_leaves_the_scanners_byte_and_nothing_else);
	tcase_add_test(t, a_file_comes_whole_and_an_empty_one_too);
	tcase_add_loop_test(t, a_file_that_somebody_could_still_change_or_is_too_large_is_not_read, 0,
	    sizeof unfit / sizeof unfit[0]);
	tcase_add_test(t, what_is_no_file_in_memory_is_not_read);
	tcase_add_test(t, a_file_that_was_not_scanned_though_it_should_is_not_cleaned);
	tcase_add_loop_test(t, the_scanner_is_heard_first_and_only_what_passed_is_cleaned, 0,
	    sizeof verdicts / sizeof verdicts[0]);
	suite_add_tcase(s, t);
	return s;
}
