/* tags.c: which cases of a team have something in common; what it is the vault cannot read. */
#include "tags.h"

#include <string.h>

#include "reach.h"
#include "visit.h"

enum gw_err
tags_put(struct store *s, const struct msg_case_put *p)
{
	int64_t n = RELATED_TAGS;
	struct use u;
	enum gw_err e;

	use_start(&u, s, TAG_COUNT);
	use_blob(&u, p->report, ID_BYTES);
	use_text(&u, p->tag_team);
	if (use_row(&u) == GW_OK)
		n = use_get_number(&u, 0);
	if ((e = use_end(&u, GW_OK)) != GW_OK)
		return e;
	if (n >= RELATED_TAGS)
		return GW_ELIMIT;
	use_start(&u, s, TAG_PUT);
	use_blob(&u, p->report, ID_BYTES);
	use_text(&u, p->tag_team);
	use_blob(&u, p->tag, TAG_BYTES);
	use_blob(&u, p->tag_sealed, TAG_SEALED);
	return use_run(&u, NULL);
}

enum gw_err
tags_drop(struct store *s, const struct msg_case_put *p)
{
	int dropped = 0;
	struct use u;
	enum gw_err e;

	use_start(&u, s, TAG_DROP);
	use_blob(&u, p->report, ID_BYTES);
	use_text(&u, p->tag_team);
	use_blob(&u, p->tag, TAG_BYTES);
	e = use_run(&u, &dropped);
	return e == GW_OK && dropped != 1 ? GW_EINPUT : e;
}

static enum gw_err
tag_find(struct store *s, const struct msg_related_get *q, const uint8_t tag[TAG_BYTES], struct msg_related *out)
{
	struct use u;

	use_start(&u, s, TAG_FIND);
	use_blob(&u, q->report, ID_BYTES);
	use_text(&u, q->team);
	use_blob(&u, tag, TAG_BYTES);
	use_number(&u, LIMIT_DESK_PAGE);
	while (out->n < LIMIT_DESK_PAGE && use_row(&u) == GW_OK) {
		struct msg_related_row *row = &out->row[out->n++];

		use_get_blob(&u, 0, row->report, ID_BYTES);
		memcpy(row->tag, tag, TAG_BYTES);
		row->band = (uint8_t)use_get_number(&u, 1);
		row->state = (uint8_t)use_get_number(&u, 2);
		row->received = use_get_number(&u, 3);
	}
	return use_end(&u, GW_OK);
}

enum gw_err
store_related_get(struct store *s, const struct msg_related_get *q, int64_t now, struct msg_related *out)
{
	struct visit v;
	enum gw_err e;

	memset(out, 0, sizeof *out);
	if (q->n > RELATED_TAGS)
		return GW_ELIMIT;
	if ((e = visit_prove(s, q->session, now, &v)) != GW_OK ||
	    (e = reach_team(s, q->report, q->team, now)) != GW_OK)
		return e;
	for (size_t i = 0; i < q->n && e == GW_OK; i++)
		e = tag_find(s, q, q->tag[i].found_by, out);
	return e;
}
