/* second_show.c: from secret to picture. */
#include "second_show.h"

#include "qr.h"
#include "secret.h"

enum gw_err
second_show(struct second_show *w, struct span name, const uint8_t secret[SECOND_SECRET], struct console_second *out)
{
	char uri[SECOND_URI];
	struct qr *q = NULL;
	enum gw_err e;

	buf_init(&w->drawing, QR_DRAWING);
	e = second_text(secret, w->text);
	if (e != GW_OK)
		return e;
	second_spaced(w->text, w->spaced);
	second_uri(name, w->text, uri);
	e = qr_make(uri, &q);
	secret_wipe(uri, sizeof uri);
	if (e == GW_OK)
		e = qr_svg(q, "QR picture for your phone's app", &w->drawing);
	qr_free(q);
	out->qr.html = buf_span(&w->drawing);
	out->secret = span_of(w->text);
	out->spaced = span_of(w->spaced);
	return e;
}

void
second_show_free(struct second_show *w)
{
	buf_free(&w->drawing);
	secret_wipe(w, sizeof *w);
}

void
codes_show(const struct codes *c, struct console_code shown[LIMIT_RECOVERY_CODES], struct console_codes *out)
{
	for (size_t i = 0; i < LIMIT_RECOVERY_CODES; i++)
		shown[i].code = span_of(c->text[i]);
	out->codes = shown;
	out->codes_n = LIMIT_RECOVERY_CODES;
}
