/* refcode.c: 20 symbols of Crockford base32, the last of which checks the others. */
#include "refcode.h"

#include "secret.h"

#include <string.h>

enum { TYPED_MAX = 128, NO_SYMBOL = 0xFF };

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* What a person typed, as it lies before us. */
struct layout {
	int symbols;		/* characters that are, or stand where, a symbol should be */
	int bad;		/* how many symbols stood before the first impossible one, or -1 */
	int bad_run;		/* the run it stood in, 1.. */
	int runs;		/* groups as typed: runs between spaces or hyphens */
	int short_run;		/* the first run with fewer than REFCODE_GROUP symbols, or 0 */
	int long_run;		/* the first with more */
};

#define OF_FIVE(after) { \
	"One group of the code " after, "The first group of the code " after, \
	"The second group of the code " after, "The third group of the code " after, \
	"The fourth group of the code " after, "The fifth group of the code " after }

static const char *const texts[][REFCODE_GROUPS + 1] = {
	[REFCODE_FINE] = { "The code is complete." },
	[REFCODE_SHORT] = OF_FIVE("has too few letters or numbers."),
	[REFCODE_LONG] = OF_FIVE("has too many letters or numbers."),
	[REFCODE_SYMBOL] = OF_FIVE("has a character that no code has."),
	[REFCODE_CHECK] = { "One letter or number of the code is wrong, or two have changed places." },
};

/* Multiplies by a, a root of the primitive x^5 + x^2 + 1 over GF(2). */
static uint8_t
times_a(uint8_t v)
{
	return (uint8_t)((v << 1 ^ (v >> 4) * 0x25) & 0x1F);
}

/* The sum of a^(n-1-i) * symbol[i], by Horner's rule. The powers of a up to 30 are distinct and not zero: so one
 * changed symbol changes the sum, and so do two unequal ones that change places. */
static uint8_t
weighted_sum(const uint8_t *symbol, int n)
{
	uint8_t sum = 0;

	for (int i = 0; i < n; i++)
		sum = times_a(sum) ^ symbol[i];
	return sum;
}

static uint8_t
symbol_of(uint8_t c)
{
	const char *at;

	if (c >= 'a' && c <= 'z')
		c = (uint8_t)(c - 'a' + 'A');
	if (c == 'O')
		c = '0';
	if (c == 'I' || c == 'L')
		c = '1';
	at = c == '\0' ? NULL : strchr(alphabet, c);
	return at == NULL ? NO_SYMBOL : (uint8_t)(at - alphabet);
}

/* How many bytes of a separator stand here, or 0. Word processors turn the hyphens and spaces of a code that was
 * pasted through them into others: U+00A0 and U+2010 to U+2015. */
static size_t
separator(struct span s)
{
	if (s.p[0] == ' ' || s.p[0] == '-' || s.p[0] == '\t' || s.p[0] == '\r' || s.p[0] == '\n')
		return 1;
	if (s.n >= 2 && s.p[0] == 0xC2 && s.p[1] == 0xA0)
		return 2;
	if (s.n >= 3 && s.p[0] == 0xE2 && s.p[1] == 0x80 && s.p[2] >= 0x90 && s.p[2] <= 0x95)
		return 3;
	return 0;
}

static void
end_run(struct layout *l, int run)
{
	if (run == 0)
		return;
	if (run < REFCODE_GROUP && l->short_run == 0)
		l->short_run = l->runs;
	if (run > REFCODE_GROUP && l->long_run == 0)
		l->long_run = l->runs;
}

static void
take_symbol(struct layout *l, uint8_t s, struct refcode *code)
{
	if (s == NO_SYMBOL && l->bad < 0) {
		l->bad = l->symbols;
		l->bad_run = l->runs;
	}
	if (l->symbols < REFCODE_SYMBOLS)
		code->symbol[l->symbols] = s & 0x1F;
	l->symbols++;
}

static struct layout
read_layout(struct span typed, struct refcode *code)
{
	struct layout l = { .bad = -1 };
	int run = 0;
	size_t skip;

	for (size_t i = 0; i < typed.n; i += skip) {
		if ((skip = separator((struct span){ typed.p + i, typed.n - i })) > 0) {
			end_run(&l, run);
			run = 0;
			continue;
		}
		skip = 1;
		if ((typed.p[i] & 0xC0) == 0x80)
			continue;	/* the rest of a character of UTF-8: its first byte was counted */
		if (run++ == 0)
			l.runs++;
		take_symbol(&l, symbol_of(typed.p[i]), code);
	}
	end_run(&l, run);
	return l;
}

/* The group in which the symbol at this place stands, counting by fours; 0 past the last. */
static int
group_at(int place)
{
	return place < REFCODE_SYMBOLS ? place / REFCODE_GROUP + 1 : 0;
}

static enum refcode_fault
judge(const struct layout *l, const struct refcode *code, int *group)
{
	/* A person who typed two to five groups can be told which of them; otherwise count by fours. */
	const bool told = l->runs > 1 && l->runs <= REFCODE_GROUPS && l->symbols != REFCODE_SYMBOLS;

	if (l->bad >= 0) {
		*group = told ? l->bad_run : group_at(l->bad);
		return REFCODE_SYMBOL;
	}
	if (l->symbols < REFCODE_SYMBOLS) {
		*group = told && l->short_run > 0 ? l->short_run : group_at(l->symbols);
		return REFCODE_SHORT;
	}
	if (l->symbols > REFCODE_SYMBOLS) {
		*group = told ? l->long_run : 0;
		return REFCODE_LONG;
	}
	*group = 0;
	return weighted_sum(code->symbol, REFCODE_SYMBOLS) == 0 ? REFCODE_FINE : REFCODE_CHECK;
}

void
refcode_make(struct refcode *code)
{
	uint8_t bytes[REFCODE_RANDOM];

	secret_random(bytes, sizeof bytes);
	refcode_from(bytes, code);
	secret_wipe(bytes, sizeof bytes);
}

void
refcode_from(const uint8_t bytes[REFCODE_RANDOM], struct refcode *code)
{
	for (int i = 0; i < REFCODE_RANDOM; i++)
		code->symbol[i] = bytes[i] & 0x1F;
	code->symbol[REFCODE_RANDOM] = times_a(weighted_sum(code->symbol, REFCODE_RANDOM));
}

void
refcode_text(const struct refcode *code, char text[REFCODE_TEXT])
{
	char *at = text;

	for (int i = 0; i < REFCODE_SYMBOLS; i++) {
		if (i > 0 && i % REFCODE_GROUP == 0)
			*at++ = '-';
		*at++ = alphabet[code->symbol[i] & 0x1F];
	}
	*at = '\0';
}

enum refcode_fault
refcode_parse(struct span typed, struct refcode *code, int *group)
{
	enum refcode_fault fault = REFCODE_LONG;
	struct layout l;

	memset(code, 0, sizeof *code);
	*group = 0;
	if (typed.n <= TYPED_MAX) {
		l = read_layout(typed, code);
		fault = judge(&l, code, group);
	}
	if (fault != REFCODE_FINE)
		secret_wipe(code, sizeof *code);
	return fault;
}

const char *
refcode_fault_text(enum refcode_fault fault, int group)
{
	if ((unsigned)fault > REFCODE_CHECK)
		return texts[REFCODE_CHECK][0];
	if (group < 0 || group > REFCODE_GROUPS || texts[fault][group] == NULL)
		group = 0;
	return texts[fault][group];
}
