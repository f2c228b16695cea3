/* opening.c: two questions to the vault, the second one a page at a time. */
#include "opening.h"

#include <string.h>

#include "case_key.h"
#include "log.h"
#include "reply.h"
#include "secret.h"
#include "session.h"
#include "walk.h"

struct opening {
	struct desk *desk;
	opening_fn *done;
	void *arg;
	uint32_t ticket;
	uint8_t token[SESSION_TOKEN];		/* until the member key is open */
	struct keypair member;			/* until the case key is open */
	struct msg_session session;
	bool has_keys;
	uint32_t listed_files;			/* by the parts themselves */
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

static void
on_session(void *arg, enum gw_err e, struct msg *m)
{
	struct opening *o = arg;

	o->ticket = 0;
	if (e == GW_OK) {
		o->session = m->u.session;
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
		report_key_of(case_key, o->c.report_key);
		casework_key_of(case_key, o->c.casework_key);
		memcpy(o->c.team, t->team, sizeof o->c.team);
		memcpy(o->c.member, o->session.name, sizeof o->c.member);
		o->c.has_team = session_team(&o->session, &o->member, roster, t->team, &o->c.team_key) == GW_OK;
		o->has_keys = true;
	}
	keypair_wipe(&o->member);
	secret_wipe(case_key, sizeof case_key);
	return e;
}

static enum gw_err
words_take(struct opening *o, const struct part_place *at, struct span plain)
{
	const size_t size = sizeof *o->c.part;
	struct opened_part *grown, *p;
	enum gw_err e;

	grown = secret_realloc(o->c.part, (o->c.n + 1) * size);
	if (grown == NULL)
		return GW_ENOMEM;
	o->c.part = grown;
	p = &grown[o->c.n];
	memset(p, 0, size);
	p->kind = at->kind;
	p->seq = at->seq;
	report_init(&p->words);
	o->c.n++;
	e = report_decode(plain, &p->words, &p->at);
	if (e == GW_OK)
		o->listed_files += (uint32_t)p->words.n_files;
	return e;
}

/* Room for one more in each of the three lists. What has grown stays, even when another could not. */
static enum gw_err
entries_grow(struct opened_entries *c)
{
	struct entry *entry = secret_realloc(c->entry, (c->n + 1) * sizeof *entry);
	uint32_t *part = secret_realloc(c->part, (c->n + 1) * sizeof *part);
	json_t **holder = secret_realloc(c->holder, (c->n + 1) * sizeof(json_t *));

	if (entry != NULL)
		c->entry = entry;
	if (part != NULL)
		c->part = part;
	if (holder != NULL)
		c->holder = holder;
	return entry != NULL && part != NULL && holder != NULL ? GW_OK : GW_ENOMEM;
}

static enum gw_err
entry_take(struct opening *o, const struct part_place *at, struct span plain)
{
	struct opened_entries *c = &o->c.entries;
	enum gw_err e;

	if ((e = entries_grow(c)) == GW_OK && (e = entry_decode(plain, &c->entry[c->n], &c->holder[c->n])) == GW_OK)
		c->part[c->n++] = at->seq;
	return e;
}

static void
entries_free(struct opened_entries *c)
{
	for (size_t i = 0; i < c->n; i++)
		json_decref(c->holder[i]);
	secret_free(c->entry);
	secret_free(c->part);
	secret_free(c->holder);
}

/* Nothing is kept back from a team that holds the case key. */
static enum gw_err
part_take(void *arg, const struct msg_part *p)
{
	struct opening *o = arg;
	const struct part_place at = { o->c.report, (enum part_kind)p->kind, p->seq };
	const bool casework = p->kind == PART_DECISION || p->kind == PART_NOTE;
	char fault[JSON_FAULT];
	struct buf plain;
	enum gw_err e;

	if (p->sealed.n == 0)
		return GW_EDENIED;
	buf_init(&plain, LIMIT_WIRE);
	e = part_open(casework ? o->c.casework_key : o->c.report_key, at, p->sealed, &plain);
	if (e == GW_OK && p->kind == PART_DECISION)
		e = json_read(buf_span(&plain), &o->c.decision, fault);
	else if (e == GW_OK && p->kind == PART_NOTE)
		e = entry_take(o, &at, buf_span(&plain));
	else if (e == GW_OK)
		e = words_take(o, &at, buf_span(&plain));
	buf_free(&plain);
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
	const struct walk w = { o->c.report, o->c.report_key, &o->c.chain, part_take, o };
	enum gw_err e;

	if (!o->has_keys && (e = keys_open(o, t)) != GW_OK)
		return e == GW_EDENIED && has_older(o, t->team) ? GW_EBUSY : e;
	if ((e = walk_page(&w, t)) != GW_OK)
		return e;
	if (o->c.n == 0 || o->c.decision == NULL || t->files != o->listed_files)
		return GW_EDENIED;
	o->c.band = t->band;
	o->c.state = t->state;
	o->c.received = t->received;
	o->c.due = t->due;
	memcpy(o->c.assigned, t->assigned, sizeof o->c.assigned);
	o->c.files = t->files;
	return GW_OK;
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
	} else {
		log_fault(LOG_OPENED, e);
		finish(o, OPENING_BROKEN, e);
	}
}

enum gw_err
opening_new(struct desk *d, const uint8_t token[SESSION_TOKEN], const uint8_t report[ID_BYTES], opening_fn *done,
    void *arg, struct opening **o)
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
	made->done = done;
	made->arg = arg;
	memcpy(made->token, token, SESSION_TOKEN);
	memcpy(made->c.report, report, ID_BYTES);
	session_id(token, made->c.session);
	chain_start(&made->c.chain, report);
	memcpy(m.u.session_id.session, made->c.session, SESSION_ID);
	e = link_ask(d->link, &m, MSG_SESSION, on_session, made, &made->ticket);
	if (e != GW_OK)
		opening_free(made);
	else
		*o = made;
	return e;
}

void
opening_free(struct opening *o)
{
	if (o == NULL)
		return;
	link_forget(o->desk->link, o->ticket);
	for (size_t i = 0; i < o->c.n; i++)
		report_free(&o->c.part[i].words);
	if (o->c.part != NULL)
		secret_free(o->c.part);
	entries_free(&o->c.entries);
	json_decref(o->c.decision);
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
	else if (end == OPENING_OLDER)
		exchange_problem(x, 409, "This report is still sealed to a key that your team had before you came. It "
		    "opens for you once a colleague who was there then has signed in.", NULL);
	else if (end == OPENING_BROKEN)
		exchange_problem(x, 500, "This report does not fit its seal: parts are missing or were moved. "
		    "Tell the person who runs the gateway.", NULL);
	else
		exchange_fail(x, e);
}
