/* words.c: proquints, 16 bits a word. */
#include "words.h"

#include "hash.h"
#include "secret.h"

#include <string.h>

enum { LETTERS = 5, KEY_WORDS = KEY_BYTES / 2, ALL_WORDS = KEY_WORDS + 1 };

_Static_assert(WORDS_TEXT == ALL_WORDS * (LETTERS + 1), "words, spaces between, NUL");

static const char consonants[16 + 1] = "bdfghjklmnprstvz";
static const char vowels[4 + 1] = "aiou";
static const char check_label[HASH_LABEL] = "concern words   ";

static uint16_t
check_of(const uint8_t key[KEY_BYTES])
{
	uint8_t digest[16];
	uint16_t check;

	hash_labelled(check_label, NULL, (struct span){ key, KEY_BYTES }, digest, sizeof digest);
	check = (uint16_t)(digest[0] << 8 | digest[1]);
	secret_wipe(digest, sizeof digest);
	return check;
}

static void
write_word(uint16_t v, char *at)
{
	at[0] = consonants[v >> 12];
	at[1] = vowels[v >> 10 & 3];
	at[2] = consonants[v >> 6 & 15];
	at[3] = vowels[v >> 4 & 3];
	at[4] = consonants[v & 15];
}

/* The place of c among the letters, or -1. Case does not matter. */
static int
place_in(const char *letters, uint8_t c)
{
	const char *at;

	if (c >= 'A' && c <= 'Z')
		c = (uint8_t)(c - 'A' + 'a');
	at = c == '\0' ? NULL : strchr(letters, c);
	return at == NULL ? -1 : (int)(at - letters);
}

static enum gw_err
read_word(struct span word, uint16_t *out)
{
	unsigned v = 0;
	int place;

	if (word.n != LETTERS)
		return GW_EINPUT;
	for (int i = 0; i < LETTERS; i++) {
		place = place_in(i % 2 == 0 ? consonants : vowels, word.p[i]);
		if (place < 0)
			return GW_EINPUT;
		v = v << (i % 2 == 0 ? 4 : 2) | (unsigned)place;
	}
	*out = (uint16_t)v;
	return GW_OK;
}

static bool
is_gap(uint8_t c)
{
	return c == ' ' || c == '-' || c == '\t' || c == '\r' || c == '\n';
}

/* Cuts the first word off *text; empty when there is none. */
static struct span
next_word(struct span *text)
{
	struct span word;

	while (text->n > 0 && is_gap(text->p[0])) {
		text->p++;
		text->n--;
	}
	word = (struct span){ text->p, 0 };
	while (text->n > 0 && !is_gap(text->p[0])) {
		text->p++;
		text->n--;
		word.n++;
	}
	return word;
}

void
words_from_key(const uint8_t key[KEY_BYTES], char text[WORDS_TEXT])
{
	char *at = text;

	for (int i = 0; i < KEY_WORDS; i++, at += LETTERS + 1) {
		write_word((uint16_t)(key[2 * i] << 8 | key[2 * i + 1]), at);
		at[LETTERS] = ' ';
	}
	write_word(check_of(key), at);
	at[LETTERS] = '\0';
}

enum gw_err
words_to_key(struct span text, uint8_t key[KEY_BYTES], int *word)
{
	uint16_t v = 0;

	*word = 0;
	for (int i = 0; i < ALL_WORDS; i++) {
		if (read_word(next_word(&text), &v) != GW_OK) {
			*word = i + 1;
			goto wrong;
		}
		if (i < KEY_WORDS) {
			key[2 * i] = (uint8_t)(v >> 8);
			key[2 * i + 1] = (uint8_t)v;
		}
	}
	if (next_word(&text).n == 0 && v == check_of(key))
		return GW_OK;
wrong:
	secret_wipe(key, KEY_BYTES);
	return GW_EINPUT;
}
