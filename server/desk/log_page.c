/* log_page.c: a form, then the same triage, routing and sealing as at the door; nobody holds a code for it. */
#include "log_page.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "entry.h"
#include "new_report.h"
#include "scrap.h"
#include "secret.h"

enum { LOG_ERRORS = 4 };

struct log_work {
	struct scrap scrap;
	struct report said;
	struct new_report made;
	struct console m;
	struct console_error error[LOG_ERRORS];
};

static void
work_end(void *work)
{
	struct log_work *w = work;

	scrap_end(&w->scrap);
	report_free(&w->said);
	new_report_wipe(&w->made);
}

static struct log_work *
work_start(struct seat *s)
{
	struct log_work *w = seat_work(s, sizeof *w, work_end);

	if (w != NULL)
		report_init(&w->said);
	return w;
}

/* --- the form --- */

static void
show(struct seat *s, int status)
{
	struct log_work *w = s->work;
	const struct policy *p = s->desk->setup->policy;
	struct console_option *schools = scrap_take(&w->scrap, p->n_schools, sizeof *schools);
	struct span chosen;

	if (schools == NULL) {
		seat_fail(s, GW_ENOMEM);
		return;
	}
	if (s->route->method == HTTP_POST) {
		chosen = form_value(&s->form, "school");
		w->m.log.text = form_value(&s->form, "text");
		w->m.log.place = form_value(&s->form, "place");
		w->m.log.told_by = form_value(&s->form, "told_by");
		w->m.log.is_staff = form_is(&s->form, "staff", "1");
	} else {
		chosen = (struct span){ NULL, 0 };
	}
	for (size_t i = 0; i < p->n_schools; i++)
		schools[i] = (struct console_option){ span_of(p->school[i].code), span_of(p->school[i].name),
			span_is(chosen, p->school[i].code) };
	w->m.log.schools = schools;
	w->m.log.schools_n = p->n_schools;
	seat_show(s, status, CONSOLE_LOG, &w->m);
}

void
log_page_get(struct seat *s)
{
	if (work_start(s) != NULL)
		show(s, 200);
}

static void
wrong(struct log_work *w, const char *field, const char *said)
{
	w->error[w->m.errors_n++] = (struct console_error){ field, span_of(said) };
	w->m.errors = w->error;
}

static void
fields_read(struct seat *s, struct log_work *w)
{
	const struct span text = form_value(&s->form, "text"), school = form_value(&s->form, "school");

	if (text_is_blank(text))
		wrong(w, "text", "Write what you were told.");
	else if (text.n > LIMIT_TEXT || report_words(text, &w->said.text) != GW_OK)
		wrong(w, "text", "This is too long: 16,000 letters are the most.");
	if (form_value(&s->form, "place").n > LIMIT_PLACE ||
	    report_words(form_value(&s->form, "place"), &w->said.place) != GW_OK)
		wrong(w, "place", "This is too long: 500 letters are the most.");
	if (form_value(&s->form, "told_by").n > LIMIT_NOTE)
		wrong(w, "told_by", "This is too long.");
	if (form_is(&s->form, "staff", "1"))
		w->said.answers.category = CATEGORY_STAFF_CONCERN;	/* for the LADO, never that school */
	if (school.n > 0 && policy_school(s->desk->setup->policy, school) == NULL)
		wrong(w, "school", "Choose a school from the list, or none.");
	else if (school.n > 0)
		snprintf(w->said.school, sizeof w->said.school, "%.*s", (int)school.n, (const char *)school.p);
}

/* --- sealing --- */

static const struct roster_team *
team_of(const void *roster, const char *code)
{
	return roster_find(roster, span_of(code));
}

static enum gw_err
entry_make(const struct seat *s, struct buf *plain)
{
	const struct span told_by = form_value(&s->form, "told_by");
	struct entry e = { .act = ACT_LOG, .at = s->now - s->now % 60 };

	if (!text_is_blank(told_by))
		e.text = told_by;
	memcpy(e.by, s->session.name, sizeof e.by);
	return entry_encode(&e, plain);
}

/* The reporter's keys are random and forgotten at once: nobody ever has a code for it. */
static enum gw_err
seal(struct seat *s, struct log_work *w, struct span note, struct msg_log_put *put)
{
	const struct child_setup *setup = s->desk->setup;
	uint8_t report[ID_BYTES], case_key[KEY_BYTES];
	struct keypair nobody;
	const struct new_report_by by = { .triage = setup->triage, .policy = setup->policy, .team = team_of,
		.arg = &s->desk->roster, .reporter_pk = nobody.pk };
	enum gw_err e;

	secret_random(report, sizeof report);
	case_key_make(case_key);
	keypair_make(&nobody);
	secret_random(put->put.tag, sizeof put->put.tag);
	new_report_start(&w->made, report, case_key);
	e = new_report_seal(&w->made, &by, &w->said, note, s->now, &put->put);
	put->note = buf_span(&w->made.note);
	keypair_wipe(&nobody);
	secret_wipe(case_key, sizeof case_key);
	return e;
}

/* To the case, unless it went to others alone: a concern about staff is for the LADO. */
static void
on_kept(struct seat *s, enum gw_err e, struct msg *m)
{
	const struct log_work *w = s->work;
	char id[2 * ID_BYTES + 1], to[sizeof id + 32];
	struct routing route;
	bool is_ours = false;

	(void)m;
	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	route_decide(&w->made.decision, w->said.school, &route);
	for (size_t i = 0; i < route.n; i++)
		is_ours = is_ours || seat_is_in(s, route.team[i]);
	sodium_bin2hex(id, sizeof id, w->made.report, ID_BYTES);
	snprintf(to, sizeof to, "/desk/case/%s?done=log", id);
	seat_go(s, is_ours ? to : "/desk/queue?done=log-away");
}

static void
put(struct seat *s, struct log_work *w)
{
	struct msg m = { .type = MSG_LOG_PUT, .fd = -1 };
	struct buf note;
	enum gw_err e;

	buf_init(&note, LIMIT_WIRE);
	e = s->desk->roster_good ? entry_make(s, &note) : GW_EBUSY;
	if (e == GW_OK)
		e = seal(s, w, buf_span(&note), &m.u.log_put);
	buf_free(&note);
	memcpy(m.u.log_put.session, s->session_id, SESSION_ID);
	if (e == GW_OK)
		seat_ask(s, &m, MSG_RESULT, on_kept);
	else if (e == GW_EABSENT)
		seat_refuse(s, 503, "A team that must have this has no key yet, so nobody there could read it. "
		    "Tell the administrators, and pass it on by telephone.");
	else
		seat_fail(s, e);
	new_report_sent(&w->made);
}

void
log_page_post(struct seat *s)
{
	struct log_work *w = work_start(s);

	if (w == NULL)
		return;
	fields_read(s, w);
	if (w->m.errors_n > 0)
		show(s, 422);
	else
		put(s, w);
}
