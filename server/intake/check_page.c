/* check_page.c: a code typed in, its thread as a page out. */
#include "check_page.h"

#include "form.h"
#include "log.h"
#include "secret.h"
#include "thread_page.h"

void
check_page_get_end(struct exchange *x)
{
	thread_page_ask(x, SHOW_FORM, NULL);
}

static void
on_thread(void *arg, enum gw_err e)
{
	static const struct thread_note note = { .error = NULL };
	struct check_page *c = arg;

	if (e != GW_OK) {
		thread_page_fail(c->x, e);
		return;
	}
	log_count(LOG_CHECK);
	thread_page_show(c->x, 200, &c->thread, &c->code, &note);
}

/* What was typed is not shown again: it is a secret, and someone may be looking. */
static void
look(struct exchange *x, struct span typed)
{
	struct check_page *c = exchange_state(x);
	struct page_error error = { .field = "code", .kind = "code_missing" };
	enum refcode_fault fault;
	int group;
	enum gw_err e;

	c->x = x;
	if (typed.n == 0) {
		thread_page_ask(x, 422, &error);
		return;
	}
	if ((fault = refcode_parse(typed, &c->code, &group)) != REFCODE_FINE) {
		error.kind = "said";
		error.said = span_of(refcode_fault_text(fault, group));
		thread_page_ask(x, 422, &error);
		return;
	}
	c->thread.messages = json_array();
	e = c->thread.messages == NULL ? GW_ENOMEM : thread_find(&c->thread, exchange_site(x), &c->code, on_thread, c);
	if (e != GW_OK)
		exchange_fail(x, e);
}

void
check_page_post_end(struct exchange *x)
{
	struct form f = { .n = 0 };
	enum gw_err e = form_read(exchange_body(x), &f);

	if (e == GW_OK)
		look(x, form_value(&f, "code"));
	else
		exchange_fail(x, e);
	form_wipe(&f);
}

void
check_page_gone(struct exchange *x)
{
	struct check_page *c = exchange_state(x);

	thread_end(&c->thread);
	secret_wipe(c, sizeof *c);
}
