/* picture.c: libvips, told what it may read; and what each picture is written as. */
#include <time.h>
#include <vips/vips.h>
#include <vips/vector.h>

#include "colour.h"
#include "frames.h"
#include "kinds.h"
#include "moving.h"

enum { QUALITY = 90, DEFLATE = 3 };

/* Nothing that a library has to say of a reporter's file is for a log. */
static void
say_nothing(const char *domain, GLogLevelFlags level, const char *words, gpointer arg)
{
	(void)domain;
	(void)level;
	(void)words;
	(void)arg;
}

enum gw_err
picture_prepare(void)
{
	static const char *const known[] = { "VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer",
		"VipsForeignLoadNsgifBuffer", "VipsForeignLoadWebpBuffer", "VipsForeignLoadHeifBuffer" };

	g_log_set_default_handler(say_nothing, NULL);
	if (vips_init("cleaner") != 0)
		return GW_EIO;
	vips_block_untrusted_set(TRUE);
	vips_operation_block_set("VipsForeignLoad", TRUE);
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (g_type_from_name(known[i]) == 0)
			return GW_EIO;
		vips_operation_block_set(known[i], FALSE);
	}
	vips_concurrency_set(1);
	vips_cache_set_max(0);
	vips_vector_set_enabled(FALSE);	/* no machine code made at run time */
	tzset();	/* Little CMS dates every profile that it makes */
	return GW_OK;
}

/* The pixels as a picture again, the right way up. NULL: out of memory. */
static VipsImage *
picture_of(const struct frames *f)
{
	const size_t n = (size_t)f->width * (size_t)f->height * (size_t)f->bands * frames_sample(f);
	VipsImage *raw, *named, *turned;

	if ((raw = vips_image_new_from_memory(f->pixels, n, f->width, f->height, f->bands, f->format)) == NULL ||
	    vips_copy(raw, &named, "interpretation", f->colours, NULL) != 0)
		return NULL;
	if (f->orientation <= 1 || f->orientation > 8)
		return named;
	vips_image_set_int(named, VIPS_META_ORIENTATION, f->orientation);
	return vips_autorot(named, &turned, NULL) == 0 ? turned : NULL;
}

static int
save_photo(VipsImage *image, void **out, size_t *n)
{
	VipsImage *eight = image;

	if (vips_image_get_format(image) != VIPS_FORMAT_UCHAR && vips_colourspace(image, &eight,
	    vips_image_get_bands(image) == 1 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB, NULL) != 0)
		return -1;
	return vips_jpegsave_buffer(eight, out, n, "Q", QUALITY, "strip", TRUE, NULL);
}

/* Grey in three colours: WebP has no other way. */
static bool
save_moving(VipsImage *image, struct frames *f, struct span *bytes)
{
	VipsImage *coloured;
	size_t n;

	if (f->bands >= 3)
		return moving_save(f, bytes);
	if (vips_colourspace(image, &coloured, VIPS_INTERPRETATION_sRGB, NULL) != 0)
		return false;
	f->bands = vips_image_get_bands(coloured);
	f->pixels = vips_image_write_to_memory(coloured, &n);
	return f->pixels != NULL && moving_save(f, bytes);
}

static bool
save(VipsImage *image, struct frames *f, struct copy_head *h, struct span *bytes)
{
	void *out = NULL;
	size_t n = 0;
	bool ok;

	if (f->n > 1) {
		h->kind = COPY_WEBP;
		return save_moving(image, f, bytes);
	}
	if (f->lossy && !frames_have_alpha(f)) {
		h->kind = COPY_JPEG;
		ok = save_photo(image, &out, &n) == 0;
	} else {
		h->kind = COPY_PNG;
		ok = vips_pngsave_buffer(image, &out, &n, "compression", DEFLATE, "filter", VIPS_FOREIGN_PNG_FILTER_UP,
		    "strip", TRUE, NULL) == 0;
	}
	*bytes = (struct span){ out, n };
	return ok;
}

void
picture_clean(struct span file, const struct clean_limits *l, struct copy_head *h, struct span *bytes)
{
	struct frames f;
	VipsImage *image;

	if ((h->state = frames_decode(file, filetype_of(file), l, &f)) != COPY_CLEAN)
		return;
	h->state = COPY_TOO_MUCH;
	if (f.n > 1 && (f.width > MOVING_SIDE || f.frame_height > MOVING_SIDE))
		return;
	colour_to_srgb(&f);
	frames_blank_hidden(&f);
	image = picture_of(&f);
	h->state = image != NULL && save(image, &f, h, bytes) ? COPY_CLEAN : COPY_STRANGE;
}
