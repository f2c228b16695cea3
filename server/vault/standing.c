/* standing.c: rows of queue, shelf and open_count. */
#include "standing.h"

#include <string.h>

enum { TEAMS_TEXT = LIMIT_GRANTS * (LIMIT_TEAM + 1) + 2 };

int
standing_line(enum band band)
{
	return band < BAND_URGENT;
}

static bool
is_queued(const struct standing *at)
{
	return at != NULL && (at->state != CASE_CLOSED || at->has_reply);
}

static bool
is_shelved(const struct standing *at)
{
	return at != NULL && at->state == CASE_CLOSED;
}

static bool
is_open(const struct standing *at)
{
	return at != NULL && at->state != CASE_CLOSED;
}

static enum gw_err
queue_run(struct store *s, enum stmt which, const uint8_t report[ID_BYTES], const struct standing *at)
{
	struct use u;

	use_start(&u, s, which);
	use_blob(&u, report, ID_BYTES);
	use_number(&u, standing_line(at->band));
	use_number(&u, at->due);
	return use_run(&u, NULL);
}

static enum gw_err
shelf_run(struct store *s, enum stmt which, const uint8_t report[ID_BYTES], const struct standing *at)
{
	struct use u;

	use_start(&u, s, which);
	use_blob(&u, report, ID_BYTES);
	use_number(&u, at->due);
	return use_run(&u, NULL);
}

/* One open report more, or less, for the set of teams whose queues it is in. */
static enum gw_err
count_run(struct store *s, enum stmt which, const uint8_t report[ID_BYTES])
{
	char text[TEAMS_TEXT] = ",", team[LIMIT_TEAM + 1];
	size_t at = 1;
	struct use u;
	enum gw_err e;

	use_start(&u, s, RECORD_GRANTS);	/* in the order of their codes */
	use_blob(&u, report, ID_BYTES);
	while (use_row(&u) == GW_OK && at + sizeof team < sizeof text) {
		use_get_text(&u, 0, team, sizeof team);
		if (use_get_number(&u, 2) == 0)
			continue;
		at += (size_t)snprintf(text + at, sizeof text - at, "%s,", team);
	}
	if ((e = use_end(&u, GW_OK)) != GW_OK)
		return e;
	if (at == 1)
		return GW_OK;
	use_start(&u, s, which);
	use_text(&u, text);
	return use_run(&u, NULL);
}

enum gw_err
standing_change(struct store *s, const uint8_t report[ID_BYTES], const struct standing *was,
    const struct standing *is)
{
	const bool stays = is_queued(was) && is_queued(is) && was->due == is->due &&
	    standing_line(was->band) == standing_line(is->band);
	enum gw_err e = GW_OK;

	if (is_queued(was) && !stays)
		e = queue_run(s, QUEUE_DROP, report, was);
	if (e == GW_OK && is_shelved(was) && !is_shelved(is))
		e = shelf_run(s, SHELF_DROP, report, was);
	if (e == GW_OK && is_queued(is) && !stays)
		e = queue_run(s, QUEUE_PUT, report, is);
	if (e == GW_OK && is_shelved(is) && !is_shelved(was))
		e = shelf_run(s, SHELF_PUT, report, is);
	if (e == GW_OK && is_open(was) != is_open(is))
		e = count_run(s, is_open(is) ? OPEN_ADD : OPEN_SUB, report);
	return e;
}

enum gw_err
standing_open_count(struct store *s, uint64_t *n)
{
	struct use u;

	use_start(&u, s, OPEN_COUNT);
	use_text(&u, s->member);
	if (use_row(&u) != GW_OK)
		return use_end(&u, GW_EIO);
	*n = (uint64_t)use_get_number(&u, 0);
	return use_end(&u, GW_OK);
}
