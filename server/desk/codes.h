/* codes.h: recovery codes: each signs somebody in once whose phone is lost. Made here, shown once, kept nowhere but as
 * tags that only the member's private key can make. */
#ifndef CODES_H
#define CODES_H

#include "limit.h"
#include "msg.h"
#include "refcode.h"

struct codes {
	struct refcode code[LIMIT_RECOVERY_CODES];
	char text[LIMIT_RECOVERY_CODES][REFCODE_TEXT];		/* to be shown */
};

void codes_make(struct codes *c);		/* a secret: wipe after use */
void codes_tags(const struct codes *c, const uint8_t member_sk[KEY_BYTES], struct msg_tag tag[LIMIT_RECOVERY_CODES]);
#endif
