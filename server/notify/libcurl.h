/* libcurl.h: those functions of libcurl that notify uses, loaded when it begins and in no other process. With libcurl
 * come two dozen libraries more (LDAP, Kerberos, SSH, RTMP): a process that reads what strangers send has them neither
 * in its memory nor in its start. */
#ifndef LIBCURL_H
#define LIBCURL_H

#include <curl/curl.h>

#include "err.h"

/* Their names and types are libcurl's, without "curl_". */
struct libcurl {
	__typeof__(curl_version_info) *version_info;
	__typeof__(curl_global_init_mem) *global_init_mem;
	__typeof__(curl_slist_append) *slist_append;
	__typeof__(curl_slist_free_all) *slist_free_all;
	__typeof__(curl_easy_init) *easy_init;
	__typeof__(curl_easy_setopt) *easy_setopt;
	__typeof__(curl_easy_getinfo) *easy_getinfo;
	__typeof__(curl_easy_cleanup) *easy_cleanup;
	__typeof__(curl_multi_init) *multi_init;
	__typeof__(curl_multi_setopt) *multi_setopt;
	__typeof__(curl_multi_assign) *multi_assign;
	__typeof__(curl_multi_add_handle) *multi_add_handle;
	__typeof__(curl_multi_remove_handle) *multi_remove_handle;
	__typeof__(curl_multi_socket_action) *multi_socket_action;
	__typeof__(curl_multi_info_read) *multi_info_read;
	__typeof__(curl_multi_cleanup) *multi_cleanup;
};

/* Before the sandbox. What it allocates is wiped when it is freed. GW_EIO: the library is not on this machine, or is
 * too old, with a sentence on stderr. */
GW_CHECKED enum gw_err libcurl_load(void);
const struct libcurl *libcurl(void);	/* after that */
#endif
