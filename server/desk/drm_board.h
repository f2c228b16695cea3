/* drm_board.h: GET /desk/drm: what is for the next Daily Risk Management meeting: everything new or changed since the
 * last one, then what is late or due, of all open cases of community safety's. */
#ifndef DRM_BOARD_H
#define DRM_BOARD_H

#include "seat.h"

seat_fn drm_board;
#endif
