/* stream.h: an attachment, sealed as it passes by. libsodium secretstream (XChaCha20-Poly1305) in blocks of 64 KiB, the
 * first of which begins with its header. Every chunk binds report id, kind and file number; the last is tagged final
 * and padded so that the whole is a multiple of 4 KiB. 128 KiB of memory each way. No I/O: bytes in, spans out, lent
 * until the next call. What an opener gave is genuine, but whole only once stream_open_end has said so. */
#ifndef STREAM_H
#define STREAM_H

#include "err.h"
#include "keys.h"
#include "seal.h"
#include "span.h"

struct stream_sealer;
struct stream_opener;

/* Gives *s. *head: the bytes to write first, lent until the next call. */
GW_CHECKED enum gw_err stream_sealer_new(const uint8_t file_key[KEY_BYTES], struct part_place at,
    struct stream_sealer **s, struct span *head);
/* Takes some of in (*used bytes, at least one while in is not empty); *out is a whole sealed chunk or empty. */
void stream_seal(struct stream_sealer *s, struct span in, size_t *used, struct span *out);
/* The last chunk. After it only free. */
void stream_seal_end(struct stream_sealer *s, struct span *out);
/* SHA-256 of all that was sealed, for the receipt. Once, and no plaintext after it: both end the program. */
void stream_seal_sha256(struct stream_sealer *s, uint8_t sha256[32]);
void stream_sealer_free(struct stream_sealer *s);	/* wipes; NULL is fine */

GW_CHECKED enum gw_err stream_opener_new(const uint8_t file_key[KEY_BYTES], struct part_place at,
    struct stream_opener **s);
/* Takes some of in; *out is verified plaintext or empty. GW_EDENIED: altered, cut, joined or another file. */
GW_CHECKED enum gw_err stream_open(struct stream_opener *s, struct span in, size_t *used, struct span *out);
/* All of the sealed bytes were given. *out is what was still held back. GW_EDENIED: the final chunk never came. */
GW_CHECKED enum gw_err stream_open_end(struct stream_opener *s, struct span *out);
void stream_opener_free(struct stream_opener *s);
/* Sealed size of plain bytes, for checks: a multiple of SEAL_STEP. */
uint64_t stream_sealed_size(uint64_t plain);
#endif
