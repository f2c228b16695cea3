/* test_triage.c: texts and answers to bands with the tree's own policy; evidence points into the original bytes. */
#include <linux/seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "json.h"
#include "run.h"
#include "triage.h"

static struct triage *triage;

static void
load(void)
{
	ck_assert_int_eq(triage_load("policy", stderr, &triage), GW_OK);
}

static void
unload(void)
{
	triage_free(triage);
}

static struct decision
decide(const char *text)
{
	const struct answers nothing = { .danger_now = DANGER_NOT_SURE };
	struct decision d;

	triage_decide_by(triage, READER_RULES, span_of(text), &nothing, &d);
	return d;
}

/* What rules make of a text; what both readers make of many is in test_triage_properties.c and test_learning.py. */
static const struct { const char *text; enum band band; enum category category; } cases[] = {
	{ "he has a knife in his bag at school right now", BAND_IMMEDIATE, CATEGORY_WEAPON },
	{ "a boy brought a nife to school today", BAND_IMMEDIATE, CATEGORY_WEAPON },
	{ "he keeps a shank under his bed", BAND_URGENT, CATEGORY_WEAPON },
	{ "they was selling a ramsey last month", BAND_URGENT, CATEGORY_WEAPON },
	{ "he keeps a kn1fe at home", BAND_URGENT, CATEGORY_WEAPON },
	{ "He Keeps A KNIFEEEE At Home", BAND_URGENT, CATEGORY_WEAPON },
	{ "he sent me \xf0\x9f\x94\xaa and said it is for you", BAND_URGENT, CATEGORY_WEAPON },
	{ "my cousin got stabbed last summer", BAND_URGENT, CATEGORY_VIOLENCE },
	{ "they are going to stab him after school", BAND_IMMEDIATE, CATEGORY_VIOLENCE },
	{ "they robbed me last week by the park", BAND_URGENT, CATEGORY_VIOLENCE },
	{ "he is trapping and they gave him a burner phone", BAND_URGENT, CATEGORY_GANG_EXPLOITATION },
	{ "i wanna kms", BAND_URGENT, CATEGORY_SELF_HARM },
	{ "she said she will unalive herself tonight with pills", BAND_IMMEDIATE, CATEGORY_SELF_HARM },
	{ "she has taken an overdose", BAND_IMMEDIATE, CATEGORY_SELF_HARM },
	{ "my friend didn't come home and nobody knows where she is", BAND_IMMEDIATE, CATEGORY_MISSING },
	{ "he raped her at a party in july", BAND_URGENT, CATEGORY_SEXUAL_HARM },
	{ "my stepdad hits me with a belt", BAND_URGENT, CATEGORY_NEGLECT_ABUSE },
	{ "people keep bullying me in the group chat", BAND_PRIORITY, CATEGORY_BULLYING },
	{ "she cuts herself", BAND_PRIORITY, CATEGORY_SELF_HARM },
	{ "someone keeps calling me a slur", BAND_PRIORITY, CATEGORY_BULLYING },
	{ "the head of year humiliates us, he screams", BAND_PRIORITY, CATEGORY_STAFF_CONCERN },
	/* What goes on while it is written, and what is told of another day. */
	{ "im hiding in the toilets they are outside and wont let me out", BAND_IMMEDIATE, CATEGORY_VIOLENCE },
	{ "ten minutes ago he went over the railings, hes holding on and crying", BAND_IMMEDIATE, CATEGORY_SELF_HARM },
	{ "i can hear him screaming and smashing the door through the wall", BAND_IMMEDIATE, CATEGORY_DOMESTIC_ABUSE },
	{ "hes bleeding and hes not moving, we are in the park", BAND_IMMEDIATE, CATEGORY_VIOLENCE },
	{ "he didnt come home last night and his phone is off", BAND_IMMEDIATE, CATEGORY_MISSING },
	{ "he has something long wrapped in a towel down his trousers and keeps touching it",
	    BAND_URGENT, CATEGORY_WEAPON },
	{ "he works for the olders now and stays out for days", BAND_URGENT, CATEGORY_GANG_EXPLOITATION },
	{ "he is 13 and a man of 27 wants to meet him at a hotel", BAND_URGENT, CATEGORY_SEXUAL_HARM },
	{ "his stepmum beat me with a cable", BAND_URGENT, CATEGORY_NEGLECT_ABUSE },
	{ "i wish i was dead", BAND_URGENT, CATEGORY_SELF_HARM },
	{ "he had been stabbed in the park", BAND_URGENT, CATEGORY_VIOLENCE },
	{ "they keep laughing at me every day and i hide in the toilets", BAND_PRIORITY, CATEGORY_BULLYING },
	{ "he falls asleep in class every day and has no food at home", BAND_PRIORITY, CATEGORY_NEGLECT_ABUSE },
	{ "he said he is going to shoot up the school", BAND_IMMEDIATE, CATEGORY_VIOLENCE },
	{ "he says infidels deserve to die", BAND_URGENT, CATEGORY_RADICALISATION },
	{ "our coach touched me and said it is our secret", BAND_URGENT, CATEGORY_STAFF_CONCERN },
	/* A grave word alone says nothing. */
	{ "there is a knife missing from the cutlery tray", BAND_ROUTINE, CATEGORY_OTHER },
	{ "the gun in the film was so loud", BAND_ROUTINE, CATEGORY_OTHER },
	{ "my mum is going to kill me, i lost my zip card", BAND_ROUTINE, CATEGORY_OTHER },
	{ "the printer is broken right now", BAND_ROUTINE, CATEGORY_OTHER },
	{ "we got slaughtered by the other team, we want to die", BAND_ROUTINE, CATEGORY_OTHER },
	{ "the concert is tonight, will the car park be open", BAND_ROUTINE, CATEGORY_OTHER },
	{ "he told us about county lines in the lesson", BAND_ROUTINE, CATEGORY_OTHER },
	{ "my phone died and the battery is flat", BAND_ROUTINE, CATEGORY_OTHER },
	{ "can we have a lighter bag for pe", BAND_ROUTINE, CATEGORY_OTHER },
	{ "there was a fight over the last doughnut", BAND_ROUTINE, CATEGORY_OTHER },
	{ "she scratches her arm, she does not want to die", BAND_PRIORITY, CATEGORY_SELF_HARM },
	{ "the man from the shop is fixing the lights", BAND_ROUTINE, CATEGORY_OTHER },
	{ "my mums boyfriend hit her again on friday", BAND_URGENT, CATEGORY_NEGLECT_ABUSE },
	{ "i owe the olders 500 and i got to work it off", BAND_URGENT, CATEGORY_GANG_EXPLOITATION },
	{ "I want to die", BAND_URGENT, CATEGORY_SELF_HARM },
	{ "I will kill you", BAND_URGENT, CATEGORY_VIOLENCE },
	{ "he is going to stab someone", BAND_URGENT, CATEGORY_VIOLENCE },
	{ "my dad rapes me", BAND_URGENT, CATEGORY_SEXUAL_HARM },
	{ "She is not breathing. Thank you.", BAND_IMMEDIATE, CATEGORY_VIOLENCE },
	{ "he pulled a knife on me in the theatre", BAND_URGENT, CATEGORY_WEAPON },
	{ "they are making me sell drugs", BAND_URGENT, CATEGORY_GANG_EXPLOITATION },
	/* What does not raise a band by itself. */
	{ "i want to die of embarrassment", BAND_ROUTINE, CATEGORY_OTHER },
	{ "", BAND_ROUTINE, CATEGORY_OTHER },
	{ "can we have more benches in the yard", BAND_ROUTINE, CATEGORY_OTHER },
	{ "in fortnite he shot me with a shotgun", BAND_ROUTINE, CATEGORY_OTHER },
	{ "we had an assembly about knife crime", BAND_ROUTINE, CATEGORY_OTHER },
	{ "he did not have a knife", BAND_ROUTINE, CATEGORY_OTHER },
	{ "it was only a ruler and people say it was a blade", BAND_ROUTINE, CATEGORY_OTHER },
	{ "we used a knife in food tech to cut onions", BAND_ROUTINE, CATEGORY_OTHER },
	{ "can the lights stay on, we want to shoot hoops", BAND_ROUTINE, CATEGORY_OTHER },
	{ "I was stabbed here in 1994", BAND_ROUTINE, CATEGORY_OTHER },
};

START_TEST(a_text_gets_its_band_and_category)
{
	struct decision d = decide(cases[_i].text);

	ck_assert_msg(d.band == cases[_i].band && d.category == cases[_i].category, "%s: %s %s (%s)", cases[_i].text,
	    band_code(d.band), category_code(d.category), d.n > 0 ? d.reason[0].rule : "");
}
END_TEST

/* The same word hidden behind what NFKC_Casefold and marks undo; the evidence is the original's bytes. */
static const struct { const char *text, *evidence; } written[] = {
	{ "he keeps a knife.", "keeps a knife" },
	{ "\xe2\x80\x9c" "he keeps a kni\xc3\xaf" "FE\xe2\x80\x9d", "keeps a kni\xc3\xaf" "FE" },	/* accent */
	{ "he keeps a \xef\xbd\x8b\xef\xbd\x8e\xef\xbd\x89\xef\xbd\x86\xef\xbd\x85 ok",
	    "keeps a \xef\xbd\x8b\xef\xbd\x8e\xef\xbd\x89\xef\xbd\x86\xef\xbd\x85" },	/* full width */
	{ "he keeps a kn\xe2\x80\x8bife ok", "keeps a kn\xe2\x80\x8bife" },	/* zero width space */
	{ "he keeps a kni\xcc\x81" "fe", "keeps a kni\xcc\x81" "fe" },	/* combining accent */
	{ "he keeps a kni\xef\xac\x81sh knives", "keeps a kni\xef\xac\x81sh knives" },
	{ "\xff\xfe he keeps a \xc3knife", "keeps a \xc3knife" },	/* broken UTF-8 around */
	{ "\xf0\x9f\x98\x80\xf0\x9f\x98\x80 he keeps a zombie knife \xf0\x9f\x98\x80",
	    "keeps a zombie knife" },
};

START_TEST(evidence_points_at_the_words_in_the_original_bytes)
{
	struct decision d = decide(written[_i].text);
	bool found = false;

	for (size_t i = 0; i < d.n; i++)
		if (strcmp(d.reason[i].rule, "weapon.named") == 0) {
			struct span want = span_of(written[_i].evidence);
			struct span got = { (const uint8_t *)written[_i].text + d.reason[i].at, d.reason[i].len };

			ck_assert_uint_le(d.reason[i].at + d.reason[i].len, strlen(written[_i].text));
			ck_assert_msg(span_equal(want, got), "%.*s", (int)got.n, (const char *)got.p);
			found = true;
		}
	ck_assert(found);
}
END_TEST

static const char *const alarming[] = {
	"He has a knife.", "They will stab him after school.", "She wants to kill herself tonight.",
	"In Fortnite he shot me.", "He did not have a knife.", "We had an assembly about drugs.",
	"It turned out it was only a toy.", "My friend is missing.",
};
enum { ALARMING = sizeof alarming / sizeof alarming[0], CASES = sizeof cases / sizeof cases[0] };

START_TEST(adding_a_sentence_never_lowers_a_band)
{
	enum band alone = decide(cases[_i].text).band;
	char text[1024];

	for (int j = 0; j < ALARMING; j++) {
		snprintf(text, sizeof text, "%s. %s", cases[_i].text, alarming[j]);
		ck_assert_msg(decide(text).band >= alone, "%s", text);
		ck_assert_msg(decide(text).band >= decide(alarming[j]).band, "%s", text);
		snprintf(text, sizeof text, "%s\n%s", alarming[j], cases[_i].text);
		ck_assert_msg(decide(text).band >= alone, "%s", text);
	}
}
END_TEST

static void
for_each_answer(struct span text, enum band alone)
{
	struct answers a;
	struct decision d;

	for (int i = 0; i < 3 * 5 * 3 * 3; i++)
		for (int c = CATEGORY_NONE; c < CATEGORY_N; c++) {
			a = (struct answers){ (enum answer_danger)(i % 3), (enum answer_when)(i / 3 % 5),
				(enum answer_weapon)(i / 15 % 3), (enum answer_about)(i / 45), (enum category)c };
			triage_decide(triage, text, &a, &d);
			ck_assert_int_ge(d.band, alone);
			if (a.danger_now == DANGER_YES)
				ck_assert_int_eq(d.band, BAND_IMMEDIATE);
			if (a.weapon == WEAPON_YES)
				ck_assert_int_ge(d.band, BAND_URGENT);
			if (c == CATEGORY_STAFF_CONCERN)
				ck_assert((d.categories >> CATEGORY_STAFF_CONCERN & 1) != 0);
		}
}

START_TEST(answers_raise_a_band_and_never_lower_it)
{
	for_each_answer(span_of(cases[_i].text), decide(cases[_i].text).band);
}
END_TEST

START_TEST(every_band_above_routine_has_a_reason_with_the_standards_line)
{
	for (int i = 0; i < CASES; i++) {
		struct decision d = decide(cases[i].text);

		ck_assert(d.band == BAND_ROUTINE || d.n > 0);
		ck_assert(d.n == 0 || d.reason[0].band == d.band);
		for (size_t j = 0; j < d.n; j++) {
			ck_assert_uint_gt(strlen(d.reason[j].why), 0);
			ck_assert(j == 0 || d.reason[j].band <= d.reason[j - 1].band);
		}
	}
}
END_TEST

START_TEST(the_longest_text_is_read_to_its_end)
{
	static const char tail[] = " he has a knife";
	const struct answers nothing = { .danger_now = DANGER_NOT_SURE };
	char *text = malloc(LIMIT_TEXT);
	struct decision d;

	ck_assert_ptr_nonnull(text);
	for (int i = 0; i < LIMIT_TEXT; i++)
		text[i] = i % 2 == 0 ? 'x' : ' ';
	memcpy(text + LIMIT_TEXT - (sizeof tail - 1), tail, sizeof tail - 1);
	triage_decide(triage, (struct span){ (const uint8_t *)text, LIMIT_TEXT }, &nothing, &d);
	ck_assert_int_ge(d.band, BAND_URGENT);
	ck_assert_uint_eq(d.reason[0].at + d.reason[0].len, LIMIT_TEXT);
	free(text);
}
END_TEST

START_TEST(a_flood_of_alarming_words_stays_within_the_reasons)
{
	static const char words[] = "knife gun stab kill rape suicide overdose missing now today weed fight bully ";
	const struct answers all = { DANGER_YES, WHEN_NOW, WEAPON_YES, ABOUT_ME, CATEGORY_STAFF_CONCERN };
	char *text = malloc(LIMIT_TEXT);
	struct decision d;

	ck_assert_ptr_nonnull(text);
	for (size_t i = 0; i < LIMIT_TEXT; i++)
		text[i] = words[i % (sizeof words - 1)];
	triage_decide(triage, (struct span){ (const uint8_t *)text, LIMIT_TEXT }, &all, &d);
	ck_assert_uint_le(d.n, LIMIT_REASONS);
	ck_assert_int_eq(d.band, BAND_IMMEDIATE);
	free(text);
}
END_TEST

START_TEST(a_process_that_may_open_nothing_still_triages)
{
	pid_t child = fork();
	int status;

	ck_assert_int_ge(child, 0);
	if (child == 0) {
		/* Strict seccomp: read, write and exit are all that is left; any open or allocation is death. */
		if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT) != 0)
			_exit(1);
		for (size_t i = 0; i < sizeof written / sizeof written[0]; i++)
			if (decide(written[i].text).band < BAND_URGENT)
				syscall(SYS_exit, 2);
		syscall(SYS_exit, 0);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "status %d", status);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("triage");
	TCase *c = tcase_create("triage");

	tcase_add_unchecked_fixture(c, load, unload);
	tcase_set_timeout(c, 60);
	tcase_add_loop_test(c, a_text_gets_its_band_and_category, 0, CASES);
	tcase_add_loop_test(c, evidence_points_at_the_words_in_the_original_bytes, 0,
	    (int)(sizeof written / sizeof written[0]));
	tcase_add_loop_test(c, adding_a_sentence_never_lowers_a_band, 0, CASES);
	tcase_add_loop_test(c, answers_raise_a_band_and_never_lower_it, 0, CASES);
	tcase_add_test(c, every_band_above_routine_has_a_reason_with_the_standards_line);
	tcase_add_test(c, the_longest_text_is_read_to_its_end);
	tcase_add_test(c, a_flood_of_alarming_words_stays_within_the_reasons);
	tcase_add_test(c, a_process_that_may_open_nothing_still_triages);
	suite_add_tcase(s, c);
	return s;
}
