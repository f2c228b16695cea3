/* upload.c: bytes in, sealed chunks out to a descriptor from the vault. */
#include "upload.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "fd.h"
#include "log.h"
#include "secret.h"

enum { SYNC_STEP = 1024 * 1024 };	/* bytes after which the disk is nudged, so that the end need not wait long */

struct upload {
	struct link *link;
	const uint8_t *key;
	struct part_place at;
	upload_ready_fn *ready;		/* NULL once dropped: the answer only frees */
	void *arg;
	bool asking;
	int fd;
	struct stream_sealer *sealer;
	char name[SPOOL_NAME + 1];
	uint64_t plain, sealed, nudged;
};

static enum gw_err
put(struct upload *u, struct span bytes)
{
	const enum gw_err e = fd_write(u->fd, bytes);

	if (e != GW_OK)
		return e;
	u->sealed += bytes.n;
	/* Advice only: whether all is on the disk, fdatasync says. */
	if (u->sealed - u->nudged >= SYNC_STEP) {
		(void)sync_file_range(u->fd, (off_t)u->nudged, (off_t)(u->sealed - u->nudged), SYNC_FILE_RANGE_WRITE);
		u->nudged = u->sealed;
	}
	return GW_OK;
}

static void
nobody_waits(void *arg, enum gw_err e, struct msg *m)
{
	(void)arg;
	(void)m;
	if (e != GW_OK)
		log_fault(LOG_SPOOL, e);
}

static void
end(struct upload *u)
{
	if (u->fd >= 0)
		close(u->fd);
	stream_sealer_free(u->sealer);
	secret_free(u);
}

static enum gw_err
start(struct upload *u, struct msg *m)
{
	struct span head;
	enum gw_err e;

	if (m->fd < 0)
		return GW_EIO;
	u->fd = m->fd;
	m->fd = -1;
	if ((e = stream_sealer_new(u->key, u->at, &u->sealer, &head)) != GW_OK)
		return e;
	return put(u, head);
}

static void
on_spool(void *arg, enum gw_err e, struct msg *m)
{
	struct upload *u = arg;

	u->asking = false;
	if (e == GW_OK)
		memcpy(u->name, m->u.spool.name, sizeof u->name);
	if (u->ready == NULL) {
		upload_drop(u);
		return;
	}
	if (e == GW_OK)
		e = start(u, m);
	u->ready(u->arg, e);
}

enum gw_err
upload_new(struct link *l, const uint8_t key[KEY_BYTES], struct part_place at, upload_ready_fn *ready, void *arg,
    struct upload **out)
{
	struct msg m = { .type = MSG_SPOOL_OPEN, .fd = -1 };
	struct upload *u = secret_malloc(sizeof *u);
	uint32_t ticket;
	enum gw_err e;

	*out = NULL;
	if (u == NULL)
		return GW_ENOMEM;
	*u = (struct upload){ .link = l, .key = key, .at = at, .ready = ready, .arg = arg, .fd = -1 };
	if ((e = link_ask(l, &m, MSG_SPOOL, on_spool, u, &ticket)) != GW_OK) {
		secret_free(u);
		return e;
	}
	u->asking = true;
	*out = u;
	return GW_OK;
}

enum gw_err
upload_write(struct upload *u, struct span bytes)
{
	enum gw_err e = GW_OK;

	while (bytes.n > 0 && e == GW_OK) {
		struct span chunk;
		size_t used;

		stream_seal(u->sealer, bytes, &used, &chunk);
		bytes.p += used;
		bytes.n -= used;
		u->plain += used;
		e = put(u, chunk);
	}
	return e;
}

uint64_t
upload_size(const struct upload *u)
{
	return u->plain;
}

enum gw_err
upload_end_take(struct upload **pu, struct msg_spooled *out, uint8_t sha256[32])
{
	struct upload *u = *pu;
	struct span chunk;
	enum gw_err e;

	stream_seal_sha256(u->sealer, sha256);
	stream_seal_end(u->sealer, &chunk);
	if ((e = put(u, chunk)) != GW_OK)
		return e;
	if (fdatasync(u->fd) != 0)
		return fd_fault();
	if (u->sealed != stream_sealed_size(u->plain))
		return GW_EBUG;
	memcpy(out->name, u->name, sizeof out->name);
	out->sealed_bytes = u->sealed;
	*pu = NULL;
	end(u);
	return GW_OK;
}

void
upload_drop(struct upload *u)
{
	if (u == NULL)
		return;
	u->ready = NULL;
	/* The answer still has to come: only it tells the name to drop. */
	if (u->asking)
		return;
	if (u->name[0] != '\0')
		upload_drop_named(u->link, u->name);
	end(u);
}

void
upload_drop_named(struct link *l, const char name[SPOOL_NAME + 1])
{
	struct msg m = { .type = MSG_SPOOL_DROP, .fd = -1 };
	uint32_t ticket;

	memcpy(m.u.spool.name, name, sizeof m.u.spool.name);
	/* Without a channel the vault has dropped it already. */
	if (link_ask(l, &m, MSG_RESULT, nobody_waits, NULL, &ticket) != GW_OK)
		log_fault(LOG_SPOOL, GW_EBUSY);
}
