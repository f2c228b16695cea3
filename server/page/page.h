/* page.h: what reporters see, as HTML. Templates (templates/) are compiled to C by compile.py; every value is escaped
 * for the place where it stands, wording comes from policy/wording/. Pure: no clock, no I/O. */
#ifndef PAGE_H
#define PAGE_H

#include <stdbool.h>

#include "buf.h"
#include "err.h"
#include "wording.h"

/* One template each, templates/<name>.html. */
enum page_id {
	PAGE_HOME, PAGE_DANGER, PAGE_CALL_999, PAGE_AFTER_HOURS, PAGE_LEAVING, PAGE_PRIVATE, PAGE_NEXT, PAGE_WHEN,
	PAGE_WHAT, PAGE_KIND, PAGE_WHERE, PAGE_WHO, PAGE_SCHOOL, PAGE_SCHOOL_PICK, PAGE_FILES, PAGE_ANSWERS, PAGE_CODE,
	PAGE_PROVE, PAGE_DONE, PAGE_LOOK, PAGE_THREAD, PAGE_HELP, PAGE_LOST, PAGE_PRIVACY, PAGE_ACCESSIBILITY,
	PAGE_COOKIES, PAGE_PROBLEM, PAGE_POSTER, PAGE_N
};

/* Markup that our own code made of numbers alone (a QR drawing): the one value that is not escaped. */
struct markup { struct span html; };

/* Something is wrong with one field. kind is a key of wording/errors.yaml; "said" stands for the sentence in said. */
struct page_error { const char *field, *kind; struct span said; };

/* What was answered so far; NULL or "" where nothing was. */
struct page_draft {
	const char *danger;		/* yes, soon, no, not_sure */
	const char *when;		/* today, soon, later, not_sure */
	const char *kind;		/* a category code, or unsure */
	const char *about;		/* me, someone_else, place_or_group, unsaid */
	const char *school_is;		/* named, none, unsaid */
	const char *files;		/* yes, no */
	struct span text, place, who, keep_from;
	struct span typed;		/* part of a school's name */
	struct span school, school_code;	/* the one chosen */
};
struct page_school { struct span code, name; };
struct page_file { struct span size, sha256, copy; };	/* "2.1MB"; hex; a state's code (copy.h) */
struct page_message {
	bool from_staff;
	struct span at, text;		/* when, in words; lines end in LF */
	const struct page_file *files;
	size_t files_n;
};
struct page_service { const char *name, *what, *call, *dial, *text, *web, *hours; };	/* dial: call's digits */
struct page_code {
	struct span code;		/* "7Q3K-…" */
	const struct span *groups;	/* its five groups */
	size_t groups_n;
	struct markup qr;
	bool again;			/* this message was sent before; nothing was sent twice */
};

/* All that a template may show. What a page does not need stays zero. */
struct page {
	const struct wording *w;
	struct page_values values;	/* what {name} in the wording stands for */
	struct span state;		/* sealed, for the form's hidden field */
	const struct page_error *errors;	/* for the error summary, in the order of the fields */
	size_t errors_n;
	bool is_sending;		/* a form was sent: the page about a problem says what may have become of it */
	bool is_open;			/* somebody reads messages now */
	bool has_look, has_back;	/* {next_look} and {come_back} are known: somebody comes within a year */
	bool is_watched;		/* somebody reads the gravest ones now, though perhaps no others */
	bool has_sooner;		/* {urgent_look} is known, later than now, and sooner than {next_look} */
	bool has_duty;			/* somebody reads the gravest ones at every hour */
	bool is_change;			/* the answers were checked before: Continue leads back there */
	struct page_draft draft;
	const struct page_school *schools;	/* those whose names fit what was typed */
	size_t schools_n;
	const struct page_file *files;	/* that arrived */
	size_t files_n;
	bool knows_chosen;		/* {chosen} is known: how many files the page said it sends */
	bool files_missing;		/* fewer arrived */
	bool takes_all;			/* files of every kind; else those that can be cleaned */
	struct page_code code;
	struct span status;		/* wording/status.yaml's words */
	struct span helped;		/* that another team helps as well, or "" */
	bool is_ended, is_waiting;	/* the case is closed; nobody has answered yet */
	bool is_sent;			/* a reply was just taken */
	const struct page_message *messages;
	size_t messages_n;
	const struct page_service *services;
	size_t services_n;
	struct span address;		/* poster: the school's own address, as it is typed */
	struct markup qr;		/* poster */
	bool is_file;			/* poster: stands alone, with its style inside */
};

/* Appends the page. GW_ELIMIT past out's ceiling, GW_ENOMEM. */
GW_CHECKED enum gw_err page_render(enum page_id id, const struct page *m, struct buf *out);
#endif
