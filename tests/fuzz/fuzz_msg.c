/* fuzz_msg.c: a compromised neighbour writes bytes. What is a message is exactly those bytes again; what is not is
 * refused; the spans that come out are readable to their ends. */
#include <stdlib.h>
#include <string.h>

#include "msg.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned
touch(struct span s)
{
	unsigned sum = 0;

	for (size_t i = 0; i < s.n; i++)
		sum += s.p[i];
	return sum;
}

/* Reads every span of the types that have some, under AddressSanitizer. */
static unsigned
touch_all(const struct msg *m)
{
	unsigned sum = 0;

	switch (m->type) {
	case MSG_ROSTER:
		return touch(m->u.roster.body);
	case MSG_REPORT_PUT:
		return touch(m->u.report_put.body) + touch(m->u.report_put.decision) + touch(m->u.report_put.head);
	case MSG_THREAD:
		for (size_t i = 0; i < m->u.thread.n; i++)
			sum += touch(m->u.thread.part[i].sealed);
		return sum + touch(m->u.thread.head);
	case MSG_REPLY_PUT:
		return touch(m->u.reply_put.put.part) + touch(m->u.reply_put.put.head);
	case MSG_CASE_PUT:
		for (size_t i = 0; i < m->u.case_put.n; i++)
			sum += touch(m->u.case_put.part[i].sealed);
		return sum + touch(m->u.case_put.head);
	case MSG_LOG_PUT:
		return touch(m->u.log_put.put.body) + touch(m->u.log_put.put.decision) + touch(m->u.log_put.put.head) +
		    touch(m->u.log_put.note);
	case MSG_LIST:
		for (size_t i = 0; i < m->u.list.n; i++)
			sum += touch(m->u.list.row[i].decision);
		return sum;
	default:
		return 0;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct span bytes = { data, size };
	struct msg m;
	struct buf again;

	if (msg_decode(bytes, &m) != GW_OK)
		return 0;
	if (touch_all(&m) == UINT32_MAX)
		return 0;	/* never: no message is that large */
	buf_init(&again, LIMIT_WIRE);
	if (msg_encode(&m, &again) != GW_OK || !span_equal(buf_span(&again), bytes))
		abort();
	buf_free(&again);
	return 0;
}
