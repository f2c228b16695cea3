/* case.c: an opened case as JSON for the person whose keys opened it. */
#include "case.h"

#include <sodium.h>

#include "clock.h"
#include "file.h"
#include "path.h"
#include "reply.h"
#include "secret.h"

/* Gives each file of one part its number in the case, which is its address. False: no memory. */
static bool
number_files(json_t *files, uint32_t *next)
{
	for (size_t i = 0; i < json_array_size(files); i++)
		if (json_object_set_new(json_array_get(files, i), "n", json_integer((*next)++)) != 0)
			return false;
	return true;
}

static const char *
from_text(enum part_kind kind)
{
	return kind == PART_FROM_REPORTER ? "reporter" : "staff";
}

/* Gives the part as report_json draws it, files numbered. NULL: no memory. */
static json_t *
words_json(const struct opened_part *p, uint32_t *next_file)
{
	json_t *v = NULL;

	if (report_json(&p->words, &v) != GW_OK)
		return NULL;
	if (!number_files(json_object_get(v, "files"), next_file)) {
		json_decref(v);
		return NULL;
	}
	return v;
}

static json_t *
message_json(const struct opened_part *p, uint32_t *next_file)
{
	json_t *words = words_json(p, next_file), *v;
	char at[CLOCK_TEXT];

	if (words == NULL)
		return NULL;
	clock_text(p->at, at);
	v = json_pack("{s:s, s:s, s:O, s:O}", "from", from_text(p->kind), "at", at, "text",
	    json_object_get(words, "text"), "files", json_object_get(words, "files"));
	json_decref(words);
	return v;
}

static json_t *
case_json(const struct opened *c)
{
	char id[2 * ID_BYTES + 1], received[CLOCK_TEXT], due[CLOCK_TEXT];
	json_t *messages = json_array(), *report;
	uint32_t next_file = 0;

	if (c->band >= BAND_N || c->state >= CASE_STATE_N) {
		json_decref(messages);
		return NULL;
	}
	sodium_bin2hex(id, sizeof id, c->report, ID_BYTES);
	clock_text(c->received, received);
	clock_text(c->due, due);
	report = words_json(&c->part[0], &next_file);
	for (size_t i = 1; i < c->n; i++)
		if (json_array_append_new(messages, message_json(&c->part[i], &next_file)) != 0) {
			json_decref(report);	/* part of a case is never shown as all of it */
			json_decref(messages);
			return NULL;
		}
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:O, s:o}", "id", id, "team", c->team,
	    "state", case_state_code((enum case_state)c->state), "band", band_code((enum band)c->band),
	    "received", received, "due", due, "report", report, "decision", c->decision, "messages", messages);
}

static void
on_opened(void *arg, enum opening_end end, enum gw_err e, const struct opened *c)
{
	struct exchange *x = arg;

	if (end != OPENING_DONE)
		opening_refuse(x, end, e);
	else
		exchange_json_take(x, 200, case_json(c));
}

/* The file itself is here its copy: pages are the console's. */
static enum gw_err
below_read(struct span rest, struct path_attachment *a)
{
	enum gw_err e = path_attachment(rest, a);

	return e == GW_OK && (a->below == PATH_COPY || a->below == PATH_PAGE) ? GW_EABSENT : e;
}

static void
on_room(struct exchange *x)
{
	file_more(((struct case_view *)exchange_state(x))->file);
}

void
case_end(struct exchange *x)
{
	struct case_view *s = exchange_state(x);
	struct desk *d = exchange_site(x);
	uint8_t token[SESSION_TOKEN], report[ID_BYTES];
	struct path_attachment a = { .below = PATH_FILE };
	struct span rest;
	enum gw_err e;

	e = path_report(exchange_rest(x), report, &rest);
	if (e == GW_OK && rest.n > 0)
		e = below_read(rest, &a);
	if (e != GW_OK) {
		exchange_fail(x, e);
		return;
	}
	if (!request_token(x, token))
		return;
	if (rest.n > 0)
		file_start(x, &(struct file_wish){ .token = token, .report = report, .file = a.file,
		    .of = a.below == PATH_ORIGINAL ? FILE_OF_ORIGINAL : FILE_OF_COPY, .room = on_room }, &s->file);
	else if ((e = opening_look(d, token, report, on_opened, x, &s->opening)) != GW_OK)
		exchange_fail(x, e);
	secret_wipe(token, sizeof token);
}

void
case_gone(struct exchange *x)
{
	struct case_view *s = exchange_state(x);

	opening_free(s->opening);
	file_free(s->file);
}
