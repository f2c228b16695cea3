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
/* GW_EBUSY: a grant is to a key that its team does not have, nor had an hour ago: seal it by a newer list of teams. */
GW_CHECKED enum gw_err store_report_put(struct store *s, const struct msg_report_put *r, int64_t now);
/* Parts point into the store until its next call. */
GW_CHECKED enum gw_err store_thread_by_tag(struct store *s, const struct msg_thread_by_tag *q, struct msg_thread *out);
GW_CHECKED enum gw_err store_reply_put(struct store *s, const struct msg_reply_put *r, int64_t now);

/* --- desk's; each looks the session up itself and acts for its member's teams only --- */
GW_CHECKED enum gw_err store_session_put(struct store *s, const struct msg_sign_in *in, int64_t now);
GW_CHECKED enum gw_err store_session_get(struct store *s, const uint8_t session[SESSION_ID], int64_t now,
    struct msg_session *out);
/* The same for a page that looks by itself: nobody was there, the idle time goes on. */
GW_CHECKED enum gw_err store_session_look(struct store *s, const uint8_t session[SESSION_ID], int64_t now,
    struct msg_session *out);
GW_CHECKED enum gw_err store_session_drop(struct store *s, const uint8_t session[SESSION_ID], int64_t now);
/* For whoever the token is sealed to. */
GW_CHECKED enum gw_err store_device_in(struct store *s, const struct msg_device_in *in, int64_t now);
GW_CHECKED enum gw_err store_sign_in_failed(struct store *s, const char *name, int64_t now);
/* Forgets what has ended: sessions that were idle for 15 minutes or are 8 hours old, invitations, and old team keys
 * that open nothing any more. */
GW_CHECKED enum gw_err store_tidy(struct store *s, int64_t now);
GW_CHECKED enum gw_err store_queue_get(struct store *s, const struct msg_queue_get *q, int64_t now,
    struct msg_queue *out);
GW_CHECKED enum gw_err store_case_get(struct store *s, const struct msg_case_get *q, int64_t now,
    struct msg_thread *out);
/* One page of the console's lists; its spans point into the store until its next call. */
GW_CHECKED enum gw_err store_list_get(struct store *s, const struct msg_list_get *q, int64_t now,
    struct msg_list *out);
/* GW_ECONFLICT, GW_EDENIED, GW_EINPUT: as msg_case_put says. GW_ELIMIT: no more parts, tags or tasks fit. */
GW_CHECKED enum gw_err store_case_put(struct store *s, const struct msg_case_put *p, int64_t now);
/* GW_EDENIED: a member of no team that reads cases. */
GW_CHECKED enum gw_err store_log_put(struct store *s, const struct msg_log_put *l, int64_t now);
GW_CHECKED enum gw_err store_related_get(struct store *s, const struct msg_related_get *q, int64_t now,
    struct msg_related *out);
GW_CHECKED enum gw_err store_looks_get(struct store *s, const struct msg_looks_get *q, int64_t now,
    struct msg_looks *out);
/* These as msg_response.h says. Only ways that are allowed: a school to community safety and the LADO, community safety
 * to any school and the LADO, the LADO to community safety; else GW_EINPUT. GW_EBUSY as store_report_put. */
GW_CHECKED enum gw_err store_pass_put(struct store *s, const struct msg_pass_put *p, int64_t now);
GW_CHECKED enum gw_err store_share_put(struct store *s, const struct msg_share_put *p, int64_t now);
/* Where the bytes of an attachment are that this member may have, as msg_file_get says, but for what is held: that is
 * GW_OK too, because the audit chain has who tried, with no name and why (enum held). */
struct stored_file { char name[SPOOL_NAME + 1]; uint64_t sealed_bytes; uint8_t held; };
GW_CHECKED enum gw_err store_file_get(struct store *s, const struct msg_file_get *q, int64_t now,
    struct stored_file *out);
/* As msg_copy_put says. GW_EABSENT: no such file. GW_EDENIED: a device. GW_EINPUT: it is held, or what was made is no
 * copy. */
GW_CHECKED enum gw_err store_copy_put(struct store *s, const struct msg_copy_put *p, int64_t now);

/* --- people: at the door --- */
/* GW_EABSENT: no such invitation, or it has ended. */
GW_CHECKED enum gw_err store_invited_get(struct store *s, const struct msg_invited_get *q, int64_t now,
    struct msg_invited *out);
/* Uses the invitation up. GW_EABSENT as above; GW_EINPUT: not what the invitation says; a device that has codes, or was
 * invited as an administrator or auditor. */
GW_CHECKED enum gw_err store_enrol(struct store *s, const struct msg_enrol *q, int64_t now);

/* --- a member's own --- */
GW_CHECKED enum gw_err store_passphrase_put(struct store *s, const struct msg_passphrase_put *q, int64_t now);
/* Ends the member's other sessions; this one is as if signed in with the second factor. */
GW_CHECKED enum gw_err store_second_put(struct store *s, const struct msg_second_put *q, int64_t now);
/* GW_EINPUT: a day that has passed or is over a year off, or a cover who shares no team. */
GW_CHECKED enum gw_err store_away_put(struct store *s, const struct msg_away_put *q, int64_t now);
/* Also for those who are no administrators: then their own teams, and who waits to be let into them. */
GW_CHECKED enum gw_err store_people_get(struct store *s, const struct msg_people_get *q, int64_t now,
    struct msg_people *out);
/* By a member of that team (GW_EDENIED). GW_EABSENT: nobody of that name waits for it. GW_ECONFLICT: the team got a new
 * key just now: take that one, in a minute. GW_ELIMIT: too many teams, or people in it. */
GW_CHECKED enum gw_err store_admit(struct store *s, const struct msg_admit *q, int64_t now);
GW_CHECKED enum gw_err store_refused_put(struct store *s, const struct msg_refused_put *q, int64_t now);
/* By a member of that team (GW_EDENIED). PUT, GW_ECONFLICT: the team got another new key meanwhile. */
GW_CHECKED enum gw_err store_rewrap_get(struct store *s, const struct msg_rewrap_get *q, int64_t now,
    struct msg_rewrap *out);
GW_CHECKED enum gw_err store_rewrap_put(struct store *s, const struct msg_rewrap_put *q, int64_t now);

/* --- community safety's, as msg_response.h says; for others GW_EDENIED, and the audit chain has it --- */
GW_CHECKED enum gw_err store_dossier_put(struct store *s, const struct msg_dossier_put *p, int64_t now);
GW_CHECKED enum gw_err store_dossiers_get(struct store *s, const struct msg_dossiers_get *q, int64_t now,
    struct msg_dossiers *out);
/* GW_EDENIED also: goes on with a survey that this session did not begin, or more than SURVEY_SECONDS ago. */
GW_CHECKED enum gw_err store_escalations_get(struct store *s, const struct msg_escalations_get *q, int64_t now,
    struct msg_escalations *out);
/* GW_EABSENT: no case of community safety's. GW_EINPUT: it has not come so far. */
GW_CHECKED enum gw_err store_taken_put(struct store *s, const struct msg_taken_put *p, int64_t now);

/* --- administrators'; for others GW_EDENIED, and the audit chain has it --- */
/* MSG_PERSONS invitations at a time (GW_ELIMIT), each for LIMIT_INVITE_DAYS. GW_ECONFLICT: the name is or was
 * somebody's, or is invited already. GW_EINPUT: no name, neither a team nor the auditor's duty, or both. */
GW_CHECKED enum gw_err store_invite_put(struct store *s, const struct msg_invite_put *q, int64_t now);
GW_CHECKED enum gw_err store_invite_drop(struct store *s, const struct msg_invite_drop *q, int64_t now);
GW_CHECKED enum gw_err store_invites_get(struct store *s, const struct msg_invites_get *q, int64_t now,
    struct msg_invites *out);
/* GW_EINPUT: oneself; so one administrator always stays. GW_EABSENT: not one of us, or no longer. Their cases are then
 * nobody's, their invitations end; their tasks keep the name. */
GW_CHECKED enum gw_err store_leave(struct store *s, const struct msg_leave *q, int64_t now);
GW_CHECKED enum gw_err store_teams_get(struct store *s, const struct msg_teams_get *q, int64_t now,
    struct msg_teams *out);
/* Who signed the list is the caller's to check. GW_ECONFLICT: there is such a team, or the list fits no more. */
GW_CHECKED enum gw_err store_team_new(struct store *s, const struct msg_team_put *q, int64_t now);
GW_CHECKED enum gw_err store_rotation_get(struct store *s, const struct msg_rotation_get *q, int64_t now,
    struct msg_rotation *out);
/* As above; GW_ECONFLICT: sealed to others than are in the team now. GW_EINPUT: not a new key. GW_ELIMIT: somebody of
 * it holds LIMIT_OLD_KEYS older keys: what is sealed to those has to be sealed anew first. */
GW_CHECKED enum gw_err store_rotation_put(struct store *s, const struct msg_rotation_put *q, int64_t now);
/* All but disk_free. */
GW_CHECKED enum gw_err store_health_get(struct store *s, const struct msg_health_get *q, int64_t now,
    struct msg_health *out);
/* A mail, or a call of the webhook, to this person; whether there is one of this code is the caller's to know. */
GW_CHECKED enum gw_err store_alert_test(struct store *s, const struct msg_alert_test *q, int64_t now);
GW_CHECKED enum gw_err store_sendings_get(struct store *s, const struct msg_sendings_get *q, int64_t now,
    struct msg_sendings *out);
/* --- auditors', in the same way --- */
GW_CHECKED enum gw_err store_audit_get(struct store *s, const struct msg_audit_get *q, int64_t now,
    struct msg_audit *out);

/* --- notify's: what is due now, pages first, and what became of it, as msg_response.h says --- */
GW_CHECKED enum gw_err store_alerts_get(struct store *s, int64_t now, struct msg_alerts *out);
GW_CHECKED enum gw_err store_alert_raised(struct store *s, const struct msg_alert_raised *r, int64_t now);
GW_CHECKED enum gw_err store_outbox_get(struct store *s, int64_t now, struct msg_outbox *out);
GW_CHECKED enum gw_err store_outbox_done(struct store *s, const struct msg_outbox_done *d, int64_t now);
/* Forgets when people were last told, after months: some have gone. */
GW_CHECKED enum gw_err store_alerts_tidy(struct store *s, int64_t now);

/* --- the spool's --- */
/* GW_EABSENT: no row names this file, neither as an attachment nor as a copy: it is an orphan. */
GW_CHECKED enum gw_err store_file_known(struct store *s, const char *name);

/* --- people and keys: concernd init, enrol; read by the vault too --- */
GW_CHECKED enum gw_err store_roster_put(struct store *s, uint64_t version, struct span body,
    const uint8_t signature[SIGNATURE_BYTES]);
GW_CHECKED enum gw_err store_roster_get(struct store *s, struct msg_roster *out);
GW_CHECKED enum gw_err store_team_put(struct store *s, const struct roster_team *team, const char *name,
    const uint8_t to_recovery[GRANT_BYTES]);
GW_CHECKED enum gw_err store_team_recovery(struct store *s, const char *team, uint8_t to_recovery[GRANT_BYTES]);
GW_CHECKED enum gw_err store_member_put(struct store *s, const struct msg_member *m, int64_t now);
/* GW_EABSENT: nobody of that name, or it has left; or, for the desk, it is a device's. */
GW_CHECKED enum gw_err store_member_get(struct store *s, const char *name, struct msg_member *out);
GW_CHECKED enum gw_err store_membership_put(struct store *s, const char *member, const char *team, enum title title,
    const uint8_t team_key[GRANT_BYTES], int64_t now);
/* Recovery codes of a new member. */
GW_CHECKED enum gw_err store_codes_put(struct store *s, const char *name, const struct msg_tag *code, size_t n);
/* This member reads the audit chain from here on. GW_EABSENT. */
GW_CHECKED enum gw_err store_auditor_put(struct store *s, const char *name, int64_t now);
/* The recovery key was used; why: for what, in our own words ("to enrol Ann Lead"). */
GW_CHECKED enum gw_err store_recovery_used(struct store *s, const char *why, int64_t now);
/* Keys that a team had before and that still open something, sealed to the recovery key; *n: how many of room there
 * are. Whoever is let in by the recovery key needs them too. */
GW_CHECKED enum gw_err store_old_recovery(struct store *s, const char *team, struct msg_old_key *key, size_t room,
    size_t *n);
GW_CHECKED enum gw_err store_old_key_put(struct store *s, const char *member, const struct msg_old_key *key);
/* Who is in a team, sealed zeros; and store_rotation_put for concernd: who is the administrator who proved to be one,
 * "" for the recovery key. */
GW_CHECKED enum gw_err store_holders(struct store *s, const char *team, struct msg_rotation *out);
GW_CHECKED enum gw_err store_team_rotate(struct store *s, const struct msg_rotation_put *q, const char *who,
    int64_t now);
/* store_team_new for concernd, in the same way. */
GW_CHECKED enum gw_err store_team_add(struct store *s, const struct msg_team_put *q, const char *who, int64_t now);
/* Keys of one member's teams. */
GW_CHECKED enum gw_err store_memberships(struct store *s, const char *member, struct msg_session *out);
/* The roster signing seed, sealed to "recovery" or to an administrator's name. */
GW_CHECKED enum gw_err store_seed_put(struct store *s, const char *holder, const uint8_t seed[GRANT_BYTES]);
GW_CHECKED enum gw_err store_seed_get(struct store *s, const char *holder, uint8_t seed[GRANT_BYTES]);

/* The triage policy that is in force now; an entry in the audit chain when it is not the one that was. */
GW_CHECKED enum gw_err store_policy_seen(struct store *s, const char *version, int64_t now);

/* --- audit: append-only, hash-chained --- */
struct audit_verdict { uint64_t entries, bad_entry; uint8_t head[AUDIT_HASH]; const char *what; };
/* GW_OK: every entry fits the one before it, and every report's sealed parts are those the chain recorded.
 * GW_EDENIED: bad_entry and what (static text) say where and how it does not. */
GW_CHECKED enum gw_err store_audit_verify(struct store *s, struct audit_verdict *v);
/* Each file of the spool that a row names: an attachment or a copy. Stops at what fn gives but for GW_OK. */
typedef enum gw_err store_spooled_fn(void *arg, const char *name, uint64_t sealed_bytes);
GW_CHECKED enum gw_err store_spooled_walk(struct store *s, store_spooled_fn *fn, void *arg);
/* The last entry's number and hash. */
GW_CHECKED enum gw_err store_audit_head(struct store *s, int64_t *entries, uint8_t hash[AUDIT_HASH]);
#endif
