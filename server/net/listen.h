/* listen.h: listening sockets, opened by the warden, accepted from by its children. No peer's address is ever read. */
#ifndef LISTEN_H
#define LISTEN_H

#include <event2/event.h>

#include "err.h"

enum { LISTEN_FAULT = 160 };
/* IPv4 and IPv6 sockets on this port of every address; fd[1] is -1 where there is no IPv6. fault: one sentence. */
GW_CHECKED enum gw_err listen_open(int port, int fd[2], char fault[LISTEN_FAULT]);

struct listener;
typedef void listen_fn(void *arg, int fd);	/* takes fd; non-blocking, close-on-exec, TCP_NODELAY */
/* Accepts from fd (borrowed) on base. Out of descriptors: rests for a moment instead of spinning. */
GW_CHECKED enum gw_err listener_new(struct event_base *base, int fd, listen_fn *accepted, void *arg,
    struct listener **l);
void listener_free(struct listener *l);		/* stops accepting; fd stays open */
#endif
