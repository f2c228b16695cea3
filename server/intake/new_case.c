/* new_case.c: triage, sealing and grants of one report. */
#include "new_case.h"

#include <string.h>

#include "clock.h"
#include "log.h"
#include "secret.h"
#include "triage.h"

enum { PART_MAX = LIMIT_WIRE / 2 };

static enum gw_err
seal_body(struct new_case *c, const struct report *said, int64_t now, struct chain *chain)
{
	const struct part_place at = { c->report, PART_BODY, 0 };
	struct buf plain;
	enum gw_err e;

	buf_init(&plain, PART_MAX);
	if ((e = report_encode(said, now - now % 60, &plain)) == GW_OK)
		e = chain_append(chain, c->key, at, buf_span(&plain), &c->body);
	buf_free(&plain);
	return e;
}

static enum gw_err
seal_decision(struct new_case *c, const struct decision *d, const char *version, struct chain *chain)
{
	const struct part_place at = { c->report, PART_DECISION, 1 };
	uint8_t casework[KEY_BYTES];
	struct buf plain;
	json_t *v = NULL;
	enum gw_err e;

	buf_init(&plain, PART_MAX);
	casework_key_of(c->case_key, casework);
	/* Positions, not quotes: the words are in the body. */
	e = decision_json(d, version, (struct span){ NULL, 0 }, &v);
	if (e == GW_OK && (e = json_write(v, &plain)) == GW_OK)
		e = chain_append(chain, casework, at, buf_span(&plain), &c->decision);
	json_decref(v);
	buf_free(&plain);
	secret_wipe(casework, sizeof casework);
	return e;
}

/* A case key for each team that the report goes to. A team without a key means nobody there could read it: then there
 * must be no receipt. */
static enum gw_err
grant_teams(const struct new_case *c, const struct keypair *once, const struct teams *teams,
    const struct routing *route, struct msg_report_put *put)
{
	struct grant_subject what = { .kind = GRANT_CASE };

	memcpy(what.id, c->report, sizeof what.id);
	for (size_t i = 0; i < route->n; i++) {
		const struct roster_team *team = teams_find(teams, route->team[i]);

		if (team == NULL) {
			log_fault(LOG_ROSTER, GW_EABSENT);
			return GW_EBUSY;
		}
		memcpy(put->grant[i].team, team->code, sizeof put->grant[i].team);
		grant_seal_with(once, team->pk, &what, c->case_key, put->grant[i].sealed);
	}
	put->n_grants = (uint8_t)route->n;
	return route->n > 0 ? GW_OK : GW_EBUG;
}

/* What the vault keeps of the code: a tag, a public key, and the report key sealed to that. */
static void
grant_reporter(const struct new_case *c, const struct keypair *once, const uint8_t *pepper, struct msg_report_put *put)
{
	struct grant_subject what = { .kind = GRANT_REPORT };
	struct keypair reporter;

	reporter_tag(pepper, &c->code, put->tag);
	reporter_keypair(pepper, &c->code, &reporter);
	memcpy(put->reporter_pk, reporter.pk, sizeof put->reporter_pk);
	memcpy(what.id, c->report, sizeof what.id);
	grant_seal_with(once, reporter.pk, &what, c->key, put->reporter_grant);
	keypair_wipe(&reporter);
}

static void
begin(struct new_case *c, const struct origin *o)
{
	*c = (struct new_case){ .due = 0 };
	buf_init(&c->body, PART_MAX);
	buf_init(&c->decision, PART_MAX);
	buf_init(&c->head, PART_MAX);
	memcpy(c->report, o->report, sizeof c->report);
	memcpy(c->case_key, o->case_key, sizeof c->case_key);
	c->code = o->code;
	report_key_of(c->case_key, c->key);
}

void
new_case_make(struct new_case *c)
{
	struct origin o;

	origin_random(&o);
	begin(c, &o);
	secret_wipe(&o, sizeof o);
}

enum gw_err
new_case_make_from(struct new_case *c, const uint8_t once[KEY_BYTES], const struct report *said)
{
	struct report words = *said;
	struct origin o;
	struct buf plain;
	enum gw_err e;

	buf_init(&plain, PART_MAX);
	words.n_files = 0;
	if ((e = report_encode(&words, 0, &plain)) == GW_OK) {
		origin_derive(once, buf_span(&plain), &o);
		begin(c, &o);
		secret_wipe(&o, sizeof o);
	}
	buf_free(&plain);
	secret_wipe(&words, sizeof words);	/* its texts are said's */
	return e;
}

/* When it is due, and what may be promised. A concern about staff is not the school's to read: neither its closed days
 * nor its hours count. */
static void
set_times(struct new_case *c, const struct policy *p, const struct decision *d, const char *code, int64_t now)
{
	const bool is_schools = (d->categories >> CATEGORY_STAFF_CONCERN & 1) == 0;
	const struct school *school = is_schools ? policy_school(p, span_of(code)) : NULL;

	c->due = clock_due(p, school, d->band, now);
	c->promise = cover_promise(p, school, d->band, now);
}

enum gw_err
new_case_seal(struct new_case *c, const struct reception *at, const struct report *said, int64_t now,
    struct msg_report_put *put)
{
	const struct child_setup *setup = at->setup;
	struct decision d;
	struct routing route;
	struct chain chain;
	struct keypair once;
	enum gw_err e;

	keypair_make(&once);
	triage_decide(setup->triage, buf_span(&said->text), &said->answers, &d);
	route_decide(&d, said->school, &route);
	c->category = d.category;
	set_times(c, setup->policy, &d, said->school, now);
	chain_start(&chain, c->report);
	if ((e = grant_teams(c, &once, at->teams, &route, put)) != GW_OK)
		goto out;
	if ((e = seal_body(c, said, now, &chain)) != GW_OK)
		goto out;
	if ((e = seal_decision(c, &d, triage_version(setup->triage), &chain)) != GW_OK)
		goto out;
	if ((e = chain_seal(&chain, c->key, c->report, &c->head)) != GW_OK)
		goto out;
	grant_reporter(c, &once, setup->secrets.pepper, put);
	memcpy(put->report, c->report, sizeof put->report);
	put->band = (uint8_t)d.band;
	put->due = c->due;
	put->body = buf_span(&c->body);
	put->decision = buf_span(&c->decision);
	put->head = buf_span(&c->head);
out:
	keypair_wipe(&once);
	secret_wipe(&d, sizeof d);
	return e;
}

void
new_case_sent(struct new_case *c)
{
	buf_free(&c->body);
	buf_free(&c->decision);
	buf_free(&c->head);
}

void
new_case_wipe(struct new_case *c)
{
	new_case_sent(c);
	secret_wipe(c, sizeof *c);
}
