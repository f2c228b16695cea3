/* unlock.c: a line of passphrases, the first few of them forked. */
#include "unlock.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "secret.h"

/* What a child sends back, in one write (less than PIPE_BUF). */
struct child_answer {
	uint8_t err;
	uint8_t sk[KEY_BYTES];		/* of a try */
	struct member_lock lock;	/* of a new passphrase */
};

struct unlock {
	struct unlock_pool *pool;
	struct unlock *next;
	bool is_new;			/* sk is to be locked; else lock to be opened */
	bool is_forgotten;
	unlock_fn *done;
	lock_fn *locked;
	void *arg;
	pid_t child;
	int fd;
	struct event *readable;
	struct member_lock lock;
	uint8_t sk[KEY_BYTES];
	size_t name_n, passphrase_n;
	uint8_t name[LIMIT_NAME], passphrase[LIMIT_PASSPHRASE];
};

struct unlock_pool {
	struct event_base *base;
	struct event *start;		/* from the loop, so that no answer comes from inside unlock_ask */
	struct unlock *waiting, *running;
	size_t n_waiting, n_running;
};

static void
list_remove(struct unlock **list, const struct unlock *u)
{
	while (*list != NULL && *list != u)
		list = &(*list)->next;
	if (*list != NULL)
		*list = u->next;
}

static void
unlock_end(struct unlock *u)
{
	if (u->readable != NULL)
		event_free(u->readable);
	if (u->fd >= 0)
		close(u->fd);
	secret_wipe(u, sizeof *u);
	secret_free(u);
}

/* In the child: nothing of the desk's but memory it cannot use, and one pipe. */
static _Noreturn void
child_main(struct unlock *u, int fd)
{
	const struct span name = { u->name, u->name_n }, passphrase = { u->passphrase, u->passphrase_n };
	struct child_answer out = { .err = GW_EBUG };
	bool sent;

	if (fd > 0)
		close_range(0, (unsigned)fd - 1, 0);
	close_range((unsigned)fd + 1, ~0U, 0);
	signal(SIGTERM, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	alarm(UNLOCK_SECONDS);
	if (u->is_new)
		out.err = (uint8_t)member_lock(name, passphrase, u->sk, &out.lock);
	else
		out.err = (uint8_t)member_unlock(name, passphrase, &u->lock, out.sk);
	secret_wipe(u, sizeof *u);
	sent = write(fd, &out, sizeof out) == (ssize_t)sizeof out;
	secret_wipe(&out, sizeof out);
	_exit(sent ? 0 : 1);
}

static void
reap(pid_t child)
{
	while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
		continue;
}

static void
tell(struct unlock *u, enum gw_err e, const struct child_answer *out)
{
	if (u->is_forgotten)
		return;
	if (u->is_new)
		u->locked(u->arg, e, e == GW_OK ? &out->lock : NULL);
	else
		u->done(u->arg, e, e == GW_OK ? out->sk : NULL);
}

/* The child wrote its answer, or died without one. */
static void
on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct unlock *u = arg;
	struct unlock_pool *p = u->pool;
	struct child_answer out;
	enum gw_err e = GW_EBUSY;
	ssize_t got;

	(void)what;
	got = read(fd, &out, sizeof out);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	reap(u->child);
	if (got == (ssize_t)sizeof out && (out.err == GW_OK || out.err == GW_EDENIED))
		e = (enum gw_err)out.err;
	list_remove(&p->running, u);
	p->n_running--;
	tell(u, e, &out);
	secret_wipe(&out, sizeof out);
	unlock_end(u);
	if (p->waiting != NULL)
		event_active(p->start, EV_TIMEOUT, 0);
}

static enum gw_err
child_start(struct unlock *u)
{
	int fd[2];

	if (pipe2(fd, O_CLOEXEC | O_NONBLOCK) != 0)
		return GW_EBUSY;
	u->fd = fd[0];
	u->readable = event_new(u->pool->base, fd[0], EV_READ | EV_PERSIST, on_readable, u);
	if (u->readable == NULL || event_add(u->readable, NULL) != 0 || (u->child = fork()) < 0) {
		close(fd[1]);
		return GW_EBUSY;
	}
	if (u->child == 0)
		child_main(u, fd[1]);
	close(fd[1]);
	secret_wipe(u->passphrase, sizeof u->passphrase);
	secret_wipe(u->sk, sizeof u->sk);
	return GW_OK;
}

static void
on_start(evutil_socket_t fd, short what, void *arg)
{
	struct unlock_pool *p = arg;

	(void)fd;
	(void)what;
	while (p->waiting != NULL && p->n_running < UNLOCK_AT_ONCE) {
		struct unlock *u = p->waiting;

		p->waiting = u->next;
		p->n_waiting--;
		if (child_start(u) == GW_OK) {
			u->next = p->running;
			p->running = u;
			p->n_running++;
			continue;
		}
		tell(u, GW_EBUSY, NULL);
		unlock_end(u);
	}
}

enum gw_err
unlock_pool_new(struct event_base *base, struct unlock_pool **p)
{
	struct unlock_pool *made = secret_malloc(sizeof *made);

	*p = NULL;
	if (made == NULL)
		return GW_ENOMEM;
	memset(made, 0, sizeof *made);
	made->base = base;
	made->start = event_new(base, -1, 0, on_start, made);
	if (made->start == NULL) {
		secret_free(made);
		return GW_ENOMEM;
	}
	*p = made;
	return GW_OK;
}

/* At the end of the line. */
static enum gw_err
queue_up(struct unlock_pool *p, struct span name, struct span passphrase, struct unlock **u)
{
	struct unlock **last = &p->waiting, *made;

	*u = NULL;
	if (name.n > LIMIT_NAME || passphrase.n > LIMIT_PASSPHRASE)
		return GW_ELIMIT;
	if (p->n_waiting >= UNLOCK_WAITING)
		return GW_EBUSY;
	made = secret_malloc(sizeof *made);
	if (made == NULL)
		return GW_ENOMEM;
	memset(made, 0, sizeof *made);
	made->pool = p;
	made->fd = -1;
	made->name_n = name.n;
	memcpy(made->name, name.p, name.n);
	made->passphrase_n = passphrase.n;
	memcpy(made->passphrase, passphrase.p, passphrase.n);
	while (*last != NULL)
		last = &(*last)->next;
	*last = made;
	p->n_waiting++;
	event_active(p->start, EV_TIMEOUT, 0);
	*u = made;
	return GW_OK;
}

enum gw_err
unlock_ask(struct unlock_pool *p, const struct unlock_try *t, unlock_fn *done, void *arg, struct unlock **u)
{
	enum gw_err e = queue_up(p, t->name, t->passphrase, u);

	if (e != GW_OK)
		return e;
	(*u)->done = done;
	(*u)->arg = arg;
	(*u)->lock = *t->lock;
	return GW_OK;
}

enum gw_err
lock_ask(struct unlock_pool *p, struct span name, struct span passphrase, const uint8_t sk[KEY_BYTES], lock_fn *done,
    void *arg, struct unlock **u)
{
	enum gw_err e;

	*u = NULL;
	if (name.n == 0 || passphrase.n < LIMIT_PASSPHRASE_MIN)
		return GW_EINPUT;
	e = queue_up(p, name, passphrase, u);
	if (e != GW_OK)
		return e;
	(*u)->is_new = true;
	(*u)->locked = done;
	(*u)->arg = arg;
	memcpy((*u)->sk, sk, KEY_BYTES);
	return GW_OK;
}

void
unlock_forget(struct unlock *u)
{
	if (u == NULL)
		return;
	u->is_forgotten = true;
	if (u->fd >= 0)
		return;			/* runs: it keeps its place among UNLOCK_AT_ONCE until it ends */
	list_remove(&u->pool->waiting, u);
	u->pool->n_waiting--;
	unlock_end(u);
}

void
unlock_pool_free(struct unlock_pool *p)
{
	struct unlock *u;

	if (p == NULL)
		return;
	while ((u = p->waiting) != NULL) {
		p->waiting = u->next;
		unlock_end(u);
	}
	while ((u = p->running) != NULL) {
		p->running = u->next;
		reap(u->child);
		unlock_end(u);
	}
	event_free(p->start);
	secret_free(p);
}
