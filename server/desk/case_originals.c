/* case_originals.c: questions first, then answers. */
#include "case_originals.h"

#include <string.h>

#include "file_words.h"
#include "moment.h"
#include "originals.h"

/* Somebody else's, about a file that nobody has locked since. */
static bool
waits_for(const struct opened *c, const struct entry *asked, const char *member)
{
	const uint32_t number = originals_file(asked);
	const struct report_file *f = opened_file(c, number, NULL);

	return f != NULL && strcmp(asked->by, member) != 0 && file_held(&c->entries, f, number) == HELD_NOT;
}

/* Who agreed last. */
static struct span
agreed_by(const struct originals *o, const char *member)
{
	struct span by = { NULL, 0 };

	for (size_t i = 0; i < o->n; i++)
		if (o->ask[i].agreed && strcmp(o->ask[i].asked->by, member) == 0)
			by = span_of(o->ask[i].said->by);
	return by;
}

void
case_originals_fill(const struct opened *c, const struct situation *s, const struct case_reader *r,
    struct scrap *scrap, struct console_case *f)
{
	struct console_original *list = scrap_take(scrap, s->originals.n + c->listed_files, sizeof *list);
	struct originals o;

	for (size_t i = 0; list != NULL && i < s->originals.n; i++) {
		const struct entry *asked = s->originals.of[i].entry;

		if (waits_for(c, asked, r->member))
			list[f->originals_n++] = (struct console_original){ .by = span_of(asked->by),
				.why = sheet_text(asked->sheet, asked->field, "text"),
				.number = originals_file(asked), .shown = originals_file(asked) + 1 };
	}
	for (uint32_t n = 0; list != NULL && n < c->listed_files; n++) {
		int64_t until;

		originals_read(c->entries.entry, c->entries.part, c->entries.n, n, &o);
		if ((until = originals_until(&o, r->member, r->now)) != 0)
			list[f->originals_n++] = (struct console_original){ .is_mine = true,
				.by = agreed_by(&o, r->member), .number = n, .shown = n + 1,
				.until = moment_say(scrap, r->calendar, "", until) };
	}
	f->originals = list;
}
