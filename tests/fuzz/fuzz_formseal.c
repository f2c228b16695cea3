/* fuzz_formseal.c: any bytes are no sealed form; what was sealed opens, and not after one letter was changed. */
#include <event2/event.h>
#include <stdlib.h>
#include <string.h>

#include "formseal.h"
#include "limit.h"
#include "secret.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct formseal *f;

static void
must(bool so)
{
	if (!so)
		abort();
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const uint8_t seed[KEY_BYTES] = { 1 };
	static struct event_base *base;

	(void)argc;
	(void)argv;
	must(secret_init() == GW_OK);
	base = event_base_new();
	must(base != NULL && formseal_new(base, seed, UINT64_MAX / 2, &f) == GW_OK);
	return 0;
}

static void
it_opens_unless_changed(struct span in, size_t where)
{
	struct buf sealed, plain;

	buf_init(&sealed, LIMIT_FORM);
	buf_init(&plain, LIMIT_FORM);
	must(formseal_seal(f, FORMSEAL_DRAFT, in, &sealed) == GW_OK);
	must(formseal_open(f, FORMSEAL_DRAFT, buf_span(&sealed), &plain) == GW_OK);
	must(span_equal(buf_span(&plain), in));
	must(formseal_open(f, FORMSEAL_FOLLOW, buf_span(&sealed), &plain) == GW_EDENIED);
	sealed.p[where % sealed.n] ^= (uint8_t)(1 + where % 255);
	must(formseal_open(f, FORMSEAL_DRAFT, buf_span(&sealed), &plain) == GW_EDENIED);
	buf_free(&sealed);
	buf_free(&plain);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf plain;

	buf_init(&plain, LIMIT_FORM);
	must(formseal_open(f, FORMSEAL_DRAFT, (struct span){ data, n }, &plain) == GW_EDENIED);
	must(plain.n == 0);
	buf_free(&plain);
	if (n > 2)
		it_opens_unless_changed((struct span){ data + 2, n - 2 }, (size_t)data[0] << 8 | data[1]);
	return 0;
}
