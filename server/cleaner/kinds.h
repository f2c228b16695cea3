/* kinds.h: the kinds of file that can be cleaned; one file each. All are clean_fn's but for the check of the kind. */
#ifndef KINDS_H
#define KINDS_H

#include "clean.h"

/* JPEG, PNG, WebP, GIF, HEIC, AVIF: decoded to pixels, turned as the camera was held, brought to sRGB, encoded anew.
 * What was lossy becomes JPEG; what was lossless PNG, and what moves WebP, with the same pixels. libvips. */
enum gw_err picture_prepare(void);
clean_fn picture_clean;
/* MP4, MOV, 3GP, M4A: picture and sound as they are coded, in a new file; no other track, no box of metadata, no time,
 * no text of an encoder. libavformat. */
enum gw_err video_prepare(void);
clean_fn video_clean;
/* PDF: each page drawn (Poppler), a JPEG each, in a new PDF (Cairo) that has nothing else. */
enum gw_err pdf_prepare(void);
clean_fn pdf_clean;
/* UTF-8 text (RFC 3629): the same words; no byte order mark, no controls but tab and line ends, no marks that change
 * the direction of writing. STRANGE: HTML, XML, RTF and their like, which say more than they show. */
clean_fn text_clean;
#endif
