/* history.c: one walk over the entries for each question. */
#include "history.h"

#include <string.h>

#include "roster.h"
#include "triage.h"

int64_t
history_came(const struct opened *c)
{
	return c->n > 0 ? c->part[0].at : c->received;
}

enum band
history_first(const struct opened *c)
{
	const enum band b = band_of(json_text(c->decision, "band"));

	return b == BAND_N ? BAND_ROUTINE : b;
}

static bool
sets_band(const struct entry *e)
{
	return e->act == ACT_CONFIRM || e->act == ACT_RAISE || e->act == ACT_LOWER || e->act == ACT_AGREE_LOWER;
}

const struct entry *
history_confirmed(const struct opened *c)
{
	for (size_t i = c->entries.n; i > 0; i--)
		if (sets_band(&c->entries.entry[i - 1]))
			return &c->entries.entry[i - 1];
	return NULL;
}

enum band
history_band(const struct opened *c)
{
	const struct entry *e = history_confirmed(c);

	return e != NULL ? e->to : history_first(c);
}

static bool
reviews(const struct entry *e)
{
	return sets_band(e) || e->act == ACT_REVIEW || e->act == ACT_REFUSE_LOWER ||
	    (e->act == ACT_RECORD && e->sheet == SHEET_DECISION);
}

int64_t
history_reviewed(const struct opened *c)
{
	for (size_t i = c->entries.n; i > 0; i--)
		if (reviews(&c->entries.entry[i - 1]))
			return c->entries.entry[i - 1].at;
	return history_came(c);
}

int64_t
history_seen(const struct opened *c)
{
	int64_t seen = c->seen;

	for (size_t i = 0; i < c->entries.n && seen == 0; i++)
		if (c->entries.entry[i].act == ACT_CLOSE)
			seen = c->entries.entry[i].seen;
	return seen - seen % 60;
}

/* --- the meeting --- */

static bool
sheet_lists(enum sheet s)
{
	return s != SHEET_DECISION && s != SHEET_ASK && s != SHEET_ASK_DONE && s != SHEET_PLAN && s != SHEET_PRESENT &&
	    s != SHEET_TALK && s != SHEET_ORIGINAL && s != SHEET_ORIGINAL_SAID && s != SHEET_HOLD;
}

bool
history_lists(const struct entry *e)
{
	switch (e->act) {
	case ACT_MESSAGE:
	case ACT_RAISE:
	case ACT_LOWER:
	case ACT_AGREE_LOWER:
	case ACT_CLOSE:
	case ACT_REOPEN:
	case ACT_NOTE:
	case ACT_LINK:
	case ACT_PASS:
	case ACT_SHARE:
		return true;
	case ACT_RECORD:
		return sheet_lists(e->sheet);
	default:
		return false;
	}
}

/* Immediate, urgent, or gang exploitation at any band (msg_report_put). */
static bool
is_listed_at_door(const struct opened *c)
{
	const json_t *codes = json_object_get(c->decision, "categories");

	for (size_t i = 0; i < json_array_size(codes); i++) {
		const char *code = json_string_value(json_array_get(codes, i));

		if (code != NULL && strcmp(code, category_code(CATEGORY_GANG_EXPLOITATION)) == 0)
			return true;
	}
	return history_first(c) >= BAND_URGENT;
}

/* The entry that gave it to community safety; NULL: they had it from the beginning. */
static const struct entry *
shared_by(const struct opened *c)
{
	for (size_t i = 0; i < c->entries.n; i++)
		if (c->entries.entry[i].act == ACT_SHARE && strcmp(c->entries.entry[i].team, ROSTER_COMMUNITY) == 0)
			return &c->entries.entry[i];
	return NULL;
}

int64_t
history_listed(const struct opened *c)
{
	const struct entry *shared = shared_by(c);
	int64_t at = INT64_MAX;

	if (shared != NULL)
		return shared->at;
	if (is_listed_at_door(c))
		return history_came(c);
	for (size_t i = 0; i < c->entries.n && at == INT64_MAX; i++)
		if (history_lists(&c->entries.entry[i]))
			at = c->entries.entry[i].at;
	for (size_t i = 1; i < c->n; i++)
		if (c->part[i].kind == PART_FROM_REPORTER && c->part[i].at < at)
			at = c->part[i].at;
	return at;
}

bool
history_has_clocks(const struct opened *c)
{
	return c->kind == KIND_REPORT || c->kind == KIND_EXTRACT;
}

void
history_response(const struct opened *c, struct response *r)
{
	if (history_has_clocks(c))
		response_read(history_first(c), history_came(c), c->entries.entry, c->entries.n, r);
	else
		*r = (struct response){ .applies = false };
}

bool
history_is_given(const struct opened *c)
{
	for (size_t i = 0; i < c->entries.n; i++)
		if (c->entries.entry[i].act == ACT_COME)
			return strcmp(c->entries.entry[i].team, ROSTER_COMMUNITY) == 0;
	return false;
}
