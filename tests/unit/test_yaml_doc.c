/* test_yaml_doc.c: only plain YAML gets in, and every fault names its line. */
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "limit.h"
#include "run.h"
#include "yaml_doc.h"

static enum gw_err
read_text(const char *text, struct yaml_doc **d)
{
	return yaml_doc_read(span_of(text), "a.yaml", faults_open(), d);
}

static const struct { const char *text, *fault; } refused[] = {
	{ "", "a.yaml:1: is empty; it must hold a mapping\n" },
	{ "# nothing\n", "a.yaml:1: is empty; it must hold a mapping\n" },
	{ "a: &x 1\nb: 2\n", "a.yaml:1: anchors (&name) are not allowed; write the value out\n" },
	{ "a: 1\nb: *x\n", "a.yaml:2: aliases (*name) are not allowed; write the value out\n" },
	{ "a: 1\n---\nb: 2\n", "a.yaml:2: a second document (---) is not allowed\n" },
	{ "a: 1\nb: 2\na: 3\n", "a.yaml:3: a: is here a second time; each key is allowed once\n" },
	{ "a:\n  b: 1\n  b: 1\n", "a.yaml:3: b: is here a second time; each key is allowed once\n" },
	{ "a: \"x\\0y\"\n", "a.yaml:1: a NUL character is not allowed\n" },
	{ "a: 1\n? [b]\n: 2\n", "a.yaml:2: a key must be plain text\n" },
	{ "a: [[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]\n", "a.yaml:1: is nested too deeply\n" },
};

START_TEST(what_is_not_plain_yaml_is_refused_with_its_line)
{
	struct yaml_doc *d;

	ck_assert_int_eq(read_text(refused[_i].text, &d), GW_EINPUT);
	ck_assert_ptr_null(d);
	ck_assert_str_eq(faults_text(), refused[_i].fault);
	faults_close();
}
END_TEST

START_TEST(broken_syntax_and_broken_utf8_name_the_line)
{
	static const char *const texts[] = { "a: 1\nb: [1\n", "a: 1\nb: \xff\xfe\n", "a: 1\n\tb: 2\n" };
	struct yaml_doc *d;

	ck_assert_int_eq(read_text(texts[_i], &d), GW_EINPUT);
	ck_assert_msg(strncmp(faults_text(), "a.yaml:", 7) == 0 && strstr(faults_text(), "is not YAML: ") != NULL,
	    "%s", faults_text());
	ck_assert_msg(atoi(faults_text() + 7) >= 2, "%s", faults_text());
	faults_close();
}
END_TEST

static const struct yaml_key keys[] = {
	{ "port", YAML_NUMBER, true, 1, 65535 }, { "name", YAML_TEXT, true, 2, 4 },
	{ "list", YAML_LIST, false, 1, 2 }, { "map", YAML_MAP, false, 1, 1 },
};

static const struct { const char *text, *fault; } mismatched[] = {
	{ "port: 0\nname: abc\n", "a.yaml:1: port: must be a whole number from 1 to 65535\n" },
	{ "port: 65536\nname: abc\n", "a.yaml:1: port: must be a whole number from 1 to 65535\n" },
	{ "port: 99999999999999999999\nname: abc\n", "a.yaml:1: port: must be a whole number from 1 to 65535\n" },
	{ "port: 1x\nname: abc\n", "a.yaml:1: port: must be a whole number from 1 to 65535\n" },
	{ "port: \"1\"\nname: abc\n", "a.yaml:1: port: must be a whole number from 1 to 65535\n" },
	{ "port: -x\nname: abc\n", "a.yaml:1: port: must be a whole number from 1 to 65535\n" },
	{ "port: [1]\nname: abc\n", "a.yaml:1: port: must be a whole number from 1 to 65535\n" },
	{ "port: 1\nname: abcde\n", "a.yaml:2: name: must be text of 2 to 4 bytes\n" },
	{ "port: 1\nname: a\n", "a.yaml:2: name: must be text of 2 to 4 bytes\n" },
	{ "port: 1\nname: abc\nlist: x\n", "a.yaml:3: list: must be a list of 1 to 2 entries\n" },
	{ "port: 1\nname: abc\nlist: [1, 2, 3]\n", "a.yaml:3: list: must be a list of 1 to 2 entries\n" },
	{ "port: 1\nname: abc\nmap: {}\n", "a.yaml:3: map: must be a mapping of 1 to 1 keys\n" },
	{ "port: 1\nname: abc\nnmae: x\n", "a.yaml:3: nmae: is not a key here; allowed are port, name, list, map\n" },
	{ "# c\n\nport: 1\n", "a.yaml:3: name: is missing; it is required here\n" },
	{ "- port\n", "a.yaml:1: must be a mapping (key: value)\n" },
	{ "port: 0\nname: a\nx: 1\n", "a.yaml:1: port: must be a whole number from 1 to 65535\n"
	    "a.yaml:2: name: must be text of 2 to 4 bytes\n"
	    "a.yaml:3: x: is not a key here; allowed are port, name, list, map\n" },
	{ "port: 1\nname: abc\n\"x\\e[31m\": 1\n",
	    "a.yaml:3: x?[31m: is not a key here; allowed are port, name, list, map\n" },
};

START_TEST(a_value_that_does_not_fit_names_line_key_and_what_is_allowed)
{
	yaml_node_t *v[4];
	struct yaml_doc *d;

	ck_assert_int_eq(read_text(mismatched[_i].text, &d), GW_OK);
	ck_assert_int_eq(yaml_doc_map(d, yaml_doc_root(d), keys, 4, v), GW_EINPUT);
	ck_assert_str_eq(faults_text(), mismatched[_i].fault);
	yaml_doc_free(d);
	faults_close();
}
END_TEST

START_TEST(what_fits_is_lent_in_table_order)
{
	yaml_node_t *v[4], *key, *value;
	struct yaml_doc *d;

	ck_assert_int_eq(read_text("map: {k: 7}\nlist: [x, y]\nname: \"yes\"\nport: 8443\n", &d), GW_OK);
	ck_assert_int_eq(yaml_doc_map(d, yaml_doc_root(d), keys, 4, v), GW_OK);
	ck_assert_int_eq(yaml_doc_number(v[0]), 8443);
	ck_assert_str_eq(yaml_doc_text(v[1]), "yes");
	ck_assert_str_eq(yaml_doc_text(yaml_doc_item(d, v[2], 1)), "y");
	ck_assert_ptr_null(yaml_doc_item(d, v[2], 2));
	ck_assert(yaml_doc_pair(d, v[3], 0, &key, &value));
	ck_assert_str_eq(yaml_doc_text(key), "k");
	ck_assert_int_eq(yaml_doc_number(value), 7);
	ck_assert(!yaml_doc_pair(d, v[3], 1, &key, &value));
	ck_assert_str_eq(faults_text(), "");
	yaml_doc_free(d);
	faults_close();
}
END_TEST

START_TEST(a_file_that_is_absent_or_too_long_is_refused)
{
	struct yaml_doc *d;
	FILE *f;

	folder_make();
	ck_assert_int_eq(yaml_doc_load(folder_path("none.yaml"), faults_open(), &d), GW_EIO);
	ck_assert_ptr_nonnull(strstr(faults_text(), "none.yaml: cannot be opened"));
	faults_close();
	f = fopen(folder_path("long.yaml"), "we");
	ck_assert_ptr_nonnull(f);
	for (int i = 0; i <= LIMIT_POLICY_FILE; i++)
		fputc('#', f);
	fclose(f);
	ck_assert_int_eq(yaml_doc_load(folder_path("long.yaml"), faults_open(), &d), GW_EINPUT);
	ck_assert_ptr_nonnull(strstr(faults_text(), "long.yaml: too long, at most 4194304 bytes"));
	faults_close();
	folder_drop();
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("yaml_doc");
	TCase *c = tcase_create("yaml_doc");

	tcase_add_loop_test(c, what_is_not_plain_yaml_is_refused_with_its_line, 0,
	    (int)(sizeof refused / sizeof refused[0]));
	tcase_add_loop_test(c, broken_syntax_and_broken_utf8_name_the_line, 0, 3);
	tcase_add_loop_test(c, a_value_that_does_not_fit_names_line_key_and_what_is_allowed, 0,
	    (int)(sizeof mismatched / sizeof mismatched[0]));
	tcase_add_test(c, what_fits_is_lent_in_table_order);
	tcase_add_test(c, a_file_that_is_absent_or_too_long_is_refused);
	suite_add_tcase(s, c);
	return s;
}
