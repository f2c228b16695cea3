/* case_name.h: what a case is called on a page: its id in addresses, its short name where people read it. */
#ifndef CASE_NAME_H
#define CASE_NAME_H

#include "keys.h"
#include "scrap.h"

struct span case_name_id(struct scrap *s, const uint8_t report[ID_BYTES]);	/* 32 hexadecimal digits */
struct span case_name_ref(struct scrap *s, const uint8_t report[ID_BYTES]);	/* words_ref */
#endif
