/* test_text.c: a report's text as words of a small policy, whichever way it is written; what policy's word lists may
 * not say. */
#include <string.h>

#include "files.h"
#include "run.h"
#include "text.h"
#include "wordlists.h"

enum { K_CONCEPTS, K_SAME, K_UNREAD, K_RIGHT, K_N };

static const struct yaml_key keys[K_N] = {
	[K_CONCEPTS] = { "concepts", YAML_MAP, false, 1, 99 },
	[K_SAME] = { "same", YAML_MAP, false, 1, 99 },
	[K_UNREAD] = { "unread", YAML_MAP, false, 1, 99 },
	[K_RIGHT] = { "spelled_right", YAML_LIST, false, 1, 99 },
};

static const char policy[] =
    "concepts:\n"
    "  blade: [knife, knives, \"\xf0\x9f\x94\xaa\", machete, a blade, pistol]\n"
    "  harm: [stab him, he has a, \"stabb*\", self harm, kill you, kms, robbed, \"315\", rape, sh]\n"
    "  who: [mums boyfriend, mr b, mr k, n, f, e, step dad, stepdad, school, you, tomorrow]\n"
    "same:\n"
    "  him: [him, her]\n"
    "  he: [he, she]\n"
    "  boyfriend: [boyfriend, girlfriend, bf]\n"
    "  tomorrow: [tomorrow, tmrw, 2moro]\n"
    "  you: [you, u]\n"
    "unread:\n"
    "  religion: [muslim, christian]\n"
    "  area: [leyton]\n"
    "spelled_right: [shark pistil, knave knifey]\n";

static struct concepts *concepts;

static enum gw_err
read_policy(const char *text, struct concepts **c)
{
	yaml_node_t *v[K_N];
	struct yaml_doc *d;
	enum gw_err e;

	ck_assert_int_eq(yaml_doc_read(span_of(text), "p.yaml", faults_open(), &d), GW_OK);
	ck_assert_int_eq(yaml_doc_map(d, yaml_doc_root(d), keys, K_N, v), GW_OK);
	ck_assert_int_eq(concepts_new(c), GW_OK);
	if ((e = concepts_name(*c, d, v[K_CONCEPTS], NULL)) == GW_OK &&
	    (e = wordlists_read(*c, d, v[K_SAME], v[K_UNREAD], v[K_RIGHT])) == GW_OK)
		e = concepts_fill(*c, d, v[K_CONCEPTS], NULL);
	yaml_doc_free(d);
	return e;
}

static void
load(void)
{
	ck_assert_int_eq(read_policy(policy, &concepts), GW_OK);
	ck_assert_int_eq(concepts_close(concepts), GW_OK);
	ck_assert_str_eq(faults_text(), "");
	faults_close();
}

static void
unload(void)
{
	concepts_free(concepts);
}

/* The words as policy knows them; "?" is unknown, "*" is known by its stem. */
static const char *
words_of(const char *text)
{
	static char out[1024];
	struct word words[64];
	size_t n = text_words(concepts, span_of(text), words, 64), used = 0;

	out[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		const char *word = words[i].id == 0 ? "?" : vocab_text(concepts->vocab, words[i].id);

		ck_assert_uint_lt(words[i].at, words[i].end);
		ck_assert_uint_le(words[i].end, strlen(text));
		used += (size_t)snprintf(out + used, sizeof out - used, "%s%s", i > 0 ? " " : "",
		    word != NULL ? word : "*");
		ck_assert_uint_lt(used, sizeof out);
	}
	return out;
}

static const struct { const char *text, *words; } cases[] = {
	{ "he has a knife", "he has a knife" },
	{ "his cat saw a knife", "? ? ? a knife" },
	{ "stabbing", "*" },
	/* Words that read alike. */
	{ "She stabbed her. U kill her tmrw", "he * him you kill him tomorrow" },
	{ "my mum's girlfriend, 2moro", "? mums boyfriend tomorrow" },
	/* Words that are not read. */
	{ "stab the muslim", "stab ?" },
	{ "stab Christian him in Leyton", "stab him ?" },
	/* Digits and signs for letters. */
	{ "kn1fe m4chete p1sto1 $tabb3d st@bbed k!ll y0u", "knife machete ? * * kill you" },
	{ "p1stol pisto1", "pistol pistol" },
	{ "315 1994 y10", "315 ? ?" },
	{ "me@stab.you $ @ you@", "? stab you you" },
	/* Letters doubled. */
	{ "knnife machettee kkniffe yyou", "knife machete knife you" },
	{ "knifeeee", "knife" },
	/* Letters apart. */
	{ "a k n i f e", "a knife" },
	{ "k n i f e", "knife" },
	{ "k.n.i.f.e k-n-i-f-e k_n_i_f_e k*n*i*f*e", "knife knife knife knife" },
	{ "he has k n 1 f e you", "he has knife you" },
	{ "he h e h a s a k n i f e", "he he has a knife" },
	{ "n f e x", "n f e ?" },
	{ "a b", "a b" },
	{ "k  n  i  f  e", "k n ? f e" },
	{ "kni-fe kn.ife", "knife knife" },
	{ "self-harm step-dad", "self harm step dad" },
	{ "kni-you", "? you" },
	/* Stars. */
	{ "kn*fe k**fe r*pe kn*ves *knife*", "knife knife rape knives knife" },
	{ "s*x you*stab", "? ? you stab" },
	/* Misspelt. */
	{ "knief machte tomorow boyfreind sckool", "knife machete tomorrow boyfriend school" },
	{ "kinfe shark knave", "knife ? ?" },
	{ "pistil", "?" },
	{ "nkife knive", "? ?" },	/* knife or knives? */
	{ "stabhim", "?" },		/* seven letters are too few to guess */
	/* Run together. */
	{ "hehasaknife stabhimtomorrow", "he has a knife stab him tomorrow" },
	{ "shehasaknife", "he has a knife" },
	/* Emoji. */
	{ "\xf0\x9f\x94\xaa\xef\xb8\x8f you", "u1f52a you" },
	/* Look-alikes together with the rest. */
	{ "\xd0\xba n i f e kn\xd1\x96-f\xd0\xb5", "knife knife" },
	{ "kni\xe5\x88\x80", "?" },
};

START_TEST(text_is_read_as_words_of_policy)
{
	ck_assert_str_eq(words_of(cases[_i].text), cases[_i].words);
}
END_TEST

/* Which bytes a word is, by its place among the words. */
static const struct { const char *text; size_t which; const char *bytes; } bytes[] = {
	{ "a k n i f e you", 0, "a" },		/* the letters are a word and another run together */
	{ "x k-n-i-f-e.", 1, "k-n-i-f-e" },
	{ "k n i f e you", 0, "k n i f e" },
	{ "self-harm", 1, "harm" },
	{ "you st@b-xx", 1, "st@b" },
	{ "x stabhimtomorrow", 2, "stabhimtomorrow" },
	{ "n f e x", 3, "x" },
	{ "x-n-f-z", 2, "f" },
	{ "kn\xd1\x96-f\xd0\xb5 you", 0, "kn\xd1\x96-f\xd0\xb5" },
};

START_TEST(each_word_knows_its_bytes)
{
	struct word words[64];
	size_t n = text_words(concepts, span_of(bytes[_i].text), words, 64), which = bytes[_i].which;
	struct span got;

	ck_assert_uint_lt(which, n);
	got = (struct span){ (const uint8_t *)bytes[_i].text + words[which].at,
		(size_t)(words[which].end - words[which].at) };
	if (_i == 0)
		ck_assert(span_is(got, "a k n i f e"));
	else
		ck_assert_msg(span_is(got, bytes[_i].bytes), "%.*s", (int)got.n, (const char *)got.p);
}
END_TEST

START_TEST(words_are_bounded_by_half_the_text_and_by_max)
{
	static const char *const floods[] = { "a ", "k.", "kni-", "k*", "hehasaknifea ", "aiaiaiaiknife ",
		"\xf0\x9f\x94\xaa", "$a", "stabhimastabhim ", "\xef\xac\x83", "1a!" };
	static struct word words[LIMIT_TEXT];
	static char text[LIMIT_TEXT];
	const struct span all = { (const uint8_t *)text, sizeof text };

	for (size_t i = 0; i < sizeof floods / sizeof floods[0]; i++) {
		for (size_t at = 0; at < sizeof text; at++)
			text[at] = floods[i][at % strlen(floods[i])];
		ck_assert_uint_le(text_words(concepts, all, words, LIMIT_TEXT), LIMIT_TEXT / 2 + 1);
		ck_assert_uint_le(text_words(concepts, all, words, 5), 5);
	}
}
END_TEST

static const struct { const char *policy, *fault; } refused[] = {
	{ "same:\n  a: [one, two]\n  b: [three,\n    two]\n",
	    "p.yaml:4: two: another list of same or unread has it; each word is allowed once\n" },
	{ "same:\n  a: [one, two]\n  b: [two, three]\n",
	    "p.yaml:3: two: another list of same or unread has it" },
	{ "same:\n  a: [one, two, ONE]\n",
	    "p.yaml:2: one: another list of same or unread has it" },
	{ "same:\n  a: [one, two]\nunread:\n  area: [two]\n",
	    "p.yaml:4: two: another list of same or unread has it" },
	{ "unread:\n  area: [x, y]\n  religion: [x]\n",
	    "p.yaml:3: x: another list of same or unread has it" },
	{ "same:\n  a: [one]\n", "p.yaml:2: a: must be a list of 2 words or more\n" },
	{ "same:\n  a: one\n", "p.yaml:2: a: must be a list of 2 words or more\n" },
	{ "unread:\n  area: []\n", "p.yaml:2: area: must be a list of 1 words or more\n" },
	{ "same:\n  a: [one, two three]\n",
	    "p.yaml:2: a: two three: must be one word of letters a to z and digits" },
	{ "same:\n  a: [one, t-shirt]\n",
	    "p.yaml:2: a: t-shirt: must be one word of letters a to z and digits" },
	{ "same:\n  a: [one, [two]]\n", "p.yaml:2: a: : must be one word" },
	{ "unread:\n  area: [\"\xe5\x88\x80\"]\n", "p.yaml:2: area: \xe5\x88\x80: must be one word" },
	{ "spelled_right:\n  - one two\n  - three fo-ur\n",
	    "p.yaml:3: spelled_right: must be words of letters a to z" },
	{ "spelled_right:\n  - [one]\n", "p.yaml:2: spelled_right: must be words with spaces between\n" },
	{ "unread:\n  religion: [muslim]\nconcepts:\n  x: [a boy,\n    A Muslim boy]\n",
	    "p.yaml:5: A Muslim boy: religion: a band may not depend on it\n" },
	{ "unread:\n  area: [leyton]\n  religion: [muslim]\nconcepts:\n  x: [muslim]\n",
	    "p.yaml:5: muslim: religion: a band may not depend on it\n" },
};

START_TEST(a_list_that_cannot_be_is_refused_with_its_line)
{
	struct concepts *c;

	ck_assert_int_eq(read_policy(refused[_i].policy, &c), GW_EINPUT);
	ck_assert_msg(strncmp(faults_text(), refused[_i].fault, strlen(refused[_i].fault)) == 0, "%s", faults_text());
	faults_close();
	concepts_free(c);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("text");
	TCase *c = tcase_create("text");

	tcase_add_unchecked_fixture(c, load, unload);
	tcase_set_timeout(c, 30);
	tcase_add_loop_test(c, text_is_read_as_words_of_policy, 0, (int)(sizeof cases / sizeof cases[0]));
	tcase_add_loop_test(c, each_word_knows_its_bytes, 0, (int)(sizeof bytes / sizeof bytes[0]));
	tcase_add_test(c, words_are_bounded_by_half_the_text_and_by_max);
	tcase_add_loop_test(c, a_list_that_cannot_be_is_refused_with_its_line, 0,
	    (int)(sizeof refused / sizeof refused[0]));
	suite_add_tcase(s, c);
	return s;
}
