/* receipt.c: receipts and messages as JSON. */
#include "receipt.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"

/* The longest receipt there can be, with the names and marks of JSON around each text. */
enum {
	SENTENCE = 128,
	NEXT_MAX = 2 * SENTENCE + 200,
	HELP_MAX = LIMIT_SERVICE_NAME + LIMIT_SERVICE_WHAT + 4 * LIMIT_SERVICE_LINE + 96,
	FILE_MAX = 144,
	LONGEST = REFCODE_TEXT + RECEIPT_URL + NEXT_MAX + LIMIT_HELP * HELP_MAX +
	    LIMIT_FILES * FILE_MAX + 128
};
_Static_assert((int)LONGEST <= (int)RECEIPT_BYTES, "or some receipts would be longer than others");

void
receipt_url(const struct config *c, const char code[REFCODE_TEXT], char url[RECEIPT_URL])
{
	snprintf(url, RECEIPT_URL, "https://%s/check#%s", c->public_host, code);
}

json_t *
receipt_files(const struct report *said)
{
	json_t *list = json_array();

	for (size_t i = 0; i < said->n_files && list != NULL; i++) {
		const struct report_file *f = &said->file[i];
		char hex[2 * sizeof f->sha256 + 1];

		sodium_bin2hex(hex, sizeof hex, f->sha256, sizeof f->sha256);
		if (json_array_append_new(list, json_pack("{s:s,s:I,s:b,s:s}", "sha256", hex,
		    "size", (json_int_t)f->size, "cleaned", f->copy == COPY_CLEAN,
		    "copy", copy_state_code(f->copy))) != 0) {
			json_decref(list);
			list = NULL;
		}
	}
	return list;
}

bool
receipt_is_same_file(const json_t *a, const json_t *b)
{
	return json_equal(json_object_get(a, "sha256"), json_object_get(b, "sha256")) &&
	    json_equal(json_object_get(a, "size"), json_object_get(b, "size"));
}

bool
receipt_is_same_files(const json_t *a, const json_t *b)
{
	const size_t n = json_array_size(a);
	bool is_same = n == json_array_size(b);

	for (size_t i = 0; i < n && is_same; i++)
		is_same = receipt_is_same_file(json_array_get(a, i), json_array_get(b, i));
	return is_same;
}

json_t *
receipt_message(const struct report *said, int64_t at_minute, bool from_staff)
{
	json_t *v = json_object();
	char at[CLOCK_TEXT];

	clock_text(at_minute, at);
	if (json_object_set_new(v, "from", json_string(from_staff ? "staff" : "you")) == 0 &&
	    json_object_set_new(v, "at", json_string(at)) == 0 &&
	    json_object_set_new(v, "text", json_stringn(said->text.n > 0 ? (const char *)said->text.p : "",
	    said->text.n)) == 0 &&
	    json_object_set_new(v, "files", receipt_files(said)) == 0)
		return v;
	json_decref(v);
	return NULL;
}

/* Who is there: a sentence, or none where nothing may be named. */
static void
say_look(const struct calendar *c, int64_t look, int64_t now, char text[SENTENCE])
{
	char at[CLOCK_WORDS];

	clock_words(c, look, at);
	if (look <= now)
		snprintf(text, SENTENCE, " A trained adult is there to read what you sent.");
	else if (look != COVER_NEVER)
		snprintf(text, SENTENCE, " Nobody is there to read it now. A trained adult next looks at %s.", at);
	else
		snprintf(text, SENTENCE, " We cannot say when a trained adult will read it.");
}

json_t *
receipt_next(const struct calendar *c, const struct promise *promise, int64_t now)
{
	char next[NEXT_MAX], look[SENTENCE], back[SENTENCE] = "", at[CLOCK_WORDS];

	say_look(c, promise->next_look, now, look);
	clock_words(c, promise->come_back, at);
	if (promise->come_back != COVER_NEVER)
		snprintf(back, sizeof back, " Come back with the code after %s.", at);
	snprintf(next, sizeof next, "If anyone is in danger now, do not wait: call 999. Keep this code: it is the only "
	    "way to see what happens and to talk to us, and we cannot give it again.%s%s There may be an answer or a "
	    "question for you.", look, back);
	return json_string(next);
}

/* False without memory. */
static bool
add_line(json_t *to, const char *key, const char *text)
{
	return text[0] == '\0' || json_object_set_new(to, key, json_string(text)) == 0;
}

static json_t *
service_json(const struct service *s)
{
	json_t *v = json_object(), *contact = json_object();

	if (add_line(v, "name", s->name) && add_line(v, "what", s->what) &&
	    add_line(v, "for", audience_code(s->audience)) && add_line(contact, "call", s->call) &&
	    add_line(contact, "text", s->text) && add_line(contact, "web", s->web) &&
	    add_line(contact, "hours", s->hours) && json_object_set(v, "contact", contact) == 0) {
		json_decref(contact);
		return v;
	}
	json_decref(contact);
	json_decref(v);
	return NULL;
}

json_t *
receipt_help(const struct help *help)
{
	json_t *list = json_array();

	for (size_t i = 0; i < help->n && list != NULL; i++)
		if (json_array_append_new(list, service_json(help->service[i])) != 0) {
			json_decref(list);
			list = NULL;
		}
	return list;
}

enum gw_err
receipt_write(const json_t *v, struct buf *out)
{
	enum gw_err e = v == NULL ? GW_ENOMEM : json_write(v, out);
	uint8_t *spaces;

	if (e != GW_OK)
		return e;
	if (out->n > RECEIPT_BYTES)
		return GW_EBUG;
	if ((e = buf_reserve(out, RECEIPT_BYTES - out->n, &spaces)) == GW_OK) {
		memset(spaces, ' ', RECEIPT_BYTES - out->n);
		out->n = RECEIPT_BYTES;
	}
	return e;
}
