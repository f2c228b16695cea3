/* health_page.c: a line a figure; what needs somebody is marked. */
#include "health_page.h"

#include <inttypes.h>
#include <string.h>

#include <sodium.h>

#include "alerts.h"
#include "moment.h"
#include "scrap.h"

/* Attachments are refused when less than 64 MiB are left: well before that somebody should know. */
enum { HEALTH_LITTLE_MIB = 1024, MIB = 1024 * 1024, MINUTE = 60, HEALTH_FIGURES = 16 };

struct health_work { struct scrap scrap; };

struct figures { struct scrap *scrap; size_t n; struct console_figure figure[HEALTH_FIGURES]; };

static void
add(struct figures *f, const char *what, struct span value, bool is_bad)
{
	f->figure[f->n++] = (struct console_figure){ span_of(what), value, is_bad };
}

static void
add_number(struct figures *f, const char *what, uint64_t n, bool is_bad)
{
	add(f, what, scrap_print(f->scrap, "%" PRIu64, n), is_bad);
}

static void
add_mib(struct figures *f, const char *what, uint64_t bytes, bool is_bad)
{
	add(f, what, scrap_print(f->scrap, "%" PRIu64 " MiB", bytes / MIB), is_bad);
}

/* On, off, and what has not gone out for longer than a gap between two mails would explain. */
static void
add_alerts(struct figures *f, const struct seat *s, const struct msg_health *h)
{
	const struct child_setup *setup = s->desk->setup;
	size_t people;

	(void)alerts_people(setup->alerts, &people);
	if (!setup->config->has_alerts)
		add(f, "Alerts", span_of("Off: there is no mail server for them"), true);
	else if (people == 0)
		add(f, "Alerts", span_of("On, but alerts.yaml names nobody to tell"), true);
	else
		add(f, "Alerts", span_of("On"), false);
	if (h->unsent == 0) {
		add(f, "Oldest alert that has not been sent", span_of("None"), false);
		return;
	}
	add(f, "Oldest alert that has not been sent", moment_say(f->scrap, &setup->policy->calendar, "", h->unsent),
	    s->now - h->unsent > alerts_digest_gap(setup->alerts) + MINUTE);
}

static void
figures_fill(struct figures *f, const struct seat *s, const struct msg_health *h)
{
	char head[2 * sizeof h->hash + 1];

	sodium_bin2hex(head, sizeof head, h->hash, sizeof h->hash);
	add_number(f, "Open reports", h->open, false);
	add_number(f, "Reports kept", h->stored, false);
	add_mib(f, "Database", h->database, false);
	add_mib(f, "Free on the disk", h->disk_free, h->disk_free / MIB < HEALTH_LITTLE_MIB);
	add_number(f, "Members of staff", h->members, false);
	add_number(f, "Signed in now", h->sessions, false);
	add_number(f, "Open invitations", h->invites, false);
	add_number(f, "Teams", h->teams, false);
	add_number(f, "Teams that nobody is in", h->teams_empty, h->teams_empty > 0);
	add_number(f, "Teams that want a new key", h->teams_waiting, h->teams_waiting > 0);
	add_alerts(f, s, h);
	add_number(f, "Version of the signed list of teams", h->roster, false);
	add_number(f, "Entries of the record", (uint64_t)h->audit, false);
	add(f, "Its last hash", scrap_copy(f->scrap, span_of(head)), false);
}

static void
on_health(struct seat *s, enum gw_err e, struct msg *m)
{
	struct health_work *w = s->work;
	struct figures f = { .scrap = &w->scrap };
	struct console page = { .health = { f.figure, 0 } };

	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	figures_fill(&f, s, &m->u.health);
	page.health.figures_n = f.n;
	if (w->scrap.failed)
		seat_fail(s, GW_ENOMEM);
	else
		seat_show(s, 200, CONSOLE_HEALTH, &page);
}

void
health_page(struct seat *s)
{
	struct msg m = { .type = MSG_HEALTH_GET, .fd = -1 };

	if (seat_work(s, sizeof(struct health_work), scrap_work_end) == NULL)
		return;
	memcpy(m.u.health_get.session, s->session_id, SESSION_ID);
	seat_ask(s, &m, MSG_HEALTH, on_health);
}
