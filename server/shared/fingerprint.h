/* fingerprint.h: which policy a folder holds, in a few digits: another byte in any of its *.yaml files, another name or
 * another file gives others. Not secret. */
#ifndef FINGERPRINT_H
#define FINGERPRINT_H

#include "err.h"

enum { FINGERPRINT_TEXT = 2 * 4 + 1 };	/* hexadecimal digits and NUL */

/* Of all *.yaml files below dir, by name; links are not followed. GW_EIO: one cannot be read; GW_ELIMIT: one is larger
 * than a policy file may be; GW_ENOMEM. text is then "". */
GW_CHECKED enum gw_err fingerprint_of(const char *dir, char text[FINGERPRINT_TEXT]);
#endif
