/* cage.c: three tables of system calls: allowed, allowed with some arguments, and asked for in vain. */
#include "cage.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#include "sanitized.h"

static const int allowed[] = {
	/* what was open before; the file is in memory */
	SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(lseek), SCMP_SYS(fstat), SCMP_SYS(close),

	/* memory, threads */
	SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(sched_yield),
	SCMP_SYS(sched_getaffinity), SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(rt_sigaction),
	SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack), SCMP_SYS(exit), SCMP_SYS(exit_group),

	/* time, randomness, the machine */
	SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday), SCMP_SYS(time),
	SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep), SCMP_SYS(restart_syscall), SCMP_SYS(getrandom),
	SCMP_SYS(sysinfo), SCMP_SYS(uname), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getuid), SCMP_SYS(geteuid),
	SCMP_SYS(getgid), SCMP_SYS(getegid),
};

/* Asked for by libraries that go on well without. */
static const struct { int call, error; } refused[] = {
	{ SCMP_SYS(open), ENOENT }, { SCMP_SYS(openat), ENOENT }, { SCMP_SYS(stat), ENOENT },
	{ SCMP_SYS(lstat), ENOENT }, { SCMP_SYS(newfstatat), ENOENT }, { SCMP_SYS(statx), ENOSYS },
	{ SCMP_SYS(access), ENOENT }, { SCMP_SYS(faccessat), ENOENT }, { SCMP_SYS(faccessat2), ENOENT },
	{ SCMP_SYS(readlink), ENOENT }, { SCMP_SYS(writev), EBADF }, { SCMP_SYS(clone3), ENOSYS },
	{ SCMP_SYS(prctl), EPERM }, { SCMP_SYS(prlimit64), EPERM },
#ifdef SANITIZED
	{ SCMP_SYS(getrlimit), EPERM },
#endif
};

static scmp_filter_ctx cage;

/* Memory is its own and never becomes code. */
static int
add_memory(scmp_filter_ctx f)
{
	const struct scmp_arg_cmp map[] = {
		{ 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0 }, { 3, SCMP_CMP_MASKED_EQ, MAP_TYPE, MAP_PRIVATE },
	};

	return seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2, map) |
	    seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, map);
}

static int
add_all(scmp_filter_ctx f)
{
	const struct scmp_arg_cmp thread = { 0, SCMP_CMP_EQ, CAGE_THREAD, 0 };
	const struct scmp_arg_cmp flags[] = { { 1, SCMP_CMP_EQ, F_GETFD, 0 }, { 1, SCMP_CMP_EQ, F_GETFL, 0 } };
	int bad = add_memory(f);

	for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++)
		bad |= seccomp_rule_add_array(f, SCMP_ACT_ALLOW, allowed[i], 0, NULL);
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
		bad |= seccomp_rule_add_array(f, SCMP_ACT_ERRNO((uint32_t)refused[i].error), refused[i].call, 0, NULL);
	for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++)
		bad |= seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, &flags[i]);
	bad |= seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, &thread);
	return bad | seccomp_attr_set(f, SCMP_FLTATR_CTL_NNP, 0);	/* cage_enter's */
}

enum gw_err
cage_make(void)
{
	if ((cage = seccomp_init(SCMP_ACT_KILL_PROCESS)) == NULL)
		return GW_ENOMEM;
	return add_all(cage) == 0 ? GW_OK : GW_EIO;
}

enum gw_err
cage_enter(int out)
{
	const struct scmp_arg_cmp to = { 0, SCMP_CMP_EQ, (scmp_datum_t)out, 0 };
	const struct scmp_arg_cmp elsewhere = { 0, SCMP_CMP_NE, (scmp_datum_t)out, 0 };
	bool is_made = cage != NULL;

	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);	/* the cleaner's sandbox did so, and refuses it now */
	/* else: a library's warning, which finds no terminal */
	is_made = is_made && seccomp_rule_add_array(cage, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, &to) == 0 &&
	    seccomp_rule_add_array(cage, SCMP_ACT_ERRNO(EBADF), SCMP_SYS(write), 1, &elsewhere) == 0;
	return is_made && seccomp_load(cage) == 0 ? GW_OK : GW_EIO;
}
