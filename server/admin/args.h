/* args.h: what every verb is told: --config FILE, and that file read. */
#ifndef ARGS_H
#define ARGS_H

#include "config.h"

enum { ADMIN_DONE, ADMIN_REFUSED, ADMIN_USAGE };	/* exit statuses */

/* "VERB --config FILE" and nothing else; NULL: it was something else, and the usage has been said. */
const char *args_file(int argc, char **argv);
/* The same, and loads it. Else it has said why and gives the exit status to leave with. */
int args_config(int argc, char **argv, struct config *c);
/* Loads it, or has said what is wrong with it. */
int args_load(const char *file, struct config *c);
#endif
