/* cert.c: self-signed certificates by OpenSSL. */
#include "cert.h"

#include <check.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

static void
to_text(BIO *b, char text[CERT_PEM])
{
	int n = BIO_read(b, text, CERT_PEM - 1);

	ck_assert_int_gt(n, 0);
	text[n] = '\0';
	BIO_free(b);
}

static X509 *
sign(EVP_PKEY *key, int64_t from, int64_t to)
{
	X509 *x = X509_new();
	X509_NAME *name = X509_get_subject_name(x);

	ck_assert_int_eq(X509_set_version(x, X509_VERSION_3), 1);
	ck_assert_int_eq(ASN1_INTEGER_set(X509_get_serialNumber(x), 1), 1);
	ck_assert_ptr_nonnull(ASN1_TIME_set(X509_getm_notBefore(x), (time_t)from));
	ck_assert_ptr_nonnull(ASN1_TIME_set(X509_getm_notAfter(x), (time_t)to));
	ck_assert_int_eq(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const uint8_t *)"localhost", -1,
	    -1, 0), 1);
	ck_assert_int_eq(X509_set_issuer_name(x, name), 1);
	ck_assert_int_eq(X509_set_pubkey(x, key), 1);
	ck_assert_int_gt(X509_sign(x, key, EVP_sha256()), 0);
	return x;
}

void
cert_make(enum cert_kind kind, int64_t from, int64_t to, char cert[CERT_PEM], char key[CERT_PEM])
{
	EVP_PKEY *k = kind == CERT_RSA_1024 ? EVP_RSA_gen(1024) : EVP_EC_gen("P-256");
	unsigned char word[] = "word";
	BIO *b;

	ck_assert_ptr_nonnull(k);
	if (cert != NULL) {
		X509 *x = sign(k, from, to);

		b = BIO_new(BIO_s_mem());
		ck_assert_int_eq(PEM_write_bio_X509(b, x), 1);
		to_text(b, cert);
		X509_free(x);
	}
	if (key != NULL) {
		b = BIO_new(BIO_s_mem());
		ck_assert_int_eq(PEM_write_bio_PrivateKey(b, k, kind == CERT_LOCKED ? EVP_aes_256_cbc() : NULL,
		    kind == CERT_LOCKED ? word : NULL, kind == CERT_LOCKED ? 4 : 0, NULL, NULL), 1);
		to_text(b, key);
	}
	EVP_PKEY_free(k);
}
