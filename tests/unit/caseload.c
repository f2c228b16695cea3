/* caseload.c: Asha of school:a, Ben of school:b, Cora of school:a and community. */
#include "caseload.h"

#include <check.h>
#include <string.h>

static struct store *s;

struct store *
caseload_begin(void)
{
	cases_begin();
	s = cases_open(STORE_SERVE);
	cases_sign_in(s, CASES_ASHA, ASHA, CASES_NOON);
	cases_sign_in(s, CASES_BEN, BEN, CASES_NOON);
	cases_sign_in(s, CASES_CORA, CORA, CASES_NOON);
	return s;
}

void
caseload_end(void)
{
	store_close(s);
	cases_end();
}

void
caseload_put(unsigned n, enum band band)
{
	struct msg_report_put r;

	cases_report(&r, n, CASES_TEAMS("school:a", "community"));
	r.band = (uint8_t)band;
	ck_assert_int_eq(cases_put(s, &r, CASES_NOON + 30), GW_OK);
}

uint32_t
caseload_parts(unsigned n)
{
	struct msg_report_put r;
	char sql[128];

	cases_report(&r, n, CASES_TEAMS("lado"));
	snprintf(sql, sizeof sql, "SELECT parts FROM report WHERE substr(hex(id), 17, 8) = '%02X%02X%02X%02X'",
	    r.report[8], r.report[9], r.report[10], r.report[11]);
	return (uint32_t)cases_sql(sql);
}

enum gw_err
caseload_act(const struct msg_case_put *p)
{
	return CASES_DO(s, store_case_put(s, p, CASES_NOON + 600));
}

void
caseload_fill(struct msg_case_put *p, uint8_t session, unsigned n, enum case_act act)
{
	cases_act(p, session, n, caseload_parts(n), act);
	strcpy(p->assigned, CASES_CORA);
	strcpy(p->owner, CASES_ASHA);
	p->task_due = CASES_NOON + 86400;
	p->tag[0] = 7;
	strcpy(p->tag_team, "school:a");
}

enum gw_err
caseload_plain(uint8_t session, unsigned n, enum case_act act, enum band band)
{
	struct msg_case_put p;

	cases_act(&p, session, n, caseload_parts(n), act);
	p.band = (uint8_t)band;
	return caseload_act(&p);
}

const char *
caseload_look(uint8_t session, unsigned n)
{
	static struct msg_thread t;
	struct msg_case_get q = { .from = 0 };
	struct msg_report_put r;

	cases_report(&r, n, CASES_TEAMS("lado"));
	memset(q.session, session, SESSION_ID);
	memcpy(q.report, r.report, ID_BYTES);
	ck_assert_int_eq(CASES_DO(s, store_case_get(s, &q, CASES_NOON, &t)), GW_OK);
	return t.assigned;
}

void
caseload_reply(unsigned n)
{
	struct msg_reply_put r;
	struct msg_report_put first;

	cases_report(&first, n, CASES_TEAMS("lado"));
	memcpy(r.tag, first.tag, TAG_BYTES);
	cases_part(&r.put, n, caseload_parts(n), 0);
	ck_assert_int_eq(CASES_DO(s, store_reply_put(s, &r, CASES_NOON)), GW_OK);
}

void
caseload_whole(void)
{
	struct audit_verdict v;

	ck_assert_msg(store_audit_verify(s, &v) == GW_OK, "%s, entry %u", v.what, (unsigned)v.bad_entry);
}

bool
caseload_last_is(const char *what, const char *who, const char *why)
{
	char sql[512];

	snprintf(sql, sizeof sql, "SELECT what = '%s' AND who = '%s' AND why = '%s' FROM audit ORDER BY seq DESC "
	    "LIMIT 1", what, who, why);
	return cases_sql(sql) == 1;
}
