/* test_picture.c: what is left of a picture, and of what its file said about who took it. */
#include <check.h>
#include <dirent.h>
#include <lcms2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "edge.h"
#include "kinds.h"
#include "plant.h"
#include "run.h"

const char *__asan_default_options(void);

enum { SIDE = 64, MEGA = 1000 * 1000, FRAMES = 5 };
static const struct clean_limits usual = { 4 * MEGA, 10, 16 << 20 };
static int threads;

const char *
__asan_default_options(void)
{
	return "detect_leaks=0";	/* one file a process: what is allocated ends with it */
}

static void
prepare(void)
{
	DIR *tasks;

	ck_assert_int_eq(picture_prepare(), GW_OK);
	ck_assert_ptr_nonnull(tasks = opendir("/proc/self/task"));
	for (threads = 0; readdir(tasks) != NULL;)
		threads++;
	closedir(tasks);
	threads -= 2;	/* "." and ".." */
}

/* --- helpers --- */

struct made { struct copy_head h; struct span bytes; };

static struct made
made_of(struct span file)
{
	struct made m = { .bytes = { NULL, 0 } };

	picture_clean(file.n <= EDGE_ROOM ? edge(file.p, file.n) : file, &usual, &m.h, &m.bytes);
	return m;
}

static VipsImage *
opened(struct span s, bool all)
{
	VipsImage *image = vips_image_new_from_buffer(s.p, s.n, all ? "[n=-1]" : "", NULL);

	ck_assert_msg(image != NULL, "%s", vips_error_buffer());
	return image;
}

/* The clean copy, which says nothing of anybody. */
static struct span
clean(struct span file, enum copy_kind kind)
{
	static const char *const words[] = { "PLANT", "Exif", "EXIF", "eXIf", "http://ns.adobe.com", "xmpmeta", "XMP",
		"GPS", "8BIM", "MPF", "ICC", "tEXt", "iTXt", "zTXt", "tIME", "prVt", "ftyp", "2026" };
	const struct made m = made_of(file);

	ck_assert_msg(m.h.state == COPY_CLEAN, "%s: %s", copy_state_code(m.h.state), vips_error_buffer());
	ck_assert_str_eq(copy_kind_code(m.h.kind), copy_kind_code(kind));
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		ck_assert_msg(!plant_has(m.bytes, words[i]), "%s is left", words[i]);
	return m.bytes;
}

static struct span
clean_planted(struct span file, enum copy_kind kind)
{
	ck_assert(plant_has(file, "PLANT"));
	return clean(file, kind);
}

static void
same_pixels(struct span a, struct span b)
{
	ck_assert_uint_eq(a.n, b.n);
	ck_assert_mem_eq(a.p, b.p, a.n);
}

/* Without an alpha that says nothing. */
static struct span
colours_of(VipsImage *image)
{
	VipsImage *colours;

	ck_assert_int_eq(vips_extract_band(image, &colours, 0, "n", 3, NULL), 0);
	return plant_pixels(colours);
}

/* The colour in the middle of one of the four areas: one letter. */
static char
colour_at(VipsImage *image, int right, int down)
{
	const int width = vips_image_get_width(image), height = vips_image_get_height(image);
	const size_t bands = (size_t)vips_image_get_bands(image);
	const struct span s = plant_pixels(image);
	const uint8_t *p = s.p + ((size_t)(height / 4 + down * height / 2) * (size_t)width +
	    (size_t)(width / 4 + right * width / 2)) * bands;

	ck_assert_uint_ge(bands, 3);
	return p[0] > 128 ? (p[1] > 128 ? 'w' : 'r') : p[1] > 128 ? 'g' : 'b';
}

static void
lies(struct span copy, const char *colours)
{
	VipsImage *image = opened(copy, false);

	for (int i = 0; i < 4; i++)
		ck_assert_msg(colour_at(image, i % 2, i / 2) == colours[i], "area %d is %c, not %c", i,
		    colour_at(image, i % 2, i / 2), colours[i]);
}

/* --- what is left --- */

START_TEST(nothing_has_begun_before_a_worker_is_forked)
{
	ck_assert_int_eq(threads, 1);
}
END_TEST

START_TEST(a_photo_is_turned_as_the_camera_was_held_and_says_nothing)
{
	static const char *const turned[] = { "rgbw", "grwb", "wbgr", "bwrg", "rbgw", "brwg", "wgbr", "gwrb" };
	const struct span copy = clean_planted(plant_jpeg(plant_areas(2 * SIDE, SIDE), _i + 1), COPY_JPEG);
	VipsImage *image = opened(copy, false);

	lies(copy, turned[_i]);
	ck_assert_int_eq(vips_image_get_width(image), _i < 4 ? 2 * SIDE : SIDE);
	ck_assert_int_eq(vips_image_get_orientation(image), 1);
}
END_TEST

START_TEST(a_heic_or_avif_becomes_a_jpeg_that_says_nothing)
{
	lies(clean_planted(plant_heif(plant_areas(2 * SIDE, SIDE), _i == 1), COPY_JPEG), "rgbw");
}
END_TEST

START_TEST(a_png_keeps_each_pixel_and_nothing_else)
{
	static const VipsBandFormat formats[] = { VIPS_FORMAT_UCHAR, VIPS_FORMAT_USHORT };
	VipsImage *image = plant_noise(SIDE + 1, SIDE, 1 + _i % 4, formats[_i / 4]), *copy;

	copy = opened(clean_planted(plant_png(image, 1), COPY_PNG), false);
	ck_assert_int_eq(vips_image_get_format(copy), vips_image_get_format(image));
	same_pixels(plant_pixels(copy), plant_pixels(image));
}
END_TEST

START_TEST(an_interlaced_png_and_one_with_a_palette_too)
{
	VipsImage *image = plant_areas(SIDE, SIDE);
	const struct span file = plant_saved(image, _i == 0 ? ".png[interlace]" : ".png[palette,bitdepth=4]");

	same_pixels(plant_pixels(opened(clean(file, COPY_PNG), false)), plant_pixels(opened(file, false)));
}
END_TEST

START_TEST(colour_under_full_transparency_goes)
{
	VipsImage *image = plant_noise(SIDE, SIDE, 4, VIPS_FORMAT_UCHAR);
	const struct span before = plant_pixels(image);
	uint8_t *p = malloc(before.n);
	struct span after;

	ck_assert_ptr_nonnull(p);
	memcpy(p, before.p, before.n);
	for (size_t i = 0; i < before.n; i += 8)
		p[i + 3] = 0;
	image = vips_image_new_from_memory(p, before.n, SIDE, SIDE, 4, VIPS_FORMAT_UCHAR);
	after = plant_pixels(opened(clean(plant_saved(image, ".png"), COPY_PNG), false));
	for (size_t i = 0; i < after.n; i += 8) {
		ck_assert_mem_eq(after.p + i, "\0\0\0\0", 4);
		ck_assert_mem_eq(after.p + i + 4, before.p + i + 4, 4);
	}
}
END_TEST

START_TEST(a_lossless_webp_and_a_transparent_one_become_png)
{
	VipsImage *image = plant_noise(SIDE, SIDE, _i == 0 ? 3 : 4, VIPS_FORMAT_UCHAR);
	const struct span file = plant_webp(image, _i < 2);

	same_pixels(plant_pixels(opened(clean_planted(file, COPY_PNG), false)), plant_pixels(opened(file, false)));
}
END_TEST

START_TEST(a_lossy_webp_becomes_a_jpeg)
{
	lies(clean_planted(plant_webp(plant_areas(SIDE, SIDE), false), COPY_JPEG), "rgbw");
}
END_TEST

START_TEST(a_gif_that_does_not_move_becomes_png)
{
	const struct span file = plant_gif(plant_areas(SIDE, SIDE));

	lies(clean_planted(file, COPY_PNG), "rgbw");
}
END_TEST

/* Five frames of noise, one below the other, of 30 to 70 milliseconds. */
static VipsImage *
moving(void)
{
	static const int delays[FRAMES] = { 30, 40, 50, 60, 70 };
	VipsImage *image = plant_noise(SIDE, FRAMES * SIDE, 3, VIPS_FORMAT_UCHAR);

	vips_image_set_int(image, VIPS_META_PAGE_HEIGHT, SIDE);
	vips_image_set_array_int(image, "delay", delays, FRAMES);
	vips_image_set_int(image, "loop", 3);
	return image;
}

START_TEST(what_moves_goes_on_moving_with_the_same_pixels_at_the_same_times)
{
	const struct span file = _i == 0 ? plant_webp(moving(), true) : plant_gif(moving());
	VipsImage *before = opened(file, true), *after = opened(clean_planted(file, COPY_WEBP), true);
	int *delays, *were, n, loop;

	same_pixels(colours_of(after), colours_of(before));
	ck_assert_int_eq(vips_image_get_n_pages(after), FRAMES);
	ck_assert_int_eq(vips_image_get_array_int(after, "delay", &delays, &n), 0);
	ck_assert_int_eq(n, FRAMES);
	ck_assert_int_eq(vips_image_get_array_int(before, "delay", &were, &n), 0);
	ck_assert_mem_eq(delays, were, FRAMES * sizeof *delays);
	ck_assert_int_eq(vips_image_get_int(after, "loop", &loop), 0);
	ck_assert_int_eq(loop, 3);
}
END_TEST

/* --- colours --- */

static struct span
profile_bytes(cmsHPROFILE p)
{
	cmsUInt32Number n = 0;
	uint8_t *bytes;

	ck_assert(cmsSaveProfileToMem(p, NULL, &n));
	ck_assert_ptr_nonnull(bytes = malloc(n));
	ck_assert(cmsSaveProfileToMem(p, bytes, &n));
	return (struct span){ bytes, n };
}

/* As the cameras of phones have it: more colours than sRGB (Display P3). */
static struct span
wide_profile(void)
{
	static const cmsCIExyY white = { 0.3127, 0.329, 1 };
	static const cmsCIExyYTRIPLE primaries = { { 0.68, 0.32, 1 }, { 0.265, 0.69, 1 }, { 0.15, 0.06, 1 } };
	cmsToneCurve *curve = cmsBuildGamma(NULL, 2.2), *curves[3] = { curve, curve, curve };

	return profile_bytes(cmsCreateRGBProfile(&white, &primaries, curves));
}

START_TEST(the_colours_of_a_profile_become_those_of_every_screen)
{
	const struct span profile = wide_profile();
	VipsImage *image;
	struct span before, after;
	uint8_t *p = malloc(SIDE * SIDE * 3);

	ck_assert_ptr_nonnull(p);
	for (size_t i = 0; i < SIDE * SIDE * 3; i += 3)
		memcpy(p + i, "\xc8\x64\x32", 3);	/* an orange; in sRGB redder still */
	image = vips_image_new_from_memory(p, SIDE * SIDE * 3, SIDE, SIDE, 3, VIPS_FORMAT_UCHAR);
	ck_assert_int_eq(vips_copy(image, &image, "interpretation", VIPS_INTERPRETATION_sRGB, NULL), 0);
	vips_image_set_blob_copy(image, VIPS_META_ICC_NAME, profile.p, profile.n);
	before = plant_pixels(image);
	after = plant_pixels(opened(clean(plant_saved(image, _i == 0 ? ".png" : ".jpg[Q=100]"),
	    _i == 0 ? COPY_PNG : COPY_JPEG), false));
	ck_assert_int_gt(after.p[0], before.p[0] + 5);
	ck_assert_int_lt(after.p[1], before.p[1]);
	ck_assert_int_gt(after.p[1], before.p[1] - 20);
}
END_TEST

START_TEST(a_profile_that_means_what_screens_show_anyway_changes_no_pixel)
{
	const struct span profile = profile_bytes(cmsCreate_sRGBProfile());
	VipsImage *image = plant_noise(SIDE, SIDE, 3 + _i, VIPS_FORMAT_UCHAR);

	vips_image_set_blob_copy(image, VIPS_META_ICC_NAME, profile.p, profile.n);
	same_pixels(plant_pixels(opened(clean(plant_saved(image, ".png"), COPY_PNG), false)), plant_pixels(image));
}
END_TEST

START_TEST(a_broken_profile_is_as_good_as_none)
{
	static const char profile[] = "\xff\xe2\0\x1dICC_PROFILE\0\1\1PLANT-PROFILE";
	const struct span file = plant_saved(plant_noise(SIDE, SIDE, 3, VIPS_FORMAT_UCHAR), ".jpg[strip]");
	const struct span with = plant_joined((struct span){ file.p, 2 },
	    plant_joined((struct span){ (const uint8_t *)profile, sizeof profile - 1 },
	    (struct span){ file.p + 2, file.n - 2 }));

	ck_assert_int_gt(vips_image_get_typeof(opened(with, false), VIPS_META_ICC_NAME), 0);
	same_pixels(clean_planted(with, COPY_JPEG), clean(file, COPY_JPEG));
}
END_TEST

START_TEST(inks_become_light)
{
	static const char inks[] = "\0\xff\xff\0" "\xff\0\xff\0" "\xff\xff\0\0" "\0\0\0\0";	/* as plant_areas */
	VipsImage *image, *large;

	image = vips_image_new_from_memory(inks, sizeof inks - 1, 2, 2, 4, VIPS_FORMAT_UCHAR);
	ck_assert_int_eq(vips_zoom(image, &large, SIDE, SIDE, NULL), 0);
	ck_assert_int_eq(vips_copy(large, &large, "interpretation", VIPS_INTERPRETATION_CMYK, NULL), 0);
	lies(clean(plant_saved(large, ".jpg[Q=95,strip]"), COPY_JPEG), "rgbw");
}
END_TEST

/* --- what is not copied --- */

static enum copy_state
state_of(struct span file)
{
	const struct made m = made_of(file);

	ck_assert(m.h.state == COPY_CLEAN || m.bytes.n == 0);
	return m.h.state;
}

static long
peak_kib(void)
{
	struct rusage r;

	getrusage(RUSAGE_SELF, &r);
	return r.ru_maxrss;
}

#define FRAME "!\xf9\4\0\5\0\0\0,\0\0\0\0\1\0\1\0\0\2\2\x44\1\0"
static const struct { size_t n; const char *bytes; } bombs[] = {
#define BOMB(bytes) { sizeof(bytes) - 1, bytes }
#define PNG_OF(side) "\x89PNG\r\n\x1a\n\0\0\0\rIHDR" side side "\1\0\0\0\0" "\0\0\0\0" "\0\0\0\0IDAT\x35\xaf\6\x1e"
	BOMB(PNG_OF("\0\0\xc3\x50")), BOMB(PNG_OF("\0\1\x86\xa0")), BOMB(PNG_OF("\0\x0f\x42\x41")),
	BOMB(PNG_OF("\x7f\xff\xff\xff")), BOMB(PNG_OF("\xff\xff\xff\xff")),
#define JPEG_OF(side) "\xff\xd8\xff\xc0\0\x11\x08" side side "\3\1\x22\0\2\x11\1\3\x11\1" \
	"\xff\xda\0\x0c\3\1\0\2\x11\3\x11\0\x3f\0"
	BOMB(JPEG_OF("\xff\xdc") "\0\0\0\0\xff\xd9"), BOMB(JPEG_OF("\xff\xff") "\0\0\0\0\xff\xd9"),
	BOMB("RIFF\x16\0\0\0WEBPVP8L\x0a\0\0\0\x2f\xfe\xbf\xff\x0f\0\0\0\0\0"),
	BOMB("RIFF\x30\0\0\0WEBPVP8X\x0a\0\0\0\2\0\0\0\xff\xff\0\xff\x7f\0"
	    "ANIM\6\0\0\0\0\0\0\0\0\0" "ANMF\0\0\0\0"),
	BOMB("GIF89a\xe8\x03\xe8\x03\x80\0\0\0\0\0\xff\xff\xff" FRAME FRAME FRAME FRAME FRAME ";"),
};

START_TEST(enormous_pictures_are_too_much_before_anything_is_decoded)
{
	long before;

	(void)state_of(plant_saved(plant_areas(SIDE, SIDE), ".png"));
	before = peak_kib();
	ck_assert_str_eq(copy_state_code(state_of((struct span){ (const uint8_t *)bombs[_i].bytes, bombs[_i].n })),
	    copy_state_code(COPY_TOO_MUCH));
	ck_assert_int_lt(peak_kib() - before, 16 * 1024);
}
END_TEST

START_TEST(one_pixel_more_than_there_may_be_is_too_much)
{
	const struct span fits = plant_saved(plant_noise(2000, 2000, 1, VIPS_FORMAT_UCHAR), ".png[compression=0]");
	const struct span not = plant_saved(plant_noise(2000, 2001, 1, VIPS_FORMAT_UCHAR), ".png[compression=0]");
	const struct span wide = plant_saved(plant_noise(2000, 1001, 1, VIPS_FORMAT_USHORT), ".png[compression=0]");

	ck_assert_int_eq(state_of(fits), COPY_CLEAN);
	ck_assert_int_eq(state_of(not), COPY_TOO_MUCH);
	ck_assert_int_eq(state_of(wide), COPY_TOO_MUCH);	/* twice the bytes */
}
END_TEST

START_TEST(more_frames_than_there_may_be_are_too_much)
{
	static const char head[] = "GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff";
	static const char frame[] = FRAME;
	const size_t n = sizeof head - 1 + LIMIT_COPY_FRAMES * (sizeof frame - 1);
	char *file = malloc(n + sizeof frame);

	ck_assert_ptr_nonnull(file);
	memcpy(file, head, sizeof head - 1);
	for (size_t at = sizeof head - 1; at < n + sizeof frame - 1; at += sizeof frame - 1)
		memcpy(file + at, frame, sizeof frame - 1);
	file[n] = ';';
	ck_assert_int_eq(state_of((struct span){ (const uint8_t *)file, n + 1 }), COPY_CLEAN);
	file[n] = '!';
	file[n + sizeof frame - 1] = ';';
	ck_assert_int_eq(state_of((struct span){ (const uint8_t *)file, n + sizeof frame }), COPY_TOO_MUCH);
}
END_TEST

START_TEST(what_is_cut_short_is_damaged)
{
	VipsImage *image = plant_noise(SIDE, SIDE, 3, VIPS_FORMAT_UCHAR);
	const struct span files[] = { plant_saved(image, ".jpg"), plant_saved(image, ".jpg[interlace]"),
		plant_saved(image, ".png"), plant_saved(image, ".webp"), plant_saved(image, ".webp[lossless]"),
		plant_saved(image, ".gif"), plant_saved(moving(), ".gif"), plant_saved(moving(), ".webp"),
		plant_saved(image, ".heic"), plant_saved(image, ".avif") };
	const struct span whole = files[_i];

	ck_assert_int_eq(state_of(whole), COPY_CLEAN);
	for (size_t tenth = 1; tenth < 10; tenth++)
		ck_assert_msg(state_of((struct span){ whole.p, whole.n * tenth / 10 }) == COPY_DAMAGED, "%zu", tenth);
	ck_assert_int_eq(state_of((struct span){ whole.p, 12 }), COPY_DAMAGED);
}
END_TEST

START_TEST(a_jpeg_of_a_kind_that_nobody_shows_is_strange)
{
	static const char lossless[] = "\xff\xd8\xff\xc3\0\x0b\x08\0\1\0\1\1\1\x11\0"
	    "\xff\xda\0\x08\1\1\0\0\x3f\0\0\xff\xd9";

	ck_assert_int_eq(state_of((struct span){ (const uint8_t *)lossless, sizeof lossless - 1 }), COPY_STRANGE);
}
END_TEST

/* A chunk that says it has a gigabyte and a half; a library would make room for it. */
START_TEST(a_png_that_promises_more_than_it_has_is_damaged)
{
	static const char promise[] = "\x59\0\0\0eXIfMM";
	const struct span whole = plant_saved(plant_areas(SIDE, SIDE), ".png");
	const struct span file = plant_joined(plant_joined((struct span){ whole.p, 33 },
	    (struct span){ (const uint8_t *)promise, sizeof promise - 1 }),
	    (struct span){ whole.p + 33, whole.n - 33 });
	const long before = peak_kib();

	ck_assert_int_eq(state_of(file), COPY_DAMAGED);
	ck_assert_int_lt(peak_kib() - before, 64 * 1024);
	ck_assert_int_eq(state_of((struct span){ whole.p, whole.n - 12 }), COPY_DAMAGED);
}
END_TEST

START_TEST(no_other_kind_is_even_looked_at)
{
	static const char *const others[] = { ".tif", ".jp2", ".hdr" };
	static const char svg[] = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";
	const struct span file = _i == 0 ? span_of(svg) : plant_saved(plant_areas(SIDE, SIDE), others[_i - 1]);

	ck_assert_int_eq(state_of(file), COPY_STRANGE);
	ck_assert_ptr_null(vips_image_new_from_buffer(file.p, file.n, "", NULL));
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("picture");
	TCase *left = tcase_create("what is left"), *colours = tcase_create("colours"), *not = tcase_create("no copy");

	tcase_add_test(left, nothing_has_begun_before_a_worker_is_forked);
	tcase_add_loop_test(left, a_photo_is_turned_as_the_camera_was_held_and_says_nothing, 0, 8);
	tcase_add_loop_test(left, a_heic_or_avif_becomes_a_jpeg_that_says_nothing, 0, 2);
	tcase_add_loop_test(left, a_png_keeps_each_pixel_and_nothing_else, 0, 8);
	tcase_add_loop_test(left, an_interlaced_png_and_one_with_a_palette_too, 0, 2);
	tcase_add_test(left, colour_under_full_transparency_goes);
	tcase_add_loop_test(left, a_lossless_webp_and_a_transparent_one_become_png, 0, 3);
	tcase_add_test(left, a_lossy_webp_becomes_a_jpeg);
	tcase_add_test(left, a_gif_that_does_not_move_becomes_png);
	tcase_add_loop_test(left, what_moves_goes_on_moving_with_the_same_pixels_at_the_same_times, 0, 2);
	tcase_add_loop_test(colours, the_colours_of_a_profile_become_those_of_every_screen, 0, 2);
	tcase_add_loop_test(colours, a_profile_that_means_what_screens_show_anyway_changes_no_pixel, 0, 2);
	tcase_add_test(colours, a_broken_profile_is_as_good_as_none);
	tcase_add_test(colours, inks_become_light);
	tcase_add_loop_test(not, enormous_pictures_are_too_much_before_anything_is_decoded, 0,
	    sizeof bombs / sizeof *bombs);
	tcase_add_test(not, one_pixel_more_than_there_may_be_is_too_much);
	tcase_add_test(not, more_frames_than_there_may_be_are_too_much);
	tcase_add_loop_test(not, what_is_cut_short_is_damaged, 0, 10);
	tcase_add_test(not, a_jpeg_of_a_kind_that_nobody_shows_is_strange);
	tcase_add_test(not, a_png_that_promises_more_than_it_has_is_damaged);
	tcase_add_loop_test(not, no_other_kind_is_even_looked_at, 0, 4);
	tcase_add_unchecked_fixture(left, prepare, NULL);
	tcase_add_unchecked_fixture(colours, prepare, NULL);
	tcase_add_unchecked_fixture(not, prepare, NULL);
	suite_add_tcase(s, left);
	suite_add_tcase(s, colours);
	suite_add_tcase(s, not);
	tcase_set_timeout(left, 60);
	tcase_set_timeout(not, 60);
	return s;
}
