/* test_form.c: what browsers send is read as it was typed; what none sends is refused. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "edge.h"
#include "form.h"
#include "run.h"

static struct form form;

static enum gw_err
read_text(const char *text)
{
	return form_read(edge(text, strlen(text)), &form);
}

static const struct { const char *sent, *typed; } values[] = {
	{ "text=hello", "hello" }, { "text=", "" }, { "text", "" }, { "text=a+b%20c", "a b c" },
	{ "text=1%2B1%3D2%26more", "1+1=2&more" }, { "text=a=b", "a=b" }, { "text=*-._~!'()", "*-._~!'()" },
	{ "text=caf%C3%A9+%E2%80%99%F0%9F%98%80", "caf\xc3\xa9 \xe2\x80\x99\xf0\x9f\x98\x80" },
	{ "text=caf%c3%a9", "caf\xc3\xa9" }, { "text=%25%34%31", "%41" },
	{ "text=a%0D%0Ab", "a\nb" }, { "text=a%0Db", "a\nb" }, { "text=a%0Ab", "a\nb" },
	{ "text=%0D%0D%0A%0A%0D", "\n\n\n\n" }, { "text=a%09b", "a\tb" }, { "text=%C2%85", "\xc2\x85" },
	{ "text=a%00b", "a b" }, { "text=%01%0B%1B%7F%1f", "     " },
};

START_TEST(a_value_is_what_was_typed)
{
	ck_assert_int_eq(read_text(values[_i].sent), GW_OK);
	ck_assert_uint_eq(form.n, 1);
	ck_assert(form_is(&form, "text", values[_i].typed));
	form_wipe(&form);
}
END_TEST

START_TEST(fields_are_found_by_name)
{
	ck_assert_int_eq(read_text("state=x_-9&school_is=named&text=&go=continue"), GW_OK);
	ck_assert_uint_eq(form.n, 4);
	ck_assert(form_is(&form, "go", "continue") && form_is(&form, "school_is", "named"));
	ck_assert(form_is(&form, "state", "x_-9") && form_is(&form, "text", ""));
	ck_assert(form_has(&form, "text"));
	ck_assert(!form_has(&form, "school") && !form_has(&form, "texts"));
	ck_assert(!form_is(&form, "go", "continu") && form_is(&form, "absent", ""));
	form_wipe(&form);
	ck_assert_uint_eq(form.n, 0);
	ck_assert_ptr_null(form.bytes.p);
}
END_TEST

START_TEST(an_empty_body_is_a_form_without_fields)
{
	ck_assert_int_eq(form_read((struct span){ NULL, 0 }, &form), GW_OK);
	ck_assert_uint_eq(form.n, 0);
	form_wipe(&form);
}
END_TEST

static const char *const refused[] = {
	"text=%", "text=%4", "text=%4g", "text=%g4", "text=%%34", "text=% 41", "text=%+1", "text=a&go=%",
	"text=a b", "text=a\nb", "text=a\tb", "text=\r\n", "text=a\x7f", "text=caf\xc3\xa9", "text=\x01",
	"text=%FF", "text=%C3", "text=%C3%28", "text=%C0%80", "text=%ED%A0%80", "text=%F4%90%80%80", "text=%A9",
	"text=%C3&go=%A9", "text=a&text=a", "text=a&go=b&text=", "text&text",
	"Text=a", "te.xt=a", "te~xt=a", "te%78t=a", "te+xt=a", "=a", "=", "&", "text=a&", "&text=a", "text=a&&go=b",
	"text[]=a", "text =a", "\xc3\xa9=a", "text=a&=", "%",
};

START_TEST(what_no_browser_sends_is_refused)
{
	ck_assert_msg(read_text(refused[_i]) == GW_EINPUT, "taken: %s", refused[_i]);
	ck_assert_uint_eq(form.n, 0);
	ck_assert_ptr_null(form.bytes.p);
	form_wipe(&form);	/* harmless again */
}
END_TEST

START_TEST(a_byte_that_cuts_a_string_cuts_no_form)
{
	static const char raw[] = "text=a\0b", name[] = "te\0xt=a";

	ck_assert_int_eq(form_read(edge(raw, sizeof raw - 1), &form), GW_EINPUT);
	ck_assert_int_eq(form_read(edge(name, sizeof name - 1), &form), GW_EINPUT);
}
END_TEST

START_TEST(limits_are_exact)
{
	char *text = malloc(LIMIT_FORM + 1), *at = text;

	for (int i = 0; i < LIMIT_FORM_FIELDS; i++)
		at += sprintf(at, "%sf-part-%d=1", i > 0 ? "&" : "", i);
	ck_assert_int_eq(form_read(edge(text, (size_t)(at - text)), &form), GW_OK);
	ck_assert_uint_eq(form.n, LIMIT_FORM_FIELDS);
	form_wipe(&form);
	at += sprintf(at, "&more=1");
	ck_assert_int_eq(form_read(edge(text, (size_t)(at - text)), &form), GW_ELIMIT);
	memset(text, 'a', LIMIT_FORM + 1);
	memcpy(text, "text=", 5);
	ck_assert_int_eq(form_read(edge(text, LIMIT_FORM), &form), GW_OK);
	ck_assert_uint_eq(form_value(&form, "text").n, LIMIT_FORM - 5);
	form_wipe(&form);
	ck_assert_int_eq(form_read(edge(text, LIMIT_FORM + 1), &form), GW_ELIMIT);
	free(text);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("form");
	TCase *t = tcase_create("form");

	tcase_add_loop_test(t, a_value_is_what_was_typed, 0, sizeof values / sizeof *values);
	tcase_add_test(t, fields_are_found_by_name);
	tcase_add_test(t, an_empty_body_is_a_form_without_fields);
	tcase_add_loop_test(t, what_no_browser_sends_is_refused, 0, sizeof refused / sizeof *refused);
	tcase_add_test(t, a_byte_that_cuts_a_string_cuts_no_form);
	tcase_add_test(t, limits_are_exact);
	suite_add_tcase(s, t);
	return s;
}
