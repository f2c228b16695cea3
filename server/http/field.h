/* field.h: the pieces of a field value (RFC 9110, 5.6): tokens, lists, parameters. Pure; lends from its input. */
#ifndef FIELD_H
#define FIELD_H

#include "err.h"
#include "span.h"

struct field_param {
	struct span name;	/* a token; compare without case */
	struct span value;	/* of a quoted value: what stands between the quotes, with its backslashes */
	bool quoted;
};

/* Letters and digits, and any of these marks. True for an empty span. */
bool field_is_made_of(struct span s, const char *marks);
bool field_is_token(struct span s);		/* RFC 9110, 5.6.2 */
struct span field_trim(struct span s);		/* without spaces at either end; tabs stay, and are then wrong */
/* What stands before the first c; *rest is what follows it, empty and with NULL for p when there is no c. */
struct span field_cut(struct span s, char c, struct span *rest);
/* Takes the next "; name=value" off *rest. GW_EABSENT: nothing is left. GW_EINPUT: something else stands there. */
GW_CHECKED enum gw_err field_param_next(struct span *rest, struct field_param *p);
/* Whether this value of Accept-Encoding (RFC 9110, 12.5.3) takes coding: it is listed, or "*" is when it is not, and
 * not with q=0. False when anything in the list is malformed. */
bool field_lists_coding(struct span list, const char *coding);
#endif
