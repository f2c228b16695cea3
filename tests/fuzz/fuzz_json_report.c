/* fuzz_json_report.c: any bytes as a report from the API and as a sealed body; what is read is written and read. */
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "secret.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
must(bool so)
{
	if (!so)
		abort();
}

static void
there_and_back(const struct report *r, int64_t at)
{
	struct report again;
	struct buf body, twice;
	int64_t at_again = 0;

	report_init(&again);
	buf_init(&body, LIMIT_WIRE);
	buf_init(&twice, LIMIT_WIRE);
	must(report_encode(r, at, &body) == GW_OK);
	must(report_decode(buf_span(&body), &again, &at_again) == GW_OK);
	must(report_encode(&again, at_again, &twice) == GW_OK);
	must(span_equal(buf_span(&body), buf_span(&twice)));
	report_free(&again);
	buf_free(&body);
	buf_free(&twice);
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	must(secret_init() == GW_OK);
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct span in = { data, n };
	struct field_fault fault = { NULL, NULL };
	char why[JSON_FAULT];
	struct report r;
	json_t *v = NULL;
	int64_t at = 0;

	report_init(&r);
	if (json_read(in, &v, why) == GW_OK) {
		if (report_read(v, &r, &fault) == GW_OK)
			there_and_back(&r, 60);
		else
			must(fault.field != NULL && fault.detail != NULL);
	} else
		must(why[0] != '\0');
	json_decref(v);
	report_free(&r);

	report_init(&r);
	if (report_decode(in, &r, &at) == GW_OK)
		there_and_back(&r, at);
	report_free(&r);
	return 0;
}
