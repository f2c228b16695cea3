/* lint.h: hints before a message goes to a reporter: promises nobody can keep ("this stays between us"), questions that
 * ask why, places and times to meet, blaming words. By the phrases of policy/replies.yaml; a hint never stops anybody,
 * but it has to be answered. Pure. */
#ifndef LINT_H
#define LINT_H

#include "replies.h"

struct lint_hit {
	enum lint_kind kind;
	uint32_t at, len;		/* bytes of the text */
};
enum { LINT_HITS = 16 };
/* Gives the hits in order of their place, LINT_HITS at most; how many. Letters' case and runs of spaces do not count;
 * whole words only. "we cannot promise" is no promise: a phrase with one of the file's negations before it, in the same
 * clause, is left alone. */
size_t lint(const struct replies *r, struct span text, struct lint_hit *hit);
#endif
