/* words.h: a 32-byte key as words a person can write down: 16 proquints (Wilkerson, "Identifiers that are readable,
 * spellable and pronounceable", 2009) and one more that checks them. For the recovery key. */
#ifndef WORDS_H
#define WORDS_H

#include "err.h"
#include "keys.h"
#include "span.h"

enum { WORDS_TEXT = 17 * 6 };	/* 17 words of five letters, spaces between, NUL */

void words_from_key(const uint8_t key[KEY_BYTES], char text[WORDS_TEXT]);
/* Case and runs of spaces, hyphens or line ends do not matter. GW_EINPUT: *word is the first wrong one, 1..17, or 0
 * when each is a word but the check does not fit. key is zeros on failure. */
GW_CHECKED enum gw_err words_to_key(struct span text, uint8_t key[KEY_BYTES], int *word);
#endif
