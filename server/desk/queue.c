/* queue.c: opens nothing; the vault decides which rows a session may see. */
#include "queue.h"

#include <string.h>

#include <sodium.h>

#include "clock.h"
#include "path.h"
#include "reply.h"
#include "secret.h"
#include "session.h"

static json_t *
row_json(const struct msg_row *r)
{
	char id[2 * ID_BYTES + 1], received[CLOCK_TEXT], due[CLOCK_TEXT];

	if (r->band >= BAND_N || r->state >= CASE_STATE_N)
		return NULL;
	sodium_bin2hex(id, sizeof id, r->report, ID_BYTES);
	clock_text(r->received, received);
	clock_text(r->due, due);
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "id", id, "team", r->team, "band",
	    band_code((enum band)r->band), "state", case_state_code((enum case_state)r->state), "received", received,
	    "due", due);
}

/* Where the next page begins: after the last row, when this page is full. */
static json_t *
after_json(const struct msg_queue *q, uint16_t limit)
{
	char text[PATH_CURSOR];
	struct cursor c;

	if (q->n == 0 || q->n < limit)
		return json_null();
	c.line = q->row[q->n - 1].band < BAND_URGENT;
	c.due = q->row[q->n - 1].due;
	memcpy(c.report, q->row[q->n - 1].report, ID_BYTES);
	cursor_text(&c, text);
	return json_string(text);
}

static void
on_queue(void *arg, enum gw_err e, struct msg *m)
{
	struct exchange *x = arg;
	struct queue_state *s = exchange_state(x);
	json_t *rows, *v;

	s->ticket = 0;
	if (e == GW_EABSENT || e == GW_EDENIED) {
		reply_signed_out(x);
		return;
	}
	if (e != GW_OK) {
		exchange_fail(x, e);
		return;
	}
	rows = json_array();
	for (size_t i = 0; i < m->u.queue.n; i++)
		if (json_array_append_new(rows, row_json(&m->u.queue.row[i])) != 0)
			e = GW_EIO;
	v = json_pack("{s:I, s:o, s:o}", "open", (json_int_t)m->u.queue.open, "reports", rows, "after",
	    after_json(&m->u.queue, s->limit));
	if (e == GW_OK) {
		exchange_json_take(x, 200, v);
		return;
	}
	json_decref(v);
	exchange_fail(x, e);
}

void
queue_end(struct exchange *x)
{
	struct queue_state *s = exchange_state(x);
	struct desk *d = exchange_site(x);
	struct msg m = { .type = MSG_QUEUE_GET, .fd = -1 };
	uint8_t token[SESSION_TOKEN];
	struct cursor after;
	enum gw_err e;

	if (path_queue(exchange_request(x)->query, &after, &s->limit) != GW_OK) {
		exchange_problem(x, 422, "The queue takes after, as a page before gave it, and limit, 1 to 100.", NULL);
		return;
	}
	if (!request_token(x, token))
		return;
	session_id(token, m.u.queue_get.session);
	secret_wipe(token, sizeof token);
	m.u.queue_get.line = after.line;
	m.u.queue_get.after_due = after.due;
	memcpy(m.u.queue_get.after, after.report, ID_BYTES);
	m.u.queue_get.limit = s->limit;
	e = link_ask(d->link, &m, MSG_QUEUE, on_queue, x, &s->ticket);
	if (e != GW_OK)
		exchange_fail(x, e);
}

void
queue_gone(struct exchange *x)
{
	struct desk *d = exchange_site(x);
	const struct queue_state *s = exchange_state(x);

	link_forget(d->link, s->ticket);
}
