/* init.c: the first keys of a gateway. The recovery key leaves once, as words on stdout; all else is sealed to it. */
#include "admin.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "args.h"
#include "datadir.h"
#include "grant.h"
#include "keyring.h"
#include "policy.h"
#include "qr.h"
#include "roster.h"
#include "secret.h"
#include "store.h"
#include "words.h"

static const char DATABASE[] = "concern.db";
static const char *const leftovers[] = { "concern.db", "concern.db-wal", "concern.db-shm" };

/* Everything secret lives in one page of locked memory. */
struct first_keys {
	uint8_t pepper[KEY_BYTES], seed[KEY_BYTES], recovery_sk[KEY_BYTES];
	char words[WORDS_TEXT + 1];	/* with a line end */
};

struct init {
	struct config config;
	struct owner owner;
	struct policy *policy;
	struct first_keys *keys;
	struct roster_pin pin;
	struct roster roster;
	struct made made;
	struct store *store;		/* in the child only */
};

/* --- in the child: the store --- */

static enum gw_err
team_add(struct init *in, const char *code, enum team_kind kind, const char *name)
{
	struct roster_team *t = &in->roster.team[in->roster.n];
	struct grant_subject what;
	uint8_t to_recovery[GRANT_BYTES];
	struct keypair pair;
	enum gw_err e;

	if (in->roster.n == LIMIT_TEAMS)
		return GW_ELIMIT;
	memset(t, 0, sizeof *t);
	snprintf(t->code, sizeof t->code, "%s", code);
	t->kind = kind;
	keypair_make(&pair);
	memcpy(t->pk, pair.pk, KEY_BYTES);
	team_subject(span_of(code), &what);
	grant_seal(in->roster.recovery_pk, &what, pair.sk, to_recovery);
	keypair_wipe(&pair);
	e = store_team_put(in->store, t, name, to_recovery);
	in->roster.n++;
	return e;
}

static enum gw_err
teams_add(struct init *in)
{
	enum gw_err e = GW_OK;

	for (size_t i = 0; i < in->policy->n_schools && e == GW_OK; i++) {
		char code[LIMIT_TEAM + 1];

		snprintf(code, sizeof code, ROSTER_SCHOOL "%s", in->policy->school[i].code);
		e = team_add(in, code, TEAM_SCHOOL, in->policy->school[i].name);
	}
	if (e == GW_OK)
		e = team_add(in, "community", TEAM_COMMUNITY, "Community safety");
	if (e == GW_OK)
		e = team_add(in, "lado", TEAM_LADO, "LADO inbox");
	if (e == GW_OK)
		e = team_add(in, ROSTER_ADMIN, TEAM_ADMIN, "Administrators");
	return e;
}

static enum gw_err
roster_add(struct init *in)
{
	const struct grant_subject what = { .kind = GRANT_ROSTER };
	uint8_t signature[SIGNATURE_BYTES], to_recovery[GRANT_BYTES];
	struct buf body;
	enum gw_err e;

	buf_init(&body, LIMIT_WIRE);
	e = roster_sign(&in->roster, in->keys->seed, &body, signature);
	if (e == GW_OK)
		e = store_roster_put(in->store, in->roster.version, buf_span(&body), signature);
	buf_free(&body);
	if (e != GW_OK)
		return e;
	grant_seal(in->roster.recovery_pk, &what, in->keys->seed, to_recovery);
	return store_seed_put(in->store, KEYRING_RECOVERY, to_recovery);
}

static int
store_fill(void *arg)
{
	struct init *in = arg;
	enum gw_err e;

	if (secret_relock(in->keys, sizeof *in->keys) != GW_OK ||
	    store_open(DATABASE, STORE_CREATE, stderr, &in->store) != GW_OK)
		return ADMIN_REFUSED;
	if ((e = store_begin(in->store)) != GW_OK || (e = teams_add(in)) != GW_OK || (e = roster_add(in)) != GW_OK ||
	    (e = store_commit(in->store)) != GW_OK)
		fprintf(stderr, "the store could not be filled: %s\n", gw_err_text(e));
	store_close(in->store);
	return e == GW_OK ? ADMIN_DONE : ADMIN_REFUSED;
}

/* --- outside: folders and files --- */

static enum gw_err
folders_make(struct init *in)
{
	char path[LIMIT_PATH + 32];
	enum gw_err e;

	e = datadir_folder(&in->made, in->config.data, &in->owner);
	snprintf(path, sizeof path, "%s/spool", in->config.data);
	if (e == GW_OK)
		e = datadir_folder(&in->made, path, &in->owner);
	for (size_t i = 0; i < sizeof leftovers / sizeof leftovers[0] && e == GW_OK; i++) {
		snprintf(path, sizeof path, "%s/%s", in->config.data, leftovers[i]);
		e = datadir_note(&in->made, path);
	}
	return e;
}

static enum gw_err
key_files_make(struct init *in)
{
	const struct span pepper = { in->keys->pepper, sizeof in->keys->pepper };
	struct buf text;
	enum gw_err e;

	buf_init(&text, LIMIT_PATH);
	if ((e = datadir_parent(&in->made, in->config.pepper)) == GW_OK &&
	    (e = datadir_file(&in->made, in->config.pepper, 0600, pepper)) == GW_OK &&
	    (e = roster_pin_text(&in->pin, &text)) == GW_OK &&
	    (e = datadir_parent(&in->made, in->config.roster_pin)) == GW_OK)
		e = datadir_file(&in->made, in->config.roster_pin, 0644, buf_span(&text));
	buf_free(&text);
	return e;
}

static void
keys_make(struct init *in)
{
	struct keypair recovery;

	secret_random(in->keys->pepper, sizeof in->keys->pepper);
	secret_random(in->keys->seed, sizeof in->keys->seed);
	keypair_make(&recovery);
	memcpy(in->keys->recovery_sk, recovery.sk, KEY_BYTES);
	memcpy(in->roster.recovery_pk, recovery.pk, KEY_BYTES);
	keypair_wipe(&recovery);
	in->roster.version = 1;
	in->pin.version = 1;
	roster_key(in->keys->seed, in->pin.pk);
}

/* Straight to the descriptor: a stdio buffer would keep the words. The only copy there will ever be. */
static enum gw_err
words_print(struct first_keys *k)
{
	size_t n;

	words_from_key(k->recovery_sk, k->words);
	n = strlen(k->words);
	k->words[n] = '\n';
	for (size_t at = 0; at <= n;) {
		const ssize_t put = write(STDOUT_FILENO, k->words + at, n + 1 - at);

		if (put < 0)
			return GW_EIO;
		at += (size_t)put;
	}
	k->words[n] = '\0';
	return GW_OK;
}

/* The same words as a picture; without it nothing is lost. */
static void
words_draw(const struct first_keys *k)
{
	struct buf art;
	struct qr *q = NULL;

	buf_init(&art, LIMIT_WIRE);
	if (qr_make(k->words, &q) == GW_OK && qr_terminal(q, &art) == GW_OK)
		fprintf(stderr, "%.*s", (int)art.n, (const char *)art.p);
	fputs("The line of words is the recovery key, and so is the picture. It is shown once and kept nowhere.\n"
	    "Write it down or print it, and put it in a safe: it enrols the first people, and it opens the\n"
	    "teams' keys when everyone has lost theirs. Whoever has it can read every report.\n", stderr);
	qr_free(q);
	buf_free(&art);
}

static int
init_run(struct init *in)
{
	enum gw_err e;

	if (datadir_owner(in->config.user, &in->owner) != GW_OK) {
		fprintf(stderr, "the config's user does not exist on this machine; nothing was changed\n");
		return ADMIN_REFUSED;
	}
	keys_make(in);
	e = folders_make(in);
	if (e == GW_OK)
		e = key_files_make(in);
	if (e == GW_ECONFLICT) {
		datadir_undo(&in->made);
		fprintf(stderr, "there is already a gateway in %s; nothing was changed\n", in->config.data);
		return ADMIN_REFUSED;
	}
	if (e == GW_OK && datadir_inside(in->config.data, &in->owner, store_fill, in) != ADMIN_DONE)
		e = GW_EIO;
	if (e == GW_OK)
		e = words_print(in->keys);
	if (e != GW_OK) {
		datadir_undo(&in->made);
		fprintf(stderr, "no gateway was made in %s: %s; nothing was changed\n", in->config.data,
		    gw_err_text(e));
		return ADMIN_REFUSED;
	}
	words_draw(in->keys);
	return ADMIN_DONE;
}

/* From the first folder to the last word in one go: an interrupt waits. */
static int
init_unbroken(struct init *in)
{
	sigset_t all, mask_was;
	int status;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &mask_was);
	status = init_run(in);
	sigprocmask(SIG_SETMASK, &mask_was, NULL);
	return status;
}

int
admin_init(int argc, char **argv)
{
	struct init *in = secret_malloc(sizeof *in);
	int status;

	if (in == NULL)
		return ADMIN_REFUSED;
	memset(in, 0, sizeof *in);
	status = args_config(argc, argv, &in->config);
	if (status == ADMIN_DONE && policy_load(in->config.policy, stderr, &in->policy) != GW_OK)
		status = ADMIN_REFUSED;
	if (status == ADMIN_DONE && (in->keys = secret_page(sizeof *in->keys)) == NULL)
		status = ADMIN_REFUSED;
	if (status == ADMIN_DONE)
		status = init_unbroken(in);
	secret_page_free(in->keys);
	policy_free(in->policy);
	secret_free(in);
	return status;
}
