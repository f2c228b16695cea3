/* console.h: what staff see, as HTML: templates in console/, compiled as page.h's are. Their words stand in the
 * templates: they are part of the tool. Every value is escaped for its place. Pure. */
#ifndef CONSOLE_H
#define CONSOLE_H

#include "page.h"

/* One template each, console/<name>.html. */
enum console_id {
	CONSOLE_SIGN_IN,	/* name, passphrase, code; also "you were signed out" */
	CONSOLE_ENROL,		/* the invitation's code, then name shown, passphrase twice */
	CONSOLE_SECOND,		/* for a new phone: QR and secret for its app, a code to prove it */
	CONSOLE_CODES,		/* recovery codes, once; at enrolment also the key's check words */
	CONSOLE_WAITING,	/* enrolled: a colleague has to let you in */
	CONSOLE_QUEUE, CONSOLE_CASE, CONSOLE_LOG,	/* log: a concern that somebody told you */
	CONSOLE_ACCOUNT,
	CONSOLE_PEOPLE, CONSOLE_INVITED, CONSOLE_LEAVE,	/* invited: the code and link, once */
	CONSOLE_TEAMS,		/* schools and teams, their keys; wards and areas */
	CONSOLE_HEALTH, CONSOLE_AUDIT,
	CONSOLE_PROBLEM,
	CONSOLE_N
};

struct console_error { const char *field; struct span said; };
struct console_option { struct span value, label; bool is_chosen; };

struct console_who {
	struct span name, teams;		/* "Norlington School, LADO inbox" */
	bool is_reader, is_admin, is_auditor;
	bool is_in;				/* signed in */
	struct span form;			/* the form token, for a hidden field "form" */
	struct span idle_ends;			/* "10:45"; and the seconds till then and till the end */
	size_t idle_seconds, end_seconds;
	size_t newcomers;			/* who wait for a team of this person */
	struct span away;			/* "until 12 December; Ben Okoro covers", or "" */
};

struct console_place { struct span team, name, title; bool is_waiting; };
struct console_sign_in { struct span name; bool was_out, was_idle; };
struct console_second {
	struct markup qr;
	struct span secret;		/* base32, 32 letters, for the hidden field */
	struct span spaced;		/* the same in groups of four, to type */
};
struct console_enrol {
	struct span code;		/* the invitation's, for the hidden field; "" asks for it */
	struct span name;
	struct console_second second;
	const struct console_place *places;
	size_t places_n;
	bool is_auditor;
};
struct console_code { struct span code; };
struct console_codes {
	const struct console_code *codes;
	size_t codes_n;
	struct span check_words;	/* of the member's public key */
	bool is_enrolment;
};

struct console_tab { struct span id, label; size_t count; bool is_here, is_more; };	/* /desk/queue?show=<id> */
struct console_row {
	struct span id;			/* /desk/case/<id> */
	struct span ref;		/* "3F9A-22C1" */
	struct span band;		/* "immediate" … */
	struct span category;		/* "Weapon" */
	struct span clock;		/* "2 h 10 min left", "3 days over" */
	struct span clock_at;		/* "by 3:30pm on Monday 23 November" */
	struct span age, school, assigned, state;
	bool is_over, is_new, has_reply, is_lowering, is_review, is_mine, is_closed;
};
struct console_list { struct span title; const struct console_row *rows; size_t rows_n; };
struct console_queue {
	const struct console_tab *tabs;
	size_t tabs_n;
	struct span filter;			/* "all", "overdue", … */
	struct console_list urgent, other;	/* urgent: the urgent response queue; closed ones are in other */
	bool has_urgent, has_other, is_first, is_quiet;
	struct span next;			/* the next page's query behind "?", or "" */
	struct span again;			/* this page's */
	size_t total, fresh;			/* open ones; those new to this person */
	struct span at;				/* when it was made: "9:41am" */
};

struct console_run { struct span text; bool is_marked; };	/* a stretch of the report's words */
struct console_reason { struct span why, rule, evidence, band; };
struct console_file { struct span name, size, sha256; size_t number; };	/* /desk/case/<id>/files/<number> */
struct console_message { bool from_staff; struct span at, text, by; const struct console_file *files; size_t files_n; };
struct console_entry { struct span at, by, what, text, detail; size_t number; bool can_correct; };
struct console_task { struct span what, owner, due; size_t part; bool is_over, is_mine; };
struct console_tag { struct span text, kind; };
struct console_link { struct span id, ref, how; };
struct console_related { struct span id, ref, tag, band, state, age; };
struct console_hit { struct span text, hint; };
/* What was typed into a form of the case page that could not be taken: shown again in its own form. */
struct console_typed {
	struct span act;		/* which form: "message", "band", "assign", "note", … */
	struct span text, reason, whom, due, band, kind, how, ref;
	struct span concern, follow_up, decision, outcome;
	bool is_checked;		/* "send it as it is" was shown */
};
struct console_case {
	struct console_row row;
	struct span received;		/* in words */
	struct span words;		/* the report's own */
	struct span place, about, when, danger, weapon;	/* answers in words */
	struct span chosen;		/* the reporter's category */
	struct span keep_from;		/* whom not to tell, or "" */
	bool is_logged;			/* by a professional */
	struct span logged_by, told_by;
	struct span suggested, categories, version;	/* triage's band and categories in words; which policy */
	const struct console_reason *reasons;
	size_t reasons_n;
	const struct console_run *runs;	/* the words again, what fired a rule marked */
	size_t runs_n;
	const struct console_file *files;
	size_t files_n;
	const struct console_message *messages;
	size_t messages_n;
	const struct console_entry *entries;	/* the chronology */
	size_t entries_n;
	const struct console_task *tasks;
	size_t tasks_n;
	const struct console_tag *tags;
	size_t tags_n;
	const struct console_link *links;
	size_t links_n;
	const struct console_related *related;
	size_t related_n;
	bool is_confirmed, is_closed, can_write;	/* can_write: a reporter is there to read an answer */
	bool has_asked, may_agree;	/* a lowering waits; this person may decide it */
	struct span asked_by, asked_to, asked_why;
	const struct console_option *bands, *colleagues, *templates, *outcomes;
	size_t bands_n, colleagues_n, templates_n, outcomes_n;
	const struct console_hit *hits;	/* in the message that was typed */
	size_t hits_n;
	struct console_typed typed;
	struct span seq;		/* the thread's length, for the forms: who was first */
};
struct console_log {
	struct span text, place, told_by;
	bool is_staff;			/* "it is about somebody who works with children" was chosen */
	const struct console_option *schools;
	size_t schools_n;
};
struct console_account {
	size_t codes_left;
	struct span check_words, cover, until;
	const struct console_option *colleagues;
	size_t colleagues_n;
};

struct console_person {
	struct span name, away, left, check_words;
	const struct console_place *places;
	size_t places_n;
	bool is_auditor, is_me, is_gone;
};
struct console_admit { struct span name, team, team_name, title, check_words; };
struct console_invite {
	struct span name, by, ends, id;
	const struct console_place *places;
	size_t places_n;
	bool is_auditor;
};
struct console_people {
	const struct console_person *persons;
	size_t persons_n;
	struct span next;
	const struct console_invite *invites;
	size_t invites_n;
	const struct console_admit *admits;	/* who waits for a team of this person */
	size_t admits_n;
	const struct console_option *teams, *titles;	/* of the form that invites */
	size_t teams_n, titles_n;
	struct span typed_name;
	struct span code, link, name, ends;	/* CONSOLE_INVITED, CONSOLE_LEAVE (name) */
};

struct console_team {
	struct span team, name, rotated;
	size_t members, newcomers;
	bool wants_key, rewrap, has_key, is_in_policy;
};
struct console_area { struct span ward, area, from; };
struct console_teams {
	const struct console_team *teams;
	size_t teams_n;
	struct span next;
	const struct console_area *areas;
	size_t areas_n;
	struct span version;		/* of the policy in force */
};
struct console_figure { struct span what, value; bool is_bad; };
struct console_health { const struct console_figure *figures; size_t figures_n; };
struct console_audit_row { struct span number, at, who, what, subject, why; };
struct console_audit {
	const struct console_audit_row *rows;
	size_t rows_n;
	struct span next, head, hash;
};

/* All that a template may show. What a page does not need stays zero. */
struct console {
	struct console_who who;
	struct span done;		/* what was just done, in a sentence, or "" */
	const struct console_error *errors;
	size_t errors_n;
	struct console_sign_in sign_in;
	struct console_enrol enrol;
	struct console_second second;
	struct console_codes codes;
	struct console_queue queue;
	struct console_case file;	/* the case */
	struct console_log log;
	struct console_account account;
	struct console_people people;
	struct console_teams teams;
	struct console_health health;
	struct console_audit audit;
};

/* Appends the page. GW_ELIMIT past out's ceiling, GW_ENOMEM. */
GW_CHECKED enum gw_err console_render(enum console_id id, const struct console *m, struct buf *out);
#endif
