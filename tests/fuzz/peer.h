/* peer.h: what llhttp reads out of a request head; apart from fuzz_parse.c, because both speak of HTTP_GET. */
#ifndef PEER_H
#define PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct peer {
	bool taken;			/* a head that was complete with the last byte and not before */
	const char *method, *fault;
	char target[16 * 1024];
	size_t target_n;
	uint64_t length;
	int minor;
	bool keep_alive;
};

void peer_read(const uint8_t *head, size_t n, struct peer *out);
#endif
