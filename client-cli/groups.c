/* groups.c: jansson's hash table finds the place, an array holds the counts. */
#include "groups.h"

#include <stdlib.h>
#include <string.h>

enum gw_err
groups_init(struct groups *g)
{
	*g = (struct groups){ .index = json_object() };
	return g->index != NULL ? GW_OK : GW_ENOMEM;
}

void
groups_free(struct groups *g)
{
	json_decref(g->index);
	free(g->count);
	*g = (struct groups){ .index = NULL };
}

enum gw_err
groups_at(struct groups *g, struct span name, size_t **count)
{
	const char *key = name.n > 0 ? (const char *)name.p : "";
	const json_t *place = json_object_getn(g->index, key, name.n);
	const size_t n = json_object_size(g->index);

	if (place != NULL) {
		*count = g->count[json_integer_value(place)];
		return GW_OK;
	}
	if (n == g->room) {
		const size_t room = n == 0 ? 16 : 2 * n;
		void *more = reallocarray(g->count, room, sizeof *g->count);

		if (more == NULL)
			return GW_ENOMEM;
		g->count = more;
		g->room = room;
	}
	if (json_object_setn_new(g->index, key, name.n, json_integer((json_int_t)n)) != 0)
		return GW_ENOMEM;
	memset(g->count[n], 0, sizeof g->count[n]);
	*count = g->count[n];
	return GW_OK;
}

void
groups_each(const struct groups *g, groups_fn *each, void *arg)
{
	const char *name;
	json_t *place;

	json_object_foreach(g->index, name, place)
		each(arg, name, g->count[json_integer_value(place)]);
}
