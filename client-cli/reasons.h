/* reasons.h: what of a decision is kept until every report has been read, and how its reasons are said. */
#ifndef REASONS_H
#define REASONS_H

#include "concern.h"
#include "triage.h"

struct reasons {
	enum band band;
	enum category category;
	size_t n;
	struct reason *reason;		/* owned */
	char *whys;			/* owned: the standard's lines, one after the other */
};

/* GW_ENOMEM: kept is empty. */
GW_CHECKED enum gw_err reasons_keep(const struct decision *d, struct reasons *kept);
void reasons_free(struct reasons *kept);

/* Whether the list has this rule with the same band and category; the words may be others. */
bool reasons_have(const struct reason *list, size_t n, const struct reason *r);
/* The words of text that fired it; n 0 when an answer did. */
struct span reason_words(const struct reason *r, struct span text);
/* One line: band, the standard's line, the words, the rule. text: the report's. */
void reason_say(const struct reason *r, struct span text, const char *indent);
#endif
