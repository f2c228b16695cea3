/* frames.h: a picture as raw pixels, one frame below the other: nothing else of its file can follow them. libvips; what
 * is allocated is left to the end of the process. */
#ifndef FRAMES_H
#define FRAMES_H

#include <vips/vips.h>

#include "clean.h"
#include "filetype.h"

struct frames {
	uint8_t *pixels;		/* width * height * bands samples of one or two bytes, no padding */
	int width, height;		/* height: of all frames together */
	int bands;			/* 1 or 3: grey or red, green, blue; one more: alpha; CMYK: 4 */
	VipsBandFormat format;		/* VIPS_FORMAT_UCHAR or VIPS_FORMAT_USHORT */
	VipsInterpretation colours;	/* VIPS_INTERPRETATION_sRGB, RGB16, B_W, GREY16 or CMYK */
	struct span profile;		/* ICC, as it was in the file; empty: none */
	int orientation;		/* EXIF's 1 to 8: how the camera was held; 1 where it is applied */
	bool lossy;			/* what it was before */
	int frame_height, n;		/* n 1: it does not move */
	int *delays, loop;		/* n, in ms, or NULL; 0: for ever */
};

/* The picture of a file whose kind is known, if it is small enough by its head: nothing is decoded before. COPY_CLEAN,
 * else why not, and nothing given. */
enum copy_state frames_decode(struct span file, enum filetype kind, const struct clean_limits *l, struct frames *f);
bool frames_have_alpha(const struct frames *f);
size_t frames_sample(const struct frames *f);	/* bytes of one sample */
/* Where nothing is to be seen, whatever colour is kept under it goes. */
void frames_blank_hidden(struct frames *f);
#endif
