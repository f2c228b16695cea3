/* reader.h: the second reader: a linear model over feature.h with weights.h, learned from labelled reports. It may
 * raise a band, never lower one. A sentence's score is the sum of its features' weights, each counted once; a text's is
 * the constant and the sum over its sentences. A sentence that is alarming by itself (a rule of urgent or above fired
 * in it alone, or it alone reads as urgent beyond doubt) never takes away from what the others say: so adding one never
 * lowers a band. It is silent on a text of which it knows nothing. Pure. */
#ifndef READER_H
#define READER_H

#include "weights.h"
#include "yaml_doc.h"

enum { READER_GROUNDS = 4, READER_WHY = 200, READER_BEYOND_DOUBT = 3000 /* above at_least: twenty to one */ };

/* What policy asks of the second reader, the top-level key second_reader of one file: from which score on it gives a
 * band, and the reason it then states. */
struct eagerness {
	int at_least[HEADS];		/* thousandths of log-odds */
	char why[HEADS][READER_WHY + 1];
};

struct reader {
	struct eagerness eagerness;
	struct weights *weights;	/* owned */
};

struct ground { uint16_t first, last; };	/* words */
struct opinion {
	bool knows;			/* something of the text; else all else is empty */
	enum band band;			/* BAND_ROUTINE: nothing to say */
	int64_t category[CATEGORY_N];	/* what it would call it, whatever the band; as score */
	int score[HEADS];		/* as compared with at_least */
	size_t n;
	struct ground ground[READER_GROUNDS];	/* what weighed most for the band, heaviest first */
};

/* Faults as yaml_doc_map tells them: GW_EINPUT. */
GW_CHECKED enum gw_err eagerness_read(struct yaml_doc *d, yaml_node_t *map, struct eagerness *e);
/* What there is to read. */
struct reading_matter {
	const struct word *words;
	size_t n;
	const struct sightings *sightings;
	const bool *alarming;		/* by word: a rule of urgent or above fired in its sentence alone;
					 * NULL: none did */
};
/* r has weights. */
void reader_read(const struct reader *r, const struct reading_matter *m, const struct answers *a,
    struct opinion *o);
#endif
