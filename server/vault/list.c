/* list.c: the console's lists: places in the queues of all of a member's teams, or on their shelves, merged into one
 * order, and what a page shows of each. */
#include <string.h>

#include "people.h"
#include "reach.h"
#include "secret.h"
#include "standing.h"
#include "visit.h"

enum {
	ROUNDS = 10,		/* so many times LIST_COUNTED rows are looked through for one page */
	URGENT = 1 << FILTER_N,	/* beside the filters' bits */
	FIXED_ROOM = 64, ROW_ROOM = 512		/* of one message, and of one row, but its sealed part */
};
_Static_assert(FIXED_ROOM + ROW_ROOM + 122880 <= LIMIT_WIRE, "the largest part has to fit");

struct spot {
	int64_t due;
	uint8_t line, report[ID_BYTES];
	unsigned is;		/* 1 << enum filter for each that has it; URGENT */
};
struct spots {
	size_t n;
	struct spot at[LIST_COUNTED + 1];	/* one more than asked for: there are more */
};

struct listing {
	struct store *s;
	enum filter filter;
	int64_t now;
	bool is_shelf;
	size_t limit;		/* spots wanted at a time */
	struct spots *all, *team, *spare;
	size_t room;		/* bytes left in the message */
	struct msg_session held;
};

/* The shelf goes backwards. */
static int
order(const struct listing *l, const struct spot *a, const struct spot *b)
{
	int by = a->line != b->line ? a->line - b->line : a->due != b->due ? (a->due < b->due ? -1 : 1) :
	    memcmp(a->report, b->report, ID_BYTES);

	return l->is_shelf ? -by : by;
}

/* The columns of LIST_OPEN after the place. One that is closed is here because its reporter has written. */
static unsigned
spot_is(const struct listing *l, struct use *u, const struct spot *spot)
{
	const bool is_open = use_get_number(u, 3) != CASE_CLOSED;

	return 1u << FILTER_ALL |
	    (is_open && spot->due < l->now ? 1u << FILTER_OVERDUE : 0) |
	    (use_get_number(u, 4) != 0 ? 1u << FILTER_REPLY : 0) |
	    (is_open && use_get_number(u, 5) != 0 ? 1u << FILTER_FREE : 0) |
	    (use_get_number(u, 6) != 0 ? 1u << FILTER_NEW : 0) |
	    (use_get_number(u, 7) != 0 ? 1u << FILTER_MINE : 0) |
	    (is_open && spot->line == 0 ? URGENT : 0);
}

static enum gw_err
team_take(struct listing *l, const char *team, const struct spot *from)
{
	struct use u;

	l->team->n = 0;
	use_start(&u, l->s, l->is_shelf ? LIST_CLOSED : LIST_OPEN);
	if (!l->is_shelf) {
		use_text(&u, l->s->member);
		use_number(&u, l->now);
	}
	use_text(&u, team);
	if (!l->is_shelf)
		use_number(&u, from->line);
	use_number(&u, from->due);
	use_blob(&u, from->report, ID_BYTES);
	use_number(&u, (int64_t)l->limit + 1);
	while (l->team->n <= l->limit && use_row(&u) == GW_OK) {
		struct spot *spot = &l->team->at[l->team->n++];

		spot->line = (uint8_t)use_get_number(&u, 0);
		spot->due = use_get_number(&u, 1);
		use_get_blob(&u, 2, spot->report, ID_BYTES);
		spot->is = l->is_shelf ? 1u << FILTER_CLOSED : spot_is(l, &u, spot);
	}
	return use_end(&u, GW_OK);
}

/* all and team into one, each report once. */
static void
team_merge(struct listing *l)
{
	struct spots *const a = l->all, *const b = l->team, *const out = l->spare;
	size_t i = 0, k = 0;

	for (out->n = 0; out->n <= l->limit && (i < a->n || k < b->n); out->n++) {
		const int by = i == a->n ? 1 : k == b->n ? -1 : order(l, &a->at[i], &b->at[k]);

		out->at[out->n] = by <= 0 ? a->at[i] : b->at[k];
		i += by <= 0;
		k += by >= 0;
	}
	l->spare = a;
	l->all = out;
}

static enum gw_err
collect(struct listing *l, const struct spot *from)
{
	const struct spot place = *from;	/* it may stand in what is about to be written over */
	enum gw_err e = GW_OK;

	l->all->n = 0;
	for (size_t i = 0; i < l->held.n && e == GW_OK; i++)
		if ((e = team_take(l, l->held.team[i].team, &place)) == GW_OK)
			team_merge(l);
	return e;
}

static enum gw_err
count(struct listing *l, struct msg_list *out)
{
	static const struct spot first;
	uint16_t *const n[] = { [FILTER_OVERDUE] = &out->overdue, [FILTER_REPLY] = &out->replies,
		[FILTER_FREE] = &out->unassigned, [FILTER_MINE] = &out->mine, [FILTER_NEW] = &out->fresh };
	enum gw_err e;

	l->limit = LIST_COUNTED;
	if ((e = collect(l, &first)) != GW_OK)
		return e;
	out->is_more = l->all->n > l->limit;
	for (size_t i = 0; i < l->all->n && i < l->limit; i++) {
		out->urgent += (l->all->at[i].is & URGENT) != 0;
		for (int f = FILTER_OVERDUE; f < FILTER_OPEN_N; f++)
			*n[f] += (l->all->at[i].is >> f & 1) != 0;
	}
	return GW_OK;
}

/* --- a page --- */

static enum gw_err
columns_take(struct store *s, struct msg_list_row *row)
{
	struct use u;
	enum gw_err e;

	use_start(&u, s, CASE_COLUMNS);
	use_blob(&u, row->report, ID_BYTES);
	if ((e = use_row(&u)) != GW_OK)
		return e == GW_EABSENT ? GW_EIO : e;
	row->band = (uint8_t)use_get_number(&u, 0);
	row->state = (uint8_t)use_get_number(&u, 1);
	row->received = use_get_number(&u, 2);
	row->due = use_get_number(&u, 3);
	row->is_met = (uint8_t)use_get_number(&u, 4);
	row->has_reply = (uint8_t)use_get_number(&u, 5);
	use_get_text(&u, 7, row->assigned, sizeof row->assigned);
	row->is_lowering = use_get_span(&u, 8).n > 0;
	row->kind = (uint8_t)use_get_number(&u, 9);
	row->helps = use_get_number(&u, 10) != 0;
	row->has_community = use_get_number(&u, 11) != 0;
	return use_end(&u, GW_OK);
}

static enum gw_err
grant_take(struct store *s, struct msg_list_row *row)
{
	struct reach r;
	struct use u;
	enum gw_err e = reach_grant(s, row->report, &r);

	if (e != GW_OK)
		return e == GW_EABSENT ? GW_EIO : e;
	memcpy(row->team, r.team, sizeof row->team);
	memcpy(row->grant, r.sealed, GRANT_BYTES);
	use_start(&u, s, LIST_SCHOOL);
	use_blob(&u, row->report, ID_BYTES);
	if (use_row(&u) == GW_OK)
		use_get_text(&u, 0, row->school, sizeof row->school);
	return use_end(&u, GW_OK);
}

/* GW_MORE: it does not fit this message any more. */
static enum gw_err
decision_take(struct listing *l, struct msg_list_row *row)
{
	struct span sealed;
	struct use u;
	enum gw_err e;

	use_start(&u, l->s, LIST_DECISION);
	use_blob(&u, row->report, ID_BYTES);
	if ((e = use_row(&u)) != GW_OK)
		return e == GW_EABSENT ? GW_EIO : e;
	sealed = use_get_span(&u, 0);
	if (ROW_ROOM + sealed.n > l->room)
		return use_end(&u, GW_MORE);
	l->room -= ROW_ROOM + sealed.n;
	return use_end(&u, store_lend(l->s, sealed, &row->decision));
}

static enum gw_err
row_take(struct listing *l, const struct spot *spot, struct msg_list *out)
{
	struct msg_list_row *row = &out->row[out->n];
	enum gw_err e;

	if (out->n == LIMIT_DESK_PAGE)
		return GW_MORE;
	memset(row, 0, sizeof *row);
	memcpy(row->report, spot->report, ID_BYTES);
	row->is_new = (spot->is >> FILTER_NEW & 1) != 0;
	if ((e = columns_take(l->s, row)) != GW_OK || (e = grant_take(l->s, row)) != GW_OK ||
	    (e = decision_take(l, row)) != GW_OK)
		return e;
	out->n++;
	return GW_OK;
}

/* From the spots there are and those behind them until the page is full. */
static enum gw_err
page_take(struct listing *l, struct msg_list *out)
{
	enum gw_err e = GW_OK;

	for (int round = 0; ; round++) {
		for (size_t i = 0; i < l->all->n && i < l->limit && e == GW_OK; i++)
			if ((l->all->at[i].is >> l->filter & 1) != 0)
				e = row_take(l, &l->all->at[i], out);
		if (e != GW_OK || l->all->n <= l->limit)
			break;
		if (round == ROUNDS) {
			e = out->n > 0 ? GW_MORE : GW_OK;
			break;
		}
		if ((e = collect(l, &l->all->at[l->limit - 1])) != GW_OK)
			break;
	}
	out->goes_on = e == GW_MORE;
	return e == GW_MORE ? GW_OK : e;
}

/* Nothing comes before the first place, nor after the last. */
static struct spot
place_of(const struct msg_list_get *q)
{
	struct spot from = { .due = q->after_due, .line = q->line };

	memcpy(from.report, q->after, ID_BYTES);
	if (q->filter == FILTER_CLOSED) {
		from.line = 0;
		if (q->after_due == 0)
			from.due = INT64_MAX;
	}
	return from;
}

static enum gw_err
list_make(struct listing *l, const struct msg_list_get *q, struct msg_list *out)
{
	const struct spot from = place_of(q);
	const bool is_first = q->after_due == 0 && q->filter != FILTER_CLOSED;
	enum gw_err e = people_teams(l->s, l->s->member, &l->held);

	if (e != GW_OK || (e = count(l, out)) != GW_OK || (e = standing_open_count(l->s, &out->open)) != GW_OK)
		return e;
	l->is_shelf = q->filter == FILTER_CLOSED;
	if (!is_first) {
		if (l->is_shelf || l->filter == FILTER_ALL)
			l->limit = LIMIT_DESK_PAGE;
		if ((e = collect(l, &from)) != GW_OK)
			return e;
	}
	return page_take(l, out);
}

enum gw_err
store_list_get(struct store *s, const struct msg_list_get *q, int64_t now, struct msg_list *out)
{
	struct listing l = { .s = s, .filter = q->filter, .now = now, .room = LIMIT_WIRE - FIXED_ROOM };
	struct spots *places;
	struct visit v;
	enum gw_err e = q->quiet ? visit_look(s, q->session, now, &v) : visit_prove(s, q->session, now, &v);

	memset(out, 0, sizeof *out);
	if (e != GW_OK)
		return e;
	if (q->filter >= FILTER_N)
		return GW_EINPUT;
	places = secret_malloc(3 * sizeof *places);
	if (places == NULL)
		return GW_ENOMEM;
	l.all = &places[0];
	l.team = &places[1];
	l.spare = &places[2];
	e = list_make(&l, q, out);
	secret_free(places);
	return e;
}
