/* folder.h: what each code point is to a word, from ICU's tables alone (NFKC_Casefold, NFD, confusables, names): case,
 * accents, width, other scripts' digits and letters that look like a to z are all folded away. Looked up once for the
 * blocks where they live, so that reading asks nothing of ICU but a class for the rest. No I/O after folder_get. */
#ifndef FOLDER_H
#define FOLDER_H

#include <stdint.h>

#include "err.h"

enum part {
	PART_LETTERS,	/* reads as 1 to FOLD_LETTERS of a to z and 0 to 9 */
	PART_FOREIGN,	/* belongs to a word, but no policy can name it */
	PART_JOINS,	/* invisible, a mark, or an apostrophe: as if it were not there */
	PART_SIGN,	/* may stand for a letter, or hold parts of a word together: see normalise.h */
	PART_SYMBOL,	/* an emoji or the like: a word of its own */
	PART_SEPARATES,
};
enum { FOLD_LETTERS = 3, FOLD_PAGE = 256, FOLD_PAGES = 80, FOLD_PLANES = 0x20000 };

struct fold {
	uint8_t part;			/* enum part */
	char letters[FOLD_LETTERS];	/* LETTERS: padded with NUL; SIGN: which, as ASCII */
};

struct folder {
	uint8_t page[FOLD_PLANES / FOLD_PAGE];	/* 0: none, else one more than the page's number */
	struct fold fold[FOLD_PAGES][FOLD_PAGE];	/* [0]: the first 256 code points */
};

/* GW_EIO when ICU's data are not there. */
GW_CHECKED enum gw_err folder_init(struct folder *f);
/* The one table that all policies of this process share: made when it is first asked for, before there are threads. */
GW_CHECKED enum gw_err folder_get(const struct folder **f);
/* Of any code point; one that is negative (broken UTF-8) separates. */
struct fold folder_look(const struct folder *f, int32_t c);
#endif
