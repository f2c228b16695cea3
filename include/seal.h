/* seal.h: the parts of a report, sealed. XChaCha20-Poly1305 (libsodium, ietf nonce) with report id, kind and sequence
 * number as additional data; padded (ISO/IEC 7816-4) so that a sealed part is a multiple of 4 KiB. A chain over all
 * sealed parts, itself sealed as the head, shows any part that was dropped, swapped, reordered or put back; a whole
 * older report with its own older head is for the audit chain to show. No I/O. */
#ifndef SEAL_H
#define SEAL_H

#include <stdint.h>

#include "buf.h"
#include "err.h"
#include "keys.h"

enum { SEAL_STEP = 4096, SEAL_OVERHEAD = 24 + 16, SEAL_DIGEST = 32 };

enum part_kind {		/* kept on disk: append only */
	PART_BODY = 1,		/* what the reporter sent; report key */
	PART_DECISION = 2,	/* triage's band and reasons; casework key */
	PART_FROM_REPORTER = 3,	/* report key */
	PART_FROM_STAFF = 4,	/* report key */
	PART_NOTE = 5,		/* staff only; casework key */
	PART_HEAD = 6,		/* the chain so far; report key; seq: number of parts */
	PART_FILE = 7,		/* an attachment stream; seq: number of the file in its report */
	PART_COPY = 8		/* its clean copy's stream (copy.h); the same number */
};
/* The kinds that a reporter may have: body and the two directions of messages. */
bool part_is_reporters(enum part_kind kind);

struct part_place {
	const uint8_t *report;	/* ID_BYTES, borrowed */
	enum part_kind kind;
	uint32_t seq;
};
/* A place as additional data; stream.h uses the same. */
enum { PLACE_BYTES = ID_BYTES + 1 + 4 };
void part_place_bytes(struct part_place at, uint8_t out[PLACE_BYTES]);

/* Appends the sealed part to *sealed. GW_ELIMIT past its ceiling. */
GW_CHECKED enum gw_err part_seal(const uint8_t key[KEY_BYTES], struct part_place at, struct span plain,
    struct buf *sealed);
/* Appends the plaintext to *plain, without its padding, after the tag was verified. GW_EDENIED: not this part. */
GW_CHECKED enum gw_err part_open(const uint8_t key[KEY_BYTES], struct part_place at, struct span sealed,
    struct buf *plain);
/* What a chain needs of a part: BLAKE2b-256 of its sealed bytes. */
void part_digest(struct span sealed, uint8_t digest[SEAL_DIGEST]);

struct chain {
	uint8_t hash[SEAL_DIGEST];
	uint32_t n;		/* parts so far; the next part has this sequence number */
};

/* The empty chain of one report. */
void chain_start(struct chain *c, const uint8_t report[ID_BYTES]);
void chain_add(struct chain *c, enum part_kind kind, const uint8_t digest[SEAL_DIGEST]);
/* Seals plain as the chain's next part and adds it; at.seq must be c->n. sealed is empty before. On failure c is as
 * before. */
GW_CHECKED enum gw_err chain_append(struct chain *c, const uint8_t key[KEY_BYTES], struct part_place at,
    struct span plain, struct buf *sealed);
/* The head that says the chain ends here. */
GW_CHECKED enum gw_err chain_seal(const struct chain *c, const uint8_t report_key[KEY_BYTES],
    const uint8_t report[ID_BYTES], struct buf *head);
/* GW_EDENIED: the head names another chain: parts are missing, moved or old. */
GW_CHECKED enum gw_err chain_verify(const struct chain *c, const uint8_t report_key[KEY_BYTES],
    const uint8_t report[ID_BYTES], struct span head);
#endif
