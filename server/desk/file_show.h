/* file_show.h: one attachment as the model of its page. Pure. */
#ifndef FILE_SHOW_H
#define FILE_SHOW_H

#include "casebook.h"
#include "console.h"
#include "originals.h"
#include "policy.h"
#include "scrap.h"

/* All borrowed. */
struct file_show {
	const struct opened *c;
	const struct report_file *sent;
	const struct opened_part *part;		/* that it came with */
	const struct originals *originals;
	const struct calendar *calendar;
	int64_t now;
	uint32_t file;				/* from 0 */
	bool is_locked;				/* by the scanner, or by somebody: originals */
	const struct copy_head *head;		/* of its copy; state alone when there is none */
	unsigned page;				/* of a PDF, from 1 */
	struct span text;			/* of a text, its beginning */
};
/* Fills m's attachment, and of its case the row's id and ref, and keep_from. */
void file_show(const struct file_show *f, struct scrap *scrap, struct console *m);
#endif
