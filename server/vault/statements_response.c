/* statements_response.c: the rows of what goes from team to team, and of what community safety has and makes. */
#include "escalations.h"
#include "statements.h"

enum { INTAKE = ROLE_INTAKE, STAFF = ROLE_STAFF, RESPONSE = ROLE_RESPONSE };

_Static_assert(KIND_EXTRACT == 1 && LISTS_NOT == 0 && LISTS_AGAIN == 1 && LISTS == 2, "numbers as the SQL has them");

/* Somebody is in a team that holds case ?1. */
#define REACHES(who) \
	"EXISTS (SELECT 1 FROM grants g JOIN membership m ON m.team = g.team AND m.member = " who " WHERE " \
	"g.report = ?1)"
#define ESCALATIONS(rows) \
	"SELECT e.report, r.band, r.state, r.kind, e.changed, e.listed, r.parts, r.received FROM escalation e CROSS " \
	"JOIN report r ON r.id = e.report WHERE " rows " LIMIT ?2"

const struct statement statements_response[STMT_N] = {
	[GRANT_IS] = { STAFF, "SELECT queued FROM grants WHERE report = ?1 AND team = ?2" },
	[GRANT_QUEUE] = { STAFF, "UPDATE grants SET queued = 1 WHERE report = ?1 AND team = ?2" },
	[GRANT_DROP] = { STAFF, "DELETE FROM grants WHERE report = ?1 AND team = ?2" },
	[GRANT_COUNT] = { STAFF, "SELECT count(*) FROM grants WHERE report = ?1" },
	/* what a team leaves behind that gave a case away, and its people who hold it no longer */
	[TAGS_END] = { STAFF, "DELETE FROM tag WHERE report = ?1 AND team = ?2" },
	[LOOKS_END] = { STAFF, "DELETE FROM look WHERE report = ?1 AND NOT " REACHES("look.member") },
	[TASKS_END] = { STAFF, "DELETE FROM task WHERE report = ?1 AND NOT " REACHES("task.owner") },
	[ASSIGNED_END] = { STAFF, "UPDATE report SET assigned = '' WHERE id = ?1 AND NOT " REACHES("report.assigned") },

	/* changes nothing for a case that is not community safety's, or that it made for itself */
	[ESCALATION_STEP] = { INTAKE | STAFF,
	    "UPDATE escalation_last SET n = n + 1 WHERE one = 1 AND EXISTS (SELECT 1 FROM grants WHERE report = ?1 "
	    "AND team = '" ROSTER_COMMUNITY "') AND NOT EXISTS (SELECT 1 FROM report WHERE id = ?1 AND kind > 1)" },
	/* ?2: not news; news if it ever was; news (enum listing) */
	[ESCALATION_PUT] = { INTAKE | STAFF,
	    "INSERT INTO escalation (report, changed, listed) SELECT ?1, n, CASE ?2 WHEN 2 THEN n ELSE 0 END FROM "
	    "escalation_last WHERE one = 1 ON CONFLICT (report) DO UPDATE SET changed = excluded.changed, listed = "
	    "CASE WHEN ?2 = 2 OR (?2 = 1 AND listed > 0) THEN excluded.changed ELSE listed END" },
	[ESCALATION_END] = { STAFF,
	    "DELETE FROM escalation WHERE report = ?1 AND NOT EXISTS (SELECT 1 FROM grants WHERE report = ?1 AND "
	    "team = '" ROSTER_COMMUNITY "')" },
	[ESCALATION_LAST] = { RESPONSE, "SELECT n FROM escalation_last WHERE one = 1" },
	[ESCALATION_OF] = { RESPONSE,
	    "SELECT changed, coalesce((SELECT upto FROM taken WHERE member = ?2 AND report = ?1), 0) FROM escalation "
	    "WHERE report = ?1" },
	[ESCALATIONS_CHANGED] = { RESPONSE, ESCALATIONS("e.changed > ?1 ORDER BY e.changed") },
	[ESCALATIONS_LISTED] = { RESPONSE, ESCALATIONS("e.listed > ?1 AND e.listed > 0 ORDER BY e.listed") },
	[ESCALATIONS_EVER] = { RESPONSE, ESCALATIONS("e.changed > ?1 AND e.listed > 0 ORDER BY e.changed") },
	[TAKEN_PUT] = { RESPONSE,
	    "INSERT INTO taken (member, report, upto) VALUES (?1, ?2, ?3) ON CONFLICT (member, report) DO UPDATE SET "
	    "upto = excluded.upto" },
	[DOSSIER_PUT] = { RESPONSE, "INSERT INTO dossier (kind, report) VALUES (?1, ?2)" },
	[DOSSIER_LATEST] = { RESPONSE, "SELECT report FROM dossier WHERE kind = ?1 ORDER BY n DESC LIMIT 1" },
	[DOSSIER_PAGE] = { RESPONSE,
	    "SELECT d.n, d.report, r.state, r.received FROM dossier d CROSS JOIN report r ON r.id = d.report WHERE "
	    "d.kind = ?1 AND d.n < ?2 ORDER BY d.n DESC LIMIT ?3" },
};
