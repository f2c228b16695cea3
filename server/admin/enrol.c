/* enrol.c: a new member: a key pair under a passphrase, a second factor, and the keys of each team sealed to it. */
#include "admin.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "args.h"
#include "datadir.h"
#include "grant.h"
#include "handout.h"
#include "name.h"
#include "passphrase.h"
#include "proof.h"
#include "secret.h"
#include "store.h"
#include "title.h"

static const char USAGE[] = "usage: concernd enrol --config FILE --name NAME (--team CODE [--title TITLE])...\n"
    "           [--auditor] (--recovery | --by COLLEAGUE)\n"
    "title: member, lead or deputy (of a school), coordinator (of community); an auditor needs no team\n"
    "stdin: the new member's passphrase, then the recovery words or the colleague's passphrase, one a line\n"
    "stdout: the secret for the new member's app, then recovery codes, one a line\n";

struct enrol {
	const char *file, *name;
	size_t n_teams;
	const char *team[LIMIT_MEMBER_TEAMS];
	unsigned title[LIMIT_MEMBER_TEAMS];
	bool is_auditor;
	struct config config;
	struct owner owner;
	struct roster_pin pin;
	struct roster roster;
	struct secret_line passphrase;
	struct proof proof;
	struct keyring ring;
	struct msg_member member;
	struct handout handout;
	struct msg_tag code[LIMIT_RECOVERY_CODES];
	struct store *store;
};

static const char NOTHING[] = "nobody was enrolled";

static int
refuse(const char *why)
{
	fprintf(stderr, "%s; %s\n", why, NOTHING);
	return ADMIN_REFUSED;
}

static int
refuse_error(const char *what, enum gw_err e)
{
	fprintf(stderr, "%s: %s; %s\n", what, gw_err_text(e), NOTHING);
	return ADMIN_REFUSED;
}

/* --- in the child: the store --- */

static int
member_make(struct enrol *en)
{
	struct keypair pair;
	enum gw_err e;

	keypair_make(&pair);
	snprintf(en->member.name, sizeof en->member.name, "%s", en->name);
	memcpy(en->member.pk, pair.pk, KEY_BYTES);
	handout_make(&en->handout);
	second_seal(pair.sk, span_of(en->name), en->handout.secret, en->member.second);
	codes_tags(&en->handout.codes, pair.sk, en->code);
	e = member_lock(span_of(en->name), prompt_span(&en->passphrase), pair.sk, &en->member.lock);
	keypair_wipe(&pair);
	return e == GW_OK ? ADMIN_DONE : refuse_error("the passphrase could not be used", e);
}

/* Keys that the team had before: whoever was let in by the recovery key alone may be the only one left to open what is
 * still sealed to them. */
static int
older_pass_on(struct enrol *en, const char *team)
{
	struct msg_old_key older[LIMIT_OLD_KEYS];
	enum gw_err e;
	size_t n;

	e = store_old_recovery(en->store, team, older, LIMIT_OLD_KEYS, &n);
	for (size_t i = 0; i < n && e == GW_OK; i++) {
		uint8_t sk[KEY_BYTES];
		struct grant_subject what;

		e = keyring_older(&en->ring, &older[i], sk);
		if (e != GW_OK)
			break;
		team_subject(span_of(team), &what);
		grant_seal(en->member.pk, &what, sk, older[i].sealed);
		secret_wipe(sk, sizeof sk);
		e = store_old_key_put(en->store, en->name, &older[i]);
	}
	return e == GW_OK ? ADMIN_DONE : refuse_error("a team's older key could not be passed on", e);
}

/* The team's key, out of the ring and into the new member's hands. */
static int
team_pass_on(struct enrol *en, const char *team, unsigned title, int64_t now)
{
	uint8_t sk[KEY_BYTES], sealed[GRANT_BYTES];
	struct grant_subject what;
	enum gw_err e;

	e = keyring_team(&en->ring, team, sk);
	if (e == GW_OK) {
		team_subject(span_of(team), &what);
		grant_seal(en->member.pk, &what, sk, sealed);
		secret_wipe(sk, sizeof sk);
		e = store_membership_put(en->store, en->name, team, (enum title)title, sealed, now);
		if (e != GW_OK)
			return refuse_error("the membership could not be kept", e);
		return en->proof.is_recovery ? older_pass_on(en, team) : ADMIN_DONE;
	}
	if (e == GW_EABSENT)
		return refuse("the colleague is not in that team, and so cannot let anybody into it");
	return refuse_error("a team's key does not open, or is not the signed list's", e);
}

/* Administrators sign the list of teams. */
static int
seed_pass_on(struct enrol *en)
{
	const struct grant_subject what = { .kind = GRANT_ROSTER };
	uint8_t seed[KEY_BYTES], sealed[GRANT_BYTES];
	enum gw_err e;

	e = keyring_seed(&en->ring, seed);
	if (e != GW_OK)
		return refuse_error("the key that signs the list of teams does not open", e);
	grant_seal(en->member.pk, &what, seed, sealed);
	secret_wipe(seed, sizeof seed);
	e = store_seed_put(en->store, en->name, sealed);
	return e == GW_OK ? ADMIN_DONE : refuse_error("the administrator's key could not be kept", e);
}

static int
member_put(struct enrol *en)
{
	const int64_t now = time(NULL);
	char why[LIMIT_WHY + 1];
	int status = ADMIN_DONE;
	enum gw_err e;

	e = store_begin(en->store);
	if (e == GW_OK)
		e = store_member_put(en->store, &en->member, now);
	if (e == GW_OK)
		e = store_codes_put(en->store, en->name, en->code, LIMIT_RECOVERY_CODES);
	if (e == GW_OK && en->is_auditor)
		e = store_auditor_put(en->store, en->name, now);
	if (e == GW_ECONFLICT)
		return refuse("there is already a member of that name");
	if (e != GW_OK)
		return refuse_error("the member could not be kept", e);
	for (size_t i = 0; i < en->n_teams && status == ADMIN_DONE; i++) {
		status = team_pass_on(en, en->team[i], en->title[i], now);
		if (status == ADMIN_DONE && strcmp(en->team[i], ROSTER_ADMIN) == 0)
			status = seed_pass_on(en);
	}
	snprintf(why, sizeof why, "to enrol %s", en->name);
	if (status == ADMIN_DONE && en->proof.is_recovery && (e = store_recovery_used(en->store, why, now)) != GW_OK)
		status = refuse_error("the record could not be kept", e);
	/* Before it counts: nobody is enrolled whose codes nobody saw. */
	if (status == ADMIN_DONE && (e = handout_print(&en->handout)) != GW_OK)
		status = refuse_error("the codes could not be shown", e);
	if (status == ADMIN_DONE && (e = store_commit(en->store)) != GW_OK)
		status = refuse_error("the member could not be kept, and what was shown opens nothing", e);
	return status;
}

/* What can be refused before anybody's passphrase is worked on. */
static int
request_check(struct enrol *en)
{
	struct msg_member other;
	enum gw_err e;

	e = keyring_roster(en->store, &en->pin, &en->roster);
	if (e != GW_OK)
		return refuse_error("the signed list of teams cannot be used", e);
	for (size_t i = 0; i < en->n_teams; i++)
		if (roster_find(&en->roster, span_of(en->team[i])) == NULL)
			return refuse("there is no such team");
	e = store_member_get(en->store, en->name, &other);
	if (e == GW_OK)
		return refuse("there is already a member of that name");
	return e == GW_EABSENT ? ADMIN_DONE : refuse_error("the store could not be read", e);
}

static int
enrol_inside(void *arg)
{
	struct enrol *en = arg;
	int status;

	if (store_open("concern.db", STORE_ADMIN, stderr, &en->store) != GW_OK)
		return ADMIN_REFUSED;
	status = request_check(en);
	if (status == ADMIN_DONE) {
		en->ring = (struct keyring){ .store = en->store, .roster = &en->roster, .pin = &en->pin };
		status = proof_open(&en->proof, &en->ring, NOTHING);
	}
	if (status == ADMIN_DONE)
		status = member_make(en);
	if (status == ADMIN_DONE)
		status = member_put(en);
	if (status == ADMIN_DONE)
		handout_draw(&en->handout, en->name);
	store_close(en->store);		/* what was begun and not committed is undone */
	secret_wipe(en, sizeof *en);
	return status;
}

/* --- outside --- */

static bool
name_is_wellformed(const char *name)
{
	return name_is_clear(span_of(name)) && strcmp(name, KEYRING_RECOVERY) != 0;
}

static bool
team_add(struct enrol *en, const char *team)
{
	if (en->n_teams == LIMIT_MEMBER_TEAMS || strlen(team) > LIMIT_TEAM)
		return false;
	for (size_t i = 0; i < en->n_teams; i++)
		if (strcmp(en->team[i], team) == 0)
			return false;
	en->team[en->n_teams++] = team;
	return true;
}

/* Of the team before it. */
static bool
title_add(struct enrol *en, const char *code)
{
	const unsigned title = title_of(span_of(code));

	if (en->n_teams == 0 || en->title[en->n_teams - 1] != TITLE_MEMBER ||
	    !title_fits(title, en->team[en->n_teams - 1]))
		return false;
	en->title[en->n_teams - 1] = title;
	return true;
}

/* An option may come once, a team several times. */
static bool
option_take(struct enrol *en, int o)
{
	const char **text = o == 'c' ? &en->file : o == 'n' ? &en->name : &en->proof.colleague;

	switch (o) {
	case 't':
		return team_add(en, optarg);
	case 'i':
		return title_add(en, optarg);
	case 'a':
		en->is_auditor = true;
		return true;
	case 'r':
		en->proof.is_recovery = true;
		return true;
	case 'c':
	case 'n':
	case 'b':
		if (*text != NULL)
			return false;
		*text = optarg;
		return true;
	default:
		return false;
	}
}

static int
args_read(struct enrol *en, int argc, char **argv)
{
	static const struct option options[] = {
		{ "config", required_argument, NULL, 'c' }, { "name", required_argument, NULL, 'n' },
		{ "team", required_argument, NULL, 't' }, { "recovery", no_argument, NULL, 'r' },
		{ "by", required_argument, NULL, 'b' }, { "title", required_argument, NULL, 'i' },
		{ "auditor", no_argument, NULL, 'a' }, { NULL, 0, NULL, 0 },
	};
	bool good = true;
	int o;

	optind = 0;		/* glibc: start over */
	while (good && (o = getopt_long(argc, argv, "", options, NULL)) != -1)
		good = option_take(en, o);
	if (!good || optind != argc || en->file == NULL || en->name == NULL ||
	    (en->n_teams == 0 && !en->is_auditor) || en->proof.is_recovery == (en->proof.colleague != NULL)) {
		fputs(USAGE, stderr);
		return ADMIN_USAGE;
	}
	if (!name_is_wellformed(en->name) ||
	    (en->proof.colleague != NULL && !name_is_wellformed(en->proof.colleague))) {
		fprintf(stderr, "a name has 1 to %d bytes of UTF-8, no control characters, no spaces at its ends, "
		    "and is not \"" KEYRING_RECOVERY "\"\n", LIMIT_NAME);
		return ADMIN_USAGE;
	}
	return args_load(en->file, &en->config);
}

static int
secrets_read(struct enrol *en)
{
	const char *fault;
	enum gw_err e;

	e = prompt_new_secret("Passphrase of the new member, 12 to 128 bytes", &en->passphrase);
	if (e == GW_ECONFLICT)
		return refuse("the two passphrases differ");
	if (e == GW_ELIMIT)
		return refuse("a passphrase has 12 to 128 bytes");
	if (e == GW_OK && (fault = passphrase_fault(prompt_span(&en->passphrase), span_of(en->name))) != NULL) {
		fprintf(stderr, "%s\n", fault);
		return refuse("this passphrase cannot be used");
	}
	if (e == GW_EABSENT)
		return refuse("the input ended before the new member's passphrase came");
	return e == GW_OK ? proof_ask(&en->proof, NOTHING) : refuse_error("the passphrase could not be read", e);
}

int
admin_enrol(int argc, char **argv)
{
	struct enrol *en = secret_malloc(sizeof *en);
	int status;

	if (en == NULL)
		return ADMIN_REFUSED;
	memset(en, 0, sizeof *en);
	status = args_read(en, argc, argv);
	if (status == ADMIN_DONE)
		status = proof_pin(&en->config, &en->pin, NOTHING);
	if (status == ADMIN_DONE && datadir_owner(en->config.user, &en->owner) != GW_OK)
		status = refuse("the config's user does not exist on this machine");
	if (status == ADMIN_DONE)
		status = secrets_read(en);
	if (status == ADMIN_DONE)
		status = datadir_inside(en->config.data, &en->owner, enrol_inside, en);
	secret_free(en);
	return status;
}
