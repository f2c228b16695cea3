/* reply.c: "concern reply": more words or files for a report that was sent before. */
#include <stdlib.h>

#include "ask.h"
#include "http.h"
#include "refcode.h"
#include "report.h"
#include "secret.h"

enum { OPTION_FILE = OPTION_OWN };
static const struct option options[] = {
	SERVER_OPTIONS, { "file", required_argument, NULL, OPTION_FILE }, { NULL, 0, NULL, 0 }
};

static enum run
show(struct span answer, const struct uploads *files)
{
	json_t *v = NULL;
	enum run r = answer_read(answer, &v);

	if (r == RUN_DONE) {
		puts("Your message was received.");
		r = upload_receipt(files, json_object_get(v, "files"));
	}
	json_decref(v);
	return r;
}

static enum run
send_reply(const struct server *s, const char *code, struct span text, const struct uploads *files)
{
	struct http *h = NULL;
	struct buf answer;
	json_t *body = json_pack("{s:s,s:s%}", "code", code, "text", text.n == 0 ? "" : (const char *)text.p, text.n);
	enum run r = body == NULL ? fail("Writing the request", GW_ENOMEM) : http_open(s, &h);

	buf_init(&answer, HTTP_ANSWER_MAX);
	if (r == RUN_DONE)
		r = http_post_parts(h, "/api/v1/reports/messages", "message", body, files, &answer);
	if (r == RUN_DONE && s->json)
		say_json(buf_span(&answer));
	else if (r == RUN_DONE)
		r = show(buf_span(&answer), files);
	http_close(h);
	json_decref(body);
	buf_free(&answer);
	return r;
}

static enum run
read_and_send(const struct server *s, const struct uploads *files)
{
	char code[REFCODE_TEXT];
	struct buf text;
	enum run r = ask_code(code);

	buf_init(&text, LIMIT_TEXT + 1);	/* the line end that goes again */
	if (r == RUN_DONE)
		r = ask_text("What would you like to add?", &text);
	if (r == RUN_DONE && text.n == 0 && files->n == 0) {
		complain("There is no message and no file to send.");
		r = RUN_MISUSED;
	}
	if (r == RUN_DONE && !text_is_utf8(buf_span(&text))) {
		complain("The message is not text in UTF-8.");
		r = RUN_MISUSED;
	}
	if (r == RUN_DONE)
		r = send_reply(s, code, buf_span(&text), files);
	secret_wipe(code, sizeof code);
	buf_free(&text);
	return r;
}

enum run
reply_main(int argc, char **argv)
{
	struct server s = { .url = "https://localhost:8443" };
	struct uploads files = { .n = 0 };
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == OPTION_FILE && upload_add(&files, optarg) != RUN_DONE)
			return RUN_MISUSED;
		if (option != OPTION_FILE && !server_option(&s, option, optarg))
			return RUN_MISUSED;
	}
	if (optind < argc) {
		complain("Code and message are asked for, or read from the input: the code from its first line, the "
		    "message from the others.");
		return RUN_MISUSED;
	}
	return read_and_send(&s, &files);
}
