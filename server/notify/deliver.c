/* deliver.c: one easy handle a delivery, one multi handle for all, libevent to wait with. */
#include "deliver.h"

#include <stdio.h>
#include <string.h>

#include "libcurl.h"
#include "log.h"
#include "secret.h"

enum { URL = 640, BOX = 300, LINGER = 64 * 1024 };

struct delivery {
	struct deliver *of;
	bool is_used, is_mail;
	CURL *easy;
	struct curl_slist *to, *fields;
	char *bytes;
	size_t n, at;			/* at: sent so far */
	size_t heard;
	deliver_done_fn *done;
	void *arg;
};

struct deliver {
	struct deliver_setup setup;
	struct event_base *base;
	struct event *timer;
	CURLM *multi;
	struct delivery one[DELIVER_MOST];
};

/* --- what libcurl calls --- */

static size_t
on_read(char *to, size_t size, size_t n, void *arg)
{
	struct delivery *one = arg;
	size_t give = one->n - one->at;

	if (give > size * n)
		give = size * n;
	memcpy(to, one->bytes + one->at, give);
	one->at += give;
	return give;
}

/* A server's words are of no use to us, and there may be no end to them. */
static size_t
on_heard(char *bytes, size_t size, size_t n, void *arg)
{
	struct delivery *one = arg;

	(void)bytes;
	one->heard += size * n;
	return one->heard <= LINGER ? size * n : 0;
}

/* --- the end of one --- */

static void
clear(struct delivery *one)
{
	if (one->easy != NULL) {
		(void)libcurl()->multi_remove_handle(one->of->multi, one->easy);
		libcurl()->easy_cleanup(one->easy);
	}
	libcurl()->slist_free_all(one->to);
	libcurl()->slist_free_all(one->fields);
	secret_free(one->bytes);
	*one = (struct delivery){ .of = one->of };
}

/* Whether it was taken; a redirect is an answer like any other that is not 2xx. */
static enum gw_err
outcome(const struct delivery *one, CURLcode result)
{
	long status = 0;

	switch (result) {
	case CURLE_OK:
		if (one->is_mail)
			return GW_OK;
		(void)libcurl()->easy_getinfo(one->easy, CURLINFO_RESPONSE_CODE, &status);
		return status >= 200 && status < 300 ? GW_OK : GW_EDENIED;
	case CURLE_COULDNT_CONNECT: case CURLE_COULDNT_RESOLVE_HOST: case CURLE_OPERATION_TIMEDOUT:
		return GW_EABSENT;
	case CURLE_PEER_FAILED_VERIFICATION: case CURLE_LOGIN_DENIED: case CURLE_USE_SSL_FAILED:
	case CURLE_SSL_CONNECT_ERROR: case CURLE_SEND_ERROR: case CURLE_RECV_ERROR: case CURLE_WEIRD_SERVER_REPLY:
		return GW_EDENIED;
	default:
		return GW_EIO;
	}
}

static void
finish_those_done(struct deliver *d)
{
	const CURLMsg *m;
	int left;

	while ((m = libcurl()->multi_info_read(d->multi, &left)) != NULL) {
		const CURLcode result = m->data.result;
		struct delivery *one = NULL;
		deliver_done_fn *done;
		enum gw_err e;
		void *arg;

		if (m->msg != CURLMSG_DONE ||
		    libcurl()->easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, (char **)&one) != CURLE_OK || one == NULL)
			continue;
		e = outcome(one, result);
		done = one->done;
		arg = one->arg;
		clear(one);		/* first: done may start another */
		done(arg, e);
	}
}

/* --- libcurl's sockets and its one timer, on the loop --- */

static void
step(struct deliver *d, curl_socket_t fd, int what)
{
	int running;

	if (libcurl()->multi_socket_action(d->multi, fd, what, &running) != CURLM_OK)
		log_fault(LOG_ALERT, GW_EIO);
	finish_those_done(d);
}

static void
on_socket(evutil_socket_t fd, short what, void *arg)
{
	step(arg, fd, ((what & EV_READ) != 0 ? CURL_CSELECT_IN : 0) | ((what & EV_WRITE) != 0 ? CURL_CSELECT_OUT : 0));
}

static void
on_timer(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	step(arg, CURL_SOCKET_TIMEOUT, 0);
}

static int
want_socket(CURL *easy, curl_socket_t fd, int what, void *arg, void *known)
{
	struct deliver *d = arg;
	const short events = (short)(((what & CURL_POLL_IN) != 0 ? EV_READ : 0) |
	    ((what & CURL_POLL_OUT) != 0 ? EV_WRITE : 0) | EV_PERSIST);
	struct event *ev = known;

	(void)easy;
	if (ev != NULL)		/* another direction wants another event */
		event_free(ev);
	ev = what == CURL_POLL_REMOVE ? NULL : event_new(d->base, fd, events, on_socket, d);
	if (ev != NULL && event_add(ev, NULL) != 0) {
		event_free(ev);
		ev = NULL;
	}
	(void)libcurl()->multi_assign(d->multi, fd, ev);
	return ev == NULL && what != CURL_POLL_REMOVE ? -1 : 0;
}

static int
want_timer(CURLM *multi, long ms, void *arg)
{
	struct deliver *d = arg;
	const struct timeval wait = { ms / 1000, ms % 1000 * 1000 };

	(void)multi;
	return (ms < 0 ? evtimer_del(d->timer) : evtimer_add(d->timer, &wait)) == 0 ? 0 : -1;
}

/* --- beginning one --- */

/* For both kinds: whom to believe, whom to find where, and nothing that would read a file or go elsewhere. */
static bool
set_common(struct delivery *one)
{
	__typeof__(curl_easy_setopt) *const set = libcurl()->easy_setopt;
	const struct deliver_setup *s = &one->of->setup;
	struct curl_blob ca = { .len = s->ca.n, .flags = CURL_BLOB_NOCOPY };
	CURL *c = one->easy;

	memcpy(&ca.data, &s->ca.p, sizeof ca.data);
	return set(c, CURLOPT_PRIVATE, one) == CURLE_OK &&
	    set(c, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
	    set(c, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
	    set(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps,https") == CURLE_OK &&
	    set(c, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L) == CURLE_OK &&
	    set(c, CURLOPT_PROXY, "") == CURLE_OK &&
	    set(c, CURLOPT_TIMEOUT, (long)DELIVER_SECONDS) == CURLE_OK &&
	    set(c, CURLOPT_CONNECTTIMEOUT, (long)DELIVER_CONNECT_SECONDS) == CURLE_OK &&
	    set(c, CURLOPT_RESOLVE, pins_list(s->pins)) == CURLE_OK &&
	    set(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK &&
	    set(c, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
	    set(c, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
	    set(c, CURLOPT_CAPATH, NULL) == CURLE_OK &&
	    set(c, CURLOPT_CAINFO, NULL) == CURLE_OK &&
	    set(c, CURLOPT_CAINFO_BLOB, &ca) == CURLE_OK &&
	    set(c, CURLOPT_SSL_SESSIONID_CACHE, 0L) == CURLE_OK &&
	    set(c, CURLOPT_FORBID_REUSE, 1L) == CURLE_OK &&
	    set(c, CURLOPT_READFUNCTION, on_read) == CURLE_OK &&
	    set(c, CURLOPT_READDATA, one) == CURLE_OK &&
	    set(c, CURLOPT_WRITEFUNCTION, on_heard) == CURLE_OK &&
	    set(c, CURLOPT_WRITEDATA, one) == CURLE_OK;
}

static bool
set_mail(struct delivery *one, const char *mailbox)
{
	__typeof__(curl_easy_setopt) *const set = libcurl()->easy_setopt;
	const struct deliver_setup *s = &one->of->setup;
	char url[URL], to[BOX], from[BOX];
	CURL *c = one->easy;

	if (snprintf(url, sizeof url, "%s/%s", s->server, s->hello) >= (int)sizeof url ||
	    snprintf(to, sizeof to, "<%s>", mailbox) >= (int)sizeof to ||
	    snprintf(from, sizeof from, "<%s>", s->from) >= (int)sizeof from ||
	    (one->to = libcurl()->slist_append(NULL, to)) == NULL)
		return false;
	if (s->user[0] != '\0' && (set(c, CURLOPT_USERNAME, s->user) != CURLE_OK ||
	    set(c, CURLOPT_PASSWORD, s->password) != CURLE_OK ||
	    /* the others would read files, or ask the system who it is */
	    set(c, CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN") != CURLE_OK))
		return false;
	return set(c, CURLOPT_URL, url) == CURLE_OK &&
	    set(c, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL) == CURLE_OK &&
	    set(c, CURLOPT_MAIL_FROM, from) == CURLE_OK &&
	    set(c, CURLOPT_MAIL_RCPT, one->to) == CURLE_OK &&
	    set(c, CURLOPT_INFILESIZE_LARGE, (curl_off_t)one->n) == CURLE_OK &&
	    set(c, CURLOPT_UPLOAD, 1L) == CURLE_OK;
}

static bool
set_webhook(struct delivery *one, const char *url)
{
	__typeof__(curl_easy_setopt) *const set = libcurl()->easy_setopt;
	CURL *c = one->easy;

	if ((one->fields = libcurl()->slist_append(NULL, "Content-Type: application/json")) == NULL)
		return false;
	return set(c, CURLOPT_URL, url) == CURLE_OK &&
	    set(c, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1) == CURLE_OK &&
	    set(c, CURLOPT_HTTPHEADER, one->fields) == CURLE_OK &&
	    set(c, CURLOPT_POST, 1L) == CURLE_OK &&
	    set(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)one->n) == CURLE_OK &&
	    set(c, CURLOPT_POSTFIELDS, one->bytes) == CURLE_OK;
}

static enum gw_err
fill(struct delivery *one, const struct parcel *p)
{
	one->is_mail = p->webhook[0] == '\0';
	one->n = p->bytes.n;
	if ((one->bytes = secret_malloc(one->n + 1)) == NULL || (one->easy = libcurl()->easy_init()) == NULL)
		return GW_ENOMEM;
	memcpy(one->bytes, p->bytes.p, one->n);
	if (!set_common(one) || !(one->is_mail ? set_mail(one, p->mail) : set_webhook(one, p->webhook)))
		return GW_ENOMEM;
	return libcurl()->multi_add_handle(one->of->multi, one->easy) == CURLM_OK ? GW_OK : GW_EIO;
}

/* --- public --- */

enum gw_err
deliver_new(const struct deliver_setup *setup, struct deliver **out)
{
	struct deliver *d = secret_malloc(sizeof *d);

	*out = NULL;
	if (d == NULL)
		return GW_ENOMEM;
	*d = (struct deliver){ .setup = *setup };
	for (size_t i = 0; i < DELIVER_MOST; i++)
		d->one[i].of = d;
	if ((d->multi = libcurl()->multi_init()) == NULL) {
		secret_free(d);
		return GW_ENOMEM;
	}
	*out = d;
	return GW_OK;
}

enum gw_err
deliver_begin(struct deliver *d, struct event_base *base)
{
	d->base = base;
	if ((d->timer = evtimer_new(base, on_timer, d)) == NULL)
		return GW_ENOMEM;
	if (libcurl()->multi_setopt(d->multi, CURLMOPT_SOCKETFUNCTION, want_socket) != CURLM_OK ||
	    libcurl()->multi_setopt(d->multi, CURLMOPT_SOCKETDATA, d) != CURLM_OK ||
	    libcurl()->multi_setopt(d->multi, CURLMOPT_TIMERFUNCTION, want_timer) != CURLM_OK ||
	    libcurl()->multi_setopt(d->multi, CURLMOPT_TIMERDATA, d) != CURLM_OK)
		return GW_EIO;
	return GW_OK;
}

enum gw_err
deliver_start(struct deliver *d, const struct parcel *p, deliver_done_fn *done, void *arg)
{
	struct delivery *one = d->one;
	enum gw_err e;

	while (one < d->one + DELIVER_MOST && one->is_used)
		one++;
	if (one == d->one + DELIVER_MOST)
		return GW_EBUSY;
	if (!pins_has(d->setup.pins, p->webhook[0] != '\0' ? p->webhook : d->setup.server))
		return GW_EABSENT;
	*one = (struct delivery){ .of = d, .is_used = true, .done = done, .arg = arg };
	if ((e = fill(one, p)) != GW_OK)
		clear(one);
	return e;
}

void
deliver_free(struct deliver *d)
{
	if (d == NULL)
		return;
	for (size_t i = 0; i < DELIVER_MOST; i++)
		if (d->one[i].is_used)
			clear(&d->one[i]);
	(void)libcurl()->multi_cleanup(d->multi);
	if (d->timer != NULL)
		event_free(d->timer);
	secret_free(d);
}
