/* shelf.c: mapped, not read: pages that nobody draws with cost nothing, and workers share those they do. */
#include "shelf.h"

#include <fcntl.h>
#include <fontconfig/fontconfig.h>
#include <ft2build.h>
#include <fts.h>
#include FT_FREETYPE_H
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where poppler-data puts them; libpoppler has the folder built in. */
#define TABLES "/usr/share/poppler"
#define FONTS "/usr/share/fonts"
/* The system's rules for which font stands for which, and no folder: fontconfig would keep what it finds there in a
 * cache on the disk, and believe that cache. */
static const FcChar8 RULES[] = "<fontconfig><include ignore_missing=\"yes\">/etc/fonts/conf.d</include><reset-dirs/>"
    "</fontconfig>";

struct book { char *path; void *p; size_t n; };
static struct { struct book *book; size_t n, room; unsigned heard; } shelf;

static int
by_path(const void *a, const void *b)
{
	return strcmp(((const struct book *)a)->path, ((const struct book *)b)->path);
}

static bool
take(const char *path)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct book b = { NULL, MAP_FAILED, 0 };
	struct stat st;

	if (fd < 0)
		return false;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) {
		b.n = (size_t)st.st_size;
		b.p = mmap(NULL, b.n, PROT_READ, MAP_PRIVATE, fd, 0);
	}
	close(fd);
	if (shelf.n == shelf.room) {
		const size_t room = shelf.room * 2 + 64;
		struct book *grown = reallocarray(shelf.book, room, sizeof *grown);

		if (grown == NULL)
			return false;
		shelf.book = grown;
		shelf.room = room;
	}
	if (b.p == MAP_FAILED || (b.path = strdup(path)) == NULL)
		return false;
	shelf.book[shelf.n++] = b;
	return true;
}

/* Each file below it. */
static void
walk(const char *below, void (*visit)(const char *path, void *arg), void *arg)
{
	char *folder = strdup(below), *folders[] = { folder, NULL };
	FTS *all = folder == NULL ? NULL : fts_open(folders, FTS_LOGICAL | FTS_NOCHDIR, NULL);
	FTSENT *entry;

	while (all != NULL && (entry = fts_read(all)) != NULL)
		if (entry->fts_info == FTS_F)
			visit(entry->fts_path, arg);
	if (all != NULL)
		fts_close(all);
	free(folder);
}

static void
take_file(const char *path, void *arg)
{
	(void)arg;
	(void)take(path);		/* what cannot be read is missed when it is asked for */
}

/* True: at least one. */
static bool
take_below(const char *folder)
{
	const size_t before = shelf.n;

	walk(folder, take_file, NULL);
	return shelf.n > before;
}

static void
add_font(const char *path, void *config)
{
	(void)FcConfigAppFontAddFile(config, (const FcChar8 *)path);	/* it knows what is no font */
}

/* What is on the shelf, in fontconfig's hands: it looks into each by the function that is replaced below. NULL: it
 * cannot. */
static const FcFontSet *
find_fonts(void)
{
	FcConfig *config = FcConfigCreate();

	if (config == NULL || !FcConfigParseAndLoadFromMemory(config, RULES, FcTrue))
		return NULL;
	walk(FONTS, add_font, config);
	if (!FcConfigSetCurrent(config) || !FcConfigSetRescanInterval(config, 0))	/* fonts stay as they are */
		return NULL;
	return FcConfigGetFonts(config, FcSetApplication);
}

/* True: those are there that stand for the fourteen that every reader must have (ISO 32000-1, 9.6.2.2). */
static bool
has_fonts(const FcFontSet *all)
{
	static const char *const wanted[] = { "Nimbus Sans", "Nimbus Roman", "Nimbus Mono PS", "Standard Symbols PS",
		"D050000L" };
	enum { WANTED = sizeof wanted / sizeof *wanted };
	unsigned found = 0;

	for (int i = 0; all != NULL && i < all->nfont; i++) {
		FcChar8 *family;

		if (FcPatternGetString(all->fonts[i], FC_FAMILY, 0, &family) != FcResultMatch)
			continue;
		for (unsigned w = 0; w < WANTED; w++)
			if (strcmp((const char *)family, wanted[w]) == 0)
				found |= 1u << w;
	}
	return found == (1u << WANTED) - 1;
}

enum gw_err
shelf_fill(void)
{
	if (!take_below(TABLES) || !take_below(FONTS))
		return GW_EIO;
	qsort(shelf.book, shelf.n, sizeof *shelf.book, by_path);
	return has_fonts(find_fonts()) ? GW_OK : GW_EIO;
}

static const struct book *
find(const char *path)
{
	union { const char *lent; char *path; } key = { path };

	return shelf.n == 0 ? NULL :
	    bsearch(&(struct book){ key.path, NULL, 0 }, shelf.book, shelf.n, sizeof *shelf.book, by_path);
}

void
shelf_listen(void)
{
	shelf.heard = 0;
}

unsigned
shelf_heard(void)
{
	return shelf.heard;
}

/* In the place of FreeType's. */
FT_Error
FT_New_Face(FT_Library library, const char *path, FT_Long index, FT_Face *face)
{
	const struct book *b = find(path);

	if (b == NULL) {
		shelf.heard |= SHELF_MISSED;
		return FT_Err_Cannot_Open_Resource;
	}
	shelf.heard |= SHELF_FONT;
	return FT_New_Memory_Face(library, b->p, (FT_Long)b->n, index, face);
}

/* In the place of Poppler's openFile(const char *, const char *) (goo/gfile.h), by the name that its linker knows. */
FILE *shelf_open(const char *path, const char *mode) __asm__("_Z8openFilePKcS0_");
FILE *
shelf_open(const char *path, const char *mode)
{
	const struct book *b = find(path);

	(void)mode;
	if (b != NULL) {
		shelf.heard |= SHELF_TABLE;
		return fmemopen(b->p, b->n, "r");
	}
	/* A table is looked for in all folders; Poppler says it when it was in none (shelf_hear). */
	if (strncmp(path, TABLES "/", sizeof TABLES) != 0)
		shelf.heard |= SHELF_MISSED;
	return NULL;
}

/* In the place of Poppler's error(ErrorCategory, Goffset, const char *, ...) (poppler/Error.h), which would write
 * pieces of a document to the log. Listened to is what it says when something cannot be drawn. */
void shelf_hear(int category, long long at, const char *said, ...) __asm__("_Z5error13ErrorCategoryxPKcz");
void
shelf_hear(int category, long long at, const char *said, ...)
{
	static const char *const gaps[] = { "some font thing failed", "could not create",
		"failed to load truetype font", "font type", "Couldn't find a font", "Couldn't create a font",
		"Couldn't find font file", "Couldn't open external font", "Couldn't open cidToUnicode",
		"Unknown CMap", "Invalid CMap in Type 0 font", "Couldn't find '{0:t}' CMap", "HorizontalTextLayouter" };
	static const char *const broken[] = { "in flate stream", "LZW stream", "JBIG2", "Bad image" };

	(void)category;
	(void)at;
	for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++)
		if (strncmp(said, gaps[i], strlen(gaps[i])) == 0)
			shelf.heard |= SHELF_MISSED;
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
		if (strstr(said, broken[i]) != NULL)
			shelf.heard |= SHELF_BROKEN;
}
