/* answers_alerts.h: answers.h's, for what is asked about alerts: by the process "notify", and by administrators. */
#ifndef ANSWERS_ALERTS_H
#define ANSWERS_ALERTS_H

#include "answers.h"

GW_CHECKED enum gw_err answers_alerts_make(struct keeper *k, enum channel_role role, const struct msg *asked,
    struct msg *answer);
#endif
