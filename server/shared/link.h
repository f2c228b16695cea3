/* link.h: questions to the vault, or to the cleaner, and their answers, from intake or desk. When the channel is lost
 * every open question is answered with GW_EBUSY at once; the warden then hands over a new channel and asking works
 * again. */
#ifndef LINK_H
#define LINK_H

#include <event2/event.h>

#include "log.h"
#include "msg.h"

enum { LINK_SECONDS = 15 };	/* a question that is older is answered with GW_EBUSY: the other side stands still */

struct link;
/* The answer: GW_OK and m (of the asked-for type; takes m->fd by setting it to -1), or an error and m NULL. A
 * MSG_RESULT answer arrives as its error with m NULL. Called once, never from inside link_ask. */
typedef void link_answer_fn(void *arg, enum gw_err e, struct msg *m);

GW_CHECKED enum gw_err link_new(struct event_base *base, struct link **l);
/* What a lost channel or a late answer counts as in the log; LOG_VAULT unless said. */
void link_blames(struct link *l, enum log_what what);
/* Takes fd, the channel to the other side, in place of a lost one. */
GW_CHECKED enum gw_err link_adopt(struct link *l, int fd);
/* Asks; sets m->request. *ticket (never 0) names the question until its answer. On GW_EBUSY nothing was asked and
 * answer will not be called. want: the type of a good answer, MSG_RESULT when it is only yes or no. */
GW_CHECKED enum gw_err link_ask(struct link *l, struct msg *m, enum msg_type want, link_answer_fn *answer, void *arg,
    uint32_t *ticket);
/* The asker is gone: its answer will be thrown away (a descriptor closed). 0 is fine. */
void link_forget(struct link *l, uint32_t ticket);
/* Questions without an answer yet, for draining. */
size_t link_open(const struct link *l);
void link_free(struct link *l);
#endif
