/* check_config.c: would the gateway start with these files? */
#include "check_config.h"

#include <stdio.h>

#include "args.h"
#include "goods.h"

int
check_config_run(int argc, char **argv)
{
	const char *file = args_file(argc, argv);
	struct goods g;

	if (file == NULL)
		return ADMIN_USAGE;
	if (goods_load(file, 0, 0, &g) != GW_OK)
		return ADMIN_REFUSED;
	goods_free(&g);
	puts("ok");
	return ADMIN_DONE;
}
