/* trust.h: which server, and how it proves that it is the one. There is no way to skip the proof. And, for staff, how
 * this device proves itself to it. */
#ifndef TRUST_H
#define TRUST_H

#include <curl/curl.h>

#include "concern.h"

enum { TRUST_URL_MAX = 512 };

/* Address, pin and file of authorities have the right form; a device's certificate comes with its key, which nobody but
 * its owner may read. Says what has not. */
GW_CHECKED enum run trust_check(const struct server *s);
/* The system's authorities; or those of s->ca alone. A pinned key stands in for the authorities: it names the one
 * server that will do. With both, both must agree. The host name must fit always. With s->cert this device shows its
 * certificate. */
GW_CHECKED CURLcode trust_set(CURL *c, const struct server *s);
#endif
