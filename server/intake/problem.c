/* problem.c: refusals in plain words. */
#include "problem.h"

#include <stdio.h>

#include "filesize.h"
#include "log.h"

enum { DETAIL = 224 };

void
problem_too_big(struct exchange *x, unsigned file, int64_t max)
{
	char detail[DETAIL], size[FILESIZE_WORDS];

	filesize_words((uint64_t)max, size);
	if (file > 0)
		snprintf(detail, sizeof detail, "The selected file must be smaller than %s. File %u is larger: choose "
		    "a smaller one, or leave it out.", size, file);
	else
		snprintf(detail, sizeof detail, "The selected files must be smaller than %s together. Choose fewer "
		    "files, or smaller ones.", size);
	exchange_problem(x, 413, detail, "file");
}

void
problem_too_many(struct exchange *x, int max)
{
	char detail[DETAIL];

	snprintf(detail, sizeof detail, "You can only select up to %d files at once. Choose fewer now: you can send "
	    "more later, with your code.", max);
	exchange_problem(x, 413, detail, "file");
}

void
problem_empty(struct exchange *x, unsigned file)
{
	char detail[DETAIL];

	snprintf(detail, sizeof detail, "The selected file is empty. Nothing is in file %u: choose it again, or leave "
	    "it out.", file);
	exchange_problem(x, 422, detail, "file");
}

void
problem_type(struct exchange *x, unsigned file)
{
	char detail[DETAIL];

	snprintf(detail, sizeof detail, "The selected file must be a photo (JPG, PNG, HEIC, GIF or WebP), a PDF, or an "
	    "MP4 or MOV video. File %u is not: choose another one, or take a photo of it.", file);
	exchange_problem(x, 422, detail, "file");
}

void
problem_uncleaned(struct exchange *x, unsigned file, enum copy_state why)
{
	char detail[DETAIL];

	if (why == COPY_DAMAGED)
		snprintf(detail, sizeof detail, "The selected file looks cut short or broken. File %u cannot be "
		    "opened: choose it again, choose another one, or take a screenshot of it.", file);
	else if (why == COPY_TOO_MUCH)
		snprintf(detail, sizeof detail, "The selected file has too much in it for us to check. File %u is too "
		    "large a picture, or has too many pages: choose a smaller one, or take a screenshot of it.", file);
	else
		snprintf(detail, sizeof detail, "The selected file must be of a kind that we can take hidden facts out "
		    "of: a photo, a video, a PDF or plain text. File %u is not: choose another one, or take a "
		    "screenshot of it.", file);
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
problem_append(struct exchange *x, enum gw_err e)
{
	if (e == GW_ELIMIT)
		exchange_problem(x, 422, "This conversation is full. Please send a new report.", "text");
	else if (e == GW_ECONFLICT)
		exchange_problem(x, 409, "Others were writing at the same time. Please send it again.", NULL);
	else
		problem_thread(x, e);
}

void
problem_ours(struct exchange *x, enum gw_err e)
{
	bool later = e == GW_EBUSY || e == GW_EFULL || e == GW_EIO || e == GW_ENOMEM;

	exchange_fail(x, later ? e : GW_EBUG);
}
