/* warden.h: reads everything, opens everything, starts the others, and starts again what dies. Never reads a byte that
 * came from outside. */
#ifndef WARDEN_H
#define WARDEN_H

/* concernd run --config FILE [--port N] [--staff-port N]. Returns an exit status after SIGTERM or SIGINT. */
int warden_run(int argc, char **argv);
#endif
