/* test_triage_properties.c: what holds for every report, tried on the labelled ones of policy/examples/ under the
 * tree's own policy: what is added never lowers a band, and who somebody is changes nothing. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "json.h"
#include "rules.h"
#include "run.h"

enum { REPORTS_MAX = 20 * 1000, REPORTS_LEAST = 1000, TEXT_MAX = LIMIT_TEXT };
/* Every so many reports are tried, to stay quick under the sanitizers. */
enum { EVERY_FOR_SENTENCES = 53, EVERY_FOR_ANSWERS = 37, EVERY_FOR_LISTS = 3, EVERY_FOR_PAIRS = 9, EVERY_TOLD = 20 };

struct report_line { json_t *v; struct span text; struct answers answers; struct decision d; };

static struct triage *triage;
static struct report_line reports[REPORTS_MAX];
static size_t n_reports;

static struct decision
decide(struct span text, const struct answers *a)
{
	struct decision d;

	triage_decide(triage, text, a, &d);
	return d;
}

static void
read_line(const char *line, size_t n)
{
	struct report_line *r = &reports[n_reports++];
	struct field_fault fault;
	char why[JSON_FAULT];

	ck_assert_uint_le(n_reports, REPORTS_MAX);
	ck_assert_msg(json_read((struct span){ (const uint8_t *)line, n }, &r->v, why) == GW_OK, "%s", why);
	r->text = json_text(r->v, "text");
	ck_assert_int_eq(answers_read(json_object_get(r->v, "answers"), &r->answers, &fault), GW_OK);
	r->d = decide(r->text, &r->answers);
}

static int
is_reports(const struct dirent *entry)
{
	return strstr(entry->d_name, ".jsonl") != NULL;
}

static void
load(void)
{
	struct dirent **names;
	int n = scandir("policy/examples", &names, is_reports, alphasort);
	char path[512], *line = NULL;
	size_t room = 0;

	ck_assert_int_eq(triage_load("policy", stderr, &triage), GW_OK);
	ck_assert_int_gt(n, 0);
	for (int i = 0; i < n; i++) {
		FILE *f;
		ssize_t got;

		snprintf(path, sizeof path, "policy/examples/%s", names[i]->d_name);
		ck_assert_ptr_nonnull(f = fopen(path, "re"));
		while ((got = getline(&line, &room, f)) > 0)
			read_line(line, (size_t)got);
		fclose(f);
		free(names[i]);
	}
	free(line);
	free(names);
	ck_assert_uint_ge(n_reports, REPORTS_LEAST);
}

static void
unload(void)
{
	for (size_t i = 0; i < n_reports; i++)
		json_decref(reports[i].v);
	triage_free(triage);
}

static const char *
id_of(const struct report_line *r)
{
	return json_string_value(json_object_get(r->v, "id"));
}

/* --- what is added --- */

static const char *const alarming[] = {
	"He has a knife in his bag right now", "They are going to stab him after school today",
	"she wants to kill herself tonight", "i wanna kms", "mans got a shank on him bare peak",
	"they was selling a ramsey last month", "he raped her at a party in july", "My stepdad hits me with a belt",
	"They robbed me by the park", "My friend is missing", "He has taken an overdose",
};
/* No rule knows these, or need know them: the second reader may. */
static const char *const sensed[] = {
	"There is blood all down the stairs and he is not answering",
	"They held him down behind the shops and kicked his head and now he wont wake up",
	"He grips her throat when he is drunk and says he will finish her and the baby",
	"she has saved up the tablets and says goodbye to everyone and it will be tonight",
	"two men put him in the boot of a car and he is not answering",
};
enum { ALARMING = sizeof alarming / sizeof alarming[0], SENSED = sizeof sensed / sizeof sensed[0] };

/* Where the next sentence begins, from which on there is another; 0 when there is none. */
static size_t
next_sentence(struct span text, size_t from)
{
	for (size_t i = from; i + 2 < text.n; i++)
		if (text.p[i] == '\n' || (text.p[i] == '.' && text.p[i + 1] == ' '))
			return i + (text.p[i] == '\n' ? 1 : 2);
	return 0;
}

/* The text with words, and what ends them, put in at a place. */
static struct span
insert(struct span text, size_t at, const char *before, const char *words, const char *after, char *out)
{
	int n = snprintf(out, TEXT_MAX, "%.*s%s%s%s%.*s", (int)at, (const char *)text.p, before, words, after,
	    (int)(text.n - at), (const char *)text.p + at);

	ck_assert(n > 0 && n < TEXT_MAX);
	return (struct span){ (const uint8_t *)out, (size_t)n };
}

static void
is_no_lower(const struct report_line *r, struct span text, enum band least)
{
	struct decision d = decide(text, &r->answers);

	ck_assert_msg(d.band >= r->d.band, "%s: %s, and now %s: %.*s", id_of(r), band_code(r->d.band),
	    band_code(d.band), (int)text.n, (const char *)text.p);
	ck_assert_msg(d.band >= least, "%s: %s, less than what was added: %.*s", id_of(r), band_code(d.band),
	    (int)text.n, (const char *)text.p);
}

static void
add_before_and_after(const struct report_line *r, const char *added, enum band least)
{
	char text[TEXT_MAX];

	is_no_lower(r, insert(r->text, 0, "", added, ". ", text), least);
	is_no_lower(r, insert(r->text, 0, "", added, "\n", text), least);
	is_no_lower(r, insert(r->text, r->text.n, ". ", added, ".", text), least);
	is_no_lower(r, insert(r->text, r->text.n, "\n", added, "", text), least);
}

static void
add_between(const struct report_line *r, const char *added, enum band least)
{
	char text[TEXT_MAX];

	for (size_t at = 0; (at = next_sentence(r->text, at)) != 0; ) {
		is_no_lower(r, insert(r->text, at, "", added, ". ", text), least);
		is_no_lower(r, insert(r->text, at, "", added, "\n", text), least);
	}
}

START_TEST(an_alarming_sentence_never_lowers_a_band)
{
	const struct answers nothing = { .danger_now = DANGER_NOT_SURE };
	struct decision alone;

	triage_decide_by(triage, READER_RULES, span_of(alarming[_i]), &nothing, &alone);
	ck_assert_int_ge(alone.band, BAND_URGENT);
	for (size_t i = (size_t)_i % EVERY_FOR_SENTENCES; i < n_reports; i += EVERY_FOR_SENTENCES) {
		add_before_and_after(&reports[i], alarming[_i], alone.band);
		add_between(&reports[i], alarming[_i], alone.band);
	}
}
END_TEST

/* In the eyes of the second reader, beyond doubt: what it then adds does not take away from anything. What stands apart
 * for it may have stood close enough together for a rule, so it is not put between. */
START_TEST(a_sentence_that_the_second_reader_finds_alarming_never_lowers_a_band)
{
	const struct answers nothing = { .danger_now = DANGER_NOT_SURE };
	size_t beyond_doubt = 0;

	for (size_t s = 0; s < SENSED && triage->reader.weights != NULL; s++) {
		int scores[HEADS];

		lesson_scores(triage, span_of(sensed[s]), &nothing, scores);
		if (scores[HEAD_URGENT] < triage->reader.eagerness.at_least[HEAD_URGENT] + READER_BEYOND_DOUBT)
			continue;
		beyond_doubt++;
		for (size_t i = s; i < n_reports; i += EVERY_FOR_SENTENCES)
			add_before_and_after(&reports[i], sensed[s], BAND_ROUTINE);
	}
	ck_assert(triage->reader.weights == NULL || beyond_doubt > 0);
}
END_TEST

static void
answer_one(const struct report_line *r, struct answers a)
{
	struct decision d = decide(r->text, &a);

	ck_assert_msg(d.band >= r->d.band, "%s: %s, and now %s, by danger %d, when %d, weapon %d, about %d, %s",
	    id_of(r), band_code(r->d.band), band_code(d.band), a.danger_now, a.when, a.weapon, a.about,
	    category_code(a.category));
}

START_TEST(an_answer_never_lowers_a_band)
{
	for (size_t i = 0; i < n_reports; i += EVERY_FOR_ANSWERS) {
		const struct report_line *r = &reports[i];
		struct answers a = r->answers;

		for (int v = DANGER_NOT_SURE; v <= DANGER_YES && r->answers.danger_now == DANGER_NOT_SURE; v++)
			answer_one(r, (a.danger_now = (enum answer_danger)v, a));
		a = r->answers;
		for (int v = WHEN_NOT_SURE; v <= WHEN_NOW && r->answers.when == WHEN_NOT_SURE; v++)
			answer_one(r, (a.when = (enum answer_when)v, a));
		a = r->answers;
		for (int v = WEAPON_NOT_SURE; v <= WEAPON_YES && r->answers.weapon == WEAPON_NOT_SURE; v++)
			answer_one(r, (a.weapon = (enum answer_weapon)v, a));
		a = r->answers;
		for (int v = ABOUT_SOMEONE_ELSE; v <= ABOUT_PLACE_OR_GROUP; v++)
			answer_one(r, (a.about = (enum answer_about)v, a));
		a = r->answers;
		for (int v = CATEGORY_NONE; v < CATEGORY_N && r->answers.category == CATEGORY_NONE; v++)
			answer_one(r, (a.category = (enum category)v, a));
	}
}
END_TEST

START_TEST(a_report_is_decided_the_same_twice)
{
	for (size_t i = n_reports; i-- > 0; ) {
		const struct decision *before = &reports[i].d, again = decide(reports[i].text, &reports[i].answers);

		ck_assert_int_eq(again.band, before->band);
		ck_assert_int_eq(again.category, before->category);
		ck_assert_uint_eq(again.categories, before->categories);
		ck_assert_uint_eq(again.n, before->n);
		ck_assert_mem_eq(again.reason, before->reason, again.n * sizeof again.reason[0]);
	}
}
END_TEST

/* --- who somebody is --- */

static bool
is_letter(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Words that stand by themselves: letters, with no sign or letter of another script beside them. whose: "mum's" is
 * "mum". */
static bool
next_word(struct span text, bool whose, size_t *at, struct span *word)
{
	while (*at < text.n) {
		size_t from = *at, to = from;
		bool alone;

		while (to < text.n && is_letter(text.p[to]))
			to++;
		*at = to > from ? to : from + 1;
		alone = from == 0 || memchr(" \n\"(", text.p[from - 1], 4) != NULL;
		if (to == from || !alone)
			continue;
		if (to == text.n || memchr(" \n,?!", text.p[to], 5) != NULL ||
		    (text.p[to] == '.' && (to + 1 == text.n || text.p[to + 1] <= ' ')) ||
		    (whose && to + 2 < text.n && memcmp(text.p + to, "'s ", 3) == 0)) {
			*word = (struct span){ text.p + from, to - from };
			return true;
		}
	}
	return false;
}

typedef const char *instead_fn(const void *arg, struct span word);

/* The text with other words in place of those that have one; gives how many had. */
static size_t
swap(struct span text, bool whose, instead_fn *instead, const void *arg, char *out, struct span *swapped)
{
	size_t at = 0, copied = 0, n = 0, changed = 0;
	struct span word;

	while (next_word(text, whose, &at, &word)) {
		const char *other = instead(arg, word);
		size_t before = (size_t)(word.p - (text.p + copied));

		if (other == NULL || n + before + strlen(other) + (text.n - at) > TEXT_MAX)
			continue;
		memcpy(out + n, text.p + copied, before);
		memcpy(out + n + before, other, strlen(other));
		n += before + strlen(other);
		copied = at;
		changed++;
	}
	memcpy(out + n, text.p + copied, text.n - copied);
	*swapped = (struct span){ (const uint8_t *)out, n + text.n - copied };
	return changed;
}

static void
is_same(const struct decision *d, const struct decision *e, struct span text, struct span swapped)
{
	ck_assert_msg(d->band == e->band && d->category == e->category && d->categories == e->categories &&
	    d->n == e->n, "%s, %s: %.*s\n%s, %s: %.*s", band_code(d->band), category_code(d->category),
	    (int)text.n, (const char *)text.p, band_code(e->band), category_code(e->category),
	    (int)swapped.n, (const char *)swapped.p);
}

static const struct pair { const char *one, *other; } pairs[] = {
	{ "he", "she" }, { "him", "her" }, { "himself", "herself" }, { "eid", "christmas" },
	{ "mosque", "church" }, { "quran", "bible" }, { "allah", "god" },
	/* sex */
	{ "mum", "dad" }, { "mother", "father" }, { "mums", "dads" }, { "boy", "girl" }, { "boys", "girls" },
	{ "man", "woman" }, { "men", "women" }, { "brother", "sister" }, { "son", "daughter" }, { "uncle", "aunt" },
	{ "nan", "grandad" }, { "stepdad", "stepmum" }, { "boyfriend", "girlfriend" }, { "bf", "gf" },
	{ "husband", "wife" }, { "bloke", "lady" }, { "sir", "miss" }, { "mr", "mrs" }, { "lads", "girls" },
	{ "male", "female" }, { "trans", "female" },
	/* faith */
	{ "muslim", "christian" }, { "jewish", "hindu" }, { "sikh", "catholic" },
	{ "imam", "vicar" }, { "hijab", "turban" },
	/* ethnicity and nationality */
	{ "somali", "romanian" }, { "african", "asian" }, { "pakistani", "british" }, { "albanian", "irish" },
	{ "roma", "scottish" }, { "nigeria", "scotland" }, { "jamaican", "turkish" },
	/* disability */
	{ "autistic", "deaf" }, { "deaf", "dyslexic" }, { "adhd", "disabled" },
	/* whom they love */
	{ "gay", "bisexual" }, { "lesbian", "heterosexual" },
	/* area */
	{ "leyton", "chingford" }, { "walthamstow", "highams" }, { "hackney", "essex" }, { "leeds", "birmingham" },
	/* names */
	{ "ahmed", "kacper" }, { "fatima", "joanna" }, { "mohammed", "oliver" }, { "aisha", "emily" },
	{ "kofi", "jessica" }, { "hussain", "smith" }, { "jermaine", "george" },
};
enum { PAIRS = sizeof pairs / sizeof pairs[0] };
enum { OWN_NOTHING = 7 };	/* the first of them: nobody writes "him's" */

static const char *
the_other_of_a_pair(const void *arg, struct span word)
{
	const struct pair *p = arg;

	return span_is_nocase(word, p->one) ? p->other : span_is_nocase(word, p->other) ? p->one : NULL;
}

START_TEST(a_band_is_the_same_for_one_as_for_the_other)
{
	const struct pair *p = &pairs[_i];
	char one[TEXT_MAX], other[TEXT_MAX];
	struct span word, swapped;

	for (size_t i = (size_t)_i % EVERY_FOR_PAIRS; i < n_reports; i += EVERY_FOR_PAIRS) {
		const struct report_line *r = &reports[i];
		struct decision d;
		size_t at = 0;

		if (swap(r->text, true, the_other_of_a_pair, p, one, &swapped) > 0) {
			d = decide(swapped, &r->answers);
			is_same(&r->d, &d, r->text, swapped);
		}
		/* Few reports have the rarer words: say them in some more. */
		if (i / EVERY_FOR_PAIRS % EVERY_TOLD != 0 || !next_word(r->text, false, &at, &word) ||
		    !next_word(r->text, false, &at, &word))
			continue;
		at = (size_t)(word.p - r->text.p);
		for (int whose = 0; whose < (_i < OWN_NOTHING ? 1 : 2); whose++) {
			const char *after = whose == 0 ? " " : "'s friend ";
			struct span said = insert(r->text, at, "", p->one, after, one);
			struct decision e;

			swapped = insert(r->text, at, "", p->other, after, other);
			d = decide(said, &r->answers);
			e = decide(swapped, &r->answers);
			is_same(&d, &e, said, swapped);
		}
	}
}
END_TEST

/* Every list of words that policy says read alike, or are not read. */
enum { LISTED_MAX = 8 * 1024 };
struct listed { const char *word; const char *next; };	/* the next of the list; of the last, the first */

static struct listed listed[LISTED_MAX];
static size_t n_listed;

static int
by_word(const void *a, const void *b)
{
	return strcmp(((const struct listed *)a)->word, ((const struct listed *)b)->word);
}

/* Longer words of letters alone: what else there is, letters that stand alone change by their neighbours. */
static bool
is_plain(const char *word)
{
	size_t n = strspn(word, "abcdefghijklmnopqrstuvwxyz");

	return n > 1 && word[n] == '\0';
}

static void
read_list(struct yaml_doc *d, yaml_node_t *list)
{
	size_t first = n_listed;
	yaml_node_t *item;

	for (size_t i = 0; (item = yaml_doc_item(d, list, i)) != NULL; i++) {
		if (!is_plain(yaml_doc_text(item)))
			continue;
		ck_assert_uint_lt(n_listed, LISTED_MAX);
		listed[n_listed++].word = yaml_doc_text(item);
	}
	for (size_t i = first; i < n_listed; i++)
		listed[i].next = listed[i + 1 < n_listed ? i + 1 : first].word;
}

static void
read_lists(struct yaml_doc *d)
{
	yaml_node_t *key, *value, *name, *list;

	for (size_t i = 0; yaml_doc_pair(d, yaml_doc_root(d), i, &key, &value); i++)
		for (size_t j = 0; (strcmp(yaml_doc_text(key), "same") == 0 ||
		    strcmp(yaml_doc_text(key), "unread") == 0) && yaml_doc_pair(d, value, j, &name, &list); j++)
			read_list(d, list);
}

/* arg: how many words further on in the list. */
static const char *
another_of_its_list(const void *arg, struct span word)
{
	char text[40] = "";
	const struct listed key = { text, NULL }, *found = NULL;

	if (word.n >= sizeof text)
		return NULL;
	for (size_t i = 0; i < word.n; i++)
		text[i] = (char)(word.p[i] | 0x20);
	found = bsearch(&key, listed, n_listed, sizeof listed[0], by_word);
	for (int further = *(const int *)arg; found != NULL && further > 1; further--)
		found = bsearch(&(const struct listed){ found->next, NULL }, listed, n_listed, sizeof listed[0],
		    by_word);
	return found != NULL ? found->next : NULL;
}

START_TEST(words_of_one_list_give_one_band)
{
	const int further = 1 + _i * 7;
	struct yaml_doc *words, *names;
	char text[TEXT_MAX];
	size_t changed = 0;

	ck_assert_int_eq(yaml_doc_load("policy/triage/words.yaml", stderr, &words), GW_OK);
	ck_assert_int_eq(yaml_doc_load("policy/triage/names.yaml", stderr, &names), GW_OK);
	read_lists(words);
	read_lists(names);
	qsort(listed, n_listed, sizeof listed[0], by_word);
	for (size_t i = (size_t)_i % EVERY_FOR_LISTS; i < n_reports; i += EVERY_FOR_LISTS) {
		struct decision d;
		struct span swapped;
		size_t some = swap(reports[i].text, false, another_of_its_list, &further, text, &swapped);

		if (some == 0)
			continue;
		changed += some;
		d = decide(swapped, &reports[i].answers);
		is_same(&reports[i].d, &d, reports[i].text, swapped);
	}
	ck_assert_uint_ge(changed, n_reports);	/* the test reaches what it is for */
	yaml_doc_free(words);
	yaml_doc_free(names);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("triage_properties");
	TCase *c = tcase_create("triage_properties");

	tcase_add_unchecked_fixture(c, load, unload);
	tcase_set_timeout(c, 120);
	tcase_add_loop_test(c, an_alarming_sentence_never_lowers_a_band, 0, ALARMING);
	tcase_add_test(c, a_sentence_that_the_second_reader_finds_alarming_never_lowers_a_band);
	tcase_add_test(c, an_answer_never_lowers_a_band);
	tcase_add_test(c, a_report_is_decided_the_same_twice);
	tcase_add_loop_test(c, a_band_is_the_same_for_one_as_for_the_other, 0, PAIRS);
	tcase_add_loop_test(c, words_of_one_list_give_one_band, 0, 4);
	suite_add_tcase(s, c);
	return s;
}
