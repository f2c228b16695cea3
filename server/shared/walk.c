/* walk.c: one page further along a report's chain. */
#include "walk.h"

#include <string.h>

/* Each kind has its place: one body, one decision, then what people wrote. */
static bool
kind_fits(uint8_t kind, uint32_t seq)
{
	switch (kind) {
	case PART_BODY:
		return seq == 0;
	case PART_DECISION:
		return seq == 1;
	case PART_FROM_REPORTER:
	case PART_FROM_STAFF:
	case PART_NOTE:
		return seq > 1;
	default:
		return false;
	}
}

static enum gw_err
take_part(const struct walk *w, const struct msg_part *p)
{
	uint8_t digest[SEAL_DIGEST];
	enum gw_err e;

	if (p->seq != w->chain->n || !kind_fits(p->kind, p->seq))
		return GW_EDENIED;
	if (p->sealed.n > 0) {
		part_digest(p->sealed, digest);
		if (memcmp(digest, p->digest, sizeof digest) != 0)
			return GW_EDENIED;
	}
	if ((e = w->open(w->arg, p)) == GW_OK)
		chain_add(w->chain, (enum part_kind)p->kind, p->digest);
	return e;
}

enum gw_err
walk_page(const struct walk *w, const struct msg_thread *page)
{
	enum gw_err e;

	if (memcmp(page->report, w->report, ID_BYTES) != 0 || page->total > LIMIT_MESSAGES ||
	    page->total < w->chain->n || page->n > page->total - w->chain->n)
		return GW_EDENIED;
	if (page->n == 0 && page->total > w->chain->n)
		return GW_EDENIED;	/* it would be asked for for ever */
	for (size_t i = 0; i < page->n; i++)
		if ((e = take_part(w, &page->part[i])) != GW_OK)
			return e;
	/* A part may have come between two pages: the head is of the last one. */
	return w->chain->n < page->total ? GW_MORE : chain_verify(w->chain, w->key, w->report, page->head);
}
