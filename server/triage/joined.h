/* joined.h: words of rules that were run together: "stabhim", "hehasaknife". Safe before clever: all of a text must be
 * words of rules. A bit for each hash of a beginning stops the search as soon as no word begins so; hostile text meets
 * WORD_TEXT * WORD_TEXT / 2 steps at most. Nothing is allocated. */
#ifndef JOINED_H
#define JOINED_H

#include "spelling.h"

enum {
	JOINED_FROM = 8,	/* letters that a text should have; fewer for letters that stood apart */
	JOINED_WORD = 4,	/* letters that one of its words has at least */
	JOINED_SHORT = 2,	/* words up to this long make no more than a third of it */
	JOINED_MAX = 16,	/* words; a text is never more than one word for each two of its letters */
	JOINED_BITS = 64 * 1024,
};

struct joined { uint64_t begins[JOINED_BITS / 64], ends[JOINED_BITS / 64]; };
struct piece { uint16_t id; uint8_t from, n; };

/* A word that spelling_add was told of. */
void joined_add(struct joined *j, const char *word);
/* The fewest words that text, which no vocabulary knows, is made of; how many, 0: it is not, or is over WORD_TEXT. */
size_t joined_find(const struct joined *j, const struct spelling *s, const char *text, size_t n,
    struct piece pieces[JOINED_MAX]);
#endif
