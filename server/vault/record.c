/* record.c: four walks along one report's key, into one hash. */
#include "record.h"

#include <sodium.h>
#include <string.h>

typedef crypto_generichash_blake2b_state hash_state;

static const uint8_t label[crypto_generichash_blake2b_PERSONALBYTES + 1] = "concern record 1";

static void
add_number(hash_state *h, int64_t n)
{
	uint8_t b[8];

	for (size_t i = 0; i < sizeof b; i++)
		b[i] = (uint8_t)((uint64_t)n >> (56 - 8 * i));
	crypto_generichash_blake2b_update(h, b, sizeof b);
}

/* With its length first: no two rows look alike. */
static void
add_span(hash_state *h, struct span s)
{
	add_number(h, (int64_t)s.n);
	if (s.n > 0)
		crypto_generichash_blake2b_update(h, s.p, s.n);
}

/* Columns of the present row: 'n' a number, 'b' bytes or text. */
static void
add_columns(hash_state *h, struct use *u, const char *kinds)
{
	for (int i = 0; kinds[i] != '\0'; i++) {
		if (kinds[i] == 'n')
			add_number(h, use_get_number(u, i));
		else
			add_span(h, use_get_span(u, i));
	}
}

/* Which grants are on no list goes into the hash last of all, and only when there are such: see record_of. */
static void
grant_take(struct use *u, struct record *r)
{
	const struct span team = use_get_span(u, 0);

	r->queued += use_get_number(u, 2) != 0;
	if (team.n == strlen(ROSTER_COMMUNITY) && memcmp(team.p, ROSTER_COMMUNITY, team.n) == 0)
		r->is_community = true;
}

static enum gw_err
add_rows(struct store *s, enum stmt which, const uint8_t report[ID_BYTES], hash_state *h, struct record *r, int64_t *n)
{
	static const char *const kinds[STMT_N] = {
		[RECORD_PARTS] = "nnb", [RECORD_GRANTS] = "bb", [RECORD_FILES] = "nbn",
	};
	struct use u;

	*n = 0;
	use_start(&u, s, which);
	use_blob(&u, report, ID_BYTES);
	add_number(h, which == RECORD_PARTS ? 1 : which == RECORD_GRANTS ? 2 : 3);
	while (use_row(&u) == GW_OK) {
		add_columns(h, &u, kinds[which]);
		if (which == RECORD_GRANTS)
			grant_take(&u, r);
		if (which == RECORD_FILES)
			r->held += use_get_number(&u, 3) != 0;
		++*n;
	}
	return use_end(&u, GW_OK);
}

static enum gw_err
add_unqueued(struct store *s, const uint8_t report[ID_BYTES], hash_state *h)
{
	struct use u;

	use_start(&u, s, RECORD_GRANTS);
	use_blob(&u, report, ID_BYTES);
	add_number(h, 5);
	while (use_row(&u) == GW_OK)
		if (use_get_number(&u, 2) == 0)
			add_span(h, use_get_span(&u, 0));
	return use_end(&u, GW_OK);
}

static enum gw_err
add_held(struct store *s, const uint8_t report[ID_BYTES], hash_state *h)
{
	struct use u;

	use_start(&u, s, RECORD_FILES);
	use_blob(&u, report, ID_BYTES);
	add_number(h, 6);
	while (use_row(&u) == GW_OK)
		if (use_get_number(&u, 3) != 0)
			add_columns(h, &u, "nbnn");
	return use_end(&u, GW_OK);
}

/* Clean copies are not in it: each is made from an attachment that is, by whoever looks first, and sealed to the key
 * and the number of that one alone; so another's in its place opens for nobody. */
enum gw_err
record_of(struct store *s, const uint8_t report[ID_BYTES], struct record *r)
{
	int64_t parts, files, helps;
	hash_state h;
	struct use u;
	enum gw_err e;

	r->queued = r->held = 0;
	r->is_community = false;
	crypto_generichash_blake2b_init_salt_personal(&h, NULL, 0, SEAL_DIGEST, NULL, label);
	use_start(&u, s, RECORD_REPORT);
	use_blob(&u, report, ID_BYTES);
	if ((e = use_row(&u)) != GW_OK)
		return e;
	add_span(&h, (struct span){ report, ID_BYTES });
	add_columns(&h, &u, "bbbnnnnb");
	r->band = use_get_number(&u, 3);
	r->due = use_get_number(&u, 4);
	parts = use_get_number(&u, 5);
	files = use_get_number(&u, 6);
	r->recorded = use_get_number(&u, 8);
	r->state = use_get_number(&u, 9);
	r->has_reply = use_get_number(&u, 10);
	/* Cases that nobody has acted on look as they did before there were these columns. */
	if (use_get_number(&u, 11) != 0 || use_get_span(&u, 12).n > 0) {
		add_number(&h, use_get_number(&u, 11));
		add_span(&h, use_get_span(&u, 12));
	}
	r->kind = use_get_number(&u, 13);
	helps = use_get_number(&u, 14);
	if ((e = use_end(&u, GW_OK)) != GW_OK || (e = add_rows(s, RECORD_PARTS, report, &h, r, &r->parts)) != GW_OK ||
	    (e = add_rows(s, RECORD_GRANTS, report, &h, r, &r->grants)) != GW_OK ||
	    (e = add_rows(s, RECORD_FILES, report, &h, r, &r->files)) != GW_OK)
		return e;
	/* Here as well: what no case had before there were these columns changes no older digest. */
	if (r->kind != KIND_REPORT || helps != 0) {
		add_number(&h, 4);
		add_number(&h, r->kind);
		add_number(&h, helps);
	}
	if (r->queued < r->grants && (e = add_unqueued(s, report, &h)) != GW_OK)
		return e;
	if (r->held > 0 && (e = add_held(s, report, &h)) != GW_OK)
		return e;
	crypto_generichash_blake2b_final(&h, r->digest, sizeof r->digest);
	return parts == r->parts && files == r->files ? GW_OK : GW_EINPUT;
}
