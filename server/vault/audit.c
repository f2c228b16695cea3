/* audit.c: one row more, and the row that says which is the last. */
#include "audit.h"

#include <stdio.h>
#include <string.h>

#include "hash.h"
#include "pack.h"

enum { DAY = 86400, ENTRY_ROOM = 512 };

static const char label[HASH_LABEL] = "concern audit 1 ";

/* Kept on disk: a word may be added, never changed. */
static const struct { const char *word; bool records; } whats[AUDIT_WHAT_N] = {
	[AUDIT_RECEIVED] = { "report received", true },
	[AUDIT_REPLY] = { "reply received", true },
	[AUDIT_ANSWERED] = { "answered", true },
	[AUDIT_OPENED] = { "opened", false },
	[AUDIT_FILE_OPENED] = { "file opened", false },
	[AUDIT_REFUSED] = { "refused", false },
	[AUDIT_SIGNED_IN] = { "signed in", false },
	[AUDIT_SIGN_IN_FAILED] = { "sign-in failed", false },
	[AUDIT_SIGNED_OUT] = { "signed out", false },
	[AUDIT_ENROLLED] = { "member enrolled", false },
	[AUDIT_MEMBERSHIP] = { "membership", false },
	[AUDIT_ROSTER] = { "roster", false },
	[AUDIT_TEAM] = { "team", false },
	[AUDIT_SEED] = { "roster key", false },
};

/* Every field with its length, so that no two entries ever look alike. */
static void
pack_field(struct packer *p, struct span field)
{
	pack_number(p, field.n, 2);
	pack_bytes(p, field);
}

void
audit_hash(const uint8_t before[AUDIT_HASH], const struct audit_entry *e, uint8_t hash[AUDIT_HASH])
{
	struct buf b;
	struct packer p = { .out = &b };

	buf_init(&b, ENTRY_ROOM);
	pack_bytes(&p, (struct span){ before, AUDIT_HASH });
	pack_number(&p, (uint64_t)e->seq, 8);
	pack_number(&p, (uint64_t)e->at, 8);
	pack_field(&p, span_of(e->who));
	pack_field(&p, span_of(e->what));
	pack_field(&p, e->subject);
	pack_field(&p, e->detail);
	/* What does not fit is no entry of ours: its hash is then no hash of anything. */
	memset(hash, 0, AUDIT_HASH);
	if (p.e == GW_OK)
		hash_labelled(label, NULL, buf_span(&b), hash, AUDIT_HASH);
	buf_free(&b);
}

enum gw_err
audit_head(struct store *s, int64_t *seq, uint8_t hash[AUDIT_HASH])
{
	struct use u;

	use_start(&u, s, AUDIT_HEAD);
	if (use_row(&u) == GW_OK) {
		*seq = use_get_number(&u, 0);
		use_get_blob(&u, 1, hash, AUDIT_HASH);
		return use_end(&u, GW_OK);
	}
	return use_end(&u, GW_EIO);
}

static enum gw_err
head_set(struct store *s, int64_t seq, const uint8_t hash[AUDIT_HASH])
{
	struct use u;

	use_start(&u, s, AUDIT_HEAD_SET);
	use_number(&u, seq);
	use_blob(&u, hash, AUDIT_HASH);
	return use_run(&u, NULL);
}

enum gw_err
audit_add(struct store *s, const struct audit_act *act)
{
	struct audit_entry entry = { .at = act->who[0] == '\0' ? act->at - act->at % DAY : act->at,
		.subject = act->subject, .detail = { act->detail, act->detail == NULL ? 0 : AUDIT_HASH } };
	uint8_t hash[AUDIT_HASH];
	struct use u;
	enum gw_err e;

	if ((e = audit_head(s, &entry.seq, hash)) != GW_OK)
		return e;
	entry.seq++;
	snprintf(entry.who, sizeof entry.who, "%s", act->who);
	snprintf(entry.what, sizeof entry.what, "%s", whats[act->what].word);
	audit_hash(hash, &entry, hash);
	use_start(&u, s, AUDIT_ADD);
	use_number(&u, entry.seq);
	use_number(&u, entry.at);
	use_text(&u, entry.who);
	use_text(&u, entry.what);
	use_blob(&u, entry.subject.p, entry.subject.n);
	use_blob(&u, entry.detail.p, entry.detail.n);
	use_blob(&u, hash, sizeof hash);
	e = use_run(&u, NULL);
	return e == GW_OK ? head_set(s, entry.seq, hash) : e;
}

bool
audit_records(const char *what)
{
	for (size_t i = 0; i < AUDIT_WHAT_N; i++)
		if (whats[i].records && strcmp(what, whats[i].word) == 0)
			return true;
	return false;
}
