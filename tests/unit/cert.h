/* cert.h: certificates for tests: made on the spot, never kept. */
#ifndef CERT_H
#define CERT_H

#include <stddef.h>
#include <stdint.h>

enum { CERT_PEM = 8 * 1024 };

enum cert_kind { CERT_P256, CERT_RSA_1024, CERT_LOCKED };	/* locked: the key has a passphrase */

/* Writes a self-signed certificate for localhost, good in [from, to), and its key; either pointer may be NULL. */
void cert_make(enum cert_kind kind, int64_t from, int64_t to, char cert[CERT_PEM], char key[CERT_PEM]);
#endif
