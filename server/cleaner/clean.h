/* clean.h: hostile bytes in, a copy without what they say about their sender out. What is behind it lives in a shared
 * object of its own (kinds.h), with a hundred libraries that no other process of ours ever loads. One file a process:
 * everything allocated on the way is left to its end. */
#ifndef CLEAN_H
#define CLEAN_H

#include "copy.h"

struct clean_limits {
	uint64_t pixels;		/* of all frames of one picture, or of one page */
	unsigned pages;
	uint64_t bytes;			/* of the copy */
};

/* The copy: h, and its bytes, lent to the end of the process. h->state: any but LATER, FAILED, UNSCANNED, INFECTED. */
typedef void clean_fn(struct span file, const struct clean_limits *l, struct copy_head *h, struct span *bytes);

/* What the shared object gives, under the name CLEAN_ROOM. */
struct clean_room {
	/* Before the sandbox, once: starts libraries, reads what they would look for in files. Starts no thread.
	 * GW_EIO. */
	enum gw_err (*prepare)(void);
	clean_fn *clean;		/* decides by the file's bytes which kind it is */
};
#define CLEAN_ROOM "clean_room"
extern const struct clean_room clean_room;
#endif
