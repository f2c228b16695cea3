/* listen.c: listening and accepting. accept4 is told to leave the peer's address out: what is not read cannot leak. */
#include "listen.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "log.h"

enum {
	BACKLOG = 4096,
	FIRST_BYTES_SECONDS = 10,	/* a connection is shown to us when it has said something */
	REST_MILLISECONDS = 100
};

struct listener {
	struct event *ready, *rested;
	listen_fn *accepted;
	void *arg;
};

static enum gw_err
refuse(char fault[LISTEN_FAULT], int port)
{
	snprintf(fault, LISTEN_FAULT, "port %d cannot be used: %s", port, strerror(errno));
	return errno == EADDRINUSE ? GW_EBUSY : errno == EACCES || errno == EPERM ? GW_EDENIED : GW_EIO;
}

static int
open_one(const struct sockaddr *address, socklen_t n)
{
	const int on = 1, first = FIRST_BYTES_SECONDS;
	int fd = socket(address->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), kept;

	if (fd == -1)
		return -1;
	/* Without REUSEADDR a restart has to wait for old connections; V6ONLY lets IPv4 have its own socket. */
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
	    (address->sa_family != AF_INET6 || setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on) == 0) &&
	    setsockopt(fd, IPPROTO_TCP, TCP_DEFER_ACCEPT, &first, sizeof first) == 0 &&
	    bind(fd, address, n) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	kept = errno;
	close(fd);
	errno = kept;
	return -1;
}

static bool
is_no_ipv6(int error)
{
	return error == EAFNOSUPPORT || error == EADDRNOTAVAIL || error == EPROTONOSUPPORT;
}

enum gw_err
listen_open(int port, int fd[2], char fault[LISTEN_FAULT])
{
	const struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	const struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port) };
	enum gw_err e;

	fd[1] = -1;
	if ((fd[0] = open_one((const struct sockaddr *)&v4, sizeof v4)) == -1)
		return refuse(fault, port);
	if ((fd[1] = open_one((const struct sockaddr *)&v6, sizeof v6)) == -1 && !is_no_ipv6(errno)) {
		e = refuse(fault, port);
		close(fd[0]);
		fd[0] = -1;
		return e;
	}
	return GW_OK;
}

static bool
is_out_of_room(int error)
{
	return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

static void
rest(struct listener *l)
{
	const struct timeval tv = { 0, REST_MILLISECONDS * 1000 };

	log_fault(LOG_ACCEPT, GW_EBUSY);
	event_del(l->ready);
	if (event_add(l->rested, &tv) != 0)
		event_add(l->ready, NULL);
}

/* One at a time, so that open connections have their turn between new ones. */
static void
on_ready(evutil_socket_t fd, short what, void *arg)
{
	struct listener *l = arg;
	int peer;

	(void)what;
	peer = accept4(fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (peer != -1)
		l->accepted(l->arg, peer);
	else if (is_out_of_room(errno))
		rest(l);
}

static void
on_rested(evutil_socket_t fd, short what, void *arg)
{
	struct listener *l = arg;

	(void)fd;
	(void)what;
	event_add(l->ready, NULL);
}

enum gw_err
listener_new(struct event_base *base, int fd, listen_fn *accepted, void *arg, struct listener **l)
{
	const int on = 1;
	struct listener *made = calloc(1, sizeof *made);

	*l = NULL;
	if (made == NULL)
		return GW_ENOMEM;
	made->accepted = accepted;
	made->arg = arg;
	made->ready = event_new(base, fd, EV_READ | EV_PERSIST, on_ready, made);
	made->rested = event_new(base, -1, 0, on_rested, made);
	/* On Linux accepted sockets inherit NODELAY: one call here, none for each. */
	if (made->ready == NULL || made->rested == NULL || event_add(made->ready, NULL) != 0 ||
	    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0) {
		listener_free(made);
		return GW_ENOMEM;
	}
	*l = made;
	return GW_OK;
}

void
listener_free(struct listener *l)
{
	if (l == NULL)
		return;
	if (l->ready != NULL)
		event_free(l->ready);
	if (l->rested != NULL)
		event_free(l->rested);
	free(l);
}
