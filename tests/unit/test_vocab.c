/* test_vocab.c: words by number, and the words of rules that an unknown one may be. */
#include <stdio.h>
#include <string.h>

#include "joined.h"
#include "run.h"
#include "vocab.h"

static struct vocab *vocab;
static struct spelling *spelling;
static struct joined joined;

/* The words of rules here, numbers from 1. */
static const char *const words[] = {
	"knife", "shank", "machete", "weapon", "stabbed", "trapping", "stab", "him", "he", "has", "a", "is", "with",
	"i", "b", "pistol", "petrol", "robbed", "at", "school", "kill", "killed", "tram", "piston",
};
enum { WORDS = sizeof words / sizeof words[0] };

static void
load(void)
{
	uint16_t id;

	memset(&joined, 0, sizeof joined);
	ck_assert_int_eq(vocab_new(&vocab), GW_OK);
	ck_assert_int_eq(spelling_new(&spelling), GW_OK);
	for (int i = 0; i < WORDS; i++) {
		ck_assert_int_eq(vocab_add(vocab, words[i], false, &id), GW_OK);
		ck_assert_uint_eq(id, i + 1);
		for (int twice = 0; twice < 2; twice++)
			ck_assert_int_eq(spelling_add(spelling, words[i], id), GW_OK);
		joined_add(&joined, words[i]);
	}
	ck_assert_int_eq(spelling_close(spelling), GW_OK);
}

static void
unload(void)
{
	vocab_free(vocab);
	spelling_free(spelling);
}

static const char *
name_of(uint16_t id)
{
	return id == 0 ? "" : vocab_text(vocab, id);
}

START_TEST(a_word_has_one_number_and_its_text)
{
	uint16_t id, again;

	ck_assert_int_eq(vocab_add(vocab, "gang", false, &id), GW_OK);
	ck_assert_int_eq(vocab_add(vocab, "gang", false, &again), GW_OK);
	ck_assert_uint_eq(id, again);
	ck_assert_uint_eq(vocab_whole(vocab, "gang", 4), id);
	ck_assert_uint_eq(vocab_whole(vocab, "gangs", 5), 0);
	ck_assert_uint_eq(vocab_whole(vocab, "gan", 3), 0);
	ck_assert_uint_eq(vocab_whole(vocab, "", 0), 0);
	ck_assert_str_eq(vocab_text(vocab, id), "gang");
}
END_TEST

START_TEST(stems_stand_for_longer_words_and_for_each_other)
{
	uint16_t sta, stabb, stabbed, id;

	ck_assert_int_eq(vocab_add(vocab, "sta", true, &sta), GW_OK);
	ck_assert_int_eq(vocab_add(vocab, "stabb", true, &stabb), GW_OK);
	ck_assert_int_eq(vocab_add(vocab, "stabbed", false, &stabbed), GW_OK);
	vocab_close(vocab);
	ck_assert_int_eq(vocab_find(vocab, "stabbed", 7, &id), VOCAB_WORD);
	ck_assert_uint_eq(id, stabbed);
	ck_assert_uint_eq(vocab_parent(vocab, id), stabb);
	ck_assert_uint_eq(vocab_parent(vocab, stabb), sta);
	ck_assert_uint_eq(vocab_parent(vocab, sta), 0);
	ck_assert_int_eq(vocab_find(vocab, "stabbing", 8, &id), VOCAB_WORD);
	ck_assert_uint_eq(id, stabb);
	ck_assert_int_eq(vocab_find(vocab, "sta", 3, &id), VOCAB_WORD);
	ck_assert_uint_eq(id, sta);
	ck_assert_int_eq(vocab_find(vocab, "st", 2, &id), VOCAB_UNKNOWN);
	ck_assert_uint_eq(id, 0);
	ck_assert_ptr_null(vocab_text(vocab, sta));
	ck_assert_uint_eq(vocab_whole(vocab, "sta", 3), 0);
}
END_TEST

START_TEST(words_read_alike_or_not_at_all_or_are_just_right)
{
	uint16_t id;

	ck_assert_int_eq(vocab_same(vocab, "nife", 1), GW_OK);
	ck_assert_int_eq(vocab_same(vocab, "nife", 2), GW_ECONFLICT);
	ck_assert_int_eq(vocab_unread(vocab, "nife", 1), GW_ECONFLICT);
	ck_assert_int_eq(vocab_unread(vocab, "leyton", 7), GW_OK);
	ck_assert_int_eq(vocab_same(vocab, "leyton", 1), GW_ECONFLICT);
	ck_assert_int_eq(vocab_right(vocab, "leyton"), GW_OK);
	ck_assert_int_eq(vocab_right(vocab, "shark"), GW_OK);
	ck_assert_int_eq(vocab_right(vocab, "tram"), GW_OK);
	ck_assert_int_eq(vocab_find(vocab, "nife", 4, &id), VOCAB_WORD);
	ck_assert_str_eq(vocab_text(vocab, id), "knife");
	ck_assert_int_eq(vocab_find(vocab, "leyton", 6, &id), VOCAB_UNREAD);
	ck_assert_uint_eq(id, 7);
	ck_assert_uint_eq(vocab_whole(vocab, "leyton", 6), 0);
	ck_assert_int_eq(vocab_add(vocab, "leyton", false, &id), GW_EDENIED);
	ck_assert_uint_eq(id, 7);
	/* And whose something is, but for what is a word. */
	ck_assert_int_eq(vocab_find(vocab, "leytons", 7, &id), VOCAB_UNREAD);
	ck_assert_uint_eq(id, 7);
	ck_assert_int_eq(vocab_add(vocab, "leytons", false, &id), GW_EDENIED);
	ck_assert_uint_eq(id, 7);
	ck_assert_int_eq(vocab_right(vocab, "leytons"), GW_OK);
	ck_assert_int_eq(vocab_find(vocab, "leytons", 7, &id), VOCAB_RIGHT);
	ck_assert_int_eq(vocab_add(vocab, "leytons", false, &id), GW_OK);
	ck_assert_int_eq(vocab_find(vocab, "leytonss", 8, &id), VOCAB_UNKNOWN);
	ck_assert_int_eq(vocab_find(vocab, "tram", 4, &id), VOCAB_WORD);
	ck_assert_int_eq(vocab_find(vocab, "shark", 5, &id), VOCAB_RIGHT);
	ck_assert_uint_eq(id, 0);
	ck_assert_int_eq(vocab_find(vocab, "tram", 4, &id), VOCAB_WORD);
	ck_assert_int_eq(vocab_add(vocab, "shark", false, &id), GW_OK);
	ck_assert_uint_eq(vocab_whole(vocab, "shark", 5), id);
}
END_TEST

START_TEST(twenty_thousand_words_are_found_and_too_many_are_refused)
{
	enum gw_err e = GW_OK;
	char word[16];
	uint16_t id;
	size_t n;

	for (n = 0; e == GW_OK && n < 100 * 1000; n++) {
		snprintf(word, sizeof word, "w%zu", n);
		e = vocab_add(vocab, word, false, &id);
		ck_assert(e != GW_OK || id == n + WORDS + 1);
	}
	ck_assert_int_eq(e, GW_ELIMIT);
	ck_assert_uint_gt(n, 20 * 1000);
	for (size_t i = 0; i + 1 < n; i++) {
		snprintf(word, sizeof word, "w%zu", i);
		ck_assert_uint_eq(vocab_whole(vocab, word, strlen(word)), i + WORDS + 1);
	}
}
END_TEST

static const struct { const char *text, *word; } repairs[] = {
	{ "knif", "" },		/* four letters: too few */
	{ "kife", "" },
	{ "knnife", "knife" }, { "knfie", "knife" }, { "knofe", "knife" }, { "knifes", "knife" }, { "knifr", "knife" },
	{ "knife", "knife" },
	{ "nkife", "" },	/* another first letter */
	{ "mnife", "" },
	{ "knfies", "" },	/* two letters off */
	{ "machte", "machete" }, { "machette", "machete" }, { "mahcete", "machete" }, { "weapom", "weapon" },
	{ "stabed", "stabbed" }, { "traping", "trapping" },
	{ "pistom", "" },	/* pistol or piston? */
	{ "petol", "petrol" },
	{ "tram", "" },
	{ "trams", "" },	/* words of four letters are not guessed */
	{ "kn1fe", "" },
	{ "machetemachetemachete", "" },
};

START_TEST(a_misspelt_word_is_the_only_one_that_it_can_be)
{
	const char *text = repairs[_i].text;

	ck_assert_str_eq(name_of(spelling_repair(spelling, text, strlen(text))), repairs[_i].word);
}
END_TEST

static const struct { const char *text, *word; } starred[] = {
	{ "kn*fe", "knife" }, { "k*ife", "knife" }, { "k**fe", "knife" }, { "st*b", "stab" }, { "k*ll", "kill" },
	{ "w*ap*n", "weapon" }, { "h*m", "" }, { "k***e", "" }, { "kn*fes", "" }, { "*nife", "" }, { "knif*", "" },
	{ "p***ol", "" },
	{ "p*s*ol", "pistol" }, { "pisto*", "" }, { "pist*l", "pistol" }, { "p*st*n", "piston" },
	{ "knife", "" }, { "****", "" }, { "", "" },
};

START_TEST(stars_stand_for_letters_when_one_word_fits)
{
	const char *text = starred[_i].text;

	ck_assert_str_eq(name_of(spelling_starred(spelling, text, strlen(text))), starred[_i].word);
}
END_TEST

static const struct { const char *text, *apart; } together[] = {
	{ "hehasaknife", "he has a knife " }, { "stabhimatschool", "stab him at school " },
	{ "stabbedhim", "stabbed him " },
	{ "killedhim", "killed him " },
	{ "stabhim", "stab him " }, { "aknife", "a knife " },
	{ "hehasaknif", "" },		/* not all of it */
	{ "xhehasaknife", "" },
	{ "heisiahim", "" },		/* no word of four letters */
	{ "heisatschool", "" },		/* half of it is short words */
	{ "knifebbb", "" },		/* "b" is an initial */
	{ "knifeaaa", "" },
	{ "knifewith", "knife with " },
	{ "", "" },
};

START_TEST(words_run_together_come_apart)
{
	struct piece pieces[JOINED_MAX];
	const char *text = together[_i].text;
	size_t n = joined_find(&joined, spelling, text, strlen(text), pieces), at = 0;
	char out[256] = "";

	for (size_t i = 0; i < n; i++) {
		ck_assert_uint_eq(pieces[i].from, at);
		at += pieces[i].n;
		strcat(strcat(out, name_of(pieces[i].id)), " ");
	}
	ck_assert_str_eq(out, together[_i].apart);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("vocab");
	TCase *c = tcase_create("vocab");

	tcase_add_checked_fixture(c, load, unload);
	tcase_add_test(c, a_word_has_one_number_and_its_text);
	tcase_add_test(c, stems_stand_for_longer_words_and_for_each_other);
	tcase_add_test(c, words_read_alike_or_not_at_all_or_are_just_right);
	tcase_add_test(c, twenty_thousand_words_are_found_and_too_many_are_refused);
	tcase_add_loop_test(c, a_misspelt_word_is_the_only_one_that_it_can_be, 0,
	    (int)(sizeof repairs / sizeof repairs[0]));
	tcase_add_loop_test(c, stars_stand_for_letters_when_one_word_fits, 0,
	    (int)(sizeof starred / sizeof starred[0]));
	tcase_add_loop_test(c, words_run_together_come_apart, 0, (int)(sizeof together / sizeof together[0]));
	suite_add_tcase(s, c);
	return s;
}
