/* acts.h: an act on a case, in two halves for those who do something else with it. */
#ifndef ACTS_H
#define ACTS_H

#include "escalations.h"
#include "standing.h"
#include "visit.h"

/* What the lists know of a case. */
struct columns {
	struct standing at;
	int64_t received;
	uint8_t is_met, kind;
	bool helps;
	uint32_t parts;
	char assigned[LIMIT_NAME + 1];
	char lowering[LIMIT_NAME + 1];	/* who asks for a second person, or "" */
};

struct acting {
	struct store *s;
	const struct msg_case_put *p;
	int64_t now;
	const char *to;			/* ACT_PASS, ACT_SHARE: the team that gets something; else NULL */
	bool gives_away;		/* ACT_SHARE */
	bool is_device;			/* of a computer's session: those record, and do nothing else */
	enum listing listing;		/* LISTS: news whatever p says */
	struct columns was, is;		/* act_prepare's, act_do's */
	char why[LIMIT_WHY + 1];
};

/* Whether the member of this visit, who reaches the case, may do it. Changes nothing but for refusals, which are noted.
 * Errors as msg_case_put says. */
GW_CHECKED enum gw_err act_prepare(struct acting *a);
/* Notes a refusal, for our own reasons, and gives GW_EDENIED. */
GW_CHECKED enum gw_err act_refuse(const struct acting *a, const char *why);
/* Does it, with its entry of the audit chain. */
GW_CHECKED enum gw_err act_do(struct acting *a);
#endif
