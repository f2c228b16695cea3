/* school.c: teams for the schools that policy/schools.yaml lists and the signed list does not. */
#include "admin.h"

#include <stdio.h>
#include <string.h>

#include "args.h"
#include "keywork.h"
#include "secret.h"

static const char USAGE[] = "usage: concernd school --config FILE (--recovery | --by ADMIN)\n"
    "stdin: the recovery words, or the administrator's passphrase\n";

/* The school's team, in the store and in the list, which is signed with it. */
static enum gw_err
team_add(struct keywork *k, const char *code, const char *name, int64_t now)
{
	struct msg_team_put put = { .kind = TEAM_SCHOOL };
	struct team_key key;
	enum gw_err e;

	e = team_key_first(&k->roster, code, TEAM_SCHOOL, k->seed, &key);
	if (e == GW_OK) {
		snprintf(put.team, sizeof put.team, "%s", code);
		snprintf(put.name, sizeof put.name, "%s", name);
		team_key_say_first(&key, &put);
		e = store_team_add(k->store, &put, k->who, now);
	}
	if (e == GW_OK)
		k->roster = key.list;
	team_key_free(&key);
	return e;
}

static int
schools_add(struct keywork *k, int64_t now)
{
	size_t made = 0;
	enum gw_err e = GW_OK;

	for (size_t i = 0; i < k->policy->n_schools && e == GW_OK; i++) {
		const struct school *school = &k->policy->school[i];
		char code[LIMIT_TEAM + 1];

		snprintf(code, sizeof code, ROSTER_SCHOOL "%s", school->code);
		if (roster_find(&k->roster, span_of(code)) != NULL)
			continue;
		e = team_add(k, code, school->name, now);
		if (e == GW_OK && made++ == 0 && k->proof.is_recovery)
			e = store_recovery_used(k->store, "to make teams for schools", now);
		if (e == GW_OK)
			printf("%s\n", code);
	}
	if (e != GW_OK)
		return keywork_refuse(k, "a school's team could not be made", e);
	if (made == 0)
		fprintf(stderr, "every school of the policy has its team\n");
	return ADMIN_DONE;
}

int
admin_school(int argc, char **argv)
{
	struct keywork *k = secret_malloc(sizeof *k);
	struct policy *policy = NULL;
	int status;

	if (k == NULL)
		return ADMIN_REFUSED;
	memset(k, 0, sizeof *k);
	k->usage = USAGE;
	k->nothing = "no team was made";
	k->work = schools_add;
	status = keywork_args(k, argc, argv);
	if (status == ADMIN_DONE && policy_load(k->config.policy, stderr, &policy) != GW_OK)
		status = ADMIN_REFUSED;
	k->policy = policy;
	if (status == ADMIN_DONE)
		status = keywork_run(k);
	policy_free(policy);
	secret_free(k);
	return status;
}
