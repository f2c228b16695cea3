/* check.c: "concern check": how far a report is, and what staff wrote. */
#include <stdlib.h>

#include "ask.h"
#include "http.h"
#include "refcode.h"
#include "secret.h"

static const struct option options[] = { SERVER_OPTIONS, { NULL, 0, NULL, 0 } };

static enum run
show(struct span answer)
{
	static const char *const members[] = { "status", "status_text", NULL };
	json_t *v = NULL;
	enum run r = answer_read(answer, &v);

	if (r == RUN_DONE)
		r = answer_has(v, members);
	if (r == RUN_DONE) {
		say_text(stdout, json_text(v, "status_text"), "");
		fputc('\n', stdout);
		if (json_text(v, "helped_text").n > 0) {
			say_text(stdout, json_text(v, "helped_text"), "");
			fputc('\n', stdout);
		}
		if (json_text(v, "due_text").n > 0) {
			fputs("Come back after ", stdout);
			say_text(stdout, json_text(v, "due_text"), "");
			fputs(".\n", stdout);
		}
		say_messages(stdout, json_object_get(v, "messages"), NULL);
	}
	json_decref(v);
	return r;
}

static enum run
check(const struct server *s, const char *code)
{
	struct http *h = NULL;
	struct buf answer;
	json_t *body = json_pack("{s:s}", "code", code);
	enum run r = body == NULL ? fail("Writing the request", GW_ENOMEM) : http_open(s, &h);

	buf_init(&answer, HTTP_ANSWER_MAX);
	if (r == RUN_DONE)
		r = http_post(h, "/api/v1/reports/check", body, &answer);
	if (r == RUN_DONE && s->json)
		say_json(buf_span(&answer));
	else if (r == RUN_DONE)
		r = show(buf_span(&answer));
	http_close(h);
	json_decref(body);
	buf_free(&answer);
	return r;
}

enum run
check_main(int argc, char **argv)
{
	struct server s = { .url = "https://localhost:8443" };
	char code[REFCODE_TEXT];
	enum run r;
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
		if (!server_option(&s, option, optarg))
			return RUN_MISUSED;
	if (optind < argc) {
		complain("The code is asked for, or read from the first line of the input; it does not belong on the "
		    "command line, where others on this computer can see it.");
		return RUN_MISUSED;
	}
	r = ask_code(code);
	if (r == RUN_DONE)
		r = check(&s, code);
	secret_wipe(code, sizeof code);
	return r;
}
