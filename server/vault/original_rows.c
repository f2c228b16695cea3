/* original_rows.c: rows of three sheets. */
#include "original_rows.h"

#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "sheet.h"

/* Who asked for which, and whether it can be answered. */
struct question {
	char asker[LIMIT_NAME + 1];
	bool is_open, is_held;
};

/* --- whether it may be --- */

static enum gw_err
held_get(const struct acting *a, uint8_t *held)
{
	struct use u;
	enum gw_err e;

	use_start(&u, a->s, FILE_OF);
	use_blob(&u, a->p->report, ID_BYTES);
	use_number(&u, a->p->file);
	if ((e = use_row(&u)) != GW_OK)
		return e == GW_EABSENT ? GW_EINPUT : e;
	*held = (uint8_t)use_get_number(&u, 0);
	return use_end(&u, GW_OK);
}

static enum gw_err
question_get(const struct acting *a, struct question *q)
{
	char answered_by[LIMIT_NAME + 1];
	struct use u;
	enum gw_err e;

	use_start(&u, a->s, ORIGINAL_OF);
	use_blob(&u, a->p->report, ID_BYTES);
	use_number(&u, a->p->original);
	if ((e = use_row(&u)) != GW_OK)
		return e == GW_EABSENT ? GW_EINPUT : e;
	use_get_text(&u, 0, q->asker, sizeof q->asker);
	use_get_text(&u, 1, answered_by, sizeof answered_by);
	q->is_open = answered_by[0] == '\0';
	q->is_held = use_get_number(&u, 2) != HELD_NOT;
	return use_end(&u, GW_OK);
}

static enum gw_err
ask_check(const struct acting *a)
{
	uint8_t held = HELD_NOT;
	enum gw_err e;

	if (a->is_device)
		return act_refuse(a, "asking for an original, by a device");
	if ((e = held_get(a, &held)) != GW_OK)
		return e;
	return held == HELD_NOT ? GW_OK : GW_EINPUT;
}

static enum gw_err
answer_check(const struct acting *a)
{
	struct question q;
	enum gw_err e;

	if (a->is_device)
		return act_refuse(a, "answering about an original, by a device");
	if ((e = question_get(a, &q)) != GW_OK)
		return e;
	if (strcmp(q.asker, a->s->member) == 0)
		return act_refuse(a, "answering about an original that they asked for");
	return q.is_open && (a->p->agrees == 0 || !q.is_held) ? GW_OK : GW_EINPUT;
}

static enum gw_err
hold_check(const struct acting *a)
{
	uint8_t held;

	return a->p->held == HELD_NOT || a->p->held >= HELD_N ? GW_EINPUT : held_get(a, &held);
}

enum gw_err
original_rows_check(const struct acting *a)
{
	switch ((enum sheet)a->p->sheet) {
	case SHEET_ORIGINAL: return ask_check(a);
	case SHEET_ORIGINAL_SAID: return answer_check(a);
	case SHEET_HOLD: return hold_check(a);
	default: return GW_OK;
	}
}

/* --- what it changes --- */

static enum gw_err
ask_put(const struct acting *a)
{
	struct use u;

	use_start(&u, a->s, ORIGINAL_PUT);
	use_blob(&u, a->p->report, ID_BYTES);
	use_number(&u, a->p->seq);
	use_number(&u, a->p->file);
	use_text(&u, a->s->member);
	use_number(&u, clock_minute(a->now));
	return use_run(&u, NULL);
}

static enum gw_err
answer_put(const struct acting *a)
{
	int changed = 0;
	struct use u;
	enum gw_err e;

	use_start(&u, a->s, ORIGINAL_SAY);
	use_blob(&u, a->p->report, ID_BYTES);
	use_number(&u, a->p->original);
	use_text(&u, a->s->member);
	use_number(&u, a->p->agrees != 0 ? clock_minute(a->now + ORIGINAL_SECONDS) : 0);
	e = use_run(&u, &changed);
	return e == GW_OK && changed != 1 ? GW_EINPUT : e;
}

static enum gw_err
hold_put(const struct acting *a)
{
	struct use u;

	use_start(&u, a->s, FILE_HOLD);
	use_blob(&u, a->p->report, ID_BYTES);
	use_number(&u, a->p->file);
	use_number(&u, a->p->held);
	return use_run(&u, NULL);
}

enum gw_err
original_rows_change(const struct acting *a)
{
	switch ((enum sheet)a->p->sheet) {
	case SHEET_ORIGINAL: return ask_put(a);
	case SHEET_ORIGINAL_SAID: return answer_put(a);
	case SHEET_HOLD: return hold_put(a);
	default: return GW_OK;
	}
}

void
original_rows_say(const struct acting *a, char why[LIMIT_WHY + 1])
{
	static const char *const reasons[HELD_N] = { [HELD_NOT] = "", [HELD_MALWARE] = "malware",
		[HELD_INDECENT] = "indecent" };
	const struct msg_case_put *p = a->p;
	const size_t n = strlen(why), room = LIMIT_WHY + 1 - n;

	if (p->sheet == SHEET_ORIGINAL)
		snprintf(why + n, room, ", attachment %u", (unsigned)p->file + 1);
	else if (p->sheet == SHEET_ORIGINAL_SAID)
		snprintf(why + n, room, ", %s", p->agrees != 0 ? "yes" : "no");
	else if (p->sheet == SHEET_HOLD && p->held < HELD_N)
		snprintf(why + n, room, ", attachment %u, %s", (unsigned)p->file + 1, reasons[p->held]);
}
