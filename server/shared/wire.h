/* wire.h: framed messages over a socket pair (AF_UNIX, SOCK_SEQPACKET: one packet a message), on a libevent loop, with
 * descriptors passed beside them (SCM_RIGHTS). Sends never block: what does not fit waits here, up to WIRE_WAITING. */
#ifndef WIRE_H
#define WIRE_H

#include <event2/event.h>

#include "msg.h"

enum { WIRE_WAITING = 256 * LIMIT_WIRE };

struct wire;
/* One message came. m and its spans die on return; a callback that keeps m->fd sets it to -1, else it is closed. It is
 * -1 also when this process had no room for a descriptor that came.
 * Must not free the wire. */
typedef void wire_message_fn(void *arg, struct msg *m);
/* The other side is gone or sent bytes that are no message; nothing more will come. May free the wire. */
typedef void wire_lost_fn(void *arg);

/* Two ends; GW_EIO. Close-on-exec, non-blocking. */
GW_CHECKED enum gw_err wire_pair(int fd[2]);
/* Takes fd; gives *w. */
GW_CHECKED enum gw_err wire_new(struct event_base *base, int fd, wire_message_fn *message, wire_lost_fn *lost,
    void *arg, struct wire **w);
/* Copies; m->fd is borrowed (duplicated while it waits). GW_EBUSY: lost, or too much is waiting. */
GW_CHECKED enum gw_err wire_send(struct wire *w, const struct msg *m);
/* From now on nothing is read while something waits to be sent: whoever asks faster than it takes the answers waits for
 * them. For one side of a wire only; were both to wait, they would for ever. */
void wire_answer_first(struct wire *w);
void wire_free(struct wire *w);		/* closes; wipes; NULL is fine */
#endif
