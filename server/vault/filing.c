/* filing.c: what intake brings: new reports, what their reporters add, and whether an attachment has its row. */
#include "filing.h"

#include <stdlib.h>
#include <string.h>

#include "record.h"

enum { MINUTE = 60, TEAMS_TEXT = LIMIT_GRANTS * (LIMIT_TEAM + 1) + 2 };

static int64_t
minute_of(int64_t at)
{
	return at - at % MINUTE;
}

/* Where the bytes were put is *n. */
static enum gw_err
sealed_row(struct store *s, struct span bytes, int64_t *n)
{
	struct use u;
	enum gw_err e;

	use_start(&u, s, SEALED_PUT);
	use_blob(&u, bytes.p, bytes.n);
	e = use_run(&u, NULL);
	*n = e == GW_OK ? store_last_row(s) : 0;
	return e;
}

/* The number that filing_record's entry will have, if it is the very next one. */
static enum gw_err
next_entry(struct store *s, int64_t *seq)
{
	uint8_t hash[AUDIT_HASH];
	enum gw_err e = audit_head(s, seq, hash);

	++*seq;
	return e;
}

static enum gw_err
report_row(struct store *s, const struct msg_report_put *r, int64_t now)
{
	int64_t head, entry;
	struct use u;
	enum gw_err e;

	if (r->head.n != SEAL_STEP)
		return GW_EINPUT;
	if ((e = next_entry(s, &entry)) != GW_OK || (e = sealed_row(s, r->head, &head)) != GW_OK)
		return e;
	use_start(&u, s, REPORT_PUT);
	use_blob(&u, r->report, ID_BYTES);
	use_blob(&u, r->tag, TAG_BYTES);
	use_blob(&u, r->reporter_pk, KEY_BYTES);
	use_blob(&u, r->reporter_grant, GRANT_BYTES);
	use_number(&u, r->band);
	use_number(&u, minute_of(now));
	use_number(&u, minute_of(r->due));
	use_number(&u, r->n_files);
	use_number(&u, head);
	use_number(&u, entry);
	return use_run(&u, NULL);
}

static enum gw_err
part_row(struct store *s, struct part_place at, struct span sealed)
{
	uint8_t digest[SEAL_DIGEST];
	int64_t bytes;
	struct use u;
	enum gw_err e = sealed_row(s, sealed, &bytes);

	if (e != GW_OK)
		return e;
	part_digest(sealed, digest);
	use_start(&u, s, PART_PUT);
	use_blob(&u, at.report, ID_BYTES);
	use_number(&u, at.seq);
	use_number(&u, at.kind);
	use_blob(&u, digest, sizeof digest);
	use_number(&u, bytes);
	return use_run(&u, NULL);
}

static enum gw_err
file_rows(struct store *s, const uint8_t report[ID_BYTES], uint32_t first, const struct msg_spooled *file, size_t n)
{
	enum gw_err e = GW_OK;
	struct use u;

	for (size_t i = 0; i < n && e == GW_OK; i++) {
		use_start(&u, s, FILE_PUT);
		use_blob(&u, report, ID_BYTES);
		use_number(&u, first + (int64_t)i);
		use_text(&u, file[i].name);
		use_number(&u, (int64_t)file[i].sealed_bytes);
		e = use_run(&u, NULL);
	}
	return e;
}

static enum gw_err
grant_rows(struct store *s, const struct msg_report_put *r)
{
	enum gw_err e = GW_OK;
	struct use u;

	for (size_t i = 0; i < r->n_grants && e == GW_OK; i++) {
		use_start(&u, s, GRANT_PUT);
		use_blob(&u, r->report, ID_BYTES);
		use_text(&u, r->grant[i].team);
		use_blob(&u, r->grant[i].sealed, GRANT_BYTES);
		if ((e = use_run(&u, NULL)) != GW_OK)
			return e;
		use_start(&u, s, QUEUE_PUT);
		use_text(&u, r->grant[i].team);
		use_number(&u, minute_of(r->due));
		use_blob(&u, r->report, ID_BYTES);
		e = use_run(&u, NULL);
	}
	return e;
}

static int
by_text(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

/* One more open report for this set of teams. */
static enum gw_err
open_add(struct store *s, const struct msg_report_put *r)
{
	char text[TEAMS_TEXT] = ",";
	const char *code[LIMIT_GRANTS];
	struct use u;

	for (size_t i = 0; i < r->n_grants; i++)
		code[i] = r->grant[i].team;
	qsort(code, r->n_grants, sizeof code[0], by_text);
	for (size_t i = 0, at = 1; i < r->n_grants; i++)
		at += (size_t)snprintf(text + at, sizeof text - at, "%s,", code[i]);
	use_start(&u, s, OPEN_ADD);
	use_text(&u, text);
	return use_run(&u, NULL);
}

enum gw_err
filing_record(struct store *s, const uint8_t report[ID_BYTES], enum audit_what what, const char *who, int64_t at)
{
	struct audit_act act = { at, who, what, { report, ID_BYTES }, NULL };
	struct record r;
	enum gw_err e = record_of(s, report, &r);

	act.detail = r.digest;
	return e == GW_OK ? audit_add(s, &act) : e;
}

enum gw_err
filing_append(struct store *s, const struct msg_part_put *put, enum part_kind kind)
{
	const struct part_place at = { put->report, kind, put->seq };
	int64_t entry = 0;
	int changed;
	struct use u;
	enum gw_err e;

	if (put->seq >= LIMIT_MESSAGES || put->n_files > LIMIT_FILES)
		return GW_ELIMIT;
	if (put->head.n != SEAL_STEP)
		return GW_EINPUT;
	if ((e = next_entry(s, &entry)) != GW_OK)
		return e;
	use_start(&u, s, REPORT_APPEND);
	use_number(&u, put->n_files);
	use_number(&u, entry);
	use_blob(&u, put->report, ID_BYTES);
	use_number(&u, put->seq);
	use_number(&u, put->files);
	if ((e = use_run(&u, &changed)) != GW_OK)
		return e;
	if (changed != 1)
		return GW_ECONFLICT;
	use_start(&u, s, HEAD_SET);
	use_blob(&u, put->head.p, put->head.n);
	use_blob(&u, put->report, ID_BYTES);
	if ((e = use_run(&u, NULL)) != GW_OK || (e = part_row(s, at, put->part)) != GW_OK)
		return e;
	return file_rows(s, put->report, put->files, put->file, put->n_files);
}

enum gw_err
store_report_put(struct store *s, const struct msg_report_put *r, int64_t now)
{
	const struct part_place body = { r->report, PART_BODY, 0 }, decision = { r->report, PART_DECISION, 1 };
	enum gw_err e = store_as(s, ROLE_INTAKE);

	/* Sealed to no team it could be read by nobody. */
	if (e == GW_OK && (r->n_grants == 0 || r->n_grants > LIMIT_GRANTS || r->n_files > LIMIT_FILES))
		e = GW_EINPUT;
	if (e != GW_OK || (e = report_row(s, r, now)) != GW_OK || (e = part_row(s, body, r->body)) != GW_OK ||
	    (e = part_row(s, decision, r->decision)) != GW_OK || (e = grant_rows(s, r)) != GW_OK ||
	    (e = file_rows(s, r->report, 0, r->file, r->n_files)) != GW_OK || (e = open_add(s, r)) != GW_OK)
		return e;
	return filing_record(s, r->report, AUDIT_RECEIVED, "", now);
}

enum gw_err
store_reply_put(struct store *s, const struct msg_reply_put *r, int64_t now)
{
	uint8_t report[ID_BYTES];
	struct use u;
	enum gw_err e = store_as(s, ROLE_INTAKE);

	if (e != GW_OK)
		return e;
	use_start(&u, s, REPORT_BY_TAG);
	use_blob(&u, r->tag, TAG_BYTES);
	if ((e = use_row(&u)) != GW_OK)
		return e;
	use_get_blob(&u, 0, report, ID_BYTES);
	if ((e = use_end(&u, GW_OK)) != GW_OK)
		return e;
	if (memcmp(report, r->put.report, ID_BYTES) != 0)	/* public bytes */
		return GW_EABSENT;
	if ((e = filing_append(s, &r->put, PART_FROM_REPORTER)) != GW_OK)
		return e;
	return filing_record(s, report, AUDIT_REPLY, "", now);
}

enum gw_err
store_file_known(struct store *s, const char *name)
{
	struct use u;
	enum gw_err e = store_as(s, ROLE_SPOOL);

	if (e != GW_OK)
		return e;
	use_start(&u, s, FILE_KNOWN);
	use_text(&u, name);
	e = use_row(&u);
	return use_end(&u, e);
}
