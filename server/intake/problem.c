/* problem.c: refusals in plain words. */
#include "problem.h"

#include <inttypes.h>
#include <stdio.h>

#include "log.h"

enum { DETAIL = 224 };

static void
size_text(int64_t bytes, char *text, size_t n)
{
	if (bytes >= 1024 * 1024)
		snprintf(text, n, "%" PRId64 " MiB", bytes / (1024 * 1024));
	else
		snprintf(text, n, "%" PRId64 " KiB", bytes / 1024);
}

void
problem_too_big(struct exchange *x, unsigned file, int64_t max)
{
	char detail[DETAIL], size[32];

	size_text(max, size, sizeof size);
	if (file > 0)
		snprintf(detail, sizeof detail, "File %u is larger than %s, the most that one file may have. "
		    "Send it smaller, or leave it out.", file, size);
	else
		snprintf(detail, sizeof detail, "The files are larger than %s together, the most that can be sent "
		    "at once. Send fewer, or smaller ones.", size);
	exchange_problem(x, 413, detail, "file");
}

void
problem_too_many(struct exchange *x, int max)
{
	char detail[DETAIL];

	snprintf(detail, sizeof detail, "There are more than %d files, the most that can be sent at once.", max);
	exchange_problem(x, 413, detail, "file");
}

void
problem_empty(struct exchange *x, unsigned file)
{
	char detail[DETAIL];

	snprintf(detail, sizeof detail, "File %u is empty. Choose it again, or leave it out.", file);
	exchange_problem(x, 422, detail, "file");
}

void
problem_json(struct exchange *x, enum gw_err e, const char *field, const char *why)
{
	char detail[DETAIL];

	if (e == GW_ENOMEM) {
		problem_ours(x, e);
		return;
	}
	snprintf(detail, sizeof detail, "It cannot be read: %s.", why);
	exchange_problem(x, 422, detail, field);
}

bool
problem_or_code(struct exchange *x, const json_t *v, const char *other, struct refcode *code)
{
	size_t known = (json_object_get(v, "code") != NULL ? 1u : 0u)
	    + (other != NULL && json_object_get(v, other) != NULL ? 1u : 0u);
	enum refcode_fault fault;
	int group;

	if (!json_is_object(v) || json_object_size(v) != known) {
		exchange_problem(x, 422, "It is no JSON object, or has a key that does not belong here.", NULL);
		return false;
	}
	if (json_text(v, "code").n == 0) {
		exchange_problem(x, 422, "The code is missing.", "code");
		return false;
	}
	fault = refcode_parse(json_text(v, "code"), code, &group);
	if (fault == REFCODE_FINE)
		return true;
	exchange_problem(x, 422, refcode_fault_text(fault, group), "code");
	return false;
}

void
problem_thread(struct exchange *x, enum gw_err e)
{
	if (e == GW_EABSENT) {
		exchange_problem(x, 404, "No report has this code. Check each group of the code and try again.",
		    "code");
	} else if (e == GW_EDENIED || e == GW_EINPUT) {
		log_fault(LOG_CHECK, e);
		exchange_problem(x, 503, "This report cannot be shown just now. Please try again later, and if "
		    "someone is in danger call 999.", NULL);
	} else {
		problem_ours(x, e);
	}
}

void
problem_ours(struct exchange *x, enum gw_err e)
{
	bool later = e == GW_EBUSY || e == GW_EFULL || e == GW_EIO || e == GW_ENOMEM;

	exchange_fail(x, later ? e : GW_EBUG);
}
