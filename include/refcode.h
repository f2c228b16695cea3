/* refcode.h: the reference code a reporter keeps. 20 symbols of Crockford base32 in five groups of four: 19 random
 * (95 bits) and one check symbol, a weighted sum over GF(2^5) that catches every single wrong symbol and every swap of
 * two symbols. Case, spaces and hyphens are ignored; I and L read as 1, O as 0. Pure but for refcode_make. */
#ifndef REFCODE_H
#define REFCODE_H

#include <stdint.h>

#include "err.h"
#include "span.h"

enum { REFCODE_SYMBOLS = 20, REFCODE_RANDOM = REFCODE_SYMBOLS - 1, REFCODE_GROUPS = 5 };
enum { REFCODE_GROUP = REFCODE_SYMBOLS / REFCODE_GROUPS };	/* symbols of each */
enum { REFCODE_TEXT = 25 /* "XXXX-…-XXXX" and NUL */ };

struct refcode {
	uint8_t symbol[REFCODE_SYMBOLS];	/* 0..31 each; a secret: wipe with secret_wipe */
};

enum refcode_fault {
	REFCODE_FINE,
	REFCODE_SHORT,		/* *group: the first group with fewer than four symbols, or the last one begun */
	REFCODE_LONG,		/* *group: the first group with more than four, or 0 when none tells */
	REFCODE_SYMBOL,		/* *group holds a character that no code has */
	REFCODE_CHECK		/* all symbols are possible, together they are not: group is 0, any may be wrong */
};

/* A fresh code from the system's randomness. */
void refcode_make(struct refcode *code);
/* The code of these bytes: five bits of each are a symbol. As random as they are. */
void refcode_from(const uint8_t bytes[REFCODE_RANDOM], struct refcode *code);
/* "7Q3K-…": upper case, hyphens, NUL. */
void refcode_text(const struct refcode *code, char text[REFCODE_TEXT]);
/* Reads what a person typed. On any fault *code is wiped and *group tells 1..5 where, or 0. Looks at 128 bytes at
 * most; longer is REFCODE_LONG. */
enum refcode_fault refcode_parse(struct span typed, struct refcode *code, int *group);
/* A sentence for the person who typed it, naming the group; never the symbols. Static text. */
const char *refcode_fault_text(enum refcode_fault fault, int group);
#endif
