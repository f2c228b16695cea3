/* replies.h: policy/replies.yaml: messages to begin from, and what a message is checked for before it goes. */
#ifndef REPLIES_H
#define REPLIES_H

#include <stdio.h>

#include "buf.h"
#include "err.h"
#include "limit.h"

enum lint_kind { LINT_PROMISE, LINT_WHY, LINT_MEETING, LINT_BLAME, LINT_KIND_N };
const char *lint_code(enum lint_kind k);	/* "promise": the file's key */

enum { REPLIES_TEMPLATES = 32, REPLIES_PHRASES = 192, REPLIES_TITLE = 80, REPLIES_TEXT = 2048, REPLIES_PHRASE = 64 };
struct reply_template {
	char id[LIMIT_SERVICE_ID + 1];		/* "first-reply" */
	char title[REPLIES_TITLE + 1];
	char text[REPLIES_TEXT + 1];
};
struct replies {
	size_t n;
	struct reply_template template[REPLIES_TEMPLATES];
	char hint[LINT_KIND_N][LIMIT_SERVICE_WHAT + 1];		/* what the page says about such a phrase */
	size_t n_phrases[LINT_KIND_N];
	char phrase[LINT_KIND_N][REPLIES_PHRASES][REPLIES_PHRASE + 1];
	size_t n_negations;
	char negation[REPLIES_PHRASES][REPLIES_PHRASE + 1];
};

/* Reads dir/replies.yaml, where dir is the policy folder; faults as policy_load's. Every template must pass its own
 * checks. Gives *r. */
GW_CHECKED enum gw_err replies_load(const char *dir, FILE *err, struct replies **r);
void replies_free(struct replies *r);
#endif
