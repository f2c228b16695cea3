/* keyfile.h: the key file of one of community safety's computers: the private key that cases are opened with, and the
 * name that the computer was invited by. A few lines of text and a checksum; mode 0600; made once, never written over.
 * In memory the key lives in locked pages. Functions that give an enum run have said what went wrong. */
#ifndef KEYFILE_H
#define KEYFILE_H

#include "concern.h"
#include "keys.h"
#include "limit.h"

struct keyfile {
	struct keypair key;
	char name[LIMIT_NAME + 1];	/* "": the gateway has not said it yet */
};
enum { KEYFILE_TEXT = 512 };		/* room for a key file's bytes and NUL */

/* The file's text, a secret; NUL-terminated. */
void keyfile_text(const struct keyfile *d, char text[KEYFILE_TEXT]);
/* GW_EINPUT: not such a file; GW_ENEWER: of a newer program; GW_EDENIED: its checksum says that it was damaged or
 * altered. d is then zeros. */
GW_CHECKED enum gw_err keyfile_parse(struct span text, struct keyfile *d);

/* Gives *d; path must be readable by its owner alone. */
GW_CHECKED enum run keyfile_read(const char *path, struct keyfile **d);
/* Gives *d, a new key pair without a name, which is in a new file on the disk by then. A file that is there already is
 * left as it is: RUN_MISUSED. */
GW_CHECKED enum run keyfile_make(const char *path, struct keyfile **d);
/* The file that keyfile_make made, again, with this name. */
GW_CHECKED enum run keyfile_call(const char *path, struct keyfile *d, struct span name);
void keyfile_free(struct keyfile *d);	/* wipes; NULL is fine */
#endif
