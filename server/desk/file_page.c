/* file_page.c: open the case, look for the copy, make it if there is none, show. */
#include "file_page.h"

#include <string.h>

#include "copy_make.h"
#include "copy_read.h"
#include "file.h"
#include "file_show.h"
#include "log.h"
#include "malware_note.h"
#include "path.h"

enum { FILE_TEXT = 64 * 1024 };		/* bytes of a text that a page shows */

struct file_work {
	struct scrap scrap;
	uint8_t report[ID_BYTES];
	struct path_attachment at;
	struct file_copy *stream;	/* of what lies below the page */
	/* --- the page --- */
	const struct opened *c;		/* the seat's */
	const struct report_file *sent;
	const struct opened_part *part;
	struct originals originals;
	struct copy_make *make;
	bool was_made;			/* one try a request */
	struct malware_note *note;
	struct copy_read *copy;
	struct copy_head head;
	int64_t page;
	struct span text;
	struct console m;
};

static void
work_end(void *work)
{
	struct file_work *w = work;

	file_free(w->stream);
	copy_make_free(w->make);
	malware_note_free(w->note);
	copy_read_free(w->copy);
	scrap_end(&w->scrap);
}

/* --- showing --- */

static void
show(struct seat *s, bool is_locked)
{
	struct file_work *w = s->work;
	const struct file_show f = { w->c, w->sent, w->part, &w->originals, &s->desk->setup->policy->calendar, s->now,
		w->at.file, is_locked, &w->head, (unsigned)w->page, w->text };

	file_show(&f, &w->scrap, &w->m);
	if (w->scrap.failed)
		seat_fail(s, GW_ENOMEM);
	else
		seat_show(s, 200, CONSOLE_FILE, &w->m);
}

/* Its cleaner died, was ended, or never began: the page says so, and offers to try again. */
static void
show_without(struct seat *s, enum copy_state state)
{
	struct file_work *w = s->work;

	w->head = (struct copy_head){ .state = state };
	show(s, state == COPY_INFECTED);
}

/* --- the copy --- */

/* UTF-8's following bytes are 10xxxxxx: no character is cut in two. */
static size_t
letters_cut(const uint8_t *text, size_t n)
{
	while (n > 0 && (text[n] & 0xc0) == 0x80)
		n--;
	return n;
}

/* Its beginning; all of it, verified whole, when that is not more. */
static enum gw_err
text_read(struct file_work *w)
{
	uint8_t *text = scrap_take(&w->scrap, FILE_TEXT + LIMIT_CHUNK, 1);
	size_t n = 0;
	struct span piece = { NULL, 1 };
	enum gw_err e = text == NULL ? GW_ENOMEM : GW_OK;

	while (e == GW_OK && n <= FILE_TEXT && piece.n > 0) {
		if ((e = copy_read_next(w->copy, &piece)) != GW_OK || piece.n == 0)
			continue;
		memcpy(text + n, piece.p, piece.n);
		n += piece.n;
	}
	if (e == GW_OK && n > FILE_TEXT)
		n = letters_cut(text, FILE_TEXT);
	if (e == GW_OK && text_is_utf8((struct span){ text, n }))	/* else it is a download alone */
		w->text = (struct span){ text, n };
	return e;
}

static void
on_head(struct seat *s, struct msg *m)
{
	struct file_work *w = s->work;
	const struct copy_head *h = NULL;
	enum gw_err e = m->fd < 0 ? GW_EDENIED : copy_read_head_take(w->copy, &m->fd, m->u.file.sealed_bytes, &h);

	if (e == GW_OK) {
		w->head = *h;
		if (h->kind == COPY_TEXT)
			e = text_read(w);
	}
	if (e != GW_OK) {
		log_fault(LOG_SPOOL, e);
		opening_refuse(s->x, e == GW_EDENIED ? OPENING_BROKEN : OPENING_FAILED, e);
	} else if (h->n_pages > 0 && w->page > h->n_pages) {
		seat_fail(s, GW_EABSENT);
	} else {
		show(s, false);
	}
}

static void copy_ask(struct seat *s);

static void
on_made(void *arg, enum gw_err e, enum copy_state state)
{
	struct seat *s = arg;

	if (e == GW_EINPUT)
		show(s, true);
	else if (e == GW_EDENIED)
		opening_refuse(s->x, OPENING_BROKEN, e);
	else if (e != GW_OK)
		show_without(s, COPY_LATER);
	else if (copy_may_come(state) || state == COPY_INFECTED)
		show_without(s, state);
	else
		copy_ask(s);
}

/* There is none. What the report says of it stands, unless trying may help. */
static void
absent(struct seat *s)
{
	struct file_work *w = s->work;
	const enum copy_state state = w->sent->copy == COPY_CLEAN ? COPY_LATER : w->sent->copy;

	if (!w->was_made && copy_may_come(state)) {
		w->was_made = true;
		if (copy_make_new(s->desk, w->c, s->token, w->at.file, on_made, s, &w->make) == GW_OK)
			return;
	}
	show_without(s, state);
}

static void
on_told(void *arg)
{
	show(arg, true);
}

/* The vault has locked what nobody has locked by an entry: when the scanner found it the case could not be told. */
static void
held(struct seat *s)
{
	struct file_work *w = s->work;

	if (malware_note_new(s->desk, s->token, w->report, w->at.file, on_told, s, &w->note) != GW_OK)
		show(s, true);
}

static void
on_copy(struct seat *s, enum gw_err e, struct msg *m)
{
	if (e == GW_OK)
		on_head(s, m);
	else if (e == GW_EABSENT)
		absent(s);
	else if (e == GW_EINPUT)
		held(s);
	else if (e == GW_EDENIED)
		seat_fail(s, GW_EABSENT);
	else
		seat_fail(s, e);
}

static void
copy_ask(struct seat *s)
{
	struct file_work *w = s->work;
	struct msg m = { .type = MSG_FILE_GET, .fd = -1 };

	memcpy(m.u.file_get.session, s->session_id, SESSION_ID);
	memcpy(m.u.file_get.report, w->report, ID_BYTES);
	m.u.file_get.file = w->at.file;
	m.u.file_get.wanted = FILE_COPY;
	seat_ask(s, &m, MSG_FILE, on_copy);
}

/* --- the case --- */

static void
on_opened(void *arg, enum opening_end end, enum gw_err e, const struct opened *c)
{
	struct seat *s = arg;
	struct file_work *w = s->work;

	if (end != OPENING_DONE) {
		opening_refuse(s->x, end, e);
		return;
	}
	w->c = c;
	w->sent = opened_file(c, w->at.file, &w->part);
	if (w->sent == NULL || w->sent->size == 0) {
		seat_fail(s, GW_EABSENT);
		return;
	}
	originals_read(c->entries.entry, c->entries.part, c->entries.n, w->at.file, &w->originals);
	if (w->originals.hold != NULL || w->sent->copy == COPY_INFECTED)
		show(s, true);
	else if ((e = copy_read_new(c->report_key, c->report, w->at.file, &w->copy)) != GW_OK)
		seat_fail(s, e);
	else
		copy_ask(s);
}

static void
on_room(struct exchange *x)
{
	file_more(((struct file_work *)seat_of(x)->work)->stream);
}

static void
stream(struct seat *s, struct file_work *w)
{
	static const enum file_of ofs[] = { [PATH_FILE] = FILE_OF_COPY, [PATH_COPY] = FILE_OF_COPY,
		[PATH_PAGE] = FILE_OF_PAGE, [PATH_ORIGINAL] = FILE_OF_ORIGINAL };

	file_start(s->x, &(struct file_wish){ .token = s->token, .report = w->report, .file = w->at.file,
	    .of = ofs[w->at.below], .page = w->at.page, .room = on_room }, &w->stream);
}

void
file_page_get(struct seat *s)
{
	struct path_attachment at = { .below = PATH_FILE };
	uint8_t report[ID_BYTES];
	struct file_work *w;
	struct span below;
	enum gw_err e;

	if (path_report(s->rest, report, &below) != GW_OK || path_attachment(below, &at) != GW_OK) {
		seat_fail(s, GW_EABSENT);
		return;
	}
	w = seat_work(s, sizeof *w, work_end);
	if (w == NULL)
		return;
	memcpy(w->report, report, ID_BYTES);
	w->at = at;
	w->page = 1;
	if (at.below != PATH_FILE) {
		stream(s, w);
	} else if (form_has(&s->form, "page") && (path_decimal(form_value(&s->form, "page"), LIMIT_COPY_PAGES,
	    &w->page) != GW_OK || w->page == 0)) {
		seat_fail(s, GW_EABSENT);
	} else if ((e = opening_look(s->desk, s->token, w->report, on_opened, s, &s->opening)) != GW_OK) {
		seat_fail(s, e);
	}
}
