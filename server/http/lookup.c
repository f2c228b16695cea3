/* lookup.c: looks a path up in a site's table. */
#include "lookup.h"

#include <stdio.h>
#include <string.h>

static bool
matches(const char *pattern, struct span path, struct span *rest)
{
	size_t n = strlen(pattern);

	*rest = (struct span){ NULL, 0 };
	if (n == 0 || pattern[n - 1] != '*')
		return span_is(path, pattern);
	if (path.n < n - 1 || memcmp(path.p, pattern, n - 1) != 0)
		return false;
	*rest = (struct span){ path.p + n - 1, path.n - (n - 1) };
	return true;
}

static void
name_methods(const bool has[HTTP_METHOD_N], char allow[LOOKUP_ALLOW])
{
	snprintf(allow, LOOKUP_ALLOW, "%s%s%s", has[HTTP_GET] ? ", GET, HEAD" : "", has[HTTP_POST] ? ", POST" : "",
	    has[HTTP_DELETE] ? ", DELETE" : "");
	memmove(allow, allow + 2, strlen(allow + 2) + 1);
}

enum gw_err
lookup_route(const struct site *site, const struct http_req *req, const struct route **route, struct span *rest,
    char allow[LOOKUP_ALLOW])
{
	const enum http_method wanted = req->method == HTTP_HEAD ? HTTP_GET : req->method;
	bool has[HTTP_METHOD_N] = { false }, any = false;

	for (size_t i = 0; i < site->n; i++) {
		const struct route *r = &site->routes[i];

		if (!matches(r->path, req->path, rest))
			continue;
		if (r->method == wanted) {
			*route = r;
			return GW_OK;
		}
		has[r->method] = any = true;
	}
	if (!any)
		return GW_EABSENT;
	name_methods(has, allow);
	return GW_EDENIED;
}
