/* formseal.c: two keys in locked memory, and a clock that moves them on. */
#include "formseal.h"

#include <sodium.h>
#include <string.h>
#include <time.h>

#include "ratchet.h"
#include "secret.h"

/* STEP: of lengths. MOST: as text; nothing that a page holds is near it. */
enum { STEP = 64, MOST = 256 * 1024, KEYS = 2, MINUTE = 60 };
enum { NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES };

_Static_assert((int)KEY_BYTES == (int)crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "one size of key");

struct formseal_keys {
	uint64_t epoch;
	uint8_t seed[KEY_BYTES];
	uint8_t key[KEYS][KEY_BYTES];	/* [0] this half hour's, [1] the last one's */
};

struct formseal {
	struct formseal_keys *keys;	/* locked */
	struct event *minute;		/* an old key is forgotten even when nobody visits */
};

static void
derive(struct formseal_keys *k, int which)
{
	ratchet_derive(k->seed, "form key", k->key[which], KEY_BYTES);
}

static void
on_minute(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	formseal_now(arg, time(NULL));
}

enum gw_err
formseal_new(struct event_base *base, const uint8_t seed[KEY_BYTES], uint64_t epoch, struct formseal **out)
{
	const struct timeval minute = { MINUTE, 0 };
	struct formseal *f = secret_malloc(sizeof *f);

	*out = NULL;
	if (f == NULL)
		return GW_ENOMEM;
	*f = (struct formseal){ .keys = NULL };
	if ((f->keys = secret_page(sizeof *f->keys)) == NULL ||
	    (f->minute = event_new(base, -1, EV_PERSIST, on_minute, f)) == NULL ||
	    event_add(f->minute, &minute) != 0) {
		formseal_free(f);
		return GW_ENOMEM;
	}
	f->keys->epoch = epoch;
	memcpy(f->keys->seed, seed, KEY_BYTES);
	derive(f->keys, 0);
	secret_random(f->keys->key[1], KEY_BYTES);	/* no half hour before: a key that fits nothing */
	formseal_now(f, time(NULL));
	*out = f;
	return GW_OK;
}

void
formseal_step(uint8_t seed[KEY_BYTES], uint64_t *epoch, uint64_t to)
{
	ratchet_step(seed, epoch, to, "form seed of the next half hour");
}

void
formseal_now(const struct formseal *f, int64_t now)
{
	const uint64_t to = now > 0 ? (uint64_t)now / FORMSEAL_SECONDS : 0;
	struct formseal_keys *k = f->keys;

	if (to <= k->epoch)
		return;
	formseal_step(k->seed, &k->epoch, to - 1);
	derive(k, 1);
	formseal_step(k->seed, &k->epoch, to);
	derive(k, 0);
}

void
formseal_free(struct formseal *f)
{
	if (f == NULL)
		return;
	if (f->minute != NULL)
		event_free(f->minute);
	secret_page_free(f->keys);
	secret_free(f);
}

/* Nonce, ciphertext, tag. */
static enum gw_err
box(const struct formseal *f, enum formseal_kind kind, struct span plain, struct buf *out)
{
	const uint8_t ad = (uint8_t)kind;
	uint8_t *nonce, *text;
	size_t padded = 0;
	enum gw_err e;

	if ((e = buf_reserve(out, NONCE + plain.n + STEP + TAG, &nonce)) != GW_OK)
		return e;
	text = nonce + NONCE;
	secret_random(nonce, NONCE);
	if (plain.n > 0)
		memcpy(text, plain.p, plain.n);
	if (sodium_pad(&padded, text, plain.n, STEP, plain.n + STEP) != 0)
		return GW_EBUG;
	crypto_aead_xchacha20poly1305_ietf_encrypt(text, NULL, text, padded, &ad, sizeof ad, NULL, nonce,
	    f->keys->key[0]);
	out->n += NONCE + padded + TAG;
	return GW_OK;
}

enum gw_err
formseal_seal(const struct formseal *f, enum formseal_kind kind, struct span plain, struct buf *out)
{
	struct buf boxed;
	uint8_t *text;
	size_t room;
	enum gw_err e;

	if (plain.n > MOST / 2)
		return GW_ELIMIT;
	formseal_now(f, time(NULL));	/* the very second, as all others: what one seals another must open */
	buf_init(&boxed, MOST);
	if ((e = box(f, kind, plain, &boxed)) != GW_OK)
		goto out;
	room = sodium_base64_ENCODED_LEN(boxed.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	if ((e = buf_reserve(out, room, &text)) != GW_OK)
		goto out;
	sodium_bin2base64((char *)text, room, boxed.p, boxed.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	out->n += room - 1;	/* without its NUL */
out:
	buf_free(&boxed);
	return e;
}

/* libsodium's decoder takes some bytes past ASCII for letters. */
static bool
is_ascii(struct span text)
{
	uint8_t all = 0;

	for (size_t i = 0; i < text.n; i++)
		all |= text.p[i];
	return all < 0x80;
}

/* plain has room for all of boxed. */
static enum gw_err
unbox(const struct formseal *f, enum formseal_kind kind, struct span boxed, struct buf *plain)
{
	const uint8_t ad = (uint8_t)kind;

	if (boxed.n < NONCE + STEP + TAG || (boxed.n - NONCE - TAG) % STEP != 0)
		return GW_EDENIED;
	for (size_t i = 0; i < KEYS; i++)
		if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain->p, NULL, NULL, boxed.p + NONCE, boxed.n - NONCE,
		    &ad, sizeof ad, boxed.p, f->keys->key[i]) == 0)
			return sodium_unpad(&plain->n, plain->p, boxed.n - NONCE - TAG, STEP) == 0 ? GW_OK : GW_EDENIED;
	return GW_EDENIED;
}

enum gw_err
formseal_open(const struct formseal *f, enum formseal_kind kind, struct span sealed, struct buf *plain)
{
	struct buf boxed, text;
	uint8_t *at;
	enum gw_err e;

	if (sealed.n == 0 || sealed.n > MOST || !is_ascii(sealed))
		return GW_EDENIED;
	formseal_now(f, time(NULL));
	buf_init(&boxed, MOST);
	buf_init(&text, MOST);
	if ((e = buf_reserve(&boxed, sealed.n, &at)) != GW_OK || (e = buf_reserve(&text, sealed.n, &at)) != GW_OK)
		goto out;
	if (sodium_base642bin(boxed.p, sealed.n, (const char *)sealed.p, sealed.n, NULL, &boxed.n, NULL,
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
		e = GW_EDENIED;
	else if ((e = unbox(f, kind, buf_span(&boxed), &text)) == GW_OK)
		e = buf_add(plain, buf_span(&text));
out:
	buf_free(&boxed);
	buf_free(&text);
	return e;
}
