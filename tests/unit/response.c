/* response.c: Cy of community and Lou of lado. */
#include "response.h"

#include <check.h>
#include <string.h>

static struct store *s;
const char RESPONSE_CY[] = "Cy Response", RESPONSE_LOU[] = "Lou Lado";

static void
join(struct store *admin, const char *name, const char *team)
{
	struct msg_member m = { .lock = { .ops = 1, .mem_kib = 8 } };
	uint8_t grant[GRANT_BYTES] = { 7 };

	strcpy(m.name, name);
	ck_assert_int_eq(store_member_put(admin, &m, CASES_NOON), GW_OK);
	ck_assert_int_eq(store_membership_put(admin, name, team, TITLE_MEMBER, grant, CASES_NOON), GW_OK);
}

struct store *
response_begin(void)
{
	struct store *admin;

	s = caseload_begin();
	admin = cases_open(STORE_ADMIN);
	ck_assert_int_eq(store_begin(admin), GW_OK);
	join(admin, RESPONSE_CY, "community");
	join(admin, RESPONSE_LOU, "lado");
	ck_assert_int_eq(store_commit(admin), GW_OK);
	store_close(admin);
	cases_sign_in(s, RESPONSE_CY, CY, CASES_NOON);
	cases_sign_in(s, RESPONSE_LOU, LOU, CASES_NOON);
	return s;
}

void
response_put(unsigned n, enum band band, const char *const *teams)
{
	struct msg_report_put r;

	cases_report(&r, n, teams);
	r.band = (uint8_t)band;
	ck_assert_int_eq(cases_put(s, &r, CASES_NOON + 30), GW_OK);
}

void
response_pass_fill(struct msg_pass_put *p, uint8_t session, unsigned n, unsigned to, const char *const *teams)
{
	const char *const turned[] = { teams[1], teams[0], NULL };

	memset(p, 0, sizeof *p);
	memset(p->session, session, SESSION_ID);
	cases_act(&p->from, session, n, caseload_parts(n), ACT_PASS);
	cases_report(&p->put, to, turned);
	p->note = cases_note(to);
}

enum gw_err
response_pass(uint8_t session, unsigned n, unsigned to, const char *const *teams)
{
	struct msg_pass_put p;

	response_pass_fill(&p, session, n, to, teams);
	return CASES_DO(s, store_pass_put(s, &p, CASES_NOON + 600));
}

enum gw_err
response_share(uint8_t session, unsigned n, const char *team, bool gives_away)
{
	struct msg_share_put p = { .gives_away = gives_away };
	struct msg_report_put r;

	cases_act(&p.act, session, n, caseload_parts(n), ACT_SHARE);
	cases_report(&r, n, CASES_TEAMS(team));
	p.to = r.grant[0];
	return CASES_DO(s, store_share_put(s, &p, CASES_NOON + 600));
}

void
response_dossier_fill(struct msg_dossier_put *p, uint8_t session, unsigned n, enum case_kind kind)
{
	memset(p, 0, sizeof *p);
	memset(p->session, session, SESSION_ID);
	p->kind = (uint8_t)kind;
	cases_report(&p->put, n, CASES_TEAMS("community"));
	p->note = cases_note(n);
}

enum gw_err
response_dossier(uint8_t session, unsigned n, enum case_kind kind, unsigned latest)
{
	struct msg_dossier_put p;
	struct msg_report_put r;

	cases_report(&r, latest, CASES_TEAMS("lado"));
	response_dossier_fill(&p, session, n, kind);
	if (latest != 0)
		memcpy(p.latest, r.report, ID_BYTES);
	return CASES_DO(s, store_dossier_put(s, &p, CASES_NOON + 600));
}

enum gw_err
response_page(uint8_t session, const struct msg_escalations_get *q, struct msg_escalations *out)
{
	struct msg_escalations_get asked = *q;

	memset(asked.session, session, SESSION_ID);
	return CASES_DO(s, store_escalations_get(s, &asked, CASES_NOON + 600, out));
}

enum gw_err
response_open(uint8_t session, unsigned n, enum case_reading reading, int64_t now, struct msg_thread *out)
{
	struct msg_case_get q = { .surveys = (uint8_t)reading };
	struct msg_report_put r;

	cases_report(&r, n, CASES_TEAMS("lado"));
	memset(q.session, session, SESSION_ID);
	memcpy(q.report, r.report, ID_BYTES);
	return CASES_DO(s, store_case_get(s, &q, now, out));
}

int64_t
response_row(unsigned n, const char *table, const char *column)
{
	struct msg_report_put r;
	char sql[256];

	cases_report(&r, n, CASES_TEAMS("lado"));
	snprintf(sql, sizeof sql, "SELECT %s FROM %s WHERE substr(hex(%s), 17, 8) = '%02X%02X%02X%02X'", column, table,
	    strcmp(table, "report") == 0 ? "id" : "report", r.report[8], r.report[9], r.report[10], r.report[11]);
	return cases_sql(sql);
}

int64_t
response_column(unsigned n, const char *column)
{
	return response_row(n, "report", column);
}
