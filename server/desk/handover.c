/* handover.c: open, read, make, put; somebody was faster: open again. */
#include "handover.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "case_name.h"
#include "path.h"
#include "team_name.h"
#include "triage.h"

enum { HANDOVER_TRIES = 5 };

static void work_open(struct seat *s);

static void
work_end(void *work)
{
	struct handover *h = work;

	scrap_end(&h->scrap);
}

struct handover *
handover_start(struct seat *s)
{
	uint8_t report[ID_BYTES];
	struct handover *h;
	struct span below;

	if (path_report(s->rest, report, &below) != GW_OK) {
		seat_fail(s, GW_EABSENT);
		return NULL;
	}
	if ((h = seat_work(s, sizeof *h, work_end)) != NULL)
		memcpy(h->report, report, ID_BYTES);
	return h;
}

void
handover_error(struct handover *h, const char *field, const char *said)
{
	if (h->m.errors_n == HANDOVER_ERRORS)
		return;
	h->error[h->m.errors_n++] = (struct console_error){ field, span_of(said) };
	h->m.errors = h->error;
}

/* --- fields --- */

void
handover_read_team(struct seat *s)
{
	struct handover *h = s->work;
	const struct span team = form_value(&s->form, "team");

	if (team.n == 0 || team.n > LIMIT_TEAM)
		handover_error(h, "team", "Choose a team.");
	else
		memcpy(h->team, team.p, team.n);
}

void
handover_read_reason(struct seat *s)
{
	struct handover *h = s->work;

	h->reason = form_value(&s->form, "reason");
	if (text_is_blank(h->reason))
		handover_error(h, "reason", "Say why.");
	else if (h->reason.n > LIMIT_NOTE)
		handover_error(h, "reason", "This is too long.");
	if (h->c->part[0].words.keep_from.n > 0 && !form_is(&s->form, "sure", "1"))
		handover_error(h, "sure", "Read whom the reporter asks you not to tell, and say that you have.");
}

/* --- what is shown --- */

static void
add_team(const struct seat *s, struct console_option *list, const char *code)
{
	struct handover *h = s->work;
	struct console_give *g = &h->m.give;

	if (h->refuses(h->c, code) == NULL)
		list[g->teams_n++] = (struct console_option){ span_of(code),
			team_name(s->desk->setup->policy, code), strcmp(h->team, code) == 0 };
}

/* The borough's own teams, then schools; those alone that have a key. */
static void
fill_teams(const struct seat *s)
{
	struct handover *h = s->work;
	const struct roster *r = &s->desk->roster;
	struct console_option *list = scrap_take(&h->scrap, r->n, sizeof *list);

	h->m.give.teams_n = 0;
	for (int schools = 0; list != NULL && schools < 2; schools++)
		for (size_t i = 0; i < r->n; i++)
			if ((r->team[i].kind == TEAM_SCHOOL) == (schools == 1))
				add_team(s, list, r->team[i].code);
	h->m.give.teams = list;
}

void
handover_fill(struct seat *s)
{
	struct handover *h = s->work;
	const struct report *said = &h->c->part[0].words;

	h->m.file.row.id = case_name_id(&h->scrap, h->report);
	h->m.file.row.ref = case_name_ref(&h->scrap, h->report);
	h->m.file.row.band = span_of(band_code((enum band)h->c->band));
	h->m.file.keep_from = buf_span(&said->keep_from);
	h->m.file.is_closed = h->c->state == CASE_CLOSED;
	h->m.give.has_files = h->c->files > 0;
	h->m.give.reason = h->reason;
	h->m.give.is_sure = s->route->method == HTTP_POST && form_is(&s->form, "sure", "1");
	fill_teams(s);
}

/* --- doing it --- */

static void
again(struct seat *s, int status)
{
	struct handover *h = s->work;

	h->show(s, status);
}

static void
done(struct seat *s)
{
	const struct handover *h = s->work;
	char id[2 * ID_BYTES + 1], to[sizeof id + 64];

	sodium_bin2hex(id, sizeof id, h->report, ID_BYTES);
	snprintf(to, sizeof to, "/desk/case/%s?done=%s", id, h->done);
	seat_go(s, h->gives_away ? "/desk/queue?done=gave-away" : to);
}

static void
on_put(struct seat *s, enum gw_err e, struct msg *m)
{
	struct handover *h = s->work;

	(void)m;
	if (e == GW_OK) {
		done(s);
	} else if (e == GW_ECONFLICT && h->tries < HANDOVER_TRIES) {
		work_open(s);
	} else if (e == GW_ECONFLICT) {
		handover_error(h, "team", "That team holds this case already, or the case has just "
		    "changed. Look at it again.");
		again(s, 409);
	} else if (e == GW_ELIMIT || e == GW_EINPUT) {
		handover_error(h, "team", "This case cannot be given to one more team.");
		again(s, 409);
	} else {
		seat_fail(s, e);
	}
}

static void
put(struct seat *s)
{
	struct handover *h = s->work;
	struct act_result r = { .end = ACT_DONE };

	h->make(s, &r);
	if (r.end == ACT_DONE) {
		seat_ask(s, &h->put.m, MSG_RESULT, on_put);
	} else if (r.end == ACT_REFUSED) {
		handover_error(h, r.field != NULL ? r.field : "team", r.said);
		again(s, 422);
	} else if (r.end == ACT_FULL) {
		handover_error(h, "team", "This case has as many entries as it can hold.");
		again(s, 409);
	} else {
		seat_fail(s, r.e);
	}
	pass_put_end(&h->put);
}

static void
on_opened(void *arg, enum opening_end end, enum gw_err e, const struct opened *c)
{
	struct seat *s = arg;
	struct handover *h = s->work;

	if (end != OPENING_DONE) {
		opening_refuse(s->x, end, e);
		return;
	}
	h->c = c;
	if (s->route->method != HTTP_POST) {
		h->show(s, 200);
		return;
	}
	if (h->tries == 1)
		h->read(s);
	if (h->m.errors_n > 0)
		again(s, 422);
	else
		put(s);
}

static void
work_open(struct seat *s)
{
	struct handover *h = s->work;
	struct opening *old = s->opening;
	enum gw_err e;

	s->opening = NULL;
	h->c = NULL;
	opening_free(old);
	h->tries++;
	e = opening_new(s->desk, s->token, h->report, on_opened, s, &s->opening);
	if (e != GW_OK)
		seat_fail(s, e);
}

void
handover_run(struct seat *s)
{
	work_open(s);
}
