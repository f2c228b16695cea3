/* audit.h: entries that are only ever added, each hashed (BLAKE2b) with the one before it. What staff did carries its
 * time; what reporters caused carries the day alone. */
#ifndef AUDIT_H
#define AUDIT_H

#include "statements.h"

enum audit_what {
	AUDIT_RECEIVED, AUDIT_REPLY, AUDIT_ANSWERED,	/* these record what the case then holds (record.h) */
	AUDIT_OPENED, AUDIT_FILE_OPENED, AUDIT_REFUSED,
	AUDIT_SIGNED_IN, AUDIT_SIGN_IN_FAILED, AUDIT_SIGNED_OUT,
	AUDIT_ENROLLED, AUDIT_MEMBERSHIP, AUDIT_ROSTER, AUDIT_TEAM, AUDIT_SEED,
	AUDIT_INVITED, AUDIT_WITHDRAWN, AUDIT_JOINED, AUDIT_LET_IN, AUDIT_LEFT,
	AUDIT_PASSPHRASE, AUDIT_SECOND, AUDIT_CODE_USED, AUDIT_AWAY, AUDIT_BACK, AUDIT_AUDITOR,
	AUDIT_TEAM_KEY, AUDIT_TEAM_MADE, AUDIT_POLICY, AUDIT_RECOVERY_USED,
	AUDIT_SURVEYED, AUDIT_TAKEN, AUDIT_DEVICE_IN,
	AUDIT_SEALED_ANEW,				/* records */
	AUDIT_ORIGINAL_OPENED, AUDIT_COPY_BEGUN, AUDIT_COPY_MADE,
	AUDIT_MALWARE_FOUND,				/* records */
	/* these record as well; by enum case_act */
	AUDIT_ACTED, AUDIT_LOGGED = AUDIT_ACTED + ACT_LOG, AUDIT_ACTED_LAST = AUDIT_ACTED + ACT_N - 1,
	AUDIT_WHAT_N
};
/* Who: members by name, "" for reporters, and these. No member can be called so: names do not begin with "(". */
#define AUDIT_ADMIN "(concernd)"
#define AUDIT_UNKNOWN "(unknown name)"

struct audit_entry {
	int64_t seq, at;
	char who[LIMIT_NAME + 1], what[AUDIT_WHAT + 1];
	struct span subject, detail;	/* detail: a 32-byte digest or key, or nothing */
	struct span why;
};

/* The hash that binds e to the entry before it. Pure. */
void audit_hash(const uint8_t before[AUDIT_HASH], const struct audit_entry *e, uint8_t hash[AUDIT_HASH]);
/* One more entry; detail is AUDIT_HASH bytes or NULL. A reporter's time is rounded down to the day here. why: NULL, or
 * our own words and codes and staff names, LIMIT_WHY bytes at most (longer is cut): what was before and is now. */
struct audit_act {
	int64_t at;
	const char *who;
	enum audit_what what;
	struct span subject;
	const uint8_t *detail;
	const char *why;
};
GW_CHECKED enum gw_err audit_add(struct store *s, const struct audit_act *act);
/* The last entry's number and hash; 0 and zeros before the first. */
GW_CHECKED enum gw_err audit_head(struct store *s, int64_t *seq, uint8_t hash[AUDIT_HASH]);
bool audit_is(const char *word, enum audit_what what);
/* Whether such an entry's detail says what its case holds. */
bool audit_records(const char *what);
/* Whether such an entry's subject is a text, not a case's number. */
bool audit_names(const char *what);
#endif
