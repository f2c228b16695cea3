/* upload.h: one attachment on its way into the spool: the vault opens the file and passes its descriptor, the bytes
 * are sealed as they come and written at once. Nothing plain is written; 128 KiB of memory while it lasts. */
#ifndef UPLOAD_H
#define UPLOAD_H

#include "link.h"
#include "stream.h"

struct upload;
/* The spool file is open, or why not. Called once, never from inside upload_new. */
typedef void upload_ready_fn(void *arg, enum gw_err e);

/* Asks the vault for a spool file. Borrows l, key and the place until the upload ends. Gives *u. GW_EBUSY: no vault. */
GW_CHECKED enum gw_err upload_new(struct link *l, const uint8_t key[KEY_BYTES], struct part_place at,
    upload_ready_fn *ready, void *arg, struct upload **u);
/* Once it is ready. GW_EFULL, GW_EIO: only upload_drop is left. */
GW_CHECKED enum gw_err upload_write(struct upload *u, struct span bytes);
uint64_t upload_size(const struct upload *u);		/* plain bytes so far */
/* Seals the end, has the disk confirm it, names it. On GW_OK *u is freed and nulled: whoever holds *out now commits or
 * drops it. */
GW_CHECKED enum gw_err upload_end_take(struct upload **u, struct msg_spooled *out, uint8_t sha256[32]);
/* At any time before its end: the half-written file goes. Frees; NULL is fine. */
void upload_drop(struct upload *u);
/* A file that was ended and will not be committed. */
void upload_drop_named(struct link *l, const char name[SPOOL_NAME + 1]);
#endif
