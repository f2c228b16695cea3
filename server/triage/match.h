/* match.h: which phrases begin at a word. A trie over word numbers: looking costs at most PHRASE_WORDS steps a word for
 * each stem that stands for it, whatever the number of phrases; nothing is allocated. */
#ifndef MATCH_H
#define MATCH_H

#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "limit.h"
#include "vocab.h"

enum { PHRASE_WORDS = 8, MATCH_CONCEPTS = 384 };
enum { WORDS_MAX = LIMIT_TEXT / 2 + 1 };	/* words of one report: a letter and a space each */

struct word {
	uint16_t id;			/* in the vocabulary; 0: unknown */
	uint16_t at, end;		/* bytes of the original text */
	uint16_t sentence, clause;
	uint32_t beginning;		/* feature.h; 0: none */
};

struct match;
/* A phrase of this concept is words first..last. */
typedef void match_hit_fn(void *arg, uint16_t concept, size_t first, size_t last);

GW_CHECKED enum gw_err match_new(struct match **m);
void match_free(struct match *m);
/* A phrase of n word numbers, 1..PHRASE_WORDS, belongs to concept, below MATCH_CONCEPTS. GW_ELIMIT: too many. */
GW_CHECKED enum gw_err match_add(struct match *m, const uint16_t *ids, size_t n, uint16_t concept);
/* Every phrase of other belongs to concept too, and what other itself includes. */
GW_CHECKED enum gw_err match_include(struct match *m, uint16_t concept, uint16_t other);
/* After the last match_add and match_include. */
void match_close(struct match *m);
/* Calls hit for every phrase that begins at words[first]. */
void match_at(const struct match *m, const struct vocab *v, const struct word *words, size_t n, size_t first,
    match_hit_fn *hit, void *arg);
#endif
