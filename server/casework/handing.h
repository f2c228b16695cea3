/* handing.h: from which team to which a case, or chosen parts of one, may be given; and who gave an extract. By keys
 * alone a team reads what was sealed to it; this says who may seal to whom. Codes as in roster.h. Pure. */
#ifndef HANDING_H
#define HANDING_H

#include <stdbool.h>

#include "msg.h"

/* A school gives to community safety and the LADO; community safety to any school and the LADO; the LADO to community
 * safety. So one school's case reaches another school through community safety alone. The vault asks the same. */
bool handing_may(const char *from, const char *to);
/* The team that passed an extract on, for its row in a list: of this team, with this school's team ("") among those
 * that hold it. */
const char *handing_giver(const char *team, const char *school);
#endif
