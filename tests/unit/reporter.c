/* reporter.c: requests as bytes. */
#include "reporter.h"

#include <stdio.h>
#include <string.h>

#include "parts.h"
#include "run.h"

enum { FORM_FILES = 16 };

const char REPORTER_TEXT[] = "he brings a knife to school tomorrow, he showed it in the toilets";

void
form(struct buf *out, const char *path, const char *part, const char *json, const size_t *sizes, size_t n)
{
	struct part parts[1 + FORM_FILES] = { { .name = part, .bytes = json } };
	char names[FORM_FILES][16], letter[FORM_FILES][2];

	ck_assert_uint_le(n, FORM_FILES);
	for (size_t i = 0; i < n; i++) {
		snprintf(names[i], sizeof names[i], "photo %zu.jpg", i);
		snprintf(letter[i], sizeof letter[i], "%c", sizes[i] > 0 ? 'a' + (int)i : '\0');
		parts[1 + i] = (struct part){ "file", names[i], letter[i], sizes[i] };
	}
	parts_post(out, path, parts, 1 + n);
}

/* Status of the answer; its body as JSON when v is not NULL. */
static int
ask(struct gate *g, struct buf *request, json_t **v)
{
	struct front_answer a;
	char why[JSON_FAULT];

	front_ask(&g->front, buf_span(request), &a);
	if (v != NULL)
		ck_assert_int_eq(json_read((struct span){ (const uint8_t *)a.body, a.body_n }, v, why), GW_OK);
	buf_free(request);
	front_forget(&a);
	return a.status;
}

int
ask_report(struct gate *g, const char *json, const size_t *sizes, size_t n, json_t **v)
{
	struct buf request;

	form(&request, "/api/v1/reports", "report", json, sizes, n);
	return ask(g, &request, v);
}

int
ask_message(struct gate *g, const char *code, const char *text, const size_t *sizes, size_t n)
{
	struct buf request;
	char json[256];

	snprintf(json, sizeof json, "{\"code\":\"%s\",\"text\":\"%s\"}", code, text);
	form(&request, "/api/v1/reports/messages", "message", json, sizes, n);
	return ask(g, &request, NULL);
}

int
ask_check(struct gate *g, const char *code, json_t **v)
{
	struct buf request;
	char text[512];

	buf_init(&request, sizeof text);
	snprintf(text, sizeof text, "POST /api/v1/reports/check HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
	    "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n{\"code\":\"%s\"}", strlen(code) + 11, code);
	ck_assert_int_eq(buf_add_text(&request, text), GW_OK);
	return ask(g, &request, v);
}

int
ask_page(struct gate *g, const char *path)
{
	struct buf request;
	char text[256];

	buf_init(&request, sizeof text);
	snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", path);
	ck_assert_int_eq(buf_add_text(&request, text), GW_OK);
	return ask(g, &request, NULL);
}

void
send_report(struct gate *g, char code[REFCODE_TEXT])
{
	char json[256];
	json_t *v;

	snprintf(json, sizeof json, "{\"text\":\"%s\",\"school\":\"norlington\"}", REPORTER_TEXT);
	ck_assert_int_eq(ask_report(g, json, NULL, 0, &v), 201);
	ck_assert_uint_eq(json_text(v, "code").n, REFCODE_TEXT - 1);
	memcpy(code, json_text(v, "code").p, REFCODE_TEXT);
	json_decref(v);
}
