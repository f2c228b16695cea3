/* washer.h: the cleaner that a test plays for an intake or a desk at work (front.h). What becomes of a file is in its
 * first three bytes; any other file has a clean copy, WASHER_CLEAN, said to be a JPEG picture. */
#ifndef WASHER_H
#define WASHER_H

#include "front.h"

#define WASHER_CLEAN "what is safe to look at"
#define WASHER_STRANGE "MZ\x90"
#define WASHER_DAMAGED "CUT"
#define WASHER_TOO_MUCH "BIG"
#define WASHER_FOUND "BAD"		/* by the scanner */
#define WASHER_UNSCANNED "???"
#define WASHER_DIES "DIE"		/* its worker, with half a copy written */
#define WASHER_BUSY "NOT"		/* too many wait already */
#define WASHER_WAITS "SLO"		/* its worker begins only when the next file is there */

struct washer {
	struct wire *wire;
	unsigned files;			/* that came */
	uint32_t waiting;		/* the question of one that waits, or 0 */
};

/* Hands the process its channel. */
void washer_open(struct washer *w, struct front *f);
void washer_close(struct washer *w);	/* before the front */
#endif
