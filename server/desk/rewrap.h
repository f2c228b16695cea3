/* rewrap.h: after a team has a new key: whoever still holds an older one opens what is sealed to it and seals it to the
 * present one, some of it before each page, until nothing is left. The vault never sees what is inside. */
#ifndef REWRAP_H
#define REWRAP_H

#include "seat.h"

enum { REWRAP_AT_ONCE = 2000 };		/* cases of one request */

/* Before a page is made: for each team that has something left. Calls done in the end, whatever happened: what could
 * not be done waits for the next page, and a page is no worse for it. */
void rewrap_begin(struct seat *s, void (*done)(struct seat *s));

/* The caller's keys of one team; GW_EDENIED: there is no such one. The pair is wiped after use. */
typedef enum gw_err rewrap_key_fn(void *arg, const uint8_t key[KEY_ID], struct keypair *out);
/* Seals every row anew to the team's present pair, and gives tags what they are found by with it. A row that no key
 * opens is left out. How many rows and tags are left. */
size_t rewrap_rows(struct msg_rewrap *rows, const struct keypair *present, rewrap_key_fn *key, void *arg);
#endif
