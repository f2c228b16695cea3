/* pins.c: getaddrinfo, and its answers in libcurl's words: "host:port:address,address". */
#include "pins.h"

#include <netdb.h>
#include <resolv.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "address.h"
#include "libcurl.h"
#include "secret.h"

enum { PLACE = 300, LINE = PLACE + PINS_ADDRESSES * 48, ASK_SECONDS = 2, ASK_TIMES = 2 };

struct pins {
	struct curl_slist *list;
	time_t until;
};

static time_t
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

/* "host:port:" of a URL. */
static bool
place_of(const char *url, char place[PLACE])
{
	const char *host = strstr(url, "://");
	size_t host_n, port_n;

	if (host == NULL || (host_n = address_host(host += 3, 1)) == 0)
		return false;
	port_n = address_port(host + host_n);
	return snprintf(place, PLACE, "%.*s%.*s:", (int)host_n, host, port_n > 0 ? (int)port_n : 4,
	    port_n > 0 ? host + host_n : ":443") < PLACE;
}

static bool
is_known(const struct pins *p, const char *place)
{
	for (const struct curl_slist *at = p->list; at != NULL; at = at->next)
		if (strncmp(at->data, place, strlen(place)) == 0)
			return true;
	return false;
}

enum gw_err
pins_new(struct pins **out)
{
	struct pins *p = secret_malloc(sizeof *p);

	*out = NULL;
	if (p == NULL)
		return GW_ENOMEM;
	*p = (struct pins){ .until = seconds() + PINS_SECONDS };
	if (res_init() == 0) {		/* a name server that is silent must not hold a start up */
		_res.retrans = ASK_SECONDS;
		_res.retry = ASK_TIMES;
	}
	*out = p;
	return GW_OK;
}

/* Appends the address to the line, in brackets when it is of IPv6. */
static void
line_add(char line[LINE], const struct addrinfo *a, bool is_first)
{
	char text[64];
	const size_t n = strlen(line);

	if (getnameinfo(a->ai_addr, a->ai_addrlen, text, sizeof text, NULL, 0, NI_NUMERICHOST) != 0 ||
	    strchr(text, '%') != NULL)		/* an address that is good on one interface alone */
		return;
	snprintf(line + n, LINE - n, a->ai_family == AF_INET6 ? "%s[%s]" : "%s%s", is_first ? "" : ",", text);
}

static void
look_up(struct pins *p, const char *place)
{
	const struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM };
	const size_t place_n = strlen(place);
	char host[PLACE], line[LINE];
	struct addrinfo *all, *a;
	struct curl_slist *longer;
	size_t n = 0;

	snprintf(host, sizeof host, "%.*s", (int)strcspn(place, ":"), place);
	snprintf(line, sizeof line, "%s", place);
	if (getaddrinfo(host, NULL, &hints, &all) != 0)
		return;
	for (a = all; a != NULL && n < PINS_ADDRESSES; a = a->ai_next, n++)
		line_add(line, a, line[place_n] == '\0');
	freeaddrinfo(all);
	if (line[place_n] == '\0' || (longer = libcurl()->slist_append(p->list, line)) == NULL)
		return;
	p->list = longer;
}

void
pins_add(struct pins *p, const char *url)
{
	char place[PLACE];

	if (seconds() < p->until && place_of(url, place) && !is_known(p, place))
		look_up(p, place);
}

bool
pins_has(const struct pins *p, const char *url)
{
	char place[PLACE];

	return place_of(url, place) && is_known(p, place);
}

struct curl_slist *
pins_list(const struct pins *p)
{
	return p->list;
}

void
pins_free(struct pins *p)
{
	if (p == NULL)
		return;
	libcurl()->slist_free_all(p->list);
	secret_free(p);
}
