/* codes.c: ten of refcode.h's codes. */
#include "codes.h"

void
codes_make(struct codes *c)
{
	for (size_t i = 0; i < LIMIT_RECOVERY_CODES; i++) {
		refcode_make(&c->code[i]);
		refcode_text(&c->code[i], c->text[i]);
	}
}

void
codes_tags(const struct codes *c, const uint8_t member_sk[KEY_BYTES], struct msg_tag tag[LIMIT_RECOVERY_CODES])
{
	for (size_t i = 0; i < LIMIT_RECOVERY_CODES; i++)
		recovery_code_tag(member_sk, &c->code[i], tag[i].found_by);
}
