/* main.c: concernd, by verb. */
#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin.h"
#include "check_config.h"
#include "secret.h"
#include "warden.h"

enum { WRONG_USAGE = 2 };

static int help(int argc, char **argv);
static int version(int argc, char **argv);

static const struct verb {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *what;
} verbs[] = {
	{ "run", warden_run, "serve reporters and staff until told to stop" },
	{ "init", admin_init, "make a new data folder and its keys; prints the recovery words once" },
	{ "enrol", admin_enrol, "give a member of staff a key and teams" },
	{ "school", admin_school, "make teams for schools that the policy has and the signed list has not" },
	{ "rotate", admin_rotate, "give a team another key, when nobody is left to do it at the desk" },
	{ "poster", admin_poster, "a school's poster with its QR code, as a page to print" },
	{ "check-config", check_config_run, "read what run reads, and say all that is wrong with it" },
	{ "verify-audit", admin_verify_audit, "check the audit chain and every sealed part against it" },
	{ "help", help, "this list" },
	{ "--help", help, NULL },
	{ "--version", version, "which version this is" },
};
enum { VERBS = sizeof verbs / sizeof verbs[0] };

static void
list_verbs(FILE *out)
{
	fprintf(out, "usage: concernd VERB --config FILE ...\n\n");
	for (size_t i = 0; i < VERBS; i++)
		if (verbs[i].what != NULL)
			fprintf(out, "  %-13s %s\n", verbs[i].name, verbs[i].what);
}

static int
help(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	list_verbs(stdout);
	return EXIT_SUCCESS;
}

static int
version(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	printf("concernd 0.1\n");
	return EXIT_SUCCESS;
}

static const struct verb *
verb_of(const char *name)
{
	for (size_t i = 0; i < VERBS; i++)
		if (strcmp(verbs[i].name, name) == 0)
			return &verbs[i];
	return NULL;
}

int
main(int argc, char **argv)
{
	const struct verb *verb;

	if (secret_init() != GW_OK) {
		fprintf(stderr, "concernd: this system gives no randomness or does not let core dumps be turned off\n");
		return EXIT_FAILURE;
	}
	event_set_mem_functions(secret_malloc, secret_realloc, secret_free);
	signal(SIGPIPE, SIG_IGN);
	verb = argc > 1 ? verb_of(argv[1]) : NULL;
	if (verb == NULL) {
		list_verbs(stderr);
		return WRONG_USAGE;
	}
	return verb->run(argc - 1, argv + 1);
}
