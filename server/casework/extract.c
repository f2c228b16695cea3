/* extract.c: a list of what can be chosen; a text of what was. */
#include "extract.h"

#include <stdio.h>
#include <string.h>

#include "casefile.h"
#include "roster.h"

enum { HEADING = 2 * CLOCK_WORDS + LIMIT_NAME + 64 };

/* --- what can be chosen --- */

static struct extract_part
message_part(const struct opened_part *p)
{
	const bool is_staffs = p->kind == PART_FROM_STAFF;

	return (struct extract_part){ .part = p->seq, .at = p->at, .by = "", .text = buf_span(&p->words.text),
		.what = is_staffs ? "Staff wrote to the reporter" : "The reporter wrote, unconfirmed" };
}

static struct extract_part
note_part(const struct entry *e, uint32_t part)
{
	return (struct extract_part){ .part = part, .at = e->at, .by = e->by, .text = e->text,
		.what = e->act == ACT_NOTE ? "Note" : "Correction" };
}

static bool
is_note(const struct entry *e)
{
	return (e->act == ACT_NOTE || e->act == ACT_CORRECT) && e->text.n > 0;
}

/* The oldest one goes when the list is full. */
static size_t
add(struct extract_part *list, size_t n, struct extract_part one)
{
	if (text_is_blank(one.text))
		return n;
	if (n == EXTRACT_PARTS) {
		memmove(list, list + 1, (EXTRACT_PARTS - 1) * sizeof *list);
		n--;
	}
	list[n] = one;
	return n + 1;
}

size_t
extract_parts(const struct opened *c, struct extract_part part[EXTRACT_PARTS])
{
	const struct opened_entries *all = &c->entries;
	size_t n = 0, e = 0;

	for (size_t i = 1; i <= c->n; i++) {
		for (; e < all->n && (i == c->n || all->part[e] < c->part[i].seq); e++)
			if (is_note(&all->entry[e]))
				n = add(part, n, note_part(&all->entry[e], all->part[e]));
		if (i < c->n)
			n = add(part, n, message_part(&c->part[i]));
	}
	return n;
}

/* --- what was chosen --- */

static enum gw_err
put_part(struct buf *out, const struct calendar *calendar, const struct extract_part *p)
{
	char at[CLOCK_WORDS], heading[HEADING];
	enum gw_err e;

	clock_words(calendar, p->at, at);
	snprintf(heading, sizeof heading, "\n\n%s%s%s, %s:\n", p->what, p->by[0] != '\0' ? ", " : "", p->by, at);
	e = buf_add_text(out, heading);
	return e == GW_OK ? buf_add(out, p->text) : e;
}

static bool
is_chosen(const struct extract_choice *choice, uint32_t part)
{
	for (size_t i = 0; i < choice->n; i++)
		if (choice->part[i] == part)
			return true;
	return false;
}

static const char *
body_what(const struct opened *c)
{
	struct casefile file;

	casefile_read(c->entries.entry, c->entries.part, c->entries.n, &file);
	if (file.come != NULL)
		return "As another team passed it on, unconfirmed";
	return file.logged != NULL ? "As it was told to staff, unconfirmed" : "The report’s own words, unconfirmed";
}

static enum gw_err
put_text(const struct opened *c, const struct calendar *calendar, const struct extract_choice *choice, struct buf *out)
{
	const struct extract_part body = { .at = c->part[0].at, .what = body_what(c), .by = "",
		.text = buf_span(&c->part[0].words.text) };
	struct extract_part part[EXTRACT_PARTS];
	const size_t n = extract_parts(c, part);
	enum gw_err e = buf_add(out, choice->summary);

	if (e == GW_OK && choice->words && body.text.n > 0)
		e = put_part(out, calendar, &body);
	for (size_t i = 0; i < n && e == GW_OK; i++)
		if (is_chosen(choice, part[i].part))
			e = put_part(out, calendar, &part[i]);
	return e;
}

static void
put_school(const struct extract_choice *choice, const struct report *was, struct report *said)
{
	const size_t n = strlen(ROSTER_SCHOOL);

	if (strncmp(choice->to, ROSTER_SCHOOL, n) == 0)
		snprintf(said->school, sizeof said->school, "%s", choice->to + n);
	else if (choice->place)
		memcpy(said->school, was->school, sizeof said->school);
}

enum gw_err
extract_make(const struct opened *c, const struct calendar *calendar, const struct extract_choice *choice,
    struct report *said)
{
	const struct report *was = &c->part[0].words;
	const enum category category = category_of(json_text(c->decision, "category"));
	enum gw_err e;

	if (choice->words)
		said->answers = was->answers;
	said->answers.category = category < CATEGORY_N ? category : CATEGORY_NONE;
	put_school(choice, was, said);
	if ((e = buf_add(&said->keep_from, buf_span(&was->keep_from))) == GW_OK && choice->place)
		e = buf_add(&said->place, buf_span(&was->place));
	return e == GW_OK ? put_text(c, calendar, choice, &said->text) : e;
}
