/* normalise.h: reporters' text as plain words: letters a to z and digits (folder.h), each with the bytes it came from.
 * Bytes that are not UTF-8 end a word and are never an error. One pass, no allocation, no I/O.
 *
 * Inside a word some signs stay, for text.h to try: "-", "_" and "." between letters ("kni-fe") all read as "-"; one or
 * two "*" between letters ("st*b"); "@", "$", "!" and "|" between letters ("st@b"), the first two also at its head. */
#ifndef NORMALISE_H
#define NORMALISE_H

#include <stdbool.h>

#include "folder.h"
#include "span.h"

enum { WORD_TEXT = 32 };	/* letters of a word that are looked at; none in policy is longer */

struct folded {
	char text[WORD_TEXT + 1];	/* "" when no policy can name it: foreign letters, or too long */
	uint16_t from[WORD_TEXT];	/* where each letter begins: bytes after at, cut to 65535 */
	size_t n;
	bool signs;			/* text has some */
	uint32_t at, end;		/* bytes of the original */
	uint16_t sentence, clause;	/* both only grow */
};

struct normaliser {
	const struct folder *folder;
	struct span text;
	size_t at;
	uint16_t sentence, clause;
};

void normalise_start(struct normaliser *n, const struct folder *f, struct span text);
/* The next word; false at the end. A symbol such as an emoji is a word of its own, "u1f52a", whatever is joined to it:
 * skin tone, variation, another symbol. */
bool normalise_next(struct normaliser *n, struct folded *w);
/* Whether text is just one word, without signs: a word of policy. */
bool normalise_word(const struct folder *f, struct span text, struct folded *w);
#endif
