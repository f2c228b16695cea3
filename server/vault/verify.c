/* verify.c: the whole chain from its first entry, and every case against the entry that last recorded it. */
#include <string.h>

#include "audit.h"
#include "record.h"
#include "standing.h"

struct walk {
	struct store *store;
	struct audit_verdict *verdict;
	int64_t last;
	uint8_t hash[AUDIT_HASH];
	/* rows that entries vouch for */
	int64_t reports, parts, grants, files, open, queued, shelved, escalated, dossiers;
};

static enum gw_err
bad(struct walk *w, int64_t entry, const char *what)
{
	w->verdict->bad_entry = (uint64_t)entry;
	w->verdict->what = what;
	return GW_EDENIED;
}

/* Each sealed part is what its own digest says. */
static enum gw_err
parts_verify(struct store *s, const uint8_t report[ID_BYTES])
{
	uint8_t said[SEAL_DIGEST], is[SEAL_DIGEST];
	struct use u;

	use_start(&u, s, VERIFY_PARTS);
	use_blob(&u, report, ID_BYTES);
	while (use_row(&u) == GW_OK) {
		use_get_blob(&u, 0, said, sizeof said);
		part_digest(use_get_span(&u, 1), is);
		if (memcmp(said, is, sizeof is) != 0)
			return use_end(&u, GW_EDENIED);
	}
	return use_end(&u, GW_OK);
}

static bool
is_queued(const struct record *r)
{
	return r->state != CASE_CLOSED || r->has_reply != 0;
}

static bool
is_dossier(const struct record *r)
{
	return r->kind >= KIND_INCIDENT;
}

static bool
is_escalated(const struct record *r)
{
	return r->is_community && !is_dossier(r);
}

/* An open case waits in the queue of each of its teams, on the right line; a closed one is on the shelf of each, and
 * in the queues when its reporter has written since. Community safety finds it among its escalations or dossiers. */
static enum gw_err
standing_verify(struct store *s, const uint8_t report[ID_BYTES], const struct record *r)
{
	bool is_whole;
	struct use u;

	use_start(&u, s, VERIFY_QUEUE);
	use_blob(&u, report, ID_BYTES);
	use_number(&u, standing_line((enum band)r->band));
	use_number(&u, r->due);
	use_number(&u, r->kind);
	if (use_row(&u) != GW_OK)
		return use_end(&u, GW_EIO);
	is_whole = use_get_number(&u, 0) == (is_queued(r) ? r->queued : 0) &&
	    use_get_number(&u, 1) == (r->state == CASE_CLOSED ? r->queued : 0) &&
	    use_get_number(&u, 2) == is_escalated(r) && use_get_number(&u, 3) == is_dossier(r);
	return use_end(&u, is_whole ? GW_OK : GW_EDENIED);
}

/* A case is checked once, at the entry that it calls its last; an entry after that one must not exist. */
static enum gw_err
case_verify(struct walk *w, const struct audit_entry *entry)
{
	const uint8_t *report = entry->subject.p;
	struct record r;
	enum gw_err e;

	if (entry->subject.n != ID_BYTES || entry->detail.n != SEAL_DIGEST)
		return bad(w, entry->seq, "the entry names no report");
	e = record_of(w->store, report, &r);
	if (e == GW_EABSENT)
		return bad(w, entry->seq, "the report is gone");
	if (e == GW_EINPUT)
		return bad(w, entry->seq, "the report lacks rows or has some too many");
	if (e != GW_OK)
		return e;
	if (r.recorded < entry->seq)
		return bad(w, entry->seq, "the report is older than the entry");
	if (r.recorded > entry->seq)
		return GW_OK;
	if (memcmp(r.digest, entry->detail.p, SEAL_DIGEST) != 0)
		return bad(w, entry->seq, "the report's parts, grants or attachments are not those of the entry");
	if ((e = parts_verify(w->store, report)) != GW_OK)
		return e == GW_EDENIED ? bad(w, entry->seq, "a sealed part was changed") : e;
	if (r.state == CASE_CLOSED && r.has_reply == 0 && audit_is(entry->what, AUDIT_REPLY))
		return bad(w, entry->seq, "a reply to a closed report is not shown to anybody");
	if ((e = standing_verify(w->store, report, &r)) != GW_OK)
		return e == GW_EDENIED ? bad(w, entry->seq, "the report is not on the lists as it should be") : e;
	w->reports++;
	w->parts += r.parts;
	w->grants += r.grants;
	w->files += r.files;
	w->open += r.state != CASE_CLOSED && r.queued > 0;
	w->queued += is_queued(&r) ? r.queued : 0;
	w->shelved += r.state == CASE_CLOSED ? r.queued : 0;
	w->escalated += is_escalated(&r);
	w->dossiers += is_dossier(&r);
	return GW_OK;
}

static enum gw_err
entry_verify(struct walk *w, struct use *row)
{
	struct audit_entry entry = { .seq = use_get_number(row, 0), .at = use_get_number(row, 1),
		.subject = use_get_span(row, 4), .detail = use_get_span(row, 5), .why = use_get_span(row, 7) };
	uint8_t said[AUDIT_HASH];

	use_get_text(row, 2, entry.who, sizeof entry.who);
	use_get_text(row, 3, entry.what, sizeof entry.what);
	use_get_blob(row, 6, said, sizeof said);
	if (row->e != GW_OK)
		return bad(w, entry.seq, "the entry is malformed");
	if (entry.seq != w->last + 1)
		return bad(w, w->last + 1, "the entry is missing");
	audit_hash(w->hash, &entry, w->hash);
	if (memcmp(w->hash, said, sizeof said) != 0)
		return bad(w, entry.seq, "the entry, or one before it, was changed");
	w->last = entry.seq;
	w->verdict->entries++;
	memcpy(w->verdict->head, said, sizeof said);
	return audit_records(entry.what) ? case_verify(w, &entry) : GW_OK;
}

static enum gw_err
end_verify(struct walk *w)
{
	uint8_t hash[AUDIT_HASH];
	int64_t last = 0;
	enum gw_err e = audit_head(w->store, &last, hash);

	if (e != GW_OK)
		return e;
	if (last != w->last || memcmp(hash, w->hash, sizeof hash) != 0)
		return bad(w, w->last + 1, "the last entries are missing");
	return GW_OK;
}

/* No row that no entry vouches for. */
static enum gw_err
totals_verify(struct walk *w)
{
	const int64_t vouched[] = { w->reports, w->parts, w->grants, w->files, w->queued, w->shelved, w->open,
		w->parts + w->reports,	/* each part and each head has its bytes */
		w->escalated, w->dossiers,
		0,		/* no number is of a time to come */
		0, 0 };		/* nothing is of a file that there is not, and no bytes are of two */
	bool is_whole = true;
	struct use u;

	use_start(&u, w->store, VERIFY_TOTALS);
	if (use_row(&u) != GW_OK)
		return use_end(&u, GW_EIO);
	for (int i = 0; i < (int)(sizeof vouched / sizeof vouched[0]); i++)
		is_whole = is_whole && use_get_number(&u, i) == vouched[i];
	(void)use_end(&u, GW_OK);
	return is_whole ? GW_OK : bad(w, w->last, "there are rows that no entry knows of, or counts that are wrong");
}

static enum gw_err
chain_walk(struct walk *w)
{
	struct use u;
	enum gw_err e = GW_OK;

	use_start(&u, w->store, AUDIT_WALK);
	while (e == GW_OK && use_row(&u) == GW_OK)
		e = entry_verify(w, &u);
	if (e == GW_EDENIED)
		u.e = GW_OK;	/* a malformed column is a verdict, not a failure */
	return use_end(&u, e);
}

static enum gw_err
run(struct store *s, enum stmt which)
{
	struct use u;

	use_start(&u, s, which);
	return use_run(&u, NULL);
}

enum gw_err
store_audit_verify(struct store *s, struct audit_verdict *v)
{
	struct walk w = { .store = s, .verdict = v };
	enum gw_err e = store_as(s, ROLE_AUDITOR);

	memset(v, 0, sizeof *v);
	v->what = "";
	/* All of it as of one moment, whoever writes meanwhile. */
	if (e == GW_OK && !s->is_open)
		e = run(s, SNAPSHOT);
	if (e != GW_OK)
		return e;
	if ((e = chain_walk(&w)) == GW_OK && (e = end_verify(&w)) == GW_OK)
		e = totals_verify(&w);
	if (!s->is_open && run(s, SNAPSHOT_END) != GW_OK && e == GW_OK)
		e = GW_EIO;
	return e;
}

enum gw_err
store_spooled_walk(struct store *s, store_spooled_fn *fn, void *arg)
{
	char name[SPOOL_NAME + 1];
	struct use u;
	enum gw_err e = store_as(s, ROLE_AUDITOR);

	if (e != GW_OK)
		return e;
	use_start(&u, s, VERIFY_SPOOLED);
	while (e == GW_OK && use_row(&u) == GW_OK) {
		use_get_text(&u, 0, name, sizeof name);
		e = fn(arg, name, (uint64_t)use_get_number(&u, 1));
	}
	return use_end(&u, e);
}
