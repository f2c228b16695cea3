/* unsealing.h: an attachment's sealed stream, read from the vault's descriptor: plain bytes, a verified piece at a
 * time. What came is genuine; that it was all of it is known at the end alone. */
#ifndef UNSEALING_H
#define UNSEALING_H

#include "limit.h"
#include "stream.h"

struct unsealing;

/* Gives *u. GW_ENOMEM. */
GW_CHECKED enum gw_err unsealing_new(const uint8_t key[KEY_BYTES], struct part_place at, struct unsealing **u);
void unsealing_fd_take(struct unsealing *u, int *fd);	/* sets it to -1; once, before the first piece */
/* The next piece, LIMIT_CHUNK at most, lent until the next call; empty: that was the end, and the whole is verified.
 * GW_EDENIED: altered, cut short, joined or another file's; GW_EIO. */
GW_CHECKED enum gw_err unsealing_next(struct unsealing *u, struct span *plain);
void unsealing_free(struct unsealing *u);		/* closes, wipes; NULL is fine */
#endif
