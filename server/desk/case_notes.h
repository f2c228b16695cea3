/* case_notes.h: what a case's sheets come to, in lists for its page: asks, referrals, police, people, ties,
 * nominations, facts, consent, plan. Pure. */
#ifndef CASE_NOTES_H
#define CASE_NOTES_H

#include "sheet_say.h"
#include "situation.h"

/* Spans point into what t and s borrow, and scrap. */
void case_notes_fill(const struct sheet_say *t, const struct situation *s, int64_t now, struct scrap *scrap,
    struct console_response *r);
/* The choices for a field that takes the number of a part: open asks, ties, nominations, actions, originals, as the
 * sheet wants; chosen: the number that was typed. NULL, 0: it takes none. */
const struct console_option *case_notes_parts(const struct situation *s, enum sheet sheet, struct span chosen,
    struct scrap *scrap, size_t *n);
#endif
