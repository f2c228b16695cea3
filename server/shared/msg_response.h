/* msg_response.h: how a case gets from team to team, into the morning's meeting (DRM), onto a computer of community
 * safety's, and how somebody is told that something came. Part of msg.h. */
#ifndef MSG_RESPONSE_H
#define MSG_RESPONSE_H

/* What a case is. Kept on disk: append only. Extracts are in the queue of the team that got them, as reports are; what
 * community safety makes for itself (from INCIDENT on) is in no queue. */
enum case_kind { KIND_REPORT, KIND_EXTRACT, KIND_INCIDENT, KIND_MEETING, KIND_RELEASE, KIND_AUDIT, KIND_N };

/* Chosen parts of a case for another team: a case of its own, as LOG_PUT's. put.grant: first the team it goes to,
 * whose queue has it; then the team it comes from, which may open it and so sees what became of it. from: ACT_PASS
 * on the case it comes from. Both or none. Errors as CASE_PUT's, for a session that may open that case. */
struct msg_pass_put {
	uint8_t session[SESSION_ID];
	struct msg_report_put put;
	struct span note;		/* ACT_COME */
	struct msg_case_put from;
};
/* All of a case for another team as well, or instead (gives_away: the giver's grant ends, tags of its key with it).
 * GW_ECONFLICT: that team holds it, or the case has grown. GW_EINPUT: it would have no team left, or LIMIT_GRANTS. */
struct msg_share_put { struct msg_case_put act; struct msg_grant to; uint8_t gives_away; };

/* Community safety's own: put.grant is that team alone; note: ACT_LOG. latest: for a MEETING the one before it,
 * zeros for none: GW_ECONFLICT when somebody began another one meanwhile. GW_EDENIED: for others. */
struct msg_dossier_put {
	uint8_t session[SESSION_ID], kind, latest[ID_BYTES];
	struct msg_report_put put;
	struct span note;
};
/* Newest first, before this number; 0: the newest. */
struct msg_dossiers_get { uint8_t session[SESSION_ID], kind; uint64_t before; };
struct msg_dossier { uint64_t n; uint8_t report[ID_BYTES], state; int64_t received; };
struct msg_dossiers { uint8_t goes_on, n; struct msg_dossier row[LIMIT_DESK_PAGE]; };

/* Community safety's cases, for its members. Each change of one gives it the next number of one row of numbers, which
 * never come twice: changed by any change; listed by what is news for the meeting (lists), 0 while nothing was. A page:
 * rows behind `after` in the order of changed, listed or, for ORDER_LISTED_EVER, of changed but listed ever. */
enum escalation_order { ORDER_CHANGED, ORDER_LISTED, ORDER_LISTED_EVER, ORDER_N };
/* What for: begins a survey (MSG_CASE_GET) and is an entry of the audit chain; SURVEY_GOES_ON: the next page of it. */
enum survey {
	SURVEY_GOES_ON, SURVEY_BOARD, SURVEY_MEETING, SURVEY_FIGURES, SURVEY_MAP, SURVEY_PANEL, SURVEY_BRIEF,
	SURVEY_PULL, SURVEY_INCIDENT, SURVEY_AUDIT, SURVEY_N
};
enum { MSG_ESCALATED = 100 };
struct msg_escalations_get { uint8_t session[SESSION_ID], order, survey; uint64_t after; uint16_t limit; };
struct msg_escalation {
	uint8_t report[ID_BYTES], band, state, kind;
	uint64_t changed, listed;
	uint32_t parts;
	int64_t received;
};
/* last: the newest number of all there are. */
struct msg_escalations { uint64_t last; uint8_t goes_on, n; struct msg_escalation row[MSG_ESCALATED]; };
/* A device has this case, as it was at that number, safely on its own disk. Again, or an older number: nothing new. */
struct msg_taken_put { uint8_t session[SESSION_ID], report[ID_BYTES]; uint64_t upto; };

/* A session for a computer that is a member (is_device): whoever holds its private key can open the token, which the
 * desk seals to it. GW_EABSENT: no such device, or it has left. */
struct msg_device_in { char name[LIMIT_NAME + 1]; uint8_t session[SESSION_ID]; };

/* Alerts: a case that somebody has to look at, by rungs of a ladder, until somebody opens it; and the outbox: one row a
 * person and kind, so a flood is one mail. No word of a case, nor its number, goes this way. */
enum alert_kind { ALERT_NEWS, ALERT_PAGE, ALERT_TEST, ALERT_KIND_N };	/* kept on disk */
enum { MSG_ALERT_ROWS = 32, MSG_ALERT_PEOPLE = 16, PERSON_CODE = 32 };
struct msg_alert { uint64_t n; char team[LIMIT_TEAM + 1]; uint8_t kind, band, rung; };
/* Due now, to be raised: immediate pages, then urgent, then news, the oldest first. One row stands for all cases of
 * that team that are as grave and on that rung, however many: n is one of theirs, band the gravest. */
struct msg_alerts { uint8_t n; struct msg_alert row[MSG_ALERT_ROWS]; };
struct msg_person_code { char code[PERSON_CODE + 1]; };
/* Alert n, of this kind and band, and all that are due with it were told: they are for these people
 * (policy/alerts.yaml), maybe nobody yet. rung: the next one to be told, at next. next 0: it is done; for news alone,
 * pages end when the case is opened (GW_EINPUT). GW_OK too when it has ended meanwhile; then nobody is told. */
struct msg_alert_raised {
	uint64_t n;
	uint8_t rung, kind, band, n_to;
	int64_t next;
	struct msg_person_code to[MSG_ALERT_PEOPLE];
};
/* tries: that failed so far. mark: which wish this is; a newer one meanwhile is not done by this one's answer.
 * again: not before then the next, from a full minute on; when it was sent, now and the person's gap for this kind;
 * 0: there is no such person any more, drop it. */
struct msg_outbox_row { char person[PERSON_CODE + 1]; uint8_t kind; uint32_t tries; uint64_t mark; };
struct msg_outbox { uint8_t n; struct msg_outbox_row row[MSG_ALERT_ROWS]; };	/* due now: to be sent */
struct msg_outbox_done { char person[PERSON_CODE + 1]; uint8_t kind, is_sent; uint64_t mark; int64_t again; };
/* An administrator wants a test mail to this person. */
struct msg_alert_test { uint8_t session[SESSION_ID]; char person[PERSON_CODE + 1]; };
/* For administrators: what went out to each person, and what waits: since is the oldest wish that waits, 0 for none;
 * tries: how often it has failed. */
enum { MSG_SENDINGS_ROWS = 256 };
struct msg_sendings_get { uint8_t session[SESSION_ID]; };
struct msg_sending { char person[PERSON_CODE + 1]; uint32_t tries; int64_t sent, since; };
struct msg_sendings { uint16_t n; struct msg_sending row[MSG_SENDINGS_ROWS]; };
#endif
