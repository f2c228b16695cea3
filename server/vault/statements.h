/* statements.h: all SQL there is, in one table that says who may run what; and the store that holds it prepared. For
 * the rooms of this folder only: no engine's type leaves it. */
#ifndef STATEMENTS_H
#define STATEMENTS_H

#include <sqlite3.h>

#include "store.h"

/* For whom the store acts just now. Staff is not asked for but proved: by a session that has not ended. */
enum role {
	ROLE_INTAKE = 1,
	ROLE_DOOR = 2,		/* the desk, for somebody who is not signed in */
	ROLE_STAFF = 4,
	ROLE_SPOOL = 8,
	ROLE_ADMIN = 16,	/* concernd's verbs */
	ROLE_AUDITOR = 32,
	ROLE_SELF = 64,		/* transactions */
	ROLE_OFFICE = 128,	/* staff who is in the team ROSTER_ADMIN (visit_prove_admin): people and teams */
	ROLE_NOTIFY = 256,	/* who is told that something came */
	ROLE_RESPONSE = 512	/* beside ROLE_STAFF, in the team ROSTER_COMMUNITY (visit_prove_response) */
};

enum stmt {
	BEGIN, COMMIT, ROLLBACK, MARK, KEEP, UNDO, SNAPSHOT, SNAPSHOT_END,
	AUDIT_HEAD, AUDIT_ADD, AUDIT_HEAD_SET, AUDIT_WALK,
	REPORT_PUT, REPORT_BY_TAG, REPORT_BY_ID, REPORT_APPEND, HEAD_SET, REPORT_STATE,
	RECORD_REPORT, RECORD_PARTS, RECORD_GRANTS, RECORD_FILES, VERIFY_PARTS, VERIFY_QUEUE, VERIFY_SPOOLED,
	VERIFY_TOTALS,
	SEALED_PUT, PART_PUT, PARTS_FROM, GRANT_PUT, GRANT_OF, GRANT_HELD, FILE_PUT, FILE_KNOWN,
	QUEUE_PUT, QUEUE_DROP, QUEUE_PAGE, SHELF_PUT, SHELF_DROP, OPEN_ADD, OPEN_SUB, OPEN_COUNT,
	LIST_OPEN, LIST_CLOSED, LIST_SCHOOL, LIST_DECISION,
	CASE_COLUMNS, CASE_SET, CASE_REPLIED, CASE_SEEN, CASE_FIRST, CASE_SHARED, READS_CASES,
	LOOK_PUT, LOOK_PARTS, LOOKS_OF, LOOKS_DROP, TASK_PUT, TASK_COUNT, TASK_DROP, TASKS_DROP,
	TAG_PUT, TAG_COUNT, TAG_DROP, TAG_FIND,
	/* from team to team, and community safety's own: statements_response.c */
	GRANT_IS, GRANT_QUEUE, GRANT_DROP, GRANT_COUNT, TAGS_END, LOOKS_END, TASKS_END, ASSIGNED_END,
	ESCALATION_STEP, ESCALATION_PUT, ESCALATION_END, ESCALATION_LAST, ESCALATION_OF,
	ESCALATIONS_CHANGED, ESCALATIONS_LISTED, ESCALATIONS_EVER, TAKEN_PUT,
	DOSSIER_PUT, DOSSIER_LATEST, DOSSIER_PAGE,
	/* attachments: statements_files.c */
	FILE_OF, FILE_HOLD, COPY_PUT, ORIGINAL_PUT, ORIGINAL_OF, ORIGINAL_SAY, ORIGINAL_MAY,
	/* people: statements_people.c */
	SESSION_PUT, SESSION_FIND, SESSION_SEEN, SESSION_CASE, SESSION_SURVEY, SESSION_DROP, SESSION_TIDY,
	SESSION_END_OTHERS, SESSION_END_ALL, SESSION_PROVED, STEP_TAKE, CODE_TAKE, CODE_COUNT, CODE_PUT, CODE_CLEAR,
	PASSPHRASE_SET, SECOND_SET, AWAY_SET, COVER_FITS,
	ROSTER_PUT, ROSTER_GET, TEAM_PUT, TEAM_RECOVERY, TEAM_IS, TEAM_KIND, TEAM_KEYS, TEAM_PAGE, KEY_KNOWN,
	MEMBER_PUT, MEMBER_GET, MEMBER_KNOWN, DEVICE_IS, AUDITOR_SET, MEMBERSHIP_PUT, MEMBERSHIP_COUNT,
	MEMBERSHIP_OF, MEMBERSHIPS, OLD_KEYS, OLD_KEY_PUT, OLD_RECOVERY, OLD_KEYS_END, OLD_RECOVERY_END,
	SEED_PUT, SEED_GET,
	INVITE_TIDY, INVITE_PUT, INVITE_TEAM_PUT, INVITE_GET, INVITE_TEAMS, INVITE_LIST, INVITE_COUNT, INVITE_DROP,
	NEWCOMER_PUT, NEWCOMER_GET, NEWCOMER_DROP,
	PEOPLE_ALL, PEOPLE_NEAR, PLACES_ALL, PLACES_NEAR,
	LEAVE_TEAMS, LEAVE_MEMBERSHIPS, LEAVE_OLD_KEYS, LEAVE_SEED, LEAVE_NEWCOMER, LEAVE_COVER,
	LEAVE_CASES, LEAVE_INVITES, LEAVE_MEMBER,
	HOLDERS, OLD_KEYS_MOST, ROTATE_KEYS, ROTATE_RECOVERY, ROTATE_HOLDER, ROTATE_TEAM,
	REWRAP_GRANT_ROWS, REWRAP_TAG_ROWS, REWRAP_GRANT, REWRAP_TAG, REPORT_RECORDED,
	AUDIT_PAGE, HEALTH, POLICY_GET, POLICY_SET,
	/* alerts: statements_alerts.c */
	ALERT_WANT, ALERT_SEEN, ALERT_END, ALERTS_LEFT, ALERT_DUE, ALERT_MOVE, ALERT_DONE,
	OUTBOX_WANT, OUTBOX_DUE, OUTBOX_SENT, OUTBOX_FAILED, OUTBOX_DROP, OUTBOX_TIDY, OUTBOX_ALL,
	STMT_N
};

/* One row: who may run it, and what it is. */
struct statement { unsigned who; const char *sql; };
extern const struct statement statements_people[STMT_N], statements_alerts[STMT_N],
    statements_response[STMT_N], statements_files[STMT_N];

struct store {
	sqlite3 *db;
	enum store_mode mode;
	enum role role;
	char member[LIMIT_NAME + 1];	/* whose session it is, with ROLE_STAFF; else "" */
	enum gw_err broken;		/* why the engine gave up the open transaction by itself */
	bool is_open;			/* a transaction is */
	int log_pages;			/* in the write-ahead log after the last commit */
	struct buf lent;		/* what answers point into; its memory never moves */
	sqlite3_stmt *stmt[STMT_N];
};

/* Prepares every row. GW_EBUG with a sentence to err: a row does not fit the schema. */
GW_CHECKED enum gw_err statements_prepare(struct store *s, FILE *err);
void statements_finish(struct store *s);

/* Acts as role from here on, if the store's mode lets it. Forgets what was lent. GW_EDENIED. */
GW_CHECKED enum gw_err store_as(struct store *s, enum role role);
/* What the engine's error is in our words. */
enum gw_err store_fault(struct store *s, int rc);
/* A copy of bytes that lives until the store's next call; GW_ELIMIT when the answer would not fit a message. */
GW_CHECKED enum gw_err store_lend(struct store *s, struct span bytes, struct span *out);

/* One use of a statement: start, put every parameter in order, then run once or take rows; end. Faults stick, so only
 * the last call needs asking. */
struct use {
	struct store *store;
	sqlite3_stmt *st;
	int next;
	enum gw_err e;
};
/* GW_EDENIED sticks: not this role's. GW_EBUG sticks: writes outside a transaction. */
void use_start(struct use *u, struct store *s, enum stmt which);
void use_number(struct use *u, int64_t v);
void use_blob(struct use *u, const void *p, size_t n);	/* borrowed until the end */
void use_text(struct use *u, const char *text);
/* GW_OK: a row. GW_EABSENT: no more. Anything but GW_OK has ended the use. */
GW_CHECKED enum gw_err use_row(struct use *u);
/* For statements without rows: runs and ends. *changed may be NULL: rows that it changed. */
GW_CHECKED enum gw_err use_run(struct use *u, int *changed);
/* The key that the engine gave the row of the last insert. */
int64_t store_last_row(const struct store *s);
/* Ends early; gives what stuck, else e. A second end does nothing. */
enum gw_err use_end(struct use *u, enum gw_err e);

/* Columns of the present row. A blob of another length than asked for is GW_EIO, which sticks. */
int64_t use_get_number(struct use *u, int column);
void use_get_blob(struct use *u, int column, void *to, size_t n);
void use_get_text(struct use *u, int column, char *to, size_t room);
struct span use_get_span(struct use *u, int column);	/* lent until the next row */
#endif
