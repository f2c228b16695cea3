/* cert.h: certificates for tests: made on the spot, never kept. */
#ifndef CERT_H
#define CERT_H

#include <openssl/ssl.h>
#include <stddef.h>
#include <stdint.h>

enum { CERT_PEM = 8 * 1024 };

enum cert_kind { CERT_P256, CERT_RSA_1024, CERT_LOCKED };	/* locked: the key has a passphrase */

/* Writes a self-signed certificate for localhost, good in [from, to), and its key; either pointer may be NULL. */
void cert_make(enum cert_kind kind, int64_t from, int64_t to, char cert[CERT_PEM], char key[CERT_PEM]);

/* What a signed certificate is made for. CERT_ANY: it does not say. */
enum cert_use { CERT_AUTHORITY, CERT_CLIENT, CERT_SERVER, CERT_ANY };
struct cert { char pem[CERT_PEM], key[CERT_PEM]; };
/* by: whose key signs, and whose name stands in it; NULL: its own. */
void cert_sign(const struct cert *by, enum cert_use use, int64_t from, int64_t to, struct cert *out);
/* A client shows it to whoever asks, and what stands behind it in the same text. */
void cert_show(const struct cert *c, SSL_CTX *ctx);
#endif
