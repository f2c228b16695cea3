/* report.c: "concern report": from words and files to a receipt. */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "draft.h"
#include "receipt.h"
#include "report.h"

enum {
	OPTION_TEXT = OPTION_OWN, OPTION_FILE, OPTION_SCHOOL, OPTION_PLACE, OPTION_KEEP_FROM, OPTION_PNG, OPTION_SVG,
	OPTION_DANGER, OPTION_WHEN, OPTION_WEAPON, OPTION_ABOUT, OPTION_CATEGORY
};
static const struct option options[] = {
	SERVER_OPTIONS,
	{ "text", required_argument, NULL, OPTION_TEXT },
	{ "file", required_argument, NULL, OPTION_FILE },
	{ "school", required_argument, NULL, OPTION_SCHOOL },
	{ "place", required_argument, NULL, OPTION_PLACE },
	{ "keep-from", required_argument, NULL, OPTION_KEEP_FROM },
	{ "qr-png", required_argument, NULL, OPTION_PNG },
	{ "qr-svg", required_argument, NULL, OPTION_SVG },
	{ "danger-now", required_argument, NULL, OPTION_DANGER },
	{ "when", required_argument, NULL, OPTION_WHEN },
	{ "weapon", required_argument, NULL, OPTION_WEAPON },
	{ "about", required_argument, NULL, OPTION_ABOUT },
	{ "category", required_argument, NULL, OPTION_CATEGORY },
	{ NULL, 0, NULL, 0 }
};
static const struct { int option; const char *key; } answers[] = {
	{ OPTION_DANGER, "danger_now" }, { OPTION_WHEN, "when" }, { OPTION_WEAPON, "weapon" },
	{ OPTION_ABOUT, "about" }, { OPTION_CATEGORY, "category" },
};

struct wish {
	struct server server;
	struct draft draft;
	bool text_piped, place_piped, keep_from_piped;
};

/* A reporter's words come in through the input: a command line is seen by others, and kept in the shell's history. */
static enum run
take_piped(const char *value, const char *name, bool *piped)
{
	*piped = strcmp(value, "-") == 0;
	if (*piped)
		return RUN_DONE;
	complain("A report's words do not belong on the command line, where others on this computer can see them: use "
	    "--%s - and give them as input.", name);
	return RUN_MISUSED;
}

static enum run
take_answer(struct wish *w, int option, const char *value)
{
	for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++)
		if (answers[i].option == option)
			return draft_set(json_object_get(w->draft.body, "answers"), answers[i].key, span_of(value));
	return RUN_MISUSED;
}

static enum run
take_option(struct wish *w, int option, const char *value)
{
	if (server_option(&w->server, option, value))
		return RUN_DONE;
	switch (option) {
	case OPTION_TEXT:
		return take_piped(value, "text", &w->text_piped);
	case OPTION_PLACE:
		return take_piped(value, "place", &w->place_piped);
	case OPTION_KEEP_FROM:
		return take_piped(value, "keep-from", &w->keep_from_piped);
	case OPTION_FILE:
		return upload_add(&w->draft.files, value);
	case OPTION_SCHOOL:
		return draft_set(w->draft.body, "school", span_of(value));
	case OPTION_PNG:
		w->draft.qr_png = value;
		return RUN_DONE;
	case OPTION_SVG:
		w->draft.qr_svg = value;
		return RUN_DONE;
	default:
		return take_answer(w, option, value);
	}
}

static enum run
take_options(struct wish *w, int argc, char **argv)
{
	enum run r = RUN_DONE;
	int option;

	while (r == RUN_DONE && (option = getopt_long(argc, argv, "", options, NULL)) != -1)
		r = take_option(w, option, optarg);
	if (r == RUN_DONE && optind < argc) {
		complain("\"concern report\" takes only options; see \"concern help\".");
		r = RUN_MISUSED;
	}
	return r;
}

static enum run
read_piped_line(const char *prompt, const char *what, json_t *body, const char *key)
{
	struct buf line;
	enum run r;

	buf_init(&line, LIMIT_TEXT + 1);
	r = ask_line(prompt, what, &line);
	if (r == RUN_DONE)
		r = draft_set(body, key, buf_span(&line));
	buf_free(&line);
	return r;
}

/* A line for the place when that is piped, then one for whom not to tell, then the text. */
static enum run
read_piped(struct wish *w)
{
	struct buf words;
	enum run r = RUN_DONE;

	if (w->place_piped)
		r = read_piped_line("Where is it?", "a place", w->draft.body, "place");
	if (r == RUN_DONE && w->keep_from_piped)
		r = read_piped_line("Is there anyone we should not tell, and why?", "whom not to tell", w->draft.body,
		    "keep_from");
	if (r != RUN_DONE || !w->text_piped)
		return r;
	buf_init(&words, LIMIT_TEXT + 1);
	r = ask_text("What is happening?", &words);
	if (r == RUN_DONE)
		r = draft_set(w->draft.body, "text", buf_span(&words));
	buf_free(&words);
	return r;
}

/* The server checks all of it again; this way a slip is told before anything leaves the computer. */
static enum run
check_draft(const struct draft *d)
{
	struct field_fault fault = { NULL, NULL };
	struct report r;
	enum run run = RUN_DONE;

	if (json_object_get(d->body, "text") == NULL && d->files.n == 0) {
		complain("There is no text and no file to send: use --text - or --file.");
		return RUN_MISUSED;
	}
	report_init(&r);
	if (report_read(d->body, &r, &fault) != GW_OK) {
		complain("%s: %s", fault.field, fault.detail);
		run = RUN_MISUSED;
	}
	report_free(&r);
	return run;
}

static enum run
send_draft(const struct wish *w, struct http *h)
{
	struct pictures pictures;
	struct buf answer;
	enum run r = pictures_open(&w->draft, &pictures), closed;

	if (r != RUN_DONE)
		return r;
	buf_init(&answer, HTTP_ANSWER_MAX);
	r = http_post_parts(h, "/api/v1/reports", "report", w->draft.body, &w->draft.files, &answer);
	if (r == RUN_DONE) {
		r = receipt_show(&w->draft, buf_span(&answer), w->server.json, &pictures);
		closed = pictures_close(&w->draft, &pictures, r == RUN_DONE);
		r = r == RUN_DONE ? closed : r;
	} else {
		(void)!pictures_close(&w->draft, &pictures, false);
		complain("There is no receipt, so treat the report as not sent. If someone is in danger, call 999.");
	}
	buf_free(&answer);
	return r;
}

static enum run
ask_and_send(struct wish *w)
{
	const bool asks = !w->text_piped && !w->place_piped && !w->keep_from_piped && ask_is_terminal();
	struct http *h = NULL;
	bool send = true;
	enum run r = http_open(&w->server, &h);

	if (r == RUN_DONE)
		r = asks ? draft_ask(&w->draft, h, &send) : read_piped(w);
	if (r == RUN_DONE && send)
		r = check_draft(&w->draft);
	if (r == RUN_DONE && send)
		r = send_draft(w, h);
	else if (r == RUN_DONE)
		fputs("Nothing was sent.\n", stderr);
	http_close(h);
	return r;
}

enum run
report_main(int argc, char **argv)
{
	struct wish w = { .server = { .url = "https://localhost:8443" } };
	enum run r;

	w.draft.body = json_pack("{s:{}}", "answers");
	if (w.draft.body == NULL)
		return fail("Starting", GW_ENOMEM);
	r = take_options(&w, argc, argv);
	if (r == RUN_DONE)
		r = ask_and_send(&w);
	json_decref(w.draft.body);
	return r;
}
