/* test_rotation_desk.c: somebody leaves. A real gateway, real keys and the real store; the test does what the desk's
 * pages do between them. */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "case_key.h"
#include "rewrap.h"
#include "run.h"
#include "secret.h"
#include "tag_box.h"
#include "team_key.h"
#include "verbs.h"

enum { NOW = 1790000000 / 60 * 60, CASES = REWRAP_CASES + 5 };

static const char TEAM[] = "community";
static const char TAG[] = "person: sam";

/* Somebody at the desk. */
struct at_desk {
	const char *name;
	uint8_t token[SESSION_TOKEN], id[SESSION_ID];
	struct keypair own;
	struct msg_session session;
};

static struct at_desk amina = { .name = "amina" }, bola = { .name = "bola" }, eve = { .name = "eve" };
static struct roster list;
static struct roster_pin pin;
static struct store *store;
static uint8_t case_keys[CASES][KEY_BYTES];

#define DO(call) (begin(), done(call))

static void
begin(void)
{
	ck_assert_int_eq(store_begin(store), GW_OK);
}

static enum gw_err
done(enum gw_err e)
{
	if (e == GW_OK || e == GW_EABSENT || e == GW_EDENIED)
		ck_assert_int_eq(store_commit(store), GW_OK);
	else
		store_rollback(store);
	return e;
}

/* --- people --- */

static void
sign_in(struct at_desk *p, const char *passphrase)
{
	struct msg_sign_in in = { .step = NOW / 30 };
	struct look l;

	look_open(&l);
	ck_assert_int_eq(keyring_colleague(&l.ring, p->name, span_of(passphrase)), GW_OK);
	p->own = l.ring.key;
	store_close(l.store);
	secret_random(p->token, sizeof p->token);
	session_id(p->token, p->id);
	strcpy(in.name, p->name);
	memcpy(in.session, p->id, SESSION_ID);
	session_seal(p->token, span_of(p->name), p->own.sk, in.sealed);
	ck_assert_int_eq(DO(store_session_put(store, &in, NOW)), GW_OK);
}

static enum gw_err
look_in(struct at_desk *p)
{
	return DO(store_session_get(store, p->id, NOW, &p->session));
}

static void
list_take(void)
{
	struct msg_roster kept;

	ck_assert_int_eq(store_roster_get(store, &kept), GW_OK);
	ck_assert_int_eq(roster_open(&pin, kept.body, kept.signature, &list), GW_OK);
}

/* --- cases --- */

static void
case_put(unsigned n)
{
	static uint8_t bytes[4096];
	const struct roster_team *team = roster_find(&list, span_of(TEAM));
	struct grant_subject what = { .kind = GRANT_CASE };
	struct msg_report_put r = { .band = BAND_ROUTINE, .due = NOW + 3600, .n_grants = 1 };

	memset(r.report, (int)n + 1, ID_BYTES);
	memset(r.tag, (int)n + 1, TAG_BYTES);
	r.reporter_pk[0] = 9;
	memcpy(what.id, r.report, ID_BYTES);
	case_key_make(case_keys[n]);
	strcpy(r.grant[0].team, TEAM);
	memcpy(r.grant[0].key, team->pk, KEY_ID);
	grant_seal(team->pk, &what, case_keys[n], r.grant[0].sealed);
	r.body = r.decision = r.head = (struct span){ bytes, sizeof bytes };
	ck_assert_int_eq(DO(store_report_put(store, &r, NOW)), GW_OK);
}

/* The n-th case's grant as it is stored, and the id of its key. */
static void
grant_kept(unsigned n, uint8_t report[ID_BYTES], uint8_t sealed[GRANT_BYTES], uint8_t key[KEY_ID])
{
	sqlite3_stmt *st;
	sqlite3 *db;

	memset(report, (int)n + 1, ID_BYTES);
	ck_assert_int_eq(sqlite3_open(in_dir("store/concern.db"), &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_prepare_v2(db, "SELECT sealed, key FROM grants WHERE report = ?1", -1, &st, NULL),
	    SQLITE_OK);
	sqlite3_bind_blob(st, 1, report, ID_BYTES, SQLITE_STATIC);
	ck_assert_int_eq(sqlite3_step(st), SQLITE_ROW);
	memcpy(sealed, sqlite3_column_blob(st, 0), GRANT_BYTES);
	memcpy(key, sqlite3_column_blob(st, 1), KEY_ID);
	sqlite3_finalize(st);
	sqlite3_close(db);
}

static bool
opens(const struct at_desk *p, unsigned n)
{
	uint8_t report[ID_BYTES], sealed[GRANT_BYTES], id[KEY_ID], key[KEY_BYTES];

	grant_kept(n, report, sealed, id);
	return case_key_open(&p->session, &p->own, &list, TEAM, report, sealed, key) == GW_OK &&
	    memcmp(key, case_keys[n], KEY_BYTES) == 0;
}

/* With a team's key that somebody kept. */
static bool
opens_with(const struct keypair *team, unsigned n)
{
	uint8_t sealed[GRANT_BYTES], id[KEY_ID], key[KEY_BYTES];
	struct grant_subject what = { .kind = GRANT_CASE };

	grant_kept(n, what.id, sealed, id);
	return grant_open(team, &what, sealed, key) == GW_OK;
}

static void
tag_put(const struct keypair *team)
{
	uint8_t found_by[TAG_BYTES], sealed[TAG_SEALED], report[ID_BYTES];
	sqlite3_stmt *st;
	sqlite3 *db;

	memset(report, 1, ID_BYTES);
	case_tag_of(team->sk, span_of(TAG), found_by);
	tag_seal(team->pk, span_of(TAG), sealed);
	ck_assert_int_eq(sqlite3_open(in_dir("store/concern.db"), &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_prepare_v2(db, "INSERT INTO tag (team, found_by, report, key, sealed) VALUES (?1, ?2, "
	    "?3, ?4, ?5)", -1, &st, NULL), SQLITE_OK);
	sqlite3_bind_text(st, 1, TEAM, -1, SQLITE_STATIC);
	sqlite3_bind_blob(st, 2, found_by, TAG_BYTES, SQLITE_STATIC);
	sqlite3_bind_blob(st, 3, report, ID_BYTES, SQLITE_STATIC);
	sqlite3_bind_blob(st, 4, team->pk, KEY_ID, SQLITE_STATIC);
	sqlite3_bind_blob(st, 5, sealed, TAG_SEALED, SQLITE_STATIC);
	ck_assert_int_eq(sqlite3_step(st), SQLITE_DONE);
	sqlite3_finalize(st);
	sqlite3_close(db);
}

/* How many tags are found by this key. */
static int
tags_found(const struct keypair *team)
{
	uint8_t found_by[TAG_BYTES];
	sqlite3_stmt *st;
	sqlite3 *db;
	int n;

	case_tag_of(team->sk, span_of(TAG), found_by);
	ck_assert_int_eq(sqlite3_open(in_dir("store/concern.db"), &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_prepare_v2(db, "SELECT count(*) FROM tag WHERE found_by = ?1 AND key = ?2", -1, &st,
	    NULL), SQLITE_OK);
	sqlite3_bind_blob(st, 1, found_by, TAG_BYTES, SQLITE_STATIC);
	sqlite3_bind_blob(st, 2, team->pk, KEY_ID, SQLITE_STATIC);
	ck_assert_int_eq(sqlite3_step(st), SQLITE_ROW);
	n = sqlite3_column_int(st, 0);
	sqlite3_finalize(st);
	sqlite3_close(db);
	return n;
}

/* --- what the desk does --- */

static enum gw_err
leave(const struct at_desk *by, const char *name)
{
	struct msg_leave q = { .session = { 0 } };

	memcpy(q.session, by->id, SESSION_ID);
	strcpy(q.name, name);
	return DO(store_leave(store, &q, NOW));
}

static enum gw_err
rotation_ask(const struct at_desk *by, struct msg_rotation_put *put, struct team_key *key)
{
	struct msg_rotation_get q = { .session = { 0 } };
	uint8_t seed[KEY_BYTES];
	enum gw_err e;

	memcpy(q.session, by->id, SESSION_ID);
	strcpy(q.team, TEAM);
	memset(put, 0, sizeof *put);
	memset(key, 0, sizeof *key);
	e = DO(store_rotation_get(store, &q, NOW, &put->to));
	if (e == GW_OK)
		e = team_key_seed(&by->own, by->session.seed, &pin, seed);
	if (e == GW_OK)
		e = team_key_next(&list, TEAM, seed, &put->to, key);
	memcpy(put->session, by->id, SESSION_ID);
	strcpy(put->team, TEAM);
	memcpy(put->pk, key->pk, KEY_BYTES);
	memcpy(put->to_recovery, key->to_recovery, GRANT_BYTES);
	put->roster = buf_span(&key->body);
	memcpy(put->signature, key->signature, SIGNATURE_BYTES);
	return e;
}

static enum gw_err
rotate(const struct at_desk *by)
{
	struct msg_rotation_put put;
	struct team_key key;
	enum gw_err e = rotation_ask(by, &put, &key);

	if (e == GW_OK)
		e = DO(store_rotation_put(store, &put, NOW));
	team_key_free(&key);
	if (e == GW_OK)
		list_take();
	return e;
}

static enum gw_err
key_of(void *arg, const uint8_t key[KEY_ID], struct keypair *out)
{
	const struct at_desk *p = arg;

	return session_team_key(&p->session, &p->own, &list, TEAM, key, out);
}

/* All of it; how many rounds that took. */
static unsigned
rewrap(struct at_desk *p)
{
	struct msg_rewrap_get q = { .session = { 0 } };
	struct keypair present;
	unsigned rounds = 0;

	memcpy(q.session, p->id, SESSION_ID);
	strcpy(q.team, TEAM);
	ck_assert_int_eq(session_team(&p->session, &p->own, &list, TEAM, &present), GW_OK);
	for (;; rounds++) {
		struct msg_rewrap_put put = { .session = { 0 } };

		ck_assert_int_eq(DO(store_rewrap_get(store, &q, NOW, &put.to)), GW_OK);
		if (put.to.n == 0 && put.to.n_tags == 0)
			return rounds;
		ck_assert_uint_gt(rewrap_rows(&put.to, &present, key_of, p), 0);
		memcpy(put.session, p->id, SESSION_ID);
		strcpy(put.team, TEAM);
		memcpy(put.present, present.pk, KEY_ID);
		ck_assert_int_eq(DO(store_rewrap_put(store, &put, NOW)), GW_OK);
	}
}

static void
scene_open(void)
{
	struct look l;

	look_open(&l);
	pin = l.pin;
	store_close(l.store);
	ck_assert_int_eq(store_open(in_dir("store/concern.db"), STORE_SERVE, stderr, &store), GW_OK);
	list_take();
}

static void
scene_make(void)
{
	gateway_make();
	ck_assert_msg(enrol("amina", TEAM, NULL, PASS_A, words) == 0, "%s", ran.err);
	ck_assert_msg(enrol("bola", TEAM, NULL, PASS_B, words) == 0, "%s", ran.err);
	ck_assert_msg(enrol("eve", "admin", NULL, PASS_A, words) == 0, "%s", ran.err);
	scene_open();
	sign_in(&amina, PASS_A);
	sign_in(&bola, PASS_B);
	sign_in(&eve, PASS_A);
	ck_assert_int_eq(look_in(&amina), GW_OK);
	ck_assert_int_eq(look_in(&bola), GW_OK);
	ck_assert_int_eq(look_in(&eve), GW_OK);
}

static void
scene_end(void)
{
	store_close(store);
	place_remove();
}

START_TEST(who_left_opens_nothing_that_is_stored_and_who_stayed_opens_all)
{
	struct keypair kept, present;

	for (unsigned i = 0; i < CASES - 1; i++)
		case_put(i);
	ck_assert_int_eq(session_team(&bola.session, &bola.own, &list, TEAM, &kept), GW_OK);
	tag_put(&kept);
	ck_assert(opens(&bola, 0));
	ck_assert_int_eq(leave(&eve, "bola"), GW_OK);
	ck_assert_int_ne(look_in(&bola), GW_OK);	/* at once */
	ck_assert_int_eq(rotate(&eve), GW_OK);
	case_put(CASES - 1);
	ck_assert(!opens_with(&kept, CASES - 1));

	ck_assert_int_eq(look_in(&amina), GW_OK);	/* before anything was sealed anew */
	ck_assert_uint_eq(amina.session.team[0].rewrap, 1);
	for (unsigned i = 0; i < CASES; i++)
		ck_assert_msg(opens(&amina, i), "case %u", i);

	ck_assert_uint_eq(rewrap(&amina), 2);
	ck_assert_int_eq(look_in(&amina), GW_OK);
	ck_assert_uint_eq(amina.session.team[0].rewrap, 0);
	ck_assert_int_eq(session_team(&amina.session, &amina.own, &list, TEAM, &present), GW_OK);
	for (unsigned i = 0; i < CASES; i++) {
		ck_assert_msg(opens_with(&present, i), "case %u", i);
		ck_assert_msg(!opens_with(&kept, i), "case %u", i);
	}
	ck_assert_int_eq(tags_found(&present), 1);
	ck_assert_int_eq(tags_found(&kept), 0);
}
END_TEST

START_TEST(a_list_that_is_older_is_believed_by_nobody)
{
	struct roster_pin seen = pin;
	struct msg_rotation_put old, put;
	struct team_key old_key, key;
	struct roster r;

	ck_assert_int_eq(rotation_ask(&eve, &old, &old_key), GW_OK);
	ck_assert_int_eq(rotation_ask(&eve, &put, &key), GW_OK);
	ck_assert_int_eq(DO(store_rotation_put(store, &put, NOW)), GW_OK);
	ck_assert_int_eq(DO(store_rotation_put(store, &old, NOW)), GW_ECONFLICT);
	/* What the store has taken once a process holds to: an older one is not genuine then. */
	seen.version = key.list.version + 1;
	ck_assert_int_eq(roster_open(&seen, put.roster, put.signature, &r), GW_EDENIED);
	ck_assert_uint_eq(key.list.version, list.version + 1);
	team_key_free(&old_key);
	team_key_free(&key);
}
END_TEST

START_TEST(a_key_that_was_sealed_before_somebody_left_is_not_taken)
{
	struct msg_rotation_put put;
	struct team_key key;

	ck_assert_int_eq(rotation_ask(&eve, &put, &key), GW_OK);
	ck_assert_uint_eq(put.to.n, 2);
	ck_assert_int_eq(leave(&eve, "bola"), GW_OK);
	ck_assert_int_eq(DO(store_rotation_put(store, &put, NOW)), GW_ECONFLICT);
	team_key_free(&key);
	ck_assert_int_eq(rotate(&eve), GW_OK);
}
END_TEST

START_TEST(what_was_sealed_to_a_key_that_changed_meanwhile_is_not_taken)
{
	struct msg_rewrap_get q = { .session = { 0 } };
	struct msg_rewrap_put put = { .session = { 0 } };
	struct keypair present;

	case_put(0);
	ck_assert_int_eq(rotate(&eve), GW_OK);
	ck_assert_int_eq(look_in(&amina), GW_OK);
	memcpy(q.session, amina.id, SESSION_ID);
	strcpy(q.team, TEAM);
	ck_assert_int_eq(DO(store_rewrap_get(store, &q, NOW, &put.to)), GW_OK);
	ck_assert_int_eq(session_team(&amina.session, &amina.own, &list, TEAM, &present), GW_OK);
	ck_assert_uint_eq(rewrap_rows(&put.to, &present, key_of, &amina), 1);
	ck_assert_int_eq(rotate(&eve), GW_OK);
	memcpy(put.session, amina.id, SESSION_ID);
	strcpy(put.team, TEAM);
	memcpy(put.present, present.pk, KEY_ID);
	ck_assert_int_eq(DO(store_rewrap_put(store, &put, NOW)), GW_ECONFLICT);
	ck_assert_int_eq(look_in(&amina), GW_OK);
	ck_assert_uint_eq(amina.session.n_old, 2);
	ck_assert(opens(&amina, 0));
	ck_assert_uint_eq(rewrap(&amina), 1);
	ck_assert(opens(&amina, 0));
}
END_TEST

START_TEST(an_administrator_changes_keys_and_holds_none_that_opens_a_case)
{
	uint8_t report[ID_BYTES], sealed[GRANT_BYTES], id[KEY_ID], key[KEY_BYTES], seed[KEY_BYTES];
	struct keypair pair;

	case_put(0);
	ck_assert_int_eq(rotate(&eve), GW_OK);
	ck_assert_int_eq(look_in(&eve), GW_OK);
	ck_assert(!opens(&eve, 0));
	ck_assert_uint_eq(eve.session.n, 1);
	ck_assert_uint_eq(eve.session.n_old, 0);
	grant_kept(0, report, sealed, id);	/* whatever there is in that session, used as a key */
	ck_assert_int_eq(team_key_seed(&eve.own, eve.session.seed, &pin, seed), GW_OK);
	keypair_from_secret(&pair, seed);
	ck_assert(!opens_with(&pair, 0) && !opens_with(&eve.own, 0));
	ck_assert_int_eq(session_team(&eve.session, &eve.own, &list, "admin", &pair), GW_OK);
	ck_assert(!opens_with(&pair, 0));
	memcpy(eve.session.team[0].team, TEAM, sizeof TEAM);	/* a vault that lies for her */
	ck_assert_int_eq(case_key_open(&eve.session, &eve.own, &list, TEAM, report, sealed, key), GW_EDENIED);
	ck_assert_int_eq(look_in(&eve), GW_OK);
}
END_TEST

START_TEST(everybody_of_a_team_holds_its_new_key)
{
	struct keypair hers, his;

	ck_assert_int_eq(rotate(&eve), GW_OK);
	ck_assert_int_eq(look_in(&amina), GW_OK);
	ck_assert_int_eq(look_in(&bola), GW_OK);
	ck_assert_int_eq(session_team(&amina.session, &amina.own, &list, TEAM, &hers), GW_OK);
	ck_assert_int_eq(session_team(&bola.session, &bola.own, &list, TEAM, &his), GW_OK);
	ck_assert_mem_eq(hers.sk, his.sk, KEY_BYTES);
}
END_TEST

START_TEST(who_is_no_administrator_changes_no_key_and_ends_nobodys_access)
{
	struct msg_rotation_put put;
	struct team_key key;

	ck_assert_int_eq(rotation_ask(&amina, &put, &key), GW_EDENIED);
	team_key_free(&key);
	ck_assert_int_eq(leave(&amina, "bola"), GW_EDENIED);
	ck_assert_int_eq(look_in(&bola), GW_OK);
	ck_assert_int_eq(leave(&eve, "eve"), GW_EINPUT);
}
END_TEST

START_TEST(when_all_have_left_the_recovery_words_bring_somebody_back_to_all_of_it)
{
	struct at_desk carla = { .name = "carla" };

	case_put(0);
	ck_assert_int_eq(leave(&eve, "bola"), GW_OK);
	ck_assert_int_eq(rotate(&eve), GW_OK);
	case_put(1);
	ck_assert_int_eq(leave(&eve, "amina"), GW_OK);
	ck_assert_int_eq(rotate(&eve), GW_OK);		/* held by nobody but the recovery key */
	case_put(2);
	store_close(store);
	ck_assert_msg(enrol("carla", TEAM, NULL, PASS_B, words) == 0, "%s", ran.err);
	scene_open();
	sign_in(&carla, PASS_B);
	ck_assert_int_eq(look_in(&carla), GW_OK);
	ck_assert_uint_eq(carla.session.n_old, 2);
	for (unsigned n = 0; n < 3; n++)
		ck_assert_msg(opens(&carla, n), "case %u", n);
	ck_assert_uint_eq(rewrap(&carla), 1);
	ck_assert(opens(&carla, 0) && opens(&carla, 1) && opens(&carla, 2));
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("rotation_desk");
	TCase *c = tcase_create("rotation_desk");

	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(c, scene_make, scene_end);
	tcase_add_test(c, who_left_opens_nothing_that_is_stored_and_who_stayed_opens_all);
	tcase_add_test(c, a_list_that_is_older_is_believed_by_nobody);
	tcase_add_test(c, a_key_that_was_sealed_before_somebody_left_is_not_taken);
	tcase_add_test(c, what_was_sealed_to_a_key_that_changed_meanwhile_is_not_taken);
	tcase_add_test(c, an_administrator_changes_keys_and_holds_none_that_opens_a_case);
	tcase_add_test(c, everybody_of_a_team_holds_its_new_key);
	tcase_add_test(c, who_is_no_administrator_changes_no_key_and_ends_nobodys_access);
	tcase_add_test(c, when_all_have_left_the_recovery_words_bring_somebody_back_to_all_of_it);
	suite_add_tcase(s, c);
	return s;
}
