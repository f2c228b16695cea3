/* cert.c: certificates and keys by OpenSSL. */
#include "cert.h"

#include <check.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

static void
to_text(BIO *b, char text[CERT_PEM])
{
	int n = BIO_read(b, text, CERT_PEM - 1);

	ck_assert_int_gt(n, 0);
	text[n] = '\0';
	BIO_free(b);
}

/* Not signed yet. */
static X509 *
fill_in(EVP_PKEY *key, const char *who, int64_t from, int64_t to)
{
	X509 *x = X509_new();
	X509_NAME *name = X509_get_subject_name(x);

	ck_assert_int_eq(X509_set_version(x, X509_VERSION_3), 1);
	ck_assert_int_eq(ASN1_INTEGER_set(X509_get_serialNumber(x), 1), 1);
	ck_assert_ptr_nonnull(ASN1_TIME_set(X509_getm_notBefore(x), (time_t)from));
	ck_assert_ptr_nonnull(ASN1_TIME_set(X509_getm_notAfter(x), (time_t)to));
	ck_assert_int_eq(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const uint8_t *)who, -1, -1, 0), 1);
	ck_assert_int_eq(X509_set_issuer_name(x, name), 1);
	ck_assert_int_eq(X509_set_pubkey(x, key), 1);
	return x;
}

static void
certificate_to_text(X509 *x, char text[CERT_PEM])
{
	BIO *b = BIO_new(BIO_s_mem());

	ck_assert_int_eq(PEM_write_bio_X509(b, x), 1);
	to_text(b, text);
	X509_free(x);
}

void
cert_make(enum cert_kind kind, int64_t from, int64_t to, char cert[CERT_PEM], char key[CERT_PEM])
{
	EVP_PKEY *k = kind == CERT_RSA_1024 ? EVP_RSA_gen(1024) : EVP_EC_gen("P-256");
	unsigned char word[] = "word";
	BIO *b;

	ck_assert_ptr_nonnull(k);
	if (cert != NULL) {
		X509 *x = fill_in(k, "localhost", from, to);

		ck_assert_int_gt(X509_sign(x, k, EVP_sha256()), 0);
		certificate_to_text(x, cert);
	}
	if (key != NULL) {
		b = BIO_new(BIO_s_mem());
		ck_assert_int_eq(PEM_write_bio_PrivateKey(b, k, kind == CERT_LOCKED ? EVP_aes_256_cbc() : NULL,
		    kind == CERT_LOCKED ? word : NULL, kind == CERT_LOCKED ? 4 : 0, NULL, NULL), 1);
		to_text(b, key);
	}
	EVP_PKEY_free(k);
}

static void
say_more(X509 *x, int what, const char *value)
{
	X509_EXTENSION *more = X509V3_EXT_conf_nid(NULL, NULL, what, value);

	ck_assert_ptr_nonnull(more);
	ck_assert_int_eq(X509_add_ext(x, more, -1), 1);
	X509_EXTENSION_free(more);
}

static void
read_back(const struct cert *c, X509 **x, EVP_PKEY **k)
{
	BIO *cert = BIO_new_mem_buf(c->pem, -1), *key = BIO_new_mem_buf(c->key, -1);

	*x = PEM_read_bio_X509(cert, NULL, NULL, NULL);
	*k = PEM_read_bio_PrivateKey(key, NULL, NULL, NULL);
	ck_assert(*x != NULL && *k != NULL);
	BIO_free(key);
	BIO_free(cert);
}

static void
sign_by(X509 *x, const struct cert *by)
{
	X509 *issuer;
	EVP_PKEY *k;

	read_back(by, &issuer, &k);
	ck_assert_int_eq(X509_set_issuer_name(x, X509_get_subject_name(issuer)), 1);
	ck_assert_int_gt(X509_sign(x, k, EVP_sha256()), 0);
	EVP_PKEY_free(k);
	X509_free(issuer);
}

void
cert_sign(const struct cert *by, enum cert_use use, int64_t from, int64_t to, struct cert *out)
{
	static const char *const uses[] = { [CERT_CLIENT] = "clientAuth", [CERT_SERVER] = "serverAuth",
	    [CERT_ANY] = NULL };
	EVP_PKEY *k = EVP_EC_gen("P-256");
	X509 *x = fill_in(k, use != CERT_AUTHORITY ? "device" : by == NULL ? "authority" : "authority below", from, to);
	BIO *b = BIO_new(BIO_s_mem());

	say_more(x, NID_basic_constraints, use == CERT_AUTHORITY ? "critical,CA:TRUE" : "critical,CA:FALSE");
	if (use == CERT_AUTHORITY)
		say_more(x, NID_key_usage, "critical,keyCertSign");
	else if (uses[use] != NULL)
		say_more(x, NID_ext_key_usage, uses[use]);
	ck_assert_int_eq(PEM_write_bio_PrivateKey(b, k, NULL, NULL, 0, NULL, NULL), 1);
	to_text(b, out->key);
	if (by != NULL)
		sign_by(x, by);
	else
		ck_assert_int_gt(X509_sign(x, k, EVP_sha256()), 0);
	certificate_to_text(x, out->pem);
	EVP_PKEY_free(k);
}

void
cert_show(const struct cert *c, SSL_CTX *ctx)
{
	BIO *all = BIO_new_mem_buf(c->pem, -1);
	EVP_PKEY *k;
	X509 *x;

	read_back(c, &x, &k);
	ck_assert_int_eq(SSL_CTX_use_certificate(ctx, x), 1);
	ck_assert_int_eq(SSL_CTX_use_PrivateKey(ctx, k), 1);
	EVP_PKEY_free(k);
	X509_free(x);
	X509_free(PEM_read_bio_X509(all, NULL, NULL, NULL));	/* itself */
	while ((x = PEM_read_bio_X509(all, NULL, NULL, NULL)) != NULL)
		ck_assert_int_eq(SSL_CTX_add0_chain_cert(ctx, x), 1);
	ERR_clear_error();	/* the end is one, too */
	BIO_free(all);
}
