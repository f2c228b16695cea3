/* shelf.h: the files that Poppler looks for while it draws (fonts that a PDF does not bring along, its tables of
 * characters), taken into memory before the sandbox, where none can be opened. It gets no others: the functions by
 * which it would open one are replaced here, which works because what is defined in this shared object goes before
 * what its libraries define (ld.so(8); pdf_prepare proves it). Not for threads. */
#ifndef SHELF_H
#define SHELF_H

#include "err.h"

/* Takes in the machine's fonts and Poppler's tables, and writes nothing. Once. GW_EIO: fonts-urw-base35 or poppler-data
 * is missing. */
GW_CHECKED enum gw_err shelf_fill(void);

enum shelf_word {		/* what Poppler said, or asked for, since shelf_listen */
	SHELF_FONT = 1,		/* it asked for a file of a font, and got it */
	SHELF_TABLE = 2,	/* for a table, and got it */
	SHELF_MISSED = 4,	/* for a file that is not here, or letters cannot be drawn: a text may have gaps */
	SHELF_BROKEN = 8,	/* coded data ended early, or an image cannot be read */
};
void shelf_listen(void);
unsigned shelf_heard(void);
#endif
