/* paper.c: Cairo puts a JPEG that it is given into a PDF as it is (CAIRO_MIME_TYPE_JPEG). */
#include "paper.h"

#include <cairo-pdf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jpeglib.h>

enum { QUALITY = 80, GROW = 256 * 1024 };
#define NO_DATE "1970-01-01"

struct jpeg { unsigned char *p; unsigned long n; };
struct paper {
	uint8_t *p;
	size_t n, room, max;
	bool full;
	cairo_surface_t *pdf;
	struct jpeg page[LIMIT_COPY_PAGES];
	unsigned n_pages;
};

static cairo_status_t
on_write(void *arg, const unsigned char *bytes, unsigned n)
{
	struct paper *p = arg;

	if (n > p->max - p->n) {
		p->full = true;
		return CAIRO_STATUS_WRITE_ERROR;
	}
	if (p->n + n > p->room) {
		const size_t room = p->n + n + p->n / 2 + GROW;
		uint8_t *grown = realloc(p->p, room);

		if (grown == NULL)
			return CAIRO_STATUS_NO_MEMORY;
		p->p = grown;
		p->room = room;
	}
	memcpy(p->p + p->n, bytes, n);
	p->n += n;
	return CAIRO_STATUS_SUCCESS;
}

struct paper *
paper_new(uint64_t max)
{
	struct paper *p = calloc(1, sizeof *p);

	if (p == NULL)
		return NULL;
	p->max = max;
	p->pdf = cairo_pdf_surface_create_for_stream(on_write, p, 1, 1);
	/* Else it is the time of now, in the machine's zone. */
	cairo_pdf_surface_set_metadata(p->pdf, CAIRO_PDF_METADATA_CREATE_DATE, NO_DATE);
	return p;
}

/* Only memory can be missing: pixels of our own are never wrong. */
_Noreturn static void
on_error(j_common_ptr jpeg)
{
	(void)jpeg;
	_exit(EXIT_FAILURE);
}

static void
on_message(j_common_ptr jpeg)
{
	(void)jpeg;
}

static struct jpeg
encode(cairo_surface_t *drawn)
{
	unsigned char *row = cairo_image_surface_get_data(drawn);
	struct jpeg_compress_struct c;
	struct jpeg_error_mgr errors;
	struct jpeg j = { NULL, 0 };

	c.err = jpeg_std_error(&errors);
	errors.error_exit = on_error;
	errors.output_message = on_message;
	jpeg_create_compress(&c);
	jpeg_mem_dest(&c, &j.p, &j.n);
	c.image_width = (JDIMENSION)cairo_image_surface_get_width(drawn);
	c.image_height = (JDIMENSION)cairo_image_surface_get_height(drawn);
	c.input_components = 4;
	c.in_color_space = JCS_EXT_BGRX;
	jpeg_set_defaults(&c);
	jpeg_set_quality(&c, QUALITY, TRUE);
	jpeg_start_compress(&c, TRUE);
	for (; c.next_scanline < c.image_height; row += cairo_image_surface_get_stride(drawn))
		(void)jpeg_write_scanlines(&c, &row, 1);
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
	return j;
}

enum copy_state
paper_add(struct paper *p, cairo_surface_t *drawn, double width, double height)
{
	struct jpeg *j = &p->page[p->n_pages];
	cairo_status_t status;
	cairo_t *cr;

	if (p->n_pages == LIMIT_COPY_PAGES)
		return COPY_TOO_MUCH;
	p->n_pages++;
	cairo_surface_flush(drawn);
	*j = encode(drawn);
	if (cairo_surface_set_mime_data(drawn, CAIRO_MIME_TYPE_JPEG, j->p, j->n, NULL, NULL) != CAIRO_STATUS_SUCCESS)
		return COPY_TOO_MUCH;
	cairo_pdf_surface_set_size(p->pdf, width, height);
	cr = cairo_create(p->pdf);
	cairo_scale(cr, width / cairo_image_surface_get_width(drawn), height / cairo_image_surface_get_height(drawn));
	cairo_set_source_surface(cr, drawn, 0, 0);
	cairo_paint(cr);
	cairo_show_page(cr);
	status = cairo_status(cr);
	cairo_destroy(cr);
	return status == CAIRO_STATUS_SUCCESS && !p->full ? COPY_CLEAN : COPY_TOO_MUCH;
}

enum copy_state
paper_end(struct paper *p, struct copy_head *h, struct span *bytes)
{
	size_t from = 0;

	cairo_surface_finish(p->pdf);
	if (cairo_surface_status(p->pdf) != CAIRO_STATUS_SUCCESS || p->full || p->n_pages == 0)
		return COPY_TOO_MUCH;
	for (unsigned i = 0; i < p->n_pages; i++) {
		const uint8_t *at = memmem(p->p + from, p->n - from, p->page[i].p, p->page[i].n);

		if (at == NULL)
			return COPY_TOO_MUCH;
		h->page[i] = (struct copy_page){ (uint32_t)(at - p->p), (uint32_t)p->page[i].n };
		from = h->page[i].at + h->page[i].n;
	}
	h->n_pages = p->n_pages;
	*bytes = (struct span){ p->p, p->n };
	return COPY_CLEAN;
}
