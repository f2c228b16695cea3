/* statements_alerts.c: the rows of alerts and of the outbox. */
#include "statements.h"

enum { NOTIFY = ROLE_NOTIFY, STAFF = ROLE_STAFF, OFFICE = ROLE_OFFICE };

/* One page for all that is as grave: immediate, urgent, and what was lowered meanwhile. News is news. */
#define CLASS(kind, band) "CASE " kind " WHEN 0 THEN 0 ELSE max(" band ", 1) END"
/* What is due at ?4 and goes the way of alert ?1: for the same team, as grave (?3), on the same rung. Nothing, when ?1
 * has ended or was told meanwhile. */
#define DUE_WITH \
	"SELECT b.n FROM alert a CROSS JOIN alert b ON b.team = a.team AND b.kind = a.kind AND b.rung = a.rung " \
	"CROSS JOIN report r ON r.id = b.report WHERE a.n = ?1 AND a.kind = ?2 AND a.due <= ?4 AND b.due <= ?4 AND " \
	CLASS("b.kind", "r.band") " = " CLASS("?2", "?3")

_Static_assert(BAND_URGENT == 2 && ALERT_NEWS == 0 && ALERT_PAGE == 1, "numbers as the SQL has them");

const struct statement statements_alerts[STMT_N] = {
	/* immediate and urgent are pages; ?3 is "" for all teams */
	[ALERT_WANT] = { ROLE_INTAKE | STAFF,
	    "INSERT INTO alert (report, team, kind, due) SELECT g.report, g.team, r.band >= 2, ?2 FROM grants g "
	    "JOIN report r ON r.id = g.report WHERE g.report = ?1 AND g.queued = 1 AND (?3 = '' OR g.team = ?3) "
	    "ON CONFLICT (report, team) DO UPDATE SET kind = 1, rung = 0, due = excluded.due "
	    "WHERE excluded.kind > kind" },
	[ALERT_SEEN] = { STAFF,
	    "DELETE FROM alert WHERE report = ?1 AND team IN (SELECT team FROM membership WHERE member = ?2)" },
	[ALERTS_LEFT] = { STAFF,
	    "DELETE FROM alert WHERE report = ?1 AND team NOT IN (SELECT team FROM grants WHERE report = ?1)" },
	/* another team's page rings until one of its own has looked: closing a case is no way to keep them from it */
	[ALERT_END] = { STAFF,
	    "DELETE FROM alert WHERE report = ?1 AND (kind = 0 OR team IN (SELECT team FROM membership WHERE member = "
	    "?2) OR team NOT IN (SELECT team FROM grants WHERE report = ?1))" },

	[ALERT_DUE] = { NOTIFY,
	    "SELECT min(a.n), a.team, a.kind, max(r.band), a.rung, " CLASS("a.kind", "r.band") " AS class "
	    "FROM alert a CROSS JOIN report r ON r.id = a.report WHERE a.kind IN (0, 1) AND a.due <= ?1 "
	    "GROUP BY a.team, a.kind, a.rung, class ORDER BY a.kind DESC, class DESC, min(a.due) LIMIT ?2" },
	[ALERT_MOVE] = { NOTIFY, "UPDATE alert SET rung = ?5, due = ?6 WHERE n IN (" DUE_WITH ")" },
	[ALERT_DONE] = { NOTIFY, "DELETE FROM alert WHERE n IN (" DUE_WITH ")" },

	/* due is, while nothing is wanted, the moment before which the next may not go out */
	[OUTBOX_WANT] = { NOTIFY | OFFICE,
	    "INSERT INTO outbox (person, kind, mark, wanted, due, since) VALUES (?1, ?2, 1, 1, ?3, ?3) "
	    "ON CONFLICT (person, kind) DO UPDATE SET mark = mark + 1, wanted = 1, "
	    "due = CASE wanted WHEN 1 THEN due ELSE max(due, excluded.due) END, "
	    "since = CASE wanted WHEN 1 THEN since ELSE excluded.since END" },
	[OUTBOX_DUE] = { NOTIFY,
	    "SELECT person, kind, tries, mark FROM outbox WHERE wanted = 1 AND due <= ?1 "
	    "ORDER BY kind <> 1, due LIMIT ?2" },
	/* what was wanted again meanwhile is still wanted */
	[OUTBOX_SENT] = { NOTIFY,
	    "UPDATE outbox SET wanted = mark > ?5, since = CASE WHEN mark > ?5 THEN ?4 ELSE since END, sent = ?4, "
	    "tries = 0, due = ?3 WHERE person = ?1 AND kind = ?2" },
	[OUTBOX_FAILED] = { NOTIFY,
	    "UPDATE outbox SET tries = min(tries + 1, ?4), due = ?3 WHERE person = ?1 AND kind = ?2 AND wanted = 1" },
	[OUTBOX_DROP] = { NOTIFY, "DELETE FROM outbox WHERE person = ?1 AND kind = ?2" },
	[OUTBOX_TIDY] = { NOTIFY, "DELETE FROM outbox WHERE wanted = 0 AND due < ?1" },
	[OUTBOX_ALL] = { OFFICE,
	    "SELECT person, max(tries * wanted), max(sent), coalesce(min(CASE wanted WHEN 1 THEN since END), 0) "
	    "FROM outbox GROUP BY person ORDER BY person LIMIT ?1" },
};
