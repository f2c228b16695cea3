/* rotation.h: a new key for a team, by an administrator who opens nothing with it: the signed list and the team's
 * people are asked for, a pair is made, sealed and forgotten, and the vault takes it if nobody came or went
 * meanwhile. */
#ifndef ROTATION_H
#define ROTATION_H

#include "seat.h"
#include "team_key.h"

enum { ROTATION_TRIES = 3 };

/* GW_ECONFLICT: people came and went at every try. GW_EDENIED: no administrator's seed, or not the pin's. GW_EABSENT:
 * no such team. GW_ELIMIT: too much is still sealed to older keys. */
typedef void rotation_fn(struct seat *s, enum gw_err e);

/* Stands first in the handler's work (seat_work). */
struct rotation {
	char team[LIMIT_TEAM + 1], name[LIMIT_NAME + 1];
	bool is_first;
	unsigned tries;
	rotation_fn *done;
	struct team_key key;
};

/* Another key for this team. done is called once, unless the exchange goes first; it may begin the next one. */
void rotation_begin(struct seat *s, const char *team, rotation_fn *done);
/* The first key of a school's team that the list does not have; name is what it is called. */
void rotation_first(struct seat *s, const char *team, const char *name, rotation_fn *done);
void rotation_free(void *rotation);	/* for seat_work's end */
#endif
