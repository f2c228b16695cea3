/* json.c: strict reading by jansson, with a depth check before it, without its error texts: they quote the input. */
#include "json.h"

#include <stdio.h>

#include "limit.h"
#include "secret.h"

struct sink {
	struct buf *out;
	enum gw_err e;
};

/* The line where the depth is first exceeded, or 0. Brackets inside strings do not count. Text that is no JSON may
 * be counted wrongly, but never too low: outside a string jansson counts the same brackets. */
static size_t
line_too_deep(struct span text)
{
	size_t depth = 0, line = 1;
	bool in_string = false;

	for (size_t i = 0; i < text.n; i++) {
		uint8_t c = text.p[i];

		if (c == '\n')
			line++;
		if (in_string && c == '\\')
			i++;
		else if (c == '"')
			in_string = !in_string;
		else if (!in_string && (c == '{' || c == '[') && ++depth > LIMIT_JSON_DEPTH)
			return line;
		else if (!in_string && (c == '}' || c == ']') && depth > 0)
			depth--;
	}
	return 0;
}

static const char *
fault_text(enum json_error_code code)
{
	switch (code) {
	case json_error_invalid_utf8:
		return "a string is not valid UTF-8";
	case json_error_premature_end_of_input:
		return "it ends too early";
	case json_error_end_of_input_expected:
		return "there is something after its end";
	case json_error_null_character:
	case json_error_null_byte_in_key:
		return "a string holds a NUL character";
	case json_error_duplicate_key:
		return "repeated key";
	case json_error_numeric_overflow:
		return "a number is too large";
	default:
		return "this is not JSON";
	}
}

static int
append(const char *bytes, size_t n, void *arg)
{
	struct sink *sink = arg;

	sink->e = buf_add(sink->out, (struct span){ (const uint8_t *)bytes, n });
	return sink->e == GW_OK ? 0 : -1;
}

enum gw_err
json_read(struct span text, json_t **v, char fault[JSON_FAULT])
{
	json_error_t error = { 0 };
	size_t line = line_too_deep(text);
	enum gw_err e = GW_EINPUT;

	*v = NULL;
	fault[0] = '\0';
	if (line > 0) {
		snprintf(fault, JSON_FAULT, "line %zu: nested more than %d deep", line, LIMIT_JSON_DEPTH);
		return GW_ELIMIT;
	}
	*v = json_loadb(text.n > 0 ? (const char *)text.p : "", text.n, JSON_REJECT_DUPLICATES, &error);
	if (*v != NULL)
		return GW_OK;
	if (json_error_code(&error) == json_error_out_of_memory)
		e = GW_ENOMEM;
	else
		snprintf(fault, JSON_FAULT, "line %d: %s", error.line > 0 ? error.line : 1,
		    fault_text(json_error_code(&error)));
	/* jansson quotes what it could not read. */
	secret_wipe(&error, sizeof error);
	return e;
}

enum gw_err
json_write(const json_t *v, struct buf *out)
{
	size_t before = out->n;
	struct sink sink = { out, GW_OK };

	if (json_dump_callback(v, append, &sink, JSON_COMPACT) == 0)
		return GW_OK;
	if (out->n > before)
		secret_wipe(out->p + before, out->n - before);
	out->n = before;
	return sink.e != GW_OK ? sink.e : GW_ENOMEM;
}

struct span
json_text(const json_t *obj, const char *key)
{
	const json_t *v = json_object_get(obj, key);

	return (struct span){ (const uint8_t *)json_string_value(v), json_string_length(v) };
}
