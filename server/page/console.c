/* console.c: one page of the console by its compiled template, whole or not at all. */
#include "console.h"

#include "put.h"

enum gw_err
console_render(enum console_id id, const struct console *m, struct buf *out)
{
	struct out o = { out, GW_OK };
	const size_t before = out->n;

	console_templates[id](m, &o);
	if (o.e != GW_OK)
		out->n = before;
	return o.e;
}
