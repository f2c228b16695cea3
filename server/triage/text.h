/* text.h: a report's text as words of policy. What is written in a way that hides a word, by mistake or on purpose, is
 * tried as it was meant, each way only when the word is unknown as it stands: digits and signs for letters ("kn1fe",
 * "$tab"), letters doubled ("knnife"), apart ("k n i f e", "kni-fe") or starred ("kn*fe"), a misspelling, and words
 * run together ("stabhim"). Words that policy leaves unread are not there at all. Pure; memory is bounded. */
#ifndef TEXT_H
#define TEXT_H

#include "concepts.h"

/* Gives how many of max words the text has; whatever it says, it has at most one for two of its bytes, and one more.
 * Leaves nothing of the text behind but what words says of it, and the stack (secret_wipe_stack). */
size_t text_words(const struct concepts *c, struct span text, struct word *words, size_t max);
#endif
