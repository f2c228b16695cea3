/* client.h: a TLS client for tests; each of its steps turns the server's loop as well. Fails the test on silence. */
#ifndef CLIENT_H
#define CLIENT_H

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stddef.h>

struct cert;

struct client {
	SSL *ssl;
	char *got;		/* all it heard, with a NUL behind */
	size_t n;
	bool over;		/* the server said goodbye, or the connection broke */
};

struct client client_new(void);		/* connects to the house */
struct client client_with(const struct cert *device);	/* the same, and shows this certificate */
void client_free(struct client *c);
void client_send(struct client *c, const char *p, size_t n);
/* Sends until nobody takes more; how much was taken. */
size_t client_push(struct client *c, const char *p, size_t n);
void client_say(struct client *c, const char *text);
/* Until text was heard so many times in all. */
void client_hear(struct client *c, const char *text, unsigned times);
void client_hear_the_end(struct client *c);
/* So many turns that whatever can happen has happened. */
void client_let_be(struct client *c);
#endif
