/* lobby.h: where somebody goes who signed in, stays and signs out. */
#ifndef LOBBY_H
#define LOBBY_H

#include "seat.h"

seat_fn lobby_home;		/* GET /: to the page of one's own duty */
seat_fn lobby_stay;		/* POST /desk/stay: I am still here */
seat_fn lobby_sign_out;		/* POST /desk/sign-out */
#endif
