/* drm_pack.h: GET /desk/drm/<id>: the pack of one meeting: its cases as they were when it began, with the name of who
 * looks on every sheet; from its end on 410. */
#ifndef DRM_PACK_H
#define DRM_PACK_H

#include "seat.h"

seat_fn drm_pack;
#endif
