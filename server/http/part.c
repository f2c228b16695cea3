/* part.c: who a part is: its name, and the file name it had on the reporter's device. */
#include "part.h"

#include <string.h>

#include "field.h"
#include "report.h"

static const char NOT_HEAD[] = "The head of a part of the form is not written as it should be.";
static const char NO_NAME[] = "A part of the form has no name, or two.";
static const char ENCODED[] = "A part of the form is encoded; send its bytes as they are.";
static const char TOO_MANY[] = "The head of a part of the form has too many lines.";

static enum gw_err
refuse(const char **why, const char *sentence, enum gw_err e)
{
	*why = sentence;
	return e;
}

/* Ends a name that was cut in the middle of a character before that character. */
static size_t
whole_characters(const char *text, size_t n)
{
	while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80)
		n--;
	return n;
}

/* What follows the last slash of either kind, unescaped; what is no text becomes '_'. A name is never a reason to
 * turn a file away. */
static void
take_file_name(struct multipart *m, const struct field_param *p)
{
	const bool utf8 = text_is_utf8(p->value);
	char *const name = m->file_name;
	size_t n = 0;

	for (size_t i = 0; i < p->value.n; i++) {
		uint8_t c = p->value.p[i];

		if (c == '\\' && p->quoted && i + 1 < p->value.n && p->value.p[i + 1] == '"')
			c = p->value.p[++i];
		if (c == '/' || c == '\\') {
			n = 0;
			continue;
		}
		if (c < ' ' || c == 0x7f || (c >= 0x80 && !utf8))
			c = '_';
		else if (c >= 0x80 && c < 0xa0 && p->value.p[i - 1] == 0xc2 && n > 0 && n <= LIMIT_FILE_NAME)
			name[n - 1] = c = '_';	/* a control of ISO 8859-1 */
		if (n < LIMIT_FILE_NAME + 1)
			name[n++] = (char)c;
	}
	if (n > LIMIT_FILE_NAME)
		n = whole_characters(name, LIMIT_FILE_NAME);
	memset(name + n, 0, sizeof m->file_name - n);
	m->is_file = true;
}

static enum gw_err
take_disposition(struct multipart *m, struct span value)
{
	struct span rest, kind = field_cut(value, ';', &rest);
	struct field_param p;
	enum gw_err e;

	if (!span_is_nocase(field_trim(kind), "form-data"))
		return GW_EINPUT;
	rest = (struct span){ value.p + kind.n, value.n - kind.n };
	while ((e = field_param_next(&rest, &p)) == GW_OK) {
		if (span_is_nocase(p.name, "name") && m->name[0] == '\0') {
			if (p.value.n == 0 || p.value.n >= sizeof m->name || !field_is_made_of(p.value, "-_.[]"))
				return GW_EINPUT;
			memcpy(m->name, p.value.p, p.value.n);
		} else if (span_is_nocase(p.name, "filename") && !m->is_file) {
			take_file_name(m, &p);
		} else {
			return GW_EINPUT;
		}
	}
	return e == GW_EABSENT && m->name[0] != '\0' ? GW_OK : GW_EINPUT;
}

static bool
is_plain_encoding(struct span value)
{
	return span_is_nocase(value, "binary") || span_is_nocase(value, "8bit") || span_is_nocase(value, "7bit");
}

/* The next line of head, without its CRLF; bytes that have no place in a head are refused. */
static enum gw_err
line_next(struct span *head, struct span *line)
{
	size_t n = 0;

	while (n < head->n && ((head->p[n] >= ' ' && head->p[n] != 0x7f) || head->p[n] == '\t'))
		n++;
	if (n + 1 >= head->n || head->p[n] != '\r' || head->p[n + 1] != '\n')
		return GW_EINPUT;
	*line = (struct span){ head->p, n };
	*head = (struct span){ head->p + n + 2, head->n - n - 2 };
	return GW_OK;
}

enum gw_err
part_read(struct span head, struct multipart *m, const char **why)
{
	struct span line, name, value;

	memset(m->name, 0, sizeof m->name);
	memset(m->file_name, 0, sizeof m->file_name);
	m->is_file = false;
	for (int n = 0; head.n > 0; n++) {
		if (line_next(&head, &line) != GW_OK)
			return refuse(why, NOT_HEAD, GW_EINPUT);
		if (line.n == 0)
			break;
		if (n == LIMIT_MULTIPART_FIELDS)
			return refuse(why, TOO_MANY, GW_ELIMIT);
		name = field_cut(line, ':', &value);
		value = field_trim(value);
		if (!field_is_token(name) || name.n == line.n)
			return refuse(why, NOT_HEAD, GW_EINPUT);
		if (span_is_nocase(name, "content-transfer-encoding") && !is_plain_encoding(value))
			return refuse(why, ENCODED, GW_EINPUT);
		if (!span_is_nocase(name, "content-disposition"))
			continue;
		if (m->name[0] != '\0' || take_disposition(m, value) != GW_OK)
			return refuse(why, NO_NAME, GW_EINPUT);
	}
	return m->name[0] != '\0' ? GW_OK : refuse(why, NO_NAME, GW_EINPUT);
}
