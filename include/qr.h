/* qr.h: a short text as a QR symbol (ISO/IEC 18004, by libqrencode, level M, quiet zone of four modules).
 * Three drawings of one symbol; none touches a disk. */
#ifndef QR_H
#define QR_H

#include "buf.h"
#include "err.h"

struct qr;
enum { QR_DRAWING = 256 * 1024 };	/* bytes: no drawing is longer, a PNG up to scale 8 */

/* GW_ELIMIT: more than 300 bytes. Gives *q. */
GW_CHECKED enum gw_err qr_make(const char *text, struct qr **q);
void qr_free(struct qr *q);		/* wipes; NULL is fine */
/* A standalone SVG document, black on white, with title as its text alternative (escaped here). */
GW_CHECKED enum gw_err qr_svg(const struct qr *q, const char *title, struct buf *out);
/* 8-bit grey PNG by libpng, scale pixels a module (1..16), no time stamp, no text chunk. */
GW_CHECKED enum gw_err qr_png(const struct qr *q, int scale, struct buf *out);
/* UTF-8 half blocks, two modules a line, light on dark terminals and dark on light alike: colours are set. */
GW_CHECKED enum gw_err qr_terminal(const struct qr *q, struct buf *out);
#endif
