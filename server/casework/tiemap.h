/* tiemap.h: who is tied with whom, and to which places, by the ties that people noted on many cases (SHEET_TIE): drawn,
 * listed and exported. Names that fold to the same bytes (line_fold) and are of one kind are one. A tie past its day is
 * left out; a rumour is marked, and is in no export. Same ties, same map, whatever the order of the cases. Pure.
 * Domain (a) U20, (K10): no list of members of anything; each tie has its source, its reliability and its end. */
#ifndef TIEMAP_H
#define TIEMAP_H

#include "situation.h"

enum { TIEMAP_ENTITIES = 240, TIEMAP_TIES = 480, TIEMAP_WIDTH = 900, TIEMAP_CSV = 1024 * 1024 };
enum entity_kind { ENTITY_PERSON, ENTITY_GROUP, ENTITY_PLACE, ENTITY_N };

struct tiemap_entity {
	enum entity_kind kind;
	char name[LIMIT_LINE + 1];	/* as it was noted first, by the order of names */
	char folded[LIMIT_LINE + 1];
	size_t group;			/* those tied with each other, by however many steps */
	int x, y;			/* in the drawing; after tiemap_lay */
};
struct tiemap_tie {
	size_t from, to;		/* entities */
	const char *how, *source, *reliability;	/* codes of SHEET_TIE; static */
	bool is_rumour;
	int64_t at, until;		/* when it was noted; the last moment that it stands */
	uint8_t report[ID_BYTES];	/* on which case */
	uint32_t part;
};
struct tiemap {
	size_t n, n_ties, left_out;	/* left_out: ties that there is no room for, or whose names are none */
	int64_t agreed;			/* ties of a later minute are not on it; 0, as it starts: all are */
	int width, height;		/* after tiemap_lay */
	struct tiemap_entity entity[TIEMAP_ENTITIES];
	struct tiemap_tie tie[TIEMAP_TIES];
};

void tiemap_start(struct tiemap *m);
/* The ties of one more case that stand at now. Copies what it keeps. */
void tiemap_add(struct tiemap *m, const uint8_t report[ID_BYTES], const struct situation *s, int64_t now);
/* Puts all in order and finds a place for each: those tied with each other stand on one circle, the largest first. */
void tiemap_lay(struct tiemap *m);
const char *entity_code(enum entity_kind k);	/* "person" */

/* After tiemap_lay: RFC 4180 with a heading; a cell that a spreadsheet would take for a formula has an apostrophe in
 * front. Without rumours, and without those of whom there are but rumours. What is "likely" says "unconfirmed". */
GW_CHECKED enum gw_err tiemap_entities_csv(const struct tiemap *m, struct buf *out);
GW_CHECKED enum gw_err tiemap_links_csv(const struct tiemap *m, struct buf *out);
#endif
