/* copy.c: codes, and a head in bytes and back. */
#include "copy.h"

#include <string.h>

static const char MAGIC[] = "GWc1";
enum { MAGIC_N = sizeof MAGIC - 1, AT_STATE = MAGIC_N, AT_KIND, AT_PAGES, AT_SIZE = AT_PAGES + 2 };

static const char *const states[COPY_STATE_N] = {
	[COPY_LATER] = "later", [COPY_CLEAN] = "clean", [COPY_STRANGE] = "strange", [COPY_DAMAGED] = "damaged",
	[COPY_TOO_MUCH] = "too_much", [COPY_FAILED] = "failed", [COPY_UNSCANNED] = "unscanned",
	[COPY_INFECTED] = "infected",
};

static const struct { const char *code, *media, *suffix; } kinds[COPY_KIND_N] = {
	[COPY_NONE] = { "", "application/octet-stream", "" }, [COPY_JPEG] = { "jpeg", "image/jpeg", ".jpg" },
	[COPY_PNG] = { "png", "image/png", ".png" }, [COPY_WEBP] = { "webp", "image/webp", ".webp" },
	[COPY_MP4] = { "mp4", "video/mp4", ".mp4" }, [COPY_PDF] = { "pdf", "application/pdf", ".pdf" },
	[COPY_TEXT] = { "text", "text/plain; charset=utf-8", ".txt" },
};

const char *
copy_state_code(enum copy_state s)
{
	return s < COPY_STATE_N ? states[s] : "";
}

enum copy_state
copy_state_of(struct span code)
{
	int s = 0;

	while (s < COPY_STATE_N && !span_is(code, states[s]))
		s++;
	return (enum copy_state)s;
}

const char *
copy_kind_code(enum copy_kind k)
{
	return k < COPY_KIND_N ? kinds[k].code : "";
}

enum copy_kind
copy_kind_of(struct span code)
{
	int k = 0;

	while (k < COPY_KIND_N && !span_is(code, kinds[k].code))
		k++;
	return (enum copy_kind)k;
}

const char *
copy_kind_media(enum copy_kind k)
{
	return kinds[k < COPY_KIND_N ? k : COPY_NONE].media;
}

const char *
copy_kind_suffix(enum copy_kind k)
{
	return k < COPY_KIND_N ? kinds[k].suffix : "";
}

bool
copy_may_come(enum copy_state s)
{
	return s == COPY_LATER || s == COPY_FAILED || s == COPY_UNSCANNED;
}

static void
number_put(uint8_t *out, size_t n, uint64_t value)
{
	while (n > 0) {
		out[--n] = (uint8_t)value;
		value >>= 8;
	}
}

static uint64_t
number_get(const uint8_t *in, size_t n)
{
	uint64_t value = 0;

	for (size_t i = 0; i < n; i++)
		value = value << 8 | in[i];
	return value;
}

size_t
copy_head_write(const struct copy_head *h, uint8_t out[COPY_HEAD])
{
	memcpy(out, MAGIC, MAGIC_N);
	out[AT_STATE] = (uint8_t)h->state;
	out[AT_KIND] = (uint8_t)h->kind;
	number_put(out + AT_PAGES, 2, h->n_pages);
	number_put(out + AT_SIZE, 8, h->size);
	for (unsigned i = 0; i < h->n_pages; i++) {
		number_put(out + COPY_FIXED + i * COPY_PAGE, 4, h->page[i].at);
		number_put(out + COPY_FIXED + i * COPY_PAGE + 4, 4, h->page[i].n);
	}
	return COPY_FIXED + h->n_pages * COPY_PAGE;
}

static bool
fixed_fits(const struct copy_head *h)
{
	if (h->state == COPY_LATER || h->state >= COPY_STATE_N || h->kind >= COPY_KIND_N)
		return false;
	if (h->state != COPY_CLEAN)
		return h->kind == COPY_NONE && h->size == 0 && h->n_pages == 0;
	return h->kind != COPY_NONE && h->size > 0 && h->size <= LIMIT_COPY_BYTES &&
	    h->n_pages <= LIMIT_COPY_PAGES && (h->kind == COPY_PDF) == (h->n_pages > 0);
}

static bool
pages_fit(const struct copy_head *h)
{
	uint64_t end = 0;

	for (unsigned i = 0; i < h->n_pages; i++) {
		if (h->page[i].at < end || h->page[i].n == 0)
			return false;
		end = (uint64_t)h->page[i].at + h->page[i].n;
	}
	return end <= h->size;
}

enum gw_err
copy_head_read(struct span in, struct copy_head *h, size_t *used)
{
	*used = 0;
	memset(h, 0, sizeof *h);
	if (in.n == 0)
		return GW_MORE;
	if (memcmp(in.p, MAGIC, in.n < MAGIC_N ? in.n : MAGIC_N) != 0)	/* public bytes */
		return GW_EINPUT;
	if (in.n < COPY_FIXED)
		return GW_MORE;
	h->state = (enum copy_state)in.p[AT_STATE];
	h->kind = (enum copy_kind)in.p[AT_KIND];
	h->n_pages = (unsigned)number_get(in.p + AT_PAGES, 2);
	h->size = number_get(in.p + AT_SIZE, 8);
	if (!fixed_fits(h))
		return GW_EINPUT;
	if (in.n < COPY_FIXED + h->n_pages * COPY_PAGE)
		return GW_MORE;
	for (unsigned i = 0; i < h->n_pages; i++) {
		h->page[i].at = (uint32_t)number_get(in.p + COPY_FIXED + i * COPY_PAGE, 4);
		h->page[i].n = (uint32_t)number_get(in.p + COPY_FIXED + i * COPY_PAGE + 4, 4);
	}
	if (!pages_fit(h))
		return GW_EINPUT;
	*used = COPY_FIXED + h->n_pages * COPY_PAGE;
	return GW_OK;
}
