/* runner.c: the ladder of the team "community", and the process that asks and sends, played. */
#include "runner.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "alerts.h"
#include "files.h"
#include "staff.h"

enum { MINUTE = 60 };

static const char rota[] =
    "people:\n"
    "  - {id: amy, mail: amy@example.org}\n"
    "  - {id: ben, mail: ben@example.org}\n"
    "  - {id: duty, webhook: \"https://example.org/duty\"}\n"
    "ladders:\n"
    "  - team: community\n"
    "    rungs:\n"
    "      - - {people: [amy], days: [mon-sun], from: \"00:00\", to: \"24:00\", bank_holidays: true}\n"
    "      - - {people: [ben], days: [mon-sun], from: \"00:00\", to: \"24:00\", bank_holidays: true}\n"
    "      - - {people: [duty], days: [mon-sun], from: \"00:00\", to: \"24:00\", bank_holidays: true}\n"
    "pages: {immediate: {every_minutes: 10}, urgent: {every_minutes: 60}}\n"
    "gaps: {page_minutes: 5, digest_minutes: 60}\n";

static struct alerts *alerts;
struct runner runner;

void
runner_begin(void)
{
	folder_make();
	folder_write("alerts.yaml", rota);
	ck_assert_int_eq(alerts_load(folder_path("."), stderr, &alerts), GW_OK);
	folder_drop();
	staff_begin();
	runner = (struct runner){ .sent_n = 0 };
}

void
runner_end(void)
{
	alerts_free(alerts);
	staff_end();
}

void
runner_put(unsigned n, enum band band)
{
	struct msg_report_put r;

	cases_report(&r, n, CASES_TEAMS("community"));
	r.band = (uint8_t)band;
	ck_assert_int_eq(cases_put(staff, &r, CASES_NOON), GW_OK);
}

uint32_t
runner_parts(unsigned n)
{
	struct msg_report_put r;
	char sql[128];

	cases_report(&r, n, CASES_TEAMS("lado"));
	snprintf(sql, sizeof sql, "SELECT parts FROM report WHERE substr(hex(id), 17, 8) = '%02X%02X%02X%02X'",
	    r.report[8], r.report[9], r.report[10], r.report[11]);
	return (uint32_t)cases_sql(sql);
}

void
runner_reply(unsigned n, int64_t now)
{
	struct msg_report_put first;
	struct msg_reply_put r;

	cases_report(&first, n, CASES_TEAMS("lado"));
	memcpy(r.tag, first.tag, TAG_BYTES);
	cases_part(&r.put, n, runner_parts(n), 0);
	ck_assert_int_eq(CASES_DO(staff, store_reply_put(staff, &r, now)), GW_OK);
}

void
runner_read(uint8_t who, unsigned n, enum case_reading reading)
{
	struct msg_case_get q = { .surveys = (uint8_t)reading };
	struct msg_report_put r;
	struct msg_thread t;

	cases_report(&r, n, CASES_TEAMS("lado"));
	memcpy(q.session, staff_of(who), SESSION_ID);
	memcpy(q.report, r.report, ID_BYTES);
	ck_assert_int_eq(CASES_DO(staff, store_case_get(staff, &q, CASES_NOON, &t)), GW_OK);
}

void
runner_look(uint8_t who, unsigned n)
{
	runner_read(who, n, CASE_LOOKS);
}

void
runner_act(uint8_t who, unsigned n, enum case_act what, enum band band, int64_t now)
{
	struct msg_case_put p;

	cases_act(&p, who, n, runner_parts(n), what);
	p.band = (uint8_t)band;
	p.state = what == ACT_CLOSE ? CASE_CLOSED : CASE_WORKING;
	ck_assert_int_eq(CASES_DO(staff, store_case_put(staff, &p, now)), GW_OK);
}

/* --- who asks and sends --- */

static int64_t
gap_of(uint8_t kind)
{
	return kind == ALERT_PAGE ? alerts_page_gap(alerts) : kind == ALERT_NEWS ? alerts_digest_gap(alerts) : MINUTE;
}

void
runner_raise(const struct msg_alert *row, int64_t now)
{
	static const char *const rungs[] = { "amy", "ben", "duty" };
	const bool is_page = row->kind == ALERT_PAGE;
	struct msg_alert_raised r = { .n = row->n, .kind = row->kind, .band = row->band, .n_to = 1 };

	ck_assert_str_eq(row->team, "community");
	strcpy(r.to[0].code, rungs[row->rung < 3 ? row->rung : 2]);
	r.rung = row->rung < ALERT_RUNGS ? row->rung + 1 : row->rung;
	r.next = is_page ? now + alerts_every(alerts, (enum band)row->band) : 0;
	ck_assert_int_eq(CASES_DO(staff, store_alert_raised(staff, &r, now)), GW_OK);
}

void
runner_raise_all(int64_t now)
{
	struct msg_alerts due;

	do {
		ck_assert_int_eq(CASES_DO(staff, store_alerts_get(staff, now, &due)), GW_OK);
		for (size_t i = 0; i < due.n; i++)
			runner_raise(&due.row[i], now);
	} while (due.n > 0);
}

void
runner_done(const struct msg_outbox_row *row, bool is_sent, int64_t again, int64_t now)
{
	struct msg_outbox_done d = { .kind = row->kind, .is_sent = is_sent, .mark = row->mark, .again = again };

	strcpy(d.person, row->person);
	ck_assert_int_eq(CASES_DO(staff, store_outbox_done(staff, &d, now)), GW_OK);
}

void
runner_tick(int64_t now)
{
	struct msg_outbox box;

	runner_raise_all(now);
	ck_assert_int_eq(CASES_DO(staff, store_outbox_get(staff, now, &box)), GW_OK);
	for (size_t i = 0; i < box.n; i++) {
		if (runner.is_down) {
			runner_done(&box.row[i], false, now + MINUTE, now);
			continue;
		}
		ck_assert_uint_lt(runner.sent_n, RUNNER_SENT);
		strcpy(runner.sent[runner.sent_n].person, box.row[i].person);
		runner.sent[runner.sent_n].kind = box.row[i].kind;
		runner.sent[runner.sent_n++].at = now;
		runner_done(&box.row[i], true, now + gap_of(box.row[i].kind), now);
	}
}

/* Whether the last that went out, the n-th, was this one. */
bool
runner_went(size_t n, const char *person, enum alert_kind kind)
{
	return runner.sent_n == n && strcmp(runner.sent[n - 1].person, person) == 0 && runner.sent[n - 1].kind == kind;
}
