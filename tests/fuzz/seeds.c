/* seeds.c: small files of each kind for fuzz_clean to begin with: seeds FOLDER. */
#include <stdio.h>
#include <stdlib.h>
#include <vips/vips.h>

#include "plant.h"

enum { SIDE = 16 };
static const char pdf[] = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 20 20]/Contents 4 0 R/Resources<<>>>>endobj\n"
    "4 0 obj<</Length 20>>stream\n1 0 0 rg 2 2 9 9 re f\nendstream endobj\n"
    "trailer<</Root 1 0 R/Info<</Author(PLANT)>>>>\n%%EOF\n";

static int
keep(const char *folder, const char *name, struct span s)
{
	char path[4096];
	FILE *f;
	size_t written;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	if ((f = fopen(path, "wb")) == NULL)
		return 1;
	written = fwrite(s.p, 1, s.n, f);
	return fclose(f) != 0 || written != s.n;
}

int
main(int argc, char **argv)
{
	VipsImage *areas, *moving;
	int bad;

	if (argc != 2 || vips_init(argv[0]) != 0)
		return EXIT_FAILURE;
	areas = plant_areas(SIDE, SIDE);
	moving = plant_noise(SIDE, 2 * SIDE, 3, VIPS_FORMAT_UCHAR);
	vips_image_set_int(moving, VIPS_META_PAGE_HEIGHT, SIDE);
	bad = keep(argv[1], "jpeg", plant_jpeg(areas, 6)) | keep(argv[1], "png", plant_png(areas, 1));
	bad |= keep(argv[1], "png16", plant_png(plant_noise(SIDE, SIDE, 4, VIPS_FORMAT_USHORT), 1));
	bad |= keep(argv[1], "gif", plant_gif(areas)) | keep(argv[1], "gif-moving", plant_gif(moving));
	bad |= keep(argv[1], "webp", plant_webp(areas, false)) | keep(argv[1], "webp-moving", plant_webp(moving, true));
	bad |= keep(argv[1], "progressive", plant_saved(areas, ".jpg[interlace]"));
	bad |= keep(argv[1], "heic", plant_heif(areas, false)) | keep(argv[1], "avif", plant_heif(areas, true));
	bad |= keep(argv[1], "pdf", span_of(pdf)) |
	    keep(argv[1], "text", span_of("What he said: \xe2\x80\xae\xf0\x9f\x98\xa2\n"));
	return bad == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
