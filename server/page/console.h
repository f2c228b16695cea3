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
	CONSOLE_ALERTS,		/* who is told that something came, and whether it reaches them */
	CONSOLE_FILE,		/* one attachment, read safely; or what to do with one that is locked */
	CONSOLE_SHEET,		/* one sheet of a case: what staff write down in fields */
	CONSOLE_PAPER_MASH, CONSOLE_PAPER_IMPACT, CONSOLE_PAPER_CHRONOLOGY,	/* to be printed */
	CONSOLE_PASS, CONSOLE_SHARE,	/* chosen parts of a case, or all of it, for another team */
	CONSOLE_INCIDENTS,
	CONSOLE_DRM_BOARD, CONSOLE_DRM_PACK, CONSOLE_DRM_MEETINGS, CONSOLE_FIGURES,
	CONSOLE_MAP, CONSOLE_PANEL, CONSOLE_BRIEF_PVA, CONSOLE_BRIEF_TTCG,
	CONSOLE_AUDITS, CONSOLE_AUDITED,	/* of closed cases: all of them; one, with what it found */
	CONSOLE_PROBLEM,
	CONSOLE_N
};

struct console_error { const char *field; struct span said; };
struct console_option { struct span value, label; bool is_chosen; };

struct console_who {
	struct span name, teams;		/* "Norlington School, LADO inbox" */
	bool is_reader, is_admin, is_auditor, is_community;
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
	struct span passed_by;		/* "Norlington School", of an extract; or "" */
	bool has_community, helps;	/* with community safety, too; another team helps */
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
/* An attachment in a list: "photo", "2.3MB", "hidden facts taken out"; /desk/case/<id>/files/<number>, shown as the
 * number behind it. */
struct console_file { struct span kind, size, state, sha256; size_t number, shown; };
/* An original that somebody asks for; is_mine: that this reader may open, because somebody else (by) agreed. */
struct console_original { struct span by, why, until; size_t number, shown; bool is_mine; };
struct console_message { bool from_staff; struct span at, text, by; const struct console_file *files; size_t files_n; };
struct console_fact { struct span label, value; };	/* one field of a sheet, in words */
struct console_entry {
	struct span at, by, what, text, detail;
	size_t number;
	bool can_correct;
	const struct console_fact *facts;
	size_t facts_n;
	struct span other, other_ref;	/* PASS, COME: the other case, /desk/case/<other> */
};
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
/* --- what the sheets of a case come to: case_response.c, case_notes.c --- */
struct console_limit {			/* one clock of the urgent response */
	struct span what, start, due, state;	/* "Contact within 48 hours", "from …", "by …", "3 h left" */
	bool is_met, is_over, is_soon;
};
struct console_noted {			/* one thing that a sheet says */
	struct span title, more, mark;	/* mark: a tag, or "" */
	bool is_bad;			/* the mark warns */
	size_t part;
};
struct console_sheet_link { struct span code, title; };	/* /desk/case/<id>/record?sheet=<code> */
struct console_sheet_group { struct span title; const struct console_sheet_link *links; size_t links_n; };
struct console_contact { struct span id, name, phone, task; };	/* of policy/agencies.yaml */
struct console_response {
	bool applies, is_unidentified;
	const struct console_limit *limits;
	size_t limits_n;
	bool wants_told;		/* golden hour: nobody was told yet */
	struct span told_due;
	struct console_contact ring, ring_else;	/* who is open now; who at other hours, or "" */
	struct span where, where_more, until;	/* until: the reachable moment's end, or "" */
	bool is_reachable, is_missing;
	struct console_contact place;	/* the hospital or custody suite, if it is one of the list */
	struct span consent, consent_more;
	struct span plan, plan_review;
	bool wants_plan, plan_is_over;
	const struct console_noted *asks, *referrals, *police, *decisions, *people, *ties, *nominations, *facts;
	size_t asks_n, referrals_n, police_n, decisions_n, people_n, ties_n, nominations_n, facts_n;
	bool has_people, has_agreed;	/* one of those lists has something */
	const struct console_sheet_group *groups;
	size_t groups_n;
	struct span kind;		/* "report", "extract", "incident", "meeting", "release", "audit" */
	const struct console_link *others;	/* where it comes from, what it was passed on as; how: in words */
	size_t others_n;
};
struct console_case {
	struct console_row row;
	struct console_response response;
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
	const struct console_original *originals;
	size_t originals_n;
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
	bool is_extract, is_givers;	/* another team passed it on; that was this reader's team */
	struct span come_by, come_team;
	struct span noun;		/* "Report", "Incident" … */
	struct span holders;		/* names of the teams in whose queue it is, or "" */
	bool is_own;			/* community safety made it: an incident, a meeting; no reporter */
	bool wants_community;		/* it is grave, and community safety cannot open it */
	const struct console_related *linked;	/* an incident's reports, which stay apart */
	size_t linked_n;
	struct span counts;		/* "1 incident / 5 reports", or "" */
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
/* One field of a sheet's form. */
struct console_field {
	struct span id;			/* "f-who": of the input, and what its name begins with */
	struct span label, hint, takes;	/* "words", "line", "code", "part", "moment", "place", "case" */
	struct span value, day, time, turn, other;	/* as typed; turn: "1", "2"; other: not in the list */
	bool is_needed, is_twice;	/* is_twice: the clocks went back over that time: ask which it was */
	const struct console_option *options;	/* code, part, place; line: what is often meant */
	size_t options_n;
};
struct console_sheet {
	struct span code, title, when, back;	/* back: where it leads afterwards: "drm", "file" or "" */
	size_t number, shown;		/* "file": /desk/case/<id>/files/<number>, shown as the next */
	bool is_about_file;		/* none of its fields is that number */
	bool is_told;			/* it is the golden hour's: whom to ring stands above it */
	const struct console_field *fields;
	size_t fields_n;
};
/* What is printed. */
struct console_blank { struct span label, value, source; };	/* value "": not known */
struct console_version { struct span at, by, review; };
struct console_paper {
	struct span made;		/* "by Asha Lead, 3:30pm on Saturday 21 November" */
	struct span level, colour;	/* the band, and its colour as a word */
	const struct console_blank *blanks;
	size_t blanks_n;
	const struct console_blank *happened;	/* confirmed, of risk and other facts */
	size_t happened_n;
	struct span referrer, told;	/* told: who was phoned and when, or "" */
	const struct console_fact *impact;	/* the latest version */
	size_t impact_n;
	const struct console_version *versions;
	size_t versions_n;
};
/* Passing on and sharing; the case's line and whom not to tell are in console_case. */
struct console_give_part { size_t number; struct span what, by, at, text; bool is_chosen; };	/* "p<number>" */
struct console_given { struct span ref, team, at; };
struct console_give {
	const struct console_option *teams, *bands;
	size_t teams_n, bands_n;
	struct span summary, reason;
	struct span words, place, school;	/* the report's, that may go along */
	bool words_chosen, place_chosen, has_files;
	const struct console_give_part *parts;
	size_t parts_n;
	bool is_sure, gives_away, is_lost;
	const struct console_given *given;	/* extracts that came of it, which stay readable for the giver */
	size_t given_n;
};
struct console_incident { struct console_row row; struct span title, opened; size_t reports; };
struct console_incidents {
	const struct console_incident *list;	/* the last ones, newest first */
	size_t list_n;
	struct span total;			/* "1 incident / 5 reports" */
	size_t unread;
	struct span title, text;
	const struct console_option *colleagues;
	size_t colleagues_n;
};
#include "console_file.h"
#include "console_meeting.h"

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
	bool is_auditor, is_device, is_me, is_gone;
};
struct console_admit { struct span name, team, team_name, title, check_words; bool is_device; };
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
struct console_rung { size_t number; struct span who; };	/* "amy, ben", or "" */
struct console_ladder { struct span team, name; const struct console_rung *rungs; size_t rungs_n; };
struct console_told { struct span person, address, sent, since; size_t tries; };	/* since: what waits; or "" */
struct console_alerts {
	bool is_on;
	const struct console_ladder *ladders;	/* of this hour */
	size_t ladders_n;
	const struct console_told *people;
	size_t people_n, every_immediate, every_urgent;	/* minutes */
};
/* Audits of closed cases. */
struct console_action {				/* result: "" while it is open */
	struct span id, ref, theme, text, owner, due, result, answer;
	size_t part;
	bool is_over, is_tool_kit;
};
struct console_finding { struct span by, at; const struct console_fact *facts; size_t facts_n; };
struct console_audited {
	struct span id, ref, band, outcome, closed;
	bool is_unread;
	const struct console_finding *findings;
	size_t findings_n;
};
struct console_audits {
	const struct console_drm_row *list;	/* newest first */
	size_t list_n;
	struct span next;
	struct span from, to, size, seed;	/* of the form, or of the one that is shown */
	struct span id, ref, by, at, total;
	size_t unread;
	const struct console_audited *cases;
	size_t cases_n;
	const struct console_action *actions;	/* open ones first, the soonest first */
	size_t actions_n;
};
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
	struct console_attachment attachment;
	struct console_sheet sheet;
	struct console_paper paper;
	struct console_give give;
	struct console_incidents incidents;
	struct console_drm drm;
	struct console_figures figures;
	struct console_map map;
	struct console_panel panel;
	struct console_brief brief;
	struct console_log log;
	struct console_account account;
	struct console_people people;
	struct console_teams teams;
	struct console_health health;
	struct console_alerts alerts;
	struct console_audit audit;
	struct console_audits audits;
};

/* Appends the page. GW_ELIMIT past out's ceiling, GW_ENOMEM. */
GW_CHECKED enum gw_err console_render(enum console_id id, const struct console *m, struct buf *out);
#endif
