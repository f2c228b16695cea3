/* fuzz_multipart.c: the same form in one piece and in many gives the same events. The first byte chooses the pieces. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

struct outcome {
	uint64_t sum;		/* of all events, their order, and all data bytes */
	enum gw_err e;
	bool ended;
};

static void
add(struct outcome *o, const void *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		o->sum = (o->sum ^ ((const uint8_t *)p)[i]) * UINT64_C(0x100000001b3);
}

static void
take(struct outcome *o, const struct multipart *m, enum multipart_event ev, struct span data)
{
	const uint8_t mark = (uint8_t)ev;

	if (ev == MULTIPART_DATA) {
		if (data.n == 0)
			abort();
		add(o, data.p, data.n);
	} else if (ev != MULTIPART_NONE) {
		add(o, &mark, 1);
	}
	if (ev == MULTIPART_PART) {
		if (m->name[0] == '\0' || strpbrk(m->file_name, "/\\\r\n\t") != NULL)
			abort();
		add(o, m->name, strlen(m->name) + 1);
		add(o, m->file_name, strlen(m->file_name) + 1);
	}
	o->ended = o->ended || ev == MULTIPART_END;
}

static struct outcome
run(const uint8_t *p, size_t n, size_t piece)
{
	struct multipart m;
	struct outcome o = { .e = multipart_start(&m, span_of("multipart/form-data; boundary=-b")) };

	for (size_t at = 0; at < n && o.e == GW_OK; at += piece) {
		struct span in = { p + at, n - at < piece ? n - at : piece };
		enum multipart_event ev = MULTIPART_PART;

		while (o.e == GW_OK && (in.n > 0 || ev != MULTIPART_NONE)) {
			struct span data = { NULL, 0 };
			const char *why;
			size_t used = 0;

			o.e = multipart_next(&m, in, &used, &ev, &data, &why);
			if (o.e == GW_OK)
				take(&o, &m, ev, data);
			in = (struct span){ in.p + used, in.n - used };
		}
	}
	multipart_wipe(&m);
	return o;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct outcome whole, cut;

	if (n < 2)
		return 0;
	whole = run(p + 1, n - 1, n);
	cut = run(p + 1, n - 1, 1u + p[0] % 61u);
	if (whole.sum != cut.sum || whole.e != cut.e || whole.ended != cut.ended)
		abort();
	return 0;
}
