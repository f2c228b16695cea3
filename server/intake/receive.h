/* receive.h: a multipart body as it arrives, in one of two shapes. From the API: one JSON part first, then attachments.
 * From a page's form: its state first, then fields (fields.h) and attachments in any order; a file that was not chosen
 * counts as none; where policy refuses what cannot be cleaned, one of a kind that nobody could look at is refused by
 * its first bytes. Each attachment is sealed into the spool as it comes, once its first bytes are there, and beside it
 * its clean copy is made (copies.h), while the next ones arrive. Backpressure: while no spool file is at hand no byte
 * is taken. What was spooled and not kept is dropped when the exchange is gone. Lives in the exchange's zeroed state.
 */
#ifndef RECEIVE_H
#define RECEIVE_H

#include "copies.h"
#include "fields.h"
#include "filetype.h"
#include "multipart.h"
#include "reception.h"
#include "report.h"
#include "site.h"
#include "upload.h"

struct receive;

enum receive_next {
	RECEIVE_ON,	/* the rest may come */
	RECEIVE_WAIT	/* until receive_resume */
};
struct receive_calls {
	const char *part;	/* name of the JSON part; NULL: it is a page's form */
	/* The first part is here, as JSON or as a page's state (LIMIT_FORM bytes at most), lent. By RECEIVE_ON, or
	 * before receive_resume, place and key are set; or it has replied. */
	enum receive_next (*opened)(struct receive *r, const json_t *v);
	enum receive_next (*opened_form)(struct receive *r, struct span state);
	/* All is here: files are on the disk and listed in said and spooled, with what became of their copies. */
	void (*whole)(struct receive *r);
};

/* What is looked at, and what the parser may give at once behind it: a delimiter that turned out to be data. */
enum { RECEIVE_HEAD = FILETYPE_BYTES + LIMIT_MULTIPART_BOUNDARY + 5 };

struct receive {
	/* For the handler. */
	struct exchange *x;
	const struct reception *at;
	struct report said;		/* the handler fills text and the rest, files come by themselves */
	struct fields fields;		/* of a page's form, complete when whole is called */
	uint8_t report[ID_BYTES], key[KEY_BYTES];	/* report id and report key, set by opened */
	uint32_t first_file;		/* number of the first attachment in its report, set by opened */
	struct msg_spooled spooled[LIMIT_FILES];	/* one for each of said's files */
	bool kept;			/* set when the vault was asked to keep the files: they are its to drop now */

	/* receive.c's. */
	const struct receive_calls *calls;
	struct multipart parts;
	struct buf first;		/* the first part */
	enum receive_part { RECEIVE_BETWEEN, RECEIVE_FIRST, RECEIVE_FIELD, RECEIVE_FILE } part;
	unsigned n_parts;
	bool waiting, ended, complete;
	/* The present file: its first bytes until its upload is open. */
	uint8_t head[RECEIVE_HEAD];
	size_t head_n;
	bool is_nameless, is_short;	/* is_short: it ended before its upload was open */
	struct upload *upload;
	uint8_t file_key[KEY_BYTES];
	uint64_t total;			/* plain bytes of ended files */
	struct copies copies;		/* of said's files, and of the one that is coming */
};

/* The head came. Replies when it is no multipart form, too long, or nothing could be sealed now. */
void receive_begin(struct receive *r, struct exchange *x, const struct receive_calls *calls);
size_t receive_body(struct receive *r, struct span bytes);
void receive_end(struct receive *r);
/* Nothing but blanks in the text, and no file. */
bool receive_is_blank(const struct receive *r);
/* After RECEIVE_WAIT. */
void receive_resume(struct receive *r);
/* Drops what was not kept, wipes. */
void receive_gone(struct receive *r);
#endif
