/* keys.c: every derivation, each with its own label. */
#include "keys.h"

#include "hash.h"
#include "limit.h"
#include "secret.h"

#include <sodium.h>

#include <string.h>

/* A lock made here costs this much; one that asks for less is not ours, one that asks for far more is an attack. */
enum {
	LOCK_OPS = 3,
	LOCK_MEM_KIB = 64 * 1024,
	LOCK_OPS_MAX = 10,
	LOCK_MEM_KIB_MAX = 1024 * 1024
};
enum { NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, BOX = NONCE + KEY_BYTES + 16 };

/* Labels. Sixteen bytes personalise a keyed BLAKE2b, eight a crypto_kdf; changing one loses what was sealed. */
static const char code_tag_label[HASH_LABEL] = "concern code tag";
static const char code_key_label[HASH_LABEL] = "concern code key";
static const char origin_label[HASH_LABEL] = "concern one send";
static const char session_label[HASH_LABEL] = "concern session ";
static const char invite_label[HASH_LABEL] = "concern invited ";
static const char recovery_label[HASH_LABEL] = "concern lost one";
static const char tag_label[HASH_LABEL] = "concern case tag";
static const char report_label[crypto_kdf_CONTEXTBYTES + 1] = "report  ";
static const char casework_label[crypto_kdf_CONTEXTBYTES + 1] = "casework";
static const char file_label[crypto_kdf_CONTEXTBYTES + 1] = "file    ";
static const char copy_label[crypto_kdf_CONTEXTBYTES + 1] = "copy    ";
static const char origin_id_label[crypto_kdf_CONTEXTBYTES + 1] = "new id  ";
static const char origin_key_label[crypto_kdf_CONTEXTBYTES + 1] = "new key ";
static const char origin_code_label[crypto_kdf_CONTEXTBYTES + 1] = "new code";
static const char member_label[crypto_kdf_CONTEXTBYTES + 1] = "member  ";
static const char form_label[crypto_kdf_CONTEXTBYTES + 1] = "form    ";
static const char second_label[crypto_kdf_CONTEXTBYTES + 1] = "second  ";

_Static_assert(sizeof ((struct member_lock *)0)->sealed == BOX && (size_t)SESSION_SEALED == BOX, "one box for one key");
_Static_assert(sizeof ((struct member_lock *)0)->salt == crypto_pwhash_SALTBYTES, "libsodium's salt");
_Static_assert(KEY_BYTES == crypto_kdf_KEYBYTES && KEY_BYTES == crypto_box_SECRETKEYBYTES, "one size of key");

static void
derive_bytes(const uint8_t from[KEY_BYTES], const char *label, uint64_t number, uint8_t *to, size_t n)
{
	if (crypto_kdf_derive_from_key(to, n, number, label, from) != 0)	/* only for a wrong length */
		sodium_misuse();
}

static void
derive(const uint8_t from[KEY_BYTES], const char *label, uint64_t number, uint8_t to[KEY_BYTES])
{
	derive_bytes(from, label, number, to, KEY_BYTES);
}

/* sealed: NONCE, plain.n and 16 bytes. */
static void
seal(const uint8_t key[KEY_BYTES], struct span name, struct span plain, uint8_t *sealed)
{
	secret_random(sealed, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + NONCE, NULL, plain.p, plain.n, name.p, name.n, NULL, sealed,
	    key);
}

static void
box_seal(const uint8_t key[KEY_BYTES], struct span name, const uint8_t sk[KEY_BYTES], uint8_t sealed[BOX])
{
	seal(key, name, (struct span){ sk, KEY_BYTES }, sealed);
}

static enum gw_err
box_open(const uint8_t key[KEY_BYTES], struct span name, const uint8_t sealed[BOX], uint8_t sk[KEY_BYTES])
{
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(sk, NULL, NULL, sealed + NONCE, BOX - NONCE, name.p, name.n,
	    sealed, key) == 0)
		return GW_OK;
	secret_wipe(sk, KEY_BYTES);
	return GW_EDENIED;
}

/* Argon2id of a passphrase, at the costs that the lock names. */
static enum gw_err
stretch(struct span passphrase, const struct member_lock *lock, uint8_t key[KEY_BYTES])
{
	if (crypto_pwhash(key, KEY_BYTES, (const char *)passphrase.p, passphrase.n, lock->salt, lock->ops,
	    (size_t)lock->mem_kib * 1024, crypto_pwhash_ALG_ARGON2ID13) == 0)
		return GW_OK;
	secret_wipe(key, KEY_BYTES);
	return GW_ENOMEM;
}

void
keypair_make(struct keypair *k)
{
	secret_random(k->sk, sizeof k->sk);
	keypair_from_secret(k, k->sk);
}

void
keypair_from_secret(struct keypair *k, const uint8_t sk[KEY_BYTES])
{
	if (sk != k->sk)
		memcpy(k->sk, sk, sizeof k->sk);
	if (crypto_scalarmult_base(k->pk, k->sk) != 0)
		sodium_misuse();
}

void
keypair_wipe(struct keypair *k)
{
	secret_wipe(k, sizeof *k);
}

bool
key_is_sound(const uint8_t pk[KEY_BYTES])
{
	const uint8_t any[crypto_scalarmult_SCALARBYTES] = { 1 };
	uint8_t shared[crypto_scalarmult_BYTES];

	/* libsodium refuses the points of small order, whatever the scalar. */
	return crypto_scalarmult(shared, any, pk) == 0;
}

void
reporter_tag(const uint8_t pepper[KEY_BYTES], const struct refcode *code, uint8_t tag[TAG_BYTES])
{
	hash_labelled(code_tag_label, pepper, (struct span){ code->symbol, sizeof code->symbol }, tag, TAG_BYTES);
}

void
reporter_keypair(const uint8_t pepper[KEY_BYTES], const struct refcode *code, struct keypair *k)
{
	hash_labelled(code_key_label, pepper, (struct span){ code->symbol, sizeof code->symbol }, k->sk, sizeof k->sk);
	keypair_from_secret(k, k->sk);
}

void
case_key_make(uint8_t case_key[KEY_BYTES])
{
	secret_random(case_key, KEY_BYTES);
}

void
report_key_of(const uint8_t case_key[KEY_BYTES], uint8_t report_key[KEY_BYTES])
{
	derive(case_key, report_label, 0, report_key);
}

void
casework_key_of(const uint8_t case_key[KEY_BYTES], uint8_t casework_key[KEY_BYTES])
{
	derive(case_key, casework_label, 0, casework_key);
}

void
file_key_of(const uint8_t report_key[KEY_BYTES], uint32_t file, uint8_t file_key[KEY_BYTES])
{
	derive(report_key, file_label, file, file_key);
}

void
copy_key_of(const uint8_t report_key[KEY_BYTES], uint32_t file, uint8_t copy_key[KEY_BYTES])
{
	derive(report_key, copy_label, file, copy_key);
}

void
origin_random(struct origin *o)
{
	secret_random(o->report, sizeof o->report);
	case_key_make(o->case_key);
	refcode_make(&o->code);
}

void
origin_derive(const uint8_t once[KEY_BYTES], struct span said, struct origin *o)
{
	uint8_t root[KEY_BYTES], bytes[REFCODE_RANDOM];

	hash_labelled(origin_label, once, said, root, sizeof root);
	derive_bytes(root, origin_id_label, 0, o->report, sizeof o->report);
	derive(root, origin_key_label, 0, o->case_key);
	derive_bytes(root, origin_code_label, 0, bytes, sizeof bytes);
	refcode_from(bytes, &o->code);
	secret_wipe(root, sizeof root);
	secret_wipe(bytes, sizeof bytes);
}

enum gw_err
member_lock(struct span name, struct span passphrase, const uint8_t sk[KEY_BYTES], struct member_lock *lock)
{
	uint8_t key[KEY_BYTES];
	enum gw_err e;

	if (name.n == 0 || passphrase.n < LIMIT_PASSPHRASE_MIN)
		return GW_EINPUT;
	if (name.n > LIMIT_NAME || passphrase.n > LIMIT_PASSPHRASE)
		return GW_ELIMIT;
	lock->ops = LOCK_OPS;
	lock->mem_kib = LOCK_MEM_KIB;
	secret_random(lock->salt, sizeof lock->salt);
	if ((e = stretch(passphrase, lock, key)) != GW_OK)
		return e;
	box_seal(key, name, sk, lock->sealed);
	secret_wipe(key, sizeof key);
	return GW_OK;
}

enum gw_err
member_unlock(struct span name, struct span passphrase, const struct member_lock *lock, uint8_t sk[KEY_BYTES])
{
	uint8_t key[KEY_BYTES];
	enum gw_err e;

	secret_wipe(sk, KEY_BYTES);
	if (name.n > LIMIT_NAME || passphrase.n > LIMIT_PASSPHRASE)
		return GW_EDENIED;
	if (lock->ops < LOCK_OPS || lock->ops > LOCK_OPS_MAX)
		return GW_ELIMIT;
	if (lock->mem_kib < LOCK_MEM_KIB || lock->mem_kib > LOCK_MEM_KIB_MAX)
		return GW_ELIMIT;
	if ((e = stretch(passphrase, lock, key)) != GW_OK)
		return e;
	e = box_open(key, name, lock->sealed, sk);
	secret_wipe(key, sizeof key);
	return e;
}

void
session_id(const uint8_t token[SESSION_TOKEN], uint8_t id[SESSION_ID])
{
	hash_labelled(session_label, NULL, (struct span){ token, SESSION_TOKEN }, id, SESSION_ID);
}

void
session_seal(const uint8_t token[SESSION_TOKEN], struct span member, const uint8_t sk[KEY_BYTES],
    uint8_t sealed[SESSION_SEALED])
{
	uint8_t key[KEY_BYTES];

	derive(token, member_label, 0, key);
	box_seal(key, member, sk, sealed);
	secret_wipe(key, sizeof key);
}

enum gw_err
session_open(const uint8_t token[SESSION_TOKEN], struct span member, const uint8_t sealed[SESSION_SEALED],
    uint8_t sk[KEY_BYTES])
{
	uint8_t key[KEY_BYTES];
	enum gw_err e;

	derive(token, member_label, 0, key);
	e = box_open(key, member, sealed, sk);
	secret_wipe(key, sizeof key);
	return e;
}

void
second_seal(const uint8_t member_sk[KEY_BYTES], struct span member, const uint8_t secret[SECOND_SECRET],
    uint8_t sealed[SECOND_SEALED])
{
	uint8_t key[KEY_BYTES];

	derive(member_sk, second_label, 0, key);
	seal(key, member, (struct span){ secret, SECOND_SECRET }, sealed);
	secret_wipe(key, sizeof key);
}

enum gw_err
second_open(const uint8_t member_sk[KEY_BYTES], struct span member, const uint8_t sealed[SECOND_SEALED],
    uint8_t secret[SECOND_SECRET])
{
	uint8_t key[KEY_BYTES];
	int rc;

	derive(member_sk, second_label, 0, key);
	rc = crypto_aead_xchacha20poly1305_ietf_decrypt(secret, NULL, NULL, sealed + NONCE, SECOND_SEALED - NONCE,
	    member.p, member.n, sealed, key);
	secret_wipe(key, sizeof key);
	if (rc == 0)
		return GW_OK;
	secret_wipe(secret, SECOND_SECRET);
	return GW_EDENIED;
}

void
recovery_code_tag(const uint8_t member_sk[KEY_BYTES], const struct refcode *code, uint8_t tag[TAG_BYTES])
{
	hash_labelled(recovery_label, member_sk, (struct span){ code->symbol, sizeof code->symbol }, tag, TAG_BYTES);
}

void
invite_id(const struct refcode *code, uint8_t id[TAG_BYTES])
{
	hash_labelled(invite_label, NULL, (struct span){ code->symbol, sizeof code->symbol }, id, TAG_BYTES);
}

void
form_token(const uint8_t token[SESSION_TOKEN], char text[FORM_TOKEN + 1])
{
	uint8_t bytes[FORM_TOKEN / 2];

	derive_bytes(token, form_label, 0, bytes, sizeof bytes);
	sodium_bin2hex(text, FORM_TOKEN + 1, bytes, sizeof bytes);
	secret_wipe(bytes, sizeof bytes);
}

void
case_tag_of(const uint8_t team_sk[KEY_BYTES], struct span tag, uint8_t found_by[TAG_BYTES])
{
	hash_labelled(tag_label, team_sk, tag, found_by, TAG_BYTES);
}
