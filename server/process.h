/* process.h: one child of the warden and the wire to it. What it cannot be told ends it, so that a new one takes its
 * place. */
#ifndef PROCESS_H
#define PROCESS_H

#include <event2/event.h>
#include <sys/queue.h>
#include <sys/types.h>

#include "goods.h"

struct process {
	TAILQ_ENTRY(process) next;	/* the owner's */
	enum child_kind kind;
	unsigned generation;		/* the owner's */
	pid_t pid;
	bool is_ready, is_draining;
	struct wire *control;
	void (*ready)(void *arg);	/* it serves now */
	void *arg;
};

/* Starts one with these goods. channel: to the vault, -1 for vault and cleaner; borrowed, as the listeners. Gives *p,
 * which stays until the owner has collected the dead child. */
GW_CHECKED enum gw_err process_start(struct event_base *base, struct goods *g, enum child_kind kind,
    const int listener[CHILD_LISTENERS], int channel, struct process **p);
/* Tells it to finish and leave. */
void process_drain(struct process *p);
/* Tells the vault which triage policy decides from here on. */
void process_policy(struct process *p, const char *version);
/* Hands over one end of a channel; fd is borrowed. */
void process_channel(struct process *p, int fd, enum channel_role role);
void process_kill(struct process *p);
void process_free(struct process *p);	/* the wire to it and what is kept of it */
#endif
