/* feature.h: what the second reader sees of a text: each word, each two and three that follow one another within a
 * sentence, how each longer word begins, which concepts of policy a sentence has (so that a word added to a list is
 * understood at once); and when the form says it is. The same for learning and for reading. Pure. */
#ifndef FEATURE_H
#define FEATURE_H

#include "lesson.h"
#include "sighting.h"

enum { FEATURE_RUN = 3, FEATURES_A_WORD = FEATURE_RUN + 1, FEATURE_TEXT = LESSON_TEXT };

struct feature {
	uint64_t key;			/* never 0; equal for equal features under one vocabulary */
	uint16_t first, last;		/* words */
};

/* The features that end with words[i]; FEATURES_A_WORD at most. A word that the vocabulary does not know, or that
 * policy leaves unread, is in none but its beginning. */
size_t features_of_word(const struct word *words, size_t i, struct feature *out);
/* How a folded word begins, for struct word; 0 for a word of four letters or fewer. */
uint32_t feature_beginning(const char *text, size_t n);
/* When it happens, as the form asked; 0 for "not sure". The other answers are for rules alone. */
uint64_t feature_of_answers(const struct answers *a);
bool feature_is_answer(uint64_t key);
uint64_t feature_of_concept(uint16_t concept);
bool feature_is_concept(uint64_t key);
/* An answer, or a concept that is no context. */
bool feature_only_raises(const struct concepts *c, uint64_t key);
/* As the file of weights writes it: "knife", "had a knife", "knif*", "=blade", "@now". 0 when text is no feature, or
 * names a word or concept that policy does not know. */
uint64_t feature_key(const struct concepts *c, const char *text, size_t n);
/* The other way; false when there is no such word. */
bool feature_text(const struct concepts *c, uint64_t key, char text[FEATURE_TEXT]);
#endif
