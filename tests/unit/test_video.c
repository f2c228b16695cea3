/* test_video.c: what is left of a video or a voice memo: every picture and every sound of it, and nothing else. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "boxes.h"
#include "coded.h"
#include "edge.h"
#include "files.h"
#include "kinds.h"
#include "run.h"

const char *__asan_default_options(void);

enum { ROOM = 1 << 20, MEGA = 1000 * 1000, LINE = 2048 };
static const struct clean_limits usual = { MEGA, 10, 16 << 20 };

const char *
__asan_default_options(void)
{
	return "detect_leaks=0";	/* one file a process: what is allocated ends with it */
}

/* --- helpers --- */

struct made { struct copy_head h; struct span bytes; };

static struct made
made_of(struct span file, const struct clean_limits *l)
{
	struct made m = { .bytes = { NULL, 0 } };

	video_clean(file, l, &m.h, &m.bytes);
	return m;
}

static void
in_folder(const char *command)
{
	char line[LINE];

	snprintf(line, sizeof line, "cd '%s' && { %s; } >log 2>&1", folder_path("."), command);
	ck_assert_msg(system(line) == 0, "%s", line);
}

static struct span
kept(const char *name)
{
	FILE *f = fopen(folder_path(name), "rb");
	uint8_t *p = malloc(ROOM);
	struct span s;

	ck_assert_ptr_nonnull(f);
	ck_assert_ptr_nonnull(p);
	s = (struct span){ p, fread(p, 1, ROOM, f) };
	ck_assert_uint_lt(s.n, ROOM);
	fclose(f);
	return s;
}

static void
keep(const char *name, struct span s)
{
	FILE *f = fopen(folder_path(name), "wb");

	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(s.p, 1, s.n, f), s.n);
	ck_assert_int_eq(fclose(f), 0);
}

static bool
holds(struct span s, const char *word)
{
	return memmem(s.p, s.n, word, strlen(word)) != NULL;
}

#define PLANTED " -metadata title=CANARY -metadata comment=CANARY -metadata creation_time=2026-01-02T03:04:05" \
	" -metadata location=+51.5000-000.1000/ -metadata:s handler_name=CANARY -metadata:s language=wel "
#define PICTURES " -f lavfi -i testsrc=s=96x64:d=1:r=10 "
#define SOUND " -f lavfi -i sine=d=1 "
#define FFMPEG "ffmpeg -v error -y "

/* As a phone's app, a camera or a converter writes them, with what ffmpeg and exiftool can plant. */
static const struct { const char *name, *how; } inputs[] = {
	{ "a.mp4", FFMPEG PICTURES SOUND "-c:v libx264 -bf 2 -c:a aac" PLANTED "a.mp4" },
	{ "a.mov", FFMPEG PICTURES SOUND "-c:v libx264 -c:a alac" PLANTED "a.mov && exiftool -q -overwrite_original"
	    " -Keys:GPSCoordinates='51.5 0.1' -Keys:Make=CANARY -Keys:Model=CANARY -XMP:Creator=CANARY"
	    " -UserData:SerialNumber=CANARY a.mov" },
	{ "b.mov", FFMPEG PICTURES "-c:v libx265 -tag:v hvc1 -x265-params log-level=0" PLANTED "b.mov" },
	{ "c.mp4", FFMPEG PICTURES "-c:v libvpx-vp9 -cpu-used 8" PLANTED "c.mp4" },
	{ "d.mp4", FFMPEG PICTURES "-c:v libaom-av1 -cpu-used 8" PLANTED "d.mp4" },
	{ "e.mp4", FFMPEG PICTURES SOUND "-c:v mpeg4 -c:a libopus" PLANTED "e.mp4" },
	{ "f.3gp", FFMPEG "-f lavfi -i testsrc=s=176x144:d=1:r=10 -c:v h263" PLANTED "f.3gp" },
	{ "g.mov", FFMPEG PICTURES SOUND "-c:v libx264 -c:a pcm_s16le" PLANTED "g.mov" },
	{ "h.m4a", FFMPEG SOUND "-c:a aac" PLANTED "h.m4a && exiftool -q -overwrite_original"
	    " -ItemList:Artist=CANARY h.m4a" },
	{ "i.mp4", FFMPEG PICTURES SOUND "-c:v libx264 -c:a aac -movflags frag_keyframe+empty_moov" PLANTED "i.mp4" },
	{ "j.mp4", FFMPEG PICTURES SOUND "-c:v libx264 -c:a aac -movflags faststart" PLANTED "j.mp4" },
};
enum { INPUTS = sizeof inputs / sizeof *inputs };

static struct span
input(size_t i)
{
	return kept(inputs[i].name);
}

/* Once for all tests: encoders take their time. */
static void
prepare(void)
{
	ck_assert_int_eq(video_prepare(), GW_OK);
	folder_make();
	for (size_t i = 0; i < INPUTS; i++)
		in_folder(inputs[i].how);
}

/* --- */

START_TEST(every_picture_and_every_sound_is_kept)
{
	const struct made m = made_of(input((size_t)_i), &usual);
	char line[LINE];

	ck_assert_int_eq(m.h.state, COPY_CLEAN);
	ck_assert_int_eq(m.h.kind, COPY_MP4);
	keep("copy", m.bytes);
	for (const char *kind = "va"; *kind != '\0'; kind++) {
		snprintf(line, sizeof line, "for x in %s copy; do " FFMPEG "-i $x -map 0:%c? -f framemd5"
		    " -fflags +bitexact - >$x.md5 || true; done; cmp %s.md5 copy.md5", inputs[_i].name, *kind,
		    inputs[_i].name);
		in_folder(line);
	}
}
END_TEST

START_TEST(nothing_else_is_left)
{
	static const char *const gone[] = { "CANARY", "Lav", "x264", "x265", "2026", "udta", "meta", "ilst", "uuid",
		"wel" };
	const struct made m = made_of(input((size_t)_i), &usual);
	struct span said;

	ck_assert_int_eq(m.h.state, COPY_CLEAN);
	for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
		ck_assert_msg(!holds(m.bytes, gone[i]), "%s", gone[i]);
	keep("copy.mp4", m.bytes);
	in_folder("exiftool -api LargeFileSupport=1 -a -u -G1 -s copy.mp4 >said");
	said = kept("said");
	ck_assert(holds(said, "0000:00:00 00:00:00"));
	ck_assert(!holds(said, "GPS") && !holds(said, "Serial") && !holds(said, "[XMP") && !holds(said, "Keys]"));
}
END_TEST

START_TEST(a_video_stays_turned_as_the_phone_was_held)
{
	in_folder(FFMPEG "-i a.mp4 -c copy -metadata:s:v rotate=90 turned.mp4");
	keep("copy.mp4", made_of(kept("turned.mp4"), &usual).bytes);
	in_folder("ffprobe -v error -show_streams copy.mp4 >said");
	ck_assert(holds(kept("said"), "rotation=90") || holds(kept("said"), "rotation=-90"));
}
END_TEST

START_TEST(sound_that_was_cut_off_does_not_come_along)
{
	in_folder(FFMPEG "-f lavfi -i testsrc=s=96x64:r=10:d=4 -f lavfi -i sine=f=440:d=4 -c:v libx264 -g 100 -c:a aac"
	    " long.mp4 && " FFMPEG "-ss 2 -i long.mp4 -c copy cut.mp4");
	keep("copy", made_of(kept("cut.mp4"), &usual).bytes);
	in_folder("for x in cut.mp4 copy; do " FFMPEG "-i $x -map 0:a -f md5 - >$x.md5; done; cmp cut.mp4.md5 copy.md5;"
	    " ffprobe -v error -f mp4 -select_streams a -show_entries stream=nb_frames -of csv=p=0 copy >said");
	ck_assert_int_le(atoi((const char *)kept("said").p), 90);	/* two seconds, and two packets; not three */
}
END_TEST

START_TEST(tracks_of_times_titles_and_covers_are_left_out)
{
	struct made m;

	folder_write("t.srt", "1\n00:00:00,000 --> 00:00:01,000\nCANARY\n");
	folder_write("t.txt", ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=900\ntitle=CANARY\n");
	in_folder(FFMPEG PICTURES "-i t.srt -i t.txt -map 0 -map 1 -map_chapters 2 -c:v libx264 -c:s mov_text"
	    " -timecode 01:02:03:04 t.mov");
	in_folder(FFMPEG SOUND "-f lavfi -i testsrc=s=96x64:d=1:r=1 -map 0 -map 1 -c:a aac -c:v mjpeg -frames:v 1"
	    " -disposition:v attached_pic c.m4a");
	m = made_of(kept("t.mov"), &usual);
	ck_assert_int_eq(m.h.state, COPY_CLEAN);
	ck_assert(holds(m.bytes, "vide") && !holds(m.bytes, "CANARY"));
	ck_assert(!holds(m.bytes, "tmcd") && !holds(m.bytes, "text"));
	m = made_of(kept("c.m4a"), &usual);
	ck_assert_int_eq(m.h.state, COPY_CLEAN);
	ck_assert(holds(m.bytes, "soun") && !holds(m.bytes, "vide"));
}
END_TEST

START_TEST(a_file_cut_anywhere_is_damaged)
{
	static const size_t which[] = { 0, 1, 9, 10 };	/* its index at the end, fragments, its index first */
	const struct span file = input(which[_i]);

	for (size_t n = 0; n < file.n; n += 1 + file.n / 60)
		ck_assert_int_eq(made_of((struct span){ file.p, n }, &usual).h.state, COPY_DAMAGED);
	ck_assert_int_eq(made_of((struct span){ file.p, file.n - 1 }, &usual).h.state, COPY_DAMAGED);
}
END_TEST

START_TEST(what_cannot_be_copied_is_strange_and_what_does_not_fit_too_much)
{
	in_folder(FFMPEG PICTURES SOUND "-c:v mjpeg -c:a aac m.mov && " FFMPEG SOUND "-c:a libmp3lame m.mp4 && "
	    FFMPEG PICTURES "-c:v libx264 -encryption_scheme cenc-aes-ctr"
	    " -encryption_key 76a6c65c5ea762046bd749a2e632ccbb -encryption_kid a7e61c373e219033c21091fa607bf3b8"
	    " locked.mp4");
	ck_assert_int_eq(made_of(kept("m.mov"), &usual).h.state, COPY_STRANGE);
	ck_assert_int_eq(made_of(kept("m.mp4"), &usual).h.state, COPY_STRANGE);
	ck_assert_int_eq(made_of(kept("locked.mp4"), &usual).h.state, COPY_STRANGE);
	ck_assert_int_eq(made_of(kept("a.mp4"), &(struct clean_limits){ MEGA, 10, 4000 }).h.state, COPY_TOO_MUCH);
}
END_TEST

START_TEST(no_file_is_opened_whatever_a_file_names)
{
	const struct rlimit none = { 0, 0 };
	const struct span file = input(1);
	uint8_t *dref = memmem(file.p, file.n, "dref", 4);

	ck_assert_ptr_nonnull(dref);
	memcpy(dref + 12, "\0\0\0\x0c" "alis\0\0\0\0", 12);	/* for "url ", which says: this file */
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &none), 0);
	(void)made_of(file, &usual);
}
END_TEST

START_TEST(changed_bytes_end_in_a_copy_or_in_none)
{
	const struct span file = input((size_t)_i);
	uint8_t *other = malloc(file.n);
	unsigned seed = 7 + (unsigned)_i;

	ck_assert_ptr_nonnull(other);
	for (unsigned run = 0; run < 300; run++) {
		struct made m;

		memcpy(other, file.p, file.n);
		for (unsigned i = 0; i < 1 + run % 8; i++) {
			seed = seed * 1664525 + 1013904223;
			other[(seed >> 8) % file.n] = (uint8_t)(seed >> 3);
		}
		m = made_of((struct span){ other, file.n }, &usual);
		ck_assert((m.h.state == COPY_CLEAN) == (m.bytes.n > 0));
	}
}
END_TEST

/* --- boxes --- */

#define BOX(size, type) "\0\0\0" size type

static const struct { enum copy_state state; size_t n; const char *bytes; } files[] = {
#define FILE_OF(state, bytes) { COPY_ ## state, sizeof(bytes) - 1, bytes }
	FILE_OF(CLEAN, BOX("\x08", "moov")), FILE_OF(CLEAN, BOX("\x0c", "ftypisom") BOX("\0", "moov")),
	FILE_OF(CLEAN, BOX("\x01", "moov\0\0\0\0\0\0\0\x10")),
	FILE_OF(CLEAN, BOX("\x08", "moov") "some notes of a phone"),
	FILE_OF(CLEAN, BOX("\x09", "what.") BOX("\x08", "moov")), FILE_OF(CLEAN, BOX("\x08", "moov") "\0\0\0\0"),
	FILE_OF(DAMAGED, ""), FILE_OF(DAMAGED, BOX("\x08", "mdat")), FILE_OF(DAMAGED, BOX("\x09", "moov")),
	FILE_OF(DAMAGED, BOX("\x08", "moov") BOX("\x10", "mdat....")), FILE_OF(DAMAGED, BOX("\x07", "moov")),
	FILE_OF(DAMAGED, BOX("\x01", "moov\0\0\0\0\0\0\0\x11")),
	FILE_OF(DAMAGED, BOX("\x01", "moov\0\0\0\0\0\0\0\x0f")),
	FILE_OF(DAMAGED, BOX("\x01", "moov\xff\xff\xff\xff\xff\xff\xff\xff")),
	FILE_OF(DAMAGED, "\xff\xff\xff\xff" "what....moov"),
};

START_TEST(outermost_boxes_are_all_there_or_the_file_is_damaged)
{
	ck_assert_int_eq(boxes_look(edge(files[_i].bytes, files[_i].n)), files[_i].state);
}
END_TEST

START_TEST(endless_boxes_are_too_much)
{
	enum { N = BOXES_MAX + 1 };
	uint8_t *all = malloc(N * 8);

	ck_assert_ptr_nonnull(all);
	for (size_t i = 0; i < N; i++)
		memcpy(all + 8 * i, BOX("\x08", "free"), 8);
	ck_assert_int_eq(boxes_look((struct span){ all, N * 8 }), COPY_TOO_MUCH);
	free(all);
}
END_TEST

/* --- coded --- */

#define AVCC "\1\x64\0\x0a\xff\xe1\0\3\x67SP\1\0\2\x68P"
#define HVCC "\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\3\0"
static const struct {
	enum coded_kind kind;
	bool good;
	size_t head, n, left;
	const char *bytes, *becomes;
} packets[] = {
#define PACKET(kind, head, bytes, becomes) { CODED_ ## kind, true, sizeof(head) - 1, sizeof(head bytes) - 1, \
	sizeof(becomes) - 1, head bytes, becomes }
#define WRONG(kind, head, bytes) { CODED_ ## kind, false, sizeof(head) - 1, sizeof(head bytes) - 1, 0, head bytes, "" }
	PACKET(PLAIN, "", "\0\0\0\2\6x", "\0\0\0\2\6x"),
	PACKET(H264, AVCC, "\0\0\0\3\6xy\0\0\0\2\x65i\0\0\0\1\x0c", "\0\0\0\2\x65i"),
	PACKET(H264, AVCC, "\0\0\0\2\6x", ""), PACKET(H264, AVCC, "\0\0\0\0\0\0\0\1\x18", ""),
	PACKET(H264, AVCC, "\0\0\0\2\x41i\0\0\0\2\x41j", "\0\0\0\2\x41i\0\0\0\2\x41j"),
	PACKET(H264, AVCC, "\0\0\0\2\x51w\0\0\0\2\x09w\0\0\0\2\x65i", "\0\0\0\2\x65i"),	/* reserved, a mark */
	PACKET(HEVC, HVCC, "\0\0\0\3\x46\1w\0\0\0\3\x14\1w\0\0\0\2\x26\1", "\0\0\0\2\x26\1"),
	WRONG(H264, AVCC, "\0\0\0\3\x65i"), WRONG(H264, AVCC, "\0\0\0"), WRONG(H264, AVCC, "\xff\xff\xff\xff\x65i"),
	PACKET(AV1, "\x81\0\0\0", "\x2a\2xy\x32\1f", "\x32\1f"), PACKET(AV1, "\x81\0\0\0", "\x30xyz", "\x30xyz"),
	PACKET(AV1, "\x81\0\0\0", "\x7a\0\x0a\1s", "\x0a\1s"), WRONG(AV1, "\x81\0\0\0", "\x32\5f"),
	WRONG(AV1, "\x81\0\0\0", "\x32\xff"), WRONG(AV1, "\x81\0\0\0", "\x36"),
	PACKET(MPEG4, "", "\0\0\1\xb2user\0\0\1\xb6vop", "\0\0\1\xb6vop"), PACKET(MPEG4, "", "\0\0\1\xb2", ""),
	PACKET(MPEG4, "", "\0\0\1\xb6v\0\0\1\xb2x", "\0\0\1\xb6v"),
	PACKET(AAC, "", "\xc4\x1f\xfe\x40", "\xc4\0\0\x40"),	/* fill of two bytes, then a channel */
	PACKET(AAC, "", "\xc5\xbf\xfe\x40", "\xc5\xbf\xfe\x40"),	/* of a kind that changes the sound */
	PACKET(AAC, "", "\x20\xff\xff\xff", "\x20\xff\xff\xff"),
};

START_TEST(units_that_show_nothing_go)
{
	uint8_t *p = malloc(packets[_i].n + 1);
	size_t n = packets[_i].head;
	struct coded c;

	ck_assert_ptr_nonnull(p);
	memcpy(p, packets[_i].bytes, n);
	ck_assert(coded_head(&c, packets[_i].kind, p, &n));
	ck_assert_uint_eq(n, packets[_i].head);
	free(p);
	n = packets[_i].n - packets[_i].head;
	p = malloc(n);
	memcpy(p, packets[_i].bytes + packets[_i].head, n);
	ck_assert(coded_packet(&c, p, &n) == packets[_i].good);
	if (packets[_i].good) {
		ck_assert_uint_eq(n, packets[_i].left);
		ck_assert(memcmp(p, packets[_i].becomes, n) == 0);
	}
	free(p);
}
END_TEST

START_TEST(words_behind_a_head_of_sound_go)
{
	uint8_t plain[] = "\x11\x90\x56\xe5\0words of a coder", listed[] = "\x11\x80 a list of channels";
	size_t n = sizeof plain, all = sizeof listed;
	struct coded c;

	ck_assert(coded_head(&c, CODED_AAC, plain, &n) && coded_head(&c, CODED_AAC, listed, &all));
	ck_assert_uint_le(n, 8);
	ck_assert_uint_eq(all, sizeof listed);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("video");
	TCase *t = tcase_create("video"), *u = tcase_create("parts");

	tcase_add_unchecked_fixture(t, prepare, folder_drop);
	tcase_set_timeout(t, 90);
	tcase_add_loop_test(t, every_picture_and_every_sound_is_kept, 0, INPUTS);
	tcase_add_loop_test(t, nothing_else_is_left, 0, INPUTS);
	tcase_add_test(t, a_video_stays_turned_as_the_phone_was_held);
	tcase_add_test(t, sound_that_was_cut_off_does_not_come_along);
	tcase_add_test(t, tracks_of_times_titles_and_covers_are_left_out);
	tcase_add_loop_test(t, a_file_cut_anywhere_is_damaged, 0, 4);
	tcase_add_test(t, what_cannot_be_copied_is_strange_and_what_does_not_fit_too_much);
	tcase_add_test(t, no_file_is_opened_whatever_a_file_names);
	tcase_add_loop_test(t, changed_bytes_end_in_a_copy_or_in_none, 0, INPUTS);
	suite_add_tcase(s, t);
	tcase_add_loop_test(u, outermost_boxes_are_all_there_or_the_file_is_damaged, 0, sizeof files / sizeof *files);
	tcase_add_test(u, endless_boxes_are_too_much);
	tcase_add_test(u, words_behind_a_head_of_sound_go);
	tcase_add_loop_test(u, units_that_show_nothing_go, 0, sizeof packets / sizeof *packets);
	suite_add_tcase(s, u);
	return s;
}
