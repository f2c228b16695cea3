/* pdf.c: a page is what it looks like. Poppler runs no script and fetches nothing; what it draws are pixels, and those
 * are all that goes into the copy. */
#include <math.h>
#include <poppler.h>
#include <string.h>

#include "kinds.h"
#include "paper.h"
#include "shelf.h"

/* For reading on a laptop; a poster is drawn smaller. Sizes in points: the least and the most that readers take (ISO
 * 32000-1, annex C); pages in the copy are never larger than the most that all take. */
enum { DOTS_PER_INCH = 120, POINTS_PER_INCH = 72, EDGE_MAX = 4000, POINTS_MIN = 1, POINTS_MAX = 14400 };
enum { TAIL = 4096 };		/* the end mark stands this near to the end */

static const char END_MARK[] = "%%EOF";

/* A file that was cut off lacks it; Poppler would find what pages it can and say nothing about the others. */
static bool
is_whole(struct span file)
{
	const size_t tail = file.n < TAIL ? file.n : TAIL;

	return memmem(file.p + file.n - tail, tail, END_MARK, strlen(END_MARK)) != NULL;
}

static enum copy_state
open_file(struct span file, PopplerDocument **document)
{
	GError *error = NULL;
	GBytes *bytes = g_bytes_new_static(file.p, file.n);

	*document = poppler_document_new_from_bytes(bytes, NULL, &error);
	if (*document != NULL)
		return COPY_CLEAN;
	return g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED) ? COPY_STRANGE : COPY_DAMAGED;
}

/* A font of thousands of letters that the file does not bring along: which letters are meant, only that font knows. */
static bool
lacks_letters(PopplerDocument *document, int pages)
{
	PopplerFontInfo *fonts = poppler_font_info_new(document);
	PopplerFontsIter *at = NULL;

	if (!poppler_font_info_scan(fonts, pages, &at) || at == NULL)
		return false;
	do {
		const PopplerFontType type = poppler_fonts_iter_get_font_type(at);

		if (!poppler_fonts_iter_is_embedded(at) &&
		    (type == POPPLER_FONT_TYPE_CID_TYPE0 || type == POPPLER_FONT_TYPE_CID_TYPE0C ||
		     type == POPPLER_FONT_TYPE_CID_TYPE0COT || type == POPPLER_FONT_TYPE_CID_TYPE2 ||
		     type == POPPLER_FONT_TYPE_CID_TYPE2OT))
			return true;
	} while (poppler_fonts_iter_next(at));
	return false;
}

/* Pixels of a page of so many points: never more than most, never longer than EDGE_MAX, at least one. */
static double
scale_of(double width, double height, uint64_t most)
{
	double scale = (double)DOTS_PER_INCH / POINTS_PER_INCH;

	scale = fmin(scale, EDGE_MAX / fmax(width, height));
	return fmin(scale, sqrt((double)most / (width * height)));
}

static enum copy_state
draw(PopplerPage *page, double scale, int width, int height, cairo_surface_t **drawn)
{
	cairo_t *cr;
	cairo_status_t status;

	*drawn = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
	cr = cairo_create(*drawn);
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	cairo_scale(cr, scale, scale);
	poppler_page_render(page, cr);
	status = cairo_status(cr);
	cairo_destroy(cr);
	return status == CAIRO_STATUS_SUCCESS ? COPY_CLEAN :
	    status == CAIRO_STATUS_NO_MEMORY ? COPY_TOO_MUCH : COPY_DAMAGED;
}

static enum copy_state
copy_page(PopplerPage *page, const struct clean_limits *l, struct paper *paper)
{
	double width, height, scale;
	enum copy_state state;
	cairo_surface_t *drawn;

	poppler_page_get_size(page, &width, &height);
	if (!(width >= POINTS_MIN && width <= POINTS_MAX && height >= POINTS_MIN && height <= POINTS_MAX))
		return COPY_DAMAGED;
	scale = scale_of(width, height, l->pixels);
	state = draw(page, scale, (int)fmax(1, floor(width * scale)), (int)fmax(1, floor(height * scale)), &drawn);
	if (state == COPY_CLEAN)
		state = paper_add(paper, drawn, width, height);
	cairo_surface_destroy(drawn);
	return state;
}

static enum copy_state
copy_pages(PopplerDocument *document, const struct clean_limits *l, struct paper *paper)
{
	const int pages = poppler_document_get_n_pages(document);
	enum copy_state state = COPY_CLEAN;

	if (pages <= 0)
		return COPY_DAMAGED;
	if ((unsigned)pages > l->pages || pages > LIMIT_COPY_PAGES)
		return COPY_TOO_MUCH;
	if (paper == NULL)
		return COPY_TOO_MUCH;
	if (lacks_letters(document, pages))
		return COPY_STRANGE;
	for (int i = 0; i < pages && state == COPY_CLEAN; i++) {
		PopplerPage *page = poppler_document_get_page(document, i);

		if (page == NULL)
			return COPY_DAMAGED;
		state = copy_page(page, l, paper);
		g_object_unref(page);
	}
	return state;
}

void
pdf_clean(struct span file, const struct clean_limits *l, struct copy_head *h, struct span *bytes)
{
	PopplerDocument *document;
	struct paper *paper = paper_new(l->bytes);

	shelf_listen();
	h->state = is_whole(file) ? open_file(file, &document) : COPY_DAMAGED;
	if (h->state == COPY_CLEAN)
		h->state = copy_pages(document, l, paper);
	if (h->state == COPY_CLEAN && (shelf_heard() & SHELF_BROKEN))
		h->state = COPY_DAMAGED;
	if (h->state == COPY_CLEAN && (shelf_heard() & SHELF_MISSED))
		h->state = COPY_STRANGE;
	if (h->state == COPY_CLEAN)
		h->state = paper_end(paper, h, bytes);
	if (h->state == COPY_CLEAN)
		h->kind = COPY_PDF;
}

/* A page with a font and a table that it does not bring along. Poppler reads its tables' names when a document is
 * opened and forgets them when the last is closed: this one stays open. */
static const char SAMPLE[] =
    "%PDF-1.4\n"
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]/Contents 4 0 R"
    "/Resources<</Font<</A 5 0 R/B 6 0 R>>>>>>endobj\n"
    "4 0 obj<</Length 57>>stream\n"
    "BT /A 20 Tf 5 40 Td (Hj) Tj /B 20 Tf 0 -30 Td <3021> Tj ET\n"
    "endstream endobj\n"
    "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
    "6 0 obj<</Type/Font/Subtype/Type0/BaseFont/Ryumin-Light/Encoding/H/DescendantFonts[7 0 R]>>endobj\n"
    "7 0 obj<</Type/Font/Subtype/CIDFontType0/BaseFont/Ryumin-Light/FontDescriptor 8 0 R"
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>>>endobj\n"
    "8 0 obj<</Type/FontDescriptor/FontName/Ryumin-Light/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 900"
    "/Descent -200/CapHeight 700/StemV 80>>endobj\n"
    "trailer<</Root 1 0 R>>\n"
    "%%EOF\n";

enum gw_err
pdf_prepare(void)
{
	PopplerDocument *document;
	PopplerPage *page;
	cairo_surface_t *drawn;

	if (shelf_fill() != GW_OK)
		return GW_EIO;
	shelf_listen();
	if (open_file(span_of(SAMPLE), &document) != COPY_CLEAN ||
	    (page = poppler_document_get_page(document, 0)) == NULL ||
	    draw(page, 1, POINTS_PER_INCH, POINTS_PER_INCH, &drawn) != COPY_CLEAN)
		return GW_EIO;
	cairo_surface_destroy(drawn);
	g_object_unref(page);
	return (shelf_heard() & (SHELF_FONT | SHELF_TABLE)) == (SHELF_FONT | SHELF_TABLE) ? GW_OK : GW_EIO;
}
