/* groups.h: counts by name (a voice, a pair), in the order in which the names first came. Memory is bounded by the
 * names. */
#ifndef GROUPS_H
#define GROUPS_H

#include "json.h"

enum { GROUPS_COUNTS = 4 };
struct groups {
	json_t *index;			/* name: place in count */
	size_t room, (*count)[GROUPS_COUNTS];
};

GW_CHECKED enum gw_err groups_init(struct groups *g);
void groups_free(struct groups *g);
/* Lends the counts of a name, all 0 when it is new, until the next call. The name holds no NUL. */
GW_CHECKED enum gw_err groups_at(struct groups *g, struct span name, size_t **count);
typedef void groups_fn(void *arg, const char *name, const size_t *count);
void groups_each(const struct groups *g, groups_fn *each, void *arg);
#endif
