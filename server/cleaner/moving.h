/* moving.h: frames as one WebP that moves: each pixel as it was (lossless), each frame as long, and nothing else in it.
 * libwebp itself: libvips 8.14 writes EXIF into every one. */
#ifndef MOVING_H
#define MOVING_H

#include "frames.h"

enum { MOVING_SIDE = 16383 };	/* no frame may be wider or higher */

/* f has at least two frames, in colour: three or four bands of one byte. The bytes are left to the end of the process.
 * False: out of memory. */
bool moving_save(const struct frames *f, struct span *bytes);
#endif
