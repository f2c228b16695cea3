/* vocab.h: every word that policy names, as a small number. "stab*" is a stem: it stands for all words that begin so.
 * Looking a word up costs one step a letter, whatever the number of words. */
#ifndef VOCAB_H
#define VOCAB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "normalise.h"

struct vocab;

GW_CHECKED enum gw_err vocab_new(struct vocab **v);
void vocab_free(struct vocab *v);
/* Gives the word's number, from 1; the same word has the same number. GW_ELIMIT: too many words. */
GW_CHECKED enum gw_err vocab_add(struct vocab *v, const char *word, bool stem, uint16_t *id);
/* After the last vocab_add. */
void vocab_close(struct vocab *v);
/* The number of the word itself, else of the longest stem it begins with, else 0. Unknown words are tried again with
 * digits read as the letters they stand for ("kn1fe") and double letters as one ("knnife"). */
uint16_t vocab_find(const struct vocab *v, const struct folded *w);
/* The next shorter stem that stands for the same words, or 0. */
uint16_t vocab_parent(const struct vocab *v, uint16_t id);
#endif
