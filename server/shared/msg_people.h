/* msg_people.h: who somebody is, how people come and go, and their teams' keys. Part of msg.h. */
#ifndef MSG_PEOPLE_H
#define MSG_PEOPLE_H

struct msg_name { char name[LIMIT_NAME + 1]; };					/* MEMBER_GET, SIGN_IN_FAILED */
struct msg_member {
	char name[LIMIT_NAME + 1];
	uint8_t pk[KEY_BYTES];
	struct member_lock lock;
	uint8_t second[SECOND_SEALED];
};
/* Either a TOTP step, which the vault takes only when it is later than the last one, or a recovery code, once. Refused:
 * GW_EDENIED, and the audit chain knows. */
struct msg_sign_in {
	char name[LIMIT_NAME + 1];
	uint8_t session[SESSION_ID], sealed[SESSION_SEALED];
	uint8_t by_code;		/* 0: step counts; 1: code does */
	uint64_t step;
	uint8_t code[TAG_BYTES];
};
/* SESSION_GET, SIGN_OUT. quiet: a page that looks by itself whether there is news; nobody was there. */
struct msg_session_id { uint8_t session[SESSION_ID], quiet; };
/* What somebody is called in a team; all of them hold the same key. Kept on disk: append only. */
enum title { TITLE_MEMBER, TITLE_LEAD, TITLE_DEPUTY, TITLE_COORDINATOR, TITLE_N };
struct msg_team_key {
	char team[LIMIT_TEAM + 1];
	uint8_t title;
	uint8_t rewrap;			/* there is something of this team's still sealed to an older key */
	uint8_t newcomers;		/* people who wait to be let in */
	uint8_t pk[KEY_BYTES], sealed[GRANT_BYTES];
};
struct msg_old_key { char team[LIMIT_TEAM + 1]; uint8_t pk[KEY_BYTES], sealed[GRANT_BYTES]; };
struct msg_session {
	char name[LIMIT_NAME + 1];
	uint8_t pk[KEY_BYTES], sealed[SESSION_SEALED];
	uint8_t is_auditor;
	uint8_t is_device;		/* a computer with a key file: sealed opens nothing here */
	uint8_t by_code;		/* signed in with a recovery code: a new second factor is needed first */
	uint8_t codes;			/* recovery codes that are left */
	uint8_t has_seed;		/* an administrator: the roster's signing seed, sealed to the member */
	uint8_t seed[GRANT_BYTES];
	int64_t idle_ends, ends;	/* when it ends by itself if nobody does anything, and at the latest */
	int64_t away_until;		/* 0: is here */
	char cover[LIMIT_NAME + 1];
	uint8_t n, n_old;
	struct msg_team_key team[LIMIT_MEMBER_TEAMS];
	struct msg_old_key old[LIMIT_OLD_KEYS];
};

/* People. */
struct msg_invited_get { uint8_t invite[TAG_BYTES]; };
/* What somebody is in one team, or waits to be until a colleague lets them in. */
struct msg_place { char team[LIMIT_TEAM + 1]; uint8_t title, is_waiting; };
struct msg_invited { char name[LIMIT_NAME + 1]; uint8_t is_auditor, n; struct msg_place place[LIMIT_MEMBER_TEAMS]; };
struct msg_enrol {
	uint8_t invite[TAG_BYTES];
	struct msg_member member;	/* the name must be the invitation's */
	uint8_t is_device;		/* then lock and second are of no use, and there are no codes */
	uint64_t step;			/* of the code that proved the new second factor */
	uint8_t n;
	struct msg_tag code[LIMIT_RECOVERY_CODES];
};
/* Ends every session of the member, this one too. */
struct msg_passphrase_put { uint8_t session[SESSION_ID]; struct member_lock lock; };
struct msg_second_put {
	uint8_t session[SESSION_ID], second[SECOND_SEALED];
	uint64_t step;			/* of the code that proved it; 0 for the same phone: it changes nothing */
	uint8_t n;
	struct msg_tag code[LIMIT_RECOVERY_CODES];
};
struct msg_away_put { uint8_t session[SESSION_ID]; int64_t until; char cover[LIMIT_NAME + 1]; };	/* 0: is back */
/* For administrators everybody, for others their own teams; in the order of names, after this one. */
struct msg_people_get { uint8_t session[SESSION_ID]; char after[LIMIT_NAME + 1]; };
struct msg_person {
	char name[LIMIT_NAME + 1], cover[LIMIT_NAME + 1];
	uint8_t pk[KEY_BYTES];
	int64_t away_until, left;	/* 0: is here */
	uint8_t is_auditor, is_device, n;
	struct msg_place place[LIMIT_MEMBER_TEAMS];
};
enum { MSG_PERSONS = 12 };
struct msg_people { uint8_t goes_on, n; struct msg_person person[MSG_PERSONS]; };
struct msg_invites_get { uint8_t session[SESSION_ID]; };
struct msg_invite { uint8_t invite[TAG_BYTES]; char by[LIMIT_NAME + 1]; int64_t ends; struct msg_invited who; };
struct msg_invites { uint8_t n; struct msg_invite invite[MSG_PERSONS]; };
struct msg_invite_put { uint8_t session[SESSION_ID], invite[TAG_BYTES]; struct msg_invited who; };
struct msg_invite_drop { uint8_t session[SESSION_ID], invite[TAG_BYTES]; };
/* A colleague lets somebody in who waits: the team's key, sealed to that member; for "admin" also the roster's seed. */
struct msg_admit {
	uint8_t session[SESSION_ID];
	char name[LIMIT_NAME + 1], team[LIMIT_TEAM + 1];
	uint8_t sealed[GRANT_BYTES], has_seed, seed[GRANT_BYTES];
};
/* Ends everything that this member may do, at once; each of their teams wants a new key from here on. */
struct msg_leave { uint8_t session[SESSION_ID]; char name[LIMIT_NAME + 1]; };

/* Teams; for administrators. */
struct msg_teams_get { uint8_t session[SESSION_ID]; char after[LIMIT_TEAM + 1]; };
struct msg_team_row {
	char team[LIMIT_TEAM + 1], name[LIMIT_NAME + 1];
	uint8_t members, newcomers;
	uint8_t wants_key;		/* somebody left: it needs a new one */
	uint8_t rewrap;			/* it has a new one; colleagues have not sealed everything to it yet */
	int64_t rotated;		/* 0: never */
};
struct msg_teams { uint8_t goes_on, n; struct msg_team_row row[LIMIT_DESK_PAGE]; };
struct msg_team_put {
	uint8_t session[SESSION_ID];
	char team[LIMIT_TEAM + 1], name[LIMIT_NAME + 1];
	uint8_t kind, pk[KEY_BYTES], to_recovery[GRANT_BYTES];
	struct span roster;
	uint8_t signature[SIGNATURE_BYTES];
};
struct msg_rotation_get { uint8_t session[SESSION_ID]; char team[LIMIT_TEAM + 1]; };
struct msg_holder { char name[LIMIT_NAME + 1]; uint8_t pk[KEY_BYTES], sealed[GRANT_BYTES]; };
struct msg_rotation { uint8_t n; struct msg_holder holder[LIMIT_TEAM_MEMBERS]; };	/* answered: sealed is zeros */
/* The team's new key: sealed to exactly those who are in it now (GW_ECONFLICT), and to the recovery key. */
struct msg_rotation_put {
	uint8_t session[SESSION_ID];
	char team[LIMIT_TEAM + 1];
	uint8_t pk[KEY_BYTES], to_recovery[GRANT_BYTES];
	struct span roster;
	uint8_t signature[SIGNATURE_BYTES];
	struct msg_rotation to;
};
/* What is sealed to an older key of the team, some at a time, for a member of it; n and n_tags 0: nothing is left. */
enum { REWRAP_CASES = 32, REWRAP_TAGS = 16 };
struct msg_rewrap_get { uint8_t session[SESSION_ID]; char team[LIMIT_TEAM + 1]; };
struct msg_rewrap_case { uint8_t report[ID_BYTES], key[KEY_ID], sealed[GRANT_BYTES]; };
/* was: what it is found by now; tag: what it will be, zeros in the answer. */
struct msg_rewrap_tag { uint8_t report[ID_BYTES], key[KEY_ID], was[TAG_BYTES], tag[TAG_BYTES], sealed[TAG_SEALED]; };
struct msg_rewrap {
	uint8_t n, n_tags;
	struct msg_rewrap_case row[REWRAP_CASES];
	struct msg_rewrap_tag tag[REWRAP_TAGS];
};
/* The same rows, sealed to the team's present key, which present names: GW_ECONFLICT when the team has another by now.
 * In each row key is still the one that it was sealed to. */
struct msg_rewrap_put {
	uint8_t session[SESSION_ID];
	char team[LIMIT_TEAM + 1];
	uint8_t present[KEY_ID];
	struct msg_rewrap to;
};

enum { AUDIT_HASH = 32, AUDIT_WHAT = 32 };	/* bytes: BLAKE2b; the word for what was done */
/* For auditors: entries before this one, newest first; 0: the newest. */
struct msg_audit_get { uint8_t session[SESSION_ID]; int64_t before; };
struct msg_audit_row {
	int64_t seq, at;
	char who[LIMIT_NAME + 1], what[AUDIT_WHAT + 1], why[LIMIT_WHY + 1];
	char subject[LIMIT_NAME + 1];	/* a name, or hexadecimal */
};
struct msg_audit { int64_t head; uint8_t hash[AUDIT_HASH], n; struct msg_audit_row row[LIMIT_DESK_PAGE]; };
/* For administrators. */
struct msg_health_get { uint8_t session[SESSION_ID]; };
struct msg_health {
	uint64_t open, stored, disk_free, database;	/* reports; bytes */
	uint32_t members, sessions, teams, teams_empty, teams_waiting, invites;
	/* since when the oldest alert waits to be sent; 0: none */
	int64_t unsent;
	uint64_t roster;				/* version */
	int64_t audit;					/* the last entry's number, and its hash */
	uint8_t hash[AUDIT_HASH];
};
/* A member asked for what the desk itself refuses: for the audit chain. why: our own words. */
struct msg_refused_put { uint8_t session[SESSION_ID]; char why[LIMIT_WHY + 1]; };
#endif
