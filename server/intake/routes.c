/* routes.c: the table, and the answers that need no question from outside. */
#include "routes.h"

#include "check_page.h"
#include "check_post.h"
#include "code_page.h"
#include "message_post.h"
#include "problem.h"
#include "reply_page.h"
#include "report_page.h"
#include "report_post.h"
#include "send_page.h"
#include "serve_asset.h"
#include "static_page.h"

/* Above any policy: the handlers refuse by policy and name its limit, which this ceiling could not. */
static const uint64_t UPLOAD_MAX = (uint64_t)1 << 40;

struct health {
	struct exchange *x;
	uint32_t ticket;
};

static void
schools_end(struct exchange *x)
{
	const struct reception *r = exchange_site(x);
	const struct policy *p = r->setup->policy;
	json_t *list = json_array();

	for (size_t i = 0; i < p->n_schools && list != NULL; i++)
		if (json_array_append_new(list, json_pack("{s:s,s:s}", "code", p->school[i].code, "name",
		    p->school[i].name)) != 0) {
			json_decref(list);
			list = NULL;
		}
	exchange_json_take(x, 200, list == NULL ? NULL : json_pack("{s:o}", "schools", list));
}

static void
on_pulse(void *arg, enum gw_err e, struct msg *m)
{
	struct health *h = arg;

	(void)m;
	h->ticket = 0;
	if (e == GW_OK)
		exchange_json_take(h->x, 200, json_pack("{s:s}", "status", "ok"));
	else
		problem_ours(h->x, e);
}

/* Alive means: a report sent now would be kept. So the vault is asked, and there are keys to seal to. */
static void
health_end(struct exchange *x)
{
	const struct reception *r = exchange_site(x);
	struct health *h = exchange_state(x);
	struct msg m = { .type = MSG_ROSTER_GET, .fd = -1 };
	enum gw_err e = GW_EBUSY;

	h->x = x;
	if (teams_are_known(r->teams))
		e = link_ask(r->link, &m, MSG_ROSTER, on_pulse, h, &h->ticket);
	if (e != GW_OK)
		problem_ours(x, e);
}

static void
health_gone(struct exchange *x)
{
	const struct reception *r = exchange_site(x);
	struct health *h = exchange_state(x);

	link_forget(r->link, h->ticket);
}

/* What a person sees, and what a program does. */
static const struct route routes[] = {
	{ HTTP_GET, "/", 0, 0, NULL, NULL, home_page_end, NULL, show_tell },
	{ HTTP_GET, "/s/*", 0, 0, NULL, NULL, school_page_end, NULL, show_tell },
	{ HTTP_GET, "/report", 0, 0, NULL, NULL, report_page_get_end, NULL, show_tell },
	{ HTTP_POST, "/report", LIMIT_FORM, 0, NULL, NULL, report_page_post_end, NULL, show_tell },
	{ HTTP_POST, "/report/send", UPLOAD_MAX, sizeof(struct send_page), send_page_begin, send_page_body,
	    send_page_end, send_page_gone, send_page_tell },
	{ HTTP_POST, "/report/kept", LIMIT_FORM, 0, NULL, NULL, code_page_kept_end, NULL, show_tell },
	{ HTTP_POST, "/report/picture", LIMIT_FORM, 0, NULL, NULL, code_page_picture_end, NULL, show_tell },
	{ HTTP_GET, "/report/send", 0, 0, NULL, NULL, later_page_end, NULL, show_tell },
	{ HTTP_GET, "/report/kept", 0, 0, NULL, NULL, later_page_end, NULL, show_tell },
	{ HTTP_GET, "/check/reply", 0, 0, NULL, NULL, later_page_end, NULL, show_tell },
	{ HTTP_GET, "/check", 0, 0, NULL, NULL, check_page_get_end, NULL, show_tell },
	{ HTTP_POST, "/check", LIMIT_FORM, sizeof(struct check_page), NULL, NULL, check_page_post_end, check_page_gone,
	    show_tell },
	{ HTTP_POST, "/check/reply", UPLOAD_MAX, sizeof(struct reply_page), reply_page_begin, reply_page_body,
	    reply_page_end, reply_page_gone, reply_page_tell },
	{ HTTP_GET, "/leave", 0, 0, NULL, NULL, leave_end, NULL, show_tell },
	{ HTTP_GET, "/leaving", 0, 0, NULL, NULL, leaving_page_end, NULL, show_tell },
	{ HTTP_GET, "/help", 0, 0, NULL, NULL, help_page_end, NULL, show_tell },
	{ HTTP_GET, "/lost", 0, 0, NULL, NULL, lost_page_end, NULL, show_tell },
	{ HTTP_GET, "/privacy", 0, 0, NULL, NULL, privacy_page_end, NULL, show_tell },
	{ HTTP_GET, "/accessibility", 0, 0, NULL, NULL, accessibility_page_end, NULL, show_tell },
	{ HTTP_GET, "/cookies", 0, 0, NULL, NULL, cookies_page_end, NULL, show_tell },
	{ HTTP_GET, "/assets/*", 0, 0, NULL, NULL, serve_asset_end, NULL, show_tell },
	{ HTTP_GET, "/favicon.ico", 0, 0, NULL, NULL, no_icon_end, NULL, NULL },
	{ HTTP_GET, "/healthz", 0, sizeof(struct health), NULL, NULL, health_end, health_gone, NULL },
	{ HTTP_GET, "/api/v1/schools", 0, 0, NULL, NULL, schools_end, NULL, NULL },
	{ HTTP_POST, "/api/v1/reports", UPLOAD_MAX, sizeof(struct report_post), report_post_begin, report_post_body,
	    report_post_end, report_post_gone, NULL },
	{ HTTP_POST, "/api/v1/reports/check", LIMIT_HTTP_JSON, sizeof(struct check_post), check_post_begin, NULL,
	    check_post_end, check_post_gone, NULL },
	{ HTTP_POST, "/api/v1/reports/messages", UPLOAD_MAX, sizeof(struct message_post), message_post_begin,
	    message_post_body, message_post_end, message_post_gone, NULL },
};

void
routes_site(struct reception *r, struct site *out)
{
	*out = (struct site){ .routes = routes, .n = sizeof routes / sizeof routes[0], .arg = r,
	    .tell = show_tell_any };
}
