/* prompt.h: secrets from whoever runs the verb: asked for on a terminal without echo, or one a line from a pipe. Never
 * through stdio, whose buffers would keep them. */
#ifndef PROMPT_H
#define PROMPT_H

#include "err.h"
#include "span.h"

enum { PROMPT_LINE = 512 };
struct secret_line { size_t n; char text[PROMPT_LINE]; };	/* without its line end; wipe after use */

/* The question is shown on a terminal only. GW_EABSENT: no more lines. GW_ELIMIT: a longer line. GW_EBUSY:
 * interrupted by a signal, which was delivered after the echo came back. On failure line is wiped. */
GW_CHECKED enum gw_err prompt_secret(const char *question, struct secret_line *line);
/* The same, asked twice on a terminal. GW_ECONFLICT: the two differ. */
GW_CHECKED enum gw_err prompt_new_secret(const char *question, struct secret_line *line);
struct span prompt_span(const struct secret_line *line);
#endif
