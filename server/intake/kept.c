/* kept.c: the code page's knowledge as sealed JSON. */
#include "kept.h"

#include <stdio.h>
#include <string.h>

#include "formseal.h"
#include "secret.h"

enum { PLAIN_MAX = 8 * 1024, TYPED_MAX = 63 };

enum gw_err
kept_seal(const struct reception *r, const struct kept *k, struct buf *state)
{
	json_t *v = json_pack("{s:s,s:I,s:i,s:b,s:i,s:O}", "code", k->code, "come_back", (json_int_t)k->come_back,
	    "category", (int)k->category, "again", k->again, "chosen", k->chosen, "files", k->files);
	struct buf plain;
	enum gw_err e;

	if (v == NULL)
		return GW_ENOMEM;
	buf_init(&plain, PLAIN_MAX);
	if ((e = json_write(v, &plain)) == GW_OK)
		e = formseal_seal(r->formseal, FORMSEAL_RECEIPT, buf_span(&plain), state);
	json_decref(v);
	buf_free(&plain);
	return e;
}

static enum gw_err
read_kept(const json_t *v, struct kept *k)
{
	const char *code = NULL;
	json_int_t come_back = 0;
	int category = 0, again = 0;
	size_t n = 0;

	if (json_unpack((json_t *)(uintptr_t)v, "{s:s%,s:I,s:i,s:b,s:i,s:O!}", "code", &code, &n, "come_back",
	    &come_back, "category", &category, "again", &again, "chosen", &k->chosen, "files", &k->files) != 0)
		return GW_EDENIED;
	if (n != REFCODE_TEXT - 1 || category < 0 || category >= CATEGORY_N)
		return GW_EDENIED;
	memcpy(k->code, code, REFCODE_TEXT);
	k->come_back = come_back;
	k->category = (enum category)category;
	k->again = again != 0;
	return GW_OK;
}

enum gw_err
kept_open(const struct reception *r, struct span state, struct kept *k)
{
	char why[JSON_FAULT];
	struct buf plain;
	json_t *v = NULL;
	enum gw_err e;

	*k = (struct kept){ .files = NULL };
	buf_init(&plain, PLAIN_MAX);
	if ((e = formseal_open(r->formseal, FORMSEAL_RECEIPT, state, &plain)) == GW_OK &&
	    (e = json_read(buf_span(&plain), &v, why)) == GW_OK)
		e = read_kept(v, k);
	json_decref(v);
	buf_free(&plain);
	return e == GW_EINPUT ? GW_EDENIED : e;
}

bool
kept_is_last_group(const struct kept *k, struct span typed)
{
	char whole[REFCODE_TEXT + TYPED_MAX + 1], text[REFCODE_TEXT];
	struct refcode code;
	bool is_same;
	int group;

	if (typed.n > TYPED_MAX)
		return false;
	/* Short of a whole code, it is read as the end of ours: slips (small letters, O for 0) are forgiven alike. */
	if (typed.n < REFCODE_SYMBOLS)
		snprintf(whole, sizeof whole, "%.*s%.*s", REFCODE_TEXT - 1 - REFCODE_GROUP, k->code, (int)typed.n,
		    (const char *)typed.p);
	else
		snprintf(whole, sizeof whole, "%.*s", (int)typed.n, (const char *)typed.p);
	is_same = refcode_parse(span_of(whole), &code, &group) == REFCODE_FINE;
	if (is_same) {
		refcode_text(&code, text);
		is_same = secret_equal(text, k->code, REFCODE_TEXT);
	}
	secret_wipe(&code, sizeof code);
	secret_wipe(whole, sizeof whole);
	secret_wipe(text, sizeof text);
	return is_same;
}

void
kept_wipe(struct kept *k)
{
	json_decref(k->files);
	secret_wipe(k, sizeof *k);
}
