/* hostile.c: broken files through the real cleaner, in its real sandbox, by the tens of thousands.
 * Usage: hostile FOLDER RUNS [SEED]. FOLDER holds files to break (tests/corpus makes such). Prints what became of them;
 * 1 when the cleaner ended, a worker outlived its time, or a copy was not what its head says. Run by hand. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "copy.h"
#include "launch.h"
#include "link.h"
#include "secret.h"
#include "wire.h"

enum { FILES = 512, SMALL = 256 * 1024, AT_ONCE = 4, SECONDS = 5, TOO_LATE = 2 * SECONDS + 1, GRAFT = 4096 };

struct sample { uint8_t *p; size_t n; };
struct job {
	struct hostile *of;
	struct event *on_pipe;
	int pipe;
	size_t n;
	uint8_t head[1 + COPY_HEAD];	/* the verdict and the head */
	size_t head_n;
	double began;
};
struct hostile {
	struct event_base *base;
	struct wire *control;
	struct link *link;
	struct sample sample[FILES];
	size_t samples;
	uint64_t random, asked, wanted, busy, died, wrong, done;
	uint64_t state[COPY_STATE_N];
	double longest;
	bool is_lost;
};

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* xorshift64*: the same seed breaks the same bytes. */
static uint64_t
rnd(struct hostile *h, uint64_t below)
{
	h->random ^= h->random >> 12;
	h->random ^= h->random << 25;
	h->random ^= h->random >> 27;
	return h->random * UINT64_C(2685821657736338717) % below;
}

/* --- what is broken, and how --- */

static void
read_sample(struct hostile *h, const char *folder, const char *name)
{
	char path[LIMIT_PATH];
	struct sample *s = &h->sample[h->samples];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	if (name[0] == '.' || h->samples == FILES || (f = fopen(path, "rb")) == NULL)
		return;
	s->p = malloc(SMALL);
	s->n = s->p == NULL ? 0 : fread(s->p, 1, SMALL, f);
	fclose(f);
	if (s->n > 0)
		h->samples++;
	else
		free(s->p);
}

static void
read_folder(struct hostile *h, const char *folder)
{
	DIR *d = opendir(folder);
	struct dirent *e;

	while (d != NULL && (e = readdir(d)) != NULL)
		read_sample(h, folder, e->d_name);
	if (d != NULL)
		closedir(d);
}

static void
flip(struct hostile *h, uint8_t *p, size_t n)
{
	for (uint64_t i = 1 + rnd(h, 32); i > 0; i--)
		p[rnd(h, n)] ^= (uint8_t)(1u << rnd(h, 8));
}

/* Lengths and counts: of 1, 2, 4 bytes, at the ends of what they can hold. */
static void
stretch(struct hostile *h, uint8_t *p, size_t n)
{
	static const uint8_t ends[] = { 0x00, 0x7f, 0x80, 0xff };
	const size_t at = rnd(h, n), many = (size_t)1 << rnd(h, 3);

	for (size_t i = 0; i < many && at + i < n; i++)
		p[at + i] = ends[rnd(h, sizeof ends)];
}

static void
graft(struct hostile *h, uint8_t *p, size_t n)
{
	const struct sample *other = &h->sample[rnd(h, h->samples)];
	const size_t at = rnd(h, n), from = rnd(h, other->n);
	size_t many = 1 + rnd(h, GRAFT);

	many = many > n - at ? n - at : many;
	many = many > other->n - from ? other->n - from : many;
	memcpy(p + at, other->p + from, many);
}

static size_t
break_one(struct hostile *h, uint8_t *p)
{
	static void (*const ways[])(struct hostile *h, uint8_t *p, size_t n) = { flip, stretch, graft };
	const struct sample *s = &h->sample[rnd(h, h->samples)];
	const size_t n = rnd(h, 6) == 0 ? 1 + rnd(h, s->n) : s->n;

	memcpy(p, s->p, n);
	for (uint64_t i = 1 + rnd(h, 3); i > 0; i--)
		ways[rnd(h, sizeof ways / sizeof ways[0])](h, p, n);
	return n;
}

/* --- one job --- */

static void next(struct hostile *h);

static void
end(struct job *j)
{
	struct hostile *h = j->of;
	struct copy_head head;
	const double took = seconds() - j->began;
	size_t used = 0;

	if (j->head_n < 1 + COPY_FIXED)
		h->died++;
	else if (copy_head_read((struct span){ j->head + 1, j->head_n - 1 }, &head, &used) != GW_OK)
		h->wrong++;
	else if (j->n != 1 + used + head.size)
		h->died++;		/* in the middle of a copy: whoever reads it does not take it for whole */
	else
		h->state[head.state]++;
	if (took > h->longest)
		h->longest = took;
	event_free(j->on_pipe);
	close(j->pipe);
	free(j);
	h->done++;
	next(h);
}

static void
on_pipe(evutil_socket_t fd, short what, void *arg)
{
	static uint8_t bytes[LIMIT_CHUNK];
	struct job *j = arg;
	const ssize_t n = (what & EV_TIMEOUT) != 0 ? 0 : read(fd, bytes, sizeof bytes);
	size_t kept = sizeof j->head - j->head_n;

	if ((what & EV_TIMEOUT) != 0)
		fprintf(stderr, "a worker is silent after %d seconds\n", TOO_LATE);
	if (n <= 0) {
		end(j);
		return;
	}
	kept = kept > (size_t)n ? (size_t)n : kept;
	memcpy(j->head + j->head_n, bytes, kept);
	j->head_n += kept;
	j->n += (size_t)n;
}

static void
on_begun(void *arg, enum gw_err e, struct msg *m)
{
	static const struct timeval late = { TOO_LATE, 0 };
	struct job *j = arg;
	struct hostile *h = j->of;

	if (e != GW_OK) {
		h->busy++;
		free(j);
		h->done++;
		next(h);
		return;
	}
	j->pipe = m->fd;
	m->fd = -1;
	j->began = seconds();
	j->on_pipe = event_new(h->base, j->pipe, EV_READ | EV_PERSIST, on_pipe, j);
	if (j->on_pipe == NULL || event_add(j->on_pipe, &late) != 0)
		abort();
}

static int
file_of(const uint8_t *p, size_t n)
{
	const int fd = memfd_create("file", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	if (fd < 0 || write(fd, p, n) != (ssize_t)n ||
	    fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0)
		abort();
	return fd;
}

static void
next(struct hostile *h)
{
	static uint8_t bytes[SMALL];
	struct msg m = { .type = MSG_CLEAN, .u.clean = { 16, 8, SECONDS } };
	struct job *j;
	uint32_t ticket;

	if (h->done == h->wanted)
		(void)event_base_loopbreak(h->base);
	if (h->asked == h->wanted || h->is_lost)
		return;
	h->asked++;
	j = calloc(1, sizeof *j);
	if (j == NULL)
		abort();
	*j = (struct job){ .of = h, .pipe = -1 };
	m.fd = file_of(bytes, break_one(h, bytes));
	if (link_ask(h->link, &m, MSG_CLEANING, on_begun, j, &ticket) != GW_OK)
		abort();
	close(m.fd);
}

/* --- the cleaner --- */

static void
on_control(void *arg, struct msg *m)
{
	struct hostile *h = arg;
	int fd[2];

	if (m->type != MSG_READY)
		return;
	if (wire_pair(fd) != GW_OK || link_adopt(h->link, fd[0]) != GW_OK)
		abort();
	*m = (struct msg){ .type = MSG_CHANNEL, .fd = fd[1], .u.channel.role = CHANNEL_INTAKE };
	if (wire_send(h->control, m) != GW_OK)
		abort();
	close(fd[1]);
	m->fd = -1;
	for (int i = 0; i < AT_ONCE; i++)
		next(h);
}

static void
on_lost(void *arg)
{
	struct hostile *h = arg;

	fprintf(stderr, "the cleaner has ended\n");
	h->is_lost = true;
	(void)event_base_loopbreak(h->base);
}

static pid_t
start(struct hostile *h)
{
	static struct config config = { .user = "nobody", .data = "/" };
	struct child_setup setup = { .kind = CHILD_CLEANER, .vault = -1, .listener = { -1, -1 }, .config = &config };
	pid_t pid = -1;
	int fd[2];

	if ((h->base = event_base_new()) == NULL || wire_pair(fd) != GW_OK)
		abort();
	setup.control = fd[1];
	if (launch(&setup, &pid) != GW_OK)
		abort();
	close(fd[1]);
	if (link_new(h->base, &h->link) != GW_OK ||
	    wire_new(h->base, fd[0], on_control, on_lost, h, &h->control) != GW_OK)
		abort();
	return pid;
}

static void
tell(const struct hostile *h, double took)
{
	printf("%llu files in %.0f s (%.0f a second); longest worker %.2f s of %d; workers that died %llu, copies that "
	    "were not what they said %llu, not begun %llu\n", (unsigned long long)h->done, took,
	    (double)h->done / took, h->longest, SECONDS, (unsigned long long)h->died, (unsigned long long)h->wrong,
	    (unsigned long long)h->busy);
	for (int s = 0; s < COPY_STATE_N; s++)
		if (h->state[s] > 0)
			printf("  %-10s %llu\n", copy_state_code((enum copy_state)s), (unsigned long long)h->state[s]);
}

int
main(int argc, char **argv)
{
	static struct hostile h;
	double began;
	int status = 0;
	pid_t pid;

	if (argc < 3 || secret_init() != GW_OK) {
		fprintf(stderr, "usage: hostile FOLDER RUNS [SEED]\n");
		return 2;
	}
	h.wanted = strtoull(argv[2], NULL, 10);
	h.random = argc > 3 ? strtoull(argv[3], NULL, 10) | 1 : 1;
	read_folder(&h, argv[1]);
	if (h.samples == 0 || h.wanted == 0) {
		fprintf(stderr, "hostile: nothing to break in %s\n", argv[1]);
		return 2;
	}
	pid = start(&h);
	began = seconds();
	(void)event_base_dispatch(h.base);
	tell(&h, seconds() - began);
	if (!h.is_lost && waitpid(pid, &status, WNOHANG) != 0)
		h.is_lost = true;
	wire_free(h.control);		/* without a warden it ends */
	if (!h.is_lost)
		(void)waitpid(pid, &status, 0);
	return h.is_lost || h.wrong > 0 || h.longest > TOO_LATE ? EXIT_FAILURE : EXIT_SUCCESS;
}
