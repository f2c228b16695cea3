/* agenda.c: one line a case, read as it would be written. */
#include "agenda.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { ID_TEXT = 2 * ID_BYTES, LINE_TEXT = ID_TEXT + sizeof " 4294967295 changed\n", PARTS_TEXT = 3 };

enum gw_err
agenda_write(const struct agenda *a, struct buf *out)
{
	const size_t before = out->n;
	enum gw_err e = a->n <= LIMIT_AGENDA ? GW_OK : GW_ELIMIT;

	for (size_t i = 0; i < a->n && e == GW_OK; i++) {
		const struct agenda_item *item = &a->item[i];
		char hex[ID_TEXT + 1], line[LINE_TEXT];

		sodium_bin2hex(hex, sizeof hex, item->report, ID_BYTES);
		snprintf(line, sizeof line, "%s %u %s\n", hex, (unsigned)item->parts, item->is_new ? "new" : "changed");
		e = out->n - before + strlen(line) <= LIMIT_LIST ? buf_add_text(out, line) : GW_ELIMIT;
	}
	if (e != GW_OK)
		out->n = before;
	return e;
}

/* Takes what is before the first such byte off *text; false: there is none. */
static bool
cut(struct span *text, char at, struct span *word)
{
	const uint8_t *end = text->n == 0 ? NULL : memchr(text->p, at, text->n);

	if (end == NULL)
		return false;
	*word = (struct span){ text->p, (size_t)(end - text->p) };
	*text = (struct span){ end + 1, text->n - word->n - 1 };
	return true;
}

/* 1 to LIMIT_MESSAGES, without a zero in front. */
static bool
parts_read(struct span digits, uint32_t *parts)
{
	*parts = 0;
	if (digits.n == 0 || digits.n > PARTS_TEXT || digits.p[0] == '0')
		return false;
	for (size_t i = 0; i < digits.n; i++) {
		if (digits.p[i] < '0' || digits.p[i] > '9')
			return false;
		*parts = *parts * 10 + (uint32_t)(digits.p[i] - '0');
	}
	return *parts <= LIMIT_MESSAGES;
}

static bool
is_small_hex(struct span id)
{
	for (size_t i = 0; i < id.n; i++)
		if ((id.p[i] < '0' || id.p[i] > '9') && (id.p[i] < 'a' || id.p[i] > 'f'))
			return false;
	return id.n == ID_TEXT;
}

static bool
item_read(struct span line, struct agenda_item *item)
{
	struct span id, parts;
	size_t n;

	if (!cut(&line, ' ', &id) || !cut(&line, ' ', &parts) || !is_small_hex(id) || !parts_read(parts, &item->parts))
		return false;
	item->is_new = span_is(line, "new");
	return (item->is_new || span_is(line, "changed")) &&
	    sodium_hex2bin(item->report, ID_BYTES, (const char *)id.p, id.n, NULL, &n, NULL) == 0 && n == ID_BYTES;
}

static bool
is_there(const struct agenda *a, const uint8_t report[ID_BYTES])
{
	for (size_t i = 0; i < a->n; i++)
		if (memcmp(a->item[i].report, report, ID_BYTES) == 0)
			return true;
	return false;
}

enum gw_err
agenda_read(struct span text, struct agenda *a)
{
	struct agenda_item item;
	struct span line;

	a->n = 0;
	while (text.n > 0) {
		if (!cut(&text, '\n', &line) || !item_read(line, &item) || is_there(a, item.report))
			return GW_EINPUT;
		if (a->n == LIMIT_AGENDA)
			return GW_ELIMIT;
		a->item[a->n++] = item;
	}
	return GW_OK;
}
