/* outbox.h: asks the vault what is due, says whom each alert is for, delivers, and answers what became of it. At least
 * once: an answer goes to the vault after the server's, and again until the vault has it. */
#ifndef OUTBOX_H
#define OUTBOX_H

#include "alerts.h"
#include "deliver.h"
#include "link.h"

/* All borrowed, for as long as there is an outbox. */
struct outbox_setup {
	struct link *link;
	struct deliver *deliver;
	const struct alerts *alerts;
	const struct policy *policy;
	const char *from, *console;	/* config.h */
};
/* Nothing is under way and nothing waits for an answer any more: after outbox_finish. */
typedef void outbox_idle_fn(void *arg);

struct outbox;
GW_CHECKED enum gw_err outbox_new(const struct outbox_setup *setup, outbox_idle_fn *idle, void *arg, struct outbox **o);
/* Again, every few seconds. */
void outbox_look(struct outbox *o);
/* Begins nothing more; outbox_look still tells what the vault has not heard yet. */
void outbox_finish(struct outbox *o);
/* Whether something could not be delivered: an address may be out of date. */
bool outbox_has_missed(const struct outbox *o);
void outbox_free(struct outbox *o);	/* NULL is fine */
#endif
