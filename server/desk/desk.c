/* desk.c: the process: what it serves, the signed list it trusts, its beginning and its end. */
#include "desk.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "answer.h"
#include "case.h"
#include "device_api.h"
#include "escalations_api.h"
#include "log.h"
#include "office.h"
#include "poster_page.h"
#include "queue.h"
#include "reply.h"
#include "seat.h"
#include "secret.h"
#include "serve_asset.h"
#include "session_api.h"

/* The signed list is asked for soon again until there is a good one, then now and then for a newer one. */
enum { ROSTER_SOON_SECONDS = 1, ROSTER_AGAIN_SECONDS = 60 };

struct health { uint32_t ticket; };

int64_t
office_seconds(void)
{
	struct timespec t = { 0, 0 };

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

/* --- the signed list of teams --- */

enum gw_err
office_roster_take(struct desk *d, const struct msg_roster *m)
{
	struct roster fresh;
	enum gw_err e;

	e = roster_open(&d->pin, m->body, m->signature, &fresh);
	if (e == GW_OK) {
		d->roster = fresh;
		d->pin.version = fresh.version;	/* from here on, nothing older */
	}
	d->roster_good = e == GW_OK;
	return e;
}

static void
on_roster(void *arg, enum gw_err e, struct msg *m)
{
	struct desk *d = arg;
	struct timeval wait = { ROSTER_AGAIN_SECONDS, 0 };

	d->roster_ticket = 0;
	if (e == GW_OK)
		e = office_roster_take(d, &m->u.roster);
	if (e != GW_OK)
		log_fault(LOG_ROSTER, e);
	if (!d->roster_good)
		wait.tv_sec = ROSTER_SOON_SECONDS;
	if (evtimer_add(d->roster_timer, &wait) != 0)
		log_fault(LOG_ROSTER, GW_ENOMEM);
}

static void
roster_ask(struct desk *d)
{
	struct msg m = { .type = MSG_ROSTER_GET, .fd = -1 };
	enum gw_err e;

	if (d->roster_ticket != 0)
		return;
	e = link_ask(d->link, &m, MSG_ROSTER, on_roster, d, &d->roster_ticket);
	if (e != GW_OK)
		on_roster(d, e, NULL);
}

static void
on_roster_timer(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	roster_ask(arg);
}

/* --- what needs nobody to be signed in --- */

static void
on_health(void *arg, enum gw_err e, struct msg *m)
{
	struct exchange *x = arg;
	struct desk *d = exchange_site(x);
	struct health *h = exchange_state(x);

	h->ticket = 0;
	if (e == GW_OK)
		e = office_roster_take(d, &m->u.roster);
	if (e != GW_OK)
		exchange_fail(x, GW_EBUSY);
	else
		exchange_json_take(x, 200, json_pack("{s:s}", "status", "ok"));
}

static void
health_end(struct exchange *x)
{
	struct desk *d = exchange_site(x);
	struct health *h = exchange_state(x);
	struct msg m = { .type = MSG_ROSTER_GET, .fd = -1 };
	enum gw_err e;

	e = link_ask(d->link, &m, MSG_ROSTER, on_health, x, &h->ticket);
	if (e != GW_OK)
		exchange_fail(x, e);
}

static void
health_gone(struct exchange *x)
{
	struct desk *d = exchange_site(x);
	const struct health *h = exchange_state(x);

	link_forget(d->link, h->ticket);
}

static const struct route routes[] = {
	{ HTTP_GET, "/", 0, SEAT_STATE, NULL, NULL, seat_end, seat_gone, seat_tell },
	{ HTTP_GET, "/desk/*", 0, SEAT_STATE, NULL, NULL, seat_end, seat_gone, seat_tell },
	{ HTTP_POST, "/desk/*", LIMIT_FORM, SEAT_STATE, seat_begin, NULL, seat_end, seat_gone, seat_tell },
	{ HTTP_GET, "/assets/*", 0, 0, NULL, NULL, serve_asset_end, NULL, NULL },
	{ HTTP_GET, "/poster/*", 0, 0, NULL, NULL, poster_page_end, NULL, NULL },
	{ HTTP_GET, "/healthz", 0, sizeof(struct health), NULL, NULL, health_end, health_gone, NULL },
	{ HTTP_POST, "/api/v1/session", LIMIT_HTTP_JSON, SESSION_API_STATE, session_api_in_begin, NULL,
	    session_api_in_end, session_api_in_gone, NULL },
	{ HTTP_DELETE, "/api/v1/session", LIMIT_HTTP_JSON, sizeof(uint32_t), session_api_out_begin, NULL,
	    session_api_out_end, session_api_out_gone, NULL },
	{ HTTP_GET, "/api/v1/queue", 0, sizeof(struct queue_state), NULL, NULL, queue_end, queue_gone, NULL },
	{ HTTP_GET, "/api/v1/reports/*", 0, sizeof(struct case_view), NULL, NULL, case_end, case_gone, NULL },
	{ HTTP_POST, "/api/v1/reports/*", LIMIT_REPORT_JSON, ANSWER_STATE, answer_begin, NULL, answer_end,
	    answer_gone, NULL },
	{ HTTP_POST, "/api/v1/device", LIMIT_HTTP_JSON, DEVICE_API_STATE, device_api_begin, NULL, device_api_enrol_end,
	    device_api_enrol_gone, NULL },
	{ HTTP_POST, "/api/v1/device/session", LIMIT_HTTP_JSON, DEVICE_API_STATE, device_api_begin, NULL,
	    device_api_in_end, device_api_in_gone, NULL },
	{ HTTP_GET, "/api/v1/escalations", 0, ESCALATIONS_STATE, NULL, NULL, escalations_list_end,
	    escalations_list_gone, NULL },
	{ HTTP_GET, "/api/v1/escalations/*", 0, ESCALATIONS_STATE, NULL, NULL, escalation_get_end, escalation_get_gone,
	    NULL },
	{ HTTP_POST, "/api/v1/escalations/*", LIMIT_REPORT_JSON, ESCALATIONS_STATE, escalation_post_begin, NULL,
	    escalation_post_end, escalation_post_gone, NULL },
};

/* --- the process --- */

static void
on_drained(void *arg)
{
	struct desk *d = arg;

	(void)event_base_loopexit(d->base, NULL);
}

static void
on_drain(void *arg)
{
	struct desk *d = arg;

	server_drain(d->server, on_drained, d);
}

static void
on_channel(void *arg, int fd, uint8_t role)
{
	struct desk *d = arg;
	enum gw_err e;

	e = link_adopt(role == CHANNEL_CLEANER ? d->copies.cleaner : d->link, fd);
	if (e != GW_OK)
		log_fault(role == CHANNEL_CLEANER ? LOG_COPY : LOG_VAULT, e);
	else if (role != CHANNEL_CLEANER)
		roster_ask(d);
}

/* A lock that no passphrase opens, of the same cost as everyone's. */
static enum gw_err
nobody_make(struct member_lock *lock)
{
	uint8_t sk[KEY_BYTES], passphrase[KEY_BYTES];
	enum gw_err e;

	secret_random(sk, sizeof sk);
	secret_random(passphrase, sizeof passphrase);
	e = member_lock(span_of("nobody"), (struct span){ passphrase, sizeof passphrase }, sk, lock);
	secret_wipe(sk, sizeof sk);
	secret_wipe(passphrase, sizeof passphrase);
	return e;
}

static enum gw_err
desk_start(struct desk *d)
{
	const struct child_calls calls = { .drain = on_drain, .channel = on_channel };
	enum gw_err e;

	d->pin = d->setup->pin;
	throttle_start(&d->throttle);
	d->site = (struct site){ .routes = routes, .n = sizeof routes / sizeof routes[0], .arg = d, .staff = true,
	    .device = "/api/" };
	if ((e = nobody_make(&d->nobody)) != GW_OK)
		return e;
	d->base = event_base_new();
	if (d->base == NULL || (d->roster_timer = evtimer_new(d->base, on_roster_timer, d)) == NULL)
		return GW_ENOMEM;
	if ((e = link_new(d->base, &d->link)) != GW_OK || (e = link_adopt(d->link, d->setup->vault)) != GW_OK ||
	    (e = copy_room_start(d->base, d->link, &d->copies)) != GW_OK ||
	    (e = unlock_pool_new(d->base, &d->unlock)) != GW_OK ||
	    (e = server_serve(d->base, d->setup, &d->site, &d->server)) != GW_OK ||
	    (e = child_new(d->base, d->setup, &calls, d, &d->child)) != GW_OK)
		return e;
	roster_ask(d);
	return child_ready(d->child);
}

static void
desk_end(struct desk *d)
{
	server_free(d->server);
	unlock_pool_free(d->unlock);
	link_free(d->copies.cleaner);
	link_free(d->link);
	child_free(d->child);
	if (d->roster_timer != NULL)
		event_free(d->roster_timer);
	if (d->base != NULL)
		event_base_free(d->base);
	secret_wipe(d, sizeof *d);
	secret_free(d);
}

int
desk_run(const struct child_setup *setup)
{
	struct desk *d = secret_malloc(sizeof *d);
	enum gw_err e;

	log_name("desk");
	if (d == NULL)
		return EXIT_FAILURE;
	memset(d, 0, sizeof *d);
	d->setup = setup;
	e = desk_start(d);
	if (e == GW_OK && event_base_dispatch(d->base) < 0)
		e = GW_EIO;
	log_stopped();
	if (e != GW_OK)
		log_boot("the desk could not serve: %s", gw_err_text(e));
	log_counters();
	desk_end(d);
	return e == GW_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
