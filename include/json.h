/* json.h: strict JSON at the door (RFC 8259 by jansson): no repeated keys, no invalid UTF-8, no NUL, bounded depth. */
#ifndef JSON_H
#define JSON_H

#include <jansson.h>

#include "buf.h"
#include "err.h"
#include "span.h"

enum { JSON_FAULT = 160 };

/* Gives *v, freed by json_decref. Else fault is one plain sentence ("line 2: repeated key"), and never holds a string
 * that came from outside. GW_ELIMIT: deeper than LIMIT_JSON_DEPTH. */
GW_CHECKED enum gw_err json_read(struct span text, json_t **v, char fault[JSON_FAULT]);
/* Compact bytes appended. */
GW_CHECKED enum gw_err json_write(const json_t *v, struct buf *out);
/* A string member of obj, lent by it; empty when absent. */
struct span json_text(const json_t *obj, const char *key);
#endif
