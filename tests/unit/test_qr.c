/* test_qr.c: a QR symbol reads back, in each of its drawings. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "qr.h"
#include "run.h"

static const char CODE[] = "https://concerns.example.gov.uk:8443/check#7Q3K-M2ZD-9VHT-X5RW-BN0C";
enum { SIDE_MAX = 185, CEILING = 4 * 1024 * 1024 };

/* Which modules a drawing shows as dark. */
struct grid { int side; bool dark[SIDE_MAX][SIDE_MAX]; };

static struct qr *
made(const char *text)
{
	struct qr *q = NULL;

	ck_assert_int_eq(qr_make(text, &q), GW_OK);
	ck_assert_ptr_nonnull(q);
	return q;
}

static void
drawn(const char *text, enum gw_err (*drawing)(const struct qr *, struct buf *), struct buf *out)
{
	struct qr *q = made(text);

	buf_init(out, CEILING);
	ck_assert_int_eq(drawing(q, out), GW_OK);
	/* An end, so that tests may read it as a string. */
	ck_assert_int_eq(buf_add(out, (struct span){ (const uint8_t *)"", 1 }), GW_OK);
	qr_free(q);
}

static enum gw_err
as_png(const struct qr *q, struct buf *out)
{
	return qr_png(q, 4, out);
}

static enum gw_err
as_svg(const struct qr *q, struct buf *out)
{
	return qr_svg(q, "A <code> & \"more\"", out);
}

/* What zbarimg reads in a picture of these bytes. */
static void
scan(const struct buf *picture, char *text, size_t room)
{
	char folder[] = "/tmp/test-qr-XXXXXX", file[64], command[160];
	FILE *f;

	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(file, sizeof file, "%s/qr", folder);
	f = fopen(file, "wb");
	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(picture->p, 1, picture->n - 1, f), picture->n - 1);
	ck_assert_int_eq(fclose(f), 0);
	snprintf(command, sizeof command, "zbarimg --quiet --raw --set '*.enable=0' --set qr.enable=1 %s 2>/dev/null",
	    file);
	f = popen(command, "r");
	ck_assert_ptr_nonnull(f);
	text[fread(text, 1, room - 1, f)] = '\0';
	ck_assert_int_eq(pclose(f), 0);
	unlink(file);
	rmdir(folder);
	text[strcspn(text, "\n")] = '\0';
}

static void
grid_of_svg(const char *svg, struct grid *g)
{
	const char *at = strstr(svg, "<path fill=\"#000\" d=\"");
	int x, y, length, back, used;

	memset(g, 0, sizeof *g);
	ck_assert_int_eq(sscanf(strstr(svg, "viewBox="), "viewBox=\"0 0 %d", &g->side), 1);
	ck_assert_int_le(g->side, SIDE_MAX);
	at += strlen("<path fill=\"#000\" d=\"");
	while (sscanf(at, "M%d %dh%dv1h-%dz%n", &x, &y, &length, &back, &used) == 4) {
		ck_assert_int_eq(length, back);
		for (int i = 0; i < length; i++)
			g->dark[y][x + i] = true;
		at += used;
	}
	ck_assert_str_eq(at, "\"/></svg>\n");
}

static void
grid_of_terminal(const char *text, struct grid *g)
{
	static const char paper[] = "\033[38;5;16;48;5;231m", plain[] = "\033[0m\n";
	int x, y = 0;

	memset(g, 0, sizeof *g);
	for (; *text != '\0'; y += 2) {
		ck_assert_int_eq(strncmp(text, paper, strlen(paper)), 0);
		text += strlen(paper);
		for (x = 0; *text != '\033'; x++) {
			const bool both = strncmp(text, "\u2588", 3) == 0;

			g->dark[y][x] = both || strncmp(text, "\u2580", 3) == 0;
			g->dark[y + 1][x] = both || strncmp(text, "\u2584", 3) == 0;
			ck_assert(g->dark[y][x] || g->dark[y + 1][x] || *text == ' ');
			text += *text == ' ' ? 1 : 3;
		}
		ck_assert(g->side == 0 || g->side == x);
		g->side = x;
		ck_assert_int_eq(strncmp(text, plain, strlen(plain)), 0);
		text += strlen(plain);
	}
	ck_assert_int_eq(y, g->side + 1);	/* the quiet zone makes an odd number of rows even */
}

START_TEST(a_png_is_read_back_by_another_program)
{
	char text[512];
	struct buf png;

	drawn(CODE, as_png, &png);
	scan(&png, text, sizeof text);
	ck_assert_str_eq(text, CODE);
	buf_free(&png);
}
END_TEST

START_TEST(a_png_tells_nothing_but_its_picture)
{
	static const char *const chunks[] = { "IHDR", "IDAT", "IEND" };
	struct buf png;
	size_t at = 8, n = 0;

	drawn(CODE, as_png, &png);
	ck_assert_mem_eq(png.p, "\x89PNG\r\n\x1a\n", 8);
	for (; at < png.n - 1; n++) {
		const uint8_t *p = png.p + at;

		if (n > 0 && memcmp(p + 4, "IDAT", 4) == 0)
			n = 1;		/* as many of these as it likes */
		ck_assert_uint_lt(n, 3);
		ck_assert_mem_eq(p + 4, chunks[n], 4);
		at += 12 + ((size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3]);
	}
	ck_assert_uint_eq(at, png.n - 1);
	ck_assert_uint_eq(n, 3);
	ck_assert_uint_eq(png.p[24], 8);	/* bits a pixel */
	ck_assert_uint_eq(png.p[25], 0);	/* grey */
	buf_free(&png);
}
END_TEST

START_TEST(a_png_is_larger_at_a_larger_scale_up_to_a_limit)
{
	static const struct { int scale; enum gw_err e; } rows[] = {
		{ 0, GW_EBUG }, { 1, GW_OK }, { 16, GW_OK }, { 17, GW_EBUG }, { -1, GW_EBUG }
	};
	struct qr *q = made(CODE);
	struct buf png;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		buf_init(&png, CEILING);
		ck_assert_int_eq(qr_png(q, rows[i].scale, &png), rows[i].e);
		if (rows[i].e == GW_OK)		/* 33 modules of version 4, 37 of 5; 4 around */
			ck_assert_int_eq((png.p[18] << 8 | png.p[19]) % rows[i].scale, 0);
		else
			ck_assert_uint_eq(png.n, 0);
		buf_free(&png);
	}
	qr_free(q);
}
END_TEST

START_TEST(an_svg_is_one_well_formed_element_with_an_escaped_title)
{
	struct buf svg;
	const char *text;

	drawn(CODE, as_svg, &svg);
	text = (const char *)svg.p;
	ck_assert_int_eq(strncmp(text, "<svg xmlns=\"http://www.w3.org/2000/svg\"", 39), 0);
	ck_assert_ptr_nonnull(strstr(text, "<title>A &lt;code&gt; &amp; \"more\"</title>"));
	ck_assert_ptr_null(strstr(text, "<code>"));
	ck_assert_ptr_null(strstr(text, "check#"));	/* the link is in the modules only */
	ck_assert_str_eq(text + strlen(text) - 7, "</svg>\n");
	buf_free(&svg);
}
END_TEST

START_TEST(terminal_and_svg_show_the_same_modules)
{
	static struct grid a, b;
	struct buf svg, terminal;
	size_t dark = 0;

	drawn(CODE, as_svg, &svg);
	drawn(CODE, qr_terminal, &terminal);
	grid_of_svg((const char *)svg.p, &a);
	grid_of_terminal((const char *)terminal.p, &b);
	ck_assert_int_eq(a.side, b.side);
	ck_assert_mem_eq(a.dark, b.dark, sizeof a.dark);
	for (int y = 0; y < a.side; y++)
		for (int x = 0; x < a.side; x++) {
			const bool edge = x < 4 || y < 4 || x >= a.side - 4 || y >= a.side - 4;

			ck_assert(!edge || !a.dark[y][x]);
			dark += a.dark[y][x];
		}
	ck_assert_uint_gt(dark, 300);
	buf_free(&svg);
	buf_free(&terminal);
}
END_TEST

START_TEST(terminal_modules_scan_as_the_text)
{
	static struct grid g;
	char head[32], text[512];
	struct buf terminal, pgm;
	const int scale = 4;

	drawn(CODE, qr_terminal, &terminal);
	grid_of_terminal((const char *)terminal.p, &g);
	buf_init(&pgm, CEILING);
	snprintf(head, sizeof head, "P5 %d %d 255\n", g.side * scale, g.side * scale);
	ck_assert_int_eq(buf_add_text(&pgm, head), GW_OK);
	for (int y = 0; y < g.side * scale; y++)
		for (int x = 0; x < g.side * scale; x++) {
			const uint8_t grey = g.dark[y / scale][x / scale] ? 0 : 255;

			ck_assert_int_eq(buf_add(&pgm, (struct span){ &grey, 1 }), GW_OK);
		}
	ck_assert_int_eq(buf_add_text(&pgm, "\n"), GW_OK);
	scan(&pgm, text, sizeof text);
	ck_assert_str_eq(text, CODE);
	buf_free(&terminal);
	buf_free(&pgm);
}
END_TEST

START_TEST(up_to_300_bytes_fit)
{
	char text[302];
	struct qr *q;

	memset(text, 'x', sizeof text);
	text[300] = '\0';
	qr_free(made(text));
	text[300] = 'x';
	text[301] = '\0';
	q = (struct qr *)text;		/* anything but NULL */
	ck_assert_int_eq(qr_make(text, &q), GW_ELIMIT);
	ck_assert_ptr_null(q);
	ck_assert_int_eq(qr_make("", &q), GW_EINPUT);
	ck_assert_ptr_null(q);
	qr_free(NULL);
}
END_TEST

START_TEST(a_drawing_that_does_not_fit_is_an_error)
{
	enum gw_err (*const drawings[])(const struct qr *, struct buf *) = { as_png, as_svg, qr_terminal };
	struct qr *q = made(CODE);
	struct buf small;

	for (size_t i = 0; i < sizeof drawings / sizeof drawings[0]; i++)
		for (size_t max = 0; max < 400; max += 57) {
			buf_init(&small, max);
			ck_assert_int_eq(drawings[i](q, &small), GW_ELIMIT);
			buf_free(&small);
		}
	qr_free(q);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("qr");
	TCase *t = tcase_create("drawings");

	tcase_add_test(t, a_png_is_read_back_by_another_program);
	tcase_add_test(t, a_png_tells_nothing_but_its_picture);
	tcase_add_test(t, a_png_is_larger_at_a_larger_scale_up_to_a_limit);
	tcase_add_test(t, an_svg_is_one_well_formed_element_with_an_escaped_title);
	tcase_add_test(t, terminal_and_svg_show_the_same_modules);
	tcase_add_test(t, terminal_modules_scan_as_the_text);
	tcase_add_test(t, up_to_300_bytes_fit);
	tcase_add_test(t, a_drawing_that_does_not_fit_is_an_error);
	tcase_set_timeout(t, 60);
	suite_add_tcase(s, t);
	return s;
}
