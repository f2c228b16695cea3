/* alerts.h: policy/alerts.yaml: who is told that something came, and when: people, and for each team a ladder of rungs
 * with shifts (as policy/cover.yaml's). Immutable once loaded. Addresses are staff's; nothing here is a reporter's. */
#ifndef ALERTS_H
#define ALERTS_H

#include <stdint.h>
#include <stdio.h>

#include "policy.h"

enum {
	ALERT_PEOPLE = 256, ALERT_LADDERS = 256, ALERT_RUNGS = 4, ALERT_ON_DUTY = 16,
	ALERT_CODE = 32, ALERT_ADDRESS = 254, ALERT_URL = 512
};

/* One of mail and webhook, the other is "". */
struct alert_person {
	char code[ALERT_CODE + 1];		/* "amy-lead": small letters, digits, hyphens */
	char mail[ALERT_ADDRESS + 1];		/* RFC 5321 mailbox, ASCII, no quotes */
	char webhook[ALERT_URL + 1];		/* https://…, POST */
};
struct alerts;

/* Reads dir/alerts.yaml. One line a fault goes to err as policy_load's, *a is then NULL: GW_EINPUT, GW_EIO, GW_ENOMEM,
 * GW_ELIMIT. A person or team that nobody has, a ladder without a rung, an address that is none: faults. */
GW_CHECKED enum gw_err alerts_load(const char *dir, FILE *err, struct alerts **a);
void alerts_free(struct alerts *a);
/* Whether every school that has a ladder is one of this policy's; each that is not is one line to err, with its line in
 * dir/alerts.yaml. GW_EINPUT. */
GW_CHECKED enum gw_err alerts_check(const struct alerts *a, const struct policy *p, const char *dir, FILE *err);
/* NULL: nobody of this code (any more). */
const struct alert_person *alerts_person(const struct alerts *a, const char *code);
const struct alert_person *alerts_people(const struct alerts *a, size_t *n);	/* all of them */
/* Who of this team's ladder is told at now on this rung (0 first): those whose shift it is; a rung where it is nobody's
 * shift gives the next rung's, and behind the last rung the last's, then the ones before it: a page never goes to
 * nobody while there is somebody. A bank holiday that the calendar does not know yet is a working day. Gives how many,
 * at most ALERT_ON_DUTY. 0: the team has no ladder, or nobody at all is there now. */
size_t alerts_on_duty(const struct alerts *a, const struct policy *p, const char *team, unsigned rung, int64_t now,
    const struct alert_person *who[ALERT_ON_DUTY]);
/* The teams that have a ladder, and how many rungs; NULL past the last. For the console. */
const char *alerts_team(const struct alerts *a, size_t i, unsigned *rungs);
/* Seconds until the next rung, for a band that pages; 0: this band does not page. */
int64_t alerts_every(const struct alerts *a, enum band band);
/* One person gets at most one page in so many seconds, and one digest in so many. */
int64_t alerts_page_gap(const struct alerts *a);
int64_t alerts_digest_gap(const struct alerts *a);	/* 3600 at least */
#endif
