/* path.h: what the end of an address names: a report, one of its attachments, a place in the queue. Pure. */
#ifndef PATH_H
#define PATH_H

#include <stdint.h>

#include "err.h"
#include "keys.h"
#include "span.h"

/* "<32 hex>" and the rest after it. GW_EABSENT for anything else: there is no such page. */
GW_CHECKED enum gw_err path_report(struct span path, uint8_t report[ID_BYTES], struct span *rest);
/* "/files/<n>" of at most five digits, no leading zeros. */
GW_CHECKED enum gw_err path_file(struct span rest, uint32_t *file);
/* That, or what lies below it: "/copy", "/pages/<k>" (from 1), "/original". GW_EABSENT for anything else. */
enum path_below { PATH_FILE, PATH_COPY, PATH_PAGE, PATH_ORIGINAL };
struct path_attachment { uint32_t file; enum path_below below; unsigned page; };
GW_CHECKED enum gw_err path_attachment(struct span rest, struct path_attachment *a);

/* Decimal digits, no sign, no leading zero, at most most. GW_EINPUT: it is not that, and *n is as it was. */
GW_CHECKED enum gw_err path_decimal(struct span digits, int64_t most, int64_t *n);
/* Decimal numbers in a query, "after=7&limit=20": each of these names at most once, none needed. GW_EINPUT: another
 * name, or a number over most; else value is as it was for those that are not there. */
struct path_number { const char *name; int64_t most, value; };
GW_CHECKED enum gw_err path_numbers(struct span query, struct path_number *wanted, size_t n);

/* A place in the queue: "<line>-<due>-<32 hex>"; lines as in msg_queue_get. */
enum { PATH_CURSOR = 64 };
struct cursor { uint8_t line; int64_t due; uint8_t report[ID_BYTES]; };
void cursor_text(const struct cursor *c, char text[PATH_CURSOR]);
/* GW_EINPUT. */
GW_CHECKED enum gw_err cursor_read(struct span text, struct cursor *c);
/* "after=CURSOR&limit=N", each at most once, none needed. GW_EINPUT. */
GW_CHECKED enum gw_err path_queue(struct span query, struct cursor *after, uint16_t *limit);
#endif
