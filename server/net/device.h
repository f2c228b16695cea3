/* device.h: the certificates of staff devices, as OpenSSL checks them while a visit begins. For tls.c. */
#ifndef DEVICE_H
#define DEVICE_H

#include <openssl/ssl.h>
#include <stdint.h>

#include "err.h"
#include "span.h"
#include "tls.h"

/* From PEM: at least one certificate, and each an authority's. Their dates are not looked at: reporters are served
 * also when staff devices no longer can be. GW_EINPUT with fault, GW_ENOMEM. */
GW_CHECKED enum gw_err device_check(struct span authorities, char fault[TLS_FAULT]);
/* Visitors of this context are asked for a certificate; one that is shown must be signed by one of these authorities
 * itself, made for TLS clients (extendedKeyUsage clientAuth) and valid now, or the handshake ends. Faults as above. */
GW_CHECKED enum gw_err device_ask(SSL_CTX *ctx, struct span authorities, char fault[TLS_FAULT]);
/* One was shown and checked in this very connection, and is valid still. now: seconds since 1970. */
bool device_is_shown(const SSL *ssl, int64_t now);
#endif
