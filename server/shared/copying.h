/* copying.h: one file's way to its clean copy: its plain bytes into a memfd (never a disk), that to a cleaner, what the
 * worker writes sealed into the spool as it comes. Whatever goes wrong there costs the copy and nothing else. */
#ifndef COPYING_H
#define COPYING_H

#include <event2/event.h>

#include "copy.h"
#include "link.h"
#include "seal.h"

/* Where copies are made from here; one a process, its owner's. */
struct copy_room {
	struct event_base *base;
	struct link *vault, *cleaner;
	uint64_t held;			/* plain bytes in memory now, of LIMIT_COPIES_HELD */
};
/* Borrows base and vault; cleaner is made here, lost until a channel is adopted, and freed (link_free) by the owner. */
GW_CHECKED enum gw_err copy_room_start(struct event_base *base, struct link *vault, struct copy_room *room);

/* How it ended. made: name "" when there is nothing in the spool; else it is the asker's, to be named to the vault in a
 * put, or dropped (upload_drop_named). LATER: no cleaner, no room, or too late; nothing in the spool. INFECTED and
 * UNSCANNED: nothing either. All others: the head is a copy without bytes, worth keeping so that nobody tries again. */
struct copied {
	struct copy_head head;
	char name[SPOOL_NAME + 1];
	uint64_t sealed_bytes;
};
struct copying;
/* made is lent, until copying_free. */
typedef void copying_done_fn(void *arg, const struct copied *made);

/* Gives *c. room, key (copy_key_of) and at (PART_COPY) are borrowed until the end. GW_ENOMEM, GW_EBUSY: no copy now. */
GW_CHECKED enum gw_err copying_new(struct copy_room *room, const uint8_t key[KEY_BYTES], struct part_place at,
    const struct msg_clean *limits, struct copying **c);
/* Some more of the file. Where there is no room left it becomes LATER, and takes the rest in vain. */
void copying_write(struct copying *c, struct span bytes);
/* That was all of it. done is called once, within limits->seconds and a little, never from inside. */
void copying_end(struct copying *c, copying_done_fn *done, void *arg);
/* After done: frees. Before: gives up, drops what is in the spool, done is not called. NULL is fine. */
void copying_free(struct copying *c);
#endif
