/* msg.h: every message between our processes: one struct, one encode, one decode. A neighbour may be compromised, so
 * decoding checks every length; it copies nothing: spans point into the bytes given. Integers are big-endian. */
#ifndef MSG_H
#define MSG_H

#include <stdint.h>

#include "buf.h"
#include "err.h"
#include "grant.h"
#include "keys.h"
#include "limit.h"
#include "policy.h"
#include "roster.h"
#include "seal.h"

enum msg_type {
	/* any process ↔ warden */
	MSG_READY = 1,		/* child: set up, serving */
	MSG_DRAIN,		/* warden: finish what is in flight, then leave with status 0 */
	MSG_CHANNEL,		/* warden, with a descriptor: to (intake, desk) or from (vault, cleaner) another */
	MSG_POLICY,		/* warden, to the vault: which triage policy decides from here on */
	/* answers of the vault; each repeats the request's number */
	MSG_RESULT,		/* just an error code */
	MSG_ROSTER, MSG_SPOOL, MSG_THREAD, MSG_MEMBER, MSG_SESSION, MSG_QUEUE, MSG_FILE,
	MSG_LIST, MSG_LOOKS, MSG_RELATED, MSG_INVITED, MSG_PEOPLE, MSG_INVITES, MSG_ROTATION, MSG_REWRAP, MSG_TEAMS,
	MSG_AUDIT, MSG_HEALTH, MSG_ESCALATIONS, MSG_DOSSIERS, MSG_ALERTS, MSG_OUTBOX,
	MSG_SENDINGS,
	MSG_CLEANING,		/* the cleaner's answer */
	/* intake or desk → cleaner */
	MSG_CLEAN,
	/* intake or desk → vault */
	MSG_ROSTER_GET,
	MSG_SPOOL_OPEN, MSG_SPOOL_DROP,
	/* intake → vault */
	MSG_REPORT_PUT, MSG_THREAD_BY_TAG, MSG_REPLY_PUT,
	/* desk → vault */
	MSG_MEMBER_GET, MSG_SIGN_IN, MSG_SIGN_IN_FAILED, MSG_SESSION_GET, MSG_SIGN_OUT,
	MSG_QUEUE_GET, MSG_CASE_GET, MSG_FILE_GET, MSG_COPY_PUT,
	/* casework; each for a session */
	MSG_LIST_GET, MSG_CASE_PUT, MSG_LOOKS_GET, MSG_RELATED_GET, MSG_LOG_PUT,
	/* people and teams: at the door, then for a session */
	MSG_INVITED_GET, MSG_ENROL,
	MSG_PASSPHRASE_PUT, MSG_SECOND_PUT, MSG_AWAY_PUT,
	MSG_PEOPLE_GET, MSG_INVITES_GET, MSG_INVITE_PUT, MSG_INVITE_DROP, MSG_ADMIT, MSG_LEAVE,
	MSG_TEAMS_GET, MSG_TEAM_PUT, MSG_ROTATION_GET, MSG_ROTATION_PUT, MSG_REWRAP_GET, MSG_REWRAP_PUT,
	MSG_AUDIT_GET, MSG_HEALTH_GET, MSG_REFUSED_PUT,
	/* from case to case, to the meeting, to a device */
	MSG_PASS_PUT, MSG_SHARE_PUT, MSG_DOSSIER_PUT, MSG_DOSSIERS_GET,
	MSG_ESCALATIONS_GET, MSG_TAKEN_PUT, MSG_DEVICE_IN,
	MSG_ALERT_TEST, MSG_SENDINGS_GET,
	/* notify → vault */
	MSG_ALERTS_GET, MSG_ALERT_RAISED, MSG_OUTBOX_GET, MSG_OUTBOX_DONE,
	MSG_TYPE_N
};

/* Whose channel: of the vault's clients, or, to intake and desk, the one to the cleaner. */
enum channel_role { CHANNEL_INTAKE = 1, CHANNEL_DESK = 2, CHANNEL_NOTIFY = 3, CHANNEL_CLEANER = 4 };

enum { SPOOL_NAME = 32, MSG_PARTS = 32, MSG_ROWS = LIMIT_QUEUE_PAGE };

struct msg_channel { uint8_t role; };
struct msg_policy { char version[LIMIT_NAME + 1]; };
struct msg_result { uint8_t err; };
struct msg_roster { struct span body; uint8_t signature[SIGNATURE_BYTES]; };
/* Answer to SPOOL_OPEN, with a writable descriptor; and the request to drop. The name is hexadecimal, the vault's. */
struct msg_spool { char name[SPOOL_NAME + 1]; };

/* key: which of the team's keys it is sealed to. */
struct msg_grant { char team[LIMIT_TEAM + 1]; uint8_t key[KEY_ID], sealed[GRANT_BYTES]; };
#include "msg_files.h"

/* A new report: parts 0 (body) and 1 (decision), and the head over both. */
struct msg_report_put {
	uint8_t report[ID_BYTES], tag[TAG_BYTES], reporter_pk[KEY_BYTES], reporter_grant[GRANT_BYTES];
	uint8_t band;
	uint8_t lists;		/* for the next meeting: immediate, urgent, or gang exploitation at any band */
	int64_t due;
	uint8_t n_grants, n_files;
	struct msg_grant grant[LIMIT_GRANTS];
	struct msg_spooled file[LIMIT_FILES];
	struct span body, decision, head;
};

/* Asks for a thread from part `from` on. By tag: only what a reporter may have. */
struct msg_thread_by_tag { uint8_t tag[TAG_BYTES]; uint32_t from; };

struct msg_part { uint8_t kind; uint32_t seq; uint8_t digest[SEAL_DIGEST]; struct span sealed; /* empty: not yours */ };
enum { MSG_HOLDERS = LIMIT_GRANTS * (LIMIT_TEAM + 1) };
/* As many parts from `from` on as fit one message; total parts; the head belongs to total. */
struct msg_thread {
	uint8_t report[ID_BYTES], grant[GRANT_BYTES];	/* the reporter's, or the asking member's team's */
	char team[LIMIT_TEAM + 1];			/* whose grant; "" for the reporter's */
	char assigned[LIMIT_NAME + 1];			/* "": nobody's, or the reporter asked */
	uint8_t state, band;
	uint8_t kind;					/* enum case_kind */
	uint8_t helps;					/* another team helps, too */
	uint8_t has_community;				/* for staff: community safety can open it */
	char teams[MSG_HOLDERS];			/* for staff: who works on it: codes, a space between */
	int64_t received, due;
	/* when staff first opened it; 0: never; for staff, while it is open */
	int64_t seen;
	uint32_t total, files;				/* files: next attachment's number */
	struct span head;
	uint8_t n;
	struct msg_part part[MSG_PARTS];
};

/* The next part of a thread: GW_ECONFLICT unless seq is its length and files its number of attachments so far. */
struct msg_part_put {
	uint8_t report[ID_BYTES];
	uint32_t seq, files;
	uint8_t n_files;
	struct msg_spooled file[LIMIT_FILES];
	struct span part, head;
};
struct msg_reply_put { uint8_t tag[TAG_BYTES]; struct msg_part_put put; };	/* part kind: PART_FROM_REPORTER */

/* Everything below runs for a session; the vault, not the desk, decides which teams that is. */
/* Urgent response (line 0: immediate and urgent) comes before the others (line 1), in each the soonest due first. After
 * this place; the first page: all zeros. */
struct msg_queue_get {
	uint8_t session[SESSION_ID], line;
	int64_t after_due;
	uint8_t after[ID_BYTES];
	uint16_t limit;
};
struct msg_row {
	uint8_t report[ID_BYTES];
	char team[LIMIT_TEAM + 1];
	uint8_t band, state;
	int64_t received, due;
};
struct msg_queue { uint64_t open; uint16_t n; struct msg_row row[MSG_ROWS]; };	/* open: all of them */
/* What for (surveys). CASE_LOOKS: a person reads it: it is read, seen, and its ladder of those people's teams ends.
 * CASE_SURVEYS: one of many that a figure, a board or a map is made from: no look, and no entry of its own in the audit
 * chain, which has the survey. GW_EDENIED unless ESCALATIONS_GET began one for this session within SURVEY_SECONDS,
 * or the case is not one of community safety's. CASE_ACTS: to do something with it, or to show a form: it is in the
 * chain as opened, and is no look. */
enum { SURVEY_SECONDS = 900 };
enum case_reading { CASE_LOOKS, CASE_SURVEYS, CASE_ACTS, CASE_READING_N };
struct msg_case_get { uint8_t session[SESSION_ID], report[ID_BYTES], surveys; uint32_t from; };

#include "msg_casework.h"
#include "msg_people.h"
#include "msg_response.h"

struct msg {
	enum msg_type type;
	uint32_t request;	/* chosen by the asker; repeated in the answer */
	int fd;			/* travels beside the bytes; -1 for none */
	union {
		struct msg_channel channel;
		struct msg_policy policy;
		struct msg_result result;
		struct msg_roster roster;
		struct msg_spool spool;
		struct msg_report_put report_put;
		struct msg_thread_by_tag thread_by_tag;
		struct msg_thread thread;
		struct msg_reply_put reply_put;
		struct msg_name name;
		struct msg_member member;
		struct msg_sign_in sign_in;
		struct msg_session_id session_id;
		struct msg_session session;
		struct msg_queue_get queue_get;
		struct msg_queue queue;
		struct msg_case_get case_get;
		struct msg_file_get file_get;
		struct msg_file file;
		struct msg_copy_put copy_put;
		struct msg_clean clean;
		struct msg_list_get list_get;
		struct msg_list list;
		struct msg_case_put case_put;
		struct msg_looks_get looks_get;
		struct msg_looks looks;
		struct msg_related_get related_get;
		struct msg_related related;
		struct msg_log_put log_put;
		struct msg_invited_get invited_get;
		struct msg_invited invited;
		struct msg_enrol enrol;
		struct msg_passphrase_put passphrase_put;
		struct msg_second_put second_put;
		struct msg_away_put away_put;
		struct msg_people_get people_get;
		struct msg_people people;
		struct msg_invites_get invites_get;
		struct msg_invites invites;
		struct msg_invite_put invite_put;
		struct msg_invite_drop invite_drop;
		struct msg_admit admit;
		struct msg_leave leave;
		struct msg_teams_get teams_get;
		struct msg_teams teams;
		struct msg_team_put team_put;
		struct msg_rotation_get rotation_get;
		struct msg_rotation rotation;
		struct msg_rotation_put rotation_put;
		struct msg_rewrap_get rewrap_get;
		struct msg_rewrap rewrap;
		struct msg_rewrap_put rewrap_put;
		struct msg_audit_get audit_get;
		struct msg_audit audit;
		struct msg_health_get health_get;
		struct msg_health health;
		struct msg_refused_put refused_put;
		struct msg_pass_put pass_put;
		struct msg_share_put share_put;
		struct msg_dossier_put dossier_put;
		struct msg_dossiers_get dossiers_get;
		struct msg_dossiers dossiers;
		struct msg_escalations_get escalations_get;
		struct msg_escalations escalations;
		struct msg_taken_put taken_put;
		struct msg_device_in device_in;
		struct msg_alert_test alert_test;
		struct msg_sendings_get sendings_get;
		struct msg_sendings sendings;
		struct msg_alerts alerts;
		struct msg_alert_raised alert_raised;
		struct msg_outbox outbox;
		struct msg_outbox_done outbox_done;
	} u;
};

/* Appends the bytes of m (not its fd). GW_ELIMIT past LIMIT_WIRE or a count over its array. */
GW_CHECKED enum gw_err msg_encode(const struct msg *m, struct buf *out);
/* Reads exactly one message. GW_EINPUT: not one of ours. Spans in *m are lent by bytes; m->fd is -1. */
GW_CHECKED enum gw_err msg_decode(struct span bytes, struct msg *m);
/* Whether a message of this type comes with a descriptor; wire refuses one more and one less. */
bool msg_carries_fd(enum msg_type type);
#endif
