/* keywork.h: what the verbs that change teams' keys (school, rotate) do alike: read the command line, ask for the
 * proof, go into the store, open the seed that signs the list, and keep all of it or nothing. */
#ifndef KEYWORK_H
#define KEYWORK_H

#include "datadir.h"
#include "policy.h"
#include "proof.h"
#include "team_key.h"

struct keywork {
	/* the verb's own */
	const char *usage, *nothing;		/* nothing: "no team was made" */
	bool wants_team;
	/* In one transaction of the store, with roster and seed there. An exit status. */
	int (*work)(struct keywork *k, int64_t now);
	const struct policy *policy;
	/* keywork.c's */
	const char *file, *team;
	struct config config;
	struct owner owner;
	struct roster_pin pin;
	struct roster roster;
	struct proof proof;
	struct keyring ring;
	struct store *store;
	uint8_t seed[KEY_BYTES];
	char who[LIMIT_NAME + 1];		/* for the audit chain: the administrator; "": the recovery key */
};

/* "VERB --config FILE [--team CODE] (--recovery | --by ADMIN)"; loads the config. An exit status. */
int keywork_args(struct keywork *k, int argc, char **argv);
int keywork_run(struct keywork *k);
/* Says why, and that nothing was done. */
int keywork_refuse(const struct keywork *k, const char *why, enum gw_err e);
#endif
