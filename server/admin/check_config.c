/* check_config.c: would the gateway start with these files? */
#include "admin.h"

#include <stdio.h>

#include "args.h"
#include "policy.h"
#include "triage.h"

int
admin_check_config(int argc, char **argv)
{
	struct policy *p = NULL;
	struct triage *t = NULL;
	struct config c;
	int status = args_config(argc, argv, &c);

	if (status != ADMIN_DONE)
		return status;
	/* Both, so that one run shows every fault. */
	if (policy_load(c.policy, stderr, &p) != GW_OK)
		status = ADMIN_REFUSED;
	if (triage_load(c.policy, stderr, &t) != GW_OK)
		status = ADMIN_REFUSED;
	triage_free(t);
	policy_free(p);
	if (status == ADMIN_DONE)
		puts("ok");
	return status;
}
