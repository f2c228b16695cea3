/* test_multipart.c: forms as they stream in. A run of events is written as one line of text and compared. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "edge.h"
#include "multipart.h"
#include "run.h"

#define TYPE "multipart/form-data; boundary=xYz"
#define PART(name, body) "--xYz\r\nContent-Disposition: form-data; " name "\r\n\r\n" body "\r\n"
#define END "--xYz--"

struct record {
	char text[4096];
	size_t n;
	enum gw_err e;
};

static void
note(struct record *r, const void *p, size_t n)
{
	ck_assert_uint_lt(r->n + n, sizeof r->text);
	memcpy(r->text + r->n, p, n);
	r->n += n;
}

static void
note_event(struct record *r, const struct multipart *m, enum multipart_event ev, struct span data)
{
	char line[LIMIT_FILE_NAME + 128];

	if (ev == MULTIPART_PART) {
		snprintf(line, sizeof line, "[%s%s%s|", m->name, m->is_file ? "=" : "", m->file_name);
		note(r, line, strlen(line));
	} else if (ev == MULTIPART_DATA) {
		note(r, data.p, data.n);
	} else if (ev != MULTIPART_NONE) {
		note(r, ev == MULTIPART_END ? "." : "]", 1);
	}
}

static void
feed(struct record *r, struct multipart *m, struct span in)
{
	enum multipart_event ev = MULTIPART_PART;
	const char *why = NULL;

	while (r->e == GW_OK && (in.n > 0 || ev != MULTIPART_NONE)) {
		struct span data = { NULL, 0 };
		size_t used = 0;

		r->e = multipart_next(m, in, &used, &ev, &data, &why);
		ck_assert_uint_le(used, in.n);
		ck_assert((r->e != GW_OK) == (why != NULL));
		if (r->e == GW_OK)
			note_event(r, m, ev, data);
		in = (struct span){ in.p + used, in.n - used };
	}
}

/* The form in pieces of this size; 0: cut once, at first. */
static struct record
read_form(const char *p, size_t n, size_t piece, size_t first)
{
	struct record r = { .e = GW_OK };
	struct multipart m;

	ck_assert_int_eq(multipart_start(&m, span_of(TYPE)), GW_OK);
	for (size_t at = 0; at < n && r.e == GW_OK;) {
		size_t size = at == 0 && first > 0 ? first : piece > 0 ? piece : n;

		size = size < n - at ? size : n - at;
		feed(&r, &m, edge(p + at, size));
		at += size;
	}
	multipart_wipe(&m);
	return r;
}

static const struct { const char *form, *events; } good[] = {
	{ PART("name=\"a\"", "1") END "\r\n", "[a|1]." },
	{ PART("name=a", "") END, "[a|]." },
	{ PART("name=\"a\"; filename=\"\"", "") END, "[a=|]." },
	{ PART("name=\"a\"", "1") PART("filename=\"x.png\"; name=\"file\"", "2\r\n\r\n3") END,
	    "[a|1][file=x.png|2\r\n\r\n3]." },
	{ PART("name=\"a\"", "\r\n--xY\r\n--xYy\r\r\n-\r\n\r\n--xYZ\r\n--xyz") END,
	    "[a|\r\n--xY\r\n--xYy\r\r\n-\r\n\r\n--xYZ\r\n--xyz]." },
	{ PART("name=\"a\"", "\r\r\r\r\n\r\n-") END, "[a|\r\r\r\r\n\r\n-]." },
	{ PART("name=\"a\"; filename=\"C:\\dir\\p \\\"q\\\".jpg\"", "x") END, "[a=p \"q\".jpg|x]." },
	{ PART("name=\"a\"; filename=\"../../etc/passwd\"", "x") END, "[a=passwd|x]." },
	{ PART("name=\"a\"; filename=\"dir/\"", "x") END, "[a=|x]." },
	{ PART("name=\"a\"; filename=\"caf\xc3\xa9\"", "x") END, "[a=caf\xc3\xa9|x]." },
	{ PART("name=\"a\"; filename=\"caf\xe9\"", "x") END, "[a=caf_|x]." },
	{ PART("name=\"a\"; filename=\"a\xc2\x9b" "b\"", "x") END, "[a=a__b|x]." },
	{ PART("name=\"a\"; filename=\"a\tb\"", "x") END, "[a=a_b|x]." },
	{ "--xYz\r\ncontent-disposition:FORM-DATA;NAME=a\r\nContent-Type: image/png\r\n"
	    "Content-Transfer-Encoding: binary\r\n\r\nx\r\n" END, "[a|x]." },
	{ END, "." },
};

START_TEST(a_good_form_gives_its_parts_whatever_the_cuts)
{
	const size_t n = strlen(good[_i].form);

	for (size_t piece = 0; piece <= n; piece++) {
		struct record r = read_form(good[_i].form, n, piece, 0);

		ck_assert_int_eq(r.e, GW_OK);
		ck_assert_msg(strlen(good[_i].events) == r.n && memcmp(good[_i].events, r.text, r.n) == 0,
		    "pieces of %zu: %s", piece, r.text);
	}
	for (size_t first = 1; first < n; first++) {
		struct record r = read_form(good[_i].form, n, 0, first);

		ck_assert_int_eq(r.e, GW_OK);
		ck_assert_msg(strcmp(good[_i].events, r.text) == 0, "cut at %zu: %s", first, r.text);
	}
}
END_TEST

static const char *const bad[] = {
	"hello", "\r\n" PART("name=\"a\"", "1") END, "preamble\r\n" PART("name=\"a\"", "1") END,
	"--xYz--\r\nG", "--xYz--\r\n\r\n", "--xYz--x", "--xYz-x", "--xYz \r\n", "--xYz\n", "--xYzz\r\n",
	PART("name=\"a\"", "1") END "\r\nGET / HTTP/1.1\r\n\r\n",
	PART("", "1") END, PART("name=\"\"", "1") END, PART("name=\"a\"; name=\"b\"", "1") END,
	PART("name=\"a\"; filename=\"b\"; filename=\"c\"", "1") END,
	PART("name=\"a\"; filename*=utf-8''b", "1") END, PART("name=\"a", "1") END, PART("name", "1") END,
	PART("name=\"a\" filename=\"b\"", "1") END, PART("name=\"a b\"", "1") END, PART("name=\"a\x01\"", "1") END,
	"--xYz\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n" END,
	"--xYz\r\nContent-Type: text/plain\r\n\r\n1\r\n" END, "--xYz\r\n\r\n1\r\n\r\n" END,
	"--xYz\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n" END,
	"--xYz\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\n1\r\n" END,
	"--xYz\r\nContent-Disposition: form-data;\r\n name=a\r\n\r\n1\r\n" END,
	"--xYz\r\nContent-Disposition : form-data; name=a\r\n\r\n1\r\n" END,
	"--xYz\r\nContent-Disposition: form-data; name=a\n\r\n\r\n1\r\n" END,
	PART("name=\"0123456789012345678901234567890123456789012345678901234567890123\"", "1") END,
};

START_TEST(a_bad_form_is_refused_whatever_the_cuts)
{
	const size_t n = strlen(bad[_i]);
	struct record whole = read_form(bad[_i], n, 0, 0);

	ck_assert_int_eq(whole.e, GW_EINPUT);
	for (size_t piece = 1; piece <= n; piece++) {
		struct record r = read_form(bad[_i], n, piece, 0);

		ck_assert_int_eq(r.e, GW_EINPUT);
		ck_assert(r.n == whole.n && memcmp(r.text, whole.text, r.n) == 0);
	}
}
END_TEST

START_TEST(a_form_that_stops_early_never_ends)
{
	static const char form[] = PART("name=\"a\"", "1") PART("name=\"b\"; filename=\"f\"", "2") END;
	struct record r = read_form(form, (size_t)_i, 0, 0);

	ck_assert_int_eq(r.e, GW_OK);
	ck_assert_ptr_null(memchr(r.text, '.', r.n));
}
END_TEST

static const struct { const char *type; enum gw_err e; } types[] = {
	{ TYPE, GW_OK }, { "Multipart/Form-Data;charset=utf-8 ; Boundary=\"a b:c\"", GW_OK },
	{ "multipart/form-data", GW_EINPUT }, { "multipart/form-data; boundary=", GW_EINPUT },
	{ "multipart/form-data; boundary=a; boundary=a", GW_EINPUT }, { "multipart/mixed; boundary=a", GW_EINPUT },
	{ "multipart/form-data; boundary=\"a", GW_EINPUT }, { "multipart/form-data; boundary=\"a \"", GW_EINPUT },
	{ "multipart/form-data boundary=a", GW_EINPUT }, { "", GW_EINPUT },
	{ "multipart/form-data; boundary=\"a\\\"b\"", GW_EINPUT }, { "multipart/form-data; boundary=\"\"", GW_EINPUT },
	{ "multipart/form-data; boundary=0123456789012345678901234567890123456789012345678901234567890123456789",
	    GW_OK },
	{ "multipart/form-data; boundary=01234567890123456789012345678901234567890123456789012345678901234567890",
	    GW_EINPUT },
};

START_TEST(a_content_type_names_one_boundary)
{
	struct multipart m;

	ck_assert_msg(multipart_start(&m, edge(types[_i].type, strlen(types[_i].type))) == types[_i].e, "%s",
	    types[_i].type);
}
END_TEST

START_TEST(a_long_file_name_is_cut_between_characters)
{
	char form[2048];
	struct record r;
	int n = snprintf(form, sizeof form, "--xYz\r\nContent-Disposition: form-data; name=\"a\"; "
	    "filename=\"%0*d\xc3\xa9" "%0*d\"\r\n\r\nx\r\n" END, LIMIT_FILE_NAME - 1, 0, _i, 0);

	r = read_form(form, (size_t)n, 0, 0);
	ck_assert_int_eq(r.e, GW_OK);
	ck_assert_uint_eq(r.n, strlen("[a=|x].") + LIMIT_FILE_NAME - 1);
}
END_TEST

START_TEST(heads_and_parts_have_limits)
{
	static char form[64 * 1024];
	size_t n = 0;

	for (int i = 0; i < LIMIT_MULTIPART_PARTS; i++)
		n += (size_t)sprintf(form + n, PART("name=\"a\"", "1"));
	ck_assert_int_eq(read_form(form, n, 0, 0).e, GW_OK);
	n += (size_t)sprintf(form + n, PART("name=\"a\"", "1"));
	ck_assert_int_eq(read_form(form, n, 0, 0).e, GW_ELIMIT);

	n = (size_t)sprintf(form, "--xYz\r\nContent-Disposition: form-data; name=a\r\n");
	for (int i = 0; i < LIMIT_MULTIPART_FIELDS; i++)
		n += (size_t)sprintf(form + n, "A: b\r\n");
	n += (size_t)sprintf(form + n, "\r\n");
	ck_assert_int_eq(read_form(form, n, 0, 0).e, GW_ELIMIT);

	n = (size_t)sprintf(form, "--xYz\r\nA: ");
	memset(form + n, 'a', LIMIT_MULTIPART_HEAD);
	ck_assert_int_eq(read_form(form, n + LIMIT_MULTIPART_HEAD - 3, 0, 0).e, GW_OK);
	ck_assert_int_eq(read_form(form, n + LIMIT_MULTIPART_HEAD, 0, 0).e, GW_ELIMIT);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("multipart");
	TCase *t = tcase_create("multipart");

	tcase_add_loop_test(t, a_good_form_gives_its_parts_whatever_the_cuts, 0, sizeof good / sizeof *good);
	tcase_add_loop_test(t, a_bad_form_is_refused_whatever_the_cuts, 0, sizeof bad / sizeof *bad);
	tcase_add_loop_test(t, a_form_that_stops_early_never_ends, 0,
	    sizeof(PART("name=\"a\"", "1") PART("name=\"b\"; filename=\"f\"", "2") END) - 1);
	tcase_add_loop_test(t, a_content_type_names_one_boundary, 0, sizeof types / sizeof *types);
	tcase_add_loop_test(t, a_long_file_name_is_cut_between_characters, 1, 4);
	tcase_add_test(t, heads_and_parts_have_limits);
	suite_add_tcase(s, t);
	return s;
}
