/* standing.h: where a report stands: open ones in the queue of each of their teams, closed ones on the shelf of each;
 * teams whose grant is not queued, as that of who passed an extract on, have it in neither.
 * A closed one whose reporter has written again waits in the queues too, so that nobody can overlook it. */
#ifndef STANDING_H
#define STANDING_H

#include "statements.h"

struct standing {
	enum band band;
	enum case_state state;
	bool has_reply;
	int64_t due;		/* a whole minute; of a closed one the day it was closed */
};

/* 0: urgent response; 1: the others. */
int standing_line(enum band band);
/* Moves its rows from where they were to where they are to be, and counts it as open or no longer so; was is NULL for
 * a new one. Its grants are there already. The report's own columns are the caller's. */
GW_CHECKED enum gw_err standing_change(struct store *s, const uint8_t report[ID_BYTES], const struct standing *was,
    const struct standing *is);
/* Open ones of all teams of the member whose session was proved, each once; exact. */
GW_CHECKED enum gw_err standing_open_count(struct store *s, uint64_t *n);
#endif
