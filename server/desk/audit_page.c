/* audit_page.c: a page of entries as the vault tells them. */
#include "audit_page.h"

#include <inttypes.h>
#include <string.h>

#include <sodium.h>

#include "clock.h"
#include "scrap.h"
#include "words_of.h"

enum { NUMBER_DIGITS = 18 };

struct audit_work { struct scrap scrap; };

/* 0: the newest page. GW_EINPUT: no number. */
static enum gw_err
before_read(struct span typed, int64_t *before)
{
	*before = 0;
	if (typed.n > NUMBER_DIGITS)
		return GW_EINPUT;
	for (size_t i = 0; i < typed.n; i++) {
		if (typed.p[i] < '0' || typed.p[i] > '9')
			return GW_EINPUT;
		*before = *before * 10 + (typed.p[i] - '0');
	}
	return GW_OK;
}

/* In UTC, as verify-audit has it. At set-up there was no clock yet. */
static struct span
time_say(struct scrap *scrap, int64_t at)
{
	char text[CLOCK_TEXT];

	if (at == 0)
		return span_of("at set-up");
	clock_text(at, text);
	return scrap_copy(scrap, span_of(text));
}

/* A report by the number that its colleagues know it by; a name as it is. */
static struct span
subject_say(struct scrap *scrap, const char *subject)
{
	uint8_t report[ID_BYTES];
	char ref[WORDS_REF];
	size_t n;

	if (strlen(subject) != 2 * ID_BYTES ||
	    sodium_hex2bin(report, sizeof report, subject, 2 * ID_BYTES, NULL, &n, NULL) != 0 || n != sizeof report)
		return span_of(subject);
	words_ref(report, ref);
	return scrap_copy(scrap, span_of(ref));
}

static void
row_say(struct scrap *scrap, const struct msg_audit_row *r, struct console_audit_row *out)
{
	out->number = scrap_print(scrap, "%" PRId64, r->seq);
	out->at = time_say(scrap, r->at);
	out->who = span_of(r->who[0] != '\0' ? r->who : "a reporter");
	out->what = span_of(r->what);
	out->subject = subject_say(scrap, r->subject);
	out->why = span_of(r->why);
}

static void
audit_say(struct scrap *scrap, const struct msg_audit *a, struct console_audit *out)
{
	struct console_audit_row *list = scrap_take(scrap, a->n, sizeof *list);
	char hash[2 * sizeof a->hash + 1];

	for (size_t i = 0; list != NULL && i < a->n; i++)
		row_say(scrap, &a->row[i], &list[i]);
	sodium_bin2hex(hash, sizeof hash, a->hash, sizeof a->hash);
	out->rows = list;
	out->rows_n = a->n;
	if (a->n > 0 && a->row[a->n - 1].seq > 1)
		out->next = scrap_print(scrap, "%" PRId64, a->row[a->n - 1].seq);
	out->head = scrap_print(scrap, "%" PRId64, a->head);
	out->hash = scrap_copy(scrap, span_of(hash));
}

static void
on_audit(struct seat *s, enum gw_err e, struct msg *m)
{
	struct audit_work *w = s->work;
	struct console page = { .done = { NULL, 0 } };

	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	audit_say(&w->scrap, &m->u.audit, &page.audit);
	if (w->scrap.failed)
		seat_fail(s, GW_ENOMEM);
	else
		seat_show(s, 200, CONSOLE_AUDIT, &page);
}

void
audit_page(struct seat *s)
{
	struct msg m = { .type = MSG_AUDIT_GET, .fd = -1 };
	int64_t before;

	if (before_read(form_value(&s->form, "before"), &before) != GW_OK) {
		seat_fail(s, GW_EABSENT);
		return;
	}
	if (seat_work(s, sizeof(struct audit_work), scrap_work_end) == NULL)
		return;
	memcpy(m.u.audit_get.session, s->session_id, SESSION_ID);
	m.u.audit_get.before = before;
	seat_ask(s, &m, MSG_AUDIT, on_audit);
}
