/* sheet_page.c: open and show; or read, keep, and go back. */
#include "sheet_page.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "act.h"
#include "case_name.h"
#include "case_response.h"
#include "path.h"
#include "sheet_form.h"
#include "sheet_words.h"
#include "words_of.h"

struct sheet_work {
	struct scrap scrap;
	uint8_t report[ID_BYTES];
	struct sheet_form form;
	int status;
	struct act_order order;
	struct act *act;
	struct console m;
};

static void
work_end(void *work)
{
	struct sheet_work *w = work;

	act_free(w->act);
	scrap_end(&w->scrap);
}

/* NULL: there is no such page, or no memory; it has replied. */
static struct sheet_work *
work_start(struct seat *s)
{
	const enum sheet sheet = sheet_form_of(&s->form);
	uint8_t report[ID_BYTES];
	struct sheet_work *w;
	struct span below;

	if (sheet == SHEET_N || path_report(s->rest, report, &below) != GW_OK) {
		seat_fail(s, GW_EABSENT);
		return NULL;
	}
	w = seat_work(s, sizeof *w, work_end);
	if (w == NULL)
		return NULL;
	memcpy(w->report, report, ID_BYTES);
	w->status = 200;
	w->form = (struct sheet_form){ .sheet = sheet, .form = &s->form, .is_post = s->route->method == HTTP_POST,
		.calendar = &s->desk->setup->policy->calendar, .agencies = s->desk->setup->agencies, .now = s->now,
		.scrap = &w->scrap };
	return w;
}

/* Which attachment the form is about, counted from 1; 0: none. */
static uint32_t
file_number(const struct sheet_work *w)
{
	struct span field[SHEET_FIELDS] = { [0] = form_value(w->form.form, w->form.is_post ? "f-file" : "file") };
	const int64_t n = sheet_moment(SHEET_ORIGINAL, field, "file");

	return n <= LIMIT_MESSAGES * LIMIT_FILES ? (uint32_t)n : 0;
}

/* --- showing --- */

/* Which of the sample's cases it is about: nothing else on the page says it. */
static void
say_about(struct sheet_work *w)
{
	const struct span when = w->m.sheet.when;
	uint8_t id[ID_BYTES];
	char ref[WORDS_REF];
	size_t n;

	if (words_ref_read(form_value(w->form.form, w->form.is_post ? "f-case" : "case"), id, &n) != GW_OK)
		return;
	words_ref(id, ref);
	w->m.sheet.when = scrap_join(&w->scrap, (const struct span[]){ when, span_of(" About case "),
	    scrap_print(&w->scrap, "%s.", ref) }, 3);
}

/* Where it leads afterwards: to the meeting's pack, or to the page of the attachment, whose number it must keep. */
static void
fill_back(struct seat *s, struct sheet_work *w)
{
	struct console_sheet *m = &w->m.sheet;

	if (form_is(&s->form, "back", "drm"))
		m->back = span_of("drm");
	if (!form_is(&s->form, "back", "file") || file_number(w) == 0)
		return;
	m->back = span_of("file");
	m->number = file_number(w) - 1;
	m->shown = file_number(w);
	m->is_about_file = sheet_field(w->form.sheet, "file") == SHEET_FIELDS;
}

static void
fill(struct seat *s, struct sheet_work *w, const struct opened *c)
{
	struct situation situation;

	situation_read(c->entries.entry, c->entries.part, c->entries.n, &situation);
	sheet_form_show(&w->form, &situation, &w->m.sheet);
	if (w->form.sheet == SHEET_FINDING)
		say_about(w);
	w->m.file.row.id = case_name_id(&w->scrap, c->report);
	w->m.file.row.ref = case_name_ref(&w->scrap, c->report);
	w->m.file.keep_from = buf_span(&c->part[0].words.keep_from);
	case_ring(w->form.agencies, w->form.calendar, s->now, &w->m.file.response);
	fill_back(s, w);
	w->m.errors = w->form.error;
	w->m.errors_n = w->form.errors_n;
}

static void
on_opened(void *arg, enum opening_end end, enum gw_err e, const struct opened *c)
{
	struct seat *s = arg;
	struct sheet_work *w = s->work;

	if (end != OPENING_DONE) {
		opening_refuse(s->x, end, e);
		return;
	}
	fill(s, w, c);
	if (w->scrap.failed)
		seat_fail(s, GW_ENOMEM);
	else
		seat_show(s, w->status, CONSOLE_SHEET, &w->m);
}

static void
show(struct seat *s, int status)
{
	struct sheet_work *w = s->work;
	enum gw_err e;

	w->status = status;
	e = opening_new(s->desk, s->token, w->report, on_opened, s, &s->opening);
	if (e != GW_OK)
		seat_fail(s, e);
}

void
sheet_page_get(struct seat *s)
{
	if (work_start(s) != NULL)
		show(s, 200);
}

/* --- keeping --- */

/* To this case in the pack of the meeting that it was written in, to the attachment, to its audit, or to the case. */
static void
go_back(struct seat *s)
{
	const struct sheet_work *w = s->work;
	const struct span meeting = form_value(&s->form, "f-meeting");
	char id[2 * ID_BYTES + 1], meets[sizeof id], ref[WORDS_REF], to[2 * sizeof id + 64];
	uint8_t report[ID_BYTES];
	struct span behind;

	sodium_bin2hex(id, sizeof id, w->report, ID_BYTES);
	if (form_is(&s->form, "back", "drm") && path_report(meeting, report, &behind) == GW_OK && behind.n == 0) {
		sodium_bin2hex(meets, sizeof meets, report, ID_BYTES);
		words_ref(w->report, ref);
		snprintf(to, sizeof to, "/desk/drm/%s?case=%s&done=record#case-%s", meets, id, ref);
	} else if (form_is(&s->form, "back", "file") && file_number(w) > 0) {
		snprintf(to, sizeof to, "/desk/case/%s/files/%" PRIu32 "?done=%s", id, file_number(w) - 1,
		    w->form.sheet == SHEET_ORIGINAL ? "asked" : "record");
	} else {
		snprintf(to, sizeof to, "/desk/%s/%s?done=record", sheet_words(w->form.sheet)->group == GROUP_AUDIT ?
		    "audits" : "case", id);
	}
	seat_go(s, to);
}

static void
on_done(void *arg, const struct act_result *r)
{
	struct seat *s = arg;
	struct sheet_work *w = s->work;

	switch (r->end) {
	case ACT_DONE:
		go_back(s);
		return;
	case ACT_REFUSED:
		sheet_form_error(&w->form, r->field != NULL && strncmp(r->field, "f-", 2) == 0 ? r->field + 2 : "",
		    span_of(r->said));
		show(s, 422);
		return;
	case ACT_LATE:
		sheet_form_error(&w->form, "", span_of("Others wrote in this case at the same moment. Nothing of yours "
		    "was taken: send it again."));
		show(s, 409);
		return;
	case ACT_FULL:
		sheet_form_error(&w->form, "", span_of("This case has as many entries as it can hold."));
		show(s, 409);
		return;
	default:
		opening_refuse(s->x, r->opening, r->e);
	}
}

void
sheet_page_post(struct seat *s)
{
	struct sheet_work *w = work_start(s);
	enum gw_err e;

	if (w == NULL)
		return;
	sheet_form_read(&w->form);
	if (w->form.errors_n > 0) {
		show(s, 422);
		return;
	}
	w->order = (struct act_order){ .entry = { .act = ACT_RECORD, .sheet = w->form.sheet } };
	memcpy(w->order.entry.field, w->form.field, sizeof w->form.field);
	e = act_new(s->desk, s->token, w->report, &w->order, on_done, s, &w->act);
	if (e != GW_OK)
		seat_fail(s, e);
}
