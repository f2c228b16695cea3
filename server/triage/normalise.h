/* normalise.h: reporters' text as plain words: letters a to z and digits, case, accents, width, curly quotes and
 * invisible characters folded away (ICU NFKC_Casefold by code point, then marks dropped), each with the bytes it came
 * from. Bytes that are not UTF-8 end a word and are never an error. No I/O. */
#ifndef NORMALISE_H
#define NORMALISE_H

#include <unicode/unorm2.h>

#include "err.h"
#include "span.h"

enum { WORD_TEXT = 32 };	/* letters of a word that are looked at; none in policy is longer */

struct folder {			/* ICU's tables, looked up once */
	const UNormalizer2 *casefold, *decompose;
};

struct folded {
	char text[WORD_TEXT + 1];	/* "" when no policy can name it: foreign letters, or too long */
	size_t n;
	uint32_t at, end;		/* bytes of the original */
	uint16_t sentence, clause;	/* both only grow */
};

struct normaliser {
	const struct folder *folder;
	struct span text;
	size_t at;
	uint16_t sentence, clause;
};

GW_CHECKED enum gw_err folder_init(struct folder *f);
void normalise_start(struct normaliser *n, const struct folder *f, struct span text);
/* The next word; false at the end. A symbol such as an emoji is a word of its own: "u1f52a". */
bool normalise_next(struct normaliser *n, struct folded *w);
#endif
