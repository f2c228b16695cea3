/* file.h: GET …/<id>/files/<n>/… of the API and the console: an attachment's clean copy, one page of it, or what
 * was sent itself, opened as it passes by. Bytes go out only after their chunk was verified; the last ones only
 * after the whole was. A fault cuts the answer short. */
#ifndef FILE_H
#define FILE_H

#include "opening.h"

struct file_copy;

enum file_of {
	FILE_OF_COPY,
	FILE_OF_PAGE,		/* a picture of one page of a PDF */
	FILE_OF_ORIGINAL	/* for who asked for it, after a second person agreed (originals.h) */
};
/* room is called each time the connection has room for more: it calls file_more. */
struct file_wish {
	const uint8_t *token, *report;
	uint32_t file;
	enum file_of of;
	unsigned page;		/* OF_PAGE: from 1 */
	void (*room)(struct exchange *x);
};
/* Starts; *f is the exchange's, to be freed when it is gone. On failure it has replied and *f is NULL. A copy that is
 * not there and may come is made first (copy_make.h). Answers 404, no such file or page; 409 with a sentence, no copy
 * to look at; 423, it is locked; 403, an original that may not be opened. */
void file_start(struct exchange *x, const struct file_wish *w, struct file_copy **f);
void file_more(struct file_copy *f);
void file_free(struct file_copy *f);	/* closes, wipes; NULL is fine */
/* The answer for a file that nobody may open. */
void file_locked(struct exchange *x);
#endif
