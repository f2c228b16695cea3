/* lesson.c: the same words and features as reader.c sees, counted by sentence. */
#include "lesson.h"

#include <stdlib.h>
#include <string.h>

#include "rules.h"
#include "secret.h"
#include "text.h"

_Static_assert((int)LESSON_WORD == WORD_TEXT && (int)LESSON_FEATURES == FEATURES_A_WORD * WORDS_MAX + SIGHTINGS_MAX + 1,
    "lesson.h is what the rooms below have");

void
lesson_words(const struct triage *t, struct span text, lesson_word_fn *each, void *arg)
{
	struct normaliser from;
	struct folded w;
	uint16_t id;

	normalise_start(&from, t->concepts->folder, text);
	while (normalise_next(&from, &w)) {
		enum vocab_known known;
		const char *meant;

		if (w.n == 0 || w.signs)
			continue;
		known = vocab_find(t->concepts->vocab, w.text, w.n, &id);
		meant = known == VOCAB_WORD ? vocab_text(t->concepts->vocab, id) : NULL;
		if (meant != NULL)
			each(arg, meant, strlen(meant));
		else if (known != VOCAB_UNREAD)
			each(arg, w.text, w.n);
	}
	secret_wipe(&w, sizeof w);
	secret_wipe_stack();
}

static int
by_key(const void *a, const void *b)
{
	const struct lesson_feature *x = a, *y = b;

	return x->key < y->key ? -1 : x->key > y->key;
}

/* Sorts the features and makes one of those that are equal: their sentences count together when add is true, and as
 * one when they are of one sentence. */
static size_t
merge(struct lesson_feature *f, size_t n, bool add)
{
	size_t kept = 0;

	qsort(f, n, sizeof *f, by_key);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || f[kept - 1].key != f[i].key)
			f[kept++] = f[i];
		else if (add)
			f[kept - 1].sentences = (uint16_t)(f[kept - 1].sentences + f[i].sentences);
	return kept;
}

size_t
lesson_features(const struct triage *t, struct span text, const struct answers *a, struct lesson_feature *out)
{
	static struct word words[WORDS_MAX];	/* the client has one thread */
	static struct sightings seen;
	struct feature found[FEATURES_A_WORD];
	size_t n_words = text_words(t->concepts, text, words, WORDS_MAX), n = 0, sentence = 0;

	for (size_t i = 0; i < n_words; i++) {
		size_t some = features_of_word(words, i, found);

		if (i > 0 && words[i].sentence != words[i - 1].sentence)
			sentence = n = sentence + merge(out + sentence, n - sentence, false);
		for (size_t f = 0; f < some; f++)
			out[n++] = (struct lesson_feature){ found[f].key, 1 };
	}
	n = sentence + merge(out + sentence, n - sentence, false);
	sightings_find(&seen, t->concepts, words, n_words);
	for (size_t i = 0; i < seen.n; i++)
		out[n++] = (struct lesson_feature){ feature_of_concept(seen.sighting[i].concept), 1 };
	if (feature_of_answers(a) != 0)
		out[n++] = (struct lesson_feature){ feature_of_answers(a), 1 };
	secret_wipe(words, n_words * sizeof words[0]);
	sightings_wipe(&seen);
	secret_wipe_stack();	/* folded words lay there */
	return merge(out, n, true);
}

bool
lesson_feature_text(const struct triage *t, uint64_t key, char text[LESSON_TEXT])
{
	return feature_text(t->concepts, key, text);
}

void
lesson_scores(const struct triage *t, struct span text, const struct answers *a, int scores[HEADS])
{
	static struct word words[WORDS_MAX];
	static struct sightings seen;
	struct reading_matter m = { .words = words, .sightings = &seen };
	struct opinion o = { .score = { 0 } };

	m.n = text_words(t->concepts, text, words, WORDS_MAX);
	sightings_find(&seen, t->concepts, words, m.n);
	if (t->reader.weights != NULL)
		reader_read(&t->reader, &m, a, &o);
	for (int h = 0; h < HEADS; h++)
		scores[h] = o.score[h];
	secret_wipe(words, m.n * sizeof words[0]);
	sightings_wipe(&seen);
	secret_wipe_stack();
}

bool
lesson_only_raises(const struct triage *t, uint64_t key)
{
	return feature_only_raises(t->concepts, key);
}

bool
lesson_is_answer(uint64_t key)
{
	return feature_is_answer(key);
}

bool
lesson_is_concept(uint64_t key)
{
	return feature_is_concept(key);
}
