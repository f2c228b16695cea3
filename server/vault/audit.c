/* audit.c: one row more, and the row that says which is the last. */
#include "audit.h"

#include <stdio.h>
#include <string.h>

#include "hash.h"
#include "pack.h"

enum { DAY = 86400, ENTRY_ROOM = 512 };

static const char label[HASH_LABEL] = "concern audit 1 ";

/* Kept on disk: a word may be added, never changed. */
static const struct {
	const char *word;
	bool records;	/* what the case holds */
	bool names;	/* a person or team, not a case */
} whats[AUDIT_WHAT_N] = {
	[AUDIT_RECEIVED] = { "report received", true, false },
	[AUDIT_REPLY] = { "reply received", true, false },
	[AUDIT_ANSWERED] = { "answered", true, false },
	[AUDIT_OPENED] = { "opened", false, false },
	[AUDIT_FILE_OPENED] = { "file opened", false, false },
	[AUDIT_REFUSED] = { "refused", false, false },
	[AUDIT_SIGNED_IN] = { "signed in", false, true },
	[AUDIT_SIGN_IN_FAILED] = { "sign-in failed", false, true },
	[AUDIT_SIGNED_OUT] = { "signed out", false, true },
	[AUDIT_ENROLLED] = { "member enrolled", false, true },
	[AUDIT_MEMBERSHIP] = { "membership", false, true },
	[AUDIT_ROSTER] = { "roster", false, true },
	[AUDIT_TEAM] = { "team", false, true },
	[AUDIT_SEED] = { "roster key", false, true },
	[AUDIT_INVITED] = { "invited", false, true },
	[AUDIT_WITHDRAWN] = { "invitation withdrawn", false, true },
	[AUDIT_JOINED] = { "enrolled", false, true },
	[AUDIT_LET_IN] = { "let in", false, true },
	[AUDIT_LEFT] = { "left", false, true },
	[AUDIT_PASSPHRASE] = { "passphrase changed", false, true },
	[AUDIT_SECOND] = { "second factor changed", false, true },
	[AUDIT_CODE_USED] = { "recovery code used", false, true },
	[AUDIT_AWAY] = { "away", false, true },
	[AUDIT_BACK] = { "back", false, true },
	[AUDIT_AUDITOR] = { "made auditor", false, true },
	[AUDIT_TEAM_KEY] = { "team key changed", false, true },
	[AUDIT_TEAM_MADE] = { "team made", false, true },
	[AUDIT_POLICY] = { "policy in force", false, true },
	[AUDIT_RECOVERY_USED] = { "recovery key used", false, true },
	[AUDIT_SURVEYED] = { "surveyed", false, true },
	[AUDIT_TAKEN] = { "taken", false, false },
	[AUDIT_DEVICE_IN] = { "device signed in", false, true },
	[AUDIT_SEALED_ANEW] = { "sealed anew", true, false },
	[AUDIT_ORIGINAL_OPENED] = { "original opened", false, false },
	[AUDIT_COPY_BEGUN] = { "copy begun", false, false },
	[AUDIT_COPY_MADE] = { "copy made", false, false },
	[AUDIT_MALWARE_FOUND] = { "malware found", true, false },
	[AUDIT_ACTED + ACT_MESSAGE] = { "message sent", true, false },
	[AUDIT_ACTED + ACT_NOTE] = { "noted", true, false },
	[AUDIT_ACTED + ACT_CONFIRM] = { "band confirmed", true, false },
	[AUDIT_ACTED + ACT_RAISE] = { "band raised", true, false },
	[AUDIT_ACTED + ACT_LOWER] = { "band lowered", true, false },
	[AUDIT_ACTED + ACT_ASK_LOWER] = { "lowering asked", true, false },
	[AUDIT_ACTED + ACT_AGREE_LOWER] = { "lowering agreed", true, false },
	[AUDIT_ACTED + ACT_REFUSE_LOWER] = { "lowering refused", true, false },
	[AUDIT_ACTED + ACT_ASSIGN] = { "assigned", true, false },
	[AUDIT_ACTED + ACT_TASK] = { "task set", true, false },
	[AUDIT_ACTED + ACT_TASK_DONE] = { "task done", true, false },
	[AUDIT_ACTED + ACT_TAG] = { "tagged", true, false },
	[AUDIT_ACTED + ACT_UNTAG] = { "tag removed", true, false },
	[AUDIT_ACTED + ACT_LINK] = { "linked", true, false },
	[AUDIT_ACTED + ACT_REVIEW] = { "reviewed", true, false },
	[AUDIT_ACTED + ACT_CORRECT] = { "corrected", true, false },
	[AUDIT_ACTED + ACT_LOG] = { "logged", true, false },
	[AUDIT_ACTED + ACT_CLOSE] = { "closed", true, false },
	[AUDIT_ACTED + ACT_REOPEN] = { "reopened", true, false },
	[AUDIT_ACTED + ACT_RECORD] = { "recorded", true, false },
	[AUDIT_ACTED + ACT_PASS] = { "passed on", true, false },
	[AUDIT_ACTED + ACT_SHARE] = { "shared", true, false },
	[AUDIT_ACTED + ACT_COME] = { "extract received", true, false },
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
	if (e->why.n > 0)	/* entries that are older than this field have none */
		pack_field(&p, e->why);
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

/* Cut where a character begins. */
static void
why_copy(const char *why, char text[LIMIT_WHY + 1])
{
	const struct span s = span_of(why == NULL ? "" : why);
	size_t n = s.n;

	if (n > LIMIT_WHY)
		for (n = LIMIT_WHY; n > 0 && (s.p[n] & 0xc0) == 0x80; n--)
			;
	memcpy(text, s.p, n);
	text[n] = '\0';
}

enum gw_err
audit_add(struct store *s, const struct audit_act *act)
{
	struct audit_entry entry = { .at = act->who[0] == '\0' ? act->at - act->at % DAY : act->at,
		.subject = act->subject, .detail = { act->detail, act->detail == NULL ? 0 : AUDIT_HASH } };
	char why[LIMIT_WHY + 1];
	uint8_t hash[AUDIT_HASH];
	struct use u;
	enum gw_err e;

	if ((e = audit_head(s, &entry.seq, hash)) != GW_OK)
		return e;
	entry.seq++;
	snprintf(entry.who, sizeof entry.who, "%s", act->who);
	snprintf(entry.what, sizeof entry.what, "%s", whats[act->what].word);
	why_copy(act->why, why);
	entry.why = span_of(why);
	audit_hash(hash, &entry, hash);
	use_start(&u, s, AUDIT_ADD);
	use_number(&u, entry.seq);
	use_number(&u, entry.at);
	use_text(&u, entry.who);
	use_text(&u, entry.what);
	use_blob(&u, entry.subject.p, entry.subject.n);
	use_blob(&u, entry.detail.p, entry.detail.n);
	use_blob(&u, hash, sizeof hash);
	use_text(&u, why);
	e = use_run(&u, NULL);
	return e == GW_OK ? head_set(s, entry.seq, hash) : e;
}

bool
audit_is(const char *word, enum audit_what what)
{
	return strcmp(word, whats[what].word) == 0;
}

bool
audit_records(const char *what)
{
	for (size_t i = 0; i < AUDIT_WHAT_N; i++)
		if (whats[i].records && strcmp(what, whats[i].word) == 0)
			return true;
	return false;
}

bool
audit_names(const char *what)
{
	for (size_t i = 0; i < AUDIT_WHAT_N; i++)
		if (whats[i].names && strcmp(what, whats[i].word) == 0)
			return true;
	return false;
}
