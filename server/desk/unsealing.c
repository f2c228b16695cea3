/* unsealing.c: read, open, until something comes out. */
#include "unsealing.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "secret.h"

struct unsealing {
	struct stream_opener *opener;
	int fd;
	bool is_over;
	size_t n, used;			/* of in */
	uint8_t in[LIMIT_CHUNK];
};

enum gw_err
unsealing_new(const uint8_t key[KEY_BYTES], struct part_place at, struct unsealing **u)
{
	struct unsealing *made = secret_malloc(sizeof *made);
	enum gw_err e;

	*u = NULL;
	if (made == NULL)
		return GW_ENOMEM;
	memset(made, 0, sizeof *made);
	made->fd = -1;
	e = stream_opener_new(key, at, &made->opener);
	if (e == GW_OK)
		*u = made;
	else
		unsealing_free(made);
	return e;
}

void
unsealing_fd_take(struct unsealing *u, int *fd)
{
	u->fd = *fd;
	*fd = -1;
}

/* GW_MORE: call again. */
static enum gw_err
step(struct unsealing *u, struct span *plain)
{
	size_t used = 0;
	ssize_t got;
	enum gw_err e;

	if (u->used == u->n) {
		got = read(u->fd, u->in, sizeof u->in);
		if (got < 0)
			return errno == EINTR ? GW_MORE : GW_EIO;
		u->is_over = got == 0;
		u->n = (size_t)got;
		u->used = 0;
	}
	if (u->is_over)
		return stream_open_end(u->opener, plain);
	e = stream_open(u->opener, (struct span){ u->in + u->used, u->n - u->used }, &used, plain);
	u->used += used;
	return e == GW_OK && plain->n == 0 ? GW_MORE : e;
}

enum gw_err
unsealing_next(struct unsealing *u, struct span *plain)
{
	enum gw_err e;

	*plain = (struct span){ NULL, 0 };
	if (u->is_over)
		return GW_OK;
	do
		e = step(u, plain);
	while (e == GW_MORE);
	return e;
}

void
unsealing_free(struct unsealing *u)
{
	if (u == NULL)
		return;
	stream_opener_free(u->opener);
	if (u->fd >= 0)
		close(u->fd);
	secret_wipe(u, sizeof *u);
	secret_free(u);
}
