/* receive.c: multipart events in, a first part, fields and spooled attachments out. */
#include "receive.h"

#include <string.h>

#include "log.h"
#include "problem.h"
#include "secret.h"

static const char STATE[] = "state";

enum { FIRST_MAX = LIMIT_REPORT_JSON > LIMIT_FORM ? LIMIT_REPORT_JSON : LIMIT_FORM };
/* What a form may weigh beside its files: the first part, fields, heads and boundaries. */
enum { FORM_SLACK = FIRST_MAX + 2 * FIELDS_TEXT + LIMIT_MULTIPART_PARTS * (LIMIT_MULTIPART_HEAD +
    2 * LIMIT_MULTIPART_BOUNDARY) };

static const struct policy *
policy_of(const struct receive *r)
{
	return r->at->setup->policy;
}

/* The file that is coming, counted from 1 as people do. */
static unsigned
ordinal(const struct receive *r)
{
	return (unsigned)r->said.n_files + 1;
}

static bool
is_stopped(const struct receive *r)
{
	return r->waiting || exchange_replied(r->x);
}

static void
fail(struct receive *r, enum gw_err e)
{
	log_fault(LOG_SPOOL, e);
	problem_ours(r->x, e);
}

static bool
is_form(const struct receive *r)
{
	return r->calls->part == NULL;
}

/* --- copies --- */

static bool
is_refused(const struct receive *r, enum copy_state state)
{
	return policy_of(r)->refuses_uncleaned &&
	    (state == COPY_STRANGE || state == COPY_DAMAGED || state == COPY_TOO_MUCH);
}

/* What became of an ended file's copy. */
static void
on_copy(void *arg, size_t i, const struct copied *made)
{
	struct receive *r = arg;
	const enum copy_state state = made->head.state;

	r->said.file[i].copy = state;
	r->said.file[i].kind = made->head.kind;
	memcpy(r->spooled[i].copy, made->name, sizeof r->spooled[i].copy);
	r->spooled[i].copy_bytes = made->sealed_bytes;
	r->spooled[i].held = state == COPY_INFECTED ? HELD_MALWARE : HELD_NOT;
	if (!exchange_replied(r->x) && is_refused(r, state))
		problem_uncleaned(r->x, (unsigned)i + 1, state);
	else if (r->copies.waited == 0 && r->ended)
		receive_end(r);
}

/* --- files --- */

static void
file_write(struct receive *r, struct span data)
{
	const struct policy *p = policy_of(r);
	const uint64_t size = upload_size(r->upload) + data.n;
	enum gw_err e;

	if (size > (uint64_t)p->max_file_bytes)
		problem_too_big(r->x, ordinal(r), p->max_file_bytes);
	else if (r->total + size > (uint64_t)p->max_files_bytes)
		problem_too_big(r->x, 0, p->max_files_bytes);
	else if ((e = upload_write(r->upload, data)) != GW_OK)
		fail(r, e);
	else
		copies_write(&r->copies, r->said.n_files, data);
}

static void
file_end(struct receive *r)
{
	const size_t i = r->said.n_files;
	const uint64_t size = upload_size(r->upload);
	enum gw_err e;

	if ((e = upload_end_take(&r->upload, &r->spooled[i], r->said.file[i].sha256)) != GW_OK) {
		fail(r, e);
		return;
	}
	r->said.file[i].size = size;
	r->said.n_files++;
	r->total += size;
	r->said.file[i].copy = COPY_LATER;
	r->said.file[i].kind = COPY_NONE;
	copies_end(&r->copies, i, on_copy, r);
}

/* What came before the spool file was there. */
static void
on_spool(void *arg, enum gw_err e)
{
	struct receive *r = arg;

	if (e != GW_OK) {
		fail(r, e);
		return;
	}
	file_write(r, (struct span){ r->head, r->head_n });
	secret_wipe(r->head, sizeof r->head);
	if (r->is_short && !exchange_replied(r->x))
		file_end(r);
	if (!exchange_replied(r->x))
		receive_resume(r);
}

/* As much of it is here as has to be looked at. */
static void
file_open(struct receive *r)
{
	const uint32_t number = r->first_file + (uint32_t)r->said.n_files;
	const struct part_place at = { r->report, PART_FILE, number };
	enum gw_err e;

	if (r->said.n_files >= (size_t)policy_of(r)->max_files || r->said.n_files >= LIMIT_FILES) {
		problem_too_many(r->x, policy_of(r)->max_files);
		return;
	}
	if (is_form(r) && policy_of(r)->refuses_uncleaned &&
	    filetype_of((struct span){ r->head, r->head_n }) == FILETYPE_NONE) {
		problem_type(r->x, ordinal(r));
		return;
	}
	file_key_of(r->key, number, r->file_key);
	if ((e = upload_new(r->at->link, r->file_key, at, on_spool, r, &r->upload)) != GW_OK) {
		fail(r, e);
		return;
	}
	r->waiting = true;
	copies_begin(&r->copies, exchange_site(r->x), &(struct copies_file){ r->said.n_files, r->report, r->key,
	    number });
}

static void
file_begin(struct receive *r)
{
	r->head_n = 0;
	r->is_short = false;
	r->is_nameless = r->parts.file_name[0] == '\0';
	/* The parser's own copy goes with the next event. */
	if (r->said.n_files < LIMIT_FILES)
		memcpy(r->said.file[r->said.n_files].name, r->parts.file_name, sizeof r->parts.file_name);
}

static void
file_data(struct receive *r, struct span data)
{
	if (r->upload != NULL) {
		file_write(r, data);
		return;
	}
	if (data.n > sizeof r->head - r->head_n) {
		fail(r, GW_EBUG);
		return;
	}
	memcpy(r->head + r->head_n, data.p, data.n);
	r->head_n += data.n;
	if (r->head_n >= FILETYPE_BYTES)
		file_open(r);
}

static void
file_part_end(struct receive *r)
{
	if (r->upload != NULL) {
		file_end(r);
	} else if (r->head_n > 0) {
		r->is_short = true;
		file_open(r);
	} else if (!is_form(r) || !r->is_nameless) {	/* browsers send this for "no file chosen" */
		problem_empty(r->x, ordinal(r));
	}
}

/* --- the first part, and fields --- */

static void
no_first(struct receive *r)
{
	exchange_problem(r->x, 422, is_form(r) ? "The form does not begin with what the page put there. Please open "
	    "the page again." : "The first part of the form must be the JSON one.", r->calls->part);
}

static void
first_begin(struct receive *r)
{
	if (r->parts.is_file || strcmp(r->parts.name, is_form(r) ? STATE : r->calls->part) != 0)
		no_first(r);
}

static void
too_long(struct receive *r, enum gw_err e, const char *field)
{
	if (e == GW_ELIMIT)
		exchange_problem(r->x, 413, "It is too long. A text may have 16 KiB.", field);
	else
		problem_ours(r->x, e);
}

static void
first_data(struct receive *r, struct span data)
{
	enum gw_err e = buf_add(&r->first, data);

	if (e != GW_OK)
		too_long(r, e, r->calls->part);
}

static enum receive_next
open_json(struct receive *r)
{
	enum receive_next next = RECEIVE_ON;
	char why[JSON_FAULT];
	json_t *v = NULL;
	enum gw_err e = json_read(buf_span(&r->first), &v, why);

	buf_free(&r->first);
	if (e != GW_OK)
		problem_json(r->x, e, r->calls->part, why);
	else
		next = r->calls->opened(r, v);
	json_decref(v);
	return next;
}

static void
first_end(struct receive *r)
{
	enum receive_next next = is_form(r) ? r->calls->opened_form(r, buf_span(&r->first)) : open_json(r);

	buf_free(&r->first);
	r->waiting = next == RECEIVE_WAIT;
}

static void
field_begin(struct receive *r)
{
	if (r->parts.is_file || fields_begin(&r->fields, r->parts.name) != GW_OK)
		exchange_problem(r->x, 422, "The form has a field that does not belong there. Please open the page "
		    "again.", NULL);
}

static void
field_data(struct receive *r, struct span data)
{
	enum gw_err e = fields_add(&r->fields, data);

	if (e != GW_OK)
		too_long(r, e, "text");
}

static void
field_end(struct receive *r)
{
	enum gw_err e = fields_end(&r->fields);

	if (e == GW_EINPUT)
		exchange_problem(r->x, 422, "A field of the form cannot be read. Please open the page again.", NULL);
	else if (e != GW_OK)
		too_long(r, e, "text");
}

/* --- events --- */

static void
on_part(struct receive *r, struct span data)
{
	(void)data;
	if (r->n_parts++ == 0) {
		r->part = RECEIVE_FIRST;
		first_begin(r);
	} else if (strcmp(r->parts.name, "file") == 0) {
		r->part = RECEIVE_FILE;
		file_begin(r);
	} else if (is_form(r)) {
		r->part = RECEIVE_FIELD;
		field_begin(r);
	} else {
		exchange_problem(r->x, 422, "Only parts named file may follow the first one.", r->calls->part);
	}
}

static void
on_data(struct receive *r, struct span data)
{
	static void (*const takes[])(struct receive *r, struct span data) = {
		[RECEIVE_FIRST] = first_data, [RECEIVE_FIELD] = field_data, [RECEIVE_FILE] = file_data,
	};

	takes[r->part](r, data);
}

static void
on_part_end(struct receive *r, struct span data)
{
	static void (*const ends[])(struct receive *r) = {
		[RECEIVE_FIRST] = first_end, [RECEIVE_FIELD] = field_end, [RECEIVE_FILE] = file_part_end,
	};

	const enum receive_part ended = r->part;

	(void)data;
	r->part = RECEIVE_BETWEEN;
	ends[ended](r);
}

static void
on_end(struct receive *r, struct span data)
{
	(void)data;
	r->complete = true;
}

static void (*const steps[])(struct receive *r, struct span data) = {
	[MULTIPART_PART] = on_part,
	[MULTIPART_DATA] = on_data,
	[MULTIPART_PART_END] = on_part_end,
	[MULTIPART_END] = on_end,
};

/* What the parser may have now: of a file that is not open yet no more than has to be looked at. */
static struct span
portion(const struct receive *r, struct span rest)
{
	if (r->part == RECEIVE_FILE && r->upload == NULL && rest.n > FILETYPE_BYTES - r->head_n)
		rest.n = FILETYPE_BYTES - r->head_n;
	return rest;
}

/* How much of in was taken before it was all, or the form had to wait. */
static size_t
pump(struct receive *r, struct span in)
{
	size_t taken = 0;

	while (!is_stopped(r)) {
		const struct span rest = portion(r, (struct span){ in.p + taken, in.n - taken });
		enum multipart_event ev = MULTIPART_NONE;
		struct span data = { NULL, 0 };
		const char *why = NULL;
		size_t used = 0;
		enum gw_err e = multipart_next(&r->parts, rest, &used, &ev, &data, &why);

		if (e != GW_OK) {
			exchange_problem(r->x, e == GW_ELIMIT ? 413 : 422, why, NULL);
			break;
		}
		taken += used;
		if (ev != MULTIPART_NONE)
			steps[ev](r, data);
		else if (taken == in.n)
			break;
	}
	return taken;
}

void
receive_begin(struct receive *r, struct exchange *x, const struct receive_calls *calls)
{
	const struct http_req *req = exchange_request(x);

	r->x = x;
	r->at = exchange_site(x);
	r->calls = calls;
	report_init(&r->said);
	fields_init(&r->fields);
	buf_init(&r->first, calls->part == NULL ? LIMIT_FORM : LIMIT_REPORT_JSON);
	if (!exchange_is_type(x, "multipart/form-data"))
		exchange_problem(x, 415, "Send it as multipart/form-data.", NULL);
	else if (multipart_start(&r->parts, req->content_type) != GW_OK)
		exchange_problem(x, 422, "The form's Content-Type names no usable boundary.", NULL);
	else if (req->length > (uint64_t)policy_of(r)->max_files_bytes + FORM_SLACK)
		problem_too_big(x, 0, policy_of(r)->max_files_bytes);
	else if (!teams_are_known(r->at->teams))
		problem_ours(x, GW_EBUSY);
}

size_t
receive_body(struct receive *r, struct span bytes)
{
	size_t taken = pump(r, bytes);

	return exchange_replied(r->x) ? bytes.n : taken;
}

void
receive_end(struct receive *r)
{
	r->ended = true;
	if (is_stopped(r))
		return;
	if (!r->complete)
		exchange_problem(r->x, 422, "The form ends too early. Please send it again.", NULL);
	else if (r->n_parts == 0)	/* so nothing was opened */
		no_first(r);
	else if (r->copies.waited == 0)	/* else again when the last of them is here */
		r->calls->whole(r);
}

bool
receive_is_blank(const struct receive *r)
{
	return r->said.n_files == 0 && text_is_blank(buf_span(&r->said.text));
}

void
receive_resume(struct receive *r)
{
	r->waiting = false;
	if (r->ended)
		receive_end(r);
	else
		exchange_more(r->x);
}

/* The files will not be kept after all. */
static void
drop_files(struct receive *r)
{
	upload_drop(r->upload);
	r->upload = NULL;
	copies_free(&r->copies);
	for (size_t i = 0; i < r->said.n_files; i++) {
		upload_drop_named(r->at->link, r->spooled[i].name);
		if (r->spooled[i].copy[0] != '\0')
			upload_drop_named(r->at->link, r->spooled[i].copy);
	}
	r->said.n_files = 0;
}

void
receive_gone(struct receive *r)
{
	if (r->at == NULL)
		return;
	if (r->kept)
		r->said.n_files = 0;
	drop_files(r);
	buf_free(&r->first);
	fields_free(&r->fields);
	multipart_wipe(&r->parts);
	report_free(&r->said);
	secret_wipe(r, sizeof *r);
}
