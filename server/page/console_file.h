/* console_file.h: what the reading page of one attachment shows. Part of console.h. */
#ifndef CONSOLE_FILE_H
#define CONSOLE_FILE_H

/* Somebody asks for the original; /desk/case/<id>/record?sheet=original_said&of=<part>. */
struct console_asked { struct span by, at, why; size_t part; };
struct console_attachment {
	size_t number, shown;		/* in addresses, from 0; where people read it, from 1 */
	struct span kind, size, sha256;	/* "Picture", "2.1MB" */
	struct span from, at;		/* who sent it, and when */
	struct span state;		/* what became of its clean copy, in a sentence */
	bool is_clean, is_picture, is_pdf, is_text;	/* clean, and none of these: a download */
	bool may_come;			/* there is none yet: try again */
	bool is_locked, is_malware;	/* then nothing but steps, and for malware the other lock */
	struct span locked_by, locked_at;	/* "": the scanner */
	struct span locked_why;		/* malware: their words, if any */
	size_t page, pages, before, after;	/* PDF: from 1; before and after: 0 for none */
	struct span text;
	bool is_cut;			/* there is more of it */
	bool may_ask, may_lock;
	struct span waits_since;	/* this person asked, and nobody has answered; or "" */
	struct span refused_by, refused_why;	/* the last answer to this person was no; or "" */
	struct span until;		/* this person may open the original; or "" */
	const struct console_asked *asks;	/* others', that this person may answer */
	size_t asks_n;
};
#endif
