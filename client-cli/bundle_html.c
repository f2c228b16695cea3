/* bundle_html.c: the page for the meeting. Everything that came from outside is escaped; nothing is loaded. */
#include "bundle.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "csv.h"
#include "policy.h"
#include "secret.h"

static const char top[] =
    "<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Escalations</title>\n<style>\n"
    "body{font:16px/1.45 sans-serif;color:#0b0c0c;max-width:60em;margin:1em auto;padding:0 1em}\n"
    "article{border-top:3px solid #0b0c0c;padding:.5em 0 1em;break-inside:avoid-page}\n"
    "h2{margin:.3em 0}h3{margin:.8em 0 .2em}\n"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.1em 1em;margin:.3em 0}\n"
    "dt{font-weight:bold}dd{margin:0}\n"
    "blockquote{margin:.3em 0;padding:.3em .8em;border-left:4px solid #505a5f;white-space:pre-wrap;"
    "overflow-wrap:anywhere;unicode-bidi:isolate}\n"
    ".missed{font-weight:bold;text-decoration:underline}.secret{border:2px solid #0b0c0c;padding:.3em .8em}\n"
    "ul{margin:.2em 0}.box{border:1px solid #0b0c0c;min-height:4em;margin-top:.4em}\n"
    "@media print{body{font-size:11pt;margin:0;max-width:none}a{color:inherit}}\n</style></head><body>\n"
    "<h1>Escalations</h1>\n<p>Official-sensitive: about young people. Not to be sent by e-mail, nor left lying. "
    "What reporters say is <strong>not confirmed</strong>. Times are this computer's; as of ";

enum { FILE_WORDS = 4096 };	/* of one attachment */

/* --- words --- */

/* The first failure stays; nothing is added behind it. */
struct page { struct buf *out; enum gw_err e; const char *now; };

static void
raw(struct page *p, const char *text)
{
	if (p->e == GW_OK)
		p->e = buf_add_text(p->out, text);
}

static const char *
entity_of(uint8_t c)
{
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	case '\'': return "&#39;";
	default: return NULL;
	}
}

static void
escaped(struct page *p, struct span text)
{
	for (size_t i = 0, length; i < text.n && p->e == GW_OK; i += length) {
		const size_t steers = csv_steers(text.p + i, text.n - i);
		const char *entity = steers > 0 ? " " : entity_of(text.p[i]);

		length = steers > 0 ? steers : 1;
		p->e = buf_add(p->out, entity != NULL ? span_of(entity) : (struct span){ &text.p[i], 1 });
	}
}

/* Whatever its direction is, the words round it keep theirs. */
static void
isolated(struct page *p, struct span text)
{
	raw(p, "<bdi>");
	escaped(p, text);
	raw(p, "</bdi>");
}

/* before, the member's text, after; nothing when there is none. */
static void
said(struct page *p, const char *before, const json_t *of, const char *key, const char *after)
{
	const struct span text = json_text(of, key);

	if (text.n == 0)
		return;
	raw(p, before);
	isolated(p, text);
	raw(p, after);
}

static void
timed(struct page *p, const char *before, const json_t *of, const char *key, const char *after)
{
	char text[BUNDLE_TIME];

	bundle_time(of, key, text);
	if (text[0] == '\0')
		return;
	raw(p, before);
	raw(p, text);
	raw(p, after);
}

/* --- one case --- */

static const char *
clock_words_of(struct span what)
{
	static const char *const words[][2] = {
		{ "told", "Golden hour" },
		{ "attempt_incident", "Attempt within 24 h of the incident" },
		{ "attempt_identified", "Attempt within 24 h of being identified" },
		{ "contact_incident", "Contact within 48 h of the incident" },
		{ "contact_identified", "Contact within 48 h of being identified" },
	};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (span_is(what, words[i][0]))
			return words[i][1];
	return "Limit";
}

/* Times of one form compare as texts do. */
static bool
is_after(struct span a, struct span b)
{
	return a.n == b.n && a.n > 0 && memcmp(a.p, b.p, a.n) > 0;
}

static void
clocks_add(struct page *p, const json_t *row)
{
	const json_t *c;
	size_t i;

	json_array_foreach(json_object_get(row, "clocks"), i, c) {
		const struct span met = json_text(c, "met"), due = json_text(c, "due");

		raw(p, "<dt>");
		raw(p, clock_words_of(json_text(c, "what")));
		raw(p, "</dt><dd>");
		if (is_after(met.n > 0 ? met : span_of(p->now), due))
			raw(p, "<span class=\"missed\">Missed</span>: ");
		timed(p, "due ", c, "due", "");
		timed(p, "; done ", c, "met", "");
		raw(p, "</dd>\n");
	}
	if (json_is_true(json_object_get(row, "unidentified")))
		raw(p, "<dt>Contact</dt><dd>The child cannot be identified</dd>\n");
}

static void
where_add(struct page *p, const json_t *where)
{
	raw(p, "<dt>Where now</dt><dd>");
	if (!json_is_object(where))
		raw(p, "nobody said yet");
	said(p, "", where, "place", "");
	said(p, ", ", where, "name", "");
	timed(p, " since ", where, "since", "");
	timed(p, "; can be reached there until ", where, "until", "");
	said(p, ". ", where, "text", "");
	raw(p, "</dd>\n");
}

static void
facts_add(struct page *p, const json_t *row)
{
	raw(p, "<dl>");
	timed(p, "<dt>Came</dt><dd>", row, "received", "</dd>\n");
	timed(p, "<dt>Next due</dt><dd>", row, "due", "</dd>\n");
	said(p, "<dt>About</dt><dd>", row, "category", "</dd>\n");
	said(p, "<dt>School</dt><dd>", row, "school", "</dd>\n");
	said(p, "<dt>Place, as reported</dt><dd>", row, "place", "</dd>\n");
	where_add(p, json_object_get(row, "where"));
	clocks_add(p, row);
	raw(p, "</dl>\n");
}

static void
reasons_add(struct page *p, const json_t *row)
{
	const json_t *reason, *list = json_object_get(row, "reasons");
	size_t i;

	json_array_foreach(list, i, reason) {
		raw(p, i == 0 ? "<p>Why: " : "; ");
		if (json_is_string(reason))
			isolated(p, span_of(json_string_value(reason)));
	}
	if (json_array_size(list) > 0)
		raw(p, "</p>\n");
}

static void
words_add(struct page *p, const json_t *row)
{
	const json_t *m;
	size_t i;

	said(p, "<p class=\"secret\">The reporter asks not to tell: ", row, "keep_from", "</p>\n");
	said(p, "<h3>Reported, not confirmed</h3>\n<blockquote dir=\"auto\">", row, "text", "</blockquote>\n");
	json_array_foreach(json_object_get(row, "messages"), i, m) {
		raw(p, span_is(json_text(m, "from"), "staff") ? "<p>Staff" : "<p>The reporter, not confirmed");
		timed(p, ", ", m, "at", "");
		raw(p, ":</p>\n");
		said(p, "<blockquote dir=\"auto\">", m, "text", "</blockquote>\n");
	}
}

static void
file_add(struct page *p, size_t number, const json_t *f)
{
	const bool is_here = json_text(f, "path").n > 0 && json_text(f, "locked").n == 0;
	char name[40];
	struct buf words;

	snprintf(name, sizeof name, "<li>Attachment %zu: ", number);
	raw(p, name);
	if (is_here) {
		raw(p, "<a href=\"");
		escaped(p, json_text(f, "path"));
		raw(p, "\">");
	}
	buf_init(&words, FILE_WORDS);
	if (p->e == GW_OK)
		p->e = bundle_file(f, &words);
	isolated(p, buf_span(&words));
	buf_free(&words);
	raw(p, is_here ? "</a></li>\n" : "</li>\n");
}

static void
files_add(struct page *p, const json_t *row)
{
	const json_t *f, *list = json_object_get(row, "files");
	size_t i;

	if (json_array_size(list) == 0)
		return;
	raw(p, "<h3>Files, not confirmed</h3>\n<ul>");
	json_array_foreach(list, i, f)
		file_add(p, i + 1, f);
	raw(p, "</ul>\n");
}

static void
asks_add(struct page *p, const json_t *row)
{
	const json_t *a, *list = json_object_get(row, "asks");
	char part[40];
	size_t i;

	if (json_array_size(list) == 0)
		return;
	raw(p, "<h3>Open asks</h3>\n<ul>");
	json_array_foreach(list, i, a) {
		snprintf(part, sizeof part, " (part %d)</li>\n", (int)json_integer_value(json_object_get(a, "part")));
		said(p, "<li>", a, "agency", ", ");
		said(p, "", a, "owner", "");
		timed(p, ", by ", a, "due", "");
		said(p, ": ", a, "text", "");
		raw(p, part);
	}
	raw(p, "</ul>\n");
}

static void
decisions_add(struct page *p, const json_t *row)
{
	const json_t *d;
	size_t i;

	raw(p, "<h3>Decisions</h3>\n");
	json_array_foreach(json_object_get(row, "decisions"), i, d) {
		timed(p, "<p>", d, "at", ", ");
		said(p, "", d, "by", "");
		said(p, " (", d, "outcome", ")");
		said(p, ": ", d, "text", "");
		said(p, ". Why: ", d, "why", "");
		raw(p, "</p>\n");
	}
	raw(p, "<div class=\"box\"></div>\n");		/* to be written into by hand */
}

static void
case_add(struct page *p, const json_t *row)
{
	said(p, "<article><h2>", row, "ref", "");
	said(p, ": ", row, "band", "</h2>\n");
	said(p, "<p>At the door: ", row, "decided", ". ");
	said(p, "Now: ", row, "state", ".</p>\n");
	reasons_add(p, row);
	facts_add(p, row);
	words_add(p, row);
	files_add(p, row);
	asks_add(p, row);
	decisions_add(p, row);
	raw(p, "</article>\n");
}

/* --- in their order --- */

/* Closed ones last; the gravest first; then the soonest due, then by their numbers. */
static int
by_weight(const void *a, const void *b)
{
	const json_t *const *x = a, *const *y = b;
	const bool x_closed = span_is(json_text(*x, "state"), case_state_code(CASE_CLOSED));
	const bool y_closed = span_is(json_text(*y, "state"), case_state_code(CASE_CLOSED));
	const int x_band = (int)band_of(json_text(*x, "band")), y_band = (int)band_of(json_text(*y, "band"));
	static const char *const keys[] = { "due", "id" };
	int order = x_closed != y_closed ? x_closed - y_closed : y_band - x_band;

	for (size_t i = 0; i < sizeof keys / sizeof keys[0] && order == 0; i++) {
		const struct span p = json_text(*x, keys[i]), q = json_text(*y, keys[i]);

		order = p.n != q.n ? (p.n < q.n) - (p.n > q.n) : p.n == 0 ? 0 : memcmp(p.p, q.p, p.n);
	}
	return order;
}

enum gw_err
bundle_html(const json_t *rows, int64_t now, struct buf *out)
{
	const size_t n = json_array_size(rows);
	const json_t **order = secret_malloc((n + 1) * sizeof *order);
	char as_of[CLOCK_TEXT];
	struct page p = { out, order == NULL ? GW_ENOMEM : GW_OK, as_of };
	json_t *at;

	clock_text(now, as_of);
	if ((at = json_pack("{s:s}", "at", as_of)) == NULL)
		p.e = GW_ENOMEM;
	raw(&p, top);
	timed(&p, "", at, "at", ".</p>\n");
	for (size_t i = 0; i < n && p.e == GW_OK; i++)
		order[i] = json_array_get(rows, i);
	if (p.e == GW_OK)
		qsort(order, n, sizeof *order, by_weight);
	for (size_t i = 0; i < n && p.e == GW_OK; i++)
		case_add(&p, order[i]);
	raw(&p, n == 0 ? "<p>None.</p>\n</body></html>\n" : "</body></html>\n");
	json_decref(at);
	secret_free(order);
	return p.e;
}
