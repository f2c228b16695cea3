/* qr.c: one QR symbol, three drawings. */
#include "qr.h"

#include <png.h>
#include <qrencode.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "secret.h"

enum { TEXT_MAX = 300, QUIET = 4, SCALE_MAX = 16, GREY_DARK = 0, GREY_LIGHT = 255 };

struct qr {
	QRcode *code;
	int side;	/* modules of the symbol and its quiet zone */
};

struct png_job {
	png_structp png;
	png_infop info;
	uint8_t *row;
	struct buf *out;
	enum gw_err e;
};

enum gw_err
qr_make(const char *text, struct qr **q)
{
	struct qr *made;

	*q = NULL;
	if (strlen(text) > TEXT_MAX)
		return GW_ELIMIT;
	made = calloc(1, sizeof *made);
	if (made == NULL)
		return GW_ENOMEM;
	made->code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	if (made->code == NULL) {
		free(made);
		return text[0] == '\0' ? GW_EINPUT : GW_ENOMEM;
	}
	made->side = made->code->width + 2 * QUIET;
	*q = made;
	return GW_OK;
}

void
qr_free(struct qr *q)
{
	if (q == NULL)
		return;
	secret_wipe(q->code->data, (size_t)q->code->width * (size_t)q->code->width);
	QRcode_free(q->code);
	free(q);
}

/* x and y count from the corner of the quiet zone; all around the symbol is light. */
static bool
is_dark(const struct qr *q, int x, int y)
{
	const int width = q->code->width;

	x -= QUIET;
	y -= QUIET;
	if (x < 0 || y < 0 || x >= width || y >= width)
		return false;
	return (q->code->data[y * width + x] & 1) != 0;
}

static enum gw_err
add_escaped(struct buf *out, const char *text)
{
	enum gw_err e = GW_OK;

	for (; *text != '\0' && e == GW_OK; text++) {
		const uint8_t c = (uint8_t)*text;

		if (c == '&')
			e = buf_add_text(out, "&amp;");
		else if (c == '<')
			e = buf_add_text(out, "&lt;");
		else if (c == '>')
			e = buf_add_text(out, "&gt;");
		else	/* XML has no other control characters than these, not even escaped */
			e = buf_add(out, c < ' ' && c != '\t' && c != '\n' ? span_of(" ") : (struct span){ &c, 1 });
	}
	return e;
}

/* One row as runs of dark modules: a QR of 40 x 40 in 4 KiB instead of 40. */
static enum gw_err
add_svg_row(const struct qr *q, int y, struct buf *out)
{
	enum gw_err e = GW_OK;
	char run[64];
	int x = 0, from;

	while (x < q->side && e == GW_OK) {
		if (!is_dark(q, x, y)) {
			x++;
			continue;
		}
		for (from = x; is_dark(q, x, y); x++)
			;
		snprintf(run, sizeof run, "M%d %dh%dv1h-%dz", from, y, x - from, x - from);
		e = buf_add_text(out, run);
		secret_wipe(run, sizeof run);
	}
	return e;
}

enum gw_err
qr_svg(const struct qr *q, const char *title, struct buf *out)
{
	enum { SHOWN = 6 };	/* pixels a module where the page does not say otherwise */
	char head[256];
	enum gw_err e;

	snprintf(head, sizeof head,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"%d\" height=\"%d\" "
	    "viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\"><title>",
	    q->side * SHOWN, q->side * SHOWN, q->side, q->side);
	if ((e = buf_add_text(out, head)) != GW_OK || (e = add_escaped(out, title)) != GW_OK)
		return e;
	e = buf_add_text(out, "</title><path fill=\"#fff\" d=\"M0 0h");
	if (e != GW_OK)
		return e;
	snprintf(head, sizeof head, "%dv%dH0z\"/><path fill=\"#000\" d=\"", q->side, q->side);
	e = buf_add_text(out, head);
	for (int y = 0; y < q->side && e == GW_OK; y++)
		e = add_svg_row(q, y, out);
	return e == GW_OK ? buf_add_text(out, "\"/></svg>\n") : e;
}

/* libpng leaves through longjmp; the first error is the one that counts. */
static void
png_stop(png_structp png, png_const_charp why)
{
	struct png_job *job = png_get_error_ptr(png);

	(void)why;
	if (job->e == GW_OK)
		job->e = GW_ENOMEM;
	longjmp(png_jmpbuf(png), 1);
}

static void
png_hush(png_structp png, png_const_charp why)
{
	(void)png;
	(void)why;
}

static void
png_put(png_structp png, png_bytep bytes, size_t n)
{
	struct png_job *job = png_get_io_ptr(png);

	job->e = buf_add(job->out, (struct span){ bytes, n });
	if (job->e != GW_OK)
		png_error(png, "");
}

static void
png_put_end(png_structp png)
{
	(void)png;	/* memory needs no flush */
}

static png_voidp
png_take(png_structp png, size_t n)
{
	(void)png;
	return secret_malloc(n);
}

static void
png_give(png_structp png, png_voidp p)
{
	(void)png;
	secret_free(p);
}

static void
png_draw(const struct qr *q, int scale, struct png_job *job)
{
	const int pixels = q->side * scale;

	if (setjmp(png_jmpbuf(job->png)) != 0)
		return;		/* job->e says why */
	png_set_write_fn(job->png, job, png_put, png_put_end);
	png_set_IHDR(job->png, job->info, (png_uint_32)pixels, (png_uint_32)pixels, 8, PNG_COLOR_TYPE_GRAY,
	    PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
	png_set_filter(job->png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
	png_write_info(job->png, job->info);
	for (int y = 0; y < pixels; y++) {
		for (int x = 0; x < pixels; x++)
			job->row[x] = is_dark(q, x / scale, y / scale) ? GREY_DARK : GREY_LIGHT;
		png_write_row(job->png, job->row);
	}
	png_write_end(job->png, NULL);
}

enum gw_err
qr_png(const struct qr *q, int scale, struct buf *out)
{
	struct png_job job = { .out = out, .e = GW_OK };

	if (scale < 1 || scale > SCALE_MAX)
		return GW_EBUG;
	job.row = secret_malloc((size_t)(q->side * scale));
	job.png = png_create_write_struct_2(PNG_LIBPNG_VER_STRING, &job, png_stop, png_hush, NULL, png_take, png_give);
	if (job.png != NULL)
		job.info = png_create_info_struct(job.png);
	if (job.row == NULL || job.info == NULL)
		job.e = GW_ENOMEM;
	else
		png_draw(q, scale, &job);
	png_destroy_write_struct(&job.png, &job.info);
	secret_free(job.row);
	return job.e;
}

enum gw_err
qr_terminal(const struct qr *q, struct buf *out)
{
	/* Pure black on pure white: the sixteen named colours are whatever a theme made of them. */
	static const char paper[] = "\033[38;5;16;48;5;231m", plain[] = "\033[0m\n";
	static const char *const block[2][2] = { { " ", "\u2584" }, { "\u2580", "\u2588" } };
	enum gw_err e = GW_OK;

	for (int y = 0; y < q->side && e == GW_OK; y += 2) {
		e = buf_add_text(out, paper);
		for (int x = 0; x < q->side && e == GW_OK; x++)
			e = buf_add_text(out, block[is_dark(q, x, y)][is_dark(q, x, y + 1)]);
		if (e == GW_OK)
			e = buf_add_text(out, plain);
	}
	return e;
}
