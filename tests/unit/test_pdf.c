/* test_pdf.c: what is left of a PDF: what its pages look like, and nothing else. */
#include <check.h>
#include <poppler.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <jpeglib.h>

#include "files.h"
#include "kinds.h"
#include "run.h"

const char *__asan_default_options(void);

enum { MEGA = 1000 * 1000, GRID = 24 };
static const struct clean_limits usual = { 20 * MEGA, 10, 16 << 20 };

const char *
__asan_default_options(void)
{
	return "detect_leaks=0";	/* one file a process: what is allocated ends with it */
}

static void
prepare(void)
{
	ck_assert_int_eq(pdf_prepare(), GW_OK);
}

/* --- helpers --- */

#define CATALOG(more) "1 0 obj<</Type/Catalog/Pages 2 0 R" more ">>endobj\n"
#define PAGES(kids, n) "2 0 obj<</Type/Pages/Kids[" kids "]/Count " n ">>endobj\n"
#define PAGE(no, box, text, more) no " 0 obj<</Type/Page/Parent 2 0 R/MediaBox[" box "]/Contents " text " 0 R" more \
	"/Resources<</Font<</A 20 0 R/B 21 0 R/C 22 0 R>>>>>>endobj\n"
#define STREAM(no, n, more, text) no " 0 obj<</Length " n more ">>stream\n" text "\nendstream endobj\n"
#define FONTS "20 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n" \
	"21 0 obj<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>endobj\n" \
	"22 0 obj<</Type/Font/Subtype/TrueType/BaseFont/Arial,Bold/Encoding/WinAnsiEncoding>>endobj\n"
#define END "trailer<</Root 1 0 R>>\n%%EOF\n"
#define A4 "0 0 595 842"
#define HEAD "%PDF-1.7\n"
#define FIRST STREAM("10", "46", "", "BT /A 60 Tf 40 700 Td (First of all) Tj ET   ")
#define SECOND STREAM("11", "46", "", "BT /B 60 Tf 40 300 Td (Second page) Tj ET    ")
#define THIRD STREAM("12", "46", "", "BT /C 60 Tf 90 90 Td (And third) Tj ET       ")
#define THREE HEAD CATALOG("") PAGES("3 0 R 4 0 R 5 0 R", "3") PAGE("3", A4, "10", "") \
	PAGE("4", A4, "11", "/Rotate 90") PAGE("5", "0 0 300 200", "12", "") FONTS FIRST SECOND THIRD END
#define ONE(page, more) HEAD CATALOG("") PAGES("3 0 R", "1") page more FONTS FIRST END

struct made { struct copy_head h; struct span bytes; };

static struct made
made_of(struct span file, const struct clean_limits *l)
{
	struct made m = { .bytes = { NULL, 0 } };

	pdf_clean(file, l, &m.h, &m.bytes);
	return m;
}

struct grid { double dark[GRID][GRID]; };

/* How dark each of GRID x GRID parts is, 0 to 1. */
static struct grid
grid_of(const uint8_t *p, size_t row, unsigned bytes, unsigned width, unsigned height)
{
	static unsigned n[GRID][GRID];
	struct grid g = { 0 };

	memset(n, 0, sizeof n);
	for (unsigned y = 0; y < height; y++)
		for (unsigned x = 0; x < width; x++) {
			const unsigned i = y * GRID / height, j = x * GRID / width;

			g.dark[i][j] += 1 - p[y * row + x * bytes + 1] / 255.0;
			n[i][j]++;
		}
	for (unsigned i = 0; i < GRID * GRID; i++)
		g.dark[i / GRID][i % GRID] /= n[i / GRID][i % GRID];
	return g;
}

static double
darkness(const struct grid *g)
{
	double sum = 0;

	for (unsigned i = 0; i < GRID * GRID; i++)
		sum += g->dark[i / GRID][i % GRID];
	return sum / (GRID * GRID);
}

static struct grid
drawn(const struct made *m, unsigned page, unsigned *width, unsigned *height)
{
	struct jpeg_decompress_struct d;
	struct jpeg_error_mgr errors;
	struct grid g;
	uint8_t *all;

	d.err = jpeg_std_error(&errors);
	jpeg_create_decompress(&d);
	jpeg_mem_src(&d, m->bytes.p + m->h.page[page].at, m->h.page[page].n);
	ck_assert_int_eq(jpeg_read_header(&d, TRUE), JPEG_HEADER_OK);
	d.out_color_space = JCS_RGB;
	(void)jpeg_start_decompress(&d);
	*width = d.output_width;
	*height = d.output_height;
	ck_assert_ptr_nonnull(all = malloc((size_t)*width * *height * 3));
	while (d.output_scanline < d.output_height) {
		uint8_t *row = all + (size_t)d.output_scanline * *width * 3;

		(void)jpeg_read_scanlines(&d, &row, 1);
	}
	(void)jpeg_finish_decompress(&d);
	jpeg_destroy_decompress(&d);
	g = grid_of(all, (size_t)*width * 3, 3, *width, *height);
	free(all);
	return g;
}

static PopplerPage *
page_of(struct span file, int n)
{
	PopplerDocument *document = poppler_document_new_from_bytes(g_bytes_new_static(file.p, file.n), NULL, NULL);

	ck_assert_ptr_nonnull(document);
	return poppler_document_get_page(document, n);
}

static struct grid
seen(struct span file, int n)
{
	PopplerPage *page = page_of(file, n);
	double width, height;
	cairo_surface_t *to;
	cairo_t *cr;

	poppler_page_get_size(page, &width, &height);
	to = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height);
	cr = cairo_create(to);
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	poppler_page_render(page, cr);
	cairo_destroy(cr);
	return grid_of(cairo_image_surface_get_data(to), (size_t)cairo_image_surface_get_stride(to), 4, (unsigned)width,
	    (unsigned)height);
}

static bool
holds(struct span s, const char *word)
{
	return memmem(s.p, s.n, word, strlen(word)) != NULL;
}

static void
keep(const char *name, struct span s)
{
	FILE *f = fopen(folder_path(name), "wb");

	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(s.p, 1, s.n, f), s.n);
	ck_assert_int_eq(fclose(f), 0);
}

static struct span
kept(const char *name)
{
	FILE *f = fopen(folder_path(name), "rb");
	uint8_t *p = malloc(1 << 20);
	struct span s;

	ck_assert_ptr_nonnull(f);
	ck_assert_ptr_nonnull(p);
	s = (struct span){ p, fread(p, 1, 1 << 20, f) };
	ck_assert_uint_lt(s.n, 1 << 20);
	fclose(f);
	return s;
}

static void
run_with(const char *program, const char *from, const char *to)
{
	char line[1024];

	snprintf(line, sizeof line, "%s '%s' '%s' >/dev/null 2>&1", program, folder_path(from), folder_path(to));
	ck_assert_msg(system(line) == 0, "%s", line);
}

/* --- */

START_TEST(every_page_becomes_a_picture_that_looks_like_it)
{
	const struct span file = span_of(THREE);
	const struct made m = made_of(file, &usual);
	size_t from = 0;

	ck_assert_int_eq(m.h.state, COPY_CLEAN);
	ck_assert_int_eq(m.h.kind, COPY_PDF);
	ck_assert_uint_eq(m.h.n_pages, 3);
	for (unsigned i = 0; i < m.h.n_pages; i++) {
		const struct copy_page p = m.h.page[i];
		unsigned width, height;
		const struct grid made = drawn(&m, i, &width, &height), old = seen(file, (int)i),
		    new = seen(m.bytes, (int)i);

		ck_assert_uint_ge(p.at, from);
		from = p.at + p.n;
		ck_assert_uint_le(from, m.bytes.n);
		ck_assert_double_gt(darkness(&old), 0.005);
		for (unsigned j = 0; j < GRID * GRID; j++) {
			ck_assert_double_eq_tol(made.dark[j / GRID][j % GRID], old.dark[j / GRID][j % GRID], 0.15);
			ck_assert_double_eq_tol(new.dark[j / GRID][j % GRID], old.dark[j / GRID][j % GRID], 0.15);
		}
	}
}
END_TEST

START_TEST(a_page_keeps_its_size)
{
	const struct made m = made_of(span_of(THREE), &usual);
	static const double sizes[][2] = { { 595, 842 }, { 842, 595 }, { 300, 200 } };

	for (int i = 0; i < 3; i++) {
		double width, height;
		unsigned across, down;

		poppler_page_get_size(page_of(m.bytes, i), &width, &height);
		ck_assert_double_eq_tol(width, sizes[i][0], 0.5);
		ck_assert_double_eq_tol(height, sizes[i][1], 0.5);
		(void)drawn(&m, (unsigned)i, &across, &down);
		ck_assert_double_eq_tol(across, sizes[i][0] * 120 / 72, 1);
		ck_assert_double_eq_tol(down, sizes[i][1] * 120 / 72, 1);
	}
}
END_TEST

START_TEST(no_file_is_opened_for_fonts_and_tables)
{
	const struct rlimit none = { 0, 0 };
	const struct made before = made_of(span_of(THREE), &usual);
	struct made bound;

	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &none), 0);
	bound = made_of(span_of(THREE), &usual);
	ck_assert(span_equal(before.bytes, bound.bytes));
}
END_TEST

/* A script, an action, a form, a link, an outline, a file, XMP, and what the Info dictionary says. */
#define FULL HEAD CATALOG("/OpenAction 30 0 R/AcroForm<</Fields[31 0 R]>>/Metadata 32 0 R/Outlines 34 0 R" \
	"/Names<</JavaScript<</Names[(a) 30 0 R]>>/EmbeddedFiles<</Names[(c) 33 0 R]>>>>") \
	PAGES("3 0 R", "1") PAGE("3", A4, "10", "/Annots[31 0 R 36 0 R]/AA<</O 30 0 R>>") FONTS FIRST \
	"30 0 obj<</S/JavaScript/JS(app.alert\\('CANARY'\\))>>endobj\n" \
	"31 0 obj<</Type/Annot/Subtype/Widget/FT/Tx/T(CANARY)/V(CANARY)/Rect[50 50 90 90]>>endobj\n" \
	STREAM("32", "6", "/Type/Metadata/Subtype/XML", "CANARY") \
	"33 0 obj<</Type/Filespec/F(CANARY)/EF<</F 35 0 R>>>>endobj\n" \
	"34 0 obj<</Type/Outlines/First 37 0 R/Last 37 0 R>>endobj\n" \
	STREAM("35", "6", "/Type/EmbeddedFile", "CANARY") \
	"36 0 obj<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://CANARY.example)>>>>endobj\n" \
	"37 0 obj<</Title(CANARY)/Parent 34 0 R/Dest[3 0 R/Fit]>>endobj\n" \
	"38 0 obj<</Author(CANARY)/Title(CANARY)/CreationDate(D:20260102030405)>>endobj\n" \
	"trailer<</Root 1 0 R/Info 38 0 R>>\n%%EOF\n"

START_TEST(nothing_but_pictures_is_left)
{
	static const char *const gone[] = { "CANARY", "/JS", "/JavaScript", "/EmbeddedFile", "/AcroForm", "/Annot",
		"/Metadata", "/OpenAction", "/AA", "/URI", "/Outlines", "/Author", "/Title", "2026", "/Names", "/Font",
		"Exif" };
	const struct made m = made_of(span_of(FULL), &usual);

	ck_assert_int_eq(m.h.state, COPY_CLEAN);
	folder_make();
	keep("copy", m.bytes);
	run_with("qpdf --qdf --object-streams=disable --stream-data=uncompress", "copy", "open");
	ck_assert(holds(kept("open"), "/DCTDecode"));
	for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
		ck_assert_msg(!holds(kept("open"), gone[i]) && !holds(m.bytes, gone[i]), "%s", gone[i]);
	folder_drop();
}
END_TEST

START_TEST(what_is_pinned_to_a_page_is_drawn)
{
	static const char with[] = ONE(PAGE("3", A4, "10", "/Annots[30 0 R]"),
	    "30 0 obj<</Type/Annot/Subtype/Stamp/Rect[100 100 400 400]/F 4/AP<</N 31 0 R>>>>endobj\n"
	    STREAM("31", "25", "/Type/XObject/Subtype/Form/BBox[0 0 300 300]", "0 g 0 0 300 300 re f     "));
	const struct made m = made_of(span_of(with), &usual);
	unsigned width, height;
	struct grid g;

	ck_assert_int_eq(m.h.state, COPY_CLEAN);
	g = drawn(&m, 0, &width, &height);
	ck_assert_double_gt(g.dark[GRID * 2 / 3][GRID / 2], 0.9);
}
END_TEST

static const struct { enum copy_state state; const char *file; } states[] = {
	{ COPY_DAMAGED, "%PDF-1.7\n" },
	{ COPY_DAMAGED, "%PDF-1.7\n\1\2\3\4 obj endobj\n%%EOF\n" },
	{ COPY_DAMAGED, HEAD CATALOG("") END },
	{ COPY_DAMAGED, HEAD CATALOG("") PAGES("", "0") END },
	{ COPY_DAMAGED, HEAD CATALOG("") PAGES("2 0 R", "1") END },
	{ COPY_DAMAGED, HEAD CATALOG("") PAGES("3 0 R 4 0 R", "2") PAGE("3", A4, "10", "") FONTS FIRST END },
	/* without its end, though a reader would find a page in it */
	{ COPY_DAMAGED, HEAD "trailer<</Root 1 0 R>>\n" CATALOG("") PAGES("3 0 R", "1") PAGE("3", A4, "10", "")
	    FONTS FIRST },
	{ COPY_DAMAGED, ONE(PAGE("3", A4, "11", ""), STREAM("11", "9", "/Filter/FlateDecode", "x\x9c\1\2\3\4\5\6\7")) },
	/* letters that only the font of somebody else knows */
	{ COPY_STRANGE, HEAD CATALOG("") PAGES("3 0 R", "1") PAGE("3", A4, "10", "") FIRST
	    "20 0 obj<</Type/Font/Subtype/Type0/BaseFont/Ryumin-Light/Encoding/H/DescendantFonts[25 0 R]>>endobj\n"
	    "25 0 obj<</Type/Font/Subtype/CIDFontType0/BaseFont/Ryumin-Light"
	    "/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>/FontDescriptor 26 0 R>>endobj\n"
	    "26 0 obj<</Type/FontDescriptor/FontName/Ryumin-Light/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0"
	    "/Ascent 900/Descent -200/CapHeight 700/StemV 80>>endobj\n" END },
	{ COPY_TOO_MUCH, HEAD CATALOG("")
	    PAGES("3 0 R 3 0 R 3 0 R 3 0 R 3 0 R 3 0 R 3 0 R 3 0 R 3 0 R 3 0 R 3 0 R", "11")
	    PAGE("3", A4, "10", "") FONTS FIRST END },
};

START_TEST(what_cannot_be_copied_whole_is_not_copied)
{
	const struct made m = made_of(span_of(states[_i].file), &usual);

	ck_assert_int_eq(m.h.state, states[_i].state);
	ck_assert_uint_eq(m.bytes.n, 0);
}
END_TEST

START_TEST(a_file_cut_anywhere_is_damaged)
{
	const struct span file = span_of(THREE);

	for (size_t n = 0; n + 7 < file.n; n += 37)
		ck_assert_int_eq(made_of((struct span){ file.p, n }, &usual).h.state, COPY_DAMAGED);
}
END_TEST

START_TEST(a_locked_file_is_strange)
{
	folder_make();
	keep("open", span_of(THREE));
	run_with("qpdf --warning-exit-0 --encrypt secret owner 256 --", "open", "locked");
	ck_assert_int_eq(made_of(kept("locked"), &usual).h.state, COPY_STRANGE);
	run_with("qpdf --warning-exit-0 --encrypt '' owner 256 --", "open", "readable");
	ck_assert_int_eq(made_of(kept("readable"), &usual).h.state, COPY_CLEAN);
	folder_drop();
}
END_TEST

START_TEST(a_page_as_large_as_a_house_is_drawn_small)
{
	static const char large[] = ONE(PAGE("3", "0 0 14400 14400", "10", ""), "");
	const struct clean_limits few = { MEGA, 10, 16 << 20 };
	unsigned width, height;
	struct made m = made_of(span_of(large), &few);

	ck_assert_int_eq(m.h.state, COPY_CLEAN);
	(void)drawn(&m, 0, &width, &height);
	ck_assert_uint_le(width * height, MEGA);
	ck_assert_uint_gt(width * height, MEGA / 2);
	m = made_of(span_of(large), &(struct clean_limits){ 100 * MEGA, 10, 64 << 20 });
	(void)drawn(&m, 0, &width, &height);
	ck_assert_uint_eq(width, 4000);
}
END_TEST

START_TEST(a_copy_larger_than_allowed_is_too_much)
{
	const struct clean_limits small = { 20 * MEGA, 10, 20000 };

	ck_assert_int_eq(made_of(span_of(THREE), &small).h.state, COPY_TOO_MUCH);
}
END_TEST

START_TEST(forms_within_themselves_and_pages_within_themselves_come_to_an_end)
{
	static const char itself[] = ONE(PAGE("3", A4, "11", ""), STREAM("11", "5", "", "/X Do")
	    STREAM("12", "11", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 12 0 R>>>>",
	    "/X Do /X Do"));
	static const char loop[] = HEAD CATALOG("") PAGES("2 0 R 3 0 R", "2") PAGE("3", A4, "10", "") FONTS FIRST END;
	static const char many[] = HEAD CATALOG("") PAGES("3 0 R", "2000000000") PAGE("3", A4, "10", "") FONTS FIRST
	    END;

	ck_assert_int_eq(made_of(span_of(itself), &usual).h.state, COPY_CLEAN);
	ck_assert_int_eq(made_of(span_of(loop), &usual).h.state, COPY_DAMAGED);
	ck_assert_int_ne(made_of(span_of(many), &usual).h.state, COPY_CLEAN);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("pdf");
	TCase *t = tcase_create("pdf");

	tcase_add_unchecked_fixture(t, prepare, NULL);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, every_page_becomes_a_picture_that_looks_like_it);
	tcase_add_test(t, a_page_keeps_its_size);
	tcase_add_test(t, no_file_is_opened_for_fonts_and_tables);
	tcase_add_test(t, nothing_but_pictures_is_left);
	tcase_add_test(t, what_is_pinned_to_a_page_is_drawn);
	tcase_add_loop_test(t, what_cannot_be_copied_whole_is_not_copied, 0, sizeof states / sizeof *states);
	tcase_add_test(t, a_file_cut_anywhere_is_damaged);
	tcase_add_test(t, a_locked_file_is_strange);
	tcase_add_test(t, a_page_as_large_as_a_house_is_drawn_small);
	tcase_add_test(t, a_copy_larger_than_allowed_is_too_much);
	tcase_add_test(t, forms_within_themselves_and_pages_within_themselves_come_to_an_end);
	suite_add_tcase(s, t);
	return s;
}
