/* args.c: getopt_long with one option. */
#include "args.h"

#include <getopt.h>

const char *
args_file(int argc, char **argv)
{
	static const struct option options[] = { { "config", required_argument, NULL, 'c' }, { NULL, 0, NULL, 0 } };
	const char *file = NULL;
	int o;

	optind = 0;		/* glibc: start over */
	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o != 'c' || file != NULL)
			goto usage;
		file = optarg;
	}
	if (file != NULL && optind == argc)
		return file;
usage:
	fprintf(stderr, "usage: concernd %s --config FILE\n", argv[0]);
	return NULL;
}

int
args_config(int argc, char **argv, struct config *c)
{
	const char *file = args_file(argc, argv);

	return file == NULL ? ADMIN_USAGE : args_load(file, c);
}

int
args_load(const char *file, struct config *c)
{
	return config_load(file, stderr, c) == GW_OK ? ADMIN_DONE : ADMIN_REFUSED;
}
