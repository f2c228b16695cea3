/* originals.c: one walk over the entries, in their order. */
#include "originals.h"

#include <string.h>

/* Sheets count attachments as people do. */
uint32_t
originals_file(const struct entry *e)
{
	return sheet_part(e->sheet, e->field, "file") - 1;
}

enum held
originals_why(const struct entry *e)
{
	return sheet_is(SHEET_HOLD, e->field, "why", "malware") ? HELD_MALWARE : HELD_INDECENT;
}

/* A graver reason than before counts, as in the vault. */
static void
hold_take(struct originals *o, const struct entry *e)
{
	if (originals_why(e) <= o->held)
		return;
	o->hold = e;
	o->held = originals_why(e);
}

static void
ask_take(struct originals *o, const struct entry *e, uint32_t part)
{
	if (o->n == ORIGINALS_ASKS)
		memmove(o->ask, o->ask + 1, --o->n * sizeof o->ask[0]);
	o->ask[o->n++] = (struct original_ask){ .part = part, .asked = e };
}

static void
answer_take(struct originals *o, const struct entry *e)
{
	const uint32_t of = sheet_part(SHEET_ORIGINAL_SAID, e->field, "of");

	for (size_t i = 0; i < o->n; i++) {
		struct original_ask *a = &o->ask[i];

		if (a->part != of || a->said != NULL || strcmp(a->asked->by, e->by) == 0)
			continue;
		a->said = e;
		a->agreed = sheet_is(SHEET_ORIGINAL_SAID, e->field, "result", "yes");
	}
}

void
originals_read(const struct entry *entry, const uint32_t *part, size_t n, uint32_t file, struct originals *o)
{
	*o = (struct originals){ .held = HELD_NOT };
	for (size_t i = 0; i < n; i++) {
		const struct entry *e = &entry[i];

		if (entry_is_sheet(e, SHEET_HOLD) && originals_file(e) == file)
			hold_take(o, e);
		else if (entry_is_sheet(e, SHEET_ORIGINAL) && originals_file(e) == file)
			ask_take(o, e, part[i]);
		else if (entry_is_sheet(e, SHEET_ORIGINAL_SAID))
			answer_take(o, e);
	}
}

int64_t
originals_until(const struct originals *o, const char *member, int64_t now)
{
	int64_t until = 0;

	for (size_t i = 0; i < o->n && o->hold == NULL; i++) {
		const struct original_ask *a = &o->ask[i];

		if (a->agreed && strcmp(a->asked->by, member) == 0 && a->said->at + ORIGINAL_SECONDS > now &&
		    a->said->at + ORIGINAL_SECONDS > until)
			until = a->said->at + ORIGINAL_SECONDS;
	}
	return until;
}

const struct original_ask *
originals_mine(const struct originals *o, const char *member)
{
	const struct original_ask *mine = NULL;

	for (size_t i = 0; i < o->n; i++)
		if (strcmp(o->ask[i].asked->by, member) == 0)
			mine = &o->ask[i];
	return mine;
}

bool
originals_may_say(const struct original_ask *ask, const char *member)
{
	return ask->said == NULL && strcmp(ask->asked->by, member) != 0;
}
