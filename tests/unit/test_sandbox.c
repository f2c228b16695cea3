/* test_sandbox.c: each "can never" of the design, tried by a process that has entered its sandbox. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
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
#include <sys/wait.h>
#include <unistd.h>

#include "run.h"
#include "sandbox.h"

/* How a try ends. Refused: an error came back, or the kernel ended the process for trying. */
enum { DONE = 10, REFUSED = 11, NO_SANDBOX = 12 };

static char home[] = "/tmp/sandbox-XXXXXX";	/* the data folder, with one file "inside" */
static char outside[64];			/* a file next to it */
static int listener, kept_file;			/* descriptors that were open before */
static pid_t warden;	/* who started the one that tries */
static struct config config = { .user = "nobody" };

static void
make_file(const char *path)
{
	const int fd = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0666);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, "words", 5), 5);
	ck_assert_int_eq(fchmod(fd, 0666), 0);
	close(fd);
}

static void
set_up(void)
{
	struct sockaddr_in any = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	char path[96];

	warden = getpid();
	strcpy(home, "/tmp/sandbox-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(home));
	ck_assert_int_eq(chmod(home, 0777), 0);
	snprintf(config.data, sizeof config.data, "%s", home);
	snprintf(path, sizeof path, "%s/inside", home);
	make_file(path);
	snprintf(outside, sizeof outside, "%s-outside", home);
	make_file(outside);
	kept_file = open(outside, O_RDWR | O_CLOEXEC);
	listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	ck_assert_int_eq(bind(listener, (struct sockaddr *)&any, sizeof any), 0);
	ck_assert_int_eq(listen(listener, 1), 0);
}

static void
tear_down(void)
{
	char path[96];

	for (size_t i = 0; i < 3; i++) {
		static const char *const names[] = { "inside", "made", "moved" };

		snprintf(path, sizeof path, "%s/%s", home, names[i]);
		unlink(path);
	}
	unlink(outside);
	rmdir(home);
	close(listener);
	close(kept_file);
}

/* --- what is tried; each returns whether it was done --- */

static bool read_database(void) { return open("inside", O_RDONLY) >= 0; }
static bool make_a_file(void) { return open("made", O_CREAT | O_RDWR, 0600) >= 0; }
static bool move_a_file(void) { return rename("inside", "moved") == 0; }
static bool open_outside(void) { return open(outside, O_RDONLY) >= 0; }
static bool open_passwd(void) { return open("/etc/passwd", O_RDONLY) >= 0; }
static bool climb_out(void) { return open("../../../../../../etc/passwd", O_RDONLY) >= 0; }
static bool make_a_link_out(void) { return symlink("/etc/passwd", "made") == 0; }
static bool make_a_device(void) { return mknod("made", S_IFCHR | 0600, 0x103) == 0; }
static bool list_proc(void) { return open("/proc/self/maps", O_RDONLY) >= 0; }
static bool look_at_a_file(void) { struct stat st; return stat("/etc/passwd", &st) == 0; }
static bool write_open_file(void) { return write(kept_file, "more", 4) == 4 && fdatasync(kept_file) == 0; }
static bool make_a_socket(void) { return socket(AF_INET, SOCK_STREAM, 0) >= 0; }
static bool make_a_socket_6(void) { return socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_TCP) >= 0; }
static bool make_a_packet_socket(void) { return socket(AF_INET, SOCK_DGRAM, 0) >= 0; }
static bool make_a_packet_socket_6(void) { return socket(AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK, 0) >= 0; }
static bool make_a_raw_socket(void) { return socket(AF_INET, SOCK_RAW, IPPROTO_TCP) >= 0; }
static bool listen_again(void) { return listen(listener, 1) == 0; }
static bool make_a_thread(void) { return syscall(SYS_clone, 0x100 | 0x800 | 0x10000, 0, 0, 0, 0) == 0; }
static bool make_a_local_socket(void) { return socket(AF_UNIX, SOCK_STREAM, 0) >= 0; }
static bool accept_one(void) { return accept4(listener, NULL, NULL, 0) >= 0 || errno == EAGAIN; }
static bool fork_one(void) { return fork() >= 0; }
static bool unshare_users(void) { return syscall(SYS_unshare, 0x10000000) == 0; }
static bool trace_warden(void) { return ptrace(PTRACE_ATTACH, warden, 0, 0) == 0; }
static bool signal_warden(void) { return kill(warden, 0) == 0; }
static bool aim_signals(void) { return fcntl(listener, F_SETOWN, warden) == 0; }
static bool become_root(void) { return setuid(0) == 0; }
static bool change_root(void) { return chroot(".") == 0; }
static bool allow_dumps(void) { return prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0; }
static bool allocate(void) { void *p = malloc(1 << 22); bool got = p != NULL; free(p); return got; }

static bool
seal_in_memory(void)
{
	const int fd = memfd_create("file", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	return fd >= 0 && write(fd, "words", 5) == 5 && fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW) == 0;
}

static bool
lower_a_limit(void)
{
	const struct rlimit none = { 0, 0 };

	return setrlimit(RLIMIT_FSIZE, &none) == 0;
}

static bool hurry_another(void) { return setpriority(PRIO_PROCESS, (id_t)warden, 19) == 0; }

static bool
run_a_program(void)
{
	char name[] = "true";
	char *const argv[] = { name, NULL }, *const envp[] = { NULL };

	execve("/bin/true", argv, envp);
	return false;
}

static bool
connect_out(void)
{
	const struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(9) };

	return connect(listener, (const struct sockaddr *)&to, sizeof to) == 0 || errno != EPERM;
}

static bool
make_code(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static bool
fork_and_wait(void)
{
	const pid_t pid = fork();
	int status;

	if (pid == 0)
		_exit(7);
	return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 7;
}

static bool
bind_a_port(void)
{
	const struct sockaddr_in any = { .sin_family = AF_INET };
	const int fd = socket(AF_INET, SOCK_STREAM, 0);

	return fd >= 0 && bind(fd, (const struct sockaddr *)&any, sizeof any) == 0;
}

static bool
send_a_packet(void)
{
	const struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(53),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

	return sendto(listener, "ask", 3, 0, (const struct sockaddr *)&to, sizeof to) == 3 || errno != EPERM;
}

/* To the test's own listener, as a mail server would be. */
static bool
connect_to_a_server(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	socklen_t n = sizeof to;
	const int fd = socket(AF_INET, SOCK_STREAM, 0);

	return fd >= 0 && getsockname(listener, (struct sockaddr *)&to, &n) == 0 &&
	    connect(fd, (const struct sockaddr *)&to, sizeof to) == 0;
}

enum {
	V = 1 << CHILD_VAULT, I = 1 << CHILD_INTAKE, D = 1 << CHILD_DESK, N = 1 << CHILD_NOTIFY,
	C = 1 << CHILD_CLEANER, NOBODY = 0, ALL = V | I | D | N | C
};
/* Landlock has no say over looking at names and sizes; that the vault cannot do so takes a start as root. */
enum { ONLY_CAGED = 1 << 16 };

static unsigned
may(unsigned who)
{
	return who != ONLY_CAGED ? who : geteuid() == 0 ? NOBODY : V;
}

static const struct { const char *what; bool (*try)(void); unsigned may; } tries[] = {
	{ "read the database", read_database, V },
	{ "make a file in the data folder", make_a_file, V },
	{ "move a file in the data folder", move_a_file, V },
	{ "open a file outside the data folder", open_outside, NOBODY },
	{ "open /etc/passwd", open_passwd, NOBODY },
	{ "climb out of the data folder", climb_out, NOBODY },
	{ "make a link out of it", make_a_link_out, NOBODY },
	{ "make a device", make_a_device, NOBODY },
	{ "open /proc/self/maps", list_proc, NOBODY },
	{ "look at a file outside", look_at_a_file, ONLY_CAGED },
	{ "write to a file that was handed over", write_open_file, ALL },
	{ "make an internet socket", make_a_socket, N },
	{ "make an internet socket of version 6", make_a_socket_6, N },
	{ "make a socket for packets", make_a_packet_socket, NOBODY },
	{ "make a socket for packets of version 6", make_a_packet_socket_6, NOBODY },
	{ "make a raw socket", make_a_raw_socket, NOBODY },
	{ "send a packet to an address", send_a_packet, NOBODY },
	{ "bind a port", bind_a_port, NOBODY },
	{ "listen", listen_again, NOBODY },
	{ "connect to a server", connect_to_a_server, N },
	{ "make a thread", make_a_thread, NOBODY },
	{ "make a local socket", make_a_local_socket, NOBODY },
	{ "connect a socket", connect_out, N },
	{ "accept a connection", accept_one, I | D },
	{ "run a program", run_a_program, NOBODY },
	{ "fork", fork_one, D | C },
	{ "fork and wait for it", fork_and_wait, D | C },
	{ "keep a file in memory that nobody can change", seal_in_memory, I | D },
	{ "lower its own limit", lower_a_limit, C },
	{ "hurry another process", hurry_another, NOBODY },
	{ "make a user namespace", unshare_users, NOBODY },
	{ "trace the warden", trace_warden, NOBODY },
	{ "signal the warden", signal_warden, NOBODY },
	{ "have a descriptor's events signal the warden", aim_signals, NOBODY },
	{ "become root again", become_root, NOBODY },
	{ "change its root folder", change_root, NOBODY },
	{ "allow core dumps again", allow_dumps, NOBODY },
	{ "make memory into code", make_code, NOBODY },
	{ "allocate memory", allocate, ALL },
};
enum { TRIES = sizeof tries / sizeof tries[0] };

/* One try in one sandbox, in a process of its own. */
static int
outcome(enum child_kind kind, bool (*try)(void))
{
	const pid_t pid = fork();
	int status;

	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		if (chdir(home) != 0 || sandbox_enter(kind, &config) != GW_OK)
			_exit(NO_SANDBOX);
		_exit(try() ? DONE : REFUSED);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	if (WIFSIGNALED(status))
		return WTERMSIG(status) == SIGSYS ? REFUSED : -WTERMSIG(status);
	return WEXITSTATUS(status);
}

START_TEST(each_process_can_what_it_must_and_never_more)
{
	for (int kind = 0; kind < CHILD_KIND_N; kind++) {
		const int want = (may(tries[_i].may) & (1u << kind)) != 0 ? DONE : REFUSED;
		const int got = outcome((enum child_kind)kind, tries[_i].try);

		ck_assert_msg(got == want, "kind %d: %s: %d, not %d", kind, tries[_i].what, got, want);
	}
}
END_TEST

START_TEST(with_a_scanner_the_cleaner_alone_may_make_a_local_socket)
{
	strcpy(config.scanner, "/run/clamd.ctl");
	for (int kind = 0; kind < CHILD_KIND_N; kind++) {
		ck_assert_int_eq(outcome((enum child_kind)kind, make_a_local_socket),
		    kind == CHILD_CLEANER ? DONE : REFUSED);
		ck_assert_int_eq(outcome((enum child_kind)kind, make_a_socket), kind == CHILD_NOTIFY ? DONE : REFUSED);
		ck_assert_int_eq(outcome((enum child_kind)kind, connect_to_a_server),
		    kind == CHILD_NOTIFY ? DONE : REFUSED);
	}
}
END_TEST

START_TEST(the_warden_keeps_no_root_and_no_dumps)
{
	const pid_t pid = fork();
	struct rlimit core;
	int status;

	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		if (sandbox_warden("nobody") != GW_OK)
			_exit(1);
		if (geteuid() == 0 || setuid(0) == 0)
			_exit(2);
		if (prctl(PR_GET_DUMPABLE) != 0 || prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
			_exit(3);
		_exit(getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_max == 0 ? 0 : 4);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 0);
}
END_TEST

START_TEST(a_cage_can_still_be_built_by_a_warden_that_is_not_root_any_more)
{
	const pid_t pid = fork();
	int status;

	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		if (sandbox_warden("nobody") != GW_OK)
			_exit(1);
		_exit(outcome(CHILD_VAULT, read_database) == DONE && outcome(CHILD_VAULT, climb_out) == REFUSED &&
		    outcome(CHILD_INTAKE, read_database) == REFUSED ? 0 : 2);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 0);
}
END_TEST

START_TEST(root_as_the_user_is_refused)
{
	const pid_t pid = fork();
	int status;

	if (geteuid() != 0)
		return;
	if (pid == 0)
		_exit(sandbox_warden("root") != GW_OK && sandbox_warden("no-such-user") != GW_OK ? 0 : 1);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("sandbox");
	TCase *t = tcase_create("sandbox");

	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_add_loop_test(t, each_process_can_what_it_must_and_never_more, 0, TRIES);
	tcase_add_test(t, with_a_scanner_the_cleaner_alone_may_make_a_local_socket);
	tcase_add_test(t, the_warden_keeps_no_root_and_no_dumps);
	tcase_add_test(t, a_cage_can_still_be_built_by_a_warden_that_is_not_root_any_more);
	tcase_add_test(t, root_as_the_user_is_refused);
	suite_add_tcase(s, t);
	return s;
}
