/* colour.c: a transform of Little CMS over the pixels, a row at a time. */
#include "colour.h"

#include <lcms2.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 5, CLOSE = 1 };	/* a grid of 5 in each direction; of 255 */

static cmsUInt32Number
layout(cmsUInt32Number space, unsigned channels, unsigned extra, size_t sample)
{
	return COLORSPACE_SH(space) | CHANNELS_SH(channels) | EXTRA_SH(extra) | BYTES_SH((cmsUInt32Number)sample);
}

static cmsHPROFILE
grey_profile(void)
{
	static const cmsFloat64Number srgb[] = { 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045 };
	cmsToneCurve *curve = cmsBuildParametricToneCurve(NULL, 4, srgb);

	return curve == NULL ? NULL : cmsCreateGrayProfile(cmsD50_xyY(), curve);
}

/* So many channels of colour in, so many out; NULL: no such transform. */
static cmsHTRANSFORM
transform_of(cmsHPROFILE from, unsigned in, unsigned out, unsigned extra, size_t sample)
{
	static const cmsUInt32Number spaces[] = { [1] = PT_GRAY, [3] = PT_RGB, [4] = PT_CMYK };
	static const cmsColorSpaceSignature signatures[] =
	    { [1] = cmsSigGrayData, [3] = cmsSigRgbData, [4] = cmsSigCmykData };
	const cmsHPROFILE to = out == 1 ? grey_profile() : cmsCreate_sRGBProfile();

	if (from == NULL || to == NULL || cmsGetColorSpace(from) != signatures[in])
		return NULL;
	return cmsCreateTransform(from, layout(spaces[in], in, extra, sample), to,
	    layout(spaces[out], out, extra, sample), INTENT_RELATIVE_COLORIMETRIC,
	    cmsFLAGS_BLACKPOINTCOMPENSATION | (extra > 0 ? cmsFLAGS_COPY_ALPHA : 0));
}

/* Whether colours all over the cube come out as they went in. */
static bool
changes_nothing(cmsHPROFILE from, unsigned channels)
{
	const cmsHTRANSFORM t = transform_of(from, channels, channels, 0, 1);
	const int all = channels == 1 ? STEPS : STEPS * STEPS * STEPS;

	for (int i = 0; t != NULL && i < all; i++) {
		uint8_t in[3], out[3];

		for (int c = 0, rest = i; c < 3; c++, rest /= STEPS)
			in[c] = (uint8_t)(rest % STEPS * 255 / (STEPS - 1));
		cmsDoTransform(t, in, out, 1);
		for (unsigned c = 0; c < channels; c++)
			if (abs(in[c] - out[c]) > CLOSE)
				return false;
	}
	return t != NULL;
}

/* Rows only get shorter, so what is written never overtakes what is read. */
static bool
run(cmsHTRANSFORM t, struct frames *f, int bands)
{
	const size_t in = (size_t)f->width * (size_t)f->bands * frames_sample(f);
	const size_t out = (size_t)f->width * (size_t)bands * frames_sample(f);
	uint8_t *row = malloc(out);

	if (row == NULL)
		return false;
	for (int y = 0; y < f->height; y++) {
		cmsDoTransform(t, f->pixels + (size_t)y * in, row, (cmsUInt32Number)f->width);
		memcpy(f->pixels + (size_t)y * out, row, out);
	}
	free(row);
	f->bands = bands;
	return true;
}

/* Ink on white paper, the simplest way: how it looks without a profile is anybody's guess. */
static void
mix_inks(struct frames *f)
{
	const size_t n = (size_t)f->width * (size_t)f->height;

	for (size_t i = 0; i < n; i++) {
		const uint8_t *in = f->pixels + 4 * i;
		const unsigned light = 255u - in[3];

		for (size_t c = 0; c < 3; c++)	/* in[c] lies at or behind what is written */
			f->pixels[3 * i + c] = (uint8_t)((255u - in[c]) * light / 255);
	}
	f->bands = 3;
}

void
colour_to_srgb(struct frames *f)
{
	const bool inks = f->colours == VIPS_INTERPRETATION_CMYK;
	const unsigned extra = frames_have_alpha(f) ? 1 : 0, in = (unsigned)f->bands - extra, out = inks ? 3 : in;
	cmsHPROFILE from = NULL;
	cmsHTRANSFORM t;

	if (f->profile.n > 0 && f->profile.n <= UINT32_MAX)
		from = cmsOpenProfileFromMem(f->profile.p, (cmsUInt32Number)f->profile.n);
	f->profile = (struct span){ NULL, 0 };
	if (from != NULL && (inks || !changes_nothing(from, in)) &&
	    (t = transform_of(from, in, out, extra, frames_sample(f))) != NULL)
		(void)run(t, f, (int)(out + extra));
	if (inks && f->bands == 4)
		mix_inks(f);
	if (inks)
		f->colours = VIPS_INTERPRETATION_sRGB;
}
