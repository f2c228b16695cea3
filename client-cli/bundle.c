/* bundle.c: the rows, and the table for other programs. */
#include "bundle.h"

#include <string.h>
#include <time.h>

#include "clock.h"
#include "copy.h"
#include "csv.h"

enum { BUNDLE_BYTES = 256 * 1024 * 1024 };
static const char json_name[] = "escalations.json", csv_name[] = "escalations.csv", html_name[] = "pack.html";

/* --- rows --- */

static size_t
row_find(const json_t *rows, struct span id)
{
	const json_t *row;
	size_t i;

	json_array_foreach(rows, i, row)
		if (span_equal(json_text(row, "id"), id))
			return i;
	return json_array_size(rows);
}

enum gw_err
bundle_put_take(json_t *rows, json_t *row)
{
	const size_t at = row_find(rows, json_text(row, "id"));
	const int failed = at < json_array_size(rows) ? json_array_set_new(rows, at, row)
	    : json_array_append_new(rows, row);

	return failed == 0 ? GW_OK : GW_ENOMEM;
}

const json_t *
bundle_row(const json_t *rows, const char *id)
{
	return json_array_get(rows, row_find(rows, span_of(id)));
}

enum run
bundle_read(const struct binder *f, json_t **rows, bool *is_new)
{
	char fault[JSON_FAULT];
	json_t *v = NULL, *list;
	struct buf text;
	enum run r;

	*rows = NULL;
	buf_init(&text, BUNDLE_BYTES);
	r = binder_read(f, json_name, &text);
	*is_new = text.n == 0;
	if (r == RUN_DONE && !*is_new && json_read(buf_span(&text), &v, fault) != GW_OK) {
		complain("The file %s in %s cannot be read (%s). Take an empty folder: everything comes again.",
		    json_name, f->path, fault);
		r = RUN_MISUSED;
	}
	list = json_object_get(v, "escalations");
	if (r == RUN_DONE)
		*rows = json_is_array(list) ? json_incref(list) : json_array();
	json_decref(v);
	buf_free(&text);
	return r;
}

/* --- all three --- */

static enum gw_err
json_text_of(const json_t *rows, int64_t now, struct buf *out)
{
	char written[CLOCK_TEXT];
	json_t *v;
	enum gw_err e;

	clock_text(now, written);
	v = json_pack("{s:s,s:O}", "written", written, "escalations", rows);
	e = v == NULL ? GW_ENOMEM : json_write(v, out);
	json_decref(v);
	return e;
}

enum run
bundle_write(const struct binder *f, const json_t *rows, int64_t now)
{
	struct buf json, csv, html;
	enum gw_err e;
	enum run r;

	buf_init(&json, BUNDLE_BYTES);
	buf_init(&csv, BUNDLE_BYTES);
	buf_init(&html, BUNDLE_BYTES);
	if ((e = json_text_of(rows, now, &json)) != GW_OK || (e = bundle_csv(rows, &csv)) != GW_OK ||
	    (e = bundle_html(rows, now, &html)) != GW_OK)
		r = fail("Making the pack", e);
	else if ((r = binder_write(f, json_name, buf_span(&json))) == RUN_DONE &&
	    (r = binder_write(f, csv_name, buf_span(&csv))) == RUN_DONE)
		r = binder_write(f, html_name, buf_span(&html));
	buf_free(&json);
	buf_free(&csv);
	buf_free(&html);
	return r;
}

/* --- times --- */

void
bundle_time(const json_t *object, const char *key, char text[BUNDLE_TIME])
{
	const char *iso = json_string_value(json_object_get(object, key));
	struct tm t = { .tm_isdst = 0 };
	time_t at;

	text[0] = '\0';
	if (iso == NULL || strptime(iso, "%Y-%m-%dT%H:%MZ", &t) == NULL)
		return;
	at = timegm(&t);
	if (localtime_r(&at, &t) == NULL || strftime(text, BUNDLE_TIME, "%a %d %b %Y, %H:%M", &t) == 0)
		text[0] = '\0';
}

/* --- attachments --- */

static const char *
locked_words(struct span why)
{
	return span_is(why, "indecent") ? "locked: suspected indecent image of a child" :
	    span_is(why, "malware") ? "locked: malware" : "locked";
}

static const char *
state_words(enum copy_state s)
{
	static const char *const words[COPY_STATE_N] = {
		[COPY_LATER] = "not cleaned yet; look at it in the console, and it comes with the next pull",
		[COPY_CLEAN] = "did not come: it is missing or damaged at the gateway",
		[COPY_STRANGE] = "not cleaned: of a kind that cannot be; look at it in the console",
		[COPY_DAMAGED] = "not cleaned: cut short or broken; look at it in the console",
		[COPY_TOO_MUCH] = "not cleaned: too large to be; look at it in the console",
		[COPY_FAILED] = "not cleaned yet; look at it in the console, and it comes with the next pull",
		[COPY_UNSCANNED] =
		    "not checked for malware yet; look at it in the console, and it comes with the next pull",
		[COPY_INFECTED] = "locked: malware",
	};

	return words[s < COPY_STATE_N ? s : COPY_CLEAN];
}

enum gw_err
bundle_file(const json_t *file, struct buf *out)
{
	const struct span path = json_text(file, "path"), locked = json_text(file, "locked");
	const struct span left = json_text(file, "left");
	enum gw_err e;

	if (locked.n == 0)
		return path.n > 0 ? buf_add(out, path) :
		    buf_add_text(out, state_words(copy_state_of(json_text(file, "copy"))));
	e = buf_add_text(out, locked_words(locked));
	if (e == GW_OK && left.n > 0)
		e = buf_add_text(out, ". A copy that was pulled before is ");
	if (e == GW_OK && left.n > 0)
		e = buf_add(out, left);
	return e == GW_OK && left.n > 0 ? buf_add_text(out, ": do not open, copy, send or delete it") : e;
}

/* --- the table --- */

/* One of the clocks of a row: lent by it, or NULL. */
static const json_t *
clock_of(const json_t *row, const char *what)
{
	const json_t *c;
	size_t i;

	json_array_foreach(json_object_get(row, "clocks"), i, c)
		if (span_is(json_text(c, "what"), what))
			return c;
	return NULL;
}

static const struct column {
	const char *name;
	const char *in;			/* a clock, an object or a list of the row; NULL: the row itself */
	const char *key;		/* NULL: how many there are */
	bool is_clock;
} columns[] = {
	{ "ref", NULL, "ref", false }, { "id", NULL, "id", false }, { "kind", NULL, "kind", false },
	{ "band", NULL, "band", false }, { "state", NULL, "state", false }, { "received", NULL, "received", false },
	{ "due", NULL, "due", false }, { "category", NULL, "category", false }, { "school", NULL, "school", false },
	{ "place", NULL, "place", false }, { "where_now", "where", "place", false },
	{ "reachable_until", "where", "until", false },
	{ "golden_hour_due", "told", "due", true }, { "golden_hour_met", "told", "met", true },
	{ "attempt_incident_due", "attempt_incident", "due", true },
	{ "attempt_incident_met", "attempt_incident", "met", true },
	{ "attempt_identified_due", "attempt_identified", "due", true },
	{ "attempt_identified_met", "attempt_identified", "met", true },
	{ "contact_incident_due", "contact_incident", "due", true },
	{ "contact_incident_met", "contact_incident", "met", true },
	{ "contact_identified_due", "contact_identified", "due", true },
	{ "contact_identified_met", "contact_identified", "met", true },
	{ "open_asks", "asks", NULL, false }, { "decisions", "decisions", NULL, false },
	{ "files", "files", NULL, false }, { "attachments", "files", "n", false },
	{ "keep_from", NULL, "keep_from", false }, { "words_not_confirmed", NULL, "text", false },
};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

/* "1: files/…; 2: locked". */
static enum gw_err
attachments_add(struct buf *out, const json_t *files, bool is_last)
{
	const json_t *file;
	char number[32];
	struct buf cell;
	enum gw_err e = GW_OK;
	size_t i;

	buf_init(&cell, BUNDLE_BYTES);
	json_array_foreach(files, i, file) {
		snprintf(number, sizeof number, "%s%zu: ", i == 0 ? "" : "; ", i + 1);
		if (e == GW_OK && (e = buf_add_text(&cell, number)) == GW_OK)
			e = bundle_file(file, &cell);
	}
	if (e == GW_OK)
		e = csv_cell(out, buf_span(&cell), is_last);
	buf_free(&cell);
	return e;
}

static enum gw_err
column_add(struct buf *out, const json_t *row, const struct column *c, bool is_last)
{
	const json_t *of = c->in == NULL ? row : c->is_clock ? clock_of(row, c->in) : json_object_get(row, c->in);
	char count[24];

	if (c->key != NULL && json_is_array(of))
		return attachments_add(out, of, is_last);
	if (c->key != NULL)
		return csv_cell(out, json_text(of, c->key), is_last);
	snprintf(count, sizeof count, "%zu", json_array_size(of));
	return csv_cell(out, span_of(count), is_last);
}

enum gw_err
bundle_csv(const json_t *rows, struct buf *out)
{
	const json_t *row;
	enum gw_err e = GW_OK;
	size_t i;

	for (size_t c = 0; c < COLUMNS && e == GW_OK; c++)
		e = csv_cell(out, span_of(columns[c].name), c + 1 == COLUMNS);
	json_array_foreach(rows, i, row)
		for (size_t c = 0; c < COLUMNS && e == GW_OK; c++)
			e = column_add(out, row, &columns[c], c + 1 == COLUMNS);
	return e;
}
