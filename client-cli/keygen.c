/* keygen.c: "concern keygen": a key pair for a computer of community safety's, made here; the gateway gets the public
 * half with the code of an invitation. The private half is on this disk before anything is sent. */
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "ask.h"
#include "check_words.h"
#include "refcode.h"
#include "secret.h"
#include "station.h"

static const struct option options[] = { STATION_OPTIONS, { NULL, 0, NULL, 0 } };

static enum run
say_done(const struct station *s, const struct keyfile *d)
{
	char words[CHECK_WORDS_TEXT];

	check_words(d->key.pk, words);
	if (s->server.json) {
		if (say_object_take(json_pack("{s:s,s:s}", "name", d->name, "check_words", words)) != GW_OK)
			return fail("Writing the answer", GW_ENOMEM);
		return RUN_DONE;
	}
	printf("The key of \"%s\" is in %s.\nCheck words: %s\n", d->name, s->key_file, words);
	puts("Read them to a colleague of community safety on the phone. When theirs are the same, they let this "
	    "computer in\n"
	    "on the people page. Keep the key file on this computer alone: whoever has it can read what is pulled.");
	return RUN_DONE;
}

static enum run
enrol(struct station *s, struct keyfile *d, const char *code)
{
	static const char *const members[] = { "name", NULL };
	char pk[sodium_base64_ENCODED_LEN(KEY_BYTES, sodium_base64_VARIANT_ORIGINAL)];
	json_t *body, *v = NULL;
	struct buf answer;
	enum run r;

	sodium_bin2base64(pk, sizeof pk, d->key.pk, KEY_BYTES, sodium_base64_VARIANT_ORIGINAL);
	body = json_pack("{s:s,s:s}", "code", code, "pk", pk);
	buf_init(&answer, LIMIT_HTTP_BUFFER);
	r = body == NULL ? fail("Asking", GW_ENOMEM) : http_post(s->http, "/api/v1/device", body, &answer);
	if (r == RUN_REFUSED)
		unlink(s->key_file);		/* nobody knows this key, so nobody needs it */
	else if (r != RUN_DONE)
		complain("The key stays in %s. If the people page shows this computer with its check words all the "
		    "same, use it with --name.", s->key_file);
	if (r == RUN_DONE && (r = answer_read(buf_span(&answer), &v)) == RUN_DONE &&
	    (r = answer_has(v, members)) == RUN_DONE &&
	    (r = keyfile_call(s->key_file, d, json_text(v, "name"))) == RUN_DONE)
		r = say_done(s, d);
	json_decref(v);
	json_decref(body);
	buf_free(&answer);
	return r;
}

static enum run
read_code(char code[REFCODE_TEXT])
{
	struct refcode parsed;
	struct buf line;
	int group;
	enum run r;

	buf_init(&line, LIMIT_NAME * 2);
	r = ask_secret("The code of the invitation:", "an invitation's code", &line);
	if (r == RUN_DONE && refcode_parse(buf_span(&line), &parsed, &group) != REFCODE_FINE) {
		complain("This is not the code of an invitation. It has five groups of four letters and digits.");
		r = RUN_MISUSED;
	} else if (r == RUN_DONE) {
		refcode_text(&parsed, code);
	}
	secret_wipe(&parsed, sizeof parsed);
	buf_free(&line);
	return r;
}

enum run
keygen_main(int argc, char **argv)
{
	struct station s = { .server = { .url = STATION_SERVER } };
	struct keyfile *d = NULL;
	char code[REFCODE_TEXT];
	int option;
	enum run r;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
		if (!station_option(&s, option, optarg))
			return RUN_MISUSED;
	if (optind != argc || s.key_file == NULL || s.server.cert == NULL || s.server.key == NULL || s.name != NULL) {
		complain("Usage: concern keygen --key-file FILE --cert FILE --key FILE; the name comes with the "
		    "invitation.");
		return RUN_MISUSED;
	}
	if ((r = read_code(code)) == RUN_DONE && (r = http_open(&s.server, &s.http)) == RUN_DONE &&
	    (r = keyfile_make(s.key_file, &d)) == RUN_DONE)
		r = enrol(&s, d, code);
	secret_wipe(code, sizeof code);
	http_close(s.http);
	keyfile_free(d);
	return r;
}
