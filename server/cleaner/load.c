/* load.c: what the cleaner has from files: the room of the kinds, and all that its libraries read ahead. */
#include "cleaner.h"

#include <dlfcn.h>

#include "log.h"
#include "worker.h"

/* Found by the program's own run path, which is its folder. */
static const char kinds[] = "concern-kinds.so";

enum gw_err
cleaner_prepare(const struct clean_room **room)
{
	void *handle = dlopen(kinds, RTLD_NOW | RTLD_LOCAL);

	*room = handle == NULL ? NULL : dlsym(handle, CLEAN_ROOM);
	if (*room == NULL) {
		log_boot("%s, which makes attachments safe to look at, cannot be loaded from beside the program: %s",
		    kinds, dlerror());
		return GW_EIO;
	}
	return worker_prepare(*room);
}
