/* walk.h: along a report's parts, a page at a time as the vault gives them, up to the head that must name them all.
 * What everyone who reads a thread must check; which keys open a part, and who may see it, is the reader's. Pure. */
#ifndef WALK_H
#define WALK_H

#include "msg.h"
#include "seal.h"

/* Opens one part; its number, kind and digest have been found to fit. sealed is empty where the vault keeps it back. */
typedef enum gw_err walk_part_fn(void *arg, const struct msg_part *p);

/* All borrowed. */
struct walk {
	const uint8_t *report;		/* ID_BYTES */
	const uint8_t *key;		/* KEY_BYTES: the report key, which the head is sealed with */
	struct chain *chain;		/* from chain_start, or from where the last page ended */
	walk_part_fn *open;
	void *arg;
};

/* GW_OK: the head fits all parts from the first to this page's last. GW_MORE: ask for the page from part chain.n on.
 * GW_EDENIED: parts are missing, moved, altered, too many or of another report. Else what open said. Nothing that open
 * was given may be used before GW_OK. */
GW_CHECKED enum gw_err walk_page(const struct walk *w, const struct msg_thread *page);
#endif
