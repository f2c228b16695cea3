/* path.c: fixed shapes only; whatever else is asked for does not exist. */
#include "path.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "limit.h"

enum { ID_HEX = 2 * ID_BYTES };

static bool
starts(struct span s, const char *with)
{
	const size_t n = strlen(with);

	return s.n >= n && memcmp(s.p, with, n) == 0;
}

static struct span
after(struct span s, size_t n)
{
	return (struct span){ s.p + n, s.n - n };
}

static enum gw_err
id_read(struct span hex, uint8_t id[ID_BYTES])
{
	size_t n;

	for (size_t i = 0; i < hex.n; i++)
		if (hex.p[i] >= 'A' && hex.p[i] <= 'F')	/* one report has one address */
			return GW_EINPUT;
	if (hex.n != ID_HEX || sodium_hex2bin(id, ID_BYTES, (const char *)hex.p, hex.n, NULL, &n, NULL) != 0 ||
	    n != ID_BYTES)
		return GW_EINPUT;
	return GW_OK;
}

enum gw_err
path_decimal(struct span digits, int64_t most, int64_t *number)
{
	int64_t n = 0;

	if (digits.n == 0 || (digits.n > 1 && digits.p[0] == '0'))
		return GW_EINPUT;
	for (size_t i = 0; i < digits.n; i++) {
		if (digits.p[i] < '0' || digits.p[i] > '9' || n > (most - (digits.p[i] - '0')) / 10)
			return GW_EINPUT;
		n = n * 10 + (digits.p[i] - '0');
	}
	*number = n;
	return GW_OK;
}

enum gw_err
path_report(struct span path, uint8_t report[ID_BYTES], struct span *rest)
{
	if (path.n < ID_HEX || id_read((struct span){ path.p, ID_HEX }, report) != GW_OK)
		return GW_EABSENT;
	*rest = after(path, ID_HEX);
	return GW_OK;
}

enum gw_err
path_file(struct span rest, uint32_t *file)
{
	int64_t n;

	if (!starts(rest, "/files/") || path_decimal(after(rest, strlen("/files/")), 99999, &n) != GW_OK)
		return GW_EABSENT;
	*file = (uint32_t)n;
	return GW_OK;
}

/* Up to the second slash, and the rest from it on. */
static struct span
file_cut(struct span rest, struct span *below)
{
	const size_t front = strlen("/files/");
	const uint8_t *slash = rest.n > front ? memchr(rest.p + front, '/', rest.n - front) : NULL;
	const size_t n = slash == NULL ? rest.n : (size_t)(slash - rest.p);

	*below = after(rest, n);
	return (struct span){ rest.p, n };
}

enum gw_err
path_attachment(struct span rest, struct path_attachment *a)
{
	struct span below;
	int64_t page = 0;

	*a = (struct path_attachment){ .below = PATH_FILE };
	if (path_file(file_cut(rest, &below), &a->file) != GW_OK)
		return GW_EABSENT;
	if (below.n == 0)
		return GW_OK;
	if (span_is(below, "/copy"))
		a->below = PATH_COPY;
	else if (span_is(below, "/original"))
		a->below = PATH_ORIGINAL;
	else if (starts(below, "/pages/") && path_decimal(after(below, strlen("/pages/")), 99999, &page) == GW_OK &&
	    page > 0)
		a->below = PATH_PAGE;
	else
		return GW_EABSENT;
	a->page = (unsigned)page;
	return GW_OK;
}

/* The first pair's number, and which it is. */
static enum gw_err
pair_read(struct span pair, struct path_number *wanted, size_t n, size_t *which)
{
	for (*which = 0; *which < n; ++*which) {
		struct path_number *w = &wanted[*which];
		const size_t name = strlen(w->name);

		if (starts(pair, w->name) && pair.n > name && pair.p[name] == '=')
			return path_decimal(after(pair, name + 1), w->most, &w->value);
	}
	return GW_EINPUT;
}

enum gw_err
path_numbers(struct span query, struct path_number *wanted, size_t n)
{
	uint64_t seen = 0;
	size_t which;

	while (query.n > 0) {
		const uint8_t *amp = memchr(query.p, '&', query.n);
		const struct span pair = { query.p, amp == NULL ? query.n : (size_t)(amp - query.p) };

		if (pair_read(pair, wanted, n, &which) != GW_OK || (seen >> which & 1) != 0)
			return GW_EINPUT;
		seen |= (uint64_t)1 << which;
		query = after(query, pair.n + (amp != NULL));
	}
	return GW_OK;
}

void
cursor_text(const struct cursor *c, char text[PATH_CURSOR])
{
	char hex[ID_HEX + 1];

	sodium_bin2hex(hex, sizeof hex, c->report, ID_BYTES);
	snprintf(text, PATH_CURSOR, "%u-%" PRId64 "-%s", c->line, c->due, hex);
}

enum gw_err
cursor_read(struct span text, struct cursor *c)
{
	const uint8_t *dash;
	size_t n;

	if (text.n < 2 || (text.p[0] != '0' && text.p[0] != '1') || text.p[1] != '-')
		return GW_EINPUT;
	c->line = (uint8_t)(text.p[0] - '0');
	text = after(text, 2);
	dash = text.n == 0 ? NULL : memchr(text.p, '-', text.n);
	if (dash == NULL)
		return GW_EINPUT;
	n = (size_t)(dash - text.p);
	if (path_decimal((struct span){ text.p, n }, INT64_MAX, &c->due) != GW_OK)
		return GW_EINPUT;
	return id_read(after(text, n + 1), c->report);
}

enum gw_err
path_queue(struct span query, struct cursor *from, uint16_t *limit)
{
	bool has_after = false, has_limit = false;
	enum gw_err e = GW_OK;

	memset(from, 0, sizeof *from);
	*limit = LIMIT_QUEUE_PAGE;
	while (query.n > 0 && e == GW_OK) {
		const uint8_t *amp = memchr(query.p, '&', query.n);
		const struct span pair = { query.p, amp == NULL ? query.n : (size_t)(amp - query.p) };
		int64_t n = 0;

		if (!has_after && starts(pair, "after=")) {
			has_after = true;
			e = cursor_read(after(pair, strlen("after=")), from);
		} else if (!has_limit && starts(pair, "limit=")) {
			has_limit = true;
			e = path_decimal(after(pair, strlen("limit=")), LIMIT_QUEUE_PAGE, &n);
			*limit = (uint16_t)n;
		} else {
			e = GW_EINPUT;
		}
		query = after(query, pair.n + (amp != NULL));
	}
	return e == GW_OK && *limit > 0 ? GW_OK : GW_EINPUT;
}
