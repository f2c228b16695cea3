/* receipt.h: what a reporter gets to keep: the code, its QR, and what arrived. */
#ifndef RECEIPT_H
#define RECEIPT_H

#include "draft.h"

/* Files for QR pictures, made before anything is sent, so that a code is never lost to a full disk or a bad name. */
struct pictures { FILE *png, *svg; };
GW_CHECKED enum run pictures_open(const struct draft *d, struct pictures *p);
/* Closes them; unless they are wanted, removes them. */
GW_CHECKED enum run pictures_close(const struct draft *d, struct pictures *p, bool wanted);
/* Prints the receipt on stdout, and draws the pictures. */
GW_CHECKED enum run receipt_show(const struct draft *d, struct span answer, bool json, const struct pictures *p);
#endif
