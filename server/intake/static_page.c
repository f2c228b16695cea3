/* static_page.c: one page a function. */
#include "static_page.h"

#include <time.h>

#include "report_page.h"
#include "show.h"

enum { STATE_MAX = 4 * 1024 };

static void
show_plain(struct exchange *x, enum page_id id)
{
	const struct reception *r = exchange_site(x);
	struct show s;

	show_start(&s, r, NULL, time(NULL));
	show_all_help(&s, r->setup->policy);
	show_page(x, 200, id, &s.page);
}

void
home_page_end(struct exchange *x)
{
	show_plain(x, PAGE_HOME);
}

/* As people copy it from a poster: in capital letters, with a slash behind it. */
static const struct school *
school_typed(const struct policy *p, struct span typed)
{
	uint8_t code[LIMIT_SCHOOL_CODE];
	size_t n = typed.n > 0 && typed.p[typed.n - 1] == '/' ? typed.n - 1 : typed.n;

	if (n > sizeof code)
		return NULL;
	for (size_t i = 0; i < n; i++)
		code[i] = typed.p[i] >= 'A' && typed.p[i] <= 'Z' ? (uint8_t)(typed.p[i] + ('a' - 'A')) : typed.p[i];
	return policy_school(p, (struct span){ code, n });
}

void
school_page_end(struct exchange *x)
{
	const struct reception *r = exchange_site(x);
	const struct school *school = school_typed(r->setup->policy, exchange_rest(x));
	struct show s;
	struct buf state;
	enum gw_err e;

	if (school == NULL) {
		show_problem(x, 404, "no_school");
		return;
	}
	buf_init(&state, STATE_MAX);
	show_start(&s, r, school, time(NULL));
	if ((e = report_page_begin(r, school, &state)) == GW_OK) {
		s.page.state = buf_span(&state);
		show_page(x, 200, PAGE_HOME, &s.page);
	} else {
		exchange_fail(x, e);
	}
	buf_free(&state);
}

void
leaving_page_end(struct exchange *x)
{
	show_plain(x, PAGE_LEAVING);
}

void
help_page_end(struct exchange *x)
{
	show_plain(x, PAGE_HELP);
}

void
lost_page_end(struct exchange *x)
{
	show_plain(x, PAGE_LOST);
}

void
privacy_page_end(struct exchange *x)
{
	show_plain(x, PAGE_PRIVACY);
}

void
accessibility_page_end(struct exchange *x)
{
	show_plain(x, PAGE_ACCESSIBILITY);
}

void
cookies_page_end(struct exchange *x)
{
	show_plain(x, PAGE_COOKIES);
}

void
later_page_end(struct exchange *x)
{
	static const struct reply reply = { .status = 303, .location = "/check" };

	exchange_answer(x, &reply);
}

void
no_icon_end(struct exchange *x)
{
	static const struct reply reply = { .status = 204, .may_keep = true };

	exchange_answer(x, &reply);
}

void
leave_end(struct exchange *x)
{
	const struct reception *r = exchange_site(x);
	const struct reply reply = { .status = 303, .location = r->setup->policy->leave_to, .clears = true };

	exchange_answer(x, &reply);
}
