/* filter.c: one table of system calls, one row a call: who may make it. */
#include "filter.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cage.h"
#include "sanitized.h"

enum {
	V = 1 << CHILD_VAULT, I = 1 << CHILD_INTAKE, D = 1 << CHILD_DESK, N = 1 << CHILD_NOTIFY,
	C = 1 << CHILD_CLEANER, FRONT = I | D, FILELESS = FRONT | N | C, ALL = V | FILELESS
};

static const struct { int call; unsigned who; } allowed[] = {
	/* bytes through descriptors that are open already */
	{ SCMP_SYS(read), ALL }, { SCMP_SYS(write), ALL }, { SCMP_SYS(readv), ALL }, { SCMP_SYS(writev), ALL },
	{ SCMP_SYS(pread64), ALL }, { SCMP_SYS(pwrite64), ALL }, { SCMP_SYS(lseek), ALL }, { SCMP_SYS(close), ALL },
	{ SCMP_SYS(recvmsg), ALL }, { SCMP_SYS(sendmsg), ALL }, { SCMP_SYS(recvfrom), ALL },
	{ SCMP_SYS(shutdown), ALL }, { SCMP_SYS(getsockopt), ALL }, { SCMP_SYS(setsockopt), ALL },
	{ SCMP_SYS(fdatasync), ALL }, { SCMP_SYS(fsync), ALL },
	{ SCMP_SYS(sync_file_range), ALL }, { SCMP_SYS(fstat), ALL }, { SCMP_SYS(accept4), FRONT },

	/* waiting */
	{ SCMP_SYS(epoll_create1), ALL }, { SCMP_SYS(epoll_ctl), ALL }, { SCMP_SYS(epoll_wait), ALL },
	{ SCMP_SYS(epoll_pwait), ALL }, { SCMP_SYS(eventfd2), ALL }, { SCMP_SYS(pipe2), ALL },
	{ SCMP_SYS(socketpair), ALL }, { SCMP_SYS(timerfd_create), ALL }, { SCMP_SYS(timerfd_settime), ALL },
	{ SCMP_SYS(poll), ALL }, { SCMP_SYS(clock_gettime), ALL }, { SCMP_SYS(clock_getres), ALL },
	{ SCMP_SYS(gettimeofday), ALL }, { SCMP_SYS(time), ALL }, { SCMP_SYS(clock_nanosleep), ALL },
	{ SCMP_SYS(nanosleep), ALL }, { SCMP_SYS(restart_syscall), ALL },

	/* memory, randomness, itself */
	{ SCMP_SYS(brk), ALL }, { SCMP_SYS(munmap), ALL }, { SCMP_SYS(mremap), ALL }, { SCMP_SYS(madvise), ALL },
	{ SCMP_SYS(mlock), ALL }, { SCMP_SYS(munlock), ALL }, { SCMP_SYS(getrandom), ALL }, { SCMP_SYS(futex), ALL },
	{ SCMP_SYS(rt_sigaction), ALL }, { SCMP_SYS(rt_sigprocmask), ALL }, { SCMP_SYS(rt_sigreturn), ALL },
	{ SCMP_SYS(sigaltstack), ALL }, { SCMP_SYS(getpid), ALL }, { SCMP_SYS(gettid), ALL },
	{ SCMP_SYS(getuid), ALL }, { SCMP_SYS(geteuid), ALL }, { SCMP_SYS(getgid), ALL },
	{ SCMP_SYS(getegid), ALL }, { SCMP_SYS(set_robust_list), ALL }, { SCMP_SYS(rseq), ALL },
	{ SCMP_SYS(exit), ALL }, { SCMP_SYS(exit_group), ALL },
	{ SCMP_SYS(sysinfo), ALL },	/* qsort asks how much memory there is */

	/* the desk's short-lived child for Argon2id, the cleaner's workers; how they may fork is below */
	{ SCMP_SYS(wait4), D | C }, { SCMP_SYS(waitid), D | C },
	{ SCMP_SYS(close_range), D | C }, { SCMP_SYS(alarm), D }, { SCMP_SYS(setitimer), D },

	/* a file in memory, to be handed to the cleaner */
	{ SCMP_SYS(memfd_create), FRONT },

	/* a worker's: how it ends itself, and what libraries ask (cage.c) */
	{ SCMP_SYS(timer_create), C }, { SCMP_SYS(timer_settime), C },
	{ SCMP_SYS(sched_getaffinity), C }, { SCMP_SYS(sched_yield), C }, { SCMP_SYS(uname), C },

	/* out to mail servers and webhooks; which sockets there may be is below */
	{ SCMP_SYS(connect), N }, { SCMP_SYS(getpeername), N }, { SCMP_SYS(getsockname), N },

	/* files by name: below the folder that chroot and Landlock leave it */
	{ SCMP_SYS(open), V }, { SCMP_SYS(openat), V }, { SCMP_SYS(stat), V }, { SCMP_SYS(lstat), V },
	{ SCMP_SYS(newfstatat), V }, { SCMP_SYS(access), V }, { SCMP_SYS(faccessat), V }, { SCMP_SYS(faccessat2), V },
	{ SCMP_SYS(getcwd), V }, { SCMP_SYS(readlink), V }, { SCMP_SYS(readlinkat), V }, { SCMP_SYS(mkdir), V },
	{ SCMP_SYS(mkdirat), V }, { SCMP_SYS(unlink), V }, { SCMP_SYS(unlinkat), V }, { SCMP_SYS(rename), V },
	{ SCMP_SYS(renameat), V }, { SCMP_SYS(getdents64), V }, { SCMP_SYS(ftruncate), V },
	{ SCMP_SYS(fallocate), V }, { SCMP_SYS(fstatfs), V }, { SCMP_SYS(statfs), V }, { SCMP_SYS(fchmod), V },
	{ SCMP_SYS(umask), V }, { SCMP_SYS(dup), V },
#ifdef SANITIZED
	{ SCMP_SYS(sched_yield), ALL & ~C },
#endif
};

/* Asked for by libraries that go on well without: refused with an error, in every build. */
static const struct { int call; unsigned who; int error; } refused[] = {
	{ SCMP_SYS(newfstatat), FILELESS, EPERM }, { SCMP_SYS(statx), ALL, ENOSYS }, { SCMP_SYS(clone3), ALL, ENOSYS },
	{ SCMP_SYS(prctl), ALL, EPERM }, { SCMP_SYS(prlimit64), ALL & ~C, EPERM },
	/* a worker's libraries look for files in vain */
	{ SCMP_SYS(open), C, ENOENT }, { SCMP_SYS(openat), C, ENOENT }, { SCMP_SYS(stat), C, ENOENT },
	{ SCMP_SYS(lstat), C, ENOENT }, { SCMP_SYS(access), C, ENOENT }, { SCMP_SYS(faccessat), C, ENOENT },
	{ SCMP_SYS(faccessat2), C, ENOENT }, { SCMP_SYS(readlink), C, ENOENT },
#ifdef SANITIZED
	/* A sanitizer that found something looks for itself and its symboliser first: it may look in vain. */
	{ SCMP_SYS(open), FRONT | N, EPERM }, { SCMP_SYS(openat), FRONT | N, EPERM },
	{ SCMP_SYS(readlink), FRONT | N, EPERM },
	{ SCMP_SYS(stat), FRONT | N, EPERM }, { SCMP_SYS(clone), V | I | N, EPERM }, { SCMP_SYS(execve), ALL, EPERM },
	{ SCMP_SYS(getrlimit), ALL, EPERM }, { SCMP_SYS(sched_getaffinity), ALL & ~C, EPERM },
	{ SCMP_SYS(uname), ALL & ~C, EPERM },
#endif
};

/* What the C library's fork asks for: a process of its own, sharing nothing, no namespace. */
enum { CLONE_FORK = CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD };
enum { SET_MODE_FILTER = 1 };	/* seccomp(2) */

/* Calls whose arguments matter. Two rows of one call: either may fit. */
static const struct { int call; unsigned who; struct scmp_arg_cmp only; } guarded[] = {
	/* memory never becomes code */
	{ SCMP_SYS(mmap), ALL, { 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0 } },
	{ SCMP_SYS(mprotect), ALL, { 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0 } },
	/* no packet to an address of its own choice */
	{ SCMP_SYS(sendto), ALL, { 4, SCMP_CMP_EQ, 0, 0 } },
	/* no device */
	/* nothing that says whom a descriptor's events signal */
	{ SCMP_SYS(fcntl), ALL, { 1, SCMP_CMP_EQ, F_GETFD, 0 } },
	{ SCMP_SYS(fcntl), ALL, { 1, SCMP_CMP_EQ, F_SETFD, 0 } },
	{ SCMP_SYS(fcntl), ALL, { 1, SCMP_CMP_EQ, F_GETFL, 0 } },
	{ SCMP_SYS(fcntl), ALL, { 1, SCMP_CMP_EQ, F_SETFL, 0 } },
	{ SCMP_SYS(fcntl), ALL, { 1, SCMP_CMP_EQ, F_DUPFD, 0 } },
	{ SCMP_SYS(fcntl), ALL, { 1, SCMP_CMP_EQ, F_DUPFD_CLOEXEC, 0 } },
	{ SCMP_SYS(fcntl), V, { 1, SCMP_CMP_EQ, F_GETLK, 0 } },
	{ SCMP_SYS(fcntl), V, { 1, SCMP_CMP_EQ, F_SETLK, 0 } },
	{ SCMP_SYS(fcntl), V, { 1, SCMP_CMP_EQ, F_SETLKW, 0 } },
	{ SCMP_SYS(ioctl), ALL, { 1, SCMP_CMP_EQ, FIONREAD, 0 } },
	{ SCMP_SYS(ioctl), ALL, { 1, SCMP_CMP_EQ, FIONBIO, 0 } },
	{ SCMP_SYS(clone), D | C, { 0, SCMP_CMP_EQ, CLONE_FORK, 0 } },
	/* the cleaner's file came as it says, and its workers bind themselves: less time, less memory, fewer calls */
	{ SCMP_SYS(fcntl), FRONT, { 1, SCMP_CMP_EQ, F_ADD_SEALS, 0 } },
	{ SCMP_SYS(fcntl), C, { 1, SCMP_CMP_EQ, F_GET_SEALS, 0 } },
	{ SCMP_SYS(fcntl), C, { 1, SCMP_CMP_EQ, F_SETPIPE_SZ, 0 } },
	{ SCMP_SYS(clone), C, { 0, SCMP_CMP_EQ, CAGE_THREAD, 0 } },
	{ SCMP_SYS(setpriority), C, { 1, SCMP_CMP_EQ, 0, 0 } },
	{ SCMP_SYS(prlimit64), C, { 0, SCMP_CMP_EQ, 0, 0 } },
	{ SCMP_SYS(seccomp), C, { 0, SCMP_CMP_EQ, SET_MODE_FILTER, 0 } },
};

/* TCP of either address family, and no other: no packet to a name server, no local socket, nothing raw. */
static int
add_sockets(scmp_filter_ctx f)
{
	static const uint64_t families[] = { AF_INET, AF_INET6 }, protocols[] = { 0, IPPROTO_TCP };
	int bad = 0;

	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; k < 2; k++) {
			const struct scmp_arg_cmp only[] = {
				{ 0, SCMP_CMP_EQ, families[i], 0 },
				{ 1, SCMP_CMP_MASKED_EQ, ~(uint64_t)(SOCK_CLOEXEC | SOCK_NONBLOCK), SOCK_STREAM },
				{ 2, SCMP_CMP_EQ, protocols[k], 0 },
			};

			bad |= seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(socket), 3, only);
		}
	return bad;
}

/* A local stream, to the scanner for malware. */
static int
add_scanner(scmp_filter_ctx f)
{
	const struct scmp_arg_cmp only[] = {
		{ 0, SCMP_CMP_EQ, AF_UNIX, 0 },
		{ 1, SCMP_CMP_MASKED_EQ, ~(uint64_t)(SOCK_CLOEXEC | SOCK_NONBLOCK), SOCK_STREAM },
	};

	return seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(socket), 2, only) |
	    seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(connect), 0, NULL);
}

static int
add_guarded(scmp_filter_ctx f, unsigned me)
{
	/* abort signals oneself; nobody else is signalled */
	const struct scmp_arg_cmp myself = { 0, SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0 };
	int bad = 0;

	for (size_t i = 0; i < sizeof guarded / sizeof guarded[0]; i++)
		if ((guarded[i].who & me) != 0)
			bad |= seccomp_rule_add_array(f, SCMP_ACT_ALLOW, guarded[i].call, 1, &guarded[i].only);
	bad |= seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, &myself);
	return bad;
}

enum gw_err
filter_enter(enum child_kind kind, bool scans)
{
	const unsigned me = 1u << kind;
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int bad = 0;

	if (f == NULL)
		return GW_ENOMEM;
	for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++)
		if ((allowed[i].who & me) != 0)
			bad |= seccomp_rule_add_array(f, SCMP_ACT_ALLOW, allowed[i].call, 0, NULL);
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
		if ((refused[i].who & me) != 0)
			bad |= seccomp_rule_add_array(f, SCMP_ACT_ERRNO((uint32_t)refused[i].error), refused[i].call,
			    0, NULL);
	bad |= add_guarded(f, me);
	if ((me & N) != 0)
		bad |= add_sockets(f);
	if ((me & C) != 0 && scans)
		bad |= add_scanner(f);
	/* A tree of comparisons instead of a long list: read and write are looked up thousands of times a second. */
	bad |= seccomp_attr_set(f, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	if (bad == 0)
		bad = seccomp_load(f);
	seccomp_release(f);
	return bad == 0 ? GW_OK : GW_EIO;
}
