/* child.h: what the warden hands to each process, and what all of them do alike: listen to the warden, and log their
 * counters once an hour. */
#ifndef CHILD_H
#define CHILD_H

#include <event2/event.h>
#include <stdint.h>

#include "agencies.h"
#include "alerts.h"
#include "areas.h"
#include "config.h"
#include "keys.h"
#include "link.h"
#include "policy.h"
#include "replies.h"
#include "roster.h"
#include "span.h"

struct triage;
struct wording;

enum child_kind { CHILD_VAULT, CHILD_CLEANER, CHILD_INTAKE, CHILD_DESK, CHILD_NOTIFY, CHILD_KIND_N };
enum { CHILD_LISTENERS = 2 };	/* IPv4 and IPv6 */

/* Secrets that only some kinds may keep; the launcher wipes and nulls the rest before the child starts. All locked. */
struct child_secrets {
	uint8_t *pepper;		/* KEY_BYTES: intake */
	char *tls_pem;			/* certificate chain and private key: intake, desk */
	size_t tls_pem_n;
	uint8_t *ticket_seed;		/* KEY_BYTES: intake; as of ticket_epoch */
	uint64_t ticket_epoch;
	uint8_t *form_seed;		/* KEY_BYTES: intake; as of form_epoch */
	uint64_t form_epoch;
	char *mail_password;		/* text: notify; "" when nobody signs in, NULL without alerts */
	size_t mail_password_n;		/* bytes, with its NUL */
};

struct child_setup {
	enum child_kind kind;
	int control;			/* to the warden; the child takes it */
	int vault;			/* the others' first channel to the vault; -1 for vault and cleaner */
	int listener[CHILD_LISTENERS];	/* intake, desk: listening sockets, -1 for none; borrowed */
	const struct config *config;
	const struct policy *policy;
	const struct triage *triage;
	const struct wording *wording;	/* intake, desk: what the pages say */
	const struct replies *replies;	/* desk: what messages begin from, and are looked through for */
	const struct areas *areas;
	const struct agencies *agencies;	/* desk: whom staff ring, and when */
	const struct alerts *alerts;	/* desk, notify: who is told that something came */
	const char *version;		/* vault, desk: of the policy in force (goods.h) */
	struct span alerts_ca;		/* notify: whom to believe about mail servers and webhooks, PEM */
	struct span staff_ca;		/* desk: whose signature a staff device needs, PEM */
	struct roster_pin pin;
	struct child_secrets secrets;
};

/* What a process does when told. */
struct child_calls {
	void (*drain)(void *arg);			/* finish, then end the loop */
	void (*channel)(void *arg, int fd, uint8_t role);	/* takes fd */
	void (*policy)(void *arg, const char *version);	/* the vault's: another policy decides; else NULL */
};

struct child;
/* Starts listening to the warden, and the hour; the loop ends by itself if the warden dies. */
GW_CHECKED enum gw_err child_new(struct event_base *base, const struct child_setup *setup,
    const struct child_calls *calls, void *arg, struct child **c);
/* Tells the warden that this process serves now. */
GW_CHECKED enum gw_err child_ready(struct child *c);
void child_free(struct child *c);
#endif
