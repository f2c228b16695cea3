/* http.c: libcurl, held on a short lead. */
#include <stdlib.h>
#include <string.h>

#include "http.h"
#include "secret.h"
#include "trust.h"

enum { CONNECT_SECONDS = 15, STALL_SECONDS = 60, STALL_BYTES = 16 };

struct http {
	CURL *curl;
	char url[TRUST_URL_MAX];	/* the server's, without a slash at the end */
	bool shows_device;
	long status;			/* of the last answer */
};

struct request {
	const char *method, *path;
	const char *const *headers;	/* NULL-ended */
	struct buf *body;		/* NULL for none */
	curl_mime *mime;		/* NULL for none */
	struct sink *sink;		/* where a 2xx body goes */
	const long *quiet;		/* two statuses that are not told of; NULL: none */
};

/* Either a buffer or a file. A fault always goes to the buffer. */
struct sink {
	CURL *curl;
	struct buf *answer;
	FILE *file;
	size_t max, n;
	bool too_long;
};

static const char *const as_json[] = { "Content-Type: application/json", NULL };
static const char *const as_given[] = { NULL };

static char *
wiped_strdup(const char *text)
{
	const size_t n = strlen(text) + 1;
	char *copy = secret_malloc(n);

	return copy == NULL ? NULL : memcpy(copy, text, n);
}

static void *
wiped_calloc(size_t n, size_t size)
{
	void *p = size != 0 && n > SIZE_MAX / size ? NULL : secret_malloc(n * size);

	return p == NULL ? NULL : memset(p, 0, n * size);
}

static CURLcode
set_habits(CURL *c)
{
	static const struct { CURLoption option; long value; } numbers[] = {
		{ CURLOPT_NOSIGNAL, 1 },
		{ CURLOPT_FOLLOWLOCATION, 0 },
		{ CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1 },
		{ CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS },
		{ CURLOPT_LOW_SPEED_LIMIT, STALL_BYTES },
		{ CURLOPT_LOW_SPEED_TIME, STALL_SECONDS },
	};
	static const struct { CURLoption option; const char *value; } words[] = {
		{ CURLOPT_PROTOCOLS_STR, "https" },
		{ CURLOPT_PROXY, "" },		/* not even the environment's */
		{ CURLOPT_NOPROXY, "*" },
		{ CURLOPT_COOKIEFILE, "" },	/* cookies in memory, no file */
	};
	CURLcode e = CURLE_OK;

	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0] && e == CURLE_OK; i++)
		e = curl_easy_setopt(c, numbers[i].option, numbers[i].value);
	for (size_t i = 0; i < sizeof words / sizeof words[0] && e == CURLE_OK; i++)
		e = curl_easy_setopt(c, words[i].option, words[i].value);
	return e;
}

enum run
http_open(const struct server *s, struct http **h)
{
	struct http *made;
	size_t n;

	*h = NULL;
	if (trust_check(s) != RUN_DONE)
		return RUN_MISUSED;
	unsetenv("SSLKEYLOGFILE");	/* libcurl would write the session's keys there */
	if (curl_global_init_mem(CURL_GLOBAL_DEFAULT, secret_malloc, secret_free, secret_realloc, wiped_strdup,
	    wiped_calloc) != CURLE_OK)
		return fail("Starting libcurl", GW_ENOMEM);
	made = calloc(1, sizeof *made);
	if (made == NULL || (made->curl = curl_easy_init()) == NULL) {
		free(made);
		return fail("Starting libcurl", GW_ENOMEM);
	}
	n = strlen(s->url);
	memcpy(made->url, s->url, s->url[n - 1] == '/' ? n - 1 : n);
	made->shows_device = s->cert != NULL;
	if (trust_set(made->curl, s) != CURLE_OK || set_habits(made->curl) != CURLE_OK) {
		http_close(made);
		complain("This computer's libcurl is too old to connect safely.");
		return RUN_FAULT;
	}
	*h = made;
	return RUN_DONE;
}

void
http_close(struct http *h)
{
	if (h == NULL)
		return;
	curl_easy_cleanup(h->curl);
	curl_global_cleanup();
	secret_wipe(h, sizeof *h);
	free(h);
}

static size_t
take_body(char *bytes, size_t one, size_t n, void *arg)
{
	struct sink *sink = arg;
	long status = 0;

	(void)one;
	curl_easy_getinfo(sink->curl, CURLINFO_RESPONSE_CODE, &status);
	if (sink->file == NULL || status / 100 != 2)
		sink->too_long = buf_add(sink->answer, (struct span){ (const uint8_t *)bytes, n }) != GW_OK;
	else if (n > sink->max - sink->n)
		sink->too_long = true;
	else
		sink->n += fwrite(bytes, 1, n, sink->file);
	return sink->too_long || (sink->file != NULL && ferror(sink->file)) ? 0 : n;
}

/* One sentence for each way a connection can fail; the address is the one that the person gave. */
static enum run
tell_curl(const struct http *h, CURLcode e, const struct sink *sink)
{
	switch (e) {
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_ISSUER_ERROR:
		complain("The certificate of %s is not to be trusted: it is not from a known authority, has expired or "
		    "names another host. Nothing was sent.", h->url);
		return RUN_UNREACHED;
	case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
		complain("%s has another key than the pinned one. Nothing was sent.", h->url);
		return RUN_UNREACHED;
	case CURLE_SSL_CACERT_BADFILE:
		complain("The file given with --ca holds no certificate that can be read.");
		return RUN_MISUSED;
	case CURLE_SSL_CERTPROBLEM:
		complain("The files given with --cert and --key hold no certificate with its own key that can be "
		    "read.");
		return RUN_MISUSED;
	case CURLE_READ_ERROR:
		complain("A file could not be read to its end.");
		return RUN_MISUSED;
	case CURLE_WRITE_ERROR:
		complain(sink->too_long ? "The server's answer is longer than this program takes." :
		    "The answer could not be written.");
		return RUN_FAULT;
	case CURLE_PARTIAL_FILE:
		complain("The connection ended in the middle of the answer.");
		return RUN_UNREACHED;
	case CURLE_OUT_OF_MEMORY:
		return fail("The connection", GW_ENOMEM);
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR:
	case CURLE_GOT_NOTHING:
		if (h->shows_device) {	/* one that is refused is refused after the handshake: by the end alone */
			complain("%s ended the connection. It may not take the certificate given with --cert: is it a "
			    "staff device's, and has it expired?", h->url);
			return RUN_UNREACHED;
		}
		__attribute__((fallthrough));
	default:
		complain("No connection to %s: %s.", h->url, curl_easy_strerror(e));
		return RUN_UNREACHED;
	}
}

/* The server's sentence as it came (RFC 9457); only its own status when it sent none. */
static enum run
tell_problem(long status, struct span answer)
{
	char fault[JSON_FAULT];
	json_t *problem = NULL;
	struct span detail = { NULL, 0 };

	if (answer.n > 0 && json_read(answer, &problem, fault) == GW_OK)
		detail = json_text(problem, "detail");
	fflush(stdout);
	if (detail.n > 0) {
		say_text(stderr, detail, "");
		fputc('\n', stderr);
	} else {
		complain("The server answered with status %ld and no explanation.", status);
	}
	json_decref(problem);
	return status >= 400 && status < 500 ? RUN_REFUSED : RUN_FAULT;
}

static CURLcode
set_request(struct http *h, const struct request *q, const char *url)
{
	CURL *c = h->curl;
	CURLcode e = curl_easy_setopt(c, CURLOPT_URL, url);

	if (e == CURLE_OK && q->mime == NULL && q->body == NULL)
		e = curl_easy_setopt(c, CURLOPT_HTTPGET, 1L);
	if (e == CURLE_OK && q->mime != NULL)
		e = curl_easy_setopt(c, CURLOPT_MIMEPOST, q->mime);
	if (e == CURLE_OK && q->body != NULL) {
		e = curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)q->body->n);
		if (e == CURLE_OK)
			e = curl_easy_setopt(c, CURLOPT_POSTFIELDS, (const char *)q->body->p);
	}
	if (e == CURLE_OK)
		e = curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, q->method);
	if (e == CURLE_OK)
		e = curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body);
	return e == CURLE_OK ? curl_easy_setopt(c, CURLOPT_WRITEDATA, q->sink) : e;
}

static enum run
perform(struct http *h, struct request *q)
{
	struct curl_slist *headers = NULL, *longer;
	char url[TRUST_URL_MAX + 256];
	CURLcode e = CURLE_OK;

	h->status = 0;
	if ((size_t)snprintf(url, sizeof url, "%s%s", h->url, q->path) >= sizeof url)
		return fail("The request", GW_ELIMIT);
	q->sink->curl = h->curl;
	for (const char *const *one = q->headers; *one != NULL && e == CURLE_OK; one++) {
		longer = curl_slist_append(headers, *one);
		headers = longer == NULL ? headers : longer;
		e = longer == NULL ? CURLE_OUT_OF_MEMORY : CURLE_OK;
	}
	if (e == CURLE_OK)
		e = curl_easy_setopt(h->curl, CURLOPT_HTTPHEADER, headers);
	if (e == CURLE_OK)
		e = set_request(h, q, url);
	if (e == CURLE_OK)
		e = curl_easy_perform(h->curl);
	curl_easy_setopt(h->curl, CURLOPT_HTTPHEADER, NULL);
	curl_slist_free_all(headers);
	if (e != CURLE_OK)
		return tell_curl(h, e, q->sink);
	curl_easy_getinfo(h->curl, CURLINFO_RESPONSE_CODE, &h->status);
	if (q->quiet != NULL && (h->status == q->quiet[0] || h->status == q->quiet[1]))
		return RUN_REFUSED;
	return h->status / 100 == 2 ? RUN_DONE : tell_problem(h->status, buf_span(q->sink->answer));
}

enum run
http_get(struct http *h, const char *path, struct buf *answer)
{
	struct sink sink = { .answer = answer };

	return perform(h, &(struct request){ "GET", path, as_given, NULL, NULL, &sink, NULL });
}

enum run
http_get_unless(struct http *h, const char *path, const long quiet[2], struct buf *answer)
{
	struct sink sink = { .answer = answer };

	return perform(h, &(struct request){ "GET", path, as_given, NULL, NULL, &sink, quiet });
}

enum run
http_post(struct http *h, const char *path, const json_t *body, struct buf *answer)
{
	struct sink sink = { .answer = answer };
	struct buf bytes;
	enum gw_err e;
	enum run r;

	buf_init(&bytes, LIMIT_REPORT_JSON);
	e = json_write(body, &bytes);
	r = e == GW_OK ? perform(h, &(struct request){ "POST", path, as_json, &bytes, NULL, &sink, NULL })
	    : fail("Writing the request", e);
	buf_free(&bytes);
	return r;
}

enum run
http_delete(struct http *h, const char *path)
{
	struct buf answer;
	struct sink sink = { .answer = &answer };
	enum run r;

	buf_init(&answer, LIMIT_HTTP_BUFFER);
	r = perform(h, &(struct request){ "DELETE", path, as_json, NULL, NULL, &sink, NULL });
	buf_free(&answer);
	return r;
}

long
http_status(const struct http *h)
{
	return h->status;
}

enum run
http_cookie(struct http *h, const char *text)
{
	return curl_easy_setopt(h->curl, CURLOPT_COOKIE, text) == CURLE_OK ? RUN_DONE : fail("The session", GW_ENOMEM);
}

/* The document is copied into libcurl's memory, which is wiped when it is freed. */
static CURLcode
add_parts(curl_mime *mime, const char *name, const struct buf *document, const struct uploads *files)
{
	curl_mimepart *part = curl_mime_addpart(mime);
	CURLcode e = curl_mime_name(part, name);

	if (e == CURLE_OK)
		e = curl_mime_type(part, "application/json");
	if (e == CURLE_OK)
		e = curl_mime_data(part, (const char *)document->p, document->n);
	for (size_t i = 0; i < files->n && e == CURLE_OK; i++) {
		part = curl_mime_addpart(mime);
		if ((e = curl_mime_name(part, "file")) == CURLE_OK &&
		    (e = curl_mime_filedata(part, files->file[i].path)) == CURLE_OK &&
		    (e = curl_mime_filename(part, files->file[i].name)) == CURLE_OK)
			e = curl_mime_type(part, "application/octet-stream");
	}
	return e;
}

enum run
http_post_parts(struct http *h, const char *path, const char *name, const json_t *document,
    const struct uploads *files, struct buf *answer)
{
	struct sink sink = { .answer = answer };
	curl_mime *mime = curl_mime_init(h->curl);
	struct buf bytes;
	enum gw_err e;
	enum run r;

	buf_init(&bytes, LIMIT_REPORT_JSON);
	e = json_write(document, &bytes);
	if (e == GW_OK && (mime == NULL || add_parts(mime, name, &bytes, files) != CURLE_OK))
		e = GW_ENOMEM;
	r = e == GW_OK ? perform(h, &(struct request){ "POST", path, as_given, NULL, mime, &sink, NULL })
	    : fail("Writing the request", e);
	curl_easy_setopt(h->curl, CURLOPT_MIMEPOST, NULL);
	curl_mime_free(mime);
	buf_free(&bytes);
	return r;
}

enum run
http_save(struct http *h, const char *path, FILE *to, size_t max)
{
	struct buf problem;
	struct sink sink = { .answer = &problem, .file = to, .max = max };
	enum run r;

	buf_init(&problem, LIMIT_HTTP_BUFFER);
	r = perform(h, &(struct request){ "GET", path, as_given, NULL, NULL, &sink, NULL });
	buf_free(&problem);
	return r;
}
