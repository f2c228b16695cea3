/* pull.c: "concern pull": what is new for community safety since last time, opened on this computer, into one folder. A
 * page of cases is on the disk before it is acknowledged, and acknowledged before the cursor moves behind it: whatever
 * stops in between, the next pull does that page again, and a case that is there already takes its own place. */
#include <string.h>
#include <time.h>

#include <sodium.h>

#include "docket.h"
#include "bundle.h"
#include "secret.h"

enum { OPTION_INTO = OPTION_STATION_OWN, FILE_PATH = 96, LISTED_SECONDS = SURVEY_SECONDS / 2 };
static const struct option options[] = {
	STATION_OPTIONS,
	{ "into", required_argument, NULL, OPTION_INTO },
	{ NULL, 0, NULL, 0 }
};

struct pull {
	struct station station;
	struct binder folder;
	struct binder_state state;
	struct team_keys *keys;
	json_t *rows;
	int64_t now;
	int64_t listed;			/* when the list was asked for: cases are given for a while after that */
	size_t n_taken, n_refused;
	bool has_more;			/* rows have changed since they were last written */
	bool is_written;
};

/* --- the list --- */

static enum run
list_take(struct pull *p, uint64_t after, struct escalations *page)
{
	p->listed = time(NULL);
	return escalations_get(&p->station, after, page, &p->keys);
}

/* Cases with many files may take longer than the gateway lets them be asked for without the list. */
static enum run
list_again(struct pull *p)
{
	struct escalations page;

	return time(NULL) - p->listed < LISTED_SECONDS ? RUN_DONE : list_take(p, INT64_MAX, &page);
}

/* What asking for one case or file ended with. When the gateway cannot give it, and answers for the list all the same,
 * that is this one's fault alone: *e is GW_EIO, and the others come. */
static enum run
alone(struct pull *p, enum run r, enum gw_err *e)
{
	const long status = http_status(p->station.http);
	struct escalations page;

	if (r == RUN_DONE || status == 0 || status / 100 == 2)
		return r;
	*e = GW_EIO;
	return list_take(p, INT64_MAX, &page);
}

/* --- one case --- */

/* The same attachment of the row that this folder has already; NULL: it has none. */
static const json_t *
file_was(const struct pull *p, const char *id, const json_t *file)
{
	const json_t *was = json_array_get(json_object_get(bundle_row(p->rows, id), "files"),
	    (size_t)json_integer_value(json_object_get(file, "n")));

	return span_equal(json_text(was, "sha256"), json_text(file, "sha256")) ? was : NULL;
}

/* What a pull before brought lies here, whole. */
static bool
is_here(const struct pull *p, const json_t *was)
{
	const char *path = json_string_value(json_object_get(was, "path"));
	const json_t *size = json_object_get(was, "copy_size");

	return path != NULL && json_is_integer(size) && json_is_string(json_object_get(was, "copy_sha256")) &&
	    binder_has(&p->folder, path, (uint64_t)json_integer_value(size));
}

static enum run
file_mark(json_t *file, const char *key, const char *value)
{
	return json_object_set_new(file, key, json_string(value)) == 0 ? RUN_DONE : fail("Writing a case", GW_ENOMEM);
}

/* It is here, clean. */
static enum run
file_note(json_t *file, const char *path, const json_t *size, const json_t *sha256)
{
	json_t *more = json_pack("{s:s,s:s,s:O,s:O}", "path", path, "copy", copy_state_code(COPY_CLEAN), "copy_size",
	    size, "copy_sha256", sha256);
	const int failed = more == NULL ? -1 : json_object_update(file, more);

	json_decref(more);
	return failed == 0 ? RUN_DONE : fail("Writing a case", GW_ENOMEM);
}

static enum run
file_keep(struct pull *p, const char *id, json_t *file, const struct copied *copy)
{
	uint8_t digest[crypto_hash_sha256_BYTES];
	char path[FILE_PATH], hex[2 * sizeof digest + 1];
	json_t *size = json_integer((json_int_t)copy->bytes.n), *sha256;
	enum run r;

	crypto_hash_sha256(digest, copy->bytes.p, copy->bytes.n);
	sha256 = json_string(sodium_bin2hex(hex, sizeof hex, digest, sizeof digest));
	snprintf(path, sizeof path, "files/%s/attachment-%d%s", id,
	    (int)json_integer_value(json_object_get(file, "n")) + 1, copy_kind_suffix(copy->head.kind));
	if ((r = binder_write(&p->folder, path, copy->bytes)) == RUN_DONE)
		r = file_note(file, path, size, sha256);
	json_decref(size);
	json_decref(sha256);
	return r;
}

/* Nobody opens it any more: what a pull before brought stays, but shut, and the pack leads no longer to it. */
static enum run
file_lock(struct pull *p, const struct opened *c, json_t *file, const json_t *was)
{
	const char *path = json_string_value(json_object_get(was, "path"));
	const char *left = path != NULL ? path : json_string_value(json_object_get(was, "left"));
	const json_int_t n = json_integer_value(json_object_get(file, "n")) + 1;
	char ref[DOCKET_REF];
	enum run r;

	if (left == NULL)
		return RUN_DONE;
	if ((r = binder_shut(&p->folder, left)) != RUN_DONE)
		return r;
	docket_ref(c->report, ref);
	if (path != NULL)
		complain("Attachment %d of case %s was locked. Its copy in this folder, %s, was shut: do not open, "
		    "copy, send or delete it. Ask your safeguarding lead, or the police (101), what to do.", (int)n,
		    ref, path);
	return file_mark(file, "left", left);
}

/* That there is no copy yet is no fault where the report says so. */
static enum run
file_fetch(struct pull *p, const struct opened *c, const char *id, json_t *file, enum gw_err *e)
{
	const bool is_due = span_is(json_text(file, "copy"), copy_state_code(COPY_CLEAN));
	struct copied copy;
	struct buf plain;
	enum run r;

	buf_init(&plain, ESCALATION_COPY);
	r = escalation_copy(&p->station, c, (uint32_t)json_integer_value(json_object_get(file, "n")), &plain, &copy,
	    e);
	if (r != RUN_DONE)
		r = alone(p, r, e);
	else if (*e == GW_OK && copy.head.state == COPY_CLEAN)
		r = file_keep(p, id, file, &copy);
	else if (*e == GW_OK)
		r = file_mark(file, "copy", copy_state_code(copy.head.state));
	else if (*e == GW_EINPUT)
		r = file_mark(file, "locked", "held");
	if (*e == GW_EINPUT || (*e == GW_EABSENT && !is_due))
		*e = GW_OK;
	buf_free(&plain);
	return r;
}

/* *e: why its copy, which there is, did not come. */
static enum run
file_take(struct pull *p, const struct opened *c, const char *id, json_t *file, enum gw_err *e)
{
	const json_t *was = file_was(p, id, file);
	enum run r = RUN_DONE;

	*e = GW_OK;
	if (!json_is_string(json_object_get(file, "locked"))) {
		if (is_here(p, was))
			return file_note(file, json_string_value(json_object_get(was, "path")),
			    json_object_get(was, "copy_size"), json_object_get(was, "copy_sha256"));
		r = file_fetch(p, c, id, file, e);
	}
	return r == RUN_DONE && json_is_string(json_object_get(file, "locked")) ? file_lock(p, c, file, was) : r;
}

/* All that come; those that do not have no path. */
static enum run
files_take(struct pull *p, const struct opened *c, const char *id, json_t *row, size_t *missing)
{
	json_t *list = json_object_get(row, "files");
	enum run r = RUN_DONE;
	enum gw_err e;

	for (size_t i = 0; i < json_array_size(list) && r == RUN_DONE; i++) {
		r = file_take(p, c, id, json_array_get(list, i), &e);
		*missing += e != GW_OK;
	}
	return r;
}

/* RUN_DONE: it stands among the rows, but for files that are missing; or *e says why not. */
static enum run
case_take(struct pull *p, const struct escalation *row, size_t *missing, enum gw_err *e)
{
	struct opened *c = secret_malloc(sizeof *c);
	json_t *v = NULL;
	enum run r;

	if (c == NULL)
		return fail("Opening a case", GW_ENOMEM);
	r = alone(p, escalation_open(&p->station, p->keys, row->id, c, e), e);
	if (r == RUN_DONE && *e == GW_OK && (*e = docket_make(row, c, p->now, &v)) == GW_OK)
		r = files_take(p, c, row->id, v, missing);
	if (r == RUN_DONE && *e == GW_OK) {
		r = (*e = bundle_put_take(p->rows, v)) == GW_OK ? RUN_DONE : fail("Keeping a case", *e);
		p->has_more = true;
		v = NULL;
	}
	json_decref(v);
	opened_end(c);
	secret_free(c);
	return r;
}

/* In a sentence; the others still come, and this one is tried again by the next pull. GW_OK: it is here without all of
 * its files. */
static enum run
refuse(struct pull *p, const struct escalation *row, enum gw_err e)
{
	char ref[DOCKET_REF];

	docket_ref(row->report, ref);
	p->n_refused++;
	if (e == GW_OK)
		complain("Case %s is here, but not all of its files came: the pack says which. It was not "
		    "acknowledged. Tell the person who runs the gateway.", ref);
	else if (e == GW_EBUSY)
		complain("Case %s is still sealed to a key that this computer does not have. It opens once a colleague "
		    "who was there before has signed in.", ref);
	else if (e == GW_EIO)
		complain("The gateway could not give case %s. It was left out and not acknowledged. Tell the person "
		    "who runs the gateway.", ref);
	else
		complain("Case %s does not fit its seal: parts are missing or were altered. It was left out and not "
		    "acknowledged. Tell the person who runs the gateway.", ref);
	if (binder_state_miss(&p->state, row->id, row->changed) == GW_OK)
		return RUN_DONE;
	complain("Too many cases do not open.");
	return RUN_FAULT;
}

/* --- a page of them --- */

/* What is safe may be told of: row[i] where is_taken[i]. */
static enum run
page_keep(struct pull *p, const struct escalation *row, const bool *is_taken, size_t n)
{
	enum run r = bundle_write(&p->folder, p->rows, p->now);

	p->is_written = r == RUN_DONE;
	p->has_more = r != RUN_DONE;
	for (size_t i = 0; i < n && r == RUN_DONE; i++)
		if (is_taken[i])
			r = escalation_ack(&p->station, row[i].id, row[i].changed);
	return r;
}

static enum run
rows_take(struct pull *p, const struct escalation *row, size_t n)
{
	bool is_taken[ESCALATIONS_PAGE] = { false };
	size_t taken = 0;
	enum run r = RUN_DONE;

	for (size_t i = 0; i < n && r == RUN_DONE; i++) {
		enum gw_err e = GW_OK;
		size_t missing = 0;

		binder_state_got(&p->state, row[i].id);
		if (row[i].kind >= KIND_MEETING)
			continue;		/* papers of the team's own, not cases */
		if ((r = list_again(p)) != RUN_DONE || (r = case_take(p, &row[i], &missing, &e)) != RUN_DONE)
			break;
		is_taken[i] = e == GW_OK && missing == 0;
		taken += is_taken[i];
		if (!is_taken[i] && e != GW_EABSENT)
			r = refuse(p, &row[i], e);
	}
	p->n_taken += taken;
	return r == RUN_DONE && p->has_more ? page_keep(p, row, is_taken, n) : r;
}

/* Those that did not open last time, as they were then; a newer change of one comes by itself. */
static enum run
again_take(struct pull *p, const struct binder_state *was)
{
	enum run r = RUN_DONE;

	for (size_t i = 0; i < was->n && r == RUN_DONE; i++) {
		struct escalation row = { .changed = was->again[i].changed, .kind = KIND_REPORT };

		for (size_t j = 0; j < p->state.n; j++)
			if (strcmp(p->state.again[j].id, was->again[i].id) == 0 &&
			    p->state.again[j].changed == was->again[i].changed) {
				memcpy(row.id, was->again[i].id, sizeof row.id);
				(void)sodium_hex2bin(row.report, ID_BYTES, row.id, 2 * ID_BYTES, NULL, NULL, NULL);
			}
		if (row.id[0] != '\0')
			r = rows_take(p, &row, 1);
	}
	return r;
}

static enum run
pages_take(struct pull *p)
{
	struct binder_state *was = secret_malloc(sizeof *was);
	struct escalations page;
	enum run r = was == NULL ? fail("Pulling", GW_ENOMEM) : RUN_DONE;

	if (r == RUN_DONE)
		*was = p->state;
	do {
		if (r != RUN_DONE ||
		    (r = list_take(p, p->state.cursor, &page)) != RUN_DONE ||
		    (r = rows_take(p, page.row, page.n)) != RUN_DONE || page.n == 0)
			break;
		p->state.cursor = page.row[page.n - 1].changed;
		r = binder_state_write(&p->folder, &p->state);
	} while (r == RUN_DONE && page.goes_on);
	if (r == RUN_DONE && was->n > 0 && (r = again_take(p, was)) == RUN_DONE)
		r = binder_state_write(&p->folder, &p->state);
	secret_free(was);
	return r;
}

/* --- all of it --- */

static enum run
say_done(const struct pull *p)
{
	if (p->station.server.json) {
		if (say_object_take(json_pack("{s:I,s:I,s:I}", "taken", (json_int_t)p->n_taken, "refused",
		    (json_int_t)p->n_refused, "cases", (json_int_t)json_array_size(p->rows))) != GW_OK)
			return fail("Writing the answer", GW_ENOMEM);
	} else if (p->n_taken == 0) {
		puts("Nothing new.");
	} else {
		printf("%zu new or changed; %zu in %s. Print pack.html for the meeting.\n", p->n_taken,
		    json_array_size(p->rows), p->folder.path);
	}
	return p->n_refused > 0 ? RUN_FAULT : RUN_DONE;
}

static enum run
pull(struct pull *p)
{
	bool is_new = false;
	enum run r;

	if ((r = binder_state_read(&p->folder, &p->state)) != RUN_DONE ||
	    (r = bundle_read(&p->folder, &p->rows, &is_new)) != RUN_DONE)
		return r;
	if (is_new)
		memset(&p->state, 0, sizeof p->state);	/* what it had is not here any more: all of it again */
	if ((r = station_open(&p->station)) != RUN_DONE)
		return r;
	r = pages_take(p);
	station_close(&p->station);
	/* A pull that was stopped between two of the three files left the others older; and clocks have run on. */
	if (r == RUN_DONE && !p->is_written)
		r = bundle_write(&p->folder, p->rows, p->now);
	return r == RUN_DONE ? say_done(p) : r;
}

enum run
pull_main(int argc, char **argv)
{
	struct pull *p = secret_malloc(sizeof *p);
	const char *into = NULL;
	int option;
	enum run r = RUN_DONE;

	if (p == NULL)
		return fail("Pulling", GW_ENOMEM);
	memset(p, 0, sizeof *p);
	p->folder = (struct binder){ NULL, -1, -1 };
	p->station.server.url = STATION_SERVER;
	p->now = time(NULL);
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
		if (option == OPTION_INTO)
			into = optarg;
		else if (!station_option(&p->station, option, optarg))
			r = RUN_MISUSED;
	if (r == RUN_DONE && (into == NULL || optind != argc)) {
		complain("Usage: concern pull --key-file FILE --into FOLDER --cert FILE --key FILE [--name NAME]");
		r = RUN_MISUSED;
	}
	if (r == RUN_DONE && (r = binder_open(&p->folder, into)) == RUN_DONE)
		r = pull(p);
	binder_close(&p->folder);
	team_keys_free(p->keys);
	json_decref(p->rows);
	secret_free(p);
	return r;
}
