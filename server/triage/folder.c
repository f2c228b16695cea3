/* folder.c: a page of folds for each 256 code points of the blocks that hold Latin letters or what looks like them. */
#include "folder.h"

#include <stdbool.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uspoof.h>
#include <unicode/utf16.h>

enum { EXPANDED = 32 /* UTF-16 units; the longest NFKC_Casefold of one code point has 18 */, NAME = 128 };
enum { SYMBOLS_FROM = 0x2600, FLAGS_FROM = 0x1f1e6, FLAGS_TO = 0x1f1ff, HYPHEN = 0x2010, FRACTION_SLASH = 0x2044 };

/* Latin to Coptic and punctuation; Cyrillic and Latin additions; presentation forms; letters of formulas; emoji. */
static const struct { UChar32 from, to; } blocks[] = {
	{ 0, 0x30ff }, { 0xa600, 0xabff }, { 0xfb00, 0xfbff }, { 0xfe00, 0xffff }, { 0x1d400, 0x1d7ff },
	{ 0x1f000, 0x1faff },
};

/* ICU's tables, while folds are made. */
struct tables {
	const UNormalizer2 *casefold, *decompose;
	USpoofChecker *spoof;
};

static bool
is_plain(UChar32 c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static void
append(struct fold *f, size_t *n, UChar32 c)
{
	if (*n < FOLD_LETTERS)
		f->letters[(*n)++] = (char)c;
	else
		f->part = PART_FOREIGN;
}

/* The skeleton of c as letters, without marks; false when it has anything else in it. */
static bool
append_skeleton(const struct tables *t, struct fold *f, size_t *n, UChar32 c)
{
	UErrorCode e = U_ZERO_ERROR;
	UChar from[2], to[EXPANDED];
	UChar32 letters[FOLD_LETTERS];
	int32_t size = 0, at = 0;
	size_t found = 0;

	U16_APPEND_UNSAFE(from, size, c);
	size = uspoof_getSkeleton(t->spoof, 0, from, size, to, EXPANDED, &e);
	if (U_FAILURE(e))
		return false;
	if (size == 2 && to[0] == 'r' && to[1] == 'n') {	/* what "m" looks like */
		append(f, n, 'm');
		return true;
	}
	while (at < size) {
		UChar32 one;

		U16_NEXT(to, at, size, one);
		if (U_GET_GC_MASK(one) & U_GC_M_MASK)
			continue;
		one = u_tolower(one);
		if (!is_plain(one) || found == FOLD_LETTERS)
			return false;
		letters[found++] = one;
	}
	for (size_t i = 0; i < found; i++)
		append(f, n, letters[i]);
	return found > 0;
}

/* "LATIN LETTER SMALL CAPITAL N", "LATIN SMALL LETTER K WITH HOOK", "NEGATIVE CIRCLED LATIN CAPITAL LETTER A": a name
 * says which letter it is when one stands alone after these words. */
static UChar32
letter_by_name(UChar32 c)
{
	static const char *const before[] = { " LETTER ", " CAPITAL " };
	UErrorCode e = U_ZERO_ERROR;
	char name[NAME];

	if (u_charName(c, U_UNICODE_CHAR_NAME, name, NAME, &e) == 0 || U_FAILURE(e) || strstr(name, "LATIN ") == NULL)
		return 0;
	for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
		const char *at = strstr(name, before[i]);

		if (at == NULL)
			continue;
		at += strlen(before[i]);
		if (at[0] >= 'A' && at[0] <= 'Z' && (at[1] == '\0' || strncmp(at + 1, " WITH ", 6) == 0))
			return at[0] - 'A' + 'a';
	}
	return 0;
}

/* A letter or digit that is not ASCII and has no decomposition that begins with ASCII: what it looks like, as it was
 * written, as a small letter, or as a capital. A capital I looks like a small L. */
static void
append_other(const struct tables *t, struct fold *f, size_t *n, UChar32 written, UChar32 c)
{
	UChar32 letter;

	if (u_charDigitValue(c) >= 0)
		append(f, n, '0' + u_charDigitValue(c));
	else if ((letter = letter_by_name(c)) != 0)
		append(f, n, letter);
	else if (written != c && append_skeleton(t, f, n, written)) {
		if (f->letters[*n - 1] == 'l')
			f->letters[*n - 1] = 'i';
	} else if (!append_skeleton(t, f, n, c) && !append_skeleton(t, f, n, u_toupper(c)))
		f->part = PART_FOREIGN;
}

/* One code point that case folding gave, without its accents; written: the capital that it comes from, or itself. */
static void
append_folded(const struct tables *t, struct fold *f, size_t *n, UChar32 written, UChar32 c)
{
	UErrorCode e = U_ZERO_ERROR;
	UChar parts[EXPANDED];
	int32_t size, at = 0;

	size = unorm2_getDecomposition(t->decompose, c, parts, EXPANDED, &e);
	if (size > 0 && U_SUCCESS(e))
		U16_NEXT(parts, at, size, c);
	if (is_plain(c))
		append(f, n, c);
	else if (c >= 0x80 && u_isalnum(c))
		append_other(t, f, n, written, c);
}

/* What is no letter. */
static enum part
part_of(UChar32 c)
{
	if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) || (U_GET_GC_MASK(c) & U_GC_M_MASK) ||
	    u_hasBinaryProperty(c, UCHAR_EMOJI_MODIFIER))
		return PART_JOINS;
	if (u_isalnum(c))
		return PART_FOREIGN;
	/* Flags name countries, and a band may not depend on one. */
	if (c >= SYMBOLS_FROM && u_charType(c) == U_OTHER_SYMBOL && (c < FLAGS_FROM || c > FLAGS_TO))
		return PART_SYMBOL;
	return PART_SEPARATES;
}

static bool
is_apostrophe(UChar32 c)
{
	return c == '\'' || c == '`' || c == 0xb4 || c == 0x2bc || c == 0x2018 || c == 0x2019 || c == 0xff07;
}

static struct fold
make(const struct tables *t, UChar32 c)
{
	static const char signs[] = "-_.*@$!|";
	struct fold f = { .part = PART_LETTERS };
	UErrorCode e = U_ZERO_ERROR;
	UChar from[2], to[EXPANDED];
	int32_t size = 0, at = 0;
	UChar32 folded = c;
	size_t n = 0;

	if (is_apostrophe(c))
		return (struct fold){ .part = PART_JOINS };
	U16_APPEND_UNSAFE(from, size, c);
	size = unorm2_normalize(t->casefold, from, size, to, EXPANDED, &e);
	if (U_FAILURE(e))
		return (struct fold){ .part = PART_SEPARATES };
	while (at < size) {
		U16_NEXT(to, at, size, folded);
		if (folded == FRACTION_SLASH)	/* a half is not 12 */
			return (struct fold){ .part = PART_SEPARATES };
		append_folded(t, &f, &n, size == 1 && u_isupper(c) ? c : folded, folded);
	}
	if (folded == HYPHEN)
		folded = '-';
	if (n == 0 && size == 1 && folded > 0 && folded < 0x80 && strchr(signs, (char)folded) != NULL)
		return (struct fold){ .part = PART_SIGN, .letters = { (char)folded } };
	if (n == 0 && f.part == PART_LETTERS && c >= SYMBOLS_FROM && (folded = letter_by_name(c)) != 0)
		append(&f, &n, folded);
	if (n == 0 && f.part == PART_LETTERS)
		f.part = (uint8_t)part_of(c);
	return f;
}

enum gw_err
folder_init(struct folder *f)
{
	UErrorCode e = U_ZERO_ERROR;
	struct tables t = { .spoof = NULL };
	uint8_t n = 0;

	memset(f, 0, sizeof *f);
	t.casefold = unorm2_getNFKCCasefoldInstance(&e);
	t.decompose = unorm2_getNFDInstance(&e);
	t.spoof = uspoof_open(&e);
	if (U_FAILURE(e)) {
		uspoof_close(t.spoof);
		return GW_EIO;
	}
	for (size_t b = 0; b < sizeof blocks / sizeof blocks[0]; b++)
		for (UChar32 c = blocks[b].from; c <= blocks[b].to; c++) {
			if (c % FOLD_PAGE == 0)
				f->page[c / FOLD_PAGE] = ++n;
			f->fold[n - 1][c % FOLD_PAGE] = make(&t, c);
		}
	uspoof_close(t.spoof);
	return GW_OK;
}

enum gw_err
folder_get(const struct folder **f)
{
	static struct folder shared;
	static bool made;
	enum gw_err e = made ? GW_OK : folder_init(&shared);

	made = e == GW_OK;
	*f = made ? &shared : NULL;
	return e;
}

struct fold
folder_look(const struct folder *f, int32_t c)
{
	if (c < 0)
		return (struct fold){ .part = PART_SEPARATES };
	if (c < FOLD_PLANES && f->page[c / FOLD_PAGE] != 0)
		return f->fold[f->page[c / FOLD_PAGE] - 1][c % FOLD_PAGE];
	return (struct fold){ .part = (uint8_t)part_of(c) };
}
