/* escalations.h: community safety's cases as one row of changes, for the morning's meeting and for devices. Each change
 * takes the next number; no number comes twice. */
#ifndef ESCALATIONS_H
#define ESCALATIONS_H

#include "visit.h"

/* What a change is to the next meeting: nothing new; news of a case that was news before; news. */
enum listing { LISTS_NOT, LISTS_AGAIN, LISTS };

/* This case has changed. Nothing happens unless community safety holds it and did not make it for itself. */
GW_CHECKED enum gw_err escalation_change(struct store *s, const uint8_t report[ID_BYTES], enum listing listing);
/* Community safety may have given it away: then it is none of its own any more. */
GW_CHECKED enum gw_err escalation_end(struct store *s, const uint8_t report[ID_BYTES]);
/* Whether this visit may read the case for the survey that it began. GW_EDENIED, noted: it began none, or too long ago,
 * or is not of community safety, or the case is not. */
GW_CHECKED enum gw_err escalation_survey(struct store *s, const struct visit *v, const uint8_t report[ID_BYTES],
    int64_t now);
#endif
