/* rotation.h: the signed list of teams, and the keys that it names. */
#ifndef ROTATION_H
#define ROTATION_H

#include "statements.h"

/* Replaces the list by a later one; who: for the audit chain. GW_ECONFLICT: it is not later, or names other teams or
 * keys than there are: somebody changed a team meanwhile. */
struct signed_list { struct span body; const uint8_t *signature; };
GW_CHECKED enum gw_err rotation_list_put(struct store *s, const struct signed_list *list, const char *who, int64_t now);
#endif
