/* boxes.h: an MP4's outermost boxes (ISO/IEC 14496-12, 4.2), before anything else reads it. Pure. */
#ifndef BOXES_H
#define BOXES_H

#include "copy.h"

/* CLEAN: there is a moov, and every box that matters is all there. DAMAGED; TOO_MUCH: more than BOXES_MAX. */
enum copy_state boxes_look(struct span file);
/* How large the pictures of the track with that number are (8.3.2, 12.1.3), in pixels. False: it is not said. */
bool boxes_size(struct span file, uint32_t track, int *width, int *height);
/* Of a file made here, whose last box is its moov: cuts off the notes (udta) that moov ends with, empty as they are.
 * Bytes left of n. */
size_t boxes_cut_notes(uint8_t *p, size_t n);
enum { BOXES_MAX = 64 * 1024 };
#endif
