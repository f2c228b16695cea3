/* sample.h: which closed cases a multi-agency audit looks at: drawn by chance from each band, and drawn again the same
 * from the same cases and seed, so that anybody can check that nobody chose them. Pure. Domain: (a) U27. */
#ifndef SAMPLE_H
#define SAMPLE_H

#include <stddef.h>

#include "hash.h"
#include "policy.h"

enum { SAMPLE_RANK = 32 };
struct sample_row {
	uint8_t report[ID_BYTES];
	enum band band;
	uint32_t parts;			/* how much of it there is; carried along */
	uint8_t rank[SAMPLE_RANK];	/* the draw's own */
};

/* Draws size of n rows, no id of which comes twice: the first so many of row are the sample then, the gravest band
 * first; behind them the others. One of each band there is, the gravest first when there are more bands than places;
 * the other places by each band's share, by largest remainder, the graver band first where two are alike. In a band the
 * lowest BLAKE2b of the id under the seed. How many they are: size, or n when that is less. */
size_t sample_draw(struct sample_row *row, size_t n, uint32_t seed, size_t size);
#endif
