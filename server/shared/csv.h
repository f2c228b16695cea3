/* csv.h: one cell of a table that other programs read (RFC 4180). Pure. */
#ifndef CSV_H
#define CSV_H

#include <stdbool.h>

#include "buf.h"

/* Appends text (UTF-8) in quotes, and a comma, or CRLF behind the last of a line. What a spreadsheet would take for a
 * formula, also behind spaces and also in full-width signs, gets "'" in front. Controls but for line ends and tabs, and
 * what turns the direction of text round, become spaces. GW_ELIMIT past out's ceiling, GW_ENOMEM. */
GW_CHECKED enum gw_err csv_cell(struct buf *out, struct span text, bool is_last);
/* How many bytes at p (n > 0 of them) are one character that steers text instead of being some: C0 (but for tabs and
 * line ends) and C1 controls, U+2028 and U+2029, embeddings, overrides and isolates. 0: none such. */
size_t csv_steers(const uint8_t *p, size_t n);
#endif
