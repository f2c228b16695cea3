/* say.c: words to a person; nothing that came from outside can steer the terminal. */
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "concern.h"
#include "copy.h"
#include "limit.h"

enum { PARAGRAPH_COLUMNS = 78 };

void
complain(const char *fmt, ...)
{
	va_list ap;

	fflush(stdout);		/* so that both streams read in order */
	fputs("concern: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

enum run
fail(const char *doing, enum gw_err e)
{
	complain("%s did not work: %s.", doing, gw_err_text(e));
	return RUN_FAULT;
}

/* Length of the UTF-8 sequence at p, and its code point; 1 and U+FFFD when it is none. Text has been checked on its
 * way in, but by the other computer. */
static size_t
code_point(const uint8_t *p, size_t n, uint32_t *cp)
{
	const size_t length = p[0] < 0x80 ? 1 : p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 :
	    p[0] < 0xf5 ? 4 : 0;

	*cp = length == 1 ? p[0] : p[0] & (0xffu >> (length + 1));
	for (size_t i = 1; i < length && length <= n; i++) {
		if ((p[i] & 0xc0) != 0x80) {
			*cp = 0xfffd;
			return 1;
		}
		*cp = *cp << 6 | (p[i] & 0x3f);
	}
	if (length != 0 && length <= n)
		return length;
	*cp = 0xfffd;
	return 1;
}

static bool
steers_terminal(uint32_t cp)
{
	return (cp < 0x20 && cp != '\t') || (cp >= 0x7f && cp < 0xa0) || cp == 0x200e || cp == 0x200f ||
	    cp == 0x2028 || cp == 0x2029 || (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069);
}

void
say_text(FILE *to, struct span text, const char *indent)
{
	size_t length;
	uint32_t cp;

	for (size_t at = 0; at < text.n; at += length) {
		length = code_point(text.p + at, text.n - at, &cp);
		if (cp == '\r' && at + 1 < text.n && text.p[at + 1] == '\n')
			continue;
		if (cp == '\n')
			fprintf(to, "\n%s", indent);
		else if (cp == 0xfffd || steers_terminal(cp))
			fputs("\xef\xbf\xbd", to);
		else
			fwrite(text.p + at, 1, length, to);
	}
}

void
say_paragraph(FILE *to, struct span text)
{
	size_t column = 0, end;

	for (size_t at = 0; at < text.n; at = end + 1) {
		const uint8_t *space = memchr(text.p + at, ' ', text.n - at);

		end = space == NULL ? text.n : (size_t)(space - text.p);
		if (column > 0 && column + 1 + end - at > PARAGRAPH_COLUMNS) {
			fputc('\n', to);
			column = 0;
		} else if (column > 0) {
			fputc(' ', to);
			column++;
		}
		say_text(to, (struct span){ text.p + at, end - at }, "");
		column += end - at;
	}
	fputc('\n', to);
}

/* What became of its clean copy; an older gateway does not say. */
static void
say_copy(FILE *to, struct span code)
{
	static const char *const words[COPY_STATE_N] = {
		[COPY_LATER] = "Not checked yet when it arrived.",
		[COPY_CLEAN] = "Hidden facts were taken out, like where a photo was taken.",
		[COPY_STRANGE] = "Hidden facts could not be taken out: it is opened only if two of the staff agree.",
		[COPY_DAMAGED] = "It looks cut short or broken. It can be sent again.",
		[COPY_INFECTED] = "It looks harmful, so nobody will open it. Say in words what it shows.",
	};
	enum copy_state s = copy_state_of(code);

	if (copy_may_come(s))
		s = COPY_LATER;
	else if (s == COPY_TOO_MUCH)
		s = COPY_STRANGE;
	if (s < COPY_STATE_N)
		fprintf(to, "    %s\n", words[s]);
}

void
say_file(FILE *to, const json_t *file, const char *name)
{
	const json_int_t size = json_integer_value(json_object_get(file, "size"));

	if (name == NULL)
		name = "file";
	fputs("  ", to);
	say_text(to, span_of(name), "");
	fprintf(to, ", %" JSON_INTEGER_FORMAT " bytes\n    SHA-256 ", size);
	say_text(to, json_text(file, "sha256"), "");
	fputc('\n', to);
	say_copy(to, json_text(file, "copy"));
}

static void
say_message(FILE *to, const json_t *message, size_t *number)
{
	const struct span from = json_text(message, "from");
	const json_t *file;
	size_t i;

	fprintf(to, "\n%s, ", span_is(from, "you") ? "You" : span_is(from, "staff") ? "Staff" : "The reporter");
	say_text(to, json_text(message, "at"), "");
	fputs("\n  ", to);
	say_text(to, json_text(message, "text"), "  ");
	fputc('\n', to);
	json_array_foreach(json_object_get(message, "files"), i, file) {
		if (number != NULL)
			fprintf(to, "  Attachment %zu:\n", (*number)++);
		say_file(to, file, json_string_value(json_object_get(file, "name")));
	}
}

void
say_messages(FILE *to, const json_t *messages, const size_t *first)
{
	size_t i, number = first == NULL ? 0 : *first;
	const json_t *message;

	json_array_foreach(messages, i, message)
		say_message(to, message, first == NULL ? NULL : &number);
}

void
say_json(struct span answer)
{
	while (answer.n > 0 && (answer.p[answer.n - 1] == ' ' || answer.p[answer.n - 1] == '\n'))
		answer.n--;
	fwrite(answer.p, 1, answer.n, stdout);
	fputc('\n', stdout);
}

enum gw_err
say_object_take(json_t *v)
{
	enum gw_err e = GW_ENOMEM;
	struct buf bytes;

	buf_init(&bytes, LIMIT_JSON_ANSWER);
	if (v != NULL && (e = json_write(v, &bytes)) == GW_OK)
		say_json(buf_span(&bytes));
	buf_free(&bytes);
	json_decref(v);
	return e;
}

enum run
answer_has(const json_t *v, const char *const *members)
{
	for (; *members != NULL; members++) {
		if (json_is_string(json_object_get(v, *members)))
			continue;
		complain("The server's answer lacks \"%s\"; this may not be a concern gateway, or a newer one.",
		    *members);
		return RUN_FAULT;
	}
	return RUN_DONE;
}

enum run
answer_read(struct span answer, json_t **v)
{
	char fault[JSON_FAULT];

	if (json_read(answer, v, fault) == GW_OK)
		return RUN_DONE;
	complain("The server's answer cannot be read (%s); this may not be a concern gateway.", fault);
	return RUN_FAULT;
}
