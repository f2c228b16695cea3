/* lesson.h: what the second reader sees of a report, for those who teach it ("concern learn"). What it is taught is a
 * file of weights: text lines, tabs between, weights in thousandths of log-odds, and no line but these:
 *   second reader 1
 *   *	59	-24	-206	bullying=-283 ...	the constants: three heads, then categories
 *   had a knife	40	310	275	weapon=800 ...	a feature; other categories: nothing */
#ifndef LESSON_H
#define LESSON_H

#include <stdint.h>

#include "triage.h"

#define LESSON_FIRST_LINE "second reader 1"

enum head { HEAD_PRIORITY, HEAD_URGENT, HEAD_IMMEDIATE, HEADS };	/* is it at least that? */
enum {
	LESSON_WORD = 32,			/* letters of a word */
	LESSON_TEXT = 3 * (LESSON_WORD + 1) + 1,	/* a feature as text, with NUL: three words */
	LESSON_FEATURES = 8 * (LIMIT_TEXT / 2 + 1) + 1,	/* of one report */
	LESSON_WEIGHT = 30000			/* the largest weight, either way */
};

struct lesson_feature { uint64_t key; uint16_t sentences; };	/* in how many sentences of the report */

typedef void lesson_word_fn(void *arg, const char *word, size_t n);
/* The report's words as a vocabulary would hold them: of those that read alike the first, none that is unread. Each has
 * LESSON_WORD letters at most. */
void lesson_words(const struct triage *t, struct span text, lesson_word_fn *each, void *arg);
/* The report's features, each once, in order of their keys; out has room for LESSON_FEATURES. Keys mean the same under
 * the same policy and weights only. */
size_t lesson_features(const struct triage *t, struct span text, const struct answers *a, struct lesson_feature *out);
/* As the file of weights writes it; false when it cannot be written. */
bool lesson_feature_text(const struct triage *t, uint64_t key, char text[LESSON_TEXT]);
/* An answer, or a concept that is no context: no weight of it is below 0, for naming a danger never makes it less. */
bool lesson_only_raises(const struct triage *t, uint64_t key);
bool lesson_is_answer(uint64_t key);
bool lesson_is_concept(uint64_t key);
/* The second reader's scores, thousandths of log-odds; all 0 without weights. */
void lesson_scores(const struct triage *t, struct span text, const struct answers *a, int scores[HEADS]);
#endif
