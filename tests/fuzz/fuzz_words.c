/* fuzz_words.c: whatever is typed, a key comes out that has these words, or zeros and the place of the fault. */
#include "words.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const uint8_t zeros[KEY_BYTES];
	uint8_t key[KEY_BYTES], again[KEY_BYTES];
	char text[WORDS_TEXT];
	int word = -1;

	memset(key, 0xAA, sizeof key);
	if (words_to_key((struct span){ data, n }, key, &word) != GW_OK) {
		if (word < 0 || word > 17 || memcmp(key, zeros, sizeof key) != 0)
			abort();
		if (n < KEY_BYTES)
			return 0;
		memcpy(key, data, sizeof key);
	}
	words_from_key(key, text);
	if (words_to_key(span_of(text), again, &word) != GW_OK || memcmp(key, again, sizeof key) != 0)
		abort();
	return 0;
}
