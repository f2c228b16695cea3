/* page.c: one page by its compiled template, whole or not at all. */
#include "page.h"

#include "put.h"

enum gw_err
page_render(enum page_id id, const struct page *m, struct buf *out)
{
	struct out o = { out, GW_OK };
	const size_t before = out->n;

	page_templates[id](m, &o);
	if (o.e != GW_OK)
		out->n = before;
	return o.e;
}
