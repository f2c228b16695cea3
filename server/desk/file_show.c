/* file_show.c: words for what is known; nothing of a name that a reporter's device gave. */
#include "file_show.h"

#include <string.h>

#include <sodium.h>

#include "case_name.h"
#include "casefile.h"
#include "copy_words.h"
#include "file_words.h"
#include "filesize.h"
#include "moment.h"

/* --- what it is --- */

static struct span
kind_say(const struct copy_head *h, struct scrap *scrap)
{
	if (h->n_pages > 0)
		return scrap_print(scrap, "%s, %u page%s", file_kind_words(h->kind), h->n_pages,
		    h->n_pages == 1 ? "" : "s");
	return span_of(file_kind_words(h->kind));
}

static void
fill_sent(const struct file_show *f, struct scrap *scrap, struct console_attachment *a)
{
	char size[FILESIZE_WORDS], hex[2 * sizeof f->sent->sha256 + 1];

	filesize_words(f->sent->size, size);
	sodium_bin2hex(hex, sizeof hex, f->sent->sha256, sizeof f->sent->sha256);
	a->number = f->file;
	a->shown = (size_t)f->file + 1;
	a->kind = kind_say(f->head, scrap);
	a->size = scrap_print(scrap, "%s", size);
	a->sha256 = scrap_print(scrap, "%s", hex);
	a->from = span_of(f->part->kind == PART_FROM_STAFF ? "Staff" : "The reporter");
	a->at = moment_say_from(scrap, f->calendar, "", f->part->at, f->now);
}

static void
fill_copy(const struct file_show *f, struct console_attachment *a)
{
	const struct copy_head *h = f->head;

	a->state = span_of(copy_words(h->state));
	a->may_come = copy_may_come(h->state);
	a->is_clean = h->state == COPY_CLEAN;
	a->is_picture = copy_is_picture(h->kind);
	a->is_pdf = h->kind == COPY_PDF;
	a->is_text = h->kind == COPY_TEXT && f->text.n > 0;
	a->text = f->text;
	a->is_cut = f->text.n < h->size;
	a->page = f->page;
	a->pages = h->n_pages;
	a->before = f->page > 1 ? f->page - 1 : 0;
	a->after = f->page < h->n_pages ? f->page + 1 : 0;
}

/* --- who may have what --- */

/* Of a lock that only the vault knows of (a colleague's, a moment ago) the graver reason is taken. */
static void
fill_lock(const struct file_show *f, struct scrap *scrap, struct console_attachment *a)
{
	const struct entry *hold = f->originals->hold;

	a->is_locked = f->is_locked;
	a->is_malware = hold != NULL ? f->originals->held == HELD_MALWARE :
	    f->sent->copy == COPY_INFECTED || f->head->state == COPY_INFECTED;
	if (hold == NULL)
		return;
	a->locked_by = span_of(hold->by);
	if (a->is_malware)
		a->locked_why = sheet_text(SHEET_HOLD, hold->field, "text");
	a->locked_at = moment_say_from(scrap, f->calendar, "", hold->at, f->now);
}

/* What this person asked for, and what became of it. */
static void
fill_mine(const struct file_show *f, struct scrap *scrap, struct console_attachment *a)
{
	const struct original_ask *mine = originals_mine(f->originals, f->c->member);
	const int64_t until = originals_until(f->originals, f->c->member, f->now);

	a->until = moment_say_from(scrap, f->calendar, "", until, f->now);
	if (mine == NULL)
		return;
	if (mine->said == NULL) {
		a->waits_since = moment_say_from(scrap, f->calendar, "", mine->asked->at, f->now);
	} else if (!mine->agreed) {
		a->refused_by = span_of(mine->said->by);
		a->refused_why = sheet_text(SHEET_ORIGINAL_SAID, mine->said->field, "text");
	}
}

static void
fill_asks(const struct file_show *f, struct scrap *scrap, struct console_attachment *a)
{
	struct console_asked *list = scrap_take(scrap, f->originals->n, sizeof *list);

	for (size_t i = 0; list != NULL && i < f->originals->n; i++) {
		const struct original_ask *ask = &f->originals->ask[i];

		if (originals_may_say(ask, f->c->member))
			list[a->asks_n++] = (struct console_asked){ span_of(ask->asked->by),
			    moment_say_from(scrap, f->calendar, "", ask->asked->at, f->now),
			    sheet_text(SHEET_ORIGINAL, ask->asked->field, "text"), ask->part };
	}
	a->asks = list;
}

/* Whether this person's team passed the case on: then it records little in it. */
static bool
is_givers(const struct file_show *f)
{
	struct casefile file;

	casefile_read(f->c->entries.entry, f->c->entries.part, f->c->entries.n, &file);
	return file.come != NULL && strcmp(file.come->team, f->c->team) == 0;
}

void
file_show(const struct file_show *f, struct scrap *scrap, struct console *m)
{
	struct console_attachment *a = &m->attachment;
	const bool gave = is_givers(f);

	m->file.row.id = case_name_id(scrap, f->c->report);
	m->file.row.ref = case_name_ref(scrap, f->c->report);
	m->file.keep_from = buf_span(&f->c->part[0].words.keep_from);
	fill_sent(f, scrap, a);
	a->may_lock = !gave || casefile_giver_records(SHEET_HOLD);
	if (f->is_locked) {
		fill_lock(f, scrap, a);
		return;
	}
	fill_copy(f, a);
	fill_mine(f, scrap, a);
	if (!gave)
		fill_asks(f, scrap, a);
	a->may_ask = !gave || casefile_giver_records(SHEET_ORIGINAL);
}
