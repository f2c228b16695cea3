/* statements_people.c: the rows of people, sessions, teams and their keys. Each names only roles that have proved to be
 * so; whose rows they may touch, the rooms that run them say. */
#include "statements.h"

enum {
	DOOR = ROLE_DOOR, STAFF = ROLE_STAFF, ADMIN = ROLE_ADMIN, OFFICE = ROLE_OFFICE, AUDITOR = ROLE_AUDITOR,
	KEEPERS = ROLE_OFFICE | ROLE_ADMIN	/* of teams and their keys */
};

/* Something of team t is sealed to another key than its present one. Asked in this order: most teams have no older. */
#define IS_STALE \
	"EXISTS (SELECT 1 FROM old_recovery WHERE team = t.code) AND (" \
	"EXISTS (SELECT 1 FROM grants WHERE team = t.code AND key < substr(t.pk, 1, 8)) OR " \
	"EXISTS (SELECT 1 FROM grants WHERE team = t.code AND key > substr(t.pk, 1, 8)) OR " \
	"EXISTS (SELECT 1 FROM tag WHERE team = t.code AND key <> substr(t.pk, 1, 8)))"

/* Nothing is sealed to key pk of a team any more, and nobody seals to it who has looked since ?1. */
#define IS_DONE(old) \
	"NOT EXISTS (SELECT 1 FROM grants WHERE team = " old ".team AND key = substr(" old ".pk, 1, 8)) AND " \
	"NOT EXISTS (SELECT 1 FROM tag WHERE team = " old ".team AND key = substr(" old ".pk, 1, 8)) AND " \
	"EXISTS (SELECT 1 FROM team WHERE code = " old ".team AND rotated <= ?1)"

const struct statement statements_people[STMT_N] = {
	[SESSION_PUT] = { DOOR,
	    "INSERT INTO session (id, member, sealed, started, seen, by_code) VALUES (?1, ?2, ?3, ?4, ?4, ?5)" },
	[SESSION_FIND] = { DOOR,
	    "SELECT s.member, s.sealed, m.pk, s.seen, s.opened, s.started, s.by_code, m.auditor, m.away_until, "
	    "m.cover, m.device, s.surveyed FROM session s "
	    "JOIN member m ON m.name = s.member WHERE s.id = ?1 AND s.seen > ?2 AND s.started > ?3 AND m.left_at = 0" },
	[SESSION_SEEN] = { STAFF, "UPDATE session SET seen = max(seen, ?1) WHERE id = ?2" },
	[SESSION_CASE] = { STAFF, "UPDATE session SET opened = ?1 WHERE id = ?2" },
	[SESSION_SURVEY] = { ROLE_RESPONSE, "UPDATE session SET surveyed = ?1 WHERE id = ?2" },
	[SESSION_DROP] = { STAFF, "DELETE FROM session WHERE id = ?1" },
	[SESSION_TIDY] = { DOOR, "DELETE FROM session WHERE seen <= ?1 OR started <= ?2" },
	[SESSION_END_OTHERS] = { STAFF, "DELETE FROM session WHERE member = ?1 AND id <> ?2" },
	[SESSION_END_ALL] = { STAFF | OFFICE, "DELETE FROM session WHERE member = ?1" },
	[SESSION_PROVED] = { STAFF, "UPDATE session SET by_code = 0 WHERE id = ?1" },

	/* a device has no passphrase */
	[STEP_TAKE] = { DOOR,
	    "UPDATE member SET step = ?1 WHERE name = ?2 AND step < ?1 AND left_at = 0 AND device = 0" },
	[CODE_TAKE] = { DOOR,
	    "DELETE FROM recovery_code WHERE member = ?1 AND tag = ?2 AND EXISTS (SELECT 1 FROM member WHERE name = ?1 "
	    "AND device = 0)" },
	[CODE_COUNT] = { DOOR | STAFF, "SELECT count(*) FROM recovery_code WHERE member = ?1" },
	[CODE_PUT] = { DOOR | STAFF | ADMIN, "INSERT INTO recovery_code (member, tag) VALUES (?1, ?2)" },
	[CODE_CLEAR] = { STAFF | OFFICE | ADMIN, "DELETE FROM recovery_code WHERE member = ?1" },
	[PASSPHRASE_SET] = { STAFF,
	    "UPDATE member SET salt = ?1, ops = ?2, mem_kib = ?3, sealed = ?4 WHERE name = ?5" },
	[SECOND_SET] = { STAFF, "UPDATE member SET second = ?1, step = max(step, ?2) WHERE name = ?3" },
	[AWAY_SET] = { STAFF, "UPDATE member SET away_until = ?1, cover = ?2 WHERE name = ?3" },
	[COVER_FITS] = { STAFF,
	    "SELECT 1 FROM membership a JOIN membership b ON b.team = a.team WHERE a.member = ?1 AND b.member = ?2 "
	    "LIMIT 1" },

	[ROSTER_PUT] = { KEEPERS,
	    "INSERT INTO roster (one, version, body, signature) VALUES (1, ?1, ?2, ?3) ON CONFLICT (one) "
	    "DO UPDATE SET version = excluded.version, body = excluded.body, signature = "
	    "excluded.signature WHERE excluded.version > version" },
	[ROSTER_GET] = { DOOR | ADMIN, "SELECT body, signature FROM roster" },
	[TEAM_PUT] = { KEEPERS,
	    "INSERT INTO team (code, kind, pk, name, to_recovery) VALUES (?1, ?2, ?3, ?4, ?5)" },
	[TEAM_RECOVERY] = { ADMIN, "SELECT to_recovery FROM team WHERE code = ?1" },
	[TEAM_IS] = { STAFF | KEEPERS, "SELECT pk, rotated, wants_key FROM team WHERE code = ?1" },
	[TEAM_KIND] = { STAFF, "SELECT kind FROM team WHERE code = ?1" },
	[TEAM_KEYS] = { KEEPERS, "SELECT code, pk FROM team ORDER BY code" },
	[TEAM_PAGE] = { OFFICE,
	    "SELECT t.code, t.name, (SELECT count(*) FROM membership WHERE team = t.code), (SELECT count(*) FROM "
	    "newcomer WHERE team = t.code), t.wants_key, " IS_STALE ", t.rotated FROM team t WHERE t.code > ?1 "
	    "ORDER BY t.code LIMIT ?2" },
	[KEY_KNOWN] = { ROLE_INTAKE | STAFF | KEEPERS,
	    "SELECT 1 FROM team WHERE code = ?1 AND substr(pk, 1, 8) = ?2 UNION ALL "
	    "SELECT 1 FROM old_recovery WHERE team = ?1 AND substr(pk, 1, 8) = ?2" },

	[MEMBER_PUT] = { ADMIN | DOOR,
	    "INSERT INTO member (name, pk, salt, ops, mem_kib, sealed, second, step, auditor, device) VALUES (?1, ?2, "
	    "?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)" },
	[MEMBER_GET] = { DOOR | ADMIN,
	    "SELECT pk, salt, ops, mem_kib, sealed, CASE length(second) WHEN 60 THEN second ELSE zeroblob(60) END "
	    "FROM member WHERE name = ?1 AND left_at = 0 AND (device = 0 OR ?2)" },
	[MEMBER_KNOWN] = { DOOR | STAFF | OFFICE, "SELECT auditor, left_at FROM member WHERE name = ?1" },
	[DEVICE_IS] = { DOOR, "SELECT 1 FROM member WHERE name = ?1 AND device = 1 AND left_at = 0" },
	[AUDITOR_SET] = { ADMIN, "UPDATE member SET auditor = 1 WHERE name = ?1 AND left_at = 0" },
	[MEMBERSHIP_PUT] = { ADMIN | STAFF,
	    "INSERT INTO membership (member, team, sealed, title) VALUES (?1, ?2, ?3, ?4)" },
	[MEMBERSHIP_COUNT] = { ADMIN | STAFF,
	    "SELECT (SELECT count(*) FROM membership WHERE member = ?1), (SELECT count(*) FROM membership WHERE "
	    "team = ?2)" },
	[MEMBERSHIP_OF] = { STAFF, "SELECT title FROM membership WHERE member = ?1 AND team = ?2" },
	[MEMBERSHIPS] = { STAFF | ADMIN,
	    "SELECT m.team, t.pk, m.sealed, m.title, " IS_STALE ", (SELECT count(*) FROM newcomer WHERE team = "
	    "t.code) FROM membership m JOIN team t ON t.code = m.team WHERE m.member = ?1 ORDER BY m.team" },
	[OLD_KEYS] = { STAFF, "SELECT team, pk, sealed FROM old_key WHERE member = ?1 ORDER BY team, pk LIMIT ?2" },
	[OLD_KEY_PUT] = { ADMIN, "INSERT INTO old_key (member, team, pk, sealed) VALUES (?1, ?2, ?3, ?4)" },
	[OLD_RECOVERY] = { ADMIN, "SELECT pk, sealed FROM old_recovery WHERE team = ?1 ORDER BY pk LIMIT ?2" },
	[OLD_KEYS_END] = { DOOR | STAFF, "DELETE FROM old_key WHERE " IS_DONE("old_key") },
	[OLD_RECOVERY_END] = { DOOR | STAFF, "DELETE FROM old_recovery WHERE " IS_DONE("old_recovery") },
	[SEED_PUT] = { ADMIN | STAFF, "INSERT INTO seed (holder, sealed) VALUES (?1, ?2)" },
	[SEED_GET] = { ADMIN | STAFF, "SELECT sealed FROM seed WHERE holder = ?1" },

	[INVITE_TIDY] = { DOOR | OFFICE, "DELETE FROM invite WHERE ends <= ?1" },
	[INVITE_PUT] = { OFFICE,
	    "INSERT INTO invite (id, name, invited_by, auditor, ends) VALUES (?1, ?2, ?3, ?4, ?5)" },
	[INVITE_TEAM_PUT] = { OFFICE, "INSERT INTO invite_team (invite, team, title) VALUES (?1, ?2, ?3)" },
	[INVITE_GET] = { DOOR | OFFICE, "SELECT name, auditor, invited_by FROM invite WHERE id = ?1 AND ends > ?2" },
	[INVITE_TEAMS] = { DOOR | OFFICE,
	    "SELECT team, title FROM invite_team WHERE invite = ?1 ORDER BY team LIMIT ?2" },
	[INVITE_LIST] = { OFFICE,
	    "SELECT id, name, invited_by, auditor, ends FROM invite WHERE ends > ?1 ORDER BY name LIMIT ?2" },
	[INVITE_COUNT] = { OFFICE, "SELECT count(*) FROM invite" },
	[INVITE_DROP] = { DOOR | OFFICE, "DELETE FROM invite WHERE id = ?1" },
	[NEWCOMER_PUT] = { DOOR, "INSERT INTO newcomer (team, member, title) VALUES (?1, ?2, ?3)" },
	[NEWCOMER_GET] = { STAFF, "SELECT title FROM newcomer WHERE team = ?1 AND member = ?2" },
	[NEWCOMER_DROP] = { STAFF, "DELETE FROM newcomer WHERE team = ?1 AND member = ?2" },

	[PEOPLE_ALL] = { OFFICE,
	    "SELECT name, pk, cover, away_until, left_at, auditor, device FROM member WHERE name > ?1 ORDER BY name "
	    "LIMIT ?2" },
	[PEOPLE_NEAR] = { STAFF,
	    "SELECT name, pk, cover, away_until, left_at, auditor, device FROM member p WHERE name > ?1 AND EXISTS "
	    "(SELECT 1 FROM membership mine WHERE mine.member = ?3 AND (EXISTS (SELECT 1 FROM membership WHERE team = "
	    "mine.team AND member = p.name) OR EXISTS (SELECT 1 FROM newcomer WHERE team = mine.team AND member = "
	    "p.name))) ORDER BY name LIMIT ?2" },
	[PLACES_ALL] = { OFFICE,
	    "SELECT team, title, 0 FROM membership WHERE member = ?1 UNION ALL SELECT team, title, 1 FROM newcomer "
	    "WHERE member = ?1 ORDER BY 1, 3 LIMIT ?2" },
	[PLACES_NEAR] = { STAFF,
	    "SELECT team, title, 0 FROM membership WHERE member = ?1 AND team IN (SELECT team FROM membership WHERE "
	    "member = ?3) UNION ALL SELECT team, title, 1 FROM newcomer WHERE member = ?1 AND team IN (SELECT team "
	    "FROM membership WHERE member = ?3) ORDER BY 1, 3 LIMIT ?2" },

	[LEAVE_TEAMS] = { OFFICE,
	    "UPDATE team SET wants_key = 1 WHERE code IN (SELECT team FROM membership WHERE member = ?1)" },
	[LEAVE_MEMBERSHIPS] = { OFFICE, "DELETE FROM membership WHERE member = ?1" },
	[LEAVE_OLD_KEYS] = { OFFICE, "DELETE FROM old_key WHERE member = ?1" },
	[LEAVE_SEED] = { OFFICE, "DELETE FROM seed WHERE holder = ?1" },
	[LEAVE_NEWCOMER] = { OFFICE, "DELETE FROM newcomer WHERE member = ?1" },
	[LEAVE_COVER] = { OFFICE, "UPDATE member SET cover = '' WHERE cover = ?1" },
	[LEAVE_CASES] = { OFFICE, "UPDATE report SET assigned = '' WHERE assigned = ?1" },
	[LEAVE_INVITES] = { OFFICE, "DELETE FROM invite WHERE invited_by = ?1" },
	[LEAVE_MEMBER] = { OFFICE,
	    "UPDATE member SET pk = zeroblob(32), salt = zeroblob(16), ops = 1, mem_kib = 1, sealed = zeroblob(72), "
	    "second = x'', auditor = 0, away_until = 0, cover = '', left_at = ?2 WHERE name = ?1 AND left_at = 0" },

	[HOLDERS] = { KEEPERS,
	    "SELECT m.member, p.pk FROM membership m JOIN member p ON p.name = m.member WHERE m.team = ?1 "
	    "ORDER BY m.member LIMIT ?2" },
	[OLD_KEYS_MOST] = { KEEPERS,
	    "SELECT count(*) FROM old_key WHERE member IN (SELECT member FROM membership WHERE team = ?1) "
	    "GROUP BY member ORDER BY 1 DESC LIMIT 1" },
	[ROTATE_KEYS] = { KEEPERS,
	    "INSERT INTO old_key (member, team, pk, sealed) SELECT m.member, m.team, t.pk, m.sealed FROM membership m "
	    "JOIN team t ON t.code = m.team WHERE m.team = ?1" },
	[ROTATE_RECOVERY] = { KEEPERS,
	    "INSERT INTO old_recovery (team, pk, sealed) SELECT code, pk, to_recovery FROM team WHERE code = ?1" },
	[ROTATE_HOLDER] = { KEEPERS, "UPDATE membership SET sealed = ?1 WHERE member = ?2 AND team = ?3" },
	[ROTATE_TEAM] = { KEEPERS,
	    "UPDATE team SET pk = ?1, to_recovery = ?2, rotated = ?3, wants_key = 0 WHERE code = ?4" },

	/* Only what this member holds the older key of: what others must do would stand before it for ever. */
	[REWRAP_GRANT_ROWS] = { STAFF,
	    "SELECT g.report, g.key, g.sealed FROM old_key o CROSS JOIN grants g ON g.team = o.team AND g.key = "
	    "substr(o.pk, 1, 8) WHERE o.member = ?1 AND o.team = ?2 AND g.key <> ?3 LIMIT ?4" },
	[REWRAP_TAG_ROWS] = { STAFF,
	    "SELECT t.report, t.key, t.found_by, t.sealed FROM old_key o CROSS JOIN tag t ON t.team = o.team AND "
	    "t.key = substr(o.pk, 1, 8) WHERE o.member = ?1 AND o.team = ?2 AND t.key <> ?3 LIMIT ?4" },
	[REWRAP_GRANT] = { STAFF,
	    "UPDATE grants SET sealed = ?1, key = ?2 WHERE report = ?3 AND team = ?4 AND key = ?5" },
	/* The same tag may have been given again since. */
	[REWRAP_TAG] = { STAFF,
	    "UPDATE OR REPLACE tag SET found_by = ?1, key = ?2, sealed = ?3 WHERE report = ?4 AND team = ?5 AND "
	    "key = ?6 AND found_by = ?7" },
	[REPORT_RECORDED] = { STAFF, "UPDATE report SET recorded = ?1 WHERE id = ?2" },

	[AUDIT_PAGE] = { AUDITOR,
	    "SELECT seq, at, who, what, subject, why FROM audit WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2" },
	[HEALTH] = { OFFICE,
	    "SELECT (SELECT coalesce(sum(n), 0) FROM open_count), (SELECT count(*) FROM report), (SELECT page_count * "
	    "page_size FROM pragma_page_count, pragma_page_size), (SELECT count(*) FROM member WHERE left_at = 0), "
	    "(SELECT count(*) FROM session WHERE seen > ?1 AND started > ?2), (SELECT count(*) FROM team), "
	    "(SELECT count(*) FROM team WHERE code NOT IN (SELECT team FROM membership)), "
	    "(SELECT count(*) FROM team WHERE wants_key), (SELECT count(*) FROM invite WHERE ends > ?3), "
	    "(SELECT coalesce(max(version), 0) FROM roster), "
	    "(SELECT coalesce(min(since), 0) FROM outbox WHERE wanted = 1)" },
	[POLICY_GET] = { DOOR, "SELECT version FROM in_force" },
	[POLICY_SET] = { DOOR,
	    "INSERT INTO in_force (one, version) VALUES (1, ?1) ON CONFLICT (one) DO UPDATE SET version = "
	    "excluded.version" },
};
