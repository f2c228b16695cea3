/* queue.c: what waits for any of a member's teams, as one list: urgent response first, then as soon as it is due. */
#include <string.h>

#include "people.h"
#include "standing.h"
#include "visit.h"

static int
order(const struct msg_row *a, const struct msg_row *b)
{
	const int line_a = standing_line(a->band), line_b = standing_line(b->band);

	if (line_a != line_b)
		return line_a - line_b;
	if (a->due != b->due)
		return a->due < b->due ? -1 : 1;
	return memcmp(a->report, b->report, ID_BYTES);
}

/* Into its place among those there are; a report that an earlier team brought is there already. False: it comes after
 * a full page, as will all that follow it. */
static bool
row_merge(struct msg_queue *page, size_t limit, const struct msg_row *row)
{
	size_t at = page->n;

	while (at > 0 && order(row, &page->row[at - 1]) < 0)
		at--;
	if (at > 0 && order(row, &page->row[at - 1]) == 0)
		return true;
	if (at == limit)
		return false;
	if (page->n == limit)
		page->n--;
	memmove(&page->row[at + 1], &page->row[at], (page->n - at) * sizeof *row);
	page->row[at] = *row;
	page->n++;
	return true;
}

static enum gw_err
team_take(struct store *s, const char *team, const struct msg_queue_get *q, struct msg_queue *page)
{
	struct msg_row row = { .band = 0 };
	struct use u;
	bool goes_on = true;

	memcpy(row.team, team, sizeof row.team);
	use_start(&u, s, QUEUE_PAGE);
	use_text(&u, team);
	use_number(&u, q->line);
	use_number(&u, q->after_due);
	use_blob(&u, q->after, ID_BYTES);
	use_number(&u, q->limit);
	while (goes_on && use_row(&u) == GW_OK) {
		row.due = use_get_number(&u, 0);
		use_get_blob(&u, 1, row.report, ID_BYTES);
		row.band = (uint8_t)use_get_number(&u, 2);
		row.state = (uint8_t)use_get_number(&u, 3);
		row.received = use_get_number(&u, 4);
		goes_on = row_merge(page, q->limit, &row);
	}
	return use_end(&u, GW_OK);
}

enum gw_err
store_queue_get(struct store *s, const struct msg_queue_get *q, int64_t now, struct msg_queue *out)
{
	struct msg_session held = { .n = 0 };
	struct visit v;
	enum gw_err e;

	memset(out, 0, sizeof *out);
	if (q->limit > MSG_ROWS)
		return GW_ELIMIT;
	if ((e = visit_prove(s, q->session, now, &v)) != GW_OK || (e = people_teams(s, s->member, &held)) != GW_OK ||
	    (e = standing_open_count(s, &out->open)) != GW_OK)
		return e;
	for (size_t i = 0; i < held.n && e == GW_OK; i++)
		e = team_take(s, held.team[i].team, q, out);
	return e;
}
