/* test_copies.c: a real intake (gate.h) whose cleaner the test plays (washer.h): copies come with their files, or not
 * at all. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "copy.h"
#include "json.h"
#include "reporter.h"
#include "run.h"
#include "stream.h"
#include "washer.h"

/* The spool file of this name is copy number of the report, and holds what the washer made. */
static void
check_copy(const struct gate *g, const struct msg_spooled *file, uint32_t number)
{
	static uint8_t sealed[64 * 1024];
	const size_t size = COPY_FIXED + sizeof WASHER_CLEAN - 1;
	uint8_t case_key[KEY_BYTES], key[KEY_BYTES], copy_key[KEY_BYTES];
	struct span in = { sealed, stream_sealed_size(size) }, out;
	struct stream_opener *s;
	struct copy_head h;
	size_t used;

	gate_case_key(g, case_key);
	report_key_of(case_key, key);
	copy_key_of(key, number, copy_key);
	ck_assert_uint_eq(file->held, HELD_NOT);
	ck_assert_uint_eq(file->copy_bytes, in.n);
	ck_assert_str_ne(file->copy, file->name);
	ck_assert_int_eq(pread(g->spool[strtoul(file->copy, NULL, 16)], sealed, sizeof sealed, 0), (ssize_t)in.n);
	ck_assert_int_eq(stream_opener_new(copy_key, (struct part_place){ g->report.u.report_put.report, PART_COPY,
	    number }, &s), GW_OK);
	ck_assert_int_eq(stream_open(s, in, &used, &out), GW_OK);
	ck_assert_uint_eq(used, in.n);
	ck_assert_int_eq(stream_open_end(s, &out), GW_OK);
	ck_assert_uint_eq(out.n, size);
	ck_assert_int_eq(copy_head_read(out, &h, &used), GW_OK);
	ck_assert_mem_eq(out.p + used, WASHER_CLEAN, h.size);
	stream_opener_free(s);
}

START_TEST(a_report_and_a_message_are_kept_with_the_copies_of_their_files)
{
	const size_t sizes[] = { 1, 70000 };
	struct gate g;
	struct washer w;
	json_t *v, *files, *said;
	char code[REFCODE_TEXT];

	gate_open(&g, true);
	washer_open(&w, &g.front);
	ck_assert_int_eq(ask_report(&g, "{\"text\":\"see the photos\"}", sizes, 2, &v), 201);
	files = json_object_get(v, "files");
	for (uint32_t i = 0; i < 2; i++) {
		check_copy(&g, &g.report.u.report_put.file[i], i);
		ck_assert(span_is(json_text(json_array_get(files, i), "copy"), "clean"));
		ck_assert(json_is_true(json_object_get(json_array_get(files, i), "cleaned")));
	}
	memcpy(code, json_text(v, "code").p, REFCODE_TEXT);
	ck_assert_int_eq(ask_message(&g, code, "and another", sizes, 2), 201);
	for (uint32_t i = 0; i < 2; i++)
		check_copy(&g, &g.replied[i], 2 + i);
	json_decref(v);
	ck_assert_int_eq(ask_check(&g, code, &v), 200);
	said = json_array_get(json_object_get(v, "messages"), 0);
	ck_assert(span_is(json_text(json_array_get(json_object_get(said, "files"), 1), "copy"), "clean"));
	json_decref(v);
	ck_assert_uint_eq(g.opened, 8);
	washer_close(&w);
	gate_close(&g);
	ck_assert_uint_eq(g.dropped, 0);
}
END_TEST

START_TEST(what_the_vault_does_not_keep_goes_with_its_copies)
{
	const size_t sizes[] = { 1, 70000 };
	struct gate g;
	struct washer w;

	gate_open(&g, true);
	washer_open(&w, &g.front);
	g.put_result = GW_EFULL;
	ck_assert_int_eq(ask_report(&g, "{\"text\":\"see the photos\"}", sizes, 2, NULL), 503);
	washer_close(&w);
	gate_close(&g);
	ck_assert_uint_eq(g.opened, 4);
	ck_assert_uint_eq(g.dropped, 4);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("copies");
	TCase *t = tcase_create("copies");

	gate_read();
	tcase_set_timeout(t, 60);
	tcase_add_test(t, a_report_and_a_message_are_kept_with_the_copies_of_their_files);
	tcase_add_test(t, what_the_vault_does_not_keep_goes_with_its_copies);
	suite_add_tcase(s, t);
	return s;
}
