/* docket.c: words of the reporter, what the sheets come to, and the clocks. */
#include "docket.h"

#include <stdlib.h>

#include <sodium.h>

#include "clock.h"
#include "originals.h"
#include "urgent_response.h"
#include "secret.h"
#include "situation.h"
#include "triage.h"

static const char *const kinds[KIND_N] = { "report", "extract", "incident", "meeting", "release", "audit" };

void
docket_ref(const uint8_t report[ID_BYTES], char text[DOCKET_REF])
{
	snprintf(text, DOCKET_REF, "%02X%02X-%02X%02X", report[0], report[1], report[2], report[3]);
}

/* --- small values --- */

static json_t *
moment(int64_t at)
{
	char text[CLOCK_TEXT];

	if (at <= 0)
		return json_null();
	clock_text(at, text);
	return json_string(text);
}

static json_t *
words(struct span text)
{
	return text.n == 0 ? json_null() : json_stringn((const char *)text.p, text.n);
}

/* Adds v, which may be NULL, to a list that may be NULL too; then the list is. */
static json_t *
list_add(json_t *list, json_t *v)
{
	if (json_array_append_new(list, v) == 0)
		return list;
	json_decref(list);
	return NULL;
}

/* --- what was said --- */

/* What a person locked, or the scanner found when it came. */
static json_t *
locked_json(const struct opened *c, const struct report_file *f, uint32_t n)
{
	struct originals o;

	originals_read(c->entries.entry, c->entries.part, c->entries.n, n, &o);
	if (o.held == HELD_NOT && f->copy != COPY_INFECTED)
		return json_null();
	return json_string(o.held == HELD_INDECENT ? "indecent" : "malware");
}

static json_t *
files_json(const struct opened *c)
{
	char sha256[2 * 32 + 1];
	json_t *list = json_array();
	json_int_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		for (size_t j = 0; j < c->part[i].words.n_files; j++) {
			const struct report_file *f = &c->part[i].words.file[j];

			sodium_bin2hex(sha256, sizeof sha256, f->sha256, sizeof f->sha256);
			list = list_add(list, json_pack("{s:I,s:I,s:s,s:s,s:o}", "n", n, "size", (json_int_t)f->size,
			    "sha256", sha256, "copy", copy_state_code(f->copy), "locked",
			    locked_json(c, f, (uint32_t)n)));
			n++;
		}
	return list;
}

static json_t *
messages_json(const struct opened *c)
{
	json_t *list = json_array();

	for (size_t i = 1; i < c->n; i++)
		list = list_add(list, json_pack("{s:s,s:o,s:o}", "from",
		    c->part[i].kind == PART_FROM_REPORTER ? "reporter" : "staff", "at", moment(c->part[i].at), "text",
		    words(buf_span(&c->part[i].words.text))));
	return list;
}

static json_t *
reasons_json(const json_t *decision)
{
	const json_t *reason;
	json_t *list = json_array();
	size_t i;

	json_array_foreach(json_object_get(decision, "reasons"), i, reason)
		list = list_add(list, words(json_text(reason, "why")));
	return list;
}

/* --- what the entries come to --- */

static json_t *
where_json(const struct situation *s)
{
	const struct noted *w = &s->where;

	if (w->entry == NULL)
		return json_null();
	return json_pack("{s:o,s:o,s:o,s:o,s:o,s:o}", "place", words(noted_text(w, "place")), "name",
	    words(noted_text(w, "name")), "since", moment(noted_moment(w, "since")), "until",
	    moment(noted_moment(w, "until")), "text", words(noted_text(w, "text")), "at", moment(w->entry->at));
}

static json_t *
asks_json(const struct situation *s)
{
	json_t *list = json_array();

	for (size_t i = 0; i < s->asks.n; i++) {
		const struct noted *a = &s->asks.of[i];

		list = list_add(list, json_pack("{s:I,s:o,s:o,s:o,s:o}", "part", (json_int_t)a->part, "agency",
		    words(noted_text(a, "agency")), "owner", words(noted_text(a, "owner")), "due",
		    moment(noted_moment(a, "due")), "text", words(noted_text(a, "text"))));
	}
	return list;
}

static json_t *
decisions_json(const struct situation *s)
{
	json_t *list = json_array();

	for (size_t i = 0; i < s->decisions.n; i++) {
		const struct noted *d = &s->decisions.of[i];

		list = list_add(list, json_pack("{s:I,s:o,s:s,s:o,s:o,s:o}", "part", (json_int_t)d->part, "at",
		    moment(d->entry->at), "by", d->entry->by, "outcome", words(noted_text(d, "outcome")), "text",
		    words(noted_text(d, "text")), "why", words(noted_text(d, "why"))));
	}
	return list;
}

static json_t *
limit_add(json_t *list, const char *what, const struct limit *l)
{
	return !l->runs ? list : list_add(list, json_pack("{s:s,s:o,s:o,s:o}", "what", what, "start", moment(l->start),
	    "due", moment(l->due), "met", moment(l->met)));
}

static json_t *
clocks_json(const struct response *r)
{
	json_t *list = json_array();

	if (!r->applies)
		return list;
	list = limit_add(list, "told", &r->told);
	list = limit_add(list, "attempt_incident", &r->attempt[START_INCIDENT]);
	list = limit_add(list, "attempt_identified", &r->attempt[START_IDENTIFIED]);
	list = limit_add(list, "contact_incident", &r->contact[START_INCIDENT]);
	return limit_add(list, "contact_identified", &r->contact[START_IDENTIFIED]);
}

/* --- all of it --- */

static json_t *
columns_json(const struct escalation *row, const struct opened *c, int64_t now)
{
	char ref[DOCKET_REF];

	docket_ref(c->report, ref);
	return json_pack("{s:s,s:s,s:s,s:I,s:I,s:s,s:s,s:o,s:o,s:o}", "id", row->id, "ref", ref, "kind",
	    kinds[c->kind < KIND_N ? c->kind : 0],
	    "changed", (json_int_t)row->changed, "parts", (json_int_t)c->chain.n, "band", band_code((enum band)c->band),
	    "state", case_state_code((enum case_state)c->state), "received", moment(c->part[0].at), "due",
	    moment(c->state == CASE_CLOSED ? 0 : c->due), "pulled", moment(now));
}

static json_t *
said_json(const struct opened *c)
{
	const struct report *r = &c->part[0].words;
	json_t *said = NULL, *v;

	if (report_json(r, &said) != GW_OK)
		return NULL;
	v = json_pack("{s:o,s:o,s:o,s:O*,s:o,s:o,s:o}", "school", words(span_of(r->school)), "place",
	    words(buf_span(&r->place)), "keep_from", words(buf_span(&r->keep_from)), "answers",
	    json_object_get(said, "answers"), "text", words(buf_span(&r->text)), "messages", messages_json(c), "files",
	    files_json(c));
	json_decref(said);
	return v;
}

static json_t *
known_json(const struct opened *c, const struct decision *d)
{
	struct situation *s = secret_malloc(sizeof *s);
	struct response r;
	json_t *v = NULL;

	if (s == NULL)
		return NULL;
	situation_read(c->entries.entry, c->entries.part, c->entries.n, s);
	response_read(d->band, c->part[0].at, c->entries.entry, c->entries.n, &r);
	v = json_pack("{s:s,s:s,s:o,s:o,s:o,s:b,s:o,s:o}", "decided", band_code(d->band), "category",
	    category_code(d->category), "reasons", reasons_json(c->decision), "where", where_json(s), "clocks",
	    clocks_json(&r), "unidentified", (int)r.is_unidentified, "asks", asks_json(s), "decisions",
	    decisions_json(s));
	secret_free(s);
	return v;
}

enum gw_err
docket_make(const struct escalation *row, const struct opened *c, int64_t now, json_t **v)
{
	json_t *said, *known;
	struct decision d;

	*v = NULL;
	if (decision_read(c->decision, &d) != GW_OK)
		return GW_EINPUT;
	*v = columns_json(row, c, now);
	said = said_json(c);
	known = known_json(c, &d);
	if (json_object_update(*v, said) != 0 || json_object_update(*v, known) != 0) {
		json_decref(*v);
		*v = NULL;
	}
	json_decref(said);
	json_decref(known);
	secret_wipe(&d, sizeof d);
	return *v != NULL ? GW_OK : GW_ENOMEM;
}
