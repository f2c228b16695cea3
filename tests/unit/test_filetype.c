/* test_filetype.c: the first bytes of files as devices write them, and of what only looks like them. */
#include <check.h>

#include "edge.h"
#include "filetype.h"
#include "run.h"

#define BOX(size, brands) "\0\0\0" size "ftyp" brands

/* needs: how many of the bytes it takes to tell. */
static const struct { enum filetype type; size_t needs, n; const char *bytes; } files[] = {
#define FILE_OF(type, needs, bytes) { FILETYPE_ ## type, needs, sizeof(bytes) - 1, bytes }
	FILE_OF(JPEG, 3, "\xff\xd8\xff\xe0\0\x10JFIF\0"),
	FILE_OF(JPEG, 3, "\xff\xd8\xff\xe1\x12\x34" "Exif\0\0"),
	FILE_OF(JPEG, 3, "\xff\xd8\xff\xdb"),
	FILE_OF(PNG, 8, "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
	FILE_OF(GIF, 6, "GIF87a\x01\0\x01\0"),
	FILE_OF(GIF, 6, "GIF89a\x01\0\x01\0"),
	FILE_OF(WEBP, 12, "RIFF\x24\0\0\0WEBPVP8 "),
	FILE_OF(HEIF, 12, BOX("\x28", "heic\0\0\0\0mif1MiHEmiafMiHB")),
	FILE_OF(HEIF, 12, BOX("\x18", "mif1\0\0\0\0mif1heic")),
	FILE_OF(HEIF, 12, BOX("\x18", "heix\0\0\0\0mif1heix")),
	FILE_OF(HEIF, 12, BOX("\x18", "avif\0\0\0\0mif1avif")),
	FILE_OF(HEIF, 12, BOX("\x1c", "hevc\0\0\0\0msf1hevciso8")),
	FILE_OF(VIDEO, 12, BOX("\x18", "mp42\0\0\0\0mp42isom")),
	FILE_OF(VIDEO, 12, BOX("\x20", "isom\0\0\2\0isomiso2avc1mp41")),
	FILE_OF(VIDEO, 12, BOX("\x14", "qt  \0\0\0\0qt  ")),
	FILE_OF(VIDEO, 12, BOX("\x18", "3gp4\0\0\0\0isom3gp4")),
	FILE_OF(VIDEO, 12, BOX("\x18", "3gp5\0\0\0\0isom3gp5")),
	FILE_OF(VIDEO, 12, BOX("\x18", "M4V \0\0\0\1M4V mp42")),
	FILE_OF(VIDEO, 12, BOX("\x1c", "M4A \0\0\0\0M4A mp42isom")),	/* sound */
	FILE_OF(VIDEO, 24, BOX("\x1c", "what\0\0\0\0knowmp42isom")),
	FILE_OF(PDF, 5, "%PDF-1.7\n%\xe2\xe3\xcf\xd3"),
};

static const struct { size_t n; const char *bytes; } others[] = {
#define OTHER(bytes) { sizeof(bytes) - 1, bytes }
	OTHER("MZ\x90\0\3\0\0\0"), OTHER("\x7f" "ELF\2\1\1"), OTHER("PK\3\4\x14\0\6\0"), OTHER("#!/bin/sh\n"),
	OTHER("<!doctype html><script>alert(1)"), OTHER("<svg xmlns=\"http://www.w3.org/\">"),
	OTHER("RIFF\x24\0\0\0WAVEfmt "), OTHER("RIFF\x24\0\0\0AVI LIST"), OTHER("ID3\3\0\0\0\0"), OTHER("BM\x36\0\0\0"),
	OTHER("\xff\xd8"), OTHER("\xff\xd8\xfe\xff"), OTHER("GIF88a\1\0"), OTHER("\x89PNG\n\n\x1a\n"),
	OTHER(" %PDF-1.7"), OTHER("\xff\xfb\x90\x64"), OTHER("\0\0\0\0"), OTHER(""),
	OTHER("\0\0\x18" "ftypheic\0\0\0\0mif1heic"),	/* shifted */
	OTHER(BOX("\x08", "heic\0\0\0\0mp42")),		/* the box ends before its brand */
	OTHER(BOX("\x14", "what\0\0\0\0knowmp42")),	/* and before the one that is known */
	OTHER(BOX("\x18", "what\0\0\0\0k.mp42.ow")),	/* no brand begins there */
	OTHER(BOX("\x18", "whatmp42k...now.")),		/* nor where the version stands */
};

START_TEST(every_kind_is_known_by_its_first_bytes)
{
	for (size_t n = files[_i].needs; n <= files[_i].n; n++)
		ck_assert_int_eq(filetype_of(edge(files[_i].bytes, n)), files[_i].type);
}
END_TEST

START_TEST(fewer_bytes_than_it_takes_tell_nothing)
{
	for (size_t n = 0; n < files[_i].needs; n++)
		ck_assert_int_eq(filetype_of(edge(files[_i].bytes, n)), FILETYPE_NONE);
}
END_TEST

START_TEST(anything_else_is_nothing)
{
	for (size_t n = 0; n <= others[_i].n; n++)
		ck_assert_msg(filetype_of(edge(others[_i].bytes, n)) == FILETYPE_NONE, "%d at %zu", _i, n);
}
END_TEST

START_TEST(what_comes_behind_the_first_32_bytes_does_not_matter)
{
	static const char far[] = BOX("\xff", "what\0\0\0\0one.two.thre" "four" "mp42");
	static const char near[] = BOX("\xff", "what\0\0\0\0one.two.thre" "mp42" "four");

	ck_assert_int_eq(filetype_of(edge(far, sizeof far - 1)), FILETYPE_NONE);
	ck_assert_int_eq(filetype_of(edge(near, sizeof near - 1)), FILETYPE_VIDEO);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("filetype");
	TCase *t = tcase_create("filetype");

	tcase_add_loop_test(t, every_kind_is_known_by_its_first_bytes, 0, sizeof files / sizeof *files);
	tcase_add_loop_test(t, fewer_bytes_than_it_takes_tell_nothing, 0, sizeof files / sizeof *files);
	tcase_add_loop_test(t, anything_else_is_nothing, 0, sizeof others / sizeof *others);
	tcase_add_test(t, what_comes_behind_the_first_32_bytes_does_not_matter);
	suite_add_tcase(s, t);
	return s;
}
