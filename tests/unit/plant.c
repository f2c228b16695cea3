/* plant.c: EXIF by hand (TIFF 6.0, Exif 2.32), and where each kind of file keeps such things. */
#include "plant.h"

#include <stdlib.h>
#include <string.h>

#define XMP "<x:xmpmeta><dc:creator>PLANT-XMP</dc:creator></x:xmpmeta>"
enum { ASCII = 2, SHORT = 3, LONG = 4, AREAS = 2 };

/* Not Check's: the seeds of a fuzzer are made with it too. */
static void
must(bool is_so)
{
	if (!is_so)
		abort();
}

static struct span
copied(const void *p, size_t n)
{
	uint8_t *mine = malloc(n + 1);

	must(mine != NULL);
	memcpy(mine, p, n);
	return (struct span){ mine, n };
}

struct span
plant_joined(struct span a, struct span b)
{
	uint8_t *all = malloc(a.n + b.n + 1);

	must(all != NULL);
	memcpy(all, a.p, a.n);
	memcpy(all + a.n, b.p, b.n);
	return (struct span){ all, a.n + b.n };
}

static struct span
inserted(struct span s, size_t at, struct span more)
{
	return plant_joined(plant_joined((struct span){ s.p, at }, more), (struct span){ s.p + at, s.n - at });
}

bool
plant_has(struct span s, const char *word)
{
	return memmem(s.p, s.n, word, strlen(word)) != NULL;
}

/* --- pictures --- */

VipsImage *
plant_noise(int width, int height, int bands, VipsBandFormat format)
{
	const size_t n = (size_t)width * (size_t)height * (size_t)bands * (format == VIPS_FORMAT_USHORT ? 2 : 1);
	uint8_t *p = malloc(n);
	uint32_t seed = 1;
	VipsImage *raw, *image;

	must(p != NULL);
	for (size_t i = 0; i < n; i++) {
		seed = seed * 1664525u + 1013904223u;
		p[i] = (uint8_t)(seed >> 24 | 1);	/* never 0: nothing is wholly transparent */
	}
	raw = vips_image_new_from_memory(p, n, width, height, bands, format);
	must(vips_copy(raw, &image, "interpretation", format == VIPS_FORMAT_USHORT ?
	    (bands < 3 ? VIPS_INTERPRETATION_GREY16 : VIPS_INTERPRETATION_RGB16) :
	    (bands < 3 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB), NULL) == 0);
	return image;
}

VipsImage *
plant_areas(int width, int height)
{
	static const uint8_t colours[AREAS * AREAS][3] =
	    { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 255, 255, 255 } };
	const size_t n = (size_t)width * (size_t)height * 3;
	uint8_t *p = malloc(n);
	VipsImage *raw, *image;

	must(p != NULL);
	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++)
			memcpy(p + ((size_t)y * (size_t)width + (size_t)x) * 3,
			    colours[y * AREAS / height * AREAS + x * AREAS / width], 3);
	raw = vips_image_new_from_memory(p, n, width, height, 3, VIPS_FORMAT_UCHAR);
	must(vips_copy(raw, &image, "interpretation", VIPS_INTERPRETATION_sRGB, NULL) == 0);
	return image;
}

struct span
plant_pixels(VipsImage *image)
{
	size_t n;
	const void *p = vips_image_write_to_memory(image, &n);

	must(p != NULL);
	return (struct span){ p, n };
}

struct span
plant_saved(VipsImage *image, const char *how)
{
	void *p;
	size_t n;

	must(vips_image_write_to_buffer(image, how, &p, &n, NULL) == 0);
	return (struct span){ p, n };
}

/* --- EXIF --- */

struct tiff { uint8_t b[1024]; size_t data; };
struct entry { unsigned tag, type; unsigned number; const char *text; };

static void
put(uint8_t *at, size_t n, uint32_t value)
{
	for (size_t i = 0; i < n; i++)
		at[i] = (uint8_t)(value >> 8 * i);
}

/* A folder of entries at an even place; what next says is where the following one is. */
static void
folder(struct tiff *t, size_t at, const struct entry *e, size_t n, size_t next)
{
	put(t->b + at, 2, (uint32_t)n);
	for (size_t i = 0; i < n; i++) {
		uint8_t *row = t->b + at + 2 + 12 * i;
		const size_t length = e[i].text == NULL ? 1 : strlen(e[i].text) + 1;

		put(row, 2, e[i].tag);
		put(row + 2, 2, e[i].type);
		put(row + 4, 4, (uint32_t)length);
		put(row + 8, 4, e[i].number);
		if (e[i].text == NULL)
			continue;
		must(t->data + length < sizeof t->b);
		put(row + 8, 4, (uint32_t)t->data);
		memcpy(t->b + t->data, e[i].text, length);
		t->data += length + length % 2;
	}
	put(t->b + at + 2 + 12 * n, 4, (uint32_t)next);
}

static struct span
exif(int orientation)
{
	enum { MAIN = 8, CAMERA = 128, PLACE = 256, SMALL = 320, THUMB = 400, DATA = 448 };
	static const char thumb[] = "\xff\xd8\xff\xe0PLANT-THUMB\xff\xd9";
	const struct entry in_main[] = { { 0x10f, ASCII, 0, "PLANT-MAKE" },
		{ 0x112, SHORT, (unsigned)orientation, NULL },
		{ 0x13b, ASCII, 0, "PLANT-ARTIST" }, { 0x8769, LONG, CAMERA, NULL }, { 0x8825, LONG, PLACE, NULL } };
	const struct entry in_camera[] = { { 0x9003, ASCII, 0, "2026:01:02 03:04:05" },
		{ 0xa430, ASCII, 0, "PLANT-OWNER" }, { 0xa431, ASCII, 0, "PLANT-SERIAL" } };
	const struct entry in_place[] = { { 0x12, ASCII, 0, "PLANT-DATUM" }, { 0x1d, ASCII, 0, "PLANT-GPS-DATE" } };
	const struct entry in_small[] = { { 0x103, SHORT, 6, NULL }, { 0x201, LONG, THUMB, NULL },
		{ 0x202, LONG, sizeof thumb - 1, NULL } };
	struct tiff t = { .b = "II*\0\10", .data = DATA };

	folder(&t, MAIN, in_main, sizeof in_main / sizeof *in_main, SMALL);
	folder(&t, CAMERA, in_camera, sizeof in_camera / sizeof *in_camera, 0);
	folder(&t, PLACE, in_place, sizeof in_place / sizeof *in_place, 0);
	folder(&t, SMALL, in_small, sizeof in_small / sizeof *in_small, 0);
	memcpy(t.b + THUMB, thumb, sizeof thumb);
	return copied(t.b, t.data);
}

/* --- files --- */

static struct span
segment(uint8_t marker, const char *name, size_t name_n, struct span body)
{
	const size_t n = 2 + name_n + body.n;
	const uint8_t head[] = { 0xff, marker, (uint8_t)(n >> 8), (uint8_t)n };

	return plant_joined(plant_joined(copied(head, sizeof head), copied(name, name_n)), body);
}
#define SEGMENT(marker, name, body) segment(marker, name, sizeof(name) - 1, body)

struct span
plant_jpeg(VipsImage *image, int orientation)
{
	struct span s = plant_saved(image, ".jpg[Q=95,no-subsample,strip]");

	s = inserted(s, 2, SEGMENT(0xfe, "", span_of("PLANT-COMMENT")));
	s = inserted(s, 2, SEGMENT(0xef, "LATER\0", span_of("PLANT-OF-A-LATER-CAMERA")));
	s = inserted(s, 2, SEGMENT(0xe2, "MPF\0", span_of("PLANT-MPF")));
	s = inserted(s, 2, SEGMENT(0xed, "Photoshop 3.0\0" "8BIM\4\4\0\0\0\0\0\x0f\x1c\2\x50\0\x0a",
	    span_of("PLANT-IPTC")));
	s = inserted(s, 2, SEGMENT(0xe1, "http://ns.adobe.com/xap/1.0/\0", span_of(XMP)));
	s = inserted(s, 2, SEGMENT(0xe1, "Exif\0\0", exif(orientation)));
	return plant_joined(s, span_of("PLANT-BEHIND\xff\xd8\xff\xe1....ftypmp42 of a photo that moves"));
}

static struct span
big_endian(uint32_t value)
{
	const uint8_t b[] = { (uint8_t)(value >> 24), (uint8_t)(value >> 16), (uint8_t)(value >> 8), (uint8_t)value };

	return copied(b, sizeof b);
}

static uint32_t
sum(struct span s)	/* CRC-32 (PNG, annex D) */
{
	uint32_t c = 0xffffffffu;

	for (size_t i = 0; i < s.n; i++) {
		c ^= s.p[i];
		for (int k = 0; k < 8; k++)
			c = (c & 1) != 0 ? 0xedb88320u ^ c >> 1 : c >> 1;
	}
	return ~c;
}

static struct span
chunk(const char *type, struct span body)
{
	const struct span summed = plant_joined(copied(type, 4), body);

	return plant_joined(plant_joined(big_endian((uint32_t)body.n), summed), big_endian(sum(summed)));
}

struct span
plant_png(VipsImage *image, int orientation)
{
	enum { BEHIND_HEAD = 33 };
	static const char text[] = "Author\0PLANT-AUTHOR", words[] = "XML:com.adobe.xmp\0\0\0\0\0" XMP;
	struct span s = plant_saved(image, ".png[strip]");

	s = inserted(s, BEHIND_HEAD, chunk("tIME", copied("\7\xea\1\2\3\4\5", 7)));
	s = inserted(s, BEHIND_HEAD, chunk("prVt", span_of("PLANT-PRIVATE")));
	s = inserted(s, BEHIND_HEAD, chunk("eXIf", exif(orientation)));
	s = inserted(s, BEHIND_HEAD, chunk("iTXt", copied(words, sizeof words - 1)));
	s = inserted(s, BEHIND_HEAD, chunk("tEXt", copied(text, sizeof text - 1)));
	return plant_joined(s, span_of("PLANT-BEHIND IDAT of what was cut away"));
}

/* As the libraries themselves write it down. */
static void
say(VipsImage *image)
{
	const struct span block = plant_joined(copied("Exif\0\0", 6), exif(1)), xmp = span_of(XMP);

	vips_image_set_blob_copy(image, VIPS_META_EXIF_NAME, block.p, block.n);
	vips_image_set_blob_copy(image, VIPS_META_XMP_NAME, xmp.p, xmp.n);
}

struct span
plant_webp(VipsImage *image, bool lossless)
{
	static const char behind[] = "PLNT\x0c\0\0\0PLANT-CHUNK.";
	struct span s;
	uint8_t size[4];

	say(image);
	s = plant_saved(image, lossless ? ".webp[lossless]" : ".webp[Q=90]");
	s = plant_joined(s, copied(behind, sizeof behind - 1));
	put(size, sizeof size, (uint32_t)s.n - 8);
	s = plant_joined(plant_joined(copied("RIFF", 4), copied(size, sizeof size)), (struct span){ s.p + 8, s.n - 8 });
	return plant_joined(s, span_of("PLANT-BEHIND"));
}

struct span
plant_gif(VipsImage *image)
{
	static const char words[] = "!\xfe\x0dPLANT-COMMENT\0" "!\xff\x0bPLANT-APP  \x09PLANT-XMP\0";
	const struct span s = plant_saved(image, ".gif");
	const size_t table = (s.p[10] & 0x80) != 0 ? (size_t)3 << ((s.p[10] & 7) + 1) : 0;

	return plant_joined(inserted(s, 13 + table, copied(words, sizeof words - 1)), span_of("PLANT-BEHIND"));
}

struct span
plant_heif(VipsImage *image, bool av1)
{
	say(image);
	return plant_joined(plant_saved(image, av1 ? ".avif[Q=80,effort=0]" : ".heic[Q=80,effort=0]"),
	    span_of("\0\0\0\x14" "freePLANT-BEHIND"));
}
