/* schema.h: what is kept, as a list of steps. The CHECKs keep our promises: a careless caller cannot store what we
 * swore not to. */
#ifndef SCHEMA_H
#define SCHEMA_H

#include <sqlite3.h>
#include <stdio.h>

#include "err.h"

enum { SCHEMA_APPLICATION = 0x434e4352 };	/* "CNCR": whose file it is, in its header */

/* The user_version that all steps lead to. */
int schema_version(void);
/* Runs the steps that are missing, one transaction each. GW_ENEWER: there are more than we know. Says why to err. */
GW_CHECKED enum gw_err schema_migrate(sqlite3 *db, FILE *err);
/* Whose file it is and of which version, without changing it. GW_OK also for one with steps to go: *version tells.
 * GW_ENEWER; GW_EINPUT: not ours. */
GW_CHECKED enum gw_err schema_look(sqlite3 *db, int *version);
#endif
