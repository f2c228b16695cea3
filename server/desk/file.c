/* file.c: which attachment it is comes from the opened case; its bytes come through the vault's descriptor. A copy that
 * is not there is made in between. */
#include "file.h"

#include <string.h>
#include <time.h>

#include <sodium.h>

#include "copy_make.h"
#include "copy_read.h"
#include "copy_words.h"
#include "log.h"
#include "originals.h"
#include "secret.h"
#include "unsealing.h"

/* Bytes of a copy that are passed over, at most, before others get their turn. */
enum { FILE_TURN = 512 * 1024 };

struct file_copy {
	struct exchange *x;
	void (*room)(struct exchange *x);
	struct opening *opening;
	const struct opened *c;		/* the opening's, until bytes go out */
	struct event *again;
	uint32_t ticket, file;
	enum file_of of;
	unsigned page;
	enum copy_state state;		/* of its copy, as the report says, or as a cleaner said since */
	enum gw_err may;		/* what the case itself says of opening it */
	struct copy_make *make;
	bool was_made;			/* one try a request */
	uint8_t token[SESSION_TOKEN];
	struct copy_read *copy;
	/* --- of an original --- */
	struct unsealing *original;
	uint8_t sha256[32];
	uint64_t left;			/* plain bytes not yet verified */
	crypto_hash_sha256_state hash;
	size_t held_n;
	uint8_t held[LIMIT_CHUNK];
};

void
file_locked(struct exchange *x)
{
	exchange_problem(x, 423, "This attachment is locked: nobody may open it. Its page in the console says what to "
	    "do.", NULL);
}

/* --- bytes --- */

/* Verified bytes of an original; the last of them are held until all else was verified. GW_MORE: none yet. */
static enum gw_err
original_next(struct file_copy *f, struct span *plain)
{
	uint8_t sha256[crypto_hash_sha256_BYTES];
	enum gw_err e = unsealing_next(f->original, plain);

	if (e != GW_OK)
		return e;
	if (plain->n > 0) {
		if (f->held_n > 0 || plain->n > f->left || plain->n > sizeof f->held)
			return GW_EDENIED;
		crypto_hash_sha256_update(&f->hash, plain->p, plain->n);
		f->left -= plain->n;
		if (f->left > 0)
			return GW_OK;
		memcpy(f->held, plain->p, plain->n);
		f->held_n = plain->n;
		return GW_MORE;
	}
	crypto_hash_sha256_final(&f->hash, sha256);
	if (f->left > 0 || memcmp(sha256, f->sha256, sizeof sha256) != 0)
		return GW_EDENIED;
	*plain = (struct span){ f->held, f->held_n };
	return GW_OK;
}

/* One piece further; GW_MORE: nothing to give yet. */
static enum gw_err
next(struct file_copy *f)
{
	struct span plain;
	enum gw_err e = f->copy != NULL ? copy_read_next(f->copy, &plain) : original_next(f, &plain);

	if (e == GW_OK)
		exchange_write(f->x, plain);
	return e;
}

void
file_more(struct file_copy *f)
{
	static const struct timeval now = { 0, 0 };
	enum gw_err e = GW_MORE;

	if (evtimer_pending(f->again, NULL))
		return;
	for (size_t n = 0; n < FILE_TURN && e == GW_MORE; n += LIMIT_CHUNK)
		e = next(f);
	if (e == GW_MORE)
		e = evtimer_add(f->again, &now) == 0 ? GW_OK : GW_ENOMEM;
	if (e != GW_OK) {
		log_fault(LOG_SPOOL, e);
		exchange_abort(f->x);
	}
}

static void
on_again(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	file_more(arg);
}

/* --- the answer --- */

static void
refuse(struct file_copy *f, enum gw_err e)
{
	if (e == GW_EINPUT)
		file_locked(f->x);
	else if (e == GW_EDENIED && f->of == FILE_OF_ORIGINAL)
		exchange_problem(f->x, 403, "The original opens only for the person who asked for it with a reason, "
		    "for 24 hours after a second person has agreed.", NULL);
	else if (e == GW_EABSENT && f->of != FILE_OF_ORIGINAL)
		exchange_problem(f->x, 409, copy_words(f->state == COPY_CLEAN ? COPY_LATER : f->state), NULL);
	else
		opening_refuse(f->x, e == GW_EABSENT || e == GW_EDENIED ? OPENING_ABSENT : OPENING_FAILED, e);
}

static void
broken(struct file_copy *f, enum gw_err e)
{
	log_fault(LOG_SPOOL, e);
	opening_refuse(f->x, e == GW_EDENIED ? OPENING_BROKEN : OPENING_FAILED, e);
}

/* The file's own key is all that is needed from here on. */
static void
stream(struct file_copy *f, uint64_t length, const struct stream_as *as)
{
	log_count(LOG_OPENED);
	opening_free(f->opening);
	f->opening = NULL;
	f->c = NULL;
	secret_wipe(f->token, sizeof f->token);
	exchange_stream_foreign(f->x, length, as, f->room);
}

static void
copy_start(struct file_copy *f, struct msg *m)
{
	const struct copy_head *h = NULL;
	char name[COPY_NAME];
	enum gw_err e = copy_read_head_take(f->copy, &m->fd, m->u.file.sealed_bytes, &h);

	if (e != GW_OK) {
		broken(f, e);
	} else if (h->state != COPY_CLEAN) {
		exchange_problem(f->x, 409, copy_words(h->state), NULL);
	} else if (f->of == FILE_OF_COPY) {
		copy_name(f->file, h->kind, name);
		stream(f, h->size, &(struct stream_as){ copy_kind_media(h->kind), name, copy_is_picture(h->kind) });
	} else if (f->page == 0 || f->page > h->n_pages) {
		exchange_problem(f->x, 404, "This attachment has no such page.", NULL);
	} else {
		copy_name_page(f->file, f->page, name);
		copy_read_page(f->copy, f->page - 1);
		stream(f, h->page[f->page - 1].n, &(struct stream_as){ copy_kind_media(COPY_JPEG), name, true });
	}
}

static void
original_start(struct file_copy *f, struct msg *m)
{
	char name[COPY_NAME];

	if (m->u.file.sealed_bytes != stream_sealed_size(f->left)) {
		broken(f, GW_EDENIED);
		return;
	}
	unsealing_fd_take(f->original, &m->fd);
	copy_name_original(f->file, name);
	stream(f, f->left, &(struct stream_as){ copy_kind_media(COPY_NONE), name, false });
}

/* --- a copy that is not there yet --- */

static void ask_file(struct file_copy *f);

static void
on_made(void *arg, enum gw_err e, enum copy_state state)
{
	struct file_copy *f = arg;

	if (e == GW_EINPUT || (e == GW_OK && state == COPY_INFECTED)) {
		file_locked(f->x);
	} else if (e == GW_EDENIED) {
		opening_refuse(f->x, OPENING_BROKEN, e);
	} else {
		f->state = e == GW_OK ? state : COPY_LATER;
		if (copy_may_come(f->state))
			refuse(f, GW_EABSENT);
		else
			ask_file(f);
	}
}

/* Whether one is being made now. */
static bool
make(struct file_copy *f)
{
	const enum copy_state state = f->state == COPY_CLEAN ? COPY_LATER : f->state;

	if (f->of == FILE_OF_ORIGINAL || f->was_made || !copy_may_come(state))
		return false;
	f->was_made = true;
	return copy_make_new(exchange_site(f->x), f->c, f->token, f->file, on_made, f, &f->make) == GW_OK;
}

static void
on_file(void *arg, enum gw_err e, struct msg *m)
{
	struct file_copy *f = arg;

	f->ticket = 0;
	if (f->may != GW_OK)
		e = f->may;
	if (e == GW_EABSENT && make(f))
		return;
	if (e != GW_OK)
		refuse(f, e);
	else if (m->fd < 0)
		broken(f, GW_EDENIED);
	else if (f->of == FILE_OF_ORIGINAL)
		original_start(f, m);
	else
		copy_start(f, m);
}

/* --- the question --- */

static void
ask_file(struct file_copy *f)
{
	struct desk *d = exchange_site(f->x);
	struct msg m = { .type = MSG_FILE_GET, .fd = -1 };
	enum gw_err e;

	memcpy(m.u.file_get.session, f->c->session, SESSION_ID);
	memcpy(m.u.file_get.report, f->c->report, ID_BYTES);
	m.u.file_get.file = f->file;
	m.u.file_get.wanted = f->of == FILE_OF_ORIGINAL ? FILE_ORIGINAL : FILE_COPY;
	if ((e = link_ask(d->link, &m, MSG_FILE, on_file, f, &f->ticket)) != GW_OK)
		exchange_fail(f->x, e);
}

static enum gw_err
key_take(struct file_copy *f, const struct opened *c)
{
	uint8_t key[KEY_BYTES];
	enum gw_err e;

	if (f->of != FILE_OF_ORIGINAL)
		return copy_read_new(c->report_key, c->report, f->file, &f->copy);
	file_key_of(c->report_key, f->file, key);
	e = unsealing_new(key, (struct part_place){ c->report, PART_FILE, f->file }, &f->original);
	secret_wipe(key, sizeof key);
	return e;
}

/* What the case itself says of it. The vault, which writes down who was refused, is asked even so. */
static enum gw_err
may_open(const struct file_copy *f, const struct opened *c)
{
	struct originals o;

	originals_read(c->entries.entry, c->entries.part, c->entries.n, f->file, &o);
	if (o.hold != NULL)
		return GW_EINPUT;
	return f->of != FILE_OF_ORIGINAL || originals_until(&o, c->member, time(NULL)) != 0 ? GW_OK : GW_EDENIED;
}

static void
on_opened(void *arg, enum opening_end end, enum gw_err e, const struct opened *c)
{
	struct file_copy *f = arg;
	const struct report_file *file;

	if (end != OPENING_DONE) {
		opening_refuse(f->x, end, e);
		return;
	}
	file = opened_file(c, f->file, NULL);
	if (file == NULL || file->size == 0) {
		exchange_problem(f->x, 404, "This report has no such attachment.", NULL);
		return;
	}
	f->c = c;
	f->may = may_open(f, c);
	f->left = file->size;
	f->state = file->copy;
	memcpy(f->sha256, file->sha256, sizeof f->sha256);
	if ((e = key_take(f, c)) == GW_OK)
		ask_file(f);
	else
		exchange_fail(f->x, e);
}

void
file_start(struct exchange *x, const struct file_wish *w, struct file_copy **f)
{
	struct desk *d = exchange_site(x);
	struct file_copy *made = secret_malloc(sizeof *made);
	enum gw_err e;

	*f = NULL;
	if (made == NULL) {
		exchange_fail(x, GW_ENOMEM);
		return;
	}
	memset(made, 0, sizeof *made);
	made->x = x;
	made->room = w->room;
	made->file = w->file;
	made->of = w->of;
	made->page = w->page;
	memcpy(made->token, w->token, SESSION_TOKEN);
	crypto_hash_sha256_init(&made->hash);
	made->again = evtimer_new(d->base, on_again, made);
	e = made->again == NULL ? GW_ENOMEM : opening_new(d, w->token, w->report, on_opened, made, &made->opening);
	if (e == GW_OK) {
		*f = made;
		return;
	}
	file_free(made);
	exchange_fail(x, e);
}

void
file_free(struct file_copy *f)
{
	struct desk *d;

	if (f == NULL)
		return;
	d = exchange_site(f->x);
	link_forget(d->link, f->ticket);
	opening_free(f->opening);
	copy_make_free(f->make);
	if (f->again != NULL)
		event_free(f->again);
	copy_read_free(f->copy);
	unsealing_free(f->original);
	secret_wipe(f, sizeof *f);
	secret_free(f);
}
