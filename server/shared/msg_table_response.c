/* msg_table_response.c: the fields of what msg_response.h says. */
#include "msg_fields.h"

const struct field msg_pass_put_fields[] = {
	BYTES(msg_pass_put, session), SHAPE(msg_pass_put, put, &msg_report_put_shape), SPAN(msg_pass_put, note),
	SHAPE(msg_pass_put, from, &msg_case_put_shape), END
};
const struct field msg_share_put_fields[] = {
	SHAPE(msg_share_put, act, &msg_case_put_shape), SHAPE(msg_share_put, to, &msg_grant_shape),
	WITHIN(msg_share_put, gives_away, 0, 1), END
};
const struct field msg_dossier_put_fields[] = {
	BYTES(msg_dossier_put, session), WITHIN(msg_dossier_put, kind, KIND_INCIDENT, KIND_N - 1),
	BYTES(msg_dossier_put, latest), SHAPE(msg_dossier_put, put, &msg_report_put_shape),
	SPAN(msg_dossier_put, note), END
};
const struct field msg_dossiers_get_fields[] = {
	BYTES(msg_dossiers_get, session), WITHIN(msg_dossiers_get, kind, KIND_INCIDENT, KIND_N - 1),
	NUMBER(msg_dossiers_get, before), END
};
static const struct field msg_dossier_fields[] = {
	NUMBER(msg_dossier, n), BYTES(msg_dossier, report), WITHIN(msg_dossier, state, 0, CASE_STATE_N - 1),
	NUMBER(msg_dossier, received), END
};
static const struct shape msg_dossier_shape = SHAPE_OF(msg_dossier);
const struct field msg_dossiers_fields[] = {
	WITHIN(msg_dossiers, goes_on, 0, 1), LIST(msg_dossiers, row, n, LIMIT_DESK_PAGE, &msg_dossier_shape), END
};
const struct field msg_escalations_get_fields[] = {
	BYTES(msg_escalations_get, session), WITHIN(msg_escalations_get, order, 0, ORDER_N - 1),
	WITHIN(msg_escalations_get, survey, 0, SURVEY_N - 1), NUMBER(msg_escalations_get, after),
	WITHIN(msg_escalations_get, limit, 1, MSG_ESCALATED), END
};
static const struct field msg_escalation_fields[] = {
	BYTES(msg_escalation, report), WITHIN(msg_escalation, band, 0, BAND_N - 1),
	WITHIN(msg_escalation, state, 0, CASE_STATE_N - 1), WITHIN(msg_escalation, kind, 0, KIND_N - 1),
	NUMBER(msg_escalation, changed), NUMBER(msg_escalation, listed), NUMBER(msg_escalation, parts),
	NUMBER(msg_escalation, received), END
};
static const struct shape msg_escalation_shape = SHAPE_OF(msg_escalation);
const struct field msg_escalations_fields[] = {
	NUMBER(msg_escalations, last), WITHIN(msg_escalations, goes_on, 0, 1),
	LIST(msg_escalations, row, n, MSG_ESCALATED, &msg_escalation_shape), END
};
const struct field msg_taken_put_fields[] = {
	BYTES(msg_taken_put, session), BYTES(msg_taken_put, report), NUMBER(msg_taken_put, upto), END
};
const struct field msg_device_in_fields[] = { NAME(msg_device_in, name), BYTES(msg_device_in, session), END };
static const struct field msg_alert_fields[] = {
	NUMBER(msg_alert, n), NAME(msg_alert, team), WITHIN(msg_alert, kind, 0, ALERT_KIND_N - 1),
	WITHIN(msg_alert, band, 0, BAND_N - 1), NUMBER(msg_alert, rung), END
};
static const struct shape msg_alert_shape = SHAPE_OF(msg_alert);
const struct field msg_alerts_fields[] = {
	LIST(msg_alerts, row, n, MSG_ALERT_ROWS, &msg_alert_shape), END
};
static const struct field msg_person_code_fields[] = { NAME(msg_person_code, code), END };
static const struct shape msg_person_code_shape = SHAPE_OF(msg_person_code);
const struct field msg_alert_raised_fields[] = {
	NUMBER(msg_alert_raised, n), NUMBER(msg_alert_raised, rung),
	WITHIN(msg_alert_raised, kind, 0, ALERT_KIND_N - 1), WITHIN(msg_alert_raised, band, 0, BAND_N - 1),
	NUMBER(msg_alert_raised, next),
	LIST(msg_alert_raised, to, n_to, MSG_ALERT_PEOPLE, &msg_person_code_shape), END
};
static const struct field msg_outbox_row_fields[] = {
	NAME(msg_outbox_row, person), WITHIN(msg_outbox_row, kind, 0, ALERT_KIND_N - 1),
	NUMBER(msg_outbox_row, tries), NUMBER(msg_outbox_row, mark), END
};
static const struct shape msg_outbox_row_shape = SHAPE_OF(msg_outbox_row);
const struct field msg_outbox_fields[] = {
	LIST(msg_outbox, row, n, MSG_ALERT_ROWS, &msg_outbox_row_shape), END
};
const struct field msg_outbox_done_fields[] = {
	NAME(msg_outbox_done, person), WITHIN(msg_outbox_done, kind, 0, ALERT_KIND_N - 1),
	WITHIN(msg_outbox_done, is_sent, 0, 1), NUMBER(msg_outbox_done, mark), NUMBER(msg_outbox_done, again), END
};
const struct field msg_alert_test_fields[] = {
	BYTES(msg_alert_test, session), NAME(msg_alert_test, person), END
};
const struct field msg_sendings_get_fields[] = { BYTES(msg_sendings_get, session), END };
static const struct field msg_sending_fields[] = {
	NAME(msg_sending, person), NUMBER(msg_sending, tries), NUMBER(msg_sending, sent), NUMBER(msg_sending, since),
	END
};
static const struct shape msg_sending_shape = SHAPE_OF(msg_sending);
const struct field msg_sendings_fields[] = {
	LIST(msg_sendings, row, n, MSG_SENDINGS_ROWS, &msg_sending_shape), END
};
