/* queue_page.c: one question to the vault; of each case only triage's decision is opened, for its category. */
#include "queue_page.h"

#include <stdio.h>
#include <string.h>

#include "case_key.h"
#include "clock.h"
#include "handing.h"
#include "path.h"
#include "row_words.h"
#include "scrap.h"
#include "secret.h"
#include "team_name.h"

static const struct { const char *id, *label; } filters[FILTER_N] = {
	[FILTER_ALL] = { "all", "All open" }, [FILTER_OVERDUE] = { "overdue", "Overdue" },
	[FILTER_REPLY] = { "reply", "New reply" }, [FILTER_FREE] = { "free", "Nobody has it" },
	[FILTER_MINE] = { "mine", "Mine" }, [FILTER_NEW] = { "new", "New to me" },
	[FILTER_CLOSED] = { "closed", "Closed" },
};

struct queue_work {
	struct scrap scrap;		/* first: scrap_work_end */
	enum filter filter;
	struct cursor after;
	bool is_first;
	struct keypair member;
	struct console m;
	struct console_tab tab[FILTER_N];
	struct console_row urgent[LIMIT_DESK_PAGE], other[LIMIT_DESK_PAGE];
};

/* --- rows --- */

/* CATEGORY_NONE: it does not open now; the row is shown all the same, and its own page says what is wrong. */
static enum category
category_open(const struct seat *s, const struct msg_list_row *r)
{
	const struct queue_work *w = s->work;
	const struct part_place at = { r->report, PART_DECISION, 1 };
	uint8_t key[KEY_BYTES], casework[KEY_BYTES] = { 0 };
	enum category found = CATEGORY_NONE;
	char fault[JSON_FAULT];
	json_t *v = NULL;
	struct buf plain;

	buf_init(&plain, LIMIT_WIRE);
	if (s->desk->roster_good && case_key_open(&s->session, &w->member, &s->desk->roster, r->team, r->report,
	    r->grant, key) == GW_OK) {
		casework_key_of(key, casework);
		if (part_open(casework, at, r->decision, &plain) == GW_OK &&
		    json_read(buf_span(&plain), &v, fault) == GW_OK)
			found = category_of(json_text(v, "category"));
	}
	json_decref(v);
	buf_free(&plain);
	secret_wipe(key, sizeof key);
	secret_wipe(casework, sizeof casework);
	return found == CATEGORY_N ? CATEGORY_NONE : found;
}

/* Who passed it on, and whether somebody else has it, too. */
static void
row_whence(const struct seat *s, const struct msg_list_row *r, struct console_row *row)
{
	struct queue_work *w = s->work;
	const struct policy *p = s->desk->setup->policy;

	if (r->kind == KIND_EXTRACT)
		row->passed_by = scrap_copy(&w->scrap, team_name(p, handing_giver(r->team, r->school)));
	row->has_community = r->has_community && strcmp(r->team, ROSTER_COMMUNITY) != 0;
	row->helps = r->helps && !row->has_community;
}

static void
row_add(struct seat *s, const struct msg_list_row *r)
{
	struct queue_work *w = s->work;
	struct console_queue *q = &w->m.queue;
	const bool is_urgent = r->band >= BAND_URGENT && w->filter != FILTER_CLOSED;
	struct console_row *row = is_urgent ? &w->urgent[q->urgent.rows_n++] : &w->other[q->other.rows_n++];
	const struct row_facts facts = { .report = r->report, .band = (enum band)r->band,
		.state = (enum case_state)r->state, .category = category_open(s, r), .received = r->received,
		.due = r->due, .is_met = r->is_met, .school = r->school, .assigned = r->assigned };

	row_words(&facts, s->desk->setup->policy, s->now, s->session.name, &w->scrap, row);
	row->is_new = r->is_new;
	row->has_reply = r->has_reply;
	row->is_lowering = r->is_lowering;
	row_whence(s, r, row);
}

/* --- what stands around them --- */

static void
fill_tabs(struct queue_work *w, const struct msg_list *list)
{
	const size_t counts[FILTER_N] = { [FILTER_ALL] = (size_t)list->open, [FILTER_OVERDUE] = list->overdue,
		[FILTER_REPLY] = list->replies, [FILTER_FREE] = list->unassigned, [FILTER_MINE] = list->mine,
		[FILTER_NEW] = list->fresh };

	for (size_t i = 0; i < FILTER_N; i++)
		w->tab[i] = (struct console_tab){ span_of(filters[i].id), span_of(filters[i].label), counts[i],
			i == (size_t)w->filter, list->is_more && i != FILTER_ALL && i != FILTER_CLOSED };
	w->m.queue.tabs = w->tab;
	w->m.queue.tabs_n = FILTER_N;
}

static void
fill_turns(struct queue_work *w, const struct msg_list *list)
{
	struct console_queue *q = &w->m.queue;
	const char *show = filters[w->filter].id;
	char text[PATH_CURSOR];
	struct cursor c;

	if (w->is_first) {
		q->again = scrap_print(&w->scrap, "show=%s&quiet=1", show);
	} else {
		cursor_text(&w->after, text);
		q->again = scrap_print(&w->scrap, "show=%s&after=%s&quiet=1", show, text);
	}
	if (!list->goes_on || list->n == 0)
		return;
	c.line = list->row[list->n - 1].band < BAND_URGENT;
	c.due = list->row[list->n - 1].due;
	memcpy(c.report, list->row[list->n - 1].report, ID_BYTES);
	cursor_text(&c, text);
	q->next = scrap_print(&w->scrap, "show=%s&after=%s", show, text);
}

/* "9:41am": the first word of the clock's. */
static void
fill_now(const struct seat *s, struct queue_work *w)
{
	char at[CLOCK_WORDS];

	clock_words(&s->desk->setup->policy->calendar, s->now, at);
	w->m.queue.at = scrap_print(&w->scrap, "%.*s", (int)strcspn(at, " "), at);
}

static void
fill_lists(struct queue_work *w, const struct msg_list *list)
{
	struct console_queue *q = &w->m.queue;

	q->urgent.title = span_of("Urgent response");
	q->urgent.rows = w->urgent;
	q->other.title = span_of(w->filter == FILTER_CLOSED ? "Closed" : "Everything else");
	q->other.rows = w->other;
	q->has_urgent = q->urgent.rows_n > 0 || (w->is_first && w->filter != FILTER_CLOSED);
	q->has_other = q->other.rows_n > 0 || !list->goes_on;
	q->is_first = w->is_first;
	q->filter = span_of(filters[w->filter].id);
	q->total = (size_t)list->open;
	q->fresh = list->fresh;
}

static void
on_list(struct seat *s, enum gw_err e, struct msg *m)
{
	struct queue_work *w = s->work;
	const struct msg_list *list;

	if (e == GW_OK)
		e = seat_member(s, &w->member);
	if (e != GW_OK) {
		seat_fail(s, e);
		return;
	}
	list = &m->u.list;
	for (size_t i = 0; i < list->n; i++)
		row_add(s, &list->row[i]);
	keypair_wipe(&w->member);
	fill_tabs(w, list);
	fill_turns(w, list);
	fill_now(s, w);
	fill_lists(w, list);
	w->m.queue.is_quiet = s->is_quiet;
	if (w->scrap.failed)
		seat_fail(s, GW_ENOMEM);
	else
		seat_show(s, 200, CONSOLE_QUEUE, &w->m);
}

/* --- asking --- */

static void
ask(struct seat *s)
{
	const struct queue_work *w = s->work;
	struct msg m = { .type = MSG_LIST_GET, .fd = -1 };
	struct msg_list_get *q = &m.u.list_get;

	memcpy(q->session, s->session_id, SESSION_ID);
	q->filter = (uint8_t)w->filter;
	q->quiet = s->is_quiet;
	q->line = w->after.line;
	q->after_due = w->after.due;
	memcpy(q->after, w->after.report, ID_BYTES);
	seat_ask(s, &m, MSG_LIST, on_list);
}

/* What is no filter is all; what is no place is the first page. */
static void
query_read(const struct seat *s, struct queue_work *w)
{
	const struct span show = form_value(&s->form, "show");

	for (size_t i = 0; i < FILTER_N; i++)
		if (span_is(show, filters[i].id))
			w->filter = (enum filter)i;
	w->is_first = cursor_read(form_value(&s->form, "after"), &w->after) != GW_OK;
	if (w->is_first)
		w->after = (struct cursor){ .line = 0 };
}

void
queue_page_get(struct seat *s)
{
	struct queue_work *w = seat_work(s, sizeof *w, scrap_work_end);

	if (w == NULL)
		return;
	query_read(s, w);
	ask(s);
}
