/* fuzz_copy.c: whatever a worker writes, a head that is taken is true of its copy, and is written as it was read. */
#include <stdlib.h>
#include <string.h>

#include "copy.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static bool
is_true(const struct copy_head *h)
{
	uint64_t end = 0;

	if (h->state == COPY_LATER || h->state >= COPY_STATE_N || h->kind >= COPY_KIND_N ||
	    h->size > LIMIT_COPY_BYTES || h->n_pages > LIMIT_COPY_PAGES || (h->state == COPY_CLEAN) != (h->size > 0))
		return false;
	for (unsigned i = 0; i < h->n_pages; i++) {
		if (h->page[i].at < end)
			return false;
		end = (uint64_t)h->page[i].at + h->page[i].n;
	}
	return end <= h->size;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct copy_head h;
	static uint8_t again[COPY_HEAD];
	size_t used;

	switch (copy_head_read((struct span){ p, n }, &h, &used)) {
	case GW_OK:
		if (used > n || !is_true(&h) || copy_head_write(&h, again) != used || memcmp(p, again, used) != 0)
			abort();
		break;
	case GW_MORE:
		if (used != 0 || n >= COPY_HEAD)
			abort();
		break;
	case GW_EINPUT:
		if (used != 0)
			abort();
		break;
	default:
		abort();
	}
	return 0;
}
