/* worker.c: binds itself, hears the scanner, enters the cage, meets the file. In this order. */
#include "worker.h"

#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "cage.h"
#include "fd.h"
#include "log.h"
#include "sanitized.h"
#include "scan.h"

enum {
	KEPT = 64,		/* descriptors that a room may open ahead */
	LOOKED_AT = 1024,	/* descriptors below this one */
	OWN = 3,		/* a worker's: the file, the pipe, the scanner */
	OPENS = 16,		/* nothing can be opened anyway; poll wants some */
	NICE = 19,		/* reports go first */
	SCAN_MS = 750,		/* of each second that a worker has: then it can still say that no answer came */
	MEGA = 1000 * 1000
};

static struct {
	bool is_made;
	rlim_t memory;		/* addresses in use, bytes */
	size_t n_kept;
	int kept[KEPT];
} base;

/* --- before any worker --- */

static void
look_at_open(bool is_open[LOOKED_AT])
{
	for (int fd = 0; fd < LOOKED_AT; fd++)
		is_open[fd] = fcntl(fd, F_GETFD) >= 0;
}

static enum gw_err
note_opened(const bool was_open[LOOKED_AT])
{
	bool is_open[LOOKED_AT];

	look_at_open(is_open);
	base.n_kept = 0;
	for (int fd = 0; fd < LOOKED_AT; fd++) {
		if (!is_open[fd] || was_open[fd])
			continue;
		if (base.n_kept == KEPT)
			return GW_ELIMIT;
		base.kept[base.n_kept++] = fd;
	}
	return GW_OK;
}

/* proc(5), statm: its first number is all pages of addresses. */
static enum gw_err
note_memory(void)
{
	FILE *f = fopen("/proc/self/statm", "re");
	char line[128] = "";
	unsigned long pages = 0;

	if (f == NULL)
		return GW_EIO;
	if (fgets(line, sizeof line, f) != NULL)
		pages = strtoul(line, NULL, 10);
	fclose(f);
	base.memory = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
	return pages > 0 ? GW_OK : GW_EIO;
}

enum gw_err
worker_prepare(const struct clean_room *room)
{
	bool was_open[LOOKED_AT];
	enum gw_err e;

	look_at_open(was_open);
	if ((e = room->prepare()) != GW_OK)
		log_boot("what cleans attachments could not be prepared: %s", gw_err_text(e));
	else if ((e = note_opened(was_open)) != GW_OK || (e = note_memory()) != GW_OK || (e = cage_make()) != GW_OK)
		log_boot("what bounds cleaners could not be made: %s", gw_err_text(e));
	base.is_made = e == GW_OK;
	return e;
}

/* --- in a worker --- */

/* A clock that nobody can hold up: SIGKILL, and the cage has no call that would stop it. */
static bool
set_deadline(unsigned seconds)
{
	struct sigevent end = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGKILL };
	const struct itimerspec once = { .it_value.tv_sec = seconds };
	timer_t timer;

	return timer_create(CLOCK_MONOTONIC, &end, &timer) == 0 && timer_settime(timer, 0, &once, NULL) == 0;
}

static bool
limit(int what, rlim_t most)
{
	const struct rlimit r = { most, most };

	return setrlimit((__rlimit_resource_t)what, &r) == 0;
}

static bool
bind_itself(unsigned seconds)
{
	if (!base.is_made || !set_deadline(seconds) || setpriority(PRIO_PROCESS, 0, NICE) != 0)
		return false;
#ifndef SANITIZED
	if (!limit(RLIMIT_AS, base.memory + LIMIT_COPY_MEMORY))
		return false;
#endif
	(void)mallopt(M_ARENA_MAX, 1);	/* one for each thread would use up the addresses */
	return limit(RLIMIT_CPU, seconds) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NOFILE, OPENS) &&
	    limit(RLIMIT_CORE, 0);
}

static int
by_number(const void *a, const void *b)
{
	const int *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* All but its own and what the room opened ahead: the warden's wire, others' files, the terminal. */
static bool
close_others(const struct worker_job *job)
{
	int keep[KEPT + OWN + 1] = { job->file, job->out, job->scanner };
	size_t n = OWN;
	int from = 0;

#ifdef SANITIZED
	keep[n++] = STDERR_FILENO;	/* for what it finds */
#endif
	memcpy(keep + n, base.kept, base.n_kept * sizeof keep[0]);
	n += base.n_kept;
	qsort(keep, n, sizeof keep[0], by_number);
	for (size_t i = 0; i < n; i++) {
		if (keep[i] < from)
			continue;
		if (keep[i] > from && close_range((unsigned)from, (unsigned)keep[i] - 1, 0) != 0)
			return false;
		from = keep[i] + 1;
	}
	return close_range((unsigned)from, ~0u, 0) == 0;
}

/* Only what nobody can change or cut off while it is read. */
static bool
map_file(int fd, struct span *file)
{
	static const uint8_t nothing;
	const int want = F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK, seals = fcntl(fd, F_GET_SEALS);
	const off_t n = lseek(fd, 0, SEEK_END);
	const void *p = &nothing;

	if (seals < 0 || (seals & want) != want || n < 0 || n > LIMIT_FILE_BYTES)
		return false;
	if (n > 0 && (p = mmap(NULL, (size_t)n, PROT_READ, MAP_PRIVATE, fd, 0)) == MAP_FAILED)
		return false;
	*file = (struct span){ p, (size_t)n };
	return close(fd) == 0;
}

static enum scan
scan(const struct worker_job *job, struct span file)
{
	enum scan said;

	if (!job->scans)
		return SCAN_OFF;
	if (job->scanner < 0)
		return SCAN_FAILED;
	said = scan_file(job->scanner, file, (int)job->limits.seconds * SCAN_MS);
	close(job->scanner);
	return said;
}

static bool
clean(const struct worker_job *job, const struct clean_room *room, struct span file)
{
	const struct clean_limits l = { (uint64_t)job->limits.megapixels * MEGA, job->limits.pages, LIMIT_COPY_BYTES };
	static struct copy_head head;
	static uint8_t out[COPY_HEAD];
	struct span bytes = { NULL, 0 };
	size_t n;

	room->clean(file, &l, &head, &bytes);
	n = copy_head_write(&head, out);
	return fd_write(job->out, (struct span){ out, n }) == GW_OK && fd_write(job->out, bytes) == GW_OK;
}

_Noreturn void
worker_run(const struct worker_job *job, const struct clean_room *room)
{
	struct span file;
	enum scan said;
	uint8_t verdict;

	signal(SIGCHLD, SIG_DFL);
	if (!bind_itself(job->limits.seconds) || !close_others(job) || !map_file(job->file, &file))
		_exit(EXIT_FAILURE);
	said = scan(job, file);
	verdict = (uint8_t)said;
	if (fd_write(job->out, (struct span){ &verdict, sizeof verdict }) != GW_OK)
		_exit(EXIT_FAILURE);
	if (said == SCAN_FOUND || said == SCAN_FAILED)
		_exit(EXIT_SUCCESS);
	if (cage_enter(job->out) != GW_OK)
		_exit(EXIT_FAILURE);
	_exit(clean(job, room, file) ? EXIT_SUCCESS : EXIT_FAILURE);
}
