/* new_report.c: triage, sealing and grants of one report. */
#include "new_report.h"

#include <string.h>

#include "clock.h"
#include "secret.h"

enum { PART_MAX = LIMIT_WIRE / 2 };

void
new_report_start(struct new_report *r, const uint8_t report[ID_BYTES], const uint8_t case_key[KEY_BYTES])
{
	*r = (struct new_report){ .due = 0 };
	buf_init(&r->body, PART_MAX);
	buf_init(&r->decided, PART_MAX);
	buf_init(&r->note, PART_MAX);
	buf_init(&r->head, PART_MAX);
	memcpy(r->report, report, sizeof r->report);
	memcpy(r->case_key, case_key, sizeof r->case_key);
	report_key_of(r->case_key, r->key);
}

/* --- parts --- */

static enum gw_err
seal_body(struct new_report *r, const struct report *said, int64_t now, struct chain *chain)
{
	const struct part_place at = { r->report, PART_BODY, 0 };
	struct buf plain;
	enum gw_err e;

	buf_init(&plain, PART_MAX);
	if ((e = report_encode(said, now - now % 60, &plain)) == GW_OK)
		e = chain_append(chain, r->key, at, buf_span(&plain), &r->body);
	buf_free(&plain);
	return e;
}

static enum gw_err
seal_decision(struct new_report *r, const char *version, const uint8_t casework[KEY_BYTES], struct chain *chain)
{
	const struct part_place at = { r->report, PART_DECISION, 1 };
	struct buf plain;
	json_t *v = NULL;
	enum gw_err e;

	buf_init(&plain, PART_MAX);
	/* Positions, not quotes: the words are in the body. */
	e = decision_json(&r->decision, version, (struct span){ NULL, 0 }, &v);
	if (e == GW_OK && (e = json_write(v, &plain)) == GW_OK)
		e = chain_append(chain, casework, at, buf_span(&plain), &r->decided);
	json_decref(v);
	buf_free(&plain);
	return e;
}

static enum gw_err
seal_parts(struct new_report *r, const struct new_report_by *by, const struct report *said, struct span note,
    int64_t now)
{
	const struct part_place third = { r->report, PART_NOTE, 2 };
	uint8_t casework[KEY_BYTES];
	struct chain chain;
	enum gw_err e;

	casework_key_of(r->case_key, casework);
	chain_start(&chain, r->report);
	if ((e = seal_body(r, said, now, &chain)) == GW_OK)
		e = seal_decision(r, triage_version(by->triage), casework, &chain);
	if (e == GW_OK && note.n > 0)
		e = chain_append(&chain, casework, third, note, &r->note);
	secret_wipe(casework, sizeof casework);
	return e == GW_OK ? chain_seal(&chain, r->key, r->report, &r->head) : e;
}

/* --- grants --- */

/* A case key for each team that the report goes to. A team without a key means nobody there could read it. */
static enum gw_err
grant_teams(const struct new_report *r, const struct new_report_by *by, const struct keypair *once,
    const struct routing *route, struct msg_report_put *put)
{
	struct grant_subject what = { .kind = GRANT_CASE };

	memcpy(what.id, r->report, sizeof what.id);
	for (size_t i = 0; i < route->n; i++) {
		const struct roster_team *team = by->team(by->arg, route->team[i]);

		if (team == NULL)
			return GW_EABSENT;
		memcpy(put->grant[i].team, team->code, sizeof put->grant[i].team);
		memcpy(put->grant[i].key, team->pk, sizeof put->grant[i].key);
		grant_seal_with(once, team->pk, &what, r->case_key, put->grant[i].sealed);
	}
	put->n_grants = (uint8_t)route->n;
	return route->n > 0 ? GW_OK : GW_EBUG;
}

static void
grant_reporter(const struct new_report *r, const uint8_t pk[KEY_BYTES], const struct keypair *once,
    struct msg_report_put *put)
{
	struct grant_subject what = { .kind = GRANT_REPORT };

	memcpy(put->reporter_pk, pk, sizeof put->reporter_pk);
	memcpy(what.id, r->report, sizeof what.id);
	grant_seal_with(once, pk, &what, r->key, put->reporter_grant);
}

/* A concern about staff is not the school's to read: neither its closed days nor its hours count. */
static void
set_clock(struct new_report *r, const struct policy *p, const char *school, int64_t now)
{
	const bool is_schools = (r->decision.categories >> CATEGORY_STAFF_CONCERN & 1) == 0;

	r->school = is_schools ? policy_school(p, span_of(school)) : NULL;
	r->due = clock_due(p, r->school, r->decision.band, now);
}

static void
decide(struct new_report *r, const struct new_report_by *by, const struct report *said, struct routing *route)
{
	const enum category category = said->answers.category;

	if (by->to == NULL) {
		triage_decide(by->triage, buf_span(&said->text), &said->answers, &r->decision);
		route_decide(&r->decision, said->school, route);
		return;
	}
	r->decision = (struct decision){ .band = by->band };
	r->decision.category = category == CATEGORY_NONE ? CATEGORY_OTHER : category;
	r->decision.categories = UINT32_C(1) << r->decision.category;
	*route = *by->to;
}

enum gw_err
new_report_seal(struct new_report *r, const struct new_report_by *by, const struct report *said, struct span note,
    int64_t now, struct msg_report_put *put)
{
	struct routing route;
	struct keypair once;
	enum gw_err e;

	keypair_make(&once);
	decide(r, by, said, &route);
	set_clock(r, by->policy, said->school, now);
	if ((e = grant_teams(r, by, &once, &route, put)) == GW_OK &&
	    (e = seal_parts(r, by, said, note, now)) == GW_OK) {
		grant_reporter(r, by->reporter_pk, &once, put);
		memcpy(put->report, r->report, sizeof put->report);
		put->band = (uint8_t)r->decision.band;
		put->lists = r->decision.band >= BAND_URGENT ||
		    (r->decision.categories >> CATEGORY_GANG_EXPLOITATION & 1) != 0;
		put->due = r->due;
		put->body = buf_span(&r->body);
		put->decision = buf_span(&r->decided);
		put->head = buf_span(&r->head);
	}
	keypair_wipe(&once);
	return e;
}

void
new_report_sent(struct new_report *r)
{
	buf_free(&r->body);
	buf_free(&r->decided);
	buf_free(&r->note);
	buf_free(&r->head);
}

void
new_report_wipe(struct new_report *r)
{
	new_report_sent(r);
	secret_wipe(r, sizeof *r);
}
