/* answers.c: one row a message: who may send it, and the function that answers. */
#include "answers.h"

#include "answers_alerts.h"
#include "answers_response.h"

static enum gw_err
roster_get(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	(void)asked;
	answer->type = MSG_ROSTER;
	return store_roster_get(k->store, &answer->u.roster);
}

static enum gw_err
upload_open(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)asked;
	answer->type = MSG_SPOOL;
	return spool_open(k->spool, owner, answer->u.spool.name, &answer->fd);
}

static enum gw_err
upload_drop(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)answer;
	return spool_drop(k->spool, owner, asked->u.spool.name);
}

static enum gw_err
report_put(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	const struct msg_report_put *r = &asked->u.report_put;
	enum gw_err e = spool_claim_all(k->spool, owner, r->file, r->n_files);

	(void)answer;
	return e == GW_OK ? spool_claim_end(k->spool, r->file, r->n_files, store_report_put(k->store, r, k->now)) : e;
}

static enum gw_err
thread_by_tag(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	answer->type = MSG_THREAD;
	return store_thread_by_tag(k->store, &asked->u.thread_by_tag, &answer->u.thread);
}

static enum gw_err
reply_put(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	const struct msg_part_put *p = &asked->u.reply_put.put;
	enum gw_err e = spool_claim_all(k->spool, owner, p->file, p->n_files);

	(void)answer;
	return e == GW_OK ? spool_claim_end(k->spool, p->file, p->n_files,
	    store_reply_put(k->store, &asked->u.reply_put, k->now)) : e;
}

static enum gw_err
member_get(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	answer->type = MSG_MEMBER;
	return store_member_get(k->store, asked->u.name.name, &answer->u.member);
}

static enum gw_err
sign_in(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	(void)answer;
	return store_session_put(k->store, &asked->u.sign_in, k->now);
}

static enum gw_err
sign_in_failed(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	(void)answer;
	return store_sign_in_failed(k->store, asked->u.name.name, k->now);
}

static enum gw_err
session_get(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	const struct msg_session_id *q = &asked->u.session_id;

	(void)owner;
	answer->type = MSG_SESSION;
	return q->quiet != 0 ? store_session_look(k->store, q->session, k->now, &answer->u.session)
	    : store_session_get(k->store, q->session, k->now, &answer->u.session);
}

static enum gw_err
sign_out(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	(void)answer;
	return store_session_drop(k->store, asked->u.session_id.session, k->now);
}

static enum gw_err
queue_get(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	answer->type = MSG_QUEUE;
	return store_queue_get(k->store, &asked->u.queue_get, k->now, &answer->u.queue);
}

static enum gw_err
case_get(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	answer->type = MSG_THREAD;
	return store_case_get(k->store, &asked->u.case_get, k->now, &answer->u.thread);
}

static enum gw_err
file_get(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	struct stored_file f;
	enum gw_err e = store_file_get(k->store, &asked->u.file_get, k->now, &f);

	(void)owner;
	if (e != GW_OK)
		return e;
	if (f.held != HELD_NOT) {	/* an answer, so that the chain keeps who tried */
		answer->u.result.err = GW_EINPUT;
		return GW_OK;
	}
	answer->type = MSG_FILE;
	answer->u.file.sealed_bytes = f.sealed_bytes;
	return spool_read(k->spool, f.name, f.sealed_bytes, &answer->fd);
}

static enum gw_err
copy_put(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	const struct msg_copy_put *p = &asked->u.copy_put;
	const size_t n = p->made.name[0] != '\0' ? 1 : 0;
	enum gw_err e = spool_claim_all(k->spool, owner, &p->made, n);

	(void)answer;
	return e == GW_OK ? spool_claim_end(k->spool, &p->made, n, store_copy_put(k->store, p, k->now)) : e;
}

static enum gw_err
list_get(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	answer->type = MSG_LIST;
	return store_list_get(k->store, &asked->u.list_get, k->now, &answer->u.list);
}

static enum gw_err
case_put(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	(void)answer;
	return store_case_put(k->store, &asked->u.case_put, k->now);
}

static enum gw_err
looks_get(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	answer->type = MSG_LOOKS;
	return store_looks_get(k->store, &asked->u.looks_get, k->now, &answer->u.looks);
}

static enum gw_err
related_get(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	answer->type = MSG_RELATED;
	return store_related_get(k->store, &asked->u.related_get, k->now, &answer->u.related);
}

static enum gw_err
log_put(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	const struct msg_report_put *r = &asked->u.log_put.put;
	enum gw_err e = spool_claim_all(k->spool, owner, r->file, r->n_files);

	(void)answer;
	return e == GW_OK ? spool_claim_end(k->spool, r->file, r->n_files,
	    store_log_put(k->store, &asked->u.log_put, k->now)) : e;
}

static enum gw_err
enrol(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	(void)answer;
	return store_enrol(k->store, &asked->u.enrol, k->now);
}

static enum gw_err
passphrase_put(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	(void)answer;
	return store_passphrase_put(k->store, &asked->u.passphrase_put, k->now);
}

static enum gw_err
second_put(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	(void)answer;
	return store_second_put(k->store, &asked->u.second_put, k->now);
}

static enum gw_err
away_put(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	(void)answer;
	return store_away_put(k->store, &asked->u.away_put, k->now);
}

static enum gw_err
invite_put(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	(void)answer;
	return store_invite_put(k->store, &asked->u.invite_put, k->now);
}

static enum gw_err
invite_drop(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	(void)answer;
	return store_invite_drop(k->store, &asked->u.invite_drop, k->now);
}

static enum gw_err
admit(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	(void)answer;
	return store_admit(k->store, &asked->u.admit, k->now);
}

static enum gw_err
leave(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	(void)answer;
	return store_leave(k->store, &asked->u.leave, k->now);
}

static enum gw_err
rewrap_put(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	(void)answer;
	return store_rewrap_put(k->store, &asked->u.rewrap_put, k->now);
}

static enum gw_err
refused_put(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	(void)answer;
	return store_refused_put(k->store, &asked->u.refused_put, k->now);
}

static enum gw_err
invited_get(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	answer->type = MSG_INVITED;
	return store_invited_get(k->store, &asked->u.invited_get, k->now, &answer->u.invited);
}

static enum gw_err
people_get(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	answer->type = MSG_PEOPLE;
	return store_people_get(k->store, &asked->u.people_get, k->now, &answer->u.people);
}

static enum gw_err
invites_get(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	answer->type = MSG_INVITES;
	return store_invites_get(k->store, &asked->u.invites_get, k->now, &answer->u.invites);
}

static enum gw_err
teams_get(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	answer->type = MSG_TEAMS;
	return store_teams_get(k->store, &asked->u.teams_get, k->now, &answer->u.teams);
}

static enum gw_err
rotation_get(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	answer->type = MSG_ROTATION;
	return store_rotation_get(k->store, &asked->u.rotation_get, k->now, &answer->u.rotation);
}

static enum gw_err
rewrap_get(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	answer->type = MSG_REWRAP;
	return store_rewrap_get(k->store, &asked->u.rewrap_get, k->now, &answer->u.rewrap);
}

static enum gw_err
audit_get(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	answer->type = MSG_AUDIT;
	return store_audit_get(k->store, &asked->u.audit_get, k->now, &answer->u.audit);
}

/* A list that the pin does not vouch for would have every report refused from here on. */
static enum gw_err
list_prove(const struct keeper *k, struct span body, const uint8_t signature[SIGNATURE_BYTES])
{
	struct roster r;

	return roster_open(&k->pin, body, signature, &r) == GW_OK ? GW_OK : GW_EINPUT;
}

static enum gw_err
team_put(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	const struct msg_team_put *p = &asked->u.team_put;
	enum gw_err e = list_prove(k, p->roster, p->signature);

	(void)owner;
	(void)answer;
	return e == GW_OK ? store_team_new(k->store, p, k->now) : e;
}

static enum gw_err
rotation_put(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	const struct msg_rotation_put *p = &asked->u.rotation_put;
	enum gw_err e = list_prove(k, p->roster, p->signature);

	(void)owner;
	(void)answer;
	return e == GW_OK ? store_rotation_put(k->store, p, k->now) : e;
}

static enum gw_err
health_get(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	enum gw_err e = store_health_get(k->store, &asked->u.health_get, k->now, &answer->u.health);

	(void)owner;
	answer->type = MSG_HEALTH;
	return e == GW_OK ? spool_free_bytes(k->spool, &answer->u.health.disk_free) : e;
}

enum { INTAKE = 1 << CHANNEL_INTAKE, DESK = 1 << CHANNEL_DESK };

static const struct { unsigned who; answer_fn *fn; } table[MSG_TYPE_N] = {
	[MSG_ROSTER_GET] = { INTAKE | DESK, roster_get },
	[MSG_SPOOL_OPEN] = { INTAKE | DESK, upload_open },
	[MSG_SPOOL_DROP] = { INTAKE | DESK, upload_drop },
	[MSG_REPORT_PUT] = { INTAKE, report_put },
	[MSG_THREAD_BY_TAG] = { INTAKE, thread_by_tag },
	[MSG_REPLY_PUT] = { INTAKE, reply_put },
	[MSG_MEMBER_GET] = { DESK, member_get },
	[MSG_SIGN_IN] = { DESK, sign_in },
	[MSG_SIGN_IN_FAILED] = { DESK, sign_in_failed },
	[MSG_SESSION_GET] = { DESK, session_get },
	[MSG_SIGN_OUT] = { DESK, sign_out },
	[MSG_QUEUE_GET] = { DESK, queue_get },
	[MSG_CASE_GET] = { DESK, case_get },
	[MSG_FILE_GET] = { DESK, file_get },
	[MSG_COPY_PUT] = { DESK, copy_put },
	[MSG_LIST_GET] = { DESK, list_get },
	[MSG_CASE_PUT] = { DESK, case_put },
	[MSG_LOOKS_GET] = { DESK, looks_get },
	[MSG_RELATED_GET] = { DESK, related_get },
	[MSG_LOG_PUT] = { DESK, log_put },
	[MSG_INVITED_GET] = { DESK, invited_get },
	[MSG_ENROL] = { DESK, enrol },
	[MSG_PASSPHRASE_PUT] = { DESK, passphrase_put },
	[MSG_SECOND_PUT] = { DESK, second_put },
	[MSG_AWAY_PUT] = { DESK, away_put },
	[MSG_PEOPLE_GET] = { DESK, people_get },
	[MSG_INVITES_GET] = { DESK, invites_get },
	[MSG_INVITE_PUT] = { DESK, invite_put },
	[MSG_INVITE_DROP] = { DESK, invite_drop },
	[MSG_ADMIT] = { DESK, admit },
	[MSG_LEAVE] = { DESK, leave },
	[MSG_TEAMS_GET] = { DESK, teams_get },
	[MSG_TEAM_PUT] = { DESK, team_put },
	[MSG_ROTATION_GET] = { DESK, rotation_get },
	[MSG_ROTATION_PUT] = { DESK, rotation_put },
	[MSG_REWRAP_GET] = { DESK, rewrap_get },
	[MSG_REWRAP_PUT] = { DESK, rewrap_put },
	[MSG_AUDIT_GET] = { DESK, audit_get },
	[MSG_HEALTH_GET] = { DESK, health_get },
	[MSG_REFUSED_PUT] = { DESK, refused_put },
	[MSG_PASS_PUT] = { DESK, answer_pass_put },
	[MSG_SHARE_PUT] = { DESK, answer_share_put },
	[MSG_DOSSIER_PUT] = { DESK, answer_dossier_put },
	[MSG_DOSSIERS_GET] = { DESK, answer_dossiers_get },
	[MSG_ESCALATIONS_GET] = { DESK, answer_escalations_get },
	[MSG_TAKEN_PUT] = { DESK, answer_taken_put },
	[MSG_DEVICE_IN] = { DESK, answer_device_in },
};

enum gw_err
answers_make(struct keeper *k, const void *owner, enum channel_role role, const struct msg *asked,
    struct msg *answer)
{
	if ((unsigned)asked->type >= MSG_TYPE_N)
		return GW_EDENIED;
	if (table[asked->type].fn == NULL)
		return answers_alerts_make(k, role, asked, answer);
	if ((table[asked->type].who & (1u << role)) == 0)
		return GW_EDENIED;
	return table[asked->type].fn(k, owner, asked, answer);
}
