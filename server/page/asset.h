/* asset.h: style and script as built from style/ and script/, compressed, inside the program: no process on a port can
 * open a file. Names carry a digest, so a browser may keep them until they change. */
#ifndef ASSET_H
#define ASSET_H

#include "span.h"

struct asset {
	const char *path;	/* "/assets/style-5f3a9c.css" */
	const char *type;	/* media type */
	struct span gzip;	/* RFC 1952, no name, no time */
	struct span plain;
};
/* NULL when there is none. */
const struct asset *asset_find(struct span path);
#endif
