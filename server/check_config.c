/* check_config.c: would the gateway start with these files? */
#include "check_config.h"

#include <stdio.h>

#include "args.h"
#include "goods.h"

/* No fault, but nobody should find out later. */
static void
say_alerts(const struct goods *g)
{
	size_t people;

	(void)alerts_people(g->alerts, &people);
	if (!g->config.has_alerts)
		puts("nobody will be told when something comes: the config has no section alerts");
	else if (people == 0)
		puts("nobody will be told when something comes: the policy's alerts.yaml names nobody");
}

int
check_config_run(int argc, char **argv)
{
	const char *file = args_file(argc, argv);
	struct goods g;

	if (file == NULL)
		return ADMIN_USAGE;
	if (goods_load(file, 0, 0, &g) != GW_OK)
		return ADMIN_REFUSED;
	say_alerts(&g);
	goods_free(&g);
	puts("ok");
	return ADMIN_DONE;
}
