/* station.h: this computer at the gateway, for verbs with a key file: a session that only its private key opens, ended
 * again when the verb is done. */
#ifndef STATION_H
#define STATION_H

#include "keyfile.h"
#include "http.h"

struct station {
	struct server server;
	const char *key_file;
	const char *name;		/* NULL: the key file's */
	struct keyfile *device;
	struct http *http;
};

/* The options that every verb with a key file has; its own are numbered from OPTION_STATION_OWN. */
enum { OPTION_KEY_FILE = OPTION_OWN, OPTION_NAME, OPTION_CERT, OPTION_KEY, OPTION_STATION_OWN };
#define STATION_OPTIONS                                               \
	SERVER_OPTIONS,                                               \
	{ "key-file", required_argument, NULL, OPTION_KEY_FILE },     \
	{ "name", required_argument, NULL, OPTION_NAME },             \
	{ "cert", required_argument, NULL, OPTION_CERT },             \
	{ "key", required_argument, NULL, OPTION_KEY }
#define STATION_SERVER "https://localhost:8444"

/* Takes one of STATION_OPTIONS; false for any other. */
bool station_option(struct station *s, int option, const char *value);
/* Reads the key file, and is signed in. s holds nothing when it fails. */
GW_CHECKED enum run station_open(struct station *s);
/* Signs out, and wipes. A session that cannot be ended now ends by itself. */
void station_close(struct station *s);
#endif
