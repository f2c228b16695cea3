/* enrol.c: a new member: a key pair under a passphrase, and the keys of each team sealed to it. */
#include "admin.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "args.h"
#include "datadir.h"
#include "grant.h"
#include "keyring.h"
#include "prompt.h"
#include "report.h"
#include "secret.h"
#include "store.h"

static const char USAGE[] = "usage: concernd enrol --config FILE --name NAME --team CODE [--team CODE ...]\n"
    "           (--recovery | --by COLLEAGUE)\n"
    "stdin: the new member's passphrase, then the recovery words or the colleague's passphrase, one a line\n";

struct enrol {
	const char *file, *name, *colleague;	/* colleague NULL: the recovery words */
	bool recovery;
	size_t n_teams;
	const char *team[LIMIT_MEMBER_TEAMS];
	struct config config;
	struct owner owner;
	struct roster_pin pin;
	struct roster roster;
	struct secret_line passphrase, proof;	/* proof: the words, or the colleague's passphrase */
	struct keyring ring;
	struct msg_member member;
	struct store *store;
};

static int
refuse(const char *why)
{
	fprintf(stderr, "%s; nobody was enrolled\n", why);
	return ADMIN_REFUSED;
}

static int
refuse_error(const char *what, enum gw_err e)
{
	fprintf(stderr, "%s: %s; nobody was enrolled\n", what, gw_err_text(e));
	return ADMIN_REFUSED;
}

/* --- in the child: the store --- */

/* Opens the ring with what was typed. */
static int
ring_open(struct enrol *en)
{
	int word = 0;
	enum gw_err e;

	en->ring.store = en->store;
	en->ring.roster = &en->roster;
	en->ring.pin = &en->pin;
	if (en->colleague != NULL) {
		e = keyring_colleague(&en->ring, en->colleague, prompt_span(&en->proof));
		if (e == GW_EABSENT || e == GW_EDENIED)
			return refuse("the colleague's name or passphrase is wrong");
	} else {
		e = keyring_recovery(&en->ring, prompt_span(&en->proof), &word);
		if (e == GW_EDENIED)
			return refuse("these are the recovery words of another gateway");
	}
	if (e == GW_EINPUT && word > 0)
		fprintf(stderr, "recovery word %d is not one; nobody was enrolled\n", word);
	else if (e == GW_EINPUT)
		return refuse("each recovery word is possible, but together they are not the key");
	else if (e != GW_OK)
		return refuse_error("the keys could not be opened", e);
	return e == GW_OK ? ADMIN_DONE : ADMIN_REFUSED;
}

static int
member_make(struct enrol *en)
{
	struct keypair pair;
	enum gw_err e;

	keypair_make(&pair);
	snprintf(en->member.name, sizeof en->member.name, "%s", en->name);
	memcpy(en->member.pk, pair.pk, KEY_BYTES);
	e = member_lock(span_of(en->name), prompt_span(&en->passphrase), pair.sk, &en->member.lock);
	keypair_wipe(&pair);
	return e == GW_OK ? ADMIN_DONE : refuse_error("the passphrase could not be used", e);
}

/* The team's key, out of the ring and into the new member's hands. */
static int
team_pass_on(struct enrol *en, const char *team, int64_t now)
{
	uint8_t sk[KEY_BYTES], sealed[GRANT_BYTES];
	struct grant_subject what;
	enum gw_err e;

	e = keyring_team(&en->ring, team, sk);
	if (e == GW_OK) {
		team_subject(span_of(team), &what);
		grant_seal(en->member.pk, &what, sk, sealed);
		secret_wipe(sk, sizeof sk);
		e = store_membership_put(en->store, en->name, team, sealed, now);
		return e == GW_OK ? ADMIN_DONE : refuse_error("the membership could not be kept", e);
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
	int status = ADMIN_DONE;
	enum gw_err e;

	e = store_begin(en->store);
	if (e == GW_OK)
		e = store_member_put(en->store, &en->member, now);
	if (e == GW_ECONFLICT)
		return refuse("there is already a member of that name");
	if (e != GW_OK)
		return refuse_error("the member could not be kept", e);
	for (size_t i = 0; i < en->n_teams && status == ADMIN_DONE; i++) {
		status = team_pass_on(en, en->team[i], now);
		if (status == ADMIN_DONE && strcmp(en->team[i], "admin") == 0)
			status = seed_pass_on(en);
	}
	if (status == ADMIN_DONE && (e = store_commit(en->store)) != GW_OK)
		status = refuse_error("the member could not be kept", e);
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
	if (status == ADMIN_DONE)
		status = ring_open(en);
	if (status == ADMIN_DONE)
		status = member_make(en);
	if (status == ADMIN_DONE)
		status = member_put(en);
	store_close(en->store);		/* what was begun and not committed is undone */
	secret_wipe(en, sizeof *en);
	return status;
}

/* --- outside --- */

static bool
name_is_wellformed(const char *name)
{
	const struct span s = span_of(name);

	if (s.n == 0 || s.n > LIMIT_NAME || !text_is_utf8(s) || s.p[0] == ' ' || s.p[s.n - 1] == ' ')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < ' ' || s.p[i] == 0x7f)
			return false;
	return strcmp(name, KEYRING_RECOVERY) != 0;
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

/* An option may come once, a team several times. */
static bool
option_take(struct enrol *en, int o)
{
	const char **text = o == 'c' ? &en->file : o == 'n' ? &en->name : &en->colleague;

	switch (o) {
	case 't':
		return team_add(en, optarg);
	case 'r':
		en->recovery = true;
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
		{ "by", required_argument, NULL, 'b' }, { NULL, 0, NULL, 0 },
	};
	bool good = true;
	int o;

	optind = 0;		/* glibc: start over */
	while (good && (o = getopt_long(argc, argv, "", options, NULL)) != -1)
		good = option_take(en, o);
	if (!good || optind != argc || en->file == NULL || en->name == NULL || en->n_teams == 0 ||
	    en->recovery == (en->colleague != NULL)) {
		fputs(USAGE, stderr);
		return ADMIN_USAGE;
	}
	if (!name_is_wellformed(en->name) || (en->colleague != NULL && !name_is_wellformed(en->colleague))) {
		fprintf(stderr, "a name has 1 to %d bytes of UTF-8, no control characters, no spaces at its ends, "
		    "and is not \"" KEYRING_RECOVERY "\"\n", LIMIT_NAME);
		return ADMIN_USAGE;
	}
	return args_load(en->file, &en->config);
}

static int
pin_read(struct enrol *en)
{
	uint8_t text[256];
	enum gw_err e;
	size_t n;

	e = datadir_read(en->config.roster_pin, text, sizeof text, &n);
	if (e == GW_OK)
		e = roster_pin_parse((struct span){ text, n }, &en->pin);
	return e == GW_OK ? ADMIN_DONE : refuse_error("the pin of the signed list cannot be read", e);
}

static int
secrets_read(struct enrol *en)
{
	enum gw_err e;

	e = prompt_new_secret("Passphrase of the new member, 12 to 128 bytes", &en->passphrase);
	if (e == GW_ECONFLICT)
		return refuse("the two passphrases differ");
	if (e == GW_ELIMIT || (e == GW_OK && (en->passphrase.n < LIMIT_PASSPHRASE_MIN ||
	    en->passphrase.n > LIMIT_PASSPHRASE)))
		return refuse("a passphrase has 12 to 128 bytes");
	if (e == GW_OK && !text_is_utf8(prompt_span(&en->passphrase)))
		return refuse("the passphrase is not UTF-8, and could not be typed at the desk");
	if (e == GW_OK)
		e = prompt_secret(en->recovery ? "Recovery words" : "Passphrase of the colleague", &en->proof);
	return e == GW_OK ? ADMIN_DONE : refuse_error("two lines are needed on stdin", e);
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
		status = pin_read(en);
	if (status == ADMIN_DONE && datadir_owner(en->config.user, &en->owner) != GW_OK)
		status = refuse("the config's user does not exist on this machine");
	if (status == ADMIN_DONE)
		status = secrets_read(en);
	if (status == ADMIN_DONE)
		status = datadir_inside(en->config.data, &en->owner, enrol_inside, en);
	secret_free(en);
	return status;
}
