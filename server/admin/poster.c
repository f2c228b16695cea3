/* poster.c: a school's poster on stdout, to be printed from any browser. */
#include "admin.h"

#include <stdio.h>
#include <string.h>

#include "args.h"
#include "policy.h"
#include "poster.h"

static int
print_poster(const struct config *c, const struct policy *p, const struct wording *w, const char *code)
{
	const struct school *school = policy_school(p, span_of(code));
	struct buf html;
	enum gw_err e;

	if (school == NULL) {
		fprintf(stderr, "concernd: there is no school with the code %s; the codes are:", code);
		for (size_t i = 0; i < p->n_schools; i++)
			fprintf(stderr, " %s", p->school[i].code);
		fputc('\n', stderr);
		return ADMIN_REFUSED;
	}
	buf_init(&html, POSTER_MAX);
	e = poster_render(w, c->public_host, school, true, &html);
	if (e == GW_OK && (fwrite(html.p, 1, html.n, stdout) != html.n || fflush(stdout) != 0))
		e = GW_EIO;
	if (e != GW_OK)
		fprintf(stderr, "concernd: the poster could not be made: %s\n", gw_err_text(e));
	buf_free(&html);
	return e == GW_OK ? ADMIN_DONE : ADMIN_REFUSED;
}

int
admin_poster(int argc, char **argv)
{
	const char *code = argc > 1 ? argv[argc - 1] : "";
	struct wording *w = NULL;
	struct policy *p = NULL;
	struct config c;
	int status;

	if (argc < 3 || code[0] == '-' || strcmp(argv[argc - 2], "--config") == 0) {
		fprintf(stderr, "usage: concernd poster --config FILE SCHOOL > poster.html\n");
		return ADMIN_USAGE;
	}
	if ((status = args_config(argc - 1, argv, &c)) != ADMIN_DONE)
		return status;
	status = ADMIN_REFUSED;
	if (policy_load(c.policy, stderr, &p) == GW_OK && wording_load(c.policy, stderr, &w) == GW_OK)
		status = print_poster(&c, p, w, code);
	wording_free(w);
	policy_free(p);
	return status;
}
