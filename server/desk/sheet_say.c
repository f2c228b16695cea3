/* sheet_say.c: each kind of field in its own words. */
#include "sheet_say.h"

#include <string.h>

#include "moment.h"
#include "sheet_words.h"
#include "words_of.h"

/* About one attachment: its name in the chronology says all of it but the words. */
static bool
is_of_file(const struct entry *e)
{
	return e->sheet == SHEET_ORIGINAL || e->sheet == SHEET_ORIGINAL_SAID || e->sheet == SHEET_HOLD;
}

static struct span
text_of(const struct entry *e, const char *key)
{
	return sheet_text(e->sheet, e->field, key);
}

static struct span
code_words(const struct entry *e, const char *key)
{
	return span_of(sheet_code_words(e->sheet, sheet_field(e->sheet, key), text_of(e, key)));
}

/* "Sam – Goes to – the car park" */
static struct span
tie_line(const struct entry *e, struct scrap *scrap)
{
	const struct span part[] = { text_of(e, "from"), span_of(" – "), code_words(e, "how"), span_of(" – "),
		text_of(e, "to") };

	return scrap_join(scrap, part, sizeof part / sizeof part[0]);
}

struct span
sheet_say_line(const struct entry *e, struct scrap *scrap)
{
	switch (e->sheet) {
	case SHEET_TIE:
		return tie_line(e, scrap);
	case SHEET_NOMINATE:
	case SHEET_PERSON:
		return text_of(e, "name");
	case SHEET_ASK:
	case SHEET_POLICE:
	case SHEET_DECISION:
	case SHEET_FACT:
		return text_of(e, "text");
	case SHEET_ORIGINAL:
		return scrap_print(scrap, "Attachment %u, asked for by %s", sheet_part(e->sheet, e->field, "file"),
		    e->by);
	case SHEET_FINDING:
		return text_of(e, text_of(e, "actions").n > 0 ? "actions" : "theme");
	default:
		return span_of(sheet_words(e->sheet)->title);
	}
}

/* NULL: there is no sheet. */
static const struct entry *
sheet_at(const struct sheet_say *t, uint32_t part)
{
	for (size_t i = 0; i < t->entries->n; i++)
		if (t->entries->part[i] == part && t->entries->entry[i].act == ACT_RECORD)
			return &t->entries->entry[i];
	return NULL;
}

/* What a part is about, when it is a sheet. */
static struct span
part_words(const struct sheet_say *t, uint32_t part, struct scrap *scrap)
{
	const struct entry *e = sheet_at(t, part);

	return e == NULL ? (struct span){ NULL, 0 } : sheet_say_line(e, scrap);
}

static struct span
answer_what(const struct sheet_say *t, const struct entry *e, struct scrap *scrap)
{
	const struct entry *asked = sheet_at(t, sheet_part(e->sheet, e->field, "of"));
	const char *did = sheet_is(e->sheet, e->field, "result", "yes") ? "Agreed" : "Refused";

	if (asked == NULL || asked->sheet != SHEET_ORIGINAL)
		return span_of(sheet_words(e->sheet)->title);
	return scrap_print(scrap, "%s that %s opens the original of attachment %u", did, asked->by,
	    sheet_part(asked->sheet, asked->field, "file"));
}

struct span
sheet_say_what(const struct sheet_say *t, const struct entry *e, struct scrap *scrap)
{
	const uint32_t file = sheet_part(e->sheet, e->field, "file");

	switch (e->sheet) {
	case SHEET_ORIGINAL:
		return scrap_print(scrap, "Asked to open the original of attachment %u", file);
	case SHEET_ORIGINAL_SAID:
		return answer_what(t, e, scrap);
	case SHEET_HOLD:
		return scrap_print(scrap, "Locked attachment %u: %s", file, sheet_is(e->sheet, e->field, "why",
		    "malware") ? "malware" : "suspected indecent image of a child");
	default:
		return span_of(sheet_words(e->sheet)->title);
	}
}

/* A case's first letters and digits as its short name has them. */
static struct span
case_words(struct span id, struct scrap *scrap)
{
	uint8_t report[ID_BYTES];
	char ref[WORDS_REF];
	size_t n;

	if (words_ref_read(id, report, &n) != GW_OK)
		return (struct span){ NULL, 0 };
	words_ref(report, ref);
	return scrap_print(scrap, "%s", ref);
}

/* Of a meeting's list only how long it is: its cases are other cases. */
static struct span
list_words(struct span list, struct scrap *scrap)
{
	size_t n = 0;

	for (size_t i = 0; i < list.n; i++)
		n += list.p[i] == '\n';
	if (list.n > 0 && list.p[list.n - 1] != '\n')
		n++;
	return scrap_print(scrap, "%zu", n);
}

/* An agency's id by its name; all else as it was written. */
static struct span
line_words(const struct sheet_say *t, const struct entry *e, size_t i)
{
	const bool is_place = e->sheet == SHEET_WHERE && sheet_field(SHEET_WHERE, "name") == i;
	const struct agency *g = is_place && t->agencies != NULL ? agencies_find(t->agencies, e->field[i]) : NULL;

	return g != NULL ? span_of(g->name) : e->field[i];
}

struct span
sheet_say_field(const struct sheet_say *t, const struct entry *e, size_t i, struct scrap *scrap)
{
	const struct sheet_field *f = &sheet_kind(e->sheet)->field[i];

	if (e->field[i].n == 0)
		return (struct span){ NULL, 0 };
	switch (f->takes) {
	case TAKES_CODE:
		return span_of(sheet_code_words(e->sheet, i, e->field[i]));
	case TAKES_MOMENT:
		return moment_say(scrap, t->calendar, "", sheet_moment(e->sheet, e->field, f->key));
	case TAKES_PART:
		return part_words(t, sheet_part(e->sheet, e->field, f->key), scrap);
	case TAKES_FILE:
		return scrap_print(scrap, "Attachment %u", sheet_part(e->sheet, e->field, f->key));
	case TAKES_CASE:
		return case_words(e->field[i], scrap);
	case TAKES_LIST:
		return list_words(e->field[i], scrap);
	default:
		return line_words(t, e, i);
	}
}

struct span
sheet_say_key(const struct sheet_say *t, const struct entry *e, const char *key, struct scrap *scrap)
{
	const size_t i = sheet_field(e->sheet, key);

	return i < SHEET_FIELDS ? sheet_say_field(t, e, i, scrap) : (struct span){ NULL, 0 };
}

const struct console_fact *
sheet_say(const struct sheet_say *t, const struct entry *e, struct scrap *scrap, size_t *n)
{
	const struct sheet_words *words = sheet_words(e->sheet);
	struct console_fact *facts = scrap_take(scrap, SHEET_FIELDS, sizeof *facts);

	*n = 0;
	for (size_t i = 0; facts != NULL && i < SHEET_FIELDS && words->field[i].label != NULL; i++) {
		const bool is_said = is_of_file(e) && strcmp(sheet_kind(e->sheet)->field[i].key, "text") != 0;
		const struct span value = is_said ? (struct span){ NULL, 0 } : sheet_say_field(t, e, i, scrap);

		if (value.n > 0)
			facts[(*n)++] = (struct console_fact){ span_of(words->field[i].label), value };
	}
	return facts;
}
