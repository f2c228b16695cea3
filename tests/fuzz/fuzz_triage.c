/* fuzz_triage.c: any bytes as a report, with any answers, under the tree's own policy: decided, within bounds, and
 * never below what the answers demand. Run from the top of the tree. */
#include <stdint.h>
#include <stdlib.h>

#include "triage.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
check(const struct decision *d, size_t n)
{
	if (d->n > LIMIT_REASONS || d->band >= BAND_N || d->category >= CATEGORY_N || d->category == CATEGORY_NONE)
		abort();
	if (d->band != BAND_ROUTINE && (d->n == 0 || d->reason[0].band != d->band))
		abort();
	for (size_t i = 0; i < d->n; i++)
		if (d->reason[i].at > n || d->reason[i].len > n - d->reason[i].at || d->reason[i].why[0] == '\0')
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct triage *t;
	struct answers a = { .danger_now = DANGER_NOT_SURE };
	struct decision plain, answered;

	if (t == NULL && triage_load("policy", stderr, &t) != GW_OK)
		abort();
	if (n < 5)
		return 0;
	triage_decide(t, (struct span){ data + 5, n - 5 }, &a, &plain);
	check(&plain, n - 5);
	a = (struct answers){ (enum answer_danger)(data[0] % 3), (enum answer_when)(data[1] % 5),
		(enum answer_weapon)(data[2] % 3), (enum answer_about)(data[3] % 3),
		(enum category)(data[4] % CATEGORY_N) };
	triage_decide(t, (struct span){ data + 5, n - 5 }, &a, &answered);
	check(&answered, n - 5);
	if (answered.band < plain.band || (a.danger_now == DANGER_YES && answered.band != BAND_IMMEDIATE))
		abort();
	return 0;
}
