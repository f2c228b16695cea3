/* submit.c: one case, one question to the vault. */
#include "submit.h"

#include <string.h>

#include "log.h"
#include "secret.h"

static void
on_kept(void *arg, enum gw_err e, struct msg *m)
{
	struct submit *s = arg;

	(void)m;
	s->ticket = 0;
	s->r->kept = e == GW_OK;
	if (e == GW_OK)
		log_count(LOG_REPORT);
	else if (e != GW_ECONFLICT)
		log_fault(LOG_REPORT, e);
	s->done(s->arg, e);
}

enum gw_err
submit_open(struct submit *s, struct receive *r, const uint8_t *once)
{
	enum gw_err e = GW_OK;

	if (once != NULL)
		e = new_case_make_from(&s->made, once, &r->said);
	else
		new_case_make(&s->made);
	if (e != GW_OK)
		return e;
	memcpy(r->report, s->made.sealed.report, sizeof r->report);
	memcpy(r->key, s->made.sealed.key, sizeof r->key);
	return GW_OK;
}

enum gw_err
submit_start(struct submit *s, struct receive *r, int64_t now, submit_done_fn *done, void *arg)
{
	struct msg m = { .type = MSG_REPORT_PUT, .fd = -1 };
	struct msg_report_put *put = &m.u.report_put;
	enum gw_err e;

	s->r = r;
	s->done = done;
	s->arg = arg;
	put->n_files = (uint8_t)r->said.n_files;
	memcpy(put->file, r->spooled, sizeof put->file);
	if ((e = new_case_seal(&s->made, r->at, &r->said, now, put)) == GW_OK)
		e = link_ask(r->at->link, &m, MSG_RESULT, on_kept, s, &s->ticket);
	r->kept = e == GW_OK;
	if (e != GW_OK)
		log_fault(LOG_REPORT, e);
	new_case_sent(&s->made);
	secret_wipe(&m, sizeof m);
	return e;
}

void
submit_gone(struct submit *s)
{
	if (s->ticket != 0) {
		link_forget(s->r->at->link, s->ticket);
		/* Nobody will hear the answer. The vault drops only what it did not keep. */
		s->r->kept = false;
	}
	new_case_wipe(&s->made);
	secret_wipe(s, sizeof *s);
}
