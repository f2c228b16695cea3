/* parts.c: a form and its head as bytes. */
#include "parts.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static void
add(struct buf *to, const void *bytes, size_t n)
{
	ck_assert_int_eq(buf_add(to, (struct span){ bytes, n }), GW_OK);
}

static void
add_part(struct buf *body, const struct part *p)
{
	static uint8_t fill[4 * 1024 * 1024];
	const size_t told = strlen(p->bytes);
	char head[256];

	if (p->file == NULL)
		snprintf(head, sizeof head, "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n", p->name);
	else
		snprintf(head, sizeof head, "--b\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n"
		    "Content-Type: application/octet-stream\r\n\r\n", p->name, p->file);
	add(body, head, strlen(head));
	add(body, p->bytes, told);
	if (p->n > told) {
		ck_assert_uint_le(p->n - told, sizeof fill);
		add(body, memset(fill, told > 0 ? p->bytes[told - 1] : 'x', p->n - told), p->n - told);
	}
	add(body, "\r\n", 2);
}

void
parts_post(struct buf *out, const char *path, const struct part *parts, size_t n)
{
	struct buf body;
	char head[256];

	buf_init(&body, PARTS_ROOM);
	for (size_t i = 0; i < n; i++)
		add_part(&body, &parts[i]);
	add(&body, "--b--\r\n", 7);
	snprintf(head, sizeof head, "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
	    "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: %zu\r\n\r\n", path, body.n);
	buf_init(out, PARTS_ROOM);
	add(out, head, strlen(head));
	add(out, body.p, body.n);
	buf_free(&body);
}
