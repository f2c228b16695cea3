/* spool.h: attachments as files, sealed before they come here: spool/XX/<32 hexadecimal digits>. An upload belongs to
 * the channel that opened it until a commit gives it to the database; what belongs to neither is removed. */
#ifndef SPOOL_H
#define SPOOL_H

#include "msg.h"

enum {
	SPOOL_FOLDERS = 256,
	SPOOL_UPLOADS = 4096,		/* open at once */
	SPOOL_UPLOADS_EACH = 2048,	/* of one channel */
	SPOOL_RESERVE = 64 * 1024 * 1024	/* bytes of the disk that uploads leave to the database */
};

struct spool;
/* Whether the database has a row for this file: GW_OK, GW_EABSENT, or it cannot say now. */
typedef enum gw_err spool_known_fn(void *arg, const char *name);

/* Below the working directory; makes the folders that are missing. Gives *sp. */
GW_CHECKED enum gw_err spool_new(const char *folder, spool_known_fn *known, void *arg, struct spool **sp);
void spool_free(struct spool *sp);	/* leaves all files as they are */

/* What the disk has room for. */
GW_CHECKED enum gw_err spool_free_bytes(const struct spool *sp, uint64_t *bytes);
/* A new file for this owner; the caller closes *fd. GW_EFULL: the disk has too little room left. GW_EBUSY: too many. */
GW_CHECKED enum gw_err spool_open(struct spool *sp, const void *owner, char name[SPOOL_NAME + 1], int *fd);
/* Before the row: the file and, if it has one, its copy; both or neither. GW_EBUSY: no upload of this owner, or not any
 * more. GW_ECONFLICT: claimed before. GW_EINPUT: of another size, or of one that nothing sealed has. */
GW_CHECKED enum gw_err spool_claim(struct spool *sp, const void *owner, const struct msg_spooled *file);
void spool_unclaim(struct spool *sp, const struct msg_spooled *file);
/* All of a request's, or none; and after the request, which ended like this: gives e, and if that is not GW_OK none. */
GW_CHECKED enum gw_err spool_claim_all(struct spool *sp, const void *owner, const struct msg_spooled *file, size_t n);
enum gw_err spool_claim_end(struct spool *sp, const struct msg_spooled *file, size_t n, enum gw_err e);
/* Before the commit: what was claimed will be found in its folder after a power cut. */
GW_CHECKED enum gw_err spool_sync(struct spool *sp);
/* After the commit: what was claimed is the database's; or, when it failed, its owner's again. */
void spool_settle(struct spool *sp, bool committed);
/* The owner does not want it any more. GW_EABSENT: not an upload of its. */
GW_CHECKED enum gw_err spool_drop(struct spool *sp, const void *owner, const char *name);
/* All of its. */
void spool_lost(struct spool *sp, const void *owner);

/* For reading; the caller closes *fd. GW_EIO: it is not there, or not of this size. */
GW_CHECKED enum gw_err spool_read(struct spool *sp, const char *name, uint64_t sealed_bytes, int *fd);
/* Whether it is there and of this size, for whoever keeps no spool open and makes none; folder as for spool_new.
 * GW_EIO: not so. */
GW_CHECKED enum gw_err spool_look(const char *folder, const char *name, uint64_t sealed_bytes);
/* Removes what nobody knows from one folder, 0 to SPOOL_FOLDERS - 1. *removed is added to. */
GW_CHECKED enum gw_err spool_sweep(struct spool *sp, unsigned folder, size_t *removed);
#endif
