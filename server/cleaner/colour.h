/* colour.h: the colours that a picture's own profile (ICC) means, in the one that every screen shows: sRGB. */
#ifndef COLOUR_H
#define COLOUR_H

#include "frames.h"

/* In place; the profile goes. A profile that means sRGB, none, and one that cannot be read leave every pixel as it is;
 * CMYK becomes red, green, blue in any case. */
void colour_to_srgb(struct frames *f);
#endif
