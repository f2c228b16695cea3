/* crew.c: a table of processes; everything that happens to one happens here. */
#include "crew.h"

#include <sys/queue.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "launch.h"
#include "log.h"
#include "process.h"
#include "secret.h"
#include "wire.h"

/* A kind of which this many died before they were ready, within so many seconds, waits before the next try. */
enum { DEATHS = 10, DEATHS_SECONDS = 10, PAUSE_MS = 500 };

struct kind {
	int wanted;
	time_t death[DEATHS];		/* before it was ready; a ring, the oldest is at .at */
	size_t at;
	struct event *retry;
};

struct crew {
	struct event_base *base;
	struct goods *goods;
	int (*listener)[CHILD_LISTENERS];
	struct crew_calls calls;
	void *arg;
	TAILQ_HEAD(, process) all;
	struct kind kind[CHILD_KIND_N];
	unsigned generation;
	bool was_ready;			/* all that are wanted: from then on the dead are replaced */
	bool is_told;			/* this generation's readiness was told */
};

static time_t
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

/* What the others have channels to. */
static bool
is_hub(enum child_kind kind)
{
	return kind == CHILD_VAULT || kind == CHILD_CLEANER;
}

/* Of those that count: a hub has no generations, it is never renewed. */
static bool
is_current(const struct crew *c, const struct process *p)
{
	return !p->is_draining && (is_hub(p->kind) || p->generation == c->generation);
}

static int
current(const struct crew *c, enum child_kind kind, bool ready_only)
{
	const struct process *p;
	int n = 0;

	TAILQ_FOREACH(p, &c->all, next)
		n += p->kind == kind && is_current(c, p) && (p->is_ready || !ready_only);
	return n;
}

/* NULL: there is none now. */
static struct process *
hub(const struct crew *c, enum child_kind kind)
{
	struct process *p;

	TAILQ_FOREACH(p, &c->all, next)
		if (p->kind == kind && !p->is_draining)
			return p;
	return NULL;
}

static enum channel_role
role_of(enum child_kind kind)
{
	return kind == CHILD_INTAKE ? CHANNEL_INTAKE : kind == CHILD_NOTIFY ? CHANNEL_NOTIFY : CHANNEL_DESK;
}

/* Somebody became ready: perhaps everybody is. */
static void
on_process_ready(void *arg)
{
	struct crew *c = arg;
	struct process *p;

	for (int k = 0; k < CHILD_KIND_N; k++)
		if (current(c, (enum child_kind)k, true) < c->kind[k].wanted)
			return;
	if (c->is_told)
		return;
	c->is_told = c->was_ready = true;
	TAILQ_FOREACH(p, &c->all, next)
		if (!is_current(c, p))
			process_drain(p);
	c->calls.ready(c->arg);
}

/* Who has attachments, or asks for anything at all. */
static bool
has_channel(enum child_kind kind, enum child_kind to)
{
	return !is_hub(kind) && (to == CHILD_VAULT || kind != CHILD_NOTIFY);
}

/* A channel from p to a hub. One that cannot have it makes room for a new one that can. */
static void
join(struct process *p, struct process *to)
{
	int fd[2];

	if (!has_channel(p->kind, to->kind))
		return;
	if (wire_pair(fd) != GW_OK) {
		process_kill(p);
		return;
	}
	process_channel(p, fd[0], to->kind == CHILD_CLEANER ? CHANNEL_CLEANER : role_of(p->kind));
	process_channel(to, fd[1], role_of(p->kind));
	close(fd[0]);
	close(fd[1]);
}

/* Where a hub is missing, the next one brings the channels to it. */
static void
connect_all(struct crew *c, struct process *new, int vault_end)
{
	struct process *p;

	if (is_hub(new->kind)) {
		TAILQ_FOREACH(p, &c->all, next)
			join(p, new);
		return;
	}
	if (hub(c, CHILD_VAULT) != NULL)
		process_channel(hub(c, CHILD_VAULT), vault_end, role_of(new->kind));
	if (hub(c, CHILD_CLEANER) != NULL)
		join(new, hub(c, CHILD_CLEANER));
}

static enum gw_err
add(struct crew *c, enum child_kind kind)
{
	int fd[2] = { -1, -1 };
	struct process *p;
	enum gw_err e;

	if (!is_hub(kind) && (e = wire_pair(fd)) != GW_OK)
		return e;
	if ((e = process_start(c->base, c->goods, kind, c->listener[kind], fd[0], &p)) != GW_OK)
		goto out;
	p->generation = c->generation;
	p->ready = on_process_ready;
	p->arg = c;
	TAILQ_INSERT_TAIL(&c->all, p, next);
	connect_all(c, p, fd[1]);
out:
	if (fd[0] >= 0)
		close(fd[0]);
	if (fd[1] >= 0)
		close(fd[1]);
	return e;
}

static void
retry_later(struct kind *k)
{
	const struct timeval pause = { 0, PAUSE_MS * 1000 };

	if (!event_pending(k->retry, EV_TIMEOUT, NULL))
		(void)event_add(k->retry, &pause);
}

static void
top_up(struct crew *c)
{
	for (int i = 0; i < CHILD_KIND_N; i++) {
		struct kind *k = &c->kind[i];

		if (event_pending(k->retry, EV_TIMEOUT, NULL))
			continue;
		while (current(c, (enum child_kind)i, false) < k->wanted) {
			if (add(c, (enum child_kind)i) == GW_OK)
				continue;
			log_fault(LOG_CHILD, GW_EBUSY);
			if (!c->was_ready)
				c->calls.failed(c->arg);
			retry_later(k);
			break;
		}
	}
}

static void
on_retry(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	top_up(arg);
}

enum gw_err
crew_new(struct event_base *base, struct goods *goods, int listener[CHILD_KIND_N][CHILD_LISTENERS],
    const struct crew_calls *calls, void *arg, struct crew **out)
{
	struct crew *c = secret_malloc(sizeof *c);

	*out = NULL;
	if (c == NULL)
		return GW_ENOMEM;
	*c = (struct crew){ .base = base, .goods = goods, .listener = listener, .calls = *calls, .arg = arg };
	TAILQ_INIT(&c->all);
	for (int i = 0; i < CHILD_KIND_N; i++) {
		c->kind[i].retry = evtimer_new(base, on_retry, c);
		if (c->kind[i].retry == NULL) {
			crew_free(c);
			return GW_ENOMEM;
		}
	}
	*out = c;
	return GW_OK;
}

void
crew_want(struct crew *c, enum child_kind kind, int n)
{
	struct process *p;

	c->kind[kind].wanted = n;
	if (n > 0) {
		c->is_told = c->was_ready = false;
		top_up(c);
		return;
	}
	TAILQ_FOREACH(p, &c->all, next)
		if (p->kind == kind)
			process_drain(p);
	if (crew_count(c, kind) == 0)
		c->calls.gone(c->arg);
}

void
crew_renew(struct crew *c)
{
	c->generation++;
	c->is_told = false;
	if (hub(c, CHILD_VAULT) != NULL)	/* else the next one finds out by itself */
		process_policy(hub(c, CHILD_VAULT), c->goods->version);
	top_up(c);
}

/* One died before it was ready. Those who die later are replaced at once, however often: a pause would be an outage
 * that whoever found a way to end them could prolong. */
static void
note_futile(struct kind *k)
{
	k->death[k->at] = seconds();
	k->at = (k->at + 1) % DEATHS;
	if (k->death[k->at] != 0 && seconds() - k->death[k->at] < DEATHS_SECONDS)
		retry_later(k);
}

/* One is gone. What follows depends on whether it was asked to go. */
static void
bury(struct crew *c, struct process *p, int status)
{
	const enum child_kind kind = p->kind;
	const bool was_asked = p->is_draining, was_ready = p->is_ready;

	TAILQ_REMOVE(&c->all, p, next);
	process_free(p);
	if (c->kind[kind].wanted == 0) {
		if (crew_count(c, kind) == 0)
			c->calls.gone(c->arg);
	} else if (!c->was_ready) {
		if (WIFSIGNALED(status))	/* it could not say why itself */
			log_boot("%s was ended by signal %d before it was ready", child_kind_name(kind),
			    WTERMSIG(status));
		c->calls.failed(c->arg);
	} else if (!was_asked) {
		log_child(child_kind_name(kind), status);
		if (!was_ready)
			note_futile(&c->kind[kind]);
	}
}

static struct process *
find(const struct crew *c, pid_t pid)
{
	struct process *p;

	TAILQ_FOREACH(p, &c->all, next)
		if (p->pid == pid)
			return p;
	return NULL;
}

void
crew_reap(struct crew *c)
{
	struct process *p;
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		if ((p = find(c, pid)) != NULL)
			bury(c, p, status);
	if (c->was_ready)
		top_up(c);
}

void
crew_kill(struct crew *c, enum child_kind kind)
{
	struct process *p;

	TAILQ_FOREACH(p, &c->all, next)
		if (p->kind == kind)
			process_kill(p);
}

size_t
crew_count(const struct crew *c, enum child_kind kind)
{
	const struct process *p;
	size_t n = 0;

	TAILQ_FOREACH(p, &c->all, next)
		n += p->kind == kind;
	return n;
}

void
crew_free(struct crew *c)
{
	struct process *p;

	if (c == NULL)
		return;
	while ((p = TAILQ_FIRST(&c->all)) != NULL) {
		process_kill(p);
		while (waitpid(p->pid, NULL, 0) < 0)
			continue;
		TAILQ_REMOVE(&c->all, p, next);
		process_free(p);
	}
	for (int i = 0; i < CHILD_KIND_N; i++)
		if (c->kind[i].retry != NULL)
			event_free(c->kind[i].retry);
	secret_free(c);
}
