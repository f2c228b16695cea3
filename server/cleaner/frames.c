/* frames.c: head first, pixels only of what is small enough. */
#include "frames.h"

#include <string.h>
#include <webp/decode.h>

#include "whole.h"

enum { PNG_WIDTH = 16, PNG_HEIGHT = 20, PNG_SIZES = 24 };	/* where they stand, and their end */

static const char *const loaders[FILETYPE_N] = {
	[FILETYPE_JPEG] = "jpegload_buffer", [FILETYPE_PNG] = "pngload_buffer", [FILETYPE_GIF] = "gifload_buffer",
	[FILETYPE_WEBP] = "webpload_buffer", [FILETYPE_HEIF] = "heifload_buffer",
};

/* What libraries say of a file that is not broken; of anything else they say that it is. */
static const struct { const char *words; enum copy_state state; } sayings[] = {
	{ "nsupported", COPY_STRANGE }, { "aximum supported", COPY_TOO_MUCH }, { "exceeds", COPY_TOO_MUCH },
	{ "limit", COPY_TOO_MUCH }, { "too large", COPY_TOO_MUCH }, { "too many", COPY_TOO_MUCH },
};

static enum copy_state
why_not(void)
{
	const char *said = vips_error_buffer();

	for (size_t i = 0; i < sizeof sayings / sizeof *sayings; i++)
		if (strstr(said, sayings[i].words) != NULL)
			return sayings[i].state;
	return COPY_DAMAGED;
}

bool
frames_have_alpha(const struct frames *f)
{
	return f->colours != VIPS_INTERPRETATION_CMYK && (f->bands == 2 || f->bands == 4);
}

size_t
frames_sample(const struct frames *f)
{
	return f->format == VIPS_FORMAT_USHORT ? 2 : 1;
}

/* One frame, or all of those that the head names. NULL: not this file. */
static VipsImage *
look(struct span file, enum filetype kind, bool all)
{
	VipsBlob *blob = vips_blob_new(NULL, file.p, file.n);
	VipsImage *image = NULL;
	const int bad = !all ? vips_call(loaders[kind], blob, &image, "access", VIPS_ACCESS_SEQUENTIAL,
		"fail_on", VIPS_FAIL_ON_ERROR, NULL) :
	    vips_call(loaders[kind], blob, &image, "access", VIPS_ACCESS_SEQUENTIAL,
		"fail_on", VIPS_FAIL_ON_ERROR, "n", -1, NULL);

	return bad != 0 ? NULL : image;
}

/* Two bytes a sample count twice. */
static bool
small_enough(const VipsImage *image, int n, const struct clean_limits *l)
{
	const uint64_t width = (uint64_t)vips_image_get_width(image), height = (uint64_t)vips_image_get_height(image);

	if (n > LIMIT_COPY_FRAMES || width > VIPS_MAX_COORD || height > VIPS_MAX_COORD)
		return false;
	return width * height <= l->pixels / (unsigned)n / (vips_image_get_format(image) == VIPS_FORMAT_UCHAR ? 1 : 2);
}

static bool
was_lossy(struct span file, enum filetype kind, const struct frames *f)
{
	WebPBitstreamFeatures webp;

	if (kind == FILETYPE_WEBP)
		return f->n == 1 && WebPGetFeatures(file.p, file.n, &webp) == VP8_STATUS_OK && webp.format == 1;
	return kind == FILETYPE_JPEG || kind == FILETYPE_HEIF;
}

/* How long each frame is to be seen, and how often all. */
static void
read_times(VipsImage *image, struct frames *f)
{
	int *delays, n;

	if (vips_image_get_typeof(image, "delay") == VIPS_TYPE_ARRAY_INT &&
	    vips_image_get_array_int(image, "delay", &delays, &n) == 0 && n == f->n)
		f->delays = g_memdup2(delays, (size_t)n * sizeof *delays);
	if (vips_image_get_typeof(image, "loop") == G_TYPE_INT)
		(void)vips_image_get_int(image, "loop", &f->loop);
}

/* What is kept of the head, copied, for it changes while pixels are decoded. Its numbers are hostile still. */
static void
read_head(VipsImage *image, struct span file, enum filetype kind, struct frames *f)
{
	const void *profile;
	size_t n;

	f->frame_height = vips_image_get_page_height(image);
	f->orientation = 1;
	if (kind != FILETYPE_HEIF && f->n == 1)	/* libheif turns what it decodes by itself */
		f->orientation = vips_image_get_orientation(image);
	if (vips_image_get_typeof(image, VIPS_META_ICC_NAME) == VIPS_TYPE_BLOB &&
	    vips_image_get_blob(image, VIPS_META_ICC_NAME, &profile, &n) == 0)
		f->profile = (struct span){ g_memdup2(profile, n), n };
	if (f->n > 1)
		read_times(image, f);
	f->lossy = was_lossy(file, kind, f);
}

static bool
colours_are_known(const VipsImage *image)
{
	const int bands = vips_image_get_bands(image);
	const VipsBandFormat format = vips_image_get_format(image);

	switch (vips_image_get_interpretation(image)) {
	case VIPS_INTERPRETATION_sRGB:
		return format == VIPS_FORMAT_UCHAR && (bands == 3 || bands == 4);
	case VIPS_INTERPRETATION_RGB16:
		return format == VIPS_FORMAT_USHORT && (bands == 3 || bands == 4);
	case VIPS_INTERPRETATION_B_W:
		return format == VIPS_FORMAT_UCHAR && (bands == 1 || bands == 2);
	case VIPS_INTERPRETATION_GREY16:
		return format == VIPS_FORMAT_USHORT && (bands == 1 || bands == 2);
	case VIPS_INTERPRETATION_CMYK:
		return format == VIPS_FORMAT_UCHAR && bands == 4;
	default:
		return false;
	}
}

static enum copy_state
decode(VipsImage *image, struct frames *f)
{
	size_t n;

	if (!colours_are_known(image))
		return COPY_STRANGE;
	f->width = vips_image_get_width(image);
	f->height = vips_image_get_height(image);
	f->bands = vips_image_get_bands(image);
	f->format = vips_image_get_format(image);
	f->colours = vips_image_get_interpretation(image);
	if (f->n > 1 && (f->frame_height <= 0 || f->height % f->frame_height != 0 ||
	    f->height / f->frame_height != f->n))
		return COPY_DAMAGED;
	f->pixels = vips_image_write_to_memory(image, &n);
	return f->pixels == NULL ? why_not() : COPY_CLEAN;
}

/* What libvips would call broken, and is not. */
static bool
is_enormous(struct span file, enum filetype kind, const struct clean_limits *l)
{
	WebPBitstreamFeatures webp;

	if (kind == FILETYPE_PNG && file.n >= PNG_SIZES)
		return (uint64_t)whole_number(file.p + PNG_WIDTH) * whole_number(file.p + PNG_HEIGHT) > l->pixels;
	return kind == FILETYPE_WEBP && WebPGetFeatures(file.p, file.n, &webp) == VP8_STATUS_OK &&
	    (uint64_t)webp.width * (uint64_t)webp.height > l->pixels;
}

enum copy_state
frames_decode(struct span file, enum filetype kind, const struct clean_limits *l, struct frames *f)
{
	VipsImage *image;
	const bool moves = kind == FILETYPE_GIF || kind == FILETYPE_WEBP;

	memset(f, 0, sizeof *f);
	if (loaders[kind] == NULL)
		return COPY_STRANGE;
	if (is_enormous(file, kind, l))
		return COPY_TOO_MUCH;
	if ((kind == FILETYPE_GIF && !whole_gif(file)) || (kind == FILETYPE_PNG && !whole_png(file)))
		return COPY_DAMAGED;
	if ((image = look(file, kind, false)) == NULL)
		return why_not();
	f->n = moves ? vips_image_get_n_pages(image) : 1;
	if (f->n < 1)
		return COPY_DAMAGED;
	if (!small_enough(image, f->n, l))
		return COPY_TOO_MUCH;
	if (f->n > 1 && (image = look(file, kind, true)) == NULL)
		return why_not();
	read_head(image, file, kind, f);
	return decode(image, f);
}

void
frames_blank_hidden(struct frames *f)
{
	const size_t sample = frames_sample(f), colours = (size_t)(f->bands - 1) * sample, pixel = colours + sample;
	const uint8_t *end;

	if (!frames_have_alpha(f))
		return;
	end = f->pixels + (size_t)f->width * (size_t)f->height * pixel;
	for (uint8_t *p = f->pixels; p < end; p += pixel)
		if (p[colours] == 0 && p[pixel - 1] == 0)
			memset(p, 0, colours);
}
