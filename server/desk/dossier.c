/* dossier.c: sealed as a report is, for one team; an incident has the clock of a priority case. */
#include "dossier.h"

#include <stdio.h>
#include <string.h>

#include "new_report.h"
#include "secret.h"

static const struct roster_team *
team_of(const void *roster, const char *code)
{
	return roster_find(roster, span_of(code));
}

static enum gw_err
note_make(const struct seat *s, const struct entry *said, struct buf *plain)
{
	struct entry e = *said;
	enum gw_err err;

	e.at = s->now - s->now % 60;
	memcpy(e.by, s->session.name, sizeof e.by);
	err = entry_encode(&e, plain);
	secret_wipe(&e, sizeof e);
	return err;
}

/* The reporter's keys are random and forgotten at once. */
static enum gw_err
seal(struct seat *s, struct new_report *made, enum band band, const struct report *said, struct span note,
    struct msg_dossier_put *put)
{
	const struct child_setup *setup = s->desk->setup;
	struct routing to = { .n = 1 };
	struct keypair nobody;
	const struct new_report_by by = { .triage = setup->triage, .policy = setup->policy, .team = team_of,
		.arg = &s->desk->roster, .reporter_pk = nobody.pk, .to = &to, .band = band };
	uint8_t case_key[KEY_BYTES];
	enum gw_err e;

	snprintf(to.team[0], sizeof to.team[0], "%s", ROSTER_COMMUNITY);
	secret_random(s->dossier.report, ID_BYTES);
	secret_random(put->put.tag, sizeof put->put.tag);
	case_key_make(case_key);
	keypair_make(&nobody);
	new_report_start(made, s->dossier.report, case_key);
	e = new_report_seal(made, &by, said, note, s->now, &put->put);
	put->put.lists = 0;
	put->note = buf_span(&made->note);
	keypair_wipe(&nobody);
	secret_wipe(case_key, sizeof case_key);
	return e;
}

static void
on_put(struct seat *s, enum gw_err e, struct msg *m)
{
	(void)m;
	s->dossier.done(s, e, s->dossier.report);
}

void
dossier_new(struct seat *s, enum case_kind kind, const uint8_t *latest, struct span text, const struct entry *note,
    dossier_fn *done)
{
	struct msg m = { .type = MSG_DOSSIER_PUT, .fd = -1 };
	struct new_report made = { .due = 0 };
	struct report said;
	struct buf plain;
	enum gw_err e = s->desk->roster_good ? GW_OK : GW_EBUSY;

	s->dossier.done = done;
	report_init(&said);
	buf_init(&plain, LIMIT_WIRE);
	if (e == GW_OK && (e = report_words(text, &said.text)) == GW_OK)
		e = note_make(s, note, &plain);
	if (e == GW_OK)
		e = seal(s, &made, kind == KIND_INCIDENT ? BAND_PRIORITY : BAND_ROUTINE, &said, buf_span(&plain),
		    &m.u.dossier_put);
	memcpy(m.u.dossier_put.session, s->session_id, SESSION_ID);
	m.u.dossier_put.kind = (uint8_t)kind;
	if (latest != NULL)
		memcpy(m.u.dossier_put.latest, latest, ID_BYTES);
	if (e == GW_OK)
		seat_ask(s, &m, MSG_RESULT, on_put);
	else
		done(s, e, s->dossier.report);
	new_report_wipe(&made);
	buf_free(&plain);
	report_free(&said);
}

void
dossiers_ask(struct seat *s, enum case_kind kind, uint64_t n, seat_answer_fn *answer)
{
	struct msg m = { .type = MSG_DOSSIERS_GET, .fd = -1 };

	memcpy(m.u.dossiers_get.session, s->session_id, SESSION_ID);
	m.u.dossiers_get.kind = (uint8_t)kind;
	m.u.dossiers_get.before = n;
	seat_ask(s, &m, MSG_DOSSIERS, answer);
}
