/* err.c: an error in words. */
#include "err.h"

static const char *const texts[GW_ERR_N] = {
	[GW_OK] = "done",
	[GW_MORE] = "not all bytes have arrived yet",
	[GW_EINPUT] = "malformed input",
	[GW_ELIMIT] = "over a limit",
	[GW_EDENIED] = "not genuine or not allowed",
	[GW_EABSENT] = "no such thing",
	[GW_ECONFLICT] = "somebody else was first",
	[GW_EBUSY] = "busy; try again",
	[GW_EFULL] = "the disk is full",
	[GW_EIO] = "the system refused a call",
	[GW_ENOMEM] = "out of memory",
	[GW_ENEWER] = "written by a newer version of this program",
	[GW_EBUG] = "a mistake in this program",
};

const char *
gw_err_text(enum gw_err e)
{
	return (unsigned)e < GW_ERR_N ? texts[e] : texts[GW_EBUG];
}
