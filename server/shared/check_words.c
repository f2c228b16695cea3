/* check_words.c: the beginning of words.h's text of a hash: 64 bits that nobody can choose. */
#include "check_words.h"

#include <string.h>

#include "hash.h"
#include "words.h"

static const char label[HASH_LABEL] = "concern check pk";

void
check_words(const uint8_t pk[KEY_BYTES], char text[CHECK_WORDS_TEXT])
{
	uint8_t digest[KEY_BYTES];
	char all[WORDS_TEXT];

	hash_labelled(label, NULL, (struct span){ pk, KEY_BYTES }, digest, sizeof digest);
	words_from_key(digest, all);
	memcpy(text, all, CHECK_WORDS_TEXT - 1);
	text[CHECK_WORDS_TEXT - 1] = '\0';
}
