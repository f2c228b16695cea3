/* seat.c: the gate of every console page, and what handlers may do behind it. */
#include "seat.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "grant.h"
#include "log.h"
#include "reply.h"
#include "rewrap.h"
#include "secret.h"
#include "session.h"
#include "team_key.h"

static const struct { unsigned role; const char *name; } roles[] = {
	{ SEAT_READER, "in a team that reads reports" },
	{ SEAT_ADMIN, "an administrator" },
	{ SEAT_AUDITOR, "an auditor" },
	{ SEAT_COMMUNITY, "in community safety" },
};

static struct seat **
place(struct exchange *x)
{
	return exchange_state(x);
}

/* --- which row --- */

static bool
fits(const char *pattern, struct span path, struct span *rest)
{
	const size_t n = strlen(pattern);

	*rest = (struct span){ NULL, 0 };
	if (pattern[n - 1] != '*')
		return span_is(path, pattern);
	if (path.n < n - 1 || memcmp(path.p, pattern, n - 1) != 0)
		return false;
	*rest = (struct span){ path.p + n - 1, path.n - (n - 1) };
	return true;
}

/* The longest row that fits; NULL: there is no such page. */
static const struct seat_route *
match(enum http_method method, struct span path, struct span *rest)
{
	const struct seat_route *best = NULL;
	struct span behind;

	for (size_t i = 0; i < seat_routes_n; i++) {
		const struct seat_route *r = &seat_routes[i];

		if (r->method != (method == HTTP_POST ? HTTP_POST : HTTP_GET) || !fits(r->path, path, &behind))
			continue;
		if (best != NULL && strlen(best->path) >= strlen(r->path))
			continue;
		best = r;
		*rest = behind;
	}
	return best;
}

/* --- who may --- */

static unsigned
roles_of(const struct msg_session *session)
{
	unsigned r = session->is_auditor ? SEAT_AUDITOR : 0;

	for (size_t i = 0; i < session->n; i++) {
		r |= strcmp(session->team[i].team, ROSTER_ADMIN) == 0 ? SEAT_ADMIN : SEAT_READER;
		r |= strcmp(session->team[i].team, ROSTER_COMMUNITY) == 0 ? SEAT_COMMUNITY : 0;
	}
	return r != 0 ? r : SEAT_NEWCOMER;
}

static void
on_refused(struct seat *s, enum gw_err e, struct msg *m)
{
	(void)m;
	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	seat_refuse(s, 403, "This page is for colleagues with another duty. If it should be for you too, ask an "
	    "administrator. That you asked for it stands in the record.");
}

/* Refused, but only once the audit chain knows it. */
static void
refuse_role(struct seat *s)
{
	struct msg m = { .type = MSG_REFUSED_PUT, .fd = -1 };
	const char *role = "let in";

	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
		if (s->route->who & roles[i].role)
			role = roles[i].name;
	memcpy(m.u.refused_put.session, s->session_id, SESSION_ID);
	snprintf(m.u.refused_put.why, sizeof m.u.refused_put.why, "asked for %s without being %s", s->route->path,
	    role);
	seat_ask(s, &m, MSG_RESULT, on_refused);
}

static bool
has_form_token(const struct seat *s)
{
	const struct span sent = form_value(&s->form, "form");
	char token[FORM_TOKEN + 1];
	bool same;

	form_token(s->token, token);
	same = sent.n == FORM_TOKEN && secret_equal(sent.p, token, FORM_TOKEN);
	secret_wipe(token, sizeof token);
	return same;
}

static void
run(struct seat *s)
{
	s->route->run(s);
}

/* Before a page that a person has asked for: some of what is still sealed to a team's older key. */
static void
enter(struct seat *s)
{
	if (s->route->method == HTTP_GET && !s->is_quiet)
		rewrap_begin(s, run);
	else
		run(s);
}

static void
gate(struct seat *s)
{
	const unsigned who = s->route->who;
	struct console m = { .done = { NULL, 0 } };

	if (s->route->method == HTTP_POST && !has_form_token(s)) {
		seat_refuse(s, 403, "This form is an older one, or another site's. Nothing was changed. Go back, load "
		    "the page again and try once more.");
		return;
	}
	if (s->session.is_device) {
		seat_refuse(s, 403, "These pages are for people. A computer with a key file has its own way in.");
		return;
	}
	if (!(who & SEAT_WAITING) && s->session.by_code) {
		seat_go(s, "/desk/account/second");
		return;
	}
	if (!(who & SEAT_WAITING) && (s->roles & SEAT_NEWCOMER)) {
		seat_show(s, 200, CONSOLE_WAITING, &m);
		return;
	}
	if ((who & s->roles) || ((who & SEAT_WAITING) && (s->roles & SEAT_NEWCOMER)))
		enter(s);
	else
		refuse_role(s);
}

/* --- the session --- */

static void
sign_in_first(struct seat *s, bool had_one)
{
	enum gw_err e = GW_OK;

	if (had_one)
		e = exchange_cookie(s->x, session_cookie_end());
	if (e == GW_OK)
		seat_go(s, had_one ? "/desk/sign-in?idle=1" : "/desk/sign-in");
	else
		seat_fail(s, e);
}

static void
on_roster(struct seat *s, enum gw_err e, struct msg *m)
{
	if (e == GW_OK)
		e = office_roster_take(s->desk, &m->u.roster);
	if (e != GW_OK)
		log_fault(LOG_ROSTER, e);	/* the keys of that team will not open; all else goes on */
	gate(s);
}

static void
on_session(struct seat *s, enum gw_err e, struct msg *m)
{
	struct msg q = { .type = MSG_ROSTER_GET, .fd = -1 };

	if (e == GW_EABSENT || e == GW_EDENIED) {
		sign_in_first(s, true);
		return;
	}
	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	s->session = m->u.session;
	s->roles = roles_of(&s->session);
	s->is_in = true;
	if (session_is_behind(&s->session, &s->desk->roster))
		seat_ask(s, &q, MSG_ROSTER, on_roster);
	else
		gate(s);
}

static void
session_ask(struct seat *s)
{
	struct msg m = { .type = MSG_SESSION_GET, .fd = -1 };

	if (session_cookie_read(exchange_request(s->x)->cookie, s->token) != GW_OK) {
		sign_in_first(s, false);
		return;
	}
	session_id(s->token, s->session_id);
	memcpy(m.u.session_id.session, s->session_id, SESSION_ID);
	m.u.session_id.quiet = s->is_quiet;
	seat_ask(s, &m, MSG_SESSION, on_session);
}

/* --- for desk.c --- */

/* A browser always says where a form stands. */
void
seat_begin(struct exchange *x)
{
	if (!request_origin_is_ours(exchange_request(x)))
		exchange_problem(x, 403, "This request came from another site. Nothing was changed.", NULL);
	else if (!exchange_is_type(x, "application/x-www-form-urlencoded"))
		exchange_problem(x, 415, "This is no form of these pages.", NULL);
}

void
seat_end(struct exchange *x)
{
	const struct http_req *req = exchange_request(x);
	const bool is_post = req->method == HTTP_POST;
	struct seat *s = secret_malloc(sizeof *s);
	enum gw_err e;

	if (s == NULL) {
		exchange_fail(x, GW_ENOMEM);
		return;
	}
	memset(s, 0, sizeof *s);
	*place(x) = s;
	s->x = x;
	s->desk = exchange_site(x);
	s->now = time(NULL);
	s->route = match(req->method, req->path, &s->rest);
	e = form_read(is_post ? exchange_body(x) : req->query, &s->form);
	if (s->route == NULL)
		e = GW_EABSENT;
	s->is_quiet = !is_post && form_is(&s->form, "quiet", "1");
	if (e != GW_OK)
		seat_fail(s, e);
	else if (s->route->who == 0)
		s->route->run(s);
	else
		session_ask(s);
}

void
seat_gone(struct exchange *x)
{
	struct seat *s = *place(x);

	if (s == NULL)
		return;
	link_forget(s->desk->link, s->ticket);
	opening_free(s->opening);
	if (s->work != NULL && s->work_end != NULL)
		s->work_end(s->work);
	secret_free(s->work);
	form_wipe(&s->form);
	secret_wipe(s, sizeof *s);
	secret_free(s);
	*place(x) = NULL;
}

/* --- for handlers --- */

struct seat *
seat_of(struct exchange *x)
{
	return *place(x);
}

void *
seat_work(struct seat *s, size_t bytes, void (*end)(void *work))
{
	s->work = secret_malloc(bytes);
	if (s->work == NULL) {
		seat_fail(s, GW_ENOMEM);
		return NULL;
	}
	memset(s->work, 0, bytes);
	s->work_end = end;
	return s->work;
}

static void
on_answer(void *arg, enum gw_err e, struct msg *m)
{
	struct seat *s = arg;

	s->ticket = 0;
	s->answer(s, e, m);
}

void
seat_ask(struct seat *s, struct msg *m, enum msg_type want, seat_answer_fn *answer)
{
	enum gw_err e;

	s->answer = answer;
	e = link_ask(s->desk->link, m, want, on_answer, s, &s->ticket);
	if (e != GW_OK)
		seat_fail(s, e);
}

void
seat_ask_people(struct seat *s, struct span after, seat_answer_fn *answer)
{
	struct msg m = { .type = MSG_PEOPLE_GET, .fd = -1 };

	memcpy(m.u.people_get.session, s->session_id, SESSION_ID);
	if (after.n > 0 && after.n <= LIMIT_NAME)
		memcpy(m.u.people_get.after, after.p, after.n);
	seat_ask(s, &m, MSG_PEOPLE, answer);
}

enum gw_err
seat_member(const struct seat *s, struct keypair *member)
{
	return session_member(&s->session, s->token, member);
}

enum gw_err
seat_team(const struct seat *s, const char *team, const uint8_t key[KEY_ID], struct keypair *out)
{
	struct keypair member;
	enum gw_err e;

	memset(out, 0, sizeof *out);
	if (!s->desk->roster_good)
		return GW_EBUSY;
	e = seat_member(s, &member);
	if (e == GW_OK)
		e = session_team_key(&s->session, &member, &s->desk->roster, team, key, out);
	keypair_wipe(&member);
	return e;
}

enum gw_err
seat_seed(const struct seat *s, uint8_t seed[KEY_BYTES])
{
	struct keypair member;
	enum gw_err e;

	memset(seed, 0, KEY_BYTES);
	if (!s->session.has_seed)
		return GW_EDENIED;
	e = seat_member(s, &member);
	if (e == GW_OK)
		e = team_key_seed(&member, s->session.seed, &s->desk->pin, seed);
	keypair_wipe(&member);
	return e;
}

bool
seat_is_in(const struct seat *s, const char *team)
{
	for (size_t i = 0; i < s->session.n; i++)
		if (strcmp(s->session.team[i].team, team) == 0)
			return true;
	return false;
}

void
seat_go(struct seat *s, const char *to)
{
	const struct reply reply = { .status = 303, .location = to };

	exchange_answer(s->x, &reply);
}

void
seat_out(struct seat *s)
{
	const struct reply reply = { .status = 303, .location = "/desk/sign-in?out=1", .clears = true };
	enum gw_err e = exchange_cookie(s->x, session_cookie_end());

	if (e == GW_OK)
		exchange_answer(s->x, &reply);
	else
		seat_fail(s, e);
}

void
seat_fail(struct seat *s, enum gw_err e)
{
	exchange_fail(s->x, e);
}

void
seat_refuse(struct seat *s, int status, const char *said)
{
	exchange_problem(s->x, status, said, NULL);
}
