/* washer.c: answers each file by its first bytes. */
#include "washer.h"

#include <check.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "copy.h"

enum { HALF = 20 };

static const struct { const char *begins; enum scan verdict; enum copy_state state; } kinds[] = {
	{ WASHER_STRANGE, SCAN_PASSED, COPY_STRANGE }, { WASHER_DAMAGED, SCAN_PASSED, COPY_DAMAGED },
	{ WASHER_TOO_MUCH, SCAN_PASSED, COPY_TOO_MUCH }, { WASHER_FOUND, SCAN_FOUND, COPY_CLEAN },
	{ WASHER_UNSCANNED, SCAN_FAILED, COPY_CLEAN }, { "", SCAN_PASSED, COPY_CLEAN },
};

static bool
begins(const char *bytes, const char *with)
{
	return strncmp(bytes, with, strlen(with)) == 0;
}

static void
say(struct washer *w, uint32_t request, int end, enum gw_err e)
{
	struct msg m = { .type = e == GW_OK ? MSG_CLEANING : MSG_RESULT, .request = request, .fd = end };

	if (e != GW_OK)
		m.u.result.err = (uint8_t)e;
	ck_assert_int_eq(wire_send(w->wire, &m), GW_OK);
	if (end >= 0)
		close(end);
}

/* All of it fits into the pipe. */
static void
work(struct washer *w, uint32_t request, const char *bytes)
{
	struct copy_head h = { .kind = COPY_NONE };
	uint8_t all[1 + COPY_HEAD + sizeof WASHER_CLEAN];
	size_t i = 0, n;
	int end[2];

	while (!begins(bytes, kinds[i].begins))
		i++;
	h.state = kinds[i].state;
	if (h.state == COPY_CLEAN) {
		h.kind = COPY_JPEG;
		h.size = sizeof WASHER_CLEAN - 1;
	}
	all[0] = (uint8_t)kinds[i].verdict;
	n = 1 + copy_head_write(&h, all + 1);
	memcpy(all + n, WASHER_CLEAN, h.size);
	n += h.size;
	ck_assert_int_eq(pipe2(end, O_CLOEXEC), 0);
	ck_assert_int_eq(write(end[1], all, begins(bytes, WASHER_DIES) ? HALF : n),
	    begins(bytes, WASHER_DIES) ? HALF : (ssize_t)n);
	close(end[1]);
	say(w, request, end[0], GW_OK);
}

static void
on_file(void *arg, struct msg *m)
{
	struct washer *w = arg;
	char bytes[4] = "";

	ck_assert_int_eq(m->type, MSG_CLEAN);
	ck_assert_int_ge(m->fd, 0);
	ck_assert_int_ge(pread(m->fd, bytes, 3, 0), 0);
	w->files++;
	if (begins(bytes, WASHER_WAITS)) {
		w->waiting = m->request;
		return;
	}
	if (begins(bytes, WASHER_BUSY))
		say(w, m->request, -1, GW_EBUSY);
	else
		work(w, m->request, bytes);
	if (w->waiting != 0)
		work(w, w->waiting, "");
	w->waiting = 0;
}

static void
on_lost(void *arg)
{
	(void)arg;
}

void
washer_open(struct washer *w, struct front *f)
{
	struct msg m = { .type = MSG_CHANNEL, .fd = -1 };
	int fd[2];

	*w = (struct washer){ .files = 0 };
	ck_assert_int_eq(wire_pair(fd), GW_OK);
	ck_assert_int_eq(wire_new(f->base, fd[0], on_file, on_lost, w, &w->wire), GW_OK);
	m.u.channel.role = CHANNEL_CLEANER;
	m.fd = fd[1];
	ck_assert_int_eq(wire_send(f->control, &m), GW_OK);
	close(fd[1]);
}

void
washer_close(struct washer *w)
{
	wire_free(w->wire);
}
