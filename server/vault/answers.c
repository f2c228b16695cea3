/* answers.c: one row a message: who may send it, and the function that answers. */
#include "answers.h"

typedef enum gw_err answer_fn(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer);

/* All of a request's attachments, or none. */
static enum gw_err
claim(struct keeper *k, const void *owner, const struct msg_spooled *file, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		enum gw_err e = spool_claim(k->spool, owner, &file[i]);

		if (e == GW_OK)
			continue;
		while (i-- > 0)
			spool_unclaim(k->spool, &file[i]);
		return e;
	}
	return GW_OK;
}

static enum gw_err
claim_end(struct keeper *k, const struct msg_spooled *file, size_t n, enum gw_err e)
{
	for (size_t i = 0; i < n && e != GW_OK; i++)
		spool_unclaim(k->spool, &file[i]);
	return e;
}

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
	enum gw_err e = claim(k, owner, r->file, r->n_files);

	(void)answer;
	return e == GW_OK ? claim_end(k, r->file, r->n_files, store_report_put(k->store, r, k->now)) : e;
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
	enum gw_err e = claim(k, owner, p->file, p->n_files);

	(void)answer;
	return e == GW_OK ? claim_end(k, p->file, p->n_files,
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
	(void)owner;
	answer->type = MSG_SESSION;
	return store_session_get(k->store, asked->u.session_id.session, k->now, &answer->u.session);
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
	char name[SPOOL_NAME + 1];
	uint64_t bytes;
	enum gw_err e;

	(void)owner;
	e = store_file_get(k->store, &asked->u.file_get, k->now, name, &bytes);
	if (e != GW_OK)
		return e;
	answer->type = MSG_FILE;
	answer->u.file.sealed_bytes = bytes;
	return spool_read(k->spool, name, bytes, &answer->fd);
}

static enum gw_err
answer_put(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	const struct msg_part_put *p = &asked->u.answer_put.put;
	enum gw_err e = claim(k, owner, p->file, p->n_files);

	(void)answer;
	return e == GW_OK ? claim_end(k, p->file, p->n_files,
	    store_answer_put(k->store, &asked->u.answer_put, k->now)) : e;
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
	[MSG_ANSWER_PUT] = { DESK, answer_put },
};

enum gw_err
answers_make(struct keeper *k, const void *owner, enum channel_role role, const struct msg *asked,
    struct msg *answer)
{
	if ((unsigned)asked->type >= MSG_TYPE_N || (table[asked->type].who & (1u << role)) == 0)
		return GW_EDENIED;
	return table[asked->type].fn(k, owner, asked, answer);
}
