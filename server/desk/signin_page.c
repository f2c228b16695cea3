/* signin_page.c: three fields in, a cookie out. Whatever was wrong, one sentence says so. */
#include "signin_page.h"

#include "secret.h"
#include "session.h"
#include "signin.h"

struct work { struct signin *signin; };

static void
work_end(void *work)
{
	struct work *w = work;

	signin_free(w->signin);
}

void
signin_page_show(struct seat *s)
{
	struct console m = { .sign_in = { .was_out = form_is(&s->form, "out", "1"),
	    .was_idle = form_is(&s->form, "idle", "1") } };

	seat_show(s, 200, CONSOLE_SIGN_IN, &m);
}

static void
show_wrong(struct seat *s)
{
	const struct console_error wrong = { "name", span_of(SIGNIN_WRONG) };
	struct console m = { .errors = &wrong, .errors_n = 1, .sign_in = { .name = form_value(&s->form, "name") } };

	seat_show(s, 422, CONSOLE_SIGN_IN, &m);
}

static void
on_signed_in(void *arg, enum gw_err e, const uint8_t *token)
{
	struct seat *s = arg;
	char cookie[SESSION_COOKIE];

	if (e == GW_EDENIED) {
		show_wrong(s);
		return;
	}
	if (e == GW_OK) {
		session_cookie(token, cookie);
		e = exchange_cookie(s->x, cookie);
		secret_wipe(cookie, sizeof cookie);
	}
	if (e == GW_OK)
		seat_go(s, "/");
	else
		seat_fail(s, e);
}

void
signin_page_send(struct seat *s)
{
	const struct signin_words words = { form_value(&s->form, "name"), form_value(&s->form, "passphrase"),
	    form_value(&s->form, "code") };
	const char *field;
	struct work *w;
	enum gw_err e;

	if (signin_fault(&words, &field) != NULL) {
		show_wrong(s);
		return;
	}
	w = seat_work(s, sizeof *w, work_end);
	if (w == NULL)
		return;
	e = signin_new(s->desk, &words, on_signed_in, s, &w->signin);
	if (e != GW_OK)
		seat_fail(s, e);
}
