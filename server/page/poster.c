/* poster.c: the poster's model. */
#include "poster.h"

#include <stdio.h>

#include "qr.h"

enum { ADDRESS_MAX = 300 };
static const char HTTPS[] = "https://";

enum gw_err
poster_render(const struct wording *w, const char *host, const struct school *school, bool is_file, struct buf *out)
{
	struct page m = { .w = w, .is_file = is_file };
	char url[ADDRESS_MAX];
	struct buf drawing;
	struct qr *q = NULL;
	enum gw_err e = GW_ELIMIT;

	buf_init(&drawing, QR_DRAWING);
	/* Nothing behind the school's code: the address must not tell who hung the poster, or where. */
	if (snprintf(url, sizeof url, "%s%s/s/%s", HTTPS, host, school->code) >= (int)sizeof url)
		goto out;
	if ((e = qr_make(url, &q)) != GW_OK || (e = qr_svg(q, "", &drawing)) != GW_OK)
		goto out;
	m.values.value[VALUE_SCHOOL] = span_of(school->name);
	m.address = span_of(url);
	m.qr.html = buf_span(&drawing);
	e = page_render(PAGE_POSTER, &m, out);
out:
	qr_free(q);
	buf_free(&drawing);
	return e;
}
