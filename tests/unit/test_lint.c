/* test_lint.c: which words of a message get a hint, with the tree's own phrases and with made-up ones. */
#include <stdlib.h>
#include <string.h>

#include "lint.h"
#include "run.h"

enum { SAID = 1024 };

static struct replies *tree;

static void
load(void)
{
	ck_assert_int_eq(replies_load("policy", stderr, &tree), GW_OK);
}

static void
unload(void)
{
	replies_free(tree);
}

/* "promise: I promise; why: why did" */
static const char *
hits_of(const struct replies *r, const char *text)
{
	static char said[SAID];
	struct lint_hit hit[LINT_HITS];
	const size_t n = lint(r, span_of(text), hit);
	size_t used = 0;

	said[0] = '\0';
	for (size_t i = 0; i < n; i++)
		used += (size_t)snprintf(said + used, sizeof said - used, "%s%s: %.*s", i > 0 ? "; " : "",
		    lint_code(hit[i].kind), (int)hit[i].len, text + hit[i].at);
	return said;
}

static const struct { const char *text, *hits; } said[] = {
	/* promises, and what only looks like one */
	{ "We cannot promise to keep this secret", "" },
	{ "We can't promise to keep this secret.", "" },
	{ "We can\xe2\x80\x99t promise you that.", "" },
	{ "We cant promise you that", "" },
	{ "I cannot keep secrets if somebody may be hurt", "" },
	{ "I will never promise to keep it secret", "" },
	{ "We won't be able to keep this secret", "" },
	{ "We are not able to keep it a secret", "" },
	{ "Nobody can promise you that", "" },
	{ "I promise", "promise: I promise" },
	{ "I PROMISE to keep  this\tsecret", "promise: I PROMISE; promise: keep  this\tsecret" },
	{ "This stays between us.", "promise: stays between" },
	{ "this will stay between us", "promise: between us" },
	{ "This stays\nbetween us", "promise: stays\nbetween" },
	{ "Just between you and me", "promise: Just between" },
	{ "I won't tell anyone", "promise: won't tell anyone" },
	{ "I won\xe2\x80\x99t tell anyone", "promise: won\xe2\x80\x99t tell anyone" },
	{ "I wont tell anyone", "promise: wont tell anyone" },
	{ "I will not tell your mum", "promise: not tell your" },
	{ "Nobody will know", "promise: Nobody will know" },
	{ "No one will ever know it was you", "promise: No one will ever know" },
	{ "We can keep your name secret", "promise: keep your name secret" },
	{ "I'll make sure it stops", "promise: I'll make sure" },
	{ "You have my word", "promise: You have my word" },
	{ "Trust me. It is strictly confidential", "promise: Trust me; promise: strictly confidential" },
	{ "You will be safe now", "promise: You will be safe" },
	{ "You won't get into trouble", "promise: won't get into trouble" },
	{ "Don't tell anyone else about this", "promise: Don't tell anyone" },
	{ "You don't have to tell anyone", "" },
	{ "A compromise is a promising start", "" },		/* whole words only */
	/* another clause is another thought */
	{ "We cannot come. I promise", "promise: I promise" },
	{ "Don't worry, I promise", "promise: I promise" },
	{ "I can't say much but I promise", "promise: I promise" },
	{ "Do not be scared because I promise", "promise: I promise" },
	{ "We cannot say more\nI promise", "promise: I promise" },
	{ "We do not know \xe2\x80\x94 I promise", "promise: I promise" },
	{ "We do not know - I promise", "promise: I promise" },
	{ "It is not 3.30 that I promise", "" },			/* a number ends nothing */
	/* a phrase stays in one part of a sentence */
	{ "Keep this. Secret doors are fun", "" },
	{ "Keep this, secret or not", "" },
	{ "keep this\n\nsecret", "" },
	/* why */
	{ "Why did you go there?", "why: Why did" },
	{ "why didn't you tell us?", "why: why didn't" },
	{ "Why were you in the park?", "why: Why were you" },
	{ "Can you tell me why you waited?", "why: why you waited" },
	{ "How come you were out?", "why: How come you" },
	{ "What were you thinking?", "why: What were you thinking" },
	{ "Tell me what happened.", "" },
	{ "That is why we ask.", "" },
	{ "We never ask why did you", "" },
	/* meeting */
	{ "Meet me at the gate at 3.15", "meeting: Meet me" },
	{ "Come to my office after lunch", "meeting: Come to my" },
	{ "Come to the staff office", "meeting: Come to the staff office" },
	{ "see you at 4pm", "meeting: see you at" },
	{ "Come and see me in room 12", "meeting: Come and see me" },
	{ "I'll be in my room, knock on my door", "meeting: I'll be in my; meeting: knock on my" },
	{ "Can we meet tomorrow?", "meeting: Can we meet" },
	{ "Did it happen at school today?", "" },
	{ "I will be in touch here", "" },
	{ "Was it at break or at lunch?", "" },
	{ "We do not ask you to meet us", "" },
	/* blame */
	{ "She put herself at risk", "blame: put herself" },
	{ "He is very streetwise", "blame: streetwise" },
	{ "It was her lifestyle choice", "blame: lifestyle choice" },
	{ "You chose to go with them", "blame: chose to" },
	{ "She is promiscuous", "blame: promiscuous" },
	{ "You should have told us, it was your fault", "blame: should have told; blame: your fault" },
	{ "It was brave, and it is not your fault.", "" },
	{ "He is mature for his age and a gang member", "blame: mature for his age; blame: gang member" },
	/* several kinds, in order of their place */
	{ "Why did you? Meet me at 4. I promise nobody will know. You should know better",
	    "why: Why did; meeting: Meet me; promise: I promise; promise: nobody will know; blame: know better" },
	/* nothing to look at */
	{ "", "" }, { " \n\t ", "" }, { "...", "" }, { "\xff\xc3 promise\xf0\x9f", "" },
	{ "\xf0\x9f\x98\x80 I promise \xf0\x9f\x98\x80", "promise: I promise" },
	{ "\"I promise\"", "promise: I promise" }, { "'I promise'", "promise: I promise" },
};

START_TEST(a_message_gets_the_hints_that_it_should)
{
	ck_assert_msg(strcmp(hits_of(tree, said[_i].text), said[_i].hits) == 0, "%s\nwant %s\ngot  %s", said[_i].text,
	    said[_i].hits, hits_of(tree, said[_i].text));
}
END_TEST

START_TEST(the_longest_phrase_is_the_one_that_is_shown)
{
	struct replies r = { .n_phrases = { [LINT_PROMISE] = 3, [LINT_BLAME] = 1 } };

	strcpy(r.phrase[LINT_PROMISE][0], "a b");
	strcpy(r.phrase[LINT_PROMISE][1], "a b c");
	strcpy(r.phrase[LINT_PROMISE][2], "b c d");
	strcpy(r.phrase[LINT_BLAME][0], "c d");
	ck_assert_str_eq(hits_of(&r, "a b c d"), "promise: a b c; blame: c d");
	ck_assert_str_eq(hits_of(&r, "a b d"), "promise: a b");
	ck_assert_str_eq(hits_of(&r, "a a b a"), "promise: a b");
}
END_TEST

START_TEST(a_star_is_any_one_word)
{
	struct replies r = { .n_phrases = { [LINT_WHY] = 1 } };

	strcpy(r.phrase[LINT_WHY][0], "a * * b");
	ck_assert_str_eq(hits_of(&r, "a x \xc3\xa9 b"), "why: a x \xc3\xa9 b");
	ck_assert_str_eq(hits_of(&r, "a x b"), "");
	ck_assert_str_eq(hits_of(&r, "a x, y b"), "");
}
END_TEST

START_TEST(a_negation_counts_only_before_the_phrase_and_whole)
{
	struct replies r = { .n_phrases = { [LINT_WHY] = 1 }, .n_negations = 2 };

	strcpy(r.phrase[LINT_WHY][0], "not a b");
	strcpy(r.negation[0], "not");
	strcpy(r.negation[1], "won't be able to");
	ck_assert_str_eq(hits_of(&r, "not a b"), "why: not a b");	/* its own first word */
	ck_assert_str_eq(hits_of(&r, "not not a b"), "");
	ck_assert_str_eq(hits_of(&r, "not a b not a b"), "why: not a b");
	ck_assert_str_eq(hits_of(&r, "wont be able to not a b"), "");
	ck_assert_str_eq(hits_of(&r, "wont be able not a b"), "why: not a b");
	ck_assert_str_eq(hits_of(&r, "knot not a b"), "why: not a b");
}
END_TEST

START_TEST(no_more_hits_are_given_than_fit)
{
	struct replies r = { .n_phrases = { [LINT_WHY] = 1, [LINT_BLAME] = 1 } };
	struct lint_hit hit[LINT_HITS + 1];
	char text[LINT_HITS * 4 + 1] = "";

	strcpy(r.phrase[LINT_WHY][0], "ab");
	strcpy(r.phrase[LINT_BLAME][0], "ab");
	for (int i = 0; i < LINT_HITS; i++)
		strcat(text, "ab, ");
	hit[LINT_HITS].len = 99;
	ck_assert_uint_eq(lint(&r, span_of(text), hit), LINT_HITS);
	ck_assert_uint_eq(hit[LINT_HITS].len, 99);
	ck_assert_uint_eq(hit[LINT_HITS - 1].at, 4 * (LINT_HITS / 2 - 1));
}
END_TEST

START_TEST(a_message_as_long_as_one_may_be_is_read_to_its_end)
{
	char *text = malloc(LIMIT_TEXT + 1);
	struct lint_hit hit[LINT_HITS];
	static const char end[] = ". I promise";

	ck_assert_ptr_nonnull(text);
	for (size_t i = 0; i < LIMIT_TEXT; i++)
		text[i] = i % 2 == 0 ? 'w' : ' ';
	memcpy(text + LIMIT_TEXT - (sizeof end - 1), end, sizeof end);
	ck_assert_uint_eq(lint(tree, (struct span){ (const uint8_t *)text, LIMIT_TEXT }, hit), 1);
	ck_assert_uint_eq(hit[0].at + hit[0].len, LIMIT_TEXT);
	ck_assert_uint_eq(lint(tree, (struct span){ (const uint8_t *)text, LIMIT_TEXT - 1 }, hit), 0);
	free(text);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("lint");
	TCase *c = tcase_create("lint");

	tcase_add_checked_fixture(c, load, unload);
	tcase_add_loop_test(c, a_message_gets_the_hints_that_it_should, 0, (int)(sizeof said / sizeof said[0]));
	tcase_add_test(c, the_longest_phrase_is_the_one_that_is_shown);
	tcase_add_test(c, a_star_is_any_one_word);
	tcase_add_test(c, a_negation_counts_only_before_the_phrase_and_whole);
	tcase_add_test(c, no_more_hits_are_given_than_fit);
	tcase_add_test(c, a_message_as_long_as_one_may_be_is_read_to_its_end);
	suite_add_tcase(s, c);
	return s;
}
