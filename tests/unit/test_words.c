/* test_words.c: promises of words.h. */
#include "run.h"

#include "secret.h"
#include "words.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const uint8_t zeros[KEY_BYTES];
static uint8_t key[KEY_BYTES];
static char text[WORDS_TEXT];

static void
make_words(void)
{
	secret_random(key, sizeof key);
	words_from_key(key, text);
}

static void
refused(const char *typed, int wanted)
{
	uint8_t out[KEY_BYTES];
	int word = 99;

	memset(out, 0xAA, sizeof out);
	ck_assert_int_eq(words_to_key(span_of(typed), out, &word), GW_EINPUT);
	ck_assert_int_eq(word, wanted);
	ck_assert_mem_eq(out, zeros, KEY_BYTES);
}

static void
accepted(const char *typed)
{
	uint8_t out[KEY_BYTES];
	int word;

	ck_assert_int_eq(words_to_key(span_of(typed), out, &word), GW_OK);
	ck_assert_int_eq(word, 0);
	ck_assert_mem_eq(out, key, KEY_BYTES);
}

/* From the paper: 127.0.0.1 is lusab-babad, 63.84.220.193 is gutih-tugad. */
START_TEST(words_are_those_of_the_paper)
{
	static const uint8_t k[KEY_BYTES] = { 127, 0, 0, 1, 63, 84, 220, 193 };

	words_from_key(k, text);
	ck_assert_mem_eq(text, "lusab babad gutih tugad babab ", 30);
	ck_assert_uint_eq(strlen(text), WORDS_TEXT - 1);
}
END_TEST

START_TEST(every_sixteen_bits_have_a_word_of_their_own)
{
	uint8_t k[KEY_BYTES] = { 0 }, out[KEY_BYTES];
	int word;

	for (unsigned v = 0; v < 0x10000; v++) {
		k[2] = (uint8_t)(v >> 8);
		k[3] = (uint8_t)v;
		words_from_key(k, text);
		ck_assert_int_eq(words_to_key(span_of(text), out, &word), GW_OK);
		ck_assert(memcmp(out, k, KEY_BYTES) == 0);
	}
}
END_TEST

START_TEST(case_and_gaps_do_not_matter)
{
	char typed[3 * WORDS_TEXT + 8];
	size_t n = 0;

	accepted(text);
	n = (size_t)snprintf(typed, sizeof typed, "\n ");
	for (const char *c = text; *c != '\0'; c++)
		if (*c == ' ')
			n += (size_t)snprintf(typed + n, sizeof typed - n, "-\r\n");
		else
			typed[n++] = (char)toupper((unsigned char)*c);
	snprintf(typed + n, sizeof typed - n, "\t \n");
	accepted(typed);
}
END_TEST

START_TEST(the_first_wrong_word_is_named)
{
	char typed[WORDS_TEXT + 8];

	for (int i = 0; i < 17; i++) {
		memcpy(typed, text, WORDS_TEXT);
		typed[6 * i + 1] = 'e';			/* no vowel of a proquint */
		refused(typed, i + 1);
		typed[6 * i + 1] = 'b';
		refused(typed, i + 1);
		typed[6 * i] = ' ';			/* four letters */
		refused(typed, i + 1);
		memcpy(typed, text, WORDS_TEXT);
		typed[6 * i + 5] = i < 16 ? 'x' : '\0';	/* two words joined */
		if (i < 16)
			refused(typed, i + 1);
		typed[6 * i > 0 ? 6 * i - 1 : 0] = '\0';	/* nothing any more */
		refused(typed, i == 0 ? 1 : i + 1);
	}
	refused("", 1);
	refused(" - \n", 1);
}
END_TEST

START_TEST(a_word_too_many_is_noticed)
{
	char typed[WORDS_TEXT + 8];

	snprintf(typed, sizeof typed, "%s babab", text);
	refused(typed, 0);
	snprintf(typed, sizeof typed, "%s x", text);
	refused(typed, 0);
}
END_TEST

START_TEST(a_nul_is_no_letter)
{
	uint8_t out[KEY_BYTES];
	int word;

	ck_assert_int_eq(words_to_key((struct span){ (const uint8_t *)text, WORDS_TEXT }, out, &word), GW_EINPUT);
	ck_assert_int_eq(word, 17);
}
END_TEST

/* Sixteen bits of check: by chance 1 in 65536 is missed, so these take a fixed key. */
START_TEST(a_changed_letter_or_two_swapped_words_do_not_fit)
{
	char typed[WORDS_TEXT], word[5];

	for (int i = 0; i < KEY_BYTES; i++)
		key[i] = (uint8_t)(i * 7 + 1);
	words_from_key(key, text);
	for (size_t i = 0; i < WORDS_TEXT - 1; i++) {
		if (text[i] == ' ')
			continue;
		memcpy(typed, text, WORDS_TEXT);
		typed[i] = i % 6 % 2 == 0 ? (text[i] == 'b' ? 'd' : 'b') : (text[i] == 'a' ? 'i' : 'a');
		refused(typed, 0);
	}
	for (int i = 0; i < 16; i++) {
		memcpy(typed, text, WORDS_TEXT);
		memcpy(word, typed + 6 * i, 5);
		memcpy(typed + 6 * i, typed + 6 * (i + 1), 5);
		memcpy(typed + 6 * (i + 1), word, 5);
		refused(typed, 0);
	}
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("words");
	TCase *t = tcase_create("words");

	tcase_add_checked_fixture(t, make_words, NULL);
	tcase_add_test(t, words_are_those_of_the_paper);
	tcase_add_test(t, every_sixteen_bits_have_a_word_of_their_own);
	tcase_add_test(t, case_and_gaps_do_not_matter);
	tcase_add_test(t, the_first_wrong_word_is_named);
	tcase_add_test(t, a_word_too_many_is_noticed);
	tcase_add_test(t, a_nul_is_no_letter);
	tcase_add_test(t, a_changed_letter_or_two_swapped_words_do_not_fit);
	suite_add_tcase(s, t);
	return s;
}
