/* originals.h: what the entries of a case come to for one of its attachments: whether nobody may open it any more, who
 * asked for its original, and who may have it now. The vault decides the same by its own rows. Pure. */
#ifndef ORIGINALS_H
#define ORIGINALS_H

#include "entry.h"

enum { ORIGINALS_ASKS = 16 };	/* the last ones of one file */

struct original_ask {
	uint32_t part;			/* where it stands */
	const struct entry *asked;	/* by whom, when, why */
	const struct entry *said;	/* what a second person answered; NULL: nobody did yet */
	bool agreed;
};
struct originals {
	const struct entry *hold;	/* the first that locked it for the gravest reason, or NULL */
	enum held held;
	size_t n;
	struct original_ask ask[ORIGINALS_ASKS];	/* in order */
};

/* Of the attachment of this number, from 0. entry[i] stands in part part[i], in order. Lends from entry. An answer
 * counts once, and from another person than who asked. */
void originals_read(const struct entry *entry, const uint32_t *part, size_t n, uint32_t file, struct originals *o);
/* Until when this member may open the original, if that is after now; else 0. Never of one that is locked. */
int64_t originals_until(const struct originals *o, const char *member, int64_t now);
/* The last that this member asked, or NULL. */
const struct original_ask *originals_mine(const struct originals *o, const char *member);
/* Somebody else's that waits for an answer: this member may give it. */
bool originals_may_say(const struct original_ask *ask, const char *member);
/* Which attachment, from 0, an ORIGINAL or a HOLD is about. */
uint32_t originals_file(const struct entry *e);
enum held originals_why(const struct entry *e);		/* why a HOLD locks */
#endif
