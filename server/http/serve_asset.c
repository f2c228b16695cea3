/* serve_asset.c: compressed for those who take that; kept by browsers, because the name changes with the bytes. */
#include "serve_asset.h"

#include "asset.h"

void
serve_asset_end(struct exchange *x)
{
	const struct http_req *req = exchange_request(x);
	const struct asset *a = asset_find(req->path);

	if (a == NULL) {
		exchange_problem(x, 404, "There is no such page here.", NULL);
	} else {
		const struct reply reply = { .status = 200, .type = a->type, .may_keep = true, .vary = true,
		    .body = req->accepts_gzip ? a->gzip : a->plain, .gzip = req->accepts_gzip };

		exchange_answer(x, &reply);
	}
}
