/* sheet_form.c: reading and showing, each by what a field takes. */
#include "sheet_form.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "case_notes.h"
#include "local_time.h"
#include "recording.h"
#include "sheet_words.h"

enum { NAME_MAX_FIELD = 48 };

/* What is typed into "f-KEY<behind>", or what the query begins with as KEY. */
static struct span
typed(const struct sheet_form *f, size_t i, const char *behind)
{
	const char *key = sheet_kind(f->sheet)->field[i].key;
	char name[NAME_MAX_FIELD];

	if (f->is_post)
		snprintf(name, sizeof name, "f-%s%s", key, behind);
	else
		snprintf(name, sizeof name, "%s%s", key, behind);
	return form_value(f->form, name);
}

static bool
is_place(const struct sheet_form *f, size_t i)
{
	return f->sheet == SHEET_WHERE && sheet_field(SHEET_WHERE, "name") == i;
}

/* Nothing may hold a lock up: the file alone is enough. */
static bool
is_lock_reason(const struct sheet_form *f, size_t i)
{
	return f->sheet == SHEET_HOLD && sheet_field(SHEET_HOLD, "why") == i;
}

enum sheet
sheet_form_of(const struct form *form)
{
	const enum sheet s = sheet_of(form_value(form, "sheet"));

	return s < SHEET_N && sheet_words(s)->group != GROUP_NONE ? s : SHEET_N;
}

/* --- errors --- */

void
sheet_form_error(struct sheet_form *f, const char *key, struct span said)
{
	const struct span id[2] = { span_of(key[0] != '\0' ? "f-" : ""), span_of(key) };
	const struct span whole = scrap_join(f->scrap, id, 2);
	char *text = scrap_take(f->scrap, whole.n + 1, 1);

	if (f->errors_n == SHEET_ERRORS || text == NULL)
		return;
	if (whole.n > 0)
		memcpy(text, whole.p, whole.n);
	f->error[f->errors_n++] = (struct console_error){ text, said };
}

/* "When: give a day and a time." */
static void
wrong(struct sheet_form *f, size_t i, const char *said)
{
	const char *label = sheet_words(f->sheet)->field[i].label;

	sheet_form_error(f, sheet_kind(f->sheet)->field[i].key, scrap_print(f->scrap, "%.*s: %s",
	    (int)strcspn(label, "?"), label, said));
}

static bool
is_wrong_already(const struct sheet_form *f, size_t i)
{
	const char *key = sheet_kind(f->sheet)->field[i].key;

	for (size_t k = 0; k < f->errors_n; k++)
		if (strncmp(f->error[k].field, "f-", 2) == 0 && strcmp(f->error[k].field + 2, key) == 0)
			return true;
	return false;
}

/* What a field that must not be empty says when it is. */
static const char *
missing_words(enum field_takes takes)
{
	switch (takes) {
	case TAKES_CODE:
	case TAKES_PART:
		return "choose one.";
	case TAKES_MOMENT:
		return "give a day and a time.";
	case TAKES_FILE:
		return "give its number, like 2.";
	default:
		return "write something.";
	}
}

/* The same of a field that is needed because of what the others say: of a refusal, why. */
static const char *
also_words(const struct sheet_field *f)
{
	return !f->is_needed && strcmp(f->key, "text") == 0 ? "say why." : missing_words(f->takes);
}

static const char *
bad_words(enum field_takes takes)
{
	switch (takes) {
	case TAKES_CODE:
	case TAKES_PART:
		return "choose one of the list.";
	case TAKES_LINE:
		return "write it on one line.";
	case TAKES_FILE:
		return "give its number, like 2.";
	default:
		return "this cannot be kept as it is.";
	}
}

/* --- reading --- */

static enum local_turn
turn_of(struct span word)
{
	return span_is(word, "1") ? TURN_FIRST : span_is(word, "2") ? TURN_SECOND : TURN_UNSAID;
}

/* What happened is over, what is due is to come. */
static void
check_side(struct sheet_form *f, size_t i, int64_t at)
{
	const char *key = sheet_kind(f->sheet)->field[i].key;

	if ((strcmp(key, "at") == 0 || strcmp(key, "since") == 0) && at > f->now + RECORDING_AHEAD)
		wrong(f, i, "this is still to come. Write what has happened, when it has.");
	if ((strcmp(key, "due") == 0 || strcmp(key, "review") == 0) && at < f->now - RECORDING_AHEAD)
		wrong(f, i, "choose a moment that is still to come.");
}

static void
read_moment(struct sheet_form *f, size_t i)
{
	const struct span day = typed(f, i, "-day"), time = typed(f, i, "-time");
	int64_t at = 0;

	if (text_is_blank(day) && text_is_blank(time))
		return;
	switch (local_time_read(f->calendar, day, time, turn_of(typed(f, i, "-turn")), &at)) {
	case GW_OK:
		f->field[i] = scrap_print(f->scrap, "%" PRId64, at);
		check_side(f, i, at);
		break;
	case GW_EABSENT:
		wrong(f, i, "the clocks went forward over that time, so it never was. Give the time before or after.");
		break;
	case GW_MORE:
		f->is_twice[i] = true;
		wrong(f, i, "the clocks went back that night. Choose which of the two it was.");
		break;
	default:
		wrong(f, i, "give a day and a time, like 2026-11-21 and 15:30.");
	}
}

static void
read_field(struct sheet_form *f, size_t i)
{
	struct span value;

	if (sheet_kind(f->sheet)->field[i].takes == TAKES_MOMENT) {
		read_moment(f, i);
		return;
	}
	value = typed(f, i, "");
	if (text_is_blank(value) && is_place(f, i))
		value = typed(f, i, "-other");
	if (text_is_blank(value) && is_lock_reason(f, i))
		value = span_of("indecent");
	if (!text_is_blank(value))
		f->field[i] = value;
}

void
sheet_form_read(struct sheet_form *f)
{
	const struct sheet_kind *kind = sheet_kind(f->sheet);
	size_t bad = 0;
	enum gw_err e;

	for (size_t i = 0; i < SHEET_FIELDS && kind->field[i].takes != TAKES_NOTHING; i++) {
		read_field(f, i);
		if (kind->field[i].is_needed && f->field[i].n == 0 && !is_wrong_already(f, i))
			wrong(f, i, missing_words(kind->field[i].takes));
	}
	e = sheet_check(f->sheet, f->field, &bad);
	if (e == GW_OK || bad >= SHEET_FIELDS || is_wrong_already(f, bad))
		return;
	if (e == GW_ELIMIT)
		wrong(f, bad, "this is too long.");
	else
		wrong(f, bad, f->field[bad].n == 0 ? also_words(&kind->field[bad]) : bad_words(kind->field[bad].takes));
}

/* --- showing --- */

static void
show_codes(struct sheet_form *f, size_t i, struct console_field *out)
{
	const char *const *codes = sheet_kind(f->sheet)->field[i].codes;
	const char *const *words = sheet_words(f->sheet)->field[i].codes;
	struct console_option *list;
	size_t n = 0;

	while (codes[n] != NULL)
		n++;
	list = scrap_take(f->scrap, n, sizeof *list);
	for (size_t k = 0; list != NULL && k < n; k++)
		list[k] = (struct console_option){ span_of(codes[k]), span_of(words[k]), span_is(out->value, codes[k])
		    };
	out->options = list;
	out->options_n = list == NULL ? 0 : n;
}

/* Hospitals and custody suites; what is none of them goes into the field beside. */
static void
show_places(struct sheet_form *f, size_t i, struct console_field *out)
{
	struct console_option *list = scrap_take(f->scrap, f->agencies->n, sizeof *list);
	bool is_listed = false;

	for (size_t k = 0; list != NULL && k < f->agencies->n; k++) {
		const struct agency *g = &f->agencies->agency[k];
		struct console_option *o = &list[out->options_n];

		if (g->kind == AGENCY_OFFICE)
			continue;
		*o = (struct console_option){ span_of(g->id), span_of(g->name), span_is(out->value, g->id) };
		is_listed = is_listed || o->is_chosen;
		out->options_n++;
	}
	out->options = list;
	out->other = is_listed ? typed(f, i, "-other") : out->value.n > 0 ? out->value : typed(f, i, "-other");
}

/* The day of what has just happened, and must be said, is most often today's; its time is never guessed. */
static void
show_moment(struct sheet_form *f, size_t i, struct console_field *out)
{
	const struct sheet_field *kind = &sheet_kind(f->sheet)->field[i];
	char day[LOCAL_DAY], time[LOCAL_TIME];

	out->day = typed(f, i, "-day");
	out->time = typed(f, i, "-time");
	out->turn = typed(f, i, "-turn");
	out->is_twice = f->is_twice[i];
	if (f->is_post || !kind->is_needed || strcmp(kind->key, "at") != 0)
		return;
	local_time_text(f->calendar, f->now, day, time);
	out->day = scrap_print(f->scrap, "%s", day);
}

static const char *
takes_code(enum field_takes takes)
{
	switch (takes) {
	case TAKES_WORDS:
	case TAKES_LIST:
		return "words";
	case TAKES_CODE:
		return "code";
	case TAKES_MOMENT:
		return "moment";
	case TAKES_PART:
		return "part";
	case TAKES_CASE:
		return "case";
	default:
		return "line";
	}
}

static void
show_field(struct sheet_form *f, size_t i, const struct situation *s, struct console_field *out)
{
	const struct sheet_field *kind = &sheet_kind(f->sheet)->field[i];
	const struct field_words *words = &sheet_words(f->sheet)->field[i];

	*out = (struct console_field){ .id = scrap_print(f->scrap, "f-%s", kind->key),
		.label = scrap_print(f->scrap, "%s%s", words->label, kind->is_needed ? "" : " (if known)"),
		.hint = span_of(words->hint), .takes = span_of(is_place(f, i) ? "place" : takes_code(kind->takes)),
		.is_needed = kind->is_needed };
	if (kind->takes == TAKES_MOMENT) {
		show_moment(f, i, out);
		return;
	}
	out->value = typed(f, i, "");
	if (kind->takes == TAKES_CODE)
		show_codes(f, i, out);
	else if (kind->takes == TAKES_PART)
		out->options = case_notes_parts(s, f->sheet, out->value, f->scrap, &out->options_n);
	else if (is_place(f, i))
		show_places(f, i, out);
}

void
sheet_form_show(struct sheet_form *f, const struct situation *s, struct console_sheet *out)
{
	const struct sheet_words *words = sheet_words(f->sheet);
	struct console_field *list = scrap_take(f->scrap, SHEET_FIELDS, sizeof *list);

	out->code = span_of(sheet_kind(f->sheet)->code);
	out->title = span_of(words->title);
	out->when = span_of(words->when);
	out->is_told = f->sheet == SHEET_TOLD;
	out->fields = list;
	for (size_t i = 0; list != NULL && i < SHEET_FIELDS && words->field[i].label != NULL; i++)
		show_field(f, i, s, &list[out->fields_n++]);
}
