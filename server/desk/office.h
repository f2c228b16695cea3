/* office.h: what the desk's handlers share. Nothing in it opens a report. */
#ifndef OFFICE_H
#define OFFICE_H

#include <event2/event.h>

#include "child.h"
#include "copying.h"
#include "link.h"
#include "roster.h"
#include "site.h"
#include "throttle.h"
#include "unlock.h"

struct desk {
	struct event_base *base;
	const struct child_setup *setup;
	struct link *link;		/* to the vault */
	struct copy_room copies;	/* its link to the cleaner is lost until the warden hands over a channel */
	struct unlock_pool *unlock;
	struct throttle throttle;
	unsigned pausing;		/* sign-ins that wait because their name failed before */
	unsigned devices_waiting;	/* computers that wait for their session */
	struct member_lock nobody;	/* for names that nobody has: the same work, never the right passphrase */
	struct roster_pin pin;		/* its version rises with every newer list that was seen */
	struct roster roster;
	bool roster_good;
	uint32_t roster_ticket;
	struct event *roster_timer;
	struct child *child;
	struct site site;
	struct server *server;
};

/* Trusts this signed list from here on, when its signature is the pin's and it is no older one. */
GW_CHECKED enum gw_err office_roster_take(struct desk *d, const struct msg_roster *m);
/* For the throttle: seconds since some moment, which go on whatever the wall's clock is set to. */
int64_t office_seconds(void);
#endif
