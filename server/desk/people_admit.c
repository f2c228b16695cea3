/* people_admit.c: a colleague lets somebody in: the team's key, and for administrators the seed that signs the list,
 * sealed to exactly the public key whose check words the two have compared. */
#include "people_page.h"

#include <string.h>

#include "grant.h"
#include "secret.h"

static const char NOBODY[] = "Nobody of this name waits for this team any more.";
static const char OTHER_WORDS[] = "The check words are not the ones that you compared. Nobody was let in. Load the "
    "page again and compare them with the person once more, by phone or face to face.";

/* Whether this person still waits for the team, with the key that was compared. NULL: yes. */
static const char *
why_not(const struct seat *s, const struct msg_person *p)
{
	const struct span team = form_value(&s->form, "team");
	char words[CHECK_WORDS_TEXT];
	bool waits = false;

	for (size_t i = 0; i < p->n; i++)
		waits = waits || (p->place[i].is_waiting && span_is(team, p->place[i].team));
	if (!waits || p->left != 0)
		return NOBODY;
	check_words(p->pk, words);
	return span_is(form_value(&s->form, "words"), words) && key_is_sound(p->pk) ? NULL : OTHER_WORDS;
}

static enum gw_err
team_pass_on(const struct seat *s, struct msg_admit *a, const uint8_t pk[KEY_BYTES])
{
	struct grant_subject what;
	struct keypair team;
	enum gw_err e = seat_team(s, a->team, NULL, &team);

	if (e == GW_OK) {
		team_subject(span_of(a->team), &what);
		grant_seal(pk, &what, team.sk, a->sealed);
	}
	keypair_wipe(&team);
	return e;
}

/* For the administrators' own team. */
static enum gw_err
seed_pass_on(const struct seat *s, struct msg_admit *a, const uint8_t pk[KEY_BYTES])
{
	const struct grant_subject what = { .kind = GRANT_ROSTER };
	uint8_t seed[KEY_BYTES];
	enum gw_err e;

	if (strcmp(a->team, ROSTER_ADMIN) != 0)
		return GW_OK;
	e = seat_seed(s, seed);
	if (e != GW_OK)
		return e;
	grant_seal(pk, &what, seed, a->seed);
	secret_wipe(seed, sizeof seed);
	a->has_seed = 1;
	return GW_OK;
}

static void
on_admitted(struct seat *s, enum gw_err e, struct msg *m)
{
	(void)m;
	if (e == GW_OK)
		seat_go(s, "/desk/people?done=admitted");
	else if (e == GW_EABSENT)
		seat_refuse(s, 409, NOBODY);
	else if (e == GW_ECONFLICT)
		seat_refuse(s, 409, "This team got a new key a moment ago. Nobody was let in. Wait a minute, then try "
		    "again.");
	else if (e == GW_ELIMIT)
		seat_refuse(s, 409, "There are as many people in this team, or teams of this person, as there can be.");
	else
		seat_fail(s, e);
}

static void
admit(struct seat *s, const struct msg_person *p)
{
	const struct span team = form_value(&s->form, "team");
	struct msg m = { .type = MSG_ADMIT, .fd = -1 };
	const char *why = why_not(s, p);
	enum gw_err e;

	if (why != NULL) {
		seat_refuse(s, 409, why);
		return;
	}
	memcpy(m.u.admit.session, s->session_id, SESSION_ID);
	memcpy(m.u.admit.name, p->name, sizeof p->name);
	memcpy(m.u.admit.team, team.p, team.n);
	e = team_pass_on(s, &m.u.admit, p->pk);
	if (e == GW_OK)
		e = seed_pass_on(s, &m.u.admit, p->pk);
	if (e == GW_OK)
		seat_ask(s, &m, MSG_RESULT, on_admitted);
	else
		seat_fail(s, e);
}

static void
on_people(struct seat *s, enum gw_err e, struct msg *m)
{
	const struct span name = form_value(&s->form, "name");
	const struct msg_people *p = &m->u.people;

	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	for (size_t i = 0; i < p->n; i++)
		if (span_is(name, p->person[i].name)) {
			admit(s, &p->person[i]);
			return;
		}
	if (p->goes_on && p->n > 0)
		seat_ask_people(s, span_of(p->person[p->n - 1].name), on_people);
	else
		seat_refuse(s, 409, NOBODY);
}

void
people_admit(struct seat *s)
{
	seat_ask_people(s, (struct span){ NULL, 0 }, on_people);
}
