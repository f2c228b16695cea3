/* alert_rows.c: rows of alert and outbox. All times are whole minutes: a second would tell when a reporter wrote. */
#include "alert_rows.h"

#include <string.h>

#include "clock.h"
#include "visit.h"

enum { MINUTE = 60, TRIES_MOST = 1000000, DAY = 86400, KEPT_DAYS = 90 };

/* For what must not be sooner. */
static int64_t
minute_from(int64_t at)
{
	return clock_minute(at + MINUTE - 1);
}

/* --- what has come, and who has looked --- */

enum gw_err
alerts_want_team(struct store *s, const uint8_t report[ID_BYTES], const char *team, int64_t now)
{
	struct use u;

	use_start(&u, s, ALERT_WANT);
	use_blob(&u, report, ID_BYTES);
	use_number(&u, clock_minute(now));
	use_text(&u, team);
	return use_run(&u, NULL);
}

enum gw_err
alerts_want(struct store *s, const uint8_t report[ID_BYTES], int64_t now)
{
	return alerts_want_team(s, report, "", now);
}

enum gw_err
alerts_seen(struct store *s, const uint8_t report[ID_BYTES])
{
	struct use u;

	use_start(&u, s, ALERT_SEEN);
	use_blob(&u, report, ID_BYTES);
	use_text(&u, s->member);
	return use_run(&u, NULL);
}

enum gw_err
alerts_end(struct store *s, const uint8_t report[ID_BYTES])
{
	struct use u;

	use_start(&u, s, ALERT_END);
	use_blob(&u, report, ID_BYTES);
	use_text(&u, s->member);
	return use_run(&u, NULL);
}

/* --- notify's --- */

enum gw_err
store_alerts_get(struct store *s, int64_t now, struct msg_alerts *out)
{
	struct use u;
	enum gw_err e = store_as(s, ROLE_NOTIFY);

	memset(out, 0, sizeof *out);
	if (e != GW_OK)
		return e;
	use_start(&u, s, ALERT_DUE);
	use_number(&u, now);
	use_number(&u, MSG_ALERT_ROWS);
	while (out->n < MSG_ALERT_ROWS && use_row(&u) == GW_OK) {
		struct msg_alert *row = &out->row[out->n++];

		row->n = (uint64_t)use_get_number(&u, 0);
		use_get_text(&u, 1, row->team, sizeof row->team);
		row->kind = (uint8_t)use_get_number(&u, 2);
		row->band = (uint8_t)use_get_number(&u, 3);
		row->rung = (uint8_t)use_get_number(&u, 4);
	}
	return use_end(&u, GW_OK);
}

/* One wish more for this person: what waits already waits no longer for it, nor is it tried sooner. */
static enum gw_err
wish(struct store *s, const char *person, enum alert_kind kind, int64_t now)
{
	struct use u;

	if (person[0] == '\0')
		return GW_EINPUT;
	use_start(&u, s, OUTBOX_WANT);
	use_text(&u, person);
	use_number(&u, kind);
	use_number(&u, clock_minute(now));
	return use_run(&u, NULL);
}

enum gw_err
store_alert_raised(struct store *s, const struct msg_alert_raised *r, int64_t now)
{
	int changed = 0;
	struct use u;
	enum gw_err e = store_as(s, ROLE_NOTIFY);

	if (e != GW_OK)
		return e;
	if (r->kind >= ALERT_TEST || (r->next <= 0 && r->kind == ALERT_PAGE))
		return GW_EINPUT;
	use_start(&u, s, r->next > 0 ? ALERT_MOVE : ALERT_DONE);
	use_number(&u, (int64_t)r->n);
	use_number(&u, r->kind);
	use_number(&u, r->band);
	use_number(&u, now);
	if (r->next > 0) {
		use_number(&u, r->rung);
		use_number(&u, clock_minute(r->next));
	}
	if ((e = use_run(&u, &changed)) != GW_OK)
		return e;
	for (size_t i = 0; i < r->n_to && changed > 0 && e == GW_OK; i++)
		e = wish(s, r->to[i].code, (enum alert_kind)r->kind, now);
	return e;
}

enum gw_err
store_outbox_get(struct store *s, int64_t now, struct msg_outbox *out)
{
	struct use u;
	enum gw_err e = store_as(s, ROLE_NOTIFY);

	memset(out, 0, sizeof *out);
	if (e != GW_OK)
		return e;
	use_start(&u, s, OUTBOX_DUE);
	use_number(&u, now);
	use_number(&u, MSG_ALERT_ROWS);
	while (out->n < MSG_ALERT_ROWS && use_row(&u) == GW_OK) {
		struct msg_outbox_row *row = &out->row[out->n++];

		use_get_text(&u, 0, row->person, sizeof row->person);
		row->kind = (uint8_t)use_get_number(&u, 1);
		row->tries = (uint32_t)use_get_number(&u, 2);
		row->mark = (uint64_t)use_get_number(&u, 3);
	}
	return use_end(&u, GW_OK);
}

enum gw_err
store_outbox_done(struct store *s, const struct msg_outbox_done *d, int64_t now)
{
	struct use u;
	enum gw_err e = store_as(s, ROLE_NOTIFY);

	if (e != GW_OK)
		return e;
	use_start(&u, s, d->again <= 0 ? OUTBOX_DROP : d->is_sent != 0 ? OUTBOX_SENT : OUTBOX_FAILED);
	use_text(&u, d->person);
	use_number(&u, d->kind);
	if (d->again > 0) {
		use_number(&u, minute_from(d->again));
		use_number(&u, d->is_sent != 0 ? clock_minute(now) : TRIES_MOST);
	}
	if (d->again > 0 && d->is_sent != 0)
		use_number(&u, (int64_t)d->mark);
	return use_run(&u, NULL);
}

enum gw_err
store_alerts_tidy(struct store *s, int64_t now)
{
	struct use u;
	enum gw_err e = store_as(s, ROLE_NOTIFY);

	if (e != GW_OK)
		return e;
	use_start(&u, s, OUTBOX_TIDY);
	use_number(&u, now - (int64_t)KEPT_DAYS * DAY);
	return use_run(&u, NULL);
}

/* --- administrators' --- */

enum gw_err
store_alert_test(struct store *s, const struct msg_alert_test *q, int64_t now)
{
	struct visit v;
	enum gw_err e = visit_prove_admin(s, q->session, now, "to send somebody a test", &v);

	return e == GW_OK ? wish(s, q->person, ALERT_TEST, now) : e;
}

enum gw_err
store_sendings_get(struct store *s, const struct msg_sendings_get *q, int64_t now, struct msg_sendings *out)
{
	struct visit v;
	struct use u;
	enum gw_err e = visit_prove_admin(s, q->session, now, "who was told", &v);

	memset(out, 0, sizeof *out);
	if (e != GW_OK)
		return e;
	use_start(&u, s, OUTBOX_ALL);
	use_number(&u, MSG_SENDINGS_ROWS);
	while (out->n < MSG_SENDINGS_ROWS && use_row(&u) == GW_OK) {
		struct msg_sending *row = &out->row[out->n++];

		use_get_text(&u, 0, row->person, sizeof row->person);
		row->tries = (uint32_t)use_get_number(&u, 1);
		row->sent = use_get_number(&u, 2);
		row->since = use_get_number(&u, 3);
	}
	return use_end(&u, GW_OK);
}
