/* cleaner.c: a line of files, the first few of them with a worker each. It keeps no worker's number: each ends itself
 * (worker.c), and the kernel tells how many did. */
#include "cleaner.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/queue.h>
#include <sys/wait.h>
#include <unistd.h>

#include "log.h"
#include "scan.h"
#include "secret.h"
#include "wire.h"
#include "worker.h"

enum { PIPE_ROOM = 1024 * 1024 };	/* bytes: most copies fit, so that a worker need not wait for its reader */

struct channel {
	TAILQ_ENTRY(channel) next;
	struct cleaner *cleaner;
	struct wire *wire;
	bool is_desk;
};

struct job {
	TAILQ_ENTRY(job) next;
	struct channel *from;
	uint32_t request;
	int file;
	struct msg_clean limits;
};

struct cleaner {
	struct event_base *base;
	struct child *child;
	struct event *ended;
	const struct clean_room *room;
	const char *scanner;		/* "": none */
	size_t n_waiting[2], n_working, most;
	TAILQ_HEAD(, job) waiting[2];	/* of reporters, of the desk */
	TAILQ_HEAD(, channel) channels;
};

static void
refuse(struct channel *c, uint32_t request, enum gw_err e)
{
	struct msg m = { .type = MSG_RESULT, .request = request, .fd = -1 };

	m.u.result.err = (uint8_t)e;
	if ((e = wire_send(c->wire, &m)) != GW_OK)
		log_fault(LOG_WIRE, e);
}

static void
job_end(struct cleaner *c, struct job *j)
{
	TAILQ_REMOVE(&c->waiting[j->from->is_desk], j, next);
	c->n_waiting[j->from->is_desk]--;
	close(j->file);
	secret_free(j);
}

/* --- workers --- */

/* Gives its pipe's readable end. */
static enum gw_err
worker_start(const struct cleaner *c, const struct job *j, int *readable)
{
	const bool scans = c->scanner[0] != '\0';
	struct worker_job w = { .file = j->file, .scanner = -1, .scans = scans, .limits = j->limits };
	pid_t pid;
	int fd[2];

	if (pipe2(fd, O_CLOEXEC) != 0)
		return GW_EBUSY;
	(void)fcntl(fd[0], F_SETPIPE_SZ, PIPE_ROOM);	/* where the system lets us */
	w.out = fd[1];
	if (scans)
		w.scanner = scan_connect(c->scanner);
	/* Nothing may fail behind the fork: a worker that was begun has to be counted. */
	pid = fcntl(fd[0], F_SETFL, O_NONBLOCK) == 0 ? fork() : -1;
	if (pid == 0)
		worker_run(&w, c->room);
	close(fd[1]);
	if (w.scanner >= 0)
		close(w.scanner);
	if (pid < 0) {
		close(fd[0]);
		return GW_EBUSY;
	}
	*readable = fd[0];
	return GW_OK;
}

static void
begin(struct cleaner *c, struct job *j)
{
	struct msg m = { .type = MSG_CLEANING, .request = j->request, .fd = -1 };
	enum gw_err e = worker_start(c, j, &m.fd);

	if (e != GW_OK) {
		log_fault(LOG_COPY, e);
		refuse(j->from, j->request, e);
		return;
	}
	c->n_working++;
	log_count(LOG_COPY);
	if ((e = wire_send(j->from->wire, &m)) != GW_OK)	/* the worker finds nobody who reads, and ends */
		log_fault(LOG_WIRE, e);
	close(m.fd);
}

/* The desk's go first, and have a worker more than there are: no flood of reports keeps staff from what has come. */
static struct job *
next_job(const struct cleaner *c)
{
	struct job *j = TAILQ_FIRST(&c->waiting[true]);
	const size_t most = c->most + (j != NULL);

	return c->n_working >= most ? NULL : j != NULL ? j : TAILQ_FIRST(&c->waiting[false]);
}

static void
go_on(struct cleaner *c)
{
	struct job *j;

	while ((j = next_job(c)) != NULL) {
		begin(c, j);
		job_end(c, j);
	}
}

static void
on_ended(evutil_socket_t number, short what, void *arg)
{
	struct cleaner *c = arg;
	int status;

	(void)number;
	(void)what;
	while (waitpid(-1, &status, WNOHANG) > 0) {
		c->n_working--;
		if (!WIFEXITED(status) || WEXITSTATUS(status) != EXIT_SUCCESS)
			log_fault(LOG_COPY, GW_EIO);
	}
	go_on(c);
}

/* --- channels --- */

static enum gw_err
line_up(struct channel *from, struct msg *m)
{
	struct cleaner *c = from->cleaner;
	struct job *j;

	if (m->type != MSG_CLEAN)
		return GW_EINPUT;
	if (m->fd < 0 || c->n_waiting[from->is_desk] >= LIMIT_CLEANERS_WAIT)
		return GW_EBUSY;
	if ((j = secret_malloc(sizeof *j)) == NULL)
		return GW_ENOMEM;
	*j = (struct job){ .from = from, .request = m->request, .file = m->fd, .limits = m->u.clean };
	m->fd = -1;
	TAILQ_INSERT_TAIL(&c->waiting[from->is_desk], j, next);
	c->n_waiting[from->is_desk]++;
	return GW_OK;
}

static void
on_message(void *arg, struct msg *m)
{
	struct channel *from = arg;
	const enum gw_err e = line_up(from, m);

	if (e == GW_OK) {
		go_on(from->cleaner);
		return;
	}
	log_fault(LOG_COPY, e);
	refuse(from, m->request, e);
}

static void
channel_free(struct channel *from)
{
	struct cleaner *c = from->cleaner;
	struct job *j = TAILQ_FIRST(&c->waiting[from->is_desk]), *next;

	for (; j != NULL; j = next) {
		next = TAILQ_NEXT(j, next);
		if (j->from == from)
			job_end(c, j);
	}
	TAILQ_REMOVE(&c->channels, from, next);
	wire_free(from->wire);
	secret_free(from);
}

/* Nobody waits for its copies any more. */
static void
on_lost(void *arg)
{
	channel_free(arg);
}

static void
on_channel(void *arg, int fd, uint8_t role)
{
	struct cleaner *c = arg;
	struct channel *from = secret_malloc(sizeof *from);
	enum gw_err e = GW_ENOMEM;

	if (from == NULL) {
		close(fd);
	} else {
		*from = (struct channel){ .cleaner = c, .is_desk = role == CHANNEL_DESK };
		e = wire_new(c->base, fd, on_message, on_lost, from, &from->wire);
	}
	if (e == GW_OK) {
		wire_answer_first(from->wire);
		TAILQ_INSERT_TAIL(&c->channels, from, next);
		return;
	}
	secret_free(from);
	log_fault(LOG_WIRE, e);
}

/* --- the process --- */

/* Whoever could still ask has gone before. */
static void
on_drain(void *arg)
{
	struct cleaner *c = arg;

	(void)event_base_loopexit(c->base, NULL);
}

/* As many as there are processors, unless the config says. */
static size_t
at_once(const struct config *config)
{
	cpu_set_t cores;
	int n = config->cleaners;

	if (n == 0)
		n = sched_getaffinity(0, sizeof cores, &cores) == 0 ? CPU_COUNT(&cores) : 1;
	return n > LIMIT_CLEANERS ? LIMIT_CLEANERS : (size_t)n;
}

static enum gw_err
start(struct cleaner *c, const struct child_setup *setup)
{
	static const struct child_calls calls = { .drain = on_drain, .channel = on_channel };
	enum gw_err e;

	if ((c->base = event_base_new()) == NULL ||
	    (c->ended = evsignal_new(c->base, SIGCHLD, on_ended, c)) == NULL || event_add(c->ended, NULL) != 0)
		return GW_ENOMEM;
	if ((e = child_new(c->base, setup, &calls, c, &c->child)) != GW_OK)
		return e;
	return child_ready(c->child);
}

static void
stop(struct cleaner *c)
{
	while (!TAILQ_EMPTY(&c->channels))
		channel_free(TAILQ_FIRST(&c->channels));
	child_free(c->child);
	if (c->ended != NULL)
		event_free(c->ended);
	if (c->base != NULL)
		event_base_free(c->base);
}

int
cleaner_run(const struct child_setup *setup, const struct clean_room *room)
{
	struct cleaner c = { .room = room, .scanner = setup->config->scanner, .most = at_once(setup->config) };
	enum gw_err e;

	log_name("cleaner");
	TAILQ_INIT(&c.waiting[false]);
	TAILQ_INIT(&c.waiting[true]);
	TAILQ_INIT(&c.channels);
	e = start(&c, setup);
	if (e == GW_OK && event_base_dispatch(c.base) != 0)
		e = GW_EIO;
	log_stopped();
	if (e != GW_OK)
		log_boot("the cleaner could not serve: %s", gw_err_text(e));
	stop(&c);
	log_counters();
	return e == GW_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
