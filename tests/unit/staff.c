/* staff.c: everybody of a made-up council, signed in. */
#include "staff.h"

#include <check.h>
#include <string.h>

#include "vault/visit.h"

const char STAFF_DORA[] = "Dora Admin", STAFF_ED[] = "Ed Auditor", STAFF_NEW_LEAD[] = "Nia New";
struct store *staff;

void
staff_add(struct store *admin, const char *name, const char *team)
{
	struct msg_member m = { .lock = { .ops = 1, .mem_kib = 8 }, .second = { 5 } };
	uint8_t grant[GRANT_BYTES] = { 7 };

	strcpy(m.name, name);
	ck_assert_int_eq(store_member_put(admin, &m, CASES_NOON), GW_OK);
	if (team != NULL)
		ck_assert_int_eq(store_membership_put(admin, name, team, TITLE_MEMBER, grant, CASES_NOON), GW_OK);
}

void
staff_begin(void)
{
	struct msg_tag code[2] = { { { 1 } }, { { 2 } } };
	uint8_t seed[GRANT_BYTES] = { 9 };

	cases_begin();
	staff = cases_open(STORE_ADMIN);
	ck_assert_int_eq(store_begin(staff), GW_OK);
	staff_add(staff, STAFF_DORA, "admin");
	ck_assert_int_eq(store_seed_put(staff, STAFF_DORA, seed), GW_OK);
	staff_add(staff, STAFF_ED, NULL);
	ck_assert_int_eq(store_auditor_put(staff, STAFF_ED, CASES_NOON), GW_OK);
	ck_assert_int_eq(store_codes_put(staff, CASES_ASHA, code, 2), GW_OK);
	ck_assert_int_eq(store_commit(staff), GW_OK);
	store_close(staff);
	staff = cases_open(STORE_SERVE);
	cases_sign_in(staff, CASES_ASHA, ASHA, CASES_NOON);
	cases_sign_in(staff, CASES_BEN, BEN, CASES_NOON);
	cases_sign_in(staff, CASES_CORA, CORA, CASES_NOON);
	cases_sign_in(staff, STAFF_DORA, DORA, CASES_NOON);
	cases_sign_in(staff, STAFF_ED, ED, CASES_NOON);
}

void
staff_end(void)
{
	store_close(staff);
	cases_end();
}

void
staff_chain_holds(void)
{
	struct store *reader = cases_open(STORE_READ);
	struct audit_verdict v;

	ck_assert_msg(store_audit_verify(reader, &v) == GW_OK, "%s", v.what);
	store_close(reader);
}

int64_t
staff_entries(const char *what)
{
	char sql[128];

	snprintf(sql, sizeof sql, "SELECT count(*) FROM audit WHERE what = '%s'", what);
	return cases_sql(sql);
}

/* Whoever signed in as number n has the session of bytes n. */
const uint8_t *
staff_of(uint8_t n)
{
	static uint8_t id[SESSION_ID];

	memset(id, n, sizeof id);
	return id;
}

enum gw_err
staff_look(uint8_t n, int64_t now, struct msg_session *out)
{
	return CASES_DO(staff, store_session_get(staff, staff_of(n), now, out));
}

enum gw_err
staff_sign_in(const char *name, uint64_t step, const struct msg_tag *code)
{
	struct msg_sign_in in = { .session = { 99 }, .sealed = { 1 }, .step = step, .by_code = code != NULL };

	strcpy(in.name, name);
	in.session[1] = (uint8_t)(cases_sql("SELECT count(*) FROM session"));
	in.session[2] = (uint8_t)step;
	if (code != NULL)
		memcpy(in.code, code->found_by, TAG_BYTES);
	return CASES_DO(staff, store_session_put(staff, &in, CASES_NOON));
}

enum gw_err
staff_invite(uint8_t by, const char *name, const char *team, uint8_t code)
{
	struct msg_invite_put q = { .invite = { code }, .who = { .n = team != NULL, .is_auditor = team == NULL } };

	memcpy(q.session, staff_of(by), SESSION_ID);
	strcpy(q.who.name, name);
	if (team != NULL)
		strcpy(q.who.place[0].team, team);
	q.who.place[0].title = TITLE_LEAD;
	return CASES_DO(staff, store_invite_put(staff, &q, CASES_NOON));
}

enum gw_err
staff_enrol(const char *name, uint8_t code, int64_t now)
{
	struct msg_enrol q = { .invite = { code }, .step = (uint64_t)now / SECOND_SECONDS, .n = 1,
		.member = { .lock = { .ops = 1, .mem_kib = 8 } }, .code = { { { 4 } } } };
	struct keypair k;

	keypair_make(&k);
	memcpy(q.member.pk, k.pk, KEY_BYTES);
	keypair_wipe(&k);
	strcpy(q.member.name, name);
	return CASES_DO(staff, store_enrol(staff, &q, now));
}

enum gw_err
staff_admit(uint8_t by, const char *name, const char *team, bool has_seed)
{
	struct msg_admit q = { .sealed = { 6 }, .has_seed = has_seed };

	memcpy(q.session, staff_of(by), SESSION_ID);
	strcpy(q.name, name);
	strcpy(q.team, team);
	return CASES_DO(staff, store_admit(staff, &q, CASES_NOON));
}

enum gw_err
staff_leave(uint8_t by, const char *name)
{
	struct msg_leave q = { .session = { 0 } };

	memcpy(q.session, staff_of(by), SESSION_ID);
	strcpy(q.name, name);
	return CASES_DO(staff, store_leave(staff, &q, CASES_NOON));
}
