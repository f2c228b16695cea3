/* drm_pack.h: GET /desk/drm/<id>: the pack of one meeting: its cases as they were when it began, with the name of who
 * looks on every sheet; from its end on 410. */
#ifndef DRM_PACK_H
#define DRM_PACK_H

#include "seat.h"

seat_fn drm_pack;
/* The same page for who wrote down who is here, and not all of it: 422, with at most two errors and what was typed,
 * which is lent by s->form. */
void drm_pack_unheard(struct seat *s, const uint8_t report[ID_BYTES], struct console_present typed,
    const struct console_error *error, size_t n);
#endif
