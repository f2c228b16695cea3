/* opening.c: two questions to the vault, the second one a page at a time. */
#include "opening.h"

#include <string.h>

#include "case_key.h"
#include "log.h"
#include "reply.h"
#include "secret.h"
#include "session.h"

struct opening {
	struct desk *desk;
	opening_fn *done;
	void *arg;
	uint32_t ticket;
	enum case_reading reading;
	uint8_t token[SESSION_TOKEN];		/* until the member key is open */
	struct keypair member;			/* until the case key is open */
	struct msg_session session;
	bool is_by_key;			/* its computer gave the case's key */
	struct opened c;
};

static void on_page(void *arg, enum gw_err e, struct msg *m);

static void
finish(struct opening *o, enum opening_end end, enum gw_err e)
{
	secret_wipe(o->token, sizeof o->token);
	keypair_wipe(&o->member);
	o->done(o->arg, end, e, end == OPENING_DONE ? &o->c : NULL);
}

static void
ask_page(struct opening *o)
{
	struct msg m = { .type = MSG_CASE_GET, .fd = -1 };
	enum gw_err e;

	memcpy(m.u.case_get.session, o->c.session, SESSION_ID);
	memcpy(m.u.case_get.report, o->c.report, ID_BYTES);
	m.u.case_get.surveys = (uint8_t)o->reading;
	m.u.case_get.from = o->c.chain.n;
	e = link_ask(o->desk->link, &m, MSG_THREAD, on_page, o, &o->ticket);
	if (e != GW_OK)
		finish(o, OPENING_FAILED, e);
}

static void
on_roster(void *arg, enum gw_err e, struct msg *m)
{
	struct opening *o = arg;

	o->ticket = 0;
	if (e == GW_OK)
		e = office_roster_take(o->desk, &m->u.roster);
	if (e != GW_OK)
		log_fault(LOG_ROSTER, e);	/* the keys of that team will not open */
	ask_page(o);
}

/* Another process may have changed a team's key since this one last looked. */
static void
keys_ask(struct opening *o)
{
	struct msg m = { .type = MSG_ROSTER_GET, .fd = -1 };
	enum gw_err e = GW_OK;

	if (session_is_behind(&o->session, &o->desk->roster))
		e = link_ask(o->desk->link, &m, MSG_ROSTER, on_roster, o, &o->ticket);
	else
		ask_page(o);
	if (e != GW_OK)
		finish(o, OPENING_FAILED, e);
}

static bool
is_computer(const struct msg_session *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->team[i].team, ROSTER_COMMUNITY) == 0)
			return s->is_device != 0;
	return false;
}

/* The session proves who writes; the key came with the request. */
static void
by_key(struct opening *o)
{
	secret_wipe(o->token, sizeof o->token);
	memcpy(o->c.member, o->session.name, sizeof o->c.member);
	if (is_computer(&o->session))
		ask_page(o);
	else
		finish(o, OPENING_PERSON, GW_EDENIED);
}

static void
on_session(void *arg, enum gw_err e, struct msg *m)
{
	struct opening *o = arg;

	o->ticket = 0;
	if (e == GW_OK) {
		o->session = m->u.session;
		if (o->is_by_key) {
			by_key(o);
			return;
		}
		e = session_member(&o->session, o->token, &o->member);
		secret_wipe(o->token, sizeof o->token);
	}
	if (e == GW_OK)
		keys_ask(o);
	else if (e == GW_EABSENT || e == GW_EDENIED)
		finish(o, OPENING_SIGNED_OUT, e);
	else
		finish(o, OPENING_FAILED, e);
}

/* From the member's key to the case's; every step in between is wiped here. */
static enum gw_err
keys_open(struct opening *o, const struct msg_thread *t)
{
	const struct roster *roster = &o->desk->roster;
	uint8_t case_key[KEY_BYTES];
	enum gw_err e;

	e = case_key_open(&o->session, &o->member, roster, t->team, o->c.report, t->grant, case_key);
	if (e == GW_OK) {
		opened_key(&o->c, case_key);
		memcpy(o->c.member, o->session.name, sizeof o->c.member);
		o->c.has_team = session_team(&o->session, &o->member, roster, t->team, &o->c.team_key) == GW_OK;
	}
	keypair_wipe(&o->member);
	secret_wipe(case_key, sizeof case_key);
	return e;
}

/* Something of the team is sealed to a key from before: colleagues who hold it have not sealed it anew yet. */
static bool
has_older(const struct opening *o, const char *team)
{
	for (size_t i = 0; i < o->session.n; i++)
		if (strcmp(o->session.team[i].team, team) == 0)
			return o->session.team[i].rewrap != 0;
	return false;
}

/* GW_MORE: the next page has the rest. GW_EBUSY: OPENING_OLDER. */
static enum gw_err
page_take(struct opening *o, const struct msg_thread *t)
{
	enum gw_err e;

	if (o->is_by_key && t->kind >= KIND_INCIDENT)
		return GW_EABSENT;
	if (!o->c.has_key && (e = keys_open(o, t)) != GW_OK)
		return e == GW_EDENIED && has_older(o, t->team) ? GW_EBUSY : e;
	return opened_page(&o->c, t);
}

static void
on_page(void *arg, enum gw_err e, struct msg *m)
{
	struct opening *o = arg;

	o->ticket = 0;
	if (e != GW_OK) {
		finish(o, e == GW_EABSENT || e == GW_EDENIED ? OPENING_ABSENT : OPENING_FAILED, e);
		return;
	}
	e = page_take(o, &m->u.thread);
	if (e == GW_OK) {
		log_count(LOG_OPENED);
		finish(o, OPENING_DONE, GW_OK);
	} else if (e == GW_MORE) {
		ask_page(o);
	} else if (e == GW_ENOMEM) {
		finish(o, OPENING_FAILED, e);
	} else if (e == GW_EBUSY) {
		finish(o, OPENING_OLDER, e);
	} else if (e == GW_EABSENT) {
		finish(o, OPENING_ABSENT, e);
	} else if (o->is_by_key) {
		finish(o, OPENING_LOCKED, e);
	} else {
		log_fault(LOG_OPENED, e);
		finish(o, OPENING_BROKEN, e);
	}
}

static enum gw_err
make(struct desk *d, enum case_reading reading, const uint8_t token[SESSION_TOKEN], const uint8_t report[ID_BYTES],
    opening_fn *done, void *arg, struct opening **o)
{
	struct msg m = { .type = MSG_SESSION_GET, .fd = -1 };
	struct opening *made;
	enum gw_err e;

	*o = NULL;
	if (!d->roster_good)
		return GW_EBUSY;
	made = secret_malloc(sizeof *made);
	if (made == NULL)
		return GW_ENOMEM;
	memset(made, 0, sizeof *made);
	made->desk = d;
	made->reading = reading;
	made->done = done;
	made->arg = arg;
	memcpy(made->token, token, SESSION_TOKEN);
	opened_start(&made->c, report);
	session_id(token, made->c.session);
	memcpy(m.u.session_id.session, made->c.session, SESSION_ID);
	e = link_ask(d->link, &m, MSG_SESSION, on_session, made, &made->ticket);
	if (e != GW_OK)
		opening_free(made);
	else
		*o = made;
	return e;
}

enum gw_err
opening_new(struct desk *d, const uint8_t token[SESSION_TOKEN], const uint8_t report[ID_BYTES], opening_fn *done,
    void *arg, struct opening **o)
{
	return make(d, CASE_ACTS, token, report, done, arg, o);
}

enum gw_err
opening_look(struct desk *d, const uint8_t token[SESSION_TOKEN], const uint8_t report[ID_BYTES], opening_fn *done,
    void *arg, struct opening **o)
{
	return make(d, CASE_LOOKS, token, report, done, arg, o);
}

void
opening_by_key(struct opening *o, const uint8_t case_key[KEY_BYTES])
{
	opened_key(&o->c, case_key);
	o->is_by_key = true;
}

void
opening_free(struct opening *o)
{
	if (o == NULL)
		return;
	link_forget(o->desk->link, o->ticket);
	opened_end(&o->c);
	secret_wipe(o, sizeof *o);
	secret_free(o);
}

void
opening_refuse(struct exchange *x, enum opening_end end, enum gw_err e)
{
	if (end == OPENING_SIGNED_OUT)
		reply_signed_out(x);
	else if (end == OPENING_ABSENT)
		exchange_problem(x, 404, "There is no such report among those of your teams.", NULL);
	else if (end == OPENING_PERSON)
		exchange_problem(x, 403, "This is for computers with a key file; people have the console.", NULL);
	else if (end == OPENING_LOCKED)
		exchange_problem(x, 403, "This case does not open with that key. Nothing was written.", "key");
	else if (end == OPENING_OLDER)
		exchange_problem(x, 409, "This report is still sealed to a key that your team had before you came. It "
		    "opens for you once a colleague who was there then has signed in.", NULL);
	else if (end == OPENING_BROKEN)
		exchange_problem(x, 500, "This report does not fit its seal: parts are missing or were moved. "
		    "Tell the person who runs the gateway.", NULL);
	else
		exchange_fail(x, e);
}
