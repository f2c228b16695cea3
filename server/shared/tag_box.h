/* tag_box.h: a tag of a case as it is kept: a libsodium sealed box (X25519, XSalsa20-Poly1305) to the team's key. The
 * folded text is padded (ISO/IEC 7816-4), so that its length tells nothing. Pure but for randomness. */
#ifndef TAG_BOX_H
#define TAG_BOX_H

#include "msg.h"

/* folded is tag_fold's: fewer than TAG_PLAIN bytes, else it is our bug and ends the program. */
void tag_seal(const uint8_t team_pk[KEY_BYTES], struct span folded, uint8_t sealed[TAG_SEALED]);
/* *n bytes of plain are the folded text. GW_EDENIED: not for this key pair, or altered; plain is then zeros. */
GW_CHECKED enum gw_err tag_open(const struct keypair *team, const uint8_t sealed[TAG_SEALED], uint8_t plain[TAG_PLAIN],
    size_t *n);
#endif
