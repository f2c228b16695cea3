/* passphrase.c: length, then guesses. */
#include "passphrase.h"

#include <stdio.h>
#include <string.h>
#include <zxcvbn.h>

#include "limit.h"
#include "report.h"
#include "secret.h"

enum { WORDS = 5 + LIMIT_NAME / 2 + 1 };

/* In small letters, word by word: people put their own name and their employer's first. */
static void
words_make(struct span name, char lower[LIMIT_NAME + 1], const char *words[WORDS + 1])
{
	static const char *const ours[] = { "waltham", "forest", "school", "concern", "safeguarding" };
	size_t n = 0;

	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
		words[n++] = ours[i];
	for (size_t i = 0; i < name.n && i < LIMIT_NAME; i++) {
		const uint8_t c = name.p[i];

		lower[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c == ' ' ? '\0' : (char)c;
		if (lower[i] != '\0' && (i == 0 || lower[i - 1] == '\0') && n < WORDS)
			words[n++] = &lower[i];
	}
	words[n] = NULL;
}

static double
bits_of(struct span passphrase, struct span name)
{
	char text[LIMIT_PASSPHRASE + 1], lower[LIMIT_NAME + 1] = "";
	const char *words[WORDS + 1];
	double bits;

	words_make(name, lower, words);
	memcpy(text, passphrase.p, passphrase.n);
	text[passphrase.n] = '\0';
	bits = ZxcvbnMatch(text, words, NULL);
	secret_wipe(text, sizeof text);
	secret_wipe_stack();
	return bits;
}

const char *
passphrase_fault(struct span passphrase, struct span name)
{
	if (passphrase.n < LIMIT_PASSPHRASE_MIN)
		return "This is too short: a passphrase has 12 letters or more. Four or five words that have nothing "
		    "to do with each other are good.";
	if (passphrase.n > LIMIT_PASSPHRASE)
		return "This is too long: a passphrase has at most 128 bytes, which is 128 plain letters.";
	if (!text_is_utf8(passphrase) || memchr(passphrase.p, '\0', passphrase.n) != NULL)
		return "This holds something that is no letter, digit or sign.";
	if (bits_of(passphrase, name) < PASSPHRASE_BITS)
		return "This would be guessed too soon. Take four or five words that have nothing to do with each "
		    "other, nor with you, the school or the council.";
	return NULL;
}
