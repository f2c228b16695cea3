/* check_words.h: a member's public key as four words. Two people who see the same four see the same key: what the one
 * lets in is the other, and not somebody who came between them. Pure. */
#ifndef CHECK_WORDS_H
#define CHECK_WORDS_H

#include "keys.h"

enum { CHECK_WORDS = 4, CHECK_WORDS_TEXT = CHECK_WORDS * 6 };	/* words of five letters, spaces between, NUL */

void check_words(const uint8_t pk[KEY_BYTES], char text[CHECK_WORDS_TEXT]);
#endif
