/* spelling.h: the words of rules, and which of them a misspelt one may be. Safe before clever: a repair has the same
 * first letter and is the only word of rules that fits, or there is none. Looking up costs a few steps a letter,
 * whatever the words and however hostile the text (after SymSpell, Wolf Garbe: an index of single deletions). */
#ifndef SPELLING_H
#define SPELLING_H

#include <stddef.h>
#include <stdint.h>

#include "err.h"

enum { REPAIR_FROM = 5, REPAIR_TO = 20, STARRED_FROM = 4, STARS_MAX = 2 };	/* letters */

struct spelling;

GW_CHECKED enum gw_err spelling_new(struct spelling **s);
void spelling_free(struct spelling *s);
/* A whole word, folded, and its number; once is enough. GW_ELIMIT: too many. */
GW_CHECKED enum gw_err spelling_add(struct spelling *s, const char *word, uint16_t id);
/* After the last spelling_add. GW_ENOMEM. */
GW_CHECKED enum gw_err spelling_close(struct spelling *s);
/* The number of just this word, or 0. */
uint16_t spelling_whole(const struct spelling *s, const char *text, size_t n);
/* The word, itself of REPAIR_FROM letters or more, from which an unknown one of REPAIR_FROM to REPAIR_TO letters
 * differs by one letter: left out, put in, another, or changed places with its neighbour; 0 when there is none, or more
 * than one. */
uint16_t spelling_repair(const struct spelling *s, const char *text, size_t n);
/* The word of STARRED_FROM letters or more that fits a text with one or two "*" inside; 0 when none or more fit. */
uint16_t spelling_starred(const struct spelling *s, const char *text, size_t n);
#endif
