/* teams.h: the signed list of team keys, asked from the vault and accepted only when the pin says so. Nothing is sealed
 * to a key that is not on it. */
#ifndef TEAMS_H
#define TEAMS_H

#include <event2/event.h>

#include "link.h"
#include "roster.h"

struct teams;
/* The vault gave its first list: accepted, or refused. Told once. */
typedef void teams_answered_fn(void *arg);

/* Borrows l. Gives *t; nothing is known until teams_ask was answered. */
GW_CHECKED enum gw_err teams_new(struct event_base *base, struct link *l, const struct roster_pin *pin,
    struct teams **t);
void teams_on_answer(struct teams *t, teams_answered_fn *answered, void *arg);
/* Asks the vault, at the start and after each new channel; again every second until a list is accepted, then every ten
 * for a newer one: keys change when people leave, and teams are added. */
void teams_ask(struct teams *t);
bool teams_are_known(const struct teams *t);
/* NULL: no list is accepted, or it has no such team. Lent until the next answer. */
const struct roster_team *teams_find(const struct teams *t, const char *code);
void teams_free(struct teams *t);
#endif
