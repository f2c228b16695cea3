/* station.c: a name out, a sealed token back. */
#include "station.h"

#include <string.h>

#include <sodium.h>

#include "secret.h"

static const char cookie_name[] = "__Host-session=";

bool
station_option(struct station *s, int option, const char *value)
{
	switch (option) {
	case OPTION_KEY_FILE:
		s->key_file = value;
		return true;
	case OPTION_NAME:
		s->name = value;
		return true;
	case OPTION_CERT:
		s->server.cert = value;
		return true;
	case OPTION_KEY:
		s->server.key = value;
		return true;
	default:
		return server_option(&s->server, option, value);
	}
}

/* For who does not hold the key the token stays shut: then the name is another computer's, or has left. */
static enum run
token_open(const struct station *s, struct span sealed, uint8_t token[SESSION_TOKEN])
{
	uint8_t box[SESSION_TOKEN + crypto_box_SEALBYTES];
	size_t n = 0;

	if (sodium_base642bin(box, sizeof box, (const char *)sealed.p, sealed.n, NULL, &n, NULL,
	    sodium_base64_VARIANT_ORIGINAL) == 0 && n == sizeof box &&
	    crypto_box_seal_open(token, box, n, s->device->key.pk, s->device->key.sk) == 0)
		return RUN_DONE;
	complain("The gateway knows no computer of this name and key: it was not let in yet, it has left, or the key "
	    "file is another computer's.");
	return RUN_REFUSED;
}

static enum run
cookie_set(struct station *s, const uint8_t token[SESSION_TOKEN])
{
	char text[sizeof cookie_name + 2 * SESSION_TOKEN];
	enum run r;

	memcpy(text, cookie_name, sizeof cookie_name - 1);
	sodium_bin2hex(text + sizeof cookie_name - 1, 2 * SESSION_TOKEN + 1, token, SESSION_TOKEN);
	r = http_cookie(s->http, text);
	secret_wipe(text, sizeof text);
	return r;
}

static enum run
sign_in(struct station *s)
{
	static const char *const members[] = { "sealed", NULL };
	json_t *body = json_pack("{s:s}", "name", s->name), *v = NULL;
	uint8_t token[SESSION_TOKEN];
	struct buf answer;
	enum run r;

	if (body == NULL) {
		complain("The name is not text in UTF-8.");
		return RUN_MISUSED;
	}
	buf_init(&answer, LIMIT_HTTP_BUFFER);
	r = http_post(s->http, "/api/v1/device/session", body, &answer);
	if (r == RUN_DONE && (r = answer_read(buf_span(&answer), &v)) == RUN_DONE &&
	    (r = answer_has(v, members)) == RUN_DONE && (r = token_open(s, json_text(v, "sealed"), token)) == RUN_DONE)
		r = cookie_set(s, token);
	secret_wipe(token, sizeof token);
	json_decref(v);
	json_decref(body);
	buf_free(&answer);
	return r;
}

enum run
station_open(struct station *s)
{
	enum run r;

	if (s->key_file == NULL || s->server.cert == NULL || s->server.key == NULL) {
		complain("This needs --key-file FILE, and the device's --cert FILE and --key FILE.");
		return RUN_MISUSED;
	}
	if ((r = keyfile_read(s->key_file, &s->device)) != RUN_DONE)
		return r;
	if (s->name == NULL)
		s->name = s->device->name;
	if (s->name[0] == '\0') {
		complain("The key file has no name yet: say with --name NAME what the invitation was for.");
		r = RUN_MISUSED;
	}
	if (r == RUN_DONE && (r = http_open(&s->server, &s->http)) == RUN_DONE && (r = sign_in(s)) == RUN_DONE)
		return RUN_DONE;
	http_close(s->http);
	keyfile_free(s->device);
	s->http = NULL;
	s->device = NULL;
	return r;
}

void
station_close(struct station *s)
{
	if (s->http != NULL && http_delete(s->http, "/api/v1/session") != RUN_DONE)
		complain("The session could not be ended; it ends by itself.");
	http_close(s->http);
	keyfile_free(s->device);
	s->http = NULL;
	s->device = NULL;
}
