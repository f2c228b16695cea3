/* warden.c: start, serve, reload, stop. */
#include "warden.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "crew.h"
#include "goods.h"
#include "listen.h"
#include "log.h"
#include "sandbox.h"

/* How long those on the ports may finish what is in flight, then how long vault and cleaner may. */
enum { FRONT_SECONDS = 20, HUBS_SECONDS = 30 };
enum { MOST_PROCESSES = 64, MOST_DESCRIPTORS = 1 << 18 };

enum stage { STARTING_HUBS, STARTING_FRONT, SERVING, STOPPING_FRONT, STOPPING_HUBS };

struct warden {
	struct goods goods;
	int listener[CHILD_KIND_N][CHILD_LISTENERS];
	int signals;
	FILE *nowhere;			/* where words go while serving */
	struct event_base *base;
	struct event *on_signal, *deadline, *minute;
	struct crew *crew;
	enum stage stage;
	int status;
};

struct options { const char *config; int port, staff_port; };

static int
usage(void)
{
	fprintf(stderr, "usage: concernd run --config FILE [--port N] [--staff-port N]\n");
	return 2;
}

/* 0: not a port. */
static int
port_of(const char *text)
{
	char *end;
	const long n = strtol(text, &end, 10);

	return *end == '\0' && n >= 1 && n <= 65535 ? (int)n : 0;
}

static bool
read_options(int argc, char **argv, struct options *o)
{
	static const struct option known[] = {
		{ "config", required_argument, NULL, 'c' },
		{ "port", required_argument, NULL, 'p' },
		{ "staff-port", required_argument, NULL, 's' },
		{ NULL, 0, NULL, 0 }
	};
	bool good = true;
	int c;

	*o = (struct options){ NULL, 0, 0 };
	while ((c = getopt_long(argc, argv, "", known, NULL)) != -1) {
		if (c == 'c')
			o->config = optarg;
		else if (c == 'p')
			good = (o->port = port_of(optarg)) != 0 && good;
		else if (c == 's')
			good = (o->staff_port = port_of(optarg)) != 0 && good;
		else
			good = false;
	}
	return good && o->config != NULL && optind == argc;
}

static void
stop(struct warden *w, int status)
{
	w->status = status;
	(void)event_base_loopbreak(w->base);
}

static void
set_deadline(struct warden *w, int seconds)
{
	const struct timeval tv = { seconds, 0 };

	(void)event_add(w->deadline, &tv);
}

/* --- what the crew tells --- */

static int
intakes(const struct config *c)
{
	const long cores = sysconf(_SC_NPROCESSORS_ONLN);

	if (c->intakes > 0)
		return c->intakes;
	return cores < 1 ? 1 : cores > MOST_PROCESSES ? MOST_PROCESSES : (int)cores;
}

/* Once vault and cleaner serve: when one cannot, its own sentence is the only one. */
static void
start_front(struct warden *w)
{
	w->stage = STARTING_FRONT;
	crew_want(w->crew, CHILD_INTAKE, intakes(&w->goods.config));
	crew_want(w->crew, CHILD_DESK, w->goods.config.desks);
	if (w->goods.config.has_alerts)
		crew_want(w->crew, CHILD_NOTIFY, 1);
}

static void
on_ready(void *arg)
{
	struct warden *w = arg;
	const struct config *c = &w->goods.config;
	const char *colon = strrchr(c->public_host, ':');
	size_t host_n = strlen(c->public_host);

	if (w->stage == STARTING_HUBS) {
		start_front(w);
		return;
	}
	if (w->stage != STARTING_FRONT)
		return;
	if (colon != NULL && strchr(colon, ']') == NULL)
		host_n = (size_t)(colon - c->public_host);
	log_boot("concernd is ready: reporters https://%.*s:%d, staff https://%.*s:%d", (int)host_n, c->public_host,
	    c->port, (int)host_n, c->public_host, c->staff_port);
	if (!c->has_alerts)
		log_boot("nobody is told when something comes: the config has no section alerts");
	if (c->scanner[0] == '\0')
		log_boot("nothing is scanned for malware: the config has no section scanner");
	w->stage = SERVING;
	log_serving();
}

static void
on_gone(void *arg)
{
	struct warden *w = arg;

	if (w->stage == STOPPING_FRONT && crew_count(w->crew, CHILD_INTAKE) == 0 &&
	    crew_count(w->crew, CHILD_DESK) == 0 && crew_count(w->crew, CHILD_NOTIFY) == 0) {
		w->stage = STOPPING_HUBS;
		set_deadline(w, HUBS_SECONDS);
		crew_want(w->crew, CHILD_VAULT, 0);
		crew_want(w->crew, CHILD_CLEANER, 0);
	} else if (w->stage == STOPPING_HUBS && crew_count(w->crew, CHILD_VAULT) == 0 &&
	    crew_count(w->crew, CHILD_CLEANER) == 0) {
		stop(w, EXIT_SUCCESS);
	}
}

/* It said why itself. */
static void
on_failed(void *arg)
{
	stop(arg, EXIT_FAILURE);
}

/* --- what the system tells --- */

static void
reload(struct warden *w)
{
	enum gw_err e;

	if (w->stage != SERVING)
		return;
	if ((e = goods_reload(&w->goods, w->nowhere)) != GW_OK)
		log_fault(LOG_RELOAD, e);	/* concernd check-config has the words */
	else
		crew_renew(w->crew);
}

static void
finish(struct warden *w)
{
	if (w->stage >= STOPPING_FRONT)
		return;
	w->stage = STOPPING_FRONT;
	set_deadline(w, FRONT_SECONDS);
	crew_want(w->crew, CHILD_INTAKE, 0);
	crew_want(w->crew, CHILD_DESK, 0);
	crew_want(w->crew, CHILD_NOTIFY, 0);
}

static void
on_signal(evutil_socket_t fd, short what, void *arg)
{
	struct warden *w = arg;
	struct signalfd_siginfo info;

	(void)what;
	while (read(fd, &info, sizeof info) == (ssize_t)sizeof info) {
		if (info.ssi_signo == SIGCHLD)
			crew_reap(w->crew);
		else if (info.ssi_signo == SIGHUP)
			reload(w);
		else
			finish(w);
	}
}

static void
on_deadline(evutil_socket_t fd, short what, void *arg)
{
	struct warden *w = arg;

	(void)fd;
	(void)what;
	log_fault(LOG_CHILD, GW_EBUSY);
	if (w->stage == STOPPING_HUBS) {
		crew_kill(w->crew, CHILD_VAULT);
		crew_kill(w->crew, CHILD_CLEANER);
	} else {
		crew_kill(w->crew, CHILD_INTAKE);
		crew_kill(w->crew, CHILD_DESK);
		crew_kill(w->crew, CHILD_NOTIFY);
	}
}

/* Nobody need start for the seeds to move on: an old one left here would tell keys that all others forgot. */
static void
on_minute(evutil_socket_t fd, short what, void *arg)
{
	struct warden *w = arg;

	(void)fd;
	(void)what;
	goods_step_seeds(&w->goods);
}

/* --- setting up --- */

/* Each connection is a descriptor, in each intake and desk. */
static void
raise_descriptors(void)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) != 0)
		return;
	if (r.rlim_max < MOST_DESCRIPTORS) {
		const struct rlimit more = { MOST_DESCRIPTORS, MOST_DESCRIPTORS };

		if (setrlimit(RLIMIT_NOFILE, &more) == 0)
			return;
	}
	r.rlim_cur = r.rlim_max < MOST_DESCRIPTORS ? r.rlim_max : MOST_DESCRIPTORS;
	(void)setrlimit(RLIMIT_NOFILE, &r);
}

static enum gw_err
open_port(int port, int fd[CHILD_LISTENERS])
{
	char why[LISTEN_FAULT] = "";
	enum gw_err e = listen_open(port, fd, why);

	if (e != GW_OK)
		log_boot("%s", why);
	return e;
}

/* Signals come as bytes on a descriptor, so that no handler of ours ever runs, here or in a child. */
static enum gw_err
open_signals(struct warden *w)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	if (sigprocmask(SIG_BLOCK, &set, NULL) != 0)
		return GW_EIO;
	w->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	return w->signals >= 0 ? GW_OK : GW_EIO;
}

static enum gw_err
open_loop(struct warden *w)
{
	static const struct crew_calls calls = { on_ready, on_gone, on_failed };
	static const struct timeval minute = { 60, 0 };

	if ((w->base = event_base_new()) == NULL || (w->nowhere = fopen("/dev/null", "we")) == NULL)
		return GW_EIO;
	w->on_signal = event_new(w->base, w->signals, EV_READ | EV_PERSIST, on_signal, w);
	w->deadline = evtimer_new(w->base, on_deadline, w);
	w->minute = event_new(w->base, -1, EV_PERSIST, on_minute, w);
	if (w->on_signal == NULL || w->deadline == NULL || w->minute == NULL || event_add(w->on_signal, NULL) != 0 ||
	    event_add(w->minute, &minute) != 0)
		return GW_ENOMEM;
	return crew_new(w->base, &w->goods, w->listener, &calls, w, &w->crew);
}

static enum gw_err
set_up(struct warden *w, const struct options *o)
{
	enum gw_err e;

	if ((e = goods_load(o->config, o->port, o->staff_port, &w->goods)) != GW_OK)
		return e;
	raise_descriptors();
	if ((e = open_port(w->goods.config.port, w->listener[CHILD_INTAKE])) != GW_OK ||
	    (e = open_port(w->goods.config.staff_port, w->listener[CHILD_DESK])) != GW_OK ||
	    (e = sandbox_warden(w->goods.config.user)) != GW_OK)
		return e;
	if ((e = open_signals(w)) != GW_OK || (e = open_loop(w)) != GW_OK)
		log_boot("cannot begin: %s", gw_err_text(e));
	return e;
}

static void
serve(struct warden *w)
{
	crew_want(w->crew, CHILD_VAULT, 1);
	crew_want(w->crew, CHILD_CLEANER, 1);
	if (event_base_dispatch(w->base) < 0)
		w->status = EXIT_FAILURE;
	log_stopped();
}

static void
tear_down(struct warden *w)
{
	crew_free(w->crew);
	if (w->on_signal != NULL)
		event_free(w->on_signal);
	if (w->deadline != NULL)
		event_free(w->deadline);
	if (w->minute != NULL)
		event_free(w->minute);
	if (w->base != NULL)
		event_base_free(w->base);
	if (w->nowhere != NULL)
		fclose(w->nowhere);
	if (w->signals >= 0)
		close(w->signals);
	for (int kind = 0; kind < CHILD_KIND_N; kind++)
		for (int i = 0; i < CHILD_LISTENERS; i++)
			if (w->listener[kind][i] >= 0)
				close(w->listener[kind][i]);
	goods_free(&w->goods);
}

int
warden_run(int argc, char **argv)
{
	static struct warden w = { .signals = -1, .status = EXIT_SUCCESS };
	struct options o;

	if (!read_options(argc, argv, &o))
		return usage();
	log_name("warden");
	memset(w.listener, -1, sizeof w.listener);	/* -1 in every int */
	if (set_up(&w, &o) == GW_OK)
		serve(&w);
	else
		w.status = EXIT_FAILURE;
	tear_down(&w);
	return w.status;
}
