/* msg_table.c: the fields of every message, one table each. */
#include "msg_table.h"

#include <stddef.h>

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

static const struct field msg_nothing_fields[] = { END };
static const struct field msg_channel_fields[] = { WITHIN(msg_channel, role, CHANNEL_INTAKE, CHANNEL_DESK), END };
static const struct field msg_result_fields[] = { WITHIN(msg_result, err, 0, GW_ERR_N - 1), END };
static const struct field msg_roster_fields[] = { BYTES(msg_roster, signature), SPAN(msg_roster, body), END };
static const struct field msg_spool_fields[] = { SPOOL(msg_spool, name), END };

static const struct field msg_grant_fields[] = { NAME(msg_grant, team), BYTES(msg_grant, sealed), END };
static const struct shape msg_grant_shape = SHAPE_OF(msg_grant);
static const struct field msg_spooled_fields[] = {
	SPOOL(msg_spooled, name), NUMBER(msg_spooled, sealed_bytes), END
};
static const struct shape msg_spooled_shape = SHAPE_OF(msg_spooled);

static const struct field msg_report_put_fields[] = {
	BYTES(msg_report_put, report), BYTES(msg_report_put, tag), BYTES(msg_report_put, reporter_pk),
	BYTES(msg_report_put, reporter_grant), WITHIN(msg_report_put, band, 0, BAND_N - 1),
	NUMBER(msg_report_put, due),
	LIST(msg_report_put, grant, n_grants, LIMIT_GRANTS, &msg_grant_shape),
	LIST(msg_report_put, file, n_files, LIMIT_FILES, &msg_spooled_shape),
	SPAN(msg_report_put, body), SPAN(msg_report_put, decision), SPAN(msg_report_put, head), END
};
static const struct field msg_thread_by_tag_fields[] = {
	BYTES(msg_thread_by_tag, tag), NUMBER(msg_thread_by_tag, from), END
};

static const struct field msg_part_fields[] = {
	WITHIN(msg_part, kind, PART_BODY, PART_FILE), NUMBER(msg_part, seq), BYTES(msg_part, digest),
	SPAN(msg_part, sealed), END
};
static const struct shape msg_part_shape = SHAPE_OF(msg_part);
static const struct field msg_thread_fields[] = {
	BYTES(msg_thread, report), BYTES(msg_thread, grant), NAME(msg_thread, team),
	WITHIN(msg_thread, state, 0, CASE_STATE_N - 1), WITHIN(msg_thread, band, 0, BAND_N - 1),
	NUMBER(msg_thread, received), NUMBER(msg_thread, due), NUMBER(msg_thread, total),
	NUMBER(msg_thread, files), SPAN(msg_thread, head),
	LIST(msg_thread, part, n, MSG_PARTS, &msg_part_shape), END
};

static const struct field msg_part_put_fields[] = {
	BYTES(msg_part_put, report), NUMBER(msg_part_put, seq), NUMBER(msg_part_put, files),
	LIST(msg_part_put, file, n_files, LIMIT_FILES, &msg_spooled_shape),
	SPAN(msg_part_put, part), SPAN(msg_part_put, head), END
};
static const struct shape msg_part_put_shape = SHAPE_OF(msg_part_put);
static const struct field msg_reply_put_fields[] = {
	BYTES(msg_reply_put, tag), SHAPE(msg_reply_put, put, &msg_part_put_shape), END
};

static const struct field msg_name_fields[] = { NAME(msg_name, name), END };
static const struct field member_lock_fields[] = {
	BYTES(member_lock, salt), NUMBER(member_lock, ops), NUMBER(member_lock, mem_kib), BYTES(member_lock, sealed),
	END
};
static const struct shape member_lock_shape = SHAPE_OF(member_lock);
static const struct field msg_member_fields[] = {
	NAME(msg_member, name), BYTES(msg_member, pk), SHAPE(msg_member, lock, &member_lock_shape), END
};
static const struct field msg_sign_in_fields[] = {
	NAME(msg_sign_in, name), BYTES(msg_sign_in, session), BYTES(msg_sign_in, sealed), END
};
static const struct field msg_session_id_fields[] = { BYTES(msg_session_id, session), END };
static const struct field msg_team_key_fields[] = {
	NAME(msg_team_key, team), BYTES(msg_team_key, pk), BYTES(msg_team_key, sealed), END
};
static const struct shape msg_team_key_shape = SHAPE_OF(msg_team_key);
static const struct field msg_session_fields[] = {
	NAME(msg_session, name), BYTES(msg_session, pk), BYTES(msg_session, sealed),
	LIST(msg_session, team, n, LIMIT_MEMBER_TEAMS, &msg_team_key_shape), END
};

static const struct field msg_queue_get_fields[] = {
	BYTES(msg_queue_get, session), NUMBER(msg_queue_get, after_due), BYTES(msg_queue_get, after),
	WITHIN(msg_queue_get, limit, 0, MSG_ROWS), END
};
static const struct field msg_row_fields[] = {
	BYTES(msg_row, report), NAME(msg_row, team), WITHIN(msg_row, band, 0, BAND_N - 1),
	WITHIN(msg_row, state, 0, CASE_STATE_N - 1), NUMBER(msg_row, received), NUMBER(msg_row, due), END
};
static const struct shape msg_row_shape = SHAPE_OF(msg_row);
static const struct field msg_queue_fields[] = {
	NUMBER(msg_queue, open), LIST(msg_queue, row, n, MSG_ROWS, &msg_row_shape), END
};
static const struct field msg_case_get_fields[] = {
	BYTES(msg_case_get, session), BYTES(msg_case_get, report), NUMBER(msg_case_get, from), END
};
static const struct field msg_file_get_fields[] = {
	BYTES(msg_file_get, session), BYTES(msg_file_get, report), NUMBER(msg_file_get, file), END
};
static const struct field msg_file_fields[] = { NUMBER(msg_file, sealed_bytes), END };
static const struct field msg_answer_put_fields[] = {
	BYTES(msg_answer_put, session), SHAPE(msg_answer_put, put, &msg_part_put_shape), END
};

const struct msg_type_row msg_types[MSG_TYPE_N] = {
	[MSG_READY] = { msg_nothing_fields, false },
	[MSG_DRAIN] = { msg_nothing_fields, false },
	[MSG_CHANNEL] = { msg_channel_fields, true },
	[MSG_RESULT] = { msg_result_fields, false },
	[MSG_ROSTER] = { msg_roster_fields, false },
	[MSG_SPOOL] = { msg_spool_fields, true },
	[MSG_THREAD] = { msg_thread_fields, false },
	[MSG_MEMBER] = { msg_member_fields, false },
	[MSG_SESSION] = { msg_session_fields, false },
	[MSG_QUEUE] = { msg_queue_fields, false },
	[MSG_FILE] = { msg_file_fields, true },
	[MSG_ROSTER_GET] = { msg_nothing_fields, false },
	[MSG_SPOOL_OPEN] = { msg_nothing_fields, false },
	[MSG_SPOOL_DROP] = { msg_spool_fields, false },
	[MSG_REPORT_PUT] = { msg_report_put_fields, false },
	[MSG_THREAD_BY_TAG] = { msg_thread_by_tag_fields, false },
	[MSG_REPLY_PUT] = { msg_reply_put_fields, false },
	[MSG_MEMBER_GET] = { msg_name_fields, false },
	[MSG_SIGN_IN] = { msg_sign_in_fields, false },
	[MSG_SIGN_IN_FAILED] = { msg_name_fields, false },
	[MSG_SESSION_GET] = { msg_session_id_fields, false },
	[MSG_SIGN_OUT] = { msg_session_id_fields, false },
	[MSG_QUEUE_GET] = { msg_queue_get_fields, false },
	[MSG_CASE_GET] = { msg_case_get_fields, false },
	[MSG_FILE_GET] = { msg_file_get_fields, false },
	[MSG_ANSWER_PUT] = { msg_answer_put_fields, false },
};
