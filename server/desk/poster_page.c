/* poster_page.c: the poster as an answer. */
#include "poster_page.h"

#include "office.h"
#include "poster.h"

void
poster_page_end(struct exchange *x)
{
	const struct desk *d = exchange_site(x);
	const struct school *school = policy_school(d->setup->policy, exchange_rest(x));
	struct buf html;
	enum gw_err e;

	if (school == NULL) {
		exchange_problem(x, 404, "There is no school with this code.", NULL);
		return;
	}
	buf_init(&html, POSTER_MAX);
	e = poster_render(d->setup->wording, d->setup->config->public_host, school, false, &html);
	if (e == GW_OK)
		exchange_reply(x, 200, "text/html; charset=utf-8", buf_span(&html));
	else
		exchange_fail(x, e);
	buf_free(&html);
}
