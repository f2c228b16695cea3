/* form.h: application/x-www-form-urlencoded (WHATWG URL, 5.1), strictly. Pure. */
#ifndef FORM_H
#define FORM_H

#include "buf.h"
#include "err.h"
#include "limit.h"
#include "span.h"

struct form_field { struct span name, value; };
struct form {
	size_t n;
	struct form_field field[LIMIT_FORM_FIELDS];
	struct buf bytes;	/* what the spans point into */
};

/* Decodes body into *f, whatever that was before. Values are UTF-8, with LF for CRLF and CR, and a space for every
 * other control byte but tab. GW_EINPUT: a bad escape, a byte that browsers escape, a name twice or of other than small
 * letters, digits, '_' and '-', broken UTF-8. GW_ELIMIT: too many fields, or more than LIMIT_FORM bytes. GW_ENOMEM.
 * Then f is empty. */
GW_CHECKED enum gw_err form_read(struct span body, struct form *f);
/* The value of this name; empty when there is none. Lent by f. */
struct span form_value(const struct form *f, const char *name);
bool form_has(const struct form *f, const char *name);
bool form_is(const struct form *f, const char *name, const char *value);
void form_wipe(struct form *f);		/* zeroed is fine */
#endif
