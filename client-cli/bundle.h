/* bundle.h: what a folder of "concern pull" holds of all its cases: escalations.json, and made from it escalations.csv
 * (RFC 4180) and pack.html, which is ready to be printed and loads nothing. One row a case, the newest that was pulled.
 * The functions with a gw_err are pure; times are shown in this computer's zone. */
#ifndef BUNDLE_H
#define BUNDLE_H

#include "binder.h"

/* Gives *rows, an array of docket.h's objects; *is_new: there is no such file yet. */
GW_CHECKED enum run bundle_read(const struct binder *f, json_t **rows, bool *is_new);
/* The three files, each whole; now in seconds. */
GW_CHECKED enum run bundle_write(const struct binder *f, const json_t *rows, int64_t now);
/* In the place of the row of the same id, or as a new one. Takes row, also on failure; NULL is GW_ENOMEM. */
GW_CHECKED enum gw_err bundle_put_take(json_t *rows, json_t *row);
/* The row of this id, lent by rows; NULL: none. */
const json_t *bundle_row(const json_t *rows, const char *id);

/* Appends a table with a line of names. No cell can be taken for a formula: one that begins like one gets "'" before
 * it. */
GW_CHECKED enum gw_err bundle_csv(const json_t *rows, struct buf *out);
GW_CHECKED enum gw_err bundle_html(const json_t *rows, int64_t now, struct buf *out);

/* For both, of an attachment: where it lies, or why it is not here: "files/…", "not cleaned: …; look at it in the
 * console", "locked: …". */
GW_CHECKED enum gw_err bundle_file(const json_t *file, struct buf *out);

/* For both: "Sat 21 Nov 2026, 15:30" and NUL, from docket.h's times; "" when there is none. */
enum { BUNDLE_TIME = 48 };
void bundle_time(const json_t *object, const char *key, char text[BUNDLE_TIME]);
#endif
