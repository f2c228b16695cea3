/* poster.h: a school's poster for a wall: one A4 page with the school's own address as a QR picture and in words. */
#ifndef POSTER_H
#define POSTER_H

#include "page.h"
#include "policy.h"

enum { POSTER_MAX = 1024 * 1024 };	/* bytes: no poster is longer */
/* is_file: it stands alone, with its style inside; else the style is an asset of the same host. Appends HTML.
 * GW_ELIMIT: the address is too long for a QR picture. */
GW_CHECKED enum gw_err poster_render(const struct wording *w, const char *host, const struct school *school,
    bool is_file, struct buf *out);
#endif
