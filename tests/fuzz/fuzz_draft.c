/* fuzz_draft.c: any bytes as a draft: what is read is written just so, and always makes a report that can be kept,
 * unless it is too long for one. */
#include <stdlib.h>

#include "draft.h"
#include "secret.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
must(bool so)
{
	if (!so)
		abort();
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	must(secret_init() == GW_OK);
	return 0;
}

static void
a_report_comes_of_it(const struct draft *d)
{
	struct report r, again;
	struct buf body;
	int64_t at = 0;
	enum gw_err e;

	report_init(&r);
	report_init(&again);
	buf_init(&body, LIMIT_WIRE);
	e = draft_report(d, &r);
	must(e == GW_OK || e == GW_ELIMIT);
	if (e == GW_OK)
		must(report_encode(&r, 60, &body) == GW_OK);
	/* A school's code is looked up before anything is sent; here it may be any. */
	if (e == GW_OK && r.school[0] == '\0')
		must(report_decode(buf_span(&body), &again, &at) == GW_OK && at == 60 &&
		    span_equal(buf_span(&r.text), buf_span(&again.text)) &&
		    span_equal(buf_span(&r.place), buf_span(&again.place)) &&
		    span_equal(buf_span(&r.keep_from), buf_span(&again.keep_from)));
	report_free(&r);
	report_free(&again);
	buf_free(&body);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct span in = { data, n };
	struct draft d;
	struct buf out;
	enum gw_err e;

	draft_init(&d);
	buf_init(&out, LIMIT_FORM);
	e = draft_decode(in, &d);
	must(e == GW_OK || e == GW_EINPUT);
	if (e == GW_OK) {
		must(draft_encode(&d, &out) == GW_OK && span_equal(buf_span(&out), in));
		a_report_comes_of_it(&d);
	}
	draft_free(&d);
	buf_free(&out);
	return 0;
}
