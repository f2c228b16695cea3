/* desk.c: "concern desk": what staff need most, without a browser. Signs in, does one thing, signs out. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ask.h"
#include "draft.h"
#include "http.h"

enum { OPTION_NAME = OPTION_OWN, OPTION_OUT, OPTION_AFTER, OPTION_LIMIT, OPTION_CERT, OPTION_KEY,
	OPTION_ORIGINAL,
	DESK_PATH = 256, CODE_MAX = 32, COUNT_MAX = 8 };
static const struct option options[] = {
	SERVER_OPTIONS,
	{ "name", required_argument, NULL, OPTION_NAME },
	{ "out", required_argument, NULL, OPTION_OUT },
	{ "after", required_argument, NULL, OPTION_AFTER },
	{ "limit", required_argument, NULL, OPTION_LIMIT },
	{ "cert", required_argument, NULL, OPTION_CERT },
	{ "key", required_argument, NULL, OPTION_KEY },
	{ "original", no_argument, NULL, OPTION_ORIGINAL },
	{ NULL, 0, NULL, 0 }
};

struct order {
	struct server server;
	const char *name, *out, *after, *limit;
	const char *id, *number;	/* of a report, of its attachment, from 1 */
	bool original;			/* what was sent, not its clean copy */
	struct buf text;		/* of an answer */
};

static enum run desk_queue(struct http *h, struct order *o);
static enum run desk_read(struct http *h, struct order *o);
static enum run desk_answer(struct http *h, struct order *o);
static enum run desk_save(struct http *h, struct order *o);

static const struct errand {
	const char *name;
	enum run (*run)(struct http *h, struct order *o);
	int words;		/* after the name: ID, N */
} errands[] = {
	{ "queue", desk_queue, 0 },
	{ "read", desk_read, 1 },
	{ "answer", desk_answer, 1 },
	{ "save", desk_save, 2 },
};

/* Over say_row's columns; times are UTC. */
static const char HEADING[] =
    "report                            band       state     received           due                team";

static void
say_row(const json_t *report)
{
	static const struct { const char *key; size_t width; } columns[] = {
		{ "id", 32 }, { "band", 9 }, { "state", 8 }, { "received", 17 }, { "due", 17 }, { "team", 0 }
	};

	for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
		const struct span value = json_text(report, columns[i].key);

		say_text(stdout, value, "");
		printf("%*s", value.n < columns[i].width ? (int)(columns[i].width - value.n) : 0, "");
		fputs(columns[i].width > 0 ? "  " : "\n", stdout);
	}
}

static enum run
show_queue(struct span answer)
{
	json_t *v = NULL;
	const json_t *report;
	enum run r = answer_read(answer, &v);
	size_t i;

	if (r == RUN_DONE) {
		printf("%" JSON_INTEGER_FORMAT " open\n", json_integer_value(json_object_get(v, "open")));
		if (json_array_size(json_object_get(v, "reports")) > 0)
			puts(HEADING);
		json_array_foreach(json_object_get(v, "reports"), i, report)
			say_row(report);
		if (json_text(v, "after").n > 0) {
			fputs("More with --after ", stdout);
			say_text(stdout, json_text(v, "after"), "");
			putchar('\n');
		}
	}
	json_decref(v);
	return r;
}

static enum run
desk_queue(struct http *h, struct order *o)
{
	char path[DESK_PATH];
	struct buf answer;
	enum run r;

	snprintf(path, sizeof path, "/api/v1/queue%s%s%s%s", o->limit || o->after ? "?limit=" : "",
	    o->limit ? o->limit : o->after ? "100" : "", o->after ? "&after=" : "", o->after ? o->after : "");
	buf_init(&answer, HTTP_ANSWER_MAX);
	r = http_get(h, path, &answer);
	if (r == RUN_DONE && o->server.json)
		say_json(buf_span(&answer));
	else if (r == RUN_DONE)
		r = show_queue(buf_span(&answer));
	buf_free(&answer);
	return r;
}

static void
say_report(const json_t *report)
{
	const json_t *value;
	const char *key;
	size_t i;

	json_object_foreach(json_object_get(report, "answers"), key, value) {
		if (json_string_length(value) == 0)
			continue;
		say_text(stdout, span_of(key), "");
		fputs(": ", stdout);
		say_text(stdout, span_of(json_string_value(value)), "");
		putchar('\n');
	}
	if (json_text(report, "place").n > 0) {
		fputs("place: ", stdout);
		say_text(stdout, json_text(report, "place"), "  ");
		putchar('\n');
	}
	if (json_text(report, "keep_from").n > 0) {
		fputs("DO NOT TELL, the reporter asks: ", stdout);
		say_text(stdout, json_text(report, "keep_from"), "  ");
		putchar('\n');
	}
	fputs("\n  ", stdout);
	say_text(stdout, json_text(report, "text"), "  ");
	putchar('\n');
	json_array_foreach(json_object_get(report, "files"), i, value) {
		printf("\nAttachment %zu:\n", i + 1);
		say_file(stdout, value, json_string_value(json_object_get(value, "name")));
	}
}

static void
say_decision(const json_t *decision)
{
	const json_t *reason;
	size_t i;

	json_array_foreach(json_object_get(decision, "reasons"), i, reason) {
		fputs("because: ", stdout);
		say_text(stdout, json_text(reason, "why"), "  ");
		fputs(" (rule ", stdout);
		say_text(stdout, json_text(reason, "rule"), "");
		fputs(")\n", stdout);
	}
}

static enum run
show_report(struct span answer)
{
	json_t *v = NULL;
	enum run r = answer_read(answer, &v);
	size_t files;

	if (r == RUN_DONE) {
		puts(HEADING);
		say_row(v);
		putchar('\n');
		say_decision(json_object_get(v, "decision"));
		say_report(json_object_get(v, "report"));
		files = 1 + json_array_size(json_object_get(json_object_get(v, "report"), "files"));
		say_messages(stdout, json_object_get(v, "messages"), &files);
	}
	json_decref(v);
	return r;
}

static enum run
desk_read(struct http *h, struct order *o)
{
	char path[DESK_PATH];
	struct buf answer;
	enum run r;

	snprintf(path, sizeof path, "/api/v1/reports/%s", o->id);
	buf_init(&answer, HTTP_ANSWER_MAX);
	r = http_get(h, path, &answer);
	if (r == RUN_DONE && o->server.json)
		say_json(buf_span(&answer));
	else if (r == RUN_DONE)
		r = show_report(buf_span(&answer));
	buf_free(&answer);
	return r;
}

static enum run
desk_answer(struct http *h, struct order *o)
{
	json_t *body = json_object();
	char path[DESK_PATH];
	struct buf answer;
	enum run r = draft_set(body, "text", buf_span(&o->text));

	snprintf(path, sizeof path, "/api/v1/reports/%s/messages", o->id);
	buf_init(&answer, HTTP_ANSWER_MAX);
	if (r == RUN_DONE)
		r = http_post(h, path, body, &answer);
	if (r == RUN_DONE && o->server.json)
		say_json(buf_span(&answer));
	else if (r == RUN_DONE)
		puts("The reporter will see your answer.");
	json_decref(body);
	buf_free(&answer);
	return r;
}

/* Opened text: only its owner may read it, and a file that is cut short is taken away again. */
static enum run
desk_save(struct http *h, struct order *o)
{
	char path[DESK_PATH];
	const int fd = open(o->out, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
	enum run r;

	if (f == NULL) {
		complain("The file %s cannot be made: %s.", o->out, strerror(errno));
		if (fd >= 0)
			close(fd);
		return RUN_MISUSED;
	}
	snprintf(path, sizeof path, "/api/v1/reports/%s/files/%lu%s", o->id, strtoul(o->number, NULL, 10) - 1,
	    o->original ? "/original" : "");
	r = http_save(h, path, f, o->original ? LIMIT_FILE_BYTES : LIMIT_COPY_BYTES);
	if (fclose(f) != 0 && r == RUN_DONE) {
		complain("The file %s could not be written.", o->out);
		r = RUN_FAULT;
	}
	if (r != RUN_DONE)
		unlink(o->out);
	else
		printf("Saved as %s%s\n", o->out, o->original ?
		    ", as it was sent. It can tell who sent it, and can harm what opens it." :
		    ": the clean copy, without hidden facts. What it shows can still tell who sent it.");
	return r;
}

struct secrets { struct buf passphrase, code; };

static enum run
sign_in(struct http *h, const char *name, const struct secrets *s)
{
	json_t *body = json_pack("{s:s,s:s%,s:s%}", "name", name,
	    "passphrase", s->passphrase.n == 0 ? "" : (const char *)s->passphrase.p, s->passphrase.n,
	    "code", s->code.n == 0 ? "" : (const char *)s->code.p, s->code.n);
	struct buf answer;
	enum run r;

	if (body == NULL) {
		complain("The name, the passphrase or the code is not text in UTF-8.");
		return RUN_MISUSED;
	}
	buf_init(&answer, LIMIT_HTTP_BUFFER);
	r = http_post(h, "/api/v1/session", body, &answer);
	json_decref(body);
	buf_free(&answer);
	return r;
}

static enum run
run_errand(const struct errand *errand, struct order *o)
{
	struct http *h = NULL;
	struct secrets s;
	enum run r, out;

	buf_init(&s.passphrase, LIMIT_PASSPHRASE);
	buf_init(&s.code, CODE_MAX);
	buf_init(&o->text, LIMIT_TEXT + 1);
	r = ask_secret("Your passphrase:", "a passphrase", &s.passphrase);
	if (r == RUN_DONE)
		r = ask_secret("The code that your phone shows now:", "a code", &s.code);
	if (r == RUN_DONE && errand->run == desk_answer)
		r = ask_text("Your answer to the reporter:", &o->text);
	if (r == RUN_DONE)
		r = http_open(&o->server, &h);
	if (r == RUN_DONE)
		r = sign_in(h, o->name, &s);
	buf_free(&s.passphrase);
	buf_free(&s.code);
	if (r == RUN_DONE) {
		r = errand->run(h, o);
		out = http_delete(h, "/api/v1/session");
		r = r == RUN_DONE ? out : r;
	}
	http_close(h);
	buf_free(&o->text);
	return r;
}

/* Words that become part of an address. */
static bool
is_plain(const char *word)
{
	return strlen(word) < 80 && word[0] != '\0' &&
	    word[strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-")] == '\0' &&
	    strstr(word, "..") == NULL;
}

/* Decimal, from 1, as it would be written. */
static bool
is_count(const char *word)
{
	const size_t n = strspn(word, "0123456789");

	return n > 0 && n < COUNT_MAX && word[n] == '\0' && word[0] != '0';
}

static enum run
check_order(const struct errand *errand, const struct order *o)
{
	const char *const words[] = { o->id, o->number, o->after, o->limit };

	if (o->name == NULL) {
		complain("Say who you are with --name NAME.");
		return RUN_MISUSED;
	}
	if ((errand->run == desk_save) != (o->out != NULL)) {
		complain("\"concern desk save\" needs --out FILE, and no other errand takes it.");
		return RUN_MISUSED;
	}
	if (errand->run != desk_save && o->original) {
		complain("--original is for \"concern desk save\" only.");
		return RUN_MISUSED;
	}
	if (o->number != NULL && !is_count(o->number)) {
		complain("Attachments are numbered from 1, as \"concern desk read\" shows them.");
		return RUN_MISUSED;
	}
	if (errand->run != desk_queue && (o->after != NULL || o->limit != NULL)) {
		complain("--after and --limit are for \"concern desk queue\" only.");
		return RUN_MISUSED;
	}
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (words[i] == NULL || is_plain(words[i]))
			continue;
		complain("Reports, files and cursors are named by letters and digits, as the queue shows them.");
		return RUN_MISUSED;
	}
	return RUN_DONE;
}

static enum run
take_options(struct order *o, int argc, char **argv)
{
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (server_option(&o->server, option, optarg))
			continue;
		if (option == OPTION_NAME)
			o->name = optarg;
		else if (option == OPTION_OUT)
			o->out = optarg;
		else if (option == OPTION_AFTER)
			o->after = optarg;
		else if (option == OPTION_LIMIT)
			o->limit = optarg;
		else if (option == OPTION_CERT)
			o->server.cert = optarg;
		else if (option == OPTION_KEY)
			o->server.key = optarg;
		else if (option == OPTION_ORIGINAL)
			o->original = true;
		else
			return RUN_MISUSED;
	}
	return RUN_DONE;
}

enum run
desk_main(int argc, char **argv)
{
	struct order o = { .server = { .url = "https://localhost:8444" } };
	enum run r = take_options(&o, argc, argv);

	if (r != RUN_DONE)
		return r;
	for (size_t i = 0; i < sizeof errands / sizeof errands[0] && optind < argc; i++) {
		if (strcmp(argv[optind], errands[i].name) != 0 || argc - optind - 1 != errands[i].words)
			continue;
		o.id = errands[i].words > 0 ? argv[optind + 1] : NULL;
		o.number = errands[i].words > 1 ? argv[optind + 2] : NULL;
		r = check_order(&errands[i], &o);
		return r == RUN_DONE ? run_errand(&errands[i], &o) : r;
	}
	complain("Usage: concern desk queue | read ID | answer ID | save ID N --out FILE [--original], each with "
	    "--name NAME");
	return RUN_MISUSED;
}
