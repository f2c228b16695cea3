/* copy_read.h: a clean copy (copy.h) as it is read: its head, then its bytes or a range of them, as they are verified.
 * Of what reaches to its end the last bytes come only after the whole was. */
#ifndef COPY_READ_H
#define COPY_READ_H

#include "copy.h"
#include "keys.h"

struct copy_read;

/* Gives *r, with keys of its own. GW_ENOMEM. */
GW_CHECKED enum gw_err copy_read_new(const uint8_t report_key[KEY_BYTES], const uint8_t report[ID_BYTES],
    uint32_t file, struct copy_read **r);
/* Takes *fd, a sealed stream of so many bytes, and sets it to -1; reads the head. *h: lent until copy_read_free; all of
 * the copy is then the range. GW_EDENIED: altered, no copy, or not as large as it says; GW_EIO. */
GW_CHECKED enum gw_err copy_read_head_take(struct copy_read *r, int *fd, uint64_t sealed_bytes,
    const struct copy_head **h);
/* Only its page of this number, from 0 and one that it has; before the first copy_read_next. */
void copy_read_page(struct copy_read *r, unsigned page);
/* The next bytes of the range, LIMIT_CHUNK at most, lent until the next call; empty: there are no more. GW_MORE: one
 * piece was looked at, and what is wanted is further on. Else as unsealing_next. */
GW_CHECKED enum gw_err copy_read_next(struct copy_read *r, struct span *plain);
void copy_read_free(struct copy_read *r);	/* wipes; NULL is fine */
#endif
