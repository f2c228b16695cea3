/* answers_response.h: rows of answers.c's table: what goes from team to team, and what community safety has. */
#ifndef ANSWERS_RESPONSE_H
#define ANSWERS_RESPONSE_H

#include "answers.h"

typedef enum gw_err answer_fn(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer);

answer_fn answer_pass_put, answer_share_put, answer_dossier_put, answer_dossiers_get, answer_escalations_get,
    answer_taken_put, answer_device_in;
#endif
