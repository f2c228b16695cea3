/* tls.c: one SSL_CTX, its certificate, and ticket keys that move on with the hours. */
#include "tls.h"

#include <event2/bufferevent_ssl.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "device.h"
#include "ratchet.h"
#include "secret.h"

enum { HOUR = 3600, TICKET_NAME = 16, TICKET_KEY = 32 };

struct ticket_keys {
	uint8_t name[TICKET_NAME], cipher[TICKET_KEY], mac[TICKET_KEY];
};

struct tls {
	SSL_CTX *ctx;
	EVP_CIPHER *cipher;		/* of tickets; looked up once, not for each */
	uint8_t *seed;			/* locked; NULL without tickets */
	uint64_t epoch;
	struct ticket_keys *keys;	/* locked: [0] this hour's, [1] the last one's */
};

static const uint8_t PROTOCOL[] = "\x08http/1.1";

/* --- certificate --- */

static enum gw_err
fault_is(char fault[TLS_FAULT], const char *sentence)
{
	ERR_clear_error();
	snprintf(fault, TLS_FAULT, "%s", sentence);
	return GW_EINPUT;
}

/* OpenSSL would ask the terminal for a passphrase. */
static int
no_passphrase(char *p, int n, int writing, void *arg)
{
	(void)p;
	(void)n;
	(void)writing;
	(void)arg;
	return -1;
}

static enum gw_err
check_time(const X509 *leaf, int64_t now, char fault[TLS_FAULT])
{
	time_t t = (time_t)now;

	if (X509_cmp_time(X509_get0_notBefore(leaf), &t) >= 0)
		return fault_is(fault, "the certificate is not valid yet; look at its dates and at the clock");
	if (X509_cmp_time(X509_get0_notAfter(leaf), &t) <= 0)
		return fault_is(fault, "the certificate has expired; get a new one");
	return GW_OK;
}

static enum gw_err
use_chain(SSL_CTX *ctx, struct span pem, int64_t now, char fault[TLS_FAULT])
{
	BIO *in = BIO_new_mem_buf(pem.p, (int)pem.n);
	X509 *leaf = in != NULL ? PEM_read_bio_X509(in, NULL, no_passphrase, NULL) : NULL, *next = NULL;
	enum gw_err e = GW_OK;

	if (leaf == NULL || SSL_CTX_use_certificate(ctx, leaf) != 1)
		e = fault_is(fault, "the certificate cannot be read; it must be PEM, the server's own first");
	else
		e = check_time(leaf, now, fault);
	while (e == GW_OK && (next = PEM_read_bio_X509(in, NULL, no_passphrase, NULL)) != NULL) {
		if (SSL_CTX_add0_chain_cert(ctx, next) != 1) {
			X509_free(next);
			e = fault_is(fault, "a certificate of the chain cannot be used");
		}
	}
	ERR_clear_error();	/* the end of the file is one, too */
	X509_free(leaf);
	BIO_free(in);
	return e;
}

static enum gw_err
use_key(SSL_CTX *ctx, struct span pem, char fault[TLS_FAULT])
{
	BIO *in = BIO_new_mem_buf(pem.p, (int)pem.n);
	EVP_PKEY *key = in != NULL ? PEM_read_bio_PrivateKey(in, NULL, no_passphrase, NULL) : NULL;
	enum gw_err e = GW_OK;

	if (key == NULL)
		e = fault_is(fault, "the private key cannot be read; it must be PEM, without a passphrase");
	else if (X509_check_private_key(SSL_CTX_get0_certificate(ctx), key) != 1)
		e = fault_is(fault, "the private key does not belong to the certificate");
	else if (SSL_CTX_use_PrivateKey(ctx, key) != 1)
		e = fault_is(fault, "the private key is of a kind, or a size, that is not safe to use");
	EVP_PKEY_free(key);
	BIO_free(in);
	return e;
}

/* --- tickets --- */

static void
derive_keys(struct ticket_keys *k, const uint8_t seed[KEY_BYTES])
{
	ratchet_derive(seed, "ticket name", k->name, sizeof k->name);
	ratchet_derive(seed, "ticket cipher", k->cipher, sizeof k->cipher);
	ratchet_derive(seed, "ticket mac", k->mac, sizeof k->mac);
}

static int
use_ticket_key(const struct tls *t, int hour, EVP_MAC_CTX *mac, EVP_CIPHER_CTX *cipher, uint8_t *iv, int enc)
{
	const struct ticket_keys *k = &t->keys[hour];
	char digest[] = "SHA256";
	uint8_t key[TICKET_KEY];
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, key, sizeof key),
		OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
		OSSL_PARAM_construct_end(),
	};
	int ok;

	memcpy(key, k->mac, sizeof key);
	ok = EVP_MAC_CTX_set_params(mac, params) == 1 &&
	    EVP_CipherInit_ex2(cipher, t->cipher, k->cipher, iv, enc, NULL) == 1;
	secret_wipe(key, sizeof key);
	return ok ? 1 : -1;
}

/* OpenSSL's contract: -1 fault, 0 unknown key, 1 good, 2 good but give the client a newer ticket. TLS 1.3 wants each
 * ticket used once, so that an onlooker cannot tell by it that two visits are of one reporter. */
static int
on_ticket(SSL *ssl, unsigned char *name, unsigned char *iv, EVP_CIPHER_CTX *cipher, EVP_MAC_CTX *mac, int enc)
{
	const struct tls *t = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));

	if (enc) {
		if (RAND_bytes(iv, EVP_CIPHER_get_iv_length(t->cipher)) != 1)
			return -1;
		memcpy(name, t->keys[0].name, TICKET_NAME);
		return use_ticket_key(t, 0, mac, cipher, iv, 1);
	}
	for (int i = 0; i < 2; i++) {
		if (memcmp(name, t->keys[i].name, TICKET_NAME) != 0)
			continue;
		if (use_ticket_key(t, i, mac, cipher, iv, 0) != 1)
			return -1;
		return i > 0 || SSL_version(ssl) == TLS1_3_VERSION ? 2 : 1;
	}
	return 0;
}

void
tls_ticket_step(uint8_t seed[KEY_BYTES], uint64_t *epoch, uint64_t to)
{
	ratchet_step(seed, epoch, to, "ticket seed of the next hour");
}

void
tls_ticket_now(struct tls *t, int64_t now)
{
	const uint64_t to = now > 0 ? (uint64_t)now / HOUR : 0;

	if (t->seed == NULL || to <= t->epoch)
		return;
	tls_ticket_step(t->seed, &t->epoch, to - 1);
	derive_keys(&t->keys[1], t->seed);
	tls_ticket_step(t->seed, &t->epoch, to);
	derive_keys(&t->keys[0], t->seed);
}

enum gw_err
tls_tickets(struct tls *t, const uint8_t seed[KEY_BYTES], uint64_t epoch)
{
	if ((t->seed = secret_page(KEY_BYTES)) == NULL || (t->keys = secret_page(2 * sizeof *t->keys)) == NULL)
		return GW_ENOMEM;
	memcpy(t->seed, seed, KEY_BYTES);
	t->epoch = epoch;
	derive_keys(&t->keys[0], seed);
	secret_random(&t->keys[1], sizeof t->keys[1]);	/* no hour before: a key that fits nothing */
	if ((t->cipher = EVP_CIPHER_fetch(NULL, "AES-256-CBC", NULL)) == NULL ||
	    SSL_CTX_set_tlsext_ticket_key_evp_cb(t->ctx, on_ticket) != 1)
		return GW_EIO;
	SSL_CTX_clear_options(t->ctx, SSL_OP_NO_TICKET);
	return SSL_CTX_set_num_tickets(t->ctx, 1) == 1 ? GW_OK : GW_EIO;
}

/* --- the context --- */

static int
on_alpn(SSL *ssl, const unsigned char **out, unsigned char *n, const unsigned char *in, unsigned in_n, void *arg)
{
	unsigned char *chosen;

	(void)ssl;
	(void)arg;
	if (SSL_select_next_proto(&chosen, n, PROTOCOL, sizeof PROTOCOL - 1, in, in_n) != OPENSSL_NPN_NEGOTIATED)
		return SSL_TLSEXT_ERR_ALERT_FATAL;
	*out = chosen;
	return SSL_TLSEXT_ERR_OK;
}

static bool
set_up(SSL_CTX *ctx)
{
	char groups[] = "X25519:P-256";

	SSL_CTX_set_options(ctx, SSL_OP_CLEANSE_PLAINTEXT | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION
	    | SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_NO_TICKET);
	SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);	/* tickets only: nothing is kept of a visit */
	SSL_CTX_set_timeout(ctx, HOUR);
	SSL_CTX_set_alpn_select_cb(ctx, on_alpn, NULL);
	return SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION) == 1 &&
	    SSL_CTX_set_cipher_list(ctx, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1 &&
	    SSL_CTX_set1_groups_list(ctx, groups) == 1 &&
	    SSL_CTX_set_num_tickets(ctx, 0) == 1 &&
	    SSL_CTX_set_session_id_context(ctx, PROTOCOL, sizeof PROTOCOL - 1) == 1;
}

enum gw_err
tls_new(struct span pem, int64_t now, struct tls **t, char fault[TLS_FAULT])
{
	struct tls *made = NULL;
	enum gw_err e = GW_ENOMEM;

	*t = NULL;
	fault[0] = '\0';
	/* The system's openssl.cnf has no say here, and is not looked for from inside a sandbox. */
	if (OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, NULL) != 1 || pem.n > INT32_MAX)
		return fault_is(fault, "the TLS library does not start");
	if ((made = calloc(1, sizeof *made)) == NULL || (made->ctx = SSL_CTX_new(TLS_server_method())) == NULL ||
	    !set_up(made->ctx)) {
		e = fault_is(fault, "the TLS library does not start");
		goto out;
	}
	SSL_CTX_set_app_data(made->ctx, made);
	if ((e = use_chain(made->ctx, pem, now, fault)) != GW_OK)
		goto out;
	if ((e = use_key(made->ctx, pem, fault)) != GW_OK)
		goto out;
	*t = made;
	made = NULL;
out:
	tls_free(made);
	return e;
}

void
tls_free(struct tls *t)
{
	if (t == NULL)
		return;
	SSL_CTX_free(t->ctx);
	EVP_CIPHER_free(t->cipher);
	secret_page_free(t->seed);
	secret_page_free(t->keys);
	free(t);
}

enum gw_err
tls_devices(struct tls *t, struct span authorities, char fault[TLS_FAULT])
{
	return t->seed != NULL ? GW_EBUG : device_ask(t->ctx, authorities, fault);
}

enum gw_err
tls_devices_check(struct span authorities, char fault[TLS_FAULT])
{
	return device_check(authorities, fault);
}

bool
tls_has_device(struct bufferevent *bev, int64_t now)
{
	return device_is_shown(bufferevent_openssl_get_ssl(bev), now);
}

enum gw_err
tls_accept(struct tls *t, struct event_base *base, int fd, struct bufferevent **bev)
{
	SSL *ssl = SSL_new(t->ctx);

	*bev = NULL;
	if (ssl != NULL)	/* deferred: a callback is never run from inside a call to the bufferevent */
		*bev = bufferevent_openssl_socket_new(base, fd, ssl, BUFFEREVENT_SSL_ACCEPTING,
		    BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS);
	if (*bev == NULL) {	/* libevent has freed ssl, then */
		close(fd);
		return GW_ENOMEM;
	}
	bufferevent_openssl_set_allow_dirty_shutdown(*bev, 1);
	return GW_OK;
}

void
tls_shut(struct bufferevent *bev)
{
	SSL *ssl = bufferevent_openssl_get_ssl(bev);

	if (SSL_is_init_finished(ssl))
		SSL_shutdown(ssl);
	ERR_clear_error();
	shutdown(bufferevent_getfd(bev), SHUT_WR);
}

void
tls_close(struct bufferevent *bev)
{
	SSL *ssl = bufferevent_openssl_get_ssl(bev);

	/* Freed without close_notify, a session could not be resumed. Its answer is not waited for. */
	if (SSL_is_init_finished(ssl)) {
		SSL_set_shutdown(ssl, SSL_get_shutdown(ssl) | SSL_RECEIVED_SHUTDOWN);
		SSL_shutdown(ssl);
	}
	ERR_clear_error();
	bufferevent_free(bev);
}
