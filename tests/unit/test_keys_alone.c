/* test_keys_alone.c: who can open what when every check is gone. Each person has the whole database and the own
 * passphrase, and tries each key there is on each sealed thing there is. Names and roles are asked for nowhere. One
 * case was passed on in part, and one given away. */
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "admin.h"
#include "run.h"
#include "secret.h"
#include "verbs.h"

enum { KEYS = 64, PLAIN = GRANT_BYTES - crypto_box_SEALBYTES };

/* FIRST and SECOND: whichever schools the policy names first. */
static const char FIRST[] = "1", SECOND[] = "2";

static const struct { const char *name, *team; } people[] = {
	{ "asha", FIRST }, { "ben", SECOND }, { "cara", "community" }, { "dev", "lado" }, { "eve", "admin" },
	{ "ed", NULL },		/* an auditor */
};
static const struct { const char *team[LIMIT_GRANTS]; const char *who; } cases[] = {
	{ { FIRST }, "asha" }, { { SECOND }, "ben" }, { { FIRST, "community" }, "asha cara" },
	{ { "community" }, "cara" }, { { "lado" }, "dev" }, { { SECOND, "community" }, "ben cara" },
	{ { FIRST }, "dev" },			/* GIVEN: it came to the wrong team, which gave it away */
	{ { "community", FIRST }, "asha cara" },	/* EXTRACT: of the first case, and no way into that */
};
enum { FROM, GIVEN = 6, EXTRACT };
enum { PEOPLE = sizeof people / sizeof people[0], CASES = sizeof cases / sizeof cases[0] };

static int64_t now;		/* the enrolled people's codes are of today */
static struct roster list;
static uint8_t case_keys[CASES][KEY_BYTES];

static const char *
team_of(const char *name)
{
	size_t n = name == FIRST ? 1 : name == SECOND ? 2 : 0;

	if (n == 0)
		return name;
	for (size_t i = 0; i < list.n; i++)
		if (list.team[i].kind == TEAM_SCHOOL && --n == 0)
			return list.team[i].code;
	ck_abort_msg("the policy names fewer than two schools");
}

/* --- the scene --- */

static void
enrol_all(void)
{
	char name[80], auditor[] = "--auditor", input[1024];
	char *argv[] = { verb_name, opt_config, config, opt_name, name, auditor, opt_recovery, NULL };

	snprintf(input, sizeof input, "%s\n%s\n", PASS_A, words);
	for (size_t i = 0; i < PEOPLE; i++) {
		snprintf(name, sizeof name, "%s", people[i].name);
		if (people[i].team == NULL)
			ck_assert_msg(run(admin_enrol, input, argv) == 0, "%s", ran.err);
		else
			ck_assert_msg(enrol(name, team_of(people[i].team), NULL, PASS_A, words) == 0, "%s", ran.err);
	}
}

/* Sealed parts, by their size alone. */
static const uint8_t bytes[SEAL_STEP];
static const struct span filler = { bytes, sizeof bytes };

static void
grant_fill(struct msg_grant *g, unsigned n, const char *team)
{
	const struct roster_team *to = roster_find(&list, span_of(team_of(team)));
	struct grant_subject what = { .kind = GRANT_CASE };

	memset(what.id, (int)n + 1, ID_BYTES);
	strcpy(g->team, to->code);
	memcpy(g->key, to->pk, KEY_ID);
	grant_seal(to->pk, &what, case_keys[n], g->sealed);
}

static void
put_fill(struct msg_report_put *r, unsigned n)
{
	*r = (struct msg_report_put){ .band = BAND_ROUTINE, .due = now + 3600 };
	memset(r->report, (int)n + 1, ID_BYTES);
	memset(r->tag, (int)n + 1, TAG_BYTES);
	r->reporter_pk[0] = 9;
	case_key_make(case_keys[n]);
	for (; r->n_grants < LIMIT_GRANTS && cases[n].team[r->n_grants] != NULL; r->n_grants++)
		grant_fill(&r->grant[r->n_grants], n, cases[n].team[r->n_grants]);
	r->body = r->decision = r->head = filler;
}

static void
case_put(struct store *store, unsigned n)
{
	struct msg_report_put r;

	put_fill(&r, n);
	ck_assert_int_eq(store_begin(store), GW_OK);
	ck_assert_int_eq(store_report_put(store, &r, now), GW_OK);
	ck_assert_int_eq(store_commit(store), GW_OK);
}

/* --- from team to team --- */

/* An act on the n-th case, which has two parts, by asha. */
static void
act_fill(struct msg_case_put *act, unsigned n, enum case_act what)
{
	*act = (struct msg_case_put){ .act = (uint8_t)what, .seq = 2, .n = 1, .part = { { PART_NOTE, filler } },
		.head = filler, .band = BAND_ROUTINE, .lists = 1, .helps = 1 };
	memset(act->session, 'a', SESSION_ID);
	memset(act->report, (int)n + 1, ID_BYTES);
}

static void
in_transaction(struct store *store, enum gw_err e)
{
	ck_assert_int_eq(e, GW_OK);
	ck_assert_int_eq(store_commit(store), GW_OK);
	ck_assert_int_eq(store_begin(store), GW_OK);
}

static void
hand_over(struct store *store)
{
	struct msg_sign_in in = { .name = "asha", .sealed = { 1 }, .step = (uint64_t)now / 30 + 1 };
	struct msg_share_put give = { .gives_away = 1 };
	struct msg_pass_put pass = { .note = filler };

	memset(in.session, 'a', SESSION_ID);
	memset(pass.session, 'a', SESSION_ID);
	ck_assert_int_eq(store_begin(store), GW_OK);
	in_transaction(store, store_session_put(store, &in, now));
	act_fill(&give.act, GIVEN, ACT_SHARE);
	grant_fill(&give.to, GIVEN, "lado");
	in_transaction(store, store_share_put(store, &give, now));
	act_fill(&pass.from, FROM, ACT_PASS);
	put_fill(&pass.put, EXTRACT);
	in_transaction(store, store_pass_put(store, &pass, now));
	ck_assert_int_eq(store_commit(store), GW_OK);
}

static void
scene_make(void)
{
	struct store *store;
	struct look l;

	gateway_make();
	now = time(NULL);
	look_open(&l);
	list = l.roster;
	store_close(l.store);
	enrol_all();
	ck_assert_int_eq(store_open(in_dir("store/concern.db"), STORE_SERVE, stderr, &store), GW_OK);
	for (unsigned n = 0; n < EXTRACT; n++)
		case_put(store, n);
	hand_over(store);
	store_close(store);
}

/* --- one person, with all there is --- */

struct thief { size_t n; struct keypair key[KEYS]; bool has_case[CASES]; };

static void
learn(struct thief *t, const uint8_t sk[KEY_BYTES])
{
	struct keypair k;

	keypair_from_secret(&k, sk);
	for (size_t i = 0; i < t->n; i++)
		if (memcmp(t->key[i].pk, k.pk, KEY_BYTES) == 0)
			return;
	ck_assert_uint_lt(t->n, KEYS);
	t->key[t->n++] = k;
	for (size_t i = 0; i < CASES; i++)
		t->has_case[i] = t->has_case[i] || memcmp(sk, case_keys[i], KEY_BYTES) == 0;
}

/* Whatever it was meant for: what stands behind kind and subject is a key. */
static void
try_all(struct thief *t, const uint8_t sealed[GRANT_BYTES])
{
	uint8_t plain[PLAIN];

	for (size_t i = 0; i < t->n; i++)
		if (crypto_box_seal_open(plain, sealed, GRANT_BYTES, t->key[i].pk, t->key[i].sk) == 0)
			learn(t, plain + PLAIN - KEY_BYTES);
}

static void
read_all(struct thief *t)
{
	static const char sql[] = "SELECT sealed FROM membership UNION ALL SELECT sealed FROM old_key UNION ALL "
	    "SELECT sealed FROM old_recovery UNION ALL SELECT to_recovery FROM team UNION ALL SELECT sealed FROM seed "
	    "UNION ALL SELECT reporter_grant FROM report UNION ALL SELECT sealed FROM grants";
	sqlite3_stmt *st;
	sqlite3 *db;
	int rows = 0;

	ck_assert_int_eq(sqlite3_open(in_dir("store/concern.db"), &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
	for (; sqlite3_step(st) == SQLITE_ROW; rows++) {
		ck_assert_int_eq(sqlite3_column_bytes(st, 0), GRANT_BYTES);
		try_all(t, sqlite3_column_blob(st, 0));
	}
	sqlite3_finalize(st);
	sqlite3_close(db);
	ck_assert_int_gt(rows, CASES + PEOPLE);
}

START_TEST(each_opens_with_keys_alone_what_that_persons_teams_may)
{
	const char *name = people[_i].name;
	struct thief t = { .n = 0 };
	struct look l;
	size_t before;

	look_open(&l);
	ck_assert_int_eq(keyring_colleague(&l.ring, name, span_of(PASS_A)), GW_OK);
	learn(&t, l.ring.key.sk);
	store_close(l.store);
	do {
		before = t.n;
		read_all(&t);
	} while (t.n > before);
	for (size_t i = 0; i < CASES; i++)
		ck_assert_msg(t.has_case[i] == (strstr(cases[i].who, name) != NULL), "%s, case %zu", name, i);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("keys_alone");
	TCase *c = tcase_create("keys_alone");

	tcase_set_timeout(c, 120);
	tcase_add_unchecked_fixture(c, scene_make, place_remove);
	tcase_add_loop_test(c, each_opens_with_keys_alone_what_that_persons_teams_may, 0, PEOPLE);
	suite_add_tcase(s, c);
	return s;
}
