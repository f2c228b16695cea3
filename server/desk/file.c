/* file.c: which attachment it is comes from the opened case; its bytes come through the vault's descriptor. */
#include "file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "log.h"
#include "secret.h"
#include "stream.h"

struct file_copy {
	struct exchange *x;
	void (*room)(struct exchange *x);
	struct opening *opening;
	uint32_t ticket, file;
	int fd;
	uint8_t sha256[32], report[ID_BYTES];
	uint64_t left;			/* plain bytes not yet verified */
	struct stream_opener *opener;
	crypto_hash_sha256_state hash;
	size_t n, used;			/* of in */
	uint8_t in[LIMIT_CHUNK];
	size_t held_n;
	uint8_t held[LIMIT_CHUNK];
};

/* The case's n-th attachment, counted over body and messages in their order. */
static const struct report_file *
file_find(const struct opened *c, uint32_t file)
{
	for (size_t i = 0; i < c->n; i++) {
		if (file < c->part[i].words.n_files)
			return &c->part[i].words.file[file];
		file -= (uint32_t)c->part[i].words.n_files;
	}
	return NULL;
}

/* Verified bytes on their way out; the last of them are held until all else was verified. GW_MORE: held. */
static enum gw_err
give(struct file_copy *f, struct span plain)
{
	if (plain.n > f->left || plain.n > sizeof f->held)
		return GW_EDENIED;
	crypto_hash_sha256_update(&f->hash, plain.p, plain.n);
	f->left -= plain.n;
	if (f->left > 0) {
		exchange_write(f->x, plain);
		return GW_OK;
	}
	memcpy(f->held, plain.p, plain.n);
	f->held_n = plain.n;
	return GW_MORE;
}

static enum gw_err
finish(struct file_copy *f)
{
	uint8_t sha256[crypto_hash_sha256_BYTES];
	struct span out;
	enum gw_err e;

	e = stream_open_end(f->opener, &out);
	if (e == GW_OK && out.n > 0 && give(f, out) != GW_MORE)
		e = GW_EDENIED;
	if (e != GW_OK)
		return e;
	crypto_hash_sha256_final(&f->hash, sha256);
	if (f->left > 0 || memcmp(sha256, f->sha256, sizeof sha256) != 0)
		return GW_EDENIED;
	exchange_write(f->x, (struct span){ f->held, f->held_n });
	return GW_OK;
}

/* One sealed piece further. GW_MORE: nothing was given yet. */
static enum gw_err
step(struct file_copy *f)
{
	struct span out = { NULL, 0 };
	size_t used = 0;
	ssize_t got;
	enum gw_err e;

	if (f->used == f->n) {
		got = read(f->fd, f->in, sizeof f->in);
		if (got < 0)
			return errno == EINTR ? GW_MORE : GW_EIO;
		if (got == 0)
			return finish(f);
		f->n = (size_t)got;
		f->used = 0;
	}
	e = stream_open(f->opener, (struct span){ f->in + f->used, f->n - f->used }, &used, &out);
	f->used += used;
	if (e != GW_OK)
		return e;
	return out.n > 0 ? give(f, out) : GW_MORE;
}

void
file_more(struct file_copy *f)
{
	enum gw_err e = GW_MORE;

	while (e == GW_MORE)
		e = step(f);
	if (e != GW_OK) {
		log_fault(LOG_SPOOL, e);
		exchange_abort(f->x);
	}
}

static void
on_file(void *arg, enum gw_err e, struct msg *m)
{
	struct file_copy *f = arg;
	char name[sizeof "attachment-" + 10];

	f->ticket = 0;
	if (e == GW_OK && (m->fd < 0 || m->u.file.sealed_bytes != stream_sealed_size(f->left))) {
		log_fault(LOG_SPOOL, GW_EDENIED);
		opening_refuse(f->x, OPENING_BROKEN, GW_EDENIED);
		return;
	}
	if (e != GW_OK) {
		opening_refuse(f->x, e == GW_EABSENT || e == GW_EDENIED ? OPENING_ABSENT : OPENING_FAILED, e);
		return;
	}
	f->fd = m->fd;
	m->fd = -1;
	log_count(LOG_OPENED);
	snprintf(name, sizeof name, "attachment-%" PRIu32, f->file);
	exchange_stream(f->x, f->left, name, f->room);
}

static enum gw_err
ask_file(struct file_copy *f, const struct opened *c)
{
	struct desk *d = exchange_site(f->x);
	struct msg m = { .type = MSG_FILE_GET, .fd = -1 };

	memcpy(m.u.file_get.session, c->session, SESSION_ID);
	memcpy(m.u.file_get.report, c->report, ID_BYTES);
	m.u.file_get.file = f->file;
	return link_ask(d->link, &m, MSG_FILE, on_file, f, &f->ticket);
}

static void
on_opened(void *arg, enum opening_end end, enum gw_err e, const struct opened *c)
{
	struct file_copy *f = arg;
	const struct report_file *file;
	uint8_t key[KEY_BYTES];

	if (end != OPENING_DONE) {
		opening_refuse(f->x, end, e);
		return;
	}
	file = file_find(c, f->file);
	if (file == NULL || file->size == 0) {
		exchange_problem(f->x, 404, "This report has no such attachment.", NULL);
		return;
	}
	f->left = file->size;
	memcpy(f->sha256, file->sha256, sizeof f->sha256);
	memcpy(f->report, c->report, ID_BYTES);
	file_key_of(c->report_key, f->file, key);
	e = stream_opener_new(key, (struct part_place){ f->report, PART_FILE, f->file }, &f->opener);
	secret_wipe(key, sizeof key);
	if (e == GW_OK)
		e = ask_file(f, c);
	opening_free(f->opening);	/* the file's own key is all that is needed from here on */
	f->opening = NULL;
	if (e != GW_OK)
		exchange_fail(f->x, e);
}

void
file_start(struct exchange *x, const struct file_wish *w, struct file_copy **f)
{
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
	made->fd = -1;
	crypto_hash_sha256_init(&made->hash);
	e = opening_new(exchange_site(x), w->token, w->report, on_opened, made, &made->opening);
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
	stream_opener_free(f->opener);
	if (f->fd >= 0)
		close(f->fd);
	secret_wipe(f, sizeof *f);
	secret_free(f);
}
