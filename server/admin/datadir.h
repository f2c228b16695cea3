/* datadir.h: the gateway's folders and key files: who owns them, and what was made, so that a failed init leaves
 * nothing behind. */
#ifndef DATADIR_H
#define DATADIR_H

#include <sys/types.h>

#include "err.h"
#include "limit.h"
#include "span.h"

/* Whom the store belongs to: started as root, the config's user; else whoever runs this. GW_EABSENT: no such user. */
struct owner { uid_t uid; gid_t gid; };
GW_CHECKED enum gw_err datadir_owner(const char *user, struct owner *o);

/* What was made, in order. */
enum { DATADIR_MADE = 16 };
struct made { size_t n; char path[DATADIR_MADE][LIMIT_PATH]; };

/* A new folder, 0700. GW_ECONFLICT: it is there already. */
GW_CHECKED enum gw_err datadir_folder(struct made *m, const char *path, const struct owner *o);
/* The folder that path lies in, when it is not there yet; the caller's own, 0700. */
GW_CHECKED enum gw_err datadir_parent(struct made *m, const char *path);
/* A new file of the caller's own, on disk when this returns. GW_ECONFLICT: it is there already. */
GW_CHECKED enum gw_err datadir_file(struct made *m, const char *path, mode_t mode, struct span bytes);
/* Takes note of a file that something else is about to make. */
GW_CHECKED enum gw_err datadir_note(struct made *m, const char *path);
/* Removes all of it, last first. */
void datadir_undo(struct made *m);

/* Runs work in a child that has become o and, when this is root, sees nothing but folder: whatever lies there cannot
 * mislead root, and what it makes belongs to o. The exit status is work's, or 1. */
int datadir_inside(const char *folder, const struct owner *o, int (*work)(void *arg), void *arg);
/* A small file whole: fewer than max bytes. GW_EABSENT, GW_ELIMIT, GW_EIO. */
GW_CHECKED enum gw_err datadir_read(const char *path, uint8_t *bytes, size_t max, size_t *n);
#endif
