/* verbs.c: a shell of its own for each verb, and a gateway to run them on. */
#include "verbs.h"

#include <check.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "admin.h"

struct ran ran;
char dir[256], config[512];
char words[WORDS_TEXT];
char verb_name[] = "verb", opt_config[] = "--config", opt_name[] = "--name", opt_team[] = "--team";
char opt_recovery[] = "--recovery", opt_by[] = "--by";

/* --- running verbs --- */

static void
slurp(int fd, char *text, size_t room)
{
	ssize_t n;

	ck_assert_int_eq(lseek(fd, 0, SEEK_SET), 0);
	n = read(fd, text, room - 1);
	ck_assert_int_ge(n, 0);
	text[n] = '\0';
}

int
run_to(verb_fn *verb, const char *input, int out, char **argv)
{
	FILE *err = tmpfile();
	int in[2], argc = 0, status;
	pid_t child;

	while (argv[argc] != NULL)
		argc++;
	ck_assert_int_eq(pipe(in), 0);
	ck_assert_int_eq(write(in[1], input, strlen(input)), (ssize_t)strlen(input));
	close(in[1]);
	child = fork();
	if (child == 0) {
		dup2(in[0], STDIN_FILENO);
		dup2(out, STDOUT_FILENO);
		dup2(fileno(err), STDERR_FILENO);
		status = verb(argc, argv);
		fflush(NULL);
		_exit(status);
	}
	close(in[0]);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status));
	ran.status = WEXITSTATUS(status);
	slurp(fileno(err), ran.err, sizeof ran.err);
	fclose(err);
	return ran.status;
}

int
run(verb_fn *verb, const char *input, char **argv)
{
	FILE *out = tmpfile();

	run_to(verb, input, fileno(out), argv);
	slurp(fileno(out), ran.out, sizeof ran.out);
	fclose(out);
	return ran.status;
}

int
run_plain(verb_fn *verb)
{
	char *argv[] = { verb_name, opt_config, config, NULL };

	return run(verb, "", argv);
}

int
enrol(const char *name, const char *team, const char *by, const char *line1, const char *line2)
{
	char n[80], t[80], b[80] = "", input[1024];
	char *argv[] = { verb_name, opt_config, config, opt_name, n, opt_team, t, by == NULL ? opt_recovery : opt_by,
	    by == NULL ? NULL : b, NULL };

	snprintf(n, sizeof n, "%s", name);
	snprintf(t, sizeof t, "%s", team);
	if (by != NULL)
		snprintf(b, sizeof b, "%s", by);
	snprintf(input, sizeof input, "%s\n%s\n", line1, line2);
	return run(admin_enrol, input, argv);
}

/* --- a gateway in a temporary folder --- */

void
place_make(void)
{
	char cwd[1024];
	FILE *f;

	snprintf(dir, sizeof dir, "/tmp/concern-admin-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	ck_assert_ptr_nonnull(getcwd(cwd, sizeof cwd));
	snprintf(config, sizeof config, "%s/concern.yaml", dir);
	f = fopen(config, "w");
	ck_assert_ptr_nonnull(f);
	fprintf(f, "data: store\npolicy: %s/policy\nuser: nobody\npublic_host: localhost:8443\n"
	    "listen:\n  port: 8443\n  staff_port: 8444\nprocesses:\n  intake: 0\n  desk: 2\n"
	    "tls:\n  certificate: tls/server.pem\n  key: tls/server.key\n  staff_ca: ca.pem\n"
	    "keys:\n  pepper: keys/pepper\n  roster_pin: keys/roster.pin\n", cwd);
	fclose(f);
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

void
place_remove(void)
{
	nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

void
gateway_make(void)
{
	place_make();
	ck_assert_msg(run_plain(admin_init) == 0, "%s", ran.err);
	snprintf(words, sizeof words, "%.*s", (int)strcspn(ran.out, "\n"), ran.out);
}

const char *
in_dir(const char *name)
{
	static char path[512];

	snprintf(path, sizeof path, "%s/%s", dir, name);
	return path;
}

struct stat
stat_of(const char *name)
{
	struct stat st;

	ck_assert_msg(stat(in_dir(name), &st) == 0, "%s", name);
	return st;
}

void
look_open(struct look *l)
{
	uint8_t text[256];
	FILE *f = fopen(in_dir("keys/roster.pin"), "r");
	size_t n;

	memset(l, 0, sizeof *l);
	ck_assert_ptr_nonnull(f);
	n = fread(text, 1, sizeof text, f);
	fclose(f);
	ck_assert_int_eq(roster_pin_parse((struct span){ text, n }, &l->pin), GW_OK);
	ck_assert_int_eq(store_open(in_dir("store/concern.db"), STORE_ADMIN, stderr, &l->store), GW_OK);
	ck_assert_int_eq(keyring_roster(l->store, &l->pin, &l->roster), GW_OK);
	l->ring = (struct keyring){ .store = l->store, .roster = &l->roster, .pin = &l->pin };
}

bool
is_member(const char *name)
{
	struct msg_member m;
	struct look l;
	enum gw_err e;

	look_open(&l);
	e = store_member_get(l.store, name, &m);
	store_close(l.store);
	ck_assert(e == GW_OK || e == GW_EABSENT);
	return e == GW_OK;
}
