/* batch.c: deep copies of messages. */
#include "batch.h"

#include <string.h>
#include <unistd.h>

#include "secret.h"

enum { SPANS = MSG_PARTS + 1 };

static size_t
act_spans(struct msg_case_put *p, struct span **list)
{
	size_t n = 0;

	list[n++] = &p->head;
	for (size_t i = 0; i < p->n; i++)
		list[n++] = &p->part[i].sealed;
	return n;
}

static size_t
put_spans(struct msg_report_put *p, struct span *note, struct span **list)
{
	list[0] = &p->body;
	list[1] = &p->decision;
	list[2] = &p->head;
	list[3] = note;
	return 4;
}

/* Every span of a message, of whatever type. */
static size_t
spans_of(struct msg *m, struct span *list[SPANS])
{
	size_t n = 0;

	switch (m->type) {
	case MSG_PASS_PUT:
		n = put_spans(&m->u.pass_put.put, &m->u.pass_put.note, list);
		return n + act_spans(&m->u.pass_put.from, list + n);
	case MSG_SHARE_PUT:
		return act_spans(&m->u.share_put.act, list);
	case MSG_DOSSIER_PUT:
		return put_spans(&m->u.dossier_put.put, &m->u.dossier_put.note, list);
	case MSG_ROSTER:
		list[n++] = &m->u.roster.body;
		break;
	case MSG_REPORT_PUT:
		list[n++] = &m->u.report_put.body;
		list[n++] = &m->u.report_put.decision;
		list[n++] = &m->u.report_put.head;
		break;
	case MSG_REPLY_PUT:
		list[n++] = &m->u.reply_put.put.part;
		list[n++] = &m->u.reply_put.put.head;
		break;
	case MSG_CASE_PUT:
		return act_spans(&m->u.case_put, list);
	case MSG_LOG_PUT:
		return put_spans(&m->u.log_put.put, &m->u.log_put.note, list);
	case MSG_LIST:
		for (size_t i = 0; i < m->u.list.n; i++)
			list[n++] = &m->u.list.row[i].decision;
		break;
	case MSG_TEAM_PUT:
		list[n++] = &m->u.team_put.roster;
		break;
	case MSG_ROTATION_PUT:
		list[n++] = &m->u.rotation_put.roster;
		break;
	case MSG_THREAD:
		list[n++] = &m->u.thread.head;
		for (size_t i = 0; i < m->u.thread.n; i++)
			list[n++] = &m->u.thread.part[i].sealed;
		break;
	default:
		break;
	}
	return n;
}

/* Points the spans of m into a copy of what they point to. *bytes: the copy, NULL for nothing. */
static enum gw_err
rehome(struct msg *m, void **bytes, size_t *total)
{
	struct span *list[SPANS];
	const size_t n = spans_of(m, list);
	uint8_t *at;

	*total = 0;
	for (size_t i = 0; i < n; i++)
		*total += list[i]->n;
	*bytes = NULL;
	if (*total == 0)
		return GW_OK;
	at = *bytes = secret_malloc(*total);
	if (at == NULL)
		return GW_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		if (list[i]->n > 0)
			memcpy(at, list[i]->p, list[i]->n);
		list[i]->p = at;
		at += list[i]->n;
	}
	return GW_OK;
}

void
batch_init(struct batch *b)
{
	*b = (struct batch){ .n = 0 };
	STAILQ_INIT(&b->all);
}

enum gw_err
batch_add(struct batch *b, void *from, const struct msg *asked)
{
	struct request *r = secret_malloc(sizeof *r);
	size_t bytes;

	if (r == NULL)
		return GW_ENOMEM;
	r->from = from;
	r->asked = *asked;
	r->asked.fd = -1;
	r->answer_bytes = NULL;
	r->answer.fd = -1;
	if (rehome(&r->asked, &r->asked_bytes, &bytes) != GW_OK) {
		secret_free(r);
		return GW_ENOMEM;
	}
	request_result(r, GW_OK);
	STAILQ_INSERT_TAIL(&b->all, r, next);
	b->n++;
	b->bytes += bytes;
	return GW_OK;
}

bool
batch_is_full(const struct batch *b)
{
	return b->n >= BATCH_REQUESTS || b->bytes >= BATCH_BYTES;
}

enum gw_err
request_keep_answer(struct request *r)
{
	size_t bytes;

	return rehome(&r->answer, &r->answer_bytes, &bytes);
}

void
request_result(struct request *r, enum gw_err e)
{
	if (r->answer.fd >= 0)
		close(r->answer.fd);
	r->answer.type = MSG_RESULT;
	r->answer.request = r->asked.request;
	r->answer.fd = -1;
	r->answer.u.result.err = (uint8_t)e;
}

void
batch_clear(struct batch *b)
{
	while (!STAILQ_EMPTY(&b->all)) {
		struct request *r = STAILQ_FIRST(&b->all);

		STAILQ_REMOVE_HEAD(&b->all, next);
		if (r->answer.fd >= 0)
			close(r->answer.fd);
		if (r->asked_bytes != NULL)
			secret_free(r->asked_bytes);
		if (r->answer_bytes != NULL)
			secret_free(r->answer_bytes);
		secret_free(r);
	}
	b->n = b->bytes = 0;
}
