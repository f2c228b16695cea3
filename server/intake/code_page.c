/* code_page.c: three pages and a picture around one code. */
#include "code_page.h"

#include <time.h>

#include "form.h"
#include "qr.h"
#include "receipt.h"
#include "secret.h"

enum { STATE_MAX = 32 * 1024, PICTURE_SCALE = 8 };

/* What these pages are made of. */
struct coded {
	struct show show;
	struct buf state, drawing;
	struct span group[REFCODE_GROUPS];
};

static enum gw_err
qr_of(const struct reception *r, const struct kept *k, struct qr **q)
{
	char url[RECEIPT_URL];
	enum gw_err e;

	receipt_url(r->setup->config, k->code, url);
	e = qr_make(url, q);
	secret_wipe(url, sizeof url);
	return e;
}

static enum gw_err
coded_start(struct coded *c, const struct reception *r, const struct kept *k)
{
	enum gw_err e;

	show_start(&c->show, r, NULL, time(NULL));
	show_come_back(&c->show, r, k->come_back);
	show_arrived(&c->show, k->files, k->chosen);
	buf_init(&c->state, STATE_MAX);
	buf_init(&c->drawing, QR_DRAWING);
	if ((e = kept_seal(r, k, &c->state)) == GW_OK)
		c->show.page.state = buf_span(&c->state);
	return e;
}

static void
coded_end(struct coded *c)
{
	buf_free(&c->state);
	buf_free(&c->drawing);
	secret_wipe(c, sizeof *c);
}

static enum gw_err
draw(struct coded *c, const struct reception *r, const struct kept *k)
{
	struct qr *q = NULL;
	enum gw_err e = qr_of(r, k, &q);

	if (e == GW_OK)
		e = qr_svg(q, "", &c->drawing);
	qr_free(q);
	c->show.page.code.qr.html = buf_span(&c->drawing);
	return e;
}

void
code_page_show(struct exchange *x, const struct kept *k)
{
	const struct reception *r = exchange_site(x);
	struct coded c;
	enum gw_err e = coded_start(&c, r, k);

	if (e == GW_OK)
		e = draw(&c, r, k);
	for (size_t i = 0; i < REFCODE_GROUPS; i++)
		c.group[i] = (struct span){ (const uint8_t *)k->code + i * (REFCODE_GROUP + 1),
		    REFCODE_GROUP };
	c.show.page.code.code = span_of(k->code);
	c.show.page.code.groups = c.group;
	c.show.page.code.groups_n = REFCODE_GROUPS;
	c.show.page.code.again = k->again;
	if (e == GW_OK)
		show_page(x, 200, PAGE_CODE, &c.show.page);
	else
		exchange_fail(x, e);
	coded_end(&c);
}

static void
prove(struct exchange *x, const struct kept *k, const char *wrong)
{
	const struct page_error error = { .field = "last", .kind = wrong };
	struct coded c;
	enum gw_err e = coded_start(&c, exchange_site(x), k);

	if (wrong != NULL) {
		c.show.page.errors = &error;
		c.show.page.errors_n = 1;
	}
	if (e == GW_OK)
		show_page(x, wrong != NULL ? 422 : 200, PAGE_PROVE, &c.show.page);
	else
		exchange_fail(x, e);
	coded_end(&c);
}

static void
done(struct exchange *x, const struct kept *k)
{
	const struct reception *r = exchange_site(x);
	const struct help *help = policy_help(r->setup->policy, k->category);
	struct coded c;
	enum gw_err e = coded_start(&c, r, k);

	show_help(&c.show, help);
	if (e == GW_OK)
		show_page(x, 200, PAGE_DONE, &c.show.page);
	else
		exchange_fail(x, e);
	coded_end(&c);
}

static enum gw_err
picture(struct exchange *x, const struct kept *k)
{
	struct reply reply = { .status = 200, .type = "image/png", .file_name = "picture.png" };
	struct buf png;
	struct qr *q = NULL;
	enum gw_err e;

	buf_init(&png, QR_DRAWING);
	if ((e = qr_of(exchange_site(x), k, &q)) == GW_OK && (e = qr_png(q, PICTURE_SCALE, &png)) == GW_OK) {
		reply.body = buf_span(&png);
		exchange_answer(x, &reply);
	}
	qr_free(q);
	buf_free(&png);
	return e;
}

static void
act(struct exchange *x, const struct form *f, const struct kept *k)
{
	if (form_is(f, "go", "back"))
		code_page_show(x, k);
	else if (!form_has(f, "last"))
		prove(x, k, NULL);
	else if (kept_is_last_group(k, form_value(f, "last")))
		done(x, k);
	else
		prove(x, k, "last_wrong");
}

static void
with_kept(struct exchange *x, bool is_picture)
{
	struct form f = { .n = 0 };
	struct kept k = { .files = NULL };
	enum gw_err e = form_read(exchange_body(x), &f);

	if (e == GW_OK)
		e = kept_open(exchange_site(x), form_value(&f, "state"), &k);
	if (e == GW_OK && is_picture)
		e = picture(x, &k);
	else if (e == GW_OK)
		act(x, &f, &k);
	if (e == GW_EDENIED)
		show_problem(x, 422, "code_gone");
	else if (e != GW_OK)
		exchange_fail(x, e);
	kept_wipe(&k);
	form_wipe(&f);
}

void
code_page_kept_end(struct exchange *x)
{
	with_kept(x, false);
}

void
code_page_picture_end(struct exchange *x)
{
	with_kept(x, true);
}
