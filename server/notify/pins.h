/* pins.h: the addresses of hosts that alerts go to, looked up once, before the sandbox: inside it there are no files,
 * no packets and no threads to look one up with. A host without an address is not tried. */
#ifndef PINS_H
#define PINS_H

#include <stdbool.h>

#include "err.h"

struct curl_slist;
struct pins;

/* How long all look-ups together may take; what is left then has no address. */
enum { PINS_SECONDS = 10, PINS_ADDRESSES = 8 };

/* After libcurl_load. */
GW_CHECKED enum gw_err pins_new(struct pins **p);
/* Looks up the host of scheme://HOST[:PORT]… unless it was already; https has port 443. May block for seconds. */
void pins_add(struct pins *p, const char *url);
/* Whether the host of this URL has an address. */
bool pins_has(const struct pins *p, const char *url);
struct curl_slist *pins_list(const struct pins *p);	/* for CURLOPT_RESOLVE; lent */
void pins_free(struct pins *p);				/* NULL is fine */
#endif
