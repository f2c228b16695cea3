/* receipt.c: receipts and messages as JSON. */
#include "receipt.h"

#include <sodium.h>
#include <stdio.h>

#include "clock.h"

json_t *
receipt_files(const struct report *said)
{
	json_t *list = json_array();

	for (size_t i = 0; i < said->n_files && list != NULL; i++) {
		const struct report_file *f = &said->file[i];
		char hex[2 * sizeof f->sha256 + 1];

		sodium_bin2hex(hex, sizeof hex, f->sha256, sizeof f->sha256);
		if (json_array_append_new(list, json_pack("{s:s,s:I,s:b}", "sha256", hex, "size", (json_int_t)f->size,
		    "cleaned", 0)) != 0) {
			json_decref(list);
			list = NULL;
		}
	}
	return list;
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

json_t *
receipt_next(const struct calendar *c, int64_t due)
{
	char next[400], at[CLOCK_WORDS];

	/* An aim, not a promise: nothing here knows yet who is on duty. */
	clock_words(c, due, at);
	snprintf(next, sizeof next, "Keep this code: it is the only way to see what happens and to talk to us, and we "
	    "cannot give it again. Our aim is that a trained adult looks at your report by %s. They may answer or ask "
	    "you something: check with the code. If anyone is in danger now, do not wait: call 999.", at);
	return json_string(next);
}
