/* keys.h: which key is made from what. Nothing here touches a disk. X25519 and Ed25519 by libsodium; derivations are
 * keyed BLAKE2b (RFC 7693) and crypto_kdf with a fixed label each. All private halves are the caller's to wipe. */
#ifndef KEYS_H
#define KEYS_H

#include <stdbool.h>
#include <stdint.h>

#include "err.h"
#include "refcode.h"
#include "span.h"

enum { KEY_BYTES = 32, ID_BYTES = 16, TAG_BYTES = 32, SIGNATURE_BYTES = 64 };

struct keypair {		/* X25519, for sealed boxes */
	uint8_t pk[KEY_BYTES];
	uint8_t sk[KEY_BYTES];
};

void keypair_make(struct keypair *k);
/* The public half of a private one. */
void keypair_from_secret(struct keypair *k, const uint8_t sk[KEY_BYTES]);
void keypair_wipe(struct keypair *k);
/* False for the few points that make every sealed box openable or impossible: ask before trusting a foreign key. */
bool key_is_sound(const uint8_t pk[KEY_BYTES]);

/* From reference code and pepper: the tag the vault finds a report by, and the reporter's own key pair. Without the
 * pepper neither can be guessed at. */
void reporter_tag(const uint8_t pepper[KEY_BYTES], const struct refcode *code, uint8_t tag[TAG_BYTES]);
void reporter_keypair(const uint8_t pepper[KEY_BYTES], const struct refcode *code, struct keypair *k);

/* One report has one random case key, held by teams only. From it come the report key, which the reporter holds too
 * (text, messages, attachments), the casework key (decision, notes: never the reporter), and one key per attachment,
 * from the report key. */
void case_key_make(uint8_t case_key[KEY_BYTES]);
void report_key_of(const uint8_t case_key[KEY_BYTES], uint8_t report_key[KEY_BYTES]);
void casework_key_of(const uint8_t case_key[KEY_BYTES], uint8_t casework_key[KEY_BYTES]);
void file_key_of(const uint8_t report_key[KEY_BYTES], uint32_t file, uint8_t file_key[KEY_BYTES]);
/* Its clean copy's. */
void copy_key_of(const uint8_t report_key[KEY_BYTES], uint32_t file, uint8_t copy_key[KEY_BYTES]);

/* What a new report is known by: random, or all of it from once, the secret of one draft, and from what is said. The
 * same draft sent twice is one report then, and another text is another one. */
struct origin {
	uint8_t report[ID_BYTES], case_key[KEY_BYTES];
	struct refcode code;
};
void origin_random(struct origin *o);
void origin_derive(const uint8_t once[KEY_BYTES], struct span said, struct origin *o);

/* A member's private key under a passphrase: Argon2id (RFC 9106), then XChaCha20-Poly1305 with the member's name as
 * additional data. Costs are kept with the lock so that they can rise. Slow, 64 MiB: never on an event loop. */
struct member_lock {
	uint8_t salt[16];
	uint32_t ops, mem_kib;
	uint8_t sealed[24 + KEY_BYTES + 16];
};
/* GW_EINPUT, GW_ELIMIT: the name or passphrase is too short or too long (limit.h). */
GW_CHECKED enum gw_err member_lock(struct span name, struct span passphrase, const uint8_t sk[KEY_BYTES],
    struct member_lock *lock);
/* GW_EDENIED: not this passphrase, or not this member's lock. GW_ELIMIT: its costs are lower or far above any that
 * this program sets. GW_ENOMEM: no memory for the hash now. sk is zeros on failure. */
GW_CHECKED enum gw_err member_unlock(struct span name, struct span passphrase, const struct member_lock *lock,
    uint8_t sk[KEY_BYTES]);

/* A session: the browser alone holds the token; the vault keeps its id and the member key sealed under it. */
enum { SESSION_TOKEN = 32, SESSION_ID = 32, SESSION_SEALED = 24 + KEY_BYTES + 16 };
void session_id(const uint8_t token[SESSION_TOKEN], uint8_t id[SESSION_ID]);
void session_seal(const uint8_t token[SESSION_TOKEN], struct span member, const uint8_t sk[KEY_BYTES],
    uint8_t sealed[SESSION_SEALED]);
/* GW_EDENIED: not this token, member or seal; sk is then zeros. */
GW_CHECKED enum gw_err session_open(const uint8_t token[SESSION_TOKEN], struct span member,
    const uint8_t sealed[SESSION_SEALED], uint8_t sk[KEY_BYTES]);

/* The second factor. A member's TOTP secret (RFC 4226: 20 bytes) sealed under the member's own private key, so that
 * neither the disk nor an administrator can read it. */
enum { SECOND_SECRET = 20, SECOND_SEALED = 24 + SECOND_SECRET + 16 };
/* A code holds for one step (RFC 6238), counted since 1970; clocks may be so many steps apart, either way. */
enum { SECOND_SECONDS = 30, SECOND_WINDOW = 1 };
void second_seal(const uint8_t member_sk[KEY_BYTES], struct span member, const uint8_t secret[SECOND_SECRET],
    uint8_t sealed[SECOND_SEALED]);
/* GW_EDENIED: not this member's; secret is then zeros. */
GW_CHECKED enum gw_err second_open(const uint8_t member_sk[KEY_BYTES], struct span member,
    const uint8_t sealed[SECOND_SEALED], uint8_t secret[SECOND_SECRET]);
/* What the vault keeps of a recovery code: without the member's private key a stolen database cannot test a guess. */
void recovery_code_tag(const uint8_t member_sk[KEY_BYTES], const struct refcode *code, uint8_t tag[TAG_BYTES]);

/* An invitation to enrol: the person who is invited holds the code, the vault only this. */
void invite_id(const struct refcode *code, uint8_t id[TAG_BYTES]);

/* What a form of a session's pages must bring back: no other site can know it. */
enum { FORM_TOKEN = 32 };	/* hexadecimal digits */
void form_token(const uint8_t token[SESSION_TOKEN], char text[FORM_TOKEN + 1]);

/* Which of a team's keys: its public half's first bytes. Kept beside what was sealed to it. */
enum { KEY_ID = 8 };
/* What a tag ("person: Sam") is found by: only whoever has the team's private key can make it. */
void case_tag_of(const uint8_t team_sk[KEY_BYTES], struct span tag, uint8_t found_by[TAG_BYTES]);
#endif
