/* serve_page.c: net and http alone, serving one page, to be measured beside another server with the same certificate:
 * serve_page PORT PEM PAGE PROCESSES */
#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "buf.h"
#include "listen.h"
#include "secret.h"
#include "site.h"

enum { FILE_MAX = 1024 * 1024 };

static struct buf page;

static void
give_page(struct exchange *x)
{
	exchange_reply(x, 200, "text/html; charset=utf-8", buf_span(&page));
}

static const struct route routes[] = { { HTTP_GET, "/", 0, 0, NULL, NULL, give_page, NULL, NULL } };
static const struct site site = { .routes = routes, .n = 1 };

static enum gw_err
read_file(const char *name, struct buf *b)
{
	FILE *f = fopen(name, "rb");
	uint8_t *at;
	enum gw_err e = f != NULL ? buf_reserve(b, FILE_MAX, &at) : GW_EIO;

	if (e == GW_OK)
		b->n += fread(at, 1, FILE_MAX, f);
	if (f != NULL)
		fclose(f);
	return e;
}

static int
serve(const int fd[2], struct tls *tls)
{
	struct event_base *base = event_base_new();
	struct server *server;
	uint8_t seed[KEY_BYTES] = { 1 };

	if (base == NULL || tls_tickets(tls, seed, (uint64_t)time(NULL) / 3600) != GW_OK ||
	    server_new(base, tls, &site, fd, 2, &server) != GW_OK)
		return EXIT_FAILURE;
	event_base_dispatch(base);
	return EXIT_SUCCESS;
}

int
main(int argc, char **argv)
{
	char fault[TLS_FAULT] = "";
	struct buf pem;
	struct tls *tls;
	int fd[2];

	buf_init(&pem, FILE_MAX);
	buf_init(&page, FILE_MAX);
	event_set_mem_functions(secret_malloc, secret_realloc, secret_free);
	signal(SIGPIPE, SIG_IGN);
	if (argc != 5 || secret_init() != GW_OK || read_file(argv[2], &pem) != GW_OK ||
	    read_file(argv[3], &page) != GW_OK || listen_open(atoi(argv[1]), fd, fault) != GW_OK ||
	    tls_new(buf_span(&pem), time(NULL), &tls, fault) != GW_OK) {
		fprintf(stderr, "usage: serve_page PORT PEM PAGE PROCESSES %s\n", fault);
		return EXIT_FAILURE;
	}
	buf_free(&pem);
	for (int i = 1; i < atoi(argv[4]); i++)
		if (fork() == 0) {
			prctl(PR_SET_PDEATHSIG, SIGTERM);
			break;
		}
	return serve(fd, tls);
}
