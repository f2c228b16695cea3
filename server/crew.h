/* crew.h: the processes that run now, and the channels between them. Keeps as many of each kind as are wanted: who
 * dies is replaced, at once or, when a kind dies again and again before it is ready, after a pause; a new vault gets a
 * new channel from everyone, a new cleaner one from every intake and desk. */
#ifndef CREW_H
#define CREW_H

#include <event2/event.h>

#include "goods.h"

struct crew;

struct crew_calls {
	void (*ready)(void *arg);	/* every wanted process of the newest generation serves */
	void (*gone)(void *arg);	/* nobody is left of the kinds that are no longer wanted */
	void (*failed)(void *arg);	/* one died, or could not be made, before all that are wanted were ready */
};

/* goods and the listeners (CHILD_LISTENERS of each port) are borrowed. Gives *c. */
GW_CHECKED enum gw_err crew_new(struct event_base *base, struct goods *goods,
    int listener[CHILD_KIND_N][CHILD_LISTENERS], const struct crew_calls *calls, void *arg, struct crew **c);
/* Wants n processes of a kind. More: they start now, and ready is told when all serve. Fewer is only 0: those that run
 * are told to finish. */
void crew_want(struct crew *c, enum child_kind kind, int n);
/* A new generation of all but vault and cleaner with the goods as they are now; the old one finishes once it is
 * ready. */
void crew_renew(struct crew *c);
/* After SIGCHLD: collects who ended, replaces who is wanted. */
void crew_reap(struct crew *c);
/* Ends those of a kind that still run, at once. */
void crew_kill(struct crew *c, enum child_kind kind);
size_t crew_count(const struct crew *c, enum child_kind kind);
/* Ends and collects all that still run. NULL is fine. */
void crew_free(struct crew *c);
#endif
