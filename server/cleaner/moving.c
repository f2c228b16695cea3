/* moving.c: frame by frame through libwebp's encoder of animations. */
#include "moving.h"

#include <webp/encode.h>
#include <webp/mux.h>

enum { EFFORT = 1, USUAL = 100, LONGEST = 65535 * 10, LOOPS = 65535 };	/* of 9; milliseconds; as in a GIF */

static int
delay_of(const struct frames *f, int i)
{
	const int delay = f->delays == NULL ? USUAL : f->delays[i];

	return delay < 0 ? 0 : delay > LONGEST ? LONGEST : delay;
}

static bool
add(WebPAnimEncoder *encoder, const WebPConfig *how, const struct frames *f, int i, int at)
{
	const int stride = f->width * f->bands;
	const uint8_t *pixels = f->pixels + (size_t)stride * (size_t)f->frame_height * (size_t)i;
	WebPPicture picture;
	bool ok;

	if (!WebPPictureInit(&picture))
		return false;
	picture.use_argb = 1;
	picture.width = f->width;
	picture.height = f->frame_height;
	ok = f->bands == 4 ? WebPPictureImportRGBA(&picture, pixels, stride) :
	    WebPPictureImportRGB(&picture, pixels, stride);
	ok = ok && WebPAnimEncoderAdd(encoder, &picture, at, how);
	WebPPictureFree(&picture);
	return ok;
}

bool
moving_save(const struct frames *f, struct span *bytes)
{
	WebPAnimEncoderOptions options;
	WebPConfig how;
	WebPAnimEncoder *encoder;
	WebPData made;
	int at = 0;

	if (!WebPAnimEncoderOptionsInit(&options) || !WebPConfigInit(&how) || !WebPConfigLosslessPreset(&how, EFFORT))
		return false;
	how.exact = 1;
	options.anim_params.loop_count = f->loop < 0 || f->loop > LOOPS ? 0 : f->loop;
	if ((encoder = WebPAnimEncoderNew(f->width, f->frame_height, &options)) == NULL)
		return false;
	for (int i = 0; i < f->n; i++) {
		if (!add(encoder, &how, f, i, at))
			return false;
		at += delay_of(f, i);
	}
	if (!WebPAnimEncoderAdd(encoder, NULL, at, NULL) || !WebPAnimEncoderAssemble(encoder, &made))
		return false;
	*bytes = (struct span){ made.bytes, made.size };
	return true;
}
