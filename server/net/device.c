/* device.c: a store with the staff authorities alone, and one look more than OpenSSL takes by itself. */
#include "device.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>

static enum gw_err
fault_is(char fault[TLS_FAULT], enum gw_err e, const char *sentence)
{
	ERR_clear_error();
	snprintf(fault, TLS_FAULT, "%s", sentence);
	return e;
}

static enum gw_err
add_authority(X509_STORE *store, X509 *x, char fault[TLS_FAULT])
{
	if (X509_check_ca(x) != 1)
		return fault_is(fault, GW_EINPUT, "holds a certificate that is not an authority's");
	if (X509_STORE_add_cert(store, x) != 1)
		return fault_is(fault, GW_ENOMEM, "there is no memory for it");
	return GW_OK;
}

/* Gives *out. An authority that is itself signed by another is trusted for its own word alone. */
static enum gw_err
read_authorities(struct span pem, X509_STORE **out, char fault[TLS_FAULT])
{
	BIO *in = pem.n > INT32_MAX ? NULL : BIO_new_mem_buf(pem.p, (int)pem.n);
	X509_STORE *store = X509_STORE_new();
	enum gw_err e = GW_OK;
	size_t n = 0;
	X509 *x;

	*out = NULL;
	if (in == NULL || store == NULL || X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN) != 1 ||
	    X509_STORE_set_depth(store, 0) != 1)
		e = fault_is(fault, GW_ENOMEM, "there is no memory for it");
	while (e == GW_OK && (x = PEM_read_bio_X509(in, NULL, NULL, NULL)) != NULL) {
		e = add_authority(store, x, fault);
		X509_free(x);
		n++;
	}
	if (e == GW_OK && (n == 0 || ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE))
		e = fault_is(fault, GW_EINPUT, "holds no certificate in PEM, or one that cannot be read");
	ERR_clear_error();	/* the end of the file is one, too */
	BIO_free(in);
	if (e == GW_OK)
		*out = store;
	else
		X509_STORE_free(store);
	return e;
}

enum gw_err
device_check(struct span authorities, char fault[TLS_FAULT])
{
	X509_STORE *store;
	enum gw_err e = read_authorities(authorities, &store, fault);

	X509_STORE_free(store);
	return e;
}

/* OpenSSL has refused one that names other purposes; one that names none it takes for any. */
static int
on_verify(int good, X509_STORE_CTX *ctx)
{
	X509 *x = X509_STORE_CTX_get_current_cert(ctx);

	if (!good || X509_STORE_CTX_get_error_depth(ctx) > 0)
		return good;
	if (x != NULL && (X509_get_extension_flags(x) & EXFLAG_XKUSAGE) != 0)
		return 1;
	X509_STORE_CTX_set_error(ctx, X509_V_ERR_INVALID_PURPOSE);
	return 0;
}

/* Tells browsers whose certificates are asked for, so that they offer no other. */
static bool
name_authorities(SSL_CTX *ctx, X509_STORE *store)
{
	STACK_OF(X509_OBJECT) *all = X509_STORE_get0_objects(store);

	for (int i = 0; i < sk_X509_OBJECT_num(all); i++)
		if (SSL_CTX_add_client_CA(ctx, X509_OBJECT_get0_X509(sk_X509_OBJECT_value(all, i))) != 1)
			return false;
	return true;
}

enum gw_err
device_ask(SSL_CTX *ctx, struct span authorities, char fault[TLS_FAULT])
{
	X509_STORE *store;
	enum gw_err e = read_authorities(authorities, &store, fault);

	if (e != GW_OK)
		return e;
	if (!name_authorities(ctx, store) || SSL_CTX_set0_verify_cert_store(ctx, store) != 1) {
		X509_STORE_free(store);
		return fault_is(fault, GW_ENOMEM, "there is no memory for it");
	}
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, on_verify);
	return GW_OK;
}

bool
device_is_shown(const SSL *ssl, int64_t now)
{
	const X509 *x = SSL_get0_peer_certificate(ssl);
	time_t t = (time_t)now;

	return x != NULL && SSL_get_verify_result(ssl) == X509_V_OK && SSL_session_reused(ssl) == 0 &&
	    X509_cmp_time(X509_get0_notAfter(x), &t) > 0;
}
