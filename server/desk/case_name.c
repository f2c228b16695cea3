/* case_name.c: digits, kept for the page. */
#include "case_name.h"

#include <sodium.h>

#include "words_of.h"

struct span
case_name_id(struct scrap *s, const uint8_t report[ID_BYTES])
{
	char id[2 * ID_BYTES + 1];

	sodium_bin2hex(id, sizeof id, report, ID_BYTES);
	return scrap_copy(s, span_of(id));
}

struct span
case_name_ref(struct scrap *s, const uint8_t report[ID_BYTES])
{
	char ref[WORDS_REF];

	words_ref(report, ref);
	return scrap_copy(s, span_of(ref));
}
