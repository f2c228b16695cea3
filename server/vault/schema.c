/* schema.c: append-only steps; user_version counts those that were done. */
#include "schema.h"

#include <stdint.h>

/* Step i moves user_version from i to i + 1. Never change one: add another.
 * WITHOUT ROWID where rows are of reporters: no second record of their order of arrival. Sizes in numbers: 4096 is
 * SEAL_STEP, 122880 what fits into one message beside a head, 97 GRANT_BYTES, 72 SESSION_SEALED and a member's lock,
 * 60 SECOND_SEALED, 176 TAG_SEALED. */
static const char *const step_1[] = {
	"PRAGMA application_id = 0x434e4352;",

	/* people and keys */
	"CREATE TABLE roster ("
	"  one       INTEGER PRIMARY KEY CHECK (one = 1),"
	"  version   INTEGER NOT NULL CHECK (version > 0),"
	"  body      BLOB NOT NULL CHECK (length(body) BETWEEN 1 AND 122880),"
	"  signature BLOB NOT NULL CHECK (length(signature) = 64)"
	") STRICT;",
	"CREATE TABLE team ("
	"  code        TEXT PRIMARY KEY NOT NULL"
	"              CHECK (length(code) BETWEEN 1 AND 48 AND code NOT GLOB '*[^a-z0-9:-]*'),"
	"  kind        INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4),"
	"  pk          BLOB NOT NULL CHECK (length(pk) = 32),"
	"  name        TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64),"
	"  to_recovery BLOB NOT NULL CHECK (length(to_recovery) = 97)"
	") STRICT, WITHOUT ROWID;",
	"CREATE TABLE member ("
	"  name    TEXT PRIMARY KEY NOT NULL CHECK (length(CAST(name AS BLOB)) BETWEEN 1 AND 64),"
	"  pk      BLOB NOT NULL CHECK (length(pk) = 32),"
	"  salt    BLOB NOT NULL CHECK (length(salt) = 16),"
	"  ops     INTEGER NOT NULL CHECK (ops > 0),"
	"  mem_kib INTEGER NOT NULL CHECK (mem_kib > 0),"
	"  sealed  BLOB NOT NULL CHECK (length(sealed) = 72)"
	") STRICT, WITHOUT ROWID;",
	"CREATE TABLE membership ("
	"  member TEXT NOT NULL REFERENCES member,"
	"  team   TEXT NOT NULL REFERENCES team,"
	"  sealed BLOB NOT NULL CHECK (length(sealed) = 97),"
	"  PRIMARY KEY (member, team)"
	") STRICT, WITHOUT ROWID;",
	"CREATE TABLE seed ("				/* the roster's signing seed */
	"  holder TEXT PRIMARY KEY NOT NULL CHECK (length(holder) BETWEEN 1 AND 64),"
	"  sealed BLOB NOT NULL CHECK (length(sealed) = 97)"
	") STRICT, WITHOUT ROWID;",
	"CREATE TABLE session ("
	"  id      BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 32),"	/* hashed: the token is the browser's */
	"  member  TEXT NOT NULL REFERENCES member,"
	"  sealed  BLOB NOT NULL CHECK (length(sealed) = 72),"
	"  started INTEGER NOT NULL CHECK (started > 0),"
	"  seen    INTEGER NOT NULL CHECK (seen >= started),"
	"  opened  BLOB CHECK (length(opened) = 16)"	/* the case whose pages are being read */
	") STRICT, WITHOUT ROWID;",

	/* reports: sealed, or coarse */
	"CREATE TABLE report ("
	"  id             BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),"
	"  tag            BLOB NOT NULL UNIQUE CHECK (length(tag) = 32),"	/* keyed hash of the code */
	"  reporter_pk    BLOB NOT NULL CHECK (length(reporter_pk) = 32),"
	"  reporter_grant BLOB NOT NULL CHECK (length(reporter_grant) = 97),"
	"  band           INTEGER NOT NULL CHECK (band BETWEEN 0 AND 3),"
	"  state          INTEGER NOT NULL CHECK (state BETWEEN 0 AND 5),"
	"  received       INTEGER NOT NULL CHECK (received > 0 AND received % 60 = 0),"
	"  due            INTEGER NOT NULL CHECK (due > 0 AND due % 60 = 0),"
	"  parts          INTEGER NOT NULL CHECK (parts BETWEEN 2 AND 500),"
	"  files          INTEGER NOT NULL CHECK (files BETWEEN 0 AND 5000),"
	"  recorded       INTEGER NOT NULL CHECK (recorded >= 0),"	/* the audit entry that says what it holds */
	"  head           INTEGER NOT NULL,"		/* in sealed */
	/* exact while a clock runs, then the day */
	"  CHECK (state <> 5 OR (received % 86400 = 0 AND due % 86400 = 0))"
	") STRICT, WITHOUT ROWID;",
	"CREATE TABLE part ("
	"  report BLOB NOT NULL REFERENCES report,"
	"  seq    INTEGER NOT NULL CHECK (seq BETWEEN 0 AND 499),"
	"  kind   INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 5),"
	"  digest BLOB NOT NULL CHECK (length(digest) = 32),"
	"  bytes  INTEGER NOT NULL,"			/* in sealed */
	"  PRIMARY KEY (report, seq),"
	"  CHECK ((seq = 0) = (kind = 1) AND (seq = 1) = (kind = 2))"
	") STRICT, WITHOUT ROWID;",
	/* Parts and heads one behind the other, in the order that the audit chain tells anyway: between random keys
	   such long rows would make every commit rewrite many more pages. Padded: size tells little. */
	"CREATE TABLE sealed ("
	"  n     INTEGER PRIMARY KEY,"
	"  bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 4096 AND 122880 AND length(bytes) % 4096 = 0)"
	") STRICT;",
	"CREATE TABLE grants ("
	"  report BLOB NOT NULL REFERENCES report,"
	"  team   TEXT NOT NULL REFERENCES team,"
	"  sealed BLOB NOT NULL CHECK (length(sealed) = 97),"
	"  PRIMARY KEY (report, team)"
	") STRICT, WITHOUT ROWID;",
	"CREATE TABLE file ("
	"  report       BLOB NOT NULL REFERENCES report,"
	"  n            INTEGER NOT NULL CHECK (n BETWEEN 0 AND 4999),"
	"  name         TEXT NOT NULL UNIQUE CHECK (length(name) = 32 AND name NOT GLOB '*[^0-9a-f]*'),"
	"  sealed_bytes INTEGER NOT NULL CHECK (sealed_bytes > 0 AND sealed_bytes % 4096 = 0),"
	"  PRIMARY KEY (report, n)"
	") STRICT, WITHOUT ROWID;",

	/* open reports as their clocks run out, once for each team; so a page is a walk along the key */
	"CREATE TABLE queue ("
	"  team   TEXT NOT NULL REFERENCES team,"
	"  due    INTEGER NOT NULL CHECK (due > 0 AND due % 60 = 0),"
	"  report BLOB NOT NULL CHECK (length(report) = 16),"
	"  PRIMARY KEY (team, due, report)"
	") STRICT, WITHOUT ROWID;",
	/* how many are open, by the teams that share them (",community,school:x,"): counts without counting, and
	   one that two of a member's teams share is one */
	"CREATE TABLE open_count ("
	"  teams TEXT PRIMARY KEY NOT NULL CHECK (teams GLOB ',*,'),"
	"  n     INTEGER NOT NULL CHECK (n >= 0)"
	") STRICT, WITHOUT ROWID;",

	/* what happened: entries are only ever added, and each binds the one before it */
	"CREATE TABLE audit ("
	"  seq     INTEGER PRIMARY KEY CHECK (seq > 0),"
	"  at      INTEGER NOT NULL CHECK (at >= 0),"	/* 0: at set-up */
	"  who     TEXT NOT NULL CHECK (length(CAST(who AS BLOB)) <= 64),"	/* staff; '' is a reporter */
	"  what    TEXT NOT NULL CHECK (length(what) BETWEEN 1 AND 32),"
	"  subject BLOB NOT NULL CHECK (length(subject) <= 64),"
	"  detail  BLOB NOT NULL CHECK (length(detail) IN (0, 32)),"
	"  hash    BLOB NOT NULL CHECK (length(hash) = 32),"
	"  CHECK (who <> '' OR at % 86400 = 0)"		/* the chain is no clock of reporters */
	") STRICT;",
	"CREATE TABLE audit_head ("
	"  one  INTEGER PRIMARY KEY CHECK (one = 1),"
	"  seq  INTEGER NOT NULL CHECK (seq >= 0),"
	"  hash BLOB NOT NULL CHECK (length(hash) = 32)"
	") STRICT;",
	"INSERT INTO audit_head VALUES (1, 0, zeroblob(32));",
	"CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit only grows'); END;",
	"CREATE TRIGGER audit_keeps BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit only grows'); END;",
	"CREATE TRIGGER audit_goes_on BEFORE UPDATE ON audit_head WHEN new.seq <> old.seq + 1"
	"  BEGIN SELECT RAISE(ABORT, 'audit goes by ones'); END;",
	"CREATE TRIGGER audit_head_stays BEFORE DELETE ON audit_head"
	"  BEGIN SELECT RAISE(ABORT, 'audit only grows'); END;",
	"PRAGMA user_version = 1;",
	NULL
};

/* The staff console: casework, second factors, how people come and go, and keys that change. */
static const char *const step_2[] = {
	/* people: who has left keeps a row, for the audit chain, but no key and no way in */
	"ALTER TABLE member ADD COLUMN second BLOB NOT NULL DEFAULT x'' CHECK (length(second) IN (0, 60));",
	"ALTER TABLE member ADD COLUMN step INTEGER NOT NULL DEFAULT 0;",	/* TOTP's last one: each is for once */
	"ALTER TABLE member ADD COLUMN auditor INTEGER NOT NULL DEFAULT 0 CHECK (auditor IN (0, 1));",
	"ALTER TABLE member ADD COLUMN away_until INTEGER NOT NULL DEFAULT 0;",
	"ALTER TABLE member ADD COLUMN cover TEXT NOT NULL DEFAULT '' CHECK (length(CAST(cover AS BLOB)) <= 64);",
	"ALTER TABLE member ADD COLUMN left_at INTEGER NOT NULL DEFAULT 0;",
	"ALTER TABLE membership ADD COLUMN title INTEGER NOT NULL DEFAULT 0 CHECK (title BETWEEN 0 AND 3);",
	"ALTER TABLE session ADD COLUMN by_code INTEGER NOT NULL DEFAULT 0 CHECK (by_code IN (0, 1));",
	"CREATE TABLE recovery_code ("
	"  member TEXT NOT NULL REFERENCES member,"
	"  tag    BLOB NOT NULL CHECK (length(tag) = 32),"	/* keyed by the member's own private key */
	"  PRIMARY KEY (member, tag)"
	") STRICT, WITHOUT ROWID;",
	"CREATE TABLE invite ("
	"  id      BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 32),"	/* hashed: the code is theirs */
	"  name    TEXT NOT NULL UNIQUE CHECK (length(CAST(name AS BLOB)) BETWEEN 1 AND 64),"
	"  invited_by TEXT NOT NULL,"
	"  auditor INTEGER NOT NULL CHECK (auditor IN (0, 1)),"
	"  ends    INTEGER NOT NULL CHECK (ends > 0)"
	") STRICT, WITHOUT ROWID;",
	"CREATE TABLE invite_team ("
	"  invite BLOB NOT NULL REFERENCES invite ON DELETE CASCADE,"
	"  team   TEXT NOT NULL REFERENCES team,"
	"  title  INTEGER NOT NULL CHECK (title BETWEEN 0 AND 3),"
	"  PRIMARY KEY (invite, team)"
	") STRICT, WITHOUT ROWID;",
	"CREATE TABLE newcomer ("	/* enrolled; a colleague has not passed the team's key on yet */
	"  team   TEXT NOT NULL REFERENCES team,"
	"  member TEXT NOT NULL REFERENCES member,"
	"  title  INTEGER NOT NULL CHECK (title BETWEEN 0 AND 3),"
	"  PRIMARY KEY (team, member)"
	") STRICT, WITHOUT ROWID;",

	/* a team's keys: the present one is team.pk; who was in it holds older ones until nothing needs them */
	"ALTER TABLE team ADD COLUMN wants_key INTEGER NOT NULL DEFAULT 0 CHECK (wants_key IN (0, 1));",
	"ALTER TABLE team ADD COLUMN rotated INTEGER NOT NULL DEFAULT 0;",
	"CREATE TABLE old_key ("
	"  member TEXT NOT NULL REFERENCES member,"
	"  team   TEXT NOT NULL REFERENCES team,"
	"  pk     BLOB NOT NULL CHECK (length(pk) = 32),"
	"  sealed BLOB NOT NULL CHECK (length(sealed) = 97),"
	"  PRIMARY KEY (member, team, pk)"
	") STRICT, WITHOUT ROWID;",
	"CREATE TABLE old_recovery ("			/* the same, sealed to the recovery key */
	"  team   TEXT NOT NULL REFERENCES team,"
	"  pk     BLOB NOT NULL CHECK (length(pk) = 32),"
	"  sealed BLOB NOT NULL CHECK (length(sealed) = 97),"
	"  PRIMARY KEY (team, pk)"
	") STRICT, WITHOUT ROWID;",
	"ALTER TABLE grants ADD COLUMN key BLOB NOT NULL DEFAULT x'' CHECK (length(key) IN (0, 8));",
	"UPDATE grants SET key = (SELECT substr(pk, 1, 8) FROM team WHERE code = grants.team);",
	"CREATE INDEX grants_by_key ON grants (team, key);",	/* what is still sealed to an older one */

	/* casework: what orders the lists; what was said and decided is in the sealed parts */
	"ALTER TABLE report ADD COLUMN assigned TEXT NOT NULL DEFAULT '' CHECK (length(CAST(assigned AS BLOB)) <= 64);",
	"ALTER TABLE report ADD COLUMN has_reply INTEGER NOT NULL DEFAULT 0 CHECK (has_reply IN (0, 1));",
	"ALTER TABLE report ADD COLUMN is_met INTEGER NOT NULL DEFAULT 0 CHECK (is_met IN (0, 1));",
	"ALTER TABLE report ADD COLUMN lowering TEXT NOT NULL DEFAULT '' CHECK (length(CAST(lowering AS BLOB)) <= 64);",
	/* who wrote last is the reporter, and nobody has answered */
	"UPDATE report SET has_reply = 1 WHERE state <> 5 AND 3 ="
	"  (SELECT kind FROM part WHERE report = report.id ORDER BY seq DESC LIMIT 1);",
	"DROP TABLE queue;",
	"CREATE TABLE queue ("
	"  team   TEXT NOT NULL REFERENCES team,"
	"  line   INTEGER NOT NULL CHECK (line IN (0, 1)),"	/* 0: urgent response; 1: the others */
	"  due    INTEGER NOT NULL CHECK (due > 0 AND due % 60 = 0),"
	"  report BLOB NOT NULL CHECK (length(report) = 16),"
	"  PRIMARY KEY (team, line, due, report)"
	") STRICT, WITHOUT ROWID;",
	"INSERT INTO queue SELECT g.team, r.band < 2, r.due, r.id FROM grants g JOIN report r ON r.id = g.report"
	"  WHERE r.state <> 5;",
	"CREATE TABLE shelf ("				/* closed ones */
	"  team   TEXT NOT NULL REFERENCES team,"
	"  closed INTEGER NOT NULL CHECK (closed > 0 AND closed % 86400 = 0),"
	"  report BLOB NOT NULL CHECK (length(report) = 16),"
	"  PRIMARY KEY (team, closed, report)"
	") STRICT, WITHOUT ROWID;",
	"CREATE TABLE task ("
	"  report BLOB NOT NULL REFERENCES report,"
	"  part   INTEGER NOT NULL CHECK (part BETWEEN 2 AND 499),"	/* what is to be done stands there, sealed */
	"  owner  TEXT NOT NULL REFERENCES member,"
	"  due    INTEGER NOT NULL CHECK (due > 0),"
	"  PRIMARY KEY (report, part)"
	") STRICT, WITHOUT ROWID;",
	"CREATE INDEX task_of ON task (owner);",
	"CREATE TABLE look ("		/* which member has seen how much of which open case, and when last */
	"  report BLOB NOT NULL REFERENCES report,"
	"  member TEXT NOT NULL REFERENCES member,"
	"  at     INTEGER NOT NULL,"
	"  parts  INTEGER NOT NULL,"
	"  PRIMARY KEY (report, member)"
	") STRICT, WITHOUT ROWID;",
	"CREATE TABLE tag ("		/* found by a hash that only the team's key makes; the words are sealed */
	"  team     TEXT NOT NULL REFERENCES team,"
	"  found_by BLOB NOT NULL CHECK (length(found_by) = 32),"
	"  report   BLOB NOT NULL REFERENCES report,"
	"  key      BLOB NOT NULL CHECK (length(key) = 8),"
	"  sealed   BLOB NOT NULL CHECK (length(sealed) = 176),"
	"  PRIMARY KEY (team, found_by, report)"
	") STRICT, WITHOUT ROWID;",
	"CREATE INDEX tag_of ON tag (report, team);",

	/* why, or what was before and is now: our own words, codes and staff names, never a reporter's */
	"ALTER TABLE audit ADD COLUMN why TEXT NOT NULL DEFAULT '' CHECK (length(CAST(why AS BLOB)) <= 200);",
	"CREATE TABLE in_force ("			/* the policy that was last seen in force */
	"  one     INTEGER PRIMARY KEY CHECK (one = 1),"
	"  version TEXT NOT NULL CHECK (length(version) BETWEEN 1 AND 64)"
	") STRICT;",
	"PRAGMA user_version = 2;",
	NULL
};

/* From case to case, to the morning's meeting, to devices; and alerts. */
static const char *const step_3[] = {
	"ALTER TABLE report ADD COLUMN kind INTEGER NOT NULL DEFAULT 0 CHECK (kind BETWEEN 0 AND 5);",
	"ALTER TABLE report ADD COLUMN helps INTEGER NOT NULL DEFAULT 0 CHECK (helps IN (0, 1));",
	/* when staff first opened it: exact while it is open, then nothing; the closing entry has it, sealed */
	"ALTER TABLE report ADD COLUMN seen INTEGER NOT NULL DEFAULT 0 CHECK (seen >= 0 AND (state <> 5 OR seen = 0));",
	"UPDATE report SET seen = coalesce((SELECT min(at) - min(at) % 60 FROM look WHERE report = report.id), 0)"
	"  WHERE state <> 5;",
	/* whose queue and shelf it is in: who passed an extract on may open it, no more */
	"ALTER TABLE grants ADD COLUMN queued INTEGER NOT NULL DEFAULT 1 CHECK (queued IN (0, 1));",
	"ALTER TABLE member ADD COLUMN device INTEGER NOT NULL DEFAULT 0 CHECK (device IN (0, 1));",
	"ALTER TABLE session ADD COLUMN surveyed INTEGER NOT NULL DEFAULT 0;",

	/* community safety's cases; numbers rise with each change and never come twice */
	"CREATE TABLE escalation ("
	"  report  BLOB PRIMARY KEY NOT NULL REFERENCES report,"
	"  changed INTEGER NOT NULL UNIQUE CHECK (changed > 0),"
	"  listed  INTEGER NOT NULL CHECK (listed BETWEEN 0 AND changed)"
	") STRICT, WITHOUT ROWID;",
	"CREATE INDEX escalation_listed ON escalation (listed) WHERE listed > 0;",
	"CREATE TABLE escalation_last ("
	"  one INTEGER PRIMARY KEY CHECK (one = 1),"
	"  n   INTEGER NOT NULL CHECK (n >= 0)"
	") STRICT;",
	"INSERT INTO escalation SELECT report, row_number() OVER (ORDER BY received, id),"
	"  CASE WHEN band >= 2 THEN row_number() OVER (ORDER BY received, id) ELSE 0 END"
	"  FROM report JOIN grants ON grants.report = report.id AND grants.team = 'community';",
	"INSERT INTO escalation_last SELECT 1, count(*) FROM escalation;",
	"CREATE TABLE taken ("			/* how far a device has it on its own disk */
	"  member TEXT NOT NULL REFERENCES member,"
	"  report BLOB NOT NULL REFERENCES report,"
	"  upto   INTEGER NOT NULL CHECK (upto > 0),"
	"  PRIMARY KEY (member, report)"
	") STRICT, WITHOUT ROWID;",
	"CREATE TABLE dossier ("		/* what community safety makes for itself */
	"  n      INTEGER PRIMARY KEY AUTOINCREMENT,"
	"  kind   INTEGER NOT NULL CHECK (kind BETWEEN 2 AND 5),"
	"  report BLOB NOT NULL UNIQUE REFERENCES report"
	") STRICT;",
	"CREATE INDEX dossier_kind ON dossier (kind, n);",

	/* who has to be told: a row until somebody opens the case; and what is to be sent, one row a person and kind */
	"CREATE TABLE alert ("
	"  n      INTEGER PRIMARY KEY AUTOINCREMENT,"
	"  report BLOB NOT NULL REFERENCES report,"
	"  team   TEXT NOT NULL REFERENCES team,"
	"  kind   INTEGER NOT NULL CHECK (kind IN (0, 1)),"
	"  rung   INTEGER NOT NULL DEFAULT 0 CHECK (rung >= 0),"
	"  due    INTEGER NOT NULL CHECK (due >= 0 AND due % 60 = 0),"
	"  UNIQUE (report, team)"
	") STRICT;",
	"CREATE INDEX alert_due ON alert (kind DESC, due);",	/* pages first, however much news there is */
	"CREATE TABLE outbox ("
	"  person TEXT NOT NULL CHECK (length(person) BETWEEN 1 AND 32),"
	"  kind   INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 2),"
	"  mark   INTEGER NOT NULL CHECK (mark > 0),"	/* which wish; rises with each */
	"  wanted INTEGER NOT NULL CHECK (wanted IN (0, 1)),"
	"  due    INTEGER NOT NULL CHECK (due % 60 = 0),"		/* not before */
	"  tries  INTEGER NOT NULL DEFAULT 0,"
	"  sent   INTEGER NOT NULL DEFAULT 0 CHECK (sent % 60 = 0),"	/* when the last one went out */
	"  since  INTEGER NOT NULL CHECK (since % 60 = 0),"	/* the first wish that has not been sent */
	"  PRIMARY KEY (person, kind)"
	") STRICT, WITHOUT ROWID;",
	"CREATE INDEX outbox_due ON outbox (due) WHERE wanted = 1;",
	"PRAGMA user_version = 3;",
	NULL
};

/* Clean copies of attachments, who may have an original, and what nobody may have any more (msg_files.h). */
static const char *const step_4[] = {
	"ALTER TABLE file ADD COLUMN held INTEGER NOT NULL DEFAULT 0 CHECK (held BETWEEN 0 AND 2);",
	"CREATE TABLE copy ("
	"  report       BLOB NOT NULL,"
	"  n            INTEGER NOT NULL,"
	"  name         TEXT NOT NULL UNIQUE CHECK (length(name) = 32 AND name NOT GLOB '*[^0-9a-f]*'),"
	"  sealed_bytes INTEGER NOT NULL CHECK (sealed_bytes > 0 AND sealed_bytes % 4096 = 0),"
	"  PRIMARY KEY (report, n),"
	"  FOREIGN KEY (report, n) REFERENCES file"
	") STRICT, WITHOUT ROWID;",
	"CREATE TABLE original ("
	"  report BLOB NOT NULL,"
	"  part   INTEGER NOT NULL CHECK (part BETWEEN 2 AND 499),"	/* who asked says why there, sealed */
	"  n      INTEGER NOT NULL,"
	"  asker  TEXT NOT NULL REFERENCES member,"
	"  at     INTEGER NOT NULL CHECK (at > 0 AND at % 60 = 0),"
	"  answered_by TEXT NOT NULL DEFAULT '' CHECK (answered_by <> asker),"	/* '': nobody yet */
	"  until  INTEGER NOT NULL DEFAULT 0 CHECK (until >= 0 AND until % 60 = 0),"	/* 0: not allowed */
	"  CHECK (until = 0 OR answered_by <> ''),"
	"  PRIMARY KEY (report, part),"
	"  FOREIGN KEY (report, n) REFERENCES file"
	") STRICT, WITHOUT ROWID;",
	"CREATE INDEX original_of ON original (report, n, asker, until);",
	"PRAGMA user_version = 4;",
	NULL
};

static const char *const *const steps[] = { step_1, step_2, step_3, step_4 };

enum { STEPS = sizeof steps / sizeof steps[0] };

static enum gw_err
pragma(sqlite3 *db, const char *sql, int *value)
{
	sqlite3_stmt *st = NULL;
	enum gw_err e = GW_EIO;
	int rc = sqlite3_prepare_v2(db, sql, -1, &st, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_step(st);
	if (rc == SQLITE_ROW) {
		*value = sqlite3_column_int(st, 0);
		e = GW_OK;
	} else if (rc == SQLITE_BUSY) {
		e = GW_EBUSY;
	} else if (rc == SQLITE_NOTADB) {
		e = GW_EINPUT;
	}
	sqlite3_finalize(st);
	return e;
}

int
schema_version(void)
{
	return STEPS;
}

enum gw_err
schema_look(sqlite3 *db, int *version)
{
	int application = 0, tables = 0;
	enum gw_err e;

	*version = 0;
	if ((e = pragma(db, "PRAGMA application_id", &application)) != GW_OK ||
	    (e = pragma(db, "PRAGMA user_version", version)) != GW_OK ||
	    (e = pragma(db, "SELECT count(*) FROM sqlite_schema", &tables)) != GW_OK)
		return e;
	if (application != SCHEMA_APPLICATION && (application != 0 || *version != 0 || tables != 0))
		return GW_EINPUT;
	return *version > STEPS ? GW_ENEWER : GW_OK;
}

static int
run_all(sqlite3 *db, const char *const *sql)
{
	int rc = SQLITE_OK;

	for (; *sql != NULL && rc == SQLITE_OK; sql++)
		rc = sqlite3_exec(db, *sql, NULL, NULL, NULL);
	return rc;
}

static enum gw_err
step(sqlite3 *db, int from, FILE *err)
{
	int done = 0;

	if (sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK &&
	    run_all(db, steps[from]) == SQLITE_OK &&
	    pragma(db, "PRAGMA user_version", &done) == GW_OK && done == from + 1 &&
	    sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK)
		return GW_OK;
	fprintf(err, "the database could not be brought to version %d: %s\n", from + 1, sqlite3_errmsg(db));
	(void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	return GW_EIO;
}

enum gw_err
schema_migrate(sqlite3 *db, FILE *err)
{
	int version;
	enum gw_err e = schema_look(db, &version);

	for (int i = version; i < STEPS && e == GW_OK; i++)
		e = step(db, i, err);
	return e;
}
