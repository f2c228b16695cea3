/* test_reader.c: the second reader over a small policy: what it adds up, when it speaks, and what that does to the
 * decision of the rules. */
#include <stdio.h>
#include <string.h>

#include "run.h"
#include "small.h"
#include "text.h"

static const char policy[] =
    "version: small\n"
    "concepts: { blade: [knife], mood: [lonely, so alone], gone: [gone], dark: [dark] }\n"
    "unread: { names: [ahmed] }\n"
    "rules:\n"
    "  - { id: answer.danger, band: immediate, category: other, why: asked, answers: { danger_now: 'yes' } }\n"
    "  - { id: answer.weapon, band: urgent, category: weapon, why: asked, answers: { weapon: 'yes' } }\n"
    "  - { id: blade.seen, band: urgent, category: weapon, why: a knife, all_of: [blade] }\n"
    "  - { id: low.mood, band: priority, category: mental_health, why: low mood, all_of: [mood] }\n"
    "  - { id: gone.late, band: immediate, category: missing, why: gone, all_of: [gone, dark], within: 4 }\n"
    "second_reader:\n"
    "  priority: { at_least: %d, why: reads as priority }\n"
    "  urgent: { at_least: %d, why: reads as urgent }\n"
    "  immediate: { at_least: %d, why: reads as immediate }\n";

static const char weights[] =
    "second reader 1\n"
    "*\t10\t20\t30\tweapon=5\tstaff_concern=-100\n"
    "blood\t200\t300\t100\tviolence=400\n"
    "bloo*\t7\t0\t0\n"
    "stairs\t0\t40\t-20\n"
    "the stairs\t1\t2\t3\n"
    "on the stairs\t1000\t2000\t4000\tviolence=1\n"
    "=blade\t60\t70\t80\tweapon=900\n"
    "knife\t0\t0\t5\n"
    "lamp\t-300\t-600\t-900\tcommunity=500\n"
    "calm\t-10\t-5000\t-5000\n"
    "dread\t0\t3480\t-6000\n"		/* with the constant just 3000 above 500 */
    "gloom\t0\t3479\t-6000\n"
    "riot\t0\t0\t0\tviolence=20000\n"
    "bully\t300\t0\t0\tbullying=800\n"
    "sir\t0\t0\t0\tstaff_concern=101\n"
    "coach\t0\t0\t0\tstaff_concern=100\n"
    "one\t0\t0\t1001\n"
    "two\t0\t0\t1002\n"
    "three\t0\t0\t1003\n"
    "four\t0\t0\t1004\n"
    "five\t0\t0\t1005\n"
    "@past\t1\t2\t3\n"
    "@now\t5\t15\t500\n";

static struct triage *triage;

static void
load_at(int priority, int urgent, int immediate)
{
	char text[2048];

	ck_assert_int_lt(snprintf(text, sizeof text, policy, priority, urgent, immediate), (int)sizeof text);
	ck_assert_int_eq(small_load(text, weights, stderr, &triage), GW_OK);
}

static void
load(void)
{
	load_at(100, 500, 900);
}

static void
unload(void)
{
	triage_free(triage);
}

/* alarming: sentences in which a rule fires, as bits from the first. */
static struct opinion
read_alarmed(const char *text, enum answer_when when, unsigned alarming)
{
	static struct word words[WORDS_MAX];
	static struct sightings seen;
	static bool alarmed[WORDS_MAX];
	const struct answers a = { .when = when };
	struct reading_matter m = { .words = words, .sightings = &seen, .alarming = alarmed };
	struct opinion o;

	m.n = text_words(triage->concepts, span_of(text), words, WORDS_MAX);
	sightings_find(&seen, triage->concepts, words, m.n);
	for (size_t i = 0; i < m.n; i++)
		alarmed[i] = (alarming >> words[i].sentence & 1) != 0;
	reader_read(&triage->reader, &m, &a, &o);
	return o;
}

static const struct { const char *text; enum answer_when when; unsigned alarming; int score[HEADS]; } scores[] = {
	{ "", WHEN_NOT_SURE, 0, { 0, 0, 0 } },	/* silent, and so without the constants */
	{ "zzz", WHEN_NOT_SURE, 0, { 0, 0, 0 } },
	{ "sir", WHEN_NOT_SURE, 0, { 10, 20, 30 } },
	{ "blood", WHEN_NOT_SURE, 0, { 217, 320, 130 } },
	{ "BLOOD!", WHEN_NOT_SURE, 0, { 217, 320, 130 } },
	{ "zzz blood zzz blood blood", WHEN_NOT_SURE, 0, { 217, 320, 130 } },	/* once a sentence */
	{ "blood. blood", WHEN_NOT_SURE, 0, { 424, 620, 230 } },
	{ "blood\nblood; blood", WHEN_NOT_SURE, 0, { 631, 920, 330 } },
	{ "bloom", WHEN_NOT_SURE, 0, { 17, 20, 30 } },		/* its beginning alone */
	{ "stairs", WHEN_NOT_SURE, 0, { 10, 60, 10 } },
	{ "the stairs", WHEN_NOT_SURE, 0, { 11, 62, 13 } },
	{ "on the stairs", WHEN_NOT_SURE, 0, { 1011, 2062, 4013 } },
	{ "on. the stairs", WHEN_NOT_SURE, 0, { 11, 62, 13 } },	/* no run goes over a sentence's end */
	{ "on zzz the stairs", WHEN_NOT_SURE, 0, { 11, 62, 13 } },
	{ "on ahmed the stairs", WHEN_NOT_SURE, 0, { 1011, 2062, 4013 } },	/* unread: as if not there */
	{ "on ahmed's the stairs", WHEN_NOT_SURE, 0, { 1011, 2062, 4013 } },
	{ "ahmed", WHEN_NOT_SURE, 0, { 0, 0, 0 } },
	{ "knife", WHEN_NOT_SURE, 0, { 70, 90, 115 } },		/* the word and its concept */
	{ "knife and knives and a kn1fe", WHEN_NOT_SURE, 0, { 70, 90, 115 } },
	{ "lamp", WHEN_NOT_SURE, 0, { -290, -580, -870 } },
	{ "zzz", WHEN_NOW, 0, { 0, 0, 0 } },
	{ "sir", WHEN_NOW, 0, { 15, 35, 530 } },
	{ "sir", WHEN_PAST, 0, { 11, 22, 33 } },
	{ "sir", WHEN_SOON, 0, { 10, 20, 30 } },		/* nothing learned of it */
	{ "blood", WHEN_NOW, 0, { 222, 335, 630 } },
	/* What an alarming sentence would take away is not taken, head by head; what it adds is added. */
	{ "blood. calm", WHEN_NOT_SURE, 0, { 207, -4680, -4870 } },
	{ "blood. calm", WHEN_NOT_SURE, 2, { 217, 320, 130 } },
	{ "calm. blood", WHEN_NOT_SURE, 1, { 217, 320, 130 } },
	{ "blood. stairs", WHEN_NOT_SURE, 2, { 217, 360, 130 } },
	{ "blood. calm", WHEN_NOT_SURE, 1, { 207, -4680, -4870 } },	/* the other one is */
	{ "calm. blood. calm", WHEN_NOT_SURE, 5, { 217, 320, 130 } },
	/* Unless there is nothing else: then the best of them. */
	{ "calm", WHEN_NOT_SURE, 1, { 0, -4980, -4970 } },
	{ "calm. calm lamp", WHEN_NOT_SURE, 3, { 0, -4980, -4970 } },
	{ "calm lamp. calm", WHEN_NOT_SURE, 3, { 0, -4980, -4970 } },
	/* Beyond doubt by itself. */
	{ "blood. dread", WHEN_NOT_SURE, 0, { 217, 3800, 130 } },
	{ "blood. gloom", WHEN_NOT_SURE, 0, { 217, 3799, -5870 } },
};

START_TEST(a_score_is_the_sum_of_what_is_known_once_a_sentence)
{
	struct opinion o = read_alarmed(scores[_i].text, scores[_i].when, scores[_i].alarming);

	for (int h = 0; h < HEADS; h++)
		ck_assert_msg(o.score[h] == scores[_i].score[h], "%s: %d, %d, %d", scores[_i].text, o.score[0],
		    o.score[1], o.score[2]);
}
END_TEST

START_TEST(what_lesson_h_shows_is_what_the_reader_sees)
{
	int shown[HEADS];

	for (size_t i = 0; i < sizeof scores / sizeof scores[0]; i++) {
		const struct answers a = { .when = scores[i].when };

		lesson_scores(triage, span_of(scores[i].text), &a, shown);
		ck_assert(scores[i].alarming != 0 || memcmp(shown, scores[i].score, sizeof shown) == 0);
	}
}
END_TEST

/* "blood" has the scores 217, 320 and 130. */
static const struct { int at_least[HEADS]; enum band band; } boundaries[] = {
	{ { 217, 9999, 9999 }, BAND_PRIORITY },
	{ { 218, 9999, 9999 }, BAND_ROUTINE },
	{ { 217, 320, 9999 }, BAND_URGENT },
	{ { 217, 321, 9999 }, BAND_PRIORITY },
	{ { 217, 320, 130 }, BAND_IMMEDIATE },
	{ { 217, 320, 131 }, BAND_URGENT },
	{ { 9999, 9999, 130 }, BAND_IMMEDIATE },	/* the highest that is reached, whatever the others say */
	{ { 9999, 320, 9999 }, BAND_URGENT },
};

START_TEST(it_speaks_from_at_least_on)
{
	const int *at_least = boundaries[_i].at_least;
	static const char *const rules[] = { "", "second_reader.priority", "second_reader.urgent",
		"second_reader.immediate" };
	const struct answers nothing = { .danger_now = DANGER_NOT_SURE };
	struct decision d;

	triage_free(triage);
	load_at(at_least[0], at_least[1], at_least[2]);
	ck_assert_int_eq(read_alarmed("blood", WHEN_NOT_SURE, 0).band, boundaries[_i].band);
	triage_decide(triage, span_of("blood"), &nothing, &d);
	ck_assert_int_eq(d.band, boundaries[_i].band);
	ck_assert_uint_eq(d.n, d.band == BAND_ROUTINE ? 0 : 1);
	ck_assert(d.n == 0 || strcmp(d.reason[0].rule, rules[d.band]) == 0);
	ck_assert(d.n == 0 || (strncmp(d.reason[0].why, "reads as ", 9) == 0 &&
	    strcmp(d.reason[0].why + 9, band_code(d.band)) == 0));
}
END_TEST

START_TEST(it_is_silent_on_what_it_knows_nothing_of)
{
	triage_free(triage);
	load_at(-20000, -20000, -20000);
	ck_assert_int_eq(read_alarmed("", WHEN_NOW, 0).band, BAND_ROUTINE);
	ck_assert_int_eq(read_alarmed("zzz ahmed zzzzzz 4", WHEN_NOW, 0).band, BAND_ROUTINE);
	ck_assert_int_eq(read_alarmed("lamp", WHEN_NOT_SURE, 0).band, BAND_IMMEDIATE);
}
END_TEST

#define NOTHING { .danger_now = DANGER_NOT_SURE }

static const struct {
	const char *text;
	struct answers answers;
	enum band band;
	enum category category;
	uint32_t also;			/* categories besides */
	const char *rule;		/* the first reason's */
} decisions[] = {
	{ "zzz", NOTHING, BAND_ROUTINE, CATEGORY_OTHER, 0, "" },
	/* It has a say in the main category, whatever the band, and so have rules; theirs stay with it. */
	{ "lamp", NOTHING, BAND_ROUTINE, CATEGORY_COMMUNITY, 0, "" },
	{ "lonely, blood", NOTHING, BAND_PRIORITY, CATEGORY_MENTAL_HEALTH, 0, "low.mood" },
	{ "lonely, riot", NOTHING, BAND_PRIORITY, CATEGORY_VIOLENCE, 1 << CATEGORY_MENTAL_HEALTH, "low.mood" },
	{ "bully", { .danger_now = DANGER_YES }, BAND_IMMEDIATE, CATEGORY_BULLYING, 1 << CATEGORY_OTHER,
	    "answer.danger" },
	{ "zzz", { .danger_now = DANGER_YES }, BAND_IMMEDIATE, CATEGORY_OTHER, 0, "answer.danger" },
	/* It raises. */
	{ "on the stairs", NOTHING, BAND_IMMEDIATE, CATEGORY_WEAPON, 0,
	    "second_reader.immediate" },	/* weapon=5 of the constants, violence=1 */
	{ "blood on the stairs", NOTHING, BAND_IMMEDIATE, CATEGORY_VIOLENCE, 0,
	    "second_reader.immediate" },
	{ "lonely. blood. blood", NOTHING, BAND_URGENT, CATEGORY_MENTAL_HEALTH, 0, "second_reader.urgent" },
	/* It never lowers what rules or answers say. */
	{ "knife", NOTHING, BAND_URGENT, CATEGORY_WEAPON, 0, "blade.seen" },
	{ "a knife. lamp. calm. blood", NOTHING, BAND_URGENT, CATEGORY_WEAPON, 0,
	    "blade.seen" },
	{ "calm lamp", { .weapon = WEAPON_YES }, BAND_URGENT, CATEGORY_WEAPON, 0, "answer.weapon" },
	{ "calm lamp", { .danger_now = DANGER_YES }, BAND_IMMEDIATE, CATEGORY_COMMUNITY, 1 << CATEGORY_OTHER,
	    "answer.danger" },
	/* What the form says of when raises. */
	{ "one", NOTHING, BAND_IMMEDIATE, CATEGORY_WEAPON, 0,
	    "second_reader.immediate" },
	{ "blood. blood. blood", NOTHING, BAND_URGENT, CATEGORY_VIOLENCE, 0,
	    "second_reader.urgent" },
	{ "blood. blood. blood. blood", { .when = WHEN_NOW }, BAND_IMMEDIATE, CATEGORY_VIOLENCE, 0,
	    "second_reader.immediate" },
	/* What a rule wants close together, an alarming sentence does not part; any other does, and parts phrases. */
	{ "gone after dark", NOTHING, BAND_IMMEDIATE, CATEGORY_MISSING, 0, "gone.late" },
	{ "gone. he saw that there was nothing. dark", NOTHING, BAND_ROUTINE, CATEGORY_OTHER, 0, "" },
	{ "gone. he saw that there was a knife. dark", NOTHING, BAND_IMMEDIATE, CATEGORY_MISSING, 1 << CATEGORY_WEAPON,
	    "gone.late" },
	{ "gone and he saw that there was a knife. dark", NOTHING, BAND_IMMEDIATE, CATEGORY_MISSING,
	    1 << CATEGORY_WEAPON, "gone.late" },
	{ "gone and he saw that there was a knife in the dark", NOTHING, BAND_URGENT, CATEGORY_WEAPON, 0,
	    "blade.seen" },
	{ "so alone", NOTHING, BAND_PRIORITY, CATEGORY_MENTAL_HEALTH, 0, "low.mood" },
	{ "so. alone", NOTHING, BAND_ROUTINE, CATEGORY_OTHER, 0, "" },
	/* A member of staff: more likely than not, and only when it speaks. */
	{ "sir", NOTHING, BAND_ROUTINE, CATEGORY_WEAPON, 0, "" },
	{ "sir. blood", NOTHING, BAND_PRIORITY, CATEGORY_VIOLENCE, 1 << CATEGORY_STAFF_CONCERN,
	    "second_reader.priority" },
	{ "coach. blood", NOTHING, BAND_PRIORITY, CATEGORY_VIOLENCE, 0,
	    "second_reader.priority" },
	{ "a knife. sir. blood", NOTHING, BAND_URGENT, CATEGORY_WEAPON,
	    1 << CATEGORY_STAFF_CONCERN, "blade.seen" },
};

START_TEST(it_raises_a_decision_and_never_lowers_it)
{
	struct decision d, alone;

	triage_decide(triage, span_of(decisions[_i].text), &decisions[_i].answers, &d);
	ck_assert_msg(d.band == decisions[_i].band && d.category == decisions[_i].category, "%s: %s %s",
	    decisions[_i].text, band_code(d.band), category_code(d.category));
	ck_assert_uint_eq(d.categories, UINT32_C(1) << d.category | decisions[_i].also);
	ck_assert_str_eq(d.n > 0 ? d.reason[0].rule : "", decisions[_i].rule);
	for (size_t i = 1; i < d.n; i++)
		ck_assert_int_le(d.reason[i].band, d.reason[i - 1].band);
	triage_decide_by(triage, READER_RULES, span_of(decisions[_i].text), &decisions[_i].answers, &alone);
	ck_assert_int_ge(d.band, alone.band);
	ck_assert(alone.n == 0 || (d.categories & alone.categories) == alone.categories);
}
END_TEST

START_TEST(a_report_about_staff_goes_to_the_lado)
{
	const struct answers nothing = { .danger_now = DANGER_NOT_SURE };
	struct decision d;
	struct routing to;

	triage_decide(triage, span_of("sir. blood"), &nothing, &d);
	route_decide(&d, "norlington", &to);
	for (size_t i = 0; i < to.n; i++)
		ck_assert_ptr_null(strstr(to.team[i], "school:"));
	ck_assert_uint_gt(to.n, 0);
}
END_TEST

static const struct { const char *text; size_t n; const char *grounds[READER_GROUNDS]; } grounds[] = {
	{ "the blood and the blood on the stairs", 2, { "on the stairs", "blood" } },	/* "the stairs" is in it */
	{ "\xe2\x80\x9c" "On a\xcc\x81hmed the STAIRS\xe2\x80\x9d, blo\xc3\xb6" "d", 2, { "On a\xcc\x81hmed the STAIRS",
	    "blo\xc3\xb6" "d" } },
	{ "one. two. three. four. five", 4, { "five", "four", "three", "two" } },
	{ "five four three two one", 4, { "five", "four", "three", "two" } },
	{ "one one. one", 2, { "one", "one" } },	/* once in each sentence */
	{ "calm two", 0, { NULL } },
};

START_TEST(its_grounds_are_what_weighed_most_in_the_original_bytes)
{
	const struct answers nothing = { .danger_now = DANGER_NOT_SURE };
	const char *text = grounds[_i].text;
	struct decision d;

	triage_decide(triage, span_of(text), &nothing, &d);
	ck_assert_uint_eq(d.n, grounds[_i].n);
	for (size_t i = 0; i < d.n; i++) {
		struct span got = { (const uint8_t *)text + d.reason[i].at, d.reason[i].len };

		ck_assert_str_eq(d.reason[i].rule, "second_reader.immediate");
		ck_assert_msg(span_is(got, grounds[_i].grounds[i]), "%zu: %.*s", i, (int)got.n, (const char *)got.p);
	}
}
END_TEST

static const struct { const char *added; enum band band; } added[] = {
	{ "calm", BAND_PRIORITY },		/* it may: nothing in it alarms */
	{ "calm lamp knife", BAND_IMMEDIATE },	/* a rule */
	{ "calm lamp knife. lamp. knife calm", BAND_IMMEDIATE },	/* the same again; what is between is little */
	{ "dread", BAND_IMMEDIATE },		/* beyond doubt */
	{ "gloom", BAND_URGENT },		/* not quite */
	{ "dread lamp calm", BAND_PRIORITY },	/* no more */
	{ "dread lamp calm knife", BAND_IMMEDIATE },
};

START_TEST(an_alarming_sentence_takes_nothing_away)
{
	/* Around the sentence; together they read as immediate. */
	static const struct { const char *before, *after; } frames[] = {
		{ "", ". blood on the stairs" }, { "blood on the stairs. ", "" }, { "", "\nblood on the stairs" },
		{ "blood. ", ". on the stairs" }, { "blood!\n", "\non the stairs" },
	};
	const struct answers nothing = { .danger_now = DANGER_NOT_SURE };
	struct decision d;
	char text[256];

	for (size_t i = 0; i < sizeof frames / sizeof frames[0]; i++) {
		snprintf(text, sizeof text, "%s%s%s", frames[i].before, added[_i].added, frames[i].after);
		triage_decide(triage, span_of(text), &nothing, &d);
		ck_assert_msg(d.band == added[_i].band, "%s: %s", text, band_code(d.band));
	}
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("reader");
	TCase *c = tcase_create("reader");

	tcase_add_checked_fixture(c, load, unload);
	tcase_add_loop_test(c, a_score_is_the_sum_of_what_is_known_once_a_sentence, 0,
	    (int)(sizeof scores / sizeof scores[0]));
	tcase_add_test(c, what_lesson_h_shows_is_what_the_reader_sees);
	tcase_add_loop_test(c, it_speaks_from_at_least_on, 0, (int)(sizeof boundaries / sizeof boundaries[0]));
	tcase_add_test(c, it_is_silent_on_what_it_knows_nothing_of);
	tcase_add_loop_test(c, it_raises_a_decision_and_never_lowers_it, 0,
	    (int)(sizeof decisions / sizeof decisions[0]));
	tcase_add_test(c, a_report_about_staff_goes_to_the_lado);
	tcase_add_loop_test(c, its_grounds_are_what_weighed_most_in_the_original_bytes, 0,
	    (int)(sizeof grounds / sizeof grounds[0]));
	tcase_add_loop_test(c, an_alarming_sentence_takes_nothing_away, 0, (int)(sizeof added / sizeof added[0]));
	suite_add_tcase(s, c);
	return s;
}
