/* receive.c: multipart events in, a JSON part and spooled attachments out. */
#include "receive.h"

#include <string.h>

#include "log.h"
#include "problem.h"
#include "secret.h"

/* What a form may weigh beside its files: the JSON part, heads and boundaries. */
enum { FORM_SLACK = LIMIT_REPORT_JSON + LIMIT_MULTIPART_PARTS * (LIMIT_MULTIPART_HEAD + 2 * LIMIT_MULTIPART_BOUNDARY) };

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

static void
on_spool(void *arg, enum gw_err e)
{
	struct receive *r = arg;

	if (e != GW_OK) {
		fail(r, e);
		return;
	}
	receive_resume(r);
}

static void
file_begin(struct receive *r)
{
	const uint32_t number = r->first_file + (uint32_t)r->said.n_files;
	const struct part_place at = { r->report, PART_FILE, number };
	enum gw_err e;

	if (r->said.n_files >= (size_t)policy_of(r)->max_files || r->said.n_files >= LIMIT_FILES) {
		problem_too_many(r->x, policy_of(r)->max_files);
		return;
	}
	file_key_of(r->key, number, r->file_key);
	if ((e = upload_new(r->at->link, r->file_key, at, on_spool, r, &r->upload)) != GW_OK) {
		fail(r, e);
		return;
	}
	/* The parser's own copy goes with the next event. */
	memcpy(r->said.file[r->said.n_files].name, r->parts.file_name, sizeof r->parts.file_name);
	r->waiting = true;
}

static void
on_part(struct receive *r, struct span data)
{
	(void)data;
	if (r->n_parts++ == 0) {
		if (r->parts.is_file || strcmp(r->parts.name, r->calls->part) != 0)
			exchange_problem(r->x, 422, "The first part of the form must be the JSON one.", r->calls->part);
		return;
	}
	if (strcmp(r->parts.name, "file") != 0)
		exchange_problem(r->x, 422, "Only parts named file may follow the first one.", r->calls->part);
	else
		file_begin(r);
}

static void
json_data(struct receive *r, struct span data)
{
	enum gw_err e = buf_add(&r->json, data);

	if (e == GW_ELIMIT)
		exchange_problem(r->x, 413, "It is too long. A text may have 16 KiB.", r->calls->part);
	else if (e != GW_OK)
		problem_ours(r->x, e);
}

static void
on_data(struct receive *r, struct span data)
{
	const struct policy *p = policy_of(r);
	uint64_t size;
	enum gw_err e;

	if (r->n_parts == 1) {
		json_data(r, data);
		return;
	}
	size = upload_size(r->upload) + data.n;
	if (size > (uint64_t)p->max_file_bytes)
		problem_too_big(r->x, ordinal(r), p->max_file_bytes);
	else if (r->total + size > (uint64_t)p->max_files_bytes)
		problem_too_big(r->x, 0, p->max_files_bytes);
	else if ((e = upload_write(r->upload, data)) != GW_OK)
		fail(r, e);
}

static void
json_end(struct receive *r)
{
	char why[JSON_FAULT];
	json_t *v = NULL;
	enum gw_err e = json_read(buf_span(&r->json), &v, why);

	buf_free(&r->json);
	if (e != GW_OK)
		problem_json(r->x, e, r->calls->part, why);
	else if (r->calls->opened(r, v) == RECEIVE_WAIT)
		r->waiting = true;
	json_decref(v);
}

static void
on_part_end(struct receive *r, struct span data)
{
	const size_t i = r->said.n_files;
	uint64_t size;
	enum gw_err e;

	(void)data;
	if (r->n_parts == 1) {
		json_end(r);
		return;
	}
	if ((size = upload_size(r->upload)) == 0) {
		problem_empty(r->x, ordinal(r));
		return;
	}
	if ((e = upload_end_take(&r->upload, &r->spooled[i], r->said.file[i].sha256)) != GW_OK) {
		fail(r, e);
		return;
	}
	r->said.file[i].size = size;
	r->said.n_files++;
	r->total += size;
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

/* How much of in was taken before it was all, or the form had to wait. */
static size_t
pump(struct receive *r, struct span in)
{
	size_t taken = 0;

	while (!is_stopped(r)) {
		const struct span rest = { in.p + taken, in.n - taken };
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
		if (ev == MULTIPART_NONE)
			break;
		steps[ev](r, data);
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
	buf_init(&r->json, LIMIT_REPORT_JSON);
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
	else
		r->calls->whole(r);
}

bool
receive_is_blank(const struct receive *r)
{
	const struct buf *text = &r->said.text;

	for (size_t i = 0; i < text->n; i++)
		if (text->p[i] > ' ')
			return false;
	return r->said.n_files == 0;
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
	for (size_t i = 0; i < r->said.n_files; i++)
		upload_drop_named(r->at->link, r->spooled[i].name);
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
	buf_free(&r->json);
	multipart_wipe(&r->parts);
	report_free(&r->said);
	secret_wipe(r, sizeof *r);
}
