/* answers_response.c: one function a message, as in answers.c. */
#include "answers_response.h"

enum gw_err
answer_pass_put(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	const struct msg_report_put *r = &asked->u.pass_put.put;
	enum gw_err e = spool_claim_all(k->spool, owner, r->file, r->n_files);

	(void)answer;
	return e == GW_OK ? spool_claim_end(k->spool, r->file, r->n_files,
	    store_pass_put(k->store, &asked->u.pass_put, k->now)) : e;
}

enum gw_err
answer_dossier_put(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	const struct msg_report_put *r = &asked->u.dossier_put.put;
	enum gw_err e = spool_claim_all(k->spool, owner, r->file, r->n_files);

	(void)answer;
	return e == GW_OK ? spool_claim_end(k->spool, r->file, r->n_files,
	    store_dossier_put(k->store, &asked->u.dossier_put, k->now)) : e;
}

enum gw_err
answer_share_put(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	(void)answer;
	return store_share_put(k->store, &asked->u.share_put, k->now);
}

enum gw_err
answer_taken_put(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	(void)answer;
	return store_taken_put(k->store, &asked->u.taken_put, k->now);
}

enum gw_err
answer_device_in(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	(void)answer;
	return store_device_in(k->store, &asked->u.device_in, k->now);
}

enum gw_err
answer_dossiers_get(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	answer->type = MSG_DOSSIERS;
	return store_dossiers_get(k->store, &asked->u.dossiers_get, k->now, &answer->u.dossiers);
}

enum gw_err
answer_escalations_get(struct keeper *k, const void *owner, const struct msg *asked, struct msg *answer)
{
	(void)owner;
	answer->type = MSG_ESCALATIONS;
	return store_escalations_get(k->store, &asked->u.escalations_get, k->now, &answer->u.escalations);
}
