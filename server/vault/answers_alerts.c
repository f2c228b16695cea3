/* answers_alerts.c: one row a message, as in answers.c. */
#include "answers_alerts.h"

typedef enum gw_err answer_fn(struct keeper *k, const struct msg *asked, struct msg *answer);

static enum gw_err
alert_test(struct keeper *k, const struct msg *asked, struct msg *answer)
{
	(void)answer;
	return store_alert_test(k->store, &asked->u.alert_test, k->now);
}

static enum gw_err
sendings_get(struct keeper *k, const struct msg *asked, struct msg *answer)
{
	answer->type = MSG_SENDINGS;
	return store_sendings_get(k->store, &asked->u.sendings_get, k->now, &answer->u.sendings);
}

static enum gw_err
alerts_get(struct keeper *k, const struct msg *asked, struct msg *answer)
{
	(void)asked;
	answer->type = MSG_ALERTS;
	return store_alerts_get(k->store, k->now, &answer->u.alerts);
}

static enum gw_err
alert_raised(struct keeper *k, const struct msg *asked, struct msg *answer)
{
	(void)answer;
	return store_alert_raised(k->store, &asked->u.alert_raised, k->now);
}

static enum gw_err
outbox_get(struct keeper *k, const struct msg *asked, struct msg *answer)
{
	(void)asked;
	answer->type = MSG_OUTBOX;
	return store_outbox_get(k->store, k->now, &answer->u.outbox);
}

static enum gw_err
outbox_done(struct keeper *k, const struct msg *asked, struct msg *answer)
{
	(void)answer;
	return store_outbox_done(k->store, &asked->u.outbox_done, k->now);
}

static const struct { enum channel_role who; answer_fn *fn; } table[MSG_TYPE_N] = {
	[MSG_ALERT_TEST] = { CHANNEL_DESK, alert_test },
	[MSG_SENDINGS_GET] = { CHANNEL_DESK, sendings_get },
	[MSG_ALERTS_GET] = { CHANNEL_NOTIFY, alerts_get },
	[MSG_ALERT_RAISED] = { CHANNEL_NOTIFY, alert_raised },
	[MSG_OUTBOX_GET] = { CHANNEL_NOTIFY, outbox_get },
	[MSG_OUTBOX_DONE] = { CHANNEL_NOTIFY, outbox_done },
};

enum gw_err
answers_alerts_make(struct keeper *k, enum channel_role role, const struct msg *asked, struct msg *answer)
{
	if ((unsigned)asked->type >= MSG_TYPE_N || table[asked->type].fn == NULL || table[asked->type].who != role)
		return GW_EDENIED;
	return table[asked->type].fn(k, asked, answer);
}
