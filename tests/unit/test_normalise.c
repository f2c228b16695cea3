/* test_normalise.c: what text is folded to, and that each word knows its bytes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "normalise.h"
#include "run.h"

static struct folder folder;

static void
load(void)
{
	ck_assert_int_eq(folder_init(&folder), GW_OK);
}

/* Folded words with a space after each; "?" is one that no policy can name, "|" begins a sentence, "," a clause. */
static const char *
fold(const char *text, size_t n)
{
	static char out[4096];
	struct normaliser from;
	struct folded w;
	uint16_t sentence = 0, clause = 0;
	size_t used = 0, end = 0;

	out[0] = '\0';
	normalise_start(&from, &folder, (struct span){ (const uint8_t *)text, n });
	while (normalise_next(&from, &w)) {
		const char *mark = w.sentence != sentence ? "|" : w.clause != clause ? "," : "";

		ck_assert_uint_le(end, w.at);
		ck_assert_uint_lt(w.at, w.end);
		ck_assert_uint_le(w.end, n);
		ck_assert_uint_le(w.n, WORD_TEXT);
		ck_assert_uint_eq(strlen(w.text), w.n);
		end = w.end;
		sentence = w.sentence;
		clause = w.clause;
		used += (size_t)snprintf(out + used, sizeof out - used, "%s%s ", mark, w.n > 0 ? w.text : "?");
		ck_assert_uint_lt(used, sizeof out);
	}
	return out;
}

static const struct { const char *text, *folded; } cases[] = {
	{ "", "" },
	{ "He HAS a Knife", "he has a knife " },
	{ "at 3.30, y10 & 24/7", "at 3 30 ,y10 24 7 " },
	{ "One. Two! Three? Four; five\nsix", "one |two |three |four |five |six " },
	{ "one, two (three) four: five - six", "one ,two ,three ,four ,five ,six " },
	{ "a e.g.b", "a e-g-b " },
	/* Apostrophes of all kinds. */
	{ "didn't didn\xe2\x80\x99t didn`t didn\xc2\xb4t", "didnt didnt didnt didnt " },
	{ "'knife' \xe2\x80\x9cknife\xe2\x80\x9d", "knife knife " },
	/* Compatibility forms, case, accents, ligatures. */
	{ "na\xc3\xafve Kni\xcc\x81" "fe stra\xc3\x9f" "e \xc5\x93uvre \xc3\xb8 \xc5\x82",
	    "naive knife strasse oeuvre o l " },
	{ "\xef\xbc\xab\xef\xbd\x8e\xef\xbd\x89\xef\xbd\x86\xef\xbd\x85", "knife " },	/* full width */
	{ "\xf0\x9d\x90\xa4\xf0\x9d\x93\xb7\xf0\x9d\x94\xa6\xf0\x9d\x95\x97\xf0\x9d\x96\x8a",
	    "knife " },	/* formulas */
	{ "\xe2\x93\x9a\xe2\x93\x9d\xe2\x93\x98\xe2\x93\x95\xe2\x93\x94", "knife " },	/* circles */
	{ "\xf0\x9f\x85\x9a\xf0\x9f\x85\xb0", "ka " },	/* black circles */
	{ "\xe2\x92\xa6\xe2\x92\xa9", "kn " },	/* in brackets */
	{ "\xe1\xb4\x8b\xc9\xb4\xc9\xaa\xea\x9c\xb0\xe1\xb4\x87", "knife " },	/* small capitals */
	{ "\xef\xac\x83sh \xd9\xa1\xd9\xa2", "ffish 12 " },
	{ "\xc2\xbd hour", "hour " },	/* a half */
	/* Letters of other scripts that look like ours. */
	{ "\xd0\xbanif\xd0\xb5 \xd0\x9a\xce\x9d\xce\x99\x46\xce\x95", "knife knife " },
	{ "\xd1\x95t\xd0\xb0\xd0\xac gu\xce\xb7", "stab gun " },
	{ "\xd0\xb6 \xe5\x88\x80\xe5\x88\x80 knife\xd0\xb6", "? ? ? " },
	/* What cannot be seen. */
	{ "kn\xe2\x80\x8bi\xc2\xad" "f\xe2\x81\xa0" "e \xef\xbb\xbfstab", "knife stab " },
	{ "k\xcc\xb6n\xcc\xb6i\xcc\xb6" "f\xcc\xb6" "e\xcc\xb6", "knife " },
	/* Letters repeated say no more than twice. */
	{ "knifeeeeee nooooo", "knifee noo " },
	/* Signs that may be letters, or hold parts together. */
	{ "st@b $tab k!ll ki|ler", "st@b $tab k!ll ki|ler " },
	{ "$5 5@ @ no! !no a@b.com", "5 5 no |no a@b-com " },
	{ "kn*fe k**fe k***e *knife* **knife**", "kn*fe k**fe k e knife knife " },
	{ "kni-fe kni_fe kni.fe kni\xe2\x80\x91" "fe -knife- y-10", "kni-fe kni-fe kni-fe kni-fe knife ,y 10 " },
	{ "k.n.i.f.e k-n-i-f-e", "k-n-i-f-e k-n-i-f-e " },
	{ "knife-\xd0\xb6\xd0\xb6-knife", "knife ? knife " },
	{ "knife-\xe2\x80\x8b", "knife " },
	/* Emoji read as their base. */
	{ "\xf0\x9f\x94\xaa", "u1f52a " },
	{ "a\xf0\x9f\x94\xaa\xef\xb8\x8f" "b", "a u1f52a b " },
	{ "\xf0\x9f\x91\x8a\xf0\x9f\x8f\xbf \xf0\x9f\x91\x8a\xf0\x9f\x8f\xbb", "u1f44a u1f44a " },
	{ "\xf0\x9f\xa4\xb7\xe2\x80\x8d\xe2\x99\x80\xef\xb8\x8f", "u1f937 " },
	{ "\xf0\x9f\x94\xaa\xf0\x9f\x94\xaa", "u1f52a u1f52a " },
	{ "\xf0\x9f\x87\xac\xf0\x9f\x87\xa7 here", "here " },	/* a flag says nothing */
	/* Not UTF-8. */
	{ "\xff\xfe" "knife\xc3 \xed\xa0\x80 stab", "knife stab " },
	/* Too long to look at. */
	{ "abcdefghijklmnopqrstuvwxyzabcdefg knife", "? knife " },
	{ "abcdefghijklmnopqrstuvwxyzabcdef knife", "abcdefghijklmnopqrstuvwxyzabcdef knife " },
	{ "mother-in-law-who-lives-at-number-nine-knife", "mother-in-law-who-lives-at number-nine-knife " },
};
enum { CASES = sizeof cases / sizeof cases[0] };

START_TEST(text_is_folded)
{
	ck_assert_str_eq(fold(cases[_i].text, strlen(cases[_i].text)), cases[_i].folded);
}
END_TEST

START_TEST(text_that_is_cut_anywhere_is_still_words)
{
	size_t n = strlen(cases[_i].text);
	char *copy;

	for (size_t cut = 0; cut <= n; cut++) {
		copy = malloc(cut + 1);		/* so that reading past the end is seen */
		ck_assert_ptr_nonnull(copy);
		memcpy(copy, cases[_i].text, cut);
		(void)fold(copy, cut);
		free(copy);
	}
}
END_TEST

START_TEST(each_letter_knows_where_it_begins)
{
	static const char text[] = "  k\xcc\x81n\xc3\xaf-f\xef\xbd\x85 ";
	static const uint16_t from[] = { 0, 3, 4, 6, 7, 8 };
	struct normaliser n;
	struct folded w;

	normalise_start(&n, &folder, span_of(text));
	ck_assert(normalise_next(&n, &w));
	ck_assert_str_eq(w.text, "kni-fe");
	ck_assert(w.signs);
	ck_assert_uint_eq(w.at, 2);
	ck_assert_uint_eq(w.end, 13);
	for (size_t i = 0; i < w.n; i++)
		ck_assert_uint_eq(w.from[i], from[i]);
}
END_TEST

START_TEST(a_word_of_policy_is_one_word_without_signs)
{
	struct folded w;

	ck_assert(normalise_word(&folder, span_of(" D\xc3\xa9" "but's "), &w));
	ck_assert_str_eq(w.text, "debuts");
	ck_assert(normalise_word(&folder, span_of("\xf0\x9f\x94\xaa\xef\xb8\x8f"), &w));
	ck_assert_str_eq(w.text, "u1f52a");
	ck_assert(!normalise_word(&folder, span_of(""), &w));
	ck_assert(!normalise_word(&folder, span_of("two words"), &w));
	ck_assert(!normalise_word(&folder, span_of("self-harm"), &w));
	ck_assert(!normalise_word(&folder, span_of("\xe5\x88\x80"), &w));
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("normalise");
	TCase *c = tcase_create("normalise");

	tcase_add_unchecked_fixture(c, load, NULL);
	tcase_add_loop_test(c, text_is_folded, 0, CASES);
	tcase_add_loop_test(c, text_that_is_cut_anywhere_is_still_words, 0, CASES);
	tcase_add_test(c, each_letter_knows_where_it_begins);
	tcase_add_test(c, a_word_of_policy_is_one_word_without_signs);
	suite_add_tcase(s, c);
	return s;
}
