/* rotation.c: list -> people -> pair -> vault -> list; each arrow is one answer. */
#include "rotation.h"

#include <stdio.h>
#include <string.h>

#include "secret.h"

static void ask_list(struct seat *s);

static void
finish(struct seat *s, enum gw_err e)
{
	struct rotation *r = s->work;

	team_key_free(&r->key);
	r->done(s, e);
}

/* This process seals and opens by the new list from here on, not a minute later. */
static enum gw_err
list_take(struct desk *d, const struct team_key *k)
{
	struct msg_roster list = { .body = buf_span(&k->body) };

	memcpy(list.signature, k->signature, SIGNATURE_BYTES);
	return office_roster_take(d, &list);
}

static void
on_put(struct seat *s, enum gw_err e, struct msg *m)
{
	struct rotation *r = s->work;

	(void)m;
	if (e == GW_ECONFLICT && ++r->tries < ROTATION_TRIES) {
		team_key_free(&r->key);
		ask_list(s);
		return;
	}
	if (e == GW_OK)
		e = list_take(s->desk, &r->key);
	finish(s, e);
}

/* --- a team's first key --- */

static void
put_first(struct seat *s)
{
	struct msg m = { .type = MSG_TEAM_PUT, .fd = -1 };
	struct msg_team_put *p = &m.u.team_put;
	struct rotation *r = s->work;
	uint8_t seed[KEY_BYTES];
	enum gw_err e;

	e = seat_seed(s, seed);
	if (e == GW_OK)
		e = team_key_first(&s->desk->roster, r->team, TEAM_SCHOOL, seed, &r->key);
	secret_wipe(seed, sizeof seed);
	if (e != GW_OK) {
		finish(s, e);
		return;
	}
	memcpy(p->session, s->session_id, SESSION_ID);
	memcpy(p->team, r->team, sizeof p->team);
	memcpy(p->name, r->name, sizeof p->name);
	p->kind = TEAM_SCHOOL;
	team_key_say_first(&r->key, p);
	seat_ask(s, &m, MSG_RESULT, on_put);
}

/* --- the next one --- */

static void
on_people(struct seat *s, enum gw_err e, struct msg *answer)
{
	struct msg m = { .type = MSG_ROTATION_PUT, .fd = -1 };
	struct msg_rotation_put *p = &m.u.rotation_put;
	struct rotation *r = s->work;
	uint8_t seed[KEY_BYTES];

	if (e == GW_OK)
		e = seat_seed(s, seed);
	if (e == GW_OK) {
		p->to = answer->u.rotation;
		e = team_key_next(&s->desk->roster, r->team, seed, &p->to, &r->key);
		secret_wipe(seed, sizeof seed);
	}
	if (e != GW_OK) {
		finish(s, e);
		return;
	}
	memcpy(p->session, s->session_id, SESSION_ID);
	memcpy(p->team, r->team, sizeof p->team);
	team_key_say_next(&r->key, p);
	seat_ask(s, &m, MSG_RESULT, on_put);
}

static void
ask_people(struct seat *s)
{
	struct msg m = { .type = MSG_ROTATION_GET, .fd = -1 };
	const struct rotation *r = s->work;

	memcpy(m.u.rotation_get.session, s->session_id, SESSION_ID);
	memcpy(m.u.rotation_get.team, r->team, sizeof r->team);
	seat_ask(s, &m, MSG_ROTATION, on_people);
}

/* --- the list --- */

static void
on_list(struct seat *s, enum gw_err e, struct msg *m)
{
	const struct rotation *r = s->work;

	if (e == GW_OK)
		e = office_roster_take(s->desk, &m->u.roster);
	if (e != GW_OK)
		finish(s, e);
	else if (r->is_first)
		put_first(s);
	else
		ask_people(s);
}

/* As it is now, not as this process last saw it: another one may have changed it. */
static void
ask_list(struct seat *s)
{
	struct msg m = { .type = MSG_ROSTER_GET, .fd = -1 };

	seat_ask(s, &m, MSG_ROSTER, on_list);
}

static void
begin(struct seat *s, const char *team, const char *name, rotation_fn *done)
{
	struct rotation *r = s->work;

	team_key_free(&r->key);
	snprintf(r->team, sizeof r->team, "%s", team);
	snprintf(r->name, sizeof r->name, "%s", name);
	r->tries = 0;
	r->done = done;
	ask_list(s);
}

void
rotation_begin(struct seat *s, const char *team, rotation_fn *done)
{
	struct rotation *r = s->work;

	r->is_first = false;
	begin(s, team, "", done);
}

void
rotation_first(struct seat *s, const char *team, const char *name, rotation_fn *done)
{
	struct rotation *r = s->work;

	r->is_first = true;
	begin(s, team, name, done);
}

void
rotation_free(void *rotation)
{
	struct rotation *r = rotation;

	team_key_free(&r->key);
}
