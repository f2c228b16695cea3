/* tls.h: TLS 1.3 and 1.2 with AEAD suites only, ALPN http/1.1, session tickets (RFC 5077, RFC 8446) whose key moves on
 * every hour by a one-way step that all processes make alike, so that a visit can be resumed at any process but never
 * be opened later. OpenSSL 3. */
#ifndef TLS_H
#define TLS_H

#include <event2/bufferevent.h>
#include <stdbool.h>
#include <stdint.h>

#include "err.h"
#include "keys.h"
#include "span.h"

struct tls;

/* Certificate chain and private key from PEM in memory; fault says in one sentence what is wrong with them: unreadable,
 * not matching, expired, not yet valid. now: seconds since 1970. Gives *t. Pure but for memory. */
enum { TLS_FAULT = 160 };
GW_CHECKED enum gw_err tls_new(struct span pem, int64_t now, struct tls **t, char fault[TLS_FAULT]);
void tls_free(struct tls *t);
/* Ticket keys start from this seed, as of epoch (hours since 1970). Copies the seed to locked memory. */
GW_CHECKED enum gw_err tls_tickets(struct tls *t, const uint8_t seed[KEY_BYTES], uint64_t epoch);
/* One step per hour up to epoch: seed becomes the next hour's. For the warden, before it hands the seed on. */
void tls_ticket_step(uint8_t seed[KEY_BYTES], uint64_t *epoch, uint64_t to);
/* Moves the keys on to the hour of now and forgets those older than the hour before. Call once a minute. */
void tls_ticket_now(struct tls *t, int64_t now);
/* Visitors are asked for a device's certificate, and served without one. One that is shown and is not signed by these
 * authorities (PEM), not made for clients or not valid now ends the handshake. Not with tls_tickets: a ticket would
 * carry what was found over to a time, and to authorities, for which it was not. fault as above. */
GW_CHECKED enum gw_err tls_devices(struct tls *t, struct span authorities, char fault[TLS_FAULT]);
/* That they can be read, which is all that can be wrong with them. */
GW_CHECKED enum gw_err tls_devices_check(struct span authorities, char fault[TLS_FAULT]);
/* Who is at the other end has shown a device's certificate, which holds still. */
bool tls_has_device(struct bufferevent *bev, int64_t now);
/* A server-side connection over fd (taken). GW_ENOMEM. Gives *bev. */
GW_CHECKED enum gw_err tls_accept(struct tls *t, struct event_base *base, int fd, struct bufferevent **bev);
/* Says that nothing more will be sent, and still reads: for a client that must learn why before it stops sending. */
void tls_shut(struct bufferevent *bev);
/* Ends so that the session stays resumable: close_notify, then free. */
void tls_close(struct bufferevent *bev);
#endif
