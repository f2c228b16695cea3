/* rotate.c: a new key for one team, for the day when nobody is left who could press the button. */
#include "admin.h"

#include <stdio.h>
#include <string.h>

#include "args.h"
#include "keywork.h"
#include "secret.h"

static const char USAGE[] = "usage: concernd rotate --config FILE --team CODE (--recovery | --by ADMIN)\n"
    "stdin: the recovery words, or the administrator's passphrase\n";

static enum gw_err
key_put(struct keywork *k, int64_t now)
{
	struct msg_rotation_put put = { .session = { 0 } };
	struct team_key key;
	enum gw_err e;

	memcpy(put.team, k->team, strlen(k->team));	/* the list has it */
	if ((e = store_holders(k->store, k->team, &put.to)) != GW_OK)
		return e;
	e = team_key_next(&k->roster, k->team, k->seed, &put.to, &key);
	if (e == GW_OK) {
		team_key_say_next(&key, &put);
		e = store_team_rotate(k->store, &put, k->who, now);
	}
	team_key_free(&key);
	return e;
}

static int
team_rotate(struct keywork *k, int64_t now)
{
	char why[LIMIT_WHY + 1];
	enum gw_err e;

	if (roster_find(&k->roster, span_of(k->team)) == NULL)
		return keywork_refuse(k, "there is no such team", GW_OK);
	e = key_put(k, now);
	snprintf(why, sizeof why, "for a new key of %s", k->team);
	if (e == GW_OK && k->proof.is_recovery)
		e = store_recovery_used(k->store, why, now);
	return e == GW_OK ? ADMIN_DONE : keywork_refuse(k, "the team's key could not be changed", e);
}

int
admin_rotate(int argc, char **argv)
{
	struct keywork *k = secret_malloc(sizeof *k);
	int status;

	if (k == NULL)
		return ADMIN_REFUSED;
	memset(k, 0, sizeof *k);
	k->usage = USAGE;
	k->nothing = "no key was changed";
	k->wants_team = true;
	k->work = team_rotate;
	status = keywork_args(k, argc, argv);
	if (status == ADMIN_DONE)
		status = keywork_run(k);
	secret_free(k);
	return status;
}
