/* copy_read.c: the head may come in several pieces; what is behind it is cut to the range. */
#include "copy_read.h"

#include <string.h>

#include "secret.h"
#include "unsealing.h"

struct copy_read {
	struct unsealing *stream;
	struct copy_head head;
	struct span piece;		/* of stream: not looked at yet */
	uint64_t skip, left;		/* bytes before the range; bytes of it */
	bool to_end;			/* the range's end is the copy's */
	size_t held_n;
	uint8_t held[LIMIT_CHUNK];	/* the beginning until the head is whole; later the last bytes */
};

enum gw_err
copy_read_new(const uint8_t report_key[KEY_BYTES], const uint8_t report[ID_BYTES], uint32_t file,
    struct copy_read **r)
{
	struct copy_read *made = secret_malloc(sizeof *made);
	uint8_t key[KEY_BYTES];
	enum gw_err e;

	*r = NULL;
	if (made == NULL)
		return GW_ENOMEM;
	memset(made, 0, sizeof *made);
	copy_key_of(report_key, file, key);
	e = unsealing_new(key, (struct part_place){ report, PART_COPY, file }, &made->stream);
	secret_wipe(key, sizeof key);
	if (e == GW_OK)
		*r = made;
	else
		copy_read_free(made);
	return e;
}

/* Nothing may follow. */
static enum gw_err
end_check(struct copy_read *r)
{
	struct span more;
	enum gw_err e = r->piece.n == 0 ? unsealing_next(r->stream, &more) : GW_EDENIED;

	return e == GW_OK && more.n > 0 ? GW_EDENIED : e;
}

/* Until held begins with a whole head; *used bytes of it are that. */
static enum gw_err
head_gather(struct copy_read *r, size_t *used)
{
	enum gw_err e = GW_MORE;
	struct span piece;

	while (e == GW_MORE) {
		if ((e = unsealing_next(r->stream, &piece)) != GW_OK)
			return e;
		if (piece.n == 0 || piece.n > sizeof r->held - r->held_n)
			return GW_EDENIED;
		memcpy(r->held + r->held_n, piece.p, piece.n);
		r->held_n += piece.n;
		e = copy_head_read((struct span){ r->held, r->held_n }, &r->head, used);
	}
	return e == GW_EINPUT ? GW_EDENIED : e;
}

enum gw_err
copy_read_head_take(struct copy_read *r, int *fd, uint64_t sealed_bytes, const struct copy_head **h)
{
	size_t used = 0;
	enum gw_err e;

	unsealing_fd_take(r->stream, fd);
	if ((e = head_gather(r, &used)) != GW_OK)
		return e;
	if (stream_sealed_size(used + r->head.size) != sealed_bytes || r->held_n - used > r->head.size)
		return GW_EDENIED;
	r->piece = (struct span){ r->held + used, r->held_n - used };
	r->left = r->head.size;
	r->to_end = true;
	*h = &r->head;
	return r->left == 0 ? end_check(r) : GW_OK;
}

void
copy_read_page(struct copy_read *r, unsigned page)
{
	r->skip = r->head.page[page].at;
	r->left = r->head.page[page].n;
	r->to_end = r->skip + r->left == r->head.size;
}

/* The last bytes of all: held until the end was seen. */
static enum gw_err
last_take(struct copy_read *r, struct span *plain)
{
	memmove(r->held, plain->p, plain->n);
	*plain = (struct span){ r->held, plain->n };
	return end_check(r);
}

enum gw_err
copy_read_next(struct copy_read *r, struct span *plain)
{
	size_t n;
	enum gw_err e;

	*plain = (struct span){ NULL, 0 };
	if (r->left == 0)
		return GW_OK;
	if (r->piece.n == 0) {
		if ((e = unsealing_next(r->stream, &r->piece)) != GW_OK)
			return e;
		if (r->piece.n == 0)
			return GW_EDENIED;	/* shorter than its head says */
	}
	n = r->skip < r->piece.n ? (size_t)r->skip : r->piece.n;
	r->skip -= n;
	r->piece = (struct span){ r->piece.p + n, r->piece.n - n };
	if (r->piece.n == 0)
		return GW_MORE;
	n = r->left < r->piece.n ? (size_t)r->left : r->piece.n;
	*plain = (struct span){ r->piece.p, n };
	r->piece = (struct span){ r->piece.p + n, r->piece.n - n };
	r->left -= n;
	return r->left == 0 && r->to_end ? last_take(r, plain) : GW_OK;
}

void
copy_read_free(struct copy_read *r)
{
	if (r == NULL)
		return;
	unsealing_free(r->stream);
	secret_wipe(r, sizeof *r);
	secret_free(r);
}
