/* store.h: everything that is kept, behind one header without an engine's types (SQLite today, PostgreSQL planned).
 * All of it is sealed or coarse; the schema's CHECKs refuse the rest. Nothing here reads a clock: now is given,
 * in seconds since 1970 UTC. Errors: GW_EABSENT no such row, GW_ECONFLICT somebody was first, GW_EDENIED not this
 * member's, GW_EBUSY locked, GW_EFULL no room, GW_EIO anything else. */
#ifndef STORE_H
#define STORE_H

#include <stdio.h>

#include "msg.h"

struct store;

enum store_mode {
	STORE_CREATE,	/* must not exist yet; runs all migrations */
	STORE_SERVE,	/* the vault: migrates, then serves */
	STORE_ADMIN,	/* concernd's verbs beside a running vault: no migration */
	STORE_READ	/* verify-audit: read only */
};

/* Fault: one sentence to err. GW_ENEWER: from a newer version, untouched. Gives *s. */
GW_CHECKED enum gw_err store_open(const char *file, enum store_mode mode, FILE *err, struct store **s);
void store_close(struct store *s);

/* One transaction; inside it, a mark before each request so that one refusal takes nothing else down. Whatever changes
 * something is GW_EBUG outside. After GW_OK, and after GW_EABSENT and GW_EDENIED too, keep: then nothing was done but
 * what the audit chain must remember. After anything else undo. */
GW_CHECKED enum gw_err store_begin(struct store *s);
GW_CHECKED enum gw_err store_commit(struct store *s);	/* on failure everything since begin is undone */
void store_rollback(struct store *s);
/* Between transactions: copies a log that has grown long into the main file. What was committed is safe without it, so
 * a fault is no lost report: the log only grows until it works again. */
GW_CHECKED enum gw_err store_tend(struct store *s);
GW_CHECKED enum gw_err store_mark(struct store *s);
void store_keep(struct store *s);	/* since the mark */
void store_undo(struct store *s);	/* since the mark */

/* --- intake's --- */
GW_CHECKED enum gw_err store_report_put(struct store *s, const struct msg_report_put *r, int64_t now);
/* Parts point into the store until its next call. */
GW_CHECKED enum gw_err store_thread_by_tag(struct store *s, const struct msg_thread_by_tag *q, struct msg_thread *out);
GW_CHECKED enum gw_err store_reply_put(struct store *s, const struct msg_reply_put *r, int64_t now);

/* --- desk's; each looks the session up itself and acts for its member's teams only --- */
GW_CHECKED enum gw_err store_session_put(struct store *s, const struct msg_sign_in *in, int64_t now);
GW_CHECKED enum gw_err store_session_get(struct store *s, const uint8_t session[SESSION_ID], int64_t now,
    struct msg_session *out);
GW_CHECKED enum gw_err store_session_drop(struct store *s, const uint8_t session[SESSION_ID], int64_t now);
GW_CHECKED enum gw_err store_sign_in_failed(struct store *s, const char *name, int64_t now);
/* Forgets sessions that have ended: idle for 15 minutes, or 8 hours old. */
GW_CHECKED enum gw_err store_tidy(struct store *s, int64_t now);
GW_CHECKED enum gw_err store_queue_get(struct store *s, const struct msg_queue_get *q, int64_t now,
    struct msg_queue *out);
GW_CHECKED enum gw_err store_case_get(struct store *s, const struct msg_case_get *q, int64_t now,
    struct msg_thread *out);
GW_CHECKED enum gw_err store_answer_put(struct store *s, const struct msg_answer_put *a, int64_t now);
/* The spool name and sealed size of an attachment that this member may open. */
GW_CHECKED enum gw_err store_file_get(struct store *s, const struct msg_file_get *q, int64_t now,
    char name[SPOOL_NAME + 1], uint64_t *sealed_bytes);

/* --- the spool's --- */
/* GW_EABSENT: no row names this file, it is an orphan. */
GW_CHECKED enum gw_err store_file_known(struct store *s, const char *name);

/* --- people and keys: concernd init, enrol; read by the vault too --- */
GW_CHECKED enum gw_err store_roster_put(struct store *s, uint64_t version, struct span body,
    const uint8_t signature[SIGNATURE_BYTES]);
GW_CHECKED enum gw_err store_roster_get(struct store *s, struct msg_roster *out);
GW_CHECKED enum gw_err store_team_put(struct store *s, const struct roster_team *team, const char *name,
    const uint8_t to_recovery[GRANT_BYTES]);
GW_CHECKED enum gw_err store_team_recovery(struct store *s, const char *team, uint8_t to_recovery[GRANT_BYTES]);
GW_CHECKED enum gw_err store_member_put(struct store *s, const struct msg_member *m, int64_t now);
GW_CHECKED enum gw_err store_member_get(struct store *s, const char *name, struct msg_member *out);
GW_CHECKED enum gw_err store_membership_put(struct store *s, const char *member, const char *team,
    const uint8_t team_key[GRANT_BYTES], int64_t now);
/* Keys of one member's teams. */
GW_CHECKED enum gw_err store_memberships(struct store *s, const char *member, struct msg_session *out);
/* The roster signing seed, sealed to "recovery" or to an administrator's name. */
GW_CHECKED enum gw_err store_seed_put(struct store *s, const char *holder, const uint8_t seed[GRANT_BYTES]);
GW_CHECKED enum gw_err store_seed_get(struct store *s, const char *holder, uint8_t seed[GRANT_BYTES]);

/* --- audit: append-only, hash-chained --- */
struct audit_verdict { uint64_t entries, bad_entry; uint8_t head[32]; const char *what; };
/* GW_OK: every entry fits the one before it, and every report's sealed parts are those the chain recorded.
 * GW_EDENIED: bad_entry and what (static text) say where and how it does not. */
GW_CHECKED enum gw_err store_audit_verify(struct store *s, struct audit_verdict *v);
#endif
