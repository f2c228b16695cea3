/* receive.h: a multipart body as it arrives: one JSON part first, then attachments, each sealed into the spool as it
 * comes. Backpressure: while no spool file is at hand no byte is taken. What was spooled and not kept is dropped when
 * the exchange is gone. Lives in the exchange's zeroed state. */
#ifndef RECEIVE_H
#define RECEIVE_H

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
	const char *part;	/* name of the JSON part */
	/* It is here. By RECEIVE_ON, or before receive_resume, place and key are set; or it has replied. */
	enum receive_next (*opened)(struct receive *r, const json_t *v);
	/* All is here: files are on the disk and listed in said and spooled. */
	void (*whole)(struct receive *r);
};

struct receive {
	/* For the handler. */
	struct exchange *x;
	const struct reception *at;
	struct report said;		/* opened fills text and the rest, files come by themselves */
	uint8_t report[ID_BYTES], key[KEY_BYTES];	/* report id and report key, set by opened */
	uint32_t first_file;		/* number of the first attachment in its report, set by opened */
	struct msg_spooled spooled[LIMIT_FILES];	/* one for each of said's files */
	bool kept;			/* set when the vault was asked to keep the files: they are its to drop now */

	/* receive.c's. */
	const struct receive_calls *calls;
	struct multipart parts;
	struct buf json;
	unsigned n_parts;
	bool waiting, ended, complete;
	struct upload *upload;
	uint8_t file_key[KEY_BYTES];
	uint64_t total;			/* plain bytes of ended files */
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
