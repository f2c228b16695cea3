/* msg_fields.h: how tables of fields are written. For msg_table.c and its neighbour only. */
#ifndef MSG_FIELDS_H
#define MSG_FIELDS_H

#include <stddef.h>

#include "msg_table.h"

#define SIZE(s, m) sizeof(((struct s *)0)->m)
#define NUMBER(s, m) { F_NUMBER, offsetof(struct s, m), SIZE(s, m), 0, 0, NULL, 0 }
#define WITHIN(s, m, lo, hi) { F_NUMBER, offsetof(struct s, m), SIZE(s, m), lo, hi, NULL, 0 }
#define BYTES(s, m) { F_BYTES, offsetof(struct s, m), SIZE(s, m), 0, 0, NULL, 0 }
#define NAME(s, m) { F_NAME, offsetof(struct s, m), SIZE(s, m), 0, 0, NULL, 0 }
#define SPOOL(s, m) { F_SPOOL, offsetof(struct s, m), SIZE(s, m), 0, 0, NULL, 0 }
#define SPAN(s, m) { F_SPAN, offsetof(struct s, m), 0, 0, 0, NULL, 0 }
#define LIST(s, m, count, most, shape) { F_LIST, offsetof(struct s, m), SIZE(s, count), 0, most, shape, \
	offsetof(struct s, count) }
#define SHAPE(s, m, shape) { F_SHAPE, offsetof(struct s, m), 0, 0, 0, shape, 0 }
#define END { F_END, 0, 0, 0, 0, NULL, 0 }
#define SHAPE_OF(s) { s##_fields, sizeof(struct s) }

/* Shapes that both tables use, and what msg_table_response.c says. */
extern const struct shape msg_grant_shape, msg_report_put_shape, msg_case_put_shape;
extern const struct field msg_pass_put_fields[];
extern const struct field msg_share_put_fields[];
extern const struct field msg_dossier_put_fields[];
extern const struct field msg_dossiers_get_fields[];
extern const struct field msg_dossiers_fields[];
extern const struct field msg_escalations_get_fields[];
extern const struct field msg_escalations_fields[];
extern const struct field msg_taken_put_fields[];
extern const struct field msg_device_in_fields[];
extern const struct field msg_alerts_fields[];
extern const struct field msg_alert_raised_fields[];
extern const struct field msg_outbox_fields[];
extern const struct field msg_outbox_done_fields[];
extern const struct field msg_alert_test_fields[];
extern const struct field msg_sendings_get_fields[];
extern const struct field msg_sendings_fields[];
#endif
