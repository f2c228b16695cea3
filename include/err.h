/* err.h: the closed list of what can go wrong. Results travel by out-parameter, never by sentinel. */
#ifndef ERR_H
#define ERR_H

#define GW_CHECKED __attribute__((warn_unused_result))

enum gw_err {
	GW_OK,
	GW_MORE,	/* not all bytes are here yet; call again with more */
	GW_EINPUT,	/* malformed: will never be right */
	GW_ELIMIT,	/* over a limit named in limit.h or policy/ */
	GW_EDENIED,	/* not genuine or not allowed: tag, signature, passphrase, role */
	GW_EABSENT,	/* no such thing */
	GW_ECONFLICT,	/* somebody was first; look again, then try again */
	GW_EBUSY,	/* not now: locked, lost or overloaded; the same call may work later */
	GW_EFULL,	/* no room on the disk */
	GW_EIO,		/* the system refused a read, write or call */
	GW_ENOMEM,
	GW_ENEWER,	/* data written by a newer version of this program */
	GW_EBUG,	/* our own mistake */
	GW_ERR_N
};

/* One plain sentence without a full stop, for operators. Never NULL. */
const char *gw_err_text(enum gw_err e);
#endif
