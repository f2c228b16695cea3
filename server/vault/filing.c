/* filing.c: new reports, whoever brings them, what their reporters add, and whether an attachment has its row. */
#include "filing.h"

#include <string.h>

#include "alert_rows.h"
#include "clock.h"
#include "people.h"
#include "reach.h"
#include "record.h"
#include "standing.h"
#include "visit.h"

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
report_row(struct store *s, const struct new_case *c, int64_t now)
{
	const struct msg_report_put *r = c->put;
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
	use_number(&u, clock_minute(now));
	use_number(&u, clock_minute(r->due));
	use_number(&u, c->note.n > 0 ? 3 : 2);
	use_number(&u, r->n_files);
	use_number(&u, head);
	use_number(&u, entry);
	use_number(&u, c->kind);
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

enum gw_err
filing_copy(struct store *s, const uint8_t report[ID_BYTES], uint32_t n, const char name[SPOOL_NAME + 1],
    uint64_t bytes)
{
	struct use u;

	use_start(&u, s, COPY_PUT);
	use_blob(&u, report, ID_BYTES);
	use_number(&u, n);
	use_text(&u, name);
	use_number(&u, (int64_t)bytes);
	return use_run(&u, NULL);
}

static enum gw_err
file_row(struct store *s, const uint8_t report[ID_BYTES], uint32_t n, const struct msg_spooled *file)
{
	const bool has_copy = file->copy[0] != '\0';
	struct use u;
	enum gw_err e;

	if (has_copy ? file->held != HELD_NOT : file->copy_bytes != 0)
		return GW_EINPUT;
	use_start(&u, s, FILE_PUT);
	use_blob(&u, report, ID_BYTES);
	use_number(&u, n);
	use_text(&u, file->name);
	use_number(&u, (int64_t)file->sealed_bytes);
	use_number(&u, file->held);
	e = use_run(&u, NULL);
	return e == GW_OK && has_copy ? filing_copy(s, report, n, file->copy, file->copy_bytes) : e;
}

static enum gw_err
file_rows(struct store *s, const uint8_t report[ID_BYTES], uint32_t first, const struct msg_spooled *file, size_t n)
{
	enum gw_err e = GW_OK;

	for (size_t i = 0; i < n && e == GW_OK; i++)
		e = file_row(s, report, first + (uint32_t)i, &file[i]);
	return e;
}

/* An extract waits for the team that it was passed on to, not for the one that gave it; what community safety makes for
 * itself waits for nobody. */
static bool
is_queued(enum case_kind kind, size_t grant)
{
	return kind == KIND_REPORT || (kind == KIND_EXTRACT && grant == 0);
}

static enum gw_err
grant_rows(struct store *s, const struct msg_report_put *r, enum case_kind kind)
{
	enum gw_err e = GW_OK;
	struct use u;

	for (size_t i = 0; i < r->n_grants && e == GW_OK; i++) {
		if ((e = people_key_is_known(s, r->grant[i].team, r->grant[i].key)) != GW_OK)
			return e;
		use_start(&u, s, GRANT_PUT);
		use_blob(&u, r->report, ID_BYTES);
		use_text(&u, r->grant[i].team);
		use_blob(&u, r->grant[i].sealed, GRANT_BYTES);
		use_blob(&u, r->grant[i].key, KEY_ID);
		use_number(&u, is_queued(kind, i));
		e = use_run(&u, NULL);
	}
	return e;
}

enum gw_err
filing_record(struct store *s, const uint8_t report[ID_BYTES], enum audit_what what, const char *who, int64_t at)
{
	const struct audit_act act = { .at = at, .who = who, .what = what, .subject = { report, ID_BYTES } };

	return filing_act(s, &act);
}

enum gw_err
filing_record_again(struct store *s, const uint8_t report[ID_BYTES], enum audit_what what, const char *why, int64_t at)
{
	const struct audit_act act = { .at = at, .who = s->member, .what = what, .subject = { report, ID_BYTES },
		.why = why };
	int64_t entry = 0;
	struct use u;
	enum gw_err e = next_entry(s, &entry);

	if (e != GW_OK)
		return e;
	use_start(&u, s, REPORT_RECORDED);
	use_number(&u, entry);
	use_blob(&u, report, ID_BYTES);
	e = use_run(&u, NULL);
	return e == GW_OK ? filing_act(s, &act) : e;
}

enum gw_err
filing_act(struct store *s, const struct audit_act *act)
{
	struct audit_act whole = *act;
	struct record r;
	enum gw_err e = record_of(s, act->subject.p, &r);

	whole.detail = r.digest;
	return e == GW_OK ? audit_add(s, &whole) : e;
}

/* GW_ECONFLICT: these are not the next. */
static enum gw_err
report_append(struct store *s, const struct addition *a)
{
	int64_t entry = 0;
	int changed = 0;
	struct use u;
	enum gw_err e = next_entry(s, &entry);

	if (e != GW_OK)
		return e;
	use_start(&u, s, REPORT_APPEND);
	use_number(&u, (int64_t)a->n);
	use_number(&u, (int64_t)a->n_files);
	use_number(&u, entry);
	use_blob(&u, a->report, ID_BYTES);
	use_number(&u, a->seq);
	use_number(&u, a->files);
	if ((e = use_run(&u, &changed)) != GW_OK)
		return e;
	return changed == 1 ? GW_OK : GW_ECONFLICT;
}

enum gw_err
filing_append(struct store *s, const struct addition *a)
{
	struct use u;
	enum gw_err e;

	if (a->seq > LIMIT_MESSAGES || a->n > LIMIT_MESSAGES - a->seq || a->n_files > LIMIT_FILES)
		return GW_ELIMIT;
	if (a->head.n != SEAL_STEP)
		return GW_EINPUT;
	if ((e = report_append(s, a)) != GW_OK)
		return e;
	use_start(&u, s, HEAD_SET);
	use_blob(&u, a->head.p, a->head.n);
	use_blob(&u, a->report, ID_BYTES);
	e = use_run(&u, NULL);
	for (size_t i = 0; i < a->n && e == GW_OK; i++) {
		const struct part_place at = { a->report, a->part[i].kind, a->seq + (uint32_t)i };

		e = part_row(s, at, a->part[i].sealed);
	}
	return e == GW_OK ? file_rows(s, a->report, a->files, a->file, a->n_files) : e;
}

enum gw_err
filing_new(struct store *s, const struct new_case *c, int64_t now)
{
	const struct msg_report_put *r = c->put;
	const struct part_place body = { r->report, PART_BODY, 0 }, decision = { r->report, PART_DECISION, 1 },
	    third = { r->report, PART_NOTE, 2 };
	const struct standing is = { .band = r->band, .state = CASE_RECEIVED, .due = clock_minute(r->due) };
	enum gw_err e;

	/* Sealed to no team it could be read by nobody. */
	if (r->n_grants == 0 || r->n_grants > LIMIT_GRANTS || r->n_files > LIMIT_FILES)
		return GW_EINPUT;
	if ((e = report_row(s, c, now)) != GW_OK || (e = part_row(s, body, r->body)) != GW_OK ||
	    (e = part_row(s, decision, r->decision)) != GW_OK ||
	    (c->note.n > 0 && (e = part_row(s, third, c->note)) != GW_OK) ||
	    (e = grant_rows(s, r, c->kind)) != GW_OK ||
	    (e = file_rows(s, r->report, 0, r->file, r->n_files)) != GW_OK ||
	    (e = standing_change(s, r->report, NULL, &is)) != GW_OK)
		return e;
	e = escalation_change(s, r->report, c->listing);
	return e == GW_OK ? alerts_want(s, r->report, now) : e;
}

enum gw_err
store_report_put(struct store *s, const struct msg_report_put *r, int64_t now)
{
	const struct new_case c = { .put = r, .listing = r->lists != 0 ? LISTS : LISTS_NOT };
	enum gw_err e = store_as(s, ROLE_INTAKE);

	if (e != GW_OK || (e = filing_new(s, &c, now)) != GW_OK)
		return e;
	return filing_record(s, r->report, AUDIT_RECEIVED, "", now);
}

/* Whoever is in a team that reads cases may bring one, for whichever school it is. */
enum gw_err
store_log_put(struct store *s, const struct msg_log_put *l, int64_t now)
{
	const struct new_case c = { .put = &l->put, .note = l->note, .listing = l->put.lists != 0 ? LISTS : LISTS_NOT };
	struct visit v;
	struct use u;
	enum gw_err e = visit_prove(s, l->session, now, &v);

	if (e != GW_OK)
		return e;
	use_start(&u, s, READS_CASES);
	use_text(&u, s->member);
	e = use_row(&u);
	if (e == GW_EABSENT)
		return visit_refuse(s, "asked to log a concern without reading cases", now);
	if ((e = use_end(&u, e)) != GW_OK)
		return e;
	if (l->note.n == 0)
		return GW_EINPUT;
	if ((e = filing_new(s, &c, now)) != GW_OK)
		return e;
	return filing_record(s, l->put.report, AUDIT_LOGGED, s->member, now);
}

/* Staff will see that there is something new; a closed case waits in the queues again. */
static enum gw_err
reply_show(struct store *s, const uint8_t report[ID_BYTES])
{
	struct standing was, is;
	struct use u;
	enum gw_err e;

	use_start(&u, s, CASE_COLUMNS);
	use_blob(&u, report, ID_BYTES);
	if ((e = use_row(&u)) != GW_OK)
		return e;
	was = (struct standing){ .band = (enum band)use_get_number(&u, 0),
		.state = (enum case_state)use_get_number(&u, 1), .due = use_get_number(&u, 3),
		.has_reply = use_get_number(&u, 5) != 0 };
	if ((e = use_end(&u, GW_OK)) != GW_OK)
		return e;
	is = was;
	is.has_reply = true;
	use_start(&u, s, CASE_REPLIED);
	use_blob(&u, report, ID_BYTES);
	if ((e = use_run(&u, NULL)) != GW_OK || (e = standing_change(s, report, &was, &is)) != GW_OK)
		return e;
	return escalation_change(s, report, was.band >= BAND_URGENT ? LISTS : LISTS_AGAIN);
}

enum gw_err
store_reply_put(struct store *s, const struct msg_reply_put *r, int64_t now)
{
	const struct msg_new_part part = { PART_FROM_REPORTER, r->put.part };
	const struct addition add = { r->put.report, r->put.seq, r->put.files, 1, r->put.n_files, &part, r->put.file,
		r->put.head };
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
	/* Nobody who writes without end may leave no room for those who act. */
	if (r->put.seq >= LIMIT_MESSAGES - LIMIT_STAFF_PARTS)
		return GW_ELIMIT;
	if ((e = filing_append(s, &add)) != GW_OK || (e = reply_show(s, report)) != GW_OK ||
	    (e = alerts_want(s, report, now)) != GW_OK)
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
