/* vocab.h: every word that policy names, as a small number: whole words in one hash table, so that looking up costs the
 * same whatever their count, and stems: "stab*" stands for all words that begin so. Some words have no number: those
 * that policy leaves unread, and those that are only known to be right as they are. */
#ifndef VOCAB_H
#define VOCAB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "normalise.h"

struct vocab;

/* What is known of a folded word. */
enum vocab_known {
	VOCAB_UNKNOWN,
	VOCAB_RIGHT,		/* a word that says nothing, and no other word misspelt */
	VOCAB_UNREAD,		/* as if it were not there: a band may not depend on it */
	VOCAB_WORD,		/* has a number */
};

GW_CHECKED enum gw_err vocab_new(struct vocab **v);
void vocab_free(struct vocab *v);
/* Gives the word's number, from 1; the same word has the same number, and a word that reads as another has the other's.
 * GW_EDENIED: the word is unread, and id its reason. GW_ELIMIT: too many words. */
GW_CHECKED enum gw_err vocab_add(struct vocab *v, const char *word, bool stem, uint16_t *id);
/* From now on word reads as the word that has number id; before any vocab_add of it. GW_ECONFLICT: it has a meaning
 * already. */
GW_CHECKED enum gw_err vocab_same(struct vocab *v, const char *word, uint16_t id);
/* From now on word is unread, and so is it with an s (whose something is) unless that is known as a word; reason is the
 * caller's number for why. GW_ECONFLICT as above. */
GW_CHECKED enum gw_err vocab_unread(struct vocab *v, const char *word, uint16_t reason);
/* The word is right as it is; no more than that, unless it is known already or added later. */
GW_CHECKED enum gw_err vocab_right(struct vocab *v, const char *word);
/* After the last of these. */
void vocab_close(struct vocab *v);
/* What is known of the word itself, else of the longest stem it begins with. *id: its number, an unread word's reason,
 * or 0. */
enum vocab_known vocab_find(const struct vocab *v, const char *text, size_t n, uint16_t *id);
/* The number of just this whole word, or 0. */
uint16_t vocab_whole(const struct vocab *v, const char *text, size_t n);
/* The word that has this number, of those that read alike the first; NULL for a stem. Lent by the vocabulary. */
const char *vocab_text(const struct vocab *v, uint16_t id);
/* The next shorter stem that stands for the same words, or 0. */
uint16_t vocab_parent(const struct vocab *v, uint16_t id);
#endif
