/* copying.c: a memfd filled and sealed, one question to the cleaner, and the pipe's bytes into an upload. */
#include "copying.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fd.h"
#include "log.h"
#include "secret.h"
#include "upload.h"

/* SLACK: seconds behind the cleaner's own limit, for its answer to get here. VERDICT: the scanner's byte. */
enum { SLACK = 1, VERDICT = 1, FIRST = VERDICT + COPY_HEAD, PIECE = 32 * 1024 };

struct copying {
	struct copy_room *room;
	const uint8_t *key;
	struct part_place at;
	struct msg_clean limits;
	copying_done_fn *done;
	void *arg;
	int file;			/* -1: handed over, or given up */
	uint64_t held;			/* of it, and of room->held */
	uint32_t ticket;		/* the question to the cleaner */
	struct event *late;
	int pipe;
	struct event *readable;
	uint8_t first[FIRST];		/* the pipe's first bytes, until there is somewhere to put them */
	size_t first_n;
	uint64_t left;			/* bytes that have to come yet, once the head is known */
	struct upload *upload;
	bool is_open;			/* the upload is: bytes go there */
	struct copied made;
};

/* --- ends --- */

/* What is held in memory, asked for, opened or half written. */
static void
let_go(struct copying *c)
{
	if (c->file >= 0)
		close(c->file);
	c->file = -1;
	c->room->held -= c->held;
	c->held = 0;
	if (c->ticket != 0)
		link_forget(c->room->cleaner, c->ticket);
	c->ticket = 0;
	if (c->readable != NULL)
		event_free(c->readable);
	c->readable = NULL;
	if (c->pipe >= 0)
		close(c->pipe);
	c->pipe = -1;
	upload_drop(c->upload);
	c->upload = NULL;
	secret_wipe(c->first, sizeof c->first);
}

/* Last of all: the asker may free c. */
static void
tell(struct copying *c)
{
	let_go(c);
	(void)event_del(c->late);
	c->done(c->arg, &c->made);
}

static void
fail(struct copying *c, enum copy_state state)
{
	if (copy_may_come(state))
		log_fault(LOG_COPY, state == COPY_LATER ? GW_EBUSY : GW_EIO);
	c->made = (struct copied){ .head = { .state = state } };
	tell(c);
}

static void
on_late(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	fail(arg, COPY_LATER);
}

/* It is not the cleaner's fault. */
static void
fail_spool(struct copying *c, enum gw_err e)
{
	log_fault(LOG_SPOOL, e);
	fail(c, COPY_LATER);
}

/* The pipe ended where the head said. */
static void
whole(struct copying *c)
{
	struct msg_spooled spooled = { .name = "" };
	uint8_t sha256[32];
	enum gw_err e = upload_end_take(&c->upload, &spooled, sha256);

	if (e != GW_OK) {
		fail_spool(c, e);
		return;
	}
	memcpy(c->made.name, spooled.name, sizeof c->made.name);
	c->made.sealed_bytes = spooled.sealed_bytes;
	tell(c);
}

/* --- the pipe --- */

/* False: it has failed, and c may be gone. */
static bool
keep(struct copying *c, struct span bytes)
{
	enum gw_err e = upload_write(c->upload, bytes);

	if (e != GW_OK)
		fail_spool(c, e);
	return e == GW_OK;
}

static void
on_upload(void *arg, enum gw_err e)
{
	struct copying *c = arg;

	if (e != GW_OK) {
		fail_spool(c, e);
		return;
	}
	c->is_open = true;
	if (!keep(c, (struct span){ c->first + VERDICT, c->first_n - VERDICT }))
		return;
	secret_wipe(c->first, sizeof c->first);
	if (event_add(c->readable, NULL) != 0)
		fail(c, COPY_LATER);
}

/* There is a copy: a spool file for it. Until that is open the pipe waits. */
static void
open_upload(struct copying *c)
{
	enum gw_err e;

	(void)event_del(c->readable);
	if ((e = upload_new(c->room->vault, c->key, c->at, on_upload, c, &c->upload)) != GW_OK)
		fail_spool(c, e);
}

/* The scanner's verdict, then a head: what a worker writes behind the verdict cannot speak for the scanner. */
static void
look(struct copying *c)
{
	const struct span rest = { c->first + VERDICT, c->first_n - VERDICT };
	struct copy_head *h = &c->made.head;
	size_t used;
	enum gw_err e;

	if (c->first[0] == SCAN_FOUND || c->first[0] == SCAN_FAILED) {
		fail(c, c->first[0] == SCAN_FOUND ? COPY_INFECTED : COPY_UNSCANNED);
		return;
	}
	if (c->first[0] >= SCAN_N) {
		fail(c, COPY_FAILED);
		return;
	}
	e = copy_head_read(rest, h, &used);
	if (e == GW_MORE)
		return;
	if (e != GW_OK || copy_may_come(h->state) || h->state == COPY_INFECTED || rest.n - used > h->size) {
		fail(c, COPY_FAILED);
		return;
	}
	c->left = h->size - (rest.n - used);
	open_upload(c);
}

static void
take_first(struct copying *c)
{
	const ssize_t n = read(c->pipe, c->first + c->first_n, sizeof c->first - c->first_n);

	if (n > 0) {
		c->first_n += (size_t)n;
		look(c);
	} else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
		fail(c, COPY_FAILED);
	}
}

static void
take_more(struct copying *c)
{
	uint8_t piece[PIECE];
	const ssize_t n = read(c->pipe, piece, sizeof piece);

	if (n > 0 && (uint64_t)n > c->left)
		fail(c, COPY_FAILED);
	else if (n > 0 && keep(c, (struct span){ piece, (size_t)n }))
		c->left -= (uint64_t)n;
	else if (n == 0 && c->left == 0)
		whole(c);
	else if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
		fail(c, COPY_FAILED);
	if (n > 0)
		secret_wipe(piece, (size_t)n);
}

static void
on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct copying *c = arg;

	(void)fd;
	(void)what;
	if (c->is_open)
		take_more(c);
	else
		take_first(c);
}

static void
on_cleaning(void *arg, enum gw_err e, struct msg *m)
{
	struct copying *c = arg;

	c->ticket = 0;
	if (e != GW_OK || m->fd < 0) {
		fail(c, COPY_LATER);
		return;
	}
	c->pipe = m->fd;
	m->fd = -1;
	c->readable = event_new(c->room->base, c->pipe, EV_READ | EV_PERSIST, on_readable, c);
	if (c->readable == NULL || evutil_make_socket_nonblocking(c->pipe) != 0 ||
	    event_add(c->readable, NULL) != 0)
		fail(c, COPY_LATER);
}

/* --- the room --- */

enum gw_err
copy_room_start(struct event_base *base, struct link *vault, struct copy_room *room)
{
	enum gw_err e;

	*room = (struct copy_room){ .base = base, .vault = vault };
	if ((e = link_new(base, &room->cleaner)) == GW_OK)
		link_blames(room->cleaner, LOG_COPY);
	return e;
}

/* --- the file --- */

enum gw_err
copying_new(struct copy_room *room, const uint8_t key[KEY_BYTES], struct part_place at,
    const struct msg_clean *limits, struct copying **out)
{
	struct copying *c = secret_malloc(sizeof *c);

	*out = NULL;
	if (c == NULL)
		return GW_ENOMEM;
	*c = (struct copying){ .room = room, .key = key, .at = at, .limits = *limits, .file = -1, .pipe = -1 };
	if ((c->late = evtimer_new(room->base, on_late, c)) == NULL) {
		secret_free(c);
		return GW_ENOMEM;
	}
	if (room->held >= LIMIT_COPIES_HELD ||
	    (c->file = memfd_create("copying", MFD_CLOEXEC | MFD_ALLOW_SEALING)) < 0) {
		copying_free(c);
		return GW_EBUSY;
	}
	*out = c;
	return GW_OK;
}

void
copying_write(struct copying *c, struct span bytes)
{
	if (c->file < 0)
		return;
	if (bytes.n > LIMIT_FILE_BYTES - c->held || c->room->held + bytes.n > LIMIT_COPIES_HELD ||
	    fd_write(c->file, bytes) != GW_OK) {
		let_go(c);
		return;
	}
	c->held += bytes.n;
	c->room->held += bytes.n;
}

/* False: no cleaner will answer. */
static bool
ask(struct copying *c)
{
	struct msg m = { .type = MSG_CLEAN, .fd = c->file };

	if (c->file < 0 || lseek(c->file, 0, SEEK_SET) != 0 ||
	    fcntl(c->file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0)
		return false;
	m.u.clean = c->limits;
	if (link_ask(c->room->cleaner, &m, MSG_CLEANING, on_cleaning, c, &c->ticket) != GW_OK)
		return false;
	/* The cleaner has it now; it counts as held as long as it works on it. */
	close(c->file);
	c->file = -1;
	return true;
}

void
copying_end(struct copying *c, copying_done_fn *done, void *arg)
{
	struct timeval patience = { (time_t)c->limits.seconds + SLACK, 0 };

	c->done = done;
	c->arg = arg;
	if (!ask(c))
		patience.tv_sec = 0;
	if (evtimer_add(c->late, &patience) != 0)
		event_active(c->late, EV_TIMEOUT, 0);
}

void
copying_free(struct copying *c)
{
	if (c == NULL)
		return;
	let_go(c);
	event_free(c->late);
	secret_free(c);
}
