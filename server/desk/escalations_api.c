/* escalations_api.c: the vault's answers as JSON, and the device's words as messages. */
#include "escalations_api.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "device_api.h"
#include "log.h"
#include "path.h"
#include "reply.h"
#include "secret.h"

/* --- values --- */

/* NULL: no memory. */
static json_t *
base64(const uint8_t *p, size_t n)
{
	const size_t room = sodium_base64_ENCODED_LEN(n, sodium_base64_VARIANT_ORIGINAL);
	char *text = secret_malloc(room);
	json_t *v = NULL;

	if (text != NULL)
		v = json_string(sodium_bin2base64(text, room, p, n, sodium_base64_VARIANT_ORIGINAL));
	secret_free(text);
	return v;
}

/* Adds v, which may be NULL, to a list that may be NULL too; then the list is. */
static json_t *
list_add(json_t *list, json_t *v)
{
	if (json_array_append_new(list, v) == 0)
		return list;
	json_decref(list);
	return NULL;
}

/* What a case or the list is refused with. */
static void
refuse(struct exchange *x, enum gw_err e)
{
	if (e == GW_EABSENT)
		exchange_problem(x, 404, "There is no such case of community safety's.", NULL);
	else if (e == GW_EDENIED)
		exchange_problem(x, 403, "This is not for you: the session has ended, the list was not asked for "
		    "within 15 minutes, or this computer is not one of community safety's.", NULL);
	else
		exchange_fail(x, e);
}

/* A computer gets clean copies alone, and makes none. */
static void
refuse_file(struct exchange *x, enum gw_err e)
{
	if (e == GW_EABSENT)
		exchange_problem(x, 404, "There is no such file, or no clean copy of it: open it in the console first.",
		    NULL);
	else if (e == GW_EINPUT)
		exchange_problem(x, 423, "This attachment is locked: nobody may open it.", NULL);
	else
		refuse(x, e);
}

/* --- the list --- */

struct list {
	uint32_t ticket;
	uint8_t session[SESSION_ID];
	uint16_t limit;
	uint64_t after;
	char name[LIMIT_NAME + 1];
	json_t *teams;
};
_Static_assert(sizeof(struct list) <= ESCALATIONS_STATE, "ESCALATIONS_STATE is too small");

static json_t *
key_json(const char *team, const uint8_t pk[KEY_BYTES], const uint8_t sealed[GRANT_BYTES])
{
	return json_pack("{s:s, s:o, s:o}", "team", team, "pk", base64(pk, KEY_BYTES), "sealed",
	    base64(sealed, GRANT_BYTES));
}

static json_t *
teams_json(const struct msg_session *s)
{
	json_t *list = json_array();

	for (size_t i = 0; i < s->n; i++)
		list = list_add(list, key_json(s->team[i].team, s->team[i].pk, s->team[i].sealed));
	for (size_t i = 0; i < s->n_old; i++)
		list = list_add(list, key_json(s->old[i].team, s->old[i].pk, s->old[i].sealed));
	return list;
}

static json_t *
row_json(const struct msg_escalation *r)
{
	char id[2 * ID_BYTES + 1];

	if (r->band >= BAND_N || r->state >= CASE_STATE_N)
		return NULL;
	sodium_bin2hex(id, sizeof id, r->report, ID_BYTES);
	return json_pack("{s:s, s:I, s:I, s:s, s:s, s:i, s:I, s:I}", "id", id, "changed", (json_int_t)r->changed,
	    "listed",
	    (json_int_t)r->listed, "band", band_code((enum band)r->band), "state",
	    case_state_code((enum case_state)r->state), "kind", r->kind, "parts", (json_int_t)r->parts, "received",
	    (json_int_t)r->received);
}

static void
on_rows(void *arg, enum gw_err e, struct msg *m)
{
	struct exchange *x = arg;
	struct list *l = exchange_state(x);
	struct desk *d = exchange_site(x);
	json_t *rows;

	l->ticket = 0;
	if (e != GW_OK) {
		refuse(x, e);
		return;
	}
	device_api_used(d, l->name);
	rows = json_array();
	for (size_t i = 0; i < m->u.escalations.n; i++)
		rows = list_add(rows, row_json(&m->u.escalations.row[i]));
	exchange_json_take(x, 200, json_pack("{s:I, s:b, s:O, s:o}", "last", (json_int_t)m->u.escalations.last,
	    "goes_on",
	    m->u.escalations.goes_on != 0, "teams", l->teams, "escalations", rows));
}

static void
on_session(void *arg, enum gw_err e, struct msg *m)
{
	struct exchange *x = arg;
	struct list *l = exchange_state(x);
	struct desk *d = exchange_site(x);
	struct msg ask = { .type = MSG_ESCALATIONS_GET, .fd = -1 };

	l->ticket = 0;
	if (e == GW_EABSENT || e == GW_EDENIED) {
		reply_signed_out(x);
		return;
	}
	if (e == GW_OK && m->u.session.is_device == 0) {
		exchange_problem(x, 403, "This is for computers with a key file; people have the console.", NULL);
		return;
	}
	if (e == GW_OK && m->u.session.n == 0) {
		exchange_problem(x, 403, "Nobody of community safety has let this computer in yet: a colleague does, "
		    "on the people page, after the check words were read out.", NULL);
		return;
	}
	if (e == GW_OK) {
		memcpy(l->name, m->u.session.name, sizeof l->name);
		l->teams = teams_json(&m->u.session);
		memcpy(ask.u.escalations_get.session, l->session, SESSION_ID);
		ask.u.escalations_get.order = ORDER_LISTED_EVER;
		ask.u.escalations_get.survey = SURVEY_PULL;
		ask.u.escalations_get.after = l->after;
		ask.u.escalations_get.limit = l->limit;
		e = l->teams == NULL ? GW_ENOMEM : link_ask(d->link, &ask, MSG_ESCALATIONS, on_rows, x, &l->ticket);
	}
	if (e != GW_OK)
		exchange_fail(x, e);
}

void
escalations_list_end(struct exchange *x)
{
	struct path_number query[] = { { "after", INT64_MAX, 0 }, { "limit", MSG_ESCALATED, MSG_ESCALATED } };
	struct list *l = exchange_state(x);
	struct desk *d = exchange_site(x);
	struct msg m = { .type = MSG_SESSION_GET, .fd = -1 };
	uint8_t token[SESSION_TOKEN];
	enum gw_err e;

	if (path_numbers(exchange_request(x)->query, query, 2) != GW_OK || query[1].value == 0) {
		exchange_problem(x, 422, "The list takes after, a number of a change, and limit, 1 to 100.", NULL);
		return;
	}
	if (!request_token(x, token))
		return;
	l->after = (uint64_t)query[0].value;
	l->limit = (uint16_t)query[1].value;
	session_id(token, l->session);
	secret_wipe(token, sizeof token);
	memcpy(m.u.session_id.session, l->session, SESSION_ID);
	e = link_ask(d->link, &m, MSG_SESSION, on_session, x, &l->ticket);
	if (e != GW_OK)
		exchange_fail(x, e);
}

void
escalations_list_gone(struct exchange *x)
{
	struct list *l = exchange_state(x);
	struct desk *d = exchange_site(x);

	link_forget(d->link, l->ticket);
	json_decref(l->teams);
}

/* --- one case, and its files --- */

struct view {
	uint32_t ticket;
	bool has_fd;
	int fd;
	uint64_t left;			/* of the file: bytes still to be given */
};
_Static_assert(sizeof(struct view) <= ESCALATIONS_STATE, "ESCALATIONS_STATE is too small");

static json_t *
parts_json(const struct msg_thread *t)
{
	json_t *list = json_array();

	for (size_t i = 0; i < t->n; i++) {
		const struct msg_part *p = &t->part[i];

		list = list_add(list, json_pack("{s:i, s:I, s:o, s:o}", "kind", p->kind, "seq", (json_int_t)p->seq,
		    "digest",
		    base64(p->digest, SEAL_DIGEST), "sealed", base64(p->sealed.p, p->sealed.n)));
	}
	return list;
}

static void
on_thread(void *arg, enum gw_err e, struct msg *m)
{
	struct exchange *x = arg;
	struct view *v = exchange_state(x);
	const struct msg_thread *t;

	v->ticket = 0;
	if (e != GW_OK) {
		refuse(x, e);
		return;
	}
	t = &m->u.thread;
	if (t->band >= BAND_N || t->state >= CASE_STATE_N) {
		exchange_fail(x, GW_EIO);
		return;
	}
	exchange_json_take(x, 200, json_pack("{s:o, s:s, s:o, s:s, s:s, s:i, s:b, s:I, s:I, s:I, s:I, s:s, s:o, s:o}",
	    "report", base64(t->report, ID_BYTES), "team", t->team, "grant", base64(t->grant, GRANT_BYTES), "band",
	    band_code((enum band)t->band), "state", case_state_code((enum case_state)t->state), "kind", t->kind,
	    "helps",
	    t->helps != 0, "received", (json_int_t)t->received, "due", (json_int_t)t->due, "total",
	    (json_int_t)t->total,
	    "files", (json_int_t)t->files, "assigned", t->assigned, "head", base64(t->head.p, t->head.n), "parts",
	    parts_json(t)));
}

static void
file_more(struct exchange *x)
{
	struct view *v = exchange_state(x);
	uint8_t chunk[LIMIT_CHUNK];
	ssize_t n;

	do
		n = read(v->fd, chunk, v->left < sizeof chunk ? (size_t)v->left : sizeof chunk);
	while (n < 0 && errno == EINTR);
	if (n <= 0) {
		log_fault(LOG_SPOOL, GW_EIO);
		exchange_abort(x);
		return;
	}
	v->left -= (uint64_t)n;
	exchange_write(x, (struct span){ chunk, (size_t)n });
}

static void
on_file(void *arg, enum gw_err e, struct msg *m)
{
	struct exchange *x = arg;
	struct view *v = exchange_state(x);

	v->ticket = 0;
	if (e == GW_OK && (m->fd < 0 || m->u.file.sealed_bytes == 0))
		e = GW_EIO;
	if (e != GW_OK) {
		refuse_file(x, e);
		return;
	}
	v->fd = m->fd;
	v->has_fd = true;
	v->left = m->u.file.sealed_bytes;
	m->fd = -1;
	exchange_stream(x, v->left, "sealed", file_more);
}

void
escalation_get_end(struct exchange *x)
{
	struct path_number from = { "from", LIMIT_MESSAGES, 0 };
	struct view *v = exchange_state(x);
	struct desk *d = exchange_site(x);
	struct msg m = { .fd = -1 };
	uint8_t token[SESSION_TOKEN], report[ID_BYTES];
	struct span rest;
	uint32_t file = 0;
	enum gw_err e = path_report(exchange_rest(x), report, &rest);

	if (e == GW_OK && rest.n > 0)
		e = path_file(rest, &file);
	if (e == GW_OK && path_numbers(exchange_request(x)->query, &from, rest.n == 0) != GW_OK)
		e = GW_EABSENT;
	if (e != GW_OK) {
		exchange_fail(x, e);
		return;
	}
	if (!request_token(x, token))
		return;
	if (rest.n > 0) {
		m.type = MSG_FILE_GET;
		session_id(token, m.u.file_get.session);
		memcpy(m.u.file_get.report, report, ID_BYTES);
		m.u.file_get.file = file;
		m.u.file_get.wanted = FILE_COPY;
		e = link_ask(d->link, &m, MSG_FILE, on_file, x, &v->ticket);
	} else {
		m.type = MSG_CASE_GET;
		session_id(token, m.u.case_get.session);
		memcpy(m.u.case_get.report, report, ID_BYTES);
		m.u.case_get.surveys = 1;
		m.u.case_get.from = (uint32_t)from.value;
		e = link_ask(d->link, &m, MSG_THREAD, on_thread, x, &v->ticket);
	}
	secret_wipe(token, sizeof token);
	if (e != GW_OK)
		exchange_fail(x, e);
}

void
escalation_get_gone(struct exchange *x)
{
	struct view *v = exchange_state(x);
	struct desk *d = exchange_site(x);

	link_forget(d->link, v->ticket);
	if (v->has_fd)
		close(v->fd);
}
