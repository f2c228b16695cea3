/* statements_files.c: the rows of attachments: their copies, their originals, and what is held. */
#include "statements.h"

enum { INTAKE = ROLE_INTAKE, STAFF = ROLE_STAFF, AUDITOR = ROLE_AUDITOR };

const struct statement statements_files[STMT_N] = {
	[FILE_OF] = { STAFF,
	    "SELECT f.held, f.name, f.sealed_bytes, coalesce(c.name, ''), coalesce(c.sealed_bytes, 0) FROM file f "
	    "LEFT JOIN copy c ON c.report = f.report AND c.n = f.n WHERE f.report = ?1 AND f.n = ?2" },
	/* never less than it was */
	[FILE_HOLD] = { STAFF, "UPDATE file SET held = ?3 WHERE report = ?1 AND n = ?2 AND held < ?3" },
	[VERIFY_SPOOLED] = { AUDITOR,
	    "SELECT name, sealed_bytes FROM file UNION ALL SELECT name, sealed_bytes FROM copy" },
	[COPY_PUT] = { INTAKE | STAFF, "INSERT INTO copy (report, n, name, sealed_bytes) VALUES (?1, ?2, ?3, ?4)" },
	[ORIGINAL_PUT] = { STAFF, "INSERT INTO original (report, part, n, asker, at) VALUES (?1, ?2, ?3, ?4, ?5)" },
	[ORIGINAL_OF] = { STAFF,
	    "SELECT o.asker, o.answered_by, f.held FROM original o JOIN file f ON f.report = o.report AND f.n = o.n "
	    "WHERE o.report = ?1 AND o.part = ?2" },
	[ORIGINAL_SAY] = { STAFF,
	    "UPDATE original SET answered_by = ?3, until = ?4 WHERE report = ?1 AND part = ?2 AND "
	    "answered_by = '' AND asker <> ?3" },
	[ORIGINAL_MAY] = { STAFF,
	    "SELECT answered_by FROM original WHERE report = ?1 AND n = ?2 AND asker = ?3 AND until > ?4 ORDER BY "
	    "until DESC LIMIT 1" },
};
