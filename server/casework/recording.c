/* recording.c: one question after the other; the first that is in the way is said. */
#include "recording.h"

#include <string.h>

#include "originals.h"
#include "situation.h"

/* Sheets that only one kind of case takes. */
static const struct { enum sheet sheet; enum case_kind kind; const char *said; } kinds[] = {
	{ SHEET_AGENDA, KIND_MEETING, "Only a meeting has an agenda." },
	{ SHEET_PRESENT, KIND_MEETING, "Who was there is written down for a meeting only." },
	{ SHEET_IMPACT, KIND_INCIDENT, "The community impact is assessed for an incident, not for one case." },
	{ SHEET_RELEASE, KIND_RELEASE, "There is nothing to release here." },
	{ SHEET_SAMPLE, KIND_AUDIT, "Only an audit has a sample." },
	{ SHEET_FINDING, KIND_AUDIT, "Findings are kept with their audit, never in the case." },
	{ SHEET_ACTED, KIND_AUDIT, "Actions are kept with their audit." },
};

/* Sheets that answer another one. once: an answer ends it. */
static const struct { enum sheet sheet, of; bool once; const char *said; } answers[] = {
	{ SHEET_ASK_DONE, SHEET_ASK, true, "There is no such open ask any more. Look again." },
	{ SHEET_UNTIE, SHEET_TIE, true, "There is no such link on the map any more. Look again." },
	{ SHEET_PANEL, SHEET_NOMINATE, false, "There is no such nomination. Look again." },
	{ SHEET_ACTED, SHEET_FINDING, true, "There is no such open action any more. Look again." },
	{ SHEET_ORIGINAL_SAID, SHEET_ORIGINAL, true, "Nobody waits for an answer to this any more. Look again." },
};

/* Whether what e answers is there and, where one answer ends it, has none. */
static bool
is_open(const struct opened *c, const struct entry *e, enum sheet of, bool once)
{
	const uint32_t part = sheet_part(e->sheet, e->field, "of");
	bool is_there = false;

	for (size_t i = 0; i < c->entries.n; i++) {
		const struct entry *one = &c->entries.entry[i];

		if (c->entries.part[i] == part)
			is_there = entry_is_sheet(one, of) && (of != SHEET_FINDING ||
			    sheet_text(of, one->field, "actions").n > 0);
		else if (once && entry_is_sheet(one, e->sheet) && sheet_part(one->sheet, one->field, "of") == part)
			is_there = false;
	}
	return is_there;
}

/* Two people release an export. */
static const char *
refuses_release(const struct opened *c, const struct entry *e)
{
	struct situation s;

	if (sheet_is(e->sheet, e->field, "stage", "asked"))
		return NULL;
	situation_read(c->entries.entry, c->entries.part, c->entries.n, &s);
	if (s.released[0].entry == NULL)
		return "Nobody asks for this.";
	if (strcmp(s.released[0].entry->by, e->by) == 0)
		return "You asked for this. Another person must decide.";
	return noted_is(&s.released[1], "stage", "refused") ? "This was refused. Ask for it anew." : NULL;
}

/* --- attachments --- */

/* What a person says about one file: it is there, and nobody has locked it, or for a lesser reason. */
static const char *
refuses_file(const struct opened *c, const struct entry *e, uint32_t number)
{
	const struct report_file *file = opened_file(c, number, NULL);
	const struct original_ask *mine;
	struct originals o;
	enum held held;

	if (file == NULL)
		return "This case has no such attachment.";
	originals_read(c->entries.entry, c->entries.part, c->entries.n, number, &o);
	held = o.held == HELD_NOT && file->copy == COPY_INFECTED ? HELD_MALWARE : o.held;
	if (e->sheet == SHEET_HOLD)
		return originals_why(e) <= held ? "This attachment is locked already." : NULL;
	if (held != HELD_NOT)
		return "This attachment is locked. Nobody may open it.";
	if (e->sheet != SHEET_ORIGINAL || (mine = originals_mine(&o, e->by)) == NULL || mine->said != NULL)
		return NULL;
	return "You have asked for this already. Another person must answer.";
}

/* Two people open an original. */
static const char *
refuses_answer(const struct opened *c, const struct entry *e)
{
	const uint32_t part = sheet_part(e->sheet, e->field, "of");
	size_t i = 0;

	while (i < c->entries.n && c->entries.part[i] != part)
		i++;
	if (i < c->entries.n && strcmp(c->entries.entry[i].by, e->by) == 0)
		return "You asked for this. Another person must answer.";
	return i < c->entries.n ? refuses_file(c, e, originals_file(&c->entries.entry[i])) : NULL;
}

/* A finding is about a case that was drawn. */
static bool
is_sampled(const struct opened *c, const struct entry *e)
{
	const struct span id = sheet_text(SHEET_FINDING, e->field, "case");
	struct span list = { NULL, 0 };

	for (size_t i = 0; i < c->entries.n && list.n == 0; i++)
		if (entry_is_sheet(&c->entries.entry[i], SHEET_SAMPLE))
			list = sheet_text(SHEET_SAMPLE, c->entries.entry[i].field, "list");
	/* An id is 32 hexadecimal digits, and nothing else of the list is. */
	return list.n > 0 && memmem(list.p, list.n, id.p, id.n) != NULL;
}

/* What was done is not in the future: it would stop a clock that runs. */
static bool
is_ahead(const struct entry *e)
{
	return (e->sheet == SHEET_TOLD || e->sheet == SHEET_CONTACT || e->sheet == SHEET_START) &&
	    sheet_moment(e->sheet, e->field, "at") > e->at + RECORDING_AHEAD;
}

const char *
recording_refuses(const struct opened *c, const struct entry *e, const char **field)
{
	*field = NULL;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (e->sheet == kinds[i].sheet && c->kind != kinds[i].kind)
			return kinds[i].said;
	*field = "f-of";
	for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++)
		if (e->sheet == answers[i].sheet && !is_open(c, e, answers[i].of, answers[i].once))
			return answers[i].said;
	if (e->sheet == SHEET_ORIGINAL_SAID)
		return refuses_answer(c, e);
	*field = "f-file";
	if (e->sheet == SHEET_ORIGINAL || e->sheet == SHEET_HOLD)
		return refuses_file(c, e, originals_file(e));
	*field = "f-case";
	if (e->sheet == SHEET_FINDING && !is_sampled(c, e))
		return "This case is not in the sample.";
	*field = "f-at";
	if (is_ahead(e))
		return "This moment has not come yet.";
	*field = "f-stage";
	return e->sheet == SHEET_RELEASE ? refuses_release(c, e) : NULL;
}
