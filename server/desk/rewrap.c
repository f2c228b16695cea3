/* rewrap.c: ask for some, open, seal, put; the next ones. */
#include "rewrap.h"

#include <string.h>

#include "secret.h"
#include "tag_box.h"

static void ask_some(struct seat *s);

/* --- the sealing; pure --- */

/* The older key that was needed last: rows come key by key, and opening a key takes longer than opening a case. */
struct older { bool has; uint8_t id[KEY_ID]; struct keypair pair; rewrap_key_fn *key; void *arg; };

static const struct keypair *
older_find(struct older *o, const uint8_t id[KEY_ID])
{
	if (!o->has || memcmp(o->id, id, KEY_ID) != 0) {
		keypair_wipe(&o->pair);
		o->has = o->key(o->arg, id, &o->pair) == GW_OK;
		memcpy(o->id, id, KEY_ID);
	}
	return o->has ? &o->pair : NULL;
}

static bool
case_rewrap(struct msg_rewrap_case *c, const struct keypair *present, struct older *o)
{
	const struct keypair *old = older_find(o, c->key);
	struct grant_subject what = { .kind = GRANT_CASE };
	uint8_t case_key[KEY_BYTES];

	memcpy(what.id, c->report, ID_BYTES);
	if (old == NULL || grant_open(old, &what, c->sealed, case_key) != GW_OK)
		return false;
	grant_seal(present->pk, &what, case_key, c->sealed);
	secret_wipe(case_key, sizeof case_key);
	return true;
}

static bool
tag_rewrap(struct msg_rewrap_tag *t, const struct keypair *present, struct older *o)
{
	const struct keypair *old = older_find(o, t->key);
	uint8_t plain[TAG_PLAIN];
	size_t n;

	if (old == NULL || tag_open(old, t->sealed, plain, &n) != GW_OK)
		return false;
	case_tag_of(present->sk, (struct span){ plain, n }, t->tag);
	tag_seal(present->pk, (struct span){ plain, n }, t->sealed);
	secret_wipe(plain, sizeof plain);
	return true;
}

size_t
rewrap_rows(struct msg_rewrap *rows, const struct keypair *present, rewrap_key_fn *key, void *arg)
{
	struct older old = { .key = key, .arg = arg };
	uint8_t n = 0, n_tags = 0;

	for (size_t i = 0; i < rows->n; i++)
		if (case_rewrap(&rows->row[i], present, &old))
			rows->row[n++] = rows->row[i];
	for (size_t i = 0; i < rows->n_tags; i++)
		if (tag_rewrap(&rows->tag[i], present, &old))
			rows->tag[n_tags++] = rows->tag[i];
	rows->n = n;
	rows->n_tags = n_tags;
	secret_wipe(&old, sizeof old);
	return (size_t)n + n_tags;
}

/* --- with the vault --- */

static const struct msg_team_key *
team_of(const struct seat *s)
{
	return &s->session.team[s->rewrap.team];
}

/* Newcomers hold the present key alone: there is nothing that they could do. */
static bool
has_older(const struct seat *s, const struct msg_team_key *t)
{
	for (size_t i = 0; i < s->session.n_old; i++)
		if (strcmp(s->session.old[i].team, t->team) == 0)
			return true;
	return false;
}

static void
next_team(struct seat *s)
{
	while (++s->rewrap.team < s->session.n)
		if (team_of(s)->rewrap != 0 && has_older(s, team_of(s))) {
			ask_some(s);
			return;
		}
	s->rewrap.done(s);
}

static void
on_put(struct seat *s, enum gw_err e, struct msg *m)
{
	(void)m;
	if (s->rewrap.cases >= REWRAP_AT_ONCE)
		s->rewrap.done(s);
	else if (e == GW_OK)
		ask_some(s);
	else
		next_team(s);	/* GW_ECONFLICT: the team has got yet another key since this page was asked for */
}

static enum gw_err
key_of(void *arg, const uint8_t key[KEY_ID], struct keypair *out)
{
	const struct seat *s = arg;

	return seat_team(s, team_of(s)->team, key, out);
}

/* Each round counts, also one that moves nothing. */
static void
on_some(struct seat *s, enum gw_err e, struct msg *answer)
{
	struct msg m = { .type = MSG_REWRAP_PUT, .fd = -1 };
	struct msg_rewrap_put *p = &m.u.rewrap_put;
	const struct msg_team_key *t = team_of(s);
	struct keypair present;
	size_t n = 0;

	if (e == GW_OK && (answer->u.rewrap.n > 0 || answer->u.rewrap.n_tags > 0)) {
		p->to = answer->u.rewrap;
		e = seat_team(s, t->team, NULL, &present);
		if (e == GW_OK)
			n = rewrap_rows(&p->to, &present, key_of, s);
		keypair_wipe(&present);
	}
	if (n == 0) {
		next_team(s);
		return;
	}
	s->rewrap.cases += REWRAP_CASES;
	memcpy(p->session, s->session_id, SESSION_ID);
	memcpy(p->team, t->team, sizeof p->team);
	memcpy(p->present, t->pk, KEY_ID);
	seat_ask(s, &m, MSG_RESULT, on_put);
}

static void
ask_some(struct seat *s)
{
	struct msg m = { .type = MSG_REWRAP_GET, .fd = -1 };

	memcpy(m.u.rewrap_get.session, s->session_id, SESSION_ID);
	memcpy(m.u.rewrap_get.team, team_of(s)->team, sizeof m.u.rewrap_get.team);
	seat_ask(s, &m, MSG_REWRAP, on_some);
}

void
rewrap_begin(struct seat *s, void (*done)(struct seat *s))
{
	s->rewrap.cases = 0;
	s->rewrap.done = done;
	s->rewrap.team = -1;
	next_team(s);
}
