/* new_case.c: the code's keys around a sealed report. */
#include "new_case.h"

#include <string.h>

#include "log.h"
#include "secret.h"

enum { PLAIN_MAX = LIMIT_WIRE / 2 };

static void
begin(struct new_case *c, const struct origin *o)
{
	*c = (struct new_case){ .code = o->code };
	new_report_start(&c->sealed, o->report, o->case_key);
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

	buf_init(&plain, PLAIN_MAX);
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

static const struct roster_team *
team_of(const void *teams, const char *code)
{
	return teams_find(teams, code);
}

/* What the vault keeps of the code: a tag, a public key, and the report key sealed to that. A team without a key means
 * nobody there could read it: then there must be no receipt. */
enum gw_err
new_case_seal(struct new_case *c, const struct reception *at, const struct report *said, int64_t now,
    struct msg_report_put *put)
{
	const struct child_setup *setup = at->setup;
	const uint8_t *pepper = setup->secrets.pepper;
	struct keypair reporter;
	const struct new_report_by by = { .triage = setup->triage, .policy = setup->policy, .team = team_of,
		.arg = at->teams, .reporter_pk = reporter.pk };
	enum gw_err e;

	reporter_tag(pepper, &c->code, put->tag);
	reporter_keypair(pepper, &c->code, &reporter);
	e = new_report_seal(&c->sealed, &by, said, (struct span){ NULL, 0 }, now, put);
	keypair_wipe(&reporter);
	c->category = c->sealed.decision.category;
	if (e == GW_OK)
		c->promise = cover_promise(setup->policy, c->sealed.school, c->sealed.decision.band, now);
	secret_wipe(&c->sealed.decision, sizeof c->sealed.decision);
	if (e != GW_EABSENT)
		return e;
	log_fault(LOG_ROSTER, e);
	return GW_EBUSY;
}

void
new_case_sent(struct new_case *c)
{
	new_report_sent(&c->sealed);
}

void
new_case_wipe(struct new_case *c)
{
	new_report_wipe(&c->sealed);
	secret_wipe(c, sizeof *c);
}
