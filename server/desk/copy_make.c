/* copy_make.c: one question, then turns of the loop until the original is through, then what the cleaner says. */
#include "copy_make.h"

#include <string.h>

#include <sodium.h>

#include "log.h"
#include "malware_note.h"
#include "secret.h"
#include "unsealing.h"
#include "upload.h"

enum { COPY_MAKE_TURN = 512 * 1024 };	/* bytes opened before others get their turn */

struct copy_make {
	struct desk *desk;
	copy_make_fn *done;
	void *arg;
	struct event *again;
	uint32_t ticket, file;
	uint8_t token[SESSION_TOKEN], session[SESSION_ID], report[ID_BYTES], copy_key[KEY_BYTES];
	struct unsealing *original;
	struct copying *copying;
	struct msg_spooled made;	/* ours until the vault has it */
	enum copy_state state;
	struct malware_note *note;
	uint64_t left;			/* plain bytes that have to come yet */
	uint8_t sha256[32];
	crypto_hash_sha256_state hash;
};

static void
finish(struct copy_make *m, enum gw_err e)
{
	secret_wipe(m->copy_key, sizeof m->copy_key);
	secret_wipe(m->token, sizeof m->token);
	if (e != GW_OK && e != GW_EINPUT)
		log_fault(LOG_COPY, e);
	m->done(m->arg, e, m->state);
}

/* --- to the vault --- */

static void
drop(struct copy_make *m)
{
	if (m->made.name[0] != '\0')
		upload_drop_named(m->desk->link, m->made.name);
	m->made.name[0] = '\0';
}

static void
on_told(void *arg)
{
	finish(arg, GW_OK);
}

/* It is locked, whether the case can be told or not. */
static void
tell(struct copy_make *m)
{
	if (malware_note_new(m->desk, m->token, m->report, m->file, on_told, m, &m->note) != GW_OK)
		finish(m, GW_OK);
}

/* Somebody may have been faster: theirs is as good. */
static void
on_put(void *arg, enum gw_err e, struct msg *answer)
{
	struct copy_make *m = arg;

	(void)answer;
	m->ticket = 0;
	if (e == GW_OK)
		m->made.name[0] = '\0';	/* the vault's now */
	drop(m);
	if (e == GW_OK && m->state == COPY_INFECTED)
		tell(m);
	else
		finish(m, e == GW_ECONFLICT ? GW_OK : e);
}

static void
put(struct copy_make *m)
{
	struct msg q = { .type = MSG_COPY_PUT, .fd = -1 };
	enum gw_err e;

	memcpy(q.u.copy_put.session, m->session, SESSION_ID);
	memcpy(q.u.copy_put.report, m->report, ID_BYTES);
	q.u.copy_put.file = m->file;
	q.u.copy_put.made = m->made;
	if ((e = link_ask(m->desk->link, &q, MSG_RESULT, on_put, m, &m->ticket)) == GW_OK)
		return;
	drop(m);
	finish(m, e);
}

/* Nothing to keep of what may come yet; a harmful file is locked even so. */
static void
on_copied(void *arg, const struct copied *copied)
{
	struct copy_make *m = arg;

	m->state = copied->head.state;
	memcpy(m->made.name, copied->name, sizeof m->made.name);
	m->made.sealed_bytes = copied->sealed_bytes;
	m->made.held = m->state == COPY_INFECTED ? HELD_MALWARE : HELD_NOT;
	if (m->made.name[0] != '\0' || m->made.held != HELD_NOT)
		put(m);
	else
		finish(m, GW_OK);
}

/* --- the original --- */

static enum gw_err
original_check(struct copy_make *m)
{
	uint8_t sha256[crypto_hash_sha256_BYTES];

	crypto_hash_sha256_final(&m->hash, sha256);
	return m->left == 0 && memcmp(sha256, m->sha256, sizeof sha256) == 0 ? GW_OK : GW_EDENIED;
}

/* GW_MORE: there is more of it. */
static enum gw_err
step(struct copy_make *m)
{
	struct span plain;
	enum gw_err e = unsealing_next(m->original, &plain);

	if (e != GW_OK)
		return e;
	if (plain.n == 0)
		return original_check(m);
	if (plain.n > m->left)
		return GW_EDENIED;
	crypto_hash_sha256_update(&m->hash, plain.p, plain.n);
	m->left -= plain.n;
	copying_write(m->copying, plain);
	return GW_MORE;
}

static void
on_again(evutil_socket_t fd, short what, void *arg)
{
	static const struct timeval now = { 0, 0 };
	struct copy_make *m = arg;
	enum gw_err e = GW_MORE;

	(void)fd;
	(void)what;
	for (size_t n = 0; n < COPY_MAKE_TURN && e == GW_MORE; n += LIMIT_CHUNK)
		e = step(m);
	if (e == GW_MORE) {
		if (evtimer_add(m->again, &now) != 0)
			finish(m, GW_ENOMEM);
		return;
	}
	unsealing_free(m->original);
	m->original = NULL;
	if (e == GW_OK)
		copying_end(m->copying, on_copied, m);
	else
		finish(m, e);
}

static enum gw_err
begin(struct copy_make *m, struct msg *answer)
{
	static const struct timeval now = { 0, 0 };
	const struct policy *p = m->desk->setup->policy;
	const struct msg_clean limits = { .megapixels = p->copy_megapixels, .pages = p->copy_pages,
	    .seconds = LIMIT_COPY_SECONDS };
	enum gw_err e;

	if (answer->fd < 0 || answer->u.file.sealed_bytes != stream_sealed_size(m->left))
		return GW_EDENIED;
	unsealing_fd_take(m->original, &answer->fd);
	e = copying_new(&m->desk->copies, m->copy_key, (struct part_place){ m->report, PART_COPY, m->file }, &limits,
	    &m->copying);
	if (e != GW_OK)
		return e;
	return evtimer_add(m->again, &now) == 0 ? GW_OK : GW_ENOMEM;
}

static void
on_file(void *arg, enum gw_err e, struct msg *answer)
{
	struct copy_make *m = arg;

	m->ticket = 0;
	if (e == GW_ECONFLICT) {	/* it is there by now */
		m->state = COPY_CLEAN;
		finish(m, GW_OK);
		return;
	}
	if (e == GW_OK)
		e = begin(m, answer);
	if (e == GW_EBUSY)		/* no room for one more: it stays as it was */
		finish(m, GW_OK);
	else if (e != GW_OK)
		finish(m, e);
}

/* --- the question --- */

static enum gw_err
keys_take(struct copy_make *m, const uint8_t report_key[KEY_BYTES])
{
	uint8_t key[KEY_BYTES];
	enum gw_err e;

	copy_key_of(report_key, m->file, m->copy_key);
	file_key_of(report_key, m->file, key);
	e = unsealing_new(key, (struct part_place){ m->report, PART_FILE, m->file }, &m->original);
	secret_wipe(key, sizeof key);
	return e;
}

static enum gw_err
ask_file(struct copy_make *m)
{
	struct msg q = { .type = MSG_FILE_GET, .fd = -1 };

	memcpy(q.u.file_get.session, m->session, SESSION_ID);
	memcpy(q.u.file_get.report, m->report, ID_BYTES);
	q.u.file_get.file = m->file;
	q.u.file_get.wanted = FILE_TO_CLEAN;
	return link_ask(m->desk->link, &q, MSG_FILE, on_file, m, &m->ticket);
}

enum gw_err
copy_make_new(struct desk *d, const struct opened *c, const uint8_t token[SESSION_TOKEN], uint32_t file,
    copy_make_fn *done, void *arg, struct copy_make **out)
{
	const struct report_file *f = opened_file(c, file, NULL);
	struct copy_make *m;
	enum gw_err e;

	*out = NULL;
	if (f == NULL || f->size == 0)
		return GW_EABSENT;
	if ((m = secret_malloc(sizeof *m)) == NULL)
		return GW_ENOMEM;
	*m = (struct copy_make){ .desk = d, .done = done, .arg = arg, .file = file, .state = COPY_LATER,
	    .left = f->size };
	memcpy(m->token, token, SESSION_TOKEN);
	memcpy(m->session, c->session, SESSION_ID);
	memcpy(m->report, c->report, ID_BYTES);
	memcpy(m->sha256, f->sha256, sizeof m->sha256);
	crypto_hash_sha256_init(&m->hash);
	m->again = evtimer_new(d->base, on_again, m);
	e = m->again == NULL ? GW_ENOMEM : keys_take(m, c->report_key);
	if (e == GW_OK && (e = ask_file(m)) == GW_OK)
		*out = m;
	else
		copy_make_free(m);
	return e;
}

void
copy_make_free(struct copy_make *m)
{
	if (m == NULL)
		return;
	link_forget(m->desk->link, m->ticket);
	drop(m);
	malware_note_free(m->note);
	copying_free(m->copying);
	unsealing_free(m->original);
	if (m->again != NULL)
		event_free(m->again);
	secret_wipe(m, sizeof *m);
	secret_free(m);
}
