/* keywork.c: outside: arguments and secrets; in the child: the store. */
#include "keywork.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "args.h"
#include "secret.h"

int
keywork_refuse(const struct keywork *k, const char *why, enum gw_err e)
{
	if (e == GW_OK)
		fprintf(stderr, "%s; %s\n", why, k->nothing);
	else
		fprintf(stderr, "%s: %s; %s\n", why, gw_err_text(e), k->nothing);
	return ADMIN_REFUSED;
}

/* --- in the child --- */

static int
keys_open(struct keywork *k)
{
	enum gw_err e = keyring_roster(k->store, &k->pin, &k->roster);
	int status;

	if (e != GW_OK)
		return keywork_refuse(k, "the signed list of teams cannot be used", e);
	k->ring = (struct keyring){ .store = k->store, .roster = &k->roster, .pin = &k->pin };
	status = proof_open(&k->proof, &k->ring, k->nothing);
	if (status != ADMIN_DONE)
		return status;
	e = keyring_seed(&k->ring, k->seed);
	if (e == GW_EABSENT)
		return keywork_refuse(k, "only an administrator signs the list of teams", GW_OK);
	if (!k->proof.is_recovery)
		snprintf(k->who, sizeof k->who, "%s", k->proof.colleague);
	return e == GW_OK ? ADMIN_DONE : keywork_refuse(k, "the key that signs the list of teams does not open", e);
}

static int
change(struct keywork *k)
{
	const int64_t now = time(NULL);
	enum gw_err e = store_begin(k->store);
	int status;

	if (e != GW_OK)
		return keywork_refuse(k, "the store is not free", e);
	status = k->work(k, now);
	if (status == ADMIN_DONE && (e = store_commit(k->store)) != GW_OK)
		status = keywork_refuse(k, "it could not be kept", e);
	return status;
}

static int
inside(void *arg)
{
	struct keywork *k = arg;
	int status;

	if (store_open("concern.db", STORE_ADMIN, stderr, &k->store) != GW_OK)
		return ADMIN_REFUSED;
	status = keys_open(k);
	if (status == ADMIN_DONE)
		status = change(k);
	store_close(k->store);		/* what was begun and not committed is undone */
	secret_wipe(k, sizeof *k);
	return status;
}

/* --- outside --- */

/* Each option may come once. */
static bool
option_take(struct keywork *k, int o)
{
	const char **text = o == 'c' ? &k->file : o == 't' ? &k->team : &k->proof.colleague;

	if (o == 'r') {
		k->proof.is_recovery = true;
		return true;
	}
	if ((o != 'c' && o != 't' && o != 'b') || *text != NULL)
		return false;
	*text = optarg;
	return true;
}

int
keywork_args(struct keywork *k, int argc, char **argv)
{
	static const struct option options[] = {
		{ "config", required_argument, NULL, 'c' }, { "team", required_argument, NULL, 't' },
		{ "recovery", no_argument, NULL, 'r' }, { "by", required_argument, NULL, 'b' }, { NULL, 0, NULL, 0 },
	};
	bool good = true;
	int o;

	optind = 0;		/* glibc: start over */
	while (good && (o = getopt_long(argc, argv, "", options, NULL)) != -1)
		good = option_take(k, o);
	if (!good || optind != argc || k->file == NULL || (k->team != NULL) != k->wants_team ||
	    k->proof.is_recovery == (k->proof.colleague != NULL)) {
		fputs(k->usage, stderr);
		return ADMIN_USAGE;
	}
	return args_load(k->file, &k->config);
}

int
keywork_run(struct keywork *k)
{
	int status = proof_pin(&k->config, &k->pin, k->nothing);

	if (status == ADMIN_DONE && datadir_owner(k->config.user, &k->owner) != GW_OK)
		status = keywork_refuse(k, "the config's user does not exist on this machine", GW_OK);
	if (status == ADMIN_DONE)
		status = proof_ask(&k->proof, k->nothing);
	if (status == ADMIN_DONE)
		status = datadir_inside(k->config.data, &k->owner, inside, k);
	return status;
}
