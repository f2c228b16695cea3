/* pages.c: rows lent to a message until the store's next call. */
#include "pages.h"

#include <string.h>

/* Of one message: everything but head and parts; one part but its bytes. */
enum { FIXED_ROOM = 512, PART_ROOM = 1 + 4 + SEAL_DIGEST + 4 };
_Static_assert(FIXED_ROOM + PART_ROOM + SEAL_STEP + 122880 <= LIMIT_WIRE, "the largest part has to fit beside a head");

static enum gw_err
part_take(struct use *row, bool is_reporters, size_t *room, struct msg_thread *out)
{
	struct msg_part *p = &out->part[out->n];
	struct span sealed = use_get_span(row, 3);

	p->seq = (uint32_t)use_get_number(row, 0);
	p->kind = (uint8_t)use_get_number(row, 1);
	use_get_blob(row, 2, p->digest, SEAL_DIGEST);
	if (is_reporters && !part_is_reporters((enum part_kind)p->kind))
		sealed = (struct span){ NULL, 0 };
	if (PART_ROOM + sealed.n > *room)
		return GW_MORE;
	*room -= PART_ROOM + sealed.n;
	out->n++;
	return store_lend(row->store, sealed, &p->sealed);
}

static enum gw_err
parts_take(struct store *s, uint32_t from, bool is_reporters, struct msg_thread *out)
{
	size_t room = LIMIT_WIRE - FIXED_ROOM - out->head.n;
	struct use u;
	enum gw_err e = GW_OK;

	out->n = 0;
	use_start(&u, s, PARTS_FROM);
	use_blob(&u, out->report, ID_BYTES);
	use_number(&u, from);
	use_number(&u, MSG_PARTS);
	while (e == GW_OK && use_row(&u) == GW_OK)
		e = part_take(&u, is_reporters, &room, out);
	return use_end(&u, e == GW_MORE ? GW_OK : e);
}

enum gw_err
pages_take(struct use *row, uint32_t from, bool is_reporters, struct msg_thread *out)
{
	enum gw_err e;

	use_get_blob(row, 0, out->report, ID_BYTES);
	out->band = (uint8_t)use_get_number(row, 1);
	out->state = (uint8_t)use_get_number(row, 2);
	out->received = use_get_number(row, 3);
	out->due = use_get_number(row, 4);
	out->total = (uint32_t)use_get_number(row, 5);
	out->files = (uint32_t)use_get_number(row, 6);
	e = store_lend(row->store, use_get_span(row, 7), &out->head);
	if ((e = use_end(row, e)) != GW_OK)
		return e;
	return parts_take(row->store, from, is_reporters, out);
}

enum gw_err
store_thread_by_tag(struct store *s, const struct msg_thread_by_tag *q, struct msg_thread *out)
{
	struct use u;
	enum gw_err e = store_as(s, ROLE_INTAKE);

	if (e != GW_OK)
		return e;
	memset(out, 0, sizeof *out);
	use_start(&u, s, REPORT_BY_TAG);
	use_blob(&u, q->tag, TAG_BYTES);
	if ((e = use_row(&u)) != GW_OK)
		return e;
	use_get_blob(&u, 8, out->grant, GRANT_BYTES);
	out->helps = use_get_number(&u, 9) != 0;
	return pages_take(&u, q->from, true, out);
}
