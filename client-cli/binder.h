/* binder.h: the folder that "concern pull" fills: 0700, files 0600, one pull at a time. A file is there whole, under
 * its name, or not at all, whenever this computer stops: it is written in tmp/, synced, and then moved. */
#ifndef BINDER_H
#define BINDER_H

#include "concern.h"
#include "keys.h"

enum { BINDER_AGAIN = 400, BINDER_ID = 2 * ID_BYTES + 1 };

/* How far the folder is: state.json. */
struct binder_state {
	uint64_t cursor;		/* every change up to this one was looked at */
	size_t n;			/* cases that did not open: tried again each time */
	struct binder_again { char id[BINDER_ID]; uint64_t changed; } again[BINDER_AGAIN];
};

struct binder { const char *path; int dir, lock; };

/* Makes it when it is not there, and locks it. RUN_MISUSED: another pull has it, or others may read it. */
GW_CHECKED enum run binder_open(struct binder *f, const char *path);
void binder_close(struct binder *f);
/* Writes a file of this name, which may be "files/ID/N.ext"; its folders are made. On the disk when this returns. */
GW_CHECKED enum run binder_write(const struct binder *f, const char *name, struct span bytes);
/* Reads one, appended; a file that is not there is empty. */
GW_CHECKED enum run binder_read(const struct binder *f, const char *name, struct buf *bytes);
/* Whether there is a file of this name and size. */
bool binder_has(const struct binder *f, const char *name, uint64_t size);

/* Nobody can open it any more, until somebody gives it other permissions; its bytes stay. A file that is not there is
 * fine. */
GW_CHECKED enum run binder_shut(const struct binder *f, const char *name);

/* Pure. GW_EINPUT: not such a state; GW_ENEWER: a newer program's. */
GW_CHECKED enum gw_err binder_state_parse(struct span text, struct binder_state *s);
GW_CHECKED enum gw_err binder_state_text(const struct binder_state *s, struct buf *out);
/* A folder that is new has nothing yet: zeros. */
GW_CHECKED enum run binder_state_read(const struct binder *f, struct binder_state *s);
GW_CHECKED enum run binder_state_write(const struct binder *f, const struct binder_state *s);
/* Notes that this case did not open at that change; or that it did. GW_ELIMIT: there are too many. */
GW_CHECKED enum gw_err binder_state_miss(struct binder_state *s, const char *id, uint64_t changed);
void binder_state_got(struct binder_state *s, const char *id);
#endif
