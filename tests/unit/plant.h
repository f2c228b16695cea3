/* plant.h: made-up pictures, and files of them in which everything is that a phone says of who took them: each planted
 * word begins with "PLANT". Everything is left to the end of the test's process. */
#ifndef PLANT_H
#define PLANT_H

#include <vips/vips.h>

#include "span.h"

/* Noise, or with calm: four areas of one colour each (top left red, top right green, bottom left blue, last white). */
VipsImage *plant_noise(int width, int height, int bands, VipsBandFormat format);
VipsImage *plant_areas(int width, int height);
/* The picture's bytes in memory. */
struct span plant_pixels(VipsImage *image);

/* Files of it. orientation: 1 to 8, as EXIF has it. */
struct span plant_jpeg(VipsImage *image, int orientation);
struct span plant_png(VipsImage *image, int orientation);
struct span plant_webp(VipsImage *image, bool lossless);
struct span plant_gif(VipsImage *image);
struct span plant_heif(VipsImage *image, bool av1);
/* One file, as it is saved, without what is planted. How: ".png", ".jpg[Q=90]" ... */
struct span plant_saved(VipsImage *image, const char *how);

struct span plant_joined(struct span a, struct span b);
bool plant_has(struct span s, const char *word);
#endif
