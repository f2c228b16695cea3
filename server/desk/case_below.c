/* case_below.c: a table and a look at the end of the path. */
#include "case_below.h"

#include <string.h>

#include "case_acts.h"
#include "case_page.h"
#include "file_page.h"
#include "paper_page.h"
#include "pass_page.h"
#include "path.h"
#include "share_page.h"
#include "sheet_page.h"

static const struct { const char *below; seat_fn *get, *post; } pages[] = {
	{ "/pass", pass_page_get, pass_page_post },
	{ "/share", share_page_get, share_page_post },
	{ "/record", sheet_page_get, sheet_page_post },
	{ "/paper/mash", paper_page_get, paper_page_post },
	{ "/paper/impact", paper_page_get, paper_page_post },
	{ "/paper/chronology", paper_page_get, paper_page_post },
};

static bool
is_file(struct span below)
{
	static const char front[] = "/files/";

	return below.n >= sizeof front - 1 && memcmp(below.p, front, sizeof front - 1) == 0;
}

static void
run(struct seat *s, bool is_post)
{
	uint8_t report[ID_BYTES];
	struct span below = { NULL, 0 };

	if (path_report(s->rest, report, &below) == GW_OK)
		for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
			if (span_is(below, pages[i].below)) {
				(is_post ? pages[i].post : pages[i].get)(s);
				return;
			}
	if (!is_post && is_file(below)) {
		file_page_get(s);
		return;
	}
	(is_post ? case_acts_post : case_page_get)(s);
}

void
case_below_get(struct seat *s)
{
	run(s, false);
}

void
case_below_post(struct seat *s)
{
	run(s, true);
}
