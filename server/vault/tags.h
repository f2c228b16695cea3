/* tags.h: a case's tags for one team: found by a hash that only the team's key makes, their words sealed to it. */
#ifndef TAGS_H
#define TAGS_H

#include "statements.h"

/* ACT_TAG's row; the tag becomes one of the team's present key. GW_ECONFLICT: the case has it already. GW_ELIMIT: it
 * has RELATED_TAGS of them. */
GW_CHECKED enum gw_err tags_put(struct store *s, const struct msg_case_put *p);
/* ACT_UNTAG's. GW_EINPUT: the case has no such tag. */
GW_CHECKED enum gw_err tags_drop(struct store *s, const struct msg_case_put *p);
#endif
