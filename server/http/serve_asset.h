/* serve_asset.h: style and script (asset.h) as a route of either port. */
#ifndef SERVE_ASSET_H
#define SERVE_ASSET_H

#include "site.h"

void serve_asset_end(struct exchange *x);
#endif
