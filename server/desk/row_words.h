/* row_words.h: one case in a line, as the queue and the top of its own page show it. Nothing of its words is in it but
 * the category. Pure. */
#ifndef ROW_WORDS_H
#define ROW_WORDS_H

#include "console.h"
#include "policy.h"
#include "scrap.h"

struct row_facts {
	const uint8_t *report;		/* ID_BYTES */
	enum band band;
	enum case_state state;
	enum category category;		/* CATEGORY_NONE: it could not be opened */
	int64_t received, due;
	bool is_met;
	const char *school;		/* its team's code, or "" */
	const char *assigned;
};

/* Fills all of *out but is_new, has_reply and is_lowering. member: who reads it. */
void row_words(const struct row_facts *r, const struct policy *p, int64_t now, const char *member,
    struct scrap *scrap, struct console_row *out);
#endif
