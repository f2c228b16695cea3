/* wire.c: one packet a message over AF_UNIX, SOCK_SEQPACKET. */
#include "wire.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <unistd.h>

#include "log.h"
#include "secret.h"

enum {
	ROUND = 64,	/* messages read an event: a group commit's worth, and others do not starve */
	SOCKET_ROOM = 2 * 1024 * 1024	/* bytes the kernel may hold each way, where it lets us */
};

/* A message that did not fit into the socket yet. */
struct waiting {
	STAILQ_ENTRY(waiting) next;
	int fd;
	size_t n;
	uint8_t bytes[];
};

struct wire {
	int fd;
	bool is_deaf;			/* the other side reads no more; its last words may still be here */
	bool answers_first;		/* is not read from while something waits */
	struct event *readable, *writable;
	wire_message_fn *message;
	wire_lost_fn *lost;
	void *arg;
	STAILQ_HEAD(, waiting) queue;
	size_t waiting;			/* bytes in queue */
	struct buf out;
	uint8_t *in;			/* LIMIT_WIRE bytes */
};

/* Room for the one descriptor a message may have; the union aligns it. */
union control {
	struct cmsghdr head;
	uint8_t room[CMSG_SPACE(sizeof(int))];
};

static void
enlarge(int fd)
{
	const int n = SOCKET_ROOM;

	/* Only root may go past the system's ceiling; without it the waiting queue does the rest. */
	if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &n, sizeof n) != 0)
		(void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &n, sizeof n);
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &n, sizeof n) != 0)
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &n, sizeof n);
}

enum gw_err
wire_pair(int fd[2])
{
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, fd) != 0)
		return GW_EIO;
	enlarge(fd[0]);
	enlarge(fd[1]);
	return GW_OK;
}

/* One packet now: GW_OK, GW_MORE (no room at present), or GW_EIO (nobody reads it any more). */
static enum gw_err
push(int to, struct span bytes, int fd)
{
	struct iovec iov = { .iov_len = bytes.n };
	union control control;
	struct msghdr h = { .msg_iov = &iov, .msg_iovlen = 1 };

	memcpy(&iov.iov_base, &bytes.p, sizeof iov.iov_base);	/* sendmsg does not write to it */
	if (fd >= 0) {
		memset(&control, 0, sizeof control);
		control.head.cmsg_level = SOL_SOCKET;
		control.head.cmsg_type = SCM_RIGHTS;
		control.head.cmsg_len = CMSG_LEN(sizeof fd);
		memcpy(CMSG_DATA(&control.head), &fd, sizeof fd);
		h.msg_control = &control;
		h.msg_controllen = sizeof control;
	}
	for (;;) {
		if (sendmsg(to, &h, MSG_NOSIGNAL) >= 0)
			return GW_OK;
		if (errno == EINTR)
			continue;
		if (errno == EAGAIN || errno == ENOBUFS || errno == ENOMEM || errno == ETOOMANYREFS)
			return GW_MORE;
		return GW_EIO;
	}
}

static void
drop_first(struct wire *w)
{
	struct waiting *q = STAILQ_FIRST(&w->queue);

	STAILQ_REMOVE_HEAD(&w->queue, next);
	w->waiting -= q->n;
	if (q->fd >= 0)
		close(q->fd);
	secret_free(q);
}

static void
drop_all(struct wire *w)
{
	while (!STAILQ_EMPTY(&w->queue))
		drop_first(w);
}

/* Reading then finds the end of the other side's last words and says that it is lost. */
static void
deafen(struct wire *w)
{
	w->is_deaf = true;
	drop_all(w);
	event_del(w->writable);
	if (event_add(w->readable, NULL) != 0)
		log_fault(LOG_WIRE, GW_ENOMEM);
}

static void
on_writable(evutil_socket_t s, short what, void *arg)
{
	struct wire *w = arg;

	(void)what;
	while (!STAILQ_EMPTY(&w->queue)) {
		struct waiting *q = STAILQ_FIRST(&w->queue);
		enum gw_err e = push(s, (struct span){ q->bytes, q->n }, q->fd);

		if (e == GW_MORE)
			return;
		if (e != GW_OK) {
			deafen(w);
			return;
		}
		drop_first(w);
	}
	event_del(w->writable);
	if (event_add(w->readable, NULL) != 0)
		log_fault(LOG_WIRE, GW_ENOMEM);
}

/* The descriptors that came with a packet. Only one may: of more, all are closed. Returns how many there were. */
static size_t
take_fds(struct msghdr *h, int *fd)
{
	size_t n = 0;

	*fd = -1;
	for (struct cmsghdr *c = CMSG_FIRSTHDR(h); c != NULL; c = CMSG_NXTHDR(h, c)) {
		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		for (size_t at = 0; at + CMSG_LEN(sizeof *fd) <= c->cmsg_len; at += sizeof *fd) {
			int one;

			memcpy(&one, CMSG_DATA(c) + at, sizeof one);
			if (n++ == 0)
				*fd = one;
			else
				close(one);
		}
	}
	if (n > 1) {
		close(*fd);
		*fd = -1;
	}
	return n;
}

/* One packet: GW_OK with its bytes and descriptor, GW_MORE when there is none now, else the wire is lost. A descriptor
 * that this process has no room for is not the other side's fault: the message comes without it. */
static enum gw_err
pull(struct wire *w, size_t *n, int *fd, bool *fd_was_lost)
{
	struct iovec iov = { .iov_base = w->in, .iov_len = LIMIT_WIRE };
	union control control;
	struct msghdr h = { .msg_iov = &iov, .msg_iovlen = 1, .msg_control = &control,
		.msg_controllen = sizeof control };
	ssize_t got;
	size_t fds;

	do
		/* After a reset its last words can still be read; the end itself reads as 0. */
		got = recvmsg(w->fd, &h, MSG_CMSG_CLOEXEC);
	while (got < 0 && (errno == EINTR || errno == ECONNRESET));
	if (got < 0)
		return errno == EAGAIN ? GW_MORE : GW_EIO;
	fds = take_fds(&h, fd);
	*fd_was_lost = fds == 0 && (h.msg_flags & MSG_CTRUNC) != 0;
	if (got == 0 || (h.msg_flags & MSG_TRUNC) != 0 || ((h.msg_flags & MSG_CTRUNC) != 0 && fds > 0) || fds > 1) {
		if (*fd >= 0)
			close(*fd);
		return got == 0 ? GW_EABSENT : GW_EINPUT;
	}
	*n = (size_t)got;
	return GW_OK;
}

static enum gw_err
deliver(struct wire *w, size_t n, int fd, bool fd_was_lost)
{
	struct msg m;
	enum gw_err e = msg_decode((struct span){ w->in, n }, &m);

	m.fd = fd;
	if (e == GW_OK && msg_carries_fd(m.type) != (fd >= 0 || fd_was_lost))
		e = GW_EINPUT;
	if (e == GW_OK)
		w->message(w->arg, &m);
	if (m.fd >= 0)
		close(m.fd);
	secret_wipe(&m, sizeof m);
	secret_wipe(w->in, n);
	return e;
}

static void
on_readable(evutil_socket_t s, short what, void *arg)
{
	struct wire *w = arg;
	enum gw_err e = GW_OK;

	(void)s;
	(void)what;
	for (int i = 0; i < ROUND && e == GW_OK; i++) {
		if (w->answers_first && !STAILQ_EMPTY(&w->queue))
			return;
		size_t n = 0;
		int fd = -1;
		bool fd_was_lost = false;

		e = pull(w, &n, &fd, &fd_was_lost);
		if (e == GW_OK)
			e = deliver(w, n, fd, fd_was_lost);
	}
	if (e == GW_OK || e == GW_MORE)
		return;
	if (e != GW_EABSENT)
		log_fault(LOG_WIRE, e);
	deafen(w);
	event_del(w->readable);
	w->lost(w->arg);	/* may free w */
}

enum gw_err
wire_new(struct event_base *base, int fd, wire_message_fn *message, wire_lost_fn *lost, void *arg, struct wire **out)
{
	struct wire *w = secret_malloc(sizeof *w);

	*out = NULL;
	if (w == NULL) {
		close(fd);
		return GW_ENOMEM;
	}
	*w = (struct wire){ .fd = fd, .message = message, .lost = lost, .arg = arg };
	STAILQ_INIT(&w->queue);
	buf_init(&w->out, LIMIT_WIRE);
	w->in = secret_malloc(LIMIT_WIRE);
	w->readable = event_new(base, fd, EV_READ | EV_PERSIST, on_readable, w);
	w->writable = event_new(base, fd, EV_WRITE | EV_PERSIST, on_writable, w);
	if (w->in == NULL || w->readable == NULL || w->writable == NULL || event_add(w->readable, NULL) != 0) {
		wire_free(w);
		return GW_ENOMEM;
	}
	*out = w;
	return GW_OK;
}

/* Keeps a message until the socket has room. */
static enum gw_err
wait_for_room(struct wire *w, int fd)
{
	struct waiting *q;

	if (w->waiting + w->out.n > WIRE_WAITING)
		return GW_EBUSY;
	q = secret_malloc(sizeof *q + w->out.n);
	if (q == NULL)
		return GW_ENOMEM;
	q->n = w->out.n;
	q->fd = -1;
	memcpy(q->bytes, w->out.p, q->n);
	if ((fd >= 0 && (q->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0)) < 0) || event_add(w->writable, NULL) != 0) {
		if (q->fd >= 0)
			close(q->fd);
		secret_free(q);
		return GW_EBUSY;
	}
	STAILQ_INSERT_TAIL(&w->queue, q, next);
	w->waiting += q->n;
	if (w->answers_first)
		event_del(w->readable);
	return GW_OK;
}

enum gw_err
wire_send(struct wire *w, const struct msg *m)
{
	enum gw_err e;

	if (w->is_deaf)
		return GW_EBUSY;
	if (msg_carries_fd(m->type) != (m->fd >= 0))
		return GW_EBUG;
	if ((e = msg_encode(m, &w->out)) != GW_OK)
		return e;
	e = STAILQ_EMPTY(&w->queue) ? push(w->fd, buf_span(&w->out), m->fd) : GW_MORE;
	if (e == GW_MORE)
		e = wait_for_room(w, m->fd);
	else if (e != GW_OK) {
		deafen(w);
		e = GW_EBUSY;
	}
	/* Only what was used: the buffer is as large as the largest message ever. */
	secret_wipe(w->out.p, w->out.n);
	w->out.n = 0;
	return e;
}

void
wire_answer_first(struct wire *w)
{
	w->answers_first = true;
}

void
wire_free(struct wire *w)
{
	if (w == NULL)
		return;
	if (w->readable != NULL)
		event_free(w->readable);
	if (w->writable != NULL)
		event_free(w->writable);
	drop_all(w);
	close(w->fd);
	buf_free(&w->out);
	secret_free(w->in);
	secret_free(w);
}
