/* msg_table.c: the fields of every message, one table each. */
#include "msg_fields.h"

static const struct field msg_nothing_fields[] = { END };
static const struct field msg_channel_fields[] = { WITHIN(msg_channel, role, CHANNEL_INTAKE, CHANNEL_CLEANER), END };
static const struct field msg_policy_fields[] = { NAME(msg_policy, version), END };
static const struct field msg_result_fields[] = { WITHIN(msg_result, err, 0, GW_ERR_N - 1), END };
static const struct field msg_roster_fields[] = { BYTES(msg_roster, signature), SPAN(msg_roster, body), END };
static const struct field msg_spool_fields[] = { SPOOL(msg_spool, name), END };

static const struct field msg_grant_fields[] = {
	NAME(msg_grant, team), BYTES(msg_grant, key), BYTES(msg_grant, sealed), END
};
const struct shape msg_grant_shape = SHAPE_OF(msg_grant);
static const struct field msg_spooled_fields[] = {
	SPOOL(msg_spooled, name), NUMBER(msg_spooled, sealed_bytes), NAME(msg_spooled, copy),
	NUMBER(msg_spooled, copy_bytes), WITHIN(msg_spooled, held, HELD_NOT, HELD_MALWARE), END
};
static const struct shape msg_spooled_shape = SHAPE_OF(msg_spooled);

static const struct field msg_report_put_fields[] = {
	BYTES(msg_report_put, report), BYTES(msg_report_put, tag), BYTES(msg_report_put, reporter_pk),
	BYTES(msg_report_put, reporter_grant), WITHIN(msg_report_put, band, 0, BAND_N - 1),
	WITHIN(msg_report_put, lists, 0, 1), NUMBER(msg_report_put, due),
	LIST(msg_report_put, grant, n_grants, LIMIT_GRANTS, &msg_grant_shape),
	LIST(msg_report_put, file, n_files, LIMIT_FILES, &msg_spooled_shape),
	SPAN(msg_report_put, body), SPAN(msg_report_put, decision), SPAN(msg_report_put, head), END
};
const struct shape msg_report_put_shape = SHAPE_OF(msg_report_put);
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
	NAME(msg_thread, assigned), WITHIN(msg_thread, state, 0, CASE_STATE_N - 1),
	WITHIN(msg_thread, band, 0, BAND_N - 1), WITHIN(msg_thread, kind, 0, KIND_N - 1),
	WITHIN(msg_thread, helps, 0, 1), WITHIN(msg_thread, has_community, 0, 1), NAME(msg_thread, teams),
	NUMBER(msg_thread, received), NUMBER(msg_thread, due), NUMBER(msg_thread, seen), NUMBER(msg_thread, total),
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

static const struct field member_lock_fields[] = {
	BYTES(member_lock, salt), NUMBER(member_lock, ops), NUMBER(member_lock, mem_kib), BYTES(member_lock, sealed),
	END
};
static const struct shape member_lock_shape = SHAPE_OF(member_lock);

static const struct field msg_name_fields[] = { NAME(msg_name, name), END };
static const struct field msg_member_fields[] = {
	NAME(msg_member, name), BYTES(msg_member, pk), SHAPE(msg_member, lock, &member_lock_shape),
	BYTES(msg_member, second), END
};
static const struct shape msg_member_shape = SHAPE_OF(msg_member);
static const struct field msg_sign_in_fields[] = {
	NAME(msg_sign_in, name), BYTES(msg_sign_in, session), BYTES(msg_sign_in, sealed),
	WITHIN(msg_sign_in, by_code, 0, 1), NUMBER(msg_sign_in, step), BYTES(msg_sign_in, code), END
};
static const struct field msg_session_id_fields[] = {
	BYTES(msg_session_id, session), WITHIN(msg_session_id, quiet, 0, 1), END
};
static const struct field msg_team_key_fields[] = {
	NAME(msg_team_key, team), WITHIN(msg_team_key, title, 0, TITLE_N - 1),
	WITHIN(msg_team_key, rewrap, 0, 1), NUMBER(msg_team_key, newcomers), BYTES(msg_team_key, pk),
	BYTES(msg_team_key, sealed), END
};
static const struct shape msg_team_key_shape = SHAPE_OF(msg_team_key);
static const struct field msg_old_key_fields[] = {
	NAME(msg_old_key, team), BYTES(msg_old_key, pk), BYTES(msg_old_key, sealed), END
};
static const struct shape msg_old_key_shape = SHAPE_OF(msg_old_key);
static const struct field msg_session_fields[] = {
	NAME(msg_session, name), BYTES(msg_session, pk), BYTES(msg_session, sealed),
	WITHIN(msg_session, is_auditor, 0, 1), WITHIN(msg_session, is_device, 0, 1),
	WITHIN(msg_session, by_code, 0, 1), NUMBER(msg_session, codes),
	WITHIN(msg_session, has_seed, 0, 1), BYTES(msg_session, seed), NUMBER(msg_session, idle_ends),
	NUMBER(msg_session, ends), NUMBER(msg_session, away_until), NAME(msg_session, cover),
	LIST(msg_session, team, n, LIMIT_MEMBER_TEAMS, &msg_team_key_shape),
	LIST(msg_session, old, n_old, LIMIT_OLD_KEYS, &msg_old_key_shape), END
};

static const struct field msg_queue_get_fields[] = {
	BYTES(msg_queue_get, session), WITHIN(msg_queue_get, line, 0, 1), NUMBER(msg_queue_get, after_due),
	BYTES(msg_queue_get, after),
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
	BYTES(msg_case_get, session), BYTES(msg_case_get, report), WITHIN(msg_case_get, surveys, 0, CASE_READING_N - 1),
	NUMBER(msg_case_get, from), END
};
static const struct field msg_file_get_fields[] = {
	BYTES(msg_file_get, session), BYTES(msg_file_get, report), NUMBER(msg_file_get, file),
	WITHIN(msg_file_get, wanted, 0, FILE_WANTED_N - 1), END
};
static const struct field msg_file_fields[] = { NUMBER(msg_file, sealed_bytes), END };
/* As above, but there may be no copy to name. */
static const struct field msg_made_fields[] = {
	NAME(msg_spooled, name), NUMBER(msg_spooled, sealed_bytes), WITHIN(msg_spooled, held, HELD_NOT, HELD_MALWARE),
	END
};
static const struct shape msg_made_shape = { msg_made_fields, sizeof(struct msg_spooled) };
static const struct field msg_copy_put_fields[] = {
	BYTES(msg_copy_put, session), BYTES(msg_copy_put, report), NUMBER(msg_copy_put, file),
	SHAPE(msg_copy_put, made, &msg_made_shape), END
};
static const struct field msg_clean_fields[] = {
	WITHIN(msg_clean, megapixels, 1, LIMIT_COPY_MEGAPIXELS), WITHIN(msg_clean, pages, 1, LIMIT_COPY_PAGES),
	WITHIN(msg_clean, seconds, 1, LIMIT_COPY_SECONDS), END
};

static const struct field msg_list_get_fields[] = {
	BYTES(msg_list_get, session), WITHIN(msg_list_get, filter, 0, FILTER_N - 1),
	WITHIN(msg_list_get, line, 0, 1), WITHIN(msg_list_get, quiet, 0, 1), NUMBER(msg_list_get, after_due),
	BYTES(msg_list_get, after), END
};
static const struct field msg_list_row_fields[] = {
	BYTES(msg_list_row, report), BYTES(msg_list_row, grant), NAME(msg_list_row, team),
	NAME(msg_list_row, school), NAME(msg_list_row, assigned), WITHIN(msg_list_row, band, 0, BAND_N - 1),
	WITHIN(msg_list_row, state, 0, CASE_STATE_N - 1), WITHIN(msg_list_row, kind, 0, KIND_N - 1),
	WITHIN(msg_list_row, is_met, 0, 1),
	WITHIN(msg_list_row, is_new, 0, 1), WITHIN(msg_list_row, has_reply, 0, 1),
	WITHIN(msg_list_row, is_lowering, 0, 1), WITHIN(msg_list_row, helps, 0, 1),
	WITHIN(msg_list_row, has_community, 0, 1), NUMBER(msg_list_row, received), NUMBER(msg_list_row, due),
	SPAN(msg_list_row, decision), END
};
static const struct shape msg_list_row_shape = SHAPE_OF(msg_list_row);
static const struct field msg_list_fields[] = {
	NUMBER(msg_list, open), NUMBER(msg_list, urgent), NUMBER(msg_list, overdue), NUMBER(msg_list, replies),
	NUMBER(msg_list, unassigned), NUMBER(msg_list, mine), NUMBER(msg_list, fresh),
	WITHIN(msg_list, is_more, 0, 1), WITHIN(msg_list, goes_on, 0, 1),
	LIST(msg_list, row, n, LIMIT_DESK_PAGE, &msg_list_row_shape), END
};
static const struct field msg_new_part_fields[] = {
	WITHIN(msg_new_part, kind, PART_BODY, PART_FILE), SPAN(msg_new_part, sealed), END
};
static const struct shape msg_new_part_shape = SHAPE_OF(msg_new_part);
static const struct field msg_case_put_fields[] = {
	BYTES(msg_case_put, session), BYTES(msg_case_put, report), WITHIN(msg_case_put, act, 0, ACT_N - 1),
	NUMBER(msg_case_put, seq), NUMBER(msg_case_put, files),
	LIST(msg_case_put, part, n, CASE_PARTS, &msg_new_part_shape), SPAN(msg_case_put, head),
	WITHIN(msg_case_put, band, 0, BAND_N - 1), WITHIN(msg_case_put, state, 0, CASE_STATE_N - 1),
	WITHIN(msg_case_put, is_met, 0, 1), NUMBER(msg_case_put, due), NAME(msg_case_put, assigned),
	NAME(msg_case_put, owner), NUMBER(msg_case_put, task_due), NUMBER(msg_case_put, task),
	BYTES(msg_case_put, tag), BYTES(msg_case_put, tag_sealed), NAME(msg_case_put, tag_team),
	NUMBER(msg_case_put, sheet), NUMBER(msg_case_put, file), NUMBER(msg_case_put, original),
	WITHIN(msg_case_put, agrees, 0, 1), WITHIN(msg_case_put, held, 0, HELD_N - 1),
	WITHIN(msg_case_put, lists, 0, 1), WITHIN(msg_case_put, helps, 0, 1), END
};
const struct shape msg_case_put_shape = SHAPE_OF(msg_case_put);
static const struct field msg_looks_get_fields[] = {
	BYTES(msg_looks_get, session), BYTES(msg_looks_get, report), END
};
static const struct field msg_look_fields[] = { NAME(msg_look, who), NUMBER(msg_look, at), END };
static const struct shape msg_look_shape = SHAPE_OF(msg_look);
static const struct field msg_looks_fields[] = {
	LIST(msg_looks, look, n, LIMIT_DESK_PAGE, &msg_look_shape), END
};
static const struct field msg_tag_fields[] = { BYTES(msg_tag, found_by), END };
static const struct shape msg_tag_shape = SHAPE_OF(msg_tag);
static const struct field msg_related_get_fields[] = {
	BYTES(msg_related_get, session), BYTES(msg_related_get, report), NAME(msg_related_get, team),
	LIST(msg_related_get, tag, n, RELATED_TAGS, &msg_tag_shape), END
};
static const struct field msg_related_row_fields[] = {
	BYTES(msg_related_row, report), BYTES(msg_related_row, tag),
	WITHIN(msg_related_row, band, 0, BAND_N - 1), WITHIN(msg_related_row, state, 0, CASE_STATE_N - 1),
	NUMBER(msg_related_row, received), END
};
static const struct shape msg_related_row_shape = SHAPE_OF(msg_related_row);
static const struct field msg_related_fields[] = {
	LIST(msg_related, row, n, LIMIT_DESK_PAGE, &msg_related_row_shape), END
};
static const struct field msg_log_put_fields[] = {
	BYTES(msg_log_put, session), SHAPE(msg_log_put, put, &msg_report_put_shape), SPAN(msg_log_put, note),
	END
};

static const struct field msg_invited_get_fields[] = { BYTES(msg_invited_get, invite), END };
static const struct field msg_place_fields[] = {
	NAME(msg_place, team), WITHIN(msg_place, title, 0, TITLE_N - 1), WITHIN(msg_place, is_waiting, 0, 1),
	END
};
static const struct shape msg_place_shape = SHAPE_OF(msg_place);
static const struct field msg_invited_fields[] = {
	NAME(msg_invited, name), WITHIN(msg_invited, is_auditor, 0, 1),
	LIST(msg_invited, place, n, LIMIT_MEMBER_TEAMS, &msg_place_shape), END
};
static const struct shape msg_invited_shape = SHAPE_OF(msg_invited);
static const struct field msg_enrol_fields[] = {
	BYTES(msg_enrol, invite), SHAPE(msg_enrol, member, &msg_member_shape),
	WITHIN(msg_enrol, is_device, 0, 1), NUMBER(msg_enrol, step),
	LIST(msg_enrol, code, n, LIMIT_RECOVERY_CODES, &msg_tag_shape), END
};
static const struct field msg_passphrase_put_fields[] = {
	BYTES(msg_passphrase_put, session), SHAPE(msg_passphrase_put, lock, &member_lock_shape), END
};
static const struct field msg_second_put_fields[] = {
	BYTES(msg_second_put, session), BYTES(msg_second_put, second), NUMBER(msg_second_put, step),
	LIST(msg_second_put, code, n, LIMIT_RECOVERY_CODES, &msg_tag_shape), END
};
static const struct field msg_away_put_fields[] = {
	BYTES(msg_away_put, session), NUMBER(msg_away_put, until), NAME(msg_away_put, cover), END
};
static const struct field msg_people_get_fields[] = {
	BYTES(msg_people_get, session), NAME(msg_people_get, after), END
};
static const struct field msg_person_fields[] = {
	NAME(msg_person, name), NAME(msg_person, cover), BYTES(msg_person, pk), NUMBER(msg_person, away_until),
	NUMBER(msg_person, left), WITHIN(msg_person, is_auditor, 0, 1), WITHIN(msg_person, is_device, 0, 1),
	LIST(msg_person, place, n, LIMIT_MEMBER_TEAMS, &msg_place_shape), END
};
static const struct shape msg_person_shape = SHAPE_OF(msg_person);
static const struct field msg_people_fields[] = {
	WITHIN(msg_people, goes_on, 0, 1), LIST(msg_people, person, n, MSG_PERSONS, &msg_person_shape), END
};
static const struct field msg_invites_get_fields[] = { BYTES(msg_invites_get, session), END };
static const struct field msg_invite_fields[] = {
	BYTES(msg_invite, invite), NAME(msg_invite, by), NUMBER(msg_invite, ends),
	SHAPE(msg_invite, who, &msg_invited_shape), END
};
static const struct shape msg_invite_shape = SHAPE_OF(msg_invite);
static const struct field msg_invites_fields[] = {
	LIST(msg_invites, invite, n, MSG_PERSONS, &msg_invite_shape), END
};
static const struct field msg_invite_put_fields[] = {
	BYTES(msg_invite_put, session), BYTES(msg_invite_put, invite),
	SHAPE(msg_invite_put, who, &msg_invited_shape), END
};
static const struct field msg_invite_drop_fields[] = {
	BYTES(msg_invite_drop, session), BYTES(msg_invite_drop, invite), END
};
static const struct field msg_admit_fields[] = {
	BYTES(msg_admit, session), NAME(msg_admit, name), NAME(msg_admit, team), BYTES(msg_admit, sealed),
	WITHIN(msg_admit, has_seed, 0, 1), BYTES(msg_admit, seed), END
};
static const struct field msg_leave_fields[] = { BYTES(msg_leave, session), NAME(msg_leave, name), END };
static const struct field msg_teams_get_fields[] = {
	BYTES(msg_teams_get, session), NAME(msg_teams_get, after), END
};
static const struct field msg_team_row_fields[] = {
	NAME(msg_team_row, team), NAME(msg_team_row, name), NUMBER(msg_team_row, members),
	NUMBER(msg_team_row, newcomers), WITHIN(msg_team_row, wants_key, 0, 1),
	WITHIN(msg_team_row, rewrap, 0, 1), NUMBER(msg_team_row, rotated), END
};
static const struct shape msg_team_row_shape = SHAPE_OF(msg_team_row);
static const struct field msg_teams_fields[] = {
	WITHIN(msg_teams, goes_on, 0, 1), LIST(msg_teams, row, n, LIMIT_DESK_PAGE, &msg_team_row_shape), END
};
static const struct field msg_team_put_fields[] = {
	BYTES(msg_team_put, session), NAME(msg_team_put, team), NAME(msg_team_put, name),
	WITHIN(msg_team_put, kind, TEAM_SCHOOL, TEAM_ADMIN), BYTES(msg_team_put, pk),
	BYTES(msg_team_put, to_recovery), SPAN(msg_team_put, roster), BYTES(msg_team_put, signature), END
};
static const struct field msg_rotation_get_fields[] = {
	BYTES(msg_rotation_get, session), NAME(msg_rotation_get, team), END
};
static const struct field msg_holder_fields[] = {
	NAME(msg_holder, name), BYTES(msg_holder, pk), BYTES(msg_holder, sealed), END
};
static const struct shape msg_holder_shape = SHAPE_OF(msg_holder);
static const struct field msg_rotation_fields[] = {
	LIST(msg_rotation, holder, n, LIMIT_TEAM_MEMBERS, &msg_holder_shape), END
};
static const struct shape msg_rotation_shape = SHAPE_OF(msg_rotation);
static const struct field msg_rotation_put_fields[] = {
	BYTES(msg_rotation_put, session), NAME(msg_rotation_put, team), BYTES(msg_rotation_put, pk),
	BYTES(msg_rotation_put, to_recovery), SPAN(msg_rotation_put, roster),
	BYTES(msg_rotation_put, signature), SHAPE(msg_rotation_put, to, &msg_rotation_shape), END
};
static const struct field msg_rewrap_get_fields[] = {
	BYTES(msg_rewrap_get, session), NAME(msg_rewrap_get, team), END
};
static const struct field msg_rewrap_case_fields[] = {
	BYTES(msg_rewrap_case, report), BYTES(msg_rewrap_case, key), BYTES(msg_rewrap_case, sealed), END
};
static const struct shape msg_rewrap_case_shape = SHAPE_OF(msg_rewrap_case);
static const struct field msg_rewrap_tag_fields[] = {
	BYTES(msg_rewrap_tag, report), BYTES(msg_rewrap_tag, key), BYTES(msg_rewrap_tag, was),
	BYTES(msg_rewrap_tag, tag), BYTES(msg_rewrap_tag, sealed), END
};
static const struct shape msg_rewrap_tag_shape = SHAPE_OF(msg_rewrap_tag);
static const struct field msg_rewrap_fields[] = {
	LIST(msg_rewrap, row, n, REWRAP_CASES, &msg_rewrap_case_shape),
	LIST(msg_rewrap, tag, n_tags, REWRAP_TAGS, &msg_rewrap_tag_shape), END
};
static const struct shape msg_rewrap_shape = SHAPE_OF(msg_rewrap);
static const struct field msg_rewrap_put_fields[] = {
	BYTES(msg_rewrap_put, session), NAME(msg_rewrap_put, team), BYTES(msg_rewrap_put, present),
	SHAPE(msg_rewrap_put, to, &msg_rewrap_shape), END
};
static const struct field msg_audit_get_fields[] = {
	BYTES(msg_audit_get, session), NUMBER(msg_audit_get, before), END
};
static const struct field msg_audit_row_fields[] = {
	NUMBER(msg_audit_row, seq), NUMBER(msg_audit_row, at), NAME(msg_audit_row, who),
	NAME(msg_audit_row, what), NAME(msg_audit_row, why), NAME(msg_audit_row, subject), END
};
static const struct shape msg_audit_row_shape = SHAPE_OF(msg_audit_row);
static const struct field msg_audit_fields[] = {
	NUMBER(msg_audit, head), BYTES(msg_audit, hash),
	LIST(msg_audit, row, n, LIMIT_DESK_PAGE, &msg_audit_row_shape), END
};
static const struct field msg_health_get_fields[] = { BYTES(msg_health_get, session), END };
static const struct field msg_health_fields[] = {
	NUMBER(msg_health, open), NUMBER(msg_health, stored), NUMBER(msg_health, disk_free),
	NUMBER(msg_health, database), NUMBER(msg_health, members), NUMBER(msg_health, sessions),
	NUMBER(msg_health, teams), NUMBER(msg_health, teams_empty), NUMBER(msg_health, teams_waiting),
	NUMBER(msg_health, invites), NUMBER(msg_health, unsent), NUMBER(msg_health, roster), NUMBER(msg_health, audit),
	BYTES(msg_health, hash), END
};
static const struct field msg_refused_put_fields[] = {
	BYTES(msg_refused_put, session), NAME(msg_refused_put, why), END
};

const struct msg_type_row msg_types[MSG_TYPE_N] = {
	[MSG_READY] = { msg_nothing_fields, false },
	[MSG_DRAIN] = { msg_nothing_fields, false },
	[MSG_CHANNEL] = { msg_channel_fields, true },
	[MSG_POLICY] = { msg_policy_fields, false },
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
	[MSG_COPY_PUT] = { msg_copy_put_fields, false },
	[MSG_CLEAN] = { msg_clean_fields, true },
	[MSG_CLEANING] = { msg_nothing_fields, true },
	[MSG_LIST] = { msg_list_fields, false },
	[MSG_LOOKS] = { msg_looks_fields, false },
	[MSG_RELATED] = { msg_related_fields, false },
	[MSG_INVITED] = { msg_invited_fields, false },
	[MSG_PEOPLE] = { msg_people_fields, false },
	[MSG_INVITES] = { msg_invites_fields, false },
	[MSG_ROTATION] = { msg_rotation_fields, false },
	[MSG_REWRAP] = { msg_rewrap_fields, false },
	[MSG_TEAMS] = { msg_teams_fields, false },
	[MSG_AUDIT] = { msg_audit_fields, false },
	[MSG_HEALTH] = { msg_health_fields, false },
	[MSG_LIST_GET] = { msg_list_get_fields, false },
	[MSG_CASE_PUT] = { msg_case_put_fields, false },
	[MSG_LOOKS_GET] = { msg_looks_get_fields, false },
	[MSG_RELATED_GET] = { msg_related_get_fields, false },
	[MSG_LOG_PUT] = { msg_log_put_fields, false },
	[MSG_INVITED_GET] = { msg_invited_get_fields, false },
	[MSG_ENROL] = { msg_enrol_fields, false },
	[MSG_PASSPHRASE_PUT] = { msg_passphrase_put_fields, false },
	[MSG_SECOND_PUT] = { msg_second_put_fields, false },
	[MSG_AWAY_PUT] = { msg_away_put_fields, false },
	[MSG_PEOPLE_GET] = { msg_people_get_fields, false },
	[MSG_INVITES_GET] = { msg_invites_get_fields, false },
	[MSG_INVITE_PUT] = { msg_invite_put_fields, false },
	[MSG_INVITE_DROP] = { msg_invite_drop_fields, false },
	[MSG_ADMIT] = { msg_admit_fields, false },
	[MSG_LEAVE] = { msg_leave_fields, false },
	[MSG_TEAMS_GET] = { msg_teams_get_fields, false },
	[MSG_TEAM_PUT] = { msg_team_put_fields, false },
	[MSG_ROTATION_GET] = { msg_rotation_get_fields, false },
	[MSG_ROTATION_PUT] = { msg_rotation_put_fields, false },
	[MSG_REWRAP_GET] = { msg_rewrap_get_fields, false },
	[MSG_REWRAP_PUT] = { msg_rewrap_put_fields, false },
	[MSG_AUDIT_GET] = { msg_audit_get_fields, false },
	[MSG_HEALTH_GET] = { msg_health_get_fields, false },
	[MSG_REFUSED_PUT] = { msg_refused_put_fields, false },
	[MSG_ESCALATIONS] = { msg_escalations_fields, false },
	[MSG_DOSSIERS] = { msg_dossiers_fields, false },
	[MSG_ALERTS] = { msg_alerts_fields, false },
	[MSG_OUTBOX] = { msg_outbox_fields, false },
	[MSG_SENDINGS] = { msg_sendings_fields, false },
	[MSG_PASS_PUT] = { msg_pass_put_fields, false },
	[MSG_SHARE_PUT] = { msg_share_put_fields, false },
	[MSG_DOSSIER_PUT] = { msg_dossier_put_fields, false },
	[MSG_DOSSIERS_GET] = { msg_dossiers_get_fields, false },
	[MSG_ESCALATIONS_GET] = { msg_escalations_get_fields, false },
	[MSG_TAKEN_PUT] = { msg_taken_put_fields, false },
	[MSG_DEVICE_IN] = { msg_device_in_fields, false },
	[MSG_ALERT_TEST] = { msg_alert_test_fields, false },
	[MSG_SENDINGS_GET] = { msg_sendings_get_fields, false },
	[MSG_ALERTS_GET] = { msg_nothing_fields, false },
	[MSG_ALERT_RAISED] = { msg_alert_raised_fields, false },
	[MSG_OUTBOX_GET] = { msg_nothing_fields, false },
	[MSG_OUTBOX_DONE] = { msg_outbox_done_fields, false },
};
