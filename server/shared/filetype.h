/* filetype.h: what an attachment's first bytes say that it is, whatever its name says. Pure. A file can lie here too:
 * this is for telling a reporter early that a file cannot be what was meant, not for trusting one. */
#ifndef FILETYPE_H
#define FILETYPE_H

#include "span.h"

enum filetype {
	FILETYPE_NONE,		/* anything else, and what is too short to tell */
	FILETYPE_JPEG,
	FILETYPE_PNG,
	FILETYPE_GIF,
	FILETYPE_WEBP,
	FILETYPE_HEIF,		/* HEIC, HEIF, AVIF: what phones make of photos now */
	FILETYPE_VIDEO,		/* MP4, MOV, 3GP, M4A: voice memos too */
	FILETYPE_PDF,
	FILETYPE_N
};
enum { FILETYPE_BYTES = 32 };	/* more than these are not looked at */

enum filetype filetype_of(struct span first);
#endif
