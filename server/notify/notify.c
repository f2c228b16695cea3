/* notify.c: the process: its two beginnings, its loop and its end. */
#include "notify.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "libcurl.h"
#include "log.h"
#include "outbox.h"
#include "secret.h"

/* How often the vault is asked. Who could not reach somebody for want of a good address leaves after so long, so that
 * its successor looks the addresses up anew. */
enum { LOOK_SECONDS = 2, STALE_SECONDS = 600, HELLO = 256 };

struct notify {
	const struct child_setup *setup;
	struct pins *pins;
	struct deliver *deliver;
	char hello[HELLO];
	struct event_base *base;
	struct event *again;
	struct link *link;
	struct outbox *outbox;
	struct child *child;
	time_t began;
};

static time_t
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

static void
notify_free(struct notify *n)
{
	outbox_free(n->outbox);
	link_free(n->link);
	deliver_free(n->deliver);
	child_free(n->child);
	if (n->again != NULL)
		event_free(n->again);
	if (n->base != NULL)
		event_base_free(n->base);
	pins_free(n->pins);
	secret_free(n);
}

static enum gw_err
hosts_look_up(struct notify *n)
{
	size_t people;
	const struct alert_person *who = alerts_people(n->setup->alerts, &people);
	enum gw_err e = pins_new(&n->pins);

	if (e != GW_OK)
		return e;
	pins_add(n->pins, n->setup->config->mail_url);
	for (size_t i = 0; i < people; i++)
		if (who[i].webhook[0] != '\0')
			pins_add(n->pins, who[i].webhook);
	if (!pins_has(n->pins, n->setup->config->mail_url))
		log_boot("the mail server of mail_url has no address now; mail waits until it has");
	return GW_OK;
}

enum gw_err
notify_prepare(const struct child_setup *setup, struct notify **out)
{
	const struct config *c = setup->config;
	struct notify *n = secret_malloc(sizeof *n);
	struct deliver_setup d = { .server = c->mail_url, .from = c->mail_from, .user = c->mail_user,
		.password = setup->secrets.mail_password, .ca = setup->alerts_ca };
	enum gw_err e;

	*out = NULL;
	if (n == NULL)
		return GW_ENOMEM;
	*n = (struct notify){ .setup = setup };
	snprintf(n->hello, sizeof n->hello, "%.*s", (int)strcspn(c->public_host, ":"), c->public_host);
	d.hello = n->hello;
	if ((e = libcurl_load()) == GW_OK && (e = hosts_look_up(n)) == GW_OK) {
		d.pins = n->pins;
		e = deliver_new(&d, &n->deliver);
	}
	if (e == GW_OK) {
		*out = n;
		return GW_OK;
	}
	log_boot("mail and webhooks could not be prepared: %s", gw_err_text(e));
	notify_free(n);
	return e;
}

static void
on_idle(void *arg)
{
	struct notify *n = arg;

	(void)event_base_loopexit(n->base, NULL);
}

static void
on_again(evutil_socket_t fd, short what, void *arg)
{
	struct notify *n = arg;

	(void)fd;
	(void)what;
	if (outbox_has_missed(n->outbox) && seconds() - n->began >= STALE_SECONDS)
		outbox_finish(n->outbox);
	outbox_look(n->outbox);
}

static void
on_drain(void *arg)
{
	struct notify *n = arg;

	outbox_finish(n->outbox);
}

static void
on_channel(void *arg, int fd, uint8_t role)
{
	struct notify *n = arg;
	enum gw_err e = link_adopt(n->link, fd);

	(void)role;
	if (e != GW_OK)
		log_fault(LOG_VAULT, e);
}

static enum gw_err
start(struct notify *n)
{
	const struct timeval often = { LOOK_SECONDS, 0 };
	const struct child_calls calls = { .drain = on_drain, .channel = on_channel };
	const struct child_setup *s = n->setup;
	struct outbox_setup o = { .deliver = n->deliver, .alerts = s->alerts, .policy = s->policy,
		.from = s->config->mail_from, .console = s->config->alerts_console };
	enum gw_err e;

	n->began = seconds();
	n->base = event_base_new();
	if (n->base == NULL || (n->again = event_new(n->base, -1, EV_PERSIST, on_again, n)) == NULL)
		return GW_ENOMEM;
	if ((e = deliver_begin(n->deliver, n->base)) != GW_OK || (e = link_new(n->base, &n->link)) != GW_OK ||
	    (e = link_adopt(n->link, s->vault)) != GW_OK)
		return e;
	o.link = n->link;
	if ((e = outbox_new(&o, on_idle, n, &n->outbox)) != GW_OK ||
	    (e = child_new(n->base, s, &calls, n, &n->child)) != GW_OK)
		return e;
	return event_add(n->again, &often) == 0 ? child_ready(n->child) : GW_ENOMEM;
}

int
notify_run(const struct child_setup *setup, struct notify *n)
{
	enum gw_err e;

	log_name("notify");
	n->setup = setup;
	e = start(n);
	if (e == GW_OK && event_base_dispatch(n->base) < 0)
		e = GW_EIO;
	log_stopped();
	if (e != GW_OK)
		log_boot("nobody could be told of anything: %s", gw_err_text(e));
	log_counters();
	notify_free(n);
	return e == GW_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
