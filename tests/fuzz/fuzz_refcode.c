/* fuzz_refcode.c: whatever is typed, a code comes out valid or wiped, and its text reads back. */
#include "refcode.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const struct refcode zeros;
	struct refcode code, again;
	char text[REFCODE_TEXT];
	int group = -1, group_again = -1;
	const enum refcode_fault fault = refcode_parse((struct span){ data, n }, &code, &group);

	if (group < 0 || group > REFCODE_GROUPS || refcode_fault_text(fault, group) == NULL)
		abort();
	if (fault != REFCODE_FINE) {
		if (memcmp(&code, &zeros, sizeof code) != 0)
			abort();
		return 0;
	}
	refcode_text(&code, text);
	if (refcode_parse(span_of(text), &again, &group_again) != REFCODE_FINE)
		abort();
	if (memcmp(&code, &again, sizeof code) != 0)
		abort();
	return 0;
}
