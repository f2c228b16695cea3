/* filetype.c: signatures, and the brands of ISO base media files (ISO/IEC 14496-12, 4.3). */
#include "filetype.h"

#include <string.h>

enum { BOX_HEAD = 8, BRAND = 4 };

static const struct { enum filetype type; size_t n; const char *bytes; } signatures[] = {
	{ FILETYPE_JPEG, 3, "\xff\xd8\xff" },
	{ FILETYPE_PNG, 8, "\x89PNG\r\n\x1a\n" },
	{ FILETYPE_GIF, 6, "GIF87a" },
	{ FILETYPE_GIF, 6, "GIF89a" },
	{ FILETYPE_PDF, 5, "%PDF-" },
};

/* By their first bytes, as far as all of a family begin alike. */
static const struct { enum filetype type; const char *brand; } brands[] = {
	{ FILETYPE_HEIF, "hei" }, { FILETYPE_HEIF, "hevc" }, { FILETYPE_HEIF, "hevx" }, { FILETYPE_HEIF, "mif" },
	{ FILETYPE_HEIF, "msf1" }, { FILETYPE_HEIF, "avif" }, { FILETYPE_HEIF, "avis" }, { FILETYPE_HEIF, "miaf" },
	{ FILETYPE_VIDEO, "iso" }, { FILETYPE_VIDEO, "mp4" }, { FILETYPE_VIDEO, "avc1" }, { FILETYPE_VIDEO, "hvc1" },
	{ FILETYPE_VIDEO, "M4V" }, { FILETYPE_VIDEO, "M4A" }, { FILETYPE_VIDEO, "M4B" }, { FILETYPE_VIDEO, "MSNV" },
	{ FILETYPE_VIDEO, "XAVC" }, { FILETYPE_VIDEO, "dash" }, { FILETYPE_VIDEO, "qt  " }, { FILETYPE_VIDEO, "3gp" },
	{ FILETYPE_VIDEO, "3g2" }, { FILETYPE_VIDEO, "3gg" }, { FILETYPE_VIDEO, "3gs" }, { FILETYPE_VIDEO, "3ge" },
	{ FILETYPE_VIDEO, "mmp4" },
};

static bool
stands_at(struct span s, size_t at, const char *bytes, size_t n)
{
	return s.n >= at + n && memcmp(s.p + at, bytes, n) == 0;
}

static enum filetype
type_of_brand(struct span box, size_t at)
{
	for (size_t i = 0; box.n >= at + BRAND && i < sizeof brands / sizeof *brands; i++)
		if (stands_at(box, at, brands[i].brand, strlen(brands[i].brand)))
			return brands[i].type;
	return FILETYPE_NONE;
}

/* The major brand; when nobody knows that, the first compatible one that somebody does. */
static enum filetype
type_of_box(struct span first)
{
	enum filetype type;
	uint32_t size;

	if (!stands_at(first, 4, "ftyp", 4))
		return FILETYPE_NONE;
	size = (uint32_t)first.p[0] << 24 | (uint32_t)first.p[1] << 16 | (uint32_t)first.p[2] << 8 | first.p[3];
	if (first.n > size)
		first.n = size;
	type = type_of_brand(first, BOX_HEAD);
	for (size_t at = BOX_HEAD + 2 * BRAND; type == FILETYPE_NONE && at < first.n; at += BRAND)
		type = type_of_brand(first, at);
	return type;
}

enum filetype
filetype_of(struct span first)
{
	if (first.n > FILETYPE_BYTES)
		first.n = FILETYPE_BYTES;
	for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++)
		if (stands_at(first, 0, signatures[i].bytes, signatures[i].n))
			return signatures[i].type;
	if (stands_at(first, 0, "RIFF", 4) && stands_at(first, 8, "WEBP", 4))
		return FILETYPE_WEBP;
	return type_of_box(first);
}
