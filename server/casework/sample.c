/* sample.c: a rank each, places for each band, then those of the lowest ranks. */
#include "sample.h"

#include <stdlib.h>
#include <string.h>

static void
rank(struct sample_row *row, uint32_t seed)
{
	uint8_t key[KEY_BYTES] = { (uint8_t)(seed >> 24), (uint8_t)(seed >> 16), (uint8_t)(seed >> 8), (uint8_t)seed };

	hash_labelled("concern audit   ", key, (struct span){ row->report, ID_BYTES }, row->rank, SAMPLE_RANK);
}

/* The gravest band first, in it the lowest rank. */
static int
by_rank(const void *a, const void *b)
{
	const struct sample_row *x = a, *y = b;

	if (x->band != y->band)
		return x->band > y->band ? -1 : 1;
	return memcmp(x->rank, y->rank, SAMPLE_RANK);	/* public bytes */
}

/* One more for the band whose remainder is the largest; it has none then. */
static void
give_one(size_t place[BAND_N], size_t remainder[BAND_N])
{
	int most = BAND_N - 1;

	for (int b = BAND_N - 1; b >= 0; b--)
		if (remainder[b] > remainder[most])
			most = b;
	place[most]++;
	remainder[most] = 0;
}

/* size < the sum of there. No band gets more than it has: behind the first one, its share of the rest is less than the
 * rest of it, and only a share that is not whole is rounded up. */
static void
share(const size_t there[BAND_N], size_t size, size_t place[BAND_N])
{
	size_t rest = 0, left = size, given = 0, remainder[BAND_N] = { 0 };

	for (int b = BAND_N - 1; b >= 0; b--) {
		place[b] = there[b] > 0 && left > 0;
		left -= place[b];
		rest += there[b] - place[b];
	}
	for (int b = BAND_N - 1; left > 0 && b >= 0; b--) {
		const size_t wanted = left * (there[b] - place[b]);

		place[b] += wanted / rest;
		given += wanted / rest;
		remainder[b] = wanted % rest;
	}
	for (; given < left; given++)
		give_one(place, remainder);
}

size_t
sample_draw(struct sample_row *row, size_t n, uint32_t seed, size_t size)
{
	size_t there[BAND_N] = { 0 }, place[BAND_N], drawn = 0;

	for (size_t i = 0; i < n; i++) {
		rank(&row[i], seed);
		there[row[i].band]++;
	}
	if (n > 0)
		qsort(row, n, sizeof *row, by_rank);
	if (size >= n)
		return n;
	share(there, size, place);
	for (size_t i = 0; i < n; i++) {
		const struct sample_row one = row[i];

		if (place[one.band] == 0)
			continue;
		place[one.band]--;
		row[i] = row[drawn];
		row[drawn++] = one;
	}
	return drawn;
}
