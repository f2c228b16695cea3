/* visit.h: a TLS server and a client of it in one loop: a handshake, four bytes there and back, goodbye. */
#ifndef VISIT_H
#define VISIT_H

#include <openssl/ssl.h>
#include <stdbool.h>

#include "cert.h"
#include "tls.h"

enum { DAY = 86400, HOUR = 3600 };

struct offer { int min, max; const char *ciphers, *alpn; };	/* of the client; alpn may be NULL */
extern const struct offer visit_tls12, visit_tls13;
extern const struct offer *const visit_versions[2];		/* these two */

extern SSL_SESSION *visit_kept;			/* the last ticket the client got */
extern const struct cert *visit_shown;		/* by the client to a server that asks; NULL: none */

/* has_device: as the server sees it, now and a day later. */
struct visit { bool up, resumed, ended_well, has_device, has_device_tomorrow; char version[16], alpn[16], echo[8]; };

/* Certificate and key as one text. */
struct span visit_pem(char out[2 * CERT_PEM], const char *cert, const char *key);
/* One that is good now. The caller frees it. */
struct tls *visit_server(void);
/* resume: NULL for a first visit. */
struct visit visit(struct tls *t, const struct offer *o, SSL_SESSION *resume);
#endif
