/* test_rotation.c: a team's new key: for whom it must be sealed, which list it needs, and how the older one ends. */
#include <string.h>

#include "roster.h"
#include "run.h"
#include "secret.h"
#include "staff.h"

enum { TEAMS = 5, CASES = 40, HOUR = 3600 };

static const char *const codes[TEAMS] = { "admin", "community", "lado", "school:a", "school:b" };
static const char A[] = "school:a";
static struct keypair asha, cora, was, is;	/* was, is: keys of school:a */
static struct roster list;
static uint8_t seed[KEY_BYTES];

/* The made-up store gets keys that are some. */
static void
key_set(const char *table, const char *column, const char *name, const struct keypair *k)
{
	char sql[256], hex[2 * KEY_BYTES + 1];

	for (size_t i = 0; i < KEY_BYTES; i++)
		snprintf(hex + 2 * i, 3, "%02x", k->pk[i]);
	snprintf(sql, sizeof sql, "UPDATE %s SET pk = x'%s' WHERE %s = '%s'", table, hex, column, name);
	cases_tamper(sql);
}

static enum team_kind
kind_of(size_t team)
{
	return team == 0 ? TEAM_ADMIN : team == 1 ? TEAM_COMMUNITY : team == 2 ? TEAM_LADO : TEAM_SCHOOL;
}

static void
begin(void)
{
	struct keypair k;

	staff_begin();
	secret_random(seed, sizeof seed);
	keypair_make(&asha);
	keypair_make(&cora);
	key_set("member", "name", CASES_ASHA, &asha);
	key_set("member", "name", CASES_CORA, &cora);
	memset(&list, 0, sizeof list);
	list.version = 1;
	list.n = TEAMS;
	for (size_t i = 0; i < TEAMS; i++) {
		keypair_make(&k);
		key_set("team", "code", codes[i], &k);
		strcpy(list.team[i].code, codes[i]);
		list.team[i].kind = kind_of(i);
		memcpy(list.team[i].pk, k.pk, KEY_BYTES);
		if (strcmp(codes[i], A) == 0)
			was = k;
	}
	memcpy(list.recovery_pk, k.pk, KEY_BYTES);
	keypair_make(&is);
}

/* --- cases --- */

static enum gw_err
case_put(unsigned n, const struct keypair *to)
{
	struct grant_subject what = { .kind = GRANT_CASE };
	uint8_t case_key[KEY_BYTES] = { 1 };
	struct msg_report_put r;

	cases_report(&r, n, CASES_TEAMS("school:a"));
	memcpy(what.id, r.report, ID_BYTES);
	memcpy(r.grant[0].key, to->pk, KEY_ID);
	grant_seal(to->pk, &what, case_key, r.grant[0].sealed);
	return cases_put(staff, &r, CASES_NOON);
}

static void
tag_add(unsigned n)
{
	char sql[512], hex[2 * KEY_ID + 1];

	for (size_t i = 0; i < KEY_ID; i++)
		snprintf(hex + 2 * i, 3, "%02x", was.pk[i]);
	snprintf(sql, sizeof sql, "INSERT INTO tag SELECT 'school:a', randomblob(32), id, x'%s', zeroblob(176) FROM "
	    "report ORDER BY id LIMIT 1 OFFSET %u", hex, n);
	cases_tamper(sql);
}

/* --- a new key --- */

static void
holder_add(struct msg_rotation_put *q, const char *name, const struct keypair *k)
{
	struct msg_holder *h = &q->to.holder[q->to.n++];

	strcpy(h->name, name);
	memcpy(h->pk, k->pk, KEY_BYTES);
	h->sealed[0] = 42;
}

static void
rotation_fill(struct msg_rotation_put *q)
{
	memset(q, 0, sizeof *q);
	memcpy(q->session, staff_of(DORA), SESSION_ID);
	strcpy(q->team, A);
	memcpy(q->pk, is.pk, KEY_BYTES);
	q->to_recovery[0] = 43;
	memcpy(list.team[3].pk, is.pk, KEY_BYTES);
	list.version++;
}

static enum gw_err
rotate(struct msg_rotation_put *q, int64_t now)
{
	struct buf body;
	enum gw_err e;

	buf_init(&body, LIMIT_WIRE);
	ck_assert_int_eq(roster_sign(&list, seed, &body, q->signature), GW_OK);
	q->roster = buf_span(&body);
	e = CASES_DO(staff, store_rotation_put(staff, q, now));
	buf_free(&body);
	return e;
}

static void
rotate_well(int64_t now)
{
	struct msg_rotation_put q;

	rotation_fill(&q);
	holder_add(&q, CASES_ASHA, &asha);
	holder_add(&q, CASES_CORA, &cora);
	ck_assert_int_eq(rotate(&q, now), GW_OK);
}

START_TEST(a_key_that_is_sealed_to_others_than_are_in_the_team_is_refused)
{
	static const struct { const char *name[3]; const struct keypair *k[3]; } wrong[] = {
		{ { CASES_ASHA }, { &asha } },
		{ { CASES_ASHA, CASES_ASHA }, { &asha, &asha } },
		{ { CASES_ASHA, CASES_BEN }, { &asha, &cora } },
		{ { CASES_ASHA, CASES_CORA, CASES_BEN }, { &asha, &cora, &was } },
		{ { CASES_ASHA, CASES_CORA }, { &asha, &was } },	/* a key that is not hers */
		{ { NULL }, { NULL } },
	};
	struct msg_rotation_put q;

	rotation_fill(&q);
	for (size_t i = 0; i < 3 && wrong[_i].name[i] != NULL; i++)
		holder_add(&q, wrong[_i].name[i], wrong[_i].k[i]);
	ck_assert_int_eq(rotate(&q, CASES_NOON), GW_ECONFLICT);
	ck_assert_int_eq(cases_sql("SELECT (SELECT count(*) FROM old_key) + (SELECT count(*) FROM old_recovery) + "
	    "(SELECT count(*) FROM team WHERE rotated > 0) + (SELECT count(*) FROM roster)"), 0);
}
END_TEST

START_TEST(a_new_key_is_in_force_at_once_and_the_older_one_is_kept_beside_it)
{
	struct msg_rotation_get q = { .team = "school:a" };
	struct msg_rotation who;
	struct msg_session now;

	cases_tamper("UPDATE team SET wants_key = 1 WHERE code = 'school:a'");
	memcpy(q.session, staff_of(DORA), SESSION_ID);
	ck_assert_int_eq(CASES_DO(staff, store_rotation_get(staff, &q, CASES_NOON, &who)), GW_OK);
	ck_assert_uint_eq(who.n, 2);
	ck_assert_str_eq(who.holder[1].name, CASES_CORA);
	ck_assert_mem_eq(who.holder[1].pk, cora.pk, KEY_BYTES);
	ck_assert_int_eq(case_put(1, &was), GW_OK);
	rotate_well(CASES_NOON);
	ck_assert_int_eq(staff_look(ASHA, CASES_NOON, &now), GW_OK);
	ck_assert_mem_eq(now.team[0].pk, is.pk, KEY_BYTES);
	ck_assert_uint_eq(now.team[0].sealed[0], 42);
	ck_assert_uint_eq(now.team[0].rewrap, 1);
	ck_assert_uint_eq(now.n_old, 1);
	ck_assert_mem_eq(now.old[0].pk, was.pk, KEY_BYTES);
	ck_assert_uint_eq(now.old[0].sealed[0], 7);
	ck_assert_int_eq(staff_look(BEN, CASES_NOON, &now), GW_OK);
	ck_assert_uint_eq(now.n_old, 0);
	ck_assert_int_eq(cases_sql("SELECT version FROM roster"), 2);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM team WHERE wants_key"), 0);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE what = 'team key changed' AND who = 'Dora Admin' "
	    "AND why LIKE '%held by 2'"), 1);
	staff_chain_holds();
}
END_TEST

START_TEST(a_list_that_is_older_or_fits_no_more_changes_nothing)
{
	struct msg_rotation_put q;

	rotate_well(CASES_NOON);
	for (int i = 0; i < 3; i++) {
		struct keypair other;

		keypair_make(&other);
		rotation_fill(&q);
		memcpy(q.pk, other.pk, KEY_BYTES);
		memcpy(list.team[3].pk, i == 0 ? is.pk : other.pk, KEY_BYTES);	/* 0: says the one before */
		if (i == 1)
			list.version = 2;
		list.n = i == 2 ? TEAMS - 1 : TEAMS;
		holder_add(&q, CASES_ASHA, &asha);
		holder_add(&q, CASES_CORA, &cora);
		ck_assert_int_eq(rotate(&q, CASES_NOON), GW_ECONFLICT);
	}
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM old_recovery"), 1);
}
END_TEST

START_TEST(a_key_that_there_was_before_is_no_new_one)
{
	struct msg_rotation_put q;

	rotate_well(CASES_NOON);
	for (int i = 0; i < 2; i++) {
		const struct keypair *k = i == 0 ? &is : &was;

		rotation_fill(&q);
		memcpy(q.pk, k->pk, KEY_BYTES);
		memcpy(list.team[3].pk, k->pk, KEY_BYTES);
		holder_add(&q, CASES_ASHA, &asha);
		holder_add(&q, CASES_CORA, &cora);
		ck_assert_int_eq(rotate(&q, CASES_NOON), GW_EINPUT);
	}
}
END_TEST

START_TEST(a_team_does_not_get_more_keys_than_its_members_can_be_told_of)
{
	for (int i = 0; i <= LIMIT_OLD_KEYS; i++) {
		struct msg_rotation_put q;

		keypair_make(&is);
		rotation_fill(&q);
		holder_add(&q, CASES_ASHA, &asha);
		holder_add(&q, CASES_CORA, &cora);
		ck_assert_int_eq(rotate(&q, CASES_NOON), i < LIMIT_OLD_KEYS ? GW_OK : GW_ELIMIT);
	}
}
END_TEST

/* --- sealing anew --- */

/* One round as a member's desk does it; how many rows there were. */
static size_t
rewrap(uint8_t by, int64_t now)
{
	struct msg_rewrap_get q = { .team = "school:a" };
	struct msg_rewrap_put put = { .team = "school:a" };
	size_t n;

	memcpy(q.session, staff_of(by), SESSION_ID);
	memcpy(put.session, staff_of(by), SESSION_ID);
	memcpy(put.present, is.pk, KEY_ID);
	ck_assert_int_eq(CASES_DO(staff, store_rewrap_get(staff, &q, now, &put.to)), GW_OK);
	n = put.to.n + put.to.n_tags;
	for (size_t i = 0; i < put.to.n; i++) {
		struct grant_subject what = { .kind = GRANT_CASE };
		uint8_t case_key[KEY_BYTES];

		memcpy(what.id, put.to.row[i].report, ID_BYTES);
		ck_assert_mem_eq(put.to.row[i].key, was.pk, KEY_ID);
		ck_assert_int_eq(grant_open(&was, &what, put.to.row[i].sealed, case_key), GW_OK);
		grant_seal(is.pk, &what, case_key, put.to.row[i].sealed);
	}
	for (size_t i = 0; i < put.to.n_tags; i++)
		memset(put.to.tag[i].tag, (int)i + 1, TAG_BYTES);
	if (n > 0)
		ck_assert_int_eq(CASES_DO(staff, store_rewrap_put(staff, &put, now)), GW_OK);
	return n;
}

START_TEST(once_all_is_sealed_anew_the_older_key_is_forgotten_and_opens_nothing)
{
	struct msg_session now;

	for (unsigned n = 1; n <= CASES; n++)
		ck_assert_int_eq(case_put(n, &was), GW_OK);
	tag_add(0);
	tag_add(1);
	rotate_well(CASES_NOON);
	ck_assert_uint_eq(rewrap(ASHA, CASES_NOON), REWRAP_CASES + 2);
	staff_chain_holds();
	ck_assert_uint_eq(rewrap(CORA, CASES_NOON), CASES - REWRAP_CASES);
	ck_assert_uint_eq(rewrap(ASHA, CASES_NOON), 0);
	ck_assert_int_eq(staff_entries("sealed anew"), CASES);
	ck_assert_int_eq(staff_look(ASHA, CASES_NOON, &now), GW_OK);
	ck_assert_uint_eq(now.team[0].rewrap, 0);
	ck_assert_uint_eq(now.n_old, 1);	/* whose list of teams is an hour old may still seal to it */
	ck_assert_int_eq(CASES_DO(staff, store_tidy(staff, CASES_NOON + HOUR - 1)), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM old_key"), 2);
	ck_assert_int_eq(CASES_DO(staff, store_tidy(staff, CASES_NOON + HOUR)), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT (SELECT count(*) FROM old_key) + (SELECT count(*) FROM old_recovery)"), 0);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM grants JOIN team ON code = team WHERE key <> "
	    "substr(pk, 1, 8)"), 0);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM tag JOIN team ON code = team WHERE key = "
	    "substr(pk, 1, 8)"), 2);
	staff_chain_holds();
	cases_sign_in(staff, CASES_ASHA, NEW, CASES_NOON);
	for (unsigned n = 1; n <= CASES; n++) {
		struct grant_subject what = { .kind = GRANT_CASE };
		struct msg_case_get q = { .from = 0 };
		struct msg_report_put r;
		struct msg_thread t;
		uint8_t case_key[KEY_BYTES];

		cases_report(&r, n, CASES_TEAMS("school:a"));
		memcpy(q.session, staff_of(NEW), SESSION_ID);
		memcpy(q.report, r.report, ID_BYTES);
		memcpy(what.id, r.report, ID_BYTES);
		ck_assert_int_eq(CASES_DO(staff, store_case_get(staff, &q, CASES_NOON, &t)), GW_OK);
		ck_assert_int_eq(grant_open(&was, &what, t.grant, case_key), GW_EDENIED);
		ck_assert_int_eq(grant_open(&is, &what, t.grant, case_key), GW_OK);
	}
}
END_TEST

START_TEST(what_a_member_cannot_open_does_not_stand_before_what_he_can)
{
	struct msg_rewrap_get q = { .team = "school:a" };
	struct msg_rewrap rows;

	for (unsigned n = 1; n <= CASES; n++)
		ck_assert_int_eq(case_put(n, &was), GW_OK);
	tag_add(0);
	rotate_well(CASES_NOON);
	/* All but the last report and its tag are of a time before Asha; only Cora holds the key of then. */
	cases_tamper("UPDATE grants SET key = zeroblob(8) WHERE team = 'school:a' AND report <> (SELECT max(report) "
	    "FROM grants);"
	    "INSERT INTO old_key SELECT member, team, zeroblob(32), sealed FROM old_key WHERE member = 'Cora Both'");
	memcpy(q.session, staff_of(ASHA), SESSION_ID);
	ck_assert_int_eq(CASES_DO(staff, store_rewrap_get(staff, &q, CASES_NOON, &rows)), GW_OK);
	ck_assert_uint_eq(rows.n, 1);
	ck_assert_mem_eq(rows.row[0].key, was.pk, KEY_ID);
	ck_assert_uint_eq(rows.n_tags, 1);
	memcpy(q.session, staff_of(CORA), SESSION_ID);
	ck_assert_int_eq(CASES_DO(staff, store_rewrap_get(staff, &q, CASES_NOON, &rows)), GW_OK);
	ck_assert_uint_eq(rows.n, REWRAP_CASES);
}
END_TEST

START_TEST(a_late_report_to_the_older_key_is_taken_while_somebody_holds_it_and_then_no_more)
{
	const int64_t late = CASES_NOON + HOUR;
	struct keypair never;

	keypair_make(&never);
	ck_assert_int_eq(case_put(1, &never), GW_EBUSY);
	rotate_well(CASES_NOON);
	ck_assert_int_eq(case_put(2, &was), GW_OK);
	ck_assert_int_eq(case_put(3, &is), GW_OK);
	ck_assert_int_eq(CASES_DO(staff, store_tidy(staff, late)), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM old_recovery"), 1);	/* report 2 needs it */
	cases_sign_in(staff, CASES_ASHA, NEW, late);
	ck_assert_uint_eq(rewrap(NEW, late), 1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM old_recovery"), 0);
	ck_assert_int_eq(case_put(4, &was), GW_EBUSY);
	ck_assert_int_eq(case_put(4, &is), GW_OK);
}
END_TEST

START_TEST(only_who_is_in_the_team_seals_anew_and_only_to_its_present_key)
{
	struct msg_rewrap_get q = { .team = "school:a" };
	struct msg_rewrap_put put = { .team = "school:a" };

	ck_assert_int_eq(case_put(1, &was), GW_OK);
	rotate_well(CASES_NOON);
	memcpy(q.session, staff_of(BEN), SESSION_ID);
	ck_assert_int_eq(CASES_DO(staff, store_rewrap_get(staff, &q, CASES_NOON, &put.to)), GW_EDENIED);
	memcpy(q.session, staff_of(DORA), SESSION_ID);
	ck_assert_int_eq(CASES_DO(staff, store_rewrap_get(staff, &q, CASES_NOON, &put.to)), GW_EDENIED);
	memcpy(q.session, staff_of(ASHA), SESSION_ID);
	ck_assert_int_eq(CASES_DO(staff, store_rewrap_get(staff, &q, CASES_NOON, &put.to)), GW_OK);
	ck_assert_uint_eq(put.to.n, 1);
	memcpy(put.present, is.pk, KEY_ID);
	memcpy(put.session, staff_of(BEN), SESSION_ID);
	ck_assert_int_eq(CASES_DO(staff, store_rewrap_put(staff, &put, CASES_NOON)), GW_EDENIED);
	memcpy(put.session, staff_of(ASHA), SESSION_ID);
	memcpy(put.present, was.pk, KEY_ID);
	ck_assert_int_eq(CASES_DO(staff, store_rewrap_put(staff, &put, CASES_NOON)), GW_ECONFLICT);
	ck_assert_int_eq(staff_entries("sealed anew"), 0);
	ck_assert_int_eq(staff_entries("refused"), 3);
	memcpy(put.present, is.pk, KEY_ID);
	ck_assert_int_eq(CASES_DO(staff, store_rewrap_put(staff, &put, CASES_NOON)), GW_OK);
	ck_assert_int_eq(CASES_DO(staff, store_rewrap_put(staff, &put, CASES_NOON)), GW_OK);	/* done */
	ck_assert_int_eq(staff_entries("sealed anew"), 1);
	staff_chain_holds();
}
END_TEST

START_TEST(nobody_is_let_in_while_a_team_has_just_got_a_new_key)
{
	ck_assert_int_eq(staff_invite(DORA, STAFF_NEW_LEAD, A, 5), GW_OK);
	ck_assert_int_eq(staff_enrol(STAFF_NEW_LEAD, 5, CASES_NOON), GW_OK);
	rotate_well(CASES_NOON - 59);
	ck_assert_int_eq(staff_admit(ASHA, STAFF_NEW_LEAD, A, false), GW_ECONFLICT);
	cases_tamper("UPDATE team SET rotated = rotated - 1 WHERE code = 'school:a'");
	ck_assert_int_eq(staff_admit(ASHA, STAFF_NEW_LEAD, A, false), GW_OK);
}
END_TEST

/* --- a new team --- */

START_TEST(a_team_is_made_with_its_place_in_the_list_or_not_at_all)
{
	struct msg_team_put q = { .team = "school:c", .name = "School C", .kind = TEAM_SCHOOL };
	struct keypair k;
	struct buf body;

	keypair_make(&k);
	memcpy(q.session, staff_of(DORA), SESSION_ID);
	memcpy(q.pk, k.pk, KEY_BYTES);
	for (int i = 0; i < 3; i++) {
		if (i == 1) {
			strcpy(list.team[list.n].code, "school:c");
			list.team[list.n].kind = TEAM_SCHOOL;
			memcpy(list.team[list.n++].pk, k.pk, KEY_BYTES);
		}
		list.version++;
		buf_init(&body, LIMIT_WIRE);
		ck_assert_int_eq(roster_sign(&list, seed, &body, q.signature), GW_OK);
		q.roster = buf_span(&body);
		ck_assert_int_eq(CASES_DO(staff, store_team_new(staff, &q, CASES_NOON)), i == 1 ? GW_OK : GW_ECONFLICT);
		buf_free(&body);
		ck_assert_int_eq(cases_sql("SELECT count(*) FROM team WHERE code = 'school:c'"), i > 0);
	}
	ck_assert_int_eq(staff_entries("team made"), 1);
	staff_chain_holds();
}
END_TEST

START_TEST(teams_are_listed_in_pages_with_what_they_want)
{
	struct msg_teams_get q = { .after = "" };
	struct msg_teams page;

	ck_assert_int_eq(case_put(1, &was), GW_OK);
	rotate_well(CASES_NOON);
	cases_tamper("UPDATE team SET wants_key = 1 WHERE code = 'lado';"
	    "INSERT INTO newcomer VALUES ('lado', 'Ben Lead', 0)");
	memcpy(q.session, staff_of(DORA), SESSION_ID);
	ck_assert_int_eq(CASES_DO(staff, store_teams_get(staff, &q, CASES_NOON, &page)), GW_OK);
	ck_assert_uint_eq(page.n, TEAMS);
	ck_assert_uint_eq(page.goes_on, 0);
	ck_assert_str_eq(page.row[2].team, "lado");
	ck_assert_uint_eq(page.row[2].wants_key, 1);
	ck_assert_uint_eq(page.row[2].newcomers, 1);
	ck_assert_uint_eq(page.row[3].members, 2);
	ck_assert_uint_eq(page.row[3].rewrap, 1);
	ck_assert_int_eq(page.row[3].rotated, CASES_NOON);
	ck_assert_uint_eq(page.row[4].rewrap, 0);
	strcpy(q.after, "lado");
	ck_assert_int_eq(CASES_DO(staff, store_teams_get(staff, &q, CASES_NOON, &page)), GW_OK);
	ck_assert_uint_eq(page.n, 2);
}
END_TEST

Suite *
suite(void)
{
	Suite *all = suite_create("rotation");
	TCase *t = tcase_create("rotation");

	tcase_add_checked_fixture(t, begin, staff_end);
	tcase_add_loop_test(t, a_key_that_is_sealed_to_others_than_are_in_the_team_is_refused, 0, 6);
	tcase_add_test(t, a_new_key_is_in_force_at_once_and_the_older_one_is_kept_beside_it);
	tcase_add_test(t, a_list_that_is_older_or_fits_no_more_changes_nothing);
	tcase_add_test(t, a_key_that_there_was_before_is_no_new_one);
	tcase_add_test(t, a_team_does_not_get_more_keys_than_its_members_can_be_told_of);
	tcase_add_test(t, once_all_is_sealed_anew_the_older_key_is_forgotten_and_opens_nothing);
	tcase_add_test(t, what_a_member_cannot_open_does_not_stand_before_what_he_can);
	tcase_add_test(t, a_late_report_to_the_older_key_is_taken_while_somebody_holds_it_and_then_no_more);
	tcase_add_test(t, only_who_is_in_the_team_seals_anew_and_only_to_its_present_key);
	tcase_add_test(t, nobody_is_let_in_while_a_team_has_just_got_a_new_key);
	tcase_add_test(t, a_team_is_made_with_its_place_in_the_list_or_not_at_all);
	tcase_add_test(t, teams_are_listed_in_pages_with_what_they_want);
	suite_add_tcase(all, t);
	return all;
}
